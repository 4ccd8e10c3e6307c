"""A broker's list of 折算率 and 保证金比例: two tables, one unit, every odd row told."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.core.outcomes import Failed, Ok
from liangrong.sources.fetcher import Hints
from liangrong.sources.files.read import read
from tests.contract.payloads import workbook

DAY = Hints(day=date(2026, 1, 30))


def _batch(content, hints=DAY):
    found = read(content.encode() if isinstance(content, str) else content, hints)
    assert found.layout == "broker_list"
    assert isinstance(found.outcome, Ok), found.outcome
    return found.outcome.value


def _ratios(batch, table="eligible_collateral", column="conversion_ratio"):
    return dict(batch.tables[table].select("security_id", column).iter_rows())


@pytest.mark.parametrize(
    "text",
    [
        "证券代码,证券简称,折算率\n600519,贵州茅台,0.70\n000001,平安银行,0.65\n510300,沪深300ETF,0.9\n688001,某,0\n",
        "证券代码,证券简称,折算率(%)\n600519,贵州茅台,70\n000001,平安银行,65\n510300,沪深300ETF,90\n688001,某,0\n",
        "证券代码,证券简称,折算率\n600519,贵州茅台,70\n000001,平安银行,65\n510300,沪深300ETF,90\n688001,某,0\n",
        "证券代码\t证券名称\t担保品折算率\nSH600519\t贵州茅台\t70%\n1\t平安银行\t65％\n510300.SH\t沪深300ETF\t90%\n688001\t某\t0%\n",
    ],
)
def test_conversion_ratios_are_read_in_every_unit_that_brokers_print(text):
    batch = _batch(text)
    assert _ratios(batch) == {"600519.SH": 0.70, "000001.SZ": 0.65, "510300.SH": 0.90, "688001.SH": 0.0}
    assert set(batch.tables) == {"eligible_collateral"}
    assert batch.discrepancies == ()


def test_margin_ratios_go_to_the_brokers_table():
    text = "证券公司,证券代码,折算率,融资保证金比例,融券保证金比例,生效日期\n甲证券,600519,0.70,100%,120%,2026-01-30\n甲证券,300750,0.6,100%,-,2026-01-30\n"
    batch = _batch(text, Hints())
    rows = batch.tables["broker_margin_ratios"]
    assert rows["broker"].to_list() == ["甲证券", "甲证券"]
    assert rows["trade_date"].unique().to_list() == [date(2026, 1, 30)]
    assert _ratios(batch, "broker_margin_ratios", "financing_margin_ratio") == {"600519.SH": 1.0, "300750.SZ": 1.0}
    assert _ratios(batch, "broker_margin_ratios", "short_margin_ratio") == {"600519.SH": 1.2, "300750.SZ": None}
    assert _ratios(batch) == {"600519.SH": 0.70, "300750.SZ": 0.60}


def test_a_list_without_its_broker_says_so():
    batch = _batch("证券代码,融资保证金比例\n600519,1.0\n")
    assert batch.tables["broker_margin_ratios"]["broker"].to_list() == ["未注明"]
    assert [found.check for found in batch.discrepancies] == ["assumed_broker"]


def test_a_workbook_with_numbers_for_codes_is_read():
    sheets = {"名单": [["证券代码", "证券简称", "折算率"], [600519, "贵州茅台", 0.7], [1, "平安银行", 0.65]]}
    assert _ratios(_batch(workbook(sheets))) == {"600519.SH": 0.70, "000001.SZ": 0.65}


@pytest.mark.parametrize(
    ("row", "observed"),
    [
        ("300750,宁德时代,0.6", "0.6 [≠ %]"),  # a fraction among percentages
        ("300750,宁德时代,高", "高"),
        ("300750,宁德时代,-5", "-5"),
        ("300750,宁德时代,170", "1.7"),
        ("399999,某指数,x", "x"),
        ("abc,某,60", "abc"),
    ],
)
def test_an_odd_row_is_left_out_and_told(row, observed):
    batch = _batch(f"证券代码,证券简称,折算率\n600519,贵州茅台,70\n{row}\n")
    assert _ratios(batch) == {"600519.SH": 0.70}
    (found,) = batch.discrepancies
    assert (found.severity, found.note_zh != "") == ("quarantined", True)
    assert observed in found.note_en or observed == "-5"


def test_the_day_is_asked_for_where_the_list_has_none():
    outcome = read("证券代码,折算率\n600519,0.7\n".encode()).outcome
    assert isinstance(outcome, Failed)
    assert "--day" in outcome.reason


def test_two_different_ratios_of_one_security_are_left_out():
    batch = _batch("证券代码,折算率\n600519,0.7\n600519,0.6\n300750,0.6\n")
    assert _ratios(batch) == {"300750.SZ": 0.60}
    assert batch.discrepancies
