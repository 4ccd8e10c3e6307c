"""First crossings and records against published figures: bracketed between two of them, or belied by an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.period import Period
from liangrong.research.claims.verify.comparison import fits_unit, is_record
from liangrong.research.claims.verify.published.bounds import bound_of
from liangrong.research.claims.verify.published.matching import kind_of, metrics_of, same_thing
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.sentences import as_evidence
from liangrong.research.claims.verify.published.verdicts import agrees, differs
from liangrong.research.claims.verify.rulings import refuted, shown_base, supported
from liangrong.research.claims.verify.today import today_of

__all__ = ["bracketed", "first_days", "no_record"]

_FIRST: Final = re.compile(r"首次|首度|first", re.IGNORECASE)
_LOW: Final = re.compile(r"新低|最低|低点|低位|\blow(?:est|s)?\b|smallest|weakest", re.IGNORECASE)
_THAT: Final = re.compile(
    r"(?:and |but )?(?:that|this|it|which)\b(?: \w+){0,2}|(?:这|该|此|亦|也|再|并|更)|(?:创|刷新)|(?:a|the|its|another) (?:\w+ )?(?:record|highest|lowest)",
    re.IGNORECASE,
)
"""How a clause begins that calls the level before it a record."""
_EVER: Final = re.compile(
    r"迄今|至今|有史以来|历来|\b(?:to date|so far|ever|still|remains|to this day|all[- ]time)\b", re.IGNORECASE
)
"""A record that is said to stand on the day of the text."""
_SO_FAR: Final = re.compile(
    r"最[高低大](?!于)|纪录|记录|新[高低]|\b(?:records?|highest|lowest|largest|biggest|smallest|peak)\b", re.IGNORECASE
)
_BEHIND: Final = 24
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
    metric: str


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
        if bound_of(claim) < 0:
            continue
        if (lower := _passed_later(claim, figure, period, known)) is not None:
            yield differs(claim, "wrong_date", lower)
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
                yield agrees(claim, first)
        else:
            yield differs(claim, "wrong_date", first, right=f"{first.start}")


def _passed_later(claim: Claim, figure: Figure, period: Period, known: Iterable[PublishedFigure]) -> PublishedFigure | None:
    """The day on which a lower line was first passed by the balance, or by the total of which it is a part, where that was only later."""
    measures = {*metrics_of(claim), *((_TOTAL,) if claim.metric in _PARTS else ())}
    return next(
        (
            one
            for one in known
            if one.metric in measures and one.scope == claim.scope and one.start is not None and period.end < one.start
            and one.interval.low is not None and one.interval.low <= figure.base
        ),
        None,
    )  # fmt: skip


def no_record(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """A record that a figure of an earlier day belies, or the fall of that very day."""
    for said in claims:
        ever = _EVER.search(said.text) is not None
        if not (is_record(said) or (ever and _SO_FAR.search(said.text))) or (said.reference and not said.base):
            continue
        spoken = _spoken_of(said, claims)
        claim = _with_level(spoken, claims) if spoken is not None else None
        if any(_is_said_behind(said, one) for one in claims):
            continue
        if claim is None or claim.period is None:
            continue
        today = article.day(said.passage.item)
        low = bool(_LOW.search(f"{said.text}{said.passage.text[said.end - said.passage.start :][:_BEHIND]}"))
        since = said.base.start if said.base is not None else None
        points = _points(claim, desk.published, frozenset())
        that_day = [point for point in points if claim.period.start <= point.day <= claim.period.end]
        exact = claim.figure is not None and claim.aspect is Aspect.LEVEL and kind_of(claim.metric, "level") is claim.figure.kind
        level = claim.figure.rounding() if exact and claim.figure is not None else that_day[0].interval if that_day else None
        own = {point.metric for point in that_day if level is not None and point.interval.meets(level)}
        beyond = [
            point
            for point in points
            if level is not None
            and (point.day < claim.period.start or (ever and today is not None and point.day <= today))
            and (point.interval.below(level) if low else level.below(point.interval))
            and (since is None or point.day >= since)
            and (not claim.ambiguous or point.metric in own)
        ]
        if beyond:
            yield _belied(said, beyond[-1], low=low)
        elif turned := _turned(claim, desk.published, low=low):
            yield differs(said, "wrong_record", turned)


def _spoken_of(claim: Claim, claims: Sequence[Claim]) -> Claim | None:
    """The claim whose level is called a record: itself, or where it names no metric (that is the highest …) the last level before it."""
    if claim.metric:
        return claim
    before = [
        one
        for one in claims
        if one.end <= claim.start
        and one.passage.item == claim.passage.item
        and 0 <= claim.passage.number - one.passage.number <= 1
        and one.figure is not None
        and one.aspect is Aspect.LEVEL
    ]
    if not before or not _THAT.match(claim.text):
        return None
    level = before[-1]
    return level if level.metric in (_TOTAL, *_PARTS) and level.scope else None


def _with_level(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """A record told behind the level of the same sentence, with that level."""
    if claim.figure is not None:
        return claim
    before = [
        one
        for one in claims
        if one.passage is claim.passage
        and one.end <= claim.start
        and one.figure is not None
        and one.aspect is Aspect.LEVEL
        and one.metric == claim.metric
        and claim.scope in ("", one.scope)
    ]
    if not before:
        return claim
    level = before[-1]
    return replace(claim, figure=level.figure, aspect=Aspect.LEVEL, ambiguous=level.ambiguous, scope=level.scope)


def _is_said_behind(claim: Claim, other: Claim) -> bool:
    """Whether the record of a level is told by the clause behind it, which answers for it alone."""
    behind = other.passage is claim.passage and other.figure is None and other.aspect is Aspect.RECORD
    return behind and claim.figure is not None and not claim.record and claim.end <= other.start


def _belied(claim: Claim, point: _Point, *, low: bool) -> Ruling:
    value = float(point.interval.low or 0)
    shown, shown_en = shown_base(value, Kind.MONEY), shown_base(value, Kind.MONEY, "en")
    return refuted(claim, Note(f"并非纪录：{point.day} {'只有' if low else '已达'} {shown}。", f"No record: {shown_en} stood on {point.day} already."),
                   "wrong_record", basis="published", corrected=f"{point.day}: {shown}", evidence=point.evidence)  # fmt: skip


def _turned(claim: Claim, figures: Iterable[PublishedFigure], *, low: bool) -> PublishedFigure | None:
    """The published change of the claim's day where it goes the wrong way for a record."""
    if claim.period is None or not claim.period.is_day:
        return None
    for figure in same_thing(replace(claim, aspect=Aspect.CHANGE, ambiguous=()), "change", figures):
        bound = figure.interval.low if low else figure.interval.high
        if figure.start == figure.end == claim.period.start and bound is not None and (bound > 0 if low else bound < 0):
            return figure
    return None


