"""Cycles laid over each other: every measure by the number of sessions from one day of each cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

import polars as pl

from liangrong.analytics.episodes.cycles import Episode
from liangrong.analytics.levels import series
from liangrong.analytics.measures import Measure
from liangrong.analytics.series import unit_text
from liangrong.core.calendar import Calendar
from liangrong.core.errors import UsageError
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["SESSIONS", "Align", "Overlay", "Span", "overlay", "pivots", "spans"]

Align: TypeAlias = Literal["peak", "start", "pivot"]
SESSIONS: Final = 250
"""About a year on either side of the day on which cycles are aligned."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of sessions around the day that counts as 0."""

    name: str
    anchor: date
    first: date
    last: date


@dataclass(frozen=True)
class Overlay:
    """Measures of several spans.

    Parameters
    ----------
    rows
        ``episode, offset, date, measure, value, unit, indexed, indexed_to_first``: ``offset`` counts sessions from the anchor,
        ``indexed`` is 100 on it, ``indexed_to_first`` is 100 on the first known day of the span; null where that day is not known.
    """

    rows: pl.DataFrame
    sources: tuple[str, ...]
    notes: tuple[Note, ...]


def spans(
    episodes: Sequence[Episode], align: Align, calendar: Calendar, *, before: int = SESSIONS, after: int = SESSIONS
) -> list[Span]:
    """The sessions of each cycle that lie no further from its peak or start than told.

    Raises
    ------
    UsageError
        ``align`` is ``pivot``, which needs dates: see ``pivots``.

    Examples
    --------
    >>> from liangrong.analytics.episodes.cycles import State
    >>> from liangrong.core.calendar import mainland
    >>> one = Episode("2015", date(2014, 3, 12), date(2015, 6, 18), date(2016, 3, 16), State.GIVEN)
    >>> spans([one], "peak", mainland(), before=1, after=1)[0].last
    datetime.date(2015, 6, 19)
    """
    if align == "pivot":
        raise UsageError(reason="aligning at a pivot needs its dates", reason_zh="按分界日对齐需要给出日期")
    found = []
    for one in episodes:
        anchor = one.peak if align == "peak" else one.start
        near = pivots([anchor], calendar, before=before, after=after)[0]
        found.append(Span(one.name, anchor, max(near.first, one.start), min(near.last, one.end)))
    return found


def pivots(days: Sequence[date], calendar: Calendar, *, before: int = SESSIONS, after: int = SESSIONS) -> list[Span]:
    """The sessions around each of some days, each named by its day.

    Examples
    --------
    >>> from liangrong.core.calendar import mainland
    >>> pivots([date(2024, 9, 24)], mainland(), before=1, after=0)[0].first
    datetime.date(2024, 9, 23)
    """
    edge = len(calendar.sessions) - 1
    found = []
    for day in days:
        place = calendar.count(calendar.sessions[0], day)
        first, last = (calendar.sessions[min(max(place + step, 0), edge)] for step in (-before, after))
        found.append(Span(f"{day}", day, first, last))
    return found


def overlay(
    snapshot: MarketSnapshot, stretches: Sequence[Span], measures: Sequence[str | Measure], scope: str = "market"
) -> Overlay:
    """Lay measures over each other by sessions from the anchor.

    Parameters
    ----------
    measures
        The balance and the ratios that are wanted; one that is not known in a span is named in a note and left out there.

    Examples
    --------
    >>> days = [date(2010, 3, 31), date(2010, 4, 1)]
    >>> rows = pl.DataFrame({"exchange": ["SSE+SZSE"] * 2, "trade_date": days, "financing_balance": [5, 10]})
    >>> market = MarketSnapshot.of({"market_totals": rows}, days[1])
    >>> found = overlay(market, [Span("a", days[1], *days)], ["financing_balance"])
    >>> found.rows.select("offset", "indexed", "indexed_to_first").rows()
    [(-1, 50.0, 100.0), (0, 100.0, 200.0)]
    """
    pieces, sources, notes = [_EMPTY], set[str](), list[Note]()
    for name in measures:
        whole = series(snapshot, name, scope)
        notes += [note for note in whole.notes if note not in notes]
        sources |= set(whole.sources)
        for span in stretches:
            inside = whole.between(span.first, span.last).frame
            if inside.is_empty():
                days = whole.frame["date"]
                known = f"{days[0]} … {days[-1]}" if len(days) else "-"
                notes.append(Note(
                    f"{span.name}：该区间没有{whole.measure.zh}（{whole.measure.name}），已知 {known}。",
                    f"{span.name}: no {whole.measure.name} in that stretch; known {known}.",
                ))  # fmt: skip
                continue
            pieces.append(_aligned(inside, span, whole.measure, snapshot.calendar))
    return Overlay(pl.concat(pieces), tuple(sorted(sources)), tuple(notes))


_EMPTY: Final = pl.DataFrame(schema={
    "episode": pl.String(), "offset": pl.Int64(), "date": pl.Date(), "measure": pl.String(), "value": pl.Float64(), "unit": pl.String(),
    "indexed": pl.Float64(), "indexed_to_first": pl.Float64(),
})  # fmt: skip


def _aligned(inside: pl.DataFrame, span: Span, measure: Measure, calendar: Calendar) -> pl.DataFrame:
    value = inside["value"].cast(pl.Float64)
    bases = [value.filter(inside["date"] == span.anchor), value.head(1)]
    indexed = [
        value / base[0] * 100 if len(base) and base[0] else pl.Series([None] * len(value), dtype=pl.Float64) for base in bases
    ]
    return inside.select(
        pl.lit(span.name).alias("episode"),
        pl.Series("offset", [calendar.count(span.anchor, day) for day in inside["date"]], dtype=pl.Int64),
        "date",
        pl.lit(measure.name).alias("measure"),
        value,
        pl.lit(unit_text(measure.unit)).alias("unit"),
        indexed[0].alias("indexed"),
        indexed[1].alias("indexed_to_first"),
    )
