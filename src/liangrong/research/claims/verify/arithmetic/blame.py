"""From equations to rulings: what closes supports its figures, and of what cannot close the one is refuted that nothing else confirms."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling, Strength, Verdict
from liangrong.research.claims.verify.arithmetic.equation import Equation, Outcome, Topic
from liangrong.research.claims.verify.arithmetic.repeats import printed_alike
from liangrong.research.claims.verify.arithmetic.sheet import Sheet
from liangrong.research.claims.verify.arithmetic.term import Factors, Printed, Term, printed_as
from liangrong.research.claims.verify.arithmetic.times import is_printed, quantity
from liangrong.research.claims.verify.arithmetic.unit_slip import Solution, corrected
from liangrong.research.claims.verify.arithmetic.verdicts import basis_of, evidence_of, refute, support
from liangrong.research.claims.verify.arithmetic.wording import closing_note, computed, failing_note, number, shown
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.words.movement import moves

__all__ = ["repeated", "rule", "slipped"]

_LOOSE: Final = Fraction(3, 20)
"""A relation that the text does not print is believed only where it closes within this share."""
_SURE: Final = Fraction(3, 20)
"""A figure is confirmed by a relation that closes within this share."""
_UNITED: Final = frozenset({Kind.MONEY, Kind.COUNT, Kind.SHARES})
"""Kinds whose unit may slip: where somebody's did and it cannot be told whose, none of them is supported."""
_SMALL: Final = 10
"""A count below this is too small for its growth in percent to say much."""
_TELLING: Final = 3
"""Digits that a repeated figure needs before its agreement says more than that both are large."""


def slipped(sheet: Sheet, equations: Sequence[Equation], solution: Solution) -> Iterator[Ruling]:
    """Refute every claim that prints a figure in the wrong unit, wherever the text repeats it of the same quantity."""
    factors = solution.factors
    for printed, slip in solution.slips.items():
        fixed = solution.fixed[printed]
        terms = [term for one in equations for term in one.terms if term.printed == printed]
        involved = [sheet.claim(place) for term in terms for place in term.claims]
        metrics = {one.metric for one in involved}
        claims = [
            one
            for one in sheet.claims
            if one.figure is not None
            and printed_as(one.figure) == printed
            and one.metric in metrics
            and one.nature is Nature.FACT
        ]
        best = min(fixed, key=lambda one: (one.topic is Topic.SAME, not one.firm))
        literal, meant = failing_note(best, {}), closing_note(best, factors)
        times = number(max(slip.factor, 1 / slip.factor))
        figure = terms[0].figure
        reason = Note(
            f"照字面：{literal.zh}把{shown(figure)}读作{corrected(printed, slip)}（相差{times}倍）则：{meant.zh}",
            f"As printed: {literal.en} With {shown(figure)} read as {corrected(printed, slip)} (a factor of {times}): {meant.en}",
        )
        passages = [*(one.passage.number for one in involved), *(sheet.passage_of(term.figure) for term in best.terms)]
        yield from refute(
            claims,
            "unit_slip",
            reason,
            evidence_of(best, factors, sheet.article),
            basis=basis_of(passages),
            corrected=corrected(printed, slip),
        )


def rule(sheet: Sheet, equations: Sequence[Equation], solution: Solution) -> Iterator[Ruling]:
    """Rule on everything else, with the units that were meant."""
    factors = solution.factors
    outcomes = [one.outcome(factors) for one in equations]
    closing = [one for one, outcome in zip(equations, outcomes, strict=True) if outcome is Outcome.CLOSES]
    confirmed = {place for one in closing if _confirms(one, factors) for term in one.terms for place in term.claims}
    refuted: set[int] = set()
    doubtful = {place for one in solution.untold for term in one.terms if term.figure.kind in _UNITED for place in term.claims}
    told: set[int] = set()
    for one, outcome in zip(equations, outcomes, strict=True):
        if one.firm and outcome is Outcome.FAILS and not any(_alike(one, other) for other in solution.untold):
            culprits = _culprits(one, confirmed, factors)
            refuted |= culprits
            if one.error != "impossible_bound" and not culprits <= told:
                told |= culprits
                yield from _refuted(sheet, one, culprits, factors)
    derived: set[int] = set()
    for one in sorted(closing, key=lambda one: (not one.firm, len(one.terms), one.looseness(factors) or 1)):
        places = {place for term in one.terms for place in term.claims}
        if places <= derived or refuted.intersection(places):
            continue
        for ruling in _supported(sheet, one, solution) if _speaks(one, factors) else ():
            if ruling.claim not in doubtful:
                derived.update([ruling.claim] if ruling.judgement.strength == "derived" else ())
                yield ruling


def _alike(one: Equation, other: Equation) -> bool:
    """Whether two relations are between the same printed figures."""
    return one.formula == other.formula and [term.printed for term in one.terms] == [term.printed for term in other.terms]


def repeated(sheet: Sheet, rulings: Sequence[Ruling]) -> Iterator[Ruling]:
    """The rulings, and the same support for what prints a supported figure once more of the same quantity."""
    yield from rulings
    supported = {
        one.claim: one.judgement
        for one in reversed(rulings)
        if one.judgement.verdict is Verdict.CONSISTENT and one.judgement.strength == "derived"
    }
    ruled = {one.claim for one in rulings}
    for claim in sheet.facts():
        what = quantity(claim)
        if (
            claim.number in ruled
            or what is None
            or claim.figure is None
            or (claim.period is not None and is_printed(claim, claim.period))
        ):
            continue
        for number_, judgement in supported.items():
            other = sheet.claim(number_)
            if (
                printed_alike(claim, other)
                and quantity(other) == what
                and other.aspect is claim.aspect
                and other.passage.item == claim.passage.item
            ):
                yield Ruling(claim.number, replace(judgement, basis="same_document"))
                break


