"""Textbook indicators, computed by TA-Lib over every stretch of sessions without a hole.

An average that feeds on itself (Wilder's, or an exponential one) still carries its arbitrary first value for a while. A
value is given from the session on which that first value weighs less than ``SEED_WEIGHT``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, log
from typing import Any, Final

import numpy as np
import polars as pl

from liangrong.analytics.heat.prices import Prices
from liangrong.analytics.panels.panel import Floats

__all__ = ["INDICATORS", "SEED_WEIGHT", "indicator", "settled_after"]

SEED_WEIGHT: Final = 0.01
"""A hundredth: what is left of the first value of a recursive average may move an RSI by half a point at most."""

WILDER: Final = 14
"""Sessions of RSI and ADX (Wilder 1978, *New Concepts in Technical Trading Systems*)."""
FAST, SLOW, SIGNAL = 12, 26, 9
"""Sessions of MACD (Appel)."""
BAND, BAND_WIDTH = 20, 2.0
"""Sessions and standard deviations of Bollinger's bands."""
STOCHASTIC, THIRDS = 9, 5
"""Sessions of KDJ; an exponential average over 5 has the weight 1/3 of its K and D."""
LONG_MEAN: Final = 200
CHANGE: Final = 20


def settled_after(weight: float) -> int:
    """Steps until the seed of an average with this weight on its newest value counts for less than ``SEED_WEIGHT``.

    Examples
    --------
    >>> settled_after(1 / 14)  # Wilder's average over 14: (13/14)^62 = 1.01 %, (13/14)^63 = 0.94 %
    63
    """
    return ceil(log(SEED_WEIGHT) / log(1 - weight))


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How TA-Lib is called, on which columns, and how many sessions come before its first settled value."""

    compute: Callable[[Any, Mapping[str, Floats]], Floats]
    columns: tuple[str, ...]
    settled: int


def _kdj(talib: Any, bars: Mapping[str, Floats]) -> Floats:
    k, d = talib.STOCH(
        bars["high"], bars["low"], bars["close"], fastk_period=STOCHASTIC, slowk_period=THIRDS, slowk_matype=1,
        slowd_period=THIRDS, slowd_matype=1,
    )  # fmt: skip
    return np.asarray(3 * k - 2 * d, dtype=np.float64)


def _bollinger(talib: Any, bars: Mapping[str, Floats]) -> Floats:
    high, _, low = talib.BBANDS(bars["close"], timeperiod=BAND, nbdevup=BAND_WIDTH, nbdevdn=BAND_WIDTH)
    width = np.where(high > low, high - low, np.nan)
    return np.asarray((bars["close"] - low) / width, dtype=np.float64)


def _macd(talib: Any, bars: Mapping[str, Floats]) -> Floats:
    _, _, histogram = talib.MACD(bars["close"], FAST, SLOW, SIGNAL)
    return np.asarray(histogram / bars["close"], dtype=np.float64)


def _trend(talib: Any, bars: Mapping[str, Floats]) -> Floats:
    way = [bars[name] for name in ("high", "low", "close")]
    upward = talib.PLUS_DI(*way, WILDER) > talib.MINUS_DI(*way, WILDER)
    return np.asarray(np.where(upward, 1, -1) * talib.ADX(*way, WILDER), dtype=np.float64)


_CLOSE: Final = ("close",)
_HLC: Final = ("high", "low", "close")

_RECIPES: Final[dict[str, _Recipe]] = {
    "rsi": _Recipe(lambda talib, bars: talib.RSI(bars["close"], WILDER), _CLOSE, WILDER + settled_after(1 / WILDER)),
    "macd": _Recipe(_macd, _CLOSE, SLOW + SIGNAL - 2 + settled_after(2 / (SLOW + 1)) + settled_after(2 / (SIGNAL + 1))),
    "bollinger": _Recipe(_bollinger, _CLOSE, BAND - 1),
    "kdj": _Recipe(_kdj, _HLC, STOCHASTIC - 1 + 2 * settled_after(1 / 3)),
    "adx": _Recipe(_trend, _HLC, 2 * WILDER - 1 + 2 * settled_after(1 / WILDER)),
    "distance_200": _Recipe(lambda talib, bars: bars["close"] / talib.SMA(bars["close"], LONG_MEAN) - 1, _CLOSE, LONG_MEAN - 1),
    "roc_20": _Recipe(lambda talib, bars: talib.ROCP(bars["close"], CHANGE), _CLOSE, CHANGE),
}
INDICATORS: Final = tuple(_RECIPES)
"""The names that ``indicator`` knows."""


def indicator(name: str, levels: Prices) -> pl.DataFrame:
    """One indicator as ``date, value``, on the sessions with a published close on which it has settled.

    Parameters
    ----------
    name
        ``rsi`` (RSI-14), ``macd`` (the histogram 12/26/9 over the close), ``bollinger`` (%B of 20 sessions and 2 deviations), ``kdj``
        (J = 3K - 2D of 9/3/3), ``adx`` (ADX-14, negative where the trend is down), ``distance_200`` (close over its mean of 200
        sessions, minus 1), ``roc_20`` (change over 20 sessions). ``kdj`` and ``adx`` need highs and lows; without them the frame
        is empty.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> days = [date(2024, 1, 1) + timedelta(n) for n in range(30)]
    >>> frame = pl.DataFrame({"date": days, "close": [100.0 + n for n in range(30)], "is_known": True})
    >>> indicator("roc_20", Prices("x", frame))["value"].round(4).to_list()[:2]
    [0.2, 0.198]
    """
    import talib

    recipe = _RECIPES[name]
    usable = levels.frame.filter(pl.all_horizontal(pl.col(column).is_not_null() for column in recipe.columns))
    days = levels.frame.with_row_index("_row").select("date", "_row")
    usable = usable.join(days, on="date", maintain_order="left").with_columns(
        _stretch=(pl.col("_row").cast(pl.Int64).diff().fill_null(1) != 1).cum_sum()
    )
    found = [_over(talib, recipe, stretch) for stretch in usable.partition_by("_stretch", maintain_order=True)]
    empty = pl.DataFrame(schema={"date": pl.Date, "value": pl.Float64})
    return pl.concat([empty, *found])


def _over(talib: Any, recipe: _Recipe, stretch: pl.DataFrame) -> pl.DataFrame:
    bars = {column: stretch[column].cast(pl.Float64).to_numpy() for column in recipe.columns}
    values = recipe.compute(talib, bars)
    values[: recipe.settled] = np.nan
    laid = stretch.select("date", "is_known", value=pl.Series(values))
    return laid.filter(pl.col("is_known"), pl.col("value").is_not_nan()).select("date", "value")
