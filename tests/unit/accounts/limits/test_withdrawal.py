"""What may be withdrawn, and which rule says so."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from liangrong.accounts.limits.withdrawal import withdrawable_cash, withdrawable_quantity
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import agreed_terms
from liangrong.core.errors import InvalidAccount
from liangrong.rules.rulebook import Rulebook

D = Decimal
DAY = date(2025, 6, 30)
TERMS = agreed_terms(Rulebook.load().at(DAY))


def financing(principal: str, quantity: str = "0") -> FinancingContract:
    return FinancingContract("1", "B", DAY, D(quantity), D(principal), D("0.8"))


def test_without_debt_everything_may_be_withdrawn() -> None:
    account = CreditAccount(cash=D(700), collateral=(Holding("A", D(30)),))
    marks = {"A": Mark(D(10), D(0))}
    assert withdrawable_cash(account, marks, TERMS).amount == D(700)
    assert withdrawable_quantity(account, "A", marks, TERMS).amount == D(30)


def test_at_exactly_the_line_nothing_may_be_withdrawn() -> None:
    # Worked example 3a: assets 1,500,000, debt 500,000: exactly 300 %, available margin 200,000.
    account = CreditAccount(
        collateral=(Holding("A", D(100000)),), financing=(FinancingContract("1", "B", DAY, D(50000), D(500000), D(1)),)
    )
    marks = {"A": Mark(D(10), D("0.7")), "B": Mark(D(10), D("0.65"))}
    found = withdrawable_cash(replace(account, cash=D(0)), marks, TERMS)
    assert found.amount == 0
    shares = withdrawable_quantity(account, "A", marks, TERMS)
    assert shares.amount == 0
    assert "is not above the withdrawal line of 300.00%" in shares.rule.en
    assert "提取" in shares.citation


@pytest.mark.parametrize(
    ("cash", "expected", "binding"),
    [
        # debt 100; available margin = cash - 80 (F·m) - 100 (loss: the shares are gone). A - 3D = cash - 300.
        ("301", "1", "must not fall below"),
        ("300", "0", "is not above"),
        ("1000", "700", "must not fall below"),
    ],
)
def test_the_line_binds_cash(cash: str, expected: str, binding: str) -> None:
    account = CreditAccount(cash=D(cash), financing=(financing("100"),))
    found = withdrawable_cash(account, {"B": Mark(D(1), D("0.5"))}, TERMS)
    assert found.amount == D(expected)
    assert binding in found.rule.en


def test_available_margin_binds_before_the_line() -> None:
    # Cash 100, collateral of 1,000 without conversion, debt 100 with no shares left:
    # A - 3D = 1,100 - 300 = 800; own cash 100; available margin = 100 - 100 - 80 = -80.
    account = CreditAccount(cash=D(100), collateral=(Holding("A", D(100)),), financing=(financing("100"),))
    marks = {"A": Mark(D(10), D(0)), "B": Mark(D(1), D("0.5"))}
    found = withdrawable_cash(account, marks, TERMS)
    assert found.amount == 0
    assert "negative: no new opening and no withdrawal, but no margin call" in found.rule.en
    assert "第四十条" in found.citation
    # Conversion ratio 0, but the margin is already negative: nothing moves out either.
    assert withdrawable_quantity(account, "A", marks, TERMS).amount == 0


def test_proceeds_of_a_short_sale_stay_in_the_account() -> None:
    # Cash 130 of which 30 proceeds; collateral 1,000 at 1.00; B = 30, n = 1.
    # MR = 1,130/30; A - 3D = 1,040; available margin = 130 + 1,000 - 30 - 30 = 1,070; own cash = 100.
    account = CreditAccount(
        cash=D(130), collateral=(Holding("A", D(100)),), shorts=(ShortContract("1", "Q", DAY, D(3), D(30), D(1)),)
    )
    marks = {"A": Mark(D(10), D(1)), "Q": Mark(D(10), D("0.7"))}
    found = withdrawable_cash(account, marks, TERMS)
    assert found.amount == D(100)
    assert "proceeds" in found.rule.en


def test_shares_leave_within_converted_margin() -> None:
    # Debt 100 without shares, m = 0.8; collateral 100 × 10 at 0.5, cash 0.
    # MR = 1,000/100; available margin = 500 - 100 - 80 = 320 -> 320/(10 × 0.5) = 64 shares; A - 3D = 700 -> 70 shares.
    account = CreditAccount(collateral=(Holding("A", D(100)),), financing=(financing("100"),))
    found = withdrawable_quantity(account, "A", {"A": Mark(D(10), D("0.5")), "B": Mark(D(1), D("0.5"))}, TERMS)
    assert found.amount == D(64)
    assert found.rule.en == "available margin"


def test_a_fair_price_counts_for_the_line_and_the_market_price_for_the_margin() -> None:
    # Counted at 4 instead of 10: A = 400 + cash 200 = 600; A - 3D = 300 -> 75 shares.
    # Available margin = 200 + 500 - 100 - 80 = 520 -> 520/5 = 104 shares; held 100. The line binds.
    account = CreditAccount(cash=D(200), collateral=(Holding("A", D(100)),), financing=(financing("100"),))
    marks = {"A": Mark(D(10), D("0.5"), fair_price=D(4)), "B": Mark(D(1), D("0.5"))}
    assert withdrawable_quantity(account, "A", marks, TERMS).amount == D(75)


def test_without_conversion_only_the_line_binds() -> None:
    # A - 3D = 50 + 1,000 - 30 = 1,020 -> 102 shares, held 100; available margin = 50 - 10 - 8 >= 0 sets no limit.
    account = CreditAccount(cash=D(50), collateral=(Holding("A", D(100)),), financing=(financing("10"),))
    found = withdrawable_quantity(account, "A", {"A": Mark(D(10), D(0)), "B": Mark(D(1), D("0.5"))}, TERMS)
    assert found.amount == D(100)
    assert "held as collateral" in found.rule.en


def test_what_was_bought_today_stays_until_the_next_session() -> None:
    account = CreditAccount(collateral=(Holding("A", D(100), bought=D(40), bought_on=DAY),))
    assert withdrawable_quantity(account, "A", {"A": Mark(D(10), D(0))}, TERMS).amount == D(60)


def test_a_broker_may_agree_a_higher_line() -> None:
    # At 400 %: A - 4D = 1,000 - 400 = 600.
    account = CreditAccount(cash=D(1000), financing=(financing("100"),))
    terms = replace(TERMS, withdrawal_line=D(4))
    assert withdrawable_cash(account, {"B": Mark(D(1), D("0.5"))}, terms).amount == D(600)


def test_a_security_without_a_mark_is_refused() -> None:
    with pytest.raises(InvalidAccount, match="no price"):
        withdrawable_quantity(CreditAccount(cash=D(1)), "A", {}, TERMS)
