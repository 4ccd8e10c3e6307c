"""Amounts on a chart: the unit in which its numbers can be read, and a number with its sign."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from liangrong.core.errors import Lang
from liangrong.core.units import Unit

__all__ = ["AmountUnit", "amount_unit", "signed"]

_Choices: TypeAlias = tuple[tuple[Decimal, str], ...]

_MONEY: Final[dict[Lang, _Choices]] = {
    "zh": ((Unit.WAN_YI_YUAN.size, "万亿元"), (Unit.YI_YUAN.size, "亿元"), (Unit.WAN_YUAN.size, "万元")),
    "en": ((Unit.WAN_YI_YUAN.size, "CNY trn"), (Unit.BILLION_YUAN.size, "CNY bn"), (Unit.MILLION_YUAN.size, "CNY m")),
}
_SHARES: Final[dict[Lang, _Choices]] = {
    "zh": ((Unit.YI_SHARE.size, "亿股"), (Unit.WAN_SHARE.size, "万股"), (Unit.SHARE.size, "股")),
    "en": ((Decimal(10**9), "bn shares"), (Decimal(10**6), "m shares"), (Decimal(1), "shares")),
}


@dataclass(frozen=True, slots=True)
class AmountUnit:
    """A unit as written on a chart.

    Parameters
    ----------
    size
        Base units (元, shares, 1) in one of it.
    name
        What stands after a number in the reader's language.
    is_ratio
        Whether numbers are shown as percentages.
    """

    size: float
    name: str
    is_ratio: bool = False

    @property
    def number(self) -> str:
        """How one number of the unit is written out, in the notation that Vega shares with Python."""
        return ".2%" if self.is_ratio else ",.2f"

    @property
    def digits(self) -> int:
        """Decimals that a drawing keeps of a number in this unit."""
        return 5 if self.is_ratio else 2

    def titled(self, title: str, lang: Lang) -> str:
        """A title with the unit behind it.

        Examples
        --------
        >>> AmountUnit(1e8, "亿元").titled("余额", "zh"), AmountUnit(1.0, "", is_ratio=True).titled("ratio", "en")
        ('余额（亿元）', 'ratio')
        """
        if not self.name:
            return title
        return f"{title}（{self.name}）" if lang == "zh" else f"{title} ({self.name})"

    def text(self, amount: float) -> str:
        """An amount in base units as a label says it.

        Examples
        --------
        >>> AmountUnit(1e8, "亿元").text(1.234e10), AmountUnit(1e12, "CNY trn").text(2.715e12)
        ('123.40 亿元', 'CNY 2.71 trn')
        """
        number = f"{amount / self.size:{self.number}}"
        currency, _, scale = self.name.rpartition(" ")
        return f"{currency} {number} {scale}".strip()


def amount_unit(largest: float, lang: Lang, *, unit: str = "元", trillions: bool = False) -> AmountUnit:
    """The unit in which the largest amount has a digit before the point.

    Parameters
    ----------
    largest
        Its size in base units.
    unit
        What a column of an answer names: 元, 股, 1 of a ratio, or something that is only counted.
    trillions
        Whether 万亿元 (trillions) may be chosen: for a headline, not for a scale whose small numbers would vanish.

    Examples
    --------
    >>> amount_unit(2.7e12, "zh").name, amount_unit(2.7e12, "zh", trillions=True).name, amount_unit(5e6, "en").name
    ('亿元', '万亿元', 'CNY m')
    """
    if unit in ("", "1"):
        return AmountUnit(1.0, "", is_ratio=True)
    choices = {"元": _MONEY[lang][0 if trillions else 1 :], "股": _SHARES[lang]}.get(unit, ((Decimal(1), unit),))
    size, name = next((choice for choice in choices if abs(largest) >= choice[0]), choices[-1])
    return AmountUnit(float(size), name)


def signed(value: float) -> str:
    """A number with its sign and as many digits as a label has room for; zero has no sign.

    Examples
    --------
    >>> signed(34.231), signed(-1234.56), signed(-0.001)
    ('+34.23', '-1,234.6', '0.00')
    """
    digits = 2 if abs(value) < 100 else 1
    text = f"{value:+,.{digits}f}"
    return text.lstrip("+-") if not float(text.replace(",", "")) else text
