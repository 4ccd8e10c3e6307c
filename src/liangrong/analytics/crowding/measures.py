"""How crowded each stock is with borrowed money, session by session.

=================================  ==========================================================================================
``financing_balance_to_float_cap``  financing balance / float cap (流通市值) of the same day
``financing_growth_N``              financing balance / its value N sessions earlier - 1, N = 5, 20, 60
``financing_share_of_turnover_5``   financing buys of the last 5 sessions / turnover of the same sessions
``days_to_unwind``                  financing balance / (participation x mean daily turnover of the last 20 sessions)
``financing_balance_z``             the balance against the 60 sessions before it, in their standard deviations (``panels.zscores``)
=================================  ==========================================================================================

Days to unwind answers: selling at ``participation`` of the usual turnover, how many sessions until the whole balance is repaid.
It takes the turnover as it was, although it would dry up in a rush for the door (liquidity horizon; after "days to cover").
A rolling figure is known where at least three quarters of its sessions are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Final

import numpy as np

from liangrong.analytics.crowding.denominators import FloatValues, float_values
from liangrong.analytics.panels.margin import margin_panel
from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import quote_panel
from liangrong.analytics.panels.trailing import change_over, trailing_mean
from liangrong.analytics.panels.zscores import rolling_z
from liangrong.core.errors import UsageError
from liangrong.market.snapshot import MarketSnapshot

__all__ = [
    "HISTORY",
    "TURNOVER_OVER",
    "Crowding",
    "days_to_unwind",
    "measured",
    "share_of_turnover",
    "usual",
]

HISTORY: Final = 60
"""Sessions before the first one that the longest of the measures needs."""
GROWTH_OVER: Final = (5, 20, 60)
SHARE_OVER: Final = 5
TURNOVER_OVER: Final = 20
MEASURES: Final = (
    "financing_balance_to_float_cap",
    *(f"financing_growth_{n}" for n in GROWTH_OVER),
    f"financing_share_of_turnover_{SHARE_OVER}",
    "days_to_unwind",
    "financing_balance_z",
)
_STORED: Final = ("financing_balance", "financing_buy_amount", "short_balance")
KNOWN_SHARE: Final = 0.75
"""Of the sessions of a rolling figure: a stock may have been suspended for a quarter of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Crowding:
    """The measures of every stock on every session.

    Parameters
    ----------
    panel
        The measures under their names, and beside them ``financing_balance``, ``short_balance`` and ``float_cap`` in 元.
    value
        What the balance is held against.
    participation
        The part of the turnover that unwinding may take.
    """

    panel: Panel
    value: FloatValues
    participation: float


def measured(
    snapshot: MarketSnapshot,
    *,
    start: date | None = None,
    end: date | None = None,
    participation: float,
    proxy: bool = False,
) -> Crowding:
    """The measures of all stocks with margin detail between two sessions; rolling figures need ``HISTORY`` sessions before.

    Parameters
    ----------
    participation
        Between 0 and 1: the part of the turnover that unwinding may take.
    proxy
        Estimate the float cap of the last session where it is not stored, as ``float_values``.

    Raises
    ------
    UsageError
        The participation is no part of the turnover.
    """
    if not 0 < participation <= 1:
        raise UsageError(
            reason=f"the participation is {participation:g}; it is a part of the turnover, above 0 and at most 1 (100 %)",
            reason_zh=f"参与率为 {participation:g}，应大于 0 且不超过 1（100%）",
        )
    margin = margin_panel(snapshot, _STORED, start=start, end=end)
    if not margin.sessions:
        nothing = Panel((), (), dict.fromkeys((*_STORED, *MEASURES), np.empty((0, 0))))
        return Crowding(nothing, float_values(snapshot, nothing, nothing), participation)
    first = start or snapshot.calendar.back(margin.sessions[0], TURNOVER_OVER)
    margin = margin.like(Panel(snapshot.calendar.between(first, margin.sessions[-1]), margin.securities, {}))
    balance = margin["financing_balance"]
    quotes = quote_panel(snapshot, start=first, end=margin.sessions[-1])
    turnover = quotes.like(margin)["turnover"]
    value = float_values(snapshot, margin, quotes, proxy=proxy)
    cells = {
        "financing_balance": balance,
        "short_balance": margin["short_balance"],
        "float_cap": value.cap,
        "financing_balance_to_float_cap": balance / value.cap,
        **{f"financing_growth_{n}": change_over(balance, n) for n in GROWTH_OVER},
        f"financing_share_of_turnover_{SHARE_OVER}": share_of_turnover(margin["financing_buy_amount"], turnover, SHARE_OVER),
        "days_to_unwind": days_to_unwind(balance, turnover, participation),
        "financing_balance_z": rolling_z(balance, window=HISTORY),
    }
    sources = tuple(sorted({*margin.sources, *value.sources}))
    return Crowding(Panel(margin.sessions, margin.securities, cells, sources), value, participation)


def share_of_turnover(buys: Floats, turnover: Floats, over: int) -> Floats:
    """Buys over turnover, both summed over the sessions of the window on which both are known.

    Examples
    --------
    >>> share_of_turnover(np.array([[1.0], [3.0]]), np.array([[10.0], [10.0]]), 2).ravel().tolist()
    [nan, 0.2]
    """
    known = ~np.isnan(buys) & ~np.isnan(turnover)
    bought, traded = (usual(np.where(known, cells, np.nan), over) for cells in (buys, turnover))
    return _ratio(bought, traded)


def days_to_unwind(balance: Floats, turnover: Floats, participation: float, over: int = TURNOVER_OVER) -> Floats:
    """Sessions until the balance is sold at ``participation`` of the mean turnover of the last ``over`` sessions.

    Examples
    --------
    >>> days_to_unwind(np.array([[100.0], [100.0]]), np.array([[40.0], [60.0]]), 0.2, 2).ravel().tolist()
    [nan, 10.0]
    """
    return _ratio(balance, participation * usual(turnover, over))


def usual(values: Floats, over: int) -> Floats:
    """The mean of the known values among the last ``over`` sessions, where at least three quarters of them are known."""
    return trailing_mean(values, over, least=ceil(KNOWN_SHARE * over))


def _ratio(upper: Floats, lower: Floats) -> Floats:
    """One over the other where that makes sense, NaN elsewhere."""
    found: Floats = np.full(upper.shape, np.nan)
    np.divide(upper, lower, out=found, where=lower > 0)
    return found
