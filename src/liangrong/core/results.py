"""The one shape in which answers leave the house."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from liangrong.core.clocks import show_instant
from liangrong.core.errors import Lang

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["Note", "Result", "markdown_cell", "plain"]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark for the reader, in both languages."""

    zh: str
    en: str

    def text(self, lang: Lang) -> str:
        """The remark in ``lang``."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Result:
    """Rows with everything a reader needs to trust them.

    Parameters
    ----------
    data
        The rows. Money in 元 as Decimal, ratios as pure numbers.
    unit
        The unit of ``value`` columns (``元``, ``1`` …), or empty when each row or column names its own.
    as_of
        The last effective session that was asked for.
    known_at
        The instant of knowledge; ``None`` means all that is stored.
    source
        Where the rows come from.
    warnings
        What the reader must know before using the rows.
    """

    data: pl.DataFrame
    unit: str = ""
    as_of: date | None = None
    known_at: datetime | None = None
    source: tuple[str, ...] = ()
    warnings: tuple[Note, ...] = field(default=())

    def warn(self, *notes: Note) -> Result:
        """The same result with more warnings, each said once."""
        return replace(self, warnings=self.warnings + tuple(n for n in dict.fromkeys(notes) if n not in self.warnings))

    def to_polars(self) -> pl.DataFrame:
        """The rows as a polars frame."""
        return self.data

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas frame (pandas and pyarrow must be installed)."""
        return self.data.to_pandas()

    def envelope(self, lang: Lang = "zh") -> dict[str, Any]:
        """The JSON envelope: money as decimal strings, ratios as numbers, dates in ISO form."""
        return {
            "data": [{name: plain(value) for name, value in row.items()} for row in self.data.iter_rows(named=True)],
            "unit": self.unit,
            "as_of": plain(self.as_of),
            "known_at": plain(self.known_at),
            "source": list(self.source),
            "warnings": [note.text(lang) for note in self.warnings],
        }

    def to_json(self, lang: Lang = "zh") -> str:
        """The envelope as text: strict JSON, so a ratio that is not a number is ``null``."""
        return json.dumps(self.envelope(lang), ensure_ascii=False, allow_nan=False)

    def to_markdown(self) -> str:
        """The rows as a Markdown table."""
        head = self.data.columns
        rows = [[markdown_cell(value) for value in row] for row in self.data.iter_rows()]
        return "\n".join([_line(markdown_cell(name) for name in head), _line(["---"] * len(head)), *(_line(row) for row in rows)])


def plain(value: object) -> Any:
    """A value as JSON can hold it without losing anything."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return show_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def markdown_cell(value: object) -> str:
    """A value inside a Markdown table: nothing for null, lists joined, bars and line breaks escaped."""
    shown = plain(value)
    if isinstance(shown, list):
        shown = ", ".join(map(str, shown))
    return "" if shown is None else str(shown).replace("|", "\\|").replace("\n", "<br>")


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
