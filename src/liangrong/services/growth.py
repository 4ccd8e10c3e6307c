"""Ask for growth: of scopes between two days and over the legs of a split, or of printed legs that need no data at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from liangrong.analytics import changes
from liangrong.analytics.changes import Printed
from liangrong.analytics.rotation.closure import Leg, closure, closure_result
from liangrong.analytics.rotation.intervals import Growth, parse_growth
from liangrong.analytics.rotation.legs import Split, growth_by_scope
from liangrong.core.calendar import mainland
from liangrong.core.errors import NotKnown, UsageError
from liangrong.core.results import Note, Result
from liangrong.core.securities import Board, Exchange
from liangrong.core.units import parse_unit
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.workspace import Workspace

__all__ = ["GrowthRequest", "LegsRequest", "growth", "legs"]


@dataclass(frozen=True, slots=True)
class GrowthRequest:
    """Growth between two days, each moved back to a session.

    Parameters
    ----------
    end
        The latest complete session when ``None``.
    scopes
        One or more, each with its own rows; ``exchange``, ``board``, ``sw1`` and ``sw2`` stand for all of their kind.
    pivot
        The last day of the first leg; ``None`` for no split.
    after
        The day from whose close the second leg grows, where it is not the pivot.
    printed_in, digits
        The unit (``亿元``, ``万亿``) and decimals in which the levels were printed, to see what that precision leaves open.
    """

    start: date
    end: date | None = None
    measure: str = "margin_trading_balance"
    scopes: Sequence[str] = ("market",)
    pivot: date | None = None
    after: date | None = None
    printed_in: str | None = None
    digits: int = 2
    known_at: datetime | None = None
    baskets: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LegsRequest:
    """Printed legs of growth to be compounded.

    Parameters
    ----------
    legs
        As printed, in order of time: ``98%``, ``145%``.
    total
        The printed total; ``None`` where only the levels are known.
    dates
        ``(from, to)`` of each leg, or nothing.
    from_level, to_level
        The printed levels at both ends, such as ``1038.3亿``.
    """

    legs: Sequence[str]
    total: str | None = None
    dates: Sequence[tuple[date, date]] = ()
    from_level: str | None = None
    to_level: str | None = None


def growth(workspace: Workspace, request: GrowthRequest) -> Result:
    """Growth of each scope with its interval, and its legs where a pivot is named.

    Raises
    ------
    NotKnown
        None of the scopes is known on all its days.
    UsageError
        The days are out of order; a measure, scope or unit cannot be read.
    """
    as_of, notes = workspace.as_of(request.end, request.known_at)
    days = {day: workspace.as_of(day, request.known_at) for day in (request.start, request.pivot, request.after) if day}
    moved = [note for _, found in days.values() for note in found]
    first, pivot, after = (days[day][0].as_of if day else None for day in (request.start, request.pivot, request.after))
    assert first is not None, "a request has a start"
    snapshot = workspace.snapshot(as_of)
    split = Split(first, as_of.as_of, pivot, after)
    found = growth_by_scope(
        snapshot, request.measure, _spelled_out(snapshot, request.scopes), split=split, baskets=request.baskets
    )
    if request.printed_in is not None:
        found = _as_printed(snapshot, request, split, found)
    return found.warn(*notes, *moved)


def legs(request: LegsRequest) -> Result:
    """Compound printed legs and set them against the printed total, and that against the levels; needs no data.

    Raises
    ------
    UsageError
        Nothing is given to compare with, a figure cannot be read, or the dates do not fit the legs.

    Examples
    --------
    >>> legs(LegsRequest(["98%", "145%"], "389.3%")).data.filter(pl.col("part") == "total")["verdict"].item()
    'does_not_close'
    """
    if request.dates and len(request.dates) != len(request.legs):
        raise UsageError(
            reason=f"{len(request.legs)} legs and {len(request.dates)} windows were given; date every leg or none",
            reason_zh=f"给了 {len(request.legs)} 段增长和 {len(request.dates)} 个区间；请为每段注明日期，或都不注明",
        )
    if (request.from_level is None) != (request.to_level is None):
        raise UsageError(
            reason="one of the two levels is missing; give both the first and the last",
            reason_zh="只给了一个水平；起点与终点两个水平须一并给出",
        )
    recomputed = None
    if request.from_level is not None and request.to_level is not None:
        recomputed = Growth.between(Printed.parse(request.from_level), Printed.parse(request.to_level))
    total = parse_growth(request.total) if request.total is not None else recomputed
    if total is None:
        raise UsageError(
            reason="there is nothing to compare the legs with; give the printed total or both levels",
            reason_zh="没有可比较的总增长；请给出所印的总增长或起止两个水平",
        )
    dates: Sequence[tuple[date, date] | tuple[None, None]] = request.dates or [(None, None)] * len(request.legs)
    given = [Leg(parse_growth(text), *ends) for text, ends in zip(request.legs, dates, strict=True)]
    calendar = mainland()
    found = closure(given, total, calendar=calendar)
    return closure_result(found, calendar=calendar, recomputed=recomputed if request.total is not None else None)


def _spelled_out(snapshot: MarketSnapshot, scopes: Sequence[str]) -> list[str]:
    """The scopes with the names of whole kinds replaced by all of their members."""
    found: list[str] = []
    for scope in scopes:
        match scope.strip().lower():
            case "exchange":
                found += [f"exchange:{exchange.name}" for exchange in Exchange]
            case "board":
                found += [f"board:{board.value}" for board in (Board.MAIN, Board.CHINEXT, Board.STAR, Board.BSE, Board.FUND)]
            case "sw1" | "sw2" as level:
                names = snapshot.table("industry_classes", keys={"scheme": ["sw"]})[f"level{level[-1]}_name"]
                found += [f"industry:{level}:{name}" for name in names.drop_nulls().unique(maintain_order=True)] or [scope]
            case _:
                found.append(scope)
    return list(dict.fromkeys(found))


def _as_printed(snapshot: MarketSnapshot, request: GrowthRequest, split: Split, found: Result) -> Result:
    """The same rows, the totals with the interval that a reader of the printed levels is left with."""
    assert request.printed_in is not None, "asked for only with a unit"
    unit = parse_unit(request.printed_in)
    rows = []
    for scope in _spelled_out(snapshot, request.scopes):
        try:
            told = changes.growth(
                snapshot, request.measure, scope, start=split.start, end=split.end, printed_in=unit, digits=request.digits,
                baskets=request.baskets,
            )  # fmt: skip
        except NotKnown:
            continue
        rows.append(told.data.select("scope", "printed_low", "printed_high", part=pl.lit("total")))
    data = found.data.join(pl.concat(rows), on=["scope", "part"], how="left", maintain_order="left")
    note = Note(
        f"printed_low、printed_high：只知道以{request.printed_in}、{request.digits} 位小数印出的水平时，增长可能的范围。",
        f"printed_low, printed_high: what growth may be for a reader of levels printed in {request.printed_in}, {request.digits} decimals.",
    )
    return Result(data, found.unit, found.as_of, found.known_at, found.source, found.warnings).warn(note)
