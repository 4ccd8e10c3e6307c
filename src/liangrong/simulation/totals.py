"""The exchanges' totals: balances from the levels, flows that roll forward exactly and agree with the detail."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from liangrong.market.schemas import conform
from liangrong.market.tables import table
from liangrong.simulation.detail import Detail
from liangrong.simulation.levels import Levels
from liangrong.simulation.listing import EXCHANGES, Listing
from liangrong.simulation.paths import Ints, reverting, stream

__all__ = ["market_totals"]

_PRICE_TO_INDEX: Final = 0.7
"""How strongly the average price of shorted shares follows the index, before the detail starts."""


def market_totals(levels: Levels, detail: Detail, listing: Listing, seed: int) -> pl.DataFrame:
    """The ``market_totals`` of all exchanges, each from its first session."""
    quantity, sells = _short_side(levels, detail, listing, seed)
    buys = levels.buys.copy()
    buys[-len(detail.buys) + 1 :] = _by_exchange(listing, detail.buys)[1:]
    repays = buys - np.diff(levels.financing, axis=0, prepend=0)
    short_repays = sells - np.diff(quantity, axis=0, prepend=0)
    frames = []
    for place, exchange in enumerate(EXCHANGES):
        first = int(np.argmax(levels.financing[:, place] > 0))
        days = slice(first, None)
        frames.append(
            pl.DataFrame(
                {
                    "trade_date": levels.sessions[days],
                    "financing_balance": levels.financing[days, place],
                    "financing_buy_amount": buys[days, place],
                    "financing_repay_amount": repays[days, place],
                    "short_balance": levels.short[days, place],
                    "short_quantity": quantity[days, place],
                    "short_sell_quantity": sells[days, place],
                    "short_repay_quantity": short_repays[days, place],
                    "margin_trading_balance": levels.financing[days, place] + levels.short[days, place],
                }
            ).with_columns(exchange=pl.lit(exchange), rounding=pl.lit(0), source=pl.lit(f"simulated:{exchange.lower()}"))
        )
    return conform(table("market_totals"), pl.concat(frames))


def _by_exchange(listing: Listing, values: Ints) -> Ints:
    return np.stack([values[:, listing.exchange == place].sum(axis=1) for place in range(len(EXCHANGES))], axis=1)


def _short_side(levels: Levels, detail: Detail, listing: Listing, seed: int) -> tuple[Ints, Ints]:
    """Short quantity and shares sold short: before the detail from an average price, then the detail plus the removed."""
    generator = stream(seed, "short totals")
    known = _by_exchange(listing, detail.short_quantity) + detail.removed_quantity
    start = len(levels.sessions) - len(known)
    average = levels.short[start] / known[0]
    index = levels.indices["000985.SH"]
    price = average * ((index / index[start]) ** _PRICE_TO_INDEX)[:, None]
    price = price * np.exp(reverting(generator, price.shape, step=0.004, memory=0.9))
    quantity = np.rint(levels.short / price).astype(np.int64)
    quantity[start:] = known
    growth = np.maximum(np.diff(quantity, axis=0, prepend=0), 0)
    sells = growth + np.rint(quantity * 0.02 * np.exp(generator.normal(0, 0.3, quantity.shape))).astype(np.int64)
    sells = np.minimum(sells, quantity)  # what is sold short is not returned on the same day
    sells[start + 1 :] = _by_exchange(listing, detail.short_sells)[1:]
    return quantity, sells
