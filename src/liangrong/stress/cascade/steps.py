"""A session of a cascade as a request that can travel: what each partition needs to know of it, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from liangrong.accounts.terms import RepaymentOrder
    from liangrong.book.kernels.cascade import Agreed

__all__ = ["Carried", "Carry", "Step"]


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """A session, the same for every partition.

    What a partition remembers after some sessions is a function of its accounts and of their steps alone: whoever has both can take over.

    Parameters
    ----------
    session
        Its number; 0 is the blow.
    market
        As ``rounds.market_of``.
    expected
        How far each security falls more easily than others: those that are alike are screened together.
    repayment_order, other_collateral_admitted
        As the terms have them: all that partitions need beside ``agreed``, for with the terms the whole rulebook would travel.
    may_order
        Whether forced sales are allowed in the next session.
    screening
        Whether accounts that the fall cannot have reached are left alone.
    """

    session: int
    market: NDArray[np.int64]
    expected: NDArray[np.float64]
    agreed: Agreed
    repayment_order: RepaymentOrder
    other_collateral_admitted: bool
    may_order: bool
    screening: bool


class Carried(NamedTuple):
    """What a session adds up over partitions: ``sums`` and ``held`` as ``kernels.cascade.surveyed``, ``tallies`` and ``flows`` as ``advanced``."""

    sums: NDArray[np.int64]
    held: NDArray[np.int64]
    tallies: NDArray[np.int64]
    flows: NDArray[np.int64]


Carry: TypeAlias = Callable[[Step], Carried]
"""Carries all partitions of a book through a session; sessions come in their order, one cascade to each."""
