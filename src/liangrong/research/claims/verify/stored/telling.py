"""Stored values in words: as evidence, inside a reason, and as the value that would have been right."""

from __future__ import annotations

from collections.abc import Iterable

from liangrong.analytics.measures import MEASURES
from liangrong.analytics.scopes import parse_scope
from liangrong.core.errors import UsageError
from liangrong.core.results import Note
from liangrong.research.claims.desk import Fact
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Evidence
from liangrong.research.claims.verify.rulings import shown_base
from liangrong.research.claims.verify.stored.asking import CLOSE, RETURN

__all__ = ["as_evidence", "measure_named", "scope_named", "told"]

_NAMES = {CLOSE: Note("收盘点位", "close"), RETURN: Note("涨跌幅", "daily return")}


def measure_named(measure: str) -> Note:
    """The label of a measure."""
    known = MEASURES.get(measure)
    return Note(known.zh, known.en) if known else _NAMES.get(measure, Note(measure, measure))


def scope_named(scope: str) -> Note:
    """The label of a scope."""
    try:
        found = parse_scope(scope)
    except UsageError:
        return Note(scope, scope)
    return Note(found.label("zh"), found.label("en"))


def told(fact: Fact, kind: Kind) -> Note:
    """``全市场融资余额 2025-12-23 为 25,145.96 亿元``."""
    measure, scope = measure_named(fact.measure), _subject(fact)
    return Note(
        f"{scope.zh}{measure.zh} {fact.day} 为 {shown_base(fact.value, kind)}",
        f"{measure.en} of {scope.en} on {fact.day} is {shown_base(fact.value, kind, 'en')}",
    )


def _subject(fact: Fact) -> Note:
    """Whose value it is: of a close, the index itself and not its constituents."""
    found = scope_named(fact.scope)
    if fact.measure not in _NAMES:
        return found
    return Note(found.zh.removesuffix("成份股"), found.en.removeprefix("constituents of "))


def as_evidence(facts: Iterable[tuple[Fact, Kind]]) -> tuple[Evidence, ...]:
    """Stored values as evidence, with the measure and where it comes from."""
    return tuple(
        Evidence("store", f"{fact.scope} {fact.measure} {fact.day}: {shown_base(fact.value, kind)}", fact.source)
        for fact, kind in facts
    )
