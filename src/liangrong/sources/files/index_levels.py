"""Index histories without a code: levels from CSI (中证指数), closes with P/E, and daily changes with their running sum."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from liangrong.core.outcomes import Failed, Outcome
from liangrong.core.units import Unit
from liangrong.sources.fetcher import Batch, Hints
from liangrong.sources.files.casting import Field, cast_fields, read_rows
from liangrong.sources.files.index_identity import CHANGES, LEVELS, Identified, identify
from liangrong.sources.files.layout import Layout, Parser, has_columns
from liangrong.sources.files.reading import Finding, Reading, batch, flag, keep_sessions, keep_unique

__all__ = ["LAYOUTS"]

CUMULATION_TOLERANCE: Final = 1e-8
"""The running sum carries 11 digits; as a pure ratio a true one agrees far below this."""
CHANGES_SOURCE: Final = "file:changes"
"""Not ``file``: rows without a level would revise, and empty, the levels that another file brought for the same days."""

_CSINDEX: Final = (
    Field("date", "trade_date"),
    Field("open", "open", required=False),
    Field("high", "high", required=False),
    Field("low", "low", required=False),
    Field("close", "close"),
    Field("amount_yi", "turnover", Unit.YI_YUAN, required=False),
    Field("pe", "pe", required=False, signed=True),
)
_CLOSES: Final = (
    Field("DateTime", "trade_date"),
    Field("CLOSE", "close"),
    Field("VOLUME", "volume", required=False),
    Field("PE", "pe", required=False, signed=True),
)
_DAILY_CHANGES: Final = (
    Field("date", "trade_date"),
    Field("close", "change_ratio", Unit.PERCENT, required=False, signed=True),
    Field("volume", "volume", required=False),
    Field("closecum", "_running_sum", Unit.PERCENT, like="change_ratio", required=False, signed=True),
)


def _parse_csindex(content: bytes, hints: Hints) -> Outcome[Batch]:
    reading = cast_fields("csindex_levels", "index_quotes", read_rows(content), _CSINDEX)
    return _finish(reading, identify(reading.frame["trade_date"], reading.frame["close"], LEVELS, hints), "csindex")


def _parse_closes(content: bytes, hints: Hints) -> Outcome[Batch]:
    reading = cast_fields("index_closes_with_pe", "index_quotes", read_rows(content), _CLOSES)
    return _finish(reading, identify(reading.frame["trade_date"], reading.frame["close"], LEVELS, hints), "file")


def _parse_changes(content: bytes, hints: Hints) -> Outcome[Batch]:
    reading = cast_fields("index_daily_changes", "index_quotes", read_rows(content), _DAILY_CHANGES)
    found = identify(reading.frame["trade_date"], reading.frame["change_ratio"] * 100, CHANGES, hints)
    step = pl.col("_running_sum") - pl.col("_running_sum").shift()
    broken = Finding(
        "running_sum",
        "change_ratio",
        severity="error",
        zh="第 {row} 行的涨跌幅为 {observed}，而累计值 closecum 的变动为 {expected}；该行标为可疑",
        en="row {row}: the change is {observed} but closecum moves by {expected}; the row is marked suspect",
    )
    off = (step - pl.col("change_ratio")).abs() > CUMULATION_TOLERANCE
    reading = flag(replace(reading, frame=reading.frame.sort("trade_date")), off, broken, expected=step)
    return _finish(reading, found, CHANGES_SOURCE)


def _finish(reading: Reading, found: Identified | Failed, source: str) -> Outcome[Batch]:
    if isinstance(found, Failed):
        return found
    reading = replace(reading, frame=reading.frame.with_columns(security_id=pl.lit(found.security_id)))
    if found.told:
        reading = reading.note(found.told, observed=found.security_id, place=found.security_id)
    return batch(keep_unique(keep_sessions(reading)), source=source)


def _layout(name: str, label_zh: str, label_en: str, fields: tuple[Field, ...], parse: Parser) -> Layout:
    columns = tuple(f.column for f in fields)
    return Layout(name, label_zh, label_en, has_columns(*columns), parse, columns)


LAYOUTS: Final = (
    _layout("csindex_levels", "中证指数日行情", "CSI index levels", _CSINDEX, _parse_csindex),
    _layout("index_closes_with_pe", "指数收盘与市盈率", "index closes with P/E", _CLOSES, _parse_closes),
    _layout("index_daily_changes", "指数逐日涨跌幅", "daily changes of an index", _DAILY_CHANGES, _parse_changes),
)
