"""Short sales: few accounts, most of them large."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liangrong.book.generator.borrowers import Borrowers
from liangrong.book.generator.exact_parts import counts_of, whole_numbers
from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.vintages import Vintages
from liangrong.book.scales import LI_PER_FEN

__all__ = ["ShortSales", "short_sales_of"]


@dataclass(frozen=True, eq=False, slots=True)
class ShortSales:
    """Short contracts, in order of account and security; proceeds in fen, ``session`` as in ``Purchases``."""

    account: NDArray[np.int64]
    security: NDArray[np.int64]
    session: NDArray[np.int64]
    quantity: NDArray[np.int64]
    proceeds: NDArray[np.int64]


def short_sales_of(
    rng: np.random.Generator,
    parameters: Parameters,
    borrowers: Borrowers,
    quantity: NDArray[np.int64],
    *,
    vintages: Vintages,
    prices: NDArray[np.int32],
    marks_price: NDArray[np.int64],
) -> ShortSales:
    """Draw contracts whose shares are, security by security, the quantity lent and sold.

    Sellers are drawn with chances that grow with the root of their debt; each sold at the close of its opening session.

    Parameters
    ----------
    quantity
        By security, shares.
    """
    chance = np.sqrt(borrowers.debt)
    n = min(len(chance), max(1, round(parameters.short_seller_share * len(chance))))
    sellers = np.sort(rng.choice(len(chance), n, replace=False, p=chance / chance.sum()))
    value = (quantity * marks_price).astype(np.float64)
    counts = counts_of(value, round(n * parameters.shorts_per_seller)) if value.any() else np.zeros_like(quantity)
    security = np.repeat(np.arange(len(counts)), counts)
    owner = sellers[rng.integers(0, n, len(security))]
    weight = rng.standard_exponential(len(security)) * chance[owner]
    held = np.bincount(security, weight, len(counts))
    shares = whole_numbers(weight * (quantity / np.where(held > 0, held, 1))[security], security, quantity)
    order = np.argsort(owner * len(counts) + security, kind="stable")
    order = order[shares[order] > 0]
    owner, security, shares = owner[order], security[order], shares[order]
    session = vintages.drawn(rng, security)
    sold = prices[session, security].astype(np.int64)
    sold = np.where(sold > 0, sold, marks_price[security])
    return ShortSales(borrowers.account[owner], security, session, shares, shares * sold // LI_PER_FEN)
