"""Margin facts of one session that may precede a move: each a rule in a sentence, on the financing or the short side.

A figure of session T is public at 09:00 of T + 1. Whether a fact stood before a move on T is therefore read from the session
before it, never from T itself.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.trailing import (
    change_over,
    highest_before,
    mean_before,
    share_below,
    trailing_mean,
)
from liangrong.core.results import Note

__all__ = ["FACTS", "MARGIN_COLUMNS", "Fact", "Side", "margin_facts"]

Side = Literal["financing", "short"]

YEAR: Final = 250
"""Sessions."""
_WHOLE: Final = 200
"""Known sessions that a statement about a year needs."""
TOP: Final = 0.99
"""Above 99 % of its own year: the top percentile."""
MONTH: Final = 20
_SOME: Final = 16
WEEK: Final = 5
VANISHED: Final = 0.05
HALF: Final = 0.5
_LONGEST: Final = YEAR + MONTH + WEEK
"""Sessions that the figure of one session may look back."""

MARGIN_COLUMNS: Final = ("financing_balance", "financing_buy_amount", "short_quantity", "short_sell_quantity")
"""What is read of ``margin_detail``."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One kind of fact.

    Parameters
    ----------
    key
        Stable name.
    side
        Which of the two sides of the market it is about.
    title, definition
        What it is called, and the rule with its numbers.
    table
        Where its figures are stored.
    history
        Sessions, the last included, that must be known to say it.
    """

    key: str
    side: Side
    title: Note
    definition: Note
    table: str
    history: int


_SURGE = "高于自身此前 250 个交易日同一数字的 99%", "above 99 % of the same figure on its own 250 sessions before"

FACTS: Final[tuple[Fact, ...]] = (
    Fact("financing_record", "financing", Note("融资余额创已知历史新高", "financing balance at a record of its known history"),
         Note("严格高于此前全部已知值（至少 200 个交易日）", "strictly above all known values before, at least 200 sessions"),
         "margin_detail", _WHOLE + 1),
    Fact("financing_record_year", "financing", Note("融资余额创一年新高", "financing balance at a one-year high"),
         Note("严格高于此前 250 个交易日", "strictly above the 250 sessions before"), "margin_detail", _WHOLE + 1),
    Fact("financing_surge_week", "financing", Note("融资余额 5 日激增", "surge of financing in 5 sessions"),
         Note(f"5 个交易日的增长{_SURGE[0]}", f"growth over 5 sessions {_SURGE[1]}"), "margin_detail", _WHOLE + WEEK + 1),
    Fact("financing_surge_month", "financing", Note("融资余额 20 日激增", "surge of financing in 20 sessions"),
         Note(f"20 个交易日的增长{_SURGE[0]}", f"growth over 20 sessions {_SURGE[1]}"), "margin_detail", _WHOLE + MONTH + 1),
    Fact("financing_buys_surge", "financing", Note("融资买入占成交额激增", "surge of financing buys in turnover"),
         Note(f"融资买入额 ÷ 成交额{_SURGE[0]}", f"financing buys over turnover {_SURGE[1]}"), "margin_detail", _WHOLE + 1),
    Fact("financing_closed", "financing", Note("融资买入被暂停", "financing suspended"),
         Note("前一交易日可融资，当日不可", "open on the session before, closed on this one"), "underlying_securities", 2),
    Fact("short_vanished", "short", Note("融券余量几近清零", "short balance vanished"),
         Note("融券余量不高于此前 20 个交易日均值的 5%（均值大于零）", "short quantity at most 5 % of its mean over the 20 sessions before, "
              "which is above zero"), "margin_detail", _SOME + 1),
    Fact("short_halved", "short", Note("融券余量 5 日减半", "short balance halved in 5 sessions"),
         Note("融券余量不高于 5 个交易日前的一半", "short quantity at most half of what it was 5 sessions before"), "margin_detail", WEEK + 1),
    Fact("short_sales_stopped", "short", Note("融券卖出中断", "short sales stopped"),
         Note("连续 5 个交易日无融券卖出，此前 20 个交易日过半有卖出", "no short sale for 5 sessions, after sales on more than half of the 20 before"),
         "margin_detail", WEEK + _SOME),
    Fact("short_closed", "short", Note("融券通道关闭", "short selling closed"),
         Note("前一交易日可融券，当日不可", "open on the session before, closed on this one"), "underlying_securities", 2),
    Fact("conversion_ratio_changed", "short", Note("折算率调整", "conversion ratio changed"),
         Note("与前一交易日不同；折算率属担保品规则，随文章归入融券侧", "differs from the session before; a rule of collateral, put on the short side "
              "as the article does"), "eligible_collateral", 2),
)  # fmt: skip
"""Every fact, financing first."""


def margin_facts(
    margin: Panel, quotes: Panel, permissions: Panel, collateral: Panel, *, since: date | None = None
) -> tuple[Panel, Panel]:
    """Judge every fact on every session.

    Parameters
    ----------
    margin
        ``MARGIN_COLUMNS``, from the beginning of what is known.
    quotes
        ``turnover``.
    permissions
        ``financing_open`` and ``short_open`` as 1 and 0.
    collateral
        ``conversion_ratio``.
    since
        Only sessions from the one before this day on are of interest; facts of earlier ones may be left unknown.

    Returns
    -------
    tuple
        Fact to 1 stood, 0 did not, NaN not known; and fact to the number that decided, a pure ratio: distance to the high,
        growth, share, part of the mean.

    Examples
    --------
    >>> days, codes = tuple(date(2026, 1, day) for day in (23, 26, 27, 28, 29, 30)), ("600519.SH",)
    >>> cells = {name: np.array([[9.0]] * 5 + [[4.0]]) for name in MARGIN_COLUMNS}
    >>> nothing = Panel((), (), {name: np.empty((0, 0)) for name in ("turnover", "financing_open", "short_open", "conversion_ratio")})
    >>> stood, readings = margin_facts(Panel(days, codes, cells), nothing, nothing, nothing)
    >>> stood["short_halved"][-1].tolist(), stood["financing_record"][-1].tolist()
    ([1.0], [nan])
    """
    high = highest_before(margin["financing_balance"], None, least=_WHOLE)
    first = max(bisect_left(margin.sessions, since) - _LONGEST, 0) if since else 0
    recent = Panel(margin.sessions[first:], margin.securities, {name: values[first:] for name, values in margin.cells.items()})
    permissions, collateral = permissions.like(recent), collateral.like(recent)
    found = {**_financing(recent, high[first:], quotes.like(recent)["turnover"]), **_short(recent)}
    for key, column in (("financing_closed", "financing_open"), ("short_closed", "short_open")):
        now, before = permissions[column], _previous(permissions[column])
        found[key] = _judged((before == 1) & (now == 0), now + before), np.full(now.shape, np.nan)
    ratio, before = collateral["conversion_ratio"], _previous(collateral["conversion_ratio"])
    found["conversion_ratio_changed"] = _judged(ratio != before, ratio + before), ratio
    stood, readings = ({key: pair[place] for key, pair in found.items()} for place in (0, 1))
    return Panel(recent.sessions, recent.securities, stood), Panel(recent.sessions, recent.securities, readings)


def _financing(margin: Panel, high: Floats, turnover: Floats) -> dict[str, tuple[Floats, Floats]]:
    balance = margin["financing_balance"]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(turnover > 0, margin["financing_buy_amount"] / turnover, np.nan)
    found = {}
    year = highest_before(balance, YEAR, least=_WHOLE)
    for key, highest in (("financing_record", high), ("financing_record_year", year)):
        with np.errstate(divide="ignore", invalid="ignore"):
            over = np.where(highest > 0, balance / highest - 1, np.nan)
        found[key] = _judged(balance > highest, balance + highest), over
    for key, figure in (
        ("financing_surge_week", change_over(balance, WEEK)),
        ("financing_surge_month", change_over(balance, MONTH)),
        ("financing_buys_surge", share),
    ):
        place = share_below(figure, YEAR, least=_WHOLE)
        found[key] = _judged(place > TOP, place), figure
    return found


def _short(margin: Panel) -> dict[str, tuple[Floats, Floats]]:
    quantity, sold = margin["short_quantity"], margin["short_sell_quantity"]
    usual = mean_before(quantity, MONTH, least=_SOME)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(usual > 0, quantity / usual, np.nan)
    fallen = change_over(quantity, WEEK)
    had_none = _previous(quantity, WEEK) == 0
    days_sold = mean_before(np.where(np.isnan(sold), np.nan, sold > 0), MONTH, least=_SOME)
    now, then = trailing_mean(sold, WEEK, least=WEEK), _previous(days_sold, WEEK - 1)
    return {
        "short_vanished": (_judged((usual > 0) & (quantity <= VANISHED * usual), quantity + usual), part),
        "short_halved": (np.where(had_none & ~np.isnan(quantity), 0.0, _judged(fallen <= -HALF, fallen)), fallen),
        "short_sales_stopped": (_judged((now == 0) & (then > HALF), now + then), then),
    }


def _judged(says: NDArray[np.bool_], known: Floats) -> Floats:
    """1 where ``says`` holds, 0 where it does not, NaN where ``known`` is NaN."""
    return np.where(np.isnan(known), np.nan, says)


def _previous(values: Floats, sessions: int = 1) -> Floats:
    """The values ``sessions`` rows before."""
    found = np.full(values.shape, np.nan)
    found[sessions:] = values[: len(values) - sessions] if len(values) > sessions else values[:0]
    return found
