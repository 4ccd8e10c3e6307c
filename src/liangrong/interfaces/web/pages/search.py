"""Search: what a text may mean, grouped by kind, and what the box suggests while one types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from liangrong.core.results import Note, Result
from liangrong.core.units import Unit, display
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages.page import Moved, Page
from liangrong.interfaces.web.state import State
from liangrong.research.tables.labels import word

__all__ = ["SEARCH", "SUGGESTIONS"]

_MOST: Final = 60
"""Rows of the page."""
_SUGGESTED: Final = 8
"""Rows of the box."""
_KINDS: Final[dict[str, Note]] = {
    "security": Note("证券", "Securities"),
    "index": Note("指数", "Indices"),
    "industry": Note("申万行业", "Shenwan industries"),
    "board": Note("板块", "Boards"),
    "exchange": Note("交易所", "Exchanges"),
    "market": Note("市场", "Market"),
    "measure": Note("指标", "Measures"),
    "rule": Note("规则参数", "Rule parameters"),
    "page": Note("页面", "Pages"),
}
_WAYS: Final = (
    (Note("代码", "a code"), ("600519", "sh600519", "6005")),
    (Note("名称或其中几个字", "a Chinese name or part of it"), ("贵州茅台", "茅台")),
    (Note("拼音或首字母", "pinyin or its initials"), ("gzmt", "ningde")),
    (Note("英文名", "an English name"), ("Kweichow Moutai", "Electronics")),
    (Note("行业、指数、板块", "an industry, index or board"), ("电子", "沪深300", "科创板")),
    (Note("指标", "a measure"), ("rzye", "融资余额")),
    (Note("规则", "a rule"), ("保证金比例",)),
)
"""What can be typed, with examples."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """One thing that was found.

    Parameters
    ----------
    name, other
        What it is called in the reader's language, and what else identifies it.
    kind
        The name of its kind.
    matched
        How the text met it.
    more
        Its exchange, industry and balance, where it has them.
    address
        Its page; empty where it has none.
    """

    name: str
    other: str
    kind: str
    matched: str
    more: str
    address: str


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """What was found; the one thing that a text names exactly is shown at once."""
    text = state.text("q")
    ways = [(name.text(state.lang), [(each, state.there("/search", q=each)) for each in examples]) for name, examples in _WAYS]
    if not text:
        return {"query": "", "groups": [], "ways": ways, "notes": []}
    found = desk.ask("search", {"text": text, "top": str(_MOST)}, state.lang)
    address = _meant(found, state)
    if address:
        raise Moved(address)
    groups: dict[str, list[_Hit]] = {}
    for row in found.data.iter_rows(named=True):
        groups.setdefault(row["kind"], []).append(_hit(row, state))
    return {
        "query": text, "groups": [(_KINDS[kind].text(state.lang), hits) for kind, hits in groups.items()], "ways": ways,
        "notes": _notes(desk, found, state),
    }  # fmt: skip


def suggest(desk: Desk, state: State) -> Mapping[str, Any]:
    """The likeliest few, for the box."""
    text = state.text("q")
    if not text:
        return {"hits": []}
    found = desk.ask("search", {"text": text, "top": str(_SUGGESTED)}, state.lang)
    return {"hits": [hit for hit in (_hit(row, state) for row in found.data.iter_rows(named=True)) if hit.address]}


def _meant(found: Result, state: State) -> str:
    """The page of the one thing that a text names exactly; initials are short, and name a security alone exactly enough."""
    exact = found.data.filter(pl.col("fit") == "exact")
    if exact.height != 1:
        return ""
    row = exact.row(0, named=True)
    return "" if row["matched_by"] == "initials" and row["kind"] != "security" else _address(row, state)


def _notes(desk: Desk, found: Result, state: State) -> list[str]:
    """What was left out, or what is nearest; that the data are synthetic stands above every page."""
    return [note.text(state.lang) for note in found.warnings if note not in desk.workspace().notes]


def _hit(row: Mapping[str, Any], state: State) -> _Hit:
    english = row["english"] or ""
    names = (row["name"], english) if state.zh or not english else (english, row["name"])
    code = row["id"].removeprefix("index:")
    others = ["" if row["kind"] == "page" else code, names[1] or ""]
    more = [row["exchange"] or "", word("industry", row["industry"] or "", state.lang)]
    if row["financing_balance"] is not None:
        balance = display(row["financing_balance"], Unit.YUAN, state.lang)
        more.append(state.say(f"融资余额 {balance}", f"financing {balance}"))
    return _Hit(
        names[0] or code, _joined(others), _KINDS[row["kind"]].text(state.lang), _matched(row, state), _joined(more),
        _address(row, state),
    )  # fmt: skip


def _matched(row: Mapping[str, Any], state: State) -> str:
    """Which part was met, and how."""
    if state.zh:
        return f"{word('matched_by', row['matched_by'])}“{row['matched']}”{word('fit', row['fit'])}"
    return f"{row['matched_by'].replace('_', ' ')} '{row['matched']}', {row['fit']}"


def _joined(parts: list[str]) -> str:
    return " · ".join(filter(None, parts))


def _address(row: Mapping[str, Any], state: State) -> str:
    """The page of a thing."""
    kind, name = row["kind"], row["id"]
    if kind == "security":
        return state.there(f"/security/{name}")
    if kind == "measure":
        return state.there(f"/measure/{name}")
    if kind == "rule":
        return state.there("/rules", name=name)
    if kind == "market":
        return state.there("/")
    if kind == "page":
        return _page(name, state)
    return state.there("/structure", by="security", within=name)


def _page(name: str, state: State) -> str:
    """The page of that name; that of a security has no address without a code."""
    from liangrong.interfaces.web.pages.registry import PAGES

    return next((state.there(page.path) for page in PAGES if page.name == name and "{" not in page.path), "")


SEARCH: Final = Page("search", "/search", Note("搜索", "Search"), build, listed=False, keeps=False)
SUGGESTIONS: Final = Page("suggestions", "/suggestions", Note("搜索建议", "Suggestions"), suggest, listed=False, keeps=False)
