"""Which position a forced sale takes first, and what cannot be traded on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.calls.sale_positions import positions_in_order, sellable_today, tradable
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.rules.rulebook import Rulebook

BOOK = Rulebook.load()
TODAY, BEFORE = date(2026, 3, 3), date(2026, 2, 2)

MARKS = {
    "510300.SH": Mark(D(4), D("0.9"), asset_class="etf"),
    "600519.SH": Mark(D(1400), D("0.7"), asset_class="index_a_share"),
    "000002.SZ": Mark(D(5), D("0.5"), asset_class="other_a_share"),
    "600721.SH": Mark(D(3), D("0.6"), asset_class="risk_warned"),
    "300750.SZ": Mark(D(200), D("0.65"), asset_class="index_a_share"),
}


def held() -> AccountState:
    account = CreditAccount(
        cash=D(300000),
        collateral=(Holding("510300.SH", D(100000)), Holding("600721.SH", D(10000)), Holding("600519.SH", D(100))),
        financing=(
            FinancingContract("1", "600519.SH", BEFORE, D(200), D(300000), D(1)),  # 280,000: loses 20,000
            FinancingContract("2", "000002.SZ", BEFORE, D(30000), D(140000), D(1)),  # 150,000: gains 10,000
        ),
        shorts=(ShortContract("3", "300750.SZ", BEFORE, D(1000), D(150000), D(1)),),  # 200,000: loses 50,000
    )
    return AccountState(TODAY, account, MARKS, BOOK)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        # risk-warned first, then by conversion ratio: 0.5, 0.65, 0.7, 0.9
        ("risk", ["600721.SH", "000002.SZ", "300750.SZ", "600519.SH", "510300.SH"]),
        # 420,000, 400,000, 200,000, 150,000, 30,000
        ("position", ["600519.SH", "510300.SH", "300750.SZ", "000002.SZ", "600721.SH"]),
        # −50,000, −20,000, two without known cost by their value, +10,000
        ("loss", ["300750.SZ", "600519.SH", "510300.SH", "600721.SH", "000002.SZ"]),
        (("510300.SH", "300750.SZ"), ["510300.SH", "300750.SZ"]),
    ],
)
def test_positions_stand_in_the_order_that_was_named(order: str, expected: list[str]) -> None:
    assert [position.security for position in positions_in_order(held(), order)] == expected


def test_all_that_is_held_of_a_security_is_one_position() -> None:
    position = next(p for p in positions_in_order(held(), "risk") if p.security == "600519.SH")
    assert (position.side, position.value, position.result) == ("sell", D(420000), D(-20000))


def test_a_contract_whose_shares_are_gone_is_no_position() -> None:
    state = held()
    bare = FinancingContract("4", "600036.SH", BEFORE, D(0), D(5000), D(1))
    marks = {**MARKS, "600036.SH": Mark(D(40), D("0.7"))}
    more = replace(state, account=replace(state.account, financing=(*state.account.financing, bare)), marks=marks)
    assert positions_in_order(more, "loss") == positions_in_order(state, "loss")


def one(position_of: str, mark: Mark) -> tuple[bool, str]:
    state = held()
    state = replace(state, marks={**state.marks, position_of: mark})
    positions, notes = tradable(state, positions_in_order(state, (position_of,)))
    assert len(positions) + len(notes) == 1
    return bool(positions), notes[0].en if notes else ""


@pytest.mark.parametrize(
    ("security", "changed", "trades"),
    [
        ("600519.SH", {"suspended": True}, False),
        ("600519.SH", {"limit_down": D(1400)}, False),
        ("600519.SH", {"limit_down": D("1399.99")}, True),
        ("600519.SH", {"limit_up": D(1400)}, True),
        ("300750.SZ", {"limit_up": D(200)}, False),
        ("300750.SZ", {"limit_up": D("200.01")}, True),
        ("300750.SZ", {"limit_down": D(200)}, True),
        ("600519.SH", {"previous_close": D("1555.56")}, False),  # × 0.9 = 1,400.004 → 1,400.00
        ("600519.SH", {"previous_close": D("1555.50")}, True),  # × 0.9 = 1,399.95
        ("300750.SZ", {"previous_close": D("166.67")}, False),  # × 1.2 = 200.004 → 200.00
        ("600721.SH", {"previous_close": D("3.16")}, False),  # × 0.95 = 3.002 → 3.00
    ],
)
def test_a_limit_or_a_suspension_stops_the_side_that_it_stops(security: str, changed: dict[str, object], trades: bool) -> None:
    found, reason = one(security, replace(MARKS[security], **changed))
    assert found is trades
    assert (security in reason) is not trades


def test_what_was_bought_today_is_not_for_sale() -> None:
    account = CreditAccount(
        collateral=(Holding("600519.SH", D(300), bought=D(100), bought_on=TODAY),),
        financing=(FinancingContract("1", "600519.SH", TODAY, D(200), D(280000), D(1)),),
    )
    state = AccountState(TODAY, account, MARKS, BOOK)
    assert sellable_today(state, "600519.SH") == 200
    assert sellable_today(replace(state, on=date(2026, 3, 4)), "600519.SH") == 500
    fresh = replace(state, account=replace(account, collateral=()))
    positions, notes = tradable(fresh, positions_in_order(fresh, "risk"))
    assert positions == ()
    assert "600519.SH" in notes[0].zh


def test_a_short_sale_of_today_cannot_be_bought_back_today() -> None:
    short = ShortContract("3", "300750.SZ", TODAY, D(1000), D(200000), D(1))
    state = AccountState(TODAY, CreditAccount(cash=D(200000), shorts=(short,)), MARKS, BOOK)
    positions, notes = tradable(state, positions_in_order(state, "risk"))
    assert positions == ()
    assert "short sale 3" in notes[0].en
