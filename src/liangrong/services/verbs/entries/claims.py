"""What a text says, held against everything at hand."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.claims.example import EXAMPLE
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb(
        "check-text",
        Note("核对一段文字", "Check a text"),
        "claims.checking:check_text",
        command="check",
        page="check",
        tool="check_text",
        example={"text": EXAMPLE.zh},
    ),
)
"""In the order of the catalogue."""
