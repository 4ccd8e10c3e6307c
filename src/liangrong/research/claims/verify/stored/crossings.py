"""First crossings of a level, and peaks left behind, against the days on which they happened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.core.units import Unit, display
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk, Fact
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.comparison import fits_unit
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.stored.asking import Question, questions
from liangrong.research.claims.verify.stored.telling import as_evidence, measure_named, told

__all__ = ["first_crossings_hold", "peaks_hold"]

_AFTER: Final = re.compile(
    r"(?:自|since\s+)(?P<year>(?:19|20)\d{2})\s*年?(?:以来|来|后)?|(?:近|过去|in)\s*(?P<many>\d{1,2}|十|ten)\s*(?:多|余)?\s*(?:年|years)",
    re.IGNORECASE,
)
_PEAK: Final = re.compile(r"峰值|高点|顶[峰点部]|最高|纪录|记录|peak|high|record|top", re.IGNORECASE)
_LATELY: Final = timedelta(days=366)
_SIBLINGS: Final = ("financing_balance", "margin_trading_balance")
_MILLI: Final = 1
"""A yuan above a peak is above it."""
_TEN: Final = {"十": 10, "ten": 10}


def first_crossings_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """A level said to be reached for the first time, ever or since a year."""
    for asked in questions(article, claims, desk):
        claim, figure = asked.claim, asked.claim.figure
        if not claim.first or figure is None or claim.aspect not in (Aspect.CROSSING, Aspect.LEVEL, Aspect.RECORD):
            continue
        measures = [measure for measure in asked.measures if (kind := asked.kind(measure)) and fits_unit(figure, kind)]
        if measures:
            yield from _judged(asked, measures)


def peaks_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """A day said to stand above, perhaps for the first time, or below the level of an earlier peak."""
    for asked in questions(article, claims, desk):
        claim = asked.claim
        said = f"{claim.text} {claim.reference}"
        if claim.base is None or claim.period is None or claim.figure is not None or not _PEAK.search(said):
            continue
        if claim.aspect in (Aspect.CROSSING, Aspect.RELATION, Aspect.RECORD) and claim.base.end < claim.period.start:
            yield from _against_peak(asked)


def _judged(asked: Question, measures: Sequence[str]) -> Iterator[Ruling]:
    claim, figure = asked.claim, asked.claim.figure
    assert figure is not None, "only claims with figures come here"
    since = _since(claim, asked.today)
    firsts = {
        measure: fact for measure in measures if (fact := asked.facts.first_at_or_above(measure, asked.scope, figure.base, since))
    }
    for measure, fact in firsts.items():
        if _is_then(asked, fact.day):
            yield _support(asked, fact, [other for name, other in firsts.items() if name != measure], ambiguous=len(measures) > 1)
            return
    level, level_en = display(figure.base, Unit.YUAN), display(figure.base, Unit.YUAN, "en")
    kind = asked.kind(measures[0])
    if not asked.is_dated or claim.period is None or kind is None:
        return
    if not firsts:
        last = asked.value(measures[0], claim.period.end)
        if last is not None and last.value < figure.base and len(measures) == 1:
            truth = told(last, kind)
            yield refuted(claim, Note(f"从未达到 {level}：{truth.zh}。", f"{level_en} was not reached: {truth.en}."), "wrong_value",
                          basis="store", corrected=truth.zh, evidence=as_evidence([(last, kind)]))  # fmt: skip
        return
    if set(firsts) != set(measures):
        return
    fact = firsts[measures[0]]
    truth = told(fact, kind)
    other = _sibling(asked, measures, since)
    types = ("wrong_date", "scope") if other else ("wrong_date",)
    tail = Note("", "")
    if other:
        name = measure_named(other.measure)
        tail = Note(f"；{other.day} 首次达到的是{name.zh}", f"; what first reached it on {other.day} is the {name.en}")
    yield refuted(claim, Note(f"首次不低于 {level} 是在 {fact.day}（{truth.zh}）{tail.zh}。", f"{level_en} was first reached on {fact.day} ({truth.en}){tail.en}."),
                  *types, basis="store", corrected=f"{fact.day}", evidence=as_evidence([(one, kind) for one in (fact, other) if one]))  # fmt: skip


def _sibling(asked: Question, measures: Sequence[str], since: date | None) -> Fact | None:
    """The other balance, where it is the one that first reached the level on the printed day."""
    figure = asked.claim.figure
    assert figure is not None, "only claims with figures come here"
    for name in _SIBLINGS:
        if measures[0] in _SIBLINGS and name not in measures:
            fact = asked.facts.first_at_or_above(name, asked.scope, figure.base, since)
            if fact is not None and _is_then(asked, fact.day):
                return fact
    return None


def _support(asked: Question, fact: Fact, others: Sequence[Fact], *, ambiguous: bool) -> Ruling:
    """The crossing, and where the printed name may mean other balances the days on which those first stood so high."""
    kind = asked.kind(fact.measure)
    assert kind is not None, "a measure without a kind is not asked for"
    truth, name = told(fact, kind), measure_named(fact.measure)
    tail = Note("", "")
    if ambiguous:
        named = [(measure_named(one.measure), one.day) for one in others]
        tail = Note(
            f"这里按{name.zh}算" + "".join(f"；{other.zh}首次达到是在 {day}" for other, day in named) + "。",
            f" Here the name is taken to mean the {name.en}"
            + "".join(f"; the {other.en} first reached it on {day}" for other, day in named)
            + ".",
        )
    return supported(asked.claim, Note(f"首次达到确在 {fact.day}：{truth.zh}。{tail.zh}", f"First reached on {fact.day} indeed: {truth.en}.{tail.en}"), basis="store",
                     evidence=as_evidence([(one, kind) for one in (fact, *others)]),
                     flags=("ambiguous_metric", f"scope_ambiguous:{fact.measure}") if ambiguous else ())  # fmt: skip


def _is_then(asked: Question, day: date) -> bool:
    """Whether a crossing fell on the claim's days, or, where the text names none, in the year before the article."""
    period = asked.claim.period
    if period is None or not asked.is_dated:
        until = asked.today
        return until is not None and until - _LATELY <= day <= until
    return period.start <= day <= period.end


