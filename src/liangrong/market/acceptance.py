"""The gate between parsed rows and the store: what may enter, what enters marked, what stays out.

Not here: whether an answer is complete by its own account (pages, totals, dates asked for); connectors know that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from liangrong.core.calendar import Calendar
from liangrong.market.checks import Check, Evidence, run
from liangrong.market.discrepancies import Discrepancy
from liangrong.market.identities import IDENTITIES
from liangrong.market.outliers import OUTLIERS
from liangrong.market.reconciliation import RECONCILIATIONS
from liangrong.market.rollforward import ROLL_FORWARDS
from liangrong.market.tables import TABLES

__all__ = ["CHECKS", "CONTEXT", "MIRRORED", "Accepted", "accept", "examine"]

CHECKS: Final[tuple[Check, ...]] = (*IDENTITIES, *ROLL_FORWARDS, *OUTLIERS, *RECONCILIATIONS)
"""Every check, in the order in which findings are listed."""

CONTEXT: Final[Mapping[str, tuple[str, ...]]] = {
    "market_totals": ("account_statistics", "margin_detail"),
    "account_statistics": ("market_totals",),
    "margin_detail": ("market_totals", "quotes"),
    "quotes": ("margin_detail", "caps"),
    "caps": ("quotes",),
    "northbound": ("index_quotes",),
    "index_quotes": ("northbound",),
}
"""Which other tables the checks of a table look at, where they are known."""

MIRRORED: Final = frozenset({
    "bases_apart", "detail_flows", "detail_balances", "incomplete_day", "short_value", "flows_within_trading",
    "turnover_rate", "implied_shares",
})  # fmt: skip
"""Checks that two tables share: a finding about one is the same finding about the other."""

_SHAPE: Final = {"place": pl.String, "trade_date": pl.Date}


@dataclass(frozen=True)
class Accepted:
    """What may be stored, and everything that was found.

    Parameters
    ----------
    frame
        The rows that may enter; those with an ``error`` carry ``quality = "suspect"``.
    discrepancies
        All findings, also those about rows that were kept out.
    """

    frame: pl.DataFrame
    discrepancies: tuple[Discrepancy, ...]


def accept(
    name: str,
    frame: pl.DataFrame,
    previous: pl.DataFrame | None = None,
    *,
    context: Mapping[str, pl.DataFrame] | None = None,
    calendar: Calendar | None = None,
) -> Accepted:
    """Judge parsed rows of one table.

    Parameters
    ----------
    name
        The table.
    frame
        Conformed rows, any number of days.
    previous
        Stored rows of the same table: the sessions around, and earlier vintages of the same keys. Not judged.
    context
        Other stored tables by name, for the days of ``frame``.

    Examples
    --------
    >>> accept("quotes", pl.DataFrame(schema=TABLES["quotes"].schema)).discrepancies
    ()
    """
    if frame.is_empty():
        return Accepted(frame, ())
    kept, doubled = _without_doubles(name, frame)
    findings = doubled + examine(name, kept, previous, context=context, calendar=calendar)
    out = _hit(name, kept, (d for d in findings if d.severity == "quarantined"))
    marked = _hit(name, kept, (d for d in findings if d.severity == "error"))
    judged = kept.with_columns(pl.when(marked).then(pl.lit("suspect")).otherwise(pl.col("quality")).alias("quality")).filter(~out)
    return Accepted(judged, tuple(findings))


def examine(
    name: str,
    frame: pl.DataFrame,
    previous: pl.DataFrame | None = None,
    *,
    context: Mapping[str, pl.DataFrame] | None = None,
    calendar: Calendar | None = None,
) -> list[Discrepancy]:
    """Run every check of a table over rows; nothing is changed. Parameters as in ``accept``."""
    return run(CHECKS, Evidence.of(name, frame, previous, context, calendar))


def _without_doubles(name: str, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Discrepancy]]:
    """Rows said twice are kept once; rows that contradict each other under one key are both kept out."""
    key = [*TABLES[name].key, "source"]
    if not frame.select(pl.struct(key).is_duplicated().any()).item():
        return frame, []
    place, day = TABLES[name].key[0] if len(TABLES[name].key) > 1 else None, TABLES[name].day
    cells = [c for c in frame.columns if c != "derived"]
    once = frame.unique(cells, keep="first", maintain_order=True)
    said: list[Discrepancy] = []
    twice = frame.height - once.height
    if twice:
        repeats = frame.filter(frame.select(pl.struct(cells).is_duplicated()).to_series())
        days = repeats.group_by(day).agg(pl.len().alias("_rows")).sort(day)
        whole = days.height > frame[day].n_unique() / 2 and days.height > 1
        spans = [(None, twice)] if whole else [(d, n) for d, n in days.iter_rows()]
        said += [
            Discrepancy(
                "repeated_rows", name, name, d, "info", "", f"{n}", "0",
                "同样的行出现多次，只保留一次", "rows came more than once and were kept once",
            )
            for d, n in spans
        ]  # fmt: skip
    clash = once.select(pl.struct(key).is_duplicated()).to_series()
    for row in once.filter(clash).unique(key, keep="first", maintain_order=True).iter_rows(named=True):
        said.append(
            Discrepancy(
                "contradicting_rows", name, str(row[place]) if place else name, row[day], "quarantined", "", "", "",
                "同一主键有两行不同的数据，均不采用", "two different rows share one key; neither is used",
            )
        )  # fmt: skip
    return once.filter(~clash), said


def _hit(name: str, frame: pl.DataFrame, findings: Iterable[Discrepancy]) -> pl.Series:
    """Which rows the findings are about: their place is the row's own, its exchange, or the whole table."""
    wanted = {(d.place, d.trade_date) for d in findings if d.trade_date is not None}
    if not wanted:
        return pl.repeat(False, frame.height, eager=True, dtype=pl.Boolean)  # noqa: FBT003
    places = pl.DataFrame({"place": [p for p, _ in wanted], "trade_date": [d for _, d in wanted]}, schema=_SHAPE).with_columns(
        _hit=pl.lit(True)  # noqa: FBT003
    )
    rows = Evidence.places(name, frame)
    hit = [
        rows.join(places, left_on=[at, "_day"], right_on=["place", "trade_date"], how="left", maintain_order="left")[
            "_hit"
        ].fill_null(False)  # noqa: FBT003
        for at in ("_place", "_exchange")
    ]
    return hit[0] | hit[1]
