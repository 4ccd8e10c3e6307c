"""Which way something went in the days that a clause is about: rows of flows and of changes, and what two levels say of the time between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from liangrong.core.errors import BeyondCalendar
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.period import Period
from liangrong.research.claims.verify.published.matching import days_meet, same_days
from liangrong.research.claims.verify.published.meanings import Meaning, about

__all__ = ["moves_of"]

_MOST: Final = 0.75
"""So much of a row's days must lie in a clause's."""
_MOVES: Final = ("net_financing_purchase", "daily_return", "northbound_net_inflow")
"""Metrics whose very level is a move."""
_LATELY: Final = timedelta(days=4)
_LEVELS: Final = {"daily_return": "index_level"}
"""The level whose move a metric is, where it has another name."""


def moves_of(meaning: Meaning, desk: Desk) -> list[PublishedFigure]:
    """The rows of a meaning that lie in its days; where there are none, the differences of its levels, as rows of their own."""
    rows = [
        row
        for row in about(meaning, desk.published, dated=False)
        if _tells_a_move(row) and any(_lies_in(one, row) for one in meaning.periods)
    ]
    return rows or list(_between_levels(meaning, desk))


def _tells_a_move(row: PublishedFigure) -> bool:
    return row.aspect in ("change", "growth") or row.metric in _MOVES


def _lies_in(period: Period, row: PublishedFigure) -> bool:
    return same_days(period, row) or (not period.is_day and row.start != row.end and days_meet(period, row, least=_MOST))


def _between_levels(meaning: Meaning, desk: Desk) -> Iterator[PublishedFigure]:
    metrics = {_LEVELS.get(metric, metric) for metric, side in meaning.wanted if side != "mean"}
    levels = [
        row
        for row in desk.published
        if row.usable and row.aspect == "level" and row.metric in metrics and row.scope in meaning.scopes and row.end is not None
    ]
    for last in levels:
        for first in levels:
            if first.metric == last.metric and any(_are_ends(period, first, last, desk) for period in meaning.periods):
                yield replace(last, aspect="change", start=first.end, interval=last.interval - first.interval,
                              shown=f"{first.shown} → {last.shown}")  # fmt: skip


def _are_ends(period: Period, first: PublishedFigure, last: PublishedFigure, desk: Desk) -> bool:
    """Whether two levels are of the two ends of a window, of a day and the session before it, or of two neighbouring months."""
    if first.end is None or last.end is None or first.end >= last.end:
        return False
    if period.is_day:
        return last.end == period.end and last.start == last.end and first.end == _before(period.end, desk)
    if first.start == first.end:
        ends = last.end == desk.last_session(period.end) or (
            period.open_end and last.start == last.end and timedelta() <= period.end - last.end <= _LATELY
        )
        return ends and first.end in (period.start, _before(period.start, desk))
    neighbours = last.start is not None and 0 < (last.start - first.end).days <= 1
    return neighbours and (same_days(period, last) or (first.start == period.start and last.end == period.end))


def _before(day: date, desk: Desk) -> date | None:
    try:
        return desk.calendar.previous(day)
    except BeyondCalendar:
        return None
