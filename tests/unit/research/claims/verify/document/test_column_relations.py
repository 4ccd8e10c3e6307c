"""Breaks if a column is not seen to be made of others, if a row that breaks its formula passes, or if columns without a formula refute anything."""

from __future__ import annotations

import pytest

from liangrong.research.claims.verify.document.column_relations import check_column_relations
from tests.unit.research.claims.verify.document.pages import written

NET = """Flows of the week
| Industry | In | Out | Kept |
|---|---|---|---|
| Machinery | 51.20 | 44.75 | 6.45 |
| Chemicals | 40.10 | 37.02 | 3.08 |
| Media | 22.61 | 21.36 | {} |
| Steel | 9.04 | 9.98 | -0.94 |
"""
GROWTH = """券商融出资金（亿元）
公司\t6月末\t年初\t增幅(%)
甲证券\t620.5\t512.0\t21.2
乙证券\t431.8\t390.4\t10.6
丙证券\t305.2\t247.7\t{}
丁证券\t198.4\t201.3\t-1.4
"""
ON_BASE = """指数表现
指数 | 收盘 | 涨跌 | 幅度
甲指数 | 4,120.50 | 38.21 | 0.94%
乙指数 | 2,310.75 | -20.16 | -0.86%
丙指数 | 1,045.32 | 12.44 | {}
丁指数 | 3,377.08 | -50.90 | -1.48%
"""
SHARE = """各板块余额
板块\t余额(亿元)\t占比(%)
甲板块\t500.0\t50.0
乙板块\t300.0\t{}
丙板块\t150.0\t15.0
丁板块\t50.0\t5.0
合计\t1000.0\t100.0
"""
PRICE = """Positions
Name | Volume (shares) | Close (yuan) | Value (mn yuan)
Alpha | 52,300 | 120.40 | 6.30
Beta | 18,750 | 310.20 | 5.82
Gamma | 96,100 | 44.15 | {}
Delta | 33,480 | 88.00 | 2.95
"""


def cells(text: str) -> dict[str, str]:
    """What is said of the cells, by what they print; silence is left out."""
    made = written(text)
    said = zip(made.claims, made.said(check_column_relations), strict=True)
    return {one.figure.text.strip(): label for one, label in said if one.figure and label != "not_checkable"}


@pytest.mark.parametrize(
    ("table", "right", "wrong"),
    [
        (NET, "1.25", "1.52"),
        (GROWTH, "23.2", "32.2"),
        (ON_BASE, "1.20%", "2.10%"),
        (SHARE, "30.0", "33.0"),
        (PRICE, "4.24", "4.42"),
    ],
)
def test_a_row_keeps_or_breaks_the_formula_of_its_column(table: str, right: str, wrong: str) -> None:
    assert cells(table.format(right) + "如上。")[right] == "supported"
    assert cells(table.format(wrong) + "如上。")[wrong] == "arithmetic"


def test_columns_without_a_formula_say_nothing() -> None:
    page = "名单\n行业\t余额(亿元)\t家数(家)\t股价(元)\n甲\t512.3\t14\t23.1\n乙\t401.7\t9\t8.4\n丙\t233.9\t21\t77.6\n如上。"
    assert cells(page) == {}


def test_a_slip_in_an_operand_is_blamed_on_the_operand() -> None:
    said = cells(NET.format("1.25").replace("37.02", "30.72") + "As above.")
    assert said["30.72"] == "arithmetic"
    assert "3.08" not in said


def test_two_rows_with_one_that_breaks_prove_no_formula() -> None:
    page = "Flows\nName | A | B | C\nAlpha | 51.20 | 44.75 | 6.45\nBeta | 40.10 | 37.02 | 9.99\nAs above."
    assert cells(page) == {}


def test_the_row_of_sums_is_added_up_again() -> None:
    page = "板块余额\n板块\t融资余额(亿元)\t融券余额(亿元)\n甲板块\t900.0\t6.1\n乙板块\t800.0\t4.2\n丙板块\t105.0\t0.3\n合计\t{}\t10.6\n如上。"
    right = dict.fromkeys(("6.1", "4.2", "0.3", "10.6"), "supported")
    assert cells(page.format("1805.0")) == right | dict.fromkeys(("900.0", "800.0", "105.0", "1805.0"), "supported")
    assert cells(page.format("1850.0")) == right | {"1850.0": "arithmetic"}


def test_one_column_bears_out_its_total_and_its_rows() -> None:
    page = "各行业净买入（亿元）\n行业\t净买入\n甲行业\t41.2\n乙行业\t10.8\n丙行业\t-3.5\n合计\t{}\n如上。"
    assert cells(page.format("48.5")) == dict.fromkeys(("41.2", "10.8", "-3.5", "48.5"), "supported")
    assert cells(page.format("45.8")) == {"45.8": "arithmetic"}
