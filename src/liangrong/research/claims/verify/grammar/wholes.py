"""Three levels of one passage of which one is the sum of the others: a total and its two parts, whatever order they come in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.verdicts import closes, value_in

__all__ = ["check_wholes", "of_two_days"]

_REACH: Final = 2
"""Sentences from the first to the last of the three."""
_DIGITS: Final = 4
"""Digits that the two larger ones need, so that their closing is no accident."""
_VAGUE: Final = Fraction(1, 20)
"""What rounding may leave open of the smallest part."""
_MOST: Final = 14


def check_wholes(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Support for every three levels that close to the last digit; nothing is refuted, for nothing says that they must."""
    levels = [
        one
        for one in quantities
        if one.part in (Part.LEVEL, Part.TOTAL)
        and one.figure.kind is Kind.MONEY
        and one.figure.hedge is Hedge.NONE
        and one.figure.value > 0
    ]
    for place, first in enumerate(levels):
        near = [one for one in levels[place + 1 : place + _MOST] if one.sentence - first.sentence <= _REACH]
        for second, third in combinations(near, 2):
            yield from _closing(sorted((first, second, third), key=lambda one: -one.figure.base))


def _digits(one: Quantity) -> int:
    """Digits but for zeros at the end, which round examples have."""
    return len(str(abs(one.figure.value)).replace(".", "").strip("0"))


def of_two_days(one: Quantity, other: Quantity) -> bool:
    """Whether two balances are of different printed days, so that they have no sum."""
    first, second = one.claim.period, other.claim.period
    balances = all(each.claim.metric.endswith("_balance") for each in (one, other))
    return balances and first is not None and second is not None and first.at[0] >= 0 <= second.at[0] and first.end != second.end


def _closing(three: Sequence[Quantity]) -> Iterator[Ruling]:
    whole, large, small = three
    if not (alike(whole, large) and alike(large, small)) or min(_digits(whole), _digits(large)) < _DIGITS:
        return
    if of_two_days(large, small):
        return
    rest = whole.rounding - large.rounding
    assert rest.low is not None, "printed figures are bounded"
    assert rest.high is not None, "printed figures are bounded"
    if rest.low <= 0 or rest.high - rest.low > _VAGUE * rest.high or not rest.meets(small.rounding):
        return
    made = value_in(Fraction(whole.figure.base) - Fraction(large.figure.base), small.figure)
    yield from closes(three, f"{shown(whole.figure)} - {shown(large.figure)} = {made}")
