"""Many scenarios over a book at once: each position is read once for all that trade alike; and what their answers say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from liangrong.book.columns import Partition
from liangrong.book.grid import Grid, Layout, grid, laid_out
from liangrong.book.lines import Lines
from liangrong.book.marks import MarkTable
from liangrong.book.sales import SaleLine, SalePolicy, Trading

__all__ = ["GridTask", "Group", "groups_of", "quantile"]


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """Scenarios in which the same securities trade and count alike.

    Parameters
    ----------
    places
        Their places among all scenarios.
    marks
        What is not the price; fair prices that a broker has set differ from its prices.
    prices
        ``(scenarios, securities)``, 厘.
    """

    places: tuple[int, ...]
    marks: MarkTable
    prices: NDArray[np.int64]
    trading: Trading


def groups_of(before: MarkTable, after: Sequence[MarkTable], limited: Sequence[bool]) -> tuple[Group, ...]:
    """Sort the markets of scenarios into groups, in the order in which they first occur.

    Parameters
    ----------
    before
        The marks of the book: a security whose fair price is not its price there keeps that fair price.
    limited
        Whether price limits hold, by scenario.
    """
    found: dict[tuple[bytes, bytes, bytes], list[int]] = {}
    tradings = [Trading.of(market, limits=limits) for market, limits in zip(after, limited, strict=True)]
    for place, (market, trading) in enumerate(zip(after, tradings, strict=True)):
        key = (trading.sell.tobytes(), trading.buy.tobytes(), market.conversion_ratio.tobytes())
        found.setdefault(key, []).append(place)
    return tuple(
        Group(
            tuple(places),
            replace(before, conversion_ratio=after[places[0]].conversion_ratio, suspended=after[places[0]].suspended),
            np.stack([after[place].price for place in places]),
            tradings[places[0]],
        )
        for places in found.values()
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class GridTask:
    """Put scenarios to a partition, each on its own.

    Called accounts, their debt, shortfall and forced sales are exact; accounts in other zones are not counted (``book.grid``).

    Parameters
    ----------
    groups
        As ``groups_of``.
    policy, below
        Which positions are sold first, and below which line; ``None``: nothing is sold.
    """

    groups: tuple[Group, ...]
    lines: Lines
    policy: SalePolicy | None = "pro_rata"
    below: SaleLine = "call"
    threads: int = 2

    def __call__(self, partition: Partition) -> Grid:
        """Answer for one partition, scenarios in the order in which they were asked."""
        parts = [grid(partition, layout, self.lines, below=self.below, threads=self.threads) for layout in self._layouts]
        if len(parts) == 1:
            return parts[0]
        order = np.argsort(np.concatenate([group.places for group in self.groups]))
        return Grid(
            totals=np.concatenate([part.totals for part in parts])[order],
            amounts=np.concatenate([part.amounts for part in parts])[order],
            shares_sold=np.concatenate([part.shares_sold for part in parts])[order],
            shares_bought=np.concatenate([part.shares_bought for part in parts])[order],
            work=np.sum([part.work for part in parts], axis=0),
        )

    @cached_property
    def _layouts(self) -> tuple[Layout, ...]:
        """Laid out once, however many partitions follow."""
        return tuple(laid_out(group.prices, group.marks, sale=self.policy, trading=group.trading) for group in self.groups)


def quantile(values: Sequence[int] | NDArray[np.int64], share: float) -> int:
    """The least of some values that at least a share of them does not exceed: always one of them.

    Examples
    --------
    >>> quantile([1, 2, 3, 4], 0.5), quantile([1, 2, 3, 4], 0.99), quantile([1, 2, 3, 4], 0)
    (2, 4, 1)
    """
    ordered = np.sort(np.asarray(values, dtype=np.int64))
    return int(ordered[max(0, int(np.ceil(share * len(ordered))) - 1)])
