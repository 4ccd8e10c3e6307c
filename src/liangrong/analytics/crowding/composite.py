"""One figure for how crowded a stock is: the mean of its percentiles among the stocks of the day, the parts beside it.

Percentiles are taken across all stocks that are financed on the day, whatever part of the market is shown: a stock is crowded
against the market and not against its industry. A part that the day does not have (no float cap stored, too short a history)
is left out for all; a stock that lacks a part the others have gets no composite, because a mean of other parts would not
compare. The parts weigh the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats, Panel

__all__ = ["PARTS", "Composite", "composite", "percentiles"]

PARTS: Final = ("financing_balance_to_float_cap", "financing_growth_20", "financing_share_of_turnover_5", "days_to_unwind")
OFFERED_SHARE: Final = 0.5
"""A day has a part when at least half of its financed stocks have it."""
LEAST_STOCKS: Final = 30
"""A percentile among fewer stocks says little."""


@dataclass(frozen=True, slots=True, eq=False)
class Composite:
    """The composite and its parts over the sessions and securities of a panel.

    Parameters
    ----------
    value
        Between 0 and 1; NaN where it cannot be given.
    parts
        The percentile of each part, under the names of ``PARTS``.
    offered
        Sessions x parts: whether the day has the part.
    """

    value: Floats
    parts: dict[str, Floats]
    offered: NDArray[np.bool_]


def composite(panel: Panel) -> Composite:
    """The composite of every stock on every session of the measures."""
    financed = panel["financing_balance"] > 0
    most = financed.sum(axis=1)
    parts, offered = {}, []
    for name in PARTS:
        values = np.where(financed, panel[name], np.nan)
        parts[name] = percentiles(values)
        offered.append((~np.isnan(parts[name])).sum(axis=1) >= np.maximum(OFFERED_SHARE * most, 1))
    has = np.column_stack(offered) if panel.sessions else np.empty((0, len(PARTS)), dtype=np.bool_)
    total, count = np.zeros(financed.shape), has.sum(axis=1)
    for place, name in enumerate(PARTS):
        total += np.where(has[:, place, None], parts[name], 0.0)
    value = np.divide(total, count[:, None], out=np.full(total.shape, np.nan), where=count[:, None] > 0)
    return Composite(value, parts, has)


def percentiles(values: Floats) -> Floats:
    """The share of each session's known values that are at or below each of them; NaN where fewer than ``LEAST_STOCKS`` are known.

    Examples
    --------
    >>> percentiles(np.arange(50.0)[None, :])[0, [0, 24, 49]].tolist()
    [0.02, 0.5, 1.0]
    """
    found = np.full(values.shape, np.nan)
    for row, cells in enumerate(values):
        known = np.flatnonzero(~np.isnan(cells))
        if known.size >= LEAST_STOCKS:
            found[row, known] = np.searchsorted(np.sort(cells[known]), cells[known], side="right") / known.size
    return found
