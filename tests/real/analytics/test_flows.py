"""2026-01-30, the one day whose detail is whole: the figures that anybody can add up from the published files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from liangrong.analytics.structure.flows import flows
from liangrong.analytics.structure.groups import groups
from liangrong.analytics.structure.league import league
from liangrong.core.clocks import AsOf
from liangrong.core.errors import NoData
from liangrong.core.results import Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.workspace import Workspace

DAY = date(2026, 1, 30)


@pytest.fixture(scope="module")
def market(real_store: Path) -> MarketSnapshot:
    return Workspace.open(real_store).snapshot(AsOf(DAY))


@pytest.fixture(scope="module")
def published(market: MarketSnapshot) -> Result:
    """By the repayments that the vendor publishes or computes."""
    return flows(market, "sw1", start=DAY, end=DAY, basis="repayments")


def row(found: Result, part: str, group: str, basis: str | None = None) -> dict[str, Any]:
    rows = found.data.filter(pl.col("part") == part, pl.col("group_name") == group)
    return (rows if basis is None else rows.filter(pl.col("flow_basis") == basis)).row(0, named=True)


def test_the_net_by_the_vendors_repayments_closes_to_the_yuan(published: Result) -> None:
    whole = row(published, "sum_of_groups", "all")
    assert whole["net_financing"] == Decimal(-24_790_600_073)
    assert row(published, "exchange_total", "all", "repayments")["difference"] == 0
    for exchange, net in (("SSE", -13_476_167_124), ("SZSE", -9_903_914_898), ("BSE", -1_410_518_051)):
        total = row(published, "exchange_total", exchange, "repayments")
        assert (total["net_financing"], total["difference"]) == (net, 0), exchange
    groups_alone = published.data.filter(pl.col("part").is_in(["group", "funds", "unclassified"]))
    assert groups_alone["net_financing"].sum() == whole["net_financing"]
    assert groups_alone.filter(pl.col("part") == "group").height == 31


def test_by_balances_beijing_is_another(published: Result, market: MarketSnapshot) -> None:
    assert row(published, "exchange_total", "all", "balance")["net_financing"] == Decimal(-23_543_200_647)
    assert row(published, "exchange_total", "BSE", "balance")["net_financing"] == Decimal(-126_488_592)
    by_exchange = flows(market, "exchange", start=DAY, end=DAY)
    assert row(by_exchange, "group", "BSE")["flow_basis"] == "balance"
    assert row(by_exchange, "group", "SSE")["flow_basis"] == "repayments"


def test_funds_and_unclassified_stocks_stand_on_their_own_lines(published: Result) -> None:
    funds = row(published, "funds", "funds")
    assert (funds["securities"], funds["net_financing"]) == (538, Decimal(-2_767_555_433))
    lone = row(published, "unclassified", "unclassified")
    assert lone["securities"] == 408
    assert round(lone["end_balance"] / 10**8, 2) == Decimal("367.75")
    said = next(note.en for note in published.warnings if "408 stocks" in note.en)
    assert "119 of SSE and SZSE listed after the list's newest change on 2024-08-30" in said
    assert "288 of the BSE" in said
    assert "1 more: 302132.SZ" in said


def test_left_to_choose_beijing_is_not_broken_down(market: MarketSnapshot) -> None:
    found = flows(market, "sw1", start=DAY, end=DAY)
    alone = row(found, "not_broken_down", "BSE")
    assert (alone["net_financing"], alone["flow_basis"]) == (Decimal(-126_488_592), "balance")
    assert row(found, "unclassified", "unclassified")["quality"] == "incomplete"
    assert row(found, "sum_of_groups", "all")["net_financing"] == Decimal(-13_476_167_124 - 9_903_914_898 - 126_488_592)


def test_balances_by_industry_need_a_day_that_is_not_there(market: MarketSnapshot) -> None:
    """Of 2026-01-29 only an excerpt of Shenzhen is stored."""
    with pytest.raises(NoData) as caught:
        flows(market, "sw1", start=DAY, end=DAY, basis="balance")
    assert "SZSE lacks whole detail of these sessions (1): 2026-01-29" in caught.value.hint("en")


def test_the_league_is_the_same_order(market: MarketSnapshot) -> None:
    found = league(market, start=DAY, end=DAY, threshold="1亿", basis="repayments")
    every = flows(market, "security", start=DAY, end=DAY, basis="repayments").data.filter(pl.col("part") == "group")
    assert found.data["ranked"][0] == every.height == 3777
    assert found.data["at_or_above"][0] == every.filter(pl.col("net_financing") >= 10**8).height
    assert found.data["at_or_below"][0] == every.filter(pl.col("net_financing") <= -(10**8)).height


def test_bad_repayments_do_not_lead_the_league_unless_asked_for(market: MarketSnapshot) -> None:
    ends = {
        basis: league(market, start=DAY, end=DAY, basis=basis).data.select("group_name", "name").rows()
        for basis in ("auto", "repayments")
    }
    assert (ends["auto"][0], ends["auto"][-1]) == (("002155.SZ", "湖南黄金"), ("600519.SH", "贵州茅台"))
    assert ends["repayments"][-1][0].endswith(".BJ")


def test_an_index_is_placed_by_its_constituents(market: MarketSnapshot) -> None:
    names = market.table("margin_detail", start=DAY, end=DAY)["security_id"].to_list()
    members = groups(market, "index:000300.SH", names, start=DAY, end=DAY).spells.filter(pl.col("part") == "group")
    assert 295 <= members["security_id"].n_unique() <= 300
