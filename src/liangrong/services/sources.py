"""Where the stored data come from: each publisher or file kind, what it gave, from when to when, and when it was last asked."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from liangrong.core.results import Note, Result
from liangrong.services.workspace import Workspace

__all__ = ["SourcesRequest", "sources"]


@dataclass(frozen=True, slots=True)
class SourcesRequest:
    """Which sources.

    Parameters
    ----------
    dataset
        Only those that gave something to this table; all when ``None``.
    """

    dataset: str | None = None


def sources(workspace: Workspace, request: SourcesRequest) -> Result:
    """The sources of what is stored, as the record of syncs and imports knows them.

    Returns
    -------
    Result
        ``source, via, datasets, first, last, covered, last_recorded``, sorted by source: the tables it gave rows to, the days of the first and
        the last of them, how many days of tables and exchanges, and the instant of the last answer or file.

    Examples
    --------
    >>> import tempfile; from pathlib import Path
    >>> sources(Workspace.open(Path(tempfile.mkdtemp()), create=True), SourcesRequest()).data.height
    0
    """
    days = workspace.store.coverage.state(request.dataset).filter(pl.col("state") == "covered")
    found = (
        days.group_by("source", "via")
        .agg(
            datasets=pl.col("dataset").unique().sort(),
            first=pl.col("trade_date").min(),
            last=pl.col("trade_date").max(),
            covered=pl.len().cast(pl.Int64),
            last_recorded=pl.col("recorded_at").max(),
        )
        .sort("source", "via")
    )
    unrecorded = Note(
        "未登记来源的数据（如直接放入的模拟表）不在此列。",
        "Data laid in without a record of their source, such as simulated tables, are not listed.",
    )
    return Result(
        found,
        source=tuple(found["source"].unique().sort()),
        warnings=(*workspace.notes, *(() if found.height else (unrecorded,))),
    )
