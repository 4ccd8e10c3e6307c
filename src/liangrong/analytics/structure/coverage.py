"""What an answer about groups could not place, in words: stocks that no list maps, names that came and went, days that are missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.names import with_names
from liangrong.analytics.scopes import directory, spells_of
from liangrong.analytics.series import day_ranges
from liangrong.analytics.structure.bases import Basis
from liangrong.analytics.structure.groups import GROUP, UNCLASSIFIED, Groups
from liangrong.analytics.structure.nets import Window
from liangrong.core.calendar import Calendar
from liangrong.core.results import Note
from liangrong.core.securities import Exchange
from liangrong.core.units import Unit, display
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["change_notes", "missing_notes", "moved_note", "named_groups", "unclassified_notes"]

SHOWN_NAMES: Final = 5
"""Names in a warning; the rows have all of them."""
YUAN: Final = 1000
"""厘 in a yuan."""


def named_groups(snapshot: MarketSnapshot, rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """Rows by ``group`` with a ``name`` where the groups are securities, which have one each and no number of them."""
    if by != "security":
        return rows.with_columns(name=pl.lit(None, pl.String))
    return with_names(snapshot, rows, "group").with_columns(securities=pl.lit(None, pl.Int64))


def unclassified_notes(snapshot: MarketSnapshot, found: Groups, rows: pl.DataFrame) -> tuple[Note, ...]:
    """How many stocks no list maps, what they hold, and which kinds they are.

    Parameters
    ----------
    rows
        ``NETS`` of the window; the last day's unclassified are counted.
    """
    lone = found.spells.filter(pl.col("part") == UNCLASSIFIED, pl.col("to_date") == found.end)
    if lone.is_empty() or not found.by.startswith("sw"):
        return ()
    held = rows.filter(pl.col("part") == UNCLASSIFIED, pl.col("security_id").is_in(lone["security_id"].implode()))
    balance = display(int(held["end_balance"].sum()) / YUAN, Unit.YUAN)
    balance_en = display(int(held["end_balance"].sum()) / YUAN, Unit.YUAN, "en")
    newest = spells_of(snapshot, "sw")["from_date"].max()
    kinds = _kinds(snapshot, lone.select("security_id"), newest if isinstance(newest, date) else None)
    zh, en = "，".join(kind.zh for kind in kinds), ", ".join(kind.en for kind in kinds)
    return (
        Note(
            f"{lone.height} 只股票（融资余额 {balance}）未归入申万行业，单列为“未归类”：{zh}。",
            f"{lone.height} stocks (financing balance {balance_en}) are in no 申万 industry and stand on a line of their own: {en}.",
        ),
    )


def _kinds(snapshot: MarketSnapshot, lone: pl.DataFrame, newest: date | None) -> list[Note]:
    listed = directory(snapshot).group_by("security_id").agg(pl.col("list_date").min())
    rows = lone.join(listed, on="security_id", how="left").sort("security_id")
    is_bse = pl.col("security_id").str.ends_with(Exchange.BSE.suffix)
    later = (pl.col("list_date") > newest).fill_null(value=False)
    beijing = rows.filter(is_bse)
    new = rows.filter(~is_bse & later)["security_id"]
    others = rows.filter(~is_bse & ~later)["security_id"]
    found = []
    if len(new):
        found.append(Note(f"沪深 {len(new)} 只在名单最近一次变动（{newest}）之后上市（{_some(new)}）",
                          f"{len(new)} of SSE and SZSE listed after the list's newest change on {newest} ({_some(new)})"))  # fmt: skip
    if beijing.height:
        fresh = beijing.filter(later).height
        found.append(Note(f"北交所 {beijing.height} 只，名单仍是 2025 年换码前的旧代码（其中 {fresh} 只为其后上市）",
                          f"{beijing.height} of the BSE, whose codes were changed in 2025 after the list was made ({fresh} listed since)"))  # fmt: skip
    if len(others):
        found.append(Note(f"其余 {len(others)} 只：{_some(others)}", f"{len(others)} more: {_some(others)}"))
    return found


def moved_note(found: Groups) -> tuple[Note, ...]:
    """How many securities changed group inside the window."""
    moved = found.spells.filter(pl.col("part") == GROUP).group_by("security_id").agg(pl.col("group").n_unique())
    count = 0 if found.overlapping else moved.filter(pl.col("group") > 1).height
    if not count:
        return ()
    return (
        Note(f"{count} 只证券在区间内换了组，各日计入当日所属的组。",
             f"{count} securities changed group inside the window; each day counts with the group of that day."),
    )  # fmt: skip


def change_notes(changes: pl.DataFrame) -> tuple[Note, ...]:
    """Who entered and who left the list, and with how much."""
    notes = []
    for part, zh, en in (("entered", "新进入", "entered"), ("left", "退出", "left")):
        rows = changes.filter(pl.col("part") == part).sort("amount", "security_id", descending=[True, False])
        if rows.is_empty():
            continue
        amount = int(rows["amount"].sum()) / YUAN
        names = _some(rows["security_id"])
        notes.append(
            Note(f"区间内 {rows.height} 只证券{zh}明细名单，余额 {display(amount, Unit.YUAN)}（{names}），不计为净买入。",
                 f"{rows.height} securities {en} the list inside the window with {display(amount, Unit.YUAN, 'en')} ({names}); no flow.")
        )  # fmt: skip
    return tuple(notes)


def missing_notes(of: Window, bases: Mapping[int, Basis | None], calendar: Calendar) -> tuple[Note, ...]:
    """Which sessions lack whole detail, exchange by exchange.

    The session before the window counts for an exchange that cannot be broken down, for want of it or of another.
    """
    notes = []
    for place, basis in bases.items():
        first = of.low if basis else of.low - 1
        days = [of.book.sessions[first + at] for at in np.flatnonzero(~of.book.whole[first : of.high + 1, place])]
        if days:
            exchange, ranges = list(Exchange)[place], day_ranges(days, calendar)
            notes.append(Note(f"{exchange.label_zh}缺以下交易日的完整明细（{len(days)} 天）：{ranges}。",
                              f"{exchange.name} lacks whole detail of these sessions ({len(days)}): {ranges}."))  # fmt: skip
    return tuple(notes)


def _some(names: pl.Series) -> str:
    shown = ", ".join(names.head(SHOWN_NAMES))
    return f"{shown} …" if len(names) > SHOWN_NAMES else shown
