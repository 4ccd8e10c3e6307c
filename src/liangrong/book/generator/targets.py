"""What is published, and what a generated book must therefore sum up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from liangrong.book.marks import MarkTable
from liangrong.core.errors import UsageError
from liangrong.core.results import Note

__all__ = ["History", "Targets"]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class History:
    """The sessions on which contracts of the book may have been opened, up to the day of the book.

    Parameters
    ----------
    days
        Sessions, in order; the last one is the day of the book.
    buys, balances
        融资买入额 and 融资余额 of the market by session, 元.
    prices
        ``(days, securities)``: closes per share of today (ex-rights days are no falls), 厘; 0: not known.
    """

    days: tuple[date, ...]
    buys: NDArray[np.float64]
    balances: NDArray[np.float64]
    prices: NDArray[np.int32]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Targets:
    """Aggregates of a whole country, or of whatever else is to be drawn.

    Parameters
    ----------
    marks
        The market on the day of the book.
    accounts, borrowers, institutions
        Credit accounts; those of them in debt; those of them that are no individuals.
    financing_balance
        By security, fen.
    short_quantity
        By security, shares.
    maintenance_ratio
        平均维持担保比例: assets of all accounts in debt over their debt. It is published without its definition; this is the one
        that agrees with the total of collateral, which is greater by what accounts without debt hold.
    collateral_value, collateral_cash
        Assets of all accounts, and the cash in them, fen.
    preference
        By security: how much of own collateral lies in it, in any unit.
    sources
        Where each of these numbers comes from, by name; what is missing here is invented.
    """

    marks: MarkTable
    accounts: int
    borrowers: int
    institutions: int
    financing_balance: NDArray[np.int64]
    short_quantity: NDArray[np.int64]
    maintenance_ratio: float
    collateral_value: int
    collateral_cash: int
    preference: NDArray[np.float64]
    history: History
    sources: Mapping[str, Note] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = self.marks.size
        wrong = {
            ("columns of other lengths than the securities", "各列与证券只数不一致"): any(
                len(column) != size
                for column in (self.financing_balance, self.short_quantity, self.preference, self.history.prices.T)
            ),
            ("a price that is not above zero", "价格不大于 0"): bool((self.marks.price <= 0).any()),
            ("a balance below zero", "余额为负"): bool((self.financing_balance < 0).any() or (self.short_quantity < 0).any()),
            ("no financing at all", "没有融资余额"): not self.financing_balance.any(),
            ("no preference", "没有持仓偏好"): not (self.preference >= 0).all() or not self.preference.any(),
            ("more borrowers or institutions than accounts, or no borrower", "负债户或机构户多于账户，或没有负债户"): (
                not 0 < self.borrowers <= self.accounts or not 0 <= self.institutions <= self.accounts
            ),
            ("a history that does not end on the day of the marks", "历史未止于行情日"): self.history.days[-1:]
            != (self.marks.on,),
        }
        for (en, zh), is_so in wrong.items():
            if is_so:
                raise UsageError(reason=f"These aggregates cannot be those of a book: {en}.", reason_zh=f"总量不能成立：{zh}。")

    @property
    def financing_total(self) -> int:
        """融资余额 of all securities, fen."""
        return int(self.financing_balance.sum())

    def scaled(self, accounts: int) -> Targets:
        """The same country in fewer or more accounts: counts and sums in proportion, ratios as they are.

        The turnover of its market shrinks with it, so that what is sold is as large a part of it as in the whole country.

        Raises
        ------
        UsageError
            There is no account.
        """
        if accounts < 1:
            raise UsageError(
                reason=f"A book of {accounts} accounts cannot be drawn.", reason_zh=f"无法生成 {accounts} 个账户的账簿。"
            )
        scale = accounts / self.accounts
        return (
            self
            if accounts == self.accounts
            else replace(
                self,
                accounts=accounts,
                borrowers=round(self.borrowers * scale),
                institutions=round(self.institutions * scale),
                financing_balance=np.floor(self.financing_balance * scale).astype(np.int64),
                short_quantity=np.floor(self.short_quantity * scale).astype(np.int64),
                collateral_value=round(self.collateral_value * scale),
                collateral_cash=round(self.collateral_cash * scale),
                marks=replace(self.marks, turnover=self.marks.turnover * scale),
            )
        )
