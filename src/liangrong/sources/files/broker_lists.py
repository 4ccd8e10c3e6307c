"""A broker's own list of 折算率 and 保证金比例, as published in a notice or exported from its terminal.

Conversion ratios become ``eligible_collateral``, margin ratios ``broker_margin_ratios``. The exchanges' own lists, which have no
ratio, are read in ``exchange_workbooks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from liangrong.core.outcomes import Failed, Outcome
from liangrong.sources.fetcher import Batch, Hints, Sample
from liangrong.sources.files.casting import Field, cast_fields, read_rows
from liangrong.sources.files.hinted import session_of, with_day
from liangrong.sources.files.layout import Layout, bare, header
from liangrong.sources.files.reading import Finding, Reading, batch, beside, flag, keep_sessions, keep_unique, with_security_ids

__all__ = ["LAYOUTS"]

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "security_id": ("证券代码", "代码", "股票代码", "instrument_id"),
    "name": ("证券简称", "证券名称", "股票名称", "简称", "名称"),
    "trade_date": ("日期", "生效日期", "调整日期", "发布日期"),
    "broker": ("证券公司", "券商"),
    "conversion_ratio": ("折算率", "折算比例", "担保折算率", "担保品折算率", "折算率上限", "assure_ratio"),
    "financing_margin_ratio": ("融资保证金比例", "融资比例", "fin_ratio"),
    "short_margin_ratio": ("融券保证金比例", "融券比例", "slo_ratio"),
}
"""Column of the standard tables to the headings that it has in brokers' lists."""

_RATIOS: Final = ("conversion_ratio", "financing_margin_ratio", "short_margin_ratio")
_PERCENT_FROM: Final = 10
"""No ratio reaches 1,000 %, and of a list in percent the largest number is far above 10: one such number tells the column."""
_UNNAMED: Final = "未注明"

_ABOVE_ONE: Final = Finding(
    "ratio_unit",
    "conversion_ratio",
    expected="<= 1",
    zh="第 {row} 行的折算率为 {observed}，超过 1，该行未采用",
    en="row {row}: a conversion ratio of {observed} is above 1; the row is left out",
)
_NO_BROKER: Final = Finding(
    "assumed_broker",
    "broker",
    severity="info",
    zh=f"名单没有证券公司一列，记作“{_UNNAMED}”",
    en=f"the list has no column with the broker; it is stored as '{_UNNAMED}'",
)


def _parse(content: bytes, hints: Hints) -> Outcome[Batch]:
    rows = read_rows(content)
    found = _columns(rows.columns)
    rows = rows.with_columns(_code(found["security_id"]), *(_ratio(rows, found[name]) for name in _RATIOS if name in found))
    rows.columns = [bare(name) for name in rows.columns]
    day = None if "trade_date" in found else session_of(hints)
    if isinstance(day, Failed):
        return day
    readings = [
        _reading(rows, found, table, ratios)
        for table, ratios in (("eligible_collateral", _RATIOS[:1]), ("broker_margin_ratios", _RATIOS[1:]))
        if set(ratios) & set(found)
    ]
    dated = (keep_sessions(reading) if day is None else with_day(reading, day, hints) for reading in readings)
    first, *others = (keep_unique(with_security_ids(reading)) for reading in dated)
    return batch(first, *(beside(other, first) for other in others), source="file")


def _reading(rows: pl.DataFrame, found: Mapping[str, str], table: str, ratios: tuple[str, ...]) -> Reading:
    """The rows that say something about the ratios of one table."""
    given = [name for name in ratios if name in found]
    fields = [Field(bare(found["security_id"]), "security_id")]
    fields += [Field(bare(found[name]), name, required=False) for name in ("name", *given) if name in found]
    fields += [Field(bare(found["trade_date"]), "trade_date")] if "trade_date" in found else []
    fields += [Field(bare(found["broker"]), "broker")] if table == "broker_margin_ratios" and "broker" in found else []
    reading = cast_fields("broker_list", table, rows, fields)
    if table == "eligible_collateral":
        reading = flag(reading, pl.col("conversion_ratio") > 1, _ABOVE_ONE)
    elif "broker" not in found:
        reading = replace(reading, frame=reading.frame.with_columns(broker=pl.lit(_UNNAMED))).note(_NO_BROKER, observed=_UNNAMED)
    return replace(reading, frame=reading.frame.filter(pl.any_horizontal(pl.col(given).is_not_null())))


def _code(column: str) -> pl.Expr:
    """Codes with the leading zeros that spreadsheets eat."""
    code = pl.col(column).cast(pl.String).str.strip_chars().str.strip_suffix(".0")
    return pl.when(code.str.contains(r"^\d{1,5}$")).then(code.str.zfill(6)).otherwise(code).alias(column)


def _ratio(rows: pl.DataFrame, column: str) -> pl.Expr:
    """A column of ratios as text of plain ratios; a cell in another unit than the rest is marked so that no cast reads it."""
    text = pl.col(column).cast(pl.String).str.strip_chars(" \t\r\u3000").str.replace("％", "%", literal=True)
    signed = text.str.ends_with("%").fill_null(value=False)
    number = text.str.strip_suffix("%").cast(pl.Float64, strict=False)
    highest = rows.select(number.filter(~signed).max()).item()
    in_percent = "%" in column or "％" in column or (highest is not None and highest > _PERCENT_FROM)
    scaled = (number / 100).round(6).cast(pl.String)
    if not in_percent:
        return pl.when(signed & number.is_not_null()).then(scaled).otherwise(text).alias(column)
    odd = (number > 0) & (number <= 1) & ~signed
    return pl.when(odd).then(text + " [≠ %]").when(number.is_not_null()).then(scaled).otherwise(text).alias(column)


def _columns(names: list[str] | tuple[str, ...]) -> dict[str, str]:
    """Which heading of a file gives which column; none where two headings claim one."""
    by_bare = {bare(name): name for name in names}
    return {ours: by_bare[heading] for ours, headings in _NAMES.items() for heading in headings if heading in by_bare}


def _is_list(seen: Sample) -> bool:
    found = _columns(header(seen))
    return "security_id" in found and any(name in found for name in _RATIOS)


LAYOUTS: Final = (
    Layout(
        "broker_list",
        "券商折算率与保证金比例名单",
        "a broker's list of conversion and margin ratios",
        _is_list,
        _parse,
        ("证券代码", "折算率"),
    ),
)
