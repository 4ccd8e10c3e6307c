"""Judgements of this room: evidence that points to the passages and the calculation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.judgement import Basis, Evidence, Judgement, Ruling, Strength, Verdict
from liangrong.research.claims.verify.arithmetic.equation import Equation
from liangrong.research.claims.verify.arithmetic.term import Factors
from liangrong.research.claims.verify.arithmetic.wording import workings

__all__ = ["basis_of", "calculated", "evidence_of", "refute", "support"]

_VERDICTS = {"unit_slip": Verdict.UNIT_ERROR, "arithmetic": Verdict.ARITHMETIC_ERROR}


def refute(
    claims: Iterable[Claim],
    error: str,
    reason: Note,
    evidence: Sequence[Evidence],
    *,
    basis: Basis,
    corrected: str | None = None,
    flags: Sequence[str] = (),
) -> list[Ruling]:
    """The same refutation of several claims."""
    verdict = _VERDICTS.get(error, Verdict.INTERNALLY_CONTRADICTORY)
    judgement = Judgement(verdict, reason, basis, None, (error,), corrected, tuple(evidence), tuple(flags))
    return [Ruling(claim.number, judgement) for claim in claims]


def support(
    claims: Iterable[Claim],
    reason: Note,
    evidence: Sequence[Evidence],
    *,
    basis: Basis,
    strength: Strength = "derived",
    flags: Sequence[str] = (),
) -> list[Ruling]:
    """The same support of several claims."""
    judgement = Judgement(Verdict.CONSISTENT, reason, basis, strength, (), None, tuple(evidence), tuple(flags))
    return [Ruling(claim.number, judgement) for claim in claims]


def calculated(text: str) -> Evidence:
    """A calculation as evidence."""
    return Evidence("calculation", text)


def evidence_of(equation: Equation, factors: Factors, article: Article) -> tuple[Evidence, ...]:
    """The figures of an equation where they stand, and the calculation."""
    spans = dict.fromkeys((term.figure.start, term.figure.end) for term in equation.terms)
    return (
        *(Evidence("passage", article.text[start:end], "", start, end) for start, end in spans),
        calculated(workings(equation, factors)),
    )


def basis_of(passages: Iterable[int]) -> Basis:
    """One sentence, or several."""
    return "within_sentence" if len(set(passages)) == 1 else "same_document"
