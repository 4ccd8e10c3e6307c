"""Partitions of a book that could be a country's: each drawn by itself, all together with the sums that are published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.terms import agreed_terms
from liangrong.book.columns import COLUMN_TYPES, Accounts, Book, Column, Contracts, OtherCollateral, Partition, Positions, Shorts
from liangrong.book.generator.borrowers import Borrowers, borrowers_of
from liangrong.book.generator.collateral import Collateral, collateral_of
from liangrong.book.generator.exact_parts import part_of
from liangrong.book.generator.lots import Lots, lots_of
from liangrong.book.generator.openings import demanded_of
from liangrong.book.generator.ownership import own_of
from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.portfolios import portfolios_of
from liangrong.book.generator.purchases import Purchases, purchases_of
from liangrong.book.generator.short_sales import ShortSales, short_sales_of
from liangrong.book.generator.targets import Targets
from liangrong.book.generator.vintages import Vintages, vintages_of
from liangrong.book.scales import BASIS_POINTS, LI_PER_FEN, RATE_UNITS
from liangrong.core.errors import UsageError
from liangrong.rules.parameters import INVESTORS
from liangrong.rules.rulebook import Rulebook

__all__ = ["Generator"]

_RATE_STEP = BASIS_POINTS // 1000
"""Rates are whole basis points, in thousandths of a percent."""


@dataclass(frozen=True, eq=False)
class Generator(Sequence[Partition]):
    """A book as a sequence of partitions, drawn when they are asked for.

    Every number that is drawn depends on the seed and on the number of its partition alone, so that partitions may be drawn in any
    order and by any number of processes. What is published is divided among them exactly.

    Parameters
    ----------
    targets
        What the book sums up to.
    parameters
        What is invented.
    seed
        Of the random numbers.
    partition_size
        Accounts in a partition, at most.

    Raises
    ------
    UsageError
        The targets contradict each other, or there are fewer borrowers than partitions.

    Examples
    --------
    ``revalue(Generator(targets, Parameters(), 7).partition(0), targets.marks, lines)``
    """

    targets: Targets
    parameters: Parameters = field(default_factory=Parameters)
    seed: int = 0
    partition_size: int = 1_000_000
    rulebook: Rulebook = field(default_factory=Rulebook.load)
    vintages: Vintages = field(init=False)
    lots: Lots = field(init=False)

    def __post_init__(self) -> None:
        if self.partition_size < 1 or self.seed < 0:
            raise UsageError(reason="A partition has at least one account, and a seed is not negative.",
                             reason_zh="分区至少含一个账户，随机种子不能为负。")  # fmt: skip
        if self.targets.borrowers < len(self):
            raise UsageError(
                reason=f"{self.targets.borrowers} accounts in debt cannot fill {len(self)} partitions; take larger partitions or more accounts.",
                reason_zh=f"{self.targets.borrowers} 个负债账户不足以分入 {len(self)} 个分区；请加大分区或增加账户。",
            )
        object.__setattr__(self, "vintages", vintages_of(self.targets, self.parameters, self.rulebook))
        object.__setattr__(self, "lots", lots_of(self.targets.marks, self.rulebook.at(self.targets.marks.on)))

    def __len__(self) -> int:
        return (self.targets.accounts + self.partition_size - 1) // self.partition_size

    @overload
    def __getitem__(self, at: int, /) -> Partition: ...
    @overload
    def __getitem__(self, at: slice, /) -> Sequence[Partition]: ...
    def __getitem__(self, at: int | slice, /) -> Partition | Sequence[Partition]:
        if isinstance(at, slice):
            return [self.partition(number) for number in range(*at.indices(len(self)))]
        return self.partition(range(len(self))[at])

    def __iter__(self) -> Iterator[Partition]:
        return map(self.partition, range(len(self)))

    def book(self, partitions: Sequence[Partition] | None = None) -> Book:
        """The whole book; partitions are drawn when they are read, unless they are given."""
        marks = self.targets.marks
        return Book(marks.on, marks.securities, self if partitions is None else partitions, "synthetic")

    def partition(self, number: int) -> Partition:
        """Draw one partition.

        Raises
        ------
        UsageError
            What accounts in debt must own besides their purchases is not above zero, or accounts without debt would own less than
            nothing: the targets contradict each other.
        """
        targets, parameters, accounts, count = self.targets, self.parameters, self.targets.accounts, len(self)
        first, last = accounts * number // count, accounts * (number + 1) // count
        rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence((self.seed, number))))
        n = last - first

        def part(total: int) -> int:
            return int(part_of(np.array([total]), first, last, accounts)[0])

        balance = part_of(targets.financing_balance, first, last, accounts)
        borrowers = borrowers_of(
            rng, parameters, accounts=n, borrowers=max(1, part(targets.borrowers)), institutions=part(targets.institutions),
            total=int(balance.sum()),
        )  # fmt: skip
        prices, marks = targets.history.prices, targets.marks
        purchases = purchases_of(rng, parameters, borrowers, balance, vintages=self.vintages, prices=prices, lots=self.lots)
        shorts = short_sales_of(
            rng,
            parameters,
            borrowers,
            self._short_part(first, last),
            vintages=self.vintages,
            prices=prices,
            marks_price=marks.price,
        )
        financing_rate, short_rate = self._rates(rng, borrowers, n)
        charges = self._charges(purchases, shorts, financing_rate, short_rate, n)
        proceeds = _sum(shorts.account, shorts.proceeds * LI_PER_FEN, n)
        debt = _sum(purchases.account, purchases.principal * LI_PER_FEN, n)
        debt += _sum(shorts.account, shorts.quantity * marks.price[shorts.security], n) + charges * LI_PER_FEN
        bought = _sum(purchases.account, purchases.quantity * marks.price[purchases.security], n)
        holds = (debt > 0) | (rng.random(n) >= parameters.empty_share)
        portfolios = portfolios_of(
            rng, parameters, holds, purchases=purchases, preference=targets.preference, conversion_ratio=marks.conversion_ratio
        )
        private = borrowers.private_fund.astype(np.int64) * INVESTORS.index("private_fund")
        cash_first = rng.random(n) < parameters.cash_first_share
        demanded = demanded_of(
            portfolios, purchases, shorts, private, cash_first, vintages=self.vintages, prices=prices, marks=marks
        )
        own = own_of(
            rng, parameters, debt, bought + proceeds, demanded, holds, maintenance_ratio=targets.maintenance_ratio,
            collateral=part(targets.collateral_value) * LI_PER_FEN, terms=agreed_terms(self.rulebook.at(marks.on)),
        )  # fmt: skip
        collateral = collateral_of(
            rng, parameters, own, demanded * cash_first, cash=part(targets.collateral_cash) * LI_PER_FEN - int(proceeds.sum()),
            portfolios=portfolios, lots=self.lots,
        )  # fmt: skip
        cash = (collateral.cash + proceeds) // LI_PER_FEN
        return self._partition(first, cash, charges, collateral, purchases, shorts, private, financing_rate, short_rate)

    def _short_part(self, first: int, last: int) -> NDArray[np.int64]:
        """Shares lent and sold in a partition: whole lots, those of a small balance in few partitions, what is no lot with the last."""
        totals, step = self.targets.short_quantity, self.lots.minimum
        offset = np.random.Generator(np.random.PCG64(self.seed)).random(len(totals))
        lots, accounts = totals // step, self.targets.accounts
        found = part_of(lots, first, last, accounts, offset)
        reached = part_of(lots, 0, last, accounts, offset) == lots
        before = (part_of(lots, 0, first, accounts, offset) == lots) if first else np.zeros(len(lots), dtype=np.bool_)
        return np.asarray(found * step + np.where(reached & ~before, totals % step, 0))

    def _rates(self, rng: np.random.Generator, borrowers: Borrowers, n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """By account, thousandths of a percent: half by the rank of the debt, half by chance."""
        rank = np.argsort(np.argsort(borrowers.debt, kind="stable"), kind="stable") / max(len(borrowers.debt) - 1, 1)
        dear = 1 - (rank + rng.random(len(rank))) / 2
        found = []
        for least, most in (
            (self.parameters.financing_rate_least, self.parameters.financing_rate_most),
            (self.parameters.short_rate_least, self.parameters.short_rate_most),
        ):
            rates = np.zeros(n, dtype=np.int64)
            rates[borrowers.account] = np.round((least + (most - least) * dear) * RATE_UNITS / _RATE_STEP) * _RATE_STEP
            found.append(rates)
        return found[0], found[1]

    def _charges(
        self, purchases: Purchases, shorts: ShortSales, financing_rate: NDArray[np.int64], short_rate: NDArray[np.int64], n: int
    ) -> NDArray[np.int64]:
        """By account, fen: interest since the last charge day, of all its contracts together, half up."""
        days, marks = self.vintages.interest_days, self.targets.marks
        base = (
            shorts.quantity * marks.price[shorts.security] / LI_PER_FEN if self.vintages.fee_on_market_value else shorts.proceeds
        )
        yearly = np.bincount(
            purchases.account, purchases.principal * (financing_rate[purchases.account] * days[purchases.session]), n
        )
        yearly += np.bincount(shorts.account, base * (short_rate[shorts.account] * days[shorts.session]), n)
        return np.floor(yearly / (RATE_UNITS * self.vintages.day_count_basis) + 0.5).astype(np.int64)

    def _partition(
        self, first: int, cash: NDArray[np.int64], charges: NDArray[np.int64], collateral: Collateral, purchases: Purchases,
        shorts: ShortSales, private: NDArray[np.int64], financing_rate: NDArray[np.int64], short_rate: NDArray[np.int64],
    ) -> Partition:  # fmt: skip
        """The columns of it all."""
        n, known = len(cash), self.vintages
        columns = {
            "accounts": (cash, charges, _offsets(collateral.account, n), _offsets(purchases.account, n)),
            "positions": (collateral.security, collateral.quantity),
            "contracts": (
                purchases.security, purchases.quantity, purchases.principal,
                known.financing_ratio[known.venue[purchases.security], purchases.session],
            ),
            "shorts": (
                shorts.account, shorts.security, shorts.quantity, shorts.proceeds,
                known.short_ratio[known.venue[shorts.security], private[shorts.account], shorts.session],
            ),
            "others": (np.empty(0), np.empty(0)),
            "contract_terms": (financing_rate[purchases.account], known.opened_on[purchases.session], known.due_on[purchases.session]),
            "short_terms": (short_rate[shorts.account], known.opened_on[shorts.session], known.due_on[shorts.session]),
            "account_terms": (private, np.full(n, -1)),
        }  # fmt: skip
        typed = {
            table: [_as_kind(column, kind) for column, kind in zip(columns[table], kinds.values(), strict=True)]
            for table, kinds in COLUMN_TYPES.items()
        }
        return Partition(
            Accounts(*typed["accounts"]), Positions(*typed["positions"]), Contracts(*typed["contracts"]), Shorts(*typed["shorts"]),
            OtherCollateral(*typed["others"]), first,
            terms={f"{table}.{name}": column for table in ("contract_terms", "short_terms", "account_terms")
                   for name, column in zip(COLUMN_TYPES[table], typed[table], strict=True)},
        )  # fmt: skip


def _sum(account: NDArray[np.int64], amounts: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Sums by account: whole numbers below 2^53, which floating point adds exactly."""
    return np.bincount(account, amounts, n).astype(np.int64)


def _offsets(account: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(np.bincount(account, minlength=n))))


def _as_kind(column: NDArray[Any], kind: str) -> Column:
    """A column in its type; what does not fit is refused, not wrapped around."""
    if column.max(initial=0) > np.iinfo(kind).max:
        raise UsageError(
            reason=f"One account would have {column.max():,.0f} of something of which a book keeps {np.iinfo(kind).max:,} at most; "
            "lower largest_debt or take more accounts.",
            reason_zh=f"某账户的一项数量达 {column.max():,.0f}，超出账簿列的上限 {np.iinfo(kind).max:,}；请降低 largest_debt 或增加账户。",
        )
    return column.astype(kind)
