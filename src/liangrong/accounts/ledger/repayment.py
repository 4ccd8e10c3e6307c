"""In which order debts are repaid, what a sum repays of them, and when the shares of a contract become free.

The order, and whether interest comes before principal, are terms of the contract between broker and client.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final, Literal, TypeVar

from liangrong.accounts.events import Event
from liangrong.accounts.fen import to_fen
from liangrong.accounts.ledger.interest import closing_charge
from liangrong.accounts.ledger.posting import locked, post
from liangrong.accounts.ledger.refusals import refused
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import Contract, CreditAccount, FinancingContract
from liangrong.accounts.terms import RepaymentOrder, Terms
from liangrong.accounts.transitions import Movement

__all__ = ["freed", "in_order", "interest_paid", "last_interest", "open_contract", "repayments"]

_ZERO: Final = Decimal(0)
_C = TypeVar("_C", bound=Contract)

_KEYS: Final[Mapping[RepaymentOrder, Callable[[Contract], tuple[Any, ...]]]] = {
    "due_date": lambda contract: (contract.due_on or date.max, contract.opened_on),
    "opening_date": lambda contract: (contract.opened_on, contract.due_on or date.max),
    "highest_rate": lambda contract: (-contract.rate, contract.due_on or date.max, contract.opened_on),
}


def in_order(
    contracts: tuple[_C, ...], order: RepaymentOrder, *, security: str = "", contract_id: str | None = None
) -> tuple[_C, ...]:
    """Sort contracts as they are repaid: the one named, those of ``security``, then the others by the agreed order.

    Examples
    --------
    >>> day, D = date(2025, 6, 2), Decimal
    >>> older = FinancingContract("1", "600519.SH", day, D(100), D(140000), D("0.8"), due_on=date(2025, 12, 2))
    >>> newer = replace(older, contract_id="2", security="601318.SH", due_on=date(2025, 12, 9))
    >>> [contract.contract_id for contract in in_order((newer, older), "due_date")]
    ['1', '2']
    >>> [contract.contract_id for contract in in_order((newer, older), "due_date", security="601318.SH")]
    ['2', '1']
    """

    def rank(contract: _C) -> tuple[Any, ...]:
        return contract.contract_id != contract_id, contract.security != security, *_KEYS[order](contract)

    return tuple(sorted(contracts, key=rank))


def open_contract(event: Event, contracts: tuple[_C, ...], contract_id: str) -> _C:
    """Return one of the open contracts by its id.

    Raises
    ------
    EventRefused
        There is none of that id.
    """
    for contract in contracts:
        if contract.contract_id == contract_id:
            return contract
    known = ", ".join(contract.contract_id for contract in contracts) or "-"
    raise refused(
        event, f"contract {contract_id} is not open here; open: {known}", f"没有未了结的合约 {contract_id}；未了结：{known}"
    )


def repayments(
    account: CreditAccount, amount: Decimal, contracts: tuple[FinancingContract, ...], terms: Terms
) -> tuple[Movement, ...]:
    """Return the movements by which a sum in cash repays charges and contracts, in this order, until it is used up.

    Where the terms put interest first, charges that are due come before all and a contract's interest before its principal;
    else principal comes first and charges come last.

    Parameters
    ----------
    amount
        元, in the account's cash already.
    contracts
        As ``in_order`` gives them.

    Returns
    -------
    tuple of Movement
        What they take from ``cash`` is at most ``amount``.
    """
    debts = [partial(_contract_paid, contract, terms) for contract in contracts]
    due = partial(_charges_paid, account.charges)
    movements: list[Movement] = []
    for paid_of in [due, *debts] if terms.interest_first else [*debts, due]:
        if amount <= 0:
            break
        paid = paid_of(amount)
        amount += sum((movement.amount for movement in paid if movement.item == "cash"), _ZERO)
        movements += paid
    return tuple(movements)


def freed(account: CreditAccount, on: date) -> tuple[CreditAccount, tuple[Movement, ...]]:
    """Give the shares of financing contracts on which nothing is owed any more to the collateral.

    Those of a contract opened on the same day stay locked until the next session. SSE implementing rules (2019) Art. 40:
    securities count as bought with financing as long as their contract is open.
    """
    settled = [contract for contract in account.financing if not contract.principal and not contract.accrued]
    movements: list[Movement] = []
    for contract in settled:
        movements += (
            Movement("financed_shares", -contract.quantity, "reclassified", contract.security, contract.contract_id),
            Movement("collateral", contract.quantity, "reclassified", contract.security),
        )
    account = post(account, movements)
    for contract in settled:
        if contract.opened_on == on:
            account = locked(account, contract.security, contract.quantity, on)
    return account, tuple(movements)


def last_interest(contract: Contract, part: Decimal, terms: Terms, marks: Marks | None = None) -> Decimal:
    """Return what a part of a contract still bears in interest on the day that ends it, unrounded 元.

    Nothing under the usual terms, where the day of repayment is free and the least number of days is over.

    Parameters
    ----------
    part
        Principal repaid, or shares returned.
    """
    if isinstance(contract, FinancingContract):
        piece: Contract = replace(contract, principal=part)
    else:
        piece = replace(contract, quantity=part, proceeds=contract.proceeds * part / contract.quantity)
    return closing_charge(piece, terms, terms.on, marks=marks) - contract.accrued


def interest_paid(
    item: Literal["charges", "accrued"], owed: Decimal, paid: Decimal, contract: Contract | None = None
) -> tuple[Movement, ...]:
    """Return the movements that debit interest: paid to the fen, it is settled as a whole with what lies behind the fen."""
    settled = owed if paid == to_fen(owed) else paid
    security, contract_id = ("", "") if contract is None else (contract.security, contract.contract_id)
    return (
        Movement(item, -settled, "interest", security, contract_id),
        Movement("cash", -paid, "interest", security, contract_id),
    )


def _charges_paid(charges: Decimal, amount: Decimal) -> tuple[Movement, ...]:
    return interest_paid("charges", charges, min(to_fen(charges), amount))


def _contract_paid(contract: FinancingContract, terms: Terms, amount: Decimal) -> tuple[Movement, ...]:
    """What a sum repays of one contract. The interest of the last day is asked for at once only where the contract closes."""
    last = last_interest(contract, contract.principal, terms)
    owed = contract.accrued + last
    if amount >= contract.principal + to_fen(owed):
        interest, principal = to_fen(owed), contract.principal
    else:
        first = min(amount, to_fen(contract.accrued)) if terms.interest_first else _ZERO
        principal = min(amount - first, contract.principal)
        interest = min(amount - principal, to_fen(contract.accrued))
        last, owed = last_interest(contract, principal, terms), contract.accrued
    security, contract_id = contract.security, contract.contract_id
    return (
        Movement("accrued", last, "interest", security, contract_id),
        *interest_paid("accrued", owed, interest, contract),
        Movement("cash", -principal, "repayment", security, contract_id),
        Movement("principal", -principal, "repayment", security, contract_id),
    )
