"""What each account must own for its contracts to have been opened: the available margin was not below zero after any of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liangrong.book.generator.portfolios import Portfolios
from liangrong.book.generator.purchases import Purchases
from liangrong.book.generator.short_sales import ShortSales
from liangrong.book.generator.vintages import Vintages
from liangrong.book.kernels.openings import Holdings, Opened, demanded
from liangrong.book.marks import MarkTable
from liangrong.book.scales import LI_PER_FEN

__all__ = ["demanded_of"]


def demanded_of(
    portfolios: Portfolios,
    purchases: Purchases,
    shorts: ShortSales,
    private_fund: NDArray[np.int64],
    cash_first: NDArray[np.bool_],
    *,
    vintages: Vintages,
    prices: NDArray[np.int32],
    marks: MarkTable,
) -> NDArray[np.float64]:
    """By account, 厘: the least own collateral, at today's prices, with which every contract that is open could be opened.

    At each opening session margin ratios times debt (of this and earlier contracts that are still open), less their floating profits after conversion and with losses in
    full, had to fit into own collateral at the prices of that session times today's 折算率 (SSE implementing rules Art. 40). Own collateral
    is what it is today: nothing was paid in or withdrawn since. None of it is taken as cash, nor any fall since as more than 折算率 takes
    away, so that whoever holds cash in its stead, or what whole lots leave over, has margin to spare. Interest then unpaid is not counted.

    Who was cash first had own collateral in cash at each opening, which counts in full, and bought it afterwards at the price of that
    session: brokers let cash buy collateral whatever it leaves of available margin (``collateral_buy_requires_nonneg_margin``: no).

    Parameters
    ----------
    private_fund
        By account: number of its investor, for short margin ratios.
    cash_first
        By account.
    prices
        As in ``History``; a security without a price yet is held at its first.
    """
    n, known = len(private_fund), _backwards(prices)
    account = np.concatenate((purchases.account, shorts.account))
    order = np.argsort(account, kind="stable")
    security = np.concatenate((purchases.security, shorts.security))[order]
    session = np.concatenate((purchases.session, shorts.session))[order]
    ratio = np.concatenate((
        vintages.financing_ratio[vintages.venue[purchases.security], purchases.session],
        vintages.short_ratio[vintages.venue[shorts.security], private_fund[shorts.account], shorts.session],
    ))[order].astype(np.int64)  # fmt: skip
    opened = Opened(
        offsets=_offsets(account, n),
        security=security,
        session=session,
        quantity=np.concatenate((purchases.quantity, -shorts.quantity))[order],
        cost=known[session, security].astype(np.int64),
        principal=np.concatenate((purchases.principal, shorts.proceeds))[order] * LI_PER_FEN,
        ratio=ratio,
    )
    holdings = Holdings(_offsets(portfolios.account, n), portfolios.security, portfolios.share, cash_first)
    found = np.empty(n)
    demanded(opened, holdings, known, marks.conversion_ratio, found)
    return found


def _backwards(prices: NDArray[np.int32]) -> NDArray[np.int32]:
    """Prices with the first known one in the place of those before it."""
    first = (prices > 0).argmax(axis=0)
    rows = np.maximum(np.arange(len(prices))[:, None], first)
    return np.take_along_axis(prices, rows, axis=0)


def _offsets(account: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(account, minlength=n))))
