"""tushare's totals and detail: derived cells marked, the page limit suspected, bad rows named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from liangrong.core.outcomes import Failed, Ok
from liangrong.sources.files.read import read

TOTALS = "trade_date,exchange_id,rzye,rzmre,rzche,rqye,rqmcl,rzrqye,rqyl\n"
DETAIL = "trade_date,ts_code,rzye,rqye,rzmre,rqyl,rzche,rqchl,rqmcl,rzrqye\n"


def totals(*lines):
    return read((TOTALS + "".join(f"{line}\n" for line in lines)).encode()).outcome


def test_totals_in_yuan_with_vendor_cells_marked():
    outcome = totals("20260130,SSE,100.0,10.0,8.0,5.5,1.0,105.5,2.0", "20260130,SZSE,100.0,10.0,8.0,5.0,1.0,105.0,2.0")
    assert isinstance(outcome, Ok)
    rows = outcome.value.tables["market_totals"]
    assert rows["short_balance"].to_list() == [Decimal("5.500"), Decimal("5.000")]
    assert rows["derived"].to_list() == [[], ["financing_repay_amount"]]
    assert rows["source"].to_list() == ["tushare", "tushare"]
    assert outcome.value.discrepancies == ()


def test_bad_rows_are_named_and_good_ones_kept():
    good = "20260130,SSE,100.0,10.0,8.0,5.0,1.0,105.0,2.0"
    outcome = totals(
        good,
        "20260131,SSE,100.0,10.0,8.0,5.0,1.0,105.0,2.0",
        "20260129,HKEX,100.0,10.0,8.0,5.0,1.0,105.0,2.0",
        "20260129,SSE,-100.0,10.0,8.0,5.0,1.0,105.0,2.0",
        "20260128,SSE,100.0,10.0,8.0",
    )
    assert isinstance(outcome, Ok)
    assert outcome.value.tables["market_totals"]["trade_date"].to_list() == [date(2026, 1, 30)]
    checks = {(f.check, f.column) for f in outcome.value.discrepancies}
    assert {("phantom_session", "trade_date"), ("known_exchange", "exchange"), ("readable_cell", "financing_balance")} <= checks


def test_a_header_alone_is_no_data():
    outcome = totals()
    assert isinstance(outcome, Failed)
    assert outcome.reason_zh


def test_detail_marks_what_each_exchange_does_not_publish():
    lines = "20260130,600519.SH,10.0,2.5,1.0,1.0,1.0,0.0,0.0,12.5\n20260130,000001.SZ,10.0,,1.0,1.0,-1.0,0.0,0.0,\n"
    outcome = read((DETAIL + lines).encode()).outcome
    assert isinstance(outcome, Ok)
    rows = outcome.value.tables["margin_detail"]
    assert rows["derived"].to_list() == [
        ["short_balance", "margin_trading_balance"],
        ["financing_repay_amount", "short_repay_quantity"],
    ]
    assert rows["short_balance"].to_list() == [Decimal("2.500"), None]
    assert rows["financing_repay_amount"].to_list() == [Decimal(1), Decimal(-1)]


def test_a_dump_of_exactly_one_page_is_suspected():
    line = "20260130,{:06d}.SZ,10.0,2.5,1.0,1.0,1.0,0.0,0.0,12.5\n"
    full = DETAIL + "".join(line.format(n) for n in (*range(1, 4000), *range(300_000, 302_001)))
    for text, suspected in ((full, True), (full.rsplit("\n", 2)[0] + "\n", False)):
        outcome = read(text.encode()).outcome
        assert isinstance(outcome, Ok)
        assert any(f.check == "page_limit" for f in outcome.value.discrepancies) is suspected


def test_the_first_generation_is_shanghai_alone():
    outcome = read(b"opDate,rqmcl,rzmre,rqyl,rzye\n2014-08-01,4,3,2,1\n").outcome
    assert isinstance(outcome, Ok)
    row = outcome.value.tables["market_totals"].row(0, named=True)
    assert (row["exchange"], row["financing_balance"], row["margin_trading_balance"]) == ("SSE", 1, None)
