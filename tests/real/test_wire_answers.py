"""The recorded and reconstructed answers of ``../shared/data/wire``, read in place by the connectors."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.calendar import mainland
from liangrong.core.outcomes import Failed, FailureKind, NonTradingDay, NotPublished, Ok
from liangrong.sources.bse import BseDetail, BseSummary, BseUnderlying
from liangrong.sources.cffex import CffexDaily
from liangrong.sources.csf import CsfRefinancing
from liangrong.sources.eastmoney import EastmoneyAccounts, EastmoneyBoards, EastmoneyByExchange, EastmoneyDetail
from liangrong.sources.fetcher import Fetcher, Query, RawPayload
from liangrong.sources.pingan import PinganRatios
from liangrong.sources.sse import SseDetail, SseNorthbound, SseSummary
from liangrong.sources.sse_files import SseUnderlying, SseWorkbook
from liangrong.sources.szse import SzseDetail, SzseDetailPages, SzseSummary
from liangrong.sources.szse_lists import SzseCalendar, SzseNorthbound, SzseUnderlying

pytestmark = pytest.mark.real

Tables = dict[str, pl.DataFrame]


@pytest.fixture
def wire(shared_data: Path) -> Path:
    return shared_data / "wire"


def payloads(*contents: bytes) -> list[RawPayload]:
    return [RawPayload(content, "file", datetime(2026, 11, 21, tzinfo=UTC)) for content in contents]


def day(text: str) -> Query:
    return Query(date.fromisoformat(text), date.fromisoformat(text))


def tables(fetcher: Fetcher, query: Query, *contents: bytes) -> Tables:
    outcome = fetcher.parse(payloads(*contents), query)
    assert isinstance(outcome, Ok), outcome
    return dict(outcome.value.tables)


def announcing(content: bytes, rows: int) -> bytes:
    """A recorded first page of a longer answer, as if it had been asked for so many rows only."""
    return re.sub(rb'"(total|count|recordcount)":[1-9]\d*', rb'"\1":%d' % rows, content)


@pytest.mark.parametrize(
    ("file", "endpoint"),
    [
        ("REAL_queryMargin_summary_20260728-20260803.json", "margin"),
        ("RECONSTRUCTED_commonSoaQuery_RZRQ_HZ_INFO_jsonp.txt", "soa"),
    ],
)
def test_shanghai_totals_are_exact_through_both_doors(wire: Path, file: str, endpoint: str) -> None:
    content = (wire / "sse" / file).read_bytes()
    fetcher, week = SseSummary(endpoint), Query(date(2026, 7, 28), date(2026, 8, 3))
    first = fetcher.parse(payloads(content), week)
    assert isinstance(first, Failed)
    assert first.kind is FailureKind.INCOMPLETE, "the capture is page 1 of the whole history"
    frame = tables(fetcher, week, announcing(content, 5))["market_totals"]
    assert frame["trade_date"].to_list() == [
        date(2026, 8, 3),
        date(2026, 7, 31),
        date(2026, 7, 30),
        date(2026, 7, 29),
        date(2026, 7, 28),
    ]
    newest = frame.row(0, named=True)
    assert newest["financing_balance"] == Decimal(1323258064454)
    assert newest["short_balance"] == Decimal(14206903655)
    assert newest["margin_trading_balance"] == Decimal(1337464968109)
    assert newest["short_quantity"] == 2635307852


def test_shanghai_detail_of_two_pages(wire: Path) -> None:
    pages = [(wire / "sse" / f"RECONSTRUCTED_queryMargin_mxtype_20260130_p{n}of2.json").read_bytes() for n in (1, 2)]
    assert SseDetail().pages(payloads(pages[0])[0], day("2026-01-30")) == 2
    frame = tables(SseDetail(), day("2026-01-30"), *pages)["margin_detail"]
    assert frame.height == 30
    moutai = frame.filter(pl.col("security_id") == "510050.SH").row(0, named=True)
    assert (moutai["financing_balance"], moutai["short_balance"], moutai["short_repay_quantity"]) == (
        Decimal(2111748825),
        None,
        9880200,
    )


def test_the_page_cap_of_shanghai_is_seen_and_obeyed(wire: Path) -> None:
    content = (wire / "sse" / "RECONSTRUCTED_mxtype_page_cap_2000_of_2005_META_ONLY.json").read_bytes()
    assert SseDetail().pages(payloads(content)[0], day("2026-01-30")) == 2
    outcome = SseDetail().parse(payloads(content), day("2026-01-30"))
    assert isinstance(outcome, Failed)
    assert outcome.kind is FailureKind.INCOMPLETE


def test_shanghai_says_nothing_in_two_ways(wire: Path) -> None:
    empty = (wire / "sse" / "RECONSTRUCTED_queryMargin_mxtype_empty_20260131.json").read_bytes()
    open_ = (wire / "sse" / "RECONSTRUCTED_commonSoaQuery_unknown_sqlId_failopen.json").read_bytes()
    assert SseDetail().parse(payloads(empty), day("2026-01-31")) == NonTradingDay(date(2026, 1, 31))
    assert SseDetail().parse(payloads(empty), day("2026-01-30")) == NotPublished(date(2026, 1, 30))
    outcome = SseDetail().parse(payloads(open_), day("2026-01-30"))
    assert isinstance(outcome, Failed)
    assert outcome.kind is FailureKind.SCHEMA_CHANGED


def test_the_workbook_agrees_with_the_query(wire: Path) -> None:
    book = tables(SseWorkbook(), day("2026-01-30"), (wire / "sse" / "RECONSTRUCTED_rzrqjygk20260130.xls").read_bytes())
    pages = [(wire / "sse" / f"RECONSTRUCTED_queryMargin_mxtype_20260130_p{n}of2.json").read_bytes() for n in (1, 2)]
    query = tables(SseDetail(), day("2026-01-30"), *pages)["margin_detail"]
    assert book["market_totals"]["financing_balance"].to_list() == [Decimal(1362922122502)]
    figures = ["financing_balance", "financing_buy_amount", "financing_repay_amount", "short_quantity", "short_repay_quantity"]
    both = book["margin_detail"].join(query, on="security_id", suffix="_query")
    assert both.height >= 20
    assert all(both[name].equals(both[f"{name}_query"].alias(name)) for name in figures)


def test_shanghai_lists_are_of_their_own_day_only(wire: Path) -> None:
    lists = [(wire / "sse" / f"RECONSTRUCTED_againstmargin_data_{n}.js").read_bytes() for n in (961, 962)]
    frame = tables(SseUnderlying(), day("2026-09-28"), *lists)["underlying_securities"]
    assert (frame.height, frame["financing_eligible"].sum(), frame["short_eligible"].sum()) == (12, 12, 10)
    outcome = SseUnderlying().parse(payloads(*lists), day("2026-09-25"))
    assert isinstance(outcome, Failed)
    assert outcome.kind is FailureKind.DATE_MISMATCH


def test_shenzhen_totals_read_their_units_from_the_answer(wire: Path) -> None:
    content = (wire / "szse" / "REAL_1837_xxpl_tab1_20260803.json").read_bytes()
    row = tables(SzseSummary(), day("2026-08-03"), content)["market_totals"].row(0, named=True)
    assert row["financing_balance"] == Decimal(1248916000000)
    assert row["short_balance"] == Decimal(7963000000)
    assert row["rounding"] == Decimal(500000)
    outcome = SzseSummary().parse(payloads(content), day("2026-08-04"))
    assert isinstance(outcome, Failed)
    assert outcome.kind is FailureKind.DATE_MISMATCH


def test_a_shenzhen_weekend_is_no_trading_day(wire: Path) -> None:
    content = (wire / "szse" / "RECONSTRUCTED_1837_xxpl_tab1_empty_20260808_weekend.json").read_bytes()
    assert SzseSummary().parse(payloads(content), day("2026-08-08")) == NonTradingDay(date(2026, 8, 8))


def test_shenzhen_pages_and_workbook_agree_within_what_the_pages_print(wire: Path) -> None:
    """The same key is 亿元 in one tab, 万元 in the other and 元 in the workbook: read right, all three agree."""
    page = announcing((wire / "szse" / "RECONSTRUCTED_1837_xxpl_tab1+tab2_20260130_p1.json").read_bytes(), 20)
    rounded = tables(SzseDetailPages(), day("2026-01-30"), page)["margin_detail"]
    book = (wire / "szse" / "RECONSTRUCTED_1837_xxpl_tab2_20260130.xlsx").read_bytes()
    exact = tables(SzseDetail(), day("2026-01-30"), book)["margin_detail"]
    both = exact.join(rounded, on="security_id", suffix="_page")
    assert both.height == 15
    half = {"financing_balance": 500_000, "financing_buy_amount": 500_000, "margin_trading_balance": 500_000, "short_balance": 50}
    for name, allowed in {**half, "short_quantity": 50, "short_sell_quantity": 50}.items():
        assert (both[name] - both[f"{name}_page"]).abs().max() <= allowed, name


@pytest.mark.parametrize("file", ["header_only_unpublished", "zero_byte_body"])
def test_shenzhen_says_not_published_in_two_more_ways(wire: Path, file: str) -> None:
    content = (wire / "szse" / f"RECONSTRUCTED_1837_xxpl_tab2_{file}.xlsx").read_bytes()
    assert SzseDetail().parse(payloads(content), day("2026-01-30")) == NotPublished(date(2026, 1, 30))


def test_shenzhen_flow_identity_gives_the_vendors_repayment(wire: Path) -> None:
    """Two days of workbooks and a vendor's repayment, which is previous + buy - balance."""
    before, after = (
        tables(SzseDetail(), day(f"2026-01-{n}"), (wire / "szse" / f"RECONSTRUCTED_1837_xxpl_tab2_202601{n}.xlsx").read_bytes())[
            "margin_detail"
        ]
        for n in (29, 30)
    )
    vendor = pl.read_csv(wire / "tushare" / "REAL_margin_detail_slice_20260129-30.csv").filter(pl.col("trade_date") == 20260130)
    both = before.join(after, on="security_id", suffix="_now").join(vendor, left_on="security_id", right_on="ts_code")
    repaid = both["financing_balance"] + both["financing_buy_amount_now"] - both["financing_balance_now"]
    assert both.height == 15
    assert repaid.cast(pl.Int64).to_list() == both["rzche"].cast(pl.Int64).to_list()


