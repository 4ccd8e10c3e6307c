"""Units as types: lossless conversion, parsing of the units that sources print, display in zh and en.

A ratio is a pure number (1.30, never 130); percent exists only on input and on display.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import Enum
from typing import Final

from liangrong.core.errors import Lang, UnitMismatch, UnknownName

__all__ = ["Dimension", "Quantity", "Unit", "convert", "display", "parse_unit"]


class Dimension(Enum):
    """What a unit measures; conversions stay inside one dimension."""

    MONEY = "money"
    SHARES = "shares"
    RATIO = "ratio"
    COUNT = "count"
    POINTS = "points"
    SESSIONS = "sessions"


class Unit(Enum):
    """A unit: (symbol in Chinese, symbol in English, dimension, size in the dimension's base unit).

    ``LOT`` is 手 of shares or fund units (100); bonds count 手 differently and are not converted here.
    """

    YUAN = ("元", "yuan", Dimension.MONEY, Decimal(1))
    THOUSAND_YUAN = ("千元", "thousand yuan", Dimension.MONEY, Decimal(1_000))
    WAN_YUAN = ("万元", "10k yuan", Dimension.MONEY, Decimal(10_000))
    MILLION_YUAN = ("百万元", "million yuan", Dimension.MONEY, Decimal(1_000_000))
    YI_YUAN = ("亿元", "100m yuan", Dimension.MONEY, Decimal(100_000_000))
    WAN_YI_YUAN = ("万亿元", "trillion yuan", Dimension.MONEY, Decimal(1_000_000_000_000))
    SHARE = ("股", "shares", Dimension.SHARES, Decimal(1))
    FUND_UNIT = ("份", "fund units", Dimension.SHARES, Decimal(1))
    LOT = ("手", "lots", Dimension.SHARES, Decimal(100))
    WAN_SHARE = ("万股", "10k shares", Dimension.SHARES, Decimal(10_000))
    YI_SHARE = ("亿股", "100m shares", Dimension.SHARES, Decimal(100_000_000))
    RATIO = ("", "", Dimension.RATIO, Decimal(1))
    PERCENT = ("%", "%", Dimension.RATIO, Decimal("0.01"))
    PER_MILLE = ("‰", "‰", Dimension.RATIO, Decimal("0.001"))
    COUNT = ("个", "", Dimension.COUNT, Decimal(1))
    WAN_COUNT = ("万个", "10k", Dimension.COUNT, Decimal(10_000))
    POINT = ("点", "points", Dimension.POINTS, Decimal(1))
    SESSION = ("个交易日", "sessions", Dimension.SESSIONS, Decimal(1))

    @property
    def dimension(self) -> Dimension:
        """The dimension this unit measures."""
        return self.value[2]

    @property
    def size(self) -> Decimal:
        """How many base units (元, 股, 1 …) one of this unit is."""
        return self.value[3]

    def symbol(self, lang: Lang = "zh") -> str:
        """The symbol printed after a number."""
        return self.value[0] if lang == "zh" else self.value[1]


_SPELLINGS: Final[dict[str, Unit]] = {
    **{u.value[0]: u for u in Unit if u.value[0]},
    "万": Unit.WAN_YUAN,
    "亿": Unit.YI_YUAN,
    "万亿": Unit.WAN_YI_YUAN,
    "百万": Unit.MILLION_YUAN,
    "人民币元": Unit.YUAN,
    "yuan": Unit.YUAN,
    "cny": Unit.YUAN,
    "rmb": Unit.YUAN,
    "股/份": Unit.SHARE,
    "万份": Unit.WAN_SHARE,
    "万股/万份": Unit.WAN_SHARE,
    "亿份": Unit.YI_SHARE,
    "亿股/亿份": Unit.YI_SHARE,
    "shares": Unit.SHARE,
    "ratio": Unit.RATIO,
    "percent": Unit.PERCENT,
    "％": Unit.PERCENT,
    "户": Unit.COUNT,
    "名": Unit.COUNT,
    "家": Unit.COUNT,
    "万户": Unit.WAN_COUNT,
    "万名": Unit.WAN_COUNT,
    "点": Unit.POINT,
}


def parse_unit(text: str) -> Unit:
    """Read a unit as sources print it, with or without brackets.

    Raises
    ------
    UnknownName
        The text names no unit; a source that prints a new unit must be refused, not guessed.

    Examples
    --------
    >>> parse_unit("(亿元)"), parse_unit("股/份")
    (<Unit.YI_YUAN: ...>, <Unit.SHARE: ...>)
    """
    key = re.sub(r"[\s()（）]", "", text).lower()
    found = _SPELLINGS.get(key)
    if found is None:
        raise UnknownName(kind="unit", name=text, known="、".join(u.value[0] for u in Unit if u.value[0]))
    return found


def convert(value: Decimal | int | str, source: Unit, target: Unit) -> Decimal:
    """Convert exactly; no precision is lost whatever the size of the number.

    Raises
    ------
    UnitMismatch
        The units measure different things.

    Examples
    --------
    >>> convert("25145.96", Unit.YI_YUAN, Unit.YUAN)
    Decimal('2514596000000')
    """
    if source.dimension is not target.dimension:
        raise UnitMismatch(source=source.value[0] or source.name, target=target.value[0] or target.name)
    with localcontext() as context:
        context.prec = 60
        result = Decimal(value) * source.size / target.size
        return _plain(result)


def _plain(value: Decimal) -> Decimal:
    """Drop the exponent form and trailing zeros that carry no information."""
    value = value.normalize()
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else value


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.

    Examples
    --------
    >>> Quantity(Decimal("2.5"), Unit.WAN_YI_YUAN).to(Unit.YI_YUAN).amount
    Decimal('25000')
    """

    amount: Decimal
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read ``2.5万亿``, ``25,145.96 亿元``, ``12.3%`` or a bare number (a pure ratio).

        Raises
        ------
        UnknownName
            There is no number, or its unit is unknown.
        """
        match = re.fullmatch(r"\s*([+-]?[\d,]+(?:\.\d+)?)\s*(\D*)\s*", text)
        if match is None:
            raise UnknownName(kind="quantity", name=text, known="2.5万亿, 25145.96亿元, 12.3%")
        unit = parse_unit(match[2]) if match[2].strip() else Unit.RATIO
        return cls(Decimal(match[1].replace(",", "")), unit)

    def to(self, unit: Unit) -> Quantity:
        """The same quantity in another unit of the same dimension."""
        return Quantity(convert(self.amount, self.unit, unit), unit)

    def __str__(self) -> str:
        return f"{self.amount:,f}{self.unit.symbol()}"


def display(value: Decimal | float, unit: Unit, lang: Lang = "zh", *, digits: int = 2, sign: bool = False) -> str:
    """Show a base-unit value the way readers of ``lang`` expect it.

    Money goes to 万亿/亿/万 in Chinese and to trillion/billion/million in English; ratios go to percent.

    Parameters
    ----------
    value
        In the base unit of ``unit``'s dimension (元, 股, a pure ratio …).
    sign
        Print ``+`` before positive numbers.

    Examples
    --------
    >>> display(2_514_596_000_000, Unit.YUAN), display(2_514_596_000_000, Unit.YUAN, "en")
    ('25,145.96 亿元', 'CNY 2,514.60 billion')
    """
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    plus = "+" if sign and number > 0 else ""
    if unit.dimension is Dimension.RATIO:
        return f"{plus}{_round(number * 100, digits):,f}%"
    if unit.dimension in (Dimension.MONEY, Dimension.SHARES):
        steps = _STEPS[unit.dimension, lang]
        size, symbol = next(((s, t) for s, t in steps if abs(number) >= s), steps[-1])
        shown = f"{plus}{_round(number / size, digits if size > 1 else min(digits, 2)):,f}"
        return f"CNY {shown} {symbol}".strip() if lang == "en" and unit.dimension is Dimension.MONEY else f"{shown} {symbol}"
    symbol = unit.symbol(lang)
    digits = digits if unit.dimension is Dimension.POINTS else 0
    return f"{plus}{_round(number, digits):,f} {symbol}".strip()


_STEPS: Final[dict[tuple[Dimension, str], tuple[tuple[Decimal, str], ...]]] = {
    (Dimension.MONEY, "zh"): ((Decimal(10**8), "亿元"), (Decimal(10**4), "万元"), (Decimal(1), "元")),
    (Dimension.MONEY, "en"): ((Decimal(10**9), "billion"), (Decimal(10**6), "million"), (Decimal(1), "")),
    (Dimension.SHARES, "zh"): ((Decimal(10**8), "亿股"), (Decimal(10**4), "万股"), (Decimal(1), "股")),
    (Dimension.SHARES, "en"): ((Decimal(10**9), "billion shares"), (Decimal(10**6), "million shares"), (Decimal(1), "shares")),
}


def _round(value: Decimal, digits: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded
