"""The last sessions name by name: prices, shares, financing and short positions that add up to the levels.

Arrays of sessions x names; money in 厘 (0.001 元) where prices are involved, otherwise in 元. Nothing is published here;
``frames`` turns arrays into tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from liangrong.simulation.groups import fitted
from liangrong.simulation.levels import Levels
from liangrong.simulation.listing import BOARDS, EXCHANGES, INDUSTRIES, Listing
from liangrong.simulation.paths import Floats, Ints, allocate, interpolate, places, reverting, stream

__all__ = ["SESSIONS", "Detail"]

SESSIONS: Final = 500
"""Sessions with detail; one more is computed as the day before."""
_MILLI: Final = 1_000

_REMOVED_FINANCING: Final = (0.0060, 0.0060, 0.0015)
"""Part of each exchange's financing that belongs to securities removed from the list, on the first day of the detail.
Nobody trades them any more: the amount stays, so that the flows of the detail are those of the totals."""
_REMOVED_SHORT: Final = 0.004
"""Part of each exchange's short balance that belongs to them (of the quantity: on the day when it is smallest)."""

_FREE_FLOAT_DAY: Final = date(2025, 8, 18)
_FREE_FLOAT_RATIO: Final = 0.048
"""Published: the market's balance was 4.8 % of the free float on that day."""

_PRICE_STEP: Final = 0.016
_FUND_STEP: Final = 0.003
_LARGEST_OWN_MOVE: Final = 0.55
"""A name's own move within the price limit; the rest is left for the market's."""

_TILT: Final = {"电子": 0.55, "通信": 0.70, "电力设备": 0.30, "有色金属": 0.20, "煤炭": -0.50, "石油石化": -0.50,
                "房地产": -0.40, "银行": -0.25, "钢铁": -0.35, "食品饮料": -0.30, "建筑装饰": -0.25}  # fmt: skip
"""How financing moved between industries from 2024-09-24 to 2025-09-17: change of the logarithm of their weight. A shape."""
_TILT_DAYS: Final = (date(2024, 9, 24), date(2025, 9, 17))


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """Everything about single names. The first row of each array is the session before the detail starts.

    Parameters
    ----------
    close, open, high, low, turnover
        厘 (0.001 元).
    volume, shares, free_shares, total_shares
        股; the three counts of shares are per name and 0 for funds.
    financing, buys, repays
        元.
    short_quantity, short_sells, short_repays
        股.
    removed_quantity
        Shares sold short that the totals of each exchange hold beyond the detail, on every session.
    """

    close: Ints
    open: Ints
    high: Ints
    low: Ints
    volume: Ints
    turnover: Ints
    shares: Ints
    free_shares: Ints
    total_shares: Ints
    financing: Ints
    buys: Ints
    repays: Ints
    short_quantity: Ints
    short_sells: Ints
    short_repays: Ints
    removed_quantity: Ints

    @classmethod
    def generate(cls, listing: Listing, levels: Levels, seed: int) -> Detail:
        """The names of one seed over the last ``SESSIONS`` sessions (and the one before)."""
        last = slice(-SESSIONS - 1, None)
        close, shares = _prices(listing, levels.float_cap[last], seed)
        quantity, removed_quantity = _short(listing, close, levels.short[last], seed)
        short_value = quantity * close / _MILLI
        financing = _financing(listing, levels.sessions[last], levels.financing[last], short_value, seed)
        buys = _buys(listing, financing, levels.buys[last], seed)
        sells = _short_sells(quantity, seed)
        bars = _bars(listing, close, buys, levels.turnover[last], seed)
        generator = stream(seed, "shares")
        free = _free_shares(listing, generator, shares, close, levels)
        return cls(
            close=close,
            **bars,
            shares=shares,
            free_shares=free,
            total_shares=np.rint(shares / generator.uniform(0.55, 1.0, len(shares))).astype(np.int64),
            financing=financing,
            buys=buys,
            repays=buys - np.diff(financing, axis=0, prepend=financing[:1]),
            short_quantity=quantity,
            short_sells=sells,
            short_repays=sells - np.diff(quantity, axis=0, prepend=quantity[:1]),
            removed_quantity=removed_quantity,
        )


