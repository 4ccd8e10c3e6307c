"""Growth over a long stretch, split at a pivot: for one scope or for many, each with what rounding leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import polars as pl

from liangrong.analytics.changes import Printed
from liangrong.analytics.levels import series
from liangrong.analytics.measures import Measure, Net, ScopeKind, Stored, measure
from liangrong.analytics.rotation.closure import Verdict
from liangrong.analytics.rotation.intervals import Growth
from liangrong.analytics.scopes import Baskets, Scope, resolve_scope
from liangrong.analytics.series import QUALITIES, Series, day_ranges, dtype_of, unit_text
from liangrong.analytics.totals import BSE_START, recipe_columns, recipe_value, total_parts
from liangrong.core.errors import NotKnown, UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["Split", "growth_by_scope", "split_growth"]

_NO_BSE = "exchange:SSE+SZSE"


@dataclass(frozen=True, slots=True)
class Split:
    """The sessions between which growth is asked for.

    Parameters
    ----------
    pivot
        The last session of the first leg; ``None`` for no split.
    after
        The session from whose close the second leg grows; the pivot itself unless a later one is named, which leaves the sessions
        between them in no leg.
    """

    start: date
    end: date
    pivot: date | None = None
    after: date | None = None

    def __post_init__(self) -> None:
        """Refuse sessions that are out of order.

        Raises
        ------
        UsageError
            They are not in order, or ``after`` stands without a pivot.
        """
        if self.after is not None and self.pivot is None:
            raise UsageError(reason="a second leg needs a pivot", reason_zh="指定第二段起点时须先指定分界日")
        days = [day for day in (self.start, self.pivot, self.after, self.end) if day is not None]
        strict = all(a < b or (a, b) == (self.pivot, self.after) for a, b in pairwise(days))
        if days != sorted(days) or not strict:
            listed = ", ".join(map(str, days))
            raise UsageError(
                reason=f"start, pivot, second leg and end are not in order of time: {listed}",
                reason_zh=f"起点、分界、第二段起点与终点须按时间先后：{listed}",
            )

    @property
    def parts(self) -> list[tuple[str, date, date]]:
        """``(part, from, to)``: the total, and with a pivot the two legs and what lies outside them."""
        if self.pivot is None:
            return [("total", self.start, self.end)]
        second = self.after or self.pivot
        outside = [("outside_legs", self.pivot, second)] if second > self.pivot else []
        return [("leg", self.start, self.pivot), *outside, ("leg", second, self.end), ("total", self.start, self.end)]

    @property
    def days(self) -> list[date]:
        """The sessions whose levels are needed, in order."""
        return sorted({day for _, first, last in self.parts for day in (first, last)})


def split_growth(
    snapshot: MarketSnapshot,
    name: str | Measure,
    scope: str | Scope = "market",
    *,
    split: Split,
    baskets: Baskets | None = None,
) -> Result:
    """Growth of one scope over a stretch and over its legs.

    Parameters
    ----------
    split
        The sessions; legs that meet at the pivot compound to the total exactly.

    Returns
    -------
    Result
        Rows ``date, scope, measure, part, growth, growth_low, growth_high, start_date, start_level, end_level, change, change_unit, verdict,
        difference_points, derived, quality``. ``part`` is ``leg``, ``outside_legs`` or ``total``; ``growth_low`` and ``growth_high`` bound it
        given the rounding of the stored levels; ``verdict`` and ``difference_points`` (total minus compounded legs) stand on the total.
        A market that the BSE joined in between has the same rows once more without it, as ``exchange:SSE+SZSE``.

    Raises
    ------
    NoData
        One of the sessions is not known.
    NotKnown
        The measure may have been zero or less on one of them, from which there is no growth.

    Examples
    --------
    >>> days = [date(2010, 3, 31), date(2010, 4, 1), date(2010, 4, 2)]
    >>> rows = pl.DataFrame({"exchange": ["SSE+SZSE"] * 3, "trade_date": days, "financing_balance": [5, 10, 15]})
    >>> market = MarketSnapshot.of({"market_totals": rows}, days[2])
    >>> found = split_growth(market, "financing_balance", split=Split(days[0], days[2], pivot=days[1]))
    >>> found.data.select("part", "growth").rows()
    [('leg', 1.0), ('leg', 0.5), ('total', 2.0)]
    """
    wanted = name if isinstance(name, Measure) else measure(name)
    found = {day: _at(snapshot, wanted, scope, day, baskets) for day in split.days}
    whole = found[split.start]
    levels = {day: _Level.of(one) for day, one in found.items()}
    _above_zero(levels, wanted, whole.scope)
    rows = _rows(levels, split, str(whole.scope), wanted)
    notes = [note for one in found.values() for note in one.notes]
    notes += _source_notes(levels)
    if whole.scope.kind is ScopeKind.MARKET and split.start < BSE_START <= split.end:
        notes.append(Note(
            f"北交所 {BSE_START} 起计入全市场：前后样本不同，另列不含北交所的增长（{_NO_BSE}）。",
            f"The BSE counts into the market from {BSE_START}: the population grew, so growth without it stands beside ({_NO_BSE}).",
        ))  # fmt: skip
        if isinstance(wanted.recipe, Stored | Net):
            rows += _rows({day: _without_bse(snapshot, wanted, day) for day in split.days}, split, _NO_BSE, wanted)
    if split.after is not None and split.pivot is not None and split.after > split.pivot:
        notes.append(_uncovered_note(snapshot, split.pivot, split.after))
    sources = tuple(sorted({source for one in found.values() for source in one.sources}))
    return Result(
        pl.DataFrame(rows, schema=_schema(wanted)), "1", snapshot.as_of.as_of, snapshot.as_of.known_at, sources
    ).warn(*notes)  # fmt: skip


def growth_by_scope(
    snapshot: MarketSnapshot,
    name: str | Measure,
    scopes: Sequence[str | Scope],
    *,
    split: Split,
    baskets: Baskets | None = None,
) -> Result:
    """Growth of several scopes side by side; a scope that is not known on one of the sessions says why in its row.

    Returns
    -------
    Result
        The rows of ``split_growth`` for each scope, and ``reason_zh``, ``reason_en`` where there is no answer.

    Raises
    ------
    NotKnown
        None of the scopes has an answer.

    Examples
    --------
    >>> days = [date(2010, 3, 31), date(2010, 4, 1)]
    >>> rows = pl.DataFrame({"exchange": ["SSE+SZSE"] * 2, "trade_date": days, "financing_balance": [5, 10]})
    >>> market = MarketSnapshot.of({"market_totals": rows}, days[1])
    >>> found = growth_by_scope(market, "financing_balance", ["market", "BSE"], split=Split(*days))
    >>> found.data.select("scope", "growth").rows()
    [('market', 1.0), ('exchange:BSE', None)]
    """
    wanted = name if isinstance(name, Measure) else measure(name)
    answers: list[Result] = []
    refusals: list[NotKnown] = []
    for scope in scopes:
        try:
            found = split_growth(snapshot, wanted, scope, split=split, baskets=baskets)
            answers.append(found)
        except NotKnown as error:
            refusals.append(error)
            row = {"scope": str(resolve_scope(snapshot, scope, baskets=baskets)[0]), "measure": wanted.name, "part": "total", "date": split.end, "start_date": split.start,
                   "reason_zh": error.message("zh"), "reason_en": error.message("en")}  # fmt: skip
            schema = {"date": pl.Date, "scope": pl.String, "measure": pl.String, "part": pl.String, "start_date": pl.Date}
            answers.append(Result(pl.DataFrame([row], schema=schema | {"reason_zh": pl.String, "reason_en": pl.String})))
    if refusals and len(refusals) == len(scopes):
        raise refusals[0]
    known = [one for one in answers if one.unit]
    rows = pl.concat([known[0].data.clear(), *(one.data for one in answers)], how="diagonal_relaxed")
    sources = tuple(sorted({source for one in known for source in one.source}))
    whole = Result(rows, "1", snapshot.as_of.as_of, snapshot.as_of.known_at, sources)
    return whole.warn(*(note for one in answers for note in one.warnings))


@dataclass(frozen=True, slots=True)
class _Level:
    printed: Printed
    derived: tuple[str, ...]
    quality: str
    sources: tuple[str, ...]

    @classmethod
    def of(cls, known: Series) -> _Level:
        row = known.frame.row(0, named=True)
        printed = Printed(Decimal(str(row["value"])), Decimal(str(row["rounding"])))
        return cls(printed, tuple(row["derived"]), row["quality"], known.sources)


def _above_zero(levels: Mapping[date, _Level], wanted: Measure, scope: Scope) -> None:
    for day, level in levels.items():
        if level.printed.value - level.printed.half_width <= 0:
            raise NotKnown(
                reason=f"{wanted.name} of {scope.label('en')} was {level.printed.value:f} on {day}: growth needs levels above zero.",
                reason_zh=f"{scope.label('zh')} {day} 的{wanted.zh}为 {level.printed.value:f}，计算增长需要大于零的水平。",
            )


def _at(snapshot: MarketSnapshot, wanted: Measure, scope: str | Scope, day: date, baskets: Baskets | None) -> Series:
    found = series(snapshot, wanted, scope, start=day, end=day, baskets=baskets)
    if found.frame.is_empty():
        raise series(snapshot, wanted, found.scope, baskets=baskets).no_data(day)
    return found


def _without_bse(snapshot: MarketSnapshot, wanted: Measure, day: date) -> _Level:
    """The level of SSE and SZSE together, from the rows that make up the market on that day."""
    columns = recipe_columns(wanted)
    rows = total_parts(snapshot, columns, day, day).filter(pl.col("exchange") != "BSE").with_columns(recipe_value(wanted))
    off = rows["rounding"].fill_null(0).sum() * len(columns)
    printed = Printed(Decimal(str(rows["value"].sum())), Decimal(str(off)))
    derived = rows["derived"].explode().drop_nulls().unique()
    marked = derived.filter(derived.is_in(list(columns))).sort().to_list()
    worst = max(rows["quality"].to_list(), key=QUALITIES.index)
    return _Level(printed, tuple(marked), worst, tuple(rows["source"].unique().sort()))


def _rows(levels: Mapping[date, _Level], split: Split, scope: str, wanted: Measure) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    legs: list[Growth] = []
    for part, first, last in split.parts:
        start, end = levels[first], levels[last]
        grown = Growth.between(start.printed, end.printed)
        row: dict[str, object] = {
            "date": last, "scope": scope, "measure": wanted.name, "part": part, "growth": float(grown.point), "unit": "1",
            "growth_low": float(grown.low), "growth_high": float(grown.high), "start_date": first, "start_level": start.printed.value,
            "end_level": end.printed.value, "change": end.printed.value - start.printed.value, "change_unit": unit_text(wanted.unit),
            "verdict": None, "difference_points": None, "derived": sorted({*start.derived, *end.derived}),
            "quality": max(start.quality, end.quality, key=QUALITIES.index),
        }  # fmt: skip
        if part == "total" and legs:
            made = Growth.compounded(legs)
            row |= {"verdict": Verdict.of(made, grown).value, "difference_points": float(grown.point - made.point)}
        elif part == "leg":
            legs.append(grown)
        rows.append(row)
    return rows


def _schema(wanted: Measure) -> dict[str, pl.DataType]:
    level, number, text, day = dtype_of(wanted.unit), pl.Float64(), pl.String(), pl.Date()
    return {
        "date": day, "scope": text, "measure": text, "part": text, "growth": number, "growth_low": number, "growth_high": number,
        "start_date": day, "start_level": level, "end_level": level, "change": level, "change_unit": text, "verdict": text,
        "difference_points": number, "derived": pl.List(text), "quality": text,
    }  # fmt: skip


def _source_notes(levels: Mapping[date, _Level]) -> list[Note]:
    """Where the levels of the days come from different places, which come from where."""
    by_day = {day: ", ".join(level.sources) for day, level in levels.items()}
    if len(set(by_day.values())) == 1:
        return []
    listed = "; ".join(f"{day}: {sources}" for day, sources in by_day.items())
    return [Note(
        f"各日的水平来自不同来源，每日只用一个来源，未作拼接：{listed}。",
        f"The levels of the days come from different sources, one for each day, none spliced: {listed}.",
    )]  # fmt: skip


def _uncovered_note(snapshot: MarketSnapshot, pivot: date, after: date) -> Note:
    days = day_ranges(snapshot.calendar.between(snapshot.calendar.next(pivot), after), snapshot.calendar)
    return Note(
        f"两段没有包括 {days} 当日的变化（outside_legs），因此两段复合不等于总增长。",
        f"The legs leave out the change of {days} (outside_legs), so they do not compound to the total.",
    )
