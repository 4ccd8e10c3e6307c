"""What a supposed change does to an account: another rule, another price, another conversion ratio, or any event.

Nothing is solved here: the change is made to a copy of the state, and both are assessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from liangrong.accounts.assess import Assessment, assess, mark_of
from liangrong.accounts.events import Event, RuleChange
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.ledger.market_changes import rule_change
from liangrong.accounts.limits.capacity import Capacity, OrderAsked, capacity
from liangrong.accounts.limits.margin_ratios import Side, new_contract_ratio
from liangrong.accounts.marks import moved
from liangrong.accounts.state import AccountState
from liangrong.accounts.transitions import Transition
from liangrong.core.errors import UnknownName
from liangrong.core.results import Note
from liangrong.core.units import Unit, display
from liangrong.rules.parameters import Scalar

__all__ = ["CapacityChange", "Change", "PriceMove", "RuleReform", "WhatIf", "whatif"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceMove:
    """Prices move by a share: −0.15 is a fall of 15 %.

    Parameters
    ----------
    security, industry
        Whose; all prices when neither is given.
    """

    move: Decimal
    security: str | None = None
    industry: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReform:
    """A parameter of the rulebook has another value from the day of the state; it may be looser than the law.

    Parameters
    ----------
    value
        In the unit of the parameter; where it has keys, with all of them, or one value for all.
    reach
        ``new_contracts``: open contracts keep their margin ratio (新老划断); ``all``: they take what a contract opened on the
        day would.
    """

    parameter: str
    value: Scalar | Mapping[str, Scalar]
    reach: Literal["new_contracts", "all"] = "new_contracts"


Change: TypeAlias = PriceMove | RuleReform | Event


@dataclass(frozen=True, slots=True)
class CapacityChange:
    """How large an order could be before and after."""

    order: OrderAsked
    before: Capacity
    after: Capacity


@dataclass(frozen=True, slots=True)
class WhatIf:
    """An account before and after.

    Parameters
    ----------
    state
        The state after the changes, to go on from.
    capacities
        One for each order asked about.
    notes
        What the changes did not touch, what they brought about, and what events had to say.
    """

    before: Assessment
    after: Assessment
    state: AccountState
    capacities: tuple[CapacityChange, ...]
    notes: tuple[Note, ...]


def whatif(state: AccountState, changes: Iterable[Change], *, orders: Iterable[OrderAsked] | None = None) -> WhatIf:
    """Make changes one after the other and compare.

    Parameters
    ----------
    orders
        Whose largest size is compared. When not given: a withdrawal of cash, and a margin purchase of each security that is
        financed already.

    Raises
    ------
    EventRefused
        An event that the rules, the market or the account's means forbid.
    UnknownName, BadInput
        A parameter that does not exist, a security or an industry that the marks do not know, or a value of another unit.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import CreditAccount
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D = Decimal
    >>> state = AccountState(date(2026, 1, 16), CreditAccount(cash=D(1000000)), {"B": Mark(D(10), D("0.65"))}, Rulebook.load())
    >>> reform = RuleReform(parameter="financing_margin_ratio", value=D(1))
    >>> (change,) = whatif(state, [reform], orders=[OrderAsked("financing_buy", "B")]).capacities
    >>> f"{change.before.max_amount:.2f} {change.after.max_amount:.2f}"
    '1250000.00 1000000.00'
    """
    after, notes = state, list[Note]()
    for change in changes:
        transition = _made(after, change)
        after = transition.state
        notes += transition.notes
    asked = _usual_orders(state) if orders is None else tuple(orders)
    found = assess(state.account, state.marks, state.terms), assess(after.account, after.marks, after.terms)
    return WhatIf(
        before=found[0],
        after=found[1],
        state=after,
        capacities=tuple(CapacityChange(order, _room(state, order), _room(after, order)) for order in asked),
        notes=(*notes, *_crossed(*found)),
    )


def _made(state: AccountState, change: Change) -> Transition:
    match change:
        case PriceMove():
            return Transition(replace(state, marks=moved(state.marks, dict.fromkeys(_members(state, change), change.move))))
        case RuleReform():
            return _reformed(state, change)
        case _:
            return apply(state, change)


def _members(state: AccountState, change: PriceMove) -> list[str]:
    if change.security is not None:
        mark_of(change.security, state.marks)
        return [change.security]
    if change.industry is None:
        return list(state.marks)
    members = [name for name, mark in state.marks.items() if mark.industry == change.industry]
    if not members:
        known = ", ".join(sorted({mark.industry for mark in state.marks.values()} - {""})) or "-"
        raise UnknownName(kind="industry", name=change.industry, known=known)
    return members


def _reformed(state: AccountState, change: RuleReform) -> Transition:
    parameter = state.rulebook.parameter(change.parameter)
    value = change.value
    if parameter.by is not None and not isinstance(value, Mapping):
        value = dict.fromkeys(parameter.keys, value)
    new = rule_change(state, RuleChange(on=state.on, parameter=parameter.name, value=value, reform=True)).state
    if change.reach == "all":
        new = replace(new, rulebook=state.rulebook.reform(parameter.name, value, state.on, applies_to="all"))
    name = parameter.name
    if name not in ("financing_margin_ratio", "short_margin_ratio"):
        return Transition(new)
    if change.reach == "new_contracts":
        kept = Note("新老划断：未了结合约沿用原保证金比例，维持担保比例与保证金可用余额不变",
                    "open contracts keep their margin ratio: maintenance ratio and available margin stay as they are")  # fmt: skip
        return Transition(new, notes=(kept,))
    account = state.account

    def anew(side: Side, security: str) -> Decimal:
        return new_contract_ratio(side, security, mark_of(security, state.marks), new.terms).value

    if name == "financing_margin_ratio":
        financing = tuple(replace(c, margin_ratio=anew("financing", c.security)) for c in account.financing)
        return Transition(replace(new, account=replace(account, financing=financing)))
    shorts = tuple(replace(c, margin_ratio=anew("short", c.security)) for c in account.shorts)
    return Transition(replace(new, account=replace(account, shorts=shorts)))


def _usual_orders(state: AccountState) -> tuple[OrderAsked, ...]:
    financed = dict.fromkeys(contract.security for contract in state.account.financing)
    return (OrderAsked("withdrawal"), *(OrderAsked("financing_buy", security) for security in financed))


def _room(state: AccountState, order: OrderAsked) -> Capacity:
    return capacity(state.account, order, marks=state.marks, terms=state.terms)


def _crossed(before: Assessment, after: Assessment) -> tuple[Note, ...]:
    """What the owner must know of the account after: that margin is used up, or that a line is broken."""
    notes = []
    if after.available_margin < 0 <= before.available_margin:
        notes.append(Note("保证金可用余额转为负数：不能新开仓，也不能提取；本身不触发追保",
                          "the available margin becomes negative: nothing can be opened or withdrawn; by itself it is no call"))  # fmt: skip
    if after.zone != before.zone and after.zone in ("warning", "call", "immediate"):
        line_zh, line_en = {"warning": ("警戒线", "warning line"), "call": ("追保线", "call line"),
                            "immediate": ("即时平仓线", "immediate line")}[after.zone]  # fmt: skip
        assert after.maintenance_ratio is not None, "without debt no line is broken"
        shown = display(after.maintenance_ratio, Unit.RATIO)
        notes.append(Note(f"维持担保比例 {shown}，低于{line_zh}", f"the maintenance ratio of {shown} is below the {line_en}"))
    return tuple(notes)