def test_shenzhen_underlying_and_calendar(wire: Path) -> None:
    book = (wire / "szse" / "RECONSTRUCTED_1834_xxpl_underlying_20210727.xlsx").read_bytes()
    frame = tables(SzseUnderlying(), day("2021-07-27"), book)["underlying_securities"]
    assert set(frame["price_limit"]) == {0.1, 0.2, None}
    month = (wire / "szse" / "REAL_trading_calendar_monthList_2026-08.json").read_bytes()
    days = tables(SzseCalendar(), Query(date(2026, 8, 1), date(2026, 8, 31)), month)["trading_days"]
    assert mainland().extended(dict(days.select("trade_date", "is_session").rows())) is mainland()


def test_northbound_turnover_of_both_channels(wire: Path) -> None:
    sse = tables(SseNorthbound(), day("2026-08-04"), (wire / "sse" / "REAL_northbound_daily_20260804.json").read_bytes())[
        "northbound"
    ]
    szse = tables(
        SzseNorthbound(), day("2026-08-04"), (wire / "szse" / "REAL_northbound_daily_SGT_SGTJYRB_20260804.json").read_bytes()
    )["northbound"]
    assert (sse["turnover"][0], sse["trades"][0]) == (Decimal(135449000000), 6175600)
    assert (szse["turnover"][0], szse["etf_turnover"][0]) == (Decimal(160909000000), Decimal(3338000000))
    empty = (wire / "szse" / "REAL_ShowReport_empty_day_SGT_SGTJYRB_20260805.json").read_bytes()
    assert SzseNorthbound().parse(payloads(empty), day("2026-08-05")) == NotPublished(date(2026, 8, 5))


