"""A ladder: at each fall of all prices, what debt reaches the lines and what must be sold, with bands; the same columns from every source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from liangrong.stress.estimation.estimate import REACHED, band
from liangrong.stress.estimation.public_history import Floats

__all__ = ["COLUMNS", "Ladder"]

COLUMNS: Final = ("group", "fall", "measure", "low", "median", "high")
"""``measure`` is one of ``estimation.REACHED``; amounts in 元, cumulated from no fall; ``low`` to ``high`` is the band."""


@dataclass(frozen=True, eq=False, slots=True)
class Ladder:
    """Amounts by group and fall.

    Parameters
    ----------
    groups
        Securities, industries or the market.
    falls
        0.2: all prices are 20 % lower.
    balance
        ``(groups,)`` financing balance, 元.
    amounts
        ``(members, groups, falls, REACHED)`` 元; one member where the ladder is exact.
    """

    groups: tuple[str, ...]
    falls: tuple[float, ...]
    balance: Floats
    amounts: Floats

    def grouped(self, group_of: Mapping[str, str]) -> Ladder:
        """Sums over groups of groups; what ``group_of`` lacks is left out.

        Bands are those of the sums: a member that sells much of one security sells much of all.
        """
        names = tuple(sorted({group_of[name] for name in self.groups if name in group_of}))
        member = np.array([[group_of.get(name) == wanted for name in self.groups] for wanted in names], dtype=float)
        member = member.reshape(len(names), len(self.groups))  # no group at all has a shape too
        amounts = np.einsum("gk,mkfr->mgfr", member, self.amounts)
        return replace(self, groups=names, balance=member @ self.balance, amounts=amounts)

    def whole(self, name: str) -> Ladder:
        """All groups as one."""
        return replace(
            self, groups=(name,), balance=self.balance.sum(keepdims=True), amounts=self.amounts.sum(axis=1, keepdims=True)
        )

    def places(self, groups: tuple[str, ...]) -> list[int]:
        """Where some of the groups stand."""
        known = {name: place for place, name in enumerate(self.groups)}
        return [known[name] for name in groups]

    def only(self, groups: tuple[str, ...]) -> Ladder:
        """Some of the groups, in this order."""
        places = self.places(groups)
        return replace(self, groups=groups, balance=self.balance[places], amounts=self.amounts[:, places])

    def most_to_sell(self, number: int) -> tuple[str, ...]:
        """So many groups, those that must sell most at the deepest fall first, by the median of the members."""
        deepest = int(np.argmax(self.falls))
        sold = np.median(self.amounts[:, :, deepest, REACHED.index("forced_sale")], axis=0)
        return tuple(self.groups[place] for place in np.argsort(-sold, kind="stable")[:number])

    def frame(self, *, level: float = 0.9) -> pl.DataFrame:
        """``COLUMNS``, one row for each group, fall and measure.

        Parameters
        ----------
        level
            What lies within the band.
        """
        shape = self.amounts.shape[1:]
        cells = np.indices(shape).reshape(3, -1)
        low, median, high = (values.ravel() for values in band(self.amounts, level=level))
        return pl.DataFrame({
            "group": np.array(self.groups, dtype=object)[cells[0]].tolist(), "fall": np.array(self.falls)[cells[1]],
            "measure": np.array(REACHED, dtype=object)[cells[2]].tolist(), "low": low, "median": median, "high": high,
        }, schema_overrides={"group": pl.String, "measure": pl.String})  # fmt: skip
