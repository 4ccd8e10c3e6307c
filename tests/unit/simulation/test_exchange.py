"""The simulated exchange: the connectors read the market back out of it, and each quirk shows."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import polars as pl
import pytest

from liangrong.core.outcomes import Failed, FailureKind, NonTradingDay, NotPublished, Ok
from liangrong.simulation.exchange import respond
from liangrong.simulation.market import SimulatedMarket
from liangrong.simulation.quirks import Quirks
from liangrong.simulation.server import Received
from liangrong.sources.eastmoney import EastmoneyAccounts, EastmoneyCaps, EastmoneyTotals
from liangrong.sources.fetch import fetch
from liangrong.sources.fetcher import Fetcher, Query
from liangrong.sources.registry import fetchers
from liangrong.sources.sse import SseDetail, SseSummary
from liangrong.sources.sse_files import SseCollateral, SseUnderlying, SseWorkbook
from liangrong.sources.szse import SzseDetail, SzseDetailPages, SzseSummary
from liangrong.sources.szse_lists import SzseCalendar

from .conftest import Wire

LAST = date(2026, 1, 30)
WEEKEND = date(2026, 1, 31)
NEXT = date(2026, 2, 2)
REFERER = (("Referer", "https://www.sse.com.cn/"),)
SSE = "https://query.sse.com.cn/marketdata/tradedata/queryMargin.do"
SZSE_JSON = "https://www.szse.cn/api/report/ShowReport/data"
SZSE_XLSX = "https://www.szse.cn/api/report/ShowReport"
BSE = "https://www.bse.cn/rzrqjyyexxController/summaryInfoResult.do"

PRINTED = {
    "market_totals": Decimal(500_000),
    "northbound": Decimal(500_000),
    "margin_detail": Decimal(500_000),
}
"""Half of 0.01 亿元, the last digit of Shenzhen's JSON and of the northbound reports."""

SERVED = [
    fetcher
    for fetcher in fetchers(optional=True)
    if fetcher.source in ("sse", "szse", "bse") and not isinstance(fetcher, SzseCalendar | SseWorkbook)
]
"""The exchanges' connectors; the calendar has its own test, and Shanghai's BIFF workbook is not simulated."""

DATED = [fetcher for fetcher in SERVED if not isinstance(fetcher, SseUnderlying | SseCollateral)]
"""Those that can be asked for any day; Shanghai's lists are always today's."""

ALWAYS = {
    "financing_balance",
    "financing_buy_amount",
    "short_quantity",
    "short_sell_quantity",
    "turnover",
    "name",
    "financing_eligible",
}
"""Cells that every layout with such a column prints."""


def outcome(market: SimulatedMarket, fetcher: Fetcher, first: date, last: date | None = None, **wire: object) -> object:
    return fetch(fetcher, Query(first, last or first), Wire(market, **wire), lambda _: None)


def rows(market: SimulatedMarket, fetcher: Fetcher, first: date, last: date | None = None) -> pl.DataFrame:
    found = outcome(market, fetcher, first, last)
    assert isinstance(found, Ok), found
    return found.value.tables[fetcher.dataset]


def assert_agrees(found: pl.DataFrame, truth: pl.DataFrame, keys: list[str], half: Decimal) -> None:
    """Every published cell is the market's, within ``half`` where it was rounded; which cells are published is the layout's."""
    both = found.join(truth, on=keys, suffix="_true", how="left")
    assert both.height == found.height == truth.join(found, on=keys, how="semi").height
    for name in set(found.columns) - {*keys, "source", "quality", "derived", "rounding"}:
        mine = both.filter(pl.col(name).is_not_null())
        assert mine.height == both.height or name not in ALWAYS, name
        if found.schema[name].is_numeric():
            assert ((mine[name] - mine[f"{name}_true"]).abs() <= half).all(), name
        else:
            assert (mine[name] == mine[f"{name}_true"]).all(), name