def _prices(listing: Listing, float_cap: Floats, seed: int) -> tuple[Ints, Ints]:
    """Closes in 厘 whose market values add up to the float cap (up to the tick), and the shares behind them."""
    generator = stream(seed, "prices")
    step = np.where(listing.is_stock, _PRICE_STEP, _FUND_STEP)
    own = reverting(generator, (len(float_cap), len(listing.ids)), step=1.0, memory=0.985) * step
    most = _LARGEST_OWN_MOVE * listing.price_limit
    own = own[0] + np.cumsum(np.clip(np.diff(own, axis=0, prepend=own[:1]), -most, most), axis=0)
    median = np.array([plan.price for plan in BOARDS])[listing.board]
    base = np.exp(own + np.where(listing.is_stock, generator.normal(0, 0.5, len(listing.ids)), 0.0)) * median
    size = np.where(listing.is_stock, listing.size * np.exp(generator.normal(0, 0.2, len(listing.ids))), 0.0)
    size = size * np.array([1.0, 0.78, 0.006])[listing.exchange]
    shares = np.rint(float_cap[-1] * size / size.sum() / base[-1]).astype(np.int64)
    scale = float_cap / (base * shares).sum(axis=1)
    ticks = np.rint(base * scale[:, None] * _MILLI / listing.tick)
    return np.maximum(ticks, 1).astype(np.int64) * listing.tick, shares


def _free_shares(listing: Listing, generator: np.random.Generator, shares: Ints, close: Ints, levels: Levels) -> Ints:
    """Free-float shares such that the market's balance was 4.8 % of the free float on 2025-08-18 (published)."""
    day = next(place for place, session in enumerate(levels.sessions) if session == _FREE_FLOAT_DAY)
    part = generator.uniform(0.3, 0.7, len(shares)) * listing.is_stock
    balance = float(levels.financing[day].sum() + levels.short[day].sum())
    row = day - (len(levels.sessions) - len(close))
    free_cap = float((part * shares * close[row]).sum()) / _MILLI
    free: Ints = np.rint(np.minimum(part * balance / _FREE_FLOAT_RATIO / free_cap, 1.0) * shares).astype(np.int64)
    return free


def _financing(listing: Listing, sessions: tuple[date, ...], totals: Ints, short_value: Floats, seed: int) -> Ints:
    """Financing by name; the totals hold the removed securities' part as well."""
    generator = stream(seed, "financing")
    removed = np.rint(totals[0] * np.array(_REMOVED_FINANCING)).astype(np.int64)
    tilt = np.array([_TILT.get(INDUSTRIES[place][1], 0.0) if place >= 0 else 0.0 for place in listing.industry])
    wander = reverting(generator, (len(totals), len(listing.ids)), step=0.012, memory=0.99)
    turned = interpolate(len(totals), places(sessions, _TILT_DAYS), np.array([0.0, 1.0]))
    weights = listing.size * np.exp(wander + tilt * turned[:, None])
    weights = fitted(listing, sessions, weights, totals - removed, short_value)
    financing = np.zeros(weights.shape, dtype=np.int64)
    for place in range(len(EXCHANGES)):
        mine = listing.exchange == place
        financing[:, mine] = allocate(totals[:, place] - removed[place], weights[:, mine])
    return financing


