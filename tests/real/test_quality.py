"""The faults that the real files are known to hold, found through import and ``quality``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.core.errors import NoData
from liangrong.market.acceptance import examine
from liangrong.services.imports import ImportRequest, import_paths
from liangrong.services.quality import QualityRequest, quality
from liangrong.services.reconciliation import ReconciliationRequest, reconcile
from liangrong.services.workspace import Workspace

pytestmark = [pytest.mark.real, pytest.mark.slow]

FOLDERS = (
    "market_by_exchange_tushare_2020_2026",
    "market_total_account_stats_2012_2026",
    "market_total_eastmoney_2010_2018",
    "sse_margin_and_indices_2014_2016",
    "stock_margin_detail_tushare",
    "index_history",
    "northbound_sse_szse_index_close",
)


@pytest.fixture(scope="module")
def workspace(shared_data, tmp_path_factory) -> Workspace:
    opened = Workspace.open(tmp_path_factory.mktemp("quality"), create=True)
    import_paths(opened, ImportRequest([shared_data / "real" / name for name in FOLDERS]))
    return opened


@pytest.fixture(scope="module")
def findings(workspace) -> pl.DataFrame:
    return quality(workspace, QualityRequest()).data


def of(findings, check, **cells):
    return findings.filter(pl.col("check") == check, *[pl.col(name) == value for name, value in cells.items()])


def yi(finding) -> Decimal:
    return (Decimal(finding["observed"]) - Decimal(finding["expected"])) / 10**8


class TestFinancingRollForward:
    def test_shanghai_breaks_on_one_day(self, findings):
        rows = of(findings, "financing_roll_forward", place="SSE").rows(named=True)
        assert [row["trade_date"] for row in rows] == [date(2024, 10, 9)]
        assert round(yi(rows[0]), 2) == Decimal("25.39")

    def test_shenzhen_breaks_on_24_days(self, findings):
        days = of(findings, "financing_roll_forward", place="SZSE")["trade_date"].to_list()
        assert len(days) == 24
        named = "2021-07-12 2022-10-24 2023-07-10 2024-07-08 2025-01-13 2026-01-12"
        assert {date.fromisoformat(day) for day in named.split()} <= set(days)

    def test_beijing_is_one_fault_of_the_series(self, findings):
        rows = of(findings, "financing_roll_forward", place="BSE").rows(named=True)
        assert [(row["trade_date"], row["observed"]) for row in rows] == [(None, "721 / 722")]

    def test_the_vendors_sum_closes(self, findings):
        assert of(findings, "financing_roll_forward", place="SSE+SZSE").is_empty()


class TestTwoBases:
    def test_46_days_differ_by_more_than_a_billion(self, findings):
        rows = of(findings, "bases_apart", column="financing_balance")
        assert rows.height == 46
        apart = {row["trade_date"]: round(yi(row), 2) for row in rows.iter_rows(named=True)}
        assert apart[date(2015, 7, 8)] == Decimal("-123.03")
        assert apart[date(2024, 10, 8)] == Decimal("26.02")

    def test_a_lost_digit_in_the_buys(self, findings):
        rows = of(findings, "bases_apart", column="financing_buy_amount").rows(named=True)
        assert [row["trade_date"] for row in rows] == [date(2015, 10, 27)]
        assert round(yi(rows[0])) == -1000


class TestFaultsThatNoFileMentions:
    def test_phantom_sessions_of_the_indices(self, findings):
        rows = of(findings, "phantom_session", dataset="index_quotes")
        assert set(rows["trade_date"].to_list()) == {date(2015, 1, 1), date(2018, 6, 18)}

    def test_shortened_dates(self, findings):
        days = of(findings, "repaired_date", dataset="market_totals")["trade_date"].to_list()
        assert days == [date(2018, 11, 30), date(2018, 12, 10), date(2018, 12, 20)]

    def test_part_of_a_list_of_securities(self, findings):
        rows = of(findings, "incomplete_day").rows(named=True)
        assert [(row["place"], row["trade_date"], row["severity"]) for row in rows] == [("SZSE", date(2026, 1, 29), "error")]

    def test_repayments_of_beijing_by_security(self, findings):
        rows = of(findings, "negative_repayment", place="BSE").rows(named=True)
        assert [(row["trade_date"], row["observed"]) for row in rows] == [(date(2026, 1, 30), "130 of 291 below 0")]


def test_clean_days_after_the_tolerances_were_fixed_are_silent(findings):
    known = {"financing_roll_forward", "bases_apart", "incomplete_day", "negative_repayment"}
    late = findings.filter(pl.col("trade_date") >= date(2024, 1, 1), ~pl.col("check").is_in(known))
    assert late.select("dataset", "check", "trade_date").rows() == [("market_totals", "flows_interchanged", date(2025, 7, 14))]


def test_detail_agrees_with_quotes_to_two_yuan(shared_data, workspace):
    from liangrong.sources.files.read import read

    content = (shared_data / "real/quotes_daily_qmt/quotes_all_stocks_20251103_20260202.parquet").read_bytes()
    quotes = read(content).outcome.value.tables["quotes"].filter(pl.col("trade_date") == date(2026, 1, 30))
    detail = workspace.store.read("margin_detail", date(2026, 1, 30), date(2026, 1, 30))
    checks = {d.check for d in examine("margin_detail", detail, context={"quotes": quotes})}
    assert not checks & {"short_value", "flows_within_trading"}
    quoted = detail.filter(pl.col("short_quantity") > 0).join(
        quotes.filter(pl.col("close") > 0), on=["security_id", "trade_date"]
    )
    assert quoted.height == 2_966


class TestRequest:
    def test_only_one_exchange(self, workspace):
        rows = quality(workspace, QualityRequest(dataset="market_totals", exchange="SSE")).data
        assert set(rows["place"].to_list()) == {"SSE"}

    def test_only_some_days(self, workspace):
        request = QualityRequest(dataset="market_totals", start=date(2024, 10, 1), end=date(2024, 10, 31))
        days = quality(workspace, request).data["trade_date"].drop_nulls().to_list()
        assert days
        assert all(date(2024, 10, 1) <= day <= date(2024, 10, 31) for day in days)

    def test_only_the_worst(self, workspace):
        rows = quality(workspace, QualityRequest(min_severity="quarantined")).data
        assert set(rows["severity"].to_list()) == {"quarantined"}


@pytest.fixture(scope="module")
def compared(workspace) -> dict[tuple[str, str], dict[str, object]]:
    rows = reconcile(workspace, ReconciliationRequest(date(2026, 1, 30))).data
    return {(row["exchange"], row["column"]): row for row in rows.iter_rows(named=True)}


class TestReconciliation:
    @pytest.mark.parametrize(("exchange", "ratio"), [("SSE", -0.0043), ("SZSE", -0.0050)])
    def test_balances_of_the_detail_lie_below_the_summary(self, compared, exchange, ratio):
        assert round(compared[exchange, "financing_balance"]["ratio"], 4) == ratio

    @pytest.mark.parametrize("exchange", ["SSE", "SZSE", "BSE"])
    @pytest.mark.parametrize("column", ["financing_buy_amount", "financing_repay_amount", "short_sell_quantity"])
    def test_flows_are_exact(self, compared, exchange, column):
        assert compared[exchange, column]["difference"] == 0

    def test_a_day_without_detail_names_the_nearest(self, workspace):
        with pytest.raises(NoData, match="2026-01-30"):
            reconcile(workspace, ReconciliationRequest(date(2026, 2, 2)))