def _since(claim: Claim, today: date | None) -> date | None:
    """The day from which "for the first time" is counted: after the year that is named, or so many years before the article."""
    found = _AFTER.search(claim.text)
    if found is None:
        return None
    if found["year"]:
        return date(int(found["year"]) + 1, 1, 1)
    many = _TEN.get(found["many"].lower()) or int(found["many"])
    return None if today is None else today - timedelta(days=365 * many)


def _against_peak(asked: Question) -> Iterator[Ruling]:
    claim, measure = asked.claim, asked.measures[0]
    base, period, kind = claim.base, claim.period, asked.kind(measure)
    if base is None or period is None or kind is None or claim.direction not in ("above", "below", "up", "down"):
        return
    before = (
        asked.window(measure, base.start, base.end)
        if not base.is_day
        else [fact for fact in [asked.value(measure, base.start)] if fact]
    )
    now = asked.value(measure, period.end)
    if not before or now is None:
        return
    peak = max(before, key=lambda fact: fact.value)
    above = claim.direction in ("above", "up")
    told_now, told_peak = told(now, kind), told(peak, kind)
    evidence = as_evidence([(peak, kind), (now, kind)])
    truth = Note(f"{told_now.zh}，{told_peak.zh}", f"{told_now.en}; {told_peak.en}")
    first = (
        asked.facts.first_at_or_above(measure, asked.scope, peak.value + _MILLI, peak.day + timedelta(days=1))
        if claim.first and above
        else now
    )
    if (now.value > peak.value) is above and first is not None and (not claim.first or period.start <= first.day <= period.end):
        yield supported(
            claim, Note(f"与库中数据相符：{truth.zh}。", f"Stored data agree: {truth.en}."), basis="store", evidence=evidence
        )
    elif asked.is_dated and (now.value > peak.value) is not above:
        yield refuted(
            claim, Note(f"{truth.zh}。", f"{truth.en}."), "wrong_value", basis="store", corrected=told_now.zh, evidence=evidence
        )
    elif asked.is_dated and first is not None and period.is_day and first.day < period.start:
        yield refuted(claim, Note(f"首次超过是在 {first.day}。", f"It first stood above on {first.day}."), "wrong_date", basis="store",
                      corrected=f"{first.day}", evidence=(*evidence, *as_evidence([(first, kind)])))  # fmt: skip
