"""A period that a text names: a day, a month, a window, with what had to be inferred to read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["Period"]


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included; a single day has both equal.

    Parameters
    ----------
    start, end
        The days.
    text
        As printed: ``9月17日``, ``上周五``, ``2H2025``, ``the prior session``; empty where it was carried over.
    at
        Where it stands in ``Article.text``, ``(start, end)``; ``(-1, -1)`` where it was carried over from elsewhere in the article.
    certain
        Whether every part is printed; not where a year, a century or a weekday was read off another date.
    open_end
        Whether the text names only a beginning (since, 以来, from … on) and ``end`` is the article's own day.
    """

    start: date
    end: date
    text: str = ""
    at: tuple[int, int] = (-1, -1)
    certain: bool = True
    open_end: bool = False

    def __post_init__(self) -> None:
        assert self.start <= self.end, f"{self.start} > {self.end}"

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.start == self.end

    def __str__(self) -> str:
        return self.start.isoformat() if self.is_day else f"{self.start}..{self.end}"
