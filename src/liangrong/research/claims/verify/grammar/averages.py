"""Means: a total over so many sessions, or over the members of a list; and what no mean can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Final

from liangrong.core.calendar import Calendar
from liangrong.core.errors import BeyondCalendar
from liangrong.core.results import Note
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.sums import listed_before, number_named
from liangrong.research.claims.verify.grammar.verdicts import closes, doubted, failed, informative, middle_in

__all__ = ["check_averages"]

_REACH: Final = 1
_FAR: Final = 2
"""Sentences between a total and its mean where the mean's own sentence says of how many sessions it is."""
_HEADS: Final = 3
"""Sentences between a mean per head and the number of heads."""
_PER_HEAD: Final = re.compile(
    r"户均|人均|每户|人平均|\baverage (?:borrower|investor|client|customer|account)\b|\bper (?:borrower|investor|client|customer|account|head)\b",
    re.IGNORECASE,
)
_FEWEST: Final = 3
_NEAR: Final = 24
_HEAD_DIGITS: Final = 3
_AVERAGE: Final = re.compile(r"日均|均值|平均|\b(?:average|mean)\b", re.IGNORECASE)
_WAS: Final = re.compile(
    r"^[，,]?\s*(?:的?日均\S{0,8})?(?:was|is|were|came to|stood at|为|是|达)\s*(?:about|约)?\s*$", re.IGNORECASE
)
_SESSIONS: Final = (2, 260)
_WEEK: Final = 5
_LATELY: Final = timedelta(days=40)
_EXACT: Final = (Hedge.NONE, Hedge.ABOUT)
_MONTHLY: Final = re.compile(r"月均|每个?月|\b(?:a|per|each) month\b|\bmonthly\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"全年|\b(?:full|whole|entire) year\b|\b(?:over|spread over|across) the year\b", re.IGNORECASE)
_SHORT: Final = 10
_DAILY: Final = re.compile(r"日均|每个?交易日|\b(?:a|per|each) (?:day|session)\b|\bdaily\b", re.IGNORECASE)
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
                [mean, total], f"{shown(total.figure)}/{count} = {middle_in(total.rounding.scaled(Fraction(1, count)), mean)}"
            )
            continue
        yield from _off_by_one(mean, quantities, calendar)
        if listed and (wrong := _of_whole_list(mean, listed[0])) is not None:
            yield from failed([mean], [mean, *listed[0]], _list_working(listed[0], mean), wrong, "arithmetic")
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


def _of_whole_list(mean: Quantity, run: Sequence[Quantity]) -> str | None:
    """What the mean ought to be, where it stands right behind a list of as many as the words count; ``None`` elsewhere."""
    passage = mean.claim.passage
    counted = number_named(passage.text[: run[0].figure.start - passage.start])
    beside = run[-1].place == mean.place - 1 and run[-1].sentence == mean.sentence and len({one.part for one in run}) == 1
    daily = re.search(r"日均|\ba day\b|daily|per day", mean.before[-_NEAR:] + mean.after[:_NEAR], re.IGNORECASE)
    days = re.search(r"[日天]|\bdays?\b|sessions?", passage.text[: run[0].figure.start - passage.start], re.IGNORECASE)
    if counted != len(run) or len(run) < _FEWEST or not beside or not daily or not days:
        return None
    return middle_in(_mean_of(run), mean)


def _fits(mean: Quantity, made: Interval) -> bool:
    return informative(made) and mean.stated.meets(made)


def _of_total(mean: Quantity, quantities: Sequence[Quantity], calendar: Calendar) -> tuple[Quantity, int] | None:
    own = any(one.sentence == mean.sentence and one.figure.kind is Kind.DURATION for one in quantities)
    reach = _FAR if own else _REACH
    totals = [
        one
        for one in quantities
        if one is not mean and one.part in _AMOUNTS and alike(one, mean) and abs(one.sentence - mean.sentence) <= reach
    ]
    totals.sort(key=lambda one: abs(one.place - mean.place))
    counts = list(dict.fromkeys((*_heads(mean, quantities), *_counts(mean, quantities, calendar))))
    for total in totals:
        for count in counts:
            if _fits(mean, total.rounding.scaled(Fraction(1, count))):
                return total, count
    return None


