"""The marks of a book as a table: one row for each security, in the order of its numbers."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any, Final

import polars as pl

from liangrong.book.marks import MarkTable

__all__ = ["MARKS", "frame_of_marks", "marks_of_frame"]

MARKS: Final = "marks"
"""Name of the table."""

_APART: Final = ("on", "industries")
"""What the manifest keeps: no column."""
_TEXTS: Final = ("securities", "asset_class")
_COLUMNS: Final = tuple(field.name for field in fields(MarkTable) if field.name not in _APART)


def frame_of_marks(marks: MarkTable) -> pl.DataFrame:
    """Marks as a table, ready to be written."""
    return pl.DataFrame(
        {name: pl.Series(getattr(marks, name), dtype=pl.String) if name in _TEXTS else getattr(marks, name) for name in _COLUMNS}
    )


def marks_of_frame(frame: pl.DataFrame, *, on: date, industries: tuple[str, ...]) -> MarkTable:
    """Marks from their table.

    Raises
    ------
    polars.exceptions.PolarsError
        A column is missing.
    """
    columns: dict[str, Any] = {name: tuple(frame[name]) if name in _TEXTS else frame[name].to_numpy() for name in _COLUMNS}
    return MarkTable(on=on, industries=industries, **columns)
