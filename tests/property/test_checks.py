"""Whatever is falsified by a factor or a sign in a balance is reported, wherever it stands."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.market.acceptance import accept
from tests.unit.market import samples

BALANCES = ("financing_balance", "short_balance", "margin_trading_balance")
CLEAN = samples.totals()


@settings(deadline=None, max_examples=18)
@given(at=st.integers(0, CLEAN.height - 1), name=st.sampled_from(BALANCES), factor=st.sampled_from([10, 100, 10_000, -1]))
def test_a_falsified_balance_is_reported_on_its_day(at, name, factor):
    judged = accept("market_totals", samples.scaled(CLEAN, at, name, factor))
    assert CLEAN["trade_date"][at] in {d.trade_date for d in judged.discrepancies}


@settings(deadline=None, max_examples=18)
@given(at=st.integers(1, CLEAN.height - 1), name=st.sampled_from(BALANCES), factor=st.sampled_from([10, 100, 10_000, -1]))
def test_also_when_only_that_day_arrives(at, name, factor):
    day = samples.scaled(CLEAN, at, name, factor).slice(at, 1)
    assert accept("market_totals", day, CLEAN.head(at)).discrepancies


@settings(deadline=None, max_examples=18)
@given(order=st.permutations(range(CLEAN.height)))
def test_the_order_of_rows_changes_nothing(order):
    broken = samples.scaled(CLEAN, 10, "financing_balance", 10)
    shuffled = broken[list(order)]
    assert set(accept("market_totals", shuffled).discrepancies) == set(accept("market_totals", broken).discrepancies)


@settings(deadline=None, max_examples=18)
@given(st.integers(0, CLEAN.height))
def test_what_is_kept_is_a_part_of_what_came(count):
    kept = accept("market_totals", CLEAN.head(count)).frame
    assert kept.drop("quality").equals(CLEAN.head(count).drop("quality"))
    assert kept.schema == CLEAN.schema
