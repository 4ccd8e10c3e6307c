"""How one column of an answer is read: its name in both languages, and what its cells are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from liangrong.core.units import Unit

__all__ = ["Heading", "Shown"]


class Shown(Enum):
    """What the cells of a column are to a reader."""

    PLAIN = "plain"
    """Numbers in the unit of the column, names and dates as they are."""
    WORD = "word"
    """Words of ours, put into Chinese for a Chinese reader."""
    PROSE = "prose"
    """Sentences; they may be broken over lines."""
    ONCE = "once"
    """Said above the table when every row agrees."""
    HIDDEN = "hidden"
    """Said in a heading, a warning or in words; only JSON and CSV have it."""
    PURE = "pure"
    """Numbers that nobody reads in percent: scores, statistics, days."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a column and how its cells are shown.

    Parameters
    ----------
    zh, en
        The name.
    shown
        What its cells are.
    unit
        The unit of its numbers. ``None``: 元 for Decimal, a ratio (shown in %) for Float64, a count for integers.
    signed
        Whether a rise carries a plus sign and the colour of a rise.
    """

    zh: str
    en: str
    shown: Shown = Shown.PLAIN
    unit: Unit | None = None
    signed: bool = False
