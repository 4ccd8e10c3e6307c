"""100,000 yuan borrowed at 8 % a year on a Thursday in rqalpha's account and in ours; a weekend later half is repaid.

Ours by hand: a night costs 100,000 × 0.08 / 360 = 22.22; after four of them 50,000 pay 88.89 of interest and 49,911.11 of the loan.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts import events as ev
from liangrong.accounts.assess import assess
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.limits.capacity import OrderAsked, capacity
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount
from liangrong.rules.rulebook import Rulebook
from tests.differential.pages import pages, rows_of
from tests.differential.peers import Disagreement, ask, differing, listed

STOCK, THURSDAY, FRIDAY, MONDAY = "600000.SH", date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 9)

DISAGREEMENTS = (
    Disagreement(
        "debt after a night", "100,021.92", "100,022.22", "365 days a year there, 360 by brokers' custom here, a parameter"
    ),
    Disagreement("interest of a weekend", "21.92", "66.67", "theirs counts sessions, contracts count calendar days"),
    Disagreement(
        "debt after repaying 50,000",
        "50,043.84",
        "50,088.89",
        "what both differ by in interest; theirs has joined the debt nightly",
    ),
    Disagreement("most that 100,000 may borrow", "∞", "100,000.00", "theirs asks for no margin"),
    Disagreement(
        "maintenance ratio after a night", "—", "199.96 %", "theirs has no ratio, no lines, no calls and no forced sale"
    ),
    Disagreement("contracts of the loan", "—", "1", "theirs has one balance: no vintage, no term, no order of repayment"),
)


def measured() -> dict[str, tuple[str, str]]:
    """Every quantity: what they say, what we say, rounded as the table shows it."""
    days = [f"{day}" for day in (THURSDAY, FRIDAY, MONDAY)]
    theirs = ask("rqalpha", {"cash": 100000.0, "loan": 100000.0, "rate": 0.08, "sessions": days, "repaid": 50000.0})
    start = AccountState(THURSDAY, CreditAccount(cash=D(100000)), {STOCK: Mark(D("10.00"), D("0.65"))}, Rulebook.load())
    most = capacity(start.account, OrderAsked("financing_buy", STOCK), marks=start.marks, terms=start.terms).max_amount
    bought = apply(start, ev.FinancingBuy(on=THURSDAY, security=STOCK, quantity=D(10000), price=D("10.00"), rate=D("0.08"))).state
    mornings = {day: apply(bought, ev.MarketUpdate(on=day)).state for day in (FRIDAY, MONDAY)}
    found = {day: assess(state.account, state.marks, state.terms) for day, state in mornings.items()}
    repaid = apply(mornings[MONDAY], ev.CashRepay(on=MONDAY, amount=D(50000))).state
    debt = assess(repaid.account, repaid.marks, repaid.terms).debt
    friday, monday = (theirs["mornings"][f"{day}"] for day in (FRIDAY, MONDAY))
    ratio = found[FRIDAY].maintenance_ratio
    assert ratio is not None
    return {
        "debt after a night": (f"{friday:,.2f}", f"{found[FRIDAY].debt:,.2f}"),
        "interest of a weekend": (f"{monday - friday:,.2f}", f"{found[MONDAY].debt - found[FRIDAY].debt:,.2f}"),
        "debt after repaying 50,000": (f"{theirs['after_repayment']:,.2f}", f"{debt:,.2f}"),
        "most that 100,000 may borrow": ("∞" if theirs["borrowed_without_limit"] else "bounded", f"{most:,.2f}"),
        "maintenance ratio after a night": (", ".join(theirs["ratios"]) or "—", f"{ratio * 100:.2f} %"),
        "contracts of the loan": (", ".join(theirs["contracts"]) or "—", f"{len(bought.account.financing)}"),
    }


def test_every_disagreement_with_rqalpha_is_listed_and_still_shows() -> None:
    assert differing(measured()) == listed(DISAGREEMENTS)


@pytest.mark.parametrize("page", pages())
def test_the_pages_show_every_disagreement_with_rqalpha(page: str) -> None:
    shown = rows_of(page)
    assert [row.quantity for row in DISAGREEMENTS if (row.theirs, row.ours) not in shown] == []
