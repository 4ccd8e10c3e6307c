"""Eastmoney's totals: the date repair needs one fitting gap and the roll-forward; dropped columns are checked first."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.core.outcomes import Failed, Ok
from liangrong.sources.files.read import read

HEADER = (
    "交易日期,收盘-沪深300,涨跌幅(%)-沪深300\ufffc,融资-余额(元),融资余额占流通市值比,融资买入额(元),融资偿还额(元),净买入(元),"
    "融券余额(元),融券余量(股),融券卖出量(股),融券偿还量(股),融券净卖出(股),融资融券余额(元),融资融券余额差值(元)\n\n"
)


def line(day, balance, *, buy=10, repay=5, net=None, difference=None, short=100):
    net = buy - repay if net is None else net
    difference = balance - short if difference is None else difference
    return f"{day},3000.5,-1.5,{balance},2.5,{buy},{repay},{net},{short},7,3,1,2,{balance + short},{difference}\n"


def parse(*lines, header=HEADER):
    return read((header + "".join(lines)).encode()).outcome


def totals(*lines):
    outcome = parse(*lines)
    assert isinstance(outcome, Ok)
    return outcome.value.tables["market_totals"], outcome.value.discrepancies


CHAIN = (line("2018-12-07", 1000), line("2018-12-1", 1005), line("2018-12-11", 1010))


def test_a_shortened_date_is_repaired_when_the_balance_rolls_through_it():
    rows, findings = totals(*CHAIN)
    assert rows["trade_date"].to_list() == [date(2018, 12, 7), date(2018, 12, 10), date(2018, 12, 11)]
    assert rows["quality"].to_list() == ["ok", "repaired", "ok"]
    (finding,) = findings
    assert (finding.check, finding.observed, finding.expected) == ("repaired_date", "2018-12-1", "2018-12-10")


@pytest.mark.parametrize(
    "lines",
    [
        (line("2018-12-07", 1000), line("2018-12-1", 1015), line("2018-12-11", 1020)),  # does not roll in
        (line("2018-12-07", 1000), line("2018-12-1", 1005), line("2018-12-11", 1020)),  # does not roll out
        (line("2018-12-07", 1000), line("2018-12-1", 1005), line("2018-12-17", 1010)),  # five sessions fit
        (*CHAIN[:2], line("2018-12-10", 1005), CHAIN[2]),  # nothing is missing
        CHAIN[:2],  # no neighbour after it
    ],
)
def test_a_shortened_date_is_left_out_when_anything_is_open(lines):
    rows, findings = totals(*lines)
    assert "repaired" not in rows["quality"].to_list()
    assert any(f.check == "malformed_date" and f.severity == "quarantined" for f in findings)


def test_a_history_that_stands_there_twice_is_information():
    rows, findings = totals(
        line("2018-12-07", 1000), line("2018-12-10", 1005), line("2018-12-07", 1000), line("2018-12-10", 1005)
    )
    assert rows.height == 2
    assert [f.severity for f in findings] == ["info"]


@pytest.mark.parametrize("wrong", [{"net": 6}, {"difference": 901}])
def test_a_dropped_column_that_disagrees_marks_the_row(wrong):
    rows, findings = totals(line("2018-12-07", 1000, **wrong))
    assert rows["quality"].to_list() == ["suspect"]
    assert [f.check for f in findings] == ["vendor_difference"]


def test_percent_becomes_a_ratio_and_the_index_comes_along():
    outcome = parse(line("2018-12-07", 1000))
    assert isinstance(outcome, Ok)
    row = outcome.value.tables["market_totals"].row(0, named=True)
    assert (row["exchange"], row["financing_balance_to_float_cap"]) == ("SSE+SZSE", pytest.approx(0.025))
    assert row["derived"] == ["financing_repay_amount", "short_repay_quantity"]
    index = outcome.value.tables["index_quotes"].row(0, named=True)
    assert (index["security_id"], index["close"], index["change_ratio"]) == ("000300.SH", 3000.5, pytest.approx(-0.015))


def test_the_unit_in_the_header_counts():
    rows = parse(line("2018-12-07", 1000, difference=9_999_900), header=HEADER.replace("融资-余额(元)", "融资-余额(万元)"))
    assert isinstance(rows, Ok)
    assert rows.value.tables["market_totals"]["financing_balance"][0] == 10_000_000


def test_an_unknown_unit_is_refused():
    outcome = parse(line("2018-12-07", 1000), header=HEADER.replace("融资-余额(元)", "融资-余额(镑)"))
    assert isinstance(outcome, Failed)
    assert "单位" in outcome.reason_zh
