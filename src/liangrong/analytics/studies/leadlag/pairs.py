"""The two series of a study on one grid of sessions: what the measure did, and what the index returned.

A hole stays a hole: no change reaches over it, and no lag either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.levels import series
from liangrong.analytics.measures import Net, ScopeKind
from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.scopes import Baskets, resolve_scope
from liangrong.analytics.series import Series
from liangrong.analytics.studies.leadlag.autoregression import lagged
from liangrong.core.calendar import Calendar
from liangrong.core.errors import NoData, UsageError
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["Pair", "pair"]

_OPENS_KNOWN: Final = 0.95
"""An index has opens when this part of its sessions has one; otherwise only closes are used."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two series on one grid of sessions.

    Parameters
    ----------
    x
        What the measure did on each session.
    y
        The logarithmic return of the index from close to close, laid at the session on which it ends.
    earned
        What can be earned from the morning on which ``x`` is public, laid at the session of ``x``: from the open to the close
        of T + 1, or, where no opens are known, from the close of T + 1 to that of T + 2.
    has_opens
        Which of the two it is.
    notes
        How ``x`` is built, and what is missing.
    """

    sessions: tuple[date, ...]
    x: Floats
    y: Floats
    earned: Floats
    has_opens: bool
    x_name: str
    y_name: str
    sources: tuple[str, ...]
    notes: tuple[Note, ...]


def pair(
    snapshot: MarketSnapshot,
    measure: str,
    index: str,
    *,
    scope: str = "market",
    step: int = 1,
    start: date | None = None,
    end: date | None = None,
    baskets: Baskets | None = None,
) -> Pair:
    """Lay a measure and an index side by side.

    Parameters
    ----------
    measure
        A measure of the menu. Balances and purchases become their logarithmic growth over ``step`` sessions, ratios their
        difference, net flows stay what they are.
    index
        A code such as ``000300.SH`` or a name such as 沪深300.

    Raises
    ------
    NoData
        The measure or the index is not stored in the window.
    UsageError
        ``index`` is something else, or ``step`` is not a whole number of sessions above 0.
    """
    if step < 1:
        raise UsageError(
            reason=f"a change over {step} sessions is none; give 1 or more",
            reason_zh=f"变化的跨度不能是 {step} 个交易日，至少为 1",
        )
    found = series(snapshot, measure, scope, end=end, baskets=baskets)
    asked = found.between(start, end)
    if asked.frame.is_empty():
        raise found.no_data(end or start, *found.notes)
    code = _index_code(snapshot, index)
    quotes = snapshot.table("index_quotes", start=start, end=end, keys={"security_id": [code]})
    quotes = quotes.filter(pl.col("close").is_not_null())
    if quotes.is_empty():
        raise NoData(
            what="quotes of the index", what_zh="指数行情", where=code, nearest="none in the window", nearest_zh="所问区间内没有"
        )
    first = max(asked.frame["date"][0], quotes["trade_date"][0])
    last = min(asked.frame["date"][-1], quotes["trade_date"][-1])
    if first > last:
        raise NoData(
            what=f"common sessions of {found.measure.name} and {code}", what_zh=f"{found.measure.zh}与 {code} 的共同交易日",
            where=f"{asked.frame['date'][0]}..{quotes['trade_date'][-1]}", nearest=f"{first}",
        )  # fmt: skip
    sessions = snapshot.calendar.between(first, last)
    level = _on_grid(found.frame, "date", "value", sessions, snapshot.calendar, before=step)
    x, how = _moved(found, level, step)
    close, opened = (_on_grid(quotes, "trade_date", name, sessions, snapshot.calendar) for name in ("close", "open"))
    y = np.log(close) - np.log(lagged(close, [1])[:, 0])
    has_opens = bool((~np.isnan(opened)).sum() >= _OPENS_KNOWN * (~np.isnan(close)).sum())
    within = np.log(close) - np.log(opened)
    earned = lagged(within, [-1])[:, 0] if has_opens else lagged(y, [-2])[:, 0]
    unknown = int((np.isnan(x) | np.isnan(y)).sum())
    gaps = Note(
        f"{first} 至 {last} 的 {len(sessions)} 个交易日中，有 {unknown} 个缺 x 或 y，不作插补，滞后不跨越缺口。",
        f"Of the {len(sessions)} sessions from {first} to {last}, {unknown} lack x or y; nothing is filled in, and no lag reaches over a hole.",
    )
    return Pair(
        tuple(sessions), x, y, earned, has_opens, found.measure.name, code,
        tuple(sorted({*found.sources, *quotes["source"].unique()})), (*found.notes, how, *([gaps] if unknown else [])),
    )  # fmt: skip


def _index_code(snapshot: MarketSnapshot, text: str) -> str:
    scope, _ = resolve_scope(snapshot, text)
    if scope.kind is not ScopeKind.INDEX:
        raise UsageError(
            reason=f"'{text}' is no index; write a code such as 000300.SH",
            reason_zh=f"“{text}”不是指数，请写指数代码，例如 000300.SH",
        )
    return scope.name


def _on_grid(
    frame: pl.DataFrame, day: str, value: str, sessions: tuple[date, ...], calendar: Calendar, *, before: int = 0
) -> Floats:
    """Values laid on the sessions and on ``before`` sessions ahead of them, NaN where unknown."""
    ahead = calendar.between(calendar.offset(sessions[0], -before), sessions[-1]) if before else sessions
    grid = pl.DataFrame({day: ahead}, schema={day: pl.Date})
    rows = frame.select(day, pl.col(value).cast(pl.Float64)).unique(day, keep="first")
    laid: Floats = grid.join(rows, on=day, how="left", maintain_order="left")[value].fill_null(float("nan")).to_numpy()
    return laid


def _moved(found: Series, level: Floats, step: int) -> tuple[Floats, Note]:
    """What the measure did over ``step`` sessions; ``level`` begins ``step`` sessions before the grid."""
    name, zh = found.measure.name, found.measure.zh
    before = level[:-step]
    if isinstance(found.measure.recipe, Net):
        return level[step:], Note(f"x 为{zh}本身。", f"x is {name} itself.")
    if found.measure.unit is Unit.RATIO:
        return level[step:] - before, Note(
            f"x 为{zh}对 {step} 个交易日前的差。", f"x is the difference of {name} over {step} sessions."
        )
    positive = np.where(level > 0, level, np.nan)
    growth = np.log(positive[step:]) - np.log(positive[:-step])
    return growth, Note(f"x 为{zh} {step} 个交易日的对数增长。", f"x is the logarithmic growth of {name} over {step} sessions.")
