"""How people write days, numbers, windows and pairs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day, parse_number, parse_pair, parse_window


@pytest.mark.parametrize("text", ["2026-01-30", "20260130", "2026/1/30", "2026年1月30日", " 2026-01-30 "])
def test_a_day_may_be_written_in_five_ways(text: str) -> None:
    assert parse_day(text, "--as-of") == date(2026, 1, 30)


@pytest.mark.parametrize("text", ["2026-02-30", "30.01.2026", "", "tomorrow", "2026-1"])
def test_what_is_no_day_names_its_option(text: str) -> None:
    with pytest.raises(UsageError, match="--as-of"):
        parse_day(text, "--as-of")


def test_percent_signs_and_commas_are_read() -> None:
    assert parse_number("140%", "x") == Decimal("1.40")
    assert parse_number("-15％", "x") == Decimal("-0.15")
    assert parse_number("1,000,000", "x") == Decimal(1_000_000)


@pytest.mark.parametrize("text", ["nan", "inf", "1%%", "one", ""])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="x"):
        parse_number(text, "x")


def test_a_pair_has_a_name_unless_it_may_be_bare() -> None:
    assert parse_pair("600519.SH=-10%", "x") == ("600519.SH", Decimal("-0.1"))
    assert parse_pair("-10%", "x", bare=True) == ("", Decimal("-0.1"))
    with pytest.raises(UsageError, match="NAME=VALUE"):
        parse_pair("-10%", "x")


def test_a_window_has_two_days() -> None:
    assert parse_window("2015-06-18..20240923", "x") == (date(2015, 6, 18), date(2024, 9, 23))
    with pytest.raises(UsageError, match="FROM"):
        parse_window("2015-06-18", "x")
