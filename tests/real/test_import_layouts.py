"""Every file of ``shared/data`` is recognised by its content alone and read to the published figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.calendar import mainland
from liangrong.core.outcomes import Failed, FailureKind, NonTradingDay, NotPublished, Ok
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from liangrong.sources.fetcher import Hints
from liangrong.sources.files.layout import sample
from liangrong.sources.files.read import Recognised, hints_from_name, read
from liangrong.sources.files.registry import layouts

pytestmark = pytest.mark.real

NOT_A_DAY = {
    "jq_weights_2020_w300.tsv": FailureKind.AMBIGUOUS,
    "jq_weights_2020_w500.tsv": FailureKind.AMBIGUOUS,
    "eastmoney_RPTA_RZRQ_LSHJ_20260813.json": FailureKind.AMBIGUOUS,
    "EXCERPT_RPTA_RZRQ_LSHJ_columns_20260827-28.json": FailureKind.AMBIGUOUS,
    "REAL_bad_report_9501.json": FailureKind.SCHEMA_CHANGED,
    "RECONSTRUCTED_commonSoaQuery_unknown_sqlId_failopen.json": FailureKind.SCHEMA_CHANGED,
    "RECONSTRUCTED_1837_xxpl_tab2_zero_byte_body.xlsx": FailureKind.AMBIGUOUS,
    "RECONSTRUCTED_detailInfoResult_20260721_page0of2.txt": FailureKind.INCOMPLETE,
    "RECONSTRUCTED_detailInfoResult_20260721_page1of2.txt": FailureKind.INCOMPLETE,
    "RECONSTRUCTED_mxtype_page_cap_2000_of_2005_META_ONLY.json": FailureKind.INCOMPLETE,
    "RECONSTRUCTED_queryMargin_mxtype_20260130_p1of2.json": FailureKind.INCOMPLETE,
    "RECONSTRUCTED_queryMargin_mxtype_20260130_p2of2.json": FailureKind.INCOMPLETE,
}
"""Recognised, and refused with a reason: no day, a sum that includes Beijing, a refusal, half an answer."""
NOTHING_YET = {
    "REAL_empty_result_9201.json": NotPublished,
    "REAL_ShowReport_empty_day_SGT_SGTJYRB_20260805.json": NotPublished,
    "RECONSTRUCTED_1837_xxpl_tab2_header_only_unpublished.xlsx": NotPublished,
    "RECONSTRUCTED_1837_xxpl_tab1_empty_20260808_weekend.json": NonTradingDay,
    "RECONSTRUCTED_queryMargin_mxtype_empty_20260131.json": NonTradingDay,
    "RECONSTRUCTED_summaryInfoResult_empty_weekend.txt": NonTradingDay,
}

KEPT = 2
"""Of the daily screens."""


def data_files(root: Path) -> list[Path]:
    return sorted(f for part in ("real", "wire") for f in (root / part).rglob("*") if f.is_file() and f.name != "PROVENANCE.md")


def parsed(path: Path, hints: Hints | None = None):
    outcome = read(path.read_bytes(), hints).outcome
    assert isinstance(outcome, Ok), outcome
    return outcome.value


@pytest.fixture(scope="module")
def real(shared_data: Path) -> Path:
    return shared_data / "real"


@pytest.fixture(scope="module")
def told(shared_data: Path) -> dict[Path, Recognised]:
    """What each file says, read with the hints of its name; of the daily screens, which are of one layout, some."""
    screens = sorted(shared_data.glob("real/em_spot_all_stocks_2026Q3/*.gz"))
    assert len(screens) > KEPT
    wanted = [path for path in data_files(shared_data) if path not in screens[KEPT:]]
    return {path: read(path.read_bytes(), hints_from_name(path.name)) for path in wanted}


def test_each_file_matches_exactly_one_layout(shared_data):
    for path in data_files(shared_data):
        seen = sample(path.read_bytes())
        matching = [layout.name for layout in layouts() if layout.recognises(seen)]
        assert len(matching) == 1, (path.name, matching)


def test_each_file_is_read_or_refused_as_known(told):
    for path, recognised in told.items():
        outcome = recognised.outcome
        if path.name in NOT_A_DAY:
            assert isinstance(outcome, Failed), path.name
            assert outcome.kind is NOT_A_DAY[path.name], path.name
            assert outcome.reason_zh, path.name
        elif path.name in NOTHING_YET:
            assert isinstance(outcome, NOTHING_YET[path.name]), path.name
        else:
            assert isinstance(outcome, Ok), (path.name, outcome)
            for name, frame in outcome.value.tables.items():
                assert frame.height
                assert conform(table(name), frame).equals(frame), (path.name, name)
                assert not frame.select(pl.struct(table(name).key).is_duplicated().any()).item(), (path.name, name)


def test_a_file_needs_its_name_only_for_what_its_content_lacks(told):
    """Renamed to nothing, every file still has its layout; only undated and unnamed ones ask for a hint."""
    asking = set()
    for path, with_name in told.items():
        hints = hints_from_name(path.name)
        if hints.day is None and hints.security_id is None:
            continue  # such a name says nothing: read with and without it is the same reading
        without = read(path.read_bytes())
        assert without.layout == with_name.layout, path.name
        if isinstance(without.outcome, Failed) and isinstance(with_name.outcome, Ok):
            assert without.outcome.kind is FailureKind.AMBIGUOUS
            asking.add(without.layout)
        elif isinstance(with_name.outcome, Ok):
            assert isinstance(without.outcome, Ok)
            for name, frame in with_name.outcome.value.tables.items():
                if name != "securities":
                    assert frame.equals(without.outcome.value.tables[name]), path.name
    assert asking == {
        "cffex_daily", "eastmoney_spot", "pingan_ratios", "qmt_quotes_of_one", "sse_summary_sheet", "sse_workbook",
        "szse_detail_workbook", "szse_margin_report", "szse_underlying_workbook", "tdx_margin_list",
    }  # fmt: skip


def test_eastmoney_history_peaks_where_it_did_and_has_only_its_true_holes(real):
    batch = parsed(real / "market_total_eastmoney_2010_2018" / "rzrq.csv")
    rows = batch.tables["market_totals"]
    peak = rows.filter(pl.col("trade_date") == date(2015, 6, 18)).row(0, named=True)
    assert peak["margin_trading_balance"] == 2_273_035_261_015
    assert peak["financing_balance"] == 2_266_635_294_021
    assert peak["financing_balance_to_float_cap"] == pytest.approx(0.04239, abs=5e-6)
    assert rows["margin_trading_balance"].max() == peak["margin_trading_balance"]
    sessions = mainland().between(date(2010, 3, 31), date(2018, 12, 21))
    assert sorted(set(sessions) - set(rows["trade_date"].to_list())) == [date(2018, 12, 18), date(2018, 12, 19)]
    repaired = rows.filter(pl.col("quality") == "repaired")["trade_date"].to_list()
    assert repaired == [date(2018, 11, 30), date(2018, 12, 10), date(2018, 12, 20)]
    told = {(f.check, f.observed) for f in batch.discrepancies}
    assert told >= {("repaired_date", day) for day in ("2018-11-3", "2018-12-1", "2018-12-2")}
    assert [f.severity for f in batch.discrepancies if f.check == "repeated_rows"] == ["info"]
    assert batch.tables["index_quotes"]["security_id"].unique().to_list() == ["000300.SH"]


@pytest.mark.parametrize(
    ("day", "total"),
    [
        ("2024-09-23", "13707.26"),
        ("2025-06-30", "18504.52"),
        ("2025-09-17", "24054.44"),
        ("2025-12-23", "25315.63"),
        ("2026-01-13", "26829.92"),
        ("2026-01-30", "27152.87"),
    ],
)
def test_tushare_totals_add_up_to_the_published_ones(real, day, total):
    rows = parsed(real / "market_by_exchange_tushare_2020_2026" / "margin_20200101_20260203.csv").tables["market_totals"]
    of_day = rows.filter(pl.col("trade_date") == date.fromisoformat(day))
    assert of_day.height == 3
    assert round(of_day["margin_trading_balance"].sum() / Decimal(10**8), 2) == Decimal(total)


def test_detail_flows_are_the_totals_to_the_yuan(real):
    rows = parsed(real / "stock_margin_detail_tushare" / "margin_detail_20260130.csv").tables["margin_detail"]
    shanghai = rows.filter(pl.col("security_id").str.ends_with(".SH"))
    assert shanghai["financing_buy_amount"].sum() == 131_440_640_877
    assert shanghai["short_sell_quantity"].sum() == 70_928_459
    assert shanghai["financing_balance"].sum() == 1_357_066_917_655
    assert rows.filter(pl.col("short_balance").is_null())["security_id"].sort().to_list() == [
        "601969.SH",
        "603056.SH",
        "688165.SH",
    ]


def test_quotes_are_in_shares_and_yuan(real):
    rows = parsed(real / "quotes_daily_qmt" / "quotes_all_stocks_20251103_20260202.parquet").tables["quotes"]
    of_day = rows.filter(pl.col("trade_date") == date(2026, 1, 30))
    assert of_day.height == 5_171
    assert round(of_day["turnover"].sum() / Decimal(10**8)) == 28_352
    vwap = pl.col("turnover").cast(pl.Float64) / pl.col("volume")
    low, high = pl.col("low").cast(pl.Float64) - 0.011, pl.col("high").cast(pl.Float64) + 0.011
    assert rows.select(vwap.is_between(low, high).all()).item()


def test_holidays_in_index_histories_are_left_out(real):
    for code, phantoms in {"000300": [date(2015, 1, 1)], "000985": [date(2015, 1, 1), date(2018, 6, 18)]}.items():
        batch = parsed(real / "index_history" / f"csindex_{code}_2015_2025.csv")
        rows = batch.tables["index_quotes"]
        assert rows["security_id"].unique().to_list() == [f"{code}.SH"]
        assert [f.trade_date for f in batch.discrepancies] == phantoms
        assert rows["trade_date"].to_list() == list(mainland().between(date(2015, 1, 5), date(2025, 12, 31)))


@pytest.mark.parametrize(
    ("name", "index"),
    [("000001sh", "000001.SH"), ("000300hz", "000300.SH"), ("399001sz", "399001.SZ"), ("399006cyb", "399006.SZ")],
)
def test_daily_changes_name_their_index(real, name, index):
    rows = parsed(real / "sse_margin_and_indices_2014_2016" / f"{name}.csv").tables["index_quotes"]
    assert rows["security_id"].unique().to_list() == [index]
    assert rows["source"].unique().to_list() == ["file:changes"]


def test_account_statistics_are_another_basis(real):
    rows = parsed(real / "market_total_account_stats_2012_2026" / "margin.csv").tables["account_statistics"]
    assert rows.height == 3_240
    of_day = rows.filter(pl.col("trade_date") == date(2025, 12, 23)).row(0, named=True)
    assert round(of_day["financing_balance"] / Decimal(10**8), 2) == Decimal("25145.67")
    assert rows["average_maintenance_ratio"].null_count() == 70
    assert rows["average_maintenance_ratio"].min() == pytest.approx(2.0881)


def test_float_caps_of_a_spot_screen(real):
    path = real / "em_spot_all_stocks_2026Q3" / "all_stocks_20260703.csv.gz"
    batch = parsed(path, hints_from_name(path.name))
    assert round(float(batch.tables["caps"]["float_cap"].sum()) / 1e12, 1) == 104.6
    assert batch.tables["quotes"]["trade_date"].unique().to_list() == [date(2026, 7, 3)]


def test_constituents_are_as_many_as_the_index_has(real):
    for size, index in {300: "000300.SH", 500: "000905.SH"}.items():
        rows = parsed(real / "index_members" / f"qlib_csi{size}.txt").tables["memberships"]
        assert rows["scheme"].unique().to_list() == [f"index:{index}"]
        for day in (date(2012, 6, 1), date(2020, 3, 2), date(2026, 3, 2)):
            assert rows.filter((pl.col("from_date") <= day) & (pl.col("to_date") >= day)).height == size


def test_each_stock_has_one_industry_at_a_time(real):
    rows = parsed(real / "sw_industry" / "StockClassifyUse_stock.xls").tables["memberships"]
    assert (rows.height, rows["security_id"].n_unique()) == (12_506, 5_651)
    pingan = rows.filter(pl.col("security_id") == "000001.SZ").select("from_date", "to_date", "group").rows()
    assert pingan == [
        (date(1991, 4, 3), date(2013, 12, 31), "440101"),
        (date(2014, 1, 1), date(2021, 7, 29), "480101"),
        (date(2021, 7, 30), None, "480301"),
    ]
    classes = parsed(real / "sw_industry" / "SwClassCode_2021.xls").tables["industry_classes"]
    assert classes.group_by("level").len().sort("level").rows() == [(1, 31), (2, 134), (3, 346)]


def test_a_workbook_without_a_date_needs_its_day(shared_data):
    path = shared_data / "wire" / "sse" / "RECONSTRUCTED_rzrqjygk20260130.xls"
    assert isinstance(read(path.read_bytes()).outcome, Failed)
    batch = parsed(path, Hints(day=date(2026, 1, 30)))
    assert batch.tables["market_totals"]["margin_trading_balance"].to_list() == [1_374_111_470_509]
    assert "hint_from_name" not in {f.check for f in batch.discrepancies}
    named = parsed(path, hints_from_name(path.name))
    assert "hint_from_name" in {f.check for f in named.discrepancies}
