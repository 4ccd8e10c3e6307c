"""One way in which a figure could follow from others: the relation, the operands, and where it would put the figure."""

from __future__ import annotations

from dataclasses import dataclass

from liangrong.research.claims.verify.search.asking import Form
from liangrong.research.claims.verify.search.numbers import Number

__all__ = ["Closure"]


@dataclass(frozen=True, slots=True)
class Closure:
    """A relation with its operands.

    Parameters
    ----------
    low, high
        Where the result lies by the rounding of the operands, in base units.
    formula
        How it is computed: ``{0}/{1} - 1``.
    way
        1 where the operands make it a rise, -1 for a fall, 0 where their order is not known.
    """

    form: Form
    low: float
    high: float
    operands: tuple[Number, ...]
    formula: str
    way: int = 0

    @property
    def point(self) -> float:
        """The middle of where the result lies."""
        return (self.low + self.high) / 2

    def meets(self, low: float, high: float) -> bool:
        """Whether the result can lie between two bounds."""
        return self.low <= high + 1e-9 * abs(high) and low - 1e-9 * abs(low) <= self.high

    def far(self, one: Number) -> int:
        """How far its operands stand from a figure, in figures."""
        return sum(abs(each.place - one.place) for each in self.operands) + 9 * sum(
            abs(each.sentence - one.sentence) for each in self.operands
        )
