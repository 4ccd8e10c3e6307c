"""A signal over time: the input of every scorecard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from liangrong.core.results import Note

__all__ = ["SIGNAL_SCHEMA", "Signal"]

SIGNAL_SCHEMA: Final = pl.Schema({"date": pl.Date(), "name": pl.String(), "score": pl.Float64(), "flag": pl.Boolean()})
"""One row for each day and name: ``name`` is a scope or a security, ``score`` rises with the heat, ``flag`` says the rule fired."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule, the readings it gave, and the days on which it fired.

    Parameters
    ----------
    key
        Short stable name, such as ``rsi``.
    title, definition
        What it is called and the rule in a sentence, with its numbers.
    readings
        ``SIGNAL_SCHEMA``. A reading of ``date`` uses nothing that was not public on the morning after it.
    """

    key: str
    title: Note
    definition: Note
    readings: pl.DataFrame
