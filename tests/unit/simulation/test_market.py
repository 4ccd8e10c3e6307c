"""The synthetic market: published levels, exact identities, reproducible bytes, and nothing that could pass for a fact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.core.errors import UnknownName
from liangrong.core.securities import Board, SecurityId
from liangrong.market.acceptance import CONTEXT, accept
from liangrong.market.priority import is_simulated
from liangrong.market.tables import TABLES
from liangrong.simulation.market import SimulatedMarket
from liangrong.simulation.published import CEILINGS, GROUPS, PUBLISHED

YI = 10**8
PEAK_OF_2015 = date(2015, 6, 18)
SEEDS = (2010, 1, 20260130)


@pytest.fixture(scope="module", params=SEEDS)
def any_market(request: pytest.FixtureRequest) -> SimulatedMarket:
    return SimulatedMarket.generate(request.param)


def whole_market(market: SimulatedMarket) -> pl.DataFrame:
    """Sums of all exchanges by session."""
    money = pl.col("financing_balance", "short_balance", "margin_trading_balance")
    return market.table("market_totals").group_by("trade_date").agg(money.sum()).sort("trade_date")


def rolled(frame: pl.DataFrame, key: str, balance: str, added: str, repaid: str) -> pl.Series:
    """What is left of previous + added - repaid - balance, session after session within each key."""
    ordered = frame.sort(key, "trade_date")
    previous = pl.col(balance).shift(1).over(key)
    return ordered.select(x=previous + pl.col(added) - pl.col(repaid) - pl.col(balance))["x"].drop_nulls()


def test_the_sessions_are_those_of_the_calendar(market: SimulatedMarket) -> None:
    totals = market.table("market_totals")
    days = {name: frame["trade_date"].to_list() for (name,), frame in totals.partition_by("exchange", as_dict=True).items()}
    expected = list(market.calendar.between(date(2010, 3, 31), date(2026, 1, 30)))
    assert days["SSE"] == days["SZSE"] == expected
    assert days["BSE"] == [day for day in expected if day >= date(2023, 2, 13)]


@pytest.mark.parametrize("level", PUBLISHED, ids=lambda level: f"{level.day}")
def test_the_balances_pass_through_the_published_levels(any_market: SimulatedMarket, level) -> None:
    row = whole_market(any_market).row(by_predicate=pl.col("trade_date") == level.day, named=True)
    assert abs(row["financing_balance"] / YI - level.financing) <= level.half_width
    assert abs(row["margin_trading_balance"] / YI - (level.financing + level.short)) <= level.half_width


@pytest.mark.parametrize("level", GROUPS, ids=lambda level: f"{level.group}-{level.day}")
def test_parts_of_the_market_pass_through_their_published_levels(any_market: SimulatedMarket, level) -> None:
    if level.group == "chinext":
        members = [n for n in any_market.listing.ids if SecurityId.parse(n).board is Board.CHINEXT]
    else:
        members = any_market.table("memberships").filter(scheme="index:000300.SH")["security_id"].to_list()
    detail = any_market.table("margin_detail").filter(pl.col("security_id").is_in(members), trade_date=level.day)
    assert abs(detail["margin_trading_balance"].sum() / YI - level.total) <= level.half_width


def test_the_change_of_2025_12_23_is_the_published_one(any_market: SimulatedMarket) -> None:
    days = whole_market(any_market).filter(pl.col("trade_date").is_between(date(2025, 12, 22), date(2025, 12, 23)))
    before, after = days["financing_balance"]
    assert abs((after - before) / YI - Decimal("148.6")) <= Decimal("0.05")


@pytest.mark.parametrize("ceiling", CEILINGS, ids=lambda ceiling: f"{ceiling.until}")
def test_a_level_is_first_reached_on_its_published_day(any_market: SimulatedMarket, ceiling) -> None:
    column = "margin_trading_balance" if ceiling.measure == "total" else "financing_balance"
    levels = whole_market(any_market)
    reached = levels.filter(pl.col(column) >= ceiling.below * YI)["trade_date"]
    assert set(reached.filter(reached < ceiling.until)) <= {PEAK_OF_2015}
    assert ceiling.until in reached


def test_short_selling_shrinks_as_it_did(any_market: SimulatedMarket) -> None:
    short = dict(whole_market(any_market).select("trade_date", pl.col("short_balance") / YI).iter_rows())
    assert short[date(2024, 1, 2)] > 700
    assert 50 <= short[date(2024, 10, 31)] <= 150


def test_what_crosses_shenzhens_rounding_still_adds_up_on_published_days(any_market: SimulatedMarket) -> None:
    days = [level.day for level in PUBLISHED]
    szse = any_market.table("market_totals").filter(exchange="SZSE").filter(pl.col("trade_date").is_in(days))
    cent = Decimal(1_000_000)
    assert szse.select(((pl.col("financing_balance", "short_balance") % cent) == 0).all()).row(0) == (True, True)


def test_totals_roll_forward_exactly(any_market: SimulatedMarket) -> None:
    totals = any_market.table("market_totals")
    assert rolled(
        totals, "exchange", "financing_balance", "financing_buy_amount", "financing_repay_amount"
    ).unique().to_list() == [0]
    assert rolled(totals, "exchange", "short_quantity", "short_sell_quantity", "short_repay_quantity").unique().to_list() == [0]


def test_detail_rolls_forward_exactly(any_market: SimulatedMarket) -> None:
    detail = any_market.table("margin_detail")
    assert rolled(
        detail, "security_id", "financing_balance", "financing_buy_amount", "financing_repay_amount"
    ).unique().to_list() == [0]
    assert rolled(detail, "security_id", "short_quantity", "short_sell_quantity", "short_repay_quantity").unique().to_list() == [
        0
    ]


def test_nothing_is_negative(any_market: SimulatedMarket) -> None:
    for name in ("market_totals", "margin_detail", "quotes", "caps"):
        frame = any_market.table(name)
        lowest = frame.select(pl.selectors.numeric().min()).row(0, named=True)
        assert {c: v for c, v in lowest.items() if v is not None and v < 0} == {}, name


def test_balances_add_up_in_every_row(any_market: SimulatedMarket) -> None:
    for name in ("market_totals", "margin_detail"):
        frame = any_market.table(name)
        assert (frame["financing_balance"] + frame["short_balance"] == frame["margin_trading_balance"]).all(), name


def test_short_balance_is_quantity_times_close(any_market: SimulatedMarket) -> None:
    both = any_market.table("margin_detail").join(any_market.table("quotes"), on=["security_id", "trade_date"])
    assert both.height == any_market.table("margin_detail").height
    value = both.select(x=pl.col("close") * pl.col("short_quantity").cast(pl.Decimal(20, 0)) - pl.col("short_balance"))["x"]
    assert value.unique().to_list() == [0]


def test_detail_is_the_totals_less_removed_securities(any_market: SimulatedMarket) -> None:
    cells = [
        "financing_balance",
        "financing_buy_amount",
        "financing_repay_amount",
        "short_balance",
        "short_quantity",
        "short_sell_quantity",
    ]
    names = {"SH": "SSE", "SZ": "SZSE", "BJ": "BSE"}
    sums = (
        any_market.table("margin_detail")
        .group_by("trade_date", exchange=pl.col("security_id").str.slice(-2).replace_strict(names))
        .agg(pl.col(cells).sum())
    )
    both = sums.join(any_market.table("market_totals"), on=["exchange", "trade_date"], suffix="_total")
    assert both.height == 3 * 500
    for flow in ("financing_buy_amount", "financing_repay_amount", "short_sell_quantity"):
        assert (both[flow] == both[f"{flow}_total"]).all(), flow
    for balance in ("financing_balance", "short_balance", "short_quantity"):
        share = (both[f"{balance}_total"] - both[balance]).cast(pl.Float64) / both[f"{balance}_total"].cast(pl.Float64)
        assert 0 < share.min() <= share.max() < 0.02, balance


def test_bars_are_bars(any_market: SimulatedMarket) -> None:
    quotes = any_market.table("quotes")
    low, high = pl.col("low"), pl.col("high")
    inside = [pl.col(name).is_between(low, high) for name in ("open", "close")]
    volume = pl.col("volume").cast(pl.Decimal(20, 0))
    value = [pl.col("turnover") >= volume * low, pl.col("turnover") <= volume * high]
    assert quotes.select(pl.all_horizontal(*inside, *value).all()).item()


def test_prices_move_within_their_limits(any_market: SimulatedMarket) -> None:
    limits = any_market.listing.price_limit
    frame = any_market.table("quotes").join(
        pl.DataFrame({"security_id": any_market.listing.ids, "limit": limits}), on="security_id"
    )
    moved = (pl.col("close").cast(pl.Float64) / pl.col("previous_close").cast(pl.Float64) - 1).abs()
    assert frame.filter(moved > pl.col("limit") + 0.01).is_empty()


def test_previous_close_is_the_close_before(any_market: SimulatedMarket) -> None:
    quotes = any_market.table("quotes").sort("security_id", "trade_date")
    before = quotes.select(x=pl.col("close").shift(1).over("security_id") - pl.col("previous_close"))["x"].drop_nulls()
    assert before.unique().to_list() == [0]


def test_financing_bought_fits_into_the_turnover(any_market: SimulatedMarket) -> None:
    both = any_market.table("margin_detail").join(any_market.table("quotes"), on=["security_id", "trade_date"])
    assert (both["financing_buy_amount"] <= both["turnover"]).all()


def test_caps_are_ordered_and_belong_to_stocks(any_market: SimulatedMarket) -> None:
    caps = any_market.table("caps")
    assert (caps["free_float_cap"] <= caps["float_cap"]).all()
    assert (caps["float_cap"] <= caps["total_cap"]).all()
    funds = {n for n, stock in zip(any_market.listing.ids, any_market.listing.is_stock, strict=True) if not stock}
    assert funds.isdisjoint(caps["security_id"].unique().to_list())


@pytest.mark.parametrize(
    ("day", "column", "over", "ratio", "half"),
    [
        (date(2025, 9, 17), "margin_trading_balance", "float_cap", 0.0251, 0.00005),
        (date(2026, 1, 13), "financing_balance", "float_cap", 0.0258, 0.00005),
        (date(2025, 8, 18), "margin_trading_balance", "free_float_cap", 0.048, 0.0005),
    ],
)
def test_ratios_to_caps_are_the_published_ones(any_market: SimulatedMarket, day, column, over, ratio, half) -> None:
    balance = whole_market(any_market).filter(trade_date=day)[column].item()
    cap = any_market.table("caps").filter(trade_date=day)[over].sum()
    assert float(balance) / float(cap) == pytest.approx(ratio, abs=half)


def test_every_industry_has_members_and_every_stock_one_industry(any_market: SimulatedMarket) -> None:
    industries = any_market.table("memberships").filter(scheme="sw")
    assert industries["security_id"].is_unique().all()
    assert industries.height == any_market.listing.is_stock.sum()
    assert set(industries["group_name"]) == set(any_market.table("industry_classes")["group_name"])
    assert any_market.table("industry_classes").height == 31


def test_index_weights_add_up_to_one(any_market: SimulatedMarket) -> None:
    weights = any_market.table("memberships").filter(scheme="index:000300.SH")["weight"]
    assert weights.sum() == pytest.approx(1)


def test_northbound_buys_and_sells_end_on_2024_08_16(any_market: SimulatedMarket) -> None:
    frame = any_market.table("northbound")
    before, after = (
        frame.filter(pl.col("trade_date") <= date(2024, 8, 16)),
        frame.filter(pl.col("trade_date") > date(2024, 8, 16)),
    )
    assert before["net_buy_amount"].null_count() == 0
    assert (before["buy_amount"] - before["sell_amount"] == before["net_buy_amount"]).all()
    assert after["net_buy_amount"].null_count() == after.height > 0
    assert frame["turnover"].null_count() == 0


def test_account_statistics_are_another_basis(any_market: SimulatedMarket) -> None:
    both = any_market.table("account_statistics").join(whole_market(any_market), on="trade_date", suffix="_totals")
    apart = (both["financing_balance"] - both["financing_balance_totals"]).abs()
    assert (apart > 0).sum() > both.height / 2
    assert apart.max() < 10 * YI * 10
    assert (both["collateral_cash"] + both["collateral_securities_value"] == both["collateral_value"]).all()


def test_no_check_finds_a_fault(any_market: SimulatedMarket) -> None:
    tables = {name: any_market.table(name) for name in any_market.tables}
    for name in ("market_totals", "margin_detail", "quotes", "caps", "index_quotes", "account_statistics", "northbound"):
        judged = accept(name, tables[name], context={other: tables[other] for other in CONTEXT[name]})
        assert judged.discrepancies == (), name


def test_every_row_of_every_table_is_standard_and_says_it_is_synthetic(market: SimulatedMarket) -> None:
    for name in market.tables:
        frame = market.table(name)
        assert dict(frame.schema) == {c: t() if isinstance(t, type) else t for c, t in TABLES[name].schema.items()}, name
        assert frame.select(TABLES[name].key).is_unique().all(), name
        assert all(is_simulated(source) for source in frame["source"].unique()), name


def test_identifiers_are_well_formed_and_names_artificial(market: SimulatedMarket) -> None:
    assert all(str(SecurityId.parse(text)) == text for text in market.listing.ids)
    assert all(name.startswith("模拟") for name in market.listing.names)
    assert len(set(market.listing.ids)) == len(market.listing.ids)


def test_the_same_seed_gives_the_same_bytes_whatever_is_asked_first() -> None:
    first, second = SimulatedMarket.generate(11), SimulatedMarket.generate(11)
    for name in first.tables:
        first.table(name)
    for name in reversed(second.tables):
        second.table(name)
    for name in first.tables:
        assert first.table(name).equals(second.table(name), null_equal=True), name


def test_another_seed_gives_other_figures_between_the_published_days() -> None:
    first, second = (whole_market(SimulatedMarket.generate(seed)) for seed in (11, 12))
    same = (first["financing_balance"] == second["financing_balance"]).sum()
    assert same < 0.05 * first.height


def test_an_unknown_table_is_named(market: SimulatedMarket) -> None:
    with pytest.raises(UnknownName, match="broker_margin_ratios"):
        market.table("broker_margin_ratios")
