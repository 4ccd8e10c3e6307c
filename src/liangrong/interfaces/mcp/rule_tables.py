"""Answers of the rulebook as a table of few columns, values and their reach in words."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from liangrong.core.errors import Lang
from liangrong.core.results import Result
from liangrong.services.verbs.verb import Verb

__all__ = ["RULE_COLUMNS", "rule_table"]

RULE_COLUMNS: Final = MappingProxyType({
    "rule-value": ("provision", "venue", "on", "opened_on", "value", "since", "reason", "reach", "citation", "confidence"),
    "rule-explain": ("parameter", "key", "step", "date", "kind", "text", "citation", "confidence"),
    "rule-timeline": ("date", "provision", "venues", "value", "reach", "citation"),
    "rule-diff": ("from", "to", "provision", "venues", "old_value", "value", "reach", "citation"),
})  # fmt: skip
"""Verb to what a reader needs of its rows; the structured answer has everything."""


def rule_table(verb: Verb, result: Result, lang: Lang) -> str:
    """The rows as Markdown, under what they share."""
    from liangrong.research.tables.layout import printed
    from liangrong.research.tables.rulings import for_people

    shared, rows = for_people(result, lang, RULE_COLUMNS[verb.name])
    return "\n\n".join(filter(None, (shared, printed(rows, lang).markdown())))
