"""Columns and words of growth, rotation and episodes."""

from __future__ import annotations

from typing import Final

from liangrong.research.tables.headings import Heading

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {}

WORDS: Final[dict[str, str]] = {}
