"""How soon a change reaches the balance: old contracts are repaid, and those that take their place are under the new terms.

A contract opened before keeps its terms until it ends; where the rule says that a rollover adopts the new terms, until its term is
over. The balance is taken to stay as large as it is: what is repaid is financed anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from liangrong.book.columns import NO_DATE, Column, Partition
from liangrong.core.results import Note

__all__ = ["AGE_MONTHS", "AgeSums", "AgesTask", "Survival", "share_under_new_terms"]

AGE_MONTHS = 120
"""Ages are counted up to ten years, older ones there."""

_DAYS_PER_MONTH = 365.25 / 12
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """What part of a vintage is still open at each age.

    Parameters
    ----------
    open_at
        By whole months of age, from 1 at none down; after the last it goes on falling by its last step.
    basis
        Where it comes from, for the reader.
    """

    open_at: tuple[float, ...]
    basis: Note

    def at(self, month: int) -> float:
        """The part that is open at an age."""
        last = len(self.open_at) - 1
        if month <= last:
            return self.open_at[month]
        before = self.open_at[last - 1] if last else 1.0
        return self.open_at[last] * (self.open_at[last] / before if before else 0.0) ** (month - last)

    @classmethod
    def constant(cls, repaid_per_month: float, basis: Note) -> Survival:
        """The same share is repaid every month, whatever the age.

        Examples
        --------
        >>> round(Survival.constant(0.5, Note("", "")).at(3), 6)
        0.125
        """
        return cls(open_at=(1.0, 1.0 - repaid_per_month), basis=basis)

    @classmethod
    def of_ages(cls, balance: Sequence[int], basis: Note) -> Survival | None:
        """What the ages of a balance imply, if as much was financed in every month: the balance of each age over that of the youngest.

        ``None`` where no balance has an age of less than a month. An age with more open than the one before it cannot be, and is
        taken as the same.

        Examples
        --------
        >>> Survival.of_ages([40, 20, 30, 0], Note("", "")).open_at
        (1.0, 0.5, 0.5, 0.0)
        """
        if not balance or balance[0] <= 0:
            return None
        shares = np.minimum.accumulate(np.asarray(balance, dtype=np.float64) / balance[0])
        return cls(open_at=tuple(float(share) for share in shares), basis=basis)


class AgeSums(NamedTuple):
    """Principal by months of age, 分, and principal whose opening day is not known."""

    by_month: NDArray[np.int64]
    unknown: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AgesTask:
    """Count the principal of a partition by age on a day."""

    on: date

    def __call__(self, partition: Partition) -> AgeSums:
        """Answer for one partition."""
        principal = np.asarray(partition.contracts.principal, dtype=np.int64)
        opened: Column | None = partition.terms.get("contract_terms.opened_on")
        if opened is None:
            return AgeSums(np.zeros(AGE_MONTHS + 1, np.int64), np.array([principal.sum()], np.int64))
        days = self.on.toordinal() - _EPOCH - opened.astype(np.int64)
        months = np.clip(days / _DAYS_PER_MONTH, 0, AGE_MONTHS).astype(np.int64)
        known = opened != NO_DATE
        by_month = np.zeros(AGE_MONTHS + 1, np.int64)
        np.add.at(by_month, months[known], principal[known])
        return AgeSums(by_month, np.array([principal[~known].sum()], np.int64))


def share_under_new_terms(
    balance: Sequence[int], survival: Survival, months: int, *, adopted_every: int | None = None, growth: float = 0.0
) -> float | None:
    """The part of the balance that is under the new terms some months after a change that spared open contracts.

    Parameters
    ----------
    balance
        By months of age on the day of the change.
    adopted_every
        Months of a term at whose end a rolled-over contract takes the new terms; ``None``: it keeps the old.
    growth
        Of the whole balance over the time, a share.

    Returns
    -------
    float or None
        ``None`` without balance.

    Examples
    --------
    >>> survival = Survival.constant(0.5, Note("", ""))
    >>> share_under_new_terms([100], survival, 1), share_under_new_terms([100], survival, 2)
    (0.5, 0.75)
    """
    total = sum(balance)
    if total <= 0:
        return None
    old = 0.0
    for age, amount in enumerate(balance):
        start = survival.at(age)
        if not amount or not start:
            continue
        if adopted_every is not None and (age + months) // adopted_every > age // adopted_every:
            continue
        old += amount * survival.at(age + months) / start
    return 1 - old / (total * (1 + growth))
