"""Net financing of groups, added up by hand; the closing lines must show what does not add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from liangrong.analytics.structure.flows import flows
from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.core.results import Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.market import SimulatedMarket
from tests.unit.analytics.structure.small import (
    BEIJING,
    CHINEXT,
    D1,
    D2,
    D3,
    MAIN,
    PATHS,
    SHENZHEN,
    STAR,
    detail,
    market,
    totals,
)


def cells(found: Result, part: str, column: str = "net_financing", **where: str) -> dict[str, Any]:
    rows = found.data.filter(pl.col("part") == part, *(pl.col(name) == value for name, value in where.items()))
    return dict(rows.select("group_name", column).iter_rows())


def said(found: Result) -> str:
    return " ".join(note.en for note in found.warnings)


# ── the groups


def test_groups_by_the_basis_of_each_exchange() -> None:
    """SSE by repayments, SZSE by balances (none published), BSE by balances (its repayments contradict them)."""
    found = flows(market(), "board", start=D2, end=D3)
    assert cells(found, "group") == {"main": 50, "bse": 3, "star": -5, "chinext": -20}
    assert cells(found, "group", "flow_basis") == {"main": "mixed", "bse": "balance", "star": "repayments", "chinext": "balance"}
    assert cells(found, "funds") == {"funds": 2}
    assert cells(found, "group", "start_balance") == {"main": 300, "star": 50, "chinext": 80, "bse": 10}
    assert cells(found, "group", "end_balance") == {"main": 350, "star": 45, "chinext": 60, "bse": 13}
    assert cells(found, "group", "financing_buy_amount") == {"main": 100, "star": 15, "chinext": 20, "bse": 5}
    assert cells(found, "group", "financing_repay_amount") == {"main": None, "star": 20, "chinext": None, "bse": None}
    assert cells(found, "group", "share_of_absolute")["main"] == pytest.approx(50 / (50 + 5 + 20 + 3 + 2))
    assert "they contradict each other" in said(found)
    assert "repayments unpublished" in said(found)


def test_a_stock_that_changes_industry_counts_with_each_for_its_own_days() -> None:
    """STAR repays 10 net in 农林牧渔 on D2 and takes 5 in 电子 on D3; by balances it is the same."""
    for basis, shenzhen in (("auto", 20), ("balance", 20)):
        found = flows(market(), "sw1", start=D2, end=D3, basis=basis)
        assert cells(found, "group") == {"农林牧渔": 30 - 10, "电子": 5 + shenzhen}
        assert cells(found, "unclassified") == {"unclassified": -20 + 3}
        assert "1 securities changed group" in said(found)


def test_the_choice_can_be_made_by_hand() -> None:
    by_balance = flows(market(), "security", start=D3, end=D3, basis="balance")
    assert cells(by_balance, "group") == {SHENZHEN: 30, MAIN: 20, STAR: 5, BEIJING: 2, CHINEXT: -30}
    by_flows = flows(market(), "security", start=D3, end=D3, basis="repayments")
    assert cells(by_flows, "group") == {MAIN: 20, STAR: 5, BEIJING: -37, SHENZHEN: None, CHINEXT: None}
    assert cells(by_flows, "group", "quality")[SHENZHEN] == "incomplete"
    assert cells(by_flows, "sum_of_groups")["all"] is None


def test_names_come_from_the_directory() -> None:
    names = pl.DataFrame({"security_id": [MAIN], "trade_date": [D3], "name": ["浦发银行"]})
    found = flows(market(securities=names), "security", start=D3, end=D3)
    assert cells(found, "group", "name")[MAIN] == "浦发银行"


# ── the closing lines


def test_the_sums_close_to_the_totals_on_both_bases() -> None:
    """The difference is the sum of groups less the total: nothing on SSE, and on BSE all that its repayments are wrong by."""
    found = flows(market(), "sw1", start=D2, end=D3)
    assert cells(found, "sum_of_groups") == {"SSE": 27, "SZSE": 0, "BSE": 3, "all": 30}
    assert cells(found, "exchange_total", flow_basis="repayments") == {"SSE": 27, "BSE": -65}
    assert cells(found, "exchange_total", flow_basis="balance") == {"SSE": 27, "SZSE": 0, "BSE": 3, "all": 30}
    assert cells(found, "exchange_total", "difference", flow_basis="repayments") == {"SSE": 0, "BSE": 68}
    assert cells(found, "exchange_total", "difference", flow_basis="balance") == {"SSE": 0, "SZSE": 0, "BSE": 0, "all": 0}


def test_what_the_total_has_and_the_list_has_not_stands_in_the_difference() -> None:
    """7 are still owed on names taken off the SZSE list before the window, 4 of them are repaid in it."""
    left = {("SZSE", D1): {"financing_balance": 287}, ("SZSE", D3): {"financing_balance": 283}}
    found = flows(market(changed=left), "sw1", start=D2, end=D3)
    assert cells(found, "exchange_total", "difference", flow_basis="balance")["SZSE"] == 4
    assert "taken off the list" in said(found)
    assert "taken off the list" not in said(flows(market(), "sw1", start=D2, end=D3))


def test_overlapping_baskets_are_summed_once() -> None:
    baskets = {"甲": [MAIN, STAR], "乙": [MAIN, SHENZHEN]}
    found = flows(market(), "baskets", start=D2, end=D3, baskets=baskets)
    assert cells(found, "group") == {"乙": 50, "甲": 25}
    assert cells(found, "outside") == {"outside": -17}
    assert cells(found, "sum_of_groups")["all"] == 30


@pytest.mark.parametrize("by", ["sw1", "board", "security", "index:000300.SH"])
@pytest.mark.parametrize("basis", ["auto", "balance"])
def test_the_lines_of_groups_are_what_is_summed(by: str, basis: str) -> None:
    found = flows(market(), by, start=D2, end=D3, basis=basis)
    lines = found.data.filter(pl.col("part").is_in(["group", "funds", "unclassified", "outside"]))
    assert lines["net_financing"].sum() == cells(found, "sum_of_groups")["all"]
    assert lines["share_of_absolute"].sum() == pytest.approx(1)


# ── entries and exits


def test_entering_or_leaving_the_list_is_no_flow() -> None:
    """ChiNext enters on D2 with 90 and then falls by 30; Shenzhen leaves after D2 at 190, 10 below its start."""
    paths = {**PATHS, CHINEXT: [None, (90, 15, None), (60, 5, None)], SHENZHEN: [(200, 20, None), (190, 10, None), None]}
    found = flows(market(paths, changed={("SZSE", D3): {"financing_buy_amount": 5}}), "security", start=D2, end=D3)
    assert cells(found, "group")[CHINEXT] == -30
    assert cells(found, "group")[SHENZHEN] == -10
    assert cells(found, "entered", "end_balance") == {"entered": 90}
    assert cells(found, "left", "start_balance") == {"left": 190}
    assert cells(found, "sum_of_groups")["SZSE"] == -40
    assert cells(found, "exchange_total", "difference", flow_basis="balance")["SZSE"] == 0
    assert f"1 securities entered the list inside the window with CNY 90.00 ({CHINEXT})" in said(found)
    assert f"1 securities left the list inside the window with CNY 190.00 ({SHENZHEN})" in said(found)


def test_a_security_absent_for_a_day_keeps_its_flow() -> None:
    """Known at both ends: what it owes more or less is a flow, whatever the list said in between."""
    paths = {**PATHS, CHINEXT: [(80, 8, None), None, (60, 5, None)]}
    found = flows(market(paths), "security", start=D2, end=D3)
    assert cells(found, "group")[CHINEXT] == -20
    assert not cells(found, "entered", "end_balance")


# ── days that are missing


def test_an_exchange_without_whole_detail_stands_on_a_line_of_its_own() -> None:
    """The SZSE list of D1 is an excerpt: its buys are 8 of the exchange's 28. Its total by balances is still 0."""
    paths = {**PATHS, SHENZHEN: [None, *PATHS[SHENZHEN][1:]]}
    changed = {("SZSE", D1): {"financing_buy_amount": 28, "financing_balance": 280}}
    found = flows(market(paths, changed=changed), "sw1", start=D2, end=D3)
    assert cells(found, "not_broken_down") == {"SZSE": 0}
    assert cells(found, "group", "quality") == {"农林牧渔": "ok", "电子": "incomplete"}
    assert cells(found, "group")["电子"] == 5
    assert cells(found, "exchange_total", "difference", flow_basis="balance")["SZSE"] is None
    assert cells(found, "group", "start_balance")["电子"] is None
    assert f"SZSE lacks whole detail of these sessions (1): {D1}" in said(found)


