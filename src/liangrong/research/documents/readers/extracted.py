"""What a reader gives back: text, and what the file says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from liangrong.core.results import Note

__all__ = ["Extracted", "Kind"]

Kind: TypeAlias = Literal["text", "html", "pdf", "docx"]


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file.

    Parameters
    ----------
    text
        Paragraphs as lines; rows of tables as cells with `` | `` between them; pages of a PDF have no mark.
    title, source
        As the file declares them; empty where it does not.
    published
        The day or instant that the file declares, as printed there and without a time zone.
    notes
        What the reader of the text must know: encodings that were mixed, pages without text.
    """

    text: str
    kind: Kind
    title: str = ""
    source: str = ""
    published: date | datetime | None = None
    notes: tuple[Note, ...] = ()

    def row(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "text": self.text,
            "kind": self.kind,
            "title": self.title,
            "source": self.source,
            "published": self.published.isoformat() if self.published else None,
            "notes": [[note.zh, note.en] for note in self.notes],
        }

    @classmethod
    def of(cls, row: dict[str, Any]) -> Extracted:
        """The reverse of ``row``."""
        told = row["published"]
        when = None if told is None else (datetime.fromisoformat(told) if "T" in told else date.fromisoformat(told))
        return cls(row["text"], row["kind"], row["title"], row["source"], when, tuple(Note(*note) for note in row["notes"]))