@pytest.mark.parametrize("fetcher", SERVED, ids=lambda f: f"{type(f).__name__}-{f.dataset}")
def test_the_market_is_read_back_from_a_day(market: SimulatedMarket, fetcher: Fetcher) -> None:
    found = rows(market, fetcher, LAST)
    keys = [name for name in ("exchange", "security_id", "trade_date") if name in found.columns]
    truth = market.table(fetcher.dataset).filter(trade_date=LAST)
    suffix = {"SSE": "SH", "SZSE": "SZ", "BSE": "BJ"}[fetcher.exchange]
    mine = (
        truth.filter(exchange=fetcher.exchange)
        if "exchange" in keys
        else truth.filter(pl.col("security_id").str.ends_with(suffix))
    )
    rounded = isinstance(fetcher, SzseSummary | SzseDetailPages) or fetcher.dataset == "northbound"
    assert found.height == mine.height
    assert_agrees(found, mine, keys, PRINTED[fetcher.dataset] if rounded else Decimal(0))


def test_the_whole_history_of_shanghai_is_read_back_page_by_page(market: SimulatedMarket) -> None:
    found = rows(market, SseSummary(), date(2010, 3, 31), LAST)
    truth = market.table("market_totals").filter(exchange="SSE")
    assert found.height == truth.height > 2_000
    assert_agrees(found, truth, ["exchange", "trade_date"], Decimal(0))


def test_early_days_are_read_back_too(market: SimulatedMarket) -> None:
    for day in (date(2010, 3, 31), date(2015, 6, 18), date(2018, 12, 18)):
        truth = market.table("market_totals").filter(exchange="SZSE", trade_date=day)
        assert_agrees(rows(market, SzseSummary(), day), truth, ["exchange", "trade_date"], PRINTED["market_totals"])


def test_the_data_centre_is_read_back(market: SimulatedMarket) -> None:
    accounts = rows(market, EastmoneyAccounts(), date(2025, 1, 2), LAST)
    truth = market.table("account_statistics").filter(pl.col("trade_date") >= date(2025, 1, 2))
    assert accounts.height == truth.height > 200, "several pages"
    assert_agrees(accounts, truth, ["trade_date"], Decimal("0.000001"))
    caps = rows(market, EastmoneyCaps(), LAST)
    assert_agrees(
        caps.drop("turnover_rate"), market.table("caps").filter(trade_date=LAST), ["security_id", "trade_date"], Decimal(0)
    )
    sums = rows(market, EastmoneyTotals(), date(2015, 6, 18))
    assert sums["margin_trading_balance"].item() == Decimal(2273035000000)


def test_days_before_the_detail_have_none(market: SimulatedMarket) -> None:
    assert isinstance(outcome(market, SseDetail(), date(2015, 6, 18)), NotPublished)


@pytest.mark.parametrize("empty", ["header", "empty"])
@pytest.mark.parametrize("fetcher", DATED, ids=lambda f: f"{type(f).__name__}-{f.dataset}")
def test_an_unpublished_session_says_so_in_each_shape(market: SimulatedMarket, fetcher: Fetcher, empty) -> None:
    quirks = Quirks(unpublished=frozenset({(fetcher.exchange, LAST)}), unpublished_workbook=empty)
    assert outcome(market, fetcher, LAST, quirks=quirks) == NotPublished(LAST)


@pytest.mark.parametrize("fetcher", fetchers("market_totals"), ids=lambda f: f.exchange)
def test_a_session_is_published_from_the_next_session_on(market: SimulatedMarket, fetcher: Fetcher) -> None:
    assert isinstance(outcome(market, fetcher, LAST, today=LAST), NotPublished)
    assert isinstance(outcome(market, fetcher, LAST, today=NEXT), Ok)


@pytest.mark.parametrize("fetcher", [f for f in DATED if f.span == "day"], ids=lambda f: f"{type(f).__name__}-{f.dataset}")
def test_a_weekend_has_nothing(market: SimulatedMarket, fetcher: Fetcher) -> None:
    assert outcome(market, fetcher, WEEKEND) == NonTradingDay(WEEKEND)


def sse(market: SimulatedMarket, *params: tuple[str, str], headers=REFERER, quirks: Quirks | None = None):
    return respond(market, Received(SSE, params, headers=headers), quirks=quirks or Quirks())


