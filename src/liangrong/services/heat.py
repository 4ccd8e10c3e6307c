"""How hot the market is, by which rule, and what earlier flags of each rule were worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from liangrong.analytics.heat.gauges import Gauge, Readings
from liangrong.analytics.heat.jumps import jumps
from liangrong.analytics.heat.menu import gauge, read_all
from liangrong.analytics.heat.outcomes import FALL, LOOK_BACK, looks, outcomes, say_entry
from liangrong.analytics.heat.prices import COMPOSITE, Prices, prices
from liangrong.analytics.levels import series
from liangrong.analytics.scorecards.controls import MATCHES
from liangrong.analytics.scorecards.forecasts import PRIOR_STRENGTH, forecast_rows
from liangrong.analytics.scorecards.reliability import reliability
from liangrong.analytics.scorecards.scorecard import SCORECARD_SCHEMA, SIGNIFICANCE, say_verdict, scorecard
from liangrong.analytics.scorecards.trials import lay_trials
from liangrong.analytics.series import unit_text
from liangrong.core.errors import NoData, NotKnown, UsageError
from liangrong.core.results import Note, Result
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.workspace import Workspace

__all__ = ["INDICES", "HeatRequest", "heat", "heat_history", "heat_in", "heat_jumps", "heat_reliability", "jumps_in"]

INDICES: Final = (COMPOSITE, "000985.SH", "000300.SH")
"""上证综指, 中证全指, 沪深 300: the first that is stored stands for the market."""

_JUMPING: Final = ("margin_trading_balance", "financing_balance")
_OUTCOME: Final = ("date", "name", "outcome", "event", "resolved_on")
_EMBARGO: Final = 1
"""Sessions between the close on which an outcome is resolved and the first forecast that may know it."""


_METHOD: Final = Note(
    f"命中指其后下跌。区间为 Wilson 95%；p 值为单侧置换检验：把全部发出日一同平移（原假设：发出的日子与其后结果无关）。对照取此前已知结果的未发出日中"
    f"{LOOK_BACK} 日收益与波动最相近、彼此相隔不少于期限的至多 {MATCHES} 日。预报只用当时已知的结果，先验强度 {PRIOR_STRENGTH:g}。",
    "A hit is a fall that followed. Intervals are Wilson's at 95 %; p is one-sided, by moving all flags together through time (null: their "
    f"days have nothing to do with what followed). Controls are up to {MATCHES} earlier unflagged days, resolved by then, nearest in return "
    f"and volatility of {LOOK_BACK} sessions and a horizon apart. Forecasts know what was resolved on their day; prior strength "
    f"{PRIOR_STRENGTH:g}.",
)
"""How a record is judged."""


@dataclass(frozen=True, slots=True)
class HeatRequest:
    """The heat of the market on a day.

    Parameters
    ----------
    as_of
        The session; the latest complete one when ``None``.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    index
        The index (or stock) whose levels are read and whose falls are the event; the first of ``INDICES`` when ``None``.
    horizon
        Sessions after a reading.
    fall
        The event: a close this far below the entry, a pure ratio.
    signal, level
        One signal only, perhaps with another level of its rule (in the unit of its value, or a share for a rule on percentiles).
    start
        The first day of a history.
    """

    as_of: date | None = None
    known_at: datetime | None = None
    index: str | None = None
    horizon: int = 20
    fall: float = FALL
    signal: str | None = None
    level: float | None = None
    start: date | None = None


@dataclass(frozen=True, slots=True)
class _View:
    """Everything the three answers start from."""

    snapshot: MarketSnapshot
    levels: Prices
    readings: Mapping[str, Readings]
    followed: pl.DataFrame
    notes: tuple[Note, ...]

    def result(self, rows: pl.DataFrame, readings: Mapping[str, Readings], *notes: Note) -> Result:
        sources = {source for one in readings.values() for source in one.sources} | set(self.levels.sources)
        return Result(
            rows, as_of=self.snapshot.as_of.as_of, known_at=self.snapshot.as_of.known_at, source=tuple(sorted(sources))
        ).warn(*self.notes, *self.levels.notes, *notes)  # fmt: skip


def heat(workspace: Workspace, request: HeatRequest) -> Result:
    """Each signal on its last day, with what followed its earlier flags.

    Returns
    -------
    Result
        One row for each signal that has a reading: ``signal, date, value, unit, percentile`` (of the score in its own history up to
        that day), ``fires_at, flag``, the columns of ``SCORECARD_SCHEMA``, ``horizon, in_composite, definition_zh, definition_en``.

    Raises
    ------
    NoData
        The index is not stored.
    NotKnown
        No signal has a reading.
    UnknownName, UsageError
        A signal, level, horizon or fall that cannot be.
    """
    return heat_in(*_seen(workspace, request), request)


def heat_in(snapshot: MarketSnapshot, notes: tuple[Note, ...], request: HeatRequest) -> Result:
    """``heat`` of a snapshot that is there already; its day and its instant stand for those of the request.

    Parameters
    ----------
    notes
        What was said when the day was settled.
    """
    view = _view(snapshot, notes, request)
    rows: list[pl.DataFrame] = []
    unread: list[Note] = []
    for one in view.readings.values():
        if one.frame.is_empty():
            unread += one.notes
            continue
        card = scorecard(
            one.signal(view.levels.code), view.followed.select(_OUTCOME), horizon=request.horizon, embargo=_EMBARGO,
            controls=looks(view.levels),
        )  # fmt: skip
        rows.append(pl.concat([_reading(one), card if card.height else _no_card(view.levels.code)], how="horizontal"))
    if not rows:
        needs = "; ".join(one.gauge.needs.en for one in view.readings.values())
        needs_zh = "；".join(one.gauge.needs.zh for one in view.readings.values())
        raise NotKnown(
            reason=f"No reading for {view.levels.code} up to {view.snapshot.as_of.as_of}: {needs}.",
            reason_zh=f"截至 {view.snapshot.as_of.as_of}，{view.levels.code} 没有任何读数：{needs_zh}。",
        )
    table = pl.concat(rows).with_columns(horizon=pl.lit(request.horizon, dtype=pl.Int64))
    said = _say_verdicts(table, view.readings)
    return view.result(table, view.readings, say_entry(view.followed, horizon=request.horizon, fall=request.fall), _METHOD, *said,
                       *_say_composite(view.readings), *_say_stale(table, view), *unread)  # fmt: skip


def heat_history(workspace: Workspace, request: HeatRequest) -> Result:
    """Every reading of one signal, what its flag could have been worth on that day, and what followed.

    Returns
    -------
    Result
        ``date, signal, value, unit, percentile, fires_at, flag, starts_episode, forecast`` (the probability of the event that its own
        record gave on that day), ``climatology, outcome, fell, resolved_on``.

    Raises
    ------
    NotKnown
        The signal has no reading.
    UsageError
        No signal is named.
    """
    view, one = _one(workspace, request)
    trials = lay_trials(one.signal(view.levels.code), view.followed.select(_OUTCOME), horizon=request.horizon)
    rows = (
        one.frame.join(forecast_rows(trials, embargo=_EMBARGO).drop("name"), on="date", how="left", maintain_order="left")
        .join(view.followed.select(_OUTCOME).drop("name"), on="date", how="left", maintain_order="left")
        .select(
            "date", pl.lit(one.gauge.key).alias("signal"), "value", pl.lit(_unit(one.gauge)).alias("unit"), "percentile",
            "fires_at", "flag", "starts_episode", "forecast", "climatology", "outcome", pl.col("event").alias("fell"), "resolved_on",
        )
    )  # fmt: skip
    if request.start is not None:
        rows = rows.filter(pl.col("date") >= request.start)
    return view.result(rows, {one.gauge.key: one}, one.gauge.definition, *_once(one, view),
                       say_entry(view.followed, horizon=request.horizon, fall=request.fall))  # fmt: skip


def heat_reliability(workspace: Workspace, request: HeatRequest) -> Result:
    """The forecasts that one signal's record gave, against how often the event came.

    Returns
    -------
    Result
        ``signal`` and ``RELIABILITY_SCHEMA``.

    Raises
    ------
    NotKnown
        The signal has no reading.
    UsageError
        No signal is named.
    """
    view, one = _one(workspace, request)
    rows = reliability(one.signal(view.levels.code), view.followed.select(_OUTCOME), horizon=request.horizon, embargo=_EMBARGO)
    rows = rows.select(pl.lit(one.gauge.key).alias("signal"), pl.all())
    overlap = Note(f"相邻交易日的结果重叠：{request.horizon} 日之内不是独立样本。",
                   f"Neighbouring days share their outcomes: days less than {request.horizon} sessions apart are not independent.")  # fmt: skip
    return view.result(rows, {one.gauge.key: one}, one.gauge.definition, *_once(one, view), overlap,
                       say_entry(view.followed, horizon=request.horizon, fall=request.fall))  # fmt: skip


def heat_jumps(workspace: Workspace, request: HeatRequest) -> Result:
    """The growth of the balances up to a day among its likes.

    Returns
    -------
    Result
        ``measure, unit`` and ``JUMP_SCHEMA``, for 融资融券余额 and 融资余额.

    Raises
    ------
    NoData
        The balances of the day are not known.
    """
    return jumps_in(*_seen(workspace, request))


def jumps_in(snapshot: MarketSnapshot, notes: tuple[Note, ...]) -> Result:
    """``heat_jumps`` of a snapshot that is there already, with what was said when its day was settled."""
    as_of = snapshot.as_of
    rows, sources, warnings = [], set[str](), list(notes)
    for name in _JUMPING:
        found = series(snapshot, name, end=as_of.as_of)
        if as_of.as_of not in found.frame["date"]:
            raise found.no_data(as_of.as_of)
        ranked = jumps(found.frame.select("date", "value"), snapshot.calendar)
        rows.append(ranked.select("date", pl.lit(name).alias("measure"), pl.lit("1").alias("unit"), pl.exclude("date")))
        sources |= set(found.sources)
        warnings += found.notes
    unlike = Note("不满一月的增幅与整月相比并不可比：标明“不可比”的行只为对照常见说法而列。",
                  "Part of a month is not like a whole month: the row that says so only stands beside what people often compare.")  # fmt: skip
    return Result(
        pl.concat(rows), unit="1", as_of=as_of.as_of, known_at=as_of.known_at, source=tuple(sorted(sources))
    ).warn(*warnings, unlike)  # fmt: skip


def _seen(workspace: Workspace, request: HeatRequest) -> tuple[MarketSnapshot, tuple[Note, ...]]:
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    return workspace.snapshot(as_of), notes


def _view(snapshot: MarketSnapshot, notes: tuple[Note, ...], request: HeatRequest) -> _View:
    if request.level is not None and request.signal is None:
        raise UsageError(
            reason="a level belongs to one signal; name it with `signal`", reason_zh="发出线属于某个信号，请同时用 `signal` 指明"
        )
    levels = _levels(snapshot, request.index)
    followed = outcomes(levels, horizon=request.horizon, fall=request.fall)
    if request.signal is None:
        return _View(snapshot, levels, read_all(snapshot, levels), followed, notes)
    asked = gauge(request.signal)
    readings = read_all(snapshot, levels)[asked.key]
    if request.level is not None:
        readings = readings.judged_at(request.level)
    return _View(snapshot, levels, {asked.key: readings}, followed, notes)


def _one(workspace: Workspace, request: HeatRequest) -> tuple[_View, Readings]:
    if request.signal is None:
        raise UsageError(
            reason="a history or reliability is that of one signal; name it with `signal`",
            reason_zh="历史与可靠性属于某个信号，请用 `signal` 指明",
        )
    view = _view(*_seen(workspace, request), request)
    (one,) = view.readings.values()
    if one.frame.is_empty():
        raise NotKnown(
            reason=f"There are no readings of '{one.gauge.title.en}' for {view.levels.code} up to {view.snapshot.as_of.as_of}: it "
            f"{one.gauge.needs.en}.",
            reason_zh=f"截至 {view.snapshot.as_of.as_of}，{view.levels.code} 没有“{one.gauge.title.zh}”的读数：{one.gauge.needs.zh}。",
        )
    return view, one


def _levels(snapshot: MarketSnapshot, index: str | None) -> Prices:
    if index is not None:
        return prices(snapshot, index.strip().upper())
    for code in INDICES:
        try:
            return prices(snapshot, code)
        except NoData:
            continue
    return prices(snapshot, COMPOSITE)


def _reading(one: Readings) -> pl.DataFrame:
    return one.frame.tail(1).select(
        pl.lit(one.gauge.key).alias("signal"), "date", "value", pl.lit(_unit(one.gauge)).alias("unit"), "percentile",
        "fires_at", "flag", in_composite=pl.lit(one.gauge.in_composite),
        definition_zh=pl.lit(one.gauge.definition.zh), definition_en=pl.lit(one.gauge.definition.en),
    )  # fmt: skip


def _no_card(name: str) -> pl.DataFrame:
    """The scorecard of a rule that could not be judged on any day."""
    none = {"name": name, "n_days": 0, "n_flags": 0, "n_episodes": 0, "n_unresolved": 0, "n_spans": 0, "n_hits": 0}
    return pl.DataFrame([none | {"verdict": "insufficient"}], schema=SCORECARD_SCHEMA)


def _unit(one: Gauge) -> str:
    return unit_text(one.unit) if one.unit is Unit.RATIO else (one.unit.symbol("zh") if one.unit else "")


def _once(one: Readings, view: _View) -> tuple[Note, ...]:
    return tuple(note for note in one.notes if note not in view.levels.notes)


def _say_verdicts(table: pl.DataFrame, readings: Mapping[str, Readings]) -> list[Note]:
    """Who has too few episodes, and how many of the others would look good by luck."""
    few = table.filter(pl.col("verdict") == "insufficient")
    named = [
        (readings[key].gauge.title, say_verdict("insufficient", n)) for key, n in few.select("signal", "n_episodes").iter_rows()
    ]
    notes = []
    if named:
        zh = "；".join(f"{title.zh} {words.zh}" for title, words in named)
        en = "; ".join(f"{title.en} {words.en}" for title, words in named)
        notes.append(Note(f"{zh}。", f"{en}."))
    judged = table.height - few.height
    if judged > 1:
        lucky = judged * SIGNIFICANCE
        notes.append(Note(
            f"共检验 {judged} 个信号：即使全无用处，也预期有 {lucky:.1f} 个在 5% 水平上显得优于基准。",
            f"{judged} signals are judged: were all of them useless, {lucky:.1f} would still be expected to look better at the 5 % level.",
        ))  # fmt: skip
    return notes


def _say_composite(readings: Mapping[str, Readings]) -> tuple[Note, ...]:
    return readings["composite"].notes if "composite" in readings else ()


def _say_stale(table: pl.DataFrame, view: _View) -> list[Note]:
    """Which readings are not of the day that was asked for."""
    late = table.filter(pl.col("date") < view.snapshot.as_of.as_of)
    if late.is_empty():
        return []
    pairs = [(view.readings[key].gauge.title, day) for key, day in late.select("signal", "date").iter_rows()]
    zh, en = "、".join(f"{title.zh}（{day}）" for title, day in pairs), ", ".join(f"{title.en} ({day})" for title, day in pairs)
    return [Note(f"读数早于 {view.snapshot.as_of.as_of}：{zh}。", f"Readings older than {view.snapshot.as_of.as_of}: {en}.")]
