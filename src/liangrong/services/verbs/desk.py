"""The desk: the store as it is now, and the answers that several questions share; for whoever stays up while data change."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final

from liangrong.core.clocks import AsOf
from liangrong.core.errors import BadInput, Lang, NotKnown
from liangrong.core.results import Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.accounts.files import AccountText
from liangrong.services.verbs.answers import answer
from liangrong.services.verbs.catalogue import verb
from liangrong.services.verbs.parameters import takes_text, takes_workspace
from liangrong.services.verbs.verb import Verb
from liangrong.services.workspace import Workspace
from liangrong.store.version import DataVersion

__all__ = ["Desk"]

_SNAPSHOTS: Final = 4
"""Points of view whose tables are kept in memory."""
_ANSWERS: Final = 64
"""Answers that are kept: the table, the chart and the download of a panel are the same one."""


@dataclass(frozen=True)
class _Remembering(Workspace):
    """A workspace of one version of the data, whose snapshots are kept for the next question from the same point of view."""

    version: str
    kept: OrderedDict[AsOf, MarketSnapshot]
    lock: Any
    latest: list[date] = field(default_factory=list)

    def latest_session(self, known_at: datetime | None = None) -> date:
        """The last complete session; of all that is stored it is looked up once."""
        if known_at is not None:
            return super().latest_session(known_at)
        if not self.latest:
            self.latest.append(super().latest_session())
        return self.latest[0]

    def snapshot(self, as_of: AsOf) -> MarketSnapshot:
        """The market at one point of view; tables read once are read once for all."""
        with self.lock:
            found = self.kept.pop(as_of, None) or super().snapshot(as_of)
            self.kept[as_of] = found
            while len(self.kept) > _SNAPSHOTS:
                self.kept.popitem(last=False)
            return found


class Desk:
    """What pages, the REST interface and MCP ask; safe to use from several threads.

    Parameters
    ----------
    store
        Folder of the store.
    """

    def __init__(self, store: Path) -> None:
        self.store = store
        self.data = DataVersion(store)
        self._lock = Lock()
        self._workspace: _Remembering | None = None
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
        BadInput
            The store is damaged: a table that was there is gone.
        """
        return self._present()

    def ask(
        self,
        name: str,
        given: Mapping[str, Any],
        lang: Lang,
        *,
        account: Path | AccountText | None = None,
        own_files: bool = False,
    ) -> Result:
        """The answer to a verb; one about an account or a text, or by a file of one's own, is not kept.

        Parameters
        ----------
        account
            The file of accounts, for a verb that is asked about one.
        own_files
            Whether packs, books and scenarios may be files of this machine: only where the one who asks sits at it.

        Raises
        ------
        LiangrongError
            Whatever the verb raises.
        """
        asked = verb(name)
        workspace = self._workspace_for(asked)
        if account is not None or own_files or takes_text(asked):
            return answer(asked, given, workspace=workspace, account=account, lang=lang, own_files=own_files)
        version = workspace.version if workspace else ""
        key = json.dumps([version, asked.name, lang, sorted(given.items())], default=str)
        with self._lock:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
                return known
        found = answer(asked, given, workspace=workspace, lang=lang)
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > _ANSWERS:
                self._answers.popitem(last=False)
        return found

    def _workspace_for(self, asked: Verb) -> _Remembering | None:
        """The store; none for a verb that does without where there is none, or a damaged one: the law needs no data."""
        try:
            return self._present()
        except (NotKnown, BadInput):
            if takes_workspace(asked):
                raise
            return None

    def _present(self) -> _Remembering:
        version = self.version
        if lost := self.data.lost():
            raise _incomplete(self.store / "tables", lost)
        with self._lock:
            if self._workspace is None or version != self._workspace.version:
                opened = Workspace.open(self.store)
                self._workspace = _Remembering(opened.store, opened.calendar, version, OrderedDict(), Lock())
                self._answers.clear()
            return self._workspace


def _incomplete(place: Path, lost: tuple[str, ...]) -> BadInput:
    """No answer is better than one from a part of what was stored."""
    return BadInput(
        place=place,
        reason=f"the store is damaged: {', '.join(lost)} was there and is gone. Nothing is answered until it is back",
        reason_zh=f"数据目录不完整：{'、'.join(lost)} 原来有，现在没有了；恢复之前不作回答",
        hint="Put the folder back, or import its data anew.",
        hint_zh="请恢复该目录，或重新导入其数据。",
    )
