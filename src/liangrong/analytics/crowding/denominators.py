"""What a balance is held against: the float value of each security, stored for the day or, where asked, estimated from another day.

A stored float cap is close x tradable shares of its own day. Where a day has none, the tradable shares of the nearest snapshot
times the day's close stand in for it: an estimate, marked as such. New shares, splits, bonus issues and ended lock-ups between
the two days make it wrong, and a snapshot later than the day was not known on it; no scorecard ever uses one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.market.priority import one_source
from liangrong.market.snapshot import MarketSnapshot
from liangrong.market.tables import table

__all__ = ["FloatValues", "float_values"]

_KEY: Final = ["security_id", "trade_date"]


@dataclass(frozen=True, slots=True, eq=False)
class FloatValues:
    """Float values over the sessions and securities of a panel.

    Parameters
    ----------
    cap
        元; NaN where neither stored nor estimated.
    close
        元, unadjusted.
    estimated
        For each security, whether the cap of the last session is an estimate.
    snapshot_day
        The day whose tradable shares the estimate uses; ``None`` where nothing is estimated.
    sources
        Where caps and closes come from.
    """

    cap: Floats
    close: Floats
    estimated: NDArray[np.bool_]
    snapshot_day: date | None = None
    sources: tuple[str, ...] = ()


def float_values(snapshot: MarketSnapshot, like: Panel, quotes: Panel, *, proxy: bool = False) -> FloatValues:
    """The float values that belong to the sessions and securities of ``like``.

    Parameters
    ----------
    quotes
        Closes of these sessions and securities, as ``panels.returns.quote_panel`` gives them.
    proxy
        Estimate what the last session lacks from the nearest day of stored caps, before or after it.
    """
    if not like.sessions:
        return FloatValues(np.empty((0, 0)), np.empty((0, 0)), np.empty(0, dtype=np.bool_))
    first, last = like.sessions[0], like.sessions[-1]
    stored = Panel.of(snapshot.table("caps", start=first, end=last), ["float_cap"], snapshot.calendar)
    cap, close = stored.like(like)["float_cap"], quotes.like(like)["close"]
    cap = np.where(cap > 0, cap, np.nan)
    sources = tuple(sorted({*stored.sources, *quotes.sources}))
    day = _nearest(snapshot, last) if proxy else None
    if day is None:
        return FloatValues(cap, close, np.zeros(len(like.securities), dtype=np.bool_), None, sources)
    shares, used = _tradable_shares(snapshot, day, like.securities)
    estimate = close[-1] * shares
    estimated = np.isnan(cap[-1]) & ~np.isnan(estimate)
    cap[-1] = np.where(estimated, estimate, cap[-1])
    return FloatValues(cap, close, estimated, day if estimated.any() else None, tuple(sorted({*sources, *used})))


def _nearest(snapshot: MarketSnapshot, day: date) -> date | None:
    """The other day of stored caps that is nearest, the earlier of two."""
    rows = snapshot.reader(table("caps"), None, snapshot.calendar.end, None)
    days: list[date] = rows.filter(pl.col("trade_date") != day)["trade_date"].unique().to_list()
    return min(days, key=lambda other: (abs((other - day).days), other), default=None)


def _tradable_shares(snapshot: MarketSnapshot, day: date, securities: tuple[str, ...]) -> tuple[Floats, set[str]]:
    """Float cap over close on a day, NaN where either is missing, and where they come from."""
    keys = {"security_id": list(securities)}
    caps, quotes = (one_source(snapshot.reader(table(name), day, day, keys), _KEY) for name in ("caps", "quotes"))
    shares = pl.col("float_cap").cast(pl.Float64) / pl.col("close").cast(pl.Float64)
    known = caps.join(quotes.select("security_id", "close"), on="security_id").filter(
        pl.col("close") > 0, pl.col("float_cap") > 0
    )
    found = dict(known.select("security_id", shares.alias("shares")).iter_rows())
    sources = {*caps["source"].unique(), *quotes["source"].unique()}
    return np.array([found.get(name, np.nan) for name in securities], dtype=np.float64), sources
