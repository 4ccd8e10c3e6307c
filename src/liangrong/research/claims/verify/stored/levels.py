"""A printed level against the stored one, and by which slip it may have become another: unit, metric, or day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk, Fact
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.comparison import BALANCES, FLOWS, compared, digits_of, fits_unit, slipped_unit
from liangrong.research.claims.verify.rulings import in_unit, refuted, shown_base, supported
from liangrong.research.claims.verify.stored.asking import RETURN, Question, questions
from liangrong.research.claims.verify.stored.telling import as_evidence, measure_named, told

__all__ = ["levels_hold"]

_LEVELS: Final = (Aspect.LEVEL, Aspect.SHARE, Aspect.CROSSING, Aspect.RECORD)
_RETURNS: Final = (Aspect.LEVEL, Aspect.GROWTH, Aspect.CHANGE)
"""A return of a day is a level of its own, whatever it is called."""
_EXACT: Final = 4
"""Digits with which a level that is another session's is that other session's."""
_NEARBY: Final = 10
"""Sessions around the printed day among which the right one is looked for."""
_LATELY: Final = 3
"""Sessions up to an article's day that a level without a day may be of."""
_LONGEST: Final = timedelta(days=31)
"""A window in which one level can be said to have been seen."""
_YEAR: Final = timedelta(days=366)
_DENSE: Final = 200
"""Sessions of a year that must be known before a figure that none of them has is called wrong without a printed day."""
_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_CONFUSED: Final = ("financing_balance", "margin_trading_balance")
"""Balances that the press calls by each other's names."""


def levels_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Support, or contradict with what would be right."""
    for asked in questions(article, claims, desk):
        claim, figure = asked.claim, asked.claim.figure
        aspects = _RETURNS if claim.metric == RETURN else _LEVELS
        if figure is None or claim.first or claim.aspect not in aspects:
            continue
        if claim.metric in FLOWS and (claim.period is None or not claim.period.is_day):
            continue
        kinds = [asked.kind(measure) for measure in asked.measures]
        fitting = [measure for measure, kind in zip(asked.measures, kinds, strict=True) if kind and fits_unit(figure, kind)]
        if fitting:
            yield from _judged(asked, figure, fitting)


def _judged(asked: Question, figure: Figure, measures: Sequence[str]) -> Iterator[Ruling]:
    days = _days(asked)
    if not days:
        return
    known = {measure: [fact for day in days if (fact := asked.value(measure, day))] for measure in measures}
    known = {measure: facts for measure, facts in known.items() if facts}
    for measure, facts in known.items():
        if found := _agreeing(asked, figure, facts, len(days)):
            yield _support(asked, measure, found)
            return
    if not asked.is_dated and (lately := _lately(asked, figure, measures)):
        yield _support(asked, *lately)
        return
    if asked.may_be_another_year and any(_holds(asked.in_year(by), measures) for by in (-1, 1)):
        return
    kind = asked.kind(measures[0])
    if not known or kind is None or asked.claim.period is None or len(days) > 1:
        if known and kind is not None and asked.is_dated and figure.hedge in _BOUNDS and asked.claim.period is not None:
            yield from _bound_broken(asked, figure, next(iter(known.values())), kind)
        return
    yield from _contradicted(asked, figure, {measure: facts[0] for measure, facts in known.items()}, kind)


def _days(asked: Question) -> tuple[date, ...]:
    """The sessions that the claim may be about: its day, its window, or, where it has neither, the last before the article."""
    period = asked.claim.period
    if period is None:
        return tuple(fact.day for fact in asked.latest(asked.measures[0], _LATELY))
    if period.is_day:
        found = asked.session(period.start)
        return (found,) if found else ()
    if period.end - period.start > _LONGEST:
        return ()
    return tuple(fact.day for fact in asked.window(asked.measures[0], period.start, period.end))


def _holds(asked: Question, measures: Sequence[str]) -> bool:
    """Whether some value of the claim's days agrees."""
    known = (asked.value(measure, day) for measure in measures for day in _days(asked))
    return any(fact is not None and compared(asked.claim, Interval.of(fact.value, fact.value)) == "agrees" for fact in known)


