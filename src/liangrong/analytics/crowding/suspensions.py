"""How near the securities of a scope are to the exchanges' lines on a day: the gauge read for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, get_args

import numpy as np
import polars as pl

from liangrong.analytics.crowding.days import check_day, day_notes, float_notes
from liangrong.analytics.crowding.denominators import FloatValues, float_values
from liangrong.analytics.crowding.gauge import BELOW, SUSPENDED_POSSIBLE, UNKNOWN, Gauge, Side, lines_of, read_gauge
from liangrong.analytics.measures import ScopeKind
from liangrong.analytics.names import with_names
from liangrong.analytics.panels.margin import margin_panel
from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import quote_panel
from liangrong.analytics.scopes import Scope, in_scope, members, resolve_scope
from liangrong.core.calendar import Calendar
from liangrong.core.errors import BeyondCalendar, NoData
from liangrong.core.results import Note, Result
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["MEMORY", "suspensions"]

MEMORY: Final = 250
"""Sessions that the gauge looks back for the line that was reached last: a year."""

_STATES: Final = {UNKNOWN: "not_known", BELOW: "below", SUSPENDED_POSSIBLE: "suspended_possible"}
_MONEY: Final = ("numerator", "float_cap", "distance_amount")


def suspensions(snapshot: MarketSnapshot, scope: str = "market", *, day: date, top: int, proxy: bool = False) -> Result:
    """The ``top`` securities of a scope that are nearest to, or beyond, a line at which an exchange may suspend them.

    Parameters
    ----------
    scope
        Stocks and funds of this scope.
    day
        A session with margin detail.
    proxy
        Estimate float values that are not stored for the day. Sessions before it are never estimated, so the memory starts there.

    Returns
    -------
    Result
        ``date, security_id, name, side`` (``financing``: balance over float value; ``short``: shares sold short over shares in the
        float), ``share_of_float``, ``state`` (``below``; ``suspended_possible`` from the upper line until the lower one;
        ``not_known``), ``not_known_because``, ``line`` (``suspend`` or ``resume``: the one ahead), ``line_level``,
        ``distance_points`` (the line minus the share), ``distance_amount`` (元 by which the position must change, float value fixed),
        ``price_move`` (the change of price that alone reaches the line, balance fixed; none for shorts, whose shares do not change
        with the price), ``since`` (first session seen in the state without a break), ``effective_on`` (first session on which the
        exchange may act), ``numerator, float_cap`` in 元, ``derived``. Nearest to its upper line first, then by code.

    Raises
    ------
    NoData
        The day has no margin detail.
    """
    check_day(snapshot, day)
    resolved, notes = resolve_scope(snapshot, scope)
    only = (resolved.name,) if resolved.kind is ScopeKind.SECURITY else ()
    start = snapshot.calendar.back(day, MEMORY)
    margin = margin_panel(snapshot, ("financing_balance", "short_quantity"), start=start, end=day, securities=only, funds=True)
    if day not in margin.sessions:
        raise _no_position(resolved, day)
    quotes = quote_panel(snapshot, start=margin.sessions[0], end=day, securities=margin.securities)
    value = float_values(snapshot, margin, quotes, proxy=proxy)
    numerators: dict[Side, Floats] = {
        "financing": margin["financing_balance"],
        "short": np.where(margin["short_quantity"] == 0, 0.0, margin["short_quantity"] * value.close),
    }
    spells = members(snapshot, resolved)
    rows = pl.concat(
        [
            in_scope(_rows(_Reading.of(margin, numerators[side], value, side), snapshot.calendar), resolved, spells)
            for side in get_args(Side)
        ]
    ).rename({"trade_date": "date"})
    near = rows.sort(["_nearness", "numerator", "security_id", "side"], descending=[True, True, False, False], nulls_last=True)
    view = snapshot.as_of
    shown = with_names(snapshot, near.head(top).drop("_nearness"))
    return Result(shown, as_of=view.as_of, known_at=view.known_at, source=tuple(sorted({*margin.sources, *value.sources}))).warn(
        *notes, *day_notes(snapshot, day), *float_notes(snapshot, day, value), *_counts(rows), _may(margin.securities, day)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """One side of the gauge on the last session, and where its parts come from."""

    side: Side
    panel: Panel
    numerator: Floats
    value: FloatValues
    gauge: Gauge

    @classmethod
    def of(cls, panel: Panel, numerator: Floats, value: FloatValues, side: Side) -> _Reading:
        return cls(side, panel, numerator, value, read_gauge(numerator / value.cap, panel.sessions, panel.securities, side))


def _rows(reading: _Reading, calendar: Calendar) -> pl.DataFrame:
    gauge, sessions = reading.gauge, reading.panel.sessions
    day, names = sessions[-1], reading.panel.securities
    state = gauge.state[-1]
    numerator, cap = reading.numerator[-1], reading.value.cap[-1]
    share = numerator / cap
    reached = state == SUSPENDED_POSSIBLE
    level = np.where(reached, gauge.resume[-1], gauge.suspend[-1])
    level = np.where(np.isnan(share), np.nan, level)
    since = [sessions[row] if at else None for row, at in zip(gauge.since[-1], reached, strict=True)]
    rules = lines_of(names, reading.side, day)
    move = share / level - 1 if reading.side == "financing" else np.full(share.shape, np.nan)
    derived = pl.when(pl.Series(reading.value.estimated)).then(pl.lit(["float_cap", "share_of_float"]))
    frame = pl.DataFrame({
        "trade_date": [day] * len(names),
        "security_id": list(names),
        "side": [reading.side] * len(names),
        "share_of_float": share,
        "state": [_STATES[int(code)] for code in state],
        "not_known_because": _reasons(reading),
        "line": ["resume" if at else "suspend" for at in reached],
        "line_level": level,
        "distance_points": level - share,
        "distance_amount": level * cap - numerator,
        "price_move": move,
        "since": since,
        "effective_on": [_later(calendar, first, rule.lag) for first, rule in zip(since, rules, strict=True)],
        "numerator": numerator,
        "float_cap": cap,
        "_nearness": share / gauge.suspend[-1],
    }, schema_overrides={"not_known_because": pl.String, "since": pl.Date, "effective_on": pl.Date}, nan_to_null=True)  # fmt: skip
    held = frame.filter(pl.col("numerator").is_not_null(), pl.col("numerator") > 0)
    kept = frame.with_columns(derived=derived.otherwise(pl.lit([], dtype=pl.List(pl.String)))).join(
        held.select("security_id"), on="security_id", how="semi", maintain_order="left"
    )
    return kept.with_columns(pl.col(_MONEY).round(3).cast(MONEY), line=pl.when(pl.col("line_level").is_not_null()).then("line"))


def _no_position(scope: Scope, day: date) -> NoData:
    return NoData(
        what="margin detail", what_zh="两融明细", where=f"{scope.label('en')} on {day}", where_zh=f"{scope.label('zh')} {day} ",
        nearest="other securities of that day", nearest_zh="当日其他证券",
    )  # fmt: skip


def _reasons(reading: _Reading) -> list[str | None]:
    """Why a state is not known, or nothing."""
    gauge = reading.gauge
    found: list[str | None] = []
    for place, code in enumerate(gauge.state[-1]):
        share = reading.numerator[-1, place] / reading.value.cap[-1, place]
        if code != UNKNOWN:
            found.append(None)
        elif np.isnan(gauge.suspend[-1, place]):
            found.append("no_rule")
        elif np.isnan(reading.numerator[-1, place]):
            found.append("no_position_known")
        elif np.isnan(share):
            found.append("no_float_cap")
        elif np.isnan(gauge.resume[-1, place]):
            found.append("resume_line_not_known")
        else:
            found.append("between_the_lines")
    return found


def _later(calendar: Calendar, day: date | None, sessions: int) -> date | None:
    """``sessions`` after a day; ``None`` where the calendar does not reach so far."""
    if day is None:
        return None
    try:
        return calendar.offset(day, sessions)
    except BeyondCalendar:
        return None


def _counts(rows: pl.DataFrame) -> list[Note]:
    """How many stand where, and why some are not known."""
    states = dict(rows.group_by("state").len().iter_rows())
    reasons = dict(
        rows.filter(pl.col("state") == "not_known").group_by("not_known_because").len().sort("not_known_because").iter_rows()
    )
    notes = [Note(
        f"共 {rows.height} 个读数：达到暂停线且未回到恢复线 {states.get('suspended_possible', 0)}，低于 {states.get('below', 0)}，"
        f"不可知 {states.get('not_known', 0)}。",
        f"{rows.height} readings: {states.get('suspended_possible', 0)} at or beyond the upper line and not back at the lower one, "
        f"{states.get('below', 0)} below, {states.get('not_known', 0)} not known.",
    )]  # fmt: skip
    said = [(count, _WHY[reason]) for reason, count in reasons.items()]
    if said:
        zh, en = ("；".join(f"{count} 个{why.zh}" for count, why in said), "; ".join(f"{count}: {why.en}" for count, why in said))
        notes.append(Note(f"不可知的原因：{zh}。", f"Why not known: {en}."))
    return notes


_WHY: Final = {
    "no_rule": Note("该交易所对此类证券没有这条规则的数值", "the rulebook has no number for this kind of security on its exchange"),
    "no_position_known": Note("当日余额或收盘价缺失", "the position or its close of the day is missing"),
    "no_float_cap": Note("当日没有流通市值", "no float value is stored for the day"),
    "resume_line_not_known": Note("曾达暂停线，恢复线数值未见原文", "reached its upper line; where it resumes was never seen in print"),
    "between_the_lines": Note("在两线之间，此前交易日不足以判断先触及哪条线",
                              "between the lines, and the sessions before do not say which was reached last"),
}  # fmt: skip


def _may(securities: tuple[str, ...], day: date) -> Note:
    cited = {rule.citation for side in get_args(Side) for rule in lines_of(securities, side, day) if rule.citation}
    citations = {part for each in cited for part in each.split("；")}
    return Note(f"规则是“可以”暂停，不是公告；是否暂停以交易所公告为准（{'；'.join(sorted(citations))}）。",
                f"The rule says that the exchange may suspend; whether it did stands in its notices ({'; '.join(sorted(citations))}).")  # fmt: skip
