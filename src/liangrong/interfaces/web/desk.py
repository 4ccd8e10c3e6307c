"""The desk of the dashboard: the one of the services, with what the server was started with."""

from __future__ import annotations

from datetime import date

from liangrong.core.errors import NoData
from liangrong.interfaces.web.settings import Settings
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

    def latest_session(self) -> date | None:
        """The latest session that all exchanges have published; ``None`` in a store that has none."""
        try:
            return self.workspace().latest_session()
        except NoData:
            return None
