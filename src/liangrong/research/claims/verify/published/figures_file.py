"""A file of published figures: one row for each, in CSV, columns in any order; a bad row is refused by line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

from liangrong.core.errors import BadInput, UnknownName
from liangrong.core.units import Unit, parse_unit
from liangrong.research.claims.desk import PublishedFigure
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.published.days import days_of
from liangrong.research.claims.verify.published.metrics import metric_of
from liangrong.research.claims.verify.published.scopes import name_beside_code, named_scopes, scope_of

__all__ = ["names_in_figures", "read_figures"]

_COLUMNS: Final = {
    "date": ("date", "period", "day", "日期", "期间"), "scope": ("scope", "subject", "entity", "范围", "主体", "对象"),
    "metric": ("metric", "measure", "指标"), "value": ("value", "figure", "数值", "值"), "unit": ("unit", "单位"),
    "source": ("source_seed", "source", "article", "来源", "出处"), "id": ("figure_id", "id", "编号"),
    "qualifier": ("qualifier", "hedge", "限定", "修饰"), "half_ulp": ("half_ulp", "rounding", "半位"), "status": ("status", "状态"), "note": ("note", "remark", "备注", "说明"),
}  # fmt: skip
"""What each column may be called."""
_NEEDED: Final = ("date", "scope", "metric", "value", "unit")
_NOT_USABLE: Final = ("disputed", "withdrawn", "do_not_use", "存疑", "作废")
_QUALIFIERS: Final = {
    "": "eq", "=": "eq", "eq": "eq", "approx": "approx", "about": "approx", "~": "approx", "约": "approx", "ge": "ge", ">=": "ge", "gt": "gt", ">": "gt",
    "le": "le", "<=": "le", "lt": "lt", "<": "lt",
}  # fmt: skip
_UNITS: Final = {
    "x": Unit.RATIO, "times": Unit.RATIO, "倍": Unit.RATIO, "pp": Unit.PERCENTAGE_POINT, "points": Unit.POINT, "stocks": Unit.COUNT,
    "companies": Unit.COUNT, "只": Unit.COUNT, "次": Unit.COUNT, "accounts": Unit.ACCOUNT,
}  # fmt: skip
"""Units of such files beside those of the house."""
_FIRST: Final = re.compile(r"首次|first (?:time|cross|above|break|reach)", re.IGNORECASE)
"""A remark that makes a lower bound the day on which it was first reached."""
_LONGEST: Final = 60
"""Characters of a bad cell that a sentence repeats."""


def read_figures(text: str, *, place: str, names: Iterable[tuple[str, tuple[str, ...]]] = ()) -> tuple[PublishedFigure, ...]:
    r"""The figures of a file.

    Parameters
    ----------
    text
        The file, with a first line of column names: ``date, scope, metric, value, unit``, and, where known, ``source`` (or ``source_seed``),
        ``figure_id``, ``qualifier`` (eq, approx, ge, gt, le, lt), ``half_ulp`` (half of the last printed digit, in the unit), ``status``,
        ``note`` (one that says 首次 or "first" makes a lower bound a first crossing).
    place
        The name of the file, for sentences.
    names
        As in ``Desk``.

    Raises
    ------
    BadInput
        A column is missing, or a cell cannot be read; the sentence names line and column.

    Examples
    --------
    >>> rows = "metric,date,scope,value,unit\nfinancing_balance,2025-06-30,A-share,18381.49,亿元\n"
    >>> figure = read_figures(rows, place="figures.csv")[0]
    >>> figure.scope, figure.shown, float(figure.interval.high - figure.interval.low)
    ('market', '18,381.49 亿元', 1000000.0)
    """
    known = named_scopes(names)
    found: list[PublishedFigure] = []
    for line, row in _rows(text, place):
        figure = _figure(row, line, known)
        found.append(figure)
        if figure.interval.high is None and _FIRST.search(row.get("note", "")):
            found.append(replace(figure, aspect="first"))
    return tuple(found)


def names_in_figures(text: str, *, place: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    r"""The names that stand beside a code in the column of subjects, as ``Desk.names`` has them.

    Raises
    ------
    BadInput
        As ``read_figures``.

    Examples
    --------
    >>> names_in_figures("date,scope,metric,value,unit\n2024-07-10,铜冠铜箔 301217,short_balance,0.8,亿元\n", place="figures.csv")
    (('security:301217.SZ', ('铜冠铜箔',)),)
    """
    found = dict.fromkeys(
        (scope_of(row["scope"], {}), bare) for _, row in _rows(text, place) if (bare := name_beside_code(row["scope"]))
    )
    return tuple((scope, (bare,)) for scope, bare in found)


def _rows(text: str, place: str) -> Iterator[tuple[_Line, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    columns: dict[str, int] = {}
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _columns(cells, place)
                continue
            yield (
                _Line(place, reader.line_num),
                {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()},
            )
    except csv.Error as error:
        raise BadInput(place=place, reason=f"line {reader.line_num} is not CSV: {error}.",
                       reason_zh=f"第 {reader.line_num} 行不是 CSV：{error}。") from error  # fmt: skip
    if not columns:
        raise BadInput(place=place, reason="the file of figures is empty.", reason_zh="数字文件是空的。")


class _Line:
    """A line of the file, which refuses a cell with a sentence."""

    def __init__(self, place: str, number: int) -> None:
        self.place, self.number = place, number

    def bad(self, column: str, cell: str, wanted: str, wanted_zh: str) -> BadInput:
        shown = cell if len(cell) <= _LONGEST else f"{cell[:_LONGEST]}…"
        return BadInput(place=f"{self.place}, line {self.number}, column {column}", place_zh=f"{self.place} 第 {self.number} 行 {column} 列",
                        reason=f"'{shown}' is not {wanted}.", reason_zh=f"“{shown}”不是{wanted_zh}。")  # fmt: skip


def _columns(cells: list[str], place: str) -> dict[str, int]:
    names = [cell.strip().lower() for cell in cells]
    found = {}
    for column, spellings in _COLUMNS.items():
        at = next((names.index(name) for name in spellings if name in names), None)
        if at is not None:
            found[column] = at
    missing = [column for column in _NEEDED if column not in found]
    if missing:
        raise BadInput(place=place, reason=f"line 1 names no column {', '.join(missing)}; it has {', '.join(names) or 'nothing'}.",
                       reason_zh=f"第 1 行没有 {'、'.join(missing)} 列，只有 {'、'.join(names) or '空行'}。")  # fmt: skip
    return found


def _figure(row: Mapping[str, str], line: _Line, names: Mapping[str, str]) -> PublishedFigure:
    try:
        start, end = days_of(row["date"])
    except ValueError:
        raise line.bad("date", row["date"], "a day, month, year or span of them (2025-12-23, 2015-06-18/2025-09-17, 2026-01-19..)",
                       "日期、月份、年份或其区间（2025-12-23、2015-06-18/2025-09-17、2026-01-19..）") from None  # fmt: skip
    for column in ("scope", "metric"):
        if not row[column]:
            raise line.bad(column, "", "a name", "名称")
    value, unit = _number(row["value"], "value", line), _unit(row["unit"], line)
    metric, aspect = metric_of(row["metric"], row["unit"])
    qualifier = _QUALIFIERS.get(row.get("qualifier", "").lower())
    if qualifier is None:
        raise line.bad("qualifier", row["qualifier"], "one of eq, approx, ge, gt, le, lt", "eq、approx、ge、gt、le、lt 之一")
    printed = row.get("half_ulp", "")
    half = _number(printed, "half_ulp", line) if printed else _half_of_last_digit(value, rounded=qualifier == "approx")
    if half < 0:
        raise line.bad("half_ulp", printed, "zero or more", "零或正数")
    status = row.get("status", "").lower()
    return PublishedFigure(
        figure_id=row.get("id", "") or f"line {line.number}",
        metric=metric,
        aspect=aspect,
        scope=scope_of(row["scope"], names),
        start=start,
        end=end,
        interval=_interval(value, half, unit, qualifier),
        shown=_shown(value, row["unit"], qualifier),
        source=row.get("source", ""),
        usable=not any(word in status for word in _NOT_USABLE),
    )


def _number(cell: str, column: str, line: _Line) -> Decimal:
    try:
        found = Decimal(cell.replace(",", "").replace("−", "-").replace("+", ""))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise line.bad(column, cell, "a number", "数字")
    return found


def _unit(cell: str, line: _Line) -> Unit:
    if known := _UNITS.get(cell.lower()):
        return known
    try:
        return parse_unit(cell) if cell else Unit.RATIO
    except UnknownName:
        raise line.bad(
            "unit", cell, "a unit known here (亿元, billion yuan, %, 万户 …)", "已知的单位（亿元、%、万户……）"
        ) from None


def _half_of_last_digit(value: Decimal, *, rounded: bool) -> Decimal:
    """Half of the last digit; of a number that is only about so, its zeros say nothing."""
    exponent = (value.normalize() if rounded and value else value).as_tuple().exponent
    assert isinstance(exponent, int), "a finite number"
    return Decimal(5).scaleb((exponent if rounded else min(exponent, 0)) - 1)


def _interval(value: Decimal, half: Decimal, unit: Unit, qualifier: str) -> Interval:
    size = Fraction(unit.size)
    middle, around = Fraction(value) * size, Fraction(half) * size
    match qualifier:
        case "ge" | "gt":
            return Interval(middle, None)
        case "le" | "lt":
            return Interval(None, middle)
        case "approx":
            return Interval(middle - 2 * around, middle + 2 * around)
    return Interval(middle - around, middle + around)


def _shown(value: Decimal, unit: str, qualifier: str) -> str:
    sign = {"approx": "≈ ", "ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< "}.get(qualifier, "")
    return f"{sign}{value:,f}{unit}" if unit == "%" else f"{sign}{value:,f} {unit}".strip()
