"""Shorts: what is left of short selling, in whom, and who had to cover."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from liangrong.analytics.shorts.concentration import UNCLASSIFIED
from liangrong.analytics.totals import HISTORY_START
from liangrong.core.results import Note
from liangrong.core.units import Unit, display
from liangrong.interfaces.web.cards import Card
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.links import SECURITY_LINKS, security_links
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.panels import Filled, Panel, filled, postponed
from liangrong.interfaces.web.scopes import scope_choices, scope_label
from liangrong.interfaces.web.state import State

__all__ = ["SHORTS"]

_ASKED: Final = ("as_of", "known_at")
_MONTHS: Final = ("date", "short_balance", "balance_change_ratio", "quantity_change", "title")
_DAYS: Final = (
    "date",
    "short_balance",
    "balance_change",
    "balance_change_ratio",
    "short_quantity",
    "quantity_change_ratio",
    "title",
)
_STOCKS: Final = (
    "rank", "security_id", "name", "industry", "short_balance", "short_to_float_cap", "days_to_cover", "quantity_change_5",
    "quantity_change_20", "sorted_by",
)  # fmt: skip
_INDUSTRIES: Final = ("rank", "industry", "short_balance", "share", "securities", "largest", "name", "share_of_largest")
_COVERED: Final = (
    "date", "security_id", "name", "short_event", "previous_quantity", "short_quantity", "returned_quantity", "returned_share",
    "days_to_cover",
)  # fmt: skip
_SQUEEZED: Final = (
    "date", "security_id", "name", "state", "p_value", "family_p_value", "short_fall", "abnormal_sigmas", "days_to_cover",
    "limit_up_sessions",
)  # fmt: skip
_FUTURES: Final = (
    "date", "contract", "product", "futures_price", "index_close", "futures_basis", "basis_ratio", "annual_basis", "expiry",
    "open_interest",
)  # fmt: skip
_YEARS: Final = (1, 3, 5)
"""Windows that a click gives, in years."""
_CARD_NAMES: Final = {
    "year_to_date": Note("较上年末", "since the end of last year"),
    "against_peak": Note("较历史最高", "against the highest ever"),
    "against_known_peak": Note("较已知最高", "against the highest known"),
    "of_float": Note("占流通市值", "of the float cap"),
}
_TREND: Final = Note(
    "融券余额是已卖出而尚未还券的证券按市价计的金额，余量是其股数：价格涨跌只动余额。图上的编号是施行的政策，先后不等于因果。",
    "The short balance is what was sold and not yet returned, at market prices; the quantity counts its shares, so a price moves the "
    "balance alone. Numbers on the chart are decrees that came into force; before is not because.",
)
_CONCENTRATION: Final = Note(
    "全市场融券余额落在哪些申万一级行业，每个行业里最大的一只占多少。",
    "Which Shenwan level-1 industries the shorts of the whole market are in, and how much of each is its largest stock.",
)
_MOST: Final = Note(
    "回补天数 = 融券余量 ÷ 日均成交量：按平常成交全部买回要几天。",
    "Days to cover = short quantity over the usual daily volume: how long buying all of it back would take.",
)
_COVER: Final = Note(
    "谁的空头消失了：余量归零，或一天还回大半。所选区间内按日期排列。",
    "Whose shorts went away: the quantity vanished, or most of it was returned in a day. Of the chosen window.",
)
_SQUEEZE: Final = Note(
    "逼空：空头急减的同时股价异常上涨。每一例与同一只股票的平常日子对照（安慰剂）；p 值经多重检验校正后仍小，才称为逼空。",
    "A squeeze: shorts shrink fast while the price jumps. Each is set against ordinary days (placebos); only what stays unlikely after "
    "correcting for many tests is called one.",
)
_HEDGE: Final = Note(
    "融券受限后仍可做空的工具：股指期货贴水（基差为负）是对冲的价格。",
    "What can still be sold short after the limits: a negative basis of index futures is the price of hedging.",
)


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The balance first, then in whom it is, then who had to cover, then what hedges instead."""
    scope, given = state.text("scope", "market"), state.only(*_ASKED)
    window = {**given, "scope": scope, **state.only("from")}
    cards = filled(desk, Panel("cards", "shorts", {"view": "cards", "scope": scope, **given}), state)
    panels = [
        filled(desk, _trend(scope, given, state), state),
        filled(desk, _stocks(scope, given), state),
        filled(desk, _industries(given), state),
        _in_time(desk, _cover(window), state, seconds=bool(state.text("from"))),
        _in_time(desk, _squeeze(window), state, seconds=True),
        filled(desk, Panel("futures", "shorts", {"view": "futures", **given, **state.only("from")}, title=Note("股指期货：剩下的对冲", "Index futures: the hedge that remains"),
                           sheet="-", columns=_FUTURES, intro=_HEDGE), state),
    ]  # fmt: skip
    return {
        "panels": panels,
        "cards": _cards(cards, state),
        "refusal": cards.refusal,
        "is_broken": cards.is_broken,
        "as_of": cards.result.as_of if cards.result else None,
        "scope": scope,
        "scopes": scope_choices(desk, scope, given, state),
        "scope_name": scope_label(scope, state),
        "windows": _windows(cards, state),
    }


