"""The findings of a leverage brief as the draft of a report: year-ends and events become rows of tables."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from liangrong.core.errors import Lang
from liangrong.research.reports.brief import Brief
from liangrong.research.reports.brief_charts import BRIEF_CHARTS
from liangrong.research.reports.findings import Finding
from liangrong.research.reports.phrases import Pair
from liangrong.research.reports.report import Draft

__all__ = ["draft_of_brief"]


def draft_of_brief(brief: Brief) -> Draft:
    """The same figures, charts, sources and remarks.

    A brief's ``series.CHART.YEAR.MEASURE`` is here ``series.CHART/DAY/MEASURE``, an event ``events/NUMBER/…``, a window of growth
    ``growth/NAME/…``.
    """
    findings: list[Finding] = []
    names: dict[str, Pair] = {}
    for finding in brief.findings:
        head, _, rest = finding.key.partition(".")
        if head == "series":
            chart, _, measure = rest.split(".", 2)
            findings.append(replace(finding, key=f"series.{chart}/{finding.date}/{measure}"))
        elif head == "event":
            told = {"en": finding.parameters["en"]}
            findings.append(replace(finding, key=f"events/{rest}/date", value=finding.date, parameters={}))
            findings.append(replace(finding, key=f"events/{rest}/title", parameters=told))
        elif head == "growth":
            name, _, field = rest.partition(".")
            findings.append(replace(finding, key=f"growth/{name}/{field or 'total'}"))
            sessions = finding.parameters["sessions"]
            names[f"growth/{name}"] = (
                ("年初至今", "Year to date") if name == "ytd" else (f"近 {sessions} 日", f"{sessions} sessions")
            )
        else:
            findings.append(finding)
    drawings = {name: partial(_drawn, name, brief) for name in BRIEF_CHARTS if _has_rows(brief, name)}
    return Draft(tuple(findings), names, drawings, brief.source, brief.notes)


def _drawn(name: str, brief: Brief, lang: Lang, width: int, note: str) -> Any:
    return BRIEF_CHARTS[name](brief, lang, width, note)


def _has_rows(brief: Brief, name: str) -> bool:
    return any(finding.key.startswith(f"series.{name}.") for finding in brief.findings)
