"""Breaks if a figure that is a row's by its digits is not held to that row's subject, day, sign and size, or if another figure is."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.research.claims.verify.published.own_rows import desk_of, said_with

FIGURES = """date,scope,metric,value,unit,source,figure_id,qualifier
2020-01-02/2026-03-31,SW electronics,pct_change_financing_balance,402.6,%,own,el,eq
2020-01-02/2026-03-31,SW steel,pct_change_financing_balance,-34.7,%,own,st,eq
2020-01-02/2026-03-31,SW autos,pct_change_financing_balance,91.8,%,own,au,eq
2026-03-31,宁德时代 300750,short_balance,0.64,亿元,own,catl,eq
2026-03-31,宁德时代 300750,short_balance/float_cap,1.47,%,own,catlp,eq
2026-03-31,贵州茅台 600519,short_balance/float_cap,2.38,%,own,mtp,eq
2026-03-18,长电科技 600584,daily_return,6.37,%,own,cd,eq
2026-03-18,东方财富 300059,daily_return,10.02,%,own,df,eq
2026-03-30,SSE Composite,RSI(14),77,points,own,rsi,eq
2026-01-01/2026-03-31,SW coal,net_financing_purchase,-13.4,亿元,own,coal,eq
2026-01-01/2026-03-31,SW banks,net_financing_purchase,-22.9,亿元,own,bank,eq
2026-03-31,A-share,financing_balance,26018.6,亿元,own,fin,eq
2026-02-27,A-share,financing_balance,25311.4,亿元,own,feb,eq
"""
DESK = desk_of(FIGURES)
PUBLISHED = date(2026, 4, 1)


def said(text: str) -> dict[str, str]:
    return said_with(DESK, text, PUBLISHED)


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("Margin loans have changed hands. Steel lost 34.7% and autos added 91.8%.", "34.7", "supported"),
        ("Margin loans have changed hands. Steel lost 34.7% and autos added 91.8%.", "91.8", "supported"),
        ("Financing shifted between sectors. Steel gained 34.7%.", "34.7", "wrong_sign"),
        ("Financing shifted between sectors. Steel rose 91.8%.", "91.8", "subject_drift"),
        ("Financing of electronics quintupled in those years.", "400", "supported"),
        ("Financing of autos quintupled in those years.", "400", "not_checkable"),
        ("Financing shifted between sectors. Steel output fell 34.8%.", "34.8", "not_checkable"),
        ("Financing shifted between sectors. Profits in steel gained 34.7%.", "34.7", "not_checkable"),
        ("Financing shifted between sectors. Steel shares gained 34.7%.", "34.7", "not_checkable"),
        ("融资盘分化，钢铁上涨34.7%。", "34.7", "not_checkable"),
        ("融券方面，宁德时代占流通市值的1.47%。", "1.47", "supported"),
        ("融券方面，宁德时代融券余额占流通市值的2.38%。", "2.38", "subject_drift"),
        ("宁德时代的融券余额高达6.4亿元。", "6.4", "unit_slip"),
        ("融资盘活跃，长电科技在3月18日上涨6.37%。", "6.37", "supported"),
        ("融资盘活跃，长电科技在3月24日上涨6.37%。", "6.37", "wrong_date"),
        ("融资盘活跃，东方财富在3月24日上涨10.0%。", "10.0", "not_checkable"),
        ("煤炭遭融资净偿还13.4亿元。", "13.4", "supported"),
        ("一季度，煤炭和银行合计获融资净买入36.3亿元。", "36.3", "wrong_sign"),
        ("一季度，煤炭和银行合计遭融资净偿还36.3亿元。", "36.3", "supported"),
    ],
)  # fmt: skip
def test_digits_tell_the_row(text: str, printed: str, expected: str) -> None:
    assert said(text).get(printed) == expected, said(text)


def test_a_reading_of_another_day_is_misdated_in_both_places() -> None:
    found = said(
        "Margin buyers were keen. The 14-day relative strength index of the Shanghai Composite hit 77 on Tuesday, March 31."
    )
    assert found["77"] == "wrong_date"
    assert "supported" not in found.values()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2月27日融资余额为25311.4亿元，为迄今的最高纪录。", "wrong_record"),
        ("2月27日融资余额为25311.4亿元，为当时的最高纪录。", "not_checkable"),
    ],
)
def test_a_record_to_this_day_is_belied_by_a_later_row(text: str, expected: str) -> None:
    found = said(text)
    assert (expected == "wrong_record") == ("wrong_record" in found.values()), found
