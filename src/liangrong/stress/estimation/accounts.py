"""From what contracts are worth to how far accounts are from their lines.

Public data do not say whose contract it is. An account is modelled by what it owns per yuan owed: the financed shares, worth more
or less by the profit of the vintage, and own collateral, which is at least the margin demanded when the contract was opened and for most
accounts more. Margin paid in cash counts in full, and the cash may buy collateral afterwards; pledged securities count by 折算率 only, so
that more of them was demanded. The mean of what is owned beyond it is solved for so that the whole market shows the official average
maintenance ratio; how unequal accounts are is an assumption with a range, since an average does not tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.stress.estimation.public_history import Floats

__all__ = ["GAINS", "AccountModel", "AccountModels", "Holdings", "holdings", "solve_excess"]

_NODES: Final = 24
_KINDS: Final = 2
"""Those who paid in cash first, and those who pledged securities."""
_NORMAL: Final = np.array([NormalDist().inv_cdf((node + 0.5) / _NODES) for node in range(_NODES)])
GAINS: Final = np.linspace(-1.25, 1.25, 101)
"""Logarithmic profits at which accounts are modelled; what lies between is shared between its neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountModel:
    """Ranges of the parameters of accounts, each an assumption.

    Parameters
    ----------
    dispersion
        Standard deviation of the logarithm of own collateral beyond the margin demanded.
    pooling
        Weight of the contract's own profit in what the whole account gained; the rest is the market's mean profit, since
        accounts hold contracts of several days.
    cash
        Share of own collateral in cash, which does not fall.
    idiosyncratic
        Standard deviation of the daily return of a single security beyond the market's: used where the market is taken as one.
    cash_first_share
        Share of the debt whose margin was paid in cash that bought collateral afterwards; the other contracts were opened on pledged
        securities. A generated book assumes the middle, for reasons that stand there (``book.generator.parameters``).
    """

    dispersion: tuple[float, float] = (0.5, 1.6)
    pooling: tuple[float, float] = (0.3, 1.0)
    cash: tuple[float, float] = (0.0, 0.25)
    idiosyncratic: tuple[float, float] = (0.012, 0.025)
    cash_first_share: tuple[float, float] = (0.5, 1.0)


@dataclass(frozen=True, eq=False, slots=True)
class AccountModels:
    """One value of every parameter for each member of an ensemble."""

    dispersion: Floats
    pooling: Floats
    cash: Floats
    idiosyncratic: Floats
    cash_first_share: Floats

    def take(self, members: NDArray[np.int64]) -> AccountModels:
        """Some of the members."""
        return AccountModels(*(getattr(self, name)[members] for name in self.__slots__))


@dataclass(frozen=True, eq=False, slots=True)
class Holdings:
    """What accounts own per yuan owed: ``(members, margin ratios, GAINS, nodes)``.

    Parameters
    ----------
    stock, cash
        Securities, financed and own, and own cash.
    weight
        ``(members, nodes)`` how likely each node is; of each member they add up to one.
    """

    stock: Floats
    cash: Floats
    weight: Floats

    @property
    def ratio(self) -> Floats:
        """Maintenance ratio."""
        return self.stock + self.cash

    def mean(self, amounts: Floats | NDArray[np.bool_]) -> Floats:
        """``(members, margin ratios, GAINS)`` mean over the nodes of what there is at each."""
        found: Floats = (amounts * self.weight[:, None, None, :]).sum(axis=3)
        return found


def holdings(
    models: AccountModels, margin_ratios: Floats, mean_gain: Floats, excess: Floats, *, conversion_ratio: float, call: float, cured: float
) -> Holdings:  # fmt: skip
    """Accounts by margin ratio and profit of their contracts.

    Parameters
    ----------
    mean_gain
        ``(members,)`` logarithmic profit of the market's contracts together.
    excess
        ``(members,)`` mean of own collateral beyond what the margin demanded, per yuan owed, at the opening.
    conversion_ratio
        折算率 of securities that are pledged.
    call, cured
        Maintenance ratios: an account that the model puts below ``call`` was called already, and stands at ``cured`` with fresh cash.
    """
    pooled = models.pooling[:, None] * GAINS + (1 - models.pooling[:, None]) * mean_gain[:, None]
    value = np.exp(pooled)[:, None, :, None]
    unequal = np.exp(models.dispersion[:, None] * _NORMAL)
    unequal /= unequal.mean(axis=1, keepdims=True)
    beyond = np.tile(excess[:, None] * unequal, _KINDS)[:, None, None, :]
    counted = models.cash + (1 - models.cash) * conversion_ratio
    per_margin = np.repeat(np.column_stack([np.ones_like(counted), 1 / counted]), _NODES, axis=1)
    likely = np.column_stack([models.cash_first_share, 1 - models.cash_first_share]) / _NODES
    own = margin_ratios[:, None, None] * per_margin[:, None, None, :] + beyond
    in_cash = models.cash[:, None, None, None]
    stock, cash = value + own * (1 - in_cash) * value, own * in_cash
    stock, cash = np.broadcast_arrays(stock, cash)
    added = np.where(stock + cash < call, cured - stock - cash, 0)
    return Holdings(stock, cash + added, np.repeat(likely, _NODES, axis=1))


def solve_excess(
    models: AccountModels,
    margin_ratios: Floats,
    weights: Floats,
    mean_gain: Floats,
    average: Floats,
    *,
    conversion_ratio: float,
    call: float,
    cured: float,
) -> Floats:
    """The mean excess of own collateral with which the market shows an average maintenance ratio, by member.

    Parameters
    ----------
    weights
        ``(members, margin ratios, GAINS)`` debt of the market, as shares that add up to one.
    average
        ``(members,)`` the ratio wanted.
    """
    low, high = np.full(len(average), 1e-3), np.full(len(average), 20.0)
    for _ in range(24):
        middle = np.sqrt(low * high)
        found = holdings(models, margin_ratios, mean_gain, middle, conversion_ratio=conversion_ratio, call=call, cured=cured)
        too_much = (found.mean(found.ratio) * weights).sum(axis=(1, 2)) > average
        low, high = np.where(too_much, low, middle), np.where(too_much, middle, high)
    solved: Floats = np.sqrt(low * high)
    return solved
