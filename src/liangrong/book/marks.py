"""The market of a book: every security on one day, as columns in the order of the book's security numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.assess import mark_of
from liangrong.accounts.marks import Mark, Marks
from liangrong.book.columns import read_only
from liangrong.book.scales import BASIS_POINTS, LI_PER_YUAN, whole, yuan_of_li

__all__ = ["MarkTable"]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class MarkTable:
    """Marks of all securities. A scenario is a function from one to another; its arrays cannot be written to.

    Parameters
    ----------
    price
        Last price, 厘.
    fair_price
        What the maintenance ratio counts, 厘: the price, but where a broker set another (long suspension, delisting).
    conversion_ratio
        折算率, basis points.
    previous_close
        厘; what the price limits of the day start from.
    limit_width
        Price limit of a session as a share of the previous close (0.10, 0.20, 0.30, 0.05); NaN: no limit.
    suspended
        Not traded.
    turnover
        Yuan traded on a usual session; NaN: not known.
    volatility
        Standard deviation of daily log returns; NaN: not known.
    industry
        Number of the industry in ``industries``.
    asset_class
        Class of collateral, one of ``rules.parameters.ASSET_CLASSES``; empty where not known.
    """

    on: date
    securities: tuple[str, ...]
    price: NDArray[np.int64]
    fair_price: NDArray[np.int64]
    conversion_ratio: NDArray[np.int64]
    previous_close: NDArray[np.int64]
    limit_width: NDArray[np.float64]
    suspended: NDArray[np.bool_]
    turnover: NDArray[np.float64]
    volatility: NDArray[np.float64]
    industry: NDArray[np.uint16]
    industries: tuple[str, ...]
    asset_class: tuple[str, ...]

    def __post_init__(self) -> None:
        for field in fields(self):
            if isinstance(value := getattr(self, field.name), np.ndarray):
                object.__setattr__(self, field.name, read_only(value))

    @classmethod
    def of(cls, marks: Marks, securities: Sequence[str], on: date) -> MarkTable:
        """Columns from the marks of ``accounts``; what those do not say is not known.

        Raises
        ------
        InvalidAccount
            A security has no mark, or a number with more decimals than a book keeps.

        Examples
        --------
        >>> table = MarkTable.of({"A": Mark(Decimal("12.34"), Decimal("0.65"))}, ["A"], date(2026, 1, 30))
        >>> int(table.price[0]), int(table.conversion_ratio[0])
        (12340, 6500)
        """
        found = [mark_of(security, marks) for security in securities]
        industries = tuple(dict.fromkeys(mark.industry for mark in found))
        return cls(
            on=on,
            securities=tuple(securities),
            price=_whole([mark.price for mark in found], LI_PER_YUAN, "price"),
            fair_price=_whole([mark.price if mark.fair_price is None else mark.fair_price for mark in found], LI_PER_YUAN, "fair_price"),
            conversion_ratio=_whole([mark.conversion_ratio for mark in found], BASIS_POINTS, "conversion_ratio"),
            previous_close=_whole(
                [mark.price if mark.previous_close is None else mark.previous_close for mark in found], LI_PER_YUAN, "previous_close"
            ),
            limit_width=np.full(len(found), np.nan),
            suspended=np.array([mark.suspended for mark in found], dtype=np.bool_),
            turnover=np.full(len(found), np.nan),
            volatility=np.full(len(found), np.nan),
            industry=np.array([industries.index(mark.industry) for mark in found], dtype=np.uint16),
            industries=industries,
            asset_class=tuple(mark.asset_class for mark in found),
        )  # fmt: skip

    @property
    def size(self) -> int:
        """Number of securities."""
        return len(self.securities)

    def marks(self) -> dict[str, Mark]:
        """The same as marks of ``accounts``, for one account at a time."""
        return {
            security: Mark(
                price=yuan_of_li(int(self.price[n])),
                conversion_ratio=Decimal(int(self.conversion_ratio[n])) / BASIS_POINTS,
                asset_class=self.asset_class[n],
                previous_close=yuan_of_li(int(self.previous_close[n])),
                suspended=bool(self.suspended[n]),
                fair_price=None if self.fair_price[n] == self.price[n] else yuan_of_li(int(self.fair_price[n])),
                industry=self.industries[self.industry[n]],
            )
            for n, security in enumerate(self.securities)
        }


def _whole(values: Sequence[Decimal], per_one: int, what: str) -> NDArray[np.int64]:
    return np.array([whole(value, per_one, what) for value in values], dtype=np.int64)
