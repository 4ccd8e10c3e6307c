"""From rows to printed cells: one unit per column, thousands separators, signs on changes.

Shared by the terminal and Markdown; machines read JSON and CSV, which keep 元 and pure ratios.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, Literal

from liangrong.core.clocks import show_instant
from liangrong.core.errors import Lang, UnknownName
from liangrong.core.results import Result
from liangrong.core.units import Dimension, Unit, display, parse_unit
from liangrong.research.tables.headings import Heading, Shown
from liangrong.research.tables.labels import Labels, heading, heading_of, measure_name, renamed, word

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Printed", "PrintedColumn", "printed"]

_SCALES: Final[dict[tuple[Dimension, Lang], tuple[tuple[Decimal, str], ...]]] = {
    (Dimension.MONEY, "zh"): ((Unit.YI_YUAN.size, "亿元"), (Unit.WAN_YUAN.size, "万元"), (Unit.YUAN.size, "元")),
    (Dimension.MONEY, "en"): ((Unit.BILLION_YUAN.size, "CNY bn"), (Unit.MILLION_YUAN.size, "CNY m"), (Unit.YUAN.size, "CNY")),
    (Dimension.SHARES, "zh"): ((Unit.YI_SHARE.size, "亿股"), (Unit.WAN_SHARE.size, "万股"), (Unit.SHARE.size, "股")),
    (Dimension.SHARES, "en"): ((Decimal(10**9), "bn shares"), (Decimal(10**6), "m shares"), (Unit.SHARE.size, "shares")),
}
_PURE_DIGITS: Final = 4
"""Decimals of numbers without a unit."""
_LARGE: Final = 10
"""From here on two decimals say enough of a number whose row alone knows what it is."""


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A heading with its unit, and cells as text; ``signs`` are -1, 0 or 1 where the column is a change, ``name`` is the column's own."""

    heading: str
    cells: tuple[str, ...]
    align: Literal["left", "right"]
    signs: tuple[int, ...] = ()
    wraps: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A table ready to be drawn, under a line of facts that hold for all its rows."""

    columns: tuple[PrintedColumn, ...]
    facts: str = ""

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The cells row by row."""
        return list(zip(*(c.cells for c in self.columns), strict=True))

    def markdown(self) -> str:
        """The table as Markdown, numbers aligned right."""
        rule = ["---:" if c.align == "right" else "---" for c in self.columns]
        lines = [[c.heading for c in self.columns], rule, *([cell.replace("|", "\\|") for cell in row] for row in self.rows)]
        drawn = "\n".join("| " + " | ".join(line) + " |" for line in lines)
        return f"{self.facts}\n\n{drawn}" if self.facts else drawn


def printed(result: Result, lang: Lang, labels: Labels | None = None, *, to_the_fen: bool = False) -> Printed:
    """Lay out the rows of ``result`` for a person who reads ``lang``.

    With ``to_the_fen``, money is written out in 元 with two decimals instead of in 万 or 亿.

    Columns that say nothing (all null, or an empty list in every row) are left out; what is the same in every row (scope,
    measure, quality …) is said once above the table; a ``unit`` column moves into the heading of ``value``.
    """
    frame = _one_language(result.data, lang)
    units = _row_units(frame, result.unit)
    columns, facts = [], []
    for name in frame.columns:
        values, read = frame[name].to_list(), heading_of(name)
        if Shown.HIDDEN in read.shown or (frame.height and all(value in (None, [], "") for value in values)):
            continue
        if Shown.MEASURE in read.shown:
            values = [value and (renamed(value, labels) if labels else measure_name(value, lang)) for value in values]
        title = renamed(name, labels) if labels else heading(name, lang)
        if Shown.WORD in read.shown:
            values = [_worded(name, value, lang) for value in values]
        if Shown.ONCE_IF_ZERO in read.shown and frame.height > 1 and not any(values):
            facts.append(f"{title} 0")
            continue
        per_row = units if Shown.OF_ROW in read.shown else [_unit_of(read, frame.schema[name], units)] * len(values)
        column = _column(title, read, values, per_row, lang, to_the_fen=to_the_fen)
        if Shown.ONCE in read.shown and frame.height > 1 and all(value == values[0] for value in values):
            facts.append(f"{column.heading} {column.cells[0]}")
        else:
            columns.append(replace(column, name=name))
    return Printed(tuple(columns), " · ".join(facts))


def _worded(name: str, value: Any, lang: Lang) -> Any:
    """A word of ours in a cell, or several, for a person."""
    if isinstance(value, list):
        return [_worded(name, item, lang) for item in value]
    if not isinstance(value, str):
        return value
    return word(name, value, lang)


