"""What a question of "ever" stands on: the whole history, or one whose holes another basis bounds.

A hole is a session without a value. Where the account statistics know a hole's days, their figure, widened by the
largest difference the two bases ever showed, bounds what is missing. It bounds; it never fills.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

import polars as pl

from liangrong.analytics.levels import series
from liangrong.analytics.measures import Measure, ScopeKind, Stored
from liangrong.analytics.scopes import Baskets, Scope
from liangrong.analytics.series import Series, day_ranges
from liangrong.analytics.totals import first_day_of
from liangrong.core.calendar import Calendar
from liangrong.core.errors import HistoryTruncated, UsageError
from liangrong.core.results import Note
from liangrong.core.units import Unit, display
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["BOUND_BASIS", "History", "Status", "history"]

Status = Literal["complete", "bounded"]
BOUND_BASIS: Final = "account_statistics"
"""The only other basis that can bound a hole of the exchanges' totals."""

_MILLI: Final = 1_000
"""Bounds are widened to the next third decimal of a yuan, the precision of money."""
_SHOWN_RANGES: Final = 6


@dataclass(frozen=True)
class History:
    """A series from where a question starts, with its holes and what bounds them.

    Parameters
    ----------
    series
        The known values, from before ``start`` too.
    start
        The first session the question is about: ``since``, or the beginning of the scope's history.
    ever
        Whether the question is about the whole history.
    line
        ``date, low, high, known, published`` of the sessions from ``start`` on: a known value has ``low == high``, a bounded
        hole has the bounds and the published figure of the other basis, an unbounded hole has no row.
    holes
        The sessions without a value, bounded or not.
    spread
        The largest relative difference between the bases on the days both know.
    sources
        Where the bounds come from.
    """

    series: Series
    start: date
    ever: bool
    line: pl.DataFrame
    holes: tuple[date, ...]
    spread: float
    sources: tuple[str, ...]
    calendar: Calendar

    @property
    def status(self) -> Status:
        """``complete`` without holes, ``bounded`` with."""
        return "bounded" if self.holes else "complete"

    @property
    def holes_text(self) -> str:
        """The holes in words."""
        return _shorten(day_ranges(self.holes, self.calendar))

    @property
    def known(self) -> pl.DataFrame:
        """The known part of the line."""
        return self.line.filter("known")

    def until(self, day: date) -> History:
        """The history as far as a statement about ``day`` needs it: what comes later has no say.

        Raises
        ------
        HistoryTruncated
            A session before ``day`` is missing and no other basis bounds it.
        """
        holes = tuple(hole for hole in self.holes if hole < day)
        cut = replace(self, line=self.line.filter(pl.col("date") <= day), holes=holes)
        bounded = set(cut.line.filter(~pl.col("known"))["date"].to_list())
        unbounded = [hole for hole in holes if hole not in bounded]
        if not unbounded:
            return cut
        days = self.series.frame["date"]
        raise HistoryTruncated(
            what=f"{self.series.measure.name} of {self.series.scope.label('en')}",
            what_zh=f"{self.series.scope.label('zh')}{self.series.measure.zh}",
            reason=f"the values in hand run from {days[0]} to {days[-1]}; from {self.start} to {day} the sessions {cut.holes_text} are "
            f"missing, and no other basis bounds {len(unbounded)} of them, the first on {unbounded[0]}",
            reason_zh=f"已有数据为 {days[0]} 至 {days[-1]}；{self.start} 至 {day} 之间缺 {cut.holes_text}，"
            f"其中 {len(unbounded)} 个交易日（最早 {unbounded[0]}）没有其他口径可以限定",
        )

    def after(self, day: date) -> History:
        """The history after a day, for questions in which nothing earlier has a say."""
        later = tuple(hole for hole in self.holes if hole > day)
        return replace(self, line=self.line.filter(pl.col("date") > day), holes=later)

    def evidence(self) -> list[pl.Expr]:
        """The columns ``status, holes, bound, bound_basis`` of an answer."""
        return [
            pl.lit(self.status).alias("status"),
            pl.lit(self.holes_text or None, dtype=pl.String).alias("holes"),
            pl.lit(self._bound, dtype=MONEY).alias("bound"),
            pl.lit(BOUND_BASIS if self.holes else None, dtype=pl.String).alias("bound_basis"),
        ]

    def notes(self) -> tuple[Note, ...]:
        """What the reader must know about the holes."""
        bound = self._bound
        if bound is None:
            return ()
        zh, en = (display(bound, Unit.YUAN, lang) for lang in ("zh", "en"))
        return (
            Note(
                f"交易所口径缺 {self.holes_text}（{len(self.holes)} 个交易日）；账户统计口径（account_statistics）在这些天不超过 {zh}，"
                f"两口径在共有的日子里最多相差 {self.spread:.2%}，结论据此成立（bounded），两口径不拼接。",
                f"The exchange basis lacks {self.holes_text} ({len(self.holes)} sessions); on those days the account statistics "
                f"(account_statistics) are at most {en}, and the two bases never differ by more than {self.spread:.2%} where both "
                "are known. The answer is bounded by them; the bases are not spliced.",
            ),
        )

    def undecided(self, question: str, question_zh: str, day: date) -> HistoryTruncated:
        """The error that says that the bound of a hole is too close to, or beyond, the figure in question."""
        lacking = self.holes_text or f"{self.calendar.previous(self.start)}"
        return HistoryTruncated(
            what=question,
            what_zh=question_zh,
            reason=f"the exchange basis lacks {lacking}, and no other basis rules it out for {day}",
            reason_zh=f"交易所口径缺 {lacking}，其他口径在 {day} 不能排除",
        )

    @property
    def _bound(self) -> Decimal | None:
        """The highest figure of the other basis on the holes' days, as published."""
        highest: Decimal | None = self.line["published"].max()  # type: ignore[assignment]
        return highest


