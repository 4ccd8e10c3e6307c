"""From the cells of a file to typed columns: split, cast, units applied; a row with an unreadable cell is refused.

Money and quantities are exact from the printed text on; floating point is used only where a file holds it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import polars as pl

from liangrong.core.errors import SchemaChanged, UnknownName
from liangrong.core.units import Unit, parse_unit
from liangrong.market.schemas import MONEY, Table
from liangrong.market.tables import table
from liangrong.sources.files.layout import bare, decode, form, sheets_of
from liangrong.sources.files.reading import ROW, Finding, Reading, flag

__all__ = ["MISSING", "Field", "cast_fields", "read_rows", "rounding_of"]

MISSING: Final = ("", "-", "--", "nan", "NaN", "None", "null", "NULL", "N/A")
"""How sources print that there is nothing."""
FLAGS: Final = {"true": True, "1": True, "y": True, "yes": True, "false": False, "0": False, "n": False, "no": False}
"""How true and false are written in text."""
_WIDE: Final = pl.Decimal(30, 8)
"""Wide enough for 亿元 with eight decimals; times 1e8 it still fits 38 digits."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a file and where it goes.

    Parameters
    ----------
    column
        Its name in the file, without unit.
    name
        The column of the standard table; a name starting with ``_`` is read for a check and then dropped.
    unit
        What the file counts in, where its header does not say; ``None``: as the standard table does.
    like
        For a dropped column: the standard column whose type and unit it has.
    required
        Whether a row without it is refused.
    signed
        Whether it may be negative.
    """

    column: str
    name: str
    unit: Unit | None = None
    like: str = ""
    required: bool = True
    signed: bool = False


def read_rows(content: bytes, *, header: Sequence[str] | None = None) -> pl.DataFrame:
    """The table in a delimited text, Parquet file or first sheet, with row numbers; text cells stay text.

    Parameters
    ----------
    header
        The column names where the file has none.

    Raises
    ------
    SchemaChanged
        The text cannot be split into columns.
    """
    match form(content):
        case "parquet":
            frame = pl.read_parquet(io.BytesIO(content))
        case "workbook":
            first = next(iter(sheets_of(content).values()), [])
            frame = _from_cells(first)
        case _:
            return _from_text(decode(content) or "", header)
    return _numbered(frame, 2)


def _numbered(frame: pl.DataFrame, first: int) -> pl.DataFrame:
    return frame.with_row_index(ROW, offset=first).with_columns(pl.col(ROW).cast(pl.Int64))


def _from_text(text: str, header: Sequence[str] | None) -> pl.DataFrame:
    body = text.lstrip("\r\n")
    first = body.split("\n", 1)[0]
    separator = "\t" if "\t" in first else ","
    try:
        frame = pl.read_csv(
            io.BytesIO(body.encode()),
            has_header=header is None,
            new_columns=list(header) if header else None,
            separator=separator,
            infer_schema=False,
            truncate_ragged_lines=True,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError as error:
        raise SchemaChanged(place="CSV", reason=str(error), reason_zh=f"文本无法分列（{error}）") from None
    skipped = text[: len(text) - len(body)].count("\n")
    frame = _numbered(frame, skipped + (1 if header else 2))
    names = [n for n in frame.columns if n != ROW]
    return frame.filter(~pl.all_horizontal(pl.col(names).is_null())) if names else frame


def _from_cells(rows: list[list[object]]) -> pl.DataFrame:
    if not rows:
        return pl.DataFrame()
    names = [str(cell) for cell in rows[0]]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise SchemaChanged(
            place="sheet", reason=f"the column '{twice}' stands there twice", reason_zh=f"“{twice}”列出现不止一次"
        )
    text = [[None if cell == "" else str(cell) for cell in row] for row in rows[1:]]
    return pl.DataFrame(text, schema=dict.fromkeys(names, pl.String), orient="row")


def cast_fields(layout: str, name: str, frame: pl.DataFrame, fields: Sequence[Field]) -> Reading:
    """Cast the columns of a file to a standard table's types and units; rows with an unreadable cell are refused.

    A unit printed in a header, such as ``融资余额(万元)``, is obeyed.

    Raises
    ------
    SchemaChanged
        A column is missing, or its header prints an unknown unit or one of another dimension.
    """
    wanted = table(name)
    printed = {bare(column): column for column in frame.columns}
    missing = [f.column for f in fields if f.column not in printed]
    if missing:
        raise SchemaChanged(place=layout, reason=f"the columns {missing} are missing", reason_zh=f"缺少列 {'、'.join(missing)}")
    raw = [pl.col(printed[f.column]).alias(f"_raw_{f.name}") for f in fields]
    work = frame.select(ROW, *raw)
    work = work.with_columns(pl.col(pl.String).str.strip_chars(" \t\r\u3000"))
    work = work.with_columns(
        _cast(work.schema[f"_raw_{f.name}"], f, wanted, _printed_unit(layout, printed[f.column], f, wanted)).alias(f.name)
        for f in fields
    )
    reading = Reading(layout, wanted, work)
    for field in fields:
        reading = flag(reading, _is_bad(work.schema, field), _bad_cell(field, reading), observed=f"_raw_{field.name}")
    return replace(reading, frame=reading.frame.drop(f"_raw_{f.name}" for f in fields))


def _printed_unit(layout: str, column: str, field: Field, wanted: Table) -> Unit | None:
    """The unit of a column: what its header prints, else what the layout says, else the standard table's own."""
    own = wanted.column(field.like or field.name).unit
    inside = column.strip().rstrip(")）")
    if own is None or inside == column.strip() or not any(b in inside for b in "(（"):
        return field.unit or own
    text = inside.replace("（", "(").rpartition("(")[2]
    try:
        unit = parse_unit(text)
    except UnknownName:
        raise SchemaChanged(
            place=layout, reason=f"'{column}' prints an unknown unit", reason_zh=f"“{column}”的单位无法识别"
        ) from None
    if unit.dimension is not own.dimension:
        raise SchemaChanged(
            place=layout,
            reason=f"'{column}' is printed in {unit.symbol('en') or unit.name}, which does not measure {own.dimension.value}",
            reason_zh=f"“{column}”的单位与该列的量纲不符",
        )
    return unit