def test_beijing(wire: Path) -> None:
    folder = wire / "bse"
    totals = tables(BseSummary(), day("2026-07-21"), (folder / "RECONSTRUCTED_summaryInfoResult_20260721.txt").read_bytes())[
        "market_totals"
    ]
    assert totals["margin_trading_balance"].to_list() == [Decimal(8357817300)]
    pages = [(folder / f"RECONSTRUCTED_detailInfoResult_20260721_page{n}of2.txt").read_bytes() for n in (0, 1)]
    assert BseDetail().pages(payloads(pages[0])[0], day("2026-07-21")) == 2
    assert tables(BseDetail(), day("2026-07-21"), *pages)["margin_detail"]["security_id"].to_list()[-1] == "920005.BJ"
    listed = (folder / "RECONSTRUCTED_rzrqbdzq_infoResult_20260722.txt").read_bytes()
    assert tables(BseUnderlying(), day("2026-07-22"), listed)["underlying_securities"].height == 5
    weekend = (folder / "RECONSTRUCTED_summaryInfoResult_empty_weekend.txt").read_bytes()
    assert BseSummary().parse(payloads(weekend), day("2026-07-19")) == NonTradingDay(date(2026, 7, 19))


def test_account_statistics_hold_their_own_identity(wire: Path) -> None:
    content = announcing((wire / "eastmoney" / "REAL_RPTA_WEB_MARGIN_DAILYTRADE_pageSize5_20260813.json").read_bytes(), 5)
    frame = tables(EastmoneyAccounts(), Query(date(2026, 8, 7), date(2026, 8, 13)), content)["account_statistics"]
    parts = frame["collateral_cash"] + frame["collateral_securities_value"]
    assert (parts - frame["collateral_value"]).abs().max() <= Decimal(1)
    assert frame["individual_investors"][0] == 8364357
    assert frame["average_maintenance_ratio"][0] == 2.815776