def test_shanghai_never_serves_more_than_2000_rows_a_page(market: SimulatedMarket) -> None:
    asked = (("beginDate", ""), ("endDate", ""), ("pageHelp.pageSize", "5000"))
    pages = [json.loads(sse(market, *asked, ("pageHelp.pageNo", f"{n}")).body) for n in (1, 2, 3)]
    assert [len(page["result"]) for page in pages] == [2000, 1849, 0]
    facts = pages[0]["pageHelp"]
    assert (facts["pageSize"], facts["pageSizeWithOutLimit"], facts["total"], facts["pageCount"]) == (2000, 5000, 3849, 2)
    assert facts["data"] == pages[0]["result"]
    assert pages[0]["result"][0]["opDate"] == "20260130", "newest first"


def test_shanghai_refuses_without_a_referer_and_can_be_told_not_to(market: SimulatedMarket) -> None:
    assert sse(market, headers=()).status == 403
    assert sse(market, headers=(), quirks=Quirks(referer_required=False)).status == 200
    assert b"<html>" in sse(market, headers=()).body


def test_shanghai_leaves_short_balances_of_securities_empty(market: SimulatedMarket) -> None:
    answer = json.loads(sse(market, ("tabType", "mxtype"), ("detailsDate", "20260130"), ("stockCode", "605801")).body)
    assert len(answer["result"]) == 1
    row = answer["result"][0]
    assert (row["rqylje"], row["rzrqjyzl"], row["stockCode"], row["securityAbbr"]) == (None, None, "605801", "模拟0001")
    assert row["rqchl"] is not None


def test_shanghai_fails_open_on_an_unknown_query(market: SimulatedMarket) -> None:
    url = "https://query.sse.com.cn/commonSoaQuery.do"
    answer = respond(market, Received(url, (("sqlId", "NOBODY"),), headers=REFERER))
    assert answer.status == 200
    assert json.loads(answer.body)["result"] is None


def test_shanghai_calls_back_when_asked_to(market: SimulatedMarket) -> None:
    url = "https://query.sse.com.cn/commonSoaQuery.do"
    asked = (("sqlId", "RZRQ_HZ_INFO"), ("beginDate", "20260130"), ("endDate", "20260130"), ("jsonCallBack", "cb1"))
    body = respond(market, Received(url, asked, headers=REFERER)).body.decode()
    assert body.startswith("cb1(")
    assert body.endswith(")")
    assert json.loads(body[4:-1])["jsonCallBack"] == "cb1"


def test_shenzhen_prints_its_units_and_blanks_the_day_it_does_not_have(market: SimulatedMarket) -> None:
    asked = (("CATALOGID", "1837_xxpl"), ("TABKEY", "tab2"))
    there = json.loads(respond(market, Received(SZSE_JSON, (*asked, ("txtDate", f"{LAST}")))).body)
    assert [tab["metadata"]["tabkey"] for tab in there] == ["tab1", "tab2"]
    assert [tab["metadata"]["cols"]["jrrjye"] for tab in there] == ["融券余额<br>(亿元)", "融券余额<br>(万元)"]
    assert [len(tab["data"]) for tab in there] == [1, 20]
    assert (there[1]["metadata"]["pagecount"], there[1]["metadata"]["recordcount"]) == (10, 200)
    assert "," in there[0]["data"][0]["jrrzye"]
    away = json.loads(respond(market, Received(SZSE_JSON, (*asked, ("txtDate", f"{WEEKEND}")))).body)
    assert [(tab["metadata"]["subname"], tab["data"]) for tab in away] == [("", []), ("", [])]


def test_shenzhen_dumps_every_session_without_a_date(market: SimulatedMarket) -> None:
    answer = json.loads(respond(market, Received(SZSE_JSON, (("CATALOGID", "1837_xxpl"), ("TABKEY", "tab1")))).body)
    assert len(answer[0]["data"]) == 3849


