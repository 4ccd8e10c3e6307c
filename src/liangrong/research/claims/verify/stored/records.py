"""Records and streaks of them: whether a day stood above all before, and how many such days a window holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise, takewhile
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk, Fact
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.comparison import is_record
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.stored.asking import Question, questions
from liangrong.research.claims.verify.stored.telling import as_evidence, measure_named, scope_named, told
from liangrong.research.claims.words.movement import way_of

__all__ = ["records_hold", "streaks_hold"]

_SINCE: Final = re.compile(
    r"以来|来新高|近\S{0,3}[年月]|since|in \w+ (?:years|months)|year[- ]high|month high|multi-year|recent high|阶段",
    re.IGNORECASE,
)
"""Words that make a high one of a part of the history only."""
_EVER: Final = re.compile(
    r"历史|史上|有记录|all[- ]time|ever|since (?:the )?(?:inception|launch|start|introduction|creation)|开[闸通办]以来|推出以来|诞生以来",
    re.IGNORECASE,
)

_NEW_HIGH: Final = re.compile(r"(?:历史|史上|创)\S{0,2}新高|record high|all[- ]time high|new record", re.IGNORECASE)
_TIMES: Final = re.compile(r"次|times?", re.IGNORECASE)
_LATELY: Final = 5
"""Sessions up to an article's day within which a record without a day is looked for."""
_LAST_DATA: Final = 6
"""Sessions before an article's day on which its data may end."""


def records_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """A level said to be a record."""
    for asked in questions(article, claims, desk):
        claim = asked.claim
        if not is_record(claim) or claim.aspect in (Aspect.STREAK, Aspect.GROWTH, Aspect.CHANGE):
            continue
        if _SINCE.search(claim.text) and not _EVER.search(claim.text):
            continue
        days = _days(asked)
        states = {measure: [(day, asked.facts.record(measure, asked.scope, day)) for day in days] for measure in asked.measures}
        yield from _judged(
            asked, {measure: found for measure, found in states.items() if found and None not in (one for _, one in found)}
        )


def streaks_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """So many records, or so many rises or falls in a row."""
    for asked in questions(article, claims, desk):
        claim = asked.claim
        if (
            claim.aspect not in (Aspect.STREAK, Aspect.COUNT)
            or claim.figure is None
            or claim.figure.kind not in (Kind.COUNT, Kind.DURATION)
        ):
            continue
        if claim.aspect is Aspect.COUNT and not (_is_record(claim) and _TIMES.fullmatch(claim.figure.unit)):
            continue
        if claim.figure.kind is Kind.DURATION and claim.figure.unit not in ("days", "sessions"):
            continue
        if _is_record(claim):
            yield from _records_counted(asked)
        elif sign := _sign_of(claim):
            yield from _run_counted(asked, sign)


def _days(asked: Question) -> tuple[date, ...]:
    period = asked.claim.period
    if period is None:
        return tuple(fact.day for fact in asked.latest(asked.measures[0], _LATELY))
    if period.is_day:
        found = asked.session(period.start)
        return (found,) if found is not None and asked.value(asked.measures[0], found) else ()
    return tuple(fact.day for fact in asked.window(asked.measures[0], period.start, period.end))


def _judged(asked: Question, states: dict[str, list[tuple[date, bool | None]]]) -> Iterator[Ruling]:
    claim = asked.claim
    for measure, found in states.items():
        high = next((day for day, is_record in reversed(found) if is_record), None)
        kind = asked.kind(measure)
        fact = asked.value(measure, high) if high else None
        if fact is not None and kind is not None:
            truth = told(fact, kind)
            flags = (f"scope_ambiguous:{measure}",) if len(asked.measures) > 1 else ()
            yield supported(claim, Note(f"确为历史新高：{truth.zh}。", f"A record indeed: {truth.en}."), basis="store",
                            evidence=as_evidence([(fact, kind)]), flags=flags)  # fmt: skip
            return
    if states and asked.is_dated and set(states) == set(asked.measures):
        measure, found = next(iter(states.items()))
        last = asked.value(measure, found[-1][0])
        top = _highest_before(asked, measure, found[-1][0])
        kind = asked.kind(measure)
        if last is not None and top is not None and kind is not None:
            truth, higher = told(last, kind), told(top, kind)
            yield refuted(claim, Note(f"并非历史新高：{truth.zh}，此前{higher.zh}。", f"No record: {truth.en}, and before that {higher.en}."), "wrong_record",
                          basis="store", corrected=higher.zh, evidence=as_evidence([(last, kind), (top, kind)]))  # fmt: skip