def test_eastmoney_answers(wire: Path) -> None:
    folder = wire / "eastmoney"
    one = tables(
        EastmoneyDetail(), day("2023-05-23"), (folder / "EXCERPT_RPTA_WEB_RZRQ_GGMX_300124_20230523_jsonp.txt").read_bytes()
    )
    balance, cap = one["margin_detail"]["financing_balance"][0], one["caps"]["float_cap"][0]
    assert abs(float(balance / cap) - 0.0048810498) < 1e-9, "RZYEZB is 融资余额 over SZ"
    assert (
        abs(one["margin_detail"]["short_quantity"][0] * one["quotes"]["close"][0] - one["margin_detail"]["short_balance"][0]) <= 1
    )
    sides = (folder / "RECONSTRUCTED_RPTA_RZRQ_LSDB_partial_day.json").read_bytes()
    outcome = EastmoneyByExchange().parse(payloads(sides), Query(date(2026, 1, 30), date(2026, 10, 9)))
    assert isinstance(outcome, Ok)
    assert sorted(outcome.value.tables["market_totals"].select("trade_date", "exchange").rows()) == [
        (date(2026, 1, 30), "BSE"), (date(2026, 1, 30), "SSE"), (date(2026, 1, 30), "SZSE"), (date(2026, 10, 9), "SSE"),
    ]  # fmt: skip
    boards = (folder / "RECONSTRUCTED_RPTA_WEB_BKJYMXN_industry_SYNTHETIC_VALUES.json").read_bytes()
    assert tables(EastmoneyBoards(), day("2026-07-29"), boards)["board_margin"].height == 2
    empty, unknown = ((folder / name).read_bytes() for name in ("REAL_empty_result_9201.json", "REAL_bad_report_9501.json"))
    assert isinstance(EastmoneyAccounts().parse(payloads(empty), day("2026-08-13")), NotPublished)
    assert isinstance(EastmoneyAccounts().parse(payloads(unknown), day("2026-08-13")), Failed)


def test_beside_the_exchanges(wire: Path) -> None:
    futures = tables(CffexDaily(), day("2026-01-30"), (wire / "cffex" / "RECONSTRUCTED_20260130_1.csv").read_bytes())[
        "index_futures"
    ]
    assert futures["contract"].to_list() == ["IF2602", "IF2603"]
    lent = tables(CsfRefinancing(), day("2024-06-20"), (wire / "csf" / "RECONSTRUCTED_margin20240620.xls").read_bytes())[
        "securities_refinancing"
    ]
    assert lent["closing_balance"].to_list() == [Decimal(20047000), Decimal(243467300), Decimal(645600)]
    ratios = tables(
        PinganRatios("SSE"), day("2026-01-13"), (wire / "pingan" / "RECONSTRUCTED_mrgRatio_sh_20260113.json").read_bytes()
    )
    assert dict(ratios["broker_margin_ratios"].select("security_id", "financing_margin_ratio").rows())["689009.SH"] == 1.3


CASES: list[tuple[str, Fetcher, str]] = [
    ("sse/RECONSTRUCTED_queryMargin_mxtype_empty_20260131.json", SseDetail(), "2026-01-31"),
    ("sse/RECONSTRUCTED_rzrqjygk20260130.xls", SseWorkbook(), "2026-01-30"),
    ("sse/REAL_northbound_daily_20260804.json", SseNorthbound(), "2026-08-04"),
    ("szse/REAL_1837_xxpl_tab1_20260803.json", SzseSummary(), "2026-08-03"),
    ("szse/RECONSTRUCTED_1837_xxpl_tab2_20260130.xlsx", SzseDetail(), "2026-01-30"),
    ("szse/RECONSTRUCTED_1834_xxpl_underlying_20210727.xlsx", SzseUnderlying(), "2021-07-27"),
    ("szse/REAL_trading_calendar_monthList_2026-08.json", SzseCalendar(), "2026-08-31"),
    ("bse/RECONSTRUCTED_summaryInfoResult_20260721.txt", BseSummary(), "2026-07-21"),
    ("eastmoney/EXCERPT_RPTA_WEB_RZRQ_GGMX_300124_20230523_jsonp.txt", EastmoneyDetail(), "2023-05-23"),
    ("csf/RECONSTRUCTED_margin20240620.xls", CsfRefinancing(), "2024-06-20"),
    ("cffex/RECONSTRUCTED_20260130_1.csv", CffexDaily(), "2026-01-30"),
    ("pingan/RECONSTRUCTED_mrgRatio_sh_20260113.json", PinganRatios("SSE"), "2026-01-13"),
]


@pytest.mark.parametrize(("file", "fetcher", "asked"), CASES, ids=[case[0] for case in CASES])
def test_no_recorded_answer_survives_a_cut(wire: Path, file: str, fetcher: Fetcher, asked: str) -> None:
    content = (wire / file).read_bytes()
    end = len(content.rstrip(b"; \r\n,"))
    cuts = range(1, end, max(1, end // 97))
    assert [cut for cut in cuts if isinstance(fetcher.parse(payloads(content[:cut]), day(asked)), Ok)] == []
