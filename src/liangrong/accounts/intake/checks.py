"""Whether an account can be, and whether the rules of its day allow it: every fault as a sentence with field, row, date and rule.

What cannot be read at all is told by the layouts; here stands what was read and cannot be true. Contracts are checked in
``contract_checks``, agreed terms in ``term_checks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from liangrong.accounts.intake.contract_checks import check_contract
from liangrong.accounts.intake.entries import AccountEntry, GivenMark
from liangrong.accounts.intake.problems import HERE, Problem, Problems
from liangrong.accounts.intake.term_checks import check_terms
from liangrong.accounts.terms import agreed_terms, venue_of
from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar, InvalidSecurity, RuleNotInForce
from liangrong.core.results import Note
from liangrong.core.securities import SecurityId, SecurityKind
from liangrong.rules.parameters import ASSET_CLASSES, Venue
from liangrong.rules.rulebook import Rulebook, RulesInForce, Ruling

__all__ = ["problems"]

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_HUNDRED: Final = Decimal(100)
_POSITIVE: Final = ("amount", "quantity", "price", "per_share", "ratio")
_NOT_NEGATIVE: Final = ("costs", "rate", "tax_rate", "value", "subscribed", "fair_price", "conversion_ratio")
_CLASSES_OF: Final[Mapping[SecurityKind, tuple[str, ...]]] = {
    SecurityKind.STOCK: ("index_a_share", "other_a_share"),
    SecurityKind.FUND: ("etf", "cash_product", "other_fund_or_bond"),
    SecurityKind.BOND: ("treasury", "other_fund_or_bond"),
}
"""The classes of collateral that a code may belong to; which of them, its digits alone do not say."""


def problems(entry: AccountEntry, rulebook: Rulebook) -> tuple[Problem, ...]:
    """Everything wrong with an account under the rules of its day, errors and warnings, in the order of the file.

    Parameters
    ----------
    rulebook
        The law, with the broker's pack already amended in. A contract or a conversion ratio is held against the law alone: what a
        broker asks for today need not have been asked for when a contract was opened.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.state import CreditAccount
    >>> entry = AccountEntry("a.json", date(2025, 6, 30), CreditAccount(cash=Decimal(-5)), {})
    >>> [problem.sentence("en") for problem in problems(entry, Rulebook.load())]
    ['a.json, cash: is -5; cash cannot be negative, what is owed belongs under financing or charges.']
    """
    found = Problems(entry.place)
    rules = _law(rulebook).at(entry.on)
    try:
        mainland().is_session(entry.on)
        agreed_terms(rules, entry.account.investor)
    except BeyondCalendar as error:
        found.error(
            HERE,
            "as_of",
            f"为 {entry.on}；{error.message('zh').rstrip('。')}",
            f"is {entry.on}; {error.message('en').rstrip('.')}",
        )
        return tuple(found.found)
    except RuleNotInForce:
        first = rulebook.parameter("financing_margin_ratio").values[0]
        found.error(HERE, "as_of", f"为 {entry.on}；融资融券自 {first.start} 起才有",
                    f"is {entry.on}; margin trading began on {first.start}", first.citation)  # fmt: skip
        return tuple(found.found)
    _check_account(entry, rules, found)
    for contract in entry.account.financing:
        check_contract(entry, contract, "financing", rules, found)
    for short in entry.account.shorts:
        check_contract(entry, short, "short", rules, found)
    for security, given in entry.given.items():
        _check_mark(_row_of(entry, security), security, given, rules, found)
    check_terms(entry, rulebook.at(entry.on), rules, found)
    _check_ledger(entry, found)
    return tuple(found.found)


@lru_cache(maxsize=64)
def _law(rulebook: Rulebook) -> Rulebook:
    """The book without packs."""
    return replace(rulebook, overlays={}) if rulebook.overlays else rulebook


def _check_account(entry: AccountEntry, rules: RulesInForce, found: Problems) -> None:
    account = entry.account
    if account.cash < 0:
        found.error(HERE, "cash", f"为 {account.cash:f}；现金不能为负，欠款应列入融资合约或利息及费用",
                    f"is {account.cash:f}; cash cannot be negative, what is owed belongs under financing or charges")  # fmt: skip
    elif account.cash < account.short_proceeds:
        found.warning(
            HERE, "cash", f"为 {account.cash:f}，少于未了结融券的卖出所得 {account.short_proceeds:f}；现金应包含融券卖出所得",
            f"is {account.cash:f}, less than the {account.short_proceeds:f} that open short sales brought; cash includes these proceeds",
        )  # fmt: skip
    for name in ("charges", "other_collateral", "credit_line"):
        value = getattr(account, name)
        if value is not None and value < 0:
            found.error(HERE, name, f"为 {value:f}，不能为负", f"is {value:f} and cannot be negative")
    admitted = rules.ruling("other_collateral_admitted")
    if account.other_collateral > 0 and not admitted.value:
        found.warning(HERE, "other_collateral", f"在 {rules.on} 还不能计入", f"does not count on {rules.on}", admitted.citation)
    for holding in account.collateral:
        row = _row_of(entry, holding.security)
        if holding.quantity <= 0:
            found.error(
                row, "quantity", f"为 {holding.quantity:f}，持仓应为正数", f"is {holding.quantity:f}; a holding is positive"
            )
        elif not 0 <= holding.bought <= holding.quantity:
            found.error(row, "bought", f"为 {holding.bought:f}，应在 0 与持仓 {holding.quantity:f} 之间",
                        f"is {holding.bought:f}, not between 0 and the holding of {holding.quantity:f}")  # fmt: skip


def _row_of(entry: AccountEntry, security: str) -> Note:
    """Where the file first speaks of a security."""
    if security in entry.rows:
        return entry.rows[security]
    for contract in entry.account.contracts:
        if contract.security == security:
            return entry.rows.get(contract.contract_id, Note(security, security))
    return Note(security, security)


def _check_mark(row: Note, security: str, given: GivenMark, rules: RulesInForce, found: Problems) -> None:
    for name in ("price", "previous_close"):
        value = getattr(given, name)
        if value is not None and value <= 0:
            found.error(row, name, f"为 {value:f}，价格应为正数", f"is {value:f}; a price is positive")
    if given.fair_price is not None and given.fair_price < 0:
        found.error(row, "fair_price", f"为 {given.fair_price:f}，不能为负", f"is {given.fair_price:f} and cannot be negative")
    ratio = given.conversion_ratio
    if ratio is None:
        return
    if ratio < 0:
        found.error(
            row, "conversion_ratio", f"为 {ratio:f}，折算率不能为负", f"is {ratio:f}; a conversion ratio cannot be negative"
        )
    elif ratio > _ONE:
        meant = f"{ratio / _HUNDRED:f}"
        found.error(row, "conversion_ratio", f"为 {ratio:f}，折算率不超过 1；若指 {ratio:f}%，请写 {meant}",
                    f"is {ratio:f}, and no conversion ratio is above 1; for {ratio:f} % write {meant}")  # fmt: skip
    else:
        _check_cap(row, security, given, rules, found)


def _check_cap(row: Note, security: str, given: GivenMark, rules: RulesInForce, found: Problems) -> None:
    """A conversion ratio lies at or below the highest cap of the classes that the security may belong to."""
    highest = _highest_cap(rules, _classes_of(security, given), venue_of(security))
    ratio = given.conversion_ratio
    if highest is not None and ratio is not None and ratio > _value(highest):
        cap = _value(highest)
        found.error(row, "conversion_ratio", f"为 {ratio:f}，高于 {rules.on} 的上限 {cap:f}（{highest.key}，自 {highest.since} 起）",
                    f"is {ratio:f}, above the cap of {cap:f} on {rules.on} ({highest.key}, since {highest.since})", highest.citation)  # fmt: skip


@lru_cache(maxsize=8192)
def _highest_cap(rules: RulesInForce, classes: tuple[str, ...], venue: Venue) -> Ruling | None:
    caps: list[Ruling] = []
    for asset_class in classes:
        try:
            caps.append(rules.ruling("conversion_ratio_cap", key=asset_class, venue=venue))
        except RuleNotInForce:
            continue
    return max(caps, key=_value, default=None)


def _classes_of(security: str, given: GivenMark) -> tuple[str, ...]:
    return (given.asset_class,) if given.asset_class else _possible_classes(security)


@lru_cache(maxsize=16384)
def _possible_classes(security: str) -> tuple[str, ...]:
    try:
        return _CLASSES_OF.get(SecurityId.parse(security).kind, ())
    except InvalidSecurity:
        return tuple(name for name in ASSET_CLASSES if name != "cash")


def _value(ruling: Ruling) -> Decimal:
    assert isinstance(ruling.value, Decimal | int)
    return Decimal(ruling.value)


def _check_ledger(entry: AccountEntry, found: Problems) -> None:
    last = entry.on
    for at, event in enumerate(entry.events, start=1):
        row = Note(f"第 {at} 个事件", f"event {at}")
        if event.on < last:
            before_zh, before_en = ("账户日期", "the account's day") if at == 1 else ("前一事件", "the event before it")
            found.error(row, "on", f"为 {event.on}，早于{before_zh} {last}", f"is {event.on}, before {before_en}, {last}")
        last = max(last, event.on)
        names = {each.name for each in fields(event)}
        if {"price", "quantity"} <= names and not _traded_on(event.on):
            found.warning(
                row, "on", f"{event.on} 不是交易日，不会有成交", f"is {event.on}, no trading day, on which nothing trades"
            )
        for each in fields(event):
            value = getattr(event, each.name)
            if isinstance(value, Decimal) and each.name in _POSITIVE and value <= 0:
                found.error(row, each.name, f"为 {value:f}，应为正数", f"is {value:f} and must be positive")
            elif isinstance(value, Decimal) and each.name in _NOT_NEGATIVE and value < 0:
                found.error(row, each.name, f"为 {value:f}，不能为负", f"is {value:f} and cannot be negative")


def _traded_on(day: date) -> bool:
    """Whether the market was open, or may have been where the calendar does not reach."""
    try:
        return mainland().is_session(day)
    except BeyondCalendar:
        return True