def _lately(asked: Question, figure: Figure, measures: Sequence[str]) -> tuple[str, Fact] | None:
    """A last value before the text that the figure stands for, where the text prints no day of its own."""
    for measure in measures:
        for fact in asked.latest(measure, _LATELY):
            if figure.hedge not in _BOUNDS and compared(asked.claim, Interval.of(fact.value, fact.value)) == "agrees":
                return measure, fact
    return None


def _agreeing(asked: Question, figure: Figure, facts: Sequence[Fact], days: int) -> Fact | None:
    """A value that the figure stands for; of a bound over a window every value must keep it."""
    met = [fact for fact in facts if compared(asked.claim, Interval.of(fact.value, fact.value)) == "agrees"]
    if days > 1 and figure.hedge in _BOUNDS:
        return met[0] if asked.claim.period is not None and len(met) == len(facts) == days else None
    return met[0] if met else None


def _support(asked: Question, measure: str, fact: Fact) -> Ruling:
    kind = asked.kind(measure)
    assert kind is not None, "a measure without a kind is not asked for"
    truth, name = told(fact, kind), measure_named(measure)
    flags = (f"scope_ambiguous:{measure}",) if len(asked.measures) > 1 else ()
    note_zh, note_en = (f"；所指为{name.zh}", f"; what is meant is the {name.en}") if flags else ("", "")
    return supported(asked.claim, Note(f"与库中数据相符：{truth.zh}{note_zh}。", f"Stored data agree: {truth.en}{note_en}."), basis="store",
                     evidence=as_evidence([(fact, kind), *_beside(asked, fact, kind)]), flags=flags)  # fmt: skip


def _beside(asked: Question, fact: Fact, kind: Kind) -> list[tuple[Fact, Kind]]:
    """The balances that are easily taken for the one at hand, of the same day."""
    if fact.measure not in _CONFUSED:
        return []
    found = [asked.value(name, fact.day) for name in _CONFUSED if name != fact.measure]
    return [(other, kind) for other in found if other is not None]


def _bound_broken(asked: Question, figure: Figure, facts: Sequence[Fact], kind: Kind) -> Iterator[Ruling]:
    """A bound that not one session of its window keeps."""
    if any(compared(asked.claim, Interval.of(fact.value, fact.value)) != "wrong_value" for fact in facts):
        return
    best = max(facts, key=lambda fact: fact.value if figure.hedge in (Hedge.OVER, Hedge.AT_LEAST) else -fact.value)
    truth = told(best, kind)
    yield refuted(asked.claim, Note(f"区间内没有一天如此，最接近的：{truth.zh}。", f"Not one session of the window keeps it; nearest: {truth.en}."),
                  "wrong_value", basis="store", corrected=shown_base(best.value, kind), evidence=as_evidence([(best, kind)]))  # fmt: skip


def _contradicted(asked: Question, figure: Figure, known: dict[str, Fact], kind: Kind) -> Iterator[Ruling]:
    claim = asked.claim
    for measure, fact in known.items():
        if unit := slipped_unit(claim, Interval.of(fact.value, fact.value)):
            yield _unit(asked, figure, fact, unit, kind, siblings=measure != asked.measures[0])
            return
    claimed_fact = next(iter(known.values()))
    how = compared(claim, Interval.of(claimed_fact.value, claimed_fact.value))
    if how == "wrong_sign" and asked.is_dated:
        truth = told(claimed_fact, kind)
        yield refuted(claim, Note(f"方向相反：{truth.zh}。", f"It went the other way: {truth.en}."), "wrong_sign", basis="store",
                      corrected=shown_base(claimed_fact.value, kind), evidence=as_evidence([(claimed_fact, kind)]))  # fmt: skip
    if how != "wrong_value":
        return
    may_be_another = figure.hedge not in _BOUNDS and set(known) & set(BALANCES)
    others = [name for name in BALANCES if name not in known] if may_be_another else []
    for name in others:
        other = asked.value(name, claimed_fact.day)
        if other is None:
            continue
        point = Interval.of(other.value, other.value)
        if compared(claim, point) == "agrees" and digits_of(figure) >= _EXACT - 1:
            yield _scope(asked, figure, claimed_fact, other, kind)
            return
        if unit := slipped_unit(claim, point):
            yield _unit(asked, figure, other, unit, kind, siblings=True, types=("unit_slip", "scope"))
            return
    if not asked.is_dated:
        if asked.today is None or _seen(asked, known, asked.today):
            return
    elif right := _right_day(asked, figure, known):
        yield _date(asked, figure, claimed_fact, right, kind)
        return
    truth = told(claimed_fact, kind)
    yield refuted(claim, Note(f"{truth.zh}，文中为“{figure.text}”。", f"{_big(truth.en)}; the text says '{figure.text}'."), "wrong_value",
                  basis="store", corrected=shown_base(claimed_fact.value, kind), evidence=as_evidence([(claimed_fact, kind)]))  # fmt: skip


