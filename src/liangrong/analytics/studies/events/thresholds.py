"""The sessions on which a measure breached: a stated level, or its own ninth decile so far."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.crossings import crossings
from liangrong.analytics.levels import series
from liangrong.analytics.measures import Measure
from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.events.windows import Line
from liangrong.core.units import Unit, display
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["MIN_HISTORY", "Breach", "level_breaches", "percentile_breaches", "round_levels"]

MIN_HISTORY: Final = 250
"""Sessions before a percentile of a measure's own past says anything: about a year."""
ROUND_STEP: Final = Decimal(5_000) * Unit.YI_YUAN.size
"""Balances are talked about in steps of half a 万亿."""


@dataclass(frozen=True, slots=True)
class Breach:
    """At or above a threshold after a session below it.

    Parameters
    ----------
    date
        The session whose figure breached; it is public on the morning of the next one.
    threshold_zh, threshold_en
        What was breached, in words.
    sessions_missing
        Unknown sessions just before it; where there are any, the breach may have come on one of them.
    """

    date: date
    threshold_zh: str
    threshold_en: str
    sessions_missing: int = 0


def level_breaches(snapshot: MarketSnapshot, wanted: Measure, levels: Sequence[Decimal]) -> list[Breach]:
    """Every crossing of every level from below, oldest first; a session that crosses several counts for the highest.

    Raises
    ------
    NoData
        Nothing of the measure is stored.
    """
    found: dict[date, Breach] = {}
    for limit in sorted(levels):
        texts = (display(limit, wanted.unit, "zh"), display(limit, wanted.unit, "en"))
        for day, missing in crossings(snapshot, wanted, limit).data.select("date", "sessions_missing").iter_rows():
            found[day] = Breach(day, *texts, missing)
    return [found[day] for day in sorted(found)]


def round_levels(snapshot: MarketSnapshot, wanted: Measure) -> list[Decimal]:
    """The multiples of half a 万亿 元 between the lowest and the highest known value."""
    values = series(snapshot, wanted).frame.select(low=pl.col("value").min(), high=pl.col("value").max()).row(0)
    if None in values:
        return []
    low, high = (int(value / ROUND_STEP) for value in values)
    return [ROUND_STEP * step for step in range(low + 1, high + 1)]


def percentile_breaches(line: Line, percentile: float) -> list[Breach]:
    """Sessions on which a measure rose to a percentile of all its values before.

    The percentile of a session is the share of earlier known values below its own: only the past is asked. A breach needs the
    session before to stand below, and ``MIN_HISTORY`` known values.
    """
    standing = _standing(line.values)
    before = np.concatenate([[np.nan], standing[:-1]])
    crossed = np.flatnonzero((standing >= percentile) & (before < percentile))
    share = f"{percentile * 100:g}"
    return [Breach(line.sessions[place], f"自身历史 {share}% 分位", f"{share} % of its own past") for place in crossed]


def _standing(values: Floats) -> Floats:
    """The share of earlier known values below each value; NaN before ``MIN_HISTORY`` of them."""
    past: list[float] = []
    found = np.full(len(values), np.nan)
    for place, value in enumerate(values.tolist()):
        if np.isnan(value):
            continue
        if len(past) >= MIN_HISTORY:
            found[place] = bisect_left(past, value) / len(past)
        insort(past, value)
    return found
