"""Figures as plain numbers for a search: bounds as floats, the words of their clause, and which two measure the same thing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.verify.closure.operands import operands_of
from liangrong.research.claims.verify.grammar.quantities import Quantity

__all__ = ["AMOUNTS", "BOUNDS", "Number", "alike", "numbers_of"]

AMOUNTS: Final = (Kind.MONEY, Kind.COUNT, Kind.SHARES, Kind.POINTS, Kind.NUMBER)
"""Kinds of which sums, shares and differences are made."""
BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_SCALES: Final = ("", "thousand", "million", "billion", "trillion", "万", "亿", "万亿")
"""Units of a bare number: what it measures is left to the figures beside it."""
_CLAUSE: Final = re.compile(r"[，。；;：:？！?!()（）]|,(?!\d{3})|\s[—–-]+\s|——|\.\s|\.$")
_ORDER: Final = 10_000
_WORDED: Final = 0.1
_EXTRA: Final = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Number:
    """One figure.

    Parameters
    ----------
    low, high
        What its rounding leaves open, sign dropped, in base units.
    clause
        The words of its clause, the figure among them.
    near
        The words of its clause between the figures before and after it.
    digits
        How many digits it prints, zeros at the ends aside.
    """

    quantity: Quantity
    low: float
    high: float
    clause: str
    before: str
    after: str
    digits: int

    @property
    def value(self) -> float:
        """The printed value, sign dropped, in base units."""
        return (self.low + self.high) / 2

    @property
    def width(self) -> float:
        """How much its rounding leaves open."""
        return self.high - self.low

    @property
    def kind(self) -> Kind:
        """What it measures."""
        return self.quantity.figure.kind

    @property
    def sentence(self) -> int:
        """The number of its passage."""
        return self.quantity.sentence

    @property
    def place(self) -> int:
        """Its number among the figures of the text."""
        return self.quantity.place

    @property
    def near(self) -> str:
        """The words beside it, up to the figures and commas around it."""
        return f"{self.before} # {self.after}"

    @property
    def bounded(self) -> bool:
        """Whether it is said to be a bound instead of a value."""
        return self.quantity.figure.hedge in BOUNDS


def numbers_of(article: Article, claims: Sequence[Claim], refuted: Collection[int]) -> list[Number]:
    """All numbers of the prose that are single and not zero; what was refuted is no operand and left out."""
    found = []
    for quantity in operands_of(article, claims):
        figure, claim = quantity.figure, quantity.claim
        if figure.upper is not None or figure.value == 0 or claim.number in refuted or figure.kind is Kind.RANK:
            continue
        size, value, half = float(figure.size), abs(float(figure.value)), _half(figure)
        text, at = claim.passage.text, figure.start - claim.passage.start
        end = figure.end - claim.passage.start
        head, tail = _head(text[:at]), _CLAUSE.split(text[end:])[0]
        found.append(
            Number(
                quantity,
                (value - half) * size,
                (value + half) * size,
                head + text[at:end] + tail,
                _head(quantity.before),
                _CLAUSE.split(quantity.after)[0],
                len(_EXTRA.sub("", str(abs(figure.value))).strip("0")) or 1,
            )
        )
    return found


def _head(text: str) -> str:
    """The words of a clause before a figure; of a bare figure behind a colon, those before the colon."""
    parts = _CLAUSE.split(text)
    return (
        parts[-2]
        if len(parts) > 1 and not re.search(r"\w", parts[-1]) and text.rstrip(" +-").endswith((":", "："))
        else parts[-1]
    )


def _half(figure: Figure) -> float:
    """Half of the last digit; a count of things or days is exact, and a tenth or three tenths in words nearly so."""
    counted = figure.kind in (Kind.COUNT, Kind.DURATION) and figure.size == 1 and figure.value == int(figure.value)
    if counted:
        return 0.0
    return float(figure.half_ulp) * (_WORDED if figure.is_word and figure.kind is Kind.PERCENT else 1.0)


def alike(one: Number, other: Number) -> bool:
    """Whether two amounts can be added or compared; a bare number goes with whatever stands beside it, if it is of its order."""
    first, second = one.quantity.figure, other.quantity.figure
    if first.kind is second.kind is Kind.MONEY:
        return first.currency == second.currency or "" in (first.currency, second.currency)
    if first.kind is Kind.DURATION or second.kind is Kind.DURATION:
        return first.kind is second.kind and first.unit == second.unit
    if first.kind is second.kind and first.unit == second.unit:
        return True
    if first.kind is second.kind is Kind.COUNT and first.unit and second.unit:
        return (
            first.unit.endswith(second.unit)
            or second.unit.endswith(first.unit)
            or first.unit.startswith(second.unit)
            or second.unit.startswith(first.unit)
        )
    bare = [
        each.unit in _SCALES and each.kind in (Kind.COUNT, Kind.NUMBER, Kind.MONEY) and not each.currency
        for each in (first, second)
    ]
    if not any(bare):
        return first.kind is second.kind and first.kind is not Kind.NUMBER
    small, big = sorted((one.value, other.value))
    return first.kind in AMOUNTS and second.kind in AMOUNTS and (first.kind is second.kind or big < small * _ORDER)
