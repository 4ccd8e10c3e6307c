"""Whether a contract of a file can be: its days, its amounts, and its margin ratio against the floor of its vintage.

Margin ratios: SSE implementing rules, the articles on the financing and the short margin ratio, with the notices that changed
them; the floor of a contract is that of its opening, and of a rollover where a change says so.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from liangrong.accounts.intake.entries import AccountEntry
from liangrong.accounts.intake.problems import Problems
from liangrong.accounts.ledger.opening import months_after
from liangrong.accounts.limits.margin_ratios import Side
from liangrong.accounts.state import FinancingContract, ShortContract
from liangrong.accounts.terms import venue_of
from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar
from liangrong.core.results import Note
from liangrong.rules.rulebook import RulesInForce, Ruling

__all__ = ["check_contract"]

_TEN: Final = Decimal(10)
_HUNDRED: Final = Decimal(100)
_OWED: Final = {"financing": "principal", "short": "proceeds"}


def check_contract(
    entry: AccountEntry, contract: FinancingContract | ShortContract, side: Side, rules: RulesInForce, found: Problems
) -> None:
    """Gather what cannot be about one open contract."""
    row = entry.rows.get(contract.contract_id, Note(contract.contract_id, contract.contract_id))
    _check_amounts(row, contract, side, found)
    if not _check_opening(row, contract, side, rules, found):
        return
    rolled = tuple(day for day in contract.rolled_on if _check_rollover(row, contract, day, rules, found))
    _check_term(row, contract, rolled, rules, found)
    if contract.contract_id not in entry.ratios_by_rule:
        _check_ratio(row, contract, side, rules, rolled, entry, found)


def _check_amounts(row: Note, contract: FinancingContract | ShortContract, side: Side, found: Problems) -> None:
    name = _OWED[side]
    owed = contract.principal if isinstance(contract, FinancingContract) else contract.proceeds
    if contract.quantity < 0 or (contract.quantity == 0 and side == "short"):
        found.error(row, "quantity", f"为 {contract.quantity:f}，未了结合约的数量应为正数",
                    f"is {contract.quantity:f}; an open contract has a positive quantity")  # fmt: skip
    elif contract.quantity == 0:
        found.warning(row, "quantity", "为 0：证券已卖出，只剩负债", "is 0: its shares are sold and only the debt is left")
    if owed <= 0:
        found.error(row, name, f"为 {owed:f}，应为正数；已还清的合约不再列出，其证券列入担保品",
                    f"is {owed:f} and must be positive; a contract repaid is no longer listed, its shares are collateral")  # fmt: skip
    if contract.accrued < 0:
        found.error(row, "accrued", f"为 {contract.accrued:f}，不能为负", f"is {contract.accrued:f} and cannot be negative")
    if contract.rate < 0:
        found.error(row, "rate", f"为 {contract.rate:f}，不能为负", f"is {contract.rate:f} and cannot be negative")
    elif contract.rate > 1:
        meant = f"{contract.rate / _HUNDRED:f}"
        found.error(row, "rate", f"为 {contract.rate:f}；年利率为 {contract.rate:f}% 时请写 {meant}",
                    f"is {contract.rate:f} a year; for {contract.rate:f} % write {meant}")  # fmt: skip


def _check_opening(
    row: Note, contract: FinancingContract | ShortContract, side: Side, rules: RulesInForce, found: Problems
) -> bool:
    """Whether the contract could be opened on its day at all."""
    opened, venue = contract.opened_on, venue_of(contract.security)
    if opened > rules.on:
        found.error(
            row, "opened_on", f"为 {opened}，晚于账户日期 {rules.on}", f"is {opened}, after the account's day, {rules.on}"
        )
        return False
    parameter = rules.book.parameter(f"{side}_margin_ratio")
    first = next(iter(parameter.history(venue)), None)
    if first is None or opened < first.start:
        start = first.start if first else "-"
        found.error(row, "opened_on", f"为 {opened}；{venue} 自 {start} 起才有融资融券", f"is {opened}; margin trading on {venue} began on {start}",
                    first.citation if first else "")  # fmt: skip
        return False
    _check_session(row, "opened_on", opened, found)
    return True


def _check_rollover(
    row: Note, contract: FinancingContract | ShortContract, day: date, rules: RulesInForce, found: Problems
) -> bool:
    if not contract.opened_on < day <= rules.on:
        found.error(row, "rolled_on", f"含 {day}，不在开立日 {contract.opened_on} 与账户日期 {rules.on} 之间",
                    f"has {day}, not between its opening, {contract.opened_on}, and the account's day, {rules.on}")  # fmt: skip
        return False
    allowed = rules.book.at(day).ruling("rollover_allowed", venue=venue_of(contract.security))
    if not allowed.value:
        first = next((dated for dated in rules.book.parameter("rollover_allowed").history(allowed.venue) if dated.value), None)
        start = first.start if first else "-"
        found.error(row, "rolled_on", f"含 {day}，当时不得展期；{start} 起方可展期", f"has {day}, when no contract could be rolled over; it has been possible since {start}",
                    first.citation if first else allowed.citation)  # fmt: skip
        return False
    _check_session(row, "rolled_on", day, found)
    return True


def _check_term(
    row: Note, contract: FinancingContract | ShortContract, rolled_on: tuple[date, ...], rules: RulesInForce, found: Problems
) -> None:
    """A contract runs for some months at most, and each rollover adds as many to its end, or to its own day if that is later."""
    opened, due = contract.opened_on, contract.due_on
    longest = rules.book.at(opened).ruling("contract_max_months", venue=venue_of(contract.security))
    months = longest.value
    if due is not None and due < opened:
        found.error(row, "due_on", f"为 {due}，早于开立日 {opened}", f"is {due}, before its opening, {opened}")
        return
    if not isinstance(months, int):
        return
    end = months_after(opened, months)
    for day in sorted(rolled_on):
        end = months_after(max(end, day), months)
    if due is not None and due > end and mainland().end >= due and mainland().on_or_after(end) < due:
        since_zh, since_en = (f"{opened} 起", f"after {opened}") if not rolled_on else ("每次展期", "for each rollover")
        found.warning(row, "due_on", f"为 {due}，超过 {since_zh} {months} 个月（{end}）；若已展期请在 rolled_on 写明每次",
                      f"is {due}, more than {months} months {since_en} ({end}); give every rollover in rolled_on", longest.citation)  # fmt: skip
    elif due is None and rules.on > end and not rolled_on:
        found.warning(row, "opened_on", f"为 {opened}，到 {rules.on} 已超过 {months} 个月；若已展期请给出 rolled_on",
                      f"is {opened}, more than {months} months before {rules.on}; give rolled_on if it was rolled over", longest.citation)  # fmt: skip
    elif due is None and rules.on > end:
        found.warning(row, "rolled_on", f"最后一次为 {max(rolled_on)}，合约最迟于 {end} 到期，早于 {rules.on}；请写明每次展期",
                      f"ends with {max(rolled_on)}, so the contract came due by {end}, before {rules.on}; give every rollover", longest.citation)  # fmt: skip


def _check_ratio(
    row: Note,
    contract: FinancingContract | ShortContract,
    side: Side,
    rules: RulesInForce,
    rolled_on: tuple[date, ...],
    entry: AccountEntry,
    found: Problems,
) -> None:
    stated = contract.margin_ratio
    if stated > _TEN:
        meant = f"{stated / _HUNDRED:.2f}"
        found.error(
            row,
            "margin_ratio",
            f"为 {stated:f}；请写比例 {meant}（或 {stated:f}%）",
            f"is {stated:f}; write a ratio, {meant} (or {stated:f}%)",
        )
        return
    floor = _floor(contract, side, rules, rolled_on, entry)
    if floor is None:
        return
    least = _number(floor)
    if stated < least:
        notice_zh = f"{contract.opened_on} 开立的合约不得低于 {least:f}（自 {floor.since} 起）"
        notice_en = f"a contract opened on {contract.opened_on} may not be below {least:f}, the floor since {floor.since}"
        if rolled_on:
            notice_zh += f"，{rolled_on[-1]} 展期后亦同"
            notice_en += f", also after its rollover of {rolled_on[-1]}"
        found.error(row, "margin_ratio", f"为 {stated:f}；{notice_zh}", f"is {stated:f}; {notice_en}", floor.citation)


def _floor(
    contract: FinancingContract | ShortContract, side: Side, rules: RulesInForce, rolled_on: tuple[date, ...], entry: AccountEntry
) -> Ruling | None:
    """The floor of the contract's vintage; the lower one where broker and client may have agreed on a later, lower ratio."""
    key = entry.account.investor if side == "short" else None
    venue = venue_of(contract.security)
    rulings = [
        rules.ruling(
            f"{side}_margin_ratio", key=key, venue=venue, opened_on=contract.opened_on, rolled_on=rolled_on, agreed=agreed
        )
        for agreed in (False, True)
    ]
    return min((ruling for ruling in rulings if ruling.value is not None), key=_number, default=None)


def _number(ruling: Ruling) -> Decimal:
    assert isinstance(ruling.value, Decimal | int), "a margin ratio is a number"
    return Decimal(ruling.value)


def _check_session(row: Note, field: str, day: date, found: Problems) -> None:
    try:
        session = mainland().is_session(day)
    except BeyondCalendar:
        return
    if not session:
        found.warning(row, field, f"{day} 不是交易日", f"{day} was no trading day")