def test_balances_need_both_ends_and_flows_every_day() -> None:
    """D2 is missing from all lists: balances still answer from D1 to D3, repayments do not."""
    paths = {name: [path[0], None, path[2]] for name, path in PATHS.items()}
    days = totals(detail(PATHS))
    world = MarketSnapshot.of({"margin_detail": detail(paths), "market_totals": days}, D3)
    found = flows(world, "board", start=D2, end=D3)
    assert cells(found, "group") == {"main": 50, "bse": 3, "star": -5, "chinext": -20}
    assert set(found.data.filter(pl.col("part") == "group")["flow_basis"]) == {"balance"}
    assert found.data.filter(pl.col("part") == "group")["financing_buy_amount"].null_count() == 4
    with pytest.raises(NoData, match="net financing by board"):
        flows(world, "board", start=D2, end=D3, basis="repayments")
    with pytest.raises(NoData) as caught:
        flows(world, "board", start=D3, end=D3, basis="balance")
    assert "2026-01-29" in caught.value.hint("en")


def test_by_exchange_the_totals_answer_without_any_detail() -> None:
    world = MarketSnapshot.of({"market_totals": totals(detail())}, D3)
    found = flows(world, "exchange", start=D2, end=D3)
    assert cells(found, "group") == {"SSE": 27, "BSE": 3, "SZSE": 0}
    assert cells(found, "sum_of_groups") == {"all": 30}
    assert cells(found, "exchange_total", "difference", flow_basis="balance")["all"] == 0
    with pytest.raises(NoData):
        flows(MarketSnapshot.of({}, D3), "exchange", start=D2, end=D3)


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(UsageError, match="ends before it starts"):
        flows(market(), start=D3, end=D2)
    with pytest.raises(UnknownName, match="basis"):
        flows(market(), start=D2, end=D3, basis="vendor")
    with pytest.raises(NoData, match="session"):
        flows(market(), start=date(2026, 1, 24), end=date(2026, 1, 25))


