"""Accounts worked by hand: every number to the fen, every ratio to four decimals of a percent.

The arithmetic stands beside each case. What a common mistake would give is named too, as an answer that we do not give.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.calls.cures import (
    cash_to_cure,
    collateral_to_cure,
    outside_repayment_to_cure,
    sale_to_cure,
    short_trigger_price,
    trigger_price,
)
from liangrong.accounts.events import ChargeInterest, RateChange, Rollover
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.ledger.interest import closing_charge, interest_between
from liangrong.accounts.limits.capacity import OrderAsked, capacity
from liangrong.accounts.limits.withdrawal import withdrawable_cash, withdrawable_quantity
from liangrong.accounts.marks import Mark, Marks
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.rules.rulebook import Rulebook

EIGHTY, HUNDRED = date(2025, 6, 30), date(2026, 1, 19)
"""A day under the financing floor of 80 %, and the first one of 100 %."""


def terms(on: date, investor: Any = "general", **changed: Any) -> Terms:
    return replace(agreed_terms(Rulebook.load().at(on), investor), **changed)


def fen(amount: D) -> D:
    return amount.quantize(D("0.01"), ROUND_HALF_UP)


def percent(ratio: D | None) -> D | None:
    return None if ratio is None else (ratio * 100).quantize(D("0.0001"), ROUND_HALF_UP)


def collateral(security: str, quantity: str) -> Holding:
    return Holding(security, D(quantity))


def financing(security: str, quantity: str, principal: str, ratio: str, opened: date = EIGHTY) -> FinancingContract:
    return FinancingContract(security, security, opened, D(quantity), D(principal), D(ratio))


def short(security: str, quantity: str, proceeds: str, ratio: str, opened: date = EIGHTY) -> ShortContract:
    return ShortContract(security, security, opened, D(quantity), D(proceeds), D(ratio))


def marks(**given: tuple[str, str]) -> Marks:
    return {security: Mark(D(price), D(ratio)) for security, (price, ratio) in given.items()}


def numbers(account: CreditAccount, at: Marks, on: date = EIGHTY) -> tuple[str, str]:
    """Available margin to the fen, and the maintenance ratio in percent."""
    found = assess(account, at, terms(on))
    return f"{fen(found.available_margin)}", f"{percent(found.maintenance_ratio)}"


def most(kind: Any, security: str, account: CreditAccount, at: Marks, on: date, investor: str = "general") -> D:
    return fen(capacity(account, OrderAsked(kind, security), marks=at, terms=terms(on, investor)).max_amount)


# 1 ── a million of financing under each floor


@pytest.mark.parametrize(
    ("on", "needed", "financed"),
    [
        (date(2015, 11, 20), "500000.00", "2000000.00"),
        (date(2015, 11, 23), "1000000.00", "1000000.00"),
        (date(2023, 9, 11), "800000.00", "1250000.00"),
        (date(2026, 1, 16), "800000.00", "1250000.00"),
        (date(2026, 1, 19), "1000000.00", "1000000.00"),
    ],
)
def test_a_million_of_financing(on: date, needed: str, financed: str) -> None:
    assert fen(1000000 * terms(on).rules.number("financing_margin_ratio")) == D(needed)
    assert most("financing_buy", "B", CreditAccount(cash=D(1000000)), marks(B=("10", "0.65")), on) == D(financed)


# 2 ── cash and stock as margin

CASH_AND_STOCK = CreditAccount(cash=D(1000000), collateral=(collateral("A", "100000"),))
A20 = marks(A=("20", "0.60"), B=("10", "0.65"))


def test_cash_and_stock_as_margin() -> None:
    """1,000,000 + 2,000,000 × 0.60 = 2,200,000; over 0.80 and over 1.00."""
    assert fen(assess(CASH_AND_STOCK, A20, terms(EIGHTY)).available_margin) == D("2200000.00")
    assert most("financing_buy", "B", CASH_AND_STOCK, A20, EIGHTY) == D("2750000.00")
    assert most("financing_buy", "B", CASH_AND_STOCK, A20, HUNDRED) == D("2200000.00")


@pytest.mark.parametrize(
    ("on", "quantity", "principal", "ratio", "percents"),
    [(EIGHTY, "275000", "2750000", "0.80", "209.0909"), (HUNDRED, "220000", "2200000", "1.00", "236.3636")],
)
def test_all_margin_used(on: date, quantity: str, principal: str, ratio: str, percents: str) -> None:
    account = replace(CASH_AND_STOCK, financing=(financing("B", quantity, principal, ratio, on),))
    assert numbers(account, A20, on) == ("0.00", percents)


# 3 ── questions of an exam


def test_exactly_three_hundred_percent_is_not_above_it() -> None:
    """1,000,000 × 0.70 − 500,000 × 1.00; 1,500,000 / 500,000."""
    on = date(2020, 1, 2)
    account = CreditAccount(collateral=(collateral("A", "100000"),), financing=(financing("B", "50000", "500000", "1.00", on),))
    at = marks(A=("10", "0.70"), B=("10", "0.65"))
    assert numbers(account, at, on) == ("200000.00", "300.0000")
    assert withdrawable_quantity(account, "A", at, terms(on)).amount == 0
    assert withdrawable_cash(replace(account, cash=D(0)), at, terms(on)).amount == 0


@pytest.mark.parametrize(
    ("cash", "price", "ratio", "expected"), [("0", "1000000", "0.70", "1400000.00"), ("100", "200", "0.60", "440.00")]
)
def test_the_most_financing_at_half_margin(cash: str, price: str, ratio: str, expected: str) -> None:
    account = CreditAccount(cash=D(cash), collateral=(collateral("A", "1"),))
    assert most("financing_buy", "B", account, marks(A=(price, ratio), B=("10", "0.65")), date(2015, 6, 1)) == D(expected)


# 4 ── one contract, three vintages, three prices


@pytest.mark.parametrize(
    ("price", "percents", "at_50", "at_80", "at_100"),
    [
        ("10", "225.0000", "120000.00", "60000.00", "20000.00"),
        ("8", "205.0000", "80000.00", "20000.00", "-20000.00"),  # a loss of 40,000 counts in full
        ("12", "245.0000", "146000.00", "86000.00", "46000.00"),  # a profit of 40,000 counts for 0.65 of it
    ],
)
def test_one_contract_of_three_vintages(price: str, percents: str, at_50: str, at_80: str, at_100: str) -> None:
    for ratio, margin in (("0.50", at_50), ("0.80", at_80), ("1.00", at_100)):
        account = CreditAccount(
            cash=D(150000), collateral=(collateral("A", "5000"),), financing=(financing("B", "20000", "200000", ratio),)
        )
        assert numbers(account, marks(A=("20", "0.70"), B=(price, "0.65"))) == (margin, percents), ratio


def test_a_negative_margin_is_no_call() -> None:
    account = CreditAccount(
        cash=D(150000), collateral=(collateral("A", "5000"),), financing=(financing("B", "20000", "200000", "1.00"),)
    )
    found = assess(account, marks(A=("20", "0.70"), B=("8", "0.65")), terms(EIGHTY))
    assert found.available_margin < 0
    assert (found.zone, found.shortfall) == ("normal", 0)


# 5 ── a fall of 15 percent


def test_a_fall_of_fifteen_percent_on_three_times_the_money() -> None:
    """400,000 on 100,000 of own money: the loan is repaid in full and 40,000 are left. No exchange rule lets it open."""
    account = CreditAccount(financing=(financing("K", "40000", "300000", "0.80"),))
    before, after = (assess(account, marks(K=(price, "0.65")), terms(EIGHTY)) for price in ("10", "8.50"))
    assert (percent(before.maintenance_ratio), percent(after.maintenance_ratio)) == (D("133.3333"), D("113.3333"))
    assert (fen(before.equity - after.equity), fen(after.equity)) == (D("60000.00"), D("40000.00"))
    own = CreditAccount(cash=D(100000))
    assert most("financing_buy", "K", own, marks(K=("10", "0.65")), EIGHTY) == D("125000.00")
    assert most("financing_buy", "K", own, marks(K=("10", "0.65")), HUNDRED) == D("100000.00")


def test_the_same_fall_as_the_rules_allow_it() -> None:
    idle = CreditAccount(cash=D(100000), financing=(financing("K", "12500", "125000", "0.80"),))
    assert numbers(idle, marks(K=("10", "0.65"))) == ("0.00", "180.0000")
    assert numbers(idle, marks(K=("8.50", "0.65"))) == ("-18750.00", "165.0000")
    invested = replace(idle, cash=D(0), collateral=(collateral("K", "10000"),))
    before, after = (assess(invested, marks(K=(price, "0.65")), terms(EIGHTY)) for price in ("10", "8.50"))
    assert (percent(after.maintenance_ratio), fen(before.equity - after.equity)) == (D("153.0000"), D("33750.00"))


# 6 ── a short sale, for anybody and for a private fund


def test_the_largest_short_sale() -> None:
    own, at, on = CreditAccount(cash=D(500000)), marks(Q=("30", "0.70")), date(2024, 7, 22)
    assert most("short_sell", "Q", own, at, on) == D("500000.00")
    assert most("short_sell", "Q", own, at, on, "private_fund") == D("416666.67")


@pytest.mark.parametrize(
    ("price", "percents", "at_100", "at_120"),
    [
        ("30", "266.6667", "200000.00", "140000.00"),
        ("36", "222.2222", "80000.00", "8000.00"),  # 800,000 − 60,000 − 300,000 − 360,000
        ("24", "333.3333", "302000.00", "254000.00"),
    ],
)
def test_a_short_sale_at_three_prices(price: str, percents: str, at_100: str, at_120: str) -> None:
    for ratio, margin in (("1.00", at_100), ("1.20", at_120)):
        account = CreditAccount(cash=D(800000), shorts=(short("Q", "10000", "300000", ratio),))
        assert numbers(account, marks(Q=(price, "0.70"))) == (margin, percents), ratio


def test_the_fee_of_a_short_sale() -> None:
    """300,000 at 8.35 % for 30 days."""
    begin, end = date(2024, 7, 22), date(2024, 8, 21)
    fee = interest_between(D(300000), D("0.0835"), begin, end, terms=terms(begin))
    assert fen(fee) == D("2087.50")
    assert fen(interest_between(D(300000), D("0.0835"), begin, end, terms=terms(begin, day_count_basis=365))) == D("2058.90")
    account = CreditAccount(cash=D(800000), shorts=(short("Q", "10000", "300000", "1.00"),), charges=fee)
    assert numbers(account, marks(Q=("36", "0.70"))) == ("77912.50", "220.9411")
    assert short_trigger_price(D(800000), D(10000), D("1.30")).quantize(D("0.0001"), ROUND_HALF_UP) == D("61.5385")


# 7 ── everything in one account

MIXED = CreditAccount(
    cash=D(900000),
    collateral=(collateral("ETF", "100000"), collateral("TB", "2000")),
    financing=(financing("P", "8000", "500000", "0.80"),),
    shorts=(short("Q", "6000", "300000", "1.00"),),
    charges=D("5432.10"),
)
MIXED_MARKS = marks(ETF=("4.00", "0.90"), TB=("100", "0.95"), P=("58.00", "0.65"), Q=("46.00", "0.70"))


def test_everything_in_one_account() -> None:
    """900,000 + 360,000 + 190,000 − 36,000 + 24,000 × 0.70 − 300,000 − 400,000 − 276,000 − 5,432.10."""
    assert numbers(MIXED, MIXED_MARKS) == ("449367.90", "251.3334")
    found = assess(MIXED, MIXED_MARKS, terms(EIGHTY))
    assert (found.assets, found.debt) == (D(1964000), D("781432.10"))
    assert most("financing_buy", "P", MIXED, MIXED_MARKS, EIGHTY) == D("561709.88")
    assert most("short_sell", "Q", MIXED, MIXED_MARKS, EIGHTY) == D("449367.90")


def test_the_usual_mistakes_in_it_are_not_made() -> None:
    """A loss after conversion would add 36,000 × 0.35, a profit in full 24,000 × 0.30."""
    found = fen(assess(MIXED, MIXED_MARKS, terms(EIGHTY)).available_margin)
    assert found + 36000 * D("0.35") == D("461967.90") != found
    assert found + 24000 * D("0.30") == D("456567.90") != found


# 8 ── a contract of the old ratio beside one of the new

MIDDLE = date(2026, 2, 2)
TWO_VINTAGES = CreditAccount(
    cash=D(300000),
    collateral=(collateral("X", "20000"),),
    financing=(
        replace(financing("Y", "10000", "400000", "0.80", date(2025, 12, 10)), due_on=date(2026, 6, 10)),
        financing("Z", "5000", "150000", "1.00", date(2026, 1, 20)),
    ),
    charges=D(3200),
)
TWO_MARKS = marks(X=("25", "0.70"), Y=("44", "0.65"), Z=("27", "0.60"))


def test_a_contract_of_the_old_ratio_beside_one_of_the_new() -> None:
    """300,000 + 350,000 + 40,000 × 0.65 − 15,000 − 400,000 × 0.80 − 150,000 × 1.00 − 3,200; 1,375,000 / 553,200."""
    assert numbers(TWO_VINTAGES, TWO_MARKS, MIDDLE) == ("187800.00", "248.5539")
    rules = terms(MIDDLE).rules
    opened = [rules.number("financing_margin_ratio", opened_on=contract.opened_on) for contract in TWO_VINTAGES.financing]
    assert opened == [contract.margin_ratio for contract in TWO_VINTAGES.financing]


def test_the_next_contract_takes_the_new_ratio_in_whole_lots() -> None:
    """187,800 / 12.50 = 15,024 shares; 15,000 in lots of 100."""
    at = {**TWO_MARKS, "600519.SH": Mark(D("12.50"), D("0.65"))}
    found = capacity(TWO_VINTAGES, OrderAsked("financing_buy", "600519.SH"), marks=at, terms=terms(MIDDLE))
    assert (fen(found.max_amount), found.max_quantity, found.order_amount) == (D("187800.00"), D(15000), D(187500))


def test_one_ratio_for_both_would_be_wrong() -> None:
    found = fen(assess(TWO_VINTAGES, TWO_MARKS, terms(MIDDLE)).available_margin)
    assert found - 400000 * D("0.20") == D("107800.00") != found
    assert found + 150000 * D("0.20") == D("217800.00") != found


def test_a_rollover_keeps_the_old_ratio_and_the_margin() -> None:
    on = date(2026, 6, 10)
    counted = tuple(replace(contract, accrued_to=date(2026, 6, 9)) for contract in TWO_VINTAGES.financing)
    before = AccountState(on, replace(TWO_VINTAGES, financing=counted), TWO_MARKS, Rulebook.load())
    after = apply(before, Rollover(on=on, contract_id="Y")).state
    assert after.account.financing[0].margin_ratio == D("0.80")
    assert after.account.financing[0].rolled_on == (on,)
    assert numbers(after.account, TWO_MARKS, on) == numbers(TWO_VINTAGES, TWO_MARKS, on) == ("187800.00", "248.5539")


# 9 ── interest

BOUGHT, REPAID = date(2025, 9, 15), date(2025, 10, 24)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [({}, "3520.83"), ({"day_count_basis": 365}, "3472.60"), ({"count_last_day": True}, "3611.11")],
)
def test_thirty_nine_days_of_half_a_million(changed: dict[str, Any], expected: str) -> None:
    assert fen(interest_between(D(500000), D("0.065"), BOUGHT, REPAID, terms=terms(BOUGHT, **changed))) == D(expected)


def test_interest_through_a_ledger_with_a_rate_change_and_charges() -> None:
    """541.67 for 6 days, 2,591.67 for 18 at 6.5 % and 12 at 5.8 %, 241.67 for the last 3; a fen more than the exact 3,375.00."""
    loan = replace(financing("600519.SH", "400", "500000", "0.80", BOUGHT), contract_id="1", rate=D("0.065"))
    state = AccountState(
        BOUGHT, CreditAccount(cash=D(10000), financing=(loan,)), marks(**{"600519.SH": ("1400", "0.7")}), Rulebook.load()
    )
    charges = []
    for event in (
        ChargeInterest(on=date(2025, 9, 20)),
        RateChange(on=date(2025, 10, 9), rate=D("0.058")),
        ChargeInterest(on=date(2025, 10, 20)),
    ):
        done = apply(state, event)
        state = done.state
        charges += [-move.amount for move in done.movements if move.item == "cash"]
    charges.append(fen(closing_charge(state.account.financing[0], state.terms, REPAID)))
    assert charges == [D("541.67"), D("2591.67"), D("241.67")]
    assert sum(charges) == D("3375.01")
    exact = 500000 * (D("0.065") * 24 + D("0.058") * 15) / 360
    assert fen(exact) == D("3375.00")


# 10 ── what cures a call


@pytest.mark.parametrize(
    ("target", "cash", "outside", "sale"),
    [
        ("1.30", "50000.00", "38461.54", "166666.67"),
        ("1.40", "150000.00", "107142.86", "375000.00"),
        ("1.50", "250000.00", "166666.67", "500000.00"),
        ("1.60", "350000.00", "218750.00", "583333.33"),
    ],
)
def test_what_cures_a_ratio_of_125_percent(target: str, cash: str, outside: str, sale: str) -> None:
    assets, debt = D(1250000), D(1000000)
    sold = sale_to_cure(assets, debt, D(target))
    assert sold is not None
    assert fen(cash_to_cure(assets, debt, D(target))) == fen(collateral_to_cure(assets, debt, D(target))) == D(cash)
    assert (fen(outside_repayment_to_cure(assets, debt, D(target))), fen(sold)) == (D(outside), D(sale))


def test_a_debt_settled_out_of_the_account_and_a_trigger_price() -> None:
    settled = sale_to_cure(D(120000), D(100000), D("1.50"))
    assert settled is not None
    assert fen(settled) == D("60000.00")
    assert trigger_price(D(15000), D(200), D("1.30")) == D("97.5")


# 11 ── floors by date


@pytest.mark.parametrize(
    ("on", "financed", "general", "fund"),
    [
        (date(2010, 3, 31), "0.50", "0.50", "0.50"),
        (date(2015, 11, 20), "0.50", "0.50", "0.50"),
        (date(2015, 11, 23), "1.00", "0.50", "0.50"),
        (date(2023, 9, 8), "1.00", "0.50", "0.50"),
        (date(2023, 9, 11), "0.80", "0.50", "0.50"),
        (date(2023, 10, 27), "0.80", "0.50", "0.50"),
        (date(2023, 10, 30), "0.80", "0.80", "1.00"),
        (date(2024, 7, 19), "0.80", "0.80", "1.00"),
        (date(2024, 7, 22), "0.80", "1.00", "1.20"),
        (date(2026, 1, 16), "0.80", "1.00", "1.20"),
        (date(2026, 1, 19), "1.00", "1.00", "1.20"),
    ],
)
def test_the_floors_of_a_day(on: date, financed: str, general: str, fund: str) -> None:
    rules = terms(on).rules
    assert rules.number("financing_margin_ratio") == D(financed)
    assert rules.number("short_margin_ratio", key="general") == D(general)
    assert rules.number("short_margin_ratio", key="private_fund") == D(fund)


# ── the same cases as the reference states them


def test_every_account_of_the_reference_comes_out(shared: Path) -> None:
    cases = json.loads((shared / "reference" / "worked_examples.json").read_text(encoding="utf-8"))
    assert len(cases) >= 23
    wrong = {case["id"]: got for case in cases if (got := _figures(_assessed(case))) != _expected(case)}
    assert wrong == {}


def _assessed(case: dict[str, Any]) -> Assessment:
    at = {
        row["code"]: Mark(D(row["price"]), D(row["haircut"]))
        for side in ("collateral", "financing", "short")
        for row in case[side]
    }
    account = CreditAccount(
        investor=case["investor"],
        cash=D(case["cash_incl_short_proceeds"]),
        charges=D(case["accrued_interest_and_fees"]),
        collateral=tuple(collateral(row["code"], row["qty"]) for row in case["collateral"]),
        financing=tuple(
            financing(
                row["code"], row["qty"], f"{D(row['qty']) * D(row['purchase_price'])}", row["margin_ratio"], _day(row["opened"])
            )
            for row in case["financing"]
        ),
        shorts=tuple(
            short(row["code"], row["qty_owed"], row["sell_amount"], row["margin_ratio"], _day(row["opened"]))
            for row in case["short"]
        ),
    )
    return assess(account, at, terms(_day(case["as_of"]), case["investor"], netting=case["netting"]))


def _figures(found: Assessment) -> dict[str, D | None]:
    return {
        "available_margin": fen(found.available_margin),
        "assets": fen(found.assets),
        "liabilities": fen(found.debt),
        "maintenance_pct": percent(found.maintenance_ratio),
    }


def _expected(case: dict[str, Any]) -> dict[str, D | None]:
    return {name: None if value is None else D(value) for name, value in case["expect"].items()}


def _day(text: str) -> date:
    return date.fromisoformat(text)