def _highest_before(asked: Question, measure: str, day: date) -> Fact | None:
    """The highest known value up to a day, if it is of another day."""
    earlier = [fact for fact in asked.window(measure, date.min, day) if fact.day < day]
    return max(earlier, key=lambda fact: fact.value, default=None)


def _records_counted(asked: Question) -> Iterator[Ruling]:
    claim, figure, period = asked.claim, asked.claim.figure, asked.claim.period
    assert figure is not None, "only claims with figures come here"
    said = figure.interval()
    measure = asked.measures[0]
    facts = asked.window(measure, period.start, period.end) if period is not None and not period.is_day else ()
    states = [(fact, asked.facts.record(measure, asked.scope, fact.day)) for fact in facts]
    if not states or any(state is None for _, state in states):
        return
    flags = [bool(state) for _, state in states]
    count, run = sum(flags), _longest(flags)
    name, scope = measure_named(measure), scope_named(asked.scope)
    days = ", ".join(f"{fact.day:%m-%d}" for fact, state in states if state)
    evidence = (Evidence("store", f"{asked.scope} {measure} {period}: {count} ({days})", states[0][0].source),)
    truth = Note(f"{scope.zh}{name.zh} {period} 共 {count} 次创历史新高，最长连续 {run} 个交易日",
                 f"{name.en} of {scope.en} stood at a record {count} times in {period}, {run} sessions in a row at most")  # fmt: skip
    if said.contains(count) or said.contains(run):
        uneven = () if said.contains(run) else ("not_consecutive",)
        yield supported(
            claim,
            Note(f"与库中数据相符：{truth.zh}。", f"Stored data agree: {truth.en}."),
            basis="store",
            evidence=evidence,
            flags=uneven,
        )
    elif not said.meets(Interval.of(min(run, count), max(run, count))) and asked.is_whole(facts, facts[0].day, facts[-1].day):
        yield refuted(claim, Note(f"{truth.zh}，文中为“{figure.text}”。", f"{truth.en}; the text says '{figure.text}'."), "wrong_value",
                      basis="store", corrected=f"{count} 次", evidence=evidence)  # fmt: skip


def _run_counted(asked: Question, sign: int) -> Iterator[Ruling]:
    """Rises or falls in a row up to the last session of the data, whichever of the last few sessions that was."""
    claim, figure = asked.claim, asked.claim.figure
    assert figure is not None, "only claims with figures come here"
    measure = asked.measures[0]
    last = claim.period.end if claim.period else asked.today
    around = asked.near(last, _LAST_DATA + int(figure.value)) if last else ()
    values = [asked.value(measure, day) for day in reversed(around)]
    facts = [fact for fact in takewhile(bool, values) if fact is not None][::-1]
    if len(facts) <= 1:
        return
    went = [(later.value - earlier.value) * sign > 0 for earlier, later in pairwise(facts)]
    runs = [sum(1 for _ in takewhile(bool, reversed(went[: len(went) - cut]))) for cut in range(min(_LAST_DATA, len(went)))]
    is_cut = len(facts) < len(around) and any(run == len(went) - cut for cut, run in enumerate(runs))
    name, scope = measure_named(measure), scope_named(asked.scope)
    truth = Note(f"{scope.zh}{name.zh}截至 {facts[-1].day} 连续 {runs[0]} 个交易日同向变动",
                 f"{name.en} of {scope.en} went that way {runs[0]} sessions in a row up to {facts[-1].day}")  # fmt: skip
    evidence = (Evidence("store", truth.zh, facts[-1].source),)
    if any(figure.interval().contains(run) for run in runs):
        yield supported(
            claim, Note(f"与库中数据相符：{truth.zh}。", f"Stored data agree: {truth.en}."), basis="store", evidence=evidence
        )
    elif asked.is_dated and not is_cut and all(run < figure.value for run in runs):
        yield refuted(claim, Note(f"{truth.zh}，文中为“{figure.text}”。", f"{truth.en}; the text says '{figure.text}'."), "wrong_value",
                      basis="store", corrected=f"{runs[0]}", evidence=evidence)  # fmt: skip


def _is_record(claim: Claim) -> bool:
    return claim.record or bool(_NEW_HIGH.search(claim.text))


def _sign_of(claim: Claim) -> int:
    """Which way a run went: 1 up, -1 down, 0 where the text does not say."""
    if claim.direction:
        return 1 if claim.direction in ("up", "in") else -1 if claim.direction in ("down", "out") else 0
    return {"up": 1, "down": -1, "": 0}[way_of(claim.text, flows=True)]


def _longest(flags: Sequence[bool]) -> int:
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest
