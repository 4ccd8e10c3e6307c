"""The numbers of a text before their units are read, and the stretches that hold no quantity."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.reading.numerals import CHINESE, DIGITS, ENGLISH, Number, chinese, digits, english

__all__ = ["Masks", "Token", "tokens_in"]

_NUMBER: Final = re.compile(rf"(?P<digits>{DIGITS})|(?P<chinese>{CHINESE})|\b(?P<english>{ENGLISH})\b", re.IGNORECASE)
_LONGEST: Final = 16
"""Digits of the longest number that is read as a quantity."""


@dataclass(frozen=True, slots=True)
class Token:
    """A number and where it stands; ``kind`` is ``digits``, ``chinese`` or ``english``."""

    start: int
    end: int
    number: Number
    kind: str


class Masks:
    """Stretches that hold no quantity."""

    def __init__(self, spans: tuple[tuple[int, int], ...]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in spans:
            if self.ends and start < self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def covers(self, start: int, end: int) -> bool:
        """Whether any of a stretch is hidden."""
        place = bisect_right(self.starts, end - 1) - 1
        return place >= 0 and self.ends[place] > start

    def hides(self, one: Figure) -> bool:
        """Whether a figure in words is no quantity; of a length in two pieces, the first alone may be a window."""
        is_length = one.kind is Kind.DURATION and not self.covers(one.end - 1, one.end)
        return self.covers(one.start, one.end) and not is_length


def tokens_in(plain: str) -> Iterator[Token]:
    """Every number of a text, in order."""
    for match in _NUMBER.finditer(plain):
        kind = match.lastgroup
        assert kind is not None, "every branch is named"
        text = match[0]
        if kind == "digits":
            if len(text) <= _LONGEST:
                yield Token(match.start(), match.end(), digits(text), kind)
            continue
        number = chinese(text) if kind == "chinese" else english(text)
        if number is not None:
            yield Token(match.start(), match.end(), number, kind)
