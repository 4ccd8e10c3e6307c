"""Changes, growth, net flows of a window and directions, recomputed from stored values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.comparison import FLOWS, claimed, compared, fits_unit, slipped_unit
from liangrong.research.claims.verify.rulings import in_unit, refuted, shown_base, supported
from liangrong.research.claims.verify.stored.asking import RETURN, Question, questions
from liangrong.research.claims.verify.stored.spans import Span, spans, wider_spans
from liangrong.research.claims.verify.stored.telling import as_evidence, measure_named, scope_named

__all__ = ["changes_hold", "directions_hold", "flows_hold"]

_BALANCE_OF: Final = {"net_financing_purchase": "financing_balance"}
"""The balance that a flow should move."""
_CLOSURE: Final = Fraction(1, 50)
"""Share of the larger by which flows and balances may be apart although both are right: totals count securities off the list, flows do not."""
_WRONG: Final = ("wrong_sign", "unit_slip", "wrong_value")
_UP: Final = ("up", "in")
_DOWN: Final = ("down", "out")


def changes_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Differences and growth between two sessions."""
    for asked in questions(article, claims, desk):
        claim, figure = asked.claim, asked.claim.figure
        if figure is None or claim.aspect not in (Aspect.CHANGE, Aspect.GROWTH) or claim.metric in (*FLOWS, RETURN):
            continue
        measures = [measure for measure in asked.measures if _fits(asked, figure, measure)]
        if measures:
            yield from _judged(asked, figure, measures)


def flows_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Net purchases of a window: the sum over its sessions, where every one is known."""
    for asked in questions(article, claims, desk):
        claim, figure, period = asked.claim, asked.claim.figure, asked.claim.period
        if figure is None or period is None or period.is_day or claim.aspect not in (Aspect.LEVEL, Aspect.CHANGE):
            continue
        for measure in asked.measures:
            kind = asked.kind(measure)
            if measure not in FLOWS or kind is None or not fits_unit(figure, kind):
                continue
            found = asked.window(measure, period.start, period.end)
            if asked.is_whole(found, period.start, period.end):
                total = sum((fact.value for fact in found), start=Decimal())
                yield from _sum_judged(asked, figure, total, kind, measure)


def directions_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Up or down, in or out, without a size."""
    for asked in questions(article, claims, desk):
        claim, period = asked.claim, asked.claim.period
        if claim.aspect is not Aspect.SIGN or claim.figure is not None or claim.direction not in _UP + _DOWN or period is None:
            continue
        if not asked.is_dated:
            continue
        wanted = 1 if claim.direction in _UP else -1
        signs, evidence = _signs(asked)
        if signs == {wanted}:
            yield supported(claim, Note("方向与库中数据相符。", "Stored data go the same way."), basis="store", evidence=evidence)
        elif signs == {-wanted} and not asked.may_be_another_year:
            yield refuted(claim, Note(f"方向相反：{evidence[0].text}。", f"It went the other way: {evidence[0].text}."), "wrong_sign", basis="store",
                          corrected=evidence[0].text, evidence=evidence)  # fmt: skip


def _signs(asked: Question) -> tuple[set[int], tuple[Evidence, ...]]:
    """The directions under every way of counting, and what shows them."""
    measure, period = asked.measures[0], asked.claim.period
    assert period is not None, "only claims with days come here"
    kind = asked.kind(measure)
    if kind is None:
        return set(), ()
    if measure in FLOWS:
        found = asked.window(measure, period.start, period.end)
        if not asked.is_whole(found, period.start, period.end):
            return set(), ()
        total = sum((fact.value for fact in found), start=Decimal())
        text = f"{asked.scope} {measure} {period}: {shown_base(total, kind)}"
        return {_sign(total)}, (Evidence("store", text, found[0].source),)
    counted = list(spans(asked, measure))
    facts = [(fact, kind) for span in counted[:1] for fact in (span.start, span.end)]
    return {_sign(span.end.value - span.start.value) for span in counted}, as_evidence(facts)


def _judged(asked: Question, figure: Figure, measures: Sequence[str]) -> Iterator[Ruling]:
    side = "growth" if asked.claim.aspect is Aspect.GROWTH else "change"
    plain = None
    for measure in measures:
        for span in spans(asked, measure):
            value = _moved(span, side)
            if value is None:
                continue
            how = compared(asked.claim, Interval(value, value))
            if how == "agrees":
                yield _support(asked, measure, span, value, side)
                return
            plain = plain or (measure, span, value)
    if plain is None or not asked.is_dated or (asked.claim.base is not None and asked.claim.base.at == (-1, -1)):
        return
    if asked.may_be_another_year and any(_holds(asked.in_year(by), measures, side) for by in (-1, 1)):
        return
    measure, span, value = plain
    kind = asked.kind(measure)
    assert kind is not None, "a measure without a kind is not asked for"
    unit = slipped_unit(asked.claim, Interval(value, value)) if side == "change" else None
    if unit:
        truth = _told(span, measure, value, kind if side == "change" else Kind.PERCENT)
        yield refuted(asked.claim, Note(f"单位有误：{truth.zh}。", f"The unit is wrong: {truth.en}."), "unit_slip", basis="store",
                      corrected=in_unit(figure, *unit), evidence=as_evidence([(span.start, kind), (span.end, kind)]))  # fmt: skip
    elif not _within_counting(asked, measures, side):
        yield _contradiction(asked, figure, measure, span, value, side)


