"""The law."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb(
        "rule-value",
        Note("规则取值", "The value of a rule"),
        "rules:value",
        command="rules value",
        page="rules",
        tool="rule_value",
        example={"name": "financing_margin_ratio", "on": "2026-01-20"},
    ),
    Verb(
        "rule-explain",
        Note("规则为何如此取值", "Why a rule has its value"),
        "rules:explain",
        command="rules explain",
        page="rules",
        tool="rule_value",
        example={"name": "financing_margin_ratio", "on": "2026-01-20"},
    ),
    Verb(
        "rule-timeline",
        Note("规则时间线", "Rules over time"),
        "rules:timeline",
        command="rules timeline",
        page="rules",
        tool="rule_value",
        sheet="rules",
        example={"name": "financing_margin_ratio"},
    ),
    Verb(
        "rule-diff",
        Note("两个日期之间的规则变化", "What changed between two days"),
        "rules:diff",
        command="rules diff",
        page="rules",
        tool="rule_value",
        example={"start": "2023-09-08", "end": "2023-09-11"},
    ),
    Verb(
        "rule-list",
        Note("全部规则参数", "All rule parameters"),
        "rules:list_rules",
        command="rules list",
        page="rules",
        tool="rule_value",
    ),
    Verb("rule-packs", Note("券商规则包", "Broker packs"), "rules:packs", command="rules packs", page="rules", tool="rule_value"),
)
"""In the order of the catalogue."""
