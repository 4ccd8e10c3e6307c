"""Whether a table stands in the order that it says it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from liangrong.core.results import Note

__all__ = ["OutOfOrder", "first_out_of_order"]


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """The first neighbours of a descending table that stand the wrong way round.

    Parameters
    ----------
    rank
        The place of the upper one, from 1.
    upper, lower
        Their names.
    upper_value, lower_value
        Their values; the lower one is the larger.
    """

    rank: int
    upper: str
    lower: str
    upper_value: Decimal | float
    lower_value: Decimal | float

    def note(self) -> Note:
        """The same in words."""
        return Note(
            f"顺序有误：第 {self.rank} 位{self.upper}（{self.upper_value}）小于第 {self.rank + 1} 位{self.lower}（{self.lower_value}）。",
            f"Out of order: number {self.rank}, {self.upper} ({self.upper_value}), is smaller than number {self.rank + 1}, "
            f"{self.lower} ({self.lower_value}).",
        )


def first_out_of_order(names: Sequence[str], values: Sequence[Decimal | float]) -> OutOfOrder | None:
    """The first pair of a table sorted from the largest down that is not; ``None`` where it is in order. Equals may stand together.

    Examples
    --------
    >>> first_out_of_order(["派能科技", "燕麦科技", "德方纳米"], [0.50, 0.50, 0.56]).note().zh
    '顺序有误：第 2 位燕麦科技（0.5）小于第 3 位德方纳米（0.56）。'
    >>> first_out_of_order(["派能科技", "燕麦科技"], [0.50, 0.50]) is None
    True
    """
    rows = zip(names, values, strict=True)
    for rank, ((upper, high), (lower, low)) in enumerate(pairwise(rows), start=1):
        if not high >= low:
            return OutOfOrder(rank, upper, lower, high, low)
    return None
