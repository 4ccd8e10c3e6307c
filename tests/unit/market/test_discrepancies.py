"""A finding as a sentence names what it is about, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from liangrong.market.discrepancies import Discrepancy, to_frame

FOUND = Discrepancy(
    "balance_sum", "market_totals", "SSE", date(2026, 1, 30), "error", "margin_trading_balance", "5", "7", "应相等", "they agree"
)


def test_a_general_note_is_followed_by_place_day_and_both_figures():
    assert FOUND.sentence("zh") == "应相等（SSE 2026-01-30 margin_trading_balance：5，应为 7）"
    assert FOUND.sentence("en") == "they agree (SSE 2026-01-30 margin_trading_balance: 5, expected 7)"


def test_a_note_that_names_what_was_seen_stands_alone():
    told = replace(FOUND, observed="2018-12-1", note_en="row 3 reads 2018-12-1")
    assert told.sentence("en") == "row 3 reads 2018-12-1"


def test_a_finding_about_a_file_needs_no_day():
    assert replace(FOUND, trade_date=None, expected="").sentence("en") == "they agree (SSE margin_trading_balance: 5)"


def test_the_frame_has_the_columns_of_its_table():
    frame = to_frame([FOUND])
    assert frame.select("check", "place", "observed").row(0) == ("balance_sum", "SSE", "5")
