"""Ask a workspace to replay an episode: what could be forecast on its day, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

import numpy as np
import polars as pl

from liangrong.core.clocks import AsOf, assumed_known_at
from liangrong.core.errors import NoData, UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.tables.assumptions import assumptions_told
from liangrong.rules.rulebook import Rulebook
from liangrong.services.workspace import Workspace
from liangrong.stress.estimation.nowcast.assumptions import LEARNT_UNTIL, NowcastAssumptions
from liangrong.stress.replay.assumptions import ReplayAssumptions
from liangrong.stress.replay.episodes import episode
from liangrong.stress.replay.replaying import Kind, Measure, Replayed, SnapshotAt
from liangrong.stress.replay.replaying import replay as replayed

__all__ = ["ReplayRequest", "ReplayView", "replay"]

ReplayView: TypeAlias = Literal["paths", "verdicts"]

_READ = ("account_statistics", "index_quotes")

_VERDICT = pl.Schema({
    "measure": pl.String(), "kind": pl.String(), "sessions": pl.Int64(), "actual_change": pl.Float64(), "low_change": pl.Float64(),
    "median_change": pl.Float64(), "high_change": pl.Float64(), "within_band": pl.Boolean(), "right_side": pl.Boolean(), "covered": pl.Float64(),
})  # fmt: skip

_KINDS: dict[Kind, Note] = {
    "unconditional": Note("只凭过去", "from the past alone"),
    "conditional": Note("给定实际指数路径", "given the index path that came"),
    "unconditional_margin": Note("只凭过去，并计入保证金比例变化", "from the past alone, with the margin ratio changed"),
    "conditional_margin": Note(
        "给定实际指数路径，并计入保证金比例变化", "given the index path that came, with the margin ratio changed"
    ),
}
_MEASURES: dict[Measure, Note] = {
    "financing_balance": Note("融资余额", "financing balance"),
    "average_maintenance_ratio": Note("平均维持担保比例", "average maintenance ratio"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayRequest:
    """The replay of one episode.

    Parameters
    ----------
    episode
        One of ``stress.replay.episodes.EPISODES``: ``2015-06``, ``2018-01``, ``2018-06``, ``2024-01``, ``2026-01``.
    view
        ``paths``: one row for each session, measure and kind. ``verdicts``: one row for each kind, measure and length.
    seed
        Of the drawn paths.
    as_of
        The last session of what came; the latest complete one when ``None``. The forecast reads nothing after the episode's day.
    known_at
        The instant of knowledge of what came; ``None`` for all that is stored. What the forecast reads is as known the next morning.
    """

    episode: str = "2015-06"
    view: ReplayView = "paths"
    seed: int = 0
    as_of: date | None = None
    known_at: datetime | None = None


def replay(workspace: Workspace, request: ReplayRequest) -> Result:
    """Bands of the financing balance and the average maintenance ratio after a day, and what came.

    Returns
    -------
    Result
        ``paths``: ``session, number, measure, kind, unit, actual, low, median, high``: 元 for ``financing_balance``, a pure ratio for
        ``average_maintenance_ratio``; ``actual`` is null where nothing is known. ``verdicts``: ``measure, kind, sessions, actual_change,
        low_change, median_change, high_change, within_band, right_side, covered``: changes since the episode's day as shares. Every
        verdict stands in words among the warnings.

    Raises
    ------
    NoData
        Nothing after the episode's day is asked for.
    NotKnown
        The sessions before it are too few.
    UnknownName, UsageError
        There is no such episode; the seed is below zero.
    """
    if request.seed < 0:
        raise UsageError(
            reason=f"`seed` is {request.seed}; it is 0 at least.", reason_zh=f"`seed` 为 {request.seed}，应不小于 0。"
        )
    chosen = episode(request.episode)
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    if as_of.as_of <= chosen.cut:
        raise NoData(
            what=f"outcome of the episode {chosen.name}, which begins after {chosen.cut}", what_zh=f"{chosen.cut} 之后（回放 {chosen.name}）的结果",
            where=f"an as_of of {as_of.as_of}", where_zh=f"截至 {as_of.as_of} 的数据", nearest=as_of.as_of,
        )  # fmt: skip
    assumptions = ReplayAssumptions()
    at, remark = _knowledge(workspace, chosen.cut, request.known_at)
    found = replayed(chosen, at, as_of.as_of, Rulebook.load(), assumptions, seed=request.seed)
    data = _paths(found) if request.view == "paths" else _verdicts(found)
    return Result(data, as_of=as_of.as_of, known_at=as_of.known_at, source=found.sources).warn(
        *notes, *remark, *_said(found, assumptions)
    )


def _knowledge(workspace: Workspace, cut: date, known_at: datetime | None) -> tuple[SnapshotAt, tuple[Note, ...]]:
    """The market on each day as it was known the next morning; where a store recorded it only later, as it is known now, with a remark."""
    then = assumed_known_at(cut, workspace.calendar)
    known_then, known_now = (workspace.snapshot(AsOf(cut, instant)) for instant in (then, known_at))
    whole = all(known_then.table(name).height == known_now.table(name).height for name in _READ)

    def at(day: date) -> MarketSnapshot:
        return workspace.snapshot(AsOf(day, assumed_known_at(day, workspace.calendar) if whole and day <= cut else known_at))

    remark = Note(
        f"截至 {cut} 的数据有一部分是后来才入库的，预测读到的是现在所知的版本，可能含其后的修订。",
        f"Part of the data up to {cut} was recorded only later; the forecast reads them as known now, revisions made since included.",
    )
    return at, () if whole else (remark,)


def _paths(found: Replayed) -> pl.DataFrame:
    frames = []
    for band in found.bands:
        size = len(band.low)
        frames.append(pl.DataFrame({
            "session": found.sessions[:size], "number": np.arange(1, size + 1), "measure": [band.measure] * size, "kind": [band.kind] * size,
            "unit": ["元" if band.measure == "financing_balance" else "1"] * size,
            "actual": found.actual[band.measure][:size], "low": band.low, "median": band.median, "high": band.high,
        }))  # fmt: skip
    return pl.concat(frames).with_columns(pl.col("actual").fill_nan(None))


def _verdicts(found: Replayed) -> pl.DataFrame:
    rows = [
        (
            band.measure, band.kind, verdict.sessions, verdict.actual, verdict.low, verdict.median, verdict.high, verdict.held,
            verdict.right_side, verdict.covered,
        )
        for band, _, verdict in found.verdicts()
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_VERDICT, orient="row")


def _said(found: Replayed, assumptions: ReplayAssumptions) -> list[Note]:
    cut, title = found.episode.cut, found.episode.title
    said = [Note(
        f"{title.zh}：估计与预测只用截至 {cut} 的数据；融资余额全程为两融账户统计口径，不与沪深交易所合计拼接。",
        f"{title.en[0].upper()}{title.en[1:]}: estimated and forecast from data up to {cut} only; the financing balance is that of the account "
        "statistics throughout, never spliced with the exchanges' totals.",
    )]  # fmt: skip
    for band, _, verdict in found.verdicts():
        kind, measure, words = _KINDS[band.kind], _MEASURES[band.measure], verdict.sentence()
        said.append(
            Note(f"{measure.zh}，{kind.zh}：{words.zh}。", f"{measure.en[0].upper()}{measure.en[1:]}, {kind.en}: {words.en}.")
        )
    forced_zh = "；".join(f"{_KINDS[kind].zh} {share:.1%}" for kind, share in found.forced.items())
    forced_en = "; ".join(f"{_KINDS[kind].en} {share:.1%}" for kind, share in found.forced.items())
    said.append(Note(
        f"其中跌破平仓线被卖出的部分（各路径中位数，占起点余额）：{forced_zh}。账户间的离散程度没有公布，是假设。",
        f"Of which sold under call (median path, of the first balance): {forced_en}. How accounts differ is not published and is assumed.",
    ))  # fmt: skip
    if found.change is not None and found.bound is not None:
        low, middle, high = np.quantile(found.bound, [0.05, 0.5, 0.95])
        said.append(Note(
            f"{found.change.effective} 起新合约保证金比例由 {found.change.before:.0%} 变为 {found.change.after:.0%}，每元保证金可融资减少 {found.change.lost:.0%}；"
            f"从以往变化推得满额融资者占 {low:.0%} 至 {high:.0%}（中位数 {middle:.0%}），存量合约不变，平均维持担保比例不作调整。",
            f"From {found.change.effective} the margin ratio of new contracts goes from {found.change.before:.0%} to {found.change.after:.0%}: a yuan of margin "
            f"finances {found.change.lost:.0%} less; by earlier changes {low:.0%} to {high:.0%} of buyers (median {middle:.0%}) finance all they may. "
            "Existing contracts keep their terms; the average maintenance ratio is left as forecast.",
        ))  # fmt: skip
    if found.stood_in:
        said.append(Note(
            f"{found.stood_in[0]} 至 {found.stood_in[-1]} 没有中证全指或沪深300点位，实际指数路径由上证综指与深证成指代替。",
            f"From {found.stood_in[0]} to {found.stood_in[-1]} CSI All Share or CSI 300 has no level; SSE Composite and SZSE Component stand in "
            "on the index path that came.",
        ))  # fmt: skip
    if cut <= LEARNT_UNTIL:
        said.append(Note(
            f"平均维持担保比例滤波的设定以 2013-2019 年数据选定，含 {cut} 之后的年份；其系数与资金流模型只用此前数据。",
            f"The settings of the ratio's filter were chosen on 2013-2019, which reaches past {cut}; its responses and the flow model use earlier data only.",
        ))  # fmt: skip
    said.append(assumptions_told({**assumptions.by_name(), **NowcastAssumptions().by_name()}, typed=False))
    return said
