"""The smallest fall at which a measure of the book reaches a target, to one basis point.

All whole percents are valued first, then every basis point of the first percent within which the target is reached. For what
only grows with a fall (accounts called, their debt, where nobody is short) that is the smallest fall of all. Yuan to be sold may shrink
again when prices have gone so far that there is nothing left to sell, and accounts that are short recover in a fall: a hump between two
whole percents that ends before the second of them would then be missed, and ``monotone`` says whether the percents themselves rise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from liangrong.book.scales import BASIS_POINTS

__all__ = ["DEEPEST", "Crossing", "Evaluate", "smallest_fall"]

Evaluate: TypeAlias = Callable[[Sequence[int]], Sequence[int]]
"""Falls in basis points to the measure at each."""

DEEPEST: Final = BASIS_POINTS - 1
"""A fall of 99.99 %."""

_COARSE: Final = BASIS_POINTS // 100


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a target is reached.

    Parameters
    ----------
    fall
        Basis points; ``None`` where no fall up to the deepest reaches it.
    value
        The measure there; where nothing reaches the target, the greatest that was seen.
    before
        The measure one basis point earlier.
    monotone
        Whether the measure never shrank from one whole percent to the next.
    path
        Fall and measure at every whole percent.
    """

    fall: int | None
    value: int
    before: int | None
    monotone: bool
    path: tuple[tuple[int, int], ...]


def smallest_fall(evaluate: Evaluate, target: int, *, deepest: int = DEEPEST) -> Crossing:
    """Find it.

    Parameters
    ----------
    evaluate
        Values falls in basis points, in the order given.
    target
        In the unit of the measure.

    Examples
    --------
    >>> found = smallest_fall(lambda falls: [fall // 3 for fall in falls], 700)
    >>> found.fall, found.value, found.before, found.monotone
    (2100, 700, 699, True)
    """
    coarse = [*range(0, deepest, _COARSE), deepest]
    values = list(evaluate(coarse))
    path = tuple(zip(coarse, values, strict=True))
    monotone = all(one <= other for one, other in pairwise(values))
    place = next((at for at, value in enumerate(values) if value >= target), None)
    if place is None:
        return Crossing(None, max(values), None, monotone, path)
    if place == 0:
        return Crossing(0, values[0], None, monotone, path)
    inner = list(range(coarse[place - 1] + 1, coarse[place]))
    found = [(coarse[place - 1], values[place - 1]), *zip(inner, evaluate(inner) if inner else (), strict=True), path[place]]
    at = next(n for n, (_, value) in enumerate(found) if value >= target)
    return Crossing(found[at][0], found[at][1], found[at - 1][1], monotone, path)
