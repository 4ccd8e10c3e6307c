"""A report: findings with the outline of its kind, and what is needed to draw it in any language and format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

import polars as pl

from liangrong.analytics.series import SIMULATED_NOTE
from liangrong.core.clocks import show_instant
from liangrong.core.errors import Lang
from liangrong.core.results import Note, Result
from liangrong.market.priority import is_simulated
from liangrong.research.reports.findings import Finding
from liangrong.research.reports.outline import Outline
from liangrong.research.reports.phrases import Pair

__all__ = ["Draft", "Drawing", "Prose", "Report"]

Drawing: TypeAlias = Callable[[Lang, int, str], Any]
"""From a language, a width in pixels and a watermark to an altair chart, or to ``None`` where there is nothing to draw."""


@dataclass(frozen=True)
class Draft:
    """What a kind of report found: findings by key, names of the rows of its tables, charts, remarks, sources."""

    findings: tuple[Finding, ...]
    names: Mapping[str, Pair] = field(default_factory=dict)
    drawings: Mapping[str, Drawing] = field(default_factory=dict)
    source: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """What a model has written around the findings, and the guard of the narrator has passed; paragraphs are lines."""

    lang: Lang
    text: str


@dataclass(frozen=True)
class Report:
    """One report of a kind, about one session, as known at one instant.

    Parameters
    ----------
    kind
        Its name in ``kinds.catalogue``.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    draft
        What was found.
    simulated
        Whether any of it comes from synthetic rows.
    prose
        Said before everything else, in the document of its language.
    """

    kind: str
    as_of: date
    known_at: datetime | None
    outline: Outline
    draft: Draft
    simulated: bool = False
    prose: Prose | None = None

    @property
    def findings(self) -> Mapping[str, Finding]:
        """The findings by key, in the order in which they were made."""
        return {finding.key: finding for finding in self.draft.findings}

    @property
    def is_synthetic(self) -> bool:
        """Whether any of it comes from synthetic rows."""
        return self.simulated or any(map(is_simulated, self.draft.source))

    @property
    def notes(self) -> tuple[Note, ...]:
        """Remarks for the reader, each once, without the one that the watermark says."""
        return tuple(note for note in dict.fromkeys(self.draft.notes) if note.zh.rstrip("。") != SIMULATED_NOTE.zh)

    @property
    def warnings(self) -> tuple[Note, ...]:
        """What the reader must know first."""
        return (*((SIMULATED_NOTE,) if self.is_synthetic else ()), *self.notes)

    @property
    def dated(self) -> date:
        """The day that the document bears: that of the instant of knowledge, else the session; never today."""
        return self.known_at.date() if self.known_at else self.as_of

    def result(self, lang: Lang) -> Result:
        """One row per finding; what is no text as JSON, for findings differ in kind."""
        rows = [finding.row(lang) for finding in self.draft.findings]
        cells = {name: [_cell(name, row[name]) for row in rows] for name in rows[0]} if rows else {}
        kinds = {name: pl.List(pl.String) if name == "source" else pl.String for name in cells}
        return Result(pl.DataFrame(cells, schema=kinds), "", self.as_of, self.known_at, self.draft.source, self.warnings)

    def envelope(self, lang: Lang) -> dict[str, Any]:
        """The JSON envelope, one row per finding."""
        return {
            "kind": self.kind,
            "data": [finding.row(lang) for finding in self.draft.findings],
            "unit": "",
            "as_of": self.as_of.isoformat(),
            "known_at": show_instant(self.known_at) if self.known_at else None,
            "source": list(self.draft.source),
            "warnings": [note.text(lang) for note in self.warnings],
        }


def _cell(name: str, value: Any) -> Any:
    return value if name == "source" or value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
