"""What a check is, what it looks at, and how its findings become discrepancies.

A check is a name, two sentences, a tolerance with its reason, a severity, and one function from ``Evidence`` to a
frame of findings. Which checks exist is said in ``identities``, ``rollforward``, ``outliers`` and ``reconciliation``;
``acceptance`` gathers them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import polars as pl

from liangrong.core.calendar import Calendar, mainland
from liangrong.market.discrepancies import Discrepancy, Severity
from liangrong.market.priority import SIMULATED, SOURCES
from liangrong.market.schemas import MONEY
from liangrong.market.tables import TABLES

__all__ = ["DAY_TABLES", "FRESH", "NOTHING", "Check", "Evidence", "Finder", "exchange_of", "found", "identity", "run", "shown"]

FRESH: Final = "_fresh"
"""Marks the rows under examination; the others are there for comparison."""

SERIES_SHARE: Final = 0.5
SERIES_DAYS: Final = 20
"""A check that fails on more than half of at least 20 sessions of one series says something about the series: it is
reported once. Fewer sessions say nothing about a series."""

NOTHING: Final = pl.DataFrame(
    schema={
        "place": pl.String,
        "trade_date": pl.Date,
        "column": pl.String,
        "observed": pl.String,
        "expected": pl.String,
        "severity": pl.String,
        FRESH: pl.Boolean,
    }
)
"""No findings."""

DAY_TABLES: Final = (
    "market_totals", "margin_detail", "quotes", "caps", "index_quotes", "account_statistics", "northbound",
    "underlying_securities", "eligible_collateral", "board_margin", "index_futures", "securities_refinancing",
)  # fmt: skip
"""Tables whose day must be a session."""

_RANK: Final = {name: rank for rank, name in enumerate(SOURCES)}
_PLACE: Final = {"market_totals": "exchange", "northbound": "exchange", "board_margin": "group", "index_futures": "contract"}


@dataclass(frozen=True)
class Evidence:
    """Rows of one table, the rows they are compared with, and the other tables.

    Parameters
    ----------
    dataset
        The table.
    rows
        Its rows, one per key, money as Float64 (exact below 2**53 fen: every amount of this market), sorted by place
        and day, with ``_place`` and ``_fresh``.
    strangers
        Rows of days that are no sessions; they take no part in any other check.
    others
        Further rows for keys in ``rows``: other sources, and what was stored before under the same key.
    context
        Other tables by name, prepared the same way.
    """

    dataset: str
    rows: pl.DataFrame
    others: pl.DataFrame
    strangers: pl.DataFrame
    context: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=mainland)

    @classmethod
    def of(
        cls,
        dataset: str,
        frame: pl.DataFrame,
        previous: pl.DataFrame | None = None,
        context: Mapping[str, pl.DataFrame] | None = None,
        calendar: Calendar | None = None,
    ) -> Evidence:
        """Prepare rows under examination, with what came before and what stands beside."""
        key, day = TABLES[dataset].key, TABLES[dataset].day
        by = [name for name in key if name != day]
        everything = prepare(dataset, frame, fresh=True)
        if previous is not None and not previous.is_empty():
            everything = pl.concat([everything, prepare(dataset, previous, fresh=False)])
        rank = pl.col("source").str.strip_prefix(SIMULATED).replace_strict(_RANK, default=len(_RANK), return_dtype=pl.Int32)
        ordered = (
            everything.with_columns(rank.alias("_rank"))
            .sort("_place", *by, day, pl.col(FRESH).not_(), "_rank", maintain_order=True)
            .drop("_rank")
        )
        first = ordered.select(pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in key)).to_series()
        first = first | (pl.int_range(ordered.height, eager=True) == 0)
        beside = {name: cls.of(name, other, calendar=calendar).known for name, other in (context or {}).items() if name in TABLES}
        known = calendar or mainland()
        session = pl.col("trade_date").is_in(known.sessions) if dataset in DAY_TABLES else pl.lit(True)  # noqa: FBT003
        return cls(
            dataset,
            ordered.filter(first).filter(session),
            ordered.filter(~first).filter(session),
            ordered.filter(~session, pl.col(FRESH)),
            beside,
            known,
        )

    @staticmethod
    def places(dataset: str, frame: pl.DataFrame) -> pl.DataFrame:
        """For each row, the places under which findings may name it: its own and its exchange."""
        rows = prepare(dataset, frame, fresh=True)
        exchange = exchange_of() if "security_id" in rows.columns else pl.col("_place")
        return rows.select("_place", exchange.alias("_exchange"), pl.col(TABLES[dataset].day).alias("_day"))

    @property
    def known(self) -> pl.DataFrame:
        """The rows, none of them under examination."""
        return self.rows.with_columns(pl.lit(False).alias(FRESH))  # noqa: FBT003

    @property
    def fresh(self) -> pl.DataFrame:
        """The rows under examination."""
        return self.rows.filter(FRESH)

    def other(self, name: str) -> pl.DataFrame | None:
        """Another table, or ``None`` where nothing of it is known."""
        frame = self.rows if name == self.dataset else self.context.get(name)
        return None if frame is None or frame.is_empty() else frame


Finder: TypeAlias = Callable[[Evidence], pl.DataFrame]
"""Returns ``place, trade_date, column, observed, expected, _fresh`` and, where it differs by row, ``severity``."""


@dataclass(frozen=True, slots=True)
class Check:
    """One named statement about a table.

    Parameters
    ----------
    zh, en
        What must hold, as a sentence.
    tolerance
        How far it may fail, with its unit.
    reason
        Why that tolerance.
    by_series
        Whether failure on most days of a series is reported once for the series.
    judged
        The rows that the check can judge, of which a series needs most to fail; all rows by default.
    """

    name: str
    dataset: str
    zh: str
    en: str
    severity: Severity
    tolerance: str
    reason: str
    find: Finder
    by_series: bool = False
    judged: Callable[[Evidence], pl.DataFrame] | None = None


def prepare(dataset: str, frame: pl.DataFrame, *, fresh: bool) -> pl.DataFrame:
    """Rows as checks want them: the table's own columns, money as Float64, place and freshness marked."""
    table = TABLES[dataset]
    missing = [name for name in table.schema if name not in frame.columns]
    if missing:
        frame = frame.with_columns(pl.lit(None, dtype=table.schema[name]).alias(name) for name in missing)
    place = _PLACE.get(dataset, "security_id" if "security_id" in table.schema else "")
    return frame.select(
        *[pl.col(name).cast(pl.Float64) if dtype == MONEY else pl.col(name) for name, dtype in table.schema.items()],
        (pl.col(place) if place else pl.lit(dataset)).alias("_place"),
        pl.lit(fresh).alias(FRESH),
    )


