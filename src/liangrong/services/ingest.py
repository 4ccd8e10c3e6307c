"""From parsed rows to stored rows: accept, log what was odd, append. One commit per table.

Findings are written before the rows they speak of: whoever dies in between repeats both and adds nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from liangrong.core.clocks import AsOf
from liangrong.core.errors import BeyondCalendar
from liangrong.market.acceptance import CONTEXT, Accepted, accept
from liangrong.market.discrepancies import Discrepancy, to_frame
from liangrong.market.priority import SIMULATED
from liangrong.market.schemas import Table
from liangrong.market.tables import table
from liangrong.services.workspace import Workspace
from liangrong.sources.fetcher import RawPayload
from liangrong.store.tables import Appended

__all__ = ["SESSION_TABLES", "Ingested", "Progress", "ProgressListener", "ingest", "keeper", "place_of", "silent"]

SESSION_TABLES: Final = frozenset({
    "market_totals", "margin_detail", "quotes", "caps", "index_quotes", "account_statistics", "northbound",
    "underlying_securities", "eligible_collateral", "broker_margin_ratios", "board_margin", "securities_refinancing",
    "index_futures",
})  # fmt: skip
"""Tables with a row or more per session; coverage is kept of these."""

_AROUND: Final = 5
"""Stored sessions before and after a batch that the checks may look at: one for a roll-forward, more across a hole."""

_CONTEXT_DAYS: Final = 60
"""Tables by security are read beside a batch of at most so many days: whole histories of two would not fit in memory."""

_BY_SECURITY: Final = frozenset({"quotes", "margin_detail", "caps"})

_ORDER: Final = ("trading_days", "quotes", "account_statistics", "market_totals")
"""Tables stored first where one source brings several, because others are checked against them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long task is: ``done`` of ``total`` steps, now at ``what``."""

    stage: str
    done: int
    total: int
    what: str = ""


def silent(progress: Progress) -> None:
    """The listener of those who do not want to know."""


ProgressListener = Callable[[Progress], None]


@dataclass(frozen=True)
class Ingested:
    """What became of the rows of one table.

    Parameters
    ----------
    days
        One row per place, source and day that was accepted: ``exchange, source, trade_date, rows``; empty for tables
        that are not kept by session.
    quarantined
        How many rows were kept out.
    discrepancies
        The findings of the acceptance checks.
    """

    dataset: str
    appended: Appended
    quarantined: int
    days: pl.DataFrame
    discrepancies: tuple[Discrepancy, ...]


def keeper(workspace: Workspace, kept: list[RawPayload] | None = None) -> Callable[[RawPayload], None]:
    """What ``sources.fetch.fetch`` calls with each payload: archives it, and adds it to ``kept``."""

    def keep(payload: RawPayload) -> None:
        workspace.store.archive.keep(payload.content, url=payload.url, fetched_at=payload.fetched_at, status=payload.status)
        if kept is not None:
            kept.append(payload)

    return keep


def place_of(wanted: Table) -> pl.Expr:
    """The exchange that a row is covered under: its own column, its security's exchange, or the whole market."""
    names = {c.name for c in wanted.columns}
    if "exchange" in names:
        return pl.col("exchange")
    if "security_id" in names and wanted.name != "index_quotes":
        suffix = pl.col("security_id").str.slice(-2)
        return suffix.replace_strict({"SH": "SSE", "SZ": "SZSE", "BJ": "BSE"}, default="", return_dtype=pl.String())
    return pl.lit("")


def ingest(
    workspace: Workspace,
    tables: Mapping[str, pl.DataFrame],
    discrepancies: Sequence[Discrepancy] = (),
    *,
    observed_at: datetime,
    live: bool = False,
    simulated: bool = False,
) -> tuple[Ingested, ...]:
    """Check the rows of one file, or of one stretch of a sync, and append what is accepted.

    Parameters
    ----------
    tables
        Conformed rows by table name, whole days.
    discrepancies
        What their parser found.
    observed_at, live
        As ``Store.append``.
    simulated
        Mark every source as synthetic.

    Raises
    ------
    BadInput, MixedOrigins, BeyondCalendar, StorageFailed
        As ``Store.append``; tables handled before stay stored.
    """
    ordered = sorted(tables, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))
    done = []
    with workspace.store.writing("ingest"):
        for name in ordered:
            frame = _marked(tables[name]) if simulated else tables[name]
            if frame.is_empty():
                continue
            own = tuple(d for d in discrepancies if d.dataset == name)
            done.append(_ingest_table(workspace, name, frame, own, observed_at=observed_at, live=live))
        others = tuple(d for d in discrepancies if d.dataset not in ordered)
        source = f"{SIMULATED}file" if simulated else "file"
        _log(workspace, others, source, observed_at)
    return tuple(done)


def _ingest_table(
    workspace: Workspace, name: str, frame: pl.DataFrame, found: tuple[Discrepancy, ...], *, observed_at: datetime, live: bool
) -> Ingested:
    wanted = table(name)
    accepted = _accepted(workspace, wanted, frame)
    pending = workspace.store.compare(name, accepted.frame, observed_at=observed_at, live=live)
    findings = (*found, *accepted.discrepancies)
    if not pending.rows.is_empty():
        _log(workspace, findings, frame["source"][0], observed_at)
    else:  # nothing new, so nothing new was found, but what is kept out must be on record
        _log(workspace, [d for d in findings if d.severity == "quarantined"], frame["source"][0], observed_at)
    appended = workspace.store.commit(pending)
    quarantined = frame.height - accepted.frame.height
    return Ingested(name, appended, quarantined, _days(wanted, accepted.frame), findings)


def _accepted(workspace: Workspace, wanted: Table, frame: pl.DataFrame) -> Accepted:
    days = frame[wanted.day].drop_nulls()
    first, last = days.min(), days.max()
    if wanted.name not in SESSION_TABLES or not isinstance(first, date) or not isinstance(last, date):
        return accept(wanted.name, frame, calendar=workspace.calendar)
    around = workspace.store.read(
        wanted.name,
        _sessions_from(workspace, first, -_AROUND),
        _sessions_from(workspace, last, _AROUND),
        {"source": frame["source"].unique().to_list()},
        columns=list(wanted.schema),
    )
    snapshot = workspace.snapshot(AsOf(last))
    wide = days.n_unique() > _CONTEXT_DAYS
    context = {
        other: snapshot.table(other, start=first)
        for other in CONTEXT.get(wanted.name, ())
        if not (wide and other in _BY_SECURITY)
    }
    return accept(wanted.name, frame, around, context=context, calendar=workspace.calendar)


def _sessions_from(workspace: Workspace, day: date, sessions: int) -> date:
    try:
        return workspace.calendar.offset(day, sessions)
    except BeyondCalendar:  # the checks say so, row by row
        return day


def _days(wanted: Table, frame: pl.DataFrame) -> pl.DataFrame:
    if wanted.name not in SESSION_TABLES:
        frame = frame.clear()
    return frame.group_by(place_of(wanted).alias("exchange"), "source", pl.col(wanted.day).alias("trade_date")).agg(
        rows=pl.len().cast(pl.Int64)
    )


def _log(workspace: Workspace, findings: Sequence[Discrepancy], source: str, observed_at: datetime) -> None:
    if findings:
        rows = to_frame(findings).with_columns(source=pl.lit(source))
        rows = rows.unique(subset=[*table("discrepancies").key, "trade_date"], keep="first", maintain_order=True)
        workspace.store.append("discrepancies", rows, observed_at=observed_at)


def _marked(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(source=SIMULATED + pl.col("source").str.strip_prefix(SIMULATED))
