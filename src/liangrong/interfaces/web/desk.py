"""The desk of the dashboard: the one of the services, with what the server was started with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from liangrong.core.errors import Lang, NoData
from liangrong.interfaces.web.built_reports import BuiltReports
from liangrong.interfaces.web.settings import Settings
from liangrong.interfaces.web.workbench import Workbench
from liangrong.services.verbs.desk import Desk as AnyDesk

__all__ = ["Desk"]


class Desk(AnyDesk):
    """What pages and the REST interface ask; safe to use from several threads.

    Parameters
    ----------
    settings
        Which store.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.store)
        self.settings = settings
        self.workbench = Workbench()
        self.reports = BuiltReports()

    def is_worked_out(self, name: str, given: Mapping[str, Any], lang: Lang) -> bool:
        """Whether a verb that takes seconds can be asked without waiting; its answer is begun where nobody has asked for it.

        Raises
        ------
        Busy
            Too many such answers are waited for.
        """
        key = (self.version, name, lang, repr(sorted(given.items())))
        return self.workbench.is_done(key, lambda: self.ask(name, given, lang))

    def latest_session(self) -> date | None:
        """The latest session that all exchanges have published; ``None`` in a store that has none."""
        try:
            return self.workspace().latest_session()
        except NoData:
            return None
