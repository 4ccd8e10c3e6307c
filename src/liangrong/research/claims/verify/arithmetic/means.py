"""A mean below the floor, or above the ceiling, that statements about the days of its window leave it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from liangrong.core.errors import BeyondCalendar
from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.arithmetic.sheet import Sheet
from liangrong.research.claims.verify.arithmetic.times import is_printed, quantity
from liangrong.research.claims.verify.arithmetic.verdicts import basis_of, calculated, refute
from liangrong.research.claims.verify.arithmetic.wording import money, shown

__all__ = ["check_means"]

_EVERY: Final = re.compile(
    r"都|均(?!值)|每[日天个]|各(?:日|交易日)|始终|一直|连日|\b(?:every|each|all|daily|consistently|throughout|always|never|remained|stayed)\b",
    re.IGNORECASE,
)
_DAYS: Final = frozenset({Aspect.LEVEL, Aspect.SHARE, Aspect.CROSSING, Aspect.RELATION})


def check_means(sheet: Sheet) -> Iterator[Ruling]:
    """Refute a mean and the daily statements that together cannot hold."""
    for mean in sheet.facts():
        if mean.aspect is Aspect.MEAN and mean.period is not None and not mean.period.is_day and is_printed(mean, mean.period):
            yield from _held(sheet, mean)


def _held(sheet: Sheet, mean: Claim) -> Iterator[Ruling]:
    what, figure, window = quantity(mean), mean.figure, mean.period
    assert figure is not None, "facts have figures"
    assert window is not None, "checked by the caller"
    if what is None:
        return
    try:
        sessions = sheet.desk.calendar.between(window.start, window.end)
    except BeyondCalendar:
        return
    said = [one for one in sheet.facts() if _is_daily(one, mean)]
    found = {day: _bounds(day, said) for day in sessions}
    if not sessions or any(bounds is None for bounds, _ in found.values()):
        return
    total = Interval.total(bounds for bounds, _ in found.values() if bounds is not None)
    made = total.scaled(Fraction(1, len(sessions)))
    if made.meets(figure.interval()):
        return
    used = [one for one in said if any(one in behind for _, behind in found.values())]
    bound = made.low if made.low is not None and figure.interval().below(made) else made.high
    if bound is None:
        return
    yield from _refuted(sheet, mean, figure, used, [found[day][1] for day in sessions], bound)


def _is_daily(claim: Claim, mean: Claim) -> bool:
    """Whether a claim bounds the same quantity on one day of the window, or on all of several."""
    if claim is mean or claim.aspect not in _DAYS or claim.period is None or quantity(claim) != quantity(mean) or claim.ambiguous:
        return False
    if (
        claim.figure is None
        or mean.figure is None
        or claim.figure.kind is not mean.figure.kind
        or not is_printed(claim, claim.period)
    ):
        return False
    return claim.period.is_day or (not claim.period.open_end and bool(_EVERY.search(claim.text)))


def _bounds(day: date, said: Sequence[Claim]) -> tuple[Interval | None, tuple[Claim, ...]]:
    """What is said of one session, and by which claims; no more than that it is not negative where nothing is."""
    known: Interval | None = Interval.of(0, None)
    behind: list[Claim] = []
    for one in said:
        assert one.figure is not None, "chosen for its figure"
        assert one.period is not None, "chosen for its period"
        if one.period.start <= day <= one.period.end and known is not None:
            narrower = known.common(one.figure.interval())
            if narrower != known:
                behind.append(one)
            known = narrower
    return known, tuple(behind)


def _refuted(
    sheet: Sheet, mean: Claim, figure: Figure, used: Sequence[Claim], days: Sequence[tuple[Claim, ...]], bound: Fraction
) -> Iterator[Ruling]:
    counts: dict[str, int] = {}
    for behind in days:
        text = _tightest(behind)
        counts[text] = counts.get(text, 0) + 1
    parts = " + ".join(f"{count} × {text}" for text, count in counts.items())
    places = max(0, -(figure.half_ulp * 2).adjusted() if figure.half_ulp else 0) + 1
    limit = money(bound, figure, places)
    below = figure.interval().below(Interval.around(bound))
    calculation = f"({parts}) / {len(days)} = {limit}"
    stated = shown(figure)
    reason = Note(
        f"按文中逐日的说法，{len(days)}个交易日的均值{'至少' if below else '至多'}为{calculation}，与所写均值{stated}矛盾。",
        f"By the text's own daily statements the mean of {len(days)} sessions is {'at least' if below else 'at most'} {calculation}, against the stated mean of {stated}.",
    )
    evidence = (*(Evidence("passage", one.text, "", one.start, one.end) for one in (*used, mean)), calculated(calculation))
    claims = [sheet.claim(place) for place in dict.fromkeys(number for one in (*used, mean) for number in sheet.term(one).claims)]
    yield from refute(claims, "cross_statement", reason, evidence, basis=basis_of(one.passage.number for one in claims))


def _tightest(behind: Sequence[Claim]) -> str:
    figures = [one.figure for one in behind if one.figure is not None]
    return f"{figures[-1].value.normalize():f}{'%' if figures[-1].unit == '%' else ''}" if figures else "0"