def _off_by_one(mean: Quantity, quantities: Sequence[Quantity], calendar: Calendar) -> Iterator[Ruling]:
    """A mean that divides by one session or month more or less than its total has."""
    if mean.figure.hedge in _EXACT and digits_of(mean.figure) >= _FEWEST:
        for total in (one for one in quantities[: mean.place] if one.part in _AMOUNTS and mean.sentence - one.sentence <= _FAR):
            count = _spanned(mean, total, calendar) if alike(total, mean) else None
            for wrong in (count - 1, count + 1) if count else ():
                if wrong > 1 and _fits(mean, total.rounding.scaled(Fraction(1, wrong))):
                    right = middle_in(total.rounding.scaled(Fraction(1, count or 1)), mean)
                    yield from failed([mean], [mean, total], f"{shown(total.figure)}/{count} = {right}", right, "arithmetic")
                    return
    if mean.figure.hedge not in _EXACT or not _DAILY.search(f"{mean.before} {mean.after[:8]}"):
        return
    for total in (one for one in quantities[: mean.place] if one.part is Part.CHANGE and mean.sentence - one.sentence <= _REACH):
        old, new = total.claim.base, total.claim.period
        if old is None or new is None or not alike(total, mean) or not old.end < new.end or not new.end - old.end <= _LATELY:
            continue
        try:
            count = sum(day > old.end for day in calendar.between(old.end, new.end))
        except BeyondCalendar:
            continue
        for wrong in (count - 1, count + 1):
            if wrong > 1 and _fits(mean, total.rounding.scaled(Fraction(1, wrong))):
                right = middle_in(total.rounding.scaled(Fraction(1, count)), mean)
                yield from failed([mean], [mean, total], f"{shown(total.figure)}/{count} = {right}", right, "arithmetic")
                return


def _spanned(mean: Quantity, total: Quantity, calendar: Calendar) -> int | None:
    """How many months or sessions a total is of, where the words leave no doubt."""
    near = f"{mean.before[-_NEAR:]}{mean.after[:_NEAR]}"
    words = f"{total.before}{mean.claim.passage.text[: mean.figure.start - mean.claim.passage.start]}"
    if _MONTHLY.search(near):
        return 12 if _YEAR.search(words) else None
    period = total.claim.period
    if not _DAILY.search(near) or period is None or period.is_day or period.open_end or period.at[0] < 0:
        return None
    try:
        sessions = len(calendar.between(period.start, period.end))
    except BeyondCalendar:
        return None
    return sessions if _FEWEST <= sessions <= _SHORT else None


def _counts(mean: Quantity, quantities: Sequence[Quantity], calendar: Calendar) -> Iterator[int]:
    """How many sessions, days or members may be meant: those printed near, then those of the calendar, then a week."""
    low, high = _SESSIONS
    near = f"{mean.before[-_NEAR:]}{mean.after[:_NEAR]}"
    if _MONTHLY.search(near) and _YEAR.search(f"{mean.claim.passage.text}"):
        yield 12
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


def _heads(mean: Quantity, quantities: Sequence[Quantity]) -> Iterator[int]:
    """How many people or accounts the text counts, where the mean is one of each of them."""
    passage = mean.claim.passage
    if not _PER_HEAD.search(passage.text[: mean.figure.end - passage.start]) or digits_of(mean.figure) < _HEAD_DIGITS:
        return
    for one in quantities:
        if (
            one.figure.kind is Kind.COUNT
            and abs(one.sentence - mean.sentence) <= _HEADS
            and one.figure.base > _SESSIONS[1]
            and digits_of(one.figure) >= _HEAD_DIGITS
        ):
            yield int(one.figure.base)


def _above_all(parts: Sequence[Quantity], mean: Quantity) -> bool:
    return all(one.rounding.below(mean.stated) for one in parts)


def _limits(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """A mean above a limit that no day is said to pass: 'no day brought more than 1.5', mean 1.72."""
    for one in quantities:
        said = (one.before[-60:] + one.figure.text).lower()
        if one.figure.hedge is not Hedge.OVER or not any(
            word in said for word in ("no day", "never", "没有一天", "无一日", "从未")
        ):
            continue
        top = one.rounding.high
        for mean in quantities:
            if mean.sentence != one.sentence or mean is one or not alike(one, mean) or not _is_mean_beside(mean, one):
                continue
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


def _is_mean_beside(mean: Quantity, limit: Quantity) -> bool:
    """Whether a figure is a mean, or the verb of one whose subject stands before the limit: the average, when no day …, was 1.72."""
    if mean.part is Part.MEAN:
        return True
    return mean.place == limit.place + 1 and bool(_WAS.match(mean.before) and _AVERAGE.search(limit.before))


def _bare(one: Quantity) -> str:
    return shown(one.figure).lstrip("<>≤≥≈")


def _list_working(parts: Sequence[Quantity], mean: Quantity) -> str:
    text = " + ".join(shown(one.figure) for one in parts)
    return f"({text})/{len(parts)} = {middle_in(_mean_of(parts), mean)}"
