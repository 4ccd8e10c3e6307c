"""Derivations of labels, recomputed from the printed digits alone; nothing of the product is used here.

A derivation is a line such as ``27118.65亿 - 27063.20亿 == 55.45亿``: what a reader with a calculator would write beside the label. Every number
stands for its rounding interval unless it begins with ``#`` (then it is exact); ``==`` says that the two sides can be equal, ``!=`` that
they cannot, ``<`` and ``>`` that one lies below or above the other whatever the rounding was.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

__all__ = ["Range", "holds", "printed", "unprinted"]

_SIZES: Final = {
    "万亿": Fraction(10**12),
    "亿": Fraction(10**8),
    "万": Fraction(10**4),
    "tn": Fraction(10**12),
    "bn": Fraction(10**9),
    "mn": Fraction(10**6),
    "k": Fraction(10**3),
    "%": Fraction(1, 100),
    "": Fraction(1),
}
_NUMBER: Final = re.compile(r"(#?)(\d[\d,]*(?:\.\d+)?)\s*(万亿|亿|万|tn|bn|mn|k|%)?")
_RELATION: Final = re.compile(r"==|!=|<|>")


@dataclass(frozen=True, slots=True)
class Range:
    """All numbers from ``low`` to ``high``."""

    low: Fraction
    high: Fraction

    def __add__(self, other: Range) -> Range:
        """The sums."""
        return Range(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        """The differences."""
        return Range(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Range) -> Range:
        """The products."""
        ends = [one * two for one in (self.low, self.high) for two in (other.low, other.high)]
        return Range(min(ends), max(ends))

    def __truediv__(self, other: Range) -> Range:
        """The quotients.

        Raises
        ------
        ZeroDivisionError
            The divisor may be zero.
        """
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError(other)
        return self * Range(1 / other.high, 1 / other.low)


_OPERATORS: Final[dict[type[ast.operator], Callable[[Range, Range], Range]]] = {
    ast.Add: Range.__add__,
    ast.Sub: Range.__sub__,
    ast.Mult: Range.__mul__,
    ast.Div: Range.__truediv__,
}


def holds(derivation: str) -> bool:
    """Whether a derivation is true of the printed digits.

    Examples
    --------
    >>> holds("7.4亿 + 1.2亿 == 8.6亿"), holds("7.4亿 + 1.2亿 == 8.9亿"), holds("2.5146万亿 != 25146bn")
    (True, False, True)
    >>> holds("1.4bn / 0.9bn < #2"), holds("(#1 + 98%) * (#1 + 145%) - #1 == 385%")
    (True, True)
    """
    relation = _RELATION.findall(derivation)
    if len(relation) != 1:
        raise ValueError(f"one relation is wanted: {derivation}")
    left, right = (_range(side) for side in _RELATION.split(derivation))
    match relation[0]:
        case "==":
            return left.low <= right.high and right.low <= left.high
        case "!=":
            return left.high < right.low or right.high < left.low
        case "<":
            return left.high < right.low
        case _:
            return left.low > right.high


def printed(derivation: str) -> list[str]:
    """The numbers of a derivation that must stand in the document, without their units.

    Examples
    --------
    >>> printed("27,118.65亿 / #5 == 348k")
    ['27118.65', '348000']
    """
    found = []
    for exact, digits, unit in _NUMBER.findall(derivation):
        if not exact:
            plain = digits.replace(",", "")
            found.append(str(int(plain) * 1_000) if unit == "k" else plain)
    return found


def unprinted(derivation: str, text: str) -> list[str]:
    """The numbers of a derivation that do not stand in the document."""
    bare = re.sub(r"(?<=\d),(?=\d)", "", re.sub(r"(?<=\d)[ \n](?=\d)", "|", text))
    return [number for number in printed(derivation) if not re.search(rf"(?<![\d.]){re.escape(number)}(?!\d|\.\d)", bare)]


def _range(side: str) -> Range:
    numbers: list[Range] = []

    def name(match: re.Match[str]) -> str:
        exact, digits, unit = match.groups()
        size = _SIZES[unit or ""]
        value = Fraction(digits.replace(",", ""))
        decimals = len(digits.partition(".")[2])
        half = Fraction(0) if exact else Fraction(1, 2 * 10**decimals)
        numbers.append(Range((value - half) * size, (value + half) * size))
        return f" n{len(numbers) - 1} "

    tree = ast.parse(_NUMBER.sub(name, side).strip(), mode="eval")
    return _value(tree.body, numbers)


def _value(node: ast.expr, numbers: list[Range]) -> Range:
    match node:
        case ast.Name(id=name):
            return numbers[int(name[1:])]
        case ast.BinOp(left=left, op=operator, right=right):
            return _OPERATORS[type(operator)](_value(left, numbers), _value(right, numbers))
    raise ValueError(f"not a derivation: {ast.dump(node)}")