def test_shenzhens_workbook_has_inline_strings_commas_and_spaced_names(market: SimulatedMarket) -> None:
    asked = (("CATALOGID", "1837_xxpl"), ("TABKEY", "tab2"), ("txtDate", f"{LAST}"))
    body = respond(market, Received(SZSE_XLSX, asked)).body
    sheet = ZipFile(BytesIO(body)).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("inlineStr") == 201 * 8
    assert "模拟&amp;nbsp;&amp;nbsp;0190" in sheet
    assert (
        "模拟&amp;nbsp;"
        not in ZipFile(BytesIO(respond(market, Received(SZSE_XLSX, asked), quirks=Quirks(spaced_names=False)).body))
        .read("xl/worksheets/sheet1.xml")
        .decode()
    )
    assert body == respond(market, Received(SZSE_XLSX, asked)).body, "the same bytes every time"


def test_shenzhens_workbook_of_an_unpublished_day_is_headers_or_nothing(market: SimulatedMarket) -> None:
    asked = Received(SZSE_XLSX, (("CATALOGID", "1837_xxpl"), ("TABKEY", "tab2"), ("txtDate", f"{NEXT}")))
    header = respond(market, asked).body
    assert ZipFile(BytesIO(header)).read("xl/worksheets/sheet1.xml").count(b"<row") == 1
    assert respond(market, asked, quirks=Quirks(unpublished_workbook="empty")).body == b""


def test_shenzhens_calendar_lists_every_day_of_a_month(market: SimulatedMarket) -> None:
    url = "https://www.szse.cn/api/report/exchange/onepersistenthour/monthList"
    answer = json.loads(respond(market, Received(url, (("month", "2025-10"),))).body)
    assert len(answer["data"]) == 31
    assert next(day["jyrq"] for day in answer["data"] if day["jybz"] == "1") == "2025-10-09"
    assert answer["data"][0] == {"zrxh": 4, "jybz": "0", "jyrq": "2025-10-01"}
    assert json.loads(respond(market, Received(url, (("month", "2031-1"),))).body)["data"] == []


def test_beijings_tail_is_a_date_in_single_quotes(market: SimulatedMarket) -> None:
    asked = Received(BSE, (("callback", "cb"), ("transDate", f"{WEEKEND}")))
    assert respond(market, asked).body == b"cb([[],'2026-01-31']);"
    assert respond(market, asked, quirks=Quirks(bse_semicolon=False)).body == b"cb([[],'2026-01-31'])"


def test_beijing_prints_a_rounded_twin_in_another_unit(market: SimulatedMarket) -> None:
    body = respond(market, Received(BSE, (("callback", ""), ("transDate", f"{LAST}")))).body.decode()
    row = json.loads(body[1:].rsplit(",'", 1)[0] + "]")[0][0]
    assert row["rzyeRound"] == pytest.approx(row["rzye"] / 10_000, abs=0.006)


def test_an_address_nobody_serves_is_not_found(market: SimulatedMarket) -> None:
    assert respond(market, Received("https://www.szse.cn/elsewhere")).status == 404
    assert respond(market, Received(SZSE_JSON, (("CATALOGID", "9999"),))).status == 404
    assert respond(market, Received(SZSE_XLSX, (("CATALOGID", "9999"),))).status == 404


def test_a_page_instead_of_json_is_a_refusal(market: SimulatedMarket) -> None:
    found = SzseDetail().parse([Wire(market).send(Received("https://www.szse.cn/elsewhere"))], Query(LAST, LAST))
    assert isinstance(found, Failed)
    assert found.kind is FailureKind.BLOCKED


def test_the_data_centre_says_unknown_and_empty(market: SimulatedMarket) -> None:
    url = "https://datacenter-web.eastmoney.com/api/data/v1/get"
    unknown = json.loads(respond(market, Received(url, (("reportName", "NOBODY"),))).body)
    assert (unknown["success"], unknown["code"]) == (False, 9501)
    asked = (("reportName", "RPTA_RZRQ_LSHJ"), ("filter", "(DIM_DATE='2026-01-31')"))
    assert json.loads(respond(market, Received(url, asked)).body)["code"] == 9201
    called = respond(market, Received(url, (("reportName", "NOBODY"), ("callback", "x")))).body.decode()
    assert called.startswith("x({")
    assert called.endswith("});")
