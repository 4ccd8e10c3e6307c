"""Northbound trading: two channels that are never added, and a net that ended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.analytics.context.northbound import NET_ENDED, last_net, northbound
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot

DAYS = [date(2024, 8, 15), date(2024, 8, 16), date(2024, 8, 19), date(2024, 8, 20)]
YI = 100_000_000


def market(*, lost: date | None = None) -> MarketSnapshot:
    rows = [
        {
            "exchange": exchange, "trade_date": day, "turnover": (500 + place) * YI,
            "net_buy_amount": None if day > NET_ENDED or day == lost else (10 if exchange == "SSE" else -20) * YI,
        }
        for place, exchange in enumerate(("SSE", "SZSE")) for day in DAYS
    ]  # fmt: skip
    return MarketSnapshot.of({"northbound": pl.DataFrame(rows, infer_schema_length=None)}, DAYS[-1])


def test_one_row_for_each_session_and_channel() -> None:
    rows = northbound(market(), start=DAYS[0], end=DAYS[-1]).data
    assert rows.height == 8
    assert rows["channel"].to_list() == ["SSE", "SZSE"] * 4
    assert rows.filter(pl.col("channel") == "SSE")["turnover"].unique().to_list() == [Decimal(500 * YI)]


def test_what_ended_is_shown_as_ended_and_not_as_zero() -> None:
    found = northbound(market(), start=DAYS[0], end=DAYS[-1])
    by_day = {row["date"]: row for row in found.data.filter(pl.col("channel") == "SZSE").iter_rows(named=True)}
    assert [by_day[day]["net_state"] for day in DAYS] == ["published", "published", "ended", "ended"]
    assert by_day[DAYS[2]]["net_buy_amount"] is None
    note = found.warnings[0]
    assert "Shanghai Connect 2024-08-16 +1.00 CNY bn" in note.en
    assert "深股通 2024-08-16 -20.00 亿元" in note.zh


def test_a_value_missing_before_the_end_has_not_ended() -> None:
    found = northbound(market(lost=DAYS[0]), start=DAYS[0], end=DAYS[1])
    assert found.data["net_state"].to_list() == ["not_known", "not_known", "published", "published"]
    assert not found.warnings


def test_the_last_net_of_each_channel() -> None:
    assert last_net(market()).rows() == [("SSE", DAYS[1], Decimal(10 * YI)), ("SZSE", DAYS[1], Decimal(-20 * YI))]
    assert last_net(market(lost=DAYS[1]))["trade_date"].to_list() == [DAYS[0], DAYS[0]]


def test_a_window_without_rows_names_the_nearest_day() -> None:
    with pytest.raises(NoData, match="2024-08-20"):
        northbound(market(), start=date(2024, 9, 2), end=date(2024, 9, 6))
