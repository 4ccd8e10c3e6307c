"""Amounts that cure a call: the arithmetic of example 10, and when a way cannot cure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.calls.cures import (
    cash_to_cure,
    collateral_to_cure,
    cures,
    outside_repayment_to_cure,
    sale_to_cure,
    short_trigger_price,
    trigger_price,
)
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.rules.rulebook import Rulebook

D = Decimal
DAY = date(2025, 6, 30)
OPENED = date(2025, 6, 2)


@pytest.fixture(scope="module")
def terms() -> Terms:
    return agreed_terms(Rulebook.load().at(DAY))


def fen(amount: Decimal | None) -> str:
    assert amount is not None
    return f"{amount.quantize(D('0.01'), ROUND_HALF_UP)}"


def financed(quantity: int, principal: int, opened: date = OPENED) -> FinancingContract:
    return FinancingContract("1", "B", opened, D(quantity), D(principal), D("0.8"))


B_AT_10 = {"B": Mark(D(10), D("0.65"))}
CALLED = CreditAccount(cash=D(250000), financing=(financed(100000, 1000000),))
"""A = 1,250,000 and D = 1,000,000 with B at 10: a ratio of 125 %, as in example 10."""


@pytest.mark.parametrize(
    ("target", "cash", "outside", "sale"),
    [
        ("1.3", "50000.00", "38461.54", "166666.67"),
        ("1.4", "150000.00", "107142.86", "375000.00"),
        ("1.5", "250000.00", "166666.67", "500000.00"),
        ("1.6", "350000.00", "218750.00", "583333.33"),
    ],
)
def test_the_table_of_the_worked_example(target: str, cash: str, outside: str, sale: str) -> None:
    assets, debt, goal = D(1250000), D(1000000), D(target)
    assert fen(cash_to_cure(assets, debt, goal)) == cash
    assert fen(collateral_to_cure(assets, debt, goal)) == cash
    assert fen(outside_repayment_to_cure(assets, debt, goal)) == outside
    assert fen(sale_to_cure(assets, debt, goal)) == sale


def test_the_exam_case_settles_60_000_out_of_the_account() -> None:
    # (1.5 × 100,000 − 120,000) / 0.5
    assert sale_to_cure(D(120000), D(100000), D("1.5")) == D(60000)


def test_a_sale_with_costs_restores_the_target_after_them() -> None:
    rate = D("0.001")
    sold = sale_to_cure(D(1250000), D(1000000), D("1.4"), rate)
    assert sold is not None
    # (1.4 × 1,000,000 − 1,250,000) / (1.4 × 0.999 − 1) = 150,000 / 0.3986
    assert fen(sold) == "376317.11"
    assert abs((D(1250000) - sold) / (D(1000000) - sold * (1 - rate)) - D("1.4")) < D("1e-20")


def test_nothing_is_needed_at_or_above_the_target() -> None:
    for assets in (D(1300000), D(1500000)):
        assert cash_to_cure(assets, D(1000000), D("1.3")) == 0
        assert outside_repayment_to_cure(assets, D(1000000), D("1.3")) == 0
        assert sale_to_cure(assets, D(1000000), D("1.3")) == 0


@pytest.mark.parametrize(
    ("assets", "target", "cost_rate"),
    [
        ("90", "1", "0"),  # selling and repaying moves the ratio away from 1, never up to it
        ("95", "1.3", "0"),  # more is owed than there is
        ("105", "1.3", "0.3"),  # 1.3 × 0.7 is below 1
        ("100.5", "1.3", "0.01"),  # all sold brings 99.495 for a debt of 100
    ],
)
def test_no_sale_cures_when_it_cannot_raise_the_ratio_to_the_target(assets: str, target: str, cost_rate: str) -> None:
    assert sale_to_cure(D(assets), D(100), D(target), D(cost_rate)) is None


def test_trigger_price_of_a_lone_financed_stock() -> None:
    # 200 shares bought at 150 with 15,000 of one's own and 15,000 financed: 1.3 × 15,000 / 200
    assert trigger_price(D(15000), D(200), D("1.3")) == D("97.5000")
    # 3,000 of cash beside it: (19,500 − 3,000) / 200
    assert trigger_price(D(15000), D(200), D("1.3"), other_assets=D(3000)) == D("82.5")


def test_trigger_price_of_a_short_sale() -> None:
    # example 6: 800,000 / 1.3 / 10,000
    assert short_trigger_price(D(800000), D(10000), D("1.3")).quantize(D("0.0001")) == D("61.5385")
    # with 100,000 of financing beside it: (800,000 / 1.3 − 100,000) / 10,000
    assert short_trigger_price(D(800000), D(10000), D("1.3"), other_debt=D(100000)).quantize(D("0.0001")) == D("51.5385")


def test_every_way_of_an_account_is_named_with_its_amount(terms: Terms) -> None:
    found = cures(CALLED, B_AT_10, terms, D("1.3"))
    assert {way.name: fen(way.amount) for way in found.ways} == {
        "cash": "50000.00",
        "collateral": "50000.00",
        "outside_repayment": "38461.54",
        "own_cash": "166666.67",
        "buy_to_cover": "166666.67",
        "sale": "166666.67",
    }
    assert [way.name for way in found.ways if not way.possible] == ["buy_to_cover"], "there is nothing to buy back"


def test_the_target_is_that_of_the_terms_unless_another_is_named(terms: Terms) -> None:
    assert cures(CALLED, B_AT_10, terms).target == terms.cure_target == D("1.4")
    assert fen(cures(CALLED, B_AT_10, terms).way("cash").amount) == "150000.00"


def test_each_amount_restores_the_target_exactly(terms: Terms) -> None:
    found = cures(CALLED, B_AT_10, terms)
    cash, outside, sale = (found.way(name).amount for name in ("cash", "outside_repayment", "sale"))
    assert cash is not None
    assert outside is not None
    assert sale is not None
    contract = CALLED.financing[0]
    cured = [
        replace(CALLED, cash=CALLED.cash + cash),
        replace(CALLED, financing=(replace(contract, principal=contract.principal - outside),)),
        replace(
            CALLED, financing=(replace(contract, principal=contract.principal - sale, quantity=contract.quantity - sale / 10),)
        ),
    ]
    for account in cured:
        ratio = assess(account, B_AT_10, terms).maintenance_ratio
        assert ratio is not None
        assert abs(ratio - D("1.4")) < D("1e-20")


def test_own_cash_that_does_not_suffice_says_how_much_there_is(terms: Terms) -> None:
    way = cures(CALLED, B_AT_10, terms).way("own_cash")
    assert (way.possible, way.at_most) == (False, D(250000))
    assert way.reason is not None
    assert "250,000.00" in way.reason.en
    assert "375,000.00" in way.reason.zh


def test_short_proceeds_are_not_own_cash_but_buy_back(terms: Terms) -> None:
    # C = 330,000 of which 300,000 are proceeds; 10,000 Q at 30 owed: a ratio of 110 %
    short = ShortContract("2", "Q", OPENED, D(10000), D(300000), D(1))
    account = CreditAccount(cash=D(330000), shorts=(short,))
    found = cures(account, {"Q": Mark(D(30), D("0.7"))}, terms, D("1.3"))
    assert found.way("own_cash").at_most == 0, "there is no financing that it could repay"
    cover = found.way("buy_to_cover")
    # (1.3 × 300,000 − 330,000) / 0.3
    assert (cover.amount, cover.at_most, cover.possible) == (D(200000), D(300000), True)


@pytest.mark.parametrize(
    "mark", [Mark(D(10), D("0.65"), suspended=True), Mark(D(10), D(0), fair_price=D(10))], ids=["suspended", "fair_valued"]
)
def test_what_cannot_be_sold_at_its_price_is_left_out_of_a_sale(terms: Terms, mark: Mark) -> None:
    way = cures(CALLED, {"B": mark}, terms).way("sale")
    assert (way.at_most, way.possible) == (D(0), False)
    assert way.reason is not None
    assert way.reason.en == "the account has nothing for it"


def test_shares_bought_today_cannot_be_sold_today(terms: Terms) -> None:
    account = replace(CALLED, financing=(financed(100000, 1000000, DAY),), collateral=(Holding("B", D(500), D(200), DAY),))
    assert cures(account, B_AT_10, terms).way("sale").at_most == D(3000)


def test_a_sale_repays_no_more_than_is_owed_in_money(terms: Terms) -> None:
    short = ShortContract("2", "Q", OPENED, D(10000), D(300000), D(1))
    account = CreditAccount(cash=D(300000), collateral=(Holding("B", D(5000)),), shorts=(short,))
    way = cures(account, {**B_AT_10, "Q": Mark(D(30), D("0.7"))}, terms).way("sale")
    assert (way.at_most, way.possible) == (D(0), False), "selling shares returns no other shares"


def test_an_account_that_owes_more_than_it_has_can_only_be_cured_from_outside(terms: Terms) -> None:
    account = CreditAccount(financing=(financed(90000, 1000000),))
    found = cures(account, B_AT_10, terms)
    assert [way.name for way in found.ways if way.possible] == ["cash", "collateral", "outside_repayment"]
    sale = found.way("sale")
    assert sale.amount is None
    assert sale.reason is not None
    assert "more is owed than there is" in sale.reason.en


def test_a_target_of_one_cannot_be_reached_by_selling(terms: Terms) -> None:
    account = CreditAccount(financing=(financed(90000, 1000000),))
    assert cures(account, B_AT_10, terms, D(1)).way("sale").amount is None
    assert cures(account, B_AT_10, terms, D(1)).way("cash").amount == D(100000)


@pytest.mark.parametrize("account", [CreditAccount(cash=D(1)), CreditAccount(financing=(financed(100000, 500000),))])
def test_an_account_above_the_target_needs_nothing(terms: Terms, account: CreditAccount) -> None:
    found = cures(account, B_AT_10, terms)
    assert not found.needed
    assert {way.amount for way in found.ways} == {D(0)}
    assert all(way.possible for way in found.ways)
