"""Which contracts are repaid first: models of what nobody publishes, and an ensemble of them.

The balance tells how much was repaid on a day, not which vintage. A model gives every vintage a relative hazard by its age and its
profit; the level of the hazard is whatever makes the repayments of the day add up (``vintages``). No single model is believed: bands come
from an ensemble that spans what studies of investors found, from those who sell winners and hold losers (Shefrin and Statman 1985,
Odean 1998) to those who stop their losses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liangrong.stress.estimation.public_history import Floats

__all__ = ["RepaymentModel", "RepaymentModels"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepaymentModel:
    """Ranges of the parameters of the repayment hazard, each an assumption: public data do not identify them.

    They lean to the disposition effect and are as wide as it takes for nine of ten truths of simulated borrowers to lie within the bands
    (``benchmarks/ladder.py``, seeds 0 to 9; what it prints of other seeds is the test).

    Parameters
    ----------
    ageing
        Hazard falls as ``(1 + age / young) ** -ageing``: day traders leave first and patient holders stay. Zero: all are alike.
    young
        Sessions after which the fall begins to tell.
    winners
        Log hazard added per unit of logarithmic profit (3: a gain of 10 % raises it by a third): the disposition effect.
    losers
        Log hazard added per unit of logarithmic loss: negative where losers are held, positive where losses are stopped.
    rolled
        Share of what is still owed at the end of a term that is rolled over, where rollovers are allowed.
    """

    ageing: tuple[float, float] = (0.0, 2.2)
    young: tuple[float, float] = (2.0, 15.0)
    winners: tuple[float, float] = (-2.0, 9.0)
    losers: tuple[float, float] = (-8.0, 4.0)
    rolled: tuple[float, float] = (0.4, 0.95)


@dataclass(frozen=True, eq=False, slots=True)
class RepaymentModels:
    """One value of every parameter for each member of an ensemble."""

    ageing: Floats
    young: Floats
    winners: Floats
    losers: Floats
    rolled: Floats

    def take(self, members: NDArray[np.int64]) -> RepaymentModels:
        """Some of the members, in this order, perhaps repeatedly."""
        return RepaymentModels(*(getattr(self, name)[members] for name in self.__slots__))

    @property
    def size(self) -> int:
        """Number of members."""
        return len(self.ageing)

    def ageing_hazard(self, ages: NDArray[np.int64]) -> Floats:
        """``(members, ages)`` relative hazard by age in sessions."""
        return (1 + ages / self.young[:, None]) ** -self.ageing[:, None]

    def profit_factor(self, gain: Floats) -> Floats:
        """``(members, …)`` factor on the hazard by logarithmic profit; profits and losses beyond a factor of two count as that.

        Examples
        --------
        >>> none = np.zeros(1)
        >>> models = RepaymentModels(ageing=none, young=none + 1, winners=none + 3, losers=none, rolled=none)
        >>> models.profit_factor(np.array([-0.1, 0.0, 0.1])).round(2).tolist()
        [[1.0, 1.0, 1.35]]
        """
        bounded = np.clip(gain, -np.log(2), np.log(2))
        shape = (-1,) + (1,) * gain.ndim
        up, down = np.maximum(bounded, 0), np.maximum(-bounded, 0)
        return np.exp(self.winners.reshape(shape) * up + self.losers.reshape(shape) * down)
