"""What a corpus holds: documents, where they were found, what they name and say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from liangrong.core.errors import UnknownName
from liangrong.research.documents.annotation import Said
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.filters import EVERY, Filters
from liangrong.research.documents.corpus.rows import said_of
from liangrong.research.documents.document import Copy, Document

__all__ = ["claims_of", "copies_of", "count", "document", "documents", "entities_of", "listed"]

_HEAD: Final = (
    "documents.id, documents.name, documents.kind, documents.title, documents.source, documents.published, documents.clock, documents.lang, "
    "documents.added_at, documents.superseded_by, (SELECT count(*) FROM copies WHERE copies.document = documents.id AND current) AS copies"
)


def document(corpus: Corpus, number: int) -> Document:
    """The document of a number, with its text.

    Raises
    ------
    UnknownName
        There is none.
    """
    found = documents(corpus, [number])
    if not found:
        last = corpus.connection.execute("SELECT coalesce(max(id), 0) FROM documents").fetchone()[0]
        raise UnknownName(kind="document", kind_zh="文档", name=str(number), known=f"1–{last}" if last else "—")
    return found[0]


def documents(corpus: Corpus, numbers: Iterable[int]) -> list[Document]:
    """Documents by their numbers, in the order asked for; numbers that are not there are left out."""
    wanted = list(numbers)
    rows = {
        row["id"]: row
        for start in range(0, len(wanted), 500)
        for row in corpus.connection.execute(
            f"SELECT {_HEAD}, text FROM documents WHERE id IN ({','.join('?' * len(wanted[start : start + 500]))})",  # noqa: S608
            wanted[start : start + 500],
        )
    }
    return [_document(rows[number], rows[number]["text"]) for number in wanted if number in rows]


def listed(corpus: Corpus, filters: Filters = EVERY, *, limit: int = 100) -> list[Document]:
    """The documents, the newest first, without their texts; those without a day come last."""
    where, values = filters.where()
    rows = corpus.connection.execute(
        f"SELECT {_HEAD} FROM documents {f'WHERE {where}' if where else ''} ORDER BY published IS NULL, published DESC, clock DESC, id DESC LIMIT ?",  # noqa: S608
        (*values, limit),
    )
    return [_document(row, "") for row in rows]


def count(corpus: Corpus, filters: Filters = EVERY) -> int:
    """How many documents there are."""
    where, values = filters.where()
    sql = f"SELECT count(*) FROM documents {f'WHERE {where}' if where else ''}"  # noqa: S608
    found: int = corpus.connection.execute(sql, values).fetchone()[0]
    return found


def copies_of(corpus: Corpus, number: int) -> list[Copy]:
    """Where a document was found, the first place first."""
    rows = corpus.connection.execute("SELECT * FROM copies WHERE document = ? AND current ORDER BY id", (number,))
    return [
        Copy(row["name"], row["path"], row["title"], row["source"], _day(row["published"]), _instant(row["added_at"]), row["similarity"])
        for row in rows
    ]  # fmt: skip


def entities_of(corpus: Corpus, number: int) -> list[tuple[str, int]]:
    """What a document names, and how often; the most often named first."""
    rows = corpus.connection.execute(
        "SELECT scope, mentions FROM entities WHERE document = ? ORDER BY mentions DESC, scope", (number,)
    )
    return [(row["scope"], row["mentions"]) for row in rows]


def claims_of(corpus: Corpus, number: int) -> list[Said]:
    """The claims of a document, in the order of its text."""
    rows = corpus.connection.execute("SELECT * FROM claims WHERE document = ? ORDER BY number", (number,))
    return [said_of(row) for row in rows]


def _document(row: sqlite3.Row, text: str) -> Document:
    return Document(
        row["id"], row["name"], row["kind"], row["title"], row["source"], _day(row["published"]), row["clock"], row["lang"], text,
        _instant(row["added_at"]), row["copies"], row["superseded_by"],
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
