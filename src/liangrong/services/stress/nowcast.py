"""Ask a workspace what the average maintenance ratio is where it is not published yet, and how good such answers were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

import polars as pl

from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.research.tables.assumptions import assumptions_told
from liangrong.services.workspace import Workspace
from liangrong.stress.estimation.nowcast.assumptions import LEARNT_UNTIL, NowcastAssumptions
from liangrong.stress.estimation.nowcast.filtering import Followed, follow
from liangrong.stress.estimation.nowcast.free_run import free_run
from liangrong.stress.estimation.nowcast.horizons import nowcasts
from liangrong.stress.estimation.nowcast.observations import Observations, observe
from liangrong.stress.estimation.nowcast.scores import WITHIN, score

__all__ = ["NowcastRequest", "NowcastView", "nowcast"]

NowcastView: TypeAlias = Literal["horizon", "free_run"]

_MOST: int = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class NowcastRequest:
    """The nowcast of the official average maintenance ratio.

    Parameters
    ----------
    horizon
        The last official value that is used is so many sessions old; 1 to 250.
    view
        ``horizon``, or ``free_run``: the ratio's own past is not read after ``since``.
    since
        The last session whose official value the free run reads.
    start
        First day of the answer; by default all that is known, or all after ``since``.
    as_of
        The last session that is known; the latest complete one when ``None``.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    """

    horizon: int = 5
    view: NowcastView = "horizon"
    since: date = LEARNT_UNTIL
    start: date | None = None
    as_of: date | None = None
    known_at: datetime | None = None


def nowcast(workspace: Workspace, request: NowcastRequest) -> Result:
    """One row for each session of the account statistics.

    Returns
    -------
    Result
        ``date, official, nowcast, low, high, error``: pure ratios (2.6 is 260 %); ``error`` is nowcast less official; ``official`` is null
        where it was not published.

    Raises
    ------
    NotKnown
        Too few sessions of account statistics or index quotes are known.
    UsageError
        A horizon outside 1 to 250, or a free run that would start before the first or after the last session.
    """
    if not 1 <= request.horizon <= _MOST:
        raise UsageError(reason=f"The horizon is {request.horizon}; give 1 to {_MOST} sessions.",
                         reason_zh=f"预测跨度为 {request.horizon}，应为 1 至 {_MOST} 个交易日。")  # fmt: skip
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    assumptions = NowcastAssumptions()
    observed = observe(workspace.snapshot(as_of), assumptions)
    followed = follow(observed, assumptions)
    data = _free(observed, followed, request.since, assumptions) if request.view == "free_run" else _ahead(
        observed, followed, request.horizon, assumptions
    )  # fmt: skip
    if request.start is not None:
        data = data.filter(pl.col("date") >= request.start)
    return Result(data, unit="1", as_of=as_of.as_of, known_at=as_of.known_at, source=observed.sources).warn(
        *notes, *_said(data, observed, request, assumptions)
    )


def _ahead(observed: Observations, followed: Followed, horizon: int, assumptions: NowcastAssumptions) -> pl.DataFrame:
    found = nowcasts(observed, followed, horizon, assumptions)
    return _rows(observed, 0, found.value, found.low, found.high).filter(pl.col("nowcast").is_not_null())


def _free(observed: Observations, followed: Followed, since: date, assumptions: NowcastAssumptions) -> pl.DataFrame:
    start = sum(day <= since for day in observed.days) - 1
    if not followed.first <= start < len(observed.days) - 1:
        first, last = observed.days[followed.first], observed.days[-1]
        raise UsageError(
            reason=f"The free run would start after {since}; the account statistics known here reach from {first} to {last}. "
                   "Give a day from the first to before the last.",
            reason_zh=f"自由运行的起点是 {since}，而此处所知的两融账户统计从 {first} 到 {last}。请给出其间早于最后一日的日期。",
        )  # fmt: skip
    found = free_run(observed, followed, start, assumptions)
    return _rows(observed, found.first, found.value, found.low, found.high)


def _rows(observed: Observations, first: int, value: object, low: object, high: object) -> pl.DataFrame:
    return pl.DataFrame(
        {"date": observed.days[first:], "official": observed.ratio[first:], "nowcast": value, "low": low, "high": high},
    ).with_columns(pl.exclude("date").fill_nan(None)).with_columns(error=pl.col("nowcast") - pl.col("official"))  # fmt: skip


def _said(data: pl.DataFrame, observed: Observations, request: NowcastRequest, assumptions: NowcastAssumptions) -> list[Note]:
    shown = data["date"]
    said = []
    after = data.filter(pl.col("date") > LEARNT_UNTIL)
    tested = score(
        *(after[name].cast(pl.Float64).fill_null(float("nan")).to_numpy() for name in ("official", "nowcast", "low", "high"))
    )
    if tested.sessions:
        said.append(Note(
            f"{LEARNT_UNTIL} 之后的 {tested.sessions} 个交易日（设定只用此前的数据选定）：误差不超过 {100 * WITHIN:g} 个百分点的占 {tested.hits:.1%}，"
            f"平均绝对误差 {100 * tested.error:.2f} 个百分点，{assumptions.band:.0%} 区间包含公布值的占 {tested.covered:.1%}。",
            f"On the {tested.sessions} sessions after {LEARNT_UNTIL} (all settings were chosen before): {tested.hits:.1%} within "
            f"{100 * WITHIN:g} percentage points, mean absolute error {100 * tested.error:.2f} points, {tested.covered:.1%} inside "
            f"the {assumptions.band:.0%} band.",
        ))  # fmt: skip
    if len(shown) and shown[0] <= LEARNT_UNTIL:
        said.append(Note(
            f"{LEARNT_UNTIL} 及以前的交易日参与过设定的选择，误差不能算样本外。",
            f"Sessions up to {LEARNT_UNTIL} took part in choosing the settings: errors there are not out of sample.",
        ))  # fmt: skip
    stood_in = [day for day in observed.stood_in if day in set(shown)]
    if stood_in:
        said.append(Note(
            f"{stood_in[0]} 至 {stood_in[-1]} 的 {len(stood_in)} 个交易日没有中证全指或沪深300点位，改由上证综指与深证成指"
            f"按此前 {assumptions.stand_in_sessions} 个交易日的回归代替，误差更大。",
            f"On {len(stood_in)} sessions from {stood_in[0]} to {stood_in[-1]} CSI All Share or CSI 300 has no level; the SSE Composite and SZSE Component "
            f"stand in, by a regression over the {assumptions.stand_in_sessions} sessions before, and errors are larger.",
        ))  # fmt: skip
    read, read_zh = (
        (f"The ratio itself is not read after {request.since}.", f"{request.since} 之后不再读取公布值。")
        if request.view == "free_run"
        else (
            f"The last ratio read is {request.horizon} sessions old, or older where none was published.",
            f"所用的最近公布值在 {request.horizon} 个交易日之前，其时未公布的更早。",
        )
    )
    told = assumptions_told(assumptions.by_name(), typed=False)
    said.append(Note(
        f"指数与余额用到当日；{read_zh}{told.zh}。", f"Indices and balances are used up to the day itself. {read} {told.en[0].upper()}{told.en[1:]}.",
    ))  # fmt: skip
    return said
