"""Whether a printed figure becomes right after one slip of the pen: one digit, two digits exchanged, the point moved; slips of units are told elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Final

from liangrong.research.claims.figure import Figure
from liangrong.research.claims.interval import Interval

__all__ = ["is_slip"]

_DIGITS: Final = "0123456789"
_SHIFTS: Final = (1, -1, 2, -2)
_FEWEST: Final = 3
"""A number of fewer digits becomes another one too easily."""


def is_slip(figure: Figure, value: Interval) -> bool:
    """Whether one slip makes a figure meet a value.

    Examples
    --------
    >>> from liangrong.research.claims.figure import Kind
    >>> is_slip(Figure(0, 4, "1.63", Decimal("1.63"), "", Kind.NUMBER, half_ulp=Decimal("0.005")), Interval.of(Decimal("1.355"), Decimal("1.365")))
    True
    """
    printed = format(abs(figure.value), "f")
    if len(printed.replace(".", "").lstrip("0")) < _FEWEST:
        return False
    signed = -value if figure.value < 0 else value
    changed = replace(figure, value=abs(figure.value))
    if any(replace(changed, value=Decimal(one)).rounding().meets(signed) for one in _variants(printed)):
        return True
    return any(changed.rounding().scaled(Decimal(10) ** power).meets(signed) for power in _SHIFTS)


def _variants(printed: str) -> Iterator[str]:
    places = [place for place, char in enumerate(printed) if char.isdigit()]
    for place in places:
        yield from (printed[:place] + digit + printed[place + 1 :] for digit in _DIGITS if digit != printed[place])
    for one, other in combinations(places, 2):
        if printed[one] != printed[other]:
            chars = list(printed)
            chars[one], chars[other] = chars[other], chars[one]
            yield "".join(chars)
