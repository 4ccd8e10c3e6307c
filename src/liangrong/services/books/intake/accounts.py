"""Rows of accounts and of positions: what they say in whole numbers, and what cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from liangrong.accounts.intake.layouts.fields import ACCOUNT, COLLATERAL, COLUMNS, named
from liangrong.accounts.intake.layouts.tree import INVESTOR_NAMES
from liangrong.book.scales import BASIS_POINTS, FEN_PER_YUAN, LI_PER_YUAN
from liangrong.rules.parameters import INVESTORS
from liangrong.services.books.intake.sheets import Sheet

__all__ = [
    "ACCOUNT_NAMES",
    "POSITION_NAMES",
    "SHARES_MOST",
    "YUAN_MOST",
    "account_rows",
    "check_known",
    "check_size",
    "position_rows",
]

_FIELDS: Final = ("account_id", "as_of", "investor", "cash", "charges", "other_collateral", "credit_line")
ACCOUNT_NAMES: Final = named({name: ACCOUNT[name] for name in _FIELDS})
_OF_ACCOUNT: Final = {name: COLUMNS[name] for name in ("account_id", "as_of")}
POSITION_NAMES: Final = named({**_OF_ACCOUNT, **COLLATERAL})

SHARES_MOST: Final = 2**32 - 1
"""Shares that one position of a book can count."""


YUAN_MOST: Final = (2**63 - 1) / (LI_PER_YUAN * BASIS_POINTS)
"""Yuan of one account that can be counted in 厘 times basis points."""


def account_rows(sheet: Sheet, on: date) -> pl.DataFrame:
    """``row, account_id, investor, cash, charges, other_collateral, credit_line``: money in fen, ``credit_line`` −1 where not limited.

    Raises
    ------
    BadInput
        A column that every account needs is missing.
    """
    sheet.need("account_id")
    sheet.need("cash")
    for name in ("account_id", "cash"):
        sheet.missing(name)
    names = sheet.text("account_id")
    sheet.fault(
        names.is_duplicated() & names.is_not_null(), "account_id", "{value} 出现在多行", "{value} names more than one account"
    )
    _check_day(sheet, on)
    cash = sheet.whole("cash", 2)
    sheet.fault(cash < 0, "cash", "为 {value}；现金不能为负，欠款应列入合约或利息及费用",
                "is {value}; cash cannot be negative, what is owed belongs under contracts or charges")  # fmt: skip
    found = {"cash": cash}
    for name in ("charges", "other_collateral", "credit_line"):
        found[name] = sheet.whole(name, 2)
        sheet.fault(found[name] < 0, name, "为 {value}，不能为负", "is {value} and cannot be negative")
    numbers = {name: number for number, name in enumerate(INVESTORS)}
    investor = sheet.choice("investor", INVESTOR_NAMES).replace_strict(numbers, default=0, return_dtype=pl.Int64)
    return sheet.frame.select(
        "row", "account_id", investor=investor, cash=cash.fill_null(0),
        charges=found["charges"].fill_null(0), other_collateral=found["other_collateral"].fill_null(0),
        credit_line=found["credit_line"].fill_null(-1),
    )  # fmt: skip


def position_rows(sheet: Sheet, on: date, accounts: pl.Series) -> pl.DataFrame:
    """``row, account_id, security, quantity``; rows without shares are left out with a warning.

    Parameters
    ----------
    accounts
        The accounts of the export.

    Raises
    ------
    BadInput
        A column that every position needs is missing.
    """
    for name in ("account_id", "security", "quantity"):
        sheet.need(name)
        sheet.missing(name)
    _check_day(sheet, on)
    check_known(sheet, accounts)
    quantity = sheet.whole("quantity", 0)
    sheet.fault(quantity < 0, "quantity", "为 {value}，持仓不能为负", "is {value}; a holding cannot be negative")
    sheet.fault(quantity > SHARES_MOST, "quantity", f"为 {{value}}，超过账簿一行可记的 {SHARES_MOST:,} 股",
                f"is {{value}}, more than the {SHARES_MOST:,} shares that a row of a book can count")  # fmt: skip
    sheet.fault(quantity == 0, "quantity", "为 0，该行不计入", "is 0, the row is left out", severity="warning")
    return sheet.frame.select("row", "account_id", security=sheet.security(), quantity=quantity)


def check_known(sheet: Sheet, accounts: pl.Series) -> None:
    """Call it a fault when a row is of an account that the accounts do not list."""
    names = sheet.text("account_id")
    unknown = names.is_not_null() & ~names.is_in(accounts.implode())
    sheet.fault(unknown, "account_id", "{value} 不在账户表中", "{value} is not among the accounts")


def check_size(sheet: Sheet, accounts: pl.DataFrame, money: Sequence[pl.DataFrame]) -> None:
    """Call it a fault when what an account holds and owes in all is more than whole numbers of 64 bits can count.

    Parameters
    ----------
    money
        ``account_id, yuan`` of positions and contracts.
    """
    own = accounts.select("account_id", yuan=pl.sum_horizontal("cash", "charges", "other_collateral") / FEN_PER_YUAN)
    sums = pl.concat([own, *money]).group_by("account_id").agg(pl.col("yuan").sum())
    rows = sheet.frame.select("account_id").join(sums, on="account_id", how="left", maintain_order="left")
    sheet.fault(rows["yuan"] > YUAN_MOST, "account_id", f"所持与所欠合计 {{value}} 元，超过账簿可记的 {YUAN_MOST:,.0f} 元；请检查单位",
                f"holds and owes {{value}} yuan in all, more than the {YUAN_MOST:,.0f} that a book can count; check the units", shown=rows["yuan"])  # fmt: skip


def _check_day(sheet: Sheet, on: date) -> None:
    stated = sheet.day("as_of")
    sheet.fault(stated != on, "as_of", f"为 {{value}}，而账簿日期为 {on}", f"is {{value}}, and the book is of {on}")
