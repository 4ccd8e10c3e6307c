"""Headlines whose figure is a figure of the body but for its decimal point, where the body's own figure is recomputed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.verdicts import FACTORS, doubted

__all__ = ["check_tenfold"]

_BRIEF: Final = ("title", "summary", "heading")
_FLOWS: Final = frozenset({"net_financing_purchase", "fund_flow", ""})
_DIGITS: Final = 2
_SHORT: Final = 4


def check_tenfold(quantities: Sequence[Quantity], recomputed: Collection[int]) -> Iterator[Ruling]:
    """Refute a headline's amount that only a slipped unit tells from the body's.

    Parameters
    ----------
    recomputed
        The numbers of the claims that close with others; only these are believed against a headline.
    """
    for one in quantities:
        if one.claim.passage.role not in _BRIEF or one.figure.kind is not Kind.MONEY or one.figure.upper is not None:
            continue
        body = [other for other in quantities if other.claim.passage.role not in _BRIEF and _same_thing(one, other)]
        if any(_as_rounded(one).meets(other.rounding) for other in body):
            continue
        found = [
            other
            for other in body
            if other.claim.number in recomputed and min(_digits(one), digits_of(other.figure)) >= _DIGITS
            and any(_as_rounded(one).scaled(factor).meets(other.rounding) for factor in FACTORS)
        ]  # fmt: skip
        if len({other.figure.base for other in found}) == 1:
            right = shown(found[0].figure)
            yield from doubted(
                [one],
                [one, found[0]],
                Note(
                    f"正文中为{right}，并可由其他数字算出；标题中的{shown(one.figure)}单位有误。",
                    f"The body has {right}, which other figures confirm; {shown(one.figure)} in the headline is in a wrong unit.",
                ),
                "unit_slip",
                "cross_statement",
            )


def _same_thing(one: Quantity, other: Quantity) -> bool:
    first, second = one.claim, other.claim
    if first.passage.item != second.passage.item or not alike(one, other) or first.signed != second.signed:
        return False
    if first.scope != second.scope and "" not in (first.scope, second.scope):
        return False
    flows = {first.metric, second.metric} <= _FLOWS
    return flows or (first.metric == second.metric and (one.part is Part.CHANGE) is (other.part is Part.CHANGE))


def _digits(one: Quantity) -> int:
    return len(one.figure.value.normalize().as_tuple().digits)


def _as_rounded(one: Quantity) -> Interval:
    """What a headline's digits leave open, zeros at the end of a short whole number being no digits."""
    value = one.figure.value.normalize()
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "a finite number"
    if exponent <= 0 or _digits(one) >= _SHORT:
        return one.rounding
    return Interval.around(abs(Fraction(value)), Fraction(10) ** exponent / 2).scaled(Fraction(one.figure.size))
