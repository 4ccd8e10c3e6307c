"""Whether a finding bears out a figure: the same kind, a value that the printed digits allow, and the same sign."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from liangrong.core.units import Dimension
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.reports.findings import Finding

__all__ = ["is_signed", "numbers_of", "same_sign", "same_value"]

_KINDS: Final[dict[Dimension, frozenset[Kind]]] = {
    Dimension.MONEY: frozenset({Kind.MONEY}),
    Dimension.RATIO: frozenset({Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.BASIS_POINT, Kind.MULTIPLE}),
    Dimension.SHARES: frozenset({Kind.SHARES}),
    Dimension.POINTS: frozenset({Kind.POINTS, Kind.NUMBER}),
}
_COUNTED: Final = frozenset({Kind.COUNT, Kind.RANK, Kind.DURATION, Kind.NUMBER})
_COARSEST: Final = Fraction(3, 100)
"""Half of the last printed digit may be so much of the figure: 2.7 for 2.68 rounds, 3 for 2.68 says something else."""
_HUNDREDTH: Final = Fraction(5, 1000)
"""Two decimals are exact enough for whatever is small: 0.03 %."""
_NEAR: Final = Fraction(5, 100)
"""How far beyond "more than" or below "nearly" a value may lie."""
_SIGNED: Final = ("change", "change_ratio", "distance", "distance_ratio", "drawdown", "net", "growth", "gain")
_GAINS: Final = ("_change", "_gain", "_growth")
_MOVES: Final = ("growth", "windows", "from_peak", "price_effect")
_PARTS: Final = re.compile(r"[./]")
_UP: Final = ("up", "in", "above")
_DOWN: Final = ("down", "out", "below")


def numbers_of(finding: Finding) -> tuple[Decimal, ...]:
    """The value, where it is a number."""
    value = finding.value
    if value is None or isinstance(value, bool | str) or not isinstance(value, Decimal | float | int):
        return ()
    return (Decimal(str(value)),)


def is_signed(finding: Finding) -> bool:
    """Whether its sign says something: a change, a growth, a net flow."""
    parts = _PARTS.split(finding.key)
    is_move = parts[-1] in _SIGNED or parts[-1].endswith(_GAINS) or parts[0] in _MOVES or finding.measure.startswith("net_")
    return is_move or any(number < 0 for number in numbers_of(finding))


def same_value(finding: Finding, figure: Figure) -> bool:
    """Whether the printed digits stand for the value, sign aside."""
    kinds = _COUNTED if finding.unit is None else _KINDS.get(finding.unit.dimension, _COUNTED)
    if figure.kind not in kinds or figure.currency not in ("", "CNY"):
        return False
    return any(_stands_for(figure, abs(number)) for number in numbers_of(finding))


def same_sign(finding: Finding, claim: Claim, figure: Figure) -> bool:
    """Whether sign and direction are those of the finding; an unsigned finding has none to miss."""
    number = numbers_of(finding)[0]
    if not is_signed(finding):
        return figure.value >= 0 or number < 0
    said = -1 if figure.value < 0 or claim.direction in _DOWN else 1
    if claim.direction in _UP and figure.value < 0:
        return False
    return number == 0 or said == (1 if number > 0 else -1)


def _stands_for(figure: Figure, number: Decimal) -> bool:
    value, half = abs(Fraction(figure.value)), Fraction(figure.half_ulp)
    size, exact = Fraction(figure.size), Fraction(number)
    if figure.upper is not None:
        return False
    if figure.hedge in (Hedge.OVER, Hedge.AT_LEAST):
        return (value - half) * size <= exact <= value * size * (1 + _NEAR)
    if figure.hedge in (Hedge.UNDER, Hedge.AT_MOST, Hedge.NEARLY):
        return value * size * (1 - _NEAR) <= exact <= (value + half) * size
    is_fine = half <= value * _COARSEST or half <= _HUNDREDTH or exact == value * size
    return is_fine and (value - half) * size <= exact <= (value + half) * size
