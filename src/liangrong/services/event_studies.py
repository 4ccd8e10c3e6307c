"""Ask a workspace what policies and breaches of a threshold did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from liangrong.analytics.measures import measure
from liangrong.analytics.studies.events import breaches as breaching
from liangrong.analytics.studies.events import policies as policing
from liangrong.analytics.studies.events.breaches import AFTER
from liangrong.analytics.studies.events.policies import WINDOWS
from liangrong.analytics.studies.events.responses import DEFAULT_RESPONSES
from liangrong.core.results import Result
from liangrong.services.measures import threshold_in
from liangrong.services.workspace import Workspace

__all__ = ["BreachesRequest", "PoliciesRequest", "breaches", "policies"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesRequest:
    """Before and after policy events.

    Parameters
    ----------
    measures
        Measures of the whole market, or codes of indices.
    windows
        Sessions on either side.
    start, end
        Events from and to these days; all of them by default.
    as_of
        The last session that is known; the latest complete one when ``None``.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    """

    measures: tuple[str, ...] = DEFAULT_RESPONSES
    windows: tuple[int, ...] = WINDOWS
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachesRequest:
    """The path around breaches of a threshold; ``as_of`` and ``known_at`` as in ``PoliciesRequest``.

    Parameters
    ----------
    measure
        The measure of the whole market that breaches.
    thresholds
        As people write them: ``2万亿``, ``12%``. With none and no percentile: every half 万亿 for money, the ninth decile otherwise.
    percentile
        Breach of this share of the measure's own past instead.
    index
        The index that may respond.
    after
        Sessions followed behind a breach.
    seed
        Of the bootstrap.
    """

    measure: str = "margin_trading_balance"
    thresholds: tuple[str, ...] = ()
    percentile: float | None = None
    index: str = "000300.SH"
    after: int = AFTER
    seed: int = 0
    as_of: date | None = None
    known_at: datetime | None = None


def policies(workspace: Workspace, request: PoliciesRequest) -> Result:
    """The effect of each policy event on each measure.

    Raises
    ------
    NoData
        Nothing of a measure is stored.
    UnknownName, UsageError
        A measure, window or span of events that cannot be.
    """
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    return policing.policy_effects(
        workspace.snapshot(as_of), measures=request.measures, windows=request.windows, start=request.start, end=request.end
    ).warn(*notes)  # fmt: skip


def breaches(workspace: Workspace, request: BreachesRequest) -> Result:
    """The average abnormal path of an index and of the measure around its breaches.

    Raises
    ------
    NoData
        Nothing of the measure or the index is stored.
    UnitMismatch
        A threshold measures something else.
    UnknownName, UsageError
        A measure, threshold, percentile or window that cannot be.
    """
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    unit = measure(request.measure).unit
    levels = [threshold_in(text, unit) for text in request.thresholds]
    return breaching.breach_study(
        workspace.snapshot(as_of), name=request.measure, levels=levels, percentile=request.percentile, index=request.index,
        after=request.after, seed=request.seed,
    ).warn(*notes)  # fmt: skip