def _holds(asked: Question, measures: Sequence[str], side: str) -> bool:
    """Whether some way of counting agrees."""
    moved = (_moved(span, side) for measure in measures for span in spans(asked, measure))
    return any(value is not None and compared(asked.claim, Interval(value, value)) == "agrees" for value in moved)


def _support(asked: Question, measure: str, span: Span, value: Fraction, side: str) -> Ruling:
    kind = asked.kind(measure)
    assert kind is not None, "a measure without a kind is not asked for"
    truth = _told(span, measure, value, kind if side == "change" else Kind.PERCENT)
    flags = (*(("base_date",) if span.loose else ()), *((f"scope_ambiguous:{measure}",) if len(asked.measures) > 1 else ()))
    return supported(asked.claim, Note(f"与库中数据相符：{truth.zh}。", f"Stored data agree: {truth.en}."), basis="store",
                     evidence=as_evidence([(span.start, kind), (span.end, kind)]), flags=flags)  # fmt: skip


def _contradiction(asked: Question, figure: Figure, measure: str, span: Span, value: Fraction, side: str) -> Ruling:
    kind = asked.kind(measure)
    assert kind is not None, "a measure without a kind is not asked for"
    shown = kind if side == "change" else Kind.PERCENT
    truth = _told(span, measure, value, shown)
    kind_of_error = "wrong_sign" if compared(asked.claim, Interval(value, value)) == "wrong_sign" else "wrong_value"
    return refuted(
        asked.claim, Note(f"{truth.zh}，文中为“{figure.text}”。", f"{truth.en[:1].upper()}{truth.en[1:]}; the text says '{figure.text}'."),
        kind_of_error, basis="store", corrected=shown_base(value, shown), evidence=as_evidence([(span.start, kind), (span.end, kind)]))  # fmt: skip


def _within_counting(asked: Question, measures: Sequence[str], side: str) -> bool:
    """Whether some way of counting, with ends a few sessions away, comes as near as the printed figure."""
    said = claimed(asked.claim)
    assert said is not None, "only claims with figures come here"
    for measure in measures:
        moved = [value for span in wider_spans(asked, measure) if (value := _moved(span, side)) is not None]
        if not moved or Interval(min(moved), max(moved)).meets(said):
            return True
    return False


def _sum_judged(asked: Question, figure: Figure, total: Decimal, kind: Kind, measure: str) -> Iterator[Ruling]:
    """The sum of the published flows, and beside it the change of the balance: the two do not close, and texts use either."""
    claim = asked.claim
    name, scope = measure_named(measure), scope_named(asked.scope)
    truth = Note(f"{scope.zh}{name.zh} {claim.period} 合计 {shown_base(total, kind)}",
                 f"{name.en} of {scope.en} over {claim.period} is {shown_base(total, kind, 'en')}")  # fmt: skip
    evidence = (Evidence("calculation", truth.zh, measure),)
    balances = [_moved(span, "change") for span in spans(asked, _BALANCE_OF[measure])] if measure in _BALANCE_OF else []
    known = [Fraction(total), *(value for value in balances if value is not None)]
    hows = [compared(claim, Interval(value, value)) for value in known]
    said = claimed(claim)
    assert said is not None, "only claims with figures come here"
    if "agrees" in hows:
        yield supported(
            claim, Note(f"与库中数据相符：{truth.zh}。", f"Stored data agree: {truth.en}."), basis="store", evidence=evidence
        )
        return
    slack = max(map(abs, known)) * _CLOSURE
    closed = asked.is_dated and claim.period is not None and not claim.period.open_end and hows[0] in _WRONG
    if closed and not Interval(min(known) - slack, max(known) + slack).meets(said):
        yield refuted(claim, Note(f"{truth.zh}，文中为“{figure.text}”。", f"{truth.en}; the text says '{figure.text}'."), hows[0], basis="store",
                          corrected=shown_base(total, kind), evidence=evidence)  # fmt: skip


def _fits(asked: Question, figure: Figure, measure: str) -> bool:
    if asked.claim.aspect is Aspect.GROWTH:
        return figure.kind is Kind.PERCENT and asked.kind(measure) is not None
    kind = asked.kind(measure)
    return kind is not None and (fits_unit(figure, kind) or (kind is Kind.PERCENT and figure.kind is Kind.PERCENTAGE_POINT))


def _moved(span: Span, side: str) -> Fraction | None:
    before, after = Fraction(span.start.value), Fraction(span.end.value)
    if side == "change":
        return after - before
    return after / before - 1 if before > 0 else None


def _told(span: Span, measure: str, value: Fraction, kind: Kind) -> Note:
    name, scope = measure_named(measure), scope_named(span.end.scope)
    days = f"{span.start.day} → {span.end.day}"
    return Note(
        f"{scope.zh}{name.zh} {days} 变动 {shown_base(value, kind)}",
        f"{name.en} of {scope.en} changed by {shown_base(value, kind, 'en')} from {days}",
    )


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)
