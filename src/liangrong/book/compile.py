"""Accounts into columns and back: what binds the book to ``accounts``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from operator import itemgetter
from typing import Any, Final

import numpy as np

from liangrong.accounts.fen import to_fen
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.book.columns import (
    COLUMN_TYPES,
    EPOCH,
    NO_DATE,
    Accounts,
    Column,
    Contracts,
    OtherCollateral,
    Partition,
    Positions,
    Shorts,
)
from liangrong.book.scales import BASIS_POINTS, FEN_PER_YUAN, RATE_UNITS, whole
from liangrong.core.errors import InvalidAccount
from liangrong.rules.parameters import INVESTORS

__all__ = ["account_of", "partition_of"]

_UNLIMITED: Final = -1


def partition_of(accounts: Iterable[CreditAccount], securities: Sequence[str], *, first: int = 0) -> Partition:
    """Columns of some accounts.

    Charges are what is unpaid in all, to the fen: contracts do not keep their accruals apart.

    Parameters
    ----------
    securities
        The securities of the book, in the order of their numbers.

    Raises
    ------
    InvalidAccount
        A security is not among them, or a number does not fit its column.

    Examples
    --------
    >>> loan = FinancingContract("1", "B", date(2025, 6, 2), Decimal(20000), Decimal(200000), Decimal("0.8"))
    >>> account = CreditAccount(cash=Decimal(150000), collateral=(Holding("A", Decimal(5000)),), financing=(loan,))
    >>> found = partition_of([account], ["A", "B"])
    >>> found.size, int(found.contracts.principal[0])
    (1, 20000000)
    """
    numbers = {security: number for number, security in enumerate(securities)}
    rows = _Rows()
    for account in accounts:
        rows.add(account, numbers)
    return rows.partition(first)


@dataclass(slots=True)
class _Rows:
    """Rows of every table, while accounts are added."""

    cells: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {name: [] for name in COLUMN_TYPES})
    offsets: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0)])
    names: list[str] = field(default_factory=list)

    def add(self, account: CreditAccount, numbers: Mapping[str, int]) -> None:
        place, cells, row = account.account_id or f"account {len(self.names) + 1}", self.cells, len(self.names)

        def number_of(security: str) -> int:
            if security not in numbers:
                raise InvalidAccount(place=place, reason=f"{security} is not among the securities of the book",
                                     reason_zh=f"账簿中没有证券 {security}")  # fmt: skip
            return numbers[security]

        def scaled(value: Decimal, per_one: int, what: str) -> int:
            return whole(value, per_one, f"{place}: {what}")

        held = [(number_of(h.security), scaled(h.quantity, 1, "quantity")) for h in account.collateral if h.quantity]
        cells["positions"] += sorted(held)
        loans = sorted(((number_of(c.security), c) for c in account.financing), key=itemgetter(0))
        for number, loan in loans:
            cells["contracts"].append((
                number, scaled(loan.quantity, 1, "quantity"), scaled(loan.principal, FEN_PER_YUAN, "principal"),
                scaled(loan.margin_ratio, BASIS_POINTS, "margin_ratio"),
            ))  # fmt: skip
            cells["contract_terms"].append((scaled(loan.rate, RATE_UNITS, "rate"), _days(loan.opened_on), _days(loan.due_on)))
        for number, short in sorted(((number_of(c.security), c) for c in account.shorts), key=itemgetter(0)):
            cells["shorts"].append((
                row, number, scaled(short.quantity, 1, "quantity"), scaled(short.proceeds, FEN_PER_YUAN, "proceeds"),
                scaled(short.margin_ratio, BASIS_POINTS, "margin_ratio"),
            ))  # fmt: skip
            cells["short_terms"].append((scaled(short.rate, RATE_UNITS, "rate"), _days(short.opened_on), _days(short.due_on)))
        if account.other_collateral:
            cells["others"].append((row, scaled(account.other_collateral, FEN_PER_YUAN, "other_collateral")))
        charges = to_fen(account.accrued_charges)
        cells["accounts"].append((scaled(account.cash, FEN_PER_YUAN, "cash"), scaled(charges, FEN_PER_YUAN, "charges")))
        line = _UNLIMITED if account.credit_line is None else scaled(account.credit_line, FEN_PER_YUAN, "credit_line")
        cells["account_terms"].append((INVESTORS.index(account.investor), line))
        self.offsets.append((len(cells["positions"]), len(cells["contracts"])))
        self.names.append(account.account_id)

    def partition(self, first: int) -> Partition:
        cash, charges = self._columns("accounts")[:2]
        position_offsets, contract_offsets = np.array(self.offsets, dtype=np.uint32).reshape(-1, 2).T.copy()
        terms = {f"{table}.{name}": column
                 for table in ("contract_terms", "short_terms", "account_terms")
                 for name, column in zip(COLUMN_TYPES[table], self._columns(table), strict=True)}  # fmt: skip
        return Partition(
            Accounts(cash, charges, position_offsets, contract_offsets),
            Positions(*self._columns("positions")),
            Contracts(*self._columns("contracts")),
            Shorts(*self._columns("shorts")),
            OtherCollateral(*self._columns("others")),
            first,
            tuple(self.names) if any(self.names) else (),
            terms,
        )

    def _columns(self, table: str) -> list[Column]:
        """The columns of a table; a number that its type cannot hold is refused."""
        rows = self.cells[table]
        columns: list[Column] = []
        for place, (name, kind) in enumerate(COLUMN_TYPES[table].items()):
            if place == len(rows[0] if rows else COLUMN_TYPES[table]):
                break
            try:
                columns.append(np.array([row[place] for row in rows], dtype=kind))
            except OverflowError:
                worst = max(rows, key=lambda row: abs(row[place]))[place]
                raise InvalidAccount(place=f"{table}.{name}", reason=f"{worst} does not fit the column ({kind})",
                                     reason_zh=f"{worst} 超出列的范围（{kind}）") from None  # fmt: skip
        return columns


def account_of(partition: Partition, row: int, securities: Sequence[str]) -> CreditAccount:
    """Return one account of a partition as ``accounts`` knows it.

    Examples
    --------
    >>> account = CreditAccount("x", cash=Decimal(150000), collateral=(Holding("A", Decimal(5000)),))
    >>> account_of(partition_of([account], ["A"]), 0, ["A"]) == account
    True
    """
    accounts, terms = partition.accounts, partition.terms

    def rows(table: Any) -> Any:
        return zip(*(column.tolist() for column in table), strict=True)

    def part(table: Any, begin: int, end: int) -> Any:
        return type(table)(*(column[begin:end] for column in table))

    def term(name: str, at: int) -> int:
        return int(terms[name][at]) if name in terms else 0

    p, c = (int(accounts.position_offsets[row]), int(accounts.position_offsets[row + 1])), (
        int(accounts.contract_offsets[row]), int(accounts.contract_offsets[row + 1]))  # fmt: skip
    s = np.searchsorted(partition.shorts.account, [row, row + 1]).tolist()
    o = np.searchsorted(partition.others.account, [row, row + 1]).tolist()
    line = term("account_terms.credit_line", row) if "account_terms.credit_line" in terms else _UNLIMITED
    return CreditAccount(
        account_id=partition.names[row] if partition.names else "",
        investor=INVESTORS[term("account_terms.investor", row)],
        cash=_yuan(accounts.cash[row]),
        collateral=tuple(Holding(securities[n], Decimal(q)) for n, q in rows(part(partition.positions, *p))),
        financing=tuple(
            FinancingContract(
                f"F{at}", securities[n], _day(term("contract_terms.opened_on", at)) or EPOCH, Decimal(q), _yuan(owed),
                Decimal(ratio) / BASIS_POINTS, Decimal(term("contract_terms.rate", at)) / RATE_UNITS,
                _day(term("contract_terms.due_on", at)),
            )
            for at, (n, q, owed, ratio) in enumerate(rows(part(partition.contracts, *c)), c[0])
        ),
        shorts=tuple(
            ShortContract(
                f"S{at}", securities[n], _day(term("short_terms.opened_on", at)) or EPOCH, Decimal(q), _yuan(sold),
                Decimal(ratio) / BASIS_POINTS, Decimal(term("short_terms.rate", at)) / RATE_UNITS, _day(term("short_terms.due_on", at)),
            )
            for at, (_, n, q, sold, ratio) in enumerate(rows(part(partition.shorts, *s)), s[0])
        ),
        charges=_yuan(accounts.charges[row]),
        other_collateral=sum((_yuan(value) for _, value in rows(part(partition.others, *o))), Decimal(0)),
        credit_line=None if line == _UNLIMITED else _yuan(line),
    )  # fmt: skip


def _yuan(fen: Any) -> Decimal:
    return Decimal(int(fen)) / FEN_PER_YUAN


def _days(day: date | None) -> int:
    return NO_DATE if day is None else (day - EPOCH).days


def _day(days: int) -> date | None:
    return None if days == NO_DATE else EPOCH + timedelta(days=days)
