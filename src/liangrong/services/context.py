"""Series from beside the margin totals: northbound trading, accounts, the average maintenance ratio."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from liangrong.analytics.context.accounts import accounts
from liangrong.analytics.context.maintenance import maintenance, yearly_lows
from liangrong.analytics.context.northbound import northbound
from liangrong.analytics.context.overview import overview
from liangrong.core.errors import UsageError
from liangrong.core.results import Result
from liangrong.services.workspace import Workspace

__all__ = ["ContextRequest", "ContextSeries", "context"]

ContextSeries: TypeAlias = Literal["northbound", "accounts", "maintenance"]

DEFAULT_SESSIONS: Final = 20
"""A window without a first day: about a month."""


@dataclass(frozen=True, slots=True)
class ContextRequest:
    """Context series over a window.

    Parameters
    ----------
    series
        Which family; all of them at a glance when ``None``.
    start, end
        Days, both included. Without ``end`` the latest complete session; without ``start`` the last month, or every year.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    yearly
        The lows of the average maintenance ratio by year instead of its days.
    """

    series: ContextSeries | None = None
    start: date | None = None
    end: date | None = None
    known_at: datetime | None = None
    yearly: bool = False


def context(workspace: Workspace, request: ContextRequest) -> Result:
    """The series asked for, each on its own population.

    Raises
    ------
    NoData
        Nothing is stored for what was asked.
    UsageError
        The window ends before it starts, or years are asked of a series that has no lows.
    """
    as_of, notes = workspace.as_of(request.end, request.known_at)
    snapshot, end = workspace.snapshot(as_of), as_of.as_of
    if request.start is not None and request.start > end:
        raise UsageError(
            reason=f"the window {request.start}..{end} ends before it starts", reason_zh=f"区间 {request.start} 至 {end} 首尾颠倒"
        )
    if request.yearly:
        if request.series not in (None, "maintenance"):
            raise UsageError(reason=f"`yearly` gives the lows of the average maintenance ratio, not of {request.series}",
                             reason_zh=f"`yearly` 给出平均维持担保比例的每年最低值，不适用于 {request.series}")  # fmt: skip
        return yearly_lows(snapshot, start=request.start, end=end).warn(*notes)
    if request.series is None:
        if request.start is not None:
            raise UsageError(reason="`from` needs `series`: northbound, accounts or maintenance",
                             reason_zh="`from` 须与 `series` 同用：northbound、accounts 或 maintenance")  # fmt: skip
        return overview(snapshot).warn(*notes)
    start = request.start or workspace.calendar.offset(end, 1 - DEFAULT_SESSIONS)
    ask = {"northbound": northbound, "accounts": accounts, "maintenance": maintenance}[request.series]
    return ask(snapshot, start=start, end=end).warn(*notes)
