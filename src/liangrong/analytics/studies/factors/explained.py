"""How much of a factor the columns of the store explain: those of its own session, and those of the sessions after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from liangrong.analytics.panels.margin import margin_panel
from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import daily, quote_panel
from liangrong.analytics.studies.factors.builtin import FACTORS
from liangrong.analytics.studies.factors.factor import Factor
from liangrong.analytics.studies.factors.ranks import ranks
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["Explained", "explained_by_the_market"]

Cells: TypeAlias = NDArray[np.bool_]

_MOST_AHEAD: Final = 5
_WINDOWS: Final = (1, 2, 3, 5, 10, 20)
_DETAIL: Final = ("financing_balance", "financing_buy_amount", "short_quantity", "short_balance")
_QUOTED: Final = ("close", "turnover")
_KNOWN: Final = 0.5
"""A column takes part when it is known for this part of the factor's values."""
_SESSIONS: Final = 60
"""So many sessions tell what a factor is made of."""
_ROWS_EACH: Final = 10
"""So many values for each column, or nothing is fitted."""
_FAR_BETTER: Final = 2 / 3
"""Later columns trip when they leave open less than this part of what the columns of the day leave open."""
_SAME_DIGITS: Final = 6
"""Shares explained that agree so far are the same; the nearest session is named."""
_EXACT: Final = 1e-9
"""A share this small that is left open is rounding."""


@dataclass(frozen=True, slots=True)
class Explained:
    """The share of a factor's variance across names that the columns of the store explain.

    Parameters
    ----------
    now
        By columns of the factor's own session.
    later
        By those of a later session: of the one where it looks ahead, otherwise of the best.
    ahead
        How many sessions it looks ahead; 0 for none.
    cells
        On how many values this rests.
    """

    now: float
    later: float
    ahead: int
    cells: int


def explained_by_the_market(snapshot: MarketSnapshot, factor: Factor) -> Explained | None:
    """Regress a factor on the columns of its own session and of each of the five after it.

    The columns are balances, buys, short quantity and balance, close, turnover, return and the factors of the house over several
    windows. Three readings are tried, each day apart: deviations from the mean (a linear combination of columns is met
    exactly), the same over their spread, and ranks (any monotone function of one column is met exactly).

    Returns
    -------
    Explained or None
        ``None`` where the store holds nothing to compare with, or too few values.
    """
    rows = _sampled(factor.values)
    columns = _columns(snapshot, factor, rows) if len(rows) else []
    if not columns:
        return None
    found = [_compared(factor.values[rows], columns, read) for read in (_deviations, _spreads, _ranked)]
    readings = [reading for reading in found if reading is not None]
    if not readings:
        return None
    tripped = [reading for reading in readings if reading.ahead]
    return max(tripped, key=lambda reading: reading.later) if tripped else max(readings, key=lambda reading: reading.now)


_Read: TypeAlias = Callable[[Floats, Cells], Floats]


def _sampled(values: Floats) -> NDArray[np.int64]:
    """At most ``_SESSIONS`` sessions that have more than one value, spread evenly."""
    alive: NDArray[np.int64] = np.nonzero((~np.isnan(values)).sum(axis=1) > 1)[0]
    return alive[np.unique(np.linspace(0, len(alive) - 1, min(_SESSIONS, len(alive))).astype(int))] if len(alive) else alive


def _columns(snapshot: MarketSnapshot, factor: Factor, rows: NDArray[np.int64]) -> list[Floats]:
    """Each column at the sampled sessions and 1, 2, … sessions after them: ``ahead x rows x names``, in the order of its names."""
    calendar = snapshot.calendar
    first, last = factor.sessions[0], factor.sessions[-1]
    before = calendar.back(first, max(_WINDOWS))
    after = calendar.between(last, snapshot.as_of.as_of)[1 : _MOST_AHEAD + 1]
    grid = Panel((*factor.sessions, *after), factor.securities, {})
    end = grid.sessions[-1]
    detail, quotes = margin_panel(snapshot, _DETAIL, start=before, end=end), quote_panel(snapshot, start=before, end=end)
    cells: dict[str, Floats] = {}
    if detail.sessions:
        cells |= detail.like(grid).cells
        made = {f"{name} {window}": made.compute(detail, window) for name, made in FACTORS.items() for window in _WINDOWS}
        cells |= Panel(detail.sessions, detail.securities, made).like(grid).cells
    if quotes.sessions:
        moves = {**{name: quotes[name] for name in _QUOTED}, "return": daily(quotes)}
        cells |= Panel(quotes.sessions, quotes.securities, moves).like(grid).cells
    places = rows[None, :] + np.arange(_MOST_AHEAD + 1)[:, None]
    beyond = places >= len(grid.sessions)
    wanted = ~np.isnan(factor.values[rows])
    found = []
    for column in cells.values():
        laid = np.where(beyond[:, :, None], np.nan, column[np.where(beyond, 0, places)])
        if (~np.isnan(laid[0]) & wanted).sum() >= _KNOWN * wanted.sum():
            found.append(laid)
    return found


def _compared(values: Floats, columns: list[Floats], read: _Read) -> Explained | None:
    """What columns of the same and of later sessions explain, each pair over the cells where both are known."""
    known_at = np.logical_and.reduce([~np.isnan(column) for column in columns])
    found: list[Explained] = []
    for ahead in range(1, _MOST_AHEAD + 1):
        known = ~np.isnan(values) & known_at[0] & known_at[ahead]
        cells = int(known.sum())
        if cells < _ROWS_EACH * len(columns):
            continue
        target = read(values, known)[known]
        now, later = (
            _left_open(target, np.column_stack([read(column[shift], known)[known] for column in columns])) for shift in (0, ahead)
        )
        trips = now > _EXACT and later < _FAR_BETTER * now
        found.append(Explained(1 - now, 1 - later, ahead if trips else 0, cells))
    if not found:
        return None
    return max(found, key=lambda each: (each.ahead > 0, round(each.later, _SAME_DIGITS), -each.ahead))


def _deviations(values: Floats, known: Cells) -> Floats:
    filled = np.where(known, values, 0.0)
    count = np.maximum(known.sum(axis=1), 1)
    centred: Floats = np.where(known, filled - (filled.sum(axis=1) / count)[:, None], 0.0)
    return centred


def _spreads(values: Floats, known: Cells) -> Floats:
    centred = _deviations(values, known)
    spread = np.sqrt((centred**2).sum(axis=1))[:, None]
    scaled = np.zeros(centred.shape)
    np.divide(centred, spread, out=scaled, where=spread > 0)
    return scaled


def _ranked(values: Floats, known: Cells) -> Floats:
    return _deviations(ranks(np.where(known, values, np.nan)), known)


def _left_open(target: Floats, design: Floats) -> float:
    """The share of the variance that a least-squares fit leaves open."""
    norms = np.linalg.norm(design, axis=0)
    scaled = design[:, norms > 0] / norms[norms > 0]
    total = float(target @ target)
    if total <= 0 or not scaled.shape[1]:
        return 1.0
    fitted = scaled @ np.linalg.lstsq(scaled, target, rcond=None)[0]
    return float(((target - fitted) ** 2).sum()) / total
