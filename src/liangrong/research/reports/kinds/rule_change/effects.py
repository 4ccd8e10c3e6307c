"""What a rule change does to an account of cash, by the exact account engine, and to contracts that were open before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

from liangrong.accounts.assess import assess
from liangrong.accounts.limits.capacity import OrderAsked, OrderKind, capacity
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, ShortContract
from liangrong.accounts.terms import agreed_terms
from liangrong.core.errors import RuleNotInForce
from liangrong.rules.parameters import Investor
from liangrong.rules.rulebook import Rulebook

__all__ = ["CASES", "SIDES", "ContractCase", "Held", "Limit", "Side", "held_margins", "limits"]

Side = Literal["financing", "short"]
ContractCase = Literal["kept", "agreed", "rolled", "new"]
"""A contract from before the change, as it is; where broker and client agree on lower ratios; rolled over on the day; opened on it."""

SIDES: Final[tuple[Side, ...]] = get_args(Side)
CASES: Final[tuple[ContractCase, ...]] = get_args(ContractCase)
_ORDERS: Final[dict[Side, OrderKind]] = {"financing": "financing_buy", "short": "short_sell"}
_INVESTORS: Final[tuple[Investor, ...]] = ("general", "private_fund")
_NAME: Final = "example"
_MARKS: Final = {_NAME: Mark(Decimal(1), Decimal(0))}
"""A security that counts for nothing as collateral, so that the limit depends on the margin ratio alone."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The largest order of an account of cash before and after, 元, with the margin ratios that bind; ``None`` where there was no rule."""

    side: Side
    investor: Investor
    before: Decimal | None
    after: Decimal | None
    ratio_before: Decimal | None
    ratio_after: Decimal | None


@dataclass(frozen=True, slots=True)
class Held:
    """A contract on the day of the change: its margin ratio, the margin that it holds and what is left of the cash, 元."""

    side: Side
    case: ContractCase
    ratio: Decimal
    margin: Decimal
    left: Decimal


def limits(book: Rulebook, before: date, on: date, cash: Decimal) -> tuple[Limit, ...]:
    """The largest purchase on financing and the largest short sale of an account that has cash and owes nothing.

    Parameters
    ----------
    before, on
        The last session under the old rules, and the first under the new ones.
    cash
        元.

    Examples
    --------
    >>> found = limits(Rulebook.load(), date(2026, 1, 16), date(2026, 1, 19), Decimal(1_000_000))
    >>> f"{found[0].before:,.0f} {found[0].after:,.0f}"
    '1,250,000 1,000,000'
    """
    found = []
    for side in SIDES:
        for investor in _INVESTORS:
            old, new = (_limit(book, day, side, investor, cash) for day in (before, on))
            if old is None and new is None:
                continue
            (was, ratio_was), (now, ratio_now) = old or (None, None), new or (None, None)
            found.append(Limit(side, investor, was, now, ratio_was, ratio_now))
    return tuple(found)


def held_margins(book: Rulebook, before: date, on: date, amount: Decimal) -> Iterator[Held]:
    """What contracts of ``amount`` hold on the day of the change beside as much cash, by when they were opened and rolled over."""
    for side in SIDES:
        for case in CASES:
            try:
                yield _held(book, before, on, side, case, amount)
            except RuleNotInForce:
                continue


def _limit(book: Rulebook, day: date, side: Side, investor: Investor, cash: Decimal) -> tuple[Decimal, Decimal | None] | None:
    try:
        found = capacity(
            CreditAccount(cash=cash, investor=investor),
            OrderAsked(_ORDERS[side], _NAME),
            marks=_MARKS,
            terms=agreed_terms(book.at(day), investor),
        )
    except RuleNotInForce:
        return None
    return found.max_amount, None if found.ratio is None else found.ratio.value


def _held(book: Rulebook, before: date, on: date, side: Side, case: ContractCase, amount: Decimal) -> Held:
    rules = book.at(on)
    opened = on if case == "new" else before
    rolled = (on,) if case == "rolled" else ()
    ratio = rules.number(f"{side}_margin_ratio", opened_on=opened, rolled_on=rolled, agreed=case == "agreed")
    if side == "financing":
        contract = FinancingContract(_NAME, _NAME, opened, amount, amount, ratio, rolled_on=rolled)
        account = CreditAccount(cash=amount, financing=(contract,))
    else:
        sold = ShortContract(_NAME, _NAME, opened, amount, amount, ratio, rolled_on=rolled)
        account = CreditAccount(cash=amount + amount, shorts=(sold,))
    found = assess(account, _MARKS, agreed_terms(rules))
    return Held(side, case, ratio, found.margin_used, found.available_margin)
