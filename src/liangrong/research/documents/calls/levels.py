"""Prices that a strategy note names as a range, a floor, a lid or a target; amounts of goods and percentages are none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from liangrong.research.documents.calls.call import Level

__all__ = ["cell_level", "levels_in"]

_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT: Final = r"(?P<unit>(?:yuan|USD|US\$|CNY|RMB|dollars?|cents?)(?:\s?(?:/|per)\s?[\w³²]{1,12})?|points?\b|元\s?/\s?[\w\u4e00-\u9fff³²]{1,6}|美元(?:\s?/\s?[\w\u4e00-\u9fff³²]{1,6})?|元|点(?!\d))?"
_NO_PRICE: Final = r"(?!\s?(?:%|％|percent|pp\b|bp\b|million|billion|thousand|tons?\b|tonnes?\b|years?\b|months?\b|days?\b|weeks?\b|万吨|吨|家|户|年|月|日|周|个|手|亿|万))(?![\d.,]*\d)"
_RANGE: Final = re.compile(
    rf"(?P<low>{_NUMBER})\s?(?:-|–|—|~|～|至|到|to)\s?(?P<high>{_NUMBER}){_NO_PRICE}\s?{_UNIT}", re.IGNORECASE
)
_BEHIND: Final = re.compile("(?:区间|附近|一线|左右|上下|运行|震荡|之间|范围).*$")
"""What follows a unit and is none of it."""
_NEAR_RANGE: Final = re.compile(r"range|between|区间|范围|运行|震荡|fluctuat|oscillat|trade|波动", re.IGNORECASE)
_Named: TypeAlias = Literal["above", "below", "support", "resistance", "target"]
_WORDS: Final[tuple[tuple[_Named, str, str], ...]] = (
    (
        "support",
        r"\bsupports?(?:\s+(?:level|line|is|at|of|near|around))*|支撑(?:位|线)?(?:在|为|看|关注|于|：|:)?",
        "一线支撑|附近支撑|支撑",
    ),
    (
        "resistance",
        r"\bresistances?(?:\s+(?:level|line|is|at|of|near|around))*|(?:压力|阻力)(?:位|线)?(?:在|为|看|关注|于|：|:)?",
        "一线压力|附近压力|一线阻力|压力位|阻力位",
    ),
    ("target", r"\btarget(?:s|ed)?(?:\s+(?:price|level|is|at|of))*|目标(?:价|位)?(?:在|为|看|至|：|:)?", ""),
    ("above", r"\b(?:above|over|breaks?\s+(?:through|above)|exceeds?)|(?:站上|突破|站稳|高于|上破)", "上方|以上|之上"),
    ("below", r"\b(?:below|under|breaks?\s+below)|(?:跌破|失守|低于|下破)", "下方|以下|之下"),
)
"""Kind of level, what stands before its price, and what behind it."""


def _pattern(before: str, behind: str) -> re.Pattern[str]:
    first = rf"(?:{before})\s?(?P<value>{_NUMBER}){_NO_PRICE}\s?{_UNIT}"
    second = rf"|(?P<value2>{_NUMBER})\s?{_UNIT.replace('<unit>', '<unit2>')}\s?(?:{behind})" if behind else ""
    return re.compile(first + second, re.IGNORECASE)


_NAMED: Final = tuple((kind, _pattern(before, behind)) for kind, before, behind in _WORDS)


def levels_in(sentence: str) -> tuple[Level, ...]:
    """The prices of a sentence, in order.

    Examples
    --------
    >>> [(level.kind, level.low, level.high, level.unit) for level in levels_in("It is expected to fluctuate between 760 - 790 yuan/m³.")]
    [('range', Decimal('760'), Decimal('790'), 'yuan/m³')]
    >>> [(level.kind, level.low) for level in levels_in("Momentum above 12,000; operating rate above 90%.")]
    [('above', Decimal('12000'))]
    """
    found: list[tuple[int, Level]] = []
    taken: list[tuple[int, int]] = []
    for match in _RANGE.finditer(sentence):
        low, high = _value(match["low"]), _value(match["high"])
        if low < high and (match["unit"] or _NEAR_RANGE.search(sentence)) and not _is_date(match["low"], match["high"]):
            found.append((match.start(), Level("range", low, high, _unit(match["unit"]), match.group().strip())))
            taken.append(match.span())
    for kind, pattern in _NAMED:
        for match in pattern.finditer(sentence):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            behind = match.groupdict()
            value = _value(behind.get("value") or behind.get("value2") or "0")
            unit = _unit(behind.get("unit") or behind.get("unit2"))
            found.append((match.start(), _level(kind, value, unit, match.group().strip())))
            taken.append(match.span())
    return tuple(level for _, level in sorted(found, key=lambda each: each[0]))


def cell_level(cell: str, kind: Literal["support", "resistance", "target", "range"], unit: str = "") -> Level | None:
    """The price in a cell of a table; of two numbers in a cell of supports the higher one, of resistances the lower one.

    Examples
    --------
    >>> cell_level("75000-76000", "support").low, cell_level("—", "support")
    (Decimal('76000'), None)
    """
    numbers = sorted(_value(text) for text in re.findall(_NUMBER, cell))
    if not numbers:
        return None
    found = re.search(rf"(?:{_NUMBER})\s?{_UNIT}", cell, re.IGNORECASE)
    printed = _unit(found["unit"]) if found else ""
    if kind == "range":
        return Level("range", numbers[0], numbers[-1], printed or unit, cell.strip()) if len(numbers) > 1 else None
    value = numbers[-1] if kind == "support" else numbers[0]
    return _level(kind, value, printed or unit, cell.strip())


def _level(kind: _Named, value: Decimal, unit: str, text: str) -> Level:
    floor = kind in ("above", "support", "target")
    lid = kind in ("below", "resistance", "target")
    return Level(kind, value if floor else None, value if lid else None, unit, text)


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _unit(text: str | None) -> str:
    text = _BEHIND.sub("", text) if text else text
    return re.sub(r"\s+", "", text) if text and "/" in text else (text or "").strip()


def _is_date(low: str, high: str) -> bool:
    """2025-2026, 2026-01: years and months, no prices."""
    return bool(re.fullmatch(r"(?:19|20)\d{2}", low) and re.fullmatch(r"(?:19|20)\d{2}|0?[1-9]|1[0-2]", high))
