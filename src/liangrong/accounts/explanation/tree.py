"""A number with the way to it: a tree whose leaves are inputs and parameters, and whose nodes combine their children.

Only the shape and its arithmetic; which formula a measure has stands in ``formulas``, how a tree is shown in ``explain``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from math import prod
from operator import sub
from typing import Final, Literal, TypeAlias

from liangrong.core.results import Note
from liangrong.rules.events import Confidence

__all__ = ["Explanation", "Operation", "ValueUnit", "combined", "result_of"]

Operation: TypeAlias = Literal[
    "input", "parameter", "sum", "difference", "product", "quotient", "least", "not_negative", "when_below",
]  # fmt: skip
"""How a value follows from those of the children. ``input``: a fact of the account or the market; ``parameter``: from the
rulebook; ``difference``: the first less all others; ``quotient``: the first over the second, nothing where that is not
positive; ``not_negative``: the child or zero; ``when_below``: the third where the first lies below the second, else zero."""

ValueUnit: TypeAlias = Literal["yuan", "yuan_per_share", "shares", "percent", "times"]
"""What a value is counted in. ``percent`` and ``times`` are pure numbers, shown as 130 % and as 1.30 times."""

_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One number and where it comes from.

    Parameters
    ----------
    value
        Exact; ``None`` where the quantity is not defined, such as a maintenance ratio without debt.
    symbol
        As in the rules' formulas: ``F``, ``m``, ``M`` …
    citation, confidence
        Document and article, and how sure it is; empty for inputs.
    """

    label: Note
    value: Decimal | None
    unit: ValueUnit
    operation: Operation = "input"
    symbol: str = ""
    children: tuple[Explanation, ...] = ()
    citation: str = ""
    confidence: Confidence | None = None
    note: Note | None = None


def combined(
    operation: Operation,
    label: Note,
    children: Sequence[Explanation],
    *,
    unit: ValueUnit = "yuan",
    symbol: str = "",
    citation: str = "",
    note: Note | None = None,
) -> Explanation:
    """Return the node that an operation makes of its children.

    Examples
    --------
    >>> two, three = (Explanation(label=Note("", ""), value=Decimal(n), unit="times") for n in (2, 3))
    >>> combined("product", Note("积", "product"), [two, three], unit="times").value
    Decimal('6')
    """
    return Explanation(
        label=label,
        value=result_of(operation, [child.value for child in children]),
        unit=unit,
        operation=operation,
        symbol=symbol,
        children=tuple(children),
        citation=citation,
        confidence="H" if citation else None,
        note=note,
    )


def result_of(operation: Operation, values: Sequence[Decimal | None]) -> Decimal | None:
    """Apply an operation; a value that is not defined makes the result undefined, and is below nothing."""
    if operation == "when_below":
        compared, line, then = values
        assert line is not None, "a line is a number"
        return then if compared is not None and compared < line else _ZERO
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    match operation:
        case "sum":
            return sum(known, _ZERO)
        case "difference":
            return reduce(sub, known)
        case "product":
            return prod(known, start=Decimal(1))
        case "quotient":
            return known[0] / known[1] if known[1] > 0 else None
        case "least":
            return min(known)
        case "not_negative":
            return max(_ZERO, known[0])
        case _:
            raise AssertionError(f"{operation} has no children")
