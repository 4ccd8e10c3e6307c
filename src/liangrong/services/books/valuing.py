"""What description and revaluation share: the terms of a day, and questions to the partitions of a book at some marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import polars as pl

from liangrong.accounts.terms import agreed_terms
from liangrong.book.lines import ZONES, Lines
from liangrong.book.scales import yuan_of_li
from liangrong.core.errors import NoData, RuleNotInForce, UsageError
from liangrong.services.rules import opened_book as rulebook_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from liangrong.book.columns import Partition
    from liangrong.book.marks import MarkTable
    from liangrong.book.revaluation import Revaluation

__all__ = ["MONEY", "Valued", "no_debt", "ratio_of", "terms_on", "totals_of", "yuan", "zone_rows"]

Answer = TypeVar("Answer")

MONEY: Final = pl.Decimal(38, 3)
"""元, to the 厘."""

_TOTALS: Final = 5
"""Sums of a revaluation by zone: accounts, assets, debt, cash, shortfall."""


def terms_on(day: date, pack: str, *, own_files: bool) -> Lines:
    """The lines of a day, with a broker's pack.

    Raises
    ------
    UsageError
        The day is before margin trading.
    UnknownName, BadInput
        There is no such pack, or it loosens the law.
    """
    try:
        return Lines.of(agreed_terms(rulebook_with(pack or None, own_files=own_files).at(day)))
    except RuleNotInForce as error:
        raise UsageError(reason=error.message("en"), reason_zh=error.message("zh")) from error


@dataclass(frozen=True, eq=False, slots=True)
class Valued(Generic[Answer]):
    """A task: revalue a partition and ask something of it.

    Parameters
    ----------
    ask
        Can be pickled: a function of a module, or a ``partial`` of one.
    """

    marks: MarkTable
    lines: Lines
    ask: Callable[[Partition, Revaluation], Answer]
    threads: int = 2

    def __call__(self, partition: Partition) -> Answer:
        """Answer for one partition."""
        from liangrong.book.revaluation import revalue

        return self.ask(partition, revalue(partition, self.marks, self.lines, threads=self.threads))


def no_debt(book: str) -> NoData:
    """The refusal of a question about accounts in debt, by a book that has none."""
    return NoData(
        what="account with debt", what_zh="有负债账户", where=f"the book {book}", where_zh=f"账簿 {book} ", nearest="none", nearest_zh="无",
        hint=f"Nobody owes anything there: ask `liangrong book describe {book}` what it holds.",
        hint_zh=f"其中无人负债；用 `liangrong book describe {book}` 查看它有什么。",
    )  # fmt: skip


def totals_of(_: Partition, found: Revaluation) -> NDArray[np.int64]:
    """The sums of a revaluation by zone."""
    return found.totals


def zone_rows(totals: Iterable[NDArray[np.int64]], lines: Lines) -> pl.DataFrame:
    """``zone, accounts, assets, debt, cash, shortfall, maintenance_ratio``; the last row is all zones.

    Parameters
    ----------
    totals
        The sums of the revaluation of each partition.
    """
    names, parts = [*ZONES, "all"], list(totals)
    by_zone = [[sum(int(part[zone, at]) for part in parts) for at in range(_TOTALS)] for zone in range(len(ZONES))]
    sums = [*by_zone, [sum(column) for column in zip(*by_zone, strict=True)]]
    return pl.DataFrame(
        {
            "zone": names,
            "accounts": [row[0] for row in sums],
            **{name: yuan([row[at] for row in sums]) for at, name in enumerate(("assets", "debt", "cash"), start=1)},
            "shortfall": pl.Series([yuan_of_li(row[4]) / lines.cure_target[1] for row in sums], dtype=MONEY),
            "maintenance_ratio": [ratio_of(row[1], row[2]) for row in sums],
        }
    )


def yuan(amounts: Sequence[int]) -> pl.Series:
    """Amounts of 厘 in 元."""
    return pl.Series([yuan_of_li(int(amount)) for amount in amounts], dtype=MONEY)


def ratio_of(above: int | Decimal, below: int | Decimal) -> float | None:
    """A quotient; nothing where there is nothing to divide by."""
    return float(above) / float(below) if below > 0 else None
