"""How many shares an order may name, security by security, in columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.limits.orders import order_size
from liangrong.book.marks import MarkTable
from liangrong.rules.rulebook import RulesInForce

__all__ = ["Lots", "lots_of"]


@dataclass(frozen=True, eq=False, slots=True)
class Lots:
    """By security: the least quantity of an order, the step above it, and the price of a share in 厘."""

    minimum: NDArray[np.int64]
    step: NDArray[np.int64]
    price: NDArray[np.int64]

    def at_most(self, shares: NDArray[np.float64], security: NDArray[np.int64]) -> NDArray[np.int64]:
        """The greatest orders of at most so many shares each; zero below the least."""
        minimum, step = self.minimum[security], self.step[security]
        above = np.floor(shares).astype(np.int64) - minimum
        return np.where(above < 0, 0, minimum + above // step * step)


def lots_of(marks: MarkTable, rules: RulesInForce) -> Lots:
    """The order sizes of the securities of a market on a day."""
    sizes = [order_size(security, rules) for security in marks.securities]
    return Lots(np.array([int(s.minimum) for s in sizes]), np.array([int(s.step) for s in sizes]), marks.price)
