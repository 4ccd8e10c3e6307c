"""The histories behind the figures: a balance with its records, peaks and decrees, and the ratios side by side."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.levels import series
from liangrong.analytics.measures import measure
from liangrong.analytics.overview.cards import BALANCES, RATIOS, years_before
from liangrong.analytics.records import records
from liangrong.analytics.reference_peaks import REFERENCE_PEAKS
from liangrong.analytics.series import origin_notes
from liangrong.core.errors import NoData, NotKnown, UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.events import events

__all__ = ["balance_history", "ratio_history"]

_PEAK: Final = {name: Note(f"{name} 年峰值", f"{name} peak") for name in REFERENCE_PEAKS}


def balance_history(snapshot: MarketSnapshot, name: str, *, start: date | None, end: date) -> Result:
    """One balance, session by session, with what happened to it.

    Parameters
    ----------
    name
        A balance of the market.
    start, end
        Sessions, both included; all that is stored without ``start``.

    Returns
    -------
    Result
        ``date, measure, value, change`` in 元 (``change`` against the session before, null where that is not known),
        ``is_record`` against the whole history (null throughout where the history cannot tell, and a warning says why),
        ``policy_*``: what came into force that day; ``episode_*``: what a peak is called; ``quality``.

    Raises
    ------
    NoData
        No session of the window is known.
    UsageError
        The measure is no balance.
    """
    wanted = measure(name).name
    if wanted not in BALANCES:
        raise UsageError(
            reason=f"{wanted} has no history of records; it can be {', '.join(BALANCES)}.",
            reason_zh=f"{wanted} 没有新高历史可言，只能是 {'、'.join(BALANCES)}。",
        )
    found = series(snapshot, wanted, end=end)
    if found.frame.filter(pl.col("date") >= (start or date.min)).is_empty():
        raise found.no_data(start or end)
    sessions = pl.Series(snapshot.calendar.between(found.frame["date"][0], end), dtype=pl.Date)
    follows = pl.col("date").shift(1) == pl.col("date").replace_strict(sessions[1:], sessions[:-1], default=None)
    rows = found.frame.with_columns(
        measure=pl.lit(wanted), change=pl.when(follows).then(pl.col("value") - pl.col("value").shift(1))
    )
    try:
        judged = records(snapshot, wanted, end=end)
        days, notes = judged.data["date"], judged.warnings
        rows = rows.with_columns(is_record=pl.col("date").is_in(days.implode()))
    except NotKnown as error:
        rows = rows.with_columns(is_record=pl.lit(None, pl.Boolean))
        notes = (Note(error.message("zh"), error.message("en")),)
    rows = rows.join(_decrees(), on="date", how="left").join(_peaks(wanted), on="date", how="left")
    rows = rows.filter(pl.col("date") >= (start or date.min)).select(
        "date", "measure", "value", "change", "is_record", "policies_zh", "policies_en", "episode_zh", "episode_en", "quality"
    )
    view = snapshot.as_of
    return Result(rows, "元", view.as_of, view.known_at, found.sources).warn(*found.notes, *notes, *origin_notes(found.sources))


def ratio_history(snapshot: MarketSnapshot, *, years: int, end: date) -> Result:
    """The market's ratios over the last years, one row for each session and ratio.

    Returns
    -------
    Result
        ``date, measure, value, unit, quality``; ratios that are not stored are left out and named in a warning.

    Raises
    ------
    NoData
        None of them is known.
    """
    start = snapshot.calendar.on_or_after(max(years_before(end, years), snapshot.calendar.start))
    parts, sources, lacking = [], set(), []
    for name in RATIOS:
        try:
            found = series(snapshot, name, start=start, end=end)
        except (NotKnown, UsageError):
            lacking.append(name)
            continue
        if found.frame.is_empty():
            lacking.append(name)
            continue
        sources |= set(found.sources)
        parts.append(found.frame.select("date", "value", "quality", measure=pl.lit(name), unit=pl.lit("1")))
    if not parts:
        raise NoData(
            what="ratio of the market", what_zh="市场比率", where=f"{start}..{end}", where_zh=f" {start} 至 {end} ", nearest="-"
        )
    rows = pl.concat(parts).select("date", "measure", "value", "unit", "quality")
    view, ordered = snapshot.as_of, tuple(sorted(sources))
    return Result(rows, "1", view.as_of, view.known_at, ordered).warn(*_left_out(lacking), *origin_notes(ordered))


def _left_out(names: list[str]) -> tuple[Note, ...]:
    if not names:
        return ()
    zh, en = "、".join(measure(name).zh for name in names), ", ".join(measure(name).en for name in names)
    return (Note(f"以下比率没有可用数据，未列出：{zh}。", f"Not known and left out: {en}."),)


def _decrees() -> pl.DataFrame:
    """``date, policies_zh, policies_en``: what came into force, several on one day joined."""
    told = pl.DataFrame(
        [(event.date, event.title_zh, event.title_en) for event in events()],
        schema={"date": pl.Date, "policies_zh": pl.String, "policies_en": pl.String},
        orient="row",
    )
    return told.group_by("date", maintain_order=True).agg(
        pl.col("policies_zh").str.join("；"), pl.col("policies_en").str.join("; ")
    )


def _peaks(name: str) -> pl.DataFrame:
    """``date, episode_zh, episode_en`` of the peaks with a name: they are those of the total and of financing."""
    told = [(day, _PEAK[peak].zh, _PEAK[peak].en) for peak, day in REFERENCE_PEAKS.items() if name != BALANCES[-1]]
    return pl.DataFrame(told, schema={"date": pl.Date, "episode_zh": pl.String, "episode_en": pl.String}, orient="row")