def _unit(
    asked: Question,
    figure: Figure,
    fact: Fact,
    unit: tuple[str, int],
    kind: Kind,
    *,
    siblings: bool,
    types: tuple[str, ...] = ("unit_slip",),
) -> Ruling:
    truth, name = told(fact, kind), measure_named(fact.measure)
    tail_zh, tail_en = (f"，所指为{name.zh}", f", and what is meant is the {name.en}") if siblings else ("", "")
    return refuted(asked.claim, Note(f"单位有误{tail_zh}：{truth.zh}。", f"The unit is wrong{tail_en}: {truth.en}."), *types, basis="store",
                   corrected=in_unit(figure, *unit), evidence=as_evidence([(fact, kind), *_beside(asked, fact, kind)]))  # fmt: skip


def _scope(asked: Question, figure: Figure, claimed_fact: Fact, other: Fact, kind: Kind) -> Ruling:
    truth, meant = told(claimed_fact, kind), measure_named(other.measure)
    return refuted(
        asked.claim,
        Note(f"口径有误：{figure.text.strip()} 是{meant.zh}；{truth.zh}。", f"Wrong scope: {figure.text.strip()} is the {meant.en}; {truth.en}."),
        "scope", basis="store", corrected=f"{meant.zh} {shown_base(other.value, kind)}",
        evidence=as_evidence([(claimed_fact, kind), (other, kind)]))  # fmt: skip


def _date(asked: Question, figure: Figure, claimed_fact: Fact, right: Fact, kind: Kind) -> Ruling:
    truth, other = told(claimed_fact, kind), told(right, kind)
    return refuted(
        asked.claim,
        Note(f"日期有误：{figure.text.strip()} 是 {right.day} 的数字；{truth.zh}。", f"The date is wrong: {other.en}, while {truth.en}."),
        "wrong_date", basis="store", corrected=f"{right.day}", evidence=as_evidence([(claimed_fact, kind), (right, kind)]))  # fmt: skip


def _right_day(asked: Question, figure: Figure, known: dict[str, Fact]) -> Fact | None:
    """The nearest session whose value it is to the last digit."""
    if digits_of(figure) < _EXACT or figure.hedge is not Hedge.NONE:
        return None
    for measure, fact in known.items():
        around = asked.near(fact.day, _NEARBY, _NEARBY)
        if not around:
            continue
        nearby = sorted(asked.window(measure, around[0], around[-1]), key=lambda one: abs(one.day - fact.day))
        for one in nearby:
            if one.day != fact.day and compared(asked.claim, Interval.of(one.value, one.value)) == "agrees":
                return one
    return None


def _seen(asked: Question, known: dict[str, Fact], today: date) -> bool:
    """Whether the figure was right at some time of the year before the text, or may have been, so that only our reading of its day is wrong."""
    for measure in known:
        year = asked.window(measure, today - _YEAR, today)
        if len(year) < _DENSE or any(
            compared(asked.claim, Interval.of(fact.value, fact.value)) != "wrong_value" for fact in year
        ):
            return True
    return False


def _big(text: str) -> str:
    return text[:1].upper() + text[1:]
