"""Whether an event lost or made anything: every item moves by its movements, and equity by causes that may change it.

Repaying and reclassifying change the form of what is owned and owed, never its worth at market prices. The figures are those of
``assess`` at the marks after the event, so what prices did is a cause of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from liangrong.accounts.assess import assess, mark_of
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import AccountState, CreditAccount
from liangrong.accounts.terms import Terms
from liangrong.accounts.transitions import Cause, Movement, Transition
from liangrong.core.results import Note

__all__ = ["TOLERANCE", "Breach", "conserved", "equity_by_cause"]

TOLERANCE: Final = Decimal("0.01")
"""元 of equity. Every amount is exact; a fen leaves room for the digits of a division, no more."""

_ZERO: Final = Decimal(0)
_NEUTRAL: Final[tuple[Cause, ...]] = ("repayment", "reclassified")

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that does not add up.

    Parameters
    ----------
    what
        The item and its security or contract, or the cause.
    expected, found
        元, or shares.
    """

    what: str
    expected: Decimal
    found: Decimal

    @property
    def note(self) -> Note:
        """It as a sentence."""
        return Note(
            f"{self.what}：应为 {self.expected}，实为 {self.found}", f"{self.what}: {self.expected} expected, {self.found} found"
        )


def conserved(before: AccountState, transition: Transition) -> tuple[Breach, ...]:
    """Return what does not add up in one transition; empty where all is well.

    Parameters
    ----------
    before
        The state that the event found.

    Raises
    ------
    InvalidAccount
        A security has no mark after the event.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.events import Deposit
    >>> from liangrong.accounts.ledger.fold import apply
    >>> from liangrong.rules.rulebook import Rulebook
    >>> start = AccountState(date(2025, 6, 2), CreditAccount(), {}, Rulebook.load())
    >>> done = apply(start, Deposit(on=date(2025, 6, 3), amount=Decimal(1000)))
    >>> conserved(start, done)
    ()
    >>> conserved(start, Transition(done.state))[0].note.en
    'cash: 0 expected, 1000 found'
    """
    return (*_items(before.account, transition), *_causes(before, transition))


def equity_by_cause(before: AccountState, transition: Transition) -> Mapping[Cause | Literal["prices"], Decimal]:
    """Return what each cause did to the equity, 元; together they are its whole change.

    ``prices`` is what new marks (and rules on what counts) did to the positions held before; ``trade`` is what was bought or
    sold above or below the mark after the event. ``repayment`` is zero but where what is held counts at a fair price and is given
    back for a debt at market value.

    Raises
    ------
    InvalidAccount
        A security has no mark.
    """
    after = transition.state
    found: defaultdict[Cause | Literal["prices"], Decimal] = defaultdict(Decimal)
    found["prices"] = _equity(before.account, after) - _equity(before.account, before)
    for movement in transition.movements:
        found[movement.cause] += movement.amount * _worth(movement, after.marks, after.terms)
    return dict(found)


def _items(account: CreditAccount, transition: Transition) -> Iterator[Breach]:
    expected, found = _inventory(account), _inventory(transition.state.account)
    for movement in transition.movements:
        expected[_key(movement)] += movement.amount
    for key in dict.fromkeys((*expected, *found)):
        if expected[key] != found[key]:
            yield Breach(" ".join(filter(None, key)), expected[key], found[key])


def _causes(before: AccountState, transition: Transition) -> Iterator[Breach]:
    after = transition.state
    for cause in _NEUTRAL:
        moved = (m.amount * _worth(m, after.marks, after.terms, fair=False) for m in transition.movements if m.cause == cause)
        worth = sum(moved, _ZERO)
        if abs(worth) > TOLERANCE:
            yield Breach(cause, _ZERO, worth)
    explained = sum(equity_by_cause(before, transition).values(), _equity(before.account, before))
    found = _equity(after.account, after)
    if abs(found - explained) > TOLERANCE:
        yield Breach("equity", explained, found)


def _equity(account: CreditAccount, at: AccountState) -> Decimal:
    """Equity of an account at the marks and under the terms of a state."""
    return assess(account, at.marks, at.terms).equity


def _inventory(account: CreditAccount) -> defaultdict[_Key, Decimal]:
    """Every item of an account by its name and its security or contract."""
    found: defaultdict[_Key, Decimal] = defaultdict(Decimal)
    found |= {("cash", ""): account.cash, ("charges", ""): account.charges, ("other_collateral", ""): account.other_collateral}
    for holding in account.collateral:
        found["collateral", holding.security] += holding.quantity
    for loan in account.financing:
        found["financed_shares", loan.contract_id] += loan.quantity
        found["principal", loan.contract_id] += loan.principal
    for short in account.shorts:
        found["shares_owed", short.contract_id] += short.quantity
        found["proceeds", short.contract_id] += short.proceeds
    for contract in account.contracts:
        found["accrued", contract.contract_id] += contract.accrued
    return found


def _key(movement: Movement) -> _Key:
    if movement.item in ("cash", "charges", "other_collateral"):
        return movement.item, ""
    return movement.item, movement.security if movement.item == "collateral" else movement.contract_id


def _worth(movement: Movement, marks: Marks, terms: Terms, *, fair: bool = True) -> Decimal | int:
    """Equity per unit of an item; what is held counts at the broker's fair price where one is set, unless not ``fair``."""
    match movement.item:
        case "cash":
            return 1
        case "principal" | "charges" | "accrued":
            return -1
        case "proceeds":
            return 0
        case "other_collateral":
            return int(terms.other_collateral_admitted)
        case "shares_owed":
            return -mark_of(movement.security, marks).price
        case "collateral" | "financed_shares":
            mark = mark_of(movement.security, marks)
            return mark.fair_price if fair and mark.fair_price is not None else mark.price