def _trend(scope: str, given: Mapping[str, str], state: State) -> Panel:
    """Session by session from a chosen day or of a part of the market, else the months of the last years with their decrees."""
    title = Note("融券余额走势", "The short balance over time")
    if state.text("from") or not scope.startswith(("market", "exchange")):
        return Panel(
            "trend", "shorts", {"view": "trend", "scope": scope, **given, **state.only("from")}, title=title, sheet="shorts",
            columns=_DAYS, pick=lambda rows: rows.reverse(), rows=60, folded=True, intro=_TREND,
        )  # fmt: skip
    headings = {
        "balance_change_ratio": Note("余额变化(%)", "change of balance (%)"),
        "title": Note("当月施行的政策", "decrees of the month"),
    }
    return Panel(
        "trend", "shorts", {"view": "overview", "scope": scope, **given}, title=title, sheet="shorts", columns=_MONTHS, intro=_TREND,
        pick=lambda rows: rows.filter(pl.col("card") == "month").rename({"value": "balance_change_ratio"}), headings=headings, rows=60,
        folded=True,
    )  # fmt: skip


def _stocks(scope: str, given: Mapping[str, str]) -> Panel:
    links = {**SECURITY_LINKS, "industry": _narrower}
    return Panel(
        "table", "shorts", {"view": "table", "scope": scope, **given}, title=Note("融券最多的股票", "The most shorted stocks"),
        sheet="-", columns=_STOCKS, links=links, intro=_MOST,
    )  # fmt: skip


def _industries(given: Mapping[str, str]) -> Panel:
    links = {"industry": _narrower, **security_links("largest")}
    return Panel(
        "industries", "shorts", {"view": "industries", **given}, title=Note("空头在哪些行业（全市场）", "In which industries (whole market)"),
        sheet="shorts", columns=_INDUSTRIES, rows=40, folded=True, links=links, intro=_CONCENTRATION,
    )  # fmt: skip


def _cover(window: Mapping[str, str]) -> Panel:
    return Panel(
        "cover", "shorts", {"view": "cover", **window}, title=Note("归零与回补", "Vanished and returned"), sheet="-", columns=_COVERED,
        links=SECURITY_LINKS, intro=_COVER,
        empty=Note("所选区间内没有股票的空头归零或大举还回。", "No stock's shorts vanished or were mostly returned in the window."),
    )  # fmt: skip


def _squeeze(window: Mapping[str, str]) -> Panel:
    return Panel(
        "squeeze", "shorts", {"view": "squeeze", **window}, title=Note("逼空迹象", "Signs of a squeeze"), sheet="-", columns=_SQUEEZED,
        links=SECURITY_LINKS, intro=_SQUEEZE,
        empty=Note("没有可以判断的股票日；原因见下。", "No stock-session can be judged; the reason is below."),
    )  # fmt: skip


def _in_time(desk: Desk, panel: Panel, state: State, *, seconds: bool) -> Filled:
    """The panel, or where it is had when it reads the quotes of a whole window, which takes seconds, and nobody has asked for it."""
    if seconds and state.text("show") != panel.key:
        return postponed(panel, state, state.here(show=panel.key))
    return filled(desk, panel, state)


def _narrower(row: Mapping[str, Any], state: State) -> str | None:
    """The same page for the industry of a row."""
    named = row["industry"]
    return state.here(scope=f"industry:sw1:{named}", show=None) if named and named != UNCLASSIFIED else None


def _cards(answer: Filled, state: State) -> list[Card]:
    """The balance, and what it is compared with; a comparison that cannot be made says why."""
    rows = answer.result.data.to_dicts() if answer.result else []
    if not rows:
        return []
    lang, first = state.lang, rows[0]
    found = [Card(state.say("融券余额", "Short balance"), _money(first["short_balance"], state), f"{first['date']}")]
    has_known_peak = any(row["card"] == "against_known_peak" for row in rows)
    for row in rows:
        if row["card"] == "against_peak" and has_known_peak:
            continue
        name = _CARD_NAMES[row["card"]].text(lang)
        if row["value"] is None:
            found.append(Card(name, remark=row[f"why_{lang}"] or ""))
            continue
        is_change = row["card"] != "of_float"
        value = display(row["value"], Unit.RATIO, lang, sign=is_change, digits=2 if is_change else 4)
        found.append(Card(name, value, _against(row, state), ((row["value"] > 0) - (row["value"] < 0)) if is_change else 0))
    return found


def _against(row: Mapping[str, Any], state: State) -> str:
    """What a card's figure is measured against."""
    if row["base_value"] is None:
        return f"{row['base_date']}"
    base = (
        f"{row['base_date']}：{_money(row['base_value'], state)}"
        if state.zh
        else f"{row['base_date']}: {_money(row['base_value'], state)}"
    )
    why = row[f"why_{state.lang}"]
    return f"{base}{'；' if state.zh else '; '}{why}" if why else base


def _money(value: Any, state: State) -> str:
    return "—" if value is None else display(value, Unit.YUAN, state.lang)


def _windows(cards: Filled, state: State) -> list[tuple[str, str, bool]]:
    """Name, address and whether it is the present one, of the windows that a click gives."""
    last = cards.result.as_of if cards.result else None
    if last is None:
        return []
    firsts = [
        (state.say(f"近 {n} 年" if n > 1 else "近一年", f"{n} years" if n > 1 else "one year"), _before(last, n)) for n in _YEARS
    ]
    firsts.append((state.say("全部", "everything"), HISTORY_START.isoformat()))
    return [
        (state.say("各月与政策", "months and decrees"), state.here(**{"from": None}), not state.text("from")),
        *((name, state.here(**{"from": first}), state.text("from") == first) for name, first in firsts),
    ]


def _before(last: date, years: int) -> str:
    """The day some years earlier; of a leap day the day before."""
    return last.replace(year=last.year - years, day=min(last.day, 28) if last.month == 2 else last.day).isoformat()


SHORTS: Final = Page("shorts", "/shorts", Note("融券", "Shorts"), build)
