"""What a check says when cells do not agree: a value, not an exception."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

import polars as pl

from liangrong.core.errors import Lang
from liangrong.market.tables import TABLES

__all__ = ["Discrepancy", "Severity", "to_frame"]

Severity = Literal["info", "warning", "error", "quarantined"]
"""``info``: worth knowing; ``warning``: implausible; ``error``: contradictory, stored and marked;
``quarantined``: contradictory or incomplete, kept out of the tables."""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One finding of one named check.

    Parameters
    ----------
    check
        The name of the check, such as ``financing_roll_forward``.
    dataset
        The table.
    place
        Exchange, security or file that the finding is about.
    trade_date
        The session; ``None`` for a finding about a whole series or file.
    column
        The cell, or the first of the cells that disagree.
    observed, expected
        What stands there and what should, as printed for a person.
    note_zh, note_en
        The sentence.
    """

    check: str
    dataset: str
    place: str
    trade_date: date | None
    severity: Severity
    column: str = ""
    observed: str = ""
    expected: str = ""
    note_zh: str = ""
    note_en: str = ""

    def sentence(self, lang: Lang) -> str:
        """The note with what it is about: place, day and figures, unless the note itself names what was seen."""
        note = self.note_zh if lang == "zh" else self.note_en
        if not self.observed or self.observed in note:
            return note
        where = " ".join(part for part in (self.place, f"{self.trade_date or ''}", self.column) if part)
        if lang == "zh":
            return f"{note}（{where}：{self.observed}" + (f"，应为 {self.expected}）" if self.expected else "）")
        return f"{note} ({where}: {self.observed}" + (f", expected {self.expected})" if self.expected else ")")


def to_frame(discrepancies: Iterable[Discrepancy]) -> pl.DataFrame:
    """The findings as rows of the ``discrepancies`` table (without ``source``)."""
    columns = {c.name: c.dtype for c in TABLES["discrepancies"].columns}
    return pl.DataFrame([asdict(d) for d in discrepancies], schema=columns)
