"""The unit that a table prints once for all its columns: in its caption, or in a line above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from liangrong.research.claims.article import Passage
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.reading.numerals import ordinary
from liangrong.research.claims.reading.row_cells import Column
from liangrong.research.claims.reading.units import Measure, measure_at

__all__ = ["inline_unit", "signless", "spelled", "unit_above", "with_unit"]

_MAGNITUDE: Final = r"(?:thousand|million|billion|trillion|mn|mln|bn|bln|tn|trn)"
_MONEY: Final = r"(?:yuan|renminbi|rmb|cny|usd|us dollars?|hkd|hk dollars?)"
_UNIT: Final = (
    rf"(?:[十百千万亿]{{0,3}}(?:元人民币|人民币元|人民币|美元|港元|元|股|份|手|户)|[百千万亿]{{1,2}}|%|percent"
    rf"|(?:in\s)?{_MAGNITUDE}s?\s(?:of\s)?{_MONEY}|(?:in\s)?{_MONEY}\s?{_MAGNITUDE}?|{_MAGNITUDE}\s(?:shares|accounts|lots))"
)
"""A unit without a number, as captions print it."""
_BRACKETS: Final = re.compile(
    rf"[(（](?:[^()（）]{{0,24}}?(?:[,，;；]\s?|\s(?=in\s)))?(?:单位|units?)?\s?[:：]?\s?(?P<unit>{_UNIT})(?:[,，;；\s][^()（）]{{0,32}})?[)）]",
    re.IGNORECASE,
)
_INLINE: Final = re.compile(_BRACKETS.pattern + r"\s?[:：]", re.IGNORECASE)
_LABELLED: Final = re.compile(rf"(?:单位|\bunits?)\s?[:：]\s?(?P<unit>{_UNIT})(?![一-龥A-Za-z])", re.IGNORECASE)
_TAILED: Final = re.compile(
    rf"[,，]\s?(?:in\s)?(?P<unit>{_MAGNITUDE}s?\s(?:of\s)?{_MONEY}|{_MONEY}\s{_MAGNITUDE}|亿元|万元)[:：.]?$", re.IGNORECASE
)
_STATED: Final = re.compile(
    rf"\b(?:are|is|all|shown|given|stated|expressed|figures|amounts|values|loans|balances)\s(?:all\s|given\s|shown\s|stated\s|expressed\s)?in\s(?P<unit>{_MAGNITUDE}s?\s(?:of\s)?{_MONEY}|{_MONEY}\s{_MAGNITUDE})[:.]?$|(?:以|均以|单位为|单位是)(?P<zh>亿元|万元|亿股|万股|万亿元)(?:为单位|计|列示)?[。:：]?$",
    re.IGNORECASE,
)
"""A sentence of its own above the table: balances are in billions of yuan."""
_TURNED: Final = re.compile(rf"(?P<money>{_MONEY})\s?(?P<size>{_MAGNITUDE})", re.IGNORECASE)
_ABOVE: Final = 3
"""So many lines above the column names are searched for the unit."""
_OWN: Final = re.compile(
    r"户数|人数|家数|只数|次数|数量|天数|股价|收盘|指数|点位|价格|倍|率|幅|比$|占比|比例|比重|\b(?:number|count|price|index|days|times|ratio|share|rate|percent|growth)\b",
    re.IGNORECASE,
)
"""Columns whose figures are of another kind than those that the caption speaks of."""


_DOLLARS: Final = re.compile(rf"(?P<sign>us\$|hk\$|\$|¥)\s?(?P<size>{_MAGNITUDE})", re.IGNORECASE)
_SIGNS: Final = {"us$": "USD", "$": "USD", "hk$": "HKD", "¥": "yuan"}


def unit_above(passages: Sequence[Passage], head: int) -> str:
    """The unit that stands above the column names; empty where none does.

    Parameters
    ----------
    head
        The place of the line of column names among the passages.
    """
    for passage in reversed(passages[max(0, head - _ABOVE) : head]):
        if passage.role == "row":
            return ""
        found = spelled(passage.text)
        if found:
            return found
    return ""


def spelled(text: str) -> str:
    """The unit that a caption names for the figures beneath it; empty where it names none.

    Examples
    --------
    >>> spelled("某某结构表（单位：亿元，截至5月6日）"), spelled("Balances by board (RMB bn)"), spelled("余额达5亿元")
    ('亿元', 'bn RMB', '')
    """
    plain = ordinary(text)
    match = _BRACKETS.search(plain) or _LABELLED.search(plain) or _TAILED.search(plain) or _STATED.search(plain)
    if match is None:
        return ""
    found = match["unit"] or match["zh"] if match.re is _STATED else match["unit"]
    unit = re.sub(r"^in\s", "", found.strip(), flags=re.IGNORECASE)
    unit = re.sub(r"(?<=[a-z]{5})s?\sof\s", " ", unit)
    turned = _TURNED.fullmatch(unit)
    return f"{turned['size']} {turned['money']}" if turned else unit


def signless(unit: str) -> str:
    """A unit with the currency behind its size and no sign.

    Examples
    --------
    >>> signless("US$ bn"), signless("亿元")
    ('bn USD', '亿元')
    """
    match = _DOLLARS.fullmatch(ordinary(unit).strip())
    return f"{match['size']} {_SIGNS[match['sign'].lower()]}" if match else unit


@lru_cache(maxsize=256)
def inline_unit(plain: str) -> Measure | None:
    """The unit of the list that a sentence announces, with ``end`` behind its colon: net purchases (billion yuan): A 1.4, B 0.9.

    Examples
    --------
    >>> inline_unit("净买入（亿元）：甲1.2、乙0.9".replace("（", "(").replace("）", ")").replace("：", ":")).unit
    '亿元'
    """
    match = _INLINE.search(plain)
    if match is None:
        return None
    measure = measure_at(f"0 {spelled(match[0])}", 1)
    return replace(measure, end=match.end()) if measure is not None else None


def with_unit(columns: tuple[Column, ...], unit: str, rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns, those of numbers without a unit of their own in that of the caption; a change in money is no percentage."""
    measure = measure_at(f"0 {unit}", 1) if unit else None
    if measure is None:
        return columns
    return tuple(_in_unit(column, unit, measure.kind, [row[place] for row in rows]) for place, column in enumerate(columns))


def _in_unit(column: Column, unit: str, kind: Kind, cells: Sequence[str]) -> Column:
    if column.unit or _OWN.search(column.name) or any(cell.endswith(("%", "％")) for cell in cells):
        return column
    if column.kind == "number":
        return replace(column, unit=unit)
    return replace(column, unit=unit, kind="number") if column.kind == "percent" and kind is Kind.MONEY else column
