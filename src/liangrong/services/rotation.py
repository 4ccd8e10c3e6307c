"""Ask what rotated: shares between two days, concentration over a window, a style that turned, a swap that is more than usual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from liangrong.analytics.measures import measure
from liangrong.analytics.rotation.balances import Balances, balances
from liangrong.analytics.rotation.shares import Transition, concentration, transition
from liangrong.analytics.rotation.style import MIN_GROUPS, style_switch
from liangrong.analytics.rotation.swaps import LEVEL, swap
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.tables.labels import word
from liangrong.services.workspace import Workspace

__all__ = ["RotationRequest", "concentrated", "rotation", "styles", "swapped"]


@dataclass(frozen=True, slots=True)
class RotationRequest:
    """A window and a way to group.

    Parameters
    ----------
    start, end
        Days, each moved back to a session; ``end`` is the latest complete one when ``None``.
    by
        ``sw1``, ``sw2``, ``board``, ``exchange``, ``index:CODE`` or ``baskets``.
    top
        How many groups are the lead.
    measure
        ``financing_balance``, ``short_balance`` or ``margin_trading_balance``.
    second
        The second window, where two are compared.
    """

    start: date
    end: date | None = None
    by: str = "sw1"
    top: int = 5
    measure: str = "financing_balance"
    second: tuple[date, date] | None = None
    known_at: datetime | None = None
    baskets: Mapping[str, Sequence[str]] = field(default_factory=dict)


def rotation(workspace: Workspace, request: RotationRequest) -> Result:
    """How the shares of the groups moved between two days, one row for each group.

    Raises
    ------
    NoData
        One of the days lacks whole margin detail, or the list of groups is not stored.
    """
    view = _View.of(workspace, request)
    found = view.balances([(view.start, view.start), (view.end, view.end)])
    moved = transition(found.frame, view.start, view.end, top=request.top)
    ends = concentration(found.mapped, top=request.top)
    frame = moved.rows.rename({"start_value": "start_level", "end_value": "end_level"})
    return view.result(frame.with_columns(date=pl.lit(view.end), start_date=pl.lit(view.start)), found, *_summary(moved, ends))


def concentrated(workspace: Workspace, request: RotationRequest) -> Result:
    """How concentrated the balance was on each day of the window that has whole detail.

    Raises
    ------
    NoData
        No day of the window has whole margin detail.
    """
    view = _View.of(workspace, request)
    found = view.balances([(view.start, view.end)])
    frame = concentration(found.mapped, top=request.top)
    absent = len(workspace.calendar.between(view.start, view.end)) - frame.height
    notes = (Note(f"区间内 {absent} 个交易日没有完整明细，未列出。",
                  f"{absent} sessions of the window lack whole detail and are left out."),) if absent else ()  # fmt: skip
    return view.result(frame, found, *notes)


def styles(workspace: Workspace, request: RotationRequest) -> Result:
    """Whether the order of the groups' growth turned from the window to the second one.

    Raises
    ------
    NoData
        A day lacks whole margin detail.
    UsageError
        There is no second window, or it starts before the first one ends.
    """
    if request.second is None:
        raise UsageError(reason="a style needs two windows", reason_zh="比较风格需要两个区间")
    view = _View.of(workspace, request, until=max(request.second[1], request.end or request.second[1]))
    first = (view.start, view.session(request.end) if request.end else view.session(request.second[0]))
    second = (view.session(request.second[0]), view.session(request.second[1]))
    found = view.balances([(day, day) for day in dict.fromkeys((*first, *second))])
    switch = style_switch(found.mapped, first, second)
    p_value = "" if switch.p_value is None else f"，p = {switch.p_value:.4f}"
    shown = {"reversal": ("反转", "a reversal"), "continuation": ("延续", "a continuation"), "no_evidence": ("无证据", "no evidence"),
             "insufficient": (f"不足（{switch.groups} 组）", f"insufficient (n={switch.groups})")}[switch.verdict]  # fmt: skip
    note = Note(
        f"{first[0]}…{first[1]} 与 {second[0]}…{second[1]} 的增长名次：Spearman 相关 {switch.correlation:+.2f}{p_value}"
        f"（{switch.groups} 组，置换检验，原假设：两个名次无关），{shown[0]}。少于 {MIN_GROUPS} 组不作检验。",
        f"Order of growth in {first[0]}…{first[1]} against {second[0]}…{second[1]}: Spearman {switch.correlation:+.2f}"
        f"{p_value.replace('，', ', ')} ({switch.groups} groups, permutation test, null: the orders are unrelated): {shown[1]}. Fewer "
        f"than {MIN_GROUPS} groups are not tested.",
    )
    frame = switch.rows.with_columns(
        date=pl.lit(second[1]), correlation=pl.lit(switch.correlation), p_value=pl.lit(switch.p_value, dtype=pl.Float64),
        verdict=pl.lit(switch.verdict),
    )  # fmt: skip
    return view.result(frame, found, note)


def swapped(workspace: Workspace, request: RotationRequest) -> Result:
    """Whether the largest exchange of share between two groups is more than the market's own history has.

    Raises
    ------
    NoData
        One of the two days lacks whole margin detail.
    """
    view = _View.of(workspace, request)
    view.balances([(view.start, view.start), (view.end, view.end)])
    found = view.balances([(None, view.end)])
    seen = swap(found.mapped, view.start, view.end, calendar=workspace.calendar)
    rank = "" if seen.p_value is None else f"，p = {seen.p_value:.4f}"
    shown = {"swapped": ("大于平常", "more than usual"), "usual": ("属平常", "as usual"),
             "insufficient": (f"样本不足（n={seen.placebos}）", f"insufficient (n={seen.placebos})")}[seen.verdict]  # fmt: skip
    points = f"{seen.size_points * 100:.2f}"
    note = Note(
        f"{word('group_name', seen.gainer)} 得、{word('group_name', seen.loser)} 失，换位 {points} 个百分点（取得失较小者）；与此前 {seen.placebos} 个互不重叠、同为 "
        f"{seen.sessions} 个交易日的区间比较{rank}：{shown[0]}。原假设：本区间与此前区间可互换；单组 p 值未作多重检验修正。",
        f"{word('group_name', seen.gainer, 'en')} gained and {word('group_name', seen.loser, 'en')} lost: a swap of {points} percentage points (the smaller of the two), against "
        f"{seen.placebos} earlier windows of {seen.sessions} sessions that do not overlap{rank.replace('，', ', ')}: {shown[1]}. Null: "
        f"the window is exchangeable with those before, at {LEVEL:.0%}; the p-values of single groups are not corrected for their number.",
    )
    frame = seen.rows.with_columns(date=pl.lit(view.end), start_date=pl.lit(view.start), verdict=pl.lit(seen.verdict))
    return view.result(frame, found, note)


@dataclass(frozen=True)
class _View:
    """One request at its point of view."""

    workspace: Workspace
    request: RotationRequest
    snapshot: MarketSnapshot
    start: date
    end: date
    notes: tuple[Note, ...]

    @classmethod
    def of(cls, workspace: Workspace, request: RotationRequest, *, until: date | None = None) -> _View:
        as_of, notes = workspace.as_of(until or request.end, request.known_at)
        first, moved = workspace.as_of(request.start, request.known_at)
        return cls(workspace, request, workspace.snapshot(as_of), first.as_of, as_of.as_of, (*notes, *moved))

    def session(self, day: date) -> date:
        return self.workspace.calendar.on_or_before(day)

    def balances(self, windows: Sequence[tuple[date | None, date]]) -> Balances:
        request = self.request
        return balances(self.snapshot, request.by, windows, measure=measure(request.measure).name, baskets=request.baskets)

    def result(self, frame: pl.DataFrame, found: Balances, *notes: Note) -> Result:
        lead = ["date", *(["start_date"] if "start_date" in frame.columns else []), "measure"]
        rows = frame.with_columns(measure=pl.lit(measure(self.request.measure).name)).select(*lead, pl.exclude(lead))
        as_of = self.snapshot.as_of
        whole = Result(rows, "元", as_of.as_of, as_of.known_at, found.sources)
        return whole.warn(*notes, *found.notes, *self.notes)


def _summary(moved: Transition, ends: pl.DataFrame) -> tuple[Note, ...]:
    first, last = (ends.row(place, named=True) for place in (0, -1))
    top, gained = moved.top, (last["top_share"] - first["top_share"]) * 100
    entered, left = ("、".join(word("group_name", name) for name in names) or "无" for names in (moved.entered, moved.left))
    entered_en, left_en = (
        ", ".join(word("group_name", name, "en") for name in names) or "none" for names in (moved.entered, moved.left)
    )
    effective = f"{first['effective_groups']:.1f} → {last['effective_groups']:.1f}"
    index = f"{first['herfindahl']:.4f} → {last['herfindahl']:.4f}"
    share = f"{first['top_share']:.2%} → {last['top_share']:.2%}"
    spread, shifted = moved.dispersion_points * 100, moved.moved_points * 100
    return (
        Note(
            f"前 {top} 组占比 {share}（{gained:+.2f} 个百分点）；HHI {index}，有效组数 {effective}；进入前 {top}：{entered}；退出：{left}。",
            f"Share of the first {top}: {share} ({gained:+.2f} pp); Herfindahl {index}, effective groups {effective}; entered the first "
            f"{top}: {entered_en}; left: {left_en}.",
        ),
        Note(
            f"合计增长 {moved.growth:+.2%}，各组增长围绕它的离散度（按期初占比加权标准差）{spread:.2f} 个百分点；占比至少移动了 {shifted:.2f} "
            "个百分点。",
            f"The sum grew by {moved.growth:+.2%}; the groups' growth spreads around it by {spread:.2f} pp (standard deviation weighted by "
            f"starting shares); at least {shifted:.2f} pp of share moved.",
        ),
    )
