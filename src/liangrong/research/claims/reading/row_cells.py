"""A row of a table cut into its cells: by bars, tabs or spaces, or, where all separators were lost, by what each column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Final, Literal, TypeAlias

from liangrong.research.claims.reading.fused_heads import fused_names

__all__ = [
    "Column",
    "ColumnKind",
    "cells_of",
    "columns_of",
    "headless_columns",
    "inferred_columns",
    "is_number",
    "settled",
    "split_row",
]

ColumnKind: TypeAlias = Literal["rank", "name", "code", "date", "percent", "number", "text"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name
        Without its unit.
    unit
        As printed in brackets behind the name; empty without.
    """

    name: str
    unit: str
    kind: ColumnKind


_KNOWN: Final = re.compile(
    r"排名|排序|序号|名称|简称|代码|行业|板块|余额|金额|市值|占比|比例|比重|涨跌|涨幅|跌幅|增幅|降幅|日期|时间|数量|家数|变化|净买入|净流入|净额|成交|股价|收盘|指标|原因"
    r"|融资|融券|两融|买入|卖出|偿还|季度|月份|年度|年份|地区|项目|市场|类别|券商|账户|户数"
    r"|^(?:rank|no\.?|#|name|stock|code|ticker|symbol|sector|industry|board|date|balance|amount|change|share|ratio|count|value|price|metric)\b"
    r"|^(?:day|week|month|quarter|year|period|market|exchange|item|region|company|broker|security|index)$"
    r"|\b(?:balances?|purchases?|repayments?|inflows?|outflows?|turnover|accounts|share|ratio|margin|change)\b",
    re.IGNORECASE,
)
_UNIT: Final = re.compile(r"[(（](?:单位[：:]?)?([^()（）]{1,16})[)）]$")
_KINDS: Final[tuple[tuple[ColumnKind, re.Pattern[str]], ...]] = (
    ("rank", re.compile(r"^(?:排名|排序|序号|名次|rank|no\.?|#)$", re.IGNORECASE)),
    ("code", re.compile(r"代码|\bcode\b|\bticker\b|\bsymbol\b", re.IGNORECASE)),
    ("date", re.compile(r"日期|时间|\bdate\b", re.IGNORECASE)),
    ("name", re.compile(r"名称|简称|^(?:股票|证券|公司|个股|标的)$|\bname\b|\bstock\b|\bcompany\b", re.IGNORECASE)),
    ("text", re.compile(r"行业|板块|概念|原因|备注|说明|类型|领域|逻辑|观点|sector|industry|reason|comment|note", re.IGNORECASE)),
    (
        "percent",
        re.compile(
            r"%|％|涨跌幅|涨幅|跌幅|增幅|降幅|占比|比例|比重|比率|增速|\bratio\b|\bshare\b|\bchange\b|\bpercent", re.IGNORECASE
        ),
    ),
    (
        "number",
        re.compile(
            r"余额|金额|市值|数量|家数|股价|收盘|成交|净买入|净流入|净偿还|净卖出|净额|变化|价|额|数$|值|量"
            r"|\b(?:balances?|amount|count|value|price|turnover|purchases?|repayments?|inflows?|outflows?|accounts)\b",
            re.IGNORECASE,
        ),
    ),
)
_PERIOD: Final = re.compile(
    r"(?:19|20)\d{2}[-/.年](?:1[0-2]|0?[1-9])[-/.月](?:[12]\d|3[01]|0?[1-9])日?|(?:(?:19|20)\d{2}年)?(?:1[0-2]|[1-9])月(?:[12]\d日|3[01]日|[1-9]日|[底末初])?|(?:19|20)\d{2}(?:年?(?:上半年|下半年|[一二三四]季度|[底末初])?|[-/.年](?:1[0-2]|0?[1-9])月?)"
    r"|(?:[1-4]Q|Q[1-4]|[12]H|H[12])(?:[\s'’-]?(?:20)?\d{2})?|(?:20)?\d{2}(?:[1-4]Q|Q[1-4]|[12]H|H[12])"
    r"|(?:end[\s-](?:of\s)?)?(?:\d{1,2}\s)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:\s\d{1,2})?(?:,?\s(?:20)\d{2})?",
    re.IGNORECASE,
)
"""A day, month or year as the name of a column."""
_LONGEST_NAME: Final = 24
_LONGEST_BARRED: Final = 56
_SENTENCE: Final = re.compile(r"[。；，,！!？?：:]|\.\s")
_SAID: Final = re.compile(r"[。；！!？?：:]|\.\s")
"""What no name of a column has; behind bars it may have a comma."""
_NUMBER: Final = r"[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d{0,8})"
_USUAL: Final = 2
_CHOICES: Final = (1, 2, 3)
"""Decimals of a column of numbers: two as a rule; another reading is taken only where it is the only one."""
_MOST_NUMBERS: Final = 4


