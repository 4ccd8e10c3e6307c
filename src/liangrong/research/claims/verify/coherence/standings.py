"""Standings: names or days with one signed figure each, and the figure of before where it is told; where they come from and what is said of them is not here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Final

from liangrong.research.claims.article import Passage
from liangrong.research.claims.figure import Figure
from liangrong.research.claims.verify.coherence.outline import Line
from liangrong.research.claims.words.days import DAY

__all__ = ["FLOWING", "Entry", "Standing"]

FLOWING: Final = re.compile(r"net_|_flow|flow_|purchase|repay|change")
"""Metrics of what comes in and goes out."""
_SHORT: Final = re.compile(
    r"[\u3400-\u9fff]{2}(?!证券|银行|科技|股份|集团|电子|汽车|能源|电气|药业|生物|软件|信息|时代|通信|材料)[\u3400-\u9fff]{2}"
)
"""A name of four characters that goes by its last two."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name with its figure.

    Parameters
    ----------
    words
        What may name it, in small letters.
    day
        The day, month or quarter that it is of; empty where its name is none.
    old
        What it was before, where the text says.
    way
        1 where words or a sign say that it came in or rose, -1 where it went out or fell, else 0.
    """

    passage: Passage
    figure: Figure
    unit: Figure
    words: frozenset[str]
    day: str
    way: int
    old: Figure | None = None
    is_prior: bool = False
    """Whether it is told as of before the others."""

    @property
    def value(self) -> Fraction:
        """Its value, with the sign that words or print give it."""
        return self._base(self.figure) * (-1 if self.way < 0 else 1)

    @property
    def move(self) -> Fraction | None:
        """By how much it moved; ``None`` where nothing tells."""
        if self.old is not None:
            return self._base(self.figure) - self._base(self.old)
        return self.value if self.way else None

    @property
    def slack(self) -> Fraction:
        """How far its rounding reaches."""
        return Fraction(self.figure.half_ulp) * (Fraction(self.unit.size) if not self.figure.unit else 1)

    @property
    def shown(self) -> str:
        """Its name and its figure as printed."""
        name = self.day or next(iter(sorted(self.words, key=len, reverse=True)), "")
        return f"{name} {self.figure.text.strip()}".strip()

    def _base(self, figure: Figure) -> Fraction:
        return abs(Fraction(figure.value) * (Fraction(figure.size) if figure.unit else Fraction(self.unit.size)))


@dataclass(frozen=True)
class Standing:
    """Entries in the order of the text, or of time where all are days.

    Parameters
    ----------
    line
        The line that it stands in; ``None`` for a table or bullets.
    head
        The words that say what is measured: the sentence, or caption and column.
    is_timed
        Whether its entries are one quantity at one time after another.
    is_whole
        Whether nothing was left out between its rows.
    """

    entries: tuple[Entry, ...]
    line: Line | None
    head: str
    metrics: frozenset[str]
    first: int
    last: int
    item: int
    is_timed: bool = False
    is_whole: bool = True
    is_table: bool = False
    scopes: frozenset[str] = frozenset()
    is_joined: bool = False
    """Whether it was put together from several sentences."""
    column: str = ""
    """What the column of a table is called."""
    label: str = ""
    """What the rows of a table are called."""

    @cached_property
    def moves(self) -> tuple[tuple[Entry, Fraction], ...]:
        """The entries that moved, each with its signed move: as told, from before to now, or from day to day."""
        told = [(one, one.move) for one in self.entries]
        if all(move is not None for _, move in told):
            return tuple((one, move) for one, move in told if move is not None)
        if self.is_timed and not any(one.way or one.old for one in self.entries):
            return tuple((after, after.value - before.value) for before, after in pairwise(self.entries))
        return ()

    @property
    def is_stepped(self) -> bool:
        """Whether it tells by how much its entries moved: from what they were before, or from day to day."""
        return all(one.old for one in self.entries) or (self.is_timed and self.is_levels)

    @property
    def is_levels(self) -> bool:
        """Whether its figures are told without any direction."""
        return not any(one.way or one.old for one in self.entries)

    @property
    def shown(self) -> str:
        """All entries as printed."""
        return "、".join(one.shown for one in self.entries[:8])

    def joins(self, other: Standing) -> bool:
        """Whether its names and those of another can stand in one list."""
        entries = (*self.entries, *other.entries)
        apart = sum(len(one.words) for one in entries) == len(frozenset(word for one in entries for word in one.words))
        alike = len({one.figure.kind for one in entries}) == 1 and len({bool(one.way) for one in entries}) == 1
        same = self.metrics == other.metrics or not (self.metrics and other.metrics)
        return apart and alike and same and all(one.words and not one.day and one.old is None for one in entries)

    def named(self, text: str) -> list[Entry]:
        """The entries that a text names by words of their own, in the order of the text."""
        return [one for _, one in self.spots(text)]

    def spots(self, text: str) -> list[tuple[int, Entry]]:
        """Where a text names which entry, in the order of the text."""
        low = text.casefold()
        found = []
        for one in self.entries:
            own = [word for word in one.words if not any(word in other.words for other in self.entries if other is not one)]
            apart = "".join(word for other in self.entries if other is not one for word in other.words)
            own += [word[-2:] for word in own if _SHORT.fullmatch(word) and word[-2:] not in apart]
            places = [place for word in own if (place := _place(low, word)) >= 0]
            if one.day and (place := _place_of_day(low, one.day)) >= 0:
                places.append(place)
            if not places and (place := text.find(one.figure.text.strip())) >= 0:
                places.append(place)
            if places:
                found.append((min(places), one))
        return sorted(found, key=lambda pair: pair[0])


def _place(text: str, word: str) -> int:
    if not word.isascii():
        return text.find(word) if len(word) > 1 else -1
    match = re.search(rf"(?<![a-z]){re.escape(word)}(?:e?s)?(?![a-z])", text) or (
        re.search(rf"(?<![a-z]){re.escape(word.removesuffix('s'))}(?![a-z])", text) if len(word) > 4 else None
    )
    return match.start() if match else -1


def _place_of_day(text: str, day: str) -> int:
    names = [day, day[:3]] if day.isascii() and day[:3].isalpha() else [day]
    return min(
        (match.start() for one in DAY.finditer(text) if (match := one) and (one[0] in names or one[0][:3] in names)), default=-1
    )
