"""A change or growth that follows from two published levels, although nobody published it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from liangrong.core.errors import BeyondCalendar
from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.comparison import compared, fits_unit
from liangrong.research.claims.verify.published.matching import kind_of, same_thing
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.sentences import as_evidence, named
from liangrong.research.claims.verify.rulings import refuted, supported

__all__ = ["differences_agree"]

_LATELY: Final = timedelta(days=10)
"""The latest level of a text that prints no day is at most so old."""
_WRONG: Final = ("wrong_sign", "unit_slip", "wrong_value")


def differences_agree(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Support where one of the two levels at least is another source's; contradiction from any."""
    moved = [claim for claim in claims if claim.aspect in (Aspect.CHANGE, Aspect.GROWTH) and claim.figure is not None]
    if not desk.published or not moved:
        return
    own = own_sources(article, desk.published)
    for claim in moved:
        pair = _pair(claim, desk)
        if pair is None or claim.figure is None or not fits_unit(claim.figure, _kind(claim)):
            continue
        before, after = pair
        value = _difference(claim, before, after)
        if value is None:
            continue
        how, truth = (
            compared(claim, value),
            Note(f"{named(before).zh}，{named(after).zh}", f"{named(before).en}; {named(after).en}"),
        )
        evidence = (as_evidence(before), as_evidence(after))
        if how == "agrees" and not {before.source, after.source} <= own:
            yield supported(claim, Note(f"与{truth.zh}相符。", f"It agrees: {truth.en}."), basis="published", evidence=evidence)
        elif how in _WRONG and claim.period is not None and claim.period.at != (-1, -1):
            yield refuted(
                claim, Note(f"不符：{truth.zh}。", f"It does not follow: {truth.en}."), how, basis="published", evidence=evidence
            )


def _kind(claim: Claim) -> Kind:
    return Kind.PERCENT if claim.aspect is Aspect.GROWTH else kind_of(claim.metric, "level") or Kind.NUMBER


def _pair(claim: Claim, desk: Desk) -> tuple[PublishedFigure, PublishedFigure] | None:
    """The levels of one metric on the two days that the claim compares."""
    levels = [one for one in same_thing(claim, "level", desk.published) if one.start is not None and one.start == one.end]
    for first, last in _days(claim, levels, desk):
        for after in levels:
            before = next((one for one in levels if one.start == first and one.metric == after.metric), None)
            if after.start == last and before is not None:
                return before, after
    return None


def _days(claim: Claim, levels: Iterable[PublishedFigure], desk: Desk) -> Iterator[tuple[date, date]]:
    """The days that may be compared, the likeliest first: of a week or a month, its last session and the last one before it."""
    period = claim.period
    if period is None:
        return
    if claim.base is not None:
        if claim.base.end < period.end:
            yield claim.base.end, period.end
            ends = [one.end for one in levels if one.end is not None and timedelta() <= period.end - one.end <= _LATELY]
            if period.at == (-1, -1) and ends:
                yield claim.base.end, max(ends)
        return
    try:
        if not period.is_day:
            yield period.start, period.end
            yield desk.calendar.previous(period.start), desk.calendar.on_or_before(period.end)
        elif claim.aspect is Aspect.CHANGE:
            yield desk.calendar.previous(period.end), period.end
    except BeyondCalendar:
        return


def _difference(claim: Claim, before: PublishedFigure, after: PublishedFigure) -> Interval | None:
    """What the two levels leave open; nothing where one of them has no bound."""
    bounds = (before.interval.low, before.interval.high, after.interval.low, after.interval.high)
    if any(bound is None for bound in bounds):
        return None
    if claim.aspect is Aspect.CHANGE:
        return after.interval - before.interval
    if before.interval.low is None or before.interval.low <= 0 or after.interval.low is None or after.interval.low < 0:
        return None
    return after.interval.over(before.interval) - Interval.of(1, 1)
