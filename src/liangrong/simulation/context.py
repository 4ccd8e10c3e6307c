"""What stands beside the margin figures: indices, account statistics, northbound trading, the policy timeline.

Only the policy timeline is real (the law is public); every figure is invented and only plausible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.market.schemas import conform
from liangrong.market.tables import table
from liangrong.rules.events import events
from liangrong.simulation.levels import Levels
from liangrong.simulation.paths import Floats, Ints, interpolate, places, stream

__all__ = ["account_statistics", "index_quotes", "northbound", "policy_events"]

_SOURCE: Final = "simulated:file"
_ACCOUNTS_START: Final = date(2012, 9, 27)
_NET_ENDED: Final = date(2024, 8, 16)
"""The last session with northbound buys and sells apart."""
_ETF_START: Final = date(2022, 7, 4)
"""The first session with ETFs in northbound trading."""
_NORTHBOUND_START: Final = {"SSE": date(2014, 11, 17), "SZSE": date(2016, 12, 5)}
_BASIS_STEP: Final = 0.0001
"""How far the account statistics differ from the exchanges' totals: another basis, on purpose."""
_COMPOSITE_TO_ALL_SHARE: Final = 0.62
"""The synthetic SSE Composite follows the synthetic 中证全指."""
_TURNOVER_SHARE: Final = {"000300.SH": 0.27, "000985.SH": 1.0}
_AVERAGE_PRICE: Final = 12.0
_MYRIAD: Final = 10_000


def index_quotes(levels: Levels, seed: int) -> pl.DataFrame:
    """Daily levels and turnover of the synthetic 沪深300 and 中证全指 since 2010."""
    return conform(
        table("index_quotes"),
        pl.concat([_index(levels, name, close, stream(seed, name)) for name, close in levels.indices.items()]),
        source=_SOURCE,
    )


def _index(levels: Levels, name: str, close: Floats, generator: np.random.Generator) -> pl.DataFrame:
    previous = np.concatenate([[np.nan], close[:-1]])
    opened = np.where(np.isnan(previous), close, previous) * np.exp(generator.normal(0, 0.003, len(close)))
    high = np.maximum(opened, close) * (1 + np.abs(generator.normal(0, 0.004, len(close))))
    low = np.minimum(opened, close) * (1 - np.abs(generator.normal(0, 0.004, len(close))))
    turnover = np.rint(levels.turnover * _TURNOVER_SHARE[name]).astype(np.int64)
    frame = pl.DataFrame(
        {
            "trade_date": levels.sessions, "open": opened, "high": high, "low": low, "close": close, "turnover": turnover,
            "volume": np.rint(turnover / _AVERAGE_PRICE / 100).astype(np.int64) * 100,
        }
    ).with_columns(pl.col("open", "high", "low", "close").round(4), security_id=pl.lit(name))  # fmt: skip
    return frame.with_columns(previous_close=pl.col("close").shift(1)).with_columns(
        change_ratio=(pl.col("close") / pl.col("previous_close") - 1).round(6)
    )


def account_statistics(levels: Levels, seed: int) -> pl.DataFrame:
    """Account statistics since 2012-09-27, on their own basis."""
    generator = stream(seed, "accounts")
    start = int(places(levels.sessions, [_ACCOUNTS_START])[0])
    length = len(levels.sessions) - start
    other_basis = 1 + generator.normal(0, _BASIS_STEP, length)
    financing = _whole(levels.financing[start:].sum(axis=1) * other_basis)
    short = _whole(levels.short[start:].sum(axis=1) * other_basis)
    bought = _whole(levels.buys[start:].sum(axis=1) * (1 + generator.normal(0, 0.002, length)))
    sold = _whole(short * 0.03 * np.exp(generator.normal(0, 0.3, length)))
    securities = _whole(financing * 3.05 * np.exp(generator.normal(0, 0.003, length)))
    cash = _whole(financing * 0.20 * np.exp(generator.normal(0, 0.01, length)))
    cap, turnover = levels.float_cap[start:], levels.turnover[start:]
    trend = np.exp(np.log(cap) - _smooth(np.log(cap)))
    all_share = levels.indices["000985.SH"][start:]
    return _frame(
        "account_statistics",
        levels.sessions[start:],
        {
            "financing_balance": financing, "short_balance": short, "margin_trading_balance": financing + short,
            "financing_buy_amount": bought, "short_sell_amount": sold,
            "average_maintenance_ratio": np.round(2.65 * trend**0.6, 6), "collateral_value": securities + cash,
            "collateral_cash": cash, "collateral_securities_value": securities,
            "individual_investors": _grown(length, 400_000, 8_000_000), "institutional_investors": _grown(length, 1_500, 52_000),
            "trading_investors": _whole(_grown(length, 30_000, 450_000) * np.exp(generator.normal(0, 0.15, length))),
            "indebted_investors": _grown(length, 100_000, 1_950_000), "brokers": _grown(length, 74, 97),
            "branches": _grown(length, 3_800, 11_600),
            "margin_trading_balance_to_float_cap": np.round((financing + short) / cap, 6),
            "margin_trading_share_of_turnover": np.round((bought + sold) / turnover, 6),
            "sse_composite_close": np.round(all_share * _COMPOSITE_TO_ALL_SHARE, 4), "rounding": np.zeros(length, dtype=np.int64),
        },
    )  # fmt: skip


