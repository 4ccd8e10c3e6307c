"""What an estimate assumes, in one place, and the ensemble of models that its bands come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, field, fields

import numpy as np

from liangrong.stress.estimation.accounts import AccountModel, AccountModels
from liangrong.stress.estimation.public_history import Floats
from liangrong.stress.estimation.repayment import RepaymentModel, RepaymentModels

__all__ = ["Assumptions", "account_models", "repayment_models"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """Everything that is not read from data.

    Parameters
    ----------
    repayment, accounts
        Ranges of the parameters: all values in them are taken to be as likely.
    screened
        Models of repayment among which the market's own history chooses.
    witnesses
        As how many independent sessions that history counts (``evidence``): chosen on simulated markets, where it gives bands that are neither
        too narrow nor too wide; zero: the history has no say.
    members
        Models in the ensemble.
    lookback
        Sessions before the first balance used: where contracts that were open then may come from.
    security_lookback
        Sessions that single securities are followed for, balances or not.
    carried
        Sessions over which vintages are followed day by day up to the estimate.
    seed
        Of the Latin hypercube that spreads the members over the ranges.
    """

    repayment: RepaymentModel = field(default_factory=RepaymentModel)
    accounts: AccountModel = field(default_factory=AccountModel)
    screened: int = 64
    witnesses: float = 3.0
    members: int = 64
    lookback: int = 250
    security_lookback: int = 200
    carried: int = 250
    seed: int = 2015

    def rows(self) -> Iterator[tuple[str, float, float]]:
        """Name and range of every parameter, for those who read the result."""
        for model in (self.repayment, self.accounts):
            for found in fields(model):
                low, high = getattr(model, found.name)
                yield found.name, low, high


def repayment_models(assumptions: Assumptions) -> RepaymentModels:
    """``screened`` models spread over the ranges, every parameter evenly, the same ones every time.

    Examples
    --------
    >>> repayment_models(Assumptions(screened=8)).size
    8
    """
    return RepaymentModels(*_spread(assumptions.repayment, assumptions.screened, assumptions.seed))


def account_models(assumptions: Assumptions) -> AccountModels:
    """``members`` models spread over the ranges, like ``repayment_models``."""
    return AccountModels(*_spread(assumptions.accounts, assumptions.members, assumptions.seed + 1))


def _spread(ranges: RepaymentModel | AccountModel, members: int, seed: int) -> Floats:
    bounds = np.array(astuple(ranges))
    return bounds[:, :1] + _latin_hypercube(members, len(bounds), seed) * np.diff(bounds, axis=1)


def _latin_hypercube(members: int, dimensions: int, seed: int) -> Floats:
    """``(dimensions, members)`` in 0 to 1: each row has one point in each of as many equal slices as there are members."""
    random = np.random.default_rng(seed)
    slices = np.tile(np.arange(members, dtype=np.float64), (dimensions, 1))
    points: Floats = (random.permuted(slices, axis=1) + random.random(slices.shape)) / members
    return points
