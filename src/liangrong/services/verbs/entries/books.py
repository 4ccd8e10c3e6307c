"""Books of accounts: which there are, what they hold, what they are worth."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb("books", Note("有哪些账簿", "The books"), "books.files:books_of", command="book list", tool="stress"),
    Verb(
        "book",
        Note("一本账簿的概况", "What a book holds"),
        "books.describe:description",
        command="book describe",
        tool="stress",
        sheet="book describe",
        example={"book": "demo"},
        slow=True,
    ),
    Verb(
        "book-value",
        Note("账簿估值", "A book, marked to market"),
        "books.revaluations:revaluation",
        command="book revalue",
        tool="stress",
        sheet="book revalue",
        example={"book": "demo"},
        slow=True,
    ),
)
"""In the order of the catalogue."""
