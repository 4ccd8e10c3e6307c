"""Returns of many names, and who could not be bought or sold because the price stood at its limit.

A figure of session T is public on the morning of T + 1. What an investor who reads it can earn therefore begins at the
open of T + 1, and ``forward`` begins there; it never begins at the close of T.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl

from liangrong.analytics.completeness import stocks_only
from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.core.errors import RuleNotInForce
from liangrong.core.securities import SecurityId
from liangrong.market.snapshot import Keys, MarketSnapshot
from liangrong.rules.rulebook import Rulebook

__all__ = ["at_limit", "daily", "forward", "price_limits", "quote_panel"]

QUOTED = ("open", "high", "low", "close", "previous_close", "volume", "turnover")


def quote_panel(
    snapshot: MarketSnapshot, *, start: date | None = None, end: date | None = None, securities: Sequence[str] = ()
) -> Panel:
    """Open, high, low, close, previous close (adjusted for ex-rights, as printed), volume and turnover of stocks, unadjusted."""

    def read() -> Panel:
        keys: Keys | None = {"security_id": list(securities)} if securities else None
        rows = snapshot.table("quotes", start=start, end=end, keys=keys)
        kept = rows if securities else stocks_only(rows)
        return Panel.of(kept.filter(pl.col("close").is_not_null()), QUOTED, snapshot.calendar)

    return snapshot.once(("quote panel", start, end, tuple(securities)), read)


def daily(quotes: Panel) -> Floats:
    """Close over the ex-rights adjusted previous close, minus 1; NaN where a stock did not trade."""
    traded = quotes["turnover"] > 0
    return np.where(traded, quotes["close"] / quotes["previous_close"] - 1, np.nan)


def forward(quotes: Panel, horizon: int) -> Floats:
    """Return from the open of T + 1 to the close of T + ``horizon``, laid at T: what a reader of T's figures can earn.

    NaN where the stock did not trade on T + 1 (it could not be bought) or the last sessions are not known yet. A stock suspended
    later keeps its last price. Ex-rights gaps after T + 1 are taken out through the adjusted previous close; where a later
    session traded and that is not stored, its step is not known and neither is the return.

    Examples
    --------
    >>> days = tuple(date(2026, 1, day) for day in (28, 29, 30))
    >>> cells = {"open": [[9.0], [10.0], [11.0]], "close": [[10.0], [11.0], [12.0]], "previous_close": [[9.0], [10.0], [11.0]]}
    >>> panel = Panel(days, ("600519.SH",), {k: np.array(v) for k, v in cells.items()} | {"turnover": np.ones((3, 1))})
    >>> forward(panel, 2).round(4).tolist()
    [[0.2], [nan], [nan]]
    """
    sessions = len(quotes.sessions)
    found = np.full((sessions, len(quotes.securities)), np.nan)
    if sessions <= horizon:
        return found
    first = quotes["close"] / quotes["open"]
    first = np.where(quotes["turnover"] > 0, first, np.nan)
    step = np.log1p(daily(quotes))
    unknown = np.cumsum((quotes["turnover"] > 0) & np.isnan(step), axis=0)
    walk = np.cumsum(np.nan_to_num(step), axis=0)
    last = sessions - horizon
    earned = first[1 : last + 1] * np.exp(walk[horizon:] - walk[1 : last + 1]) - 1
    found[:last] = np.where(unknown[horizon:] > unknown[1 : last + 1], np.nan, earned)
    return found


def price_limits(securities: Sequence[str], on: date) -> Floats:
    """The daily price limit of each stock by its board, from the rulebook; NaN where none is known.

    Risk-warned (ST) stocks of the main board have 5 %, which codes do not tell: they are given their board's.
    """
    book = Rulebook.load()
    boards = {name: SecurityId.parse(name) for name in securities}
    by_board = {(code.board, code.exchange): np.nan for code in boards.values()}
    rules = book.at(on)
    for board, exchange in by_board:
        try:
            by_board[board, exchange] = float(rules.number("price_limit", key=board.value, venue=exchange.name))
        except RuleNotInForce:
            continue
    return np.array([by_board[boards[name].board, boards[name].exchange] for name in securities])


def at_limit(quotes: Panel, price: str = "close") -> tuple[Floats, Floats]:
    """Whether each price stood at the upper and at the lower limit of its day: 1, 0, or NaN where it is not known.

    The limit price is the previous close times (1 ± limit), rounded half up to the fen (交易规则，涨跌幅限制价格的计算).
    """
    values, before = quotes[price], quotes["previous_close"]
    up, down = np.full(values.shape, np.nan), np.full(values.shape, np.nan)
    for rows, limits in _limit_spans(quotes):
        ceiling, floor = _to_the_fen(before[rows] * (1 + limits)), _to_the_fen(before[rows] * (1 - limits))
        known = ~np.isnan(values[rows]) & ~np.isnan(ceiling)
        up[rows] = np.where(known, values[rows] >= ceiling - _TINY, np.nan)
        down[rows] = np.where(known, values[rows] <= floor + _TINY, np.nan)
    return up, down


_TINY = 1e-6
"""Far below a fen: what floating point may lose."""


def _limit_spans(quotes: Panel) -> list[tuple[slice, Floats]]:
    """Rows between two changes of the rule, with the limits of each security."""
    starts = [value.start for value in Rulebook.load().parameter("price_limit").values]
    if not quotes.sessions:
        return []
    cuts = sorted({0, *(bisect_left(quotes.sessions, start) for start in starts)} - {len(quotes.sessions)})
    return [
        (slice(low, high), price_limits(quotes.securities, quotes.sessions[low]))
        for low, high in pairwise([*cuts, len(quotes.sessions)])
    ]


def _to_the_fen(values: Floats) -> Floats:
    """Rounded half up to two decimals; floating point is nudged past ties such as 10.005."""
    return np.floor(values * 100 + 0.5 + _TINY) / 100
