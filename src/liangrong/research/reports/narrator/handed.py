"""What of a report a narrator may speak of: the findings that a reader meets first, and on which its sentences rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from liangrong.core.errors import Lang
from liangrong.research.reports.findings import Finding
from liangrong.research.reports.outline import First, Part, Say
from liangrong.research.reports.report import Report
from liangrong.research.reports.shown_keys import keys_of, rows_of

__all__ = ["MOST_HANDED", "handed"]

MOST_HANDED: Final = 60
"""Findings that a model is told: more than a passage can speak of."""
_SERIES: Final = "series."
"""What only draws a line in a chart."""


def handed(report: Report, lang: Lang) -> tuple[Finding, ...]:
    """The first findings of a report that have a value, in the order of its outline."""
    findings, rows = report.findings, rows_of(report.findings)
    parts = [part for chapter in report.outline.chapters for part in chapter.parts]
    keys = dict.fromkeys(key for part in parts for key in (*keys_of(part, rows, lang), *_conditions(part)))
    known = (findings[key] for key in keys if key in findings and not key.startswith(_SERIES))
    return tuple(finding for finding in known if finding.value is not None)[:MOST_HANDED]


def _conditions(part: Part) -> Iterator[str]:
    """The findings that decide what is said, such as whether a record was set."""
    if isinstance(part, First):
        for choice in part.choices:
            yield from _conditions(choice)
    elif isinstance(part, Say) and part.when is not None:
        yield part.when[0]
