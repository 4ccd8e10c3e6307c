"""What is stored and what is missing: per dataset, exchange and source, or day by day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from liangrong.core.results import Result
from liangrong.services.workspace import Workspace

__all__ = ["CoverageRequest", "coverage", "coverage_by_month"]

_STATES = ("covered", "not_published", "non_trading", "failed", "quarantined")


@dataclass(frozen=True, slots=True)
class CoverageRequest:
    """Which part of the coverage to show.

    Parameters
    ----------
    dataset, exchange
        Only this one; all by default.
    start, end
        First and last day.
    by_day
        One row per day instead of one per dataset, exchange and source.
    """

    dataset: str | None = None
    exchange: str | None = None
    start: date | None = None
    end: date | None = None
    by_day: bool = False


def coverage(workspace: Workspace, request: CoverageRequest) -> Result:
    """The state of every day that was fetched or imported.

    Returns
    -------
    Result
        ``dataset, exchange, source, via, first, last, covered, not_published, non_trading, failed, quarantined, missing,
        reason_zh, reason_en``: ``missing`` counts the sessions between first and last without any entry, the reason is that of
        the latest day without data. With ``by_day``: ``dataset, exchange, trade_date, source, via, state, rows, reason_zh,
        reason_en``.

    Examples
    --------
    >>> import tempfile; from pathlib import Path
    >>> coverage(Workspace.open(Path(tempfile.mkdtemp()), create=True), CoverageRequest()).data.height
    0
    """
    days = workspace.store.coverage.state(request.dataset, request.exchange)
    if request.start is not None:
        days = days.filter(pl.col("trade_date") >= request.start)
    if request.end is not None:
        days = days.filter(pl.col("trade_date") <= request.end)
    sources = tuple(days["source"].unique().sort())
    data = days.drop("sha256", "recorded_at") if request.by_day else _summary(workspace, days)
    return Result(data, source=sources, warnings=workspace.notes)


def coverage_by_month(workspace: Workspace, request: CoverageRequest) -> Result:
    """How much of each month is stored: per dataset, exchange and source, from the month of its first day to that of its last.

    Parameters
    ----------
    request
        ``by_day`` means nothing here.

    Returns
    -------
    Result
        ``dataset, exchange, source, month, sessions, covered, stored_share``: ``month`` is its first day, ``sessions`` counts all of
        the month's up to the last day of anything stored, ``covered`` those of them whose rows are stored. A month without
        anything between two that have some is there with 0.

    Examples
    --------
    >>> import tempfile; from pathlib import Path
    >>> coverage_by_month(Workspace.open(Path(tempfile.mkdtemp()), create=True), CoverageRequest()).data.columns[-1]
    'stored_share'
    """
    days = coverage(workspace, replace(request, by_day=True))
    keys, month = ["dataset", "exchange", "source"], pl.col("trade_date").dt.truncate("1mo").alias("month")
    stored = days.data.filter(pl.col("state") == "covered").select(*keys, "trade_date").unique()
    sessions = pl.DataFrame({"trade_date": pl.Series(workspace.calendar.sessions, dtype=pl.Date)})
    known = sessions.filter(pl.col("trade_date") <= (stored["trade_date"].max() or date.min))
    months = known.group_by(month).agg(sessions=pl.len().cast(pl.Int64))
    covered = stored.join(known, on="trade_date").group_by(*keys, month).agg(covered=pl.len().cast(pl.Int64))
    spans = covered.group_by(keys).agg(first=pl.col("month").min(), last=pl.col("month").max())
    due = spans.join_where(months, pl.col("month") >= pl.col("first"), pl.col("month") <= pl.col("last")).drop("first", "last")
    data = due.join(covered, on=[*keys, "month"], how="left").with_columns(pl.col("covered").fill_null(0))
    shared = data.with_columns(stored_share=pl.col("covered") / pl.col("sessions")).sort(*keys, "month")
    return Result(shared, source=days.source, warnings=days.warnings)


def _summary(workspace: Workspace, days: pl.DataFrame) -> pl.DataFrame:
    sessions = pl.Series(workspace.calendar.sessions, dtype=pl.Date)
    is_session = pl.col("trade_date").is_in(sessions.implode())
    state = pl.col("state")
    is_open = ~state.is_in(["covered", "non_trading"])
    summed = days.group_by("dataset", "exchange", "source", "via").agg(
        first=pl.col("trade_date").min(),
        last=pl.col("trade_date").max(),
        **{name: (state == name).sum().cast(pl.Int64) for name in _STATES},
        _asked=(is_session).sum().cast(pl.Int64),
        reason_zh=pl.col("reason_zh").sort_by("trade_date").filter(is_open.sort_by("trade_date")).last(),
        reason_en=pl.col("reason_en").sort_by("trade_date").filter(is_open.sort_by("trade_date")).last(),
    )
    between = sessions.search_sorted(summed["last"], side="right") - sessions.search_sorted(summed["first"], side="left")
    return (
        summed.with_columns(missing=between.cast(pl.Int64) - pl.col("_asked"))
        .with_columns(pl.col("reason_zh", "reason_en").fill_null(""))
        .select("dataset", "exchange", "source", "via", "first", "last", *_STATES, "missing", "reason_zh", "reason_en")
        .sort("dataset", "exchange", "source", "via")
    )
