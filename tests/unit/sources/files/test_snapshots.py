"""Spot screens, northbound history, account statistics and terminal exports: units, witnesses of units, absent days."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from liangrong.core.outcomes import Failed, FailureKind, Ok
from liangrong.sources.fetcher import Hints
from liangrong.sources.files.read import read

SPOT = "序号,代码,名称,最新价,涨跌幅,涨跌额,成交量,成交额,振幅,最高,最低,今开,昨收,量比,换手率,总市值,流通市值\n"
SHARE = "1,600519,贵州茅台,10.5,5,0.5,12,1234.56,1,11,9,10,10.0,1,2.5,2000,1000\n"
SUSPENDED = "2,000001,平安银行,,,,,,,,,,10.0,,0.0,900,800\n"
DELISTED = "3,000003,PT金田A,,,,,,,,,,2.71,,0.0,,\n"
BOND = "4,810011,定转,1,,,,,,,,,1,,0.0,,\n"
NAMED = Hints(day=date(2026, 7, 3), from_name=True)

NORTHBOUND = (
    "MUTUAL_TYPE,TRADE_DATE,NET_DEAL_AMT,BUY_AMT,SELL_AMT,INDEX_CLOSE_PRICE,INDEX_CHANGE_RATE,HOLD_MARKET_CAP,DEAL_AMT,DEAL_NUM\n"
)


def spot(*lines, hints=NAMED):
    return read((SPOT + "".join(lines)).encode("utf-8-sig"), hints).outcome


def test_a_spot_screen_gives_quotes_and_caps():
    outcome = spot(SHARE, SUSPENDED, DELISTED, BOND)
    assert isinstance(outcome, Ok)
    quotes, caps = outcome.value.tables["quotes"], outcome.value.tables["caps"]
    assert quotes["close"].to_list() == [Decimal("10.500"), None]
    assert quotes["volume"].to_list() == [1200, None]
    assert caps["float_cap"].to_list() == [Decimal(1000), Decimal(800)]
    assert caps["turnover_rate"][0] == pytest.approx(0.025)
    assert {f.check for f in outcome.value.discrepancies} == {"known_security", "hint_from_name", "never_traded_again"}


@pytest.mark.parametrize(("cell", "falsified"), [(",2000,1000\n", ",2000,-1000\n"), (",2000,1000\n", ",2000,many\n")])
def test_a_cap_that_cannot_be_is_left_out_and_said(cell, falsified):
    outcome = spot(SHARE.replace(cell, falsified), SUSPENDED)
    assert isinstance(outcome, Ok)
    assert outcome.value.tables["caps"]["security_id"].to_list() == ["000001.SZ"]
    (said,) = [f for f in outcome.value.discrepancies if f.severity == "quarantined"]
    assert (said.dataset, said.place[:6], said.column) == ("caps", "600519", "float_cap")


@pytest.mark.parametrize(
    ("hints", "kind"),
    [
        (Hints(), FailureKind.AMBIGUOUS),
        (Hints(day=date(2026, 7, 4)), FailureKind.DATE_MISMATCH),
        (Hints(day=date(2031, 1, 2)), FailureKind.DATE_MISMATCH),
    ],
)
def test_a_spot_screen_without_a_possible_day_is_refused(hints, kind):
    outcome = spot(SHARE, hints=hints)
    assert isinstance(outcome, Failed)
    assert outcome.kind is kind


def test_a_printed_change_that_disagrees_marks_the_row():
    outcome = spot(SHARE.replace("10.5,5,0.5", "105.0,5,0.5"))
    assert isinstance(outcome, Ok)
    assert outcome.value.tables["quotes"]["quality"].to_list() == ["suspect"]


def northbound(*lines):
    outcome = read((NORTHBOUND + "".join(lines)).encode()).outcome
    assert isinstance(outcome, Ok)
    return outcome.value


def test_northbound_is_in_yuan_and_ended_figures_stay_null():
    found = northbound(
        "001,2026-02-02 00:00:00,,,,4015.75,-2.48,,200000.5,9000000\n", "003,2014-11-17 00:00:00,30,100.5,70.5,1,1,5,171,2000\n"
    )
    rows = found.tables["northbound"]
    assert rows["exchange"].to_list() == ["SSE", "SZSE"]
    assert rows["turnover"].to_list() == [Decimal(200000500000), Decimal(171_000_000)]
    assert rows["net_buy_amount"].to_list() == [None, Decimal(30_000_000)]
    assert found.tables["index_quotes"]["security_id"].to_list() == ["000001.SH", "399001.SZ"]
    assert found.discrepancies == ()


@pytest.mark.parametrize(
    ("line", "check"),
    [
        ("001,2026-02-02 00:00:00,,,,4015.75,-2.48,,2000005000,9000000\n", "average_trade"),
        ("001,2020-02-03 00:00:00,30,100,70,1,1,5,1700,20000\n", "northbound_sum"),
        ("001,2020-02-03 00:00:00,-30,100,70,1,1,5,170,2000\n", "northbound_sum"),
    ],
)
def test_northbound_witnesses_speak_up(line, check):
    found = northbound(line)
    assert [f.check for f in found.discrepancies] == [check]
    assert found.tables["northbound"]["quality"].to_list() == ["suspect"]


def test_southbound_is_not_northbound():
    found = northbound("001,2020-02-03 00:00:00,30,100,70,1,1,5,170,2000\n", "002,2020-02-03 00:00:00,30,100,70,1,1,5,170,2000\n")
    assert found.tables["northbound"].height == 1
    assert [f.check for f in found.discrepancies] == ["known_channel"]


def test_account_statistics_keep_their_rounding():
    text = (
        b"date,fin_balance,loan_balance,fin_buy,guarantee\n2012-09-27,704.53,15.3,34.09,257.28\n2015-06-18,22664.3,80.1,1700,\n"
    )
    outcome = read(text).outcome
    assert isinstance(outcome, Ok)
    rows = outcome.value.tables["account_statistics"]
    assert rows["financing_balance"].to_list() == [Decimal(70453000000), Decimal(2266430000000)]
    assert rows["rounding"].to_list() == [Decimal(500_000), Decimal(5_000_000)]
    assert rows["average_maintenance_ratio"].to_list() == [pytest.approx(2.5728), None]
    assert rows["derived"][0].to_list() == ["margin_trading_balance"]


def test_a_terminal_screen_is_dated_by_its_header():
    text = (
        "2/27/15,代码,名称,最新,涨跌,涨幅,买一价,卖一价,外盘,内盘,总额,总手,交易单位,流通市值,总市值,市盈率,最低,均价\n"
        "1,000001,平安银行,13.99,-0.08,-0.57%,1,1,1,1,111515,793570,100,13761561,15983428,7.66③,13.96,14.05\n"
        "2,000002,万  科Ａ,12.75,-0.1,-0.78%,1,1,1,1,1115150,793570,100,13761561,15983428,7.66③,12,14.05\n"
        "3,000069,华侨城,,,,,,,,,,100,5,6,,,\n"
    )
    outcome = read(text.encode()).outcome
    assert isinstance(outcome, Ok)
    quotes = outcome.value.tables["quotes"]
    assert quotes["trade_date"].unique().to_list() == [date(2015, 2, 27)]
    assert quotes.row(0, named=True)["turnover"] == Decimal(1_115_150_000)
    assert quotes.row(0, named=True)["volume"] == 79_357_000
    assert quotes["quality"].to_list() == ["ok", "suspect"]
    assert outcome.value.tables["caps"]["float_cap"].to_list() == [Decimal(137_615_610_000)] * 2 + [Decimal(50_000)]
    assert {f.check for f in outcome.value.discrepancies} == {"average_price", "suspended"}


def test_a_workbook_cut_short_is_a_sentence():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
    from liangrong.core.errors import BadInput

    with pytest.raises(BadInput, match="damaged or cut off"):
        read(out.getvalue())