def exchange_of(place: str = "_place") -> pl.Expr:
    """The exchange of a security, from its suffix."""
    return (
        pl.col(place)
        .str.slice(-2)
        .replace_strict({"SH": "SSE", "SZ": "SZSE", "BJ": "BSE"}, default=None, return_dtype=pl.String())
    )


def shown(expression: pl.Expr) -> pl.Expr:
    """A number as a person prints it: whole from a thousand up, else six significant digits."""
    whole = expression.round(0).cast(pl.Int64, strict=False).cast(pl.String)
    fine = expression.round_sig_figs(6).cast(pl.String)
    return pl.when(expression.abs() >= 1000).then(whole).otherwise(fine).fill_null("")


def found(
    bad: pl.DataFrame,
    column: str | pl.Expr,
    observed: pl.Expr,
    expected: pl.Expr | str,
    *,
    severity: pl.Expr | None = None,
    place: str = "_place",
    day: str = "trade_date",
) -> pl.DataFrame:
    """Rows that fail, as findings."""
    if bad.is_empty():
        return NOTHING
    return bad.rechunk().select(  # pl.format of polars 2.1 panics on a filtered frame in several chunks
        pl.col(place).alias("place"),
        pl.col(day).alias("trade_date"),
        (pl.lit(column) if isinstance(column, str) else column).alias("column"),
        observed.cast(pl.String).fill_null("").alias("observed"),
        (pl.lit(expected) if isinstance(expected, str) else expected.cast(pl.String).fill_null("")).alias("expected"),
        (pl.lit(None, dtype=pl.String) if severity is None else severity).alias("severity"),
        pl.col(FRESH) if FRESH in bad.columns else pl.lit(True).alias(FRESH),  # noqa: FBT003
    )


def identity(column: str, left: pl.Expr, right: pl.Expr, tolerance: pl.Expr | float) -> Finder:
    """A finder for ``left = right`` within one row; rows where either side is null say nothing."""

    def find(evidence: Evidence) -> pl.DataFrame:
        bad = evidence.rows.filter((left - right).abs() > tolerance)
        return found(bad, column, shown(left), shown(right))

    return find


def run(checks: tuple[Check, ...], evidence: Evidence) -> list[Discrepancy]:
    """Findings of all checks of the evidence's table about its fresh rows."""
    said: list[Discrepancy] = []
    for check in checks:
        if check.dataset != evidence.dataset:
            continue
        findings = check.find(evidence)
        if findings.is_empty():
            continue
        if check.by_series:
            findings = _by_series(findings, check.judged(evidence) if check.judged else evidence.rows)
        said += [
            Discrepancy(
                check.name, check.dataset, row["place"], row["trade_date"], row["severity"] or check.severity,
                row["column"], row["observed"], row["expected"], check.zh, check.en,
            )
            for row in findings.filter(FRESH).iter_rows(named=True)
        ]  # fmt: skip
    return said


def _by_series(findings: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """One finding for a series in which most days fail, the days themselves elsewhere."""
    days = rows.group_by(pl.col("_place").alias("place")).agg(pl.len().alias("_days"))
    counted = findings.group_by("place", "column").agg(
        pl.col("trade_date").n_unique().alias("_failed"), pl.col(FRESH).any().alias("_any_fresh")
    )
    whole = counted.join(days, on="place").filter(
        (pl.col("_days") >= SERIES_DAYS) & (pl.col("_failed") > SERIES_SHARE * pl.col("_days"))
    )
    if whole.is_empty():
        return findings
    once = whole.select(
        "place",
        pl.lit(None, dtype=pl.Date).alias("trade_date"),
        "column",
        pl.format("{} / {}", "_failed", "_days").alias("observed"),
        pl.lit("0").alias("expected"),
        pl.lit("warning").alias("severity"),
        pl.col("_any_fresh").alias(FRESH),
    )
    rest = findings.join(whole.select("place", "column"), on=["place", "column"], how="anti")
    return pl.concat([rest, once.select(rest.columns)])
