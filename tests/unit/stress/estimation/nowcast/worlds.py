"""Small worlds in which the ratio's true responses are known."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from liangrong.core.calendar import mainland
from liangrong.market.snapshot import MarketSnapshot

BETA, TILT, DILUTION, LEVEL, PULL = 0.9, -0.25, -0.3, 2.5, 0.01
"""How the logarithm of the ratio truly responds, and the level to which it is truly drawn, at what speed."""


def world(count: int = 420, *, seed: int = 5, noise: float = 0.002, reading: float = 0.002) -> dict[str, Any]:
    """Columns of ``count`` sessions from 2016-01-04 on."""
    chance = np.random.default_rng(seed)
    broad = chance.normal(0, 0.012, count)
    large = 0.9 * broad + chance.normal(0, 0.004, count)
    debt = 0.15 * broad + chance.normal(0, 0.004, count)
    ratio = np.empty(count)
    x = np.log(LEVEL)
    for day in range(count):
        if day:
            held = LEVEL / np.exp(x)
            x += (
                BETA * broad[day]
                + TILT * (large - broad)[day]
                + DILUTION * debt[day] * held
                + PULL * (held - 1)
                + chance.normal(0, noise)
            )
        ratio[day] = np.exp(x + chance.normal(0, reading))
    days = mainland().between(date(2016, 1, 4), date(2018, 12, 31))[:count]
    balance = 1e12 * np.exp(np.cumsum(debt))
    first, second = chance.normal(0, 0.01, count), chance.normal(0, 0.01, count)
    return {
        "days": list(days), "ratio": ratio, "balance": balance, "buys": 0.08 * balance,
        "levels": {"000985.SH": 4000 * np.exp(np.cumsum(broad)), "000300.SH": 3500 * np.exp(np.cumsum(large)),
                   "000001.SH": 3000 * np.exp(np.cumsum(first)), "399001.SZ": 9000 * np.exp(np.cumsum(second))},
    }  # fmt: skip


def snapshot(columns: dict[str, Any], as_of: date | None = None) -> MarketSnapshot:
    """The market of such columns; NaN is what is not known."""
    days = columns["days"]
    statistics = pl.DataFrame({
        "trade_date": days, "average_maintenance_ratio": columns["ratio"], "financing_balance": columns["balance"],
        "short_balance": np.zeros(len(days)), "financing_buy_amount": columns["buys"],
    }).fill_nan(None)  # fmt: skip
    quotes = pl.concat([
        pl.DataFrame({"trade_date": days, "security_id": name, "close": close}).fill_nan(None).drop_nulls("close")
        for name, close in columns["levels"].items()
    ])  # fmt: skip
    return MarketSnapshot.of({"account_statistics": statistics, "index_quotes": quotes}, as_of or days[-1])
