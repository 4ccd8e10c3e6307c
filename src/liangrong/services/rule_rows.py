"""Values of the book as cells, and rows of them as a result: numbers and dates for machines, words for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl

from liangrong.core.results import Note, Result
from liangrong.rules.parameters import UnitName, Value
from liangrong.rules.wording import say

__all__ = ["answer", "symbol", "valued"]

_SYMBOLS: Final[Mapping[str, str]] = {"ratio": "1", "per_year": "1/year", "per_day": "1/day", "yuan": "元"}
_TEXT: Final = pl.String()
_DAY: Final = pl.Date()
_NAMES: Final = pl.List(pl.String())
_SAID: Final[Mapping[str, pl.DataType | None]] = {"value": None, "unit": _TEXT, "said_zh": _TEXT, "said_en": _TEXT}
_WORD: Final[Mapping[str, pl.DataType | None]] = {
    "applies_to": _TEXT, "on_rollover": _TEXT, "authority": _TEXT, "citation": _TEXT, "confidence": _TEXT,
}  # fmt: skip
_TITLE: Final[Mapping[str, pl.DataType | None]] = {"title_zh": _TEXT, "title_en": _TEXT}
_SCHEMAS: Final[Mapping[str, Mapping[str, pl.DataType | None]]] = {
    "value": {
        "parameter": _TEXT, **_TITLE, "key": _TEXT, "venue": _TEXT, "on": _DAY, "opened_on": _DAY, **_SAID, "since": _DAY,
        "reason_zh": _TEXT, "reason_en": _TEXT, **_WORD,
    },
    "explain": {
        "parameter": _TEXT, "key": _TEXT, "step": pl.Int64(), "date": _DAY, "kind": _TEXT, **_SAID, "governs": pl.Boolean(),
        "text_zh": _TEXT, "text_en": _TEXT, "citation": _TEXT, "confidence": _TEXT,
    },
    "timeline": {
        "date": _DAY, "kind": _TEXT, "parameter": _TEXT, **_TITLE, "key": _TEXT, "venues": _NAMES, **_SAID, **_WORD,
        "note_zh": _TEXT, "note_en": _TEXT,
    },
    "diff": {
        "from": _DAY, "to": _DAY, "parameter": _TEXT, **_TITLE, "key": _TEXT, "venues": _NAMES, "old_value": None,
        "old_said_zh": _TEXT, "old_said_en": _TEXT, **_SAID, **_WORD,
    },
    "list": {
        "parameter": _TEXT, **_TITLE, "unit": _TEXT, "by": _TEXT, "keys": _NAMES, "tighter": _TEXT, "bounded_by": _TEXT,
        "authority": _TEXT, "first_day": _DAY, "last_change": _DAY, "aliases": _NAMES,
    },
    "packs": {
        "pack": _TEXT, **_TITLE, "example": pl.Boolean(), "since": _DAY, "parameters": _NAMES, "citation": _TEXT, "confidence": _TEXT,
    },
}  # fmt: skip
"""Kind of answer to its columns; a column without a type takes that of its values."""


def symbol(unit: UnitName) -> str:
    """What the ``unit`` column says: 1 for a ratio, 元 for money, else the unit's own name.

    Examples
    --------
    >>> symbol("ratio"), symbol("sessions")
    ('1', 'sessions')
    """
    return _SYMBOLS.get(unit, unit)


def valued(value: Value, unit: UnitName | None) -> dict[str, Any]:
    """A value for machines and for people."""
    if unit is None:
        return {"value": None, "unit": None, "said_zh": None, "said_en": None}
    return {
        "value": _machine(value, unit), "unit": symbol(unit), "said_zh": say(value, unit, "zh"), "said_en": say(value, unit, "en"),
    }  # fmt: skip


def _machine(value: Value, unit: UnitName) -> Any:
    """Ratios and rates as numbers; money stays decimal."""
    if isinstance(value, tuple):
        return [{key: _machine(cell, unit) for key, cell in row.items()} for row in value]
    if isinstance(value, Mapping):
        return {key: _machine(cell, unit) for key, cell in value.items()}
    return float(value) if isinstance(value, Decimal) and unit != "yuan" else value


def answer(
    kind: str, rows: Sequence[Mapping[str, Any]], *, on: date | None = None, pack: str | None = None, notes: Iterable[Note] = ()
) -> Result:
    """Rows of one kind of answer (``value``, ``explain``, ``timeline``, ``diff``, ``list``, ``packs``) as a result."""
    columns = {name: _series(name, [row.get(name) for row in rows], dtype) for name, dtype in _SCHEMAS[kind].items()}
    source = ("rulebook",) if pack is None else ("rulebook", f"pack:{Path(pack).stem}")
    return Result(pl.DataFrame(columns), as_of=on, source=source, warnings=tuple(dict.fromkeys(notes)))


def _series(name: str, values: list[Any], dtype: pl.DataType | None) -> pl.Series:
    """A column; one of values of several kinds holds them as they are."""
    if dtype is not None:
        return pl.Series(name, values, dtype=dtype)
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {float} or (len(kinds) == 1 and kinds <= {int, bool, str, date}):
        return pl.Series(name, values, dtype=pl.Float64() if kinds <= {float} else None)
    return pl.Series(name, values, dtype=pl.Object())
