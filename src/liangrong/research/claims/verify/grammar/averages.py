"""Means: a total over so many sessions, or over the members of a list; and what no mean can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.core.calendar import Calendar
from liangrong.core.errors import BeyondCalendar
from liangrong.core.results import Note
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.sums import listed_before
from liangrong.research.claims.verify.grammar.verdicts import closes, doubted, informative, value_in

__all__ = ["check_averages"]

_REACH: Final = 1
_SESSIONS: Final = (2, 260)
_WEEK: Final = 5
_AMOUNTS: Final = (Part.LEVEL, Part.TOTAL, Part.CHANGE)


def check_averages(quantities: Sequence[Quantity], calendar: Calendar) -> Iterator[Ruling]:
    """Means against a total and a number of sessions, against a list, and against a limit that every day keeps."""
    for mean in quantities:
        if mean.part is not Part.MEAN or mean.figure.kind not in (Kind.MONEY, Kind.SHARES, Kind.COUNT):
            continue
        listed = [parts for parts in listed_before(mean, quantities) if len(parts) > 1]
        of_list = next((parts for parts in listed if _fits(mean, _mean_of(parts))), None)
        if of_list is not None:
            yield from closes([mean], _list_working(of_list, mean))
            continue
        found = _of_total(mean, quantities, calendar)
        if found is not None:
            total, count = found
            yield from closes(
                [mean, total], f"{shown(total.figure)}/{count} = {_middle(total.rounding.scaled(Fraction(1, count)), mean)}"
            )
            continue
        if listed and listed[0][-1].sentence == mean.sentence and _above_all(listed[0], mean):
            most = max(listed[0], key=lambda one: one.figure.base)
            yield from doubted(
                [mean],
                [mean, *listed[0]],
                Note(
                    f"平均数{shown(mean.figure)}高于其中最大的{shown(most.figure)}，不可能。",
                    f"A mean of {shown(mean.figure)} is above the largest of them, {shown(most.figure)}, which cannot be.",
                ),
                "arithmetic",
                "impossible_bound",
            )
    yield from _limits(quantities)


def _mean_of(parts: Sequence[Quantity]) -> Interval:
    return Interval.total(one.rounding for one in parts).scaled(Fraction(1, len(parts)))


def _fits(mean: Quantity, made: Interval) -> bool:
    return informative(made) and mean.stated.meets(made)


def _of_total(mean: Quantity, quantities: Sequence[Quantity], calendar: Calendar) -> tuple[Quantity, int] | None:
    totals = [
        one
        for one in quantities
        if one is not mean and one.part in _AMOUNTS and alike(one, mean) and abs(one.sentence - mean.sentence) <= _REACH
    ]
    totals.sort(key=lambda one: abs(one.place - mean.place))
    counts = list(dict.fromkeys(_counts(mean, quantities, calendar)))
    for total in totals:
        for count in counts:
            if _fits(mean, total.rounding.scaled(Fraction(1, count))):
                return total, count
    return None


def _counts(mean: Quantity, quantities: Sequence[Quantity], calendar: Calendar) -> Iterator[int]:
    """How many sessions, days or members may be meant: those printed near, then those of the calendar, then a week."""
    low, high = _SESSIONS
    for one in quantities:
        is_number = one.figure.kind in (Kind.DURATION, Kind.COUNT) and one.figure.value == one.figure.value.to_integral_value()
        if is_number and one.figure.size == 1 and abs(one.sentence - mean.sentence) <= _REACH and low <= one.figure.value <= high:
            yield int(one.figure.value)
    for period in (mean.claim.period, *(one.claim.period for one in quantities if one.sentence == mean.sentence)):
        if period is not None and not period.is_day:
            try:
                sessions = len(calendar.between(period.start, period.end))
            except BeyondCalendar:
                continue
            if low <= sessions <= high:
                yield sessions
    if "周" in mean.claim.passage.text or "week" in mean.claim.passage.text.lower():
        yield _WEEK


def _above_all(parts: Sequence[Quantity], mean: Quantity) -> bool:
    return all(one.rounding.below(mean.stated) for one in parts)


def _limits(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """A mean above a limit that no day is said to pass: 'no day brought more than 1.5', mean 1.72."""
    for mean in quantities:
        if mean.part is not Part.MEAN:
            continue
        for one in quantities:
            if one.sentence != mean.sentence or not alike(one, mean) or one is mean:
                continue
            said = (one.before[-60:] + one.figure.text).lower()
            if one.figure.hedge is Hedge.OVER and any(word in said for word in ("no day", "never", "没有一天", "无一日", "从未")):
                top = one.rounding.high
                if top is not None and mean.stated.low is not None and mean.stated.low > top:
                    yield from doubted(
                        [mean],
                        [mean, one],
                        Note(
                            f"没有一天超过{_bare(one)}，平均数不可能是{shown(mean.figure)}。",
                            f"With no day above {_bare(one)} the mean cannot be {shown(mean.figure)}.",
                        ),
                        "impossible_bound",
                    )


def _bare(one: Quantity) -> str:
    return shown(one.figure).lstrip("<>≤≥≈")


def _list_working(parts: Sequence[Quantity], mean: Quantity) -> str:
    text = " + ".join(shown(one.figure) for one in parts)
    return f"({text})/{len(parts)} = {_middle(_mean_of(parts), mean)}"


def _middle(made: Interval, one: Quantity) -> str:
    low = made.low or Fraction(0)
    return value_in(low if made.high is None else (low + made.high) / 2, one.figure)
