"""What happened to one security, dated and with its number: facts of its margin trading, moves, the exchanges' lines, ex-rights days.

Nothing is judged here: facts are those of ``studies.attribution.facts``, moves those of ``studies.attribution.moves``, the gauge and the
crowding flag those of ``crowding``. A state that lasts is one event, on its first session.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.analytics.crowding.denominators import float_values
from liangrong.analytics.crowding.gauge import BELOW, SUSPENDED_POSSIBLE, Side, read_gauge
from liangrong.analytics.crowding.measures import HISTORY, Crowding, measured
from liangrong.analytics.crowding.track_record import FLAG_AT, crowding_signal
from liangrong.analytics.panels.margin import margin_panel
from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import quote_panel
from liangrong.analytics.securities.history import YEAR
from liangrong.analytics.studies.attribution.facts import FACTS, MARGIN_COLUMNS, margin_facts
from liangrong.analytics.studies.attribution.moves import abnormal_moves
from liangrong.core.results import Note, Result
from liangrong.core.securities import SecurityId, SecurityKind
from liangrong.market.snapshot import Keys, MarketSnapshot

__all__ = ["PARTICIPATION", "crowding_over", "security_events"]

_SCHEMA: Final = {
    "date": pl.Date(), "security_id": pl.String(), "security_event": pl.String(), "side": pl.String(), "reading": pl.Float64(),
    "line_level": pl.Float64(), "deviations": pl.Float64(), "title_zh": pl.String(), "title_en": pl.String(),
}  # fmt: skip
PARTICIPATION: Final = 0.2
"""The part of the usual turnover that unwinding may take, as ``liangrong crowding`` has it by default."""
_GAP: Final = 1e-4
"""A previous close that differs by less from the close before it is the same price, rounded."""
_BEFORE: Final = 2 * YEAR
"""Sessions before the window from which facts and the gauge remember."""


@dataclass(frozen=True, slots=True, eq=False)
class _Evidence:
    """The figures of one security, one column wide."""

    security: str
    margin: Panel
    quotes: Panel
    permissions: Panel
    collateral: Panel
    cap: Floats
    close: Floats


def security_events(snapshot: MarketSnapshot, security: str, *, start: date, end: date, flags: bool = True) -> Result:
    """What happened to a security between two sessions, newest first.

    Parameters
    ----------
    security
        Its code.
    start, end
        Sessions, both included.
    flags
        Also flags of crowding, which take the whole market to tell.

    Returns
    -------
    Result
        ``date, security_id``; ``security_event``: a fact of its margin trading, ``rise`` or ``fall`` (beyond three of its own standard
        deviations, or closed at the limit), ``line_reached`` and ``line_left`` (the exchange's gauge), ``crowded``, ``ex_rights``,
        ``list_entered`` and ``list_left``; ``side`` where it has one; ``reading``, a pure ratio (return, growth, share of the float,
        composite, step of the price); ``line_level`` where a line was met; ``deviations`` of a move; ``title_zh, title_en``.
    """
    found = _evidence(snapshot, security, start, end)
    rows = [*_facts(found), *_moves(found), *_lines(found), *_ex_rights(found), *_lists(found)]
    if flags:
        rows += _crowded(snapshot, found, start, end)
    frame = pl.DataFrame(rows, schema=_SCHEMA).filter(pl.col("date").is_between(start, end))
    ordered = frame.with_columns(security_id=pl.lit(security)).sort(
        "date", "security_event", "side", descending=[True, False, False]
    )
    sources = {*found.margin.sources, *found.quotes.sources, *found.permissions.sources, *found.collateral.sources}
    view = snapshot.as_of
    return Result(ordered, as_of=view.as_of, known_at=view.known_at, source=tuple(sorted(sources))).warn(
        *_notes(found, start, end)
    )


def crowding_over(snapshot: MarketSnapshot, start: date, end: date) -> Crowding:
    """The crowding measures of all stocks between two sessions, computed once for all of them."""
    key = ("crowding of securities", start, end)
    return snapshot.once(key, lambda: measured(snapshot, start=start, end=end, participation=PARTICIPATION))


def _evidence(snapshot: MarketSnapshot, security: str, start: date, end: date) -> _Evidence:
    first = snapshot.calendar.back(start, _BEFORE)
    keys: Keys = {"security_id": [security]}
    margin = margin_panel(snapshot, MARGIN_COLUMNS, start=first, end=end, securities=[security])
    quotes = quote_panel(snapshot, start=first, end=end, securities=[security])
    permissions, collateral = (
        Panel.of(snapshot.table(name, start=first, end=end, keys=keys).with_columns(pl.col(columns).cast(pl.Float64)), columns, snapshot.calendar)
        for name, columns in (
            ("underlying_securities", ["financing_open", "short_open", "financing_eligible", "short_eligible"]),
            ("eligible_collateral", ["conversion_ratio"]),
        )
    )  # fmt: skip
    value = float_values(snapshot, margin, quotes)
    return _Evidence(security, margin, quotes, permissions, collateral, value.cap, value.close)


def _facts(found: _Evidence) -> Iterator[dict[str, Any]]:
    """The first session of each run of a fact."""
    if not found.margin.sessions:
        return
    stood, readings = margin_facts(found.margin, found.quotes, found.permissions, found.collateral)
    for fact in FACTS:
        for row in _starts(stood[fact.key][:, 0] == 1):
            yield {
                "date": stood.sessions[row], "security_event": fact.key, "side": fact.side, "reading": _number(readings[fact.key][row, 0]),
                "title_zh": fact.definition.zh, "title_en": fact.definition.en,
            }  # fmt: skip


def _moves(found: _Evidence) -> Iterator[dict[str, Any]]:
    if not found.quotes.sessions:
        return
    moves = abnormal_moves(found.quotes)
    for row in np.flatnonzero(moves.direction[:, 0]):
        up, limit = moves.direction[row, 0] > 0, moves.limit[row, 0]
        at = {1: Note("收于涨停", "closed at its upper limit"), -1: Note("收于跌停", "closed at its lower limit")}.get(
            int(limit), Note("超出自身通常波动", "beyond its own usual spread")
        )
        yield {
            "date": found.quotes.sessions[row], "security_event": "rise" if up else "fall",
            "reading": _number(moves.returns[row, 0]), "deviations": _number(moves.deviations[row, 0]), "title_zh": at.zh, "title_en": at.en,
        }  # fmt: skip


def _lines(found: _Evidence) -> Iterator[dict[str, Any]]:
    """Where the gauge reached the upper line, and where it came back to the lower one."""
    if not found.margin.sessions:
        return
    short = found.margin["short_quantity"]
    numerators: dict[Side, Floats] = {
        "financing": found.margin["financing_balance"], "short": np.where(short == 0, 0.0, short * found.close)
    }  # fmt: skip
    for side in get_args(Side):
        ratio = numerators[side] / found.cap
        gauge = read_gauge(ratio, found.margin.sessions, (found.security,), side)
        state = gauge.state[:, 0]
        for row in _starts(state == SUSPENDED_POSSIBLE):
            yield _line(found.margin.sessions[row], "line_reached", side, ratio[row, 0], gauge.suspend[row, 0])
        for row in _starts(state == BELOW):
            if row and state[row - 1] == SUSPENDED_POSSIBLE:
                yield _line(found.margin.sessions[row], "line_left", side, ratio[row, 0], gauge.resume[row, 0])


def _line(day: date, event: str, side: Side, share: float, level: float) -> dict[str, Any]:
    said = (
        Note(
            "占流通比达到暂停线，交易所可自次一交易日起暂停",
            "reached the upper line: the exchange may suspend from the next session",
        )
        if event == "line_reached"
        else Note("占流通比回到恢复线", "back at the lower line: trading may be resumed")
    )
    return {
        "date": day, "security_event": event, "side": side, "reading": _number(share), "line_level": _number(level),
        "title_zh": said.zh, "title_en": said.en,
    }  # fmt: skip


def _ex_rights(found: _Evidence) -> Iterator[dict[str, Any]]:
    """Sessions whose previous close is not the close before: a dividend, a bonus issue or a rights issue."""
    if not found.quotes.sessions:
        return
    close, before = found.quotes["close"][:, 0], found.quotes["previous_close"][:, 0]
    known = np.flatnonzero(~np.isnan(close))
    for earlier, row in pairwise(known):
        step = before[row] / close[earlier] - 1
        if abs(step) > _GAP:
            yield {
                "date": found.quotes.sessions[row], "security_event": "ex_rights", "reading": _number(step),
                "title_zh": f"前收盘价 {before[row]:.2f} 元，前一交易日收盘 {close[earlier]:.2f} 元",
                "title_en": f"previous close printed as CNY {before[row]:.2f} after a close of CNY {close[earlier]:.2f}",
            }  # fmt: skip


def _lists(found: _Evidence) -> Iterator[dict[str, Any]]:
    """Sessions on which it entered or left the exchange's list of underlying securities."""
    sides: tuple[tuple[Side, str], ...] = (("financing", "financing_eligible"), ("short", "short_eligible"))
    for side, column in sides:
        if not found.permissions.sessions:
            return
        on_list = found.permissions[column][:, 0]
        for row in range(1, len(on_list)):
            if {on_list[row - 1], on_list[row]} == {0.0, 1.0}:
                entered = on_list[row] == 1
                said = Note("列入标的", "entered the list") if entered else Note("移出标的", "left the list")
                yield {
                    "date": found.permissions.sessions[row], "security_event": "list_entered" if entered else "list_left", "side": side,
                    "title_zh": said.zh, "title_en": said.en,
                }  # fmt: skip


def _crowded(snapshot: MarketSnapshot, found: _Evidence, start: date, end: date) -> Iterator[dict[str, Any]]:
    """First sessions on which the composite flags it; stocks alone have one."""
    if not found.margin.sessions or SecurityId.parse(found.security).kind is not SecurityKind.STOCK:
        return
    first = snapshot.calendar.back(start, HISTORY)
    readings = crowding_signal(crowding_over(snapshot, first, end)).readings.filter(pl.col("name") == found.security).sort("date")
    flags = readings["flag"].to_numpy()
    for row in _starts(flags):
        yield {
            "date": readings["date"][row], "security_event": "crowded", "side": "financing", "reading": readings["score"][row],
            "line_level": FLAG_AT, "title_zh": "拥挤度达到标记线", "title_en": "the crowding composite reached its flag",
        }  # fmt: skip


def _starts(stood: NDArray[np.bool_]) -> list[int]:
    """The first place of each run."""
    return [int(row) for row in np.flatnonzero(stood) if row == 0 or not stood[row - 1]]


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _notes(found: _Evidence, start: date, end: date) -> list[Note]:
    """Which kinds of events could not be seen."""
    known = {
        "margin": [day for day in found.margin.sessions if start <= day <= end], "quotes": [day for day in found.quotes.sessions if start <= day <= end]
    }  # fmt: skip
    notes = [
        Note(
            "持续多日的状态只在首日记一次；融券余量、融资余额类事实见各自定义。",
            "A state that lasts is told once, on its first session.",
        )
    ]
    if len(known["margin"]) <= 1:
        notes.append(Note(f"区间内该证券的两融明细只有 {len(known['margin'])} 个交易日，看不出两融方面的变化。",
                          f"Margin detail of this security is stored for {len(known['margin'])} sessions of the window: changes cannot be seen."))  # fmt: skip
    if not known["quotes"]:
        notes.append(
            Note(
                "区间内没有行情，看不出异动与除权。",
                "No quotes are stored in the window: moves and ex-rights days cannot be seen.",
            )
        )
    if not found.permissions.sessions:
        notes.append(
            Note(
                "没有每日标的名单，列入与移出不可知。",
                "No daily list of underlying securities is stored: entering and leaving it is not known.",
            )
        )
    if np.isnan(found.cap).all():
        notes.append(
            Note("没有个股流通市值，是否触及暂停线不可知。", "No float cap is stored: whether a line was reached is not known.")
        )
    return notes
