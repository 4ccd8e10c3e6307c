"""Structure: where the financing went, by industry, board, exchange or index, and down to single stocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from liangrong.core.errors import LiangrongError
from liangrong.core.results import Note
from liangrong.core.units import Quantity, Unit, display
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.links import SECURITY_LINKS, group_link
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.panels import Filled, Panel, filled, postponed
from liangrong.interfaces.web.scopes import scope_label
from liangrong.interfaces.web.state import State

__all__ = ["STRUCTURE"]

_GROUPINGS: Final = {
    "sw1": Note("申万一级行业", "Industries (Shenwan 1)"),
    "sw2": Note("申万二级行业", "Industries (Shenwan 2)"),
    "board": Note("板块", "Boards"),
    "exchange": Note("交易所", "Exchanges"),
    "index:000300.SH": Note("沪深 300 内外", "CSI 300 and the rest"),
    "index:000905.SH": Note("中证 500 内外", "CSI 500 and the rest"),
    "index:000852.SH": Note("中证 1000 内外", "CSI 1000 and the rest"),
}
_INSIDE: Final = {
    "security": Note("个股", "Stocks"),
    "sw1": Note("一级行业", "Industries 1"),
    "sw2": Note("二级行业", "Industries 2"),
}
"""How a part of the market is divided further."""
_THRESHOLDS: Final = ("1亿元", "5亿元", "10亿元", "5000万元")
_LATELY: Final = (5, 20, 60)
"""Windows that a click gives, in sessions."""
_DRAWN: Final = ("group", "funds", "unclassified", "outside", "not_broken_down")
_GROUP_COLUMNS: Final = ("group_name", "net_financing", "share_of_absolute", "end_balance", "securities", "flow_basis")
_STOCK_COLUMNS: Final = ("rank", "group_name", "name", "net_financing", "financing_buy_amount", "end_balance")
_ROTATION_COLUMNS: Final = (
    "group_name",
    "start_share",
    "end_share",
    "share_change_points",
    "growth",
    "start_rank",
    "end_rank",
    "move",
)
_DAILY: Final = ("date", "top_share", "effective_groups", "leaders")
_CROWDED: Final = ("rank", "security_id", "name", "crowding", "financing_balance", "financing_balance_to_float_cap",
                   "financing_growth_20", "financing_share_of_turnover_5", "days_to_unwind")  # fmt: skip
_GROWTH: Final = ("part", "start_date", "date", "growth", "start_level", "end_level", "verdict")
_EVERYTHING: Final = "5000"
"""Stocks of a part of the market from either end: all there are."""
_NET: Final = Note(
    "融资净买入为融资买入额减偿还额（或余额之差，逐行注明）。正数为借钱买入多于偿还，负数为净偿还。点击图块、条形或表中名称可看其中的股票。",
    "Net financing is buys minus repayments (or the difference of balances, as noted). Positive: more was borrowed than repaid. A tile, a "
    "bar or a name in the table leads to the stocks inside.",
)
_STOCKS: Final = Note("点击名称进入个股页。", "A name leads to the page of the stock.")
_ROTATION: Final = Note(
    "各组占融资余额的比重在区间首尾之间移动了多少个百分点；比重之和不变，一组增加必有别组减少。",
    "By how many percentage points each group's share of the financing balance moved over the window; what one gains others lose.",
)
_CONCENTRATION: Final = Note(
    "前几组占全部融资余额的比重，以及有效组数（越少越集中）。",
    "The share of the first groups, and how many equal groups would be as concentrated.",
)
_LEGS: Final = Note(
    "在上方给出起始日与分段日，可看前后两段增长是否复合为总增长。",
    "With a first day and a pivot given above, whether growth before and after the pivot compounds to the total.",
)
_CROWDING: Final = Note(
    "拥挤度是占流通市值、增长、占成交、平仓天数四项百分位的平均（0 至 1），越高越拥挤。",
    "The composite is the mean of four percentiles (over float, growth, share of turnover, days to unwind), from 0 to 1; higher is more crowded.",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for.

    Parameters
    ----------
    first, last
        The window in sessions, both included; ``first`` is ``None`` where only the last one is meant.
    before
        The session before the window: what changes of shares are measured from.
    lately
        Where a history begins when only one session is meant.
    """

    by: str
    within: str
    first: date | None
    last: date
    before: date
    lately: Mapping[str, str]
    threshold: str
    known_at: Mapping[str, str]
    pivot: Mapping[str, str]

    @property
    def window(self) -> dict[str, str]:
        """Parameters of a verb over the window."""
        start = {"from": f"{self.first}"} if self.first else {}
        return {**start, "to": f"{self.last}", **self.known_at}

    @property
    def between(self) -> dict[str, str]:
        """Parameters of a verb that compares the close before the window with that of its last session."""
        return {"from": f"{self.before}", "to": f"{self.last}", **self.known_at}


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The groups, or the inside of one of them; then league tables, rotation, growth, and crowded names."""
    workspace = desk.workspace()
    calendar = workspace.calendar
    as_of, notes = workspace.as_of(state.day("to"))
    last, latest = as_of.as_of, workspace.latest_session()
    first = state.day("from")
    within = state.text("within")
    by = state.text("by", "security" if within else "sw1")
    lately = {} if first else {"from": f"{calendar.offset(last, 1 - _LATELY[1])}"}
    opened = calendar.on_or_before(first) if first else last
    asked = _Asked(by, within, first, last, calendar.previous(min(opened, last)), lately, state.text("threshold", _THRESHOLDS[0]),
                   state.only("known_at"), state.only("pivot"))  # fmt: skip
    panels = _inside(asked) if within or by == "security" else _groups(asked)
    shown = [filled(desk, panel, state) for panel in panels]
    more = [filled(desk, panel, state) for panel in _more(asked)]
    return {
        "panels": shown,
        "more": [*more, _crowded(desk, asked, state)],
        "asked": asked,
        "latest": latest,
        "notes": [note.text(state.lang) for note in notes if note not in workspace.notes],
        "trail": _trail(asked, state),
        "where": scope_label(within, state) if within else "",
        "groupings": [("", [(name, _grouping(name, state)) for name in _choices(asked)])],
        "thresholds": [("", [(text, _amount(text, state)) for text in dict.fromkeys((asked.threshold, *_THRESHOLDS))])],
        "windows": _windows(desk, asked, state),
        "before": state.here(to=f"{calendar.previous(last)}", **{"from": None}) if last > calendar.start else None,
        "after": state.here(to=f"{calendar.next(last)}", **{"from": None}) if last < latest else None,
    }


def _groups(asked: _Asked) -> list[Panel]:
    """Tiles and bars of every group."""
    given = {"by": asked.by, **asked.window}
    return [
        Panel("map", "flows", given, title=Note("余额与净买入", "Balances and net financing"), sheet="treemap", columns=_GROUP_COLUMNS,
              rows=20, folded=True, links={"group_name": group_link}, pick=_by_balance, intro=_NET),
        Panel("groups", "flows", given, title=Note("净买入排序", "In order of net financing"), columns=_GROUP_COLUMNS, rows=60,
              links={"group_name": group_link}, pick=_own),
    ]  # fmt: skip


def _inside(asked: _Asked) -> list[Panel]:
    """Tiles, bars and a table of the stocks, or smaller groups, of a part of the market."""
    within = {"within": asked.within} if asked.within else {}
    given = {"by": asked.by, "top": _EVERYTHING, "threshold": asked.threshold, **within, **asked.window}
    columns = _STOCK_COLUMNS if asked.by == "security" else _GROUP_COLUMNS
    headings = {"group_name": Note("代码", "code")} if asked.by == "security" else {}
    intro = _STOCKS if asked.by == "security" else _NET
    return [
        Panel("map", "league", given, title=Note("余额与净买入", "Balances and net financing"), sheet="treemap", columns=columns, rows=30,
              folded=True, links=_MEMBER_LINKS, headings=headings, pick=_by_balance, intro=intro),
        Panel("groups", "league", given, title=Note("净买入排序", "In order of net financing"), columns=columns, rows=60,
              links=_MEMBER_LINKS, headings=headings, pick=_both_ends),
    ]  # fmt: skip


def _more(asked: _Asked) -> list[Panel]:
    """Both ends of all stocks, what rotated, and how the parts grew: those of the whole market, or of what can be divided."""
    if asked.within or asked.by == "security":
        return []
    given = {"by": "security", "top": "10", "threshold": asked.threshold, **asked.window}
    return [
        Panel("league", "league", given, title=Note("个股两端", "Both ends of the stocks"), columns=_STOCK_COLUMNS,
              links=_MEMBER_LINKS, headings={"group_name": Note("代码", "code")}, intro=_STOCKS),
        Panel("rotation", "rotation", {"by": asked.by, **asked.between}, title=Note("轮动：比重的移动", "Rotation: how shares moved"),
              columns=_ROTATION_COLUMNS, rows=40, intro=_ROTATION),
        Panel("concentration", "concentration", {"by": asked.by, **asked.between, **asked.lately}, columns=_DAILY,
              title=Note("集中度", "Concentration"), pick=lambda rows: rows.sort("date", descending=True), intro=_CONCENTRATION),
        Panel("growth", "growth", {**asked.between, **asked.pivot}, title=Note("全市场两融余额的增长与分段", "Growth of the market's balance and its legs"),
              columns=_GROWTH, sheet="-", intro=_LEGS),
    ]  # fmt: skip


def _unnamed(row: Mapping[str, Any], state: State) -> str | None:
    """A code leads on where no name beside it does."""
    return None if row.get("name") else group_link(row, state)


_MEMBER_LINKS: Final = {"group_name": _unnamed, "name": group_link}


def _crowded(desk: Desk, asked: _Asked, state: State) -> Filled:
    within = {"within": asked.within} if asked.within else {}
    panel = Panel("crowding", "crowding", {**within, "as_of": f"{asked.last}", "top": "15", **asked.known_at}, columns=_CROWDED, sheet="-",
                  links=SECURITY_LINKS, intro=_CROWDING)  # fmt: skip
    return (
        filled(desk, panel, state) if state.text("show") == "crowding" else postponed(panel, state, state.here(show="crowding"))
    )


def _own(rows: pl.DataFrame) -> pl.DataFrame:
    """The groups without the closing sums, in order of their net."""
    return rows.filter(pl.col("part").is_in(_DRAWN)).sort("net_financing", descending=True, nulls_last=True, maintain_order=True)


def _by_balance(rows: pl.DataFrame) -> pl.DataFrame:
    own = rows.filter(pl.col("part").is_in(_DRAWN)) if "part" in rows.columns else rows
    return own.sort("end_balance", descending=True, nulls_last=True, maintain_order=True)


def _both_ends(rows: pl.DataFrame) -> pl.DataFrame:
    """The first and the last of a long order."""
    half = 15
    return rows if rows.height <= 2 * half else pl.concat([rows.head(half), rows.tail(half)])


def _choices(asked: _Asked) -> list[str]:
    """The groupings that a form offers, the one asked for among them."""
    return list(dict.fromkeys((*(_INSIDE if asked.within else (*_GROUPINGS, "security")), asked.by)))


def _amount(text: str, state: State) -> str:
    """A threshold in the words of the reader; as it is where it cannot be read, and the panel says why."""
    try:
        return display(Quantity.parse(text).to(Unit.YUAN).amount, Unit.YUAN, state.lang, digits=0)
    except LiangrongError:
        return text


def _grouping(name: str, state: State) -> str:
    note = _GROUPINGS.get(name) or _INSIDE.get(name) or Note(name, name)
    return note.text(state.lang)


def _trail(asked: _Asked, state: State) -> list[tuple[str, str | None]]:
    """From the whole market to what is shown: names and addresses, the last without one."""
    if not asked.within:
        return []
    window = state.only("from", "to", "known_at")
    steps: list[tuple[str, str | None]] = [(state.say("全市场", "Whole market"), state.there("/structure", **window))]
    return [*steps, (scope_label(asked.within, state), None)]


def _windows(desk: Desk, asked: _Asked, state: State) -> list[tuple[str, str, bool]]:
    """Windows that a click gives, up to the same last session: name, address, whether it is the one shown."""
    calendar = desk.workspace().calendar
    firsts: dict[str, date | None] = {state.say("当日", "The session"): None}
    for count in _LATELY:
        firsts[state.say(f"近 {count} 日", f"{count} sessions")] = calendar.offset(asked.last, 1 - count)
    firsts[state.say("本月", "This month")] = calendar.on_or_after(asked.last.replace(day=1))
    firsts[state.say("今年", "This year")] = calendar.on_or_after(asked.last.replace(month=1, day=1))
    return [
        (name, state.here(**{"from": f"{first}" if first else None}, to=state.text("to") or None), first == asked.first)
        for name, first in firsts.items()
    ]


STRUCTURE: Final = Page("structure", "/structure", Note("结构", "Structure"), build)
