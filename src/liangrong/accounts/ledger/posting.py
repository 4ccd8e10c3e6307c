"""How movements become the next account: nothing in it changes by any other way, so nothing can get lost.

A holding or contract that comes to zero in every item leaves the account. New contracts are put in empty, then moved up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from liangrong.accounts.state import AccountState, Contract, CreditAccount, FinancingContract, Holding
from liangrong.accounts.transitions import Movement, Transition
from liangrong.core.results import Note

__all__ = ["booked", "locked", "post"]

_ZERO: Final = Decimal(0)
_ACCOUNT: Final = ("cash", "charges", "other_collateral")
_CONTRACT: Final = {
    "financed_shares": "quantity", "principal": "principal", "shares_owed": "quantity", "proceeds": "proceeds", "accrued": "accrued",
}  # fmt: skip
"""Item of a movement to the field that it changes."""


def post(account: CreditAccount, movements: Iterable[Movement]) -> CreditAccount:
    """Return the account after the movements, taken one after the other.

    A sum of them would be rounded to the digits of ``Decimal``, and leave a rest of a debt that they settle as a whole.

    Raises
    ------
    KeyError
        A movement names a contract that the account does not have.

    Examples
    --------
    >>> moved = (Movement("cash", Decimal(-50), "trade"), Movement("collateral", Decimal(10), "trade", "A"))
    >>> after = post(CreditAccount(cash=Decimal(80)), moved)
    >>> after.cash, after.collateral
    (Decimal('30'), (Holding(security='A', quantity=Decimal('10'), bought=Decimal('0'), bought_on=None),))
    """
    changed: dict[str, Any] = {}
    held: dict[str, Decimal] = {}
    contracts: defaultdict[str, dict[str, Decimal]] = defaultdict(dict)
    open_ones: dict[str, Contract] = {}
    for movement in movements:
        if movement.item == "collateral":
            held[movement.security] = held.get(movement.security, _ZERO) + movement.amount
        elif movement.item in _ACCOUNT:
            before = changed[movement.item] if movement.item in changed else getattr(account, movement.item)
            changed[movement.item] = before + movement.amount
        else:
            open_ones = open_ones or {contract.contract_id: contract for contract in account.contracts}
            contract, name = open_ones[movement.contract_id], _CONTRACT[movement.item]
            changes = contracts[movement.contract_id]
            changes[name] = (changes[name] if name in changes else getattr(contract, name)) + movement.amount
    if "charges" in changed:
        changed["overdue"] = min(account.overdue, changed["charges"])
    if held:
        changed["collateral"] = _held(account.collateral, held)
    if contracts:
        changed["financing"] = _moved(account.financing, contracts)
        changed["shorts"] = _moved(account.shorts, contracts)
    return replace(account, **changed) if changed else account


def booked(
    state: AccountState, account: CreditAccount, movements: Iterable[Movement], *, notes: tuple[Note, ...] = ()
) -> Transition:
    """Return the transition to ``account``, which the movements have led to; movements of nothing are left out."""
    return Transition(replace(state, account=account), tuple(m for m in movements if m.amount), notes)


def locked(account: CreditAccount, security: str, quantity: Decimal, on: date) -> CreditAccount:
    """Return the account with that many shares of a holding marked as bought on a day: not for sale until the next session."""
    collateral = tuple(
        replace(holding, bought=quantity + (holding.bought if holding.bought_on == on else _ZERO), bought_on=on)
        if holding.security == security
        else holding
        for holding in account.collateral
    )
    return replace(account, collateral=collateral)


def _held(holdings: tuple[Holding, ...], moves: Mapping[str, Decimal]) -> tuple[Holding, ...]:
    """Holdings after what was added and taken away; a security that stands there more than once becomes one holding."""
    after: dict[str, Holding] = {}
    for holding in holdings:
        after[holding.security] = _together(after[holding.security], holding) if holding.security in after else holding
    for security, amount in moves.items():
        holding = after.get(security, Holding(security, _ZERO))
        after[security] = replace(holding, quantity=holding.quantity + amount)
    return tuple(holding for holding in after.values() if holding.quantity)


def _together(one: Holding, other: Holding) -> Holding:
    """Two holdings of a security as one; only what was bought on the later day is still locked."""
    last = max(one.bought_on or date.min, other.bought_on or date.min)
    bought = sum((holding.bought for holding in (one, other) if holding.bought_on == last), _ZERO)
    return Holding(one.security, one.quantity + other.quantity, bought, last if bought else None)


def _moved(contracts: tuple[Any, ...], changed: Mapping[str, Mapping[str, Decimal]]) -> tuple[Any, ...]:
    """Contracts with what the movements have made of them, without those at zero; what they owe is principal or proceeds."""
    after = []
    for contract in contracts:
        if contract.contract_id not in changed:
            after.append(contract)
            continue
        moved = replace(contract, **changed[contract.contract_id])
        if moved.quantity or moved.accrued or (moved.principal if isinstance(moved, FinancingContract) else moved.proceeds):
            after.append(moved)
    return tuple(after)
