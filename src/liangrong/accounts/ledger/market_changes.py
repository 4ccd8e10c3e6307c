"""What happens to securities and rules around an account: prices, suspensions, risk warnings, conversion ratios, new terms.

Nothing moves in the account; what it is worth changes with its marks, and what is asked of it with its rulebook.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from liangrong.accounts.assess import mark_of
from liangrong.accounts.events import (
    ConversionRatioChange,
    Delisting,
    MarketUpdate,
    Resumption,
    RiskWarning,
    RuleChange,
    Suspension,
)
from liangrong.accounts.ledger.posting import booked
from liangrong.accounts.ledger.refusals import check_positive, refused
from liangrong.accounts.limits.collateral import cap_of, capped
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import AccountState, CreditAccount
from liangrong.accounts.terms import venue_of
from liangrong.accounts.transitions import Transition
from liangrong.core.results import Note
from liangrong.rules.packs import Pack, PackRule, laid_over
from liangrong.rules.rulebook import Rulebook

__all__ = [
    "conversion_ratio_change",
    "delisting",
    "market_update",
    "resumption",
    "risk_warning",
    "rule_change",
    "suspension",
]

_NOTICE: Final = "notice"
"""The name of the pack that gathers a broker's notices in a ledger."""


def market_update(state: AccountState, event: MarketUpdate) -> Transition:
    """Set whole marks first, then prices.

    Raises
    ------
    EventRefused
        A price is not above 0.
    InvalidAccount
        A price is given for a security that has no mark.
    """
    marks = {**state.marks, **event.marks}
    for security, price in event.prices.items():
        marks[security] = replace(mark_of(security, marks), price=price)
    for security in (*event.marks, *event.prices):
        check_positive(event, marks[security].price, f"the price of {security}")
    return booked(replace(state, marks=marks), state.account, ())


def suspension(state: AccountState, event: Suspension) -> Transition:
    """Stop the trading in a security (停牌); the maintenance ratio counts the broker's fair price where one is set.

    A contract in it whose term ends runs on until trading resumes (SSE implementing rules, the article on suspension beyond
    maturity), without penalty.

    Raises
    ------
    EventRefused
        The fair price is below 0.
    InvalidAccount
        The security has no mark.
    """
    if event.fair_price is not None and event.fair_price < 0:
        raise refused(event, f"fair_price is {event.fair_price}, below 0", f"fair_price 为 {event.fair_price}，不应为负")
    return _marked(state, event.security, suspended=True, fair_price=event.fair_price, limit_up=None, limit_down=None)


def resumption(state: AccountState, event: Resumption) -> Transition:
    """Let trading resume (复牌): the market price counts again, and terms that ended meanwhile end on this day.

    Raises
    ------
    EventRefused
        The price is not above 0.
    InvalidAccount
        The security has no mark.
    """
    mark = mark_of(event.security, state.marks)
    if event.price is not None:
        check_positive(event, event.price, "price")
    extends = mark.suspended and state.terms.rules.value("suspension_extends_maturity", venue=venue_of(event.security))
    run_on = {contract.contract_id for contract in state.account.contracts
              if extends and contract.security == event.security and contract.due_on is not None and contract.due_on < event.on}  # fmt: skip
    notes = tuple(
        Note(f"合约 {contract} 在停牌期间到期，顺延至复牌日 {event.on}",
             f"contract {contract} came due during the suspension; its term ends on the day of resumption, {event.on}")
        for contract in sorted(run_on))  # fmt: skip
    account = _due(state.account, run_on, event.on)
    changed = _marked(state, event.security, suspended=False, fair_price=None, price=event.price or mark.price).state
    return booked(changed, account, (), notes=notes)


def risk_warning(state: AccountState, event: RiskWarning) -> Transition:
    """Put a security under a risk warning (ST、*ST), or free it.

    Warned, it counts at most the cap of its class and leaves the list of eligible securities. Freed, its conversion ratio
    stays what it is until the broker sets one, and no list takes it back by itself.

    Raises
    ------
    EventRefused
        It is freed and was not warned.
    InvalidAccount
        The security has no mark.
    """
    mark = mark_of(event.security, state.marks)
    if not event.lifted:
        return _zeroed(state, event, "risk_warned")
    if mark.asset_class != "risk_warned":
        raise refused(event, f"{event.security} is not under a risk warning", f"{event.security} 未被实施风险警示")
    note = Note(f"{event.security} 撤销风险警示，折算率仍为 {mark.conversion_ratio}，待证券公司重新设定",
                f"{event.security} is freed from its risk warning; its conversion ratio stays {mark.conversion_ratio} until the broker sets one")  # fmt: skip
    return _marked(state, event.security, note, asset_class="other_a_share")


