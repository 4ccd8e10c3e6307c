"""What a fall, a rule, a conversion ratio or a payment would do to an account, as people ask it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl

from liangrong.accounts.events import CashRepay, ConversionRatioChange, Deposit, Withdraw
from liangrong.accounts.fen import to_fen
from liangrong.accounts.inverse.whatif import Change, PriceMove, RuleReform, whatif
from liangrong.accounts.limits.capacity import OrderAsked
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.services.accounts.assessments import HEADING, LINES, MONEY, cells_of, collected, heading
from liangrong.services.accounts.files import AccountsRequest, OpenedAccount, opened
from liangrong.services.accounts.limits import ANY_SECURITY, spelled

__all__ = ["WhatIfRequest", "compared"]

_ROOM: Final = {"largest_financing_buy": OrderAsked("financing_buy", ""), "withdrawable_cash": OrderAsked("withdrawal")}
_MEASURES: Final[dict[str, Any]] = {
    "maintenance_ratio": pl.Float64, "available_margin": MONEY, "zone": pl.String, "assets": MONEY, "debt": MONEY, "equity": MONEY,
    "shortfall": MONEY, "exposure_leverage": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfRequest:
    """What to suppose, one after the other in this order.

    Parameters
    ----------
    prices
        Scope to move, −0.15 for a fall of 15 %: the empty text for all prices, a security, or ``industry:电子``.
    rules
        Parameter of the rulebook to another value of it.
    all_contracts
        Changed margin ratios reach open contracts too.
    conversion_ratios
        Security to 折算率.
    deposit, withdraw, repay
        Cash paid in, taken out, or used to repay financing, 元.
    """

    prices: tuple[tuple[str, Decimal], ...] = ()
    rules: tuple[tuple[str, Decimal], ...] = ()
    all_contracts: bool = False
    conversion_ratios: tuple[tuple[str, Decimal], ...] = ()
    deposit: Decimal | None = None
    withdraw: Decimal | None = None
    repay: Decimal | None = None


def compared(request: AccountsRequest, asked: WhatIfRequest) -> Result:
    """Compare every account of a file before and after: three rows each, ``before``, ``after`` and ``change``.

    Raises
    ------
    UsageError
        Nothing is supposed.
    EventRefused, UnknownName, BadInput
        As ``accounts.inverse.whatif``.
    UnrecognisedInput, InvalidAccount, RuleNotInForce, LooseningOverlay
        As ``files.opened``.
    """
    accounts = opened(request)
    rows: list[dict[str, Any]] = []
    notes: list[Note] = []
    for account in accounts:
        changes = tuple(_changes(asked, account.state.on))
        if not changes:
            raise UsageError(reason="Nothing is supposed; give `price`, `rule`, `conversion_ratio`, `deposit`, `withdraw` or `repay`.",
                             reason_zh="没有给出任何假设；请用 `price`、`rule`、`conversion_ratio`、`deposit`、`withdraw` 或 `repay`。")  # fmt: skip
        told, remarks = _compared(account, changes)
        rows += told
        notes += remarks
    schema = {**HEADING, "case": pl.String, **_MEASURES, **dict.fromkeys(_ROOM, MONEY), **LINES}
    return collected(rows, schema, accounts).warn(*dict.fromkeys(notes))


def _compared(account: OpenedAccount, changes: tuple[Change, ...]) -> tuple[list[dict[str, Any]], tuple[Note, ...]]:
    state = replace(account.state, marks={**account.state.marks, "": ANY_SECURITY})
    found = whatif(state, changes, orders=_ROOM.values())
    room = dict(zip(_ROOM, found.capacities, strict=True))
    before = {**cells_of(found.before, _MEASURES), **{name: to_fen(change.before.max_amount) for name, change in room.items()}}
    after = {**cells_of(found.after, _MEASURES), **{name: to_fen(change.after.max_amount) for name, change in room.items()}}
    lines = {"before": cells_of(state.terms, LINES), "after": cells_of(found.state.terms, LINES), "change": {}}
    rows = [{**heading(account), "case": case, **cells, **lines[case]} for case, cells in
            (("before", before), ("after", after), ("change", _change(before, after)))]  # fmt: skip
    return rows, found.notes


def _change(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {
        name: None if value is None or after[name] is None or isinstance(value, str) else after[name] - value
        for name, value in before.items()
    }


def _changes(asked: WhatIfRequest, on: date) -> Iterator[Change]:
    for name, value in asked.rules:
        yield RuleReform(parameter=name, value=value, reach="all" if asked.all_contracts else "new_contracts")
    for name, value in asked.conversion_ratios:
        yield ConversionRatioChange(on=on, security=spelled(name), conversion_ratio=value)
    for scope, move in asked.prices:
        industry = scope.removeprefix("industry:") if scope.startswith("industry:") else None
        security = spelled(scope) if scope and industry is None else None
        yield PriceMove(move=move, security=security, industry=industry)
    if asked.deposit is not None:
        yield Deposit(on=on, amount=asked.deposit)
    if asked.repay is not None:
        yield CashRepay(on=on, amount=asked.repay)
    if asked.withdraw is not None:
        yield Withdraw(on=on, amount=asked.withdraw)
