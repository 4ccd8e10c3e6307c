"""One thing that changed, the row in which it is told, and the parts of the house that tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from liangrong.core.results import Note

__all__ = ["TODAY_SCHEMA", "Changed", "Told"]

TODAY_SCHEMA: Final = pl.Schema({
    "kind": pl.String(), "date": pl.Date(), "what_zh": pl.String(), "what_en": pl.String(), "value": pl.Float64(), "unit": pl.String(),
    "scope": pl.String(), "measure": pl.String(), "detail_zh": pl.String(), "detail_en": pl.String(),
})  # fmt: skip
"""``scope`` and ``measure`` say what the row is about, so that whoever shows it can lead there."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One row.

    Parameters
    ----------
    kind
        What kind of thing it is.
    date
        The session on which it happened.
    what
        The thing.
    value, unit
        Its figure, where it has one.
    scope, measure
        What it is about.
    detail
        More on it.
    """

    kind: str
    date: date
    what: Note
    value: float | None = None
    unit: str = ""
    scope: str = ""
    measure: str = ""
    detail: Note | None = None

    def row(self) -> tuple[object, ...]:
        """The cells of ``TODAY_SCHEMA``."""
        return (
            self.kind, self.date, self.what.zh, self.what.en, self.value, self.unit or None, self.scope or None, self.measure or None,
            self.detail and self.detail.zh, self.detail and self.detail.en,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What one part of the house has to tell.

    Parameters
    ----------
    rows
        What changed.
    notes
        What could not be told, and why.
    sources
        Where it comes from.
    """

    rows: tuple[Changed, ...] = ()
    notes: tuple[Note, ...] = ()
    sources: tuple[str, ...] = ()
