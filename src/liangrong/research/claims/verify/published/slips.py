"""A number that is another one but for a slip of the pen: one digit changed, two exchanged, all of them there in another order."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Final

from liangrong.research.claims.claim import Claim
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.interval import Interval

__all__ = ["mistyped"]

_SUBSTITUTED: Final = 4
"""Digits of which one alone may be wrong; of fewer, too many numbers are so near each other."""
_EXCHANGED: Final = 3
"""Digits of which two may be exchanged."""
_MIXED: Final = 4
"""Digits that may all stand in another order."""


def mistyped(claim: Claim, truth: Interval, *, sure: bool = False) -> bool:
    """Whether the claim's figure, to its last printed digit, is the true one with such a slip; signs are not compared.

    Parameters
    ----------
    sure
        Whether it is certain that the two are about the same thing, so that one wrong digit of three tells enough.

    Examples
    --------
    >>> from liangrong.research.claims.article import Passage
    >>> from liangrong.research.claims.figure import Figure, Kind
    >>> printed = Figure(0, 8, "264.35亿元", Decimal("264.35"), "亿元", Kind.MONEY, Decimal(10**8), Decimal("0.005"))
    >>> claim = Claim(0, Passage(0, 0, 8, "264.35亿元", "body", 1), 0, 8, "264.35亿元", printed)
    >>> mistyped(claim, Interval.of(24_635_000_000, 24_635_000_000)), mistyped(claim, Interval.of(29_999_000_000, 29_999_000_000))
    (True, False)
    """
    figure = claim.figure
    if figure is None or figure.upper is not None or figure.hedge not in (Hedge.NONE, Hedge.ABOUT) or figure.half_ulp <= 0:
        return False
    if truth.low is None or truth.high is None:
        return False
    step = figure.half_ulp * 2
    middle = abs((truth.low + truth.high) / 2) / Fraction(figure.size)
    meant = (Decimal(middle.numerator) / Decimal(middle.denominator) / step).quantize(Decimal(1), ROUND_HALF_EVEN)
    said = (abs(figure.value) / step).quantize(Decimal(1), ROUND_HALF_EVEN)
    if (truth.high - truth.low) / Fraction(figure.size) > 2 * Fraction(step):
        return False
    return _is_slip(str(said), str(meant), least=_EXCHANGED if sure else _SUBSTITUTED)


def _is_slip(said: str, meant: str, *, least: int) -> bool:
    if len(said) != len(meant) or said == meant:
        return False
    apart = [place for place, (one, other) in enumerate(zip(said, meant, strict=True)) if one != other]
    if len(apart) == 1:
        return len(said) >= least
    if len(apart) == 2 and len(said) >= _EXCHANGED:
        return said[apart[0]] == meant[apart[1]] and said[apart[1]] == meant[apart[0]]
    return len(said) >= _MIXED and sorted(said) == sorted(meant)
