"""The desk: the store as it is now, and the answers that several parts of a page share."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from liangrong.core.clocks import AsOf
from liangrong.core.errors import Lang
from liangrong.core.results import Result
from liangrong.interfaces.web.cache import DataVersion
from liangrong.interfaces.web.settings import Settings
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.verbs.answers import answer
from liangrong.services.verbs.catalogue import verb
from liangrong.services.workspace import Workspace

__all__ = ["Desk"]

_SNAPSHOTS: Final = 4
"""Points of view whose tables are kept in memory."""
_ANSWERS: Final = 64
"""Answers that are kept: the table, the chart and the download of a panel are the same one."""


@dataclass(frozen=True)
class _Remembering(Workspace):
    """A workspace whose snapshots are kept for the next question from the same point of view."""

    kept: OrderedDict[AsOf, MarketSnapshot]
    lock: Any

    def snapshot(self, as_of: AsOf) -> MarketSnapshot:
        """The market at one point of view; tables read once are read once for all."""
        with self.lock:
            found = self.kept.pop(as_of, None) or super().snapshot(as_of)
            self.kept[as_of] = found
            while len(self.kept) > _SNAPSHOTS:
                self.kept.popitem(last=False)
            return found


class Desk:
    """What pages and the REST interface ask; safe to use from several threads.

    Parameters
    ----------
    settings
        Which store.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.data = DataVersion(settings.store)
        self._lock = Lock()
        self._version = ""
        self._workspace: Workspace | None = None
        self._answers: OrderedDict[str, Result] = OrderedDict()

    @property
    def version(self) -> str:
        """A token that changes with the data."""
        return self.data.token()

    def workspace(self) -> Workspace:
        """The store as it is now.

        Raises
        ------
        NotKnown
            There is no store.
        """
        version = self.version
        with self._lock:
            if self._workspace is None or version != self._version:
                opened = Workspace.open(self.settings.store)
                self._workspace = _Remembering(opened.store, opened.calendar, OrderedDict(), Lock())
                self._answers.clear()
                self._version = version
            return self._workspace

    def ask(self, name: str, given: Mapping[str, Any], lang: Lang) -> Result:
        """The answer to a verb that is not about an account.

        Raises
        ------
        LiangrongError
            Whatever the verb raises.
        """
        workspace = self.workspace()
        key = json.dumps([self._version, name, lang, sorted(given.items())], default=str)
        with self._lock:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
                return known
        found = answer(verb(name), given, workspace=workspace, lang=lang)
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > _ANSWERS:
                self._answers.popitem(last=False)
        return found
