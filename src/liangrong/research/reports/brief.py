"""The leverage brief of one session, as findings.

What is asked is here; how it is said is in ``wording.py`` and ``compose.py``. Nothing is shown or printed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl

from liangrong.analytics.measures import MEASURES
from liangrong.analytics.series import SIMULATED_NOTE
from liangrong.core.clocks import show_instant
from liangrong.core.errors import Lang
from liangrong.core.results import Note, Result
from liangrong.market.priority import is_simulated
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.reports import questions
from liangrong.research.reports.findings import Finding
from liangrong.research.reports.inquiry import Inquiry
from liangrong.rules.events import PolicyEvent

__all__ = ["Brief", "brief"]


@dataclass(frozen=True)
class Brief:
    """Findings about one session, with the series behind the charts.

    Parameters
    ----------
    findings
        In the order in which a reader meets them.
    series
        Rows ``date, value`` (元 or pure ratios) by measure, for charts.
    record_days
        Sessions on which the total balance stood at a record.
    measure_labels
        Measure name to its Chinese and English label.
    """

    as_of: date
    known_at: datetime | None
    findings: tuple[Finding, ...]
    source: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    simulated: bool = False
    series: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    record_days: Sequence[date] = ()
    measure_labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def finding(self, key: str) -> Finding:
        """The finding called ``key``."""
        return next(finding for finding in self.findings if finding.key == key)

    @property
    def warnings(self) -> tuple[Note, ...]:
        """What the reader must know first."""
        return (*((SIMULATED_NOTE,) if self.simulated else ()), *self.notes)

    def result(self, lang: Lang) -> Result:
        """One row per finding; values as JSON has them, for findings differ in kind, and parameters as JSON text."""
        rows = [finding.row(lang) for finding in self.findings]
        cells = {name: [_cell(name, row[name]) for row in rows] for name in rows[0]} if rows else {}
        kinds = {name: pl.List(pl.String) if name == "source" else pl.String for name in cells}
        return Result(pl.DataFrame(cells, schema=kinds), "", self.as_of, self.known_at, self.source, self.warnings)

    def envelope(self, lang: Lang) -> dict[str, Any]:
        """The JSON envelope, one row per finding."""
        return {
            "data": [finding.row(lang) for finding in self.findings],
            "unit": "",
            "as_of": self.as_of.isoformat(),
            "known_at": show_instant(self.known_at) if self.known_at else None,
            "source": list(self.source),
            "warnings": [note.text(lang) for note in self.warnings],
        }


def brief(snapshot: MarketSnapshot, *, events: Sequence[PolicyEvent] = ()) -> Brief:
    """Ask everything the leverage brief answers about the snapshot's session.

    Parameters
    ----------
    snapshot
        Its ``as_of`` is the session.
    events
        Dated policy changes, for the chart.

    Raises
    ------
    NoData
        The market's balance of that session is not known; without it there is no brief.
    """
    inquiry = Inquiry(snapshot, snapshot.as_of.as_of)
    inquiry.add(Finding("as_of", "as_of", "market", inquiry.day, inquiry.day, grade="published"))
    questions.balances(inquiry)
    questions.records(inquiry)
    questions.exchanges(inquiry)
    questions.milestones(inquiry)
    questions.growth(inquiry)
    questions.activity(inquiry)
    questions.short_side(inquiry)
    questions.safety(inquiry)
    questions.size(inquiry)
    questions.data_quality(inquiry)
    charted = {name: inquiry.rows(name) for name in questions.CHARTED}
    window = questions.years_before(inquiry.day, questions.PERCENTILE_YEARS)
    charted |= {name: charted[name].filter(pl.col("date") >= window) for name in (questions.SHARE, questions.MAINTENANCE)}
    questions.year_ends(inquiry)
    questions.policy(inquiry, events)
    sources = tuple(sorted(inquiry.sources))
    return Brief(
        inquiry.day,
        snapshot.as_of.known_at,
        tuple(inquiry.findings.values()),
        sources,
        tuple(note for note in dict.fromkeys(inquiry.notes) if note.zh.rstrip("。") != SIMULATED_NOTE.zh),
        any(map(is_simulated, sources)),
        {name: rows.select("date", "value") for name, rows in charted.items() if rows.height},
        questions.record_days(inquiry),
        {name: (entry.zh, entry.en) for name, entry in MEASURES.items()},
    )


def _cell(name: str, value: Any) -> Any:
    """A value of a finding where all are text: what is no text as JSON."""
    return value if name == "source" or value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
