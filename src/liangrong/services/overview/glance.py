"""Ask a workspace for a session at a glance: its figures, and the histories behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from liangrong.analytics.overview import cards as figuring
from liangrong.analytics.overview import histories
from liangrong.core.errors import UsageError
from liangrong.core.results import Result
from liangrong.services.workspace import Workspace

__all__ = ["BalanceHistoryRequest", "CardsRequest", "balance_history", "cards", "ratio_history"]

MOST_YEARS: Final = 50
"""More than margin trading will have seen for a while."""


@dataclass(frozen=True, slots=True)
class CardsRequest:
    """A session, and how far back it is compared.

    Parameters
    ----------
    as_of
        The session; the latest complete one by default. A day without a session stands for the one before it.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    years
        Over how many years a figure is placed.
    """

    as_of: date | None = None
    known_at: datetime | None = None
    years: int = 10


@dataclass(frozen=True, slots=True)
class BalanceHistoryRequest:
    """A balance over time.

    Parameters
    ----------
    measure
        ``margin_trading_balance``, ``financing_balance`` or ``short_balance``.
    start
        First day; all that is stored by default.
    as_of
        The last session; the latest complete one by default. A day without a session stands for the one before it.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    """

    measure: str = "margin_trading_balance"
    start: date | None = None
    as_of: date | None = None
    known_at: datetime | None = None


def cards(workspace: Workspace, request: CardsRequest) -> Result:
    """The figures of a session, each with its change, its percentile, its own day, and whether it is a record.

    Raises
    ------
    BeyondCalendar
        The day lies outside the calendar.
    NoData
        No session is complete.
    UsageError
        The years are none, or too many.
    """
    _check(request.years)
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    return figuring.cards(workspace.snapshot(as_of), day=as_of.as_of, years=request.years).warn(*notes)


def balance_history(workspace: Workspace, request: BalanceHistoryRequest) -> Result:
    """A balance session by session, with its records, its named peaks and what came into force.

    Raises
    ------
    NoData
        No session of the window is known.
    UsageError
        The measure is no balance, or the window ends before it starts.
    """
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    if request.start is not None and request.start > as_of.as_of:
        raise UsageError(
            reason=f"the window {request.start}..{as_of.as_of} ends before it starts",
            reason_zh=f"区间 {request.start} 至 {as_of.as_of} 首尾颠倒",
        )
    snapshot = workspace.snapshot(as_of)
    return histories.balance_history(snapshot, request.measure, start=request.start, end=as_of.as_of).warn(*notes)


def ratio_history(workspace: Workspace, request: CardsRequest) -> Result:
    """The ratios of the cards over the years, session by session.

    Raises
    ------
    NoData
        None of them is known.
    UsageError
        The years are none, or too many.
    """
    _check(request.years)
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    return histories.ratio_history(workspace.snapshot(as_of), years=request.years, end=as_of.as_of).warn(*notes)


def _check(years: int) -> None:
    if not 1 <= years <= MOST_YEARS:
        raise UsageError(
            reason=f"years is {years}; give 1 to {MOST_YEARS}", reason_zh=f"years 为 {years}，应在 1 至 {MOST_YEARS} 之间"
        )