def northbound(levels: Levels, seed: int) -> pl.DataFrame:
    """Northbound trading by channel; buys and sells apart until 2024-08-16 only."""
    frames = []
    for exchange, first in _NORTHBOUND_START.items():
        generator = stream(seed, f"northbound {exchange}")
        start = int(places(levels.sessions, [first])[0])
        length = len(levels.sessions) - start
        share = interpolate(length, np.array([0, length // 2, length - 1]), np.array([0.005, 0.05, 0.06]))
        gross = levels.turnover[start:] * share * np.exp(generator.normal(0, 0.12, length)) / _MYRIAD
        bought = _whole(gross * (0.5 + generator.normal(0, 0.02, length))) * _MYRIAD
        sold = _whole(gross * 0.5) * _MYRIAD
        close = levels.indices["000985.SH"][start:] * _COMPOSITE_TO_ALL_SHARE * (1.0 if exchange == "SSE" else 3.4)
        frame = pl.DataFrame(
            {
                "trade_date": levels.sessions[start:], "buy_amount": bought, "sell_amount": sold, "net_buy_amount": bought - sold,
                "turnover": bought + sold, "trades": (bought + sold) // 25_000, "index_close": np.round(close, 2),
            }
        )  # fmt: skip
        apart = pl.col("trade_date") <= _NET_ENDED
        frames.append(
            frame.with_columns(
                *[pl.when(apart).then(pl.col(name)).alias(name) for name in ("buy_amount", "sell_amount", "net_buy_amount")],
                etf_turnover=pl.when(pl.col("trade_date") >= _ETF_START).then(pl.col("turnover") * 3 // 100 // _MYRIAD * _MYRIAD),
                index_change_ratio=pl.col("index_close").pct_change().round(6),
                exchange=pl.lit(exchange),
            )
        )
    return conform(table("northbound"), pl.concat(frames), source=_SOURCE)


def policy_events() -> pl.DataFrame:
    """The real policy timeline, as rows of the synthetic market's world."""
    rows = pl.DataFrame([asdict(event) for event in events()]).rename({"date": "trade_date"}).drop("confidence")
    return conform(table("policy_events"), rows, source=_SOURCE)


def _frame(name: str, days: tuple[date, ...], values: Mapping[str, Any]) -> pl.DataFrame:
    return conform(table(name), pl.DataFrame({"trade_date": days, **values}), source=_SOURCE)


def _whole(values: NDArray[Any]) -> Ints:
    whole: Ints = np.rint(values).astype(np.int64)
    return whole


def _grown(length: int, first: float, last: float) -> Ints:
    """A count that grows evenly in logarithms."""
    return _whole(np.exp(np.linspace(np.log(first), np.log(last), length)))


def _smooth(values: Floats, sessions: int = 250) -> Floats:
    """The mean of the last ``sessions`` values (of fewer at the start)."""
    total = np.cumsum(values)
    before = np.concatenate([np.zeros(sessions), total[:-sessions]])
    count = np.minimum(np.arange(1, len(values) + 1), sessions)
    mean: Floats = (total - before) / count
    return mean
