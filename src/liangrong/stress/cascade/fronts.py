"""A partition while a cascade runs over it: the accounts nothing has happened to, and those in work."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from liangrong.book.kernels.cascade import COUNTED, FLOWS, PRICE, TALLIES, advanced
from liangrong.book.kernels.revaluation import BLOCK
from liangrong.book.kernels.screening import NEVER, REACHED, screened, surveyed
from liangrong.book.revaluation import longest_run_of
from liangrong.book.tasks import added
from liangrong.book.working import EVERY, Screen, Working, merged, working_copy
from liangrong.stress.cascade.screening import LEVELS, bits_of, groups_by, hot_groups
from liangrong.stress.cascade.steps import Carried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from liangrong.book.columns import Partition
    from liangrong.stress.cascade.steps import Step

__all__ = ["Front", "Fronts"]

_WIDE = 0.05
"""Share of accounts from which on it costs less to value all of them again than to take into work those that may have been reached."""
_BOOK = 4
_OPENED = 2
"""Partitions that may wait for a thread while the next one is opened."""
_INT = np.int64


@dataclass(eq=False, slots=True)
class Front:
    """Some accounts of a partition in a cascade: their state is what it was when it began, but for those in work.

    Parameters
    ----------
    first, last
        Which accounts; ``first`` is a multiple of ``BLOCK``.
    screen
        Of the whole partition.
    anchor, groups
        What each security counted when the accounts were surveyed, and the group it is in; empty before that.
    working
        Accounts in work: larger lots of them first.
    """

    first: int
    last: int
    screen: Screen
    anchor: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, _INT))
    groups: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, _INT))
    working: list[Working] = field(default_factory=list)

    @classmethod
    def of(cls, accounts: int) -> Front:
        """A whole partition of so many accounts before the first session."""
        return cls.parts(accounts, 1)[0]

    @classmethod
    def parts(cls, accounts: int, count: int) -> list[Front]:
        """A partition before the first session, cut so that its parts can be carried at once."""
        screen = Screen(np.zeros(accounts, np.uint8), np.full(accounts, EVERY))
        edges = [accounts * place // count // BLOCK * BLOCK for place in range(count)] + [accounts]
        return [cls(first, last, screen) for first, last in pairwise(edges)]

    def carry(self, opened: Callable[[], Partition], step: Step) -> Carried:
        """Carry the accounts through a session.

        Parameters
        ----------
        opened
            The partition; it is asked for only where accounts are to be valued that are not in work yet.
        """
        counted = step.market[:, COUNTED].copy()
        sums, held = np.zeros(_BOOK, _INT), np.zeros((2, len(counted)), _INT)
        hot = np.full(LEVELS, EVERY)
        if len(self.anchor) and step.screening:
            hot = hot_groups(self.anchor, counted, self.groups)
        hot[NEVER] = 0
        found = screened(self.first, self.last, hot, self.screen)
        if found > _WIDE * (self.last - self.first) or not len(self.anchor):
            hot[:NEVER] = EVERY
            self.groups = groups_by(-np.log(counted / self.anchor) if len(self.anchor) else step.expected)
            self.anchor = counted
            self._survey(opened(), step, sums, held)
        if found:
            self._take(opened, step)
        tallies, flows = np.zeros(len(TALLIES), _INT), np.zeros((len(FLOWS), len(counted)), _INT)
        bits = bits_of(self.groups)
        for work in self.working:
            sums[-1] += advanced(
                step.session, work, step.market, self.anchor, bits, hot, step.agreed, step.may_order,
                np.empty((work.widest, 3), _INT), tallies, flows,
            )  # fmt: skip
        return Carried(sums, held[:, : 0 if step.session else None], tallies, flows)

    def _survey(self, partition: Partition, step: Step, sums: NDArray[np.int64], held: NDArray[np.int64]) -> None:
        """Value all accounts that are not in work; those that stand below the call line now are marked."""
        others = partition.others
        if not step.other_collateral_admitted:
            others = type(others)(*(column[:0] for column in others))
        surveyed(
            self.first, self.last, np.empty((3, longest_run_of(partition) + 1), _INT), partition.accounts, partition.positions,
            partition.contracts, partition.shorts, others, step.market[:, PRICE].copy(), self.anchor, bits_of(self.groups),
            step.agreed.call, self.screen, sums, held,
        )  # fmt: skip

    def _take(self, opened: Callable[[], Partition], step: Step) -> None:
        """Take the accounts that are marked into work."""
        rows = self.first + np.flatnonzero(self.screen.level[self.first : self.last] == REACHED)
        if len(rows):
            self.screen.level[rows] = NEVER
            work = working_copy(
                opened(), rows, repayment_order=step.repayment_order,
                other_collateral_admitted=step.other_collateral_admitted,
            )  # fmt: skip
            while self.working and self.working[-1].size < 2 * work.size:
                work = merged(self.working.pop(), work)
            self.working.append(work)


class Fronts:
    """All partitions of a book in this process.

    Parameters
    ----------
    partitions
        Walked over in the first session. In later ones each is opened again only if somebody in it may have been reached: of a book larger
        than the memory most lies still on the disk then.
    threads
        Parts of partitions that are carried at once.
    """

    def __init__(self, partitions: Sequence[Partition], threads: int) -> None:
        self._partitions, self._threads = partitions, threads
        self._fronts: list[list[Front]] = []

    def __call__(self, step: Step) -> Carried:
        """Carry them through a session."""
        width = len(step.market)
        total = Carried(
            np.zeros(_BOOK, _INT), np.zeros((2, 0 if step.session else width), _INT), np.zeros(len(TALLIES), _INT),
            np.zeros((len(FLOWS), width), _INT),
        )  # fmt: skip
        under_way: deque[Future[Carried]] = deque()
        with ThreadPoolExecutor(self._threads) as pool:
            for opened, fronts in self._each():
                under_way.extend(pool.submit(front.carry, opened, step) for front in fronts)
                while len(under_way) > _OPENED * self._threads:
                    total = added(total, under_way.popleft().result())
            for one in under_way:
                total = added(total, one.result())
        return total

    def _each(self) -> Iterator[tuple[Callable[[], Partition], list[Front]]]:
        """Each partition, to be opened when it is needed, with its parts."""
        if self._fronts:
            for place, fronts in enumerate(self._fronts):
                yield cache(partial(self._partitions.__getitem__, place)), fronts
            return
        for partition in self._partitions:
            self._fronts.append(Front.parts(partition.size, self._threads))
            yield cache(lambda partition=partition: partition), self._fronts[-1]
