"""Ask for cycles and what they came to, cycles laid over each other, baskets side by side, and margin trading's share of turnover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import polars as pl

from liangrong.analytics.changes import Printed
from liangrong.analytics.episodes.baskets import Basket, compare_baskets
from liangrong.analytics.episodes.cycles import (
    FALL,
    RISE,
    Episode,
    edge_notes,
    find_episodes,
    given_episode,
    ratio_highs,
    summary,
)
from liangrong.analytics.episodes.overlay import SESSIONS, Align, overlay, pivots, spans
from liangrong.analytics.episodes.turnover import turnover_shares
from liangrong.analytics.levels import series
from liangrong.analytics.measures import Measure, Published, ScopeKind, measure
from liangrong.analytics.series import Series
from liangrong.core.errors import BadInput, UnknownName, UsageError
from liangrong.core.results import Note, Result
from liangrong.core.units import Quantity, Unit
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.exact_yaml import decoded
from liangrong.services.text_files import text_of
from liangrong.services.workspace import Workspace

__all__ = ["Basis", "BasketsRequest", "EpisodesRequest", "basket_shares", "cycles", "market_shares", "overlaid", "read_baskets"]

RATIO: Final = "financing_balance_to_float_cap"
"""The ratio whose highs stand beside those of the level."""
ON_ACCOUNTS_RATIO: Final = "margin_trading_balance_to_float_cap"
"""The ratio of the account statistics; shown where they have it."""
TURNOVER: Final = "financing_buy_to_turnover"
_ON_ACCOUNTS: Final = ("financing_balance", "short_balance", "margin_trading_balance")


Basis: TypeAlias = Literal["totals", "account_statistics"]
"""Whose figures a cycle is found in; the two are never joined."""


@dataclass(frozen=True, slots=True)
class EpisodesRequest:
    """Cycles of a measure.

    Parameters
    ----------
    basis
        ``totals`` of the exchanges, or ``account_statistics``: another basis, of the market only, since 2012-09 without a hole.
    rise, fall
        By how much it must rise from a trough and fall from a peak, as pure ratios.
    windows
        Cycles given by their dates instead of the rule.
    align
        Laid over each other at the ``peak``, at the ``start`` or at the ``pivots``.
    before, after
        Sessions on either side.
    """

    measure: str = "margin_trading_balance"
    scope: str = "market"
    basis: Basis = "totals"
    rise: float = RISE
    fall: float = FALL
    windows: Sequence[tuple[date, date]] = ()
    align: Align = "peak"
    pivots: Sequence[date] = ()
    before: int = SESSIONS
    after: int = SESSIONS
    end: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BasketsRequest:
    """Baskets to be compared, the first with the others."""

    baskets: Sequence[Basket]
    end: date | None = None
    known_at: datetime | None = None


def cycles(workspace: Workspace, request: EpisodesRequest) -> Result:
    """What each cycle came to: rise, fall, length, speed, and the highs of level and ratio with their days.

    Raises
    ------
    NoData
        Nothing is known, or there is no cycle by that rule.
    UsageError
        A threshold makes no sense.
    """
    snapshot, notes = _view(workspace, request.end, request.known_at)
    whole = _known(snapshot, request)
    episodes = _episodes(whole, request)
    frame = summary(whole.frame, episodes, workspace.calendar)
    ratio = series(snapshot, RATIO, whole.scope)
    frame = frame.join(ratio_highs(ratio.frame, episodes), on="episode", maintain_order="left", how="left")
    frame = frame.with_columns(measure=pl.lit(whole.measure.name), scope=pl.lit(str(whole.scope)))
    lead = ["episode", "scope", "measure"]
    sources = tuple(sorted({*whole.sources, *ratio.sources}))
    found = _result(snapshot, frame.select(*lead, pl.exclude(lead)), sources, whole.measure.unit.symbol("zh") or "1")
    known = ratio.frame["date"]
    if len(known):
        notes = (*notes, Note(
            f"比率为融资余额占流通市值比，已知 {known[0]} 至 {known[-1]}。",
            f"The ratio is financing balance / float cap, known from {known[0]} to {known[-1]}.",
        ), *ratio.notes)  # fmt: skip
    return found.warn(*_rule_note(request), *edge_notes(whole.frame, episodes, workspace.calendar), *whole.notes, *notes)


def overlaid(workspace: Workspace, request: EpisodesRequest) -> Result:
    """The cycles laid over each other by sessions from their peak, start or pivot: level, ratio to float cap, buys to turnover.

    Raises
    ------
    NoData
        Nothing is known, or there is no cycle by that rule.
    UsageError
        The alignment needs dates that were not given.
    """
    snapshot, notes = _view(workspace, request.end, request.known_at)
    whole = _known(snapshot, request)
    if request.align == "pivot" and request.pivots:
        days = [workspace.calendar.on_or_before(day) for day in request.pivots]
        stretches = pivots(days, workspace.calendar, before=request.before, after=request.after)
        said: tuple[Note, ...] = ()
    else:
        episodes = _episodes(whole, request)
        stretches = spans(episodes, request.align, workspace.calendar, before=request.before, after=request.after)
        said = (*_rule_note(request), *edge_notes(whole.frame, episodes, workspace.calendar))
    allowed = [name for name in (RATIO, ON_ACCOUNTS_RATIO, TURNOVER) if whole.scope.kind in measure(name).scopes]
    ratios = [name for name in allowed if name != ON_ACCOUNTS_RATIO or series(snapshot, name, whole.scope).frame.height]
    measures: list[str | Measure] = [whole.measure, *ratios]
    found = overlay(snapshot, stretches, measures, str(whole.scope))
    return _result(snapshot, found.rows, found.sources, "").warn(*said, *found.notes, *notes)


def basket_shares(workspace: Workspace, request: BasketsRequest) -> Result:
    """Margin share of turnover of baskets in their windows, by three means, beside published figures that were handed in.

    Raises
    ------
    UsageError
        No basket, a name twice, or a window that ends before it starts.
    """
    snapshot, notes = _view(workspace, request.end, request.known_at)
    found = compare_baskets(snapshot, request.baskets)
    return _result(snapshot, found.rows, found.sources, "1").warn(*found.notes, *notes)


def market_shares(
    workspace: Workspace, start: date, end: date, *, given: str | None = None, known_at: datetime | None = None
) -> Result:
    """Margin trading's share of the market's turnover by every definition that can be computed, against a published figure.

    Parameters
    ----------
    given
        The published share, such as ``11.08%``.

    Raises
    ------
    NoData
        No day of the window is known.
    UsageError
        The published share has no percent sign.
    """
    snapshot, notes = _view(workspace, None, known_at)
    share = None if given is None else float(_share(given).value)
    found = turnover_shares(snapshot, start, end, given=share)
    return _result(snapshot, found.rows, found.sources, "1").warn(*found.notes, *notes)


def read_baskets(path: Path) -> list[Basket]:
    """Read baskets from a YAML file: ``baskets``, a list of ``name, from, to`` with ``securities`` (none: the market), ``given``.

    Raises
    ------
    BadInput
        The file cannot be read, or does not hold such a list.
    """
    place = str(path)
    content = decoded(text_of(path), place)
    listed = content.get("baskets") if isinstance(content, Mapping) else None
    if not isinstance(listed, list) or not listed:
        raise BadInput(place=place, reason="there is no list called baskets.", reason_zh="缺少列表 baskets。")
    return [_basket(entry, place, number) for number, entry in enumerate(listed, start=1)]


def _basket(entry: Any, place: str, number: int) -> Basket:
    where = f"{place}, baskets[{number}]"
    fields = {"name", "from", "to", "securities", "given"}
    if not isinstance(entry, Mapping) or not {"name", "from", "to"} <= set(entry) <= fields:
        raise BadInput(
            place=where, reason="a basket has name, from and to, and may have securities and given; nothing else.",
            reason_zh="每个组合须有 name、from、to，可有 securities、given，不可有其他项。",
        )  # fmt: skip
    start, end, codes, given = entry["from"], entry["to"], entry.get("securities", []), entry.get("given")
    if not (isinstance(start, date) and isinstance(end, date)):
        raise BadInput(
            place=where, reason="from and to must be dates such as 2025-09-11.", reason_zh="from、to 须为日期，例如 2025-09-11。"
        )
    if not isinstance(codes, list):
        raise BadInput(place=where, reason="securities must be a list of codes.", reason_zh="securities 须为证券代码列表。")
    securities = tuple(f"{code:06d}" if isinstance(code, int) else str(code) for code in codes)
    try:
        published = None if given is None else _share(str(given))
    except (UsageError, UnknownName) as error:
        raise BadInput(place=where, reason=error.message("en"), reason_zh=error.message("zh")) from error
    return Basket(str(entry["name"]), start, end, securities, published)


def _share(text: str) -> Printed:
    if Quantity.parse(text).unit is not Unit.PERCENT:
        raise UsageError(
            reason=f"a published share is '{text}'; write it in percent, such as 11.08%",
            reason_zh=f"已发表占比“{text}”须写成百分数，例如 11.08%",
        )
    return Printed.parse(text)


def _view(workspace: Workspace, end: date | None, known_at: datetime | None) -> tuple[MarketSnapshot, tuple[Note, ...]]:
    as_of, notes = workspace.as_of(end, known_at)
    return workspace.snapshot(as_of), notes


def _known(snapshot: MarketSnapshot, request: EpisodesRequest) -> Series:
    whole = series(snapshot, _asked(request), request.scope)
    if whole.frame.is_empty():
        raise whole.no_data(None)
    if whole.frame["value"].min() <= Decimal(0):  # type: ignore[operator]
        raise UsageError(
            reason=f"{whole.measure.name} is not above zero on every day, so it has no cycles by ratio",
            reason_zh=f"{whole.measure.zh}并非每天都大于零，不能按比例界定周期",
        )
    return whole


def _asked(request: EpisodesRequest) -> Measure:
    """The measure on the basis that was asked for."""
    wanted = measure(request.measure)
    if request.basis == "totals" or isinstance(wanted.recipe, Published):
        return wanted
    if wanted.name not in _ON_ACCOUNTS:
        known = ", ".join(_ON_ACCOUNTS)
        raise UsageError(
            reason=f"the account statistics have no {wanted.name}; they have {known}",
            reason_zh=f"账户统计口径没有{wanted.zh}（{wanted.name}），有：{known}",
        )
    return replace(wanted, recipe=Published(wanted.name), scopes=frozenset({ScopeKind.MARKET}), tables=("account_statistics",))


def _episodes(whole: Series, request: EpisodesRequest) -> list[Episode]:
    if request.windows:
        return [given_episode(whole.frame, *window) for window in request.windows]
    return find_episodes(whole.frame, rise=request.rise, fall=request.fall)


def _rule_note(request: EpisodesRequest) -> tuple[Note, ...]:
    notes = []
    if request.basis == "account_statistics":
        notes.append(Note(
            "水平为账户统计口径，与交易所汇总口径不同，互不拼接。",
            "Levels are on the basis of the account statistics, another than the exchanges' totals and never joined with them.",
        ))  # fmt: skip
    if not request.windows:
        notes.append(Note(
            f"周期按规则界定：自谷底上涨不少于 {request.rise:.0%}、自峰值下跌不少于 {request.fall:.0%}；事后才能认定（见峰值认定日），未结束的写明。",
            f"Cycles by rule: a rise of {request.rise:.0%} or more from a trough, a fall of {request.fall:.0%} or more from a peak; known "
            "only afterwards (see when a peak was confirmed), and what has not ended says so.",
        ))  # fmt: skip
    return tuple(notes)


def _result(snapshot: MarketSnapshot, rows: pl.DataFrame, sources: tuple[str, ...], unit: str) -> Result:
    return Result(rows, unit, snapshot.as_of.as_of, snapshot.as_of.known_at, sources)
