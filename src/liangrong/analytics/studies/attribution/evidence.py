"""What attribution reads from a snapshot, once: closes, moves, and the facts that were public before each session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from liangrong.analytics.completeness import stocks_only
from liangrong.analytics.panels.margin import margin_panel
from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import quote_panel
from liangrong.analytics.studies.attribution.facts import MARGIN_COLUMNS, margin_facts
from liangrong.analytics.studies.attribution.moves import Moves, abnormal_moves
from liangrong.core.calendar import Calendar
from liangrong.core.errors import NoData, UsageError
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["Evidence", "evidence"]

_HISTORY = 280
"""Sessions of quotes before the first of interest: a year of buys over turnover, and a month before that."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Arrays of sessions x securities, those of the quotes.

    Parameters
    ----------
    quotes
        Closes, from about a year before the first session of interest.
    inside
        Which of the sessions are of interest.
    moves
        The returns, judged.
    before
        Fact to 1, 0 or NaN: whether it stood by the figures of the session before, the last that were public.
    readings
        Fact to the number that decided.
    """

    quotes: Panel
    inside: NDArray[np.bool_]
    moves: Moves
    before: dict[str, Floats]
    readings: dict[str, Floats]
    sources: tuple[str, ...]


def evidence(snapshot: MarketSnapshot, start: date, end: date, *, sigma: float, securities: Sequence[str] = ()) -> Evidence:
    """Read what is known about the moves of the sessions from ``start`` to ``end``.

    Margin figures are read from the beginning of what is stored, as a record of the known history needs.

    Parameters
    ----------
    sigma
        As in ``abnormal_moves``.
    securities
        Only these; all stocks when empty.

    Raises
    ------
    NoData
        No quotes are stored for the window.
    UsageError
        The window ends before it starts, or sigma is not above zero.
    """
    if start > end:
        raise UsageError(reason=f"the window {start}..{end} ends before it starts", reason_zh=f"区间 {start} 至 {end} 首尾颠倒")
    if not sigma > 0:
        raise UsageError(reason=f"sigma is {sigma}; it must be above 0", reason_zh=f"sigma 为 {sigma}，须大于 0")
    quotes = quote_panel(snapshot, start=_back(snapshot.calendar, start), end=end, securities=securities)
    inside = np.array([start <= day <= end for day in quotes.sessions], dtype=np.bool_)
    moves = abnormal_moves(quotes, sigma=sigma)
    if not inside.any() or np.isnan(moves.returns[inside]).all():
        raise _no_quotes(quotes, start, end, securities)
    margin = margin_panel(snapshot, MARGIN_COLUMNS, end=end, securities=securities)
    permissions = _list(snapshot, "underlying_securities", ("financing_open", "short_open"), quotes, end)
    collateral = _list(snapshot, "eligible_collateral", ("conversion_ratio",), quotes, end)
    standing = margin_facts(margin, quotes, permissions, collateral, since=start)
    sources = tuple(sorted({*quotes.sources, *margin.sources, *permissions.sources, *collateral.sources}))
    before, readings = ({name: _later(values) for name, values in part.like(quotes).cells.items()} for part in standing)
    return Evidence(quotes, inside, moves, before, readings, sources)


def _later(values: Floats) -> Floats:
    later = np.full(values.shape, np.nan)
    later[1:] = values[:-1]
    return later


def _list(snapshot: MarketSnapshot, name: str, columns: tuple[str, ...], quotes: Panel, end: date) -> Panel:
    """A daily list of the exchanges."""
    start = quotes.sessions[0] if quotes.sessions else end
    keys = {"security_id": list(quotes.securities)} if len(quotes.securities) == 1 else None
    return Panel.of(stocks_only(snapshot.table(name, start=start, end=end, keys=keys)), columns, snapshot.calendar)


def _no_quotes(quotes: Panel, start: date, end: date, securities: Sequence[str]) -> NoData:
    traded = np.flatnonzero((quotes["turnover"] > 0).any(axis=1))
    nearest = quotes.sessions[int(traded[-1])] if traded.size else None
    whose = ", ".join(securities) or "stocks"
    return NoData(
        what="daily quotes", what_zh="日行情", where=f"{whose} on {start}..{end}",
        where_zh=f"{'、'.join(securities) or '股票'} {start} 至 {end} ", nearest=nearest or f"no day up to {end}",
        nearest_zh=nearest or f"{end} 及之前没有任何一天",
    )  # fmt: skip


def _back(calendar: Calendar, day: date) -> date:
    """The session ``_HISTORY`` before a day, or the first of the calendar."""
    place = calendar.count(calendar.start, day)
    return calendar.sessions[max(place - 1 - _HISTORY, 0)]
