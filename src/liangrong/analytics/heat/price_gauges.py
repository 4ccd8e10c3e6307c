"""Gauges read off the levels of the index alone."""

from __future__ import annotations

from typing import Final

from liangrong.analytics.heat.gauges import Found, Gauge, Reader, Rule
from liangrong.analytics.heat.indicators import indicator
from liangrong.analytics.heat.prices import Prices
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["OVERBOUGHT", "PRICE_GAUGES", "TOP"]

TOP: Final = 0.95
"""The highest twentieth of what has been seen so far."""
OVERBOUGHT: Final = 70
"""Of an RSI, in Wilder's book."""
_BARS: Final = Note("需要该指数的日收盘价", "needs daily closes of the index")
_RANGES: Final = Note("需要该指数的最高价与最低价", "needs daily highs and lows of the index")


def _reader(name: str) -> Reader:
    def read(_: MarketSnapshot, levels: Prices) -> Found:
        return Found(indicator(name, levels), levels.sources, levels.notes)

    return read


PRICE_GAUGES: Final = (
    Gauge(
        "rsi", Note("RSI-14", "RSI-14"),
        Note("收盘价的 14 日相对强弱指标（Wilder 平滑）", "relative strength index of the closes over 14 sessions (Wilder's average)"),
        None, Rule(OVERBOUGHT, "value"), _reader("rsi"), _BARS,
    ),
    Gauge(
        "macd", Note("MACD 柱", "MACD histogram"),
        Note("MACD（12、26、9）柱 ÷ 收盘价", "MACD histogram (12, 26, 9) over the close"),
        Unit.RATIO, Rule(TOP), _reader("macd"), _BARS,
    ),
    Gauge(
        "bollinger", Note("布林带 %B", "Bollinger %B"),
        Note("收盘价在 20 日均线上下 2 倍标准差的带中的位置，1 为上轨",
             "place of the close in the band of 2 standard deviations about its mean of 20 sessions, 1 at the upper edge"),
        None, Rule(1, "value"), _reader("bollinger"), _BARS,
    ),
    Gauge(
        "kdj", Note("KDJ 的 J", "J of KDJ"),
        Note("KDJ（9、3、3）的 J = 3K − 2D", "J = 3K - 2D of the stochastic (9, 3, 3)"),
        None, Rule(100, "value"), _reader("kdj"), _RANGES,
    ),
    Gauge(
        "adx", Note("ADX 上升趋势", "ADX of rising trends"),
        Note("14 日 ADX，下降趋势取负", "ADX over 14 sessions, negative in falling trends"),
        None, Rule(TOP), _reader("adx"), _RANGES,
    ),
    Gauge(
        "distance_200", Note("距 200 日均线", "distance from the 200-day mean"),
        Note("收盘价 ÷ 200 日均线 − 1", "close over its mean of 200 sessions, minus 1"),
        Unit.RATIO, Rule(TOP), _reader("distance_200"), _BARS,
    ),
    Gauge(
        "roc_20", Note("20 日涨幅", "change over 20 sessions"),
        Note("收盘价较 20 个交易日前的变化", "close against 20 sessions earlier"),
        Unit.RATIO, Rule(TOP), _reader("roc_20"), _BARS,
    ),
)  # fmt: skip
"""In the order in which they are shown."""
