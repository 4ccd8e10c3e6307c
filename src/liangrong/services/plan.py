"""What a sync still has to ask: sessions wanted, less those that need no second answer. Pure but for the coverage read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from liangrong.core.calendar import Calendar
from liangrong.sources.fetcher import Fetcher

__all__ = ["BLOCK", "Job", "jobs", "missing", "window"]

BLOCK: Final = 50
"""Sessions of one commit. Blocks lie on a fixed grid of the calendar, so that a resumed sync checks each day beside the
same neighbours as an undisturbed one."""

RANGE: Final = 1_000
"""Sessions of one question to a source that answers ranges: under the page cap of every publisher."""

FIRST_TIME: Final = 20
"""Sessions fetched when nothing is stored and nothing is said: a month."""

RECENT: Final = 10
"""A session that had nothing to give is asked again while it is among the last ten; publishers are late by one."""


@dataclass(frozen=True, slots=True)
class Job:
    """Sessions to fetch from one source and to commit together, in ascending order."""

    fetcher: Fetcher
    sessions: tuple[date, ...]


def window(fetcher: Fetcher, start: date | None, end: date, coverage: pl.DataFrame, calendar: Calendar) -> tuple[date, ...]:
    """The sessions a source is responsible for.

    Parameters
    ----------
    start
        The first day asked for; by default the last month, or what came after the last covered session if that is longer.
    end
        The last day that may be published.
    coverage
        The latest coverage entries of the source's dataset and exchange.

    Raises
    ------
    BeyondCalendar
        A day outside the calendar.
    """
    last = calendar.on_or_before(end)
    if start is None:
        start = calendar.offset(last, 1 - FIRST_TIME)
        covered = _of(fetcher, coverage).filter(pl.col("state") == "covered")["trade_date"].max()
        if isinstance(covered, date):
            start = min(start, covered)
    start = max(start, fetcher.first_day)
    return calendar.between(start, last) if start <= last else ()


def missing(fetcher: Fetcher, sessions: Sequence[date], coverage: pl.DataFrame, calendar: Calendar) -> tuple[date, ...]:
    """Those of ``sessions`` that still need an answer: never asked, failed, or recent and without a final answer."""
    if not sessions:
        return ()
    state = dict(_of(fetcher, coverage).select("trade_date", "state").iter_rows())
    recent = calendar.offset(sessions[-1], 1 - RECENT)
    return tuple(day for day in sessions if _needs_answer(state.get(day), is_recent=day >= recent))


def jobs(fetcher: Fetcher, sessions: Sequence[date], calendar: Calendar) -> Iterator[Job]:
    """Cut sessions into jobs, the newest first."""
    size = BLOCK if fetcher.span == "day" else RANGE
    blocks: dict[int, list[date]] = {}
    origin = calendar.sessions[0]
    for day in sessions:
        blocks.setdefault(calendar.count(origin, day) // size, []).append(day)
    for number in sorted(blocks, reverse=True):
        yield Job(fetcher, tuple(blocks[number]))


def _needs_answer(state: str | None, *, is_recent: bool) -> bool:
    if state in ("covered", "non_trading"):
        return False
    return state in (None, "failed") or is_recent


def _of(fetcher: Fetcher, coverage: pl.DataFrame) -> pl.DataFrame:
    """Entries that this source's own syncs left; ``simulated:`` is no part of its name here."""
    return coverage.filter(
        pl.col("dataset") == fetcher.dataset,
        pl.col("exchange") == fetcher.exchange,
        pl.col("source").str.strip_prefix("simulated:") == fetcher.source,
        pl.col("via") == "sync",
    )
