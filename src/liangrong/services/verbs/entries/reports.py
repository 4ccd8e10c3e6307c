"""Reports: a whole document of findings."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb(
        "report",
        Note("报告", "Report"),
        "reports.building:report",
        command="report",
        page="report",
        tool="build_report",
        example={"kind": "rule-change", "event": "financing_ratio_100_2026"},
        slow=True,
    ),
)
"""In the order of the catalogue."""