def _cast(dtype: pl.DataType, field: Field, wanted: Table, unit: Unit | None) -> pl.Expr:
    column = wanted.column(field.like or field.name)
    raw = pl.col(f"_raw_{field.name}")
    textual = dtype == pl.String()
    scale = unit.size / column.unit.size if unit and column.unit else Decimal(1)
    if column.dtype == MONEY:
        return (_exact(raw, scale) if textual else raw.cast(pl.Float64, strict=False).round(3) * float(scale)).cast(
            MONEY, strict=False
        )
    if column.dtype == pl.Int64():
        if not textual:
            return (raw * int(scale)).cast(pl.Int64, strict=False)
        exact = _exact(raw, scale)
        return pl.when(exact == exact.floor()).then(exact.cast(pl.Int64, strict=False))
    if column.dtype == pl.Float64():
        number = (_numeric_text(raw) if textual else raw).cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(number * float(scale) if scale >= 1 else number / float(1 / scale))
    if column.dtype == pl.Date():
        return _dates(raw.cast(pl.String) if not textual else raw, textual=textual, dtype=dtype)
    if column.dtype == pl.Boolean():
        return raw.str.to_lowercase().replace_strict(FLAGS, default=None, return_dtype=pl.Boolean) if textual else raw
    return pl.when(~raw.cast(pl.String).is_in(MISSING)).then(raw.cast(pl.String))


def _numeric_text(raw: pl.Expr) -> pl.Expr:
    return raw.str.replace_all(",", "", literal=True).str.strip_suffix("%")


def _exact(raw: pl.Expr, scale: Decimal) -> pl.Expr:
    number = _numeric_text(raw).cast(_WIDE, strict=False)
    if scale == 1:
        return number
    if scale > 1:
        return number * pl.lit(int(scale), dtype=pl.Decimal(10, 0))
    return number / pl.lit(int(1 / scale), dtype=pl.Decimal(10, 0))


def _dates(text: pl.Expr, *, textual: bool, dtype: pl.DataType) -> pl.Expr:
    if not textual and dtype.is_temporal():
        return text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    day = text.str.slice(0, 10)
    dashed = pl.when(day.str.contains(r"^\d{4}[-/]\d{2}[-/]\d{2}$")).then(day.str.replace_all("/", "-", literal=True))
    packed = pl.when(text.str.contains(r"^\d{8}(\.0)?$")).then(text.str.slice(0, 8))
    return pl.coalesce(dashed.str.to_date("%Y-%m-%d", strict=False), packed.str.to_date("%Y%m%d", strict=False))


def _is_bad(schema: pl.Schema, field: Field) -> pl.Expr:
    raw, value = pl.col(f"_raw_{field.name}"), pl.col(field.name)
    absent = raw.is_null()
    if schema[f"_raw_{field.name}"] == pl.String():
        absent |= raw.is_in(MISSING)
    elif schema[f"_raw_{field.name}"].is_float():
        absent |= raw.is_nan()
    bad = value.is_null() if field.required else value.is_null() & ~absent
    return bad if field.signed or not schema[field.name].is_numeric() else bad | (value < 0).fill_null(value=False)


def _bad_cell(field: Field, reading: Reading) -> Finding:
    kind_zh, kind_en = _KINDS[reading.frame.schema[field.name].base_type()]
    sign_zh, sign_en = (
        ("非负", "non-negative ") if not field.signed and reading.frame.schema[field.name].is_numeric() else ("", "")
    )
    return Finding(
        "readable_cell",
        field.name.lstrip("_"),
        expected=f"a {sign_en}{kind_en}",
        zh=f"第 {{row}} 行的“{field.column}”写作“{{observed}}”，应为{sign_zh}{kind_zh}，该行未采用",
        en=f"row {{row}}: '{field.column}' reads '{{observed}}', not a {sign_en}{kind_en}; the row is left out",
    )


_KINDS: Final[dict[type[pl.DataType], tuple[str, str]]] = {
    pl.Decimal: ("金额", "amount"),
    pl.Int64: ("整数", "whole number"),
    pl.Float64: ("数值", "number"),
    pl.Date: ("日期", "date"),
    pl.String: ("文字", "text"),
    pl.Boolean: ("是/否", "yes or no"),
}


def rounding_of(columns: Sequence[str], unit: Unit) -> pl.Expr:
    """Half of the last digit printed in any of the text ``columns`` of a row, in 元.

    Trailing zeros do not survive a spreadsheet, so the most precise cell of the row speaks for all.
    """
    digits = pl.max_horizontal(pl.col(c).str.extract(r"\.(\d+)\s*$").str.len_chars().fill_null(0) for c in columns)
    half = {d: unit.size / 2 / 10**d for d in range(9)}
    return digits.clip(0, 8).replace_strict(half, return_dtype=MONEY)
