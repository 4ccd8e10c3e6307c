"""Conservation notices every kind of loss, and says what changed the equity."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.events import CashRepay, CollateralSell, Deposit, FinancingBuy, ReturnSecurities
from liangrong.accounts.ledger.conservation import conserved, equity_by_cause
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.state import AccountState, Holding
from liangrong.accounts.transitions import Movement, Transition
from tests.unit.accounts.small_account import DAY, MARKS, A, B, happen, loan, short, state, worth

BEFORE = state(financing=(loan(),), shorts=(short(),))


def changed(**account: Any) -> AccountState:
    return replace(BEFORE, account=replace(BEFORE.account, **account))


@pytest.mark.parametrize(("account", "what", "found"), [
    ({"cash": D("100000.01")}, "cash", "100000.01"),
    ({"charges": D(1)}, "charges", "1"),
    ({"other_collateral": D(1)}, "other_collateral", "1"),
    ({"collateral": ()}, f"collateral {A}", "0"),
    ({"collateral": (Holding(A, D(1000)), Holding(B, D(1)))}, f"collateral {B}", "1"),
    ({"financing": (loan(quantity=4999),)}, "financed_shares 1", "4999"),
    ({"financing": (loan(principal=50001),)}, "principal 1", "50001"),
    ({"financing": (loan(accrued=D("0.001")),)}, "accrued 1", "0.001"),
    ({"shorts": (short(quantity=1),)}, "shares_owed 9", "1"),
    ({"shorts": (short(proceeds=0),)}, "proceeds 9", "0"),
])  # fmt: skip
def test_a_change_without_a_movement_is_a_breach(account: dict[str, Any], what: str, found: str) -> None:
    breach = conserved(BEFORE, Transition(changed(**account)))[0]
    assert (breach.what, breach.found) == (what, D(found))
    assert what in breach.note.zh


def test_a_movement_without_a_change_is_a_breach() -> None:
    (breach,) = [b for b in conserved(BEFORE, Transition(BEFORE, (Movement("cash", D(5), "outside"),))) if b.what == "cash"]
    assert (breach.expected, breach.found) == (100005, 100000)


def test_a_repayment_that_changes_equity_is_a_breach() -> None:
    """Cash for 1,000 of principal, but only 900 of it gone: every item adds up, and 100 yuan are missing."""
    moves = (Movement("cash", D(-1000), "repayment"), Movement("principal", D(-900), "repayment", B, "1"))
    after = changed(cash=D(99000), financing=(loan(principal=49100),))
    assert [breach.what for breach in conserved(BEFORE, Transition(after, moves))] == ["repayment"]


def test_shares_that_get_lost_under_another_heading_are_a_breach() -> None:
    moves = (Movement("financed_shares", D(-5000), "reclassified", B, "1"), Movement("collateral", D(4990), "reclassified", B))
    after = changed(financing=(loan(quantity=0),), collateral=(Holding(A, D(1000)), Holding(B, D(4990))))
    assert conserved(BEFORE, Transition(after, moves))[0].what == "reclassified"


def test_the_causes_of_a_day_are_told_apart() -> None:
    """100 yuan come in; 500 A are sold at 21, a yuan above the mark, with 7 yuan of costs."""
    assert equity_by_cause(BEFORE, happen(BEFORE, Deposit(on=DAY, amount=D(100)))) == {"prices": 0, "outside": 100}
    done = happen(BEFORE, CollateralSell(on=DAY, security=A, quantity=D(500), price=D(21), costs=D(7)))
    assert equity_by_cause(BEFORE, done) == {"prices": 0, "trade": 500, "costs": -7}


def test_prices_are_a_cause_of_their_own() -> None:
    """A falls by 1 on 1,000 held, B rises by 1 on 5,000 financed and 2,000 owed: −1,000 + 5,000 − 2,000."""
    marks = {**MARKS, A: replace(MARKS[A], price=D(19)), B: replace(MARKS[B], price=D(11))}
    moved = Transition(replace(BEFORE, marks=marks))
    assert equity_by_cause(BEFORE, moved) == {"prices": 2000}
    assert conserved(BEFORE, moved) == ()


def test_a_fair_price_counts_for_what_moves() -> None:
    fair = replace(BEFORE, marks={**MARKS, A: replace(MARKS[A], fair_price=D(15))})
    done = happen(fair, CollateralSell(on=DAY, security=A, quantity=D(100), price=D(20)))
    assert equity_by_cause(fair, done)["trade"] == 500
    assert worth(done).equity - worth(fair).equity == 500


def test_shares_that_count_at_a_fair_price_may_pay_a_debt_at_the_market_price() -> None:
    """100 B held at 6 cancel 100 owed at 10: 400 more."""
    fair = state(shorts=(short(),), collateral=(Holding(B, D(100)),), marks={**MARKS, B: replace(MARKS[B], fair_price=D(6))})
    done = happen(fair, ReturnSecurities(on=DAY, security=B, quantity=D(100)))
    assert equity_by_cause(fair, done)["repayment"] == 400
    lost = replace(done.movements[0], amount=D(-101))
    assert {"repayment", f"collateral {B}"} <= {
        b.what for b in conserved(fair, replace(done, movements=(lost, *done.movements[1:])))
    }


def test_a_formula_of_equity_that_is_not_that_of_assess_is_a_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    from liangrong.accounts.ledger import conservation

    def wrong(account: Any, marks: Any, terms: Any) -> Any:
        found = assess(account, marks, terms)
        return replace(found, equity=found.equity + account.cash / 100)

    monkeypatch.setattr(conservation, "assess", wrong)
    assert [breach.what for breach in conserved(BEFORE, apply(BEFORE, Deposit(on=DAY, amount=D(100))))] == ["equity"]


def test_rounding_a_charge_is_interest() -> None:
    before = state(financing=(loan(accrued=D("0.005")),))
    done = apply(before, CashRepay(on=DAY, amount=D("50000.01")))
    assert conserved(before, done) == ()
    assert equity_by_cause(before, done)["interest"] == D("-0.005")


def test_a_purchase_above_the_mark_costs_the_difference() -> None:
    done = happen(BEFORE, FinancingBuy(on=DAY, security=B, quantity=D(1000), price=D("10.50")))
    assert equity_by_cause(BEFORE, done)["trade"] == -500