@lru_cache(maxsize=512)
def columns_of(line: str) -> tuple[Column, ...]:
    """The columns that a line names; empty for a line that names none.

    Examples
    --------
    >>> [(one.name, one.unit, one.kind) for one in columns_of("股票名称 股票代码 余额(亿元)")]
    [('股票名称', '', 'name'), ('股票代码', '', 'code'), ('余额', '亿元', 'number')]
    """
    if len(line) > _LONGEST_HEAD:
        return ()
    cells = _names(line)
    named = [cell for cell in cells if not _PERIOD.fullmatch(cell)]
    known = sum(bool(_KNOWN.search(cell)) for cell in named)
    if (
        not known
        or _PERIOD.fullmatch(cells[0])
        or known * 2 < len(named)
        or sum(char.isdigit() for cell in named for char in cell) > 4
    ):
        return ()
    return tuple(_column(cell) for cell in cells)


def _names(line: str) -> tuple[str, ...]:
    """The pieces of a line that may name columns; empty where one of them is a sentence, or where there are too few."""
    cells = tuple(text for _, _, text in fused_names(line) or _separated(line))
    is_barred = "|" in line or "\t" in line
    longest = _LONGEST_BARRED if is_barred else _LONGEST_NAME
    if len(cells) < (2 if is_barred else 3):
        return ()
    return (
        ()
        if any(
            not cell or len(cell) > longest or (_SAID if is_barred else _SENTENCE).search(_UNIT.sub("", cell)) for cell in cells
        )
        else cells
    )


def is_number(cell: str) -> bool:
    """Whether a cell holds a number, with a sign or a percent sign, and nothing else.

    Examples
    --------
    >>> is_number("+36.5"), is_number("1,702.4%"), is_number("2026-06-30"), is_number("Q1")
    (True, True, False, False)
    """
    return bool(_CELL.fullmatch(cell))


_CELL: Final = re.compile(r"[+\-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?[%％]?")
_BLANK: Final = re.compile(r"[-—–/]{1,2}|N[./]?A\.?|无|暂?缺|未披露|", re.IGNORECASE)


def inferred_columns(head: str, below: Sequence[str]) -> tuple[Column, ...]:
    """The columns of a line that names nothing known, told by the rows of equal shape beneath it; empty where there are not two of them.

    Parameters
    ----------
    below
        The lines under it, the next one first.

    Examples
    --------
    >>> [(one.name, one.kind) for one in inferred_columns("Tier | Level | Weight", ["A | 1.5 | 3%", "B | 2.5 | 4%"])]
    [('Tier', 'text'), ('Level', 'number'), ('Weight', 'percent')]
    """
    if len(head) > _LONGEST_HEAD:
        return ()
    names = _names(head)
    if not names or any(is_number(name) and not _PERIOD.fullmatch(name) for name in names):
        return ()
    rows: list[list[str]] = []
    for line in below[:_ENOUGH]:
        cells = [text for _, _, text in _separated(line)] if len(line) <= _LONGEST_HEAD else []
        if len(cells) != len(names) or is_number(cells[0]) or not _is_numeric(cells[1:], is_barred="|" in line or "\t" in line):
            break
        rows.append(cells)
    if len(rows) < _LEAST_ROWS:
        return ()
    columns = settled(tuple(_column(name) for name in names), rows)
    return columns if any(column.kind in ("number", "percent") for column in columns[1:]) else ()


def headless_columns(lines: Sequence[str]) -> tuple[Column, ...]:
    """The columns of rows that nothing names, told by at least two rows of equal shape between bars or tabs; empty for other lines.

    A column is named only where all its cells repeat the same words behind their number.

    Examples
    --------
    >>> [(one.name, one.kind) for one in headless_columns(["1 | A | 2.5 | 2.1 a week ago", "2 | B | 1.5 | 1.4 a week ago"])]
    [('', 'rank'), ('', 'text'), ('', 'number'), ('a week ago', 'number')]
    """
    rows: list[list[str]] = []
    for line in lines[: 2 * _ENOUGH]:
        cells = [text for _, _, text in _separated(line)] if len(line) <= _LONGEST_HEAD and _BAR.search(line) else []
        if cells and all(_DOTS.fullmatch(cell) for cell in cells):
            continue
        if not cells or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
    if len(rows) < _LEAST_ROWS:
        return ()
    columns = tuple(_told([row[place] for row in rows], place) for place in range(len(rows[0])))
    kinds = [column.kind for column in columns]
    leads = kinds[0] == "text" or kinds[:2] == ["rank", "text"]
    return columns if leads and ("number" in kinds or "percent" in kinds) else ()