def _crossing(today: date | None, claim: Claim, points: list[_Point]) -> Iterator[Ruling]:
    figure = claim.figure
    assert figure is not None, "only claims with figures come here"
    level = Interval.of(figure.base, figure.base)
    until = claim.period.end if claim.period else today
    if until is None:
        return
    since = date(claim.base.start.year, 12, 31) if claim.base else None
    if bound_of(claim) < 0:
        last = until if claim.prints_day or today is None else today
        yield from _slumped(claim, [point for point in points if point.day <= last], level)
        return
    before = [point for point in points if point.interval.below(level) and (since is None or point.day > since)]
    after = [
        point
        for point in points
        if not point.interval.below(level) and _reaches(point.interval, level) and (since is None or point.day > since)
    ]
    shown, shown_en = shown_base(figure.base, Kind.MONEY), shown_base(figure.base, Kind.MONEY, "en")
    if claim.period is not None and claim.period.at != (-1, -1) and claim.period.is_day:
        earlier = [point for point in after if point.day < claim.period.start]
        if earlier and not claim.base and not claim.reference:
            yield refuted(
                claim, Note(f"{earlier[0].day} 已不低于 {shown}，不可能在 {claim.period} 首次达到。",
                            f"It stood at {shown_en} or more on {earlier[0].day} already, so {claim.period} is not the first time."),
                "wrong_date", basis="published", corrected=f"{earlier[0].day}", evidence=earlier[0].evidence)  # fmt: skip
            return
        if any(point.day == claim.period.start for point in before):
            return
    reached = min((point.day for point in after), default=until)
    pairs = [
        (low, high)
        for low in before
        for high in after
        if low.day < high.day and until - _LATELY <= high.day and low.day < reached
    ]
    pairs = [pair for pair in pairs if not all(point.own for point in pair) and _contains(pair, claim, until)]
    if pairs:
        low, high = min(pairs, key=lambda pair: pair[1].day - pair[0].day)
        yield supported(
            claim, Note(f"{low.day} 尚低于 {shown}，{high.day} 已不低于：其间首次越过。",
                        f"It was below {shown_en} on {low.day} and not on {high.day}: it was passed in between."),
            basis="published", strength="feasibility", evidence=(*low.evidence, *high.evidence))  # fmt: skip


def _slumped(claim: Claim, points: Sequence[_Point], level: Interval) -> Iterator[Ruling]:
    """A line that is said to be broken from above, where the latest level known by then has only just risen above it."""
    before = [point for point in points[:-1] if point.interval.below(level)]
    if not before or any(_reaches(point.interval, level) for point in points[:-1]) or not _reaches(points[-1].interval, level):
        return
    assert claim.figure is not None, "chosen for its figure"
    low, high, shown, shown_en = (
        before[-1],
        points[-1],
        shown_base(claim.figure.base, Kind.MONEY),
        shown_base(claim.figure.base, Kind.MONEY, "en"),
    )
    yield refuted(
        claim, Note(f"{low.day} 尚低于 {shown}，{high.day} 已不低于：是升破，不是跌破。",
                    f"It was below {shown_en} on {low.day} and not on {high.day}: the line was passed upwards."),
        "wrong_sign", basis="published", evidence=(*low.evidence, *high.evidence))  # fmt: skip


def _contains(pair: tuple[_Point, _Point], claim: Claim, until: date) -> bool:
    """Whether the crossing that lies between two days can be the claim's: on its day, or before the article's where it names none."""
    low, high = pair
    if claim.period is not None and claim.period.certain:
        return (
            low.day < claim.period.end
            and claim.period.start <= high.day
            and (claim.period.is_day or claim.period.open_end or high.day <= claim.period.end)
        )
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
    return [_Point(one.start, one.interval, (as_evidence(one),), one.source in own, metric)
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
                    _TOTAL,
                )
            )
    return sums
