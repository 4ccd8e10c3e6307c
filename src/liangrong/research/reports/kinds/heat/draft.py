"""The heat of a session as findings: signals with their records, jumps among their likes, crowded names, the exchanges' lines."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any, Final

import polars as pl

from liangrong.analytics.crowding.ranking import crowded
from liangrong.analytics.crowding.suspensions import suspensions
from liangrong.analytics.crowding.track_record import track_record
from liangrong.analytics.securities.english import english_name
from liangrong.core.errors import Lang, NotKnown, UsageError
from liangrong.core.results import Note, Result
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.charts.crowding import crowding_chart
from liangrong.research.charts.heat import heat_chart
from liangrong.research.reports.findings import Finding
from liangrong.research.reports.gathering import cell, gaps_as_notes, remember, rounded, text
from liangrong.research.reports.inquiry import Inquiry
from liangrong.research.reports.phrases import Pair
from liangrong.research.reports.report import Draft, Drawing
from liangrong.research.tables.labels import word

__all__ = ["heat_note"]

_TOP: Final = 10
_PARTICIPATION: Final = 0.2
"""The part of the usual turnover that unwinding may take; the same as the default of ``liangrong crowding``."""
_EVERYTHING: Final = 10**6
"""More readings than there are, so that all are counted."""
_NO_LINES: Final = Note(
    "当日没有一个读数可与暂停线比较：缺个股流通市值",
    "no reading can be set against the lines of the day: float caps of single stocks are not stored",
)
_NO_RECORD: Final = Note(
    "没有一个交易日既有逐证券明细又有个股流通市值，此前的拥挤信号无从评价",
    "no session has both margin detail and float caps of single stocks, so earlier flags of crowding cannot be judged",
)
_COMPOSITE: Final = "composite"
_SESSIONS: Final = Unit.COUNT


def heat_note(snapshot: MarketSnapshot, signals: Result | NotKnown | UsageError, jumps: Result | NotKnown | UsageError) -> Draft:
    """Ask how hot the market is.

    Parameters
    ----------
    signals, jumps
        ``services.heat`` of the session, or why there is none.
    """
    ask = Inquiry(snapshot, snapshot.as_of.as_of)
    names: dict[str, Pair] = {}
    drawings: dict[str, Drawing] = {}
    ask.add(Finding("as_of", "as_of", "market", ask.day, ask.day, grade="published"))
    if isinstance(signals, Result):
        _signals(ask, signals, names)
        drawings["signals"] = partial(_heat, signals.data)
    else:
        for key in ("signals", _COMPOSITE):
            gaps_as_notes(ask, key, "heat", signals)
    if isinstance(jumps, Result):
        _jumps(ask, jumps, names)
    else:
        gaps_as_notes(ask, "jumps", "heat", jumps)
    rows = _crowded(ask, names)
    if rows is not None:
        drawings["crowded"] = partial(_crowding, rows)
    _lines(ask)
    _record(ask, names)
    return Draft(tuple(ask.findings.values()), names, drawings, tuple(sorted(ask.sources)), tuple(dict.fromkeys(ask.notes)))


def _signals(ask: Inquiry, found: Result, names: dict[str, Pair]) -> None:
    remember(ask, found)
    rows = found.data
    tell = partial(cell, ask, source=found.source)
    for row in rows.iter_rows(named=True):
        at, day = f"signals/{row['signal']}", row["date"]
        names[at] = (word("signal", row["signal"], "zh"), word("signal", row["signal"], "en"))
        value, unit = _reading(row["value"], row["unit"])
        tell(f"{at}/value", row["signal"], value, unit, day=day, formula="analytics.heat")
        tell(
            f"{at}/percentile",
            row["signal"],
            row["percentile"],
            Unit.RATIO,
            day=day,
            formula="share of its own history at or below",
        )
        tell(
            f"{at}/flag", row["signal"], row["flag"], None, day=day, formula="the reading is at the level at which the rule fires"
        )
        tell(f"{at}/episodes", row["signal"], row["n_episodes"], Unit.COUNT, day=day, formula="earlier runs of flags")
        tell(f"{at}/hits", row["signal"], row["hit_rate"], Unit.RATIO, day=day, formula="share of them that a fall followed")
        tell(f"{at}/base", row["signal"], row["base_rate"], Unit.RATIO, day=day, formula="share of all days that a fall followed")
        ask.add(
            text(
                f"{at}/verdict",
                word("verdict", row["verdict"], "zh"),
                word("verdict", row["verdict"], "en"),
                day=day,
                grade="computed",
            )
        )
        ask.add(text(f"{at}/name", *names[at], day=day))
        ask.add(text(f"{at}/rule", row["definition_zh"], row["definition_en"], day=day))
        if row["signal"] == _COMPOSITE:
            tell(_COMPOSITE, row["signal"], row["value"], Unit.RATIO, day=day, formula="mean percentile of its signals")
            tell(
                "composite.percentile",
                row["signal"],
                row["percentile"],
                Unit.RATIO,
                day=day,
                formula="share of its own history at or below",
            )
    judged = rows.filter(pl.col("verdict") != "insufficient")
    tell("signals.count", "heat", rows.height, Unit.COUNT, formula="signals with a reading")
    tell("signals.flagged", "heat", rows.filter(pl.col("flag")).height, Unit.COUNT, formula="signals that fire")
    tell("signals.judged", "heat", judged.height, Unit.COUNT, formula="signals whose record is long enough to judge")
    tell("signals.horizon", "heat", rows["horizon"][0], _SESSIONS, formula="sessions after a flag")
    better = judged.filter(pl.col("verdict").str.starts_with("better")).height
    tell("signals.better", "heat", better, Unit.COUNT, formula="signals whose record is better than chance")


def _jumps(ask: Inquiry, found: Result, names: dict[str, Pair]) -> None:
    ask.sources |= set(found.source)
    ask.notes += found.warnings
    for row in found.data.filter(pl.col("measure") == "margin_trading_balance").iter_rows(named=True):
        at = f"jumps/{row['comparison']}"
        names[at] = (word("comparison", row["comparison"], "zh"), word("comparison", row["comparison"], "en"))
        tell = partial(cell, ask, source=found.source)
        tell(f"{at}/start", "session", row["start"], None, formula="first day", grade="published")
        tell(f"{at}/growth", "margin_trading_balance", row["value"], Unit.RATIO, formula="balance / that of the start - 1")
        tell(
            f"{at}/rank", "margin_trading_balance", row["rank"], Unit.COUNT, formula="order among all spans alike, largest first"
        )
        tell(f"{at}/likes", "margin_trading_balance", row["n_likes"], Unit.COUNT, formula="spans alike")
        tell(f"{at}/percentile", "margin_trading_balance", row["percentile"], Unit.RATIO, formula="share of them at or below")


def _crowded(ask: Inquiry, names: dict[str, Pair]) -> pl.DataFrame | None:
    try:
        found = crowded(ask.snapshot, "market", day=ask.day, top=_TOP, participation=_PARTICIPATION)
    except (NotKnown, UsageError) as error:
        gaps_as_notes(ask, "crowded", "crowding", error)
        return None
    remember(ask, found)
    for row in found.data.iter_rows(named=True):
        code = row["security_id"]
        label = row["name"] or code
        names[code] = (f"{label}（{code}）", f"{english_name(code, label) or label} ({code})")
        at, tell = f"crowded/{code}", partial(cell, ask, source=found.source, scope=code)
        tell(f"{at}/crowding", "crowding", rounded(row["crowding"], 3), None, formula="mean percentile of the known parts")
        tell(f"{at}/financing", "financing_balance", row["financing_balance"], Unit.YUAN, grade="published")
        tell(f"{at}/short", "short_balance", row["short_balance"], Unit.YUAN)
        if row.get("days_to_unwind") is not None:
            tell(
                f"{at}/days",
                "days_to_unwind",
                rounded(row["days_to_unwind"], 1),
                None,
                formula="financing balance / part of the usual turnover",
            )
        if row.get("financing_balance_to_float_cap") is not None:
            tell(f"{at}/over_float", "financing_balance_to_float_cap", row["financing_balance_to_float_cap"], Unit.RATIO)
    return found.data


def _lines(ask: Inquiry) -> None:
    """The securities at or near a line at which their exchange may suspend them."""
    try:
        found = suspensions(ask.snapshot, "market", day=ask.day, top=_EVERYTHING)
    except (NotKnown, UsageError) as error:
        gaps_as_notes(ask, "lines", "suspension", error)
        return
    states = dict(found.data.group_by("state").len().iter_rows())
    unknown = states.pop("not_known", 0)
    ask.sources |= set(found.source)
    cell(
        ask,
        "lines.unknown",
        "suspension",
        unknown,
        Unit.COUNT,
        formula="readings without a float value or without a rule",
        source=found.source,
    )
    if not states:
        ask.notes += [note for note in found.warnings if note not in ask.notes]
        ask.unknown("lines", "suspension", _NO_LINES)
        return
    for state, count in states.items():
        cell(
            ask, f"lines.{state}", "suspension", count, Unit.COUNT, formula=f"readings in the state {state}", source=found.source
        )
    reached = sum(count for state, count in states.items() if state != "below")
    cell(ask, "lines.reached", "suspension", reached, Unit.COUNT, formula="readings at or beyond a line", source=found.source)
    cell(
        ask,
        "lines.judged",
        "suspension",
        sum(states.values()),
        Unit.COUNT,
        formula="readings that are known",
        source=found.source,
    )


def _record(ask: Inquiry, names: dict[str, Pair]) -> None:
    """What followed earlier flags of crowding; they need float caps and detail of one session."""
    if not _has_both(ask):
        ask.unknown("record", "crowding", _NO_RECORD)
        return
    try:
        found = track_record(ask.snapshot, end=ask.day, participation=_PARTICIPATION)
    except (NotKnown, UsageError) as error:
        gaps_as_notes(ask, "record", "crowding", error)
        return
    ask.sources |= set(found.source)
    for row in found.data.iter_rows(named=True):
        at = f"record/{row['horizon']}"
        names[at] = (f"其后 {row['horizon']} 个交易日", f"{row['horizon']} sessions after")
        tell = partial(cell, ask, source=found.source)
        tell(f"{at}/episodes", "crowding", row["n_episodes"], Unit.COUNT, formula="earlier runs of flags")
        tell(
            f"{at}/hits",
            "crowding",
            row.get("hit_rate"),
            Unit.RATIO,
            formula="share of them that did worse than the median stock",
        )
        tell(f"{at}/base", "crowding", row.get("base_rate"), Unit.RATIO, formula="share of all stocks that did")
        ask.add(
            text(f"{at}/verdict", word("verdict", row["verdict"], "zh"), word("verdict", row["verdict"], "en"), grade="computed")
        )


def _has_both(ask: Inquiry) -> bool:
    """Whether a session has float caps and margin detail; detail is read only where there are caps."""
    valued = ask.snapshot.table("caps", end=ask.day)["trade_date"].unique()
    if valued.is_empty():
        return False
    days = sorted(valued)
    held = ask.snapshot.table("margin_detail", start=days[0], end=days[-1])["trade_date"].unique()
    return not set(days).isdisjoint(held)


def _reading(value: float | None, unit: str) -> tuple[Any, Unit | None]:
    """A reading in the unit it is shown in."""
    if value is None:
        return None, None
    if unit == "1":
        return value, Unit.RATIO
    return (Decimal(round(value)), _SESSIONS) if unit else (rounded(value, 2), None)


def _heat(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    return heat_chart(rows, lang=lang, width=width, note=note)


def _crowding(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    return crowding_chart(rows, lang=lang, width=width, note=note)
