"""Rows are checked in the open: phantom days, repetitions, contradictions, unknown codes."""

from __future__ import annotations

from datetime import date

import polars as pl

from liangrong.core.outcomes import Failed, Ok
from liangrong.market.tables import table
from liangrong.sources.files.reading import (
    SHOWN_FINDINGS,
    Finding,
    Reading,
    batch,
    flag,
    keep_sessions,
    keep_unique,
    with_security_ids,
)


def reading(rows, name="index_quotes"):
    return Reading("test", table(name), pl.DataFrame(rows).with_row_index("_row", offset=2))


def quotes(*days, close=1.0, security="000300.SH"):
    return reading([{"security_id": security, "trade_date": day, "close": close} for day in days])


def test_a_day_without_a_session_is_left_out():
    found = keep_sessions(quotes(date(1999, 1, 4), date(2018, 6, 15), date(2018, 6, 18), date(2027, 1, 9)))
    assert found.frame["trade_date"].to_list() == [date(2018, 6, 15)]
    assert [(f.check, f.trade_date) for f in found.findings] == [
        ("beyond_calendar", date(1999, 1, 4)),
        ("phantom_session", date(2018, 6, 18)),
        ("phantom_session", date(2027, 1, 9)),
    ]


def test_a_weekday_after_the_frozen_calendar_is_for_the_store_to_judge():
    found = keep_sessions(quotes(date(2027, 1, 4)))
    assert found.frame["trade_date"].to_list() == [date(2027, 1, 4)]
    assert not found.findings


def test_word_for_word_repetition_is_information():
    found = keep_unique(quotes(date(2018, 6, 15), date(2018, 6, 15)))
    assert found.frame.height == 1
    assert [f.severity for f in found.findings] == ["info"]


def test_contradicting_rows_are_both_left_out():
    rows = [{"security_id": "000300.SH", "trade_date": date(2018, 6, 15), "close": close} for close in (1.0, 2.0)]
    found = keep_unique(reading(rows))
    assert found.frame.is_empty()
    assert [f.check for f in found.findings] == ["conflicting_rows", "conflicting_rows"]


def test_codes_are_spelled_canonically_or_refused():
    rows = [{"security_id": code, "trade_date": date(2018, 6, 15)} for code in ("sh600519", "000001.XSHE", "SHT00018")]
    found = with_security_ids(reading(rows, "quotes"))
    assert found.frame["security_id"].to_list() == ["600519.SH", "000001.SZ"]
    assert [f.observed for f in found.findings] == ["SHT00018"]


def test_an_error_stays_and_is_suspect():
    finding = Finding("test", "close", zh="第 {row} 行", en="row {row}", severity="error")
    found = flag(quotes(date(2018, 6, 14), date(2018, 6, 15)), pl.col("trade_date") == date(2018, 6, 15), finding)
    assert found.frame["quality"].to_list() == ["ok", "suspect"]


def test_a_fault_through_a_whole_file_is_summed_up():
    finding = Finding("test", "close", zh="第 {row} 行", en="row {row}")
    many = reading([{"security_id": "000300.SH", "trade_date": date(2018, 6, 15), "close": 1.0}] * (SHOWN_FINDINGS + 7))
    found = flag(many, pl.lit(value=True), finding)
    assert len(found.findings) == SHOWN_FINDINGS + 1
    assert "7 more rows" in found.findings[-1].note_en


def test_a_file_without_a_good_row_fails_with_its_first_fault():
    outcome = batch(keep_sessions(quotes(date(2018, 6, 18))), source="file")
    assert isinstance(outcome, Failed)
    assert "2018-06-18" in outcome.reason
    assert isinstance(batch(quotes(date(2018, 6, 15)), source="file"), Ok)
