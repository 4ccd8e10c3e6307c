"""How a value of the book is said to a person, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from liangrong.core.errors import Lang
from liangrong.rules.parameters import Scalar, UnitName, Value

__all__ = ["UNITS", "say"]

UNITS: Final[Mapping[UnitName, tuple[str, str]]] = {
    "ratio": ("比例", "ratio"),
    "per_year": ("年率", "per year"),
    "per_day": ("日率", "per day"),
    "days": ("天", "days"),
    "sessions": ("个交易日", "sessions"),
    "months": ("个月", "months"),
    "yuan": ("元", "yuan"),
    "shares": ("股（份）", "shares"),
    "count": ("", ""),
    "date": ("日期", "date"),
    "flag": ("是否", "yes or no"),
    "choice": ("选项", "choice"),
    "tiers": ("分档", "tiers"),
}
"""Unit to what it is called."""

_NOTHING: Final = ("不作规定", "no number")
_FLAGS: Final = {True: ("是", "yes"), False: ("否", "no")}
_AFTER: Final = frozenset({"days", "sessions", "months", "yuan", "shares"})
_PER: Final = {"per_year": ("/年", " a year"), "per_day": ("/日", " a day")}


def say(value: Value, unit: UnitName, lang: Lang) -> str:
    """A value in words: ratios and rates as percentages, whole numbers with their unit, ``None`` as no number.

    Examples
    --------
    >>> say(Decimal("1.30"), "ratio", "zh"), say(2, "sessions", "en"), say(None, "ratio", "en")
    ('130%', '2 sessions', 'no number')
    """
    place = 0 if lang == "zh" else 1
    if isinstance(value, tuple):
        rows = ["{" + _listed(row, "tiers", lang) + "}" for row in value]
        return ("；", "; ")[place].join(rows) or ("无", "none")[place]
    if isinstance(value, Mapping):
        return _listed(value, unit, lang)
    if value is None:
        return _NOTHING[place]
    if isinstance(value, bool):
        return _FLAGS[value][place]
    if isinstance(value, date | str):
        return str(value)
    if unit == "ratio" or unit in _PER:
        return f"{_digits(Decimal(value) * 100)}%" + (_PER[unit][place] if unit in _PER else "")
    return f"{_digits(value)} {UNITS[unit][place]}".strip() if unit in _AFTER else _digits(value)


def _listed(row: Mapping[str, Scalar], unit: UnitName, lang: Lang) -> str:
    return ("，" if lang == "zh" else ", ").join(f"{key} {say(cell, unit, lang)}" for key, cell in row.items())


def _digits(number: Decimal | int) -> str:
    """Thousands apart, no trailing zeros after the point."""
    if isinstance(number, int):
        return f"{number:,}"
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