# ── the stocks that no list maps


def test_unclassified_stocks_are_counted_by_kind() -> None:
    """The list last changed on D3 (STAR); ChiNext was listed on that very day, so nothing excuses its absence."""
    listed = [(CHINEXT, D3), (BEIJING, date(2024, 1, 1)), (MAIN, date(1999, 1, 1))]
    names = pl.DataFrame(
        [(name, D3, day) for name, day in listed], schema=["security_id", "trade_date", "list_date"], orient="row"
    )
    found = flows(market(securities=names), "sw1", start=D2, end=D3)
    assert "2 stocks (financing balance CNY 73.00)" in said(found)
    assert f"1 of the BSE, whose codes were changed in 2025 after the list was made (0 listed since), 1 more: {CHINEXT}" in said(
        found
    )
    early = names.with_columns(list_date=pl.when(pl.col("security_id") == CHINEXT).then(pl.lit(D1)).otherwise("list_date"))
    memberships = [("sw", MAIN, date(2020, 1, 1), None, "110000", "农林牧渔")]
    later = flows(market(memberships=memberships, securities=early), "sw1", start=D2, end=D3)
    assert f"1 of SSE and SZSE listed after the list's newest change on 2020-01-01 ({CHINEXT})" in said(later)


# ── a larger market, against a slow and obvious computation


@pytest.fixture(scope="module")
def simulated() -> dict[str, pl.DataFrame]:
    made = SimulatedMarket.generate()
    names = ("market_totals", "margin_detail", "securities", "memberships", "industry_classes")
    return {name: made.table(name) for name in names}


def test_a_quarter_of_the_simulated_market_row_by_row(simulated: dict[str, pl.DataFrame]) -> None:
    start, end, before = date(2025, 11, 3), D3, date(2025, 10, 31)
    found = flows(MarketSnapshot.of(simulated, D3), "sw1", start=start, end=end)
    rows = simulated["margin_detail"].join(
        simulated["memberships"].filter(pl.col("scheme") == "sw").select("security_id", "group_name"),
        on="security_id",
        how="left",
    )
    window = rows.filter(pl.col("trade_date").is_between(start, end), pl.col("security_id").str.ends_with(".SH"))
    sse = window.group_by("group_name").agg(net=pl.col("financing_buy_amount").sum() - pl.col("financing_repay_amount").sum())
    others = rows.filter(pl.col("trade_date").is_in([before, end]), ~pl.col("security_id").str.ends_with(".SH"))
    signed = pl.when(pl.col("trade_date") == end).then("financing_balance").otherwise(-pl.col("financing_balance"))
    rest = others.group_by("group_name").agg(net=signed.sum())
    expected = pl.concat([sse, rest]).group_by("group_name").agg(pl.col("net").sum())
    ours = cells(found, "group") | {None: cells(found, "funds")["funds"]}
    assert {name: Decimal(net) for name, net in expected.iter_rows()} == ours


def test_a_wider_window_does_not_change_a_narrower_one(simulated: dict[str, pl.DataFrame]) -> None:
    """The prepared detail grows with what is asked for; what was asked before must come out the same."""
    world = MarketSnapshot.of(simulated, D3)
    first = flows(world, "sw1", start=D3, end=D3)
    flows(world, "sw1", start=date(2025, 3, 3), end=date(2025, 4, 1))
    assert flows(world, "sw1", start=D3, end=D3).data.equals(first.data)
