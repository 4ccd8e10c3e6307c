"""Abnormal moves: beyond a name's own usual spread, or closed at its price limit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import at_limit, daily
from liangrong.analytics.panels.trailing import mean_before, spread_before

__all__ = ["SIGMA", "Moves", "abnormal_moves", "direction_word", "limit_word"]

SIGMA: Final = 3.0
TRAILING: Final = 60
"""Sessions that say what is usual for a name."""
LEAST: Final = 40
"""Of them must be known: a name listed or resumed a few weeks ago has no usual spread yet."""
_FEN: Final = 0.01
_STILL: Final = 1e-6
"""A spread of less is none: the price stood still, and rounding is left."""


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Arrays of sessions x securities.

    Parameters
    ----------
    returns
        Close over the adjusted previous close, minus 1; NaN on days without trading.
    deviations
        The return less the mean of the 60 sessions before it, in their standard deviations; NaN where fewer than 40 are known.
    direction
        1 for an abnormal rise, -1 for an abnormal fall, 0 for none.
    limit
        1 closed at the upper limit, -1 at the lower one, 0 not: such a return is censored, the move was at least so large.
    unlimited
        Closed beyond the limit of its board: no limit applied on that day (a first session after listing, resumption …). Such
        days are no abnormal moves.
    """

    returns: Floats
    deviations: Floats
    direction: NDArray[np.int8]
    limit: NDArray[np.int8]
    unlimited: NDArray[np.bool_]

    @property
    def unjudged(self) -> NDArray[np.bool_]:
        """Traded, but without a usual spread to be judged by, and not at a limit."""
        found: NDArray[np.bool_] = ~np.isnan(self.returns) & np.isnan(self.deviations) & (self.limit == 0) & ~self.unlimited
        return found


def abnormal_moves(quotes: Panel, *, sigma: float = SIGMA) -> Moves:
    """Find the abnormal moves among closes.

    Risk-warned stocks have a narrower limit than their board's, which codes do not tell: their limit days count only beyond ``sigma``.

    Parameters
    ----------
    quotes
        As ``quote_panel`` gives them, with 60 sessions before those of interest.
    sigma
        How many standard deviations are abnormal.

    Examples
    --------
    >>> from datetime import date
    >>> days = (date(2026, 1, 29), date(2026, 1, 30))
    >>> cells = {"close": [[10.0], [11.0]], "previous_close": [[10.0], [10.0]], "turnover": [[1.0], [1.0]]}
    >>> moves = abnormal_moves(Panel(days, ("600519.SH",), {name: np.array(values) for name, values in cells.items()}))
    >>> moves.direction.ravel().tolist(), moves.limit.ravel().tolist()
    ([0, 1], [0, 1])
    """
    returns = daily(quotes)
    spread = spread_before(returns, TRAILING, least=LEAST)
    with np.errstate(divide="ignore", invalid="ignore"):
        deviations = np.where(spread > _STILL, (returns - mean_before(returns, TRAILING, least=LEAST)) / spread, np.nan)
    traded = ~np.isnan(returns)
    up, down = (traded & (values == 1) for values in at_limit(quotes))
    above = at_limit(_shifted(quotes, -_FEN))[0] == 1
    below = at_limit(_shifted(quotes, _FEN))[1] == 1
    unlimited = traded & (above | below)
    limit = np.where(unlimited, 0, up.astype(np.int8) - down.astype(np.int8)).astype(np.int8)
    beyond = np.where(np.abs(deviations) > sigma, np.sign(deviations), 0).astype(np.int8)
    direction = np.where(unlimited, 0, np.where(limit != 0, limit, beyond)).astype(np.int8)
    return Moves(returns, deviations, direction, limit, unlimited)


def _shifted(quotes: Panel, by: float) -> Panel:
    """The same quotes with every close a fen lower or higher: at its limit even so is beyond it."""
    return replace(quotes, cells={**quotes.cells, "close": quotes["close"] + by})


def direction_word(direction: int) -> str:
    """``rise`` or ``fall``."""
    return "rise" if direction > 0 else "fall"


def limit_word(limit: int) -> str | None:
    """Where a close stood: at the upper limit, at the lower one, or (``None``) at neither."""
    return {1: "upper_limit", -1: "lower_limit"}.get(limit)
