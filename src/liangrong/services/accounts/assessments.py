"""What an account is worth and why: its assessment and the tree that explains it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl

from liangrong.accounts.assess import assess
from liangrong.accounts.explanation.explain import Explanation, as_rows, as_text, explain
from liangrong.accounts.fen import to_fen
from liangrong.core.errors import Lang, UnknownName, UsageError
from liangrong.core.results import Note, Result
from liangrong.services.accounts.files import AccountsRequest, OpenedAccount, opened

__all__ = [
    "HEADING",
    "LINES",
    "MONEY",
    "Explained",
    "assess_accounts",
    "cells_of",
    "collected",
    "explain_account",
    "frame_of",
    "heading",
    "one_of",
]

MONEY: Final = pl.Decimal(38, 2)
"""Money of an account at display: 元 to the fen; the engine itself rounds nothing."""

HEADING: Final = {"account": pl.String, "investor": pl.String, "date": pl.Date}
"""Columns that say which account a row is about."""

_ASSESSED: Final[Mapping[str, Any]] = {
    "available_margin": MONEY, "maintenance_ratio": pl.Float64, "zone": pl.String, "assets": MONEY, "debt": MONEY,
    "equity": MONEY, "shortfall": MONEY, "cash": MONEY, "collateral_value": MONEY, "financed_value": MONEY,
    "other_collateral": MONEY, "financing_debt": MONEY, "short_debt": MONEY, "accrued_charges": MONEY,
    "short_proceeds": MONEY, "margin_used": MONEY, "financing_multiple": pl.Float64, "exposure": MONEY,
    "exposure_leverage": pl.Float64, "largest_security": pl.String, "largest_share": pl.Float64,
}  # fmt: skip
"""Columns of an assessment as they leave the house, with their types."""

LINES: Final = dict.fromkeys(("withdrawal_line", "warning_line", "call_line", "immediate_line"), pl.Float64)
"""Columns with the lines that hold for an account: between them lies its maintenance ratio."""


def assess_accounts(request: AccountsRequest) -> Result:
    """Value every account of a file: one row each, in the order of the file.

    Raises
    ------
    UnrecognisedInput, InvalidAccount, RuleNotInForce, UnknownName, LooseningOverlay
        As ``files.opened``.
    """
    accounts = opened(request)
    rows = [
        {
            **heading(account),
            **cells_of(assess(account.state.account, account.state.marks, account.state.terms), _ASSESSED),
            **cells_of(account.state.terms, LINES),
        }
        for account in accounts
    ]
    return collected(rows, {**HEADING, **_ASSESSED, **LINES}, accounts)


def heading(account: OpenedAccount) -> dict[str, Any]:
    """The cells that say which account a row is about."""
    return {"account": account.name, "investor": account.state.account.investor, "date": account.state.on}


def collected(rows: Sequence[dict[str, Any]], schema: dict[str, Any], accounts: Sequence[OpenedAccount]) -> Result:
    """Rows as a result, with the remarks of the accounts they came from and the latest of their days."""
    days: list[date] = [account.state.on for account in accounts]
    notes: dict[Note, None] = {note: None for account in accounts for note in account.notes}
    return Result(frame_of(rows, schema), as_of=max(days, default=None), source=("rulebook", "file"), warnings=tuple(notes))


def frame_of(rows: Sequence[Mapping[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
    """Rows as a table of these columns and types; a cell that a row lacks is null."""
    return pl.DataFrame([_series(name, [row.get(name) for row in rows], dtype) for name, dtype in schema.items()])


def _series(name: str, values: Sequence[Any], dtype: Any) -> pl.Series:
    """A column. Decimals go in as text: from objects, polars would import numpy, a fifth of the command's time."""
    if isinstance(dtype, pl.Decimal):
        return pl.Series(name, [None if value is None else f"{value:f}" for value in values], dtype=pl.String).cast(dtype)
    return pl.Series(name, values, dtype=dtype)


def cells_of(found: object, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of an assessment, or of another result, as cells of a table: money to the fen, ratios as numbers."""
    return {name: _cell(getattr(found, name), dtype) for name, dtype in columns.items()}


def _cell(value: Any, dtype: Any) -> Any:
    if not isinstance(value, Decimal):
        return value or None if dtype == pl.String else value
    return to_fen(value) if dtype == MONEY else float(value)


def one_of(accounts: Sequence[OpenedAccount], name: str | None) -> OpenedAccount:
    """The account of a file that is meant: the only one, or the one of that name.

    Raises
    ------
    UsageError
        There are several and none was named.
    UnknownName
        There is none of that name.
    """
    if name is None and len(accounts) == 1:
        return accounts[0]
    for account in accounts:
        if account.name == name:
            return account
    names = ", ".join(account.name for account in accounts[:20])
    if name is None:
        raise UsageError(reason=f"The file holds {len(accounts)} accounts; name one with `account`: {names}.",
                         reason_zh=f"文件中有 {len(accounts)} 个账户，请用 `account` 指明一个：{names}。")  # fmt: skip
    raise UnknownName(kind="account", kind_zh="账户", name=name, known=names)


@dataclass(frozen=True)
class Explained:
    """A tree that says where a number of an account comes from."""

    account: OpenedAccount
    explanation: Explanation

    def text(self, lang: Lang) -> str:
        """The tree, drawn for a terminal."""
        return as_text(self.explanation, lang)

    def result(self, lang: Lang) -> Result:
        """Its nodes as rows, parents before children; values as decimal strings with all their digits."""
        rows = [{**heading(self.account), **row} for row in as_rows(self.explanation, lang)]
        return collected(rows, {**HEADING, **dict.fromkeys(list(rows[0])[len(HEADING) :], pl.String)}, [self.account])


def explain_account(request: AccountsRequest, measure: str, name: str | None = None) -> Explained:
    """Explain one number of one account of a file.

    Raises
    ------
    UnknownName
        No such measure or account.
    """
    account = one_of(opened(request), name)
    return Explained(account, explain(account.state.account, account.state.marks, account.state.terms, measure))
