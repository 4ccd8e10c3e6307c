"""The signals of heat by name, and their readings for a market and an index."""

from __future__ import annotations

from typing import Final

from liangrong.analytics.heat.composite import COMPOSITE_GAUGE, composite
from liangrong.analytics.heat.gauges import Gauge, Readings
from liangrong.analytics.heat.margin_gauges import MARGIN_GAUGES
from liangrong.analytics.heat.price_gauges import PRICE_GAUGES
from liangrong.analytics.heat.prices import Prices
from liangrong.core.errors import UnknownName
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["GAUGES", "gauge", "read_all"]

GAUGES: Final[dict[str, Gauge]] = {one.key: one for one in (*PRICE_GAUGES, *MARGIN_GAUGES, COMPOSITE_GAUGE)}
"""Every signal by its key, in the order in which they are shown."""


def gauge(name: str) -> Gauge:
    """The signal called ``name``: its key or its title.

    Raises
    ------
    UnknownName
        There is no such signal.

    Examples
    --------
    >>> gauge("RSI-14").key
    'rsi'
    """
    wanted = name.strip().lower().replace("-", "_")
    for one in GAUGES.values():
        if wanted == one.key or name.strip() in (one.title.zh, one.title.en):
            return one
    raise UnknownName(kind="signal", kind_zh="信号", name=name, known=", ".join(GAUGES))


def read_all(snapshot: MarketSnapshot, levels: Prices) -> dict[str, Readings]:
    """The readings of every signal, the composite of them last; remembered by the snapshot."""

    def read() -> dict[str, Readings]:
        taken = [Readings.take(one, snapshot, levels) for one in (*PRICE_GAUGES, *MARGIN_GAUGES)]
        return {one.gauge.key: one for one in (*taken, composite(taken))}

    return snapshot.once(("heat", levels.code), read)
