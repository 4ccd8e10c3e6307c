"""Rulings of this room: the calculation in the units of the page, and what it says of the figure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from liangrong.core.results import Note
from liangrong.research.claims.judgement import Basis, Evidence, Ruling
from liangrong.research.claims.verify.arithmetic.verdicts import basis_of, calculated, refute, support
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.verdicts import value_in
from liangrong.research.claims.verify.search.closure import Closure
from liangrong.research.claims.verify.search.numbers import Number

__all__ = ["denied", "proved", "worked"]


def worked(one: Number, closure: Closure) -> str:
    """The calculation with its result: ``1,641/1,208 - 1 = 35.84%``."""
    left = closure.formula.format(*(shown(each.quantity.figure).lstrip("-") for each in closure.operands))
    return f"{left} = {value_in(Fraction(closure.point), one.quantity.figure)}"


def proved(one: Number, closure: Closure) -> list[Ruling]:
    """The figure follows from its operands."""
    text = worked(one, closure)
    note = Note(f"{text}，与文中所写相符。", f"{text}, as the text says.")
    return support([one.quantity.claim], note, _evidence(closure.operands, text), basis=_basis(one, closure.operands))


def denied(one: Number, closure: Closure, error: str) -> list[Ruling]:
    """The figure does not follow from its operands."""
    text, printed = worked(one, closure), shown(one.quantity.figure)
    note = Note(f"{text}，而文中写的是{printed}。", f"{text}, but the text says {printed}.")
    right = value_in(Fraction(closure.point), one.quantity.figure)
    evidence = _evidence(closure.operands, text)
    return refute([one.quantity.claim], error, note, evidence, basis=_basis(one, closure.operands), corrected=right)


def _evidence(operands: Sequence[Number], text: str) -> list[Evidence]:
    seen = dict.fromkeys(each.quantity.claim.passage for each in operands)
    return [*(Evidence("passage", each.text, start=each.start, end=each.end) for each in seen), calculated(text)]


def _basis(one: Number, operands: Sequence[Number]) -> Basis:
    return basis_of([one.sentence, *(each.sentence for each in operands)])
