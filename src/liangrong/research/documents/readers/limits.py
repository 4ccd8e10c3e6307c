"""How much of a file is read, for how long, and in how much memory; a file that wants more is refused with a sentence."""

from __future__ import annotations

from typing import Final

__all__ = ["BYTES", "CHARACTERS", "CHILD_BYTES", "ENTRIES", "INFLATED", "PAGES", "SECONDS"]

BYTES: Final = 64 * 2**20
"""Of a file. It is looked up before the file is opened."""
INFLATED: Final = 256 * 2**20
"""Bytes of all entries of a packed document together, by its own table of contents."""
ENTRIES: Final = 10_000
"""Entries of a packed document."""
PAGES: Final = 3_000
"""Of a PDF."""
CHARACTERS: Final = 3_000_000
"""Of the text that comes out."""
SECONDS: Final = 30.0
"""For one file."""
CHILD_BYTES: Final = 2 * 2**30
"""Address space of the process that reads, where the system can limit it."""
