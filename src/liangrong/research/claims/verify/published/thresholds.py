"""First crossings and records against published figures: bracketed between two of them, or belied by an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.comparison import fits_unit, is_record
from liangrong.research.claims.verify.published.matching import kind_of, metrics_of
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.sentences import as_evidence
from liangrong.research.claims.verify.rulings import refuted, shown_base, supported
from liangrong.research.claims.verify.today import today_of

__all__ = ["bracketed", "first_days", "no_record"]

_FIRST: Final = re.compile(r"首次|首度|first", re.IGNORECASE)
_LATELY: Final = timedelta(days=366)
"""How long before an article's day "now for the first time" may have been."""
_TOTAL: Final = "margin_trading_balance"
_PARTS: Final = ("financing_balance", "short_balance")


@dataclass(frozen=True, slots=True)
class _Point:
    """What is known of a level on a day."""

    day: date
    interval: Interval
    evidence: tuple[Evidence, ...]
    own: bool


def bracketed(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """A level said to be passed for the first time: below it before and above it after supports, above it before refutes."""
    firsts = [
        claim for claim in claims if claim.first and claim.figure is not None and claim.aspect in (Aspect.CROSSING, Aspect.LEVEL)
    ]
    if not desk.published or not firsts:
        return
    own, todays = own_sources(article, desk.published), today_of(article, claims)
    for claim in firsts:
        kind = kind_of(claim.metric, "level")
        if kind is Kind.MONEY and claim.figure is not None and fits_unit(claim.figure, kind):
            yield from _crossing(todays[claim.passage.item], claim, _points(claim, desk.published, own))


def first_days(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """The day on which a level was first reached, where a figure says that it was the first."""
    known = [figure for figure in desk.published if figure.aspect == "first" and figure.usable and figure.start == figure.end]
    if not known:
        return
    own = own_sources(article, desk.published)
    for claim in claims:
        figure, period = claim.figure, claim.period
        if (
            figure is None
            or period is None
            or period.at == (-1, -1)
            or not (claim.first or _FIRST.search(claim.text))
            or claim.base
            or claim.reference
        ):
            continue
        alike = [
            one
            for one in known
            if one.metric in metrics_of(claim) and one.scope == claim.scope and one.interval.low == figure.base
        ]
        if not alike or alike[0].start is None:
            continue
        first = alike[0]
        if period.start <= alike[0].start <= period.end:
            if first.source not in own:
                yield supported(claim, Note(f"首次达到确在 {first.start}。", f"First reached on {first.start} indeed."), basis="published",
                                evidence=(as_evidence(first),))  # fmt: skip
        else:
            yield refuted(claim, Note(f"首次达到是在 {first.start}。", f"It was first reached on {first.start}."), "wrong_date", basis="published",
                          corrected=f"{first.start}", evidence=(as_evidence(first),))  # fmt: skip


def no_record(_article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """A record that a higher figure of an earlier day belies."""
    for claim in claims:
        if not is_record(claim) or claim.period is None or not claim.metric or claim.reference:
            continue
        points = _points(claim, desk.published, frozenset())
        that_day = [point for point in points if claim.period.start <= point.day <= claim.period.end]
        exact = claim.figure is not None and claim.aspect is Aspect.LEVEL and kind_of(claim.metric, "level") is claim.figure.kind
        level = claim.figure.rounding() if exact and claim.figure is not None else that_day[0].interval if that_day else None
        if level is None:
            continue
        higher = [point for point in points if point.day < claim.period.start and level.below(point.interval)]
        if higher:
            point = higher[-1]
            shown = (
                shown_base(float(point.interval.low or 0), Kind.MONEY),
                shown_base(float(point.interval.low or 0), Kind.MONEY, "en"),
            )
            yield refuted(claim, Note(f"并非纪录：{point.day} 已达 {shown[0]}。", f"No record: {shown[1]} stood on {point.day} already."),
                          "wrong_record", basis="published", corrected=f"{point.day}: {shown[0]}", evidence=point.evidence)  # fmt: skip


def _crossing(today: date | None, claim: Claim, points: list[_Point]) -> Iterator[Ruling]:
    figure = claim.figure
    assert figure is not None, "only claims with figures come here"
    level = Interval.of(figure.base, figure.base)
    until = claim.period.end if claim.period else today
    if until is None:
        return
    since = date(claim.base.start.year, 12, 31) if claim.base else None
    before = [point for point in points if point.interval.below(level) and (since is None or point.day > since)]
    after = [
        point
        for point in points
        if not point.interval.below(level) and _reaches(point.interval, level) and (since is None or point.day > since)
    ]
    shown, shown_en = shown_base(figure.base, Kind.MONEY), shown_base(figure.base, Kind.MONEY, "en")
    if claim.period is not None and claim.period.certain and claim.period.is_day:
        earlier = [point for point in after if point.day < claim.period.start]
        if earlier and not claim.base and not claim.reference:
            yield refuted(
                claim, Note(f"{earlier[0].day} 已不低于 {shown}，不可能在 {claim.period} 首次达到。",
                            f"It stood at {shown_en} or more on {earlier[0].day} already, so {claim.period} is not the first time."),
                "wrong_date", basis="published", corrected=f"{earlier[0].day}", evidence=earlier[0].evidence)  # fmt: skip
            return
        if any(point.day == claim.period.start for point in before):
            return
    pairs = [(low, high) for low in before for high in after if low.day < high.day and until - _LATELY <= high.day]
    pairs = [pair for pair in pairs if not all(point.own for point in pair) and _contains(pair, claim, until)]
    if pairs:
        low, high = min(pairs, key=lambda pair: pair[1].day - pair[0].day)
        yield supported(
            claim, Note(f"{low.day} 尚低于 {shown}，{high.day} 已不低于：其间首次越过。",
                        f"It was below {shown_en} on {low.day} and not on {high.day}: it was passed in between."),
            basis="published", strength="feasibility", evidence=(*low.evidence, *high.evidence))  # fmt: skip


def _contains(pair: tuple[_Point, _Point], claim: Claim, until: date) -> bool:
    """Whether the crossing that lies between two days can be the claim's: on its day, or before the article's where it names none."""
    low, high = pair
    if claim.period is not None and claim.period.certain:
        return low.day < claim.period.end and claim.period.start <= high.day
    return low.day < until


def _reaches(known: Interval, level: Interval) -> bool:
    return known.low is not None and level.low is not None and known.low >= level.low


def _points(claim: Claim, figures: Iterable[PublishedFigure], own: frozenset[str]) -> list[_Point]:
    """Levels of single days, with totals that follow from their two parts; those of the likeliest metric alone where any are known."""
    usable = [one for one in figures if one.usable and one.aspect == "level" and one.scope == claim.scope]
    found: dict[str, list[_Point]] = {metric: _of_days(usable, metric, own) for metric in metrics_of(claim)}
    if _TOTAL in found:
        found[_TOTAL] += _sums(usable, own, {point.day for point in found[_TOTAL]})
    return sorted((point for points in found.values() for point in points), key=lambda point: point.day)


def _of_days(figures: list[PublishedFigure], metric: str, own: frozenset[str]) -> list[_Point]:
    return [_Point(one.start, one.interval, (as_evidence(one),), one.source in own)
            for one in figures if one.metric == metric and one.start is not None and one.start == one.end]  # fmt: skip


def _sums(figures: list[PublishedFigure], own: frozenset[str], known: set[date]) -> list[_Point]:
    """Financing and short balance of a day make the total; what is known of the short balance may be a span of days."""
    sums = []
    for part in _of_days(figures, _PARTS[0], own):
        covering = [
            one for one in figures if one.metric == _PARTS[1] and one.start and one.end and one.start <= part.day <= one.end
        ]
        bounded = [one for one in covering if one.interval.high is not None]
        if part.day not in known and bounded:
            short = bounded[0]
            sums.append(
                _Point(
                    part.day,
                    part.interval + short.interval,
                    (*part.evidence, as_evidence(short)),
                    part.own and short.source in own,
                )
            )
    return sums
