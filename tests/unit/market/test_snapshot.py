"""A snapshot never looks past its own day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.core.errors import UnknownName
from liangrong.market.snapshot import MarketSnapshot

DAYS = [date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30)]


def totals(source: str = "sse", exchange: str = "SSE") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "exchange": [exchange] * 3,
            "trade_date": DAYS,
            "financing_balance": [Decimal(n) for n in (1, 2, 3)],
            "source": [source] * 3,
        }
    )


def test_it_ends_at_its_own_day_whatever_is_asked() -> None:
    snapshot = MarketSnapshot.of({"market_totals": totals()}, DAYS[1])
    assert snapshot.table("market_totals")["trade_date"].to_list() == DAYS[:2]
    assert snapshot.table("market_totals", end=DAYS[2])["trade_date"].to_list() == DAYS[:2]
    assert snapshot.table("market_totals", end=DAYS[0])["trade_date"].to_list() == DAYS[:1]
    assert snapshot.table("market_totals", start=DAYS[1])["trade_date"].to_list() == DAYS[1:2]


def test_one_source_per_exchange_and_day() -> None:
    frame = pl.concat(
        [totals("tushare").with_columns(financing_balance=pl.lit(Decimal(9))), totals("sse"), totals("tushare", "SZSE")]
    )
    got = MarketSnapshot.of({"market_totals": frame}, DAYS[2]).table("market_totals", keys={"exchange": ["SSE"]})
    assert got["source"].unique().to_list() == ["sse"]
    assert got.height == 3


def test_detail_takes_one_source_per_exchange_not_per_security() -> None:
    """A collector that knows one security more must not be mixed into the publisher's day."""
    frame = pl.DataFrame(
        {
            "security_id": ["600519.SH", "600519.SH", "600000.SH", "000001.SZ"],
            "trade_date": [DAYS[2]] * 4,
            "source": ["sse", "tushare", "tushare", "tushare"],
        }
    )
    got = MarketSnapshot.of({"margin_detail": frame}, DAYS[2]).table("margin_detail")
    assert got.select("security_id", "source").rows() == [("000001.SZ", "tushare"), ("600519.SH", "sse")]
    assert "_exchange" not in got.columns


def test_rows_come_sorted_by_day_then_key() -> None:
    frame = pl.concat([totals(exchange="SZSE"), totals()]).reverse()
    got = MarketSnapshot.of({"market_totals": frame}, DAYS[2]).table("market_totals")
    assert got.select("trade_date", "exchange").rows() == sorted(got.select("trade_date", "exchange").rows())


def test_a_table_without_rows_is_empty_and_typed_and_an_unknown_one_is_an_error() -> None:
    snapshot = MarketSnapshot.of({}, DAYS[2])
    assert snapshot.table("caps").is_empty()
    assert "float_cap" in snapshot.table("caps").columns
    with pytest.raises(UnknownName):
        snapshot.table("margin")


def test_an_answer_is_computed_once_and_cut_the_same_as_it_is_read() -> None:
    snapshot = MarketSnapshot.of({"market_totals": totals()}, DAYS[2])
    asked: list[str] = []
    for _ in range(2):
        assert snapshot.once("answer", lambda: asked.append("computed") or 42) == 42
    assert asked == ["computed"]
    for start in (None, *DAYS):
        for end in (None, *DAYS):
            kept = snapshot.table("market_totals", start=start, end=end)
            read = snapshot.table("market_totals", start=start, end=end, keys={"exchange": ["SSE"]})
            assert kept.equals(read)


def test_two_snapshots_share_no_answers() -> None:
    tables = {"market_totals": totals()}
    early, late = MarketSnapshot.of(tables, DAYS[0]), MarketSnapshot.of(tables, DAYS[2])
    assert late.table("market_totals").height == 3
    assert early.table("market_totals").height == 1
