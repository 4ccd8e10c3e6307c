"""Detail beside totals and quotes: what was compared, by how much it differs, and nothing invented where a side is empty."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.market.agreement import AGREEMENT, detail_and_quotes, detail_and_totals
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from tests.unit.market import samples

DAY = date(2025, 3, 10)


@pytest.fixture
def detail() -> pl.DataFrame:
    return samples.detail(DAY)


def cell(rows: pl.DataFrame, name: str) -> dict[str, object]:
    (row,) = rows.filter(pl.col("column") == name).iter_rows(named=True)
    return row


def test_flows_are_equal_and_balances_lie_below(detail):
    rows = detail_and_totals(detail, samples.totals_of(detail))
    assert list(rows.schema) == list(AGREEMENT)
    bought = cell(rows, "financing_buy_amount")
    assert (bought["difference"], bought["ratio"], bought["securities"]) == (0, 0.0, detail.height)
    balance = cell(rows, "financing_balance")
    assert balance["ratio"] == pytest.approx(-0.005 / 1.005, rel=1e-6)
    assert balance["detail_sum"] == detail["financing_balance"].sum()


def test_one_missing_security_shows_in_every_sum(detail):
    rows = detail_and_totals(detail.head(detail.height - 1), samples.totals_of(detail))
    lost = detail["financing_buy_amount"][-1]
    assert cell(rows, "financing_buy_amount")["difference"] == -lost


def test_shares_are_in_shares_and_money_in_yuan(detail):
    rows = detail_and_totals(detail, samples.totals_of(detail))
    assert {row["column"]: row["unit"] for row in rows.iter_rows(named=True)} == {
        name: "股" if name.endswith("_quantity") else "元" for name in rows["column"]
    }


def test_a_column_that_a_source_leaves_empty_is_not_compared(detail):
    unpublished = detail.with_columns(pl.lit(None, dtype=detail.schema["short_balance"]).alias("short_balance"))
    rows = detail_and_totals(unpublished, samples.totals_of(detail))
    assert "short_balance" not in rows["column"].to_list()


def quotes(detail: pl.DataFrame, close: str) -> pl.DataFrame:
    rows = detail.select("security_id", "trade_date").with_columns(close=pl.lit(Decimal(close)))
    return conform(table("quotes"), rows, source="qmt")


def test_short_balances_at_the_close(detail):
    (row,) = detail_and_quotes(detail, quotes(detail, "10")).iter_rows(named=True)
    assert (row["difference"], row["largest_difference"], row["securities"]) == (0, 0, detail.height)


def test_the_largest_difference_is_that_of_one_security(detail):
    off = samples.with_cell(detail, 3, short_balance=detail["short_balance"][3] + 7)
    off = samples.with_cell(off, 4, short_balance=detail["short_balance"][4] - 5)
    (row,) = detail_and_quotes(off, quotes(detail, "10")).iter_rows(named=True)
    assert (row["difference"], row["largest_difference"]) == (2, 7)


def test_without_quotes_there_is_nothing_to_compare(detail):
    assert detail_and_quotes(detail, quotes(detail, "10").clear()).is_empty()
