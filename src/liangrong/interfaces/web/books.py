"""The books that a page offers, and how large one may be for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.scopes import Choices
from liangrong.interfaces.web.state import State

__all__ = ["Shelf"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The books of a store and the one that is asked for.

    Parameters
    ----------
    rows
        As the verb ``books`` tells them, those that can be opened.
    chosen
        Name of the one asked for, else of the first; empty where there is none.
    """

    rows: tuple[Mapping[str, Any], ...]
    chosen: str

    @classmethod
    def of(cls, desk: Desk, state: State, *, optional: bool = False) -> Shelf:
        """The shelf of a page.

        Parameters
        ----------
        optional
            Whether the page also stands without a book, so that the first one is not taken where the address names none.
        """
        rows = tuple(row for row in desk.ask("books", {}, state.lang).data.to_dicts() if not row["problem_en"])
        first = rows[0]["name"] if rows and not optional else ""
        return cls(rows, state.text("book", first))

    @property
    def accounts(self) -> int:
        """Accounts of the chosen book; 0 where it is not known."""
        return int(self._row.get("accounts") or 0)

    @property
    def is_synthetic(self) -> bool:
        """Whether its accounts are invented."""
        return self._row.get("origin") == "synthetic"

    def choices(self, state: State, *, none: str = "") -> Choices:
        """What a form offers; first ``none``, where a page also stands without a book."""
        found = [(row["name"], self._told(row, state)) for row in self.rows]
        if self.chosen and self.chosen not in {name for name, _ in found}:
            found.insert(0, (self.chosen, self.chosen))
        return [("", [*([("", none)] if none else []), *found])]

    @property
    def _row(self) -> Mapping[str, Any]:
        return next((row for row in self.rows if row["name"] == self.chosen), {})

    @staticmethod
    def _told(row: Mapping[str, Any], state: State) -> str:
        invented = state.say("，合成", ", synthetic") if row["origin"] == "synthetic" else ""
        count = f"{row['accounts']:,}"
        return state.say(
            f"{row['name']}（{row['on']}，{count} 户{invented}）", f"{row['name']} ({row['on']}, {count} accounts{invented})"
        )
