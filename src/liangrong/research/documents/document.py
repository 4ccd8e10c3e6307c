"""A document of the corpus, and the files and pages that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from liangrong.core.results import Note
from liangrong.research.documents.readers.extracted import Kind

__all__ = ["Copy", "Document", "Lang", "New"]

Lang: TypeAlias = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class New:
    """A text on its way into the corpus.

    Parameters
    ----------
    name
        The file's name, or what a pasted text is called.
    path
        Where the file lies, as it was found; empty for pasted text. A file that is read again from there replaces what it was.
    title, source, published
        As the caller, the file or the text say, in this order; empty or ``None`` where nobody does.
    digest
        Of the file's bytes; empty for pasted text.
    """

    name: str
    text: str
    kind: Kind = "text"
    path: str = ""
    title: str = ""
    source: str = ""
    published: date | datetime | None = None
    digest: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is kept.

    Parameters
    ----------
    number
        Its number in the corpus, from 1; never given twice.
    published
        The day it was published; ``None`` where nothing says. ``clock`` is the time of that day, as ``HH:MM``, or empty.
    added_at
        When it was taken in, UTC.
    copies
        How many files and pages it was found in.
    superseded_by
        The document that its file holds now; ``None`` while it is current.
    """

    number: int
    name: str
    kind: Kind
    title: str
    source: str
    published: date | None
    clock: str
    lang: Lang
    text: str
    added_at: datetime
    copies: int = 1
    superseded_by: int | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """One place where a document was found.

    Parameters
    ----------
    similarity
        1 where the text is the same but for white space and punctuation; else the share of six-character runs that both have.
    """

    name: str
    path: str
    title: str
    source: str
    published: date | None
    added_at: datetime
    similarity: float