def delisting(state: AccountState, event: Delisting) -> Transition:
    """Let a security enter the delisting period (退市整理期): it counts for nothing as margin, and its contracts end.

    Where broker and client agreed that contracts must be closed, their terms end on the last day of trading at the latest.

    Raises
    ------
    EventRefused
        The last day lies before the event.
    InvalidAccount
        The security has no mark.
    """
    if event.last_day is not None and event.last_day < event.on:
        raise refused(event, f"last_day is {event.last_day}, before the event", f"last_day 为 {event.last_day}，早于事件日")
    mark_of(event.security, state.marks)
    transition = _zeroed(state, event, "delisting")
    last = event.last_day
    if last is None or not state.terms.rules.value("delisting_requires_close"):
        return transition
    ending = {contract.contract_id for contract in state.account.contracts
              if contract.security == event.security and (contract.due_on is None or contract.due_on > last)}  # fmt: skip
    notes = tuple(Note(f"合约 {contract} 须在最后交易日 {last} 前了结", f"contract {contract} must be closed by the last day of trading, {last}")
                  for contract in sorted(ending))  # fmt: skip
    return booked(transition.state, _due(state.account, ending, last), (), notes=transition.notes + notes)


def conversion_ratio_change(state: AccountState, event: ConversionRatioChange) -> Transition:
    """Set another conversion ratio (折算率).

    Raises
    ------
    EventRefused
        It is not between 0 and 1, or above the cap of the security's class on the day.
    InvalidAccount
        The security has no mark.
    """
    mark, ratio = mark_of(event.security, state.marks), event.conversion_ratio
    if not 0 <= ratio <= 1:
        raise refused(
            event, f"conversion_ratio is {ratio}, not between 0 and 1", f"conversion_ratio 为 {ratio}，应在 0 与 1 之间"
        )
    rules, venue = state.terms.rules, venue_of(event.security)
    cap = cap_of(mark.asset_class, rules, venue) if mark.asset_class else None
    if cap is not None and ratio > capped(ratio, mark.asset_class, rules, venue):
        raise refused(event, f"conversion_ratio {ratio} of {event.security} is above the cap {cap.value} of its class, "
                      f"{mark.asset_class}, since {cap.since} ({cap.citation})",
                      f"{event.security} 的 conversion_ratio {ratio} 高于所属类别 {mark.asset_class} 自 {cap.since} 起的上限 "
                      f"{cap.value}（{cap.citation}）", rule=cap)  # fmt: skip
    return _marked(state, event.security, conversion_ratio=ratio)


def rule_change(state: AccountState, event: RuleChange) -> Transition:
    """Set a parameter anew from this day: a broker's notice, which may only tighten the law, or a supposed reform.

    A notice replaces what the broker said before of the same parameter. Open contracts keep their ratios; what a security
    counts for falls at once where its cap does.

    Raises
    ------
    LooseningOverlay
        A notice is looser than the law.
    UnknownName, BadInput
        There is no such parameter, or the value does not fit it.

    Examples
    --------
    >>> from decimal import Decimal
    >>> day = date(2026, 3, 2)
    >>> state = AccountState(day, CreditAccount(), {}, Rulebook.load())
    >>> changed = rule_change(state, RuleChange(on=day, parameter="call_line", value=Decimal("1.35"))).state
    >>> changed.terms.call_line
    Decimal('1.35')
    """
    book = state.rulebook
    book = book.reform(event.parameter, event.value, event.on) if event.reform else _noticed(book, event)
    rules = book.at(event.on)
    marks = {
        security: replace(mark, conversion_ratio=capped(mark.conversion_ratio, mark.asset_class, rules, venue_of(security)))
        for security, mark in state.marks.items()
    }
    return booked(replace(state, rulebook=book, marks=marks), state.account, ())


def _noticed(book: Rulebook, event: RuleChange) -> Rulebook:
    """The book with a notice in every pack that speaks of the parameter, or in one of its own."""
    parameter = book.parameter(event.parameter).name
    rule = PackRule(parameter=parameter, start=event.on, value=event.value, citation=f"证券公司 {event.on} 通知", confidence="H")
    pack = Pack(name=_NOTICE, title_zh="证券公司通知", title_en="notices of the broker", example=False, citation=rule.citation,
                confidence="H", rules=(rule,), place=f"rule_change {event.on}")  # fmt: skip
    new = laid_over(book, pack)[parameter]
    speaking = [name for name, said in book.overlays.items() if parameter in said] or [f"pack:{_NOTICE}"]
    overlays = dict(book.overlays)
    for name in speaking:
        said = overlays.get(name, {})
        overlays[name] = {**said, parameter: tuple(sorted((*said.get(parameter, ()), *new), key=lambda dated: dated.start))}
    return replace(book, overlays=overlays)


def _zeroed(state: AccountState, event: RiskWarning | Delisting, asset_class: str) -> Transition:
    """Move a security into a class whose cap is zero, off the list of eligible ones."""
    mark = mark_of(event.security, state.marks)
    ratio = capped(mark.conversion_ratio, asset_class, state.terms.rules, venue_of(event.security))
    return _marked(state, event.security, asset_class=asset_class, conversion_ratio=ratio, financing_open=False, short_open=False)


def _marked(state: AccountState, security: str, *notes: Note, **changes: Any) -> Transition:
    """The state with one mark changed."""
    marks: Marks = {**state.marks, security: replace(mark_of(security, state.marks), **changes)}
    return booked(replace(state, marks=marks), state.account, (), notes=notes)


def _due(account: CreditAccount, names: set[str], day: date) -> CreditAccount:
    """The account with the term of some contracts ending on a day."""
    return replace(
        account,
        financing=tuple(replace(c, due_on=day) if c.contract_id in names else c for c in account.financing),
        shorts=tuple(replace(c, due_on=day) if c.contract_id in names else c for c in account.shorts),
    )
