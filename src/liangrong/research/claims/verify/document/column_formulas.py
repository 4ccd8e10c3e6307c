"""What a column of a table may be made of: every formula over its other columns, worked out row by row; which of them holds is told elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, combinations, pairwise, permutations
from typing import Final, TypeAlias

from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.interval import Interval

__all__ = ["Cells", "Formula", "formulas"]

Cells: TypeAlias = tuple[Figure | None, ...]
"""The figures of one column, one for each row."""

_ONE: Final = Interval.of(1, 1)
_RATIOS: Final = (Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MULTIPLE, Kind.NUMBER)
_POINTS: Final = (Kind.PERCENT, Kind.PERCENTAGE_POINT)
_PRICED: Final = (Kind.SHARES, Kind.COUNT, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class Formula:
    """One way to make a column.

    Parameters
    ----------
    target
        The place of the column that is made.
    operands
        The places of the columns that it is made of.
    shown
        The formula with ``{0}`` and ``{1}`` for the names of the operands.
    values
        What it gives in each row, in base units; ``None`` where a cell lacks, or where the kinds of figure do not allow it.
    is_sum
        Whether it is a sum or difference of two columns, which each of the three may be made of.
    """

    target: int
    operands: tuple[int, ...]
    shown: str
    values: tuple[Interval | None, ...]
    is_sum: bool = False


_Rule: TypeAlias = Callable[[Interval, Interval], Interval | None]


def formulas(columns: Sequence[Cells], totals: Sequence[Figure | None], *, is_whole: bool) -> Iterator[Formula]:
    """Every formula for every column.

    Parameters
    ----------
    totals
        The figure of the row of sums for each column.
    is_whole
        Whether the rows shown are all there are, so that their sum is the total.
    """
    for target, made in enumerate(columns):
        others = [place for place in range(len(columns)) if place != target]
        for one, other in combinations(others, 2):
            yield _of_two(made, columns, target, one, other, "{0} + {1}", _plus, _is_sum)
        for one, other in permutations(others, 2):
            yield _of_two(made, columns, target, one, other, "{0} - {1}", _minus, _is_sum)
            yield _of_two(made, columns, target, one, other, "{0} / {1} - 1", _growth, _is_ratio)
            yield _of_two(made, columns, target, one, other, "{0} / {1}", _over, _is_ratio)
            yield _of_two(made, columns, target, one, other, "{0} / ({1} - {0})", _on_base, _is_ratio)
            yield _of_two(made, columns, target, one, other, "{0} × {1}", _times, _is_product)
        for one in others:
            yield from _of_one(made, columns[one], target, one, totals[one], is_whole=is_whole)


def _of_two(
    made: Cells,
    columns: Sequence[Cells],
    target: int,
    one: int,
    other: int,
    shown: str,
    rule: _Rule,
    fits: Callable[[Figure, Figure, Figure], bool],
) -> Formula:
    values = tuple(
        rule(first.rounding(), second.rounding())
        if cell is not None and first is not None and second is not None and fits(cell, first, second)
        else None
        for cell, first, second in zip(made, columns[one], columns[other], strict=True)
    )
    return Formula(target, (one, other), shown, values, is_sum=fits is _is_sum)


def _of_one(made: Cells, cells: Cells, target: int, one: int, total: Figure | None, *, is_whole: bool) -> Iterator[Formula]:
    """A share of the whole, a running sum, the step from the row before or behind, as an amount or as growth."""
    if any(cell is None for cell in cells):
        return
    told = [cell for cell in cells if cell is not None]
    if len({(cell.kind, cell.currency) for cell in told}) != 1:
        return
    amounts = [cell.rounding() for cell in told]
    whole = total.rounding() if total is not None else Interval.total(amounts) if is_whole else None
    if whole is not None and _all(made, _RATIOS):
        yield Formula(target, (one,), "{0} / Σ{0}", tuple(_over(amount, whole) for amount in amounts))
    if _all(made, (told[0].kind,)):
        yield Formula(target, (one,), "Σ…{0}", tuple(accumulate(amounts)))
    steps = list(pairwise(amounts))
    for pairs, lead in ((steps, True), ([(after, before) for before, after in steps], False)):
        for shown, rule, kinds in (("Δ{0}", _step, (told[0].kind,)), ("Δ{0} / {0}", _rise, _RATIOS)):
            if _all(made[1:] if lead else made[:-1], kinds):
                found = [rule(before, after) for before, after in pairs]
                yield Formula(target, (one,), shown, tuple([None, *found] if lead else [*found, None]))


def _all(cells: Cells, kinds: Sequence[Kind]) -> bool:
    return all(cell is not None and cell.kind in kinds for cell in cells)


def _is_sum(made: Figure, one: Figure, other: Figure) -> bool:
    if one.kind is not other.kind or one.currency != other.currency:
        return False
    return made.kind is one.kind or (made.kind in _POINTS and one.kind in _POINTS)


def _is_ratio(made: Figure, one: Figure, other: Figure) -> bool:
    return made.kind in _RATIOS and one.kind is other.kind and one.kind not in _POINTS and one.currency == other.currency


def _is_product(made: Figure, one: Figure, other: Figure) -> bool:
    return one.kind in _PRICED and other.kind in (Kind.MONEY, Kind.NUMBER) and made.kind is other.kind


def _plus(one: Interval, other: Interval) -> Interval:
    return one + other


def _minus(one: Interval, other: Interval) -> Interval:
    return one - other


def _step(before: Interval, after: Interval) -> Interval:
    return after - before


def _rise(before: Interval, after: Interval) -> Interval | None:
    return _growth(after, before)


def _growth(new: Interval, old: Interval) -> Interval | None:
    ratio = _over(new, old)
    return ratio - _ONE if ratio is not None and ratio.low is not None and ratio.low >= 0 else None


def _on_base(change: Interval, level: Interval) -> Interval | None:
    return _over(change, level - change)


def _over(part: Interval, whole: Interval) -> Interval | None:
    """A quotient; the dividend may be negative, the divisor not."""
    if whole.low is None or whole.low <= 0 or part.low is None or part.high is None:
        return None
    if part.low >= 0:
        return part.over(whole)
    if part.high <= 0:
        return -((-part).over(whole))
    return Interval(part.low / whole.low, part.high / whole.low)


def _times(one: Interval, other: Interval) -> Interval | None:
    if one.low is None or other.low is None or min(one.low, other.low) < Fraction(0):
        return None
    return one.times(other)
