"""Rows on their way from a file to a standard table: cast, checked, and every refusal said aloud.

A ``Reading`` passes through plain functions, each returning a new one with fewer rows or more findings. Row numbers
are those a person sees in an editor or a spreadsheet: the header is row 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl

from liangrong.core.calendar import Calendar, mainland
from liangrong.core.errors import InvalidSecurity
from liangrong.core.outcomes import Failed, FailureKind, Ok, Outcome
from liangrong.core.securities import SecurityId
from liangrong.market.discrepancies import Discrepancy, Severity
from liangrong.market.schemas import Table, conform
from liangrong.sources.fetcher import Batch

__all__ = [
    "ROW",
    "Finding",
    "Reading",
    "batch",
    "beside",
    "flag",
    "keep_sessions",
    "keep_unique",
    "on_sessions",
    "security_ids",
    "with_security_ids",
]

ROW: Final = "_row"
SHOWN_FINDINGS: Final = 50
"""One fault that runs through a whole file is reported for so many rows, then summed up."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The constant part of a discrepancy; ``{row}`` and ``{observed}`` in the notes are filled per row."""

    check: str
    column: str
    zh: str
    en: str
    expected: str = ""
    severity: Severity = "quarantined"


@dataclass(frozen=True)
class Reading:
    """Rows of one table with their row numbers (``_row``) and what was found on the way.

    Parameters
    ----------
    layout
        Name of the layout: the place of findings about the whole file.
    table
        The standard table the rows are for.
    """

    layout: str
    table: Table
    frame: pl.DataFrame
    findings: tuple[Discrepancy, ...] = ()

    def note(self, finding: Finding, *, observed: str = "", day: date | None = None, place: str = "") -> Reading:
        """Add a finding about the file as a whole, or about ``place``."""
        fresh = _discrepancy(self, finding, {"place": place or self.layout, "day": day, "observed": observed, "row": ""})
        return replace(self, findings=(*self.findings, fresh))


def flag(
    reading: Reading,
    bad: pl.Expr,
    finding: Finding,
    *,
    observed: str | pl.Expr | None = None,
    expected: pl.Expr | None = None,
) -> Reading:
    """Report the rows for which ``bad`` holds; ``quarantined`` rows are left out, ``error`` rows stay as ``suspect``.

    Parameters
    ----------
    observed
        A column name or expression printed as what stands there; by default the finding's own column.
    expected
        An expression printed as what should stand there; by default the finding's own words.
    """
    frame = reading.frame
    marked = frame.with_columns(_bad=bad.fill_null(value=False))
    hits = marked.filter("_bad")
    if hits.is_empty():
        return reading
    seen = pl.col(finding.column) if observed is None else pl.col(observed) if isinstance(observed, str) else observed
    due = pl.lit(finding.expected) if expected is None else expected
    shown = hits.head(SHOWN_FINDINGS).with_columns(_observed=seen.cast(pl.String), _expected=due.cast(pl.String))
    fresh = [
        _discrepancy(
            reading,
            finding,
            {
                "place": _place(row),
                "day": row.get(reading.table.day),
                "observed": row["_observed"] if row["_observed"] is not None else "",
                "expected": row["_expected"] or "",
                "row": row[ROW],
            },
        )
        for row in shown.iter_rows(named=True)
    ]
    if hits.height > SHOWN_FINDINGS:
        fresh.append(_and_so_on(reading, finding, f"{hits.height - SHOWN_FINDINGS:,}"))
    kept = marked
    if finding.severity == "quarantined":
        kept = marked.filter(~pl.col("_bad"))
    elif finding.severity == "error":
        kept = marked.with_columns(quality=pl.when("_bad").then(pl.lit("suspect")).otherwise(_quality(frame)))
    return replace(reading, frame=kept.drop("_bad"), findings=(*reading.findings, *fresh))


def _and_so_on(reading: Reading, finding: Finding, rest: str) -> Discrepancy:
    told = replace(
        finding,
        zh=f"另有 {rest} 行同样如此，未逐行列出（检查：{finding.check}）",
        en=f"{rest} more rows are like this and not listed one by one (check: {finding.check})",
    )
    return _discrepancy(reading, told, {"place": reading.layout, "day": None, "observed": f"{rest} more rows", "row": ""})


def _quality(frame: pl.DataFrame) -> pl.Expr:
    return pl.col("quality") if "quality" in frame.columns else pl.lit("ok")


def _place(row: Mapping[str, object]) -> str:
    for name in ("security_id", "exchange", "contract"):
        if row.get(name):
            return str(row[name])
    return f"row {row[ROW]}"


def _discrepancy(reading: Reading, finding: Finding, found: Mapping[str, object]) -> Discrepancy:
    words = {"row": found["row"], "observed": found["observed"], "expected": found.get("expected", finding.expected)}
    day = found["day"]
    return Discrepancy(
        finding.check,
        reading.table.name,
        str(found["place"]),
        day if isinstance(day, date) else None,
        finding.severity,
        finding.column,
        str(found["observed"]),
        str(found.get("expected", finding.expected)),
        finding.zh.format(**words),
        finding.en.format(**words),
    )


