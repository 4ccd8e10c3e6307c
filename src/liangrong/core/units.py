"""Units as types: lossless conversion, parsing of the units that sources print, display in zh and en.

A ratio is a pure number (1.30, never 130); percent exists only on input and on display.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import Enum
from typing import Final

from liangrong.core.errors import Lang, UnitMismatch, UnknownName, UsageError

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
    BILLION_YUAN = ("十亿元", "billion yuan", Dimension.MONEY, Decimal(1_000_000_000))
    WAN_YI_YUAN = ("万亿元", "trillion yuan", Dimension.MONEY, Decimal(1_000_000_000_000))
    SHARE = ("股", "shares", Dimension.SHARES, Decimal(1))
    FUND_UNIT = ("份", "fund units", Dimension.SHARES, Decimal(1))
    LOT = ("手", "lots", Dimension.SHARES, Decimal(100))
    WAN_SHARE = ("万股", "10k shares", Dimension.SHARES, Decimal(10_000))
    WAN_LOT = ("万手", "10k lots", Dimension.SHARES, Decimal(1_000_000))
    YI_SHARE = ("亿股", "100m shares", Dimension.SHARES, Decimal(100_000_000))
    RATIO = ("", "", Dimension.RATIO, Decimal(1))
    PERCENT = ("%", "%", Dimension.RATIO, Decimal("0.01"))
    PERCENTAGE_POINT = ("个百分点", "pp", Dimension.RATIO, Decimal("0.01"))
    PER_MILLE = ("‰", "‰", Dimension.RATIO, Decimal("0.001"))
    COUNT = ("个", "", Dimension.COUNT, Decimal(1))
    WAN_COUNT = ("万个", "10k", Dimension.COUNT, Decimal(10_000))
    ACCOUNT = ("户", "", Dimension.COUNT, Decimal(1))
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


_WIDEST: Final = 60
"""Digits of precision for display; conversion takes as many as the number needs."""

_SPELLINGS: Final[dict[str, Unit]] = {
    **{symbol.replace(" ", ""): u for u in Unit for symbol in (u.symbol("zh"), u.symbol("en")) if symbol},
    "万": Unit.WAN_YUAN,
    "亿": Unit.YI_YUAN,
    "万亿": Unit.WAN_YI_YUAN,
    "百万": Unit.MILLION_YUAN,
    "十亿": Unit.BILLION_YUAN,
    "人民币元": Unit.YUAN,
    "元人民币": Unit.YUAN,
    "万元人民币": Unit.WAN_YUAN,
    "亿元人民币": Unit.YI_YUAN,
    "万亿元人民币": Unit.WAN_YI_YUAN,
    "cny": Unit.YUAN,
    "rmb": Unit.YUAN,
    "million": Unit.MILLION_YUAN,
    "billion": Unit.BILLION_YUAN,
    "trillion": Unit.WAN_YI_YUAN,
    "股/份": Unit.SHARE,
    "股份": Unit.SHARE,
    "万份": Unit.WAN_SHARE,
    "万股/万份": Unit.WAN_SHARE,
    "亿份": Unit.YI_SHARE,
    "亿股/亿份": Unit.YI_SHARE,
    "ratio": Unit.RATIO,
    "percent": Unit.PERCENT,
    "percentagepoints": Unit.PERCENTAGE_POINT,
    "百分点": Unit.PERCENTAGE_POINT,
    "个百分点": Unit.PERCENTAGE_POINT,
    "名": Unit.COUNT,
    "家": Unit.COUNT,
    "笔": Unit.COUNT,
    "万户": Unit.WAN_COUNT,
    "万名": Unit.WAN_COUNT,
    "万笔": Unit.WAN_COUNT,
}


def parse_unit(text: str) -> Unit:
    """Read a unit as sources print it, with or without brackets, full-width or not.

    Raises
    ------
    UnknownName
        The text names no unit; a source that prints a new unit must be refused, not guessed.

    Examples
    --------
    >>> parse_unit("(亿元)").name, parse_unit("股／份").name
    ('YI_YUAN', 'SHARE')
    """
    key = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text)).lower()
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
    number = Decimal(value)
    with localcontext() as context:
        context.prec = len(number.as_tuple().digits) + 2 * _WIDEST
        return _plain(number * source.size / target.size)


def _plain(value: Decimal) -> Decimal:
    """Drop the exponent form, trailing zeros that carry no information, and the sign of zero."""
    value = value.normalize() + 0
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else value


_QUANTITY: Final = re.compile(
    r"(?P<cny>CNY|RMB|¥)?\s*(?P<sign>[+-])?(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?P<unit>[^0-9]*)",
    re.IGNORECASE,
)
_BEYOND: Final = Decimal(10) ** 17
"""A stored amount has fewer whole digits than this, in base units."""
_QUANTITY_EXAMPLES: Final = "2.5万亿, 25145.96亿元, 12.3%"


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
        """Read ``2.5万亿``, ``25,145.96 亿元``, ``CNY 2.5 trillion``, ``12.3%`` or a bare number (a pure ratio).

        Full-width digits and signs count as ordinary ones; commas must group thousands, so ``1,23`` is refused
        rather than read as 123.

        Raises
        ------
        UnknownName
            There is no number, or its unit is unknown.
        UsageError
            It is larger than any stored amount can be.
        """
        cleaned = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
        match = _QUANTITY.fullmatch(cleaned)
        if match is None:
            raise UnknownName(kind="quantity", name=text, known=_QUANTITY_EXAMPLES)
        sign, number, suffix = match["sign"] or "", match["number"], match["unit"].strip()
        if not suffix:
            suffix = "元" if match["cny"] else "ratio"
        found = cls(Decimal(sign + number.replace(",", "")), parse_unit(suffix))
        if abs(found.amount) * found.unit.size >= _BEYOND:
            raise UsageError(
                reason=f"'{text}' is larger than any amount that can be stored.", reason_zh=f"“{text}”超出可存储的任何数额。"
            )
        return found

    def to(self, unit: Unit) -> Quantity:
        """The same quantity in another unit of the same dimension."""
        return Quantity(convert(self.amount, self.unit, unit), unit)

    def __str__(self) -> str:
        return f"{self.amount:,f}{self.unit.symbol()}"


def display(value: Decimal | float, unit: Unit, lang: Lang = "zh", *, digits: int = 2, sign: bool = False) -> str:
    """Show a value in base units (元, 股, a pure ratio …) the way readers of ``lang`` expect it.

    Money goes to 亿元, 万元 or 元 in Chinese (balances are compared in 亿元, also beyond a 万亿) and to billion or
    million in English; a number that rounds up to the next unit is shown in it. Ratios go to percent, differences of ratios to
    percentage points. Whole counts,
    shares and sessions have no decimals. What is not a finite number is shown as ``—``.

    Parameters
    ----------
    value
        In the base unit of ``unit``'s dimension, whatever ``unit`` itself is.
    digits
        Decimals, rounded half up.
    sign
        Print ``+`` before what is still positive after rounding.

    Examples
    --------
    >>> display(2_514_596_000_000, Unit.YUAN), display(2_514_596_000_000, Unit.YUAN, "en")
    ('25,145.96 亿元', 'CNY 2,514.60 billion')
    """
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return "—"
    if unit is Unit.PERCENTAGE_POINT:
        return f"{_rounded(number * 100, digits, sign=sign)} {unit.symbol(lang)}"
    if unit.dimension is Dimension.RATIO:
        return f"{_rounded(number * 100, digits, sign=sign)}%"
    if unit.dimension in (Dimension.MONEY, Dimension.SHARES):
        return _scaled(number, unit, lang, digits=digits, sign=sign)
    digits = digits if unit.dimension is Dimension.POINTS else 0
    return f"{_rounded(number, digits, sign=sign)} {unit.symbol(lang)}".strip()


_STEPS: Final[dict[tuple[Dimension, str], tuple[tuple[Decimal, str], ...]]] = {
    (Dimension.MONEY, "zh"): ((Decimal(1), "元"), (Decimal(10**4), "万元"), (Decimal(10**8), "亿元")),
    (Dimension.MONEY, "en"): ((Decimal(1), ""), (Decimal(10**6), " million"), (Decimal(10**9), " billion")),
    (Dimension.SHARES, "zh"): ((Decimal(1), "股"), (Decimal(10**4), "万股"), (Decimal(10**8), "亿股")),
    (Dimension.SHARES, "en"): ((Decimal(1), "shares"), (Decimal(10**6), "million shares"), (Decimal(10**9), "billion shares")),
}
"""Sizes in which a number is shown, ascending."""


def _scaled(number: Decimal, unit: Unit, lang: Lang, *, digits: int, sign: bool) -> str:
    steps = _STEPS[unit.dimension, lang]
    size, symbol = next(
        step
        for step, following in zip(steps, (*steps[1:], None), strict=True)
        if following is None or abs(_round(number / step[0], digits) * step[0]) < following[0]
    )
    whole = size == 1 and unit.dimension is Dimension.SHARES and number == number.to_integral_value()
    shown = _rounded(number / size, 0 if whole else digits, sign=sign)
    if unit is Unit.FUND_UNIT:
        symbol = symbol.replace("股", "份").replace("shares", "fund units")
    return f"CNY {shown}{symbol}" if lang == "en" and unit.dimension is Dimension.MONEY else f"{shown} {symbol}"


def _rounded(value: Decimal, digits: int, *, sign: bool) -> str:
    rounded = _round(value, digits)
    return f"{'+' if sign and rounded > 0 else ''}{rounded:,f}"


def _round(value: Decimal, digits: int) -> Decimal:
    with localcontext() as context:
        context.prec = max(_WIDEST, value.adjusted() + digits + 2)
        rounded = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded
