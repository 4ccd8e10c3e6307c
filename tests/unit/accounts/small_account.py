"""A small account whose every figure can be worked out on paper. Shared by the tests of its events."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.events import Event
from liangrong.accounts.ledger.conservation import conserved
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.transitions import Transition
from liangrong.core.errors import EventRefused
from liangrong.rules.rulebook import Rulebook

BOOK = Rulebook.load()
DAY = date(2025, 6, 3)
"""A Tuesday; the floors are 0.80 for financing, 1.00 for shorting."""
EARLIER = date(2025, 5, 6)
A, B, FUND = "600519.SH", "601318.SH", "510300.SH"
MARKS = {A: Mark(D(20), D("0.7")), B: Mark(D(10), D("0.6")), FUND: Mark(D(4), D("0.9"), asset_class="etf")}


def state(*, on: date = DAY, marks: dict[str, Mark] | None = None, book: Rulebook = BOOK, **account: object) -> AccountState:
    """An account with 100,000 yuan and 1,000 A at 20, unless told otherwise."""
    held = {"cash": D(100000), "collateral": (Holding(A, D(1000)),)} | account
    return AccountState(on, CreditAccount(**held), MARKS if marks is None else marks, book)


def loan(
    contract_id: str = "1", security: str = B, quantity: int = 5000, principal: int = 50000, **more: object
) -> FinancingContract:
    given = {"opened_on": EARLIER, "margin_ratio": D("0.8"), "due_on": date(2025, 11, 6), "accrued_to": DAY} | more
    return FinancingContract(contract_id=contract_id, security=security, quantity=D(quantity), principal=D(principal), **given)


def short(
    contract_id: str = "9", security: str = B, quantity: int = 2000, proceeds: int = 24000, **more: object
) -> ShortContract:
    given = {"opened_on": EARLIER, "margin_ratio": D(1), "due_on": date(2025, 11, 6), "accrued_to": DAY} | more
    return ShortContract(contract_id=contract_id, security=security, quantity=D(quantity), proceeds=D(proceeds), **given)


def happen(before: AccountState, event: Event) -> Transition:
    """Apply an event and see that nothing got lost."""
    transition = apply(before, event)
    assert conserved(before, transition) == ()
    return transition


def refusal(before: AccountState, event: Event) -> EventRefused:
    """The refusal of an event."""
    with pytest.raises(EventRefused) as caught:
        apply(before, event)
    return caught.value


def worth(of: AccountState | Transition) -> Assessment:
    found = of.state if isinstance(of, Transition) else of
    return assess(found.account, found.marks, found.terms)
