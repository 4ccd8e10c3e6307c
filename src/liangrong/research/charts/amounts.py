"""Money on a chart: the unit in which its numbers can be read, and a number with its sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from liangrong.core.errors import Lang
from liangrong.core.units import Unit

__all__ = ["AmountUnit", "amount_unit", "signed"]

_UNITS: Final = {
    "zh": ((Unit.WAN_YI_YUAN, "万亿元"), (Unit.YI_YUAN, "亿元"), (Unit.WAN_YUAN, "万元")),
    "en": ((Unit.WAN_YI_YUAN, "CNY trn"), (Unit.BILLION_YUAN, "CNY bn"), (Unit.MILLION_YUAN, "CNY m")),
}


@dataclass(frozen=True, slots=True)
class AmountUnit:
    """A unit of money as written on a chart.

    Parameters
    ----------
    size
        元 in one of it.
    name
        What stands after a number in the reader's language.
    """

    size: float
    name: str

    def text(self, amount: float) -> str:
        """An amount in 元 as a label says it.

        Examples
        --------
        >>> AmountUnit(1e8, "亿元").text(1.234e10), AmountUnit(1e12, "CNY trn").text(2.715e12)
        ('123.40 亿元', 'CNY 2.71 trn')
        """
        number = f"{amount / self.size:,.2f}"
        currency, _, scale = self.name.rpartition(" ")
        return f"{currency} {number} {scale}".strip()


def amount_unit(largest: float, lang: Lang, *, trillions: bool = False) -> AmountUnit:
    """The unit in which the largest amount has a digit before the point.

    Parameters
    ----------
    largest
        Its size in 元.
    trillions
        Whether 万亿元 (trillions) may be chosen: for a headline, not for a scale whose small numbers would vanish.

    Examples
    --------
    >>> amount_unit(2.7e12, "zh").name, amount_unit(2.7e12, "zh", trillions=True).name, amount_unit(5e6, "en").name
    ('亿元', '万亿元', 'CNY m')
    """
    choices = _UNITS[lang][0 if trillions else 1 :]
    unit, name = next((choice for choice in choices if abs(largest) >= choice[0].size), choices[-1])
    return AmountUnit(float(unit.size), name)


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
