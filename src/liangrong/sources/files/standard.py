"""Files in our own layout: the columns of one standard table, as CSV or Parquet, in 元, 股 and pure ratios.

This is how users bring their own free-float caps, quotes, baskets or policy events. The key columns must be there, and at
least one value; ``source`` defaults to ``file``. ``derived`` is a list in Parquet and ``a;b`` in CSV.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from liangrong.core.outcomes import Failed, FailureKind, Outcome
from liangrong.core.units import Unit
from liangrong.market.schemas import CLOCKS, PROVENANCE, Table
from liangrong.market.tables import TABLES
from liangrong.sources.fetcher import Batch, Hints, Sample
from liangrong.sources.files.casting import Field, cast_fields, read_rows
from liangrong.sources.files.layout import Layout, header
from liangrong.sources.files.reading import ROW, Finding, batch, flag, keep_sessions, keep_unique, with_security_ids

__all__ = ["LAYOUTS"]

DEFAULT_SOURCE: Final = "file"
_CLOCK_NAMES: Final = frozenset(c.name for c in CLOCKS)
_PROVENANCE_NAMES: Final = frozenset(c.name for c in PROVENANCE)
_NEVER_SESSIONS: Final = frozenset({"trading_days", "policy_events", "securities", "discrepancies"})
"""Tables whose ``trade_date`` may be any calendar day."""
_SIGNED: Final = frozenset(
    {"pe", "change_ratio", "net_buy_amount", "index_change_ratio", "financing_repay_amount", "short_repay_quantity"}
)
"""Columns that may be negative: changes, nets, and repayments that a vendor derived."""


def _fits(columns: frozenset[str]) -> list[Table]:
    """The tables a set of columns can belong to, the exact one alone when there is one."""
    own = columns - _CLOCK_NAMES - _PROVENANCE_NAMES
    fitting = [
        t for t in TABLES.values()
        if set(t.key) <= own and own <= {c.name for c in t.columns} and (own & set(t.values) or not t.values)
    ]  # fmt: skip
    exact = [t for t in fitting if own == {c.name for c in t.columns}]
    return exact or fitting


def _recognises(seen: Sample) -> bool:
    return bool(_fits(frozenset(header(seen))))


def _parse(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    rows = read_rows(content)
    fitting = _fits(frozenset(rows.columns) - {ROW})
    if len(fitting) > 1:
        names = ", ".join(t.name for t in fitting)
        return Failed(
            FailureKind.AMBIGUOUS,
            f"its columns fit the tables {names}; add a column that only one of them has",
            f"这些列同时符合表 {names}；请加上其中一张表独有的列",
        )
    wanted = fitting[0]
    reading = cast_fields("standard_table", wanted.name, rows, _fields(wanted, rows))
    reading = replace(reading, frame=reading.frame.join(_provenance(rows), on=ROW, how="left"))
    if _CLOCK_NAMES & set(rows.columns):
        reading = reading.note(_CLOCKS_DROPPED)
    if "security_id" in wanted.key:
        reading = with_security_ids(reading)
    if wanted.day == "trade_date" and wanted.name not in _NEVER_SESSIONS:
        reading = keep_sessions(reading)
    if "exchange" in wanted.key:
        reading = flag(reading, ~pl.col("exchange").is_in(["SSE", "SZSE", "BSE", "SSE+SZSE"]), _UNKNOWN_EXCHANGE)
    return batch(keep_unique(reading), source=DEFAULT_SOURCE)


def _fields(wanted: Table, rows: pl.DataFrame) -> list[Field]:
    return [
        Field(c.name, c.name, c.unit, required=c.name in wanted.key, signed=c.name in _SIGNED or c.unit is Unit.POINT)
        for c in wanted.columns
        if c.name in rows.columns
    ]


def _provenance(rows: pl.DataFrame) -> pl.DataFrame:
    """Source, quality and derived as the file gives them, with defaults for empty cells."""
    source = pl.col("source") if "source" in rows.columns else pl.lit(None, dtype=pl.String)
    quality = pl.col("quality") if "quality" in rows.columns else pl.lit(None, dtype=pl.String)
    derived = pl.lit([], dtype=pl.List(pl.String))
    if "derived" in rows.columns:
        textual = rows.schema["derived"] == pl.String()
        derived = pl.col("derived").str.strip_chars("[] ").str.split(";") if textual else pl.col("derived")
        derived = derived.list.eval(pl.element().filter(pl.element().str.len_chars() > 0))
    return rows.select(ROW, source=source.fill_null(DEFAULT_SOURCE), quality=quality.fill_null("ok"), derived=derived)


_CLOCKS_DROPPED: Final = Finding(
    "clocks_ignored",
    "known_at",
    severity="info",
    zh="文件中的 known_at、known_basis、recorded_at 不采用；可知时刻由入库时确定",
    en="known_at, known_basis and recorded_at of the file are not taken: the store sets the clocks",
)
_UNKNOWN_EXCHANGE: Final = Finding(
    "known_exchange",
    "exchange",
    expected="SSE, SZSE, BSE or SSE+SZSE",
    zh="第 {row} 行的交易所写作“{observed}”，只认 SSE、SZSE、BSE、SSE+SZSE，该行未采用",
    en="row {row}: no exchange is called '{observed}'; the row is left out",
)

LAYOUTS: Final = (
    Layout(
        "standard_table", "liangrong 标准表", "a liangrong standard table", _recognises, _parse, ("security_id", "trade_date")
    ),
)
