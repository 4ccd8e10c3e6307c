"""Rules: one parameter on any day and for any contract, what changed between two days, and all parameters there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from liangrong.core.results import Note, Result
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.panels import Filled, Panel, filled
from liangrong.interfaces.web.state import State
from liangrong.research.tables.rulings import for_people

if TYPE_CHECKING:
    import polars as pl

__all__ = ["RULES"]

_CASE: Final = ("on", "opened_on", "rolled_on", "venue", "investor", "key", "pack")
"""What tells which contract, on which day, under whose rules."""
_VALUE: Final = ("provision", "venue", "value", "since", "reason", "reach", "citation", "confidence")
_STEPS: Final = ("step", "date", "kind", "text", "citation", "confidence")
_CHANGES: Final = ("date", "provision", "venues", "value", "reach", "citation")
_DIFF: Final = ("from", "provision", "venues", "old_value", "value", "reach", "citation")
_LIST: Final = ("parameter", "title", "authority", "first_day", "last_change", "keys")
_ROWS: Final = 400
"""Rows of a table on this page: the rulebook is read whole."""


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The parameter asked for; the difference between two days; the list."""
    name = state.text("name")
    return {
        "name": name,
        "case": {each: state.text(each) for each in _CASE},
        "known": [
            (row["parameter"], row[f"title_{state.lang}"]) for row in desk.ask("rule-list", {}, state.lang).data.to_dicts()
        ],
        "packs": desk.ask("rule-packs", {}, state.lang).data.to_dicts(),
        "one": _one(desk, name, state) if name else [],
        "diff": _diff(desk, state) if state.only("from", "to", "pack", "against") else None,
        "all": _all(desk, state),
        "overview": None if name else _history(desk, state),
    }


def _one(desk: Desk, name: str, state: State) -> list[Filled]:
    case = {"name": name, **state.only(*_CASE)}
    history = {"name": name, **state.only("venue", "pack")}
    return [
        _worded(desk, state, "value", "rule-value", case, Note("取值", "Value"), _VALUE),
        _worded(desk, state, "why", "rule-explain", case, Note("为什么", "Why"), _STEPS),
        _worded(desk, state, "history", "rule-timeline", history, Note("历史", "History"), _CHANGES),
    ]


def _history(desk: Desk, state: State) -> Filled:
    title = Note("规则与政策的历史", "Rules and policies over time")
    return _worded(desk, state, "history", "rule-timeline", {}, title, _CHANGES, folded=True)


def _diff(desk: Desk, state: State) -> Filled:
    """Two days under one book, or what a pack says differently from the law or from another pack."""
    days, given = state.text("from"), state.only("from", "to", "pack", "against")
    title = Note("两个日期之间的变化", "What changed") if days else Note("规则包有何不同", "What the pack says differently")
    return _worded(desk, state, "diff", "rule-diff", given, title, _DIFF)


def _all(desk: Desk, state: State) -> Filled:
    links = {"parameter": lambda row, here: here.here(name=str(row["parameter"]), text=None)}
    return _worded(
        desk,
        state,
        "all",
        "rule-list",
        state.only("text"),
        Note("全部参数", "All parameters"),
        _LIST,
        links=links,
        folded=bool(state.text("name")),
    )


def _worded(
    desk: Desk, state: State, key: str, asked: str, given: Mapping[str, str], title: Note, columns: tuple[str, ...], **more: Any
) -> Filled:
    """A panel whose rows are put into words: values with their units, reach and rollover as a sentence."""

    def in_words(rows: pl.DataFrame) -> pl.DataFrame:
        return for_people(Result(rows), state.lang, columns, titled=False)[1].data

    panel = Panel(key, asked, given, title=title, columns=columns, rows=_ROWS, pick=in_words, **more)
    return filled(desk, panel, state)


RULES: Final = Page("rules", "/rules", Note("规则", "Rules"), build)
