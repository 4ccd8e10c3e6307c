"""What happened once, put to a book of today: the real moves of a day or of a crisis, security by security where they are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.book.marks import MarkTable
from liangrong.core.results import Note
from liangrong.stress.scenarios.prices import repriced

__all__ = ["ObservedMoves", "index_move", "moves_between"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedMoves:
    """Moves from the close of ``start`` to the close of ``end``.

    A security takes its own; where it was not quoted, the mean of its industry's; where that is not known, the market's.

    Parameters
    ----------
    by_security
        −0.10 is a fall of 10 %, corrected for ex-rights.
    market_move, market_source
        Of an index, or the mean of all securities.
    least_members
        Securities of an industry that must have their own move for its mean to stand for the others.
    """

    spelling: str
    story: Note
    start: date
    end: date
    by_security: Mapping[str, float] = field(default_factory=dict, repr=False)
    market_move: float
    market_source: str
    least_members: int = 3

    @property
    def assumptions(self) -> Mapping[str, str]:
        """Which days, and what stands for what is not known."""
        return {
            "from_close_of": f"{self.start}",
            "to_close_of": f"{self.end}",
            "market_move": f"{self.market_move:.6f}",
            "market_source": self.market_source,
            "least_members": f"{self.least_members}",
        }

    def change(self, market: MarkTable) -> MarkTable:
        """The market after it."""
        own, industry = self._own(market), self._industry(market)
        known = np.where(np.isnan(own), industry, own)
        return repriced(market, np.where(np.isnan(known), self.market_move, known))

    def notes(self, market: MarkTable) -> tuple[Note, ...]:
        """How many securities take their own move, their industry's and the market's."""
        own, industry = self._own(market), self._industry(market)
        mine = int(np.count_nonzero(~np.isnan(own)))
        theirs = int(np.count_nonzero(np.isnan(own) & ~np.isnan(industry)))
        rest = market.size - mine - theirs
        if not theirs and not rest:
            return ()
        return (
            Note(
                f"{self.start} 收盘至 {self.end} 收盘：{mine} 只证券用自身涨跌，{theirs} 只用所属行业均值，"
                f"{rest} 只用市场（{self.market_source}）{self.market_move:+.2%}",
                f"from the close of {self.start} to that of {self.end}: {mine} securities take their own move, {theirs} the mean of "
                f"their industry, {rest} that of the market ({self.market_source}), {self.market_move:+.2%}",
            ),
        )

    def _own(self, market: MarkTable) -> NDArray[np.float64]:
        return np.array([self.by_security.get(security, np.nan) for security in market.securities], dtype=np.float64)

    def _industry(self, market: MarkTable) -> NDArray[np.float64]:
        own = self._own(market)
        known = ~np.isnan(own)
        count = np.bincount(market.industry[known], minlength=len(market.industries))
        total = np.bincount(market.industry[known], weights=own[known], minlength=len(market.industries))
        named = np.array([bool(name) for name in market.industries])
        enough = (count >= self.least_members) & named
        mean = np.divide(total, count, out=np.full(count.size, np.nan), where=enough)
        return np.asarray(mean[market.industry], dtype=np.float64)


def moves_between(quotes: pl.DataFrame, start: date, end: date) -> dict[str, float]:
    """Moves of each security after the close of ``start`` up to the close of ``end``.

    Parameters
    ----------
    quotes
        ``security_id, trade_date, close, previous_close``, the latter corrected for ex-rights as the exchange prints it; the
        move is the product over the sessions that it was quoted on.

    Returns
    -------
    dict
        Only securities with a quote within that time.

    Examples
    --------
    >>> frame = pl.DataFrame({"security_id": ["A", "A"], "trade_date": [date(2024, 2, 2), date(2024, 2, 5)],
    ...                       "close": [9.0, 4.5], "previous_close": [10.0, 5.0]})
    >>> moves_between(frame, date(2024, 2, 1), date(2024, 2, 5))["A"]  # one share became two between the sessions
    -0.19
    """
    within = quotes.filter(pl.col("trade_date") > start, pl.col("trade_date") <= end).drop_nulls(["close", "previous_close"])
    ratio = pl.col("close").cast(pl.Float64) / pl.col("previous_close").cast(pl.Float64)
    found = within.filter(pl.col("previous_close") > 0).group_by("security_id").agg(move=(ratio.product() - 1).round(9))
    return dict(found.sort("security_id").iter_rows())


def index_move(index_quotes: pl.DataFrame, security: str, start: date, end: date) -> float | None:
    """Move of an index between two closes; ``None`` where either is not stored."""
    closes = index_quotes.filter(pl.col("security_id") == security).drop_nulls("close")
    levels = [closes.filter(pl.col("trade_date") == day)["close"] for day in (start, end)]
    if any(level.is_empty() for level in levels):
        return None
    return float(levels[1][0]) / float(levels[0][0]) - 1
