"""QMT quotes: lots become shares, the UTC quirk is checked, the CSV of one security needs to be told which."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.core.outcomes import Failed, Ok
from liangrong.sources.fetcher import Hints
from liangrong.sources.files.read import read

COLUMNS = "date,time,open,high,low,close,volume,amount,settelementPrice,openInterest,preClose,suspendFlag,datetime\n"
DAY = "20250102,1735747200000,11.73,11.77,11.39,11.430000000000001,18195,20800000.5,0.0,15,11.7,0,2025-01-01 16:00:00\n"


def parquet(**changes) -> bytes:
    columns = {
        "date": [20250102, 20250103], "open": [11.73, 11.4], "high": [11.8, 11.5], "low": [11.3, 11.3],
        "close": [11.430000000000001, 11.38], "volume": [18195, 100], "amount": [20800000.5, 114000.0],
        "preClose": [11.7, 11.43], "code": ["000001.SZ", "000001.SZ"],
    }  # fmt: skip
    out = io.BytesIO()
    pl.DataFrame(columns | changes).write_parquet(out)
    return out.getvalue()


def test_parquet_of_many():
    outcome = read(parquet()).outcome
    assert isinstance(outcome, Ok)
    row = outcome.value.tables["quotes"].row(0, named=True)
    assert (row["security_id"], row["trade_date"], row["source"]) == ("000001.SZ", date(2025, 1, 2), "qmt")
    assert (row["close"], row["volume"], row["turnover"]) == (Decimal("11.430"), 1_819_500, Decimal("20800000.500"))


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"date": [20250102, 20250104]}, "trade_date"),
        ({"date": [20250102, 20251345]}, "trade_date"),
        ({"close": [11.43, None]}, "close"),
        ({"volume": [1, -1]}, "volume"),
        ({"amount": [1.0, float("inf")]}, "turnover"),
        ({"code": ["000001.SZ", "X"]}, "security_id"),
    ],
)
def test_a_bad_row_of_a_parquet_is_named(changes, column):
    outcome = read(parquet(**changes)).outcome
    assert isinstance(outcome, Ok)
    assert outcome.value.tables["quotes"].height == 1
    assert [f.column for f in outcome.value.discrepancies] == [column]


def test_csv_of_one_needs_its_security():
    unnamed = read((COLUMNS + DAY).encode()).outcome
    assert isinstance(unnamed, Failed)
    assert "--security" in unnamed.reason
    named = read((COLUMNS + DAY).encode(), Hints(security_id="000001.SZ")).outcome
    assert isinstance(named, Ok)
    assert named.value.tables["quotes"]["trade_date"].to_list() == [date(2025, 1, 2)]
    assert named.value.discrepancies == ()


def test_a_date_that_its_time_stamp_contradicts_is_left_out():
    shifted = DAY.replace("20250102,", "20250103,", 1)
    outcome = read((COLUMNS + DAY + shifted).encode(), Hints(security_id="000001.SZ")).outcome
    assert isinstance(outcome, Ok)
    assert [(f.check, f.expected) for f in outcome.value.discrepancies] == [("date_matches_time", "2025-01-02")]
