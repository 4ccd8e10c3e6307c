"""A printed figure: what stands on the page, in which unit, how exactly, and what its author hedged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from liangrong.research.claims.interval import Interval

__all__ = ["Figure", "Hedge", "Kind"]


class Kind(StrEnum):
    """What a figure measures; figures of different kinds are never compared."""

    MONEY = "money"
    PERCENT = "percent"
    PERCENTAGE_POINT = "percentage_point"
    BASIS_POINT = "basis_point"
    MULTIPLE = "multiple"
    """2 倍, 1.5 times: a pure number."""
    RATIO = "ratio"
    """1:2, stored as 2 with ``unit`` ``1:n`` (the second side for one of the first); 3:1, stored as 3 with ``unit`` ``n:1``."""
    SHARES = "shares"
    COUNT = "count"
    """112 companies, 9次, 15.64 million accounts: ``unit`` is the noun."""
    RANK = "rank"
    """第三, top five, the first column of a ranked row."""
    POINTS = "points"
    """Of an index or an indicator."""
    DURATION = "duration"
    """6 months, 9年间, 5 trading days: ``unit`` is days, sessions, months or years."""
    NUMBER = "number"
    """Anything else: 720,000 tons, 760 yuan/m³, a bare number in a row."""


class Hedge(StrEnum):
    """What the words around a figure say of its exactness."""

    NONE = ""
    ABOUT = "about"
    """约, 左右, roughly, approximately, …水平."""
    NEARLY = "nearly"
    """近, 将近, nearly, almost: just below."""
    OVER = "over"
    """超, 逾, 突破, 首次突破, more than, exceeding, over: above."""
    AT_LEAST = "at_least"
    """以上, 不低于, at least, or more."""
    UNDER = "under"
    """不足, 低于, below, less than."""
    AT_MOST = "at_most"
    """以内, 不超过, up to, at most."""


_ABOVE: Final = (Hedge.OVER, Hedge.AT_LEAST)
_BELOW: Final = (Hedge.UNDER, Hedge.AT_MOST)
_LOOSE: Final = 2
"""What "about" widens the rounding interval by: a reader expects the digits printed to be nearly right."""
_NEARLY: Final = Decimal("0.1")
"""How far below a figure "nearly" may be, as a share of it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure.

    Parameters
    ----------
    start, end
        Where it stands in ``Article.text``, hedge and unit included as far as they touch it.
    text
        What stands there.
    value
        As printed, in the printed unit, with the printed sign: ``25145.96`` of ``25,145.96 billion yuan``.
    unit
        The printed unit in one spelling: ``亿元``, ``万亿元``, ``billion yuan``, ``billion USD``, ``%``, ``pp``, ``bp``, ``x``, ``1:n``, ``家``, ``stocks``.
    size
        What one printed unit is in the base unit of its kind: 10**8 for 亿元, 10**9 for billion yuan, 0.01 for % and percentage points,
        0.0001 for basis points, 1 otherwise, 10**6 for million accounts.
    half_ulp
        Half of the last printed digit, in the printed unit.
    currency
        ``CNY``, ``USD``, ``HKD``…; empty where the text does not say.
    upper
        The other end of a range such as ``6%-8%``; ``value`` is then the lower one.
    is_word
        Whether the number was written in words (三成, two, 百亿) instead of digits.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    kind: Kind
    size: Decimal = Decimal(1)
    half_ulp: Decimal = Decimal(0)
    hedge: Hedge = Hedge.NONE
    currency: str = ""
    upper: Decimal | None = None
    is_word: bool = False

    @property
    def base(self) -> Decimal:
        """The value in the base unit: yuan, a pure ratio, pieces."""
        return self.value * self.size

    def rounding(self, size: Decimal | None = None) -> Interval:
        """What the printed digits leave open, in base units; the hedge is not read.

        Parameters
        ----------
        size
            Another size of the unit, to try whether 亿 was meant where billion is printed.
        """
        scale = Fraction(self.size if size is None else size)
        half = Fraction(self.half_ulp)
        top = self.value if self.upper is None else self.upper
        return Interval((Fraction(self.value) - half) * scale, (Fraction(top) + half) * scale)

    def interval(self, size: Decimal | None = None) -> Interval:
        """Where the true value may lie if the author is right, in base units: rounding and hedge.

        Examples
        --------
        >>> over = Figure(0, 4, "超700亿", Decimal(700), "亿元", Kind.MONEY, Decimal(10**8), Decimal("0.5"), Hedge.OVER)
        >>> float(over.interval().low), over.interval().high
        (70000000000.0, None)
        """
        scale = Fraction(self.size if size is None else size)
        rounded = self.rounding(size)
        assert rounded.low is not None, "a rounding interval is bounded"
        assert rounded.high is not None, "a rounding interval is bounded"
        value = Fraction(self.value) * scale
        match self.hedge:
            case hedge if hedge in _ABOVE:
                return Interval(value, None) if value >= 0 else Interval(None, value)
            case hedge if hedge in _BELOW:
                return Interval(None, rounded.high) if value >= 0 else Interval(rounded.low, None)
            case Hedge.NEARLY:
                return Interval(*sorted((value * (1 - Fraction(_NEARLY)), rounded.high if value >= 0 else rounded.low)))
            case Hedge.ABOUT:
                slack = Fraction(self.half_ulp) * scale * (_LOOSE - 1)
                return Interval(rounded.low - slack, rounded.high + slack)
        return rounded
