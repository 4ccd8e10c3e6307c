"""How one column of an answer is read: its name in both languages, and what its cells are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Flag, auto

from liangrong.core.units import Unit

__all__ = ["Heading", "Shown"]


class Shown(Flag):
    """What the cells of a column are to a reader; traits are joined with ``|``."""

    PLAIN = 0
    """Numbers in the unit of the column, names and dates as they are."""
    WORD = auto()
    """Words of ours, put into the reader's language."""
    MEASURE = auto()
    """Names of measures, in Chinese or in the vocabulary asked for."""
    INDUSTRY = auto()
    """Names of industries among the words, put into English for an English reader; data keep the Chinese name, by which one asks."""
    PROSE = auto()
    """Sentences; they may be broken over lines."""
    ONCE = auto()
    """Said above the table when every row agrees."""
    ONCE_IF_ZERO = auto()
    """Counts, said above the table when every one of them is zero."""
    HIDDEN = auto()
    """Said in a heading, a warning or in words; only JSON and CSV have it."""
    PURE = auto()
    """Numbers that nobody reads in percent: scores, statistics, days."""
    OF_MEASURE = auto()
    """Numbers in the unit of the row's measure, when the rows agree on one."""
    OF_ROW = auto()
    """Numbers in the unit that their row names."""


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
    digits
        Decimals of its numbers. ``None``: what the unit wants; four for pure numbers.
    words
        Words that mean something else in this column than elsewhere, in Chinese.
    english
        Words of this column that an English reader knows by another name than our spelling.

    Examples
    --------
    >>> Heading("比重变化", "change of share", unit=Unit.PERCENTAGE_POINT, signed=True).shown
    <Shown.PLAIN: 0>
    """

    zh: str
    en: str
    shown: Shown = Shown.PLAIN
    unit: Unit | None = None
    signed: bool = False
    digits: int | None = None
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    english: Mapping[str, str] = field(default_factory=dict, hash=False)
