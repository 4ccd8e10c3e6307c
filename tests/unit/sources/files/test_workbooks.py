"""Workbooks of the exchanges: a day from the hint, a header by order when unreadable, a cut file as a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.core.errors import BadInput
from liangrong.core.outcomes import Failed, FailureKind, NotPublished, Ok
from liangrong.sources.fetcher import Hints
from liangrong.sources.files.read import read
from tests.contract import payloads

HEADER = (
    "证券代码",
    "证券简称",
    "融资买入额(元)",
    "融资余额(元)",
    "融券卖出量(股/份)",
    "融券余量(股/份)",
    "融券余额(元)",
    "融资融券余额(元)",
)
ROW = ("000001", "平安&nbsp;银行", "1,000", "20,000", "10", "100", "5,000", "25,000")
DAY = Hints(day=date(2026, 1, 30))


def workbook(*rows: tuple[str, ...]) -> bytes:
    """One sheet with inline strings, as Shenzhen sends it."""
    return payloads.workbook({"融资融券交易明细": rows})


def test_shenzhen_detail_takes_its_day_from_the_hint():
    found = read(workbook(HEADER, ROW), DAY)
    assert found.layout == "szse_detail_workbook"
    assert isinstance(found.outcome, Ok)
    row = found.outcome.value.tables["margin_detail"].row(0, named=True)
    assert (row["security_id"], row["name"], row["financing_balance"]) == ("000001.SZ", "平安银行", Decimal(20_000))
    undated = read(workbook(HEADER, ROW)).outcome
    assert isinstance(undated, Failed)
    assert undated.kind is FailureKind.AMBIGUOUS


def test_a_header_alone_is_not_published():
    assert read(workbook(HEADER), DAY).outcome == NotPublished(date(2026, 1, 30))


def test_an_unreadable_header_is_taken_in_the_usual_order_and_told():
    garbled = tuple(name.encode().decode("latin-1") for name in HEADER)
    found = read(workbook(garbled, ROW), DAY)
    assert found.layout == "szse_detail_workbook"
    assert isinstance(found.outcome, Ok)
    assert "unreadable_header" in {f.check for f in found.outcome.value.discrepancies}


def test_a_wrong_unit_in_the_header_is_caught_by_the_sum():
    wrong = tuple(name.replace("融券余额(元)", "融券余额(万元)") for name in HEADER)
    outcome = read(workbook(wrong, ROW), DAY).outcome
    assert isinstance(outcome, Failed)
    assert outcome.kind is FailureKind.INCONSISTENT


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_truncated_workbook_is_a_sentence(kept):
    whole = workbook(HEADER, ROW)
    with pytest.raises(BadInput, match="damaged or cut off"):
        read(whole[: int(len(whole) * kept)])


def test_futures_are_read_from_gbk():
    text = (
        "合约代码,今开盘,最高价,最低价,成交量,成交金额,持仓量,持仓变化,今收盘,今结算,前结算,涨跌1,涨跌2,Delta\n"
        "IF2602,4700.0,4721.0,4688.2,80000,11290000.000,150000,-2000,4705.4,4703.2,4711.0,-5.6,-7.8,--\n"
        "小计,,,,80000,11290000.000,150000,-2000,,,,,,\n合计,,,,80000,11290000.000,150000,-2000,,,,,,\n"
    )
    outcome = read(text.encode("gbk"), DAY).outcome
    assert isinstance(outcome, Ok)
    row = outcome.value.tables["index_futures"].row(0, named=True)
    assert (row["contract"], row["turnover"]) == ("IF2602", Decimal(112_900_000_000))