def _one_language(frame: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Where an answer carries a text twice (``note_zh``, ``note_en``), keep the reader's; beside a title its ``name`` is for machines."""
    other = "en" if lang == "zh" else "zh"
    drop = [
        c for c in frame.columns if c == other or c.endswith(f"_{other}") or (c == "name" and f"title_{lang}" in frame.columns)
    ]
    keep = {c: c.removesuffix(f"_{lang}") for c in frame.columns if c.endswith(f"_{lang}")}
    return frame.drop(drop).rename({**keep, **({lang: "detail"} if lang in frame.columns else {})})


def _row_units(frame: pl.DataFrame, unit: str) -> list[Unit | None]:
    texts = frame["unit"].to_list() if "unit" in frame.columns else [unit] * frame.height
    return [_unit(text) for text in texts]


def _unit_of(read: Heading, dtype: pl.DataType, units: list[Unit | None]) -> Unit | None:
    """The unit of any other column: its heading's; else Decimal is money and Float64 a ratio, unless it is the measure's."""
    import polars as pl

    if Shown.PURE in read.shown:
        return None
    if isinstance(dtype, pl.Decimal):
        return read.unit or Unit.YUAN
    if Shown.OF_MEASURE in read.shown and len(set(units)) == 1:
        return units[0]
    return read.unit or (Unit.RATIO if dtype == pl.Float64 else None)


def _unit(text: str | None) -> Unit | None:
    if text == "1":
        return Unit.RATIO
    try:
        return parse_unit(text) if text else None
    except UnknownName:
        return None


def _column(
    title: str, read: Heading, values: list[Any], units: list[Unit | None], lang: Lang, *, to_the_fen: bool
) -> PrintedColumn:
    values = [None if isinstance(v, float) and not isfinite(v) else v for v in values]
    numbers = [v for v in values if isinstance(v, int | float | Decimal) and not isinstance(v, bool)]
    if not numbers:
        cells = tuple(_text(value, lang) for value in values)
        return PrintedColumn(title, cells, "left", wraps=Shown.PROSE in read.shown)
    signs = tuple((v > 0) - (v < 0) if v is not None else 0 for v in values) if read.signed else ()
    kinds = set(units)
    if len(kinds) == 1 and (unit := kinds.pop()) is not None:
        size, symbol, digits = _scale(unit, numbers, lang)
        if to_the_fen and unit.dimension is Dimension.MONEY:
            size, symbol, digits = Decimal(1), Unit.YUAN.symbol(lang), 2
        elif to_the_fen and unit.dimension is Dimension.SHARES:
            size, symbol, digits = Decimal(1), "", 2 if any(Decimal(str(n)) % 1 for n in numbers) else 0
        digits = digits if read.digits is None else read.digits
        shown = tuple("—" if v is None else _number(Decimal(str(v)) / size, digits, change=read.signed) for v in values)
        return PrintedColumn(_with_unit(title, symbol, lang), shown, "right", signs)
    shown = tuple(_any_number(v, u, read, lang) for v, u in zip(values, units, strict=True))
    return PrintedColumn(title, shown, "right", signs)


def _with_unit(title: str, symbol: str, lang: Lang) -> str:
    if not symbol:
        return title
    return f"{title}({symbol})" if lang == "zh" else f"{title} ({symbol})"


def _scale(unit: Unit, numbers: list[Any], lang: Lang) -> tuple[Decimal, str, int]:
    if unit.dimension is Dimension.RATIO:
        return Decimal("0.01"), unit.symbol(lang) if unit is Unit.PERCENTAGE_POINT else "%", 2
    steps = _SCALES.get((unit.dimension, lang))
    if steps is None:
        return Decimal(1), unit.symbol(lang), 2 if unit.dimension is Dimension.POINTS else 0
    largest = max(abs(Decimal(str(number))) for number in numbers)
    size, symbol = next(((s, t) for s, t in steps if largest >= s), steps[-1])
    return size, symbol, 2 if size > 1 or any(Decimal(str(n)) % 1 for n in numbers) else 0


def _number(value: Decimal, digits: int, *, change: bool) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP) + 0
    return f"{rounded:{'+' if change and rounded else ''},f}"


def _any_number(value: Any, unit: Unit | None, read: Heading, lang: Lang) -> str:
    if value is None:
        return "—"
    if unit is not None:
        return display(value, unit, lang, sign=read.signed)
    if isinstance(value, int):
        return f"{value:{'+' if read.signed and value else ''},}"
    digits = _PURE_DIGITS if isinstance(value, float) and (Shown.OF_ROW not in read.shown or abs(value) < _LARGE) else 2
    return _number(Decimal(str(value)), digits if read.digits is None else read.digits, change=read.signed)


def _text(value: Any, lang: Lang) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
    if isinstance(value, datetime):
        return show_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "、".join(map(str, value)) if lang == "zh" else ", ".join(map(str, value))
    return str(value)
