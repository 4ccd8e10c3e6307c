"""A hundred scenarios, and who is called in one of them by plain floats."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liangrong.book.columns import Partition
from liangrong.book.lines import Lines
from liangrong.book.marks import MarkTable

SCENARIOS = 100


def scenarios(marks: MarkTable) -> NDArray[np.int64]:
    """A hundred: the market down by 1 to 50 %, each industry down by 30 %, draws with a market and an industry factor, rising markets."""
    rng = np.random.default_rng(3)
    moves = [np.full(marks.size, -fall / 100) for fall in range(1, 51)]
    moves += [np.where(marks.industry == number, -0.3, 0.0) for number in range(len(marks.industries))]
    moves += [np.full(marks.size, rise / 20) for rise in range(1, 5)]
    while len(moves) < SCENARIOS:
        industry = rng.normal(0, 0.04, len(marks.industries))[marks.industry]
        moves.append(np.exp(rng.normal(0, 0.08) + industry + rng.normal(0, 0.04, marks.size)) - 1)
    return np.maximum(1, np.rint(marks.price * (1 + np.array(moves)))).astype(np.int64)


def called_in_floats(part: Partition, price: NDArray[np.int64], lines: Lines) -> int:
    """Accounts below the call line by float64 throughout."""
    accounts, yuan = part.accounts, price / 1000

    def summed(values: NDArray[np.float64], offsets: NDArray[np.uint32]) -> NDArray[np.float64]:
        return np.bincount(np.repeat(np.arange(part.size), np.diff(offsets)), values, part.size)

    assets = accounts.cash / 100 + summed(part.positions.quantity * yuan[part.positions.security], accounts.position_offsets)
    assets += summed(part.contracts.quantity * yuan[part.contracts.security], accounts.contract_offsets)
    assets += np.bincount(part.others.account, part.others.value / 100, part.size)
    debt = accounts.charges / 100 + summed(part.contracts.principal / 100, accounts.contract_offsets)
    debt += np.bincount(part.shorts.account, part.shorts.quantity * yuan[part.shorts.security], part.size)
    return int((assets / debt < lines.call[0] / lines.call[1]).sum())