def _confirms(equation: Equation, factors: Factors) -> bool:
    loose = equation.looseness(factors)
    return equation.relation == "equal" and not equation.repeats and loose is not None and loose <= _SURE


def _culprits(equation: Equation, confirmed: Collection[int], factors: Factors) -> set[int]:
    """Who is refuted: the figure that was computed, unless another relation confirms it; where none was computed, all that nothing confirms."""
    if equation.topic is Topic.SIGN:
        return set(equation.terms[-1].claims)
    terms = [term for term in equation.terms if term.claims and term.printed not in factors]
    unsure = [term for term in terms if not set(term.claims) & set(confirmed)]
    if equation.blame == "result":
        result = [term for term in terms if term is equation.terms[-1]]
        if result and (result[0] in unsure or not unsure):
            return set(result[0].claims)
        if not result:
            return set()
    if equation.blame == "rates":
        unsure = [term for term in unsure if term.figure.kind is Kind.PERCENT] or unsure
    return {place for term in unsure or terms for place in term.claims}


def _refuted(sheet: Sheet, equation: Equation, culprits: Collection[int], factors: Factors) -> Iterator[Ruling]:
    result = equation.terms[-1]
    if _undirected(sheet, equation, culprits, factors):
        return
    reason = failing_note(equation, factors)
    right = _right(equation, factors) if culprits and set(culprits) <= set(result.claims) and equation.blame == "result" else None
    evidence = evidence_of(equation, factors, sheet.article)
    basis = basis_of(sheet.passage_of(term.figure) for term in equation.terms)
    yield from refute(
        [sheet.claim(place) for place in sorted(culprits)], equation.error, reason, evidence, basis=basis, corrected=right
    )


def _undirected(sheet: Sheet, equation: Equation, culprits: Collection[int], factors: Factors) -> bool:
    """Whether a growth or change in which no word says up or down is right but for its sign: from 80 to 60, or a quarter."""
    made, result = equation.made(factors), equation.terms[-1]
    if equation.topic not in (Topic.GROWTH, Topic.CHANGE) or made is None or not set(culprits) <= set(result.claims):
        return False
    told = [sheet.claim(place) for place in culprits]
    before = [one.passage.text[: result.figure.start - one.passage.start] for one in told]
    said = any(one.direction for one in told) or any(moves(re.split(r"[，。；,;]", text)[-1]) for text in before)
    return not said and (-made).meets(result.figure.interval())


def _right(equation: Equation, factors: Factors) -> str | None:
    """What the computed figure should be; in percentage points where a percentage is the difference of two."""
    result = equation.terms[-1]
    if equation.error == "unit_slip" and result.figure.kind is Kind.PERCENT:
        return f"{number(result.figure.value)} pp"
    return computed(equation, factors)


def _speaks(equation: Equation, factors: Factors) -> bool:
    """Whether a closing is worth a word."""
    if equation.supports == (-1,):
        return False
    if equation.relation != "equal":
        return True
    if not equation.is_telling(factors):
        return False
    loose = equation.looseness(factors)
    if equation.topic is Topic.SAME:
        return equation.firm or digits_of(equation.terms[-1].figure) >= _TELLING
    if equation.firm or (loose is not None and loose <= _LOOSE):
        return True
    return equation.topic is Topic.FORMULA and equation.point(factors) == equation.terms[-1].point(factors)


def _supported(sheet: Sheet, equation: Equation, solution: Solution) -> Iterator[Ruling]:
    factors = solution.factors
    wanted = [equation.terms[place] for place in equation.supports] if equation.supports else list(equation.terms)
    reason, evidence = closing_note(equation, factors), evidence_of(equation, factors, sheet.article)
    basis = basis_of(sheet.passage_of(term.figure) for term in equation.terms)
    for term in wanted:
        for claim in (sheet.claim(place) for place in term.claims if term.printed not in factors):
            if claim.first and equation.relation in ("at_least", "at_most"):
                continue
            flags = tuple(
                flag
                for flag, holds in (
                    ("mixed_units_in_sentence", _mixed(claim, equation, solution.slips)),
                    ("small_base", _small_base(equation)),
                )
                if holds
            )
            yield from support([claim], reason, evidence, basis=basis, strength=_strength(equation, term), flags=flags)


def _strength(equation: Equation, term: Term) -> Strength:
    """A wider range that holds a narrower one, and a line that a level must have been below, are only possible."""
    bound = equation.topic is Topic.RANGE and term is equation.terms[-1]
    return "feasibility" if bound or (equation.topic is Topic.CROSSING and len(equation.terms) > 2) else "derived"


def _small_base(equation: Equation) -> bool:
    first = equation.terms[0].figure
    return equation.topic is Topic.GROWTH and first.kind is Kind.COUNT and first.base < _SMALL


def _mixed(claim: Claim, equation: Equation, slips: Collection[Printed]) -> bool:
    """Whether a right figure stands in a relation with one in the wrong unit, both printed in the same unit."""
    figure = claim.figure
    if figure is None or not slips:
        return False
    return any(term.printed in slips and term.figure.unit == figure.unit for term in equation.terms)
