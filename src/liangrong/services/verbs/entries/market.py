"""What the whole market stands at: a session at a glance, levels, records, crossings."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb("cards", Note("一日要点", "A session at a glance"), "overview.glance:cards", page="overview", tool="brief"),
    Verb(
        "balance-history",
        Note("余额的历史", "The history of a balance"),
        "overview.glance:balance_history",
        page="overview",
        sheet="balance",
        example={"start": "2026-01-05"},
    ),
    Verb(
        "ratio-history",
        Note("比率的历史", "The history of the ratios"),
        "overview.glance:ratio_history",
        page="overview",
        sheet="ratios",
        example={"years": 1},
    ),
    Verb("today", Note("今日变化", "What changed today"), "overview.today:today", page="overview", tool="brief"),
    Verb("brief", Note("杠杆简报", "Leverage brief"), "briefs:brief", command="brief", page="overview", tool="brief"),
    Verb(
        "show",
        Note("一个指标的时间序列", "One measure over time"),
        "measures:show",
        command="show",
        page="overview",
        tool="level",
        sheet="show",
        example={"measure": "margin_trading_balance"},
    ),
    Verb(
        "changes",
        Note("一个指标的变动", "Changes of a measure"),
        "measures:changes",
        page="overview",
        tool="level",
        example={"measure": "margin_trading_balance"},
    ),
    Verb("records", Note("历史新高", "Record highs"), "measures:records", command="records", page="overview", tool="records"),
    Verb(
        "record-state",
        Note("是否新高", "Whether it is a record"),
        "measures:record_state",
        command="records",
        page="overview",
        tool="records",
    ),
    Verb(
        "crossings",
        Note("何时首次达到关口", "First crossings of a threshold"),
        "measures:crossings",
        command="crossings",
        page="overview",
        tool="records",
        example={"threshold": "1万亿"},
    ),
)
"""In the order of the catalogue."""
