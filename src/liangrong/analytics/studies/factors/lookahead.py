"""The look-ahead detector: whether a factor dated T holds anything that was not public on the morning of T + 1.

A factor that is a function of the market is computed again from the market as it was, and must not change. A factor that is
a file of values is held against the columns of the store: one that looks like the columns of a later session trips.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import quote_panel
from liangrong.analytics.studies.factors.explained import Explained, explained_by_the_market
from liangrong.analytics.studies.factors.factor import Factor
from liangrong.analytics.studies.factors.given import known_too_late
from liangrong.analytics.studies.factors.ic import LEAST_NAMES
from liangrong.analytics.studies.factors.ranks import rank_correlation
from liangrong.analytics.studies.long_run import mean_test
from liangrong.core.clocks import AsOf, show_instant
from liangrong.core.errors import NotKnown
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["LOOKAHEAD", "Check", "FactorMaker", "check_maker", "check_values", "rows_of"]

FactorMaker: TypeAlias = Callable[[MarketSnapshot], Factor]
"""Computes a factor from a market."""

LOOKAHEAD: Final = pl.Schema({
    "factor": pl.String(), "look_ahead_check": pl.String(), "state": pl.String(), "cells_compared": pl.Int64(),
    "cells_differing": pl.Int64(), "sessions_ahead": pl.Int64(), "explained_now": pl.Float64(), "explained_ahead": pl.Float64(),
})  # fmt: skip
"""One row for each check; ``tripped`` is a finding, ``warning`` a suspicion, ``not_checked`` says that nothing could be compared."""

_SAMPLES: Final = 12
_SAME: Final = 1e-9
"""Relative difference below which two figures are the same."""
_MUCH_MORE: Final = 3.0
"""An IC with the night before the entry of so many times that with the day after it is a warning."""
_SURE: Final = 0.01
"""The p-value below which that IC counts."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one factor.

    Parameters
    ----------
    name
        ``recomputed``, ``known_at``, ``resembles_later_columns`` or ``night_before_entry``.
    state
        ``clear``, ``tripped``, ``warning`` or ``not_checked``.
    compared, differing
        Cells compared and cells at fault.
    ahead
        By how many sessions the factor runs ahead, where that is seen.
    now, later
        Share of the factor that columns of its own session explain, and those of the session ahead.
    note
        What was found, in words.
    """

    name: str
    state: str
    note: Note
    compared: int = 0
    differing: int = 0
    ahead: int | None = None
    now: float | None = None
    later: float | None = None


def check_maker(snapshot: MarketSnapshot, make: FactorMaker, *, samples: int = _SAMPLES) -> tuple[Check, ...]:
    """Compute a factor again from the market cut off at each of ``samples`` sessions; any other value of that session trips.

    The sessions are spread evenly over those on which the factor has values, the last one among them.

    Examples
    --------
    >>> from functools import partial
    >>> from liangrong.analytics.studies.factors.builtin import builtin_factor
    >>> from liangrong.simulation.planted import PlantedMarket
    >>> market = PlantedMarket.generate(1, sessions=30, names=8).snapshot()
    >>> check_maker(market, partial(builtin_factor, name="financing_change"))[0].state
    'clear'
    """
    whole = make(snapshot)
    alive = np.nonzero((~np.isnan(whole.values)).any(axis=1))[0]
    chosen = sorted(set(alive[np.linspace(0, len(alive) - 1, min(samples, len(alive))).astype(int)])) if len(alive) else []
    compared = differing = 0
    first = None
    for row in chosen:
        day = whole.sessions[row]
        now = _values_on(make, MarketSnapshot(AsOf(day, snapshot.as_of.known_at), snapshot.reader, snapshot.calendar), whole, row)
        then = whole.values[row]
        wrong = ~(np.isclose(now, then, rtol=_SAME, atol=0.0) | (np.isnan(now) & np.isnan(then)))
        compared += int((~np.isnan(now) | ~np.isnan(then)).sum())
        differing += int(wrong.sum())
        if first is None and wrong.any():
            first = day
    if not chosen:
        return (
            Check("recomputed", "not_checked", Note("因子没有取值，无从重算。", "The factor has no value to compute again.")),
        )
    if differing:
        note = Note(
            f"前视：截至当日重算 {len(chosen)} 个交易日，{compared:,} 个取值中 {differing:,} 个与全样本不同，首见于 {first}。",
            f"Look-ahead: computed again from {len(chosen)} days as they were, {differing:,} of {compared:,} values differ from those of the "
            f"whole sample, first on {first}.",
        )
        return (Check("recomputed", "tripped", note, compared, differing),)
    note = Note(
        f"截至当日重算 {len(chosen)} 个交易日，{compared:,} 个取值全部相同。",
        f"Computed again from {len(chosen)} days as they were: all {compared:,} values are the same.",
    )
    return (Check("recomputed", "clear", note, compared),)


def check_values(snapshot: MarketSnapshot, factor: Factor, rows: pl.DataFrame | None = None) -> tuple[Check, ...]:
    """Check values of unknown making.

    Parameters
    ----------
    rows
        The rows of the file with their ``known_at``, where there is one (``given.GIVEN``).

    Returns
    -------
    tuple[Check, ...]
        Instants of knowledge; resemblance to later columns; and whether the factor ranks the night before the entry.
    """
    checks = [_known_at(rows, snapshot)] if rows is not None and rows["known_at"].null_count() < rows.height else []
    return (*checks, _resemblance(explained_by_the_market(snapshot, factor)), _night(snapshot, factor))


def rows_of(factor: str, checks: Sequence[Check]) -> pl.DataFrame:
    """The checks as rows of ``LOOKAHEAD``."""
    return pl.DataFrame(
        [(factor, c.name, c.state, c.compared, c.differing, c.ahead, c.now, c.later) for c in checks],
        schema=LOOKAHEAD, orient="row",
    )  # fmt: skip


def _values_on(make: FactorMaker, then: MarketSnapshot, whole: Factor, row: int) -> Floats:
    """The factor of one session, computed from what there was by then, in the order of the names of the whole."""
    day = Panel((whole.sessions[row],), whole.securities, {})
    try:
        values: Floats = make(then).panel.like(day)["value"][0]
    except NotKnown:
        return np.full(len(whole.securities), np.nan)
    return values


def _known_at(rows: pl.DataFrame, snapshot: MarketSnapshot) -> Check:
    stated = rows["known_at"].drop_nulls().len()
    late = known_too_late(rows, snapshot.calendar)
    if late.is_empty():
        return Check("known_at", "clear", Note(f"{stated:,} 个 known_at 都不晚于次一交易日 9:00。",
                                               f"All {stated:,} instants known_at are no later than 09:00 of the next session."), stated)  # fmt: skip
    day, code, _, known_at, *_ = late.row(0)
    note = Note(
        f"前视：{late.height:,} 个取值在使用之后才可知，例如 {code} {day} 的值到 {show_instant(known_at)} 才可知。",
        f"Look-ahead: {late.height:,} values became known after they are used, such as {code} on {day}, known at {show_instant(known_at)}.",
    )
    return Check("known_at", "tripped", note, stated, late.height)


def _resemblance(found: Explained | None) -> Check:
    name = "resembles_later_columns"
    if found is None:
        return Check(name, "not_checked", Note("库中没有可供比较的列（融资融券明细或行情），或取值太少。",
                                               "The store has no columns to compare with (margin detail or quotes), or there are too few values."))  # fmt: skip
    if found.ahead:
        note = Note(
            f"前视：{found.cells:,} 个取值与其后第 {found.ahead} 个交易日的列相似（解释 {found.later:.1%}），远甚于当日的列（{found.now:.1%}）。",
            f"Look-ahead: {found.cells:,} values look like columns of {found.ahead} session(s) later (which explain {found.later:.1%}), far more "
            f"than like those of their own day ({found.now:.1%}).",
        )
        return Check(name, "tripped", note, found.cells, found.cells, found.ahead, found.now, found.later)
    note = Note(
        f"{found.cells:,} 个取值并不更像以后的列：当日的列解释 {found.now:.1%}，其后的列至多解释 {found.later:.1%}。",
        f"{found.cells:,} values do not look more like later columns: those of their own day explain {found.now:.1%}, later ones at most "
        f"{found.later:.1%}.",
    )
    return Check(name, "clear", note, found.cells, 0, None, found.now, found.later)


def _night(snapshot: MarketSnapshot, factor: Factor) -> Check:
    """Whether the factor ranks the night from the close of T to the open of T + 1 far better than the day that follows."""
    name = "night_before_entry"
    quotes = quote_panel(snapshot, start=factor.sessions[0])
    if len(quotes.sessions) < 2:
        return Check(name, "not_checked", Note("没有行情，未比较隔夜收益。", "There are no quotes: the night was not compared."))
    traded = quotes["turnover"] > 0
    night = np.where(traded, quotes["open"] / quotes["previous_close"] - 1, np.nan)
    day = np.where(traded, quotes["close"] / quotes["open"] - 1, np.nan)
    gone = np.full((1, night.shape[1]), np.nan)
    laid = Panel(
        quotes.sessions, quotes.securities, {"night": np.vstack([night[1:], gone]), "day": np.vstack([day[1:], gone])}
    ).like(factor.panel)
    of_night, of_day = (mean_test(rank_correlation(factor.values, laid[part], least=LEAST_NAMES)[0]) for part in ("night", "day"))
    if np.isnan(of_night.p_value):
        return Check(
            name,
            "not_checked",
            Note("可排序的交易日太少，未比较隔夜收益。", "Too few sessions can be ranked to compare the night."),
        )
    suspicious = of_night.p_value <= _SURE and abs(of_night.mean) > _MUCH_MORE * abs(of_day.mean)
    note = Note(
        f"与 T 日收盘至 T+1 日开盘收益的秩相关 {of_night.mean:+.3f}，与 T+1 日开盘至收盘的 {of_day.mean:+.3f}（n = {of_night.size}）"
        + ("：隔夜强得多，可能含有次日信息，也可能已被开盘价消化。" if suspicious else "。"),
        f"Rank correlation with the night before the entry {of_night.mean:+.3f}, with the day after it {of_day.mean:+.3f} (n = {of_night.size})"
        + (
            ": the night is far stronger; the factor may hold figures of the next day, or the open has taken it in."
            if suspicious
            else "."
        ),
    )
    return Check(name, "warning" if suspicious else "clear", note, of_night.size)
