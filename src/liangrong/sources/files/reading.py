"""Rows on their way from a file to a standard table: cast, checked, and every refusal said aloud.

A ``Reading`` passes through plain functions, each returning a new one with fewer rows or more findings. Row numbers
are those a person sees in an editor or a spreadsheet: the header is row 1.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

import polars as pl

from liangrong.core.calendar import Calendar, mainland
from liangrong.core.errors import InvalidSecurity, SchemaChanged, UnknownName
from liangrong.core.outcomes import Failed, FailureKind, Ok, Outcome
from liangrong.core.securities import SecurityId
from liangrong.core.units import Unit, parse_unit
from liangrong.market.discrepancies import Discrepancy, Severity
from liangrong.market.schemas import MONEY, Table, conform
from liangrong.market.tables import table
from liangrong.sources.fetcher import Batch
from liangrong.sources.files.layout import bare, decode, form, sheets_of

__all__ = [
    "Field",
    "Finding",
    "Reading",
    "batch",
    "cast_fields",
    "flag",
    "keep_sessions",
    "keep_unique",
    "on_sessions",
    "read_rows",
    "rounding_of",
    "security_ids",
    "with_security_ids",
]

ROW: Final = "_row"
SHOWN_FINDINGS: Final = 50
"""One fault that runs through a whole file is reported for so many rows, then summed up."""
MISSING: Final = ("", "-", "--", "nan", "NaN", "None", "null", "NULL", "N/A")
"""How sources print that there is nothing."""
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


@dataclass(frozen=True, slots=True)
class Finding:
    """The constant part of a discrepancy; ``{row}`` and ``{observed}`` in the notes are filled per row."""

    check: str
    column: str
    zh: str
    en: str
    expected: str = ""
    severity: Severity = "quarantined"


@dataclass(frozen=True)
class Reading:
    """Rows of one table with their row numbers (``_row``) and what was found on the way.

    Parameters
    ----------
    layout
        Name of the layout: the place of findings about the whole file.
    table
        The standard table the rows are for.
    """

    layout: str
    table: Table
    frame: pl.DataFrame
    findings: tuple[Discrepancy, ...] = ()

    def note(self, finding: Finding, *, observed: str = "", day: date | None = None, place: str = "") -> Reading:
        """Add a finding about the file as a whole, or about ``place``."""
        fresh = _discrepancy(self, finding, {"place": place or self.layout, "day": day, "observed": observed, "row": ""})
        return replace(self, findings=(*self.findings, fresh))


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
}


def flag(
    reading: Reading, bad: pl.Expr, finding: Finding, *, observed: str | pl.Expr = "", expected: str | pl.Expr = ""
) -> Reading:
    """Report the rows for which ``bad`` holds; ``quarantined`` rows are left out, ``error`` rows stay as ``suspect``.

    Parameters
    ----------
    observed, expected
        A column name or expression printed as what stands there and what should.
    """
    frame = reading.frame
    if not frame.select(bad.fill_null(value=False).any()).item():
        return reading
    marked = frame.with_columns(_bad=bad.fill_null(value=False))
    hits = marked.filter("_bad")
    shown = hits.head(SHOWN_FINDINGS).with_columns(
        _observed=_printed(observed or finding.column),
        _expected=_printed(expected) if isinstance(expected, pl.Expr) or expected else pl.lit(finding.expected),
    )
    fresh = [
        _discrepancy(
            reading,
            finding,
            {
                "place": _place(row),
                "day": row.get(reading.table.day),
                "observed": row["_observed"] if row["_observed"] is not None else "",
                "expected": row["_expected"] or "",
                "row": row[ROW],
            },
        )
        for row in shown.iter_rows(named=True)
    ]
    if hits.height > SHOWN_FINDINGS:
        fresh.append(_and_so_on(reading, finding, f"{hits.height - SHOWN_FINDINGS:,}"))
    kept = marked
    if finding.severity == "quarantined":
        kept = marked.filter(~pl.col("_bad"))
    elif finding.severity == "error":
        kept = marked.with_columns(quality=pl.when("_bad").then(pl.lit("suspect")).otherwise(_quality(frame)))
    return replace(reading, frame=kept.drop("_bad"), findings=(*reading.findings, *fresh))


def _and_so_on(reading: Reading, finding: Finding, rest: str) -> Discrepancy:
    told = replace(
        finding,
        zh=f"另有 {rest} 行同样如此，未逐行列出（检查：{finding.check}）",
        en=f"{rest} more rows are like this and not listed one by one (check: {finding.check})",
    )
    return _discrepancy(reading, told, {"place": reading.layout, "day": None, "observed": f"{rest} more rows", "row": ""})


def _quality(frame: pl.DataFrame) -> pl.Expr:
    return pl.col("quality") if "quality" in frame.columns else pl.lit("ok")


def _printed(what: str | pl.Expr) -> pl.Expr:
    return (pl.col(what) if isinstance(what, str) else what).cast(pl.String)


def _place(row: Mapping[str, object]) -> str:
    for name in ("security_id", "exchange", "contract"):
        if row.get(name):
            return str(row[name])
    return f"row {row[ROW]}"


def _discrepancy(reading: Reading, finding: Finding, found: Mapping[str, object]) -> Discrepancy:
    words = {"row": found["row"], "observed": found["observed"], "expected": found.get("expected", finding.expected)}
    day = found["day"]
    return Discrepancy(
        finding.check,
        reading.table.name,
        str(found["place"]),
        day if isinstance(day, date) else None,
        finding.severity,
        finding.column,
        str(found["observed"]),
        str(found.get("expected", finding.expected)),
        finding.zh.format(**words),
        finding.en.format(**words),
    )


def on_sessions(calendar: Calendar | None = None) -> pl.Expr:
    """Whether ``trade_date`` is a session of the frozen calendar."""
    return pl.col("trade_date").is_in(list((calendar or mainland()).sessions))


def keep_sessions(reading: Reading) -> Reading:
    """Leave out rows on days without a session: phantom sessions, and days beyond the calendar."""
    finding = Finding(
        "phantom_session",
        "trade_date",
        expected="a session",
        zh="第 {row} 行的日期 {observed} 不是交易日，该行未采用",
        en="row {row}: {observed} was not a session; the row is left out",
    )
    return flag(reading, ~on_sessions(), finding)


def keep_unique(reading: Reading) -> Reading:
    """Keep one of identical rows (said once, as information) and leave out rows that contradict each other."""
    key = list(reading.table.key)
    if not reading.frame.select(pl.struct(key).is_duplicated().any()).item():
        return reading
    values = [name for name in reading.frame.columns if name != ROW]
    distinct = reading.frame.unique(subset=values, keep="first", maintain_order=True)
    repeated = reading.frame.height - distinct.height
    if repeated:
        told = Finding(
            "repeated_rows",
            key[-1],
            expected="each row once",
            severity="info",
            zh=f"文件中有 {repeated:,} 行与别的行完全相同，只取一份",
            en=f"{repeated:,} rows of the file repeat other rows word for word; one copy of each is taken",
        )
        reading = reading.note(told, observed=f"{repeated} rows")
    clash = Finding(
        "conflicting_rows",
        key[-1],
        expected="one row per key",
        zh="第 {row} 行与同一主键的另一行数值不同，两行均未采用",
        en="row {row}: another row has the same key and different values; neither is taken",
    )
    return flag(replace(reading, frame=distinct), pl.struct(key).is_duplicated(), clash)


def security_ids(codes: pl.Series) -> dict[str, str | None]:
    """Each distinct code in canonical spelling, ``None`` where it cannot be a security.

    Examples
    --------
    >>> security_ids(pl.Series(["000001.XSHE", "SHT00018"]))
    {'000001.XSHE': '000001.SZ', 'SHT00018': None}
    """

    def canonical(code: str) -> str | None:
        try:
            return str(SecurityId.parse(code))
        except InvalidSecurity:
            return None

    return {code: canonical(code) for code in codes.drop_nulls().unique(maintain_order=True).cast(pl.String)}


def with_security_ids(reading: Reading, finding: Finding | None = None) -> Reading:
    """Spell ``security_id`` canonically; rows whose code cannot be a security are left out, or as ``finding`` says."""
    spelled = security_ids(reading.frame["security_id"])
    unknown = [code for code, found in spelled.items() if found is None]
    told = finding or Finding(
        "known_security",
        "security_id",
        expected="a code such as 600519.SH",
        zh="第 {row} 行的代码“{observed}”不是有效的证券代码，该行未采用",
        en="row {row}: '{observed}' is not a security code; the row is left out",
    )
    reading = flag(reading, pl.col("security_id").is_in(unknown), told)
    return replace(
        reading,
        frame=reading.frame.with_columns(pl.col("security_id").replace_strict(spelled, default=None, return_dtype=pl.String)),
    )


def batch(*readings: Reading, source: str) -> Outcome[Batch]:
    """Conform the readings to their tables; a file of which no row survives is ``Failed``."""
    tables: dict[str, pl.DataFrame] = {}
    findings = tuple(f for reading in readings for f in reading.findings)
    for reading in readings:
        private = [c for c in reading.frame.columns if c.startswith("_")]
        own = None if "source" in reading.frame.columns else source
        rows = conform(reading.table, reading.frame.drop(private), source=own)
        tables[reading.table.name] = pl.concat([tables[reading.table.name], rows]) if reading.table.name in tables else rows
    if not any(frame.height for frame in tables.values()):
        first = next((f for f in findings if f.severity == "quarantined"), None)
        return Failed(
            FailureKind.INCOMPLETE,
            f"no row could be read; the first fault: {first.note_en}" if first else "there is a header but no row",
            f"没有一行可读，首个问题：{first.note_zh}" if first else "只有表头，没有数据行",
        )
    return Ok(Batch(tables, findings))


def rounding_of(columns: Sequence[str], unit: Unit) -> pl.Expr:
    """Half of the last digit printed in any of the text ``columns`` of a row, in 元.

    Trailing zeros do not survive a spreadsheet, so the most precise cell of the row speaks for all.
    """
    digits = pl.max_horizontal(pl.col(c).str.extract(r"\.(\d+)\s*$").str.len_chars().fill_null(0) for c in columns)
    half = {d: unit.size / 2 / 10**d for d in range(9)}
    return digits.clip(0, 8).replace_strict(half, return_dtype=MONEY)
