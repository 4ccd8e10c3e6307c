"""Interest on financing and lending fees on short sales: what a day costs, when it is debited, what an overdue yuan costs more.

The balance of a day bears interest on that day: what happens during a day finds all days before it counted, and the
clearing of the day counts the day itself. Amounts stay unrounded until they are debited; then each contract's is rounded
to 0.01 元, half up. Day count, ends, minimum, charge day, fee base and penalty are terms of the contract between broker
and client (``rules/book/brokers``), no law.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeVar

from liangrong.accounts.assess import mark_of
from liangrong.accounts.events import ChargeInterest, RateChange
from liangrong.accounts.fen import to_fen
from liangrong.accounts.ledger.posting import booked, post
from liangrong.accounts.ledger.refusals import refused, yuan
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import AccountState, Contract, CreditAccount, FinancingContract, ShortContract
from liangrong.accounts.terms import Terms
from liangrong.accounts.transitions import Movement, Transition
from liangrong.core.errors import UsageError
from liangrong.core.results import Note

__all__ = [
    "accrue",
    "charge",
    "charge_interest",
    "closing_charge",
    "interest_between",
    "pass_days",
    "rate_change",
]

_ZERO: Final = Decimal(0)
_DAY: Final = timedelta(days=1)

_C = TypeVar("_C", FinancingContract, ShortContract)


def accrue(
    account: CreditAccount, terms: Terms, to: date, *, marks: Marks | None = None
) -> tuple[CreditAccount, tuple[Movement, ...]]:
    """Count the interest of every contract through a day, from the day after the last one counted.

    Nothing is debited and nothing rounded. Counting day by day, or all days at once, gives the same.

    Parameters
    ----------
    to
        The last day to count; a contract that is counted further already stays as it is.
    marks
        Prices, where the lending fee is charged on market value; and which securities are suspended: a term that ends
        during a suspension runs on until trading resumes, without penalty.

    Raises
    ------
    InvalidAccount
        The fee is charged on market value and a borrowed security has no mark.

    Examples
    --------
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, opened = Decimal, date(2025, 9, 15)
    >>> loan = FinancingContract("1", "600519.SH", opened, D(400), D(500000), D("0.8"), rate=D("0.065"))
    >>> terms = agreed_terms(Rulebook.load().at(opened))
    >>> account, _ = accrue(CreditAccount(financing=(loan,)), terms, date(2025, 10, 23))
    >>> to_fen(account.accrued_charges)
    Decimal('3520.83')
    """
    market = marks or {}
    movements: list[Movement] = []
    if any(_uncounted(contract, terms) <= to for contract in account.contracts):
        account = replace(
            account,
            financing=tuple(_counted(contract, terms, to, market, movements) for contract in account.financing),
            shorts=tuple(_counted(contract, terms, to, market, movements) for contract in account.shorts),
        )
    if account.overdue_to is not None and account.overdue_to < to:
        days = (to - account.overdue_to).days
        penalty = min(account.overdue, account.charges) * terms.overdue_penalty_rate * days
        movements.append(Movement("charges", penalty, "interest"))
        account = replace(account, charges=account.charges + penalty, overdue_to=to)
    return account, tuple(movement for movement in movements if movement.amount)


def charge(
    account: CreditAccount, terms: Terms, on: date, *, marks: Marks | None = None
) -> tuple[CreditAccount, tuple[Movement, ...]]:
    """Debit all interest and fees through a day (结息): first what was due before, then each contract's, rounded to 0.01 元.

    Own cash pays, the proceeds of short sales do not. What it cannot pay stays in ``charges``, is overdue from the next day
    and bears the penalty of the terms.

    Raises
    ------
    InvalidAccount
        As for ``accrue``.
    """
    account, counted = accrue(account, terms, on, marks=marks)
    movements: list[Movement] = []
    own, unpaid = max(_ZERO, account.own_cash), _ZERO
    for bill in _bills(account):
        due = to_fen(bill.amount)
        paid = min(due, own)
        own, unpaid = own - paid, unpaid + due - paid
        whose = (bill.security, bill.contract_id)
        movements += [
            Movement(bill.item, -bill.amount, "interest", *whose),
            Movement("cash", -paid, "interest", *whose),
            Movement("charges", due - paid, "interest", *whose),
        ]
    happened = tuple(movement for movement in movements if movement.amount)
    account = replace(post(account, happened), overdue=unpaid, overdue_to=on if unpaid else None)
    return account, counted + happened


def pass_days(
    account: CreditAccount, terms: Terms, to: date, *, marks: Marks | None = None
) -> tuple[CreditAccount, tuple[Movement, ...]]:
    """Let the days pass through ``to``: count every day, and debit on each charge day on the way, session or not.

    Raises
    ------
    InvalidAccount
        As for ``accrue``.
    """
    movements: tuple[Movement, ...] = ()
    for day in _charge_days(_counted_to(account, to), to, terms.charge_day):
        account, moved = charge(account, terms, day, marks=marks)
        movements += moved
    account, moved = accrue(account, terms, to, marks=marks)
    return account, movements + moved


def closing_charge(contract: Contract, terms: Terms, on: date, *, marks: Marks | None = None) -> Decimal:
    """What a contract, or the part of one that is repaid, owes in interest when it closes on a day: unrounded 元.

    What it has accrued, the days since then up to the day before (or the day itself where the last day counts), and what is
    lacking to the least number of days, even when it closes on its opening day.

    Raises
    ------
    InvalidAccount
        As for ``accrue``.
    """
    market = marks or {}
    last = on if terms.count_last_day else on - _DAY
    reached = last if contract.accrued_to is None else max(last, contract.accrued_to)
    lacking = terms.min_interest_days - max(0, (reached - _first_day(contract, terms)).days + 1)
    owed = contract.accrued + _interest(contract, terms, last, market)
    if lacking <= 0:
        return owed
    return owed + _base(contract, terms, market) * contract.rate * lacking / terms.day_count_basis


def interest_between(principal: Decimal, rate: Decimal, start: date, end: date, *, terms: Terms) -> Decimal:
    """Interest on one loan at one rate, taken on ``start`` and repaid on ``end``: unrounded 元.

    Parameters
    ----------
    principal
        元 outstanding throughout.
    rate
        Per year.

    Raises
    ------
    UsageError
        It ends before it starts.

    Examples
    --------
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> terms = agreed_terms(Rulebook.load().at(date(2025, 9, 15)))
    >>> to_fen(interest_between(Decimal(500000), Decimal("0.065"), date(2025, 9, 15), date(2025, 10, 24), terms=terms))
    Decimal('3520.83')
    """
    if end < start:
        raise UsageError(reason=f"A loan taken on {start} cannot be repaid on {end}.",
                         reason_zh=f"{start} 借入的款项不能在 {end} 归还。")  # fmt: skip
    days = (end - start).days - 1 + terms.count_first_day + terms.count_last_day
    return principal * rate * max(days, terms.min_interest_days) / terms.day_count_basis


def charge_interest(state: AccountState, event: ChargeInterest) -> Transition:
    """Debit what is due through the day of the event."""
    account, movements = charge(state.account, state.terms, event.on, marks=state.marks)
    notes: tuple[Note, ...] = ()
    if account.overdue:
        notes = (Note(f"自有现金不足，{yuan(account.overdue)} 元息费未能扣收，自次日起计罚息",
                      f"own cash does not suffice: {yuan(account.overdue)} yuan of interest and fees stay unpaid and bear a penalty "
                      "from the next day"),)  # fmt: skip
    return booked(state, account, movements, notes=notes)


def rate_change(state: AccountState, event: RateChange) -> Transition:
    """Count the days before the event at the old rate, then set the new one: of one contract, or of all of one side.

    Raises
    ------
    EventRefused
        No such contract is open, or its interest is counted past the day already.
    """
    account, movements = pass_days(state.account, state.terms, event.on - _DAY, marks=state.marks)
    side: tuple[Contract, ...] = account.financing if event.side == "financing" else account.shorts
    candidates = side if event.contract_id is None else account.contracts
    chosen = [contract for contract in candidates if event.contract_id in (None, contract.contract_id)]
    if event.contract_id is not None and not chosen:
        known = ", ".join(contract.contract_id for contract in account.contracts) or "-"
        raise refused(event, f"no contract {event.contract_id} is open; open are {known}",
                      f"没有未了结的合约 {event.contract_id}；未了结的有 {known}")  # fmt: skip
    for contract in chosen:
        if contract.accrued_to is not None and contract.accrued_to >= event.on:
            raise refused(event, f"interest of contract {contract.contract_id} is counted through {contract.accrued_to} at the old rate; "
                          "the change must stand before the clearing of its day",
                          f"合约 {contract.contract_id} 的利息已按原利率计至 {contract.accrued_to}；利率变更应排在当日清算之前")  # fmt: skip
    names = {contract.contract_id for contract in chosen}
    account = replace(
        account,
        financing=tuple(replace(c, rate=event.rate) if c.contract_id in names else c for c in account.financing),
        shorts=tuple(replace(c, rate=event.rate) if c.contract_id in names else c for c in account.shorts),
    )
    return booked(state, account, movements)


def _bills(account: CreditAccount) -> Iterator[Movement]:
    """What is to be debited, as it would move in: what was due before, then what each contract has accrued.

    What rounds to nothing is not debited: it stays accrued until there is a fen of it.
    """
    if to_fen(account.charges):
        yield Movement("charges", account.charges, "interest")
    for contract in account.contracts:
        if to_fen(contract.accrued):
            yield _moved(contract, contract.accrued)


def _counted(contract: _C, terms: Terms, to: date, marks: Marks, movements: list[Movement]) -> _C:
    """Return the contract counted through ``to``, and append what that moved."""
    if to < _uncounted(contract, terms):
        return contract
    interest = _interest(contract, terms, to, marks)
    movements.append(_moved(contract, interest))
    return contract.counted(interest, to)


def _moved(contract: Contract, accrued: Decimal) -> Movement:
    return Movement("accrued", accrued, "interest", contract.security, contract.contract_id)


def _interest(contract: Contract, terms: Terms, to: date, marks: Marks) -> Decimal:
    """Interest of the days not counted yet, with the penalty for those after its term."""
    days = max(0, (to - _uncounted(contract, terms)).days + 1)
    overdue = 0
    if contract.due_on is not None and contract.due_on < to:
        mark = marks.get(contract.security)
        overdue = 0 if mark is not None and mark.suspended else min(days, (to - contract.due_on).days)
    if not days or not (contract.rate or overdue):
        return _ZERO
    base = _base(contract, terms, marks)
    interest = base * contract.rate * days / terms.day_count_basis
    return interest + base * terms.overdue_penalty_rate * overdue if overdue else interest


def _base(contract: Contract, terms: Terms, marks: Marks) -> Decimal:
    """What a day's interest or fee is charged on, 元."""
    if isinstance(contract, FinancingContract):
        return contract.principal
    if terms.short_fee_base == "market_value":
        return contract.quantity * mark_of(contract.security, marks).price
    return contract.proceeds


def _first_day(contract: Contract, terms: Terms) -> date:
    """The first day that bears interest."""
    return contract.opened_on if terms.count_first_day else contract.opened_on + _DAY


def _uncounted(contract: Contract, terms: Terms) -> date:
    """The first day not counted yet."""
    return _first_day(contract, terms) if contract.accrued_to is None else contract.accrued_to + _DAY


def _counted_to(account: CreditAccount, to: date) -> date:
    """The last day through which everything is counted."""
    days = [contract.accrued_to or contract.opened_on - _DAY for contract in account.contracts]
    return min([*days, to] if account.overdue_to is None else [*days, account.overdue_to, to])


def _charge_days(after: date, to: date, day: int) -> Iterator[date]:
    """The charge days after one day through another; in a short month the last day of it."""
    year, month = after.year, after.month
    while (year, month) <= (to.year, to.month):
        found = date(year, month, min(day, monthrange(year, month)[1]))
        if after < found <= to:
            yield found
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