def history(
    snapshot: MarketSnapshot,
    name: str | Measure,
    scope: str | Scope = "market",
    *,
    since: date | None = None,
    end: date | None = None,
    baskets: Baskets | None = None,
) -> History:
    """The history that a record or a first cross is judged against; ``until`` says whether it is whole.

    Parameters
    ----------
    since
        Judge against the sessions from this day on; ``None`` means ever: the whole history since 2010-03-31.
    end
        The last session of the question.

    Raises
    ------
    NoData
        Nothing is known from ``since`` up to ``end``.
    """
    if since is not None and end is not None and since > end:
        raise UsageError(reason=f"since {since} lies after {end}", reason_zh=f"起点 {since} 晚于 {end}")
    found = series(snapshot, name, scope, end=end, baskets=baskets)
    first = first_day_of(found.scope)
    start = snapshot.calendar.on_or_after(max(first, since) if since else first)
    values = found.frame.filter(pl.col("date") >= start).select("date", "value")
    if values.is_empty():
        raise found.no_data(end)
    present = set(values["date"].to_list())
    holes = tuple(day for day in snapshot.calendar.between(start, values["date"][-1]) if day not in present)
    line = values.select(
        "date",
        low="value",
        high="value",
        known=pl.lit(True),  # noqa: FBT003
        published=pl.lit(None, dtype=MONEY),
    )
    bounds, spread, sources = _bounds(snapshot, found, holes, end)
    if not bounds.is_empty():
        line = pl.concat([line, bounds]).sort("date")
    return History(found, start, since is None, line, holes, spread, sources, snapshot.calendar)


def _bounds(
    snapshot: MarketSnapshot, found: Series, holes: tuple[date, ...], end: date | None
) -> tuple[pl.DataFrame, float, tuple[str, ...]]:
    """Rows of the line for the holes that the other basis knows, the spread of the bases, and the sources of the other one."""
    empty = pl.DataFrame(schema={"date": pl.Date})
    recipe = found.measure.recipe
    if not holes or found.scope.kind is not ScopeKind.MARKET or not isinstance(recipe, Stored):
        return empty, 0.0, ()
    other = snapshot.table("account_statistics", end=end)
    if recipe.column not in other.columns:
        return empty, 0.0, ()
    total = pl.coalesce("margin_trading_balance", pl.col("financing_balance") + pl.col("short_balance"))
    figure = total if recipe.column == "margin_trading_balance" else pl.col(recipe.column)
    other = other.select(
        pl.col("trade_date").alias("date"),
        published=figure.cast(MONEY),
        rounding=pl.col("rounding").fill_null(0),
        source="source",
    ).filter(pl.col("published").is_not_null())
    both = found.frame.select("date", "value").join(other, on="date")
    if both.is_empty():
        return empty, 0.0, ()
    apart = (both["value"].cast(pl.Float64) / both["published"].cast(pl.Float64) - 1).abs().max()
    spread = float(apart)  # type: ignore[arg-type]
    published, rounding = pl.col("published").cast(pl.Float64), pl.col("rounding").cast(pl.Float64)
    low, high = (published - rounding) / (1 + spread), (published + rounding) * (1 + spread)
    bounds = other.filter(pl.col("date").is_in(list(holes))).select(
        "date",
        low=((low * _MILLI).floor() / _MILLI).cast(MONEY),
        high=((high * _MILLI).ceil() / _MILLI).cast(MONEY),
        known=pl.lit(False),  # noqa: FBT003
        published="published",
    )
    return bounds, spread, tuple(other["source"].unique().sort())


def _shorten(ranges: str) -> str:
    shown = ranges.split(", ")
    return ranges if len(shown) <= _SHOWN_RANGES else ", ".join([*shown[: _SHOWN_RANGES - 1], "…", shown[-1]])
