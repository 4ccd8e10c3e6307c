"""What a higher margin ratio for new contracts takes from the balance: purchases that can no longer be financed, and are not repaid either.

A yuan of margin finances 1/m. Only part of the buyers is bound by that; from how the balance went after earlier changes, against what the
flow model expects on the index path that came, follows which part. A purchase that was not made would itself have been repaid after a
while, so what is missing grows only until it is turned over: existing contracts keep their terms (新老划断).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from liangrong.analytics.panels.panel import Floats
from liangrong.stress.replay.forecasting import Forecast

__all__ = ["MarginChange", "bound_shares", "missing", "under_change"]


@dataclass(frozen=True, slots=True)
class MarginChange:
    """A change of the margin ratio for new contracts.

    Parameters
    ----------
    effective
        First session in force.
    before, after
        融资保证金比例 on either side.
    """

    effective: date
    before: float
    after: float

    @property
    def lost(self) -> float:
        """Part of the financing per yuan of margin that is lost; negative where the ratio falls.

        Examples
        --------
        >>> MarginChange(date(2026, 1, 19), 0.75, 1.0).lost
        0.25
        """
        return 1 - self.before / self.after


def missing(change: MarginChange, turnover: float, sessions: int, bound: Floats | float = 1.0) -> Floats:
    """Part of the balance that is missing after each session in force.

    Parameters
    ----------
    turnover
        Financing buys per session over the balance; repayments are as large.
    bound
        Share of the buyers who finance as much as they may.
    """
    grown = 1 - (1 - turnover) ** np.arange(1, sessions + 1)
    gone: Floats = np.multiply.outer(np.asarray(bound) * change.lost, grown)
    return gone


def bound_shares(change: MarginChange, turnover: float, balance: Floats, actual: Floats) -> Floats:
    """Shares of bound buyers that would explain an earlier change, one for each path; between 0 and 1.

    Parameters
    ----------
    balance
        ``(paths, sessions)``: forecast without the change, on the index path that came, from the first session in force.
    actual
        ``(sessions,)``: what the balance did.
    """
    gone = 1 - actual[-1] / balance[:, -1]
    shares: Floats = np.clip(gone / missing(change, turnover, len(actual))[-1], 0, 1)
    return shares


def under_change(
    found: Forecast, change: MarginChange, turnover: float, start: int, bound: Floats, chance: np.random.Generator
) -> Forecast:
    """The same paths of the balance with the change in force from session ``start`` on; the ratio is left as it is.

    Parameters
    ----------
    bound
        Shares that earlier changes allow; each path draws one.
    """
    paths, length = found.balance.shape
    gone = np.zeros((paths, length))
    gone[:, start:] = missing(change, turnover, length - start, chance.choice(bound, paths))
    return replace(found, balance=found.balance * (1 - gone))
