"""A text of many lines that somebody hands in to be read: an article, not a name."""

from __future__ import annotations

from typing import Final, NewType

__all__ = ["MOST_CHARACTERS", "LongText"]

LongText = NewType("LongText", str)
"""The type of a field of a request that holds such a text; over a network it travels in a body, never in an address."""

MOST_CHARACTERS: Final = 400_000
"""Characters of it that a stranger may send: a long report has a tenth of that."""
