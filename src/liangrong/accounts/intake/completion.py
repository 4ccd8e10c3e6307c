"""What a file leaves open about its contracts: the margin ratio where it states none, and since when interest accrues."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from liangrong.accounts.intake.entries import AccountEntry
from liangrong.accounts.limits.margin_ratios import Side, new_contract_ratio
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import CreditAccount, FinancingContract, ShortContract
from liangrong.accounts.terms import agreed_terms, venue_of
from liangrong.rules.rulebook import Rulebook

__all__ = ["with_interest_stated", "with_ratios"]

_C = TypeVar("_C", FinancingContract, ShortContract)


def with_ratios(entry: AccountEntry, marks: Marks, rulebook: Rulebook) -> CreditAccount:
    """Return the account with every margin ratio filled in; one that the file states is left as it is.

    A contract takes what a new one took on its opening day: the floor, or the broker's formula where that is higher; and the
    floor that a rollover since then adopted, where that is higher still (SSE implementing rules, the articles on the financing
    and the short margin ratio).

    Parameters
    ----------
    marks
        Their conversion ratios enter a broker's formula.
    rulebook
        The law, with the broker's pack already amended in.

    Raises
    ------
    RuleNotInForce
        A contract was opened before margin trading existed on its exchange.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from liangrong.accounts.intake.layouts import Document, read_accounts
    >>> from liangrong.accounts.marks import Mark
    >>> loan = {"security": "A", "opened_on": "2025-12-10", "quantity": "100", "principal": "1000"}
    >>> (entry,) = read_accounts(Document("a.json", {"as_of": "2026-02-02", "financing": [loan]}))
    >>> with_ratios(entry, {"A": Mark(Decimal(10), Decimal("0.65"))}, Rulebook.load()).financing[0].margin_ratio
    Decimal('0.80')
    """
    account = entry.account
    if not entry.ratios_by_rule:
        return account
    return replace(
        account,
        financing=tuple(_filled(contract, "financing", entry, marks, rulebook) for contract in account.financing),
        shorts=tuple(_filled(contract, "short", entry, marks, rulebook) for contract in account.shorts),
    )


def with_interest_stated(account: CreditAccount, on: date) -> CreditAccount:
    """Return the account with what it says of accrued interest taken as complete up to the day before its own.

    A statement shows what has accrued; it is not counted again from the opening. Interest goes on from the day of the account.
    """
    return replace(
        account,
        financing=tuple(_stated(contract, on) for contract in account.financing),
        shorts=tuple(_stated(contract, on) for contract in account.shorts),
    )


def _stated(contract: _C, on: date) -> _C:
    if contract.accrued_to is not None or contract.opened_on >= on:
        return contract
    return replace(contract, accrued_to=on - timedelta(days=1))


def _filled(contract: _C, side: Side, entry: AccountEntry, marks: Marks, rulebook: Rulebook) -> _C:
    if contract.contract_id not in entry.ratios_by_rule:
        return contract
    investor = entry.account.investor
    opening = agreed_terms(rulebook.at(contract.opened_on), investor)
    at_opening = new_contract_ratio(side, contract.security, marks[contract.security], opening).value
    floor = rulebook.at(entry.on).number(
        f"{side}_margin_ratio",
        key=investor if side == "short" else None,
        venue=venue_of(contract.security),
        opened_on=contract.opened_on,
        rolled_on=contract.rolled_on,
    )
    return replace(contract, margin_ratio=max(at_opening, floor))
