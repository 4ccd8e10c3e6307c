"""Take documents into a corpus: each once, with every place where it was found; a batch is stored whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Final, Literal, TypeAlias

from liangrong.research.documents.annotation import Annotation, Annotator
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.folding import Twin, twin_of
from liangrong.research.documents.corpus.rows import store_calls, store_claims, store_entities
from liangrong.research.documents.document import New
from liangrong.research.documents.metadata import language_of, metadata_of
from liangrong.research.documents.sketch import Hashes, keys_of, shingles
from liangrong.research.documents.words import squeezed, words

__all__ = ["BATCH", "Added", "Status", "add"]

BATCH: Final = 500
"""Documents of a transaction: a crash loses at most the batch that was not finished."""

Status: TypeAlias = Literal["added", "copy", "known", "replaced"]
"""``copy``: folded into a document that is there; ``known``: nothing new at all; ``replaced``: another text under a known path."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one document.

    Parameters
    ----------
    number
        The document that holds it.
    similarity
        Of a copy; 1 where it is the same text.
    replaces
        The document that its path held before.
    unread
        The error with which the search for claims broke off: the document is kept without them. Empty where it did not.
    """

    name: str
    status: Status
    number: int
    similarity: float = 1.0
    replaces: int | None = None
    unread: str = ""


def add(
    corpus: Corpus, documents: Sequence[New], *, annotate: Annotator | None = None, now: datetime | None = None
) -> list[Added]:
    """Add documents, batch by batch.

    Parameters
    ----------
    annotate
        Finds entities, claims and calls; without it a document is only indexed by its words. It works before the file is locked.
    now
        When they are taken in; the present by default.

    Raises
    ------
    StorageFailed
        The disk refused, or another writer holds the file for too long; whole batches are stored.
    """
    at = (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    found: list[Added] = []
    for start in range(0, len(documents), BATCH):
        batch = [_prepared(new, annotate) for new in documents[start : start + BATCH]]
        with corpus.changing() as connection:
            found += [replace(_stored(connection, each, at), unread=each.unread) for each in batch]
    return found


@dataclass(frozen=True, slots=True)
class _Prepared:
    new: New
    bare: str
    hashes: Hashes
    same: bytes
    annotation: Annotation
    unread: str


def _prepared(new: New, annotate: Annotator | None) -> _Prepared:
    annotation, unread = _annotated(new, annotate)
    title, source, published = new.title, new.source, new.published
    if not (title and source and published):
        said = metadata_of(new.text)
        title = title or annotation.title or said.title
        source = source or said.source
        published = published or _finer(annotation.published, said.published)
    known = replace(new, title=title, source=source, published=published)
    bare = squeezed(new.text)
    same = blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return _Prepared(known, bare, shingles(bare), same, annotation, unread)


def _annotated(new: New, annotate: Annotator | None) -> tuple[Annotation, str]:
    """What was found in a document; one that breaks the search for claims is kept, and is found by its words."""
    if annotate is None:
        return Annotation(), ""
    try:
        return annotate(new), ""
    except Exception as error:  # noqa: BLE001 - one text must not keep a thousand others out; its row says what happened
        return Annotation(), type(error).__name__


def _finer(found: date | datetime | None, read: date | datetime | None) -> date | datetime | None:
    """The day that was found, with its time where the dateline has the same day."""
    if found is None or (isinstance(read, datetime) and read.date() == found):
        return read
    return found


def _stored(connection: sqlite3.Connection, each: _Prepared, at: str) -> Added:
    new = each.new
    before = _at_path(connection, new.path)
    if before is not None and before["same"] == each.same:
        return Added(new.name, "known", before["document"])
    twin = twin_of(connection, each.same, each.bare, each.hashes, without=before["document"] if before is not None else None)
    if twin is not None and before is None and _is_listed(connection, twin, each):
        return Added(new.name, "known", twin.number, twin.similarity)
    number = _inserted(connection, each, at) if twin is None else twin.number
    _list_copy(connection, number, each, at, twin)
    if before is None:
        return Added(new.name, "added" if twin is None else "copy", number, 1.0 if twin is None else twin.similarity)
    _supersede(connection, before, number)
    return Added(new.name, "replaced", number, 1.0 if twin is None else twin.similarity, before["document"])


def _at_path(connection: sqlite3.Connection, path: str) -> sqlite3.Row | None:
    """The copy that a path holds now."""
    if not path:
        return None
    found: sqlite3.Row | None = connection.execute(
        "SELECT id, document, same FROM copies WHERE path = ? AND path != '' AND current", (path,)
    ).fetchone()
    return found


def _is_listed(connection: sqlite3.Connection, twin: Twin, each: _Prepared) -> bool:
    """Whether this very text was found under this very name, path and source before."""
    new = each.new
    wanted = (twin.number, each.same, new.name, new.path, new.source)
    sql = "SELECT 1 FROM copies WHERE document = ? AND same = ? AND name = ? AND path = ? AND source = ? AND current"
    return connection.execute(sql, wanted).fetchone() is not None


def _inserted(connection: sqlite3.Connection, each: _Prepared, at: str) -> int:
    new = each.new
    day, clock = _when(new.published)
    cursor = connection.execute(
        "INSERT INTO documents(name, kind, title, source, published, clock, lang, text, same, added_at) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (new.name, new.kind, new.title, new.source, day, clock, language_of(new.text), new.text, each.same, at),
    )
    number = cursor.lastrowid
    assert number is not None, "a row was inserted"
    connection.execute(
        "INSERT INTO words(rowid, title, body) VALUES (?,?,?)", (number, " ".join(words(new.title)), " ".join(words(new.text)))
    )
    connection.executemany("INSERT INTO keys VALUES (?,?)", [(key, number) for key in keys_of(each.hashes)])
    store_entities(connection, number, each.annotation.entities)
    store_claims(connection, number, each.annotation.claims)
    store_calls(connection, number, each.annotation.calls)
    return number


def _list_copy(connection: sqlite3.Connection, number: int, each: _Prepared, at: str, twin: Twin | None) -> None:
    new, other = each.new, twin is not None and not twin.is_same
    connection.execute(
        "INSERT INTO copies(document, name, path, title, source, published, digest, same, text, similarity, added_at, current) VALUES (?,?,?,?,?,?,?,?,?,?,?,1)",
        (number, new.name, new.path, new.title, new.source, _when(new.published)[0], new.digest, each.same, new.text if other else None,
         1.0 if twin is None else twin.similarity, at),
    )  # fmt: skip


def _supersede(connection: sqlite3.Connection, before: sqlite3.Row, number: int) -> None:
    """The path holds another text now; a document that is found nowhere else any more is out of date, and is kept."""
    connection.execute("UPDATE copies SET current = 0 WHERE id = ?", (before["id"],))
    left = connection.execute("SELECT 1 FROM copies WHERE document = ? AND current", (before["document"],)).fetchone()
    if left is None and before["document"] != number:
        connection.execute("UPDATE documents SET superseded_by = ? WHERE id = ?", (number, before["document"]))
    connection.execute("UPDATE documents SET superseded_by = NULL WHERE id = ?", (number,))


def _when(published: date | datetime | None) -> tuple[str | None, str]:
    if published is None:
        return None, ""
    if isinstance(published, datetime):
        return published.date().isoformat(), published.strftime("%H:%M")
    return published.isoformat(), ""
