"""One order of a forced sale on the ledger: it sells what is held, and buys back what is owed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.events import ForcedSale
from liangrong.accounts.ledger.conservation import conserved
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.core.errors import EventRefused
from liangrong.rules.rulebook import Rulebook

TODAY, BEFORE = date(2026, 3, 3), date(2026, 2, 2)
ACCOUNT = CreditAccount(
    cash=D(100000),
    collateral=(Holding("600519.SH", D(100)),),
    financing=(FinancingContract("1", "600519.SH", BEFORE, D(100), D(120000), D(1), accrued_to=date(2026, 3, 2)),),
    shorts=(
        ShortContract("2", "300750.SZ", BEFORE, D(500), D(100000), D(1), accrued_to=date(2026, 3, 2)),
        ShortContract("3", "600519.SH", BEFORE, D(100), D(0), D(1), accrued_to=date(2026, 3, 2)),
    ),
)
STATE = AccountState(
    TODAY, ACCOUNT, {"600519.SH": Mark(D(1000), D("0.7")), "300750.SZ": Mark(D(100), D("0.65"))}, Rulebook.load()
)


def order(security: str, quantity: int, price: int, **more: object) -> ForcedSale:
    return ForcedSale(on=TODAY, security=security, quantity=D(quantity), price=D(price), **more)


def test_what_is_held_is_sold_and_repays_after_costs() -> None:
    done = apply(STATE, order("600519.SH", 100, 1000, costs=D("76.00")))
    assert done.state.account.financing[0].principal == D("20076.00")  # 120,000 − (100,000 − 76)
    assert done.state.account.cash == 100000
    assert conserved(STATE, done) == ()


def test_what_is_only_owed_is_bought_back() -> None:
    done = apply(STATE, order("300750.SZ", 200, 100, costs=D("5.20")))
    assert done.state.account.shorts[0].quantity == 300
    assert done.state.account.cash == D("79994.80")
    assert conserved(STATE, done) == ()


def test_a_contract_named_says_which_side_is_meant() -> None:
    done = apply(STATE, order("600519.SH", 100, 1000, contract_id="3"))
    assert [short.contract_id for short in done.state.account.shorts] == ["2"]
    assert done.state.account.cash == 0
    assert done.state.account.collateral == ACCOUNT.collateral


def test_more_than_there_is_is_refused() -> None:
    with pytest.raises(EventRefused, match="200 may be sold"):
        apply(STATE, order("600519.SH", 300, 1000))