def _told(cells: Sequence[str], place: int) -> Column:
    """A column without a name, by what its cells hold."""
    tails = {match[2] for cell in cells if (match := _TAILED.fullmatch(cell))}
    if not place and [cell for cell in cells if cell.isdecimal()] == list(cells) and cells[0] == "1":
        return Column("", "", "rank")
    if len(tails) == 1 and all(map(_TAILED.fullmatch, cells)):
        return Column(tails.pop(), "", "number")
    numbers = [cell for cell in cells if not _BLANK.fullmatch(cell)]
    if numbers and all(map(is_number, numbers)):
        return Column("", "", "percent" if all(cell.endswith(("%", "％")) for cell in numbers) else "number")
    return Column("", "", "text")


_BAR: Final = re.compile(r"[|\t]")
_DOTS: Final = re.compile(r"[.…·\s-]*")
_TAILED: Final = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)\s+([A-Za-z][A-Za-z ]{2,24}|[一-龥][一-龥\d]{1,8})")


def _is_numeric(cells: Sequence[str], *, is_barred: bool) -> bool:
    numbers = sum(is_number(cell) for cell in cells)
    return numbers > 0 and (is_barred or all(is_number(cell) or _BLANK.fullmatch(cell) for cell in cells))


def settled(columns: tuple[Column, ...], rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns with the kind that their cells show: a column of numbers is one, whatever its name may mean."""
    return tuple(
        replace(column, kind=_shown(column.kind, [row[place] for row in rows if not _BLANK.fullmatch(row[place])], place))
        for place, column in enumerate(columns)
    )


def _shown(kind: ColumnKind, cells: Sequence[str], place: int) -> ColumnKind:
    if not cells:
        return kind
    if all(is_number(cell) for cell in cells):
        if all(cell.endswith(("%", "％")) for cell in cells):
            return "percent"
        return "number" if place and kind in ("text", "name") else kind
    is_wordy = not any(_SHAPES["number"].fullmatch(cell) for cell in cells)
    return "text" if is_wordy and kind in ("percent", "number") else kind


_LONGEST_HEAD: Final = 400
_ENOUGH: Final = 8
"""So many rows say what the columns hold."""
_LEAST_ROWS: Final = 2


def _column(cell: str) -> Column:
    if _PERIOD.fullmatch(cell):
        return Column(cell, "", "number")
    match = _UNIT.search(cell)
    name = cell[: match.start()].strip() if match else cell
    unit = match[1].strip() if match else ""
    if match and re.search(r"[%％]", unit):
        return Column(name, "%", "percent")
    kind: ColumnKind = next((kind for kind, pattern in _KINDS if pattern.search(cell)), "text")
    if unit and kind in ("percent", "text") and re.search(r"元|股|家|户|手|份|点|倍|yuan|billion|million", unit):
        kind = "number"
    return Column(name, unit, kind)


def split_row(text: str, header: str) -> tuple[str, ...] | None:
    """The cells of a row under a line of column names; ``None`` where they cannot be told apart for certain.

    Examples
    --------
    >>> split_row("2某某股份300001专用设备1.250.60", "排名 股票名称 股票代码 所属行业 余额(亿元) 占比(%)")
    ('2', '某某股份', '300001', '专用设备', '1.25', '0.60')
    """
    columns = columns_of(header)
    cells = cells_of(text, columns) if columns else None
    return None if cells is None else tuple(text[start:end] for start, end in cells)


def cells_of(line: str, columns: tuple[Column, ...]) -> tuple[tuple[int, int], ...] | None:
    """Where the cells of a row stand; ``None`` for a line that is no row of these columns."""
    if len(line) > 2000 or not line.strip() or columns_of(line) == columns:
        return None
    found = _separated(line)
    spans = tuple((start, end) for start, end, _ in found)
    if len(found) == len(columns) and _fit([text for _, _, text in found], columns):
        return spans
    if len(found) > len(columns):
        merged = _merged(line, found, columns)
        if merged is not None:
            return merged
    return _fused(line, columns)


def _separated(line: str) -> list[tuple[int, int, str]]:
    """The pieces of a line between bars, else tabs, else wide gaps, else spaces, with their places."""
    if line.count("|") >= 2 or (line.count("|") == 1 and not line.strip().startswith("|")):
        body = line.strip()
        offset = line.find(body)
        low = offset + (1 if body.startswith("|") else 0)
        high = offset + len(body) - (1 if body.endswith("|") else 0)
        return _pieces(line, low, high, re.compile(r"\|"))
    for gap in (r"\t+", r"[ \u3000]{2,}", r"[ \u3000]"):
        found = _pieces(line, 0, len(line), re.compile(gap))
        if len(found) > 1 and (gap != r"[ \u3000]{2,}" or len(found) > 2):
            return found
    return _pieces(line, 0, len(line), re.compile(r"\t"))


def _pieces(line: str, low: int, high: int, gap: re.Pattern[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    behind = low
    ends = [*((match.start(), match.end()) for match in gap.finditer(line, low, high)), (high, high)]
    for start, end in ends:
        text = line[behind:start]
        cut = behind + len(text) - len(text.lstrip())
        found.append((cut, cut + len(text.strip()), text.strip()))
        behind = end
    return found if gap.pattern == r"\|" else [one for one in found if one[2]]


_SHAPES: Final[dict[ColumnKind, re.Pattern[str]]] = {
    "rank": re.compile(r"(?:No\.\s?)?\d{1,4}|第[一二三四五六七八九十\d]+名?"),
    "code": re.compile(r"(?:[A-Za-z]{2}\.?)?\d{5,6}(?:\.[A-Za-z]{2,4})?|[A-Z]{1,5}"),
    "date": re.compile(r"[\d年月日./\s:-]+|.*\d.*"),
    "percent": re.compile(
        r"[+\-−~≈><约超近]*\d[\d,.]*\s?[%％]?(?:以上|以下)?|[-—–/]{1,2}|N[./]?A\.?|无|暂?缺|未披露", re.IGNORECASE
    ),
    "number": re.compile(
        r"[+\-−~≈><约超近]*\d[\d,.]*\s?(?:\S{0,8}|[A-Za-z ]{3,24})|[-—–/]{1,2}|N[./]?A\.?|无|暂?缺|未披露", re.IGNORECASE
    ),
}


def _fit(cells: list[str], columns: tuple[Column, ...]) -> bool:
    """Whether every cell can stand in its column."""
    for cell, column in zip(cells, columns, strict=True):
        shape = _SHAPES.get(column.kind)
        if shape is not None and cell and not shape.fullmatch(cell):
            return False
    return True


def _merged(line: str, found: list[tuple[int, int, str]], columns: tuple[Column, ...]) -> tuple[tuple[int, int], ...] | None:
    """Cells that contain spaces themselves: the last column takes what is left over, if it is one of words; else the first of words does."""
    extra = len(found) - len(columns)
    words = [place for place, column in enumerate(columns) if column.kind in ("text", "name")]
    for place in ([len(columns) - 1] if columns[-1].kind == "text" else []) + words[:2]:
        pieces = [
            *found[:place],
            (found[place][0], found[place + extra][1], line[found[place][0] : found[place + extra][1]]),
            *found[place + extra + 1 :],
        ]
        if _fit([text for _, _, text in pieces], columns):
            return tuple((start, end) for start, end, _ in pieces)
    return None


def _fused(line: str, columns: tuple[Column, ...]) -> tuple[tuple[int, int], ...] | None:
    """Cells without anything between them: cut by six digits of a code and by equal decimals; only where one reading is possible."""
    kinds = [column.kind for column in columns]
    numbers = sum(kind in ("percent", "number") for kind in kinds)
    if "code" not in kinds or numbers > _MOST_NUMBERS or len(line) > 200:
        return None
    body = line.strip()
    offset = line.find(body)
    usual = _shape_of(tuple(kinds), (_USUAL,) * numbers).fullmatch(body)
    others = (_shape_of(tuple(kinds), one) for one in product(_CHOICES, repeat=numbers) if set(one) != {_USUAL})
    hits = [usual] if usual else [match for shape in others if (match := shape.fullmatch(body))]
    if len(hits) != 1:
        return None
    return tuple((offset + hits[0].start(n), offset + hits[0].end(n)) for n in range(1, len(kinds) + 1))


@lru_cache(maxsize=256)
def _shape_of(kinds: tuple[ColumnKind, ...], decimals: tuple[int, ...]) -> re.Pattern[str]:
    left = list(decimals)
    parts = []
    for kind in kinds:
        match kind:
            case "rank":
                parts.append(r"(\d{1,3})")
            case "code":
                parts.append(r"(\d{6}(?:\.(?:SZ|SH|BJ))?)")
            case "date":
                parts.append(r"(\d{4}-\d{2}-\d{2}|\d{4}/\d{1,2}/\d{1,2})")
            case "percent" | "number":
                parts.append(rf"({_NUMBER}\.\d{{{left.pop(0)}}}%?)")
            case "name":
                parts.append(r"([^\d\s][^\d]{0,15})")
            case "text":
                parts.append(r"([^\d\s+-][^\d+-]{0,40})")
    return re.compile(r"\s?".join(parts))
