"""English names: well-formed, one for a code, and only for the company that the list means."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files

import pytest

from liangrong.analytics.securities.english import LISTED, english_name
from liangrong.core.securities import SecurityId, SecurityKind


@pytest.fixture(scope="module")
def listed() -> list[list[str]]:
    text = (files("liangrong.analytics.securities") / LISTED).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines(), delimiter="\t"))


def test_each_line_is_a_stock_with_two_names(listed: list[list[str]]) -> None:
    for code, name, english in listed:
        assert str(SecurityId.parse(code)) == code
        assert SecurityId.parse(code).kind is SecurityKind.STOCK
        assert not name.isascii()
        assert english.isascii()
        assert english == english.strip()
    for place in (0, 1, 2):
        assert [each for each, times in Counter(row[place] for row in listed).items() if times > 1] == []


def test_a_code_that_belongs_to_somebody_else_has_no_name() -> None:
    assert english_name("600519.SH", "贵州茅台") == "Kweichow Moutai"
    assert english_name("600519.SH", "*ST 贵州茅台") == "Kweichow Moutai"
    assert english_name("600519.SH", "模拟0001") is None
    assert english_name("600519.SH", None) is None
    assert english_name("600520.SH", "贵州茅台") is None
