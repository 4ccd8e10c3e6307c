"""Ask a workspace whether a measure leads an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from liangrong.analytics.studies.leadlag.pairs import pair
from liangrong.analytics.studies.leadlag.study import battery, by_lag
from liangrong.core.errors import UsageError
from liangrong.core.results import Result
from liangrong.services.workspace import Workspace

__all__ = ["LeadLagRequest", "LeadLagView", "lead_lag"]

LeadLagView: TypeAlias = Literal["lags", "tests"]

_MOST: int = 60
_LEAST_SIMULATIONS: int = 20


@dataclass(frozen=True, slots=True)
class LeadLagRequest:
    """Whether ``x`` leads ``y``.

    Parameters
    ----------
    x
        A measure of ``scope``.
    y
        An index: ``000300.SH`` or 沪深300.
    step
        The change of ``x`` is over so many sessions.
    start, end
        Days, both included; without them all that is known.
    most
        The longest lag, in sessions.
    view
        ``lags``: one row for each lag. ``tests``: one row for each test.
    simulations
        Unrelated pairs from which the size of the tests is measured.
    """

    x: str = "financing_balance"
    y: str = "000300.SH"
    scope: str = "market"
    step: int = 1
    start: date | None = None
    end: date | None = None
    most: int = 20
    view: LeadLagView = "lags"
    simulations: int = 200
    seed: int = 0
    known_at: datetime | None = None
    baskets: Mapping[str, Sequence[str]] = field(default_factory=dict)


def lead_lag(workspace: Workspace, request: LeadLagRequest) -> Result:
    """Correlations lag by lag, or every test beside its measured size.

    Raises
    ------
    NoData
        The measure or the index is not known in the window.
    NotKnown
        Too few sessions.
    UsageError
        A number is out of its range, or ``y`` is no index.
    """
    if not 1 <= request.most <= _MOST:
        raise UsageError(reason=f"The longest lag is {request.most}; give 1 to {_MOST} sessions.",
                         reason_zh=f"最长滞后为 {request.most}，应为 1 至 {_MOST} 个交易日。")  # fmt: skip
    if request.simulations < _LEAST_SIMULATIONS:
        raise UsageError(reason=f"{request.simulations} simulations measure no size; give {_LEAST_SIMULATIONS} or more.",
                         reason_zh=f"{request.simulations} 次模拟量不出显著水平，至少 {_LEAST_SIMULATIONS} 次。")  # fmt: skip
    as_of, notes = workspace.as_of(request.end, request.known_at)
    snapshot = workspace.snapshot(as_of)
    both = pair(
        snapshot, request.x, request.y, scope=request.scope, step=request.step, start=request.start, end=as_of.as_of,
        baskets=request.baskets,
    )  # fmt: skip
    study = by_lag if request.view == "lags" else battery
    data, said = study(both, most=request.most, simulations=request.simulations, seed=request.seed)
    return Result(data.fill_nan(None), as_of=as_of.as_of, known_at=as_of.known_at, source=both.sources).warn(*notes, *said)
