"""What policies do to the accounts of a book on the day they begin; sums that add up over partitions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from liangrong.book.columns import Partition
from liangrong.book.details import details_of
from liangrong.book.exposures import exposures
from liangrong.book.lines import CALL, ZONES
from liangrong.book.price_limits import limit_prices
from liangrong.book.revaluation import TOTALS, Revaluation, revalue
from liangrong.book.scales import BASIS_POINTS
from liangrong.stress.policy.markets import Tier, View
from liangrong.stress.scenarios.prices import priced

__all__ = ["PolicySums", "PolicyTask"]

_Whole = NDArray[np.int64]


class PolicySums(NamedTuple):
    """Sums by policy, in the order in which they were given.

    Parameters
    ----------
    totals, limit_down
        ``(policies, zones, TOTALS)``: at the marks of the book, and after a session in which everything ends at its lower limit.
    margin
        ``(policies, 3)``: accounts whose available margin is above zero, accounts where it is below, and the sum of those above zero,
        厘, each account rounded down.
    lost
        ``(policies, 2)``: accounts that had available margin under the first policy and have none now; accounts that are called
        now and were not.
    concentrated
        By policy: accounts of which one security is a greater share than its cap.
    free_quantity, principal
        By security, the same under every policy: shares of free collateral, and what is owed on financing, 分.
    """

    totals: _Whole
    limit_down: _Whole
    margin: _Whole
    lost: _Whole
    concentrated: _Whole
    free_quantity: _Whole
    principal: _Whole


@dataclass(frozen=True, eq=False, slots=True)
class PolicyTask:
    """Value a partition under policies.

    Parameters
    ----------
    views
        The first is what the others are compared with.
    """

    views: tuple[View, ...]
    threads: int = 2

    def __call__(self, partition: Partition) -> PolicySums:
        """Answer for one partition."""
        size, securities = len(self.views), self.views[0].market.size
        found = PolicySums(
            np.zeros((size, len(ZONES), len(TOTALS)), np.int64), np.zeros((size, len(ZONES), len(TOTALS)), np.int64),
            np.zeros((size, 3), np.int64), np.zeros((size, 2), np.int64), np.zeros(size, np.int64),
            np.zeros(securities, np.int64), np.zeros(securities, np.int64),
        )  # fmt: skip
        first: Revaluation | None = None
        for place, view in enumerate(self.views):
            governed = _governed(partition, view)
            now = revalue(governed, view.market, view.lines, threads=self.threads)
            down = priced(view.market, np.where(view.market.suspended, view.market.price, _lowest(view)))
            if first is None:
                held = exposures(partition, now.zone, securities=securities, threads=self.threads)
                found.free_quantity[:] = held.free_quantity.sum(axis=0)
                found.principal[:] = held.principal.sum(axis=0)
                first = now
            found.totals[place] = now.totals
            found.limit_down[place] = revalue(governed, down, view.lines, threads=self.threads).totals
            above = now.available_margin > 0
            found.margin[place] = (
                np.count_nonzero(above),
                np.count_nonzero(now.available_margin < 0),
                (now.available_margin[above] // BASIS_POINTS).sum(),
            )
            found.lost[place] = (
                np.count_nonzero((first.available_margin > 0) & ~above),
                np.count_nonzero((first.zone < CALL) & (now.zone >= CALL)),
            )
            if view.tiers:
                found.concentrated[place] = _concentrated(governed, view)
        return found


def _governed(partition: Partition, view: View) -> Partition:
    """The partition with its open contracts under the new margin ratios, where the policy reaches them."""
    if view.changes_open:
        contracts = partition.contracts
        partition = replace(partition, contracts=contracts._replace(margin_ratio=view.new_ratio[contracts.security]))
    if view.open_short_ratio is not None:
        shorts = partition.shorts
        investor = partition.terms.get("account_terms.investor", np.zeros(partition.size, np.uint8))
        ratio = view.open_short_ratio[investor[shorts.account], shorts.security]
        partition = replace(partition, shorts=shorts._replace(margin_ratio=ratio))
    return partition


def _lowest(view: View) -> _Whole:
    """Prices after a session at the lower limits; where no limit is known, prices stay."""
    low, _ = limit_prices(replace(view.market, previous_close=view.market.price))
    return np.where(np.isfinite(view.market.limit_width), low, view.market.price)


def _concentrated(partition: Partition, view: View) -> int:
    """Accounts of which one security exceeds the cap of the tier that their maintenance ratio lies in."""
    details = details_of(partition, view.market, view.lines, np.arange(partition.size))
    over = np.zeros(partition.size, np.bool_)
    for tier in view.tiers:
        numerator, denominator = tier.cap
        over |= _within(details.assets, details.debt, tier) & (details.largest_share * denominator > numerator)
    return int(np.count_nonzero(over))


def _within(assets: _Whole, debt: _Whole, tier: Tier) -> NDArray[np.bool_]:
    """Whose maintenance ratio lies in a tier; without debt it is infinite."""
    found = np.ones(len(assets), np.bool_)
    if tier.start is not None:
        n, d = tier.start.as_integer_ratio()
        found &= (debt <= 0) | (assets * d >= debt * n)
    if tier.end is not None:
        n, d = tier.end.as_integer_ratio()
        found &= (debt > 0) & (assets * d < debt * n)
    return found
