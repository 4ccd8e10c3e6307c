"""One layout per content, whatever the name; a refusal says what was seen and what comes closest."""

from __future__ import annotations

import pytest

from liangrong.core.errors import UnrecognisedInput
from liangrong.sources.files.registry import layouts, recognise

HEADERS = {
    "tushare_margin_totals": "trade_date,exchange_id,rzye,rzmre,rzche,rqye,rqmcl,rzrqye,rqyl",
    "tushare_margin_detail": "trade_date,ts_code,name,rzye,rqye,rzmre,rqyl,rzche,rqchl,rqmcl,rzrqye",
    "account_statistics": "date,fin_balance,loan_balance,fin_buy,guarantee",
    "qmt_quotes": "date,open,high,low,close,volume,amount,preClose,code",
    "csindex_levels": "date,open,high,low,close,amount_yi,pe",
    "index_daily_changes": "date,close,volume,closecum",
    "tushare_stocks": "ts_code,symbol,name,area,industry,cnspell,market,list_date",
    "standard_table": "security_id,trade_date,free_float_cap",
    "cffex_daily": "合约代码,今开盘,最高价,最低价,成交量,成交金额,持仓量,持仓变化,今收盘,今结算,前结算",
}


@pytest.mark.parametrize(("name", "text"), HEADERS.items())
def test_a_header_tells_the_layout(name, text):
    assert recognise(text.encode() + b"\n").name == name


def test_names_are_unique():
    names = [layout.name for layout in layouts()]
    assert len(set(names)) == len(names)


def test_the_closest_layout_and_what_is_missing_are_named():
    with pytest.raises(UnrecognisedInput) as caught:
        recognise(b"date,open,high,low,close,pe\n")
    assert "CSI index levels" in caught.value.message("en")
    assert "amount_yi" in caught.value.message("en")
    assert "中证指数" in caught.value.message("zh")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<!DOCTYPE html><html><body>403</body></html>", "HTML page"),
        (b"colour,shape\nred,round\n", "begins with colour, shape"),
        (b"\x00\x01\x02\x03\xff\xfe\x80", "binary"),
    ],
)
def test_what_is_not_recognised_is_described(content, sentence):
    with pytest.raises(UnrecognisedInput, match=sentence):
        recognise(content)
