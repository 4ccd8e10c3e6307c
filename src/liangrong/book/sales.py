"""What must be sold when accounts lie below a line: of whom, of what, for how much.

The broker's desk of ``accounts.calls.desk`` over a whole book, in whole numbers: own cash repays first, held shares are sold and repay,
owed shares are bought back from cash, and where money repays nothing more, sales pay for buying back. It goes as far as the target of
forced sales (``v = (t·D − A)/(t − 1)``, F-10) or as what can be traded. Left out, of what ``accounts.calls.liquidation`` knows: lots,
costs, the interest of the day, T+1, and contracts whose term is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.calls.sale_positions import RISKY_CLASSES, SaleOrder
from liangrong.book.columns import OtherCollateral, Partition
from liangrong.book.kernels.sales import DESK_ROWS, LOSS, ORDER, PRO_RATA, Market, Target, sold
from liangrong.book.lines import Lines
from liangrong.book.marks import MarkTable
from liangrong.book.price_limits import limit_prices
from liangrong.book.revaluation import longest_run_of, shares_of
from liangrong.book.scales import LI_PER_YUAN
from liangrong.core.errors import InvalidAccount

__all__ = [
    "ROW_COLUMNS", "SaleLine", "SalePolicy", "Sales", "Sold", "Trading", "admitted", "desk_of", "market_of", "sales", "target_of",
]  # fmt: skip

SalePolicy: TypeAlias = SaleOrder | Literal["pro_rata"]
"""What goes first: an order of ``accounts``, or the same part of everything held, which needs no order and is the quickest."""
SaleLine: TypeAlias = Literal["call", "immediate"]
"""Below which line accounts are sold: ``call`` as if nobody cured a call, ``immediate`` as if everybody did who has the time."""

ROW_COLUMNS: Final = ("repaid", "sold", "bought", "missing")
"""What is known of an account: repaid from own cash, sold, bought back, still missing after that."""

_LARGEST_PRICE: Final = np.iinfo(np.uint32).max
_KEY_BITS: Final = 16


@dataclass(frozen=True, eq=False, slots=True)
class Trading:
    """Which securities find a buyer, and which a seller, by security number."""

    sell: NDArray[np.bool_]
    buy: NDArray[np.bool_]

    @classmethod
    def of(cls, marks: MarkTable, *, limits: bool = True) -> Trading:
        """What trades at some marks: nothing that is suspended.

        Parameters
        ----------
        limits
            Whether nothing is sold at the lower price limit of the session nor bought at the upper one.

        Examples
        --------
        >>> from dataclasses import replace
        >>> from datetime import date
        >>> from liangrong.accounts.marks import Mark
        >>> marks = {"600519.SH": Mark(Decimal(90), Decimal(0), previous_close=Decimal(100))}
        >>> table = MarkTable.of(marks, ["600519.SH"], date(2026, 1, 30))
        >>> found = Trading.of(replace(table, limit_width=np.array([0.1])))
        >>> bool(found.sell[0]), bool(found.buy[0])
        (False, True)
        """
        free = ~marks.suspended
        if not limits:
            return cls(free, free)
        low, high = limit_prices(marks)
        return cls(free & (marks.price > low), free & (marks.price < high))


class Sold(NamedTuple):
    """Sums over accounts that add up over partitions.

    ``accounts``: how many lie below the line (one number). ``amounts``: sums of ``ROW_COLUMNS``, 厘, the last times the denominator
    of the target. ``shares_sold`` and ``shares_bought``: by security.
    """

    accounts: NDArray[np.int64]
    amounts: NDArray[np.int64]
    shares_sold: NDArray[np.int64]
    shares_bought: NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Sales:
    """Forced sales of a partition.

    Parameters
    ----------
    rows
        ``(ROW_COLUMNS, accounts)``: 厘, the last times the denominator of the target.
    below
        Whether an account lies below the line.
    """

    rows: NDArray[np.int64]
    below: NDArray[np.bool_]
    totals: Sold
    target: tuple[int, int]

    def amount(self, column: str) -> Decimal:
        """A sum over all accounts, 元; ``missing`` is the cash that would still lift them to the target."""
        found = Decimal(int(self.totals.amounts[ROW_COLUMNS.index(column)])) / LI_PER_YUAN
        return found / self.target[1] if column == "missing" else found


def sales(
    partition: Partition, marks: MarkTable, lines: Lines, *,
    policy: SalePolicy = "pro_rata", below: SaleLine = "call", trading: Trading | None = None, threads: int = 2,
) -> Sales:  # fmt: skip
    """Sell what must be sold of all accounts below a line, at the prices of the marks.

    Whole shares, the least number that does it. ``pro_rata`` takes the same part of every lot held, a whole number of 2⁻³² rounded up, and of
    each lot whole shares rounded up: at most one share of a lot more than the exact part. It buys back the greatest short sale first.

    Parameters
    ----------
    trading
        What can be traded; as the marks say where it is not given.

    Raises
    ------
    InvalidAccount
        A price does not fit its column.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import CreditAccount, FinancingContract
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.book.compile import partition_of
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2026, 1, 30)
    >>> loan = FinancingContract("1", "B", day, D(1000), D(10000), D(1))
    >>> table = MarkTable.of({"B": Mark(D("12.5"), D(0))}, ["B"], day)
    >>> found = sales(partition_of([CreditAccount(financing=(loan,))], ["B"]), table, Lines.of(agreed_terms(Rulebook.load().at(day))))
    >>> int(found.totals.shares_sold[0]), found.amount("sold")
    (301, Decimal('3762.5'))
    """
    n, others = partition.size, admitted(partition, lines)
    market = market_of(marks.price[np.newaxis], marks, Trading.of(marks) if trading is None else trading, policy)
    rows, room = np.zeros((len(ROW_COLUMNS), n), np.int64), desk_of(partition)
    hit = np.zeros(n, np.bool_)
    line, target = getattr(lines, below), target_of(lines, policy)

    def task(bounds: tuple[int, int]) -> NDArray[np.int64]:
        shares = np.zeros((2, marks.size, 1), np.int64)
        sold(
            *bounds, np.empty_like(room), partition.accounts, partition.positions, partition.contracts, partition.shorts, others,
            market, line, target, rows, hit, shares,
        )  # fmt: skip
        return shares

    shares = sum(shares_of(n, threads, task), np.zeros((2, marks.size, 1), np.int64))
    totals = Sold(np.array([hit.sum()]), rows.sum(axis=1), shares[0, :, 0], shares[1, :, 0])
    return Sales(rows, hit, totals, lines.forced_sale_target)


def target_of(lines: Lines, policy: SalePolicy) -> Target:
    """What sales restore, and in which order."""
    return Target(*lines.forced_sale_target, {"pro_rata": PRO_RATA, "loss": LOSS}.get(policy, ORDER))


def market_of(prices: NDArray[np.int64], marks: MarkTable, trading: Trading, policy: SalePolicy) -> Market:
    """The market in some scenarios as kernels read it.

    Parameters
    ----------
    prices
        ``(scenarios, securities)``, 厘. A fair price that a broker has set stays, as in ``accounts.marks.moved``.
    """
    worst = prices.max(initial=0)
    if worst > _LARGEST_PRICE or prices.min(initial=0) < 0:
        raise InvalidAccount(
            place="prices", reason=f"prices of a book lie between 0 and {_LARGEST_PRICE // LI_PER_YUAN} yuan",
            reason_zh=f"账簿中的价格须在 0 至 {_LARGEST_PRICE // LI_PER_YUAN} 元之间",
        )  # fmt: skip
    table = np.ascontiguousarray(prices.T, dtype=np.uint32)
    own = marks.fair_price != marks.price
    counted = table
    if own.any():
        counted = table.copy()
        counted[own] = marks.fair_price[own, np.newaxis]
    key = np.zeros(marks.size, np.int64)
    if policy == "risk":
        safe = np.array([name not in RISKY_CLASSES for name in marks.asset_class], dtype=np.int64)
        key = (safe << _KEY_BITS) + marks.conversion_ratio
    rank = np.argsort(np.argsort(np.array(marks.securities, dtype=np.str_), kind="stable"), kind="stable")
    return Market(table, counted, np.array(trading.sell), np.array(trading.buy), key, rank)


def desk_of(partition: Partition) -> NDArray[np.int64]:
    """Room for the positions of the largest account."""
    shorts = np.unique(partition.shorts.account, return_counts=True)[1].max(initial=0)
    return np.empty((DESK_ROWS, 2 * longest_run_of(partition) + int(shorts) + 1), np.int64)


def admitted(partition: Partition, lines: Lines) -> OtherCollateral:
    """Other collateral where the lines admit it, else none."""
    others = partition.others
    return others if lines.other_collateral_admitted else OtherCollateral(*(column[:0] for column in others))
