"""Movements become the next account."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.ledger.posting import booked, locked, post
from liangrong.accounts.state import CreditAccount, Holding
from liangrong.accounts.transitions import Movement
from tests.unit.accounts.small_account import DAY, A, B, loan, short, state

ACCOUNT = state(financing=(loan(),), shorts=(short(),), charges=D(7), other_collateral=D(3)).account


def test_every_item_moves_its_own_field() -> None:
    after = post(ACCOUNT, (
        Movement("cash", D(1), "outside"), Movement("charges", D(2), "interest"), Movement("other_collateral", D(3), "outside"),
        Movement("collateral", D(4), "trade", A), Movement("collateral", D(5), "trade", B),
        Movement("financed_shares", D(6), "trade", B, "1"), Movement("principal", D(7), "trade", B, "1"),
        Movement("accrued", D(8), "interest", B, "1"), Movement("shares_owed", D(9), "trade", B, "9"),
        Movement("proceeds", D(10), "trade", B, "9"), Movement("accrued", D(11), "interest", B, "9"),
    ))  # fmt: skip
    assert (after.cash, after.charges, after.other_collateral) == (100001, 9, 6)
    assert after.collateral == (Holding(A, D(1004)), Holding(B, D(5)))
    (contract,), (owed,) = after.financing, after.shorts
    assert (contract.quantity, contract.principal, contract.accrued) == (5006, 50007, 8)
    assert (owed.quantity, owed.proceeds, owed.accrued) == (2009, 24010, 11)


def test_movements_of_one_item_add_up() -> None:
    moves = (Movement("cash", D(5), "trade"), Movement("cash", D(-7), "costs"), Movement("collateral", D(1), "trade", A),
             Movement("collateral", D(2), "trade", A))  # fmt: skip
    after = post(ACCOUNT, moves)
    assert (after.cash, after.collateral[0].quantity) == (99998, 1003)


def test_what_comes_to_zero_leaves() -> None:
    emptied = post(ACCOUNT, (
        Movement("collateral", D(-1000), "trade", A),
        Movement("financed_shares", D(-5000), "trade", B, "1"), Movement("principal", D(-50000), "repayment", B, "1"),
        Movement("shares_owed", D(-2000), "trade", B, "9"), Movement("proceeds", D(-24000), "reclassified", B, "9"),
    ))  # fmt: skip
    assert (emptied.collateral, emptied.financing, emptied.shorts) == ((), (), ())


def test_interest_of_many_digits_that_is_settled_leaves_nothing() -> None:
    """Four more days of a loan fall due on its last day, and all is paid: five days of 4,104,124 at 6.31 % over 360.

    Summed up first, +4 days less 5 days would be rounded to 28 digits, and 1 day more would miss zero by 4E-25.
    """
    day, four = D(4104124) * D("0.0631") / 360, D(4104124) * D("0.0631") * 4 / 360
    account = state(financing=(loan(quantity=0, principal=0, accrued=day),)).account
    paid = (Movement("accrued", four, "interest", B, "1"), Movement("accrued", -(day + four), "interest", B, "1"))
    assert post(account, paid).financing == ()


def test_a_contract_stays_while_anything_is_left_on_it() -> None:
    assert post(ACCOUNT, (Movement("principal", D(-50000), "repayment", B, "1"),)).financing[0].quantity == 5000
    assert post(ACCOUNT, (Movement("financed_shares", D(-5000), "trade", B, "1"),)).financing[0].principal == 50000


def test_a_movement_of_an_unknown_contract_is_our_mistake() -> None:
    with pytest.raises(KeyError, match="8"):
        post(ACCOUNT, (Movement("principal", D(1), "trade", B, "8"),))


def test_nothing_moved_is_the_same_account() -> None:
    assert post(ACCOUNT, ()) is ACCOUNT


def test_what_is_overdue_is_never_more_than_what_is_due() -> None:
    late = CreditAccount(charges=D(100), overdue=D(80), overdue_to=DAY)
    assert post(late, (Movement("charges", D(-10), "interest"),)).overdue == 80
    assert post(late, (Movement("charges", D(-50), "interest"),)).overdue == 50


def test_a_transition_leaves_out_movements_of_nothing() -> None:
    moves = (Movement("cash", D(0), "costs"), Movement("cash", D(1), "outside"))
    assert booked(state(), ACCOUNT, moves).movements == moves[1:]


def test_locked_shares_of_one_day_add_up_and_those_of_another_are_free() -> None:
    once = locked(ACCOUNT, A, D(300), DAY)
    assert once.collateral[0].sellable(DAY) == 700
    assert locked(once, A, D(200), DAY).collateral[0].sellable(DAY) == 500
    assert locked(once, A, D(200), date(2025, 6, 4)).collateral[0].sellable(date(2025, 6, 4)) == 800


def test_a_movement_of_a_security_held_twice_happens_once() -> None:
    twice = CreditAccount(collateral=(Holding(A, D(100)), Holding(B, D(5)), Holding(A, D(50))))
    after = post(twice, (Movement("collateral", D(-120), "trade", A),))
    assert after.collateral == (Holding(A, D(30)), Holding(B, D(5)))


def test_two_holdings_joined_keep_the_shares_of_their_later_day_locked() -> None:
    """10 of yesterday may be sold again; 7 and 2 of today may not."""
    yesterday, today = date(2026, 1, 29), date(2026, 1, 30)
    held = (Holding(A, D(100), D(10), yesterday), Holding(A, D(50), D(7), today), Holding(A, D(4), D(2), today))
    (one,) = post(CreditAccount(collateral=held), (Movement("collateral", D(-1), "trade", A),)).collateral
    assert (one.quantity, one.sellable(today), one.sellable(date(2026, 2, 2))) == (153, 144, 153)


def test_a_security_held_in_two_places_moves_once() -> None:
    twice = CreditAccount(collateral=(Holding(A, D(400)), Holding(B, D(5)), Holding(A, D(600), bought=D(100), bought_on=DAY)))
    after = post(twice, (Movement("collateral", D(-700), "trade", A),))
    assert after.collateral == (Holding(A, D(300), bought=D(100), bought_on=DAY), Holding(B, D(5)))


def test_only_the_later_purchase_of_two_is_locked() -> None:
    twice = CreditAccount(collateral=(
        Holding(A, D(400), bought=D(50), bought_on=DAY), Holding(A, D(600), bought=D(100), bought_on=date(2025, 6, 4)),
    ))  # fmt: skip
    (holding,) = post(twice, (Movement("collateral", D(1), "outside", A),)).collateral
    assert (holding.quantity, holding.bought, holding.bought_on) == (1001, 100, date(2025, 6, 4))