def on_sessions(calendar: Calendar | None = None) -> pl.Expr:
    """Whether ``trade_date`` is a session of the calendar, or a weekday after its end.

    A reader knows the frozen calendar only. What lies beyond it is judged on the way into the store, whose calendar may
    have been continued.
    """
    known = calendar or mainland()
    day = pl.col("trade_date")
    return day.is_in(list(known.sessions)) | ((day > known.end) & (day.dt.weekday() <= 5))


def beside(reading: Reading, other: Reading) -> Reading:
    """The reading without findings that ``other``, made from the same rows of the file, has already said."""
    said = {(finding.check, finding.place, finding.observed) for finding in other.findings}
    own = tuple(f for f in reading.findings if (f.check, f.place, f.observed) not in said)
    return replace(reading, findings=own)


def keep_sessions(reading: Reading) -> Reading:
    """Leave out rows on days that are known to have had no session, and rows from before the calendar."""
    start = mainland().start
    early = Finding(
        "beyond_calendar",
        "trade_date",
        expected=f">= {start}",
        zh="第 {row} 行的日期 {observed} 早于交易日历的起点 " + f"{start}，该行未采用",
        en="row {row}: {observed} is before " + f"{start}, where the trading calendar starts; the row is left out",
    )
    phantom = Finding(
        "phantom_session",
        "trade_date",
        expected="a session",
        zh="第 {row} 行的日期 {observed} 不是交易日，该行未采用",
        en="row {row}: {observed} was not a session; the row is left out",
    )
    return flag(flag(reading, pl.col("trade_date") < start, early), ~on_sessions(), phantom)


def keep_unique(reading: Reading) -> Reading:
    """Keep one of identical rows (said once, as information) and leave out rows that contradict each other."""
    key = list(reading.table.key)
    if not reading.frame.select(pl.struct(key).is_duplicated().any()).item():
        return reading
    values = [name for name in reading.frame.columns if name != ROW]
    distinct = reading.frame.unique(subset=values, keep="first", maintain_order=True)
    repeated = reading.frame.height - distinct.height
    if repeated:
        told = Finding(
            "repeated_rows",
            key[-1],
            expected="each row once",
            severity="info",
            zh=f"文件中有 {repeated:,} 行与别的行完全相同，只取一份",
            en=f"{repeated:,} rows of the file repeat other rows word for word; one copy of each is taken",
        )
        reading = reading.note(told, observed=f"{repeated} rows")
    clash = Finding(
        "conflicting_rows",
        key[-1],
        expected="one row per key",
        zh="第 {row} 行与同一主键的另一行数值不同，两行均未采用",
        en="row {row}: another row has the same key and different values; neither is taken",
    )
    return flag(replace(reading, frame=distinct), pl.struct(key).is_duplicated(), clash)


def security_ids(codes: pl.Series) -> dict[str, str | None]:
    """Each distinct code in canonical spelling, ``None`` where it cannot be a security.

    Examples
    --------
    >>> security_ids(pl.Series(["000001.XSHE", "SHT00018"]))
    {'000001.XSHE': '000001.SZ', 'SHT00018': None}
    """
    return {code: _canonical(code) for code in codes.drop_nulls().unique(maintain_order=True).cast(pl.String)}


@lru_cache(maxsize=1 << 15)
def _canonical(code: str) -> str | None:
    """Remembered: one folder of daily lists names the same five thousand securities in every file."""
    try:
        return str(SecurityId.parse(code))
    except InvalidSecurity:
        return None


def with_security_ids(reading: Reading, finding: Finding | None = None) -> Reading:
    """Spell ``security_id`` canonically; rows whose code cannot be a security are left out, or as ``finding`` says."""
    spelled = security_ids(reading.frame["security_id"])
    unknown = [code for code, found in spelled.items() if found is None]
    told = finding or Finding(
        "known_security",
        "security_id",
        expected="a code such as 600519.SH",
        zh="第 {row} 行的代码“{observed}”不是有效的证券代码，该行未采用",
        en="row {row}: '{observed}' is not a security code; the row is left out",
    )
    reading = flag(reading, pl.col("security_id").is_in(unknown), told)
    return replace(
        reading,
        frame=reading.frame.with_columns(pl.col("security_id").replace_strict(spelled, default=None, return_dtype=pl.String)),
    )


def batch(*readings: Reading, source: str) -> Outcome[Batch]:
    """Conform the readings to their tables; a file of which no row survives is ``Failed``."""
    tables: dict[str, pl.DataFrame] = {}
    findings = tuple(f for reading in readings for f in reading.findings)
    for reading in readings:
        private = [c for c in reading.frame.columns if c.startswith("_")]
        own = None if "source" in reading.frame.columns else source
        rows = conform(reading.table, reading.frame.drop(private), source=own)
        tables[reading.table.name] = pl.concat([tables[reading.table.name], rows]) if reading.table.name in tables else rows
    if not any(frame.height for frame in tables.values()):
        first = next((f for f in findings if f.severity == "quarantined"), None)
        return Failed(
            FailureKind.INCOMPLETE,
            f"no row could be read; the first fault: {first.note_en}" if first else "there is a header but no row",
            f"没有一行可读，首个问题：{first.note_zh}" if first else "只有表头，没有数据行",
        )
    return Ok(Batch(tables, findings))
