"""The limit prices of a session, by security, in whole 厘."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.limits.price_limits import price_step
from liangrong.book.marks import MarkTable
from liangrong.book.scales import BASIS_POINTS, LI_PER_YUAN

__all__ = ["UNLIMITED", "limit_prices"]

UNLIMITED = np.iinfo(np.int64).max
"""The upper limit where there is none; the lower one is then zero."""


def limit_prices(market: MarkTable) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The lowest and the highest price of the session that starts from ``previous_close``, as ``accounts.limits.price_limits``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from liangrong.accounts.marks import Mark
    >>> table = MarkTable.of({"600519.SH": Mark(Decimal("1408.05"), Decimal(0))}, ["600519.SH"], date(2025, 6, 30))
    >>> low, high = limit_prices(replace(table, limit_width=np.array([0.1])))
    >>> int(low[0]), int(high[0])
    (1267250, 1548860)
    """
    limited = np.isfinite(market.limit_width)
    width = np.rint(np.where(limited, market.limit_width, 0) * BASIS_POINTS).astype(np.int64)
    tick = _ticks(market.securities)
    step = tick * BASIS_POINTS
    low, high = ((market.previous_close * (BASIS_POINTS + sign * width) + step // 2) // step * tick for sign in (-1, 1))
    return np.where(limited, low, 0), np.where(limited, high, UNLIMITED)


@lru_cache(maxsize=4)
def _ticks(securities: tuple[str, ...]) -> NDArray[np.int64]:
    """Price steps, 厘: a cascade asks for those of the same market session after session."""
    return np.array([int(price_step(security) * LI_PER_YUAN) for security in securities], dtype=np.int64)
