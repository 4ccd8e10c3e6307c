"""A partition while a cascade runs over it: the accounts nothing has happened to, and those in work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from liangrong.book.kernels.cascade import COUNTED, FLOWS, NEVER, PRICE, REACHED, TALLIES, Agreed, Screen, advanced, screened
from liangrong.book.revaluation import shares_of
from liangrong.book.tasks import added
from liangrong.book.working import Working, working_copy
from liangrong.stress.cascade.screening import ALL
from liangrong.stress.cascade.steps import Carried

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from liangrong.accounts.terms import Terms
    from liangrong.book.columns import Partition
    from liangrong.stress.cascade.steps import Step

__all__ = ["FIRST", "LOOK", "MOVE_ANCHOR", "Front", "Fronts", "Reach"]

LOOK, MOVE_ANCHOR, FIRST = range(3)
"""What a screening does beside finding called accounts: nothing, move the anchor here, or sum the book as well."""

_BOOK = 4
_WORTH_A_THREAD = 4096
"""Accounts in work from which on starting threads takes less time than they save."""
_INT = np.int64


@dataclass(frozen=True, eq=False, slots=True)
class Reach:
    """What bounds the falls of a session: the bit of each security's group, the hot groups of each level, and what is done there."""

    bits: NDArray[np.uint64]
    hot: NDArray[np.uint64]
    mode: int


@dataclass(frozen=True, eq=False, slots=True)
class Front:
    """One partition of a cascade. Its state is what it was when it began, but for the accounts in ``called``.

    Parameters
    ----------
    called
        Accounts in work, by the session that called them first.
    """

    screen: Screen
    called: list[Working] = field(default_factory=list)

    @classmethod
    def of(cls, partition: Partition) -> Front:
        """Before the first session: every account may be reached."""
        return cls(Screen(np.zeros(partition.size, np.uint8), np.full(partition.size, ALL)))

    def carry(self, partition: Partition, step: Step, threads: int) -> Carried:
        """Carry the partition through a session."""
        sums, held = self.find(partition, step.market, step.reach, step.agreed, step.terms, threads)
        return Carried(
            sums, held, *self.advance(step.session, step.market, step.agreed, may_order=step.may_order, threads=threads)
        )

    def find(
        self, partition: Partition, market: NDArray[np.int64], reach: Reach, agreed: Agreed, terms: Terms, threads: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Take out the accounts that stand below the call line now.

        Returns
        -------
        tuple
            ``sums`` and ``held`` as in ``screened``; of the whole partition the first time, else only the accounts valued.
        """
        others = partition.others
        if not terms.other_collateral_admitted:
            others = type(others)(*(column[:0] for column in others))
        price, counted = market[:, PRICE].copy(), market[:, COUNTED].copy()
        width = len(market) if reach.mode == FIRST else 0

        def task(bounds: tuple[int, int]) -> NDArray[np.int64]:
            found = np.zeros(_BOOK + 2 * width, _INT)
            screened(
                *bounds, partition.accounts, partition.positions, partition.contracts, partition.shorts, others,
                price, counted, reach.bits, reach.hot, agreed.call, reach.mode, self.screen,
                found[:_BOOK], found[_BOOK:].reshape(2, width),
            )  # fmt: skip
            return found

        total = np.sum(shares_of(partition.size, threads, task), axis=0)
        rows = np.flatnonzero(self.screen.level == REACHED)
        if len(rows):
            self.screen.level[rows] = NEVER
            self.called.append(
                working_copy(
                    partition, rows, repayment_order=terms.repayment_order,
                    other_collateral_admitted=terms.other_collateral_admitted,
                )
            )  # fmt: skip
        return total[:_BOOK], total[_BOOK:].reshape(2, width)

    def advance(
        self, session: int, market: NDArray[np.int64], agreed: Agreed, *, may_order: bool, threads: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Carry the accounts in work through a session; what it adds up, and shares by security, as in ``advanced``."""
        width = len(market)

        def task(share: int) -> NDArray[np.int64]:
            found = np.zeros(len(TALLIES) + len(FLOWS) * width, _INT)
            tallies, flows = found[: len(TALLIES)], found[len(TALLIES) :].reshape(len(FLOWS), width)
            for work in self.called:
                first, last = work.size * share // shares, work.size * (share + 1) // shares
                advanced(first, last, session, work, market, agreed, may_order, np.empty((work.widest, 3), _INT), tallies, flows)
            return found

        shares = threads if sum(work.size for work in self.called) > _WORTH_A_THREAD else 1
        if shares == 1:
            total = task(0)
        else:
            with ThreadPoolExecutor(shares) as pool:
                total = np.sum(list(pool.map(task, range(shares))), axis=0)
        return total[: len(TALLIES)], total[len(TALLIES) :].reshape(len(FLOWS), width)


class Fronts:
    """All partitions of a book in this process, one after the other.

    Parameters
    ----------
    partitions
        Walked over once in each session; they may be opened only then.
    """

    def __init__(self, partitions: Iterable[Partition], threads: int) -> None:
        self._partitions, self._threads = partitions, threads
        self._fronts: list[Front] = []

    def __call__(self, step: Step) -> Carried:
        """Carry them through a session."""
        width = len(step.market)
        total = Carried(
            np.zeros(_BOOK, _INT), np.zeros((2, width if step.reach.mode == FIRST else 0), _INT), np.zeros(len(TALLIES), _INT),
            np.zeros((len(FLOWS), width), _INT),
        )  # fmt: skip
        for place, partition in enumerate(self._partitions):
            if place == len(self._fronts):
                self._fronts.append(Front.of(partition))
            total = added(total, self._fronts[place].carry(partition, step, self._threads))
        return total
