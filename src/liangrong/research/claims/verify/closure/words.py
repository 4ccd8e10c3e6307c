"""Which way a count or an amount goes by the words beside it: up or in, down or out, or neither."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from liangrong.research.claims.words.movement import DOWN_WORDS, UP_WORDS

__all__ = ["Way", "way_of"]

Way: TypeAlias = Literal["up", "down", "flat", ""]
_WAYS: Final[tuple[tuple[Way, re.Pattern[str]], ...]] = (
    (
        "flat",
        re.compile(
            r"平盘|持平|不变|中性|\b(?:unchanged|flat|steady|neutral|stood pat|where (?:it|they) w|as (?:it|they) w|no change|left (?:it|them)|kept|held)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "down",
        re.compile(
            rf"{DOWN_WORDS}|看空|偏空|\b(?:bear\w*|repa\w+)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "up",
        re.compile(
            rf"{UP_WORDS}|看多|偏多|\bbull\w*\b",
            re.IGNORECASE,
        ),
    ),
)
_CLAUSE: Final = re.compile(r"[，,。；;、:：]|\band\b|\bwhile\b|\.\s", re.IGNORECASE)


def way_of(before: str, after: str) -> Way:
    """The way of a figure: by the words behind it up to the next comma, or else by those just before it.

    Examples
    --------
    >>> way_of("", " raised it, "), way_of("，下跌", "、平盘")
    ('up', 'down')
    """
    for text in (_CLAUSE.split(after)[0], _CLAUSE.split(before)[-1]):
        for way, words in _WAYS:
            if words.search(text):
                return way
    return ""
