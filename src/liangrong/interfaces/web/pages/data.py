"""Data: what is stored and missing, what is wrong with it, what was revised, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import polars as pl

from liangrong.core.results import Note
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.panels import Panel, filled, postponed
from liangrong.interfaces.web.state import State
from liangrong.market.tables import TABLES
from liangrong.research.reports.wording import source_name
from liangrong.research.tables.labels import renamed

__all__ = ["DATA"]

_COVERAGE: Final = (
    "dataset",
    "exchange",
    "source",
    "via",
    "first",
    "last",
    "covered",
    "missing",
    "quarantined",
    "failed",
    "reason",
)
_FINDINGS: Final = ("severity", "dataset", "place", "trade_date", "check", "column", "observed", "expected", "note")
_REVISIONS: Final = ("known_at", "dataset", "trade_date", "place", "column", "before", "after", "source")
_BASES: Final = ("trade_date", "exchange", "column", "securities", "detail_sum", "compared_with", "difference", "ratio", "unit")
_SEVERITIES: Final = ("error", "warning", "info")


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """Coverage and revisions at once; quality, which reads everything, when it is asked for."""
    window = state.only("from", "to", "dataset")
    severity = state.choice("severity", ("", *_SEVERITIES))
    workspace, session = desk.workspace(), desk.latest_session()
    on = state.text("on", f"{session or ''}")
    day = {"from": on, "to": on} if on else {}
    worded = partial(_in_words, state=state)
    panels = [
        Panel("months", "coverage-months", window, title=Note("逐月覆盖", "Stored month by month"), rows=24, folded=True, pick=worded),
        Panel("coverage", "coverage", window, title=Note("覆盖", "Coverage"), columns=_COVERAGE, rows=60, sheet="-", pick=worded),
        Panel("sources", "sources", state.only("dataset"), title=Note("来源", "Sources"), pick=worded,
              definition=Note("数据属于其发布者；同步前请遵守其网站条款。", "Data belong to their publishers; mind the terms of their sites before you sync.")),
        Panel("revisions", "vintages", window, title=Note("事后修订", "Revised afterwards"), columns=_REVISIONS, rows=30, pick=worded,
              definition=Note("同一来源、同一天、同一格先后公布过不同的数，或后来补上的空格。",
                              "Cells for which the same source first printed one value and later another, or filled in later.")),
        Panel("bases", "reconcile", day, title=Note("口径核对", "Bases beside each other"), columns=_BASES, rows=40, folded=True, pick=worded,
              definition=Note("个券明细之和与交易所汇总逐项相比。", "The sum of the detail against the exchanges' totals, item by item.")),
    ]  # fmt: skip
    findings = Panel("quality", "quality", {**window, "min_severity": severity or "warning"}, title=Note("质量问题", "Findings on quality"),
                     columns=_FINDINGS, rows=100, pick=worded)  # fmt: skip
    checked = filled(desk, findings, state) if severity else postponed(findings, state, state.here(severity="warning"))
    return {
        "panels": [*(filled(desk, panel, state) for panel in panels), checked],
        "severity": severity,
        "tables": [(name, f"{state.say(TABLES[name].zh, TABLES[name].en)} ({name})") for name in workspace.store.names],
        "session": session,
        "calendar_end": workspace.calendar.end,
    }


def _in_words(rows: pl.DataFrame, *, state: State) -> pl.DataFrame:
    """Tables, columns and sources by what people call them, and a month without its first day."""
    names: dict[str, Callable[[str], str]] = {"source": lambda each: source_name(each, state.lang)}
    if state.zh:
        names["dataset"] = lambda each: TABLES[each].zh if each in TABLES else each
        names["column"] = lambda each: " ".join(renamed(word, "zh") for word in each.split())
    found = {
        name: pl.Series(name, [None if cell is None else say(cell) for cell in rows[name]], dtype=pl.String())
        for name, say in names.items()
        if name in rows.columns
    }
    if "datasets" in rows.columns and state.zh:
        found["datasets"] = pl.Series(
            "datasets", ["、".join(TABLES[each].zh for each in cell) for cell in rows["datasets"]], dtype=pl.String()
        )
    months = {"month": pl.col("month").dt.strftime("%Y-%m")} if "month" in rows.columns else {}
    return rows.with_columns(**found, **months)


DATA: Final = Page("data", "/data", Note("数据", "Data"), build)
