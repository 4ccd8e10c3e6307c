"""Text to numbers, ratios, dates, flags and securities."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.accounts.intake.layouts.cells import day_of, flag_of, number_of, ratio_of, security_of
from liangrong.core.results import Note


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("150000", "150000"), (" 150000.50 ", "150000.50"), ("1,000,000", "1000000"), ("１，０００．５", "1000.5"), ("-3", "-3"),
        ("+3", "3"), (".5", ".5"), ("5.", "5"), ("1e5", "100000"), ("1.5E-3", "0.0015"), ("0", "0"),
    ],
)  # fmt: skip
def test_a_number_may_have_separators_and_full_width_digits(text, number):
    assert number_of(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".",
        "十万",
        "1,00",
        "1,0000",
        "12,34,567",
        "1 000",
        "NaN",
        "Infinity",
        "0x10",
        "1e",
        "1e999",
        "true",
        "一",
        "1__0",
        "٣",
        "9" * 41,
    ],
)
def test_what_is_no_number_is_told_what_to_write(text):
    found = number_of(text)
    assert isinstance(found, Note)
    assert "write" in found.en or "too large" in found.en
    assert found.zh != found.en


def test_a_number_beyond_all_money_is_refused():
    found = number_of("1000000000000000")
    assert isinstance(found, Note)
    assert "too large" in found.en
    assert number_of("999999999999999") == Decimal(999999999999999)


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("0.80", "0.80"), ("80%", "0.8"), ("80 %", "0.8"), ("８０％", "0.8"), ("百分之八十", "0.8"), ("百分之一百二十", "1.2"),
        ("百分之六十五点五", "0.655"), ("百分之十五", "0.15"), ("百分之一百零五", "1.05"), ("1.2", "1.2"), ("135%", "1.35"),
    ],
)  # fmt: skip
def test_a_ratio_may_be_written_in_percent(text, ratio):
    assert ratio_of(text) == Decimal(ratio)


@pytest.mark.parametrize("text", ["百分之", "百分之很多", "%", "eighty percent", "八折"])
def test_what_is_no_ratio_is_told_so(text):
    assert isinstance(ratio_of(text), Note)


@pytest.mark.parametrize(
    "text", ["2025-06-30", "2025/6/30", "2025.06.30", "20250630", "2025年6月30日", "2025-06-30T00:00:00", "2025-06-30 00:00:00"]
)
def test_a_date_is_read_in_every_usual_form(text):
    assert day_of(text) == date(2025, 6, 30)


@pytest.mark.parametrize("text", ["2025-02-30", "30-06-2025", "2025", "今天", "2025-06-30T09:30:00", "20251301", "0000-00-00"])
def test_what_is_no_date_is_told_so(text):
    found = day_of(text)
    assert isinstance(found, Note)
    assert "write it as 2025-06-30" in found.en


@pytest.mark.parametrize(("text", "flag"), [("true", True), ("是", True), ("False", False), ("否", False), ("1", True)])
def test_a_flag_is_yes_or_no(text, flag):
    assert flag_of(text) is flag


def test_anything_else_is_no_flag():
    assert isinstance(flag_of("maybe"), Note)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("600519", "600519.SH"), ("sh600519", "600519.SH"), ("600519.XSHG", "600519.SH"), ("６００５１９", "600519.SH"),
        ("000001", "000001.SZ"), ("510300", "510300.SH"), ("920002", "920002.BJ"), ("0.300750", "300750.SZ"),
    ],
)  # fmt: skip
def test_a_code_has_one_spelling(text, code):
    assert security_of(text) == code


@pytest.mark.parametrize("text", ["A", "TB", "ETF", "贵州茅台", "国债2501", "ETF2024", "K1", "*ST 某某", "1"])
def test_a_label_stays_as_it_is(text):
    assert security_of(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("999999", "SSE lists no securities starting with 999"),
        ("600519.SZ", "SZSE lists no securities starting with 600"),
        ("600519.XX", "no exchange is spelled XX"),
        ("60051", "a code has six digits"),
        ("6005199", "a code has six digits"),
        ("60051.SH", "a code has six digits"),
        ("sh60051", "a code has six digits"),
        ("000001.SH", "an index: an account cannot hold it"),
        ("399001", "an index"),
    ],
)
def test_what_is_shaped_like_a_code_and_is_none_is_refused(text, said):
    found = security_of(text)
    assert isinstance(found, Note)
    assert said in found.en
    assert text.upper() in found.zh.upper()