def _buys(listing: Listing, financing: Ints, least: Ints, seed: int) -> Ints:
    """Bought by name: what the growth of each name needs, plus its share of the exchange's other buying."""
    generator = stream(seed, "bought")
    growth = np.maximum(np.diff(financing, axis=0, prepend=financing[:1]), 0)
    taste: Floats = np.exp(generator.normal(0, 0.35, financing.shape))
    weights = np.multiply(financing, taste)
    bought = np.zeros(financing.shape, dtype=np.int64)
    for place in range(len(EXCHANGES)):
        mine = listing.exchange == place
        needed = growth[:, mine].sum(axis=1)
        other = np.maximum(least[:, place] - needed, needed // 4)
        bought[:, mine] = growth[:, mine] + allocate(other, weights[:, mine])
    return bought


def _short(listing: Listing, close: Ints, totals: Ints, seed: int) -> tuple[Ints, Ints]:
    """Short quantities whose value stays under the exchange's short balance, and the removed securities' quantity."""
    generator = stream(seed, "short")
    wander = reverting(generator, close.shape, step=0.02, memory=0.99)
    fund_appetite = np.where(listing.is_stock, 1.0, 4.0)
    weights = listing.size * fund_appetite * np.exp(generator.normal(0, 0.8, len(listing.ids)) + wander)
    quantity = np.zeros(close.shape, dtype=np.int64)
    removed = np.zeros(len(EXCHANGES), dtype=np.int64)
    for place in range(len(EXCHANGES)):
        mine = listing.exchange == place
        share = weights[:, mine] / weights[:, mine].sum(axis=1, keepdims=True)
        value = share * (totals[:, place] * (1 - _REMOVED_SHORT) * _MILLI)[:, None]
        quantity[:, mine] = np.floor(value / close[:, mine]).astype(np.int64)
        removed[place] = round(_REMOVED_SHORT * quantity[:, mine].sum(axis=1).min())
    return quantity, removed


def _short_sells(quantity: Ints, seed: int) -> Ints:
    generator = stream(seed, "short sales")
    growth = np.maximum(np.diff(quantity, axis=0, prepend=quantity[:1]), 0)
    other = quantity * 0.02 * np.exp(generator.normal(0, 0.6, quantity.shape))
    # What is sold short is not returned on the same day, so it is outstanding at the close.
    sold: Ints = np.minimum(growth + np.rint(other).astype(np.int64), quantity)
    return sold


def _bars(listing: Listing, close: Ints, buys: Ints, market_turnover: Floats, seed: int) -> dict[str, Ints]:
    """Open, high, low, volume and turnover around the closes; stocks' turnover adds up to the market's (up to a lot)."""
    generator = stream(seed, "bars")
    previous = np.vstack([close[:1], close[:-1]])
    tick = listing.tick
    ceiling = np.floor(previous * (1 + listing.price_limit) / tick + 0.5).astype(np.int64) * tick
    floor = np.maximum(np.floor(previous * (1 - listing.price_limit) / tick + 0.5).astype(np.int64), 1) * tick
    inside = np.minimum(np.abs(generator.normal(0, 0.006, (2, *close.shape))), 0.03)

    def snapped(values: Floats | Ints) -> Ints:
        inside_limits: Ints = np.clip(np.rint(values / tick).astype(np.int64) * tick, floor, ceiling)
        return inside_limits

    opened = snapped(previous * np.exp(generator.normal(0, 0.004, close.shape)))
    high = np.maximum(snapped(np.maximum(opened, close) * (1 + inside[0])), np.maximum(opened, close))
    low = np.minimum(snapped(np.minimum(opened, close) * (1 - inside[1])), np.minimum(opened, close))
    between = low + generator.uniform(0.2, 0.8, close.shape) * (high - low)
    traded = buys * np.exp(generator.normal(0, 0.3, buys.shape))
    on_stocks = np.where(listing.is_stock, traded, 0.0).sum(axis=1)
    target = traded * (market_turnover / on_stocks)[:, None]
    lots = np.rint(target * _MILLI / between / 100)
    lots = np.maximum(lots, np.ceil(buys * _MILLI * 1.05 / between / 100))
    volume = lots.astype(np.int64) * 100
    turnover = volume * low + np.rint(volume * (between - low)).astype(np.int64)
    return {"open": opened, "high": high, "low": low, "volume": volume, "turnover": turnover}
