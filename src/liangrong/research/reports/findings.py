"""A finding: one figure with everything needed to check it, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Literal, TypeAlias

from liangrong.core.errors import Lang
from liangrong.core.results import Note, plain
from liangrong.core.units import Dimension, Unit, display

__all__ = ["GRADES", "Finding", "Grade", "Value", "shown", "tabled"]

Grade: TypeAlias = Literal["published", "computed", "bounded", "suspect", "unknown"]
"""``published``: read from a source as it is; ``computed``: by the formula from published figures; ``bounded``: true, but a
hole in the history is only bounded by another basis; ``suspect``: rests on a row that failed a check; ``unknown``: no value."""

_Day: TypeAlias = date | None

Value: TypeAlias = Decimal | float | int | bool | date | str | None

GRADES: Final[dict[Grade, tuple[str, str]]] = {
    "published": ("公布值", "published"),
    "computed": ("计算值", "computed"),
    "bounded": ("有界", "bounded"),
    "suspect": ("存疑", "suspect"),
    "unknown": ("未知", "not known"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure and its evidence.

    Parameters
    ----------
    key
        Stable name inside one brief, such as ``financing.change``.
    measure
        The measure, as ``liangrong show`` names it, or the name of the comparison.
    date
        The session the figure holds on.
    value
        In the base unit of ``unit`` (元, 股, a pure ratio); ``None`` when it is not known.
    formula
        How it was computed, in terms of measures; empty for published figures.
    reason
        Why there is no value; required when ``value`` is ``None``.
    parameters
        The numbers that belong to the question, such as the length of a window.
    """

    key: str
    measure: str
    scope: str
    date: date | None
    value: Value
    unit: Unit | None = None
    formula: str = ""
    source: tuple[str, ...] = ()
    known_at: datetime | None = None
    grade: Grade = "computed"
    reason: Note | None = None
    parameters: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert (self.value is None) == (self.grade == "unknown") == (self.reason is not None), self.key

    @classmethod
    def unknown(
        cls,
        key: str,
        measure: str,
        scope: str,
        reason: Note,
        *,
        day: _Day = None,
        unit: Unit | None = None,
        **parameters: Any,
    ) -> Finding:
        """A question without an answer, and why."""
        return cls(key, measure, scope, day, None, unit, grade="unknown", reason=reason, parameters=parameters)

    def row(self, lang: Lang) -> dict[str, Any]:
        """The finding as a JSON row: money as decimal strings in 元, ratios as numbers."""
        return {
            "finding": self.key,
            "measure": self.measure,
            "scope": self.scope,
            "date": plain(self.date),
            "value": plain(self.value),
            "unit": _unit_name(self.unit),
            "formula": self.formula,
            "source": list(self.source),
            "known_at": plain(self.known_at),
            "grade": self.grade,
            "reason": self.reason.text(lang) if self.reason else None,
            "parameters": {name: plain(value) for name, value in self.parameters.items()},
        }


def shown(finding: Finding, lang: Lang, *, sign: bool = False) -> str:
    """The value as a reader of ``lang`` expects it.

    Examples
    --------
    >>> level = Finding("total", "margin_trading_balance", "market", None, Decimal(2_682_992_000_000), Unit.YUAN)
    >>> shown(level, "zh"), shown(level, "en")
    ('26,829.92 亿元', 'CNY 2,682.99 billion')
    """
    value, unit = finding.value, finding.unit
    if value is None:
        return "未知" if lang == "zh" else "not known"
    if isinstance(value, bool):
        return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(finding.parameters.get("en", value)) if lang == "en" else value
    if unit is None or unit.dimension is Dimension.COUNT:
        return f"{value:,}"
    return display(value, unit, lang, sign=sign)


_TABLE_MONEY: Final[dict[Lang, tuple[Decimal, str]]] = {
    "zh": (Unit.YI_YUAN.size, "{} 亿元"),
    "en": (Unit.BILLION_YUAN.size, "CNY {} bn"),
}
_TABLE_DIGITS: Final = Decimal("0.01")


def tabled(finding: Finding, lang: Lang, *, sign: bool = False, own: bool = False) -> str:
    """The value as it stands in a table: money in one unit throughout, unless it would round to nothing.

    Parameters
    ----------
    own
        Money in its own unit all the same, where that of the table would leave it few digits.
    """
    value, (size, pattern) = finding.value, _TABLE_MONEY[lang]
    if finding.unit is Unit.YUAN and isinstance(value, Decimal) and not own:
        scaled = (value / size).quantize(_TABLE_DIGITS, ROUND_HALF_UP)
        if scaled or not value:
            return pattern.format(f"{scaled + 0:{'+' if sign and scaled else ''},f}")
    return shown(finding, lang, sign=sign).replace(" billion", " bn").replace(" million", " m")


def _unit_name(unit: Unit | None) -> str:
    if unit is None:
        return ""
    return "1" if unit.dimension is Dimension.RATIO else unit.symbol("zh")
