"""What is watched, what is stored and how good it is."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb("alerts", Note("预警", "Alerts"), "alerts.alerts:alerts", command="alerts list", page="alerts"),
    Verb(
        "alert-history",
        Note("告知过的预警", "Alerts that were told"),
        "alerts.history:alert_history",
        command="alerts history",
        page="alerts",
    ),
    Verb("watchlist", Note("自选", "Watchlist"), "alerts.watchlist:watchlist", command="alerts watchlist", page="alerts"),
    Verb(
        "coverage",
        Note("已有与缺少的数据", "What is stored and missing"),
        "coverage:coverage",
        command="coverage",
        page="data",
        tool="coverage",
        sheet="coverage",
    ),
    Verb(
        "coverage-months",
        Note("逐月已有多少", "How much of each month is stored"),
        "coverage:coverage_by_month",
        page="data",
        sheet="coverage",
    ),
    Verb(
        "quality", Note("数据质量", "Data quality"), "quality:quality", command="quality", page="data", tool="coverage", slow=True
    ),
    Verb("sources", Note("来源", "Sources"), "sources:sources", page="data", tool="coverage"),
    Verb("vintages", Note("事后修订", "Revised afterwards"), "vintages:vintages", page="data", tool="coverage"),
    Verb(
        "reconcile",
        Note("口径核对", "Bases reconciled"),
        "reconciliation:reconcile",
        command="quality --reconcile",
        page="data",
        tool="coverage",
        example={"start": "2026-01-26", "end": "2026-01-30"},
    ),
)
"""In the order of the catalogue."""
