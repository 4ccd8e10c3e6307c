"""A corpus that is open: one SQLite file, and the right to change it a batch at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from liangrong.core.errors import StorageFailed
from liangrong.research.documents.corpus.schema import connected
from liangrong.research.documents.words import VERSION, words

__all__ = ["FILE", "Corpus"]

FILE: Final = "documents.sqlite"
"""Its name in the folder of a store."""


@dataclass(frozen=True)
class Corpus:
    """An open corpus; use it as a context manager, or close it.

    What is done to it stands in modules of its own: ``adding``, ``reading``, ``removing``, and in ``search``, ``topics`` and ``calls``.

    Examples
    --------
    >>> import tempfile
    >>> from liangrong.research.documents.corpus.adding import add
    >>> from liangrong.research.documents.document import New
    >>> with tempfile.TemporaryDirectory() as folder, Corpus.open(Path(folder) / "documents.sqlite", create=True) as corpus:
    ...     [added.status for added in add(corpus, [New("a.txt", "两融余额创新高"), New("b.txt", "两融余额 创新高！")])]
    ['added', 'copy']
    """

    path: Path
    connection: sqlite3.Connection

    @classmethod
    def open(cls, path: Path, *, create: bool = False, read_only: bool = False) -> Corpus:
        """Open the corpus in a file.

        Parameters
        ----------
        create
            Make it where there is none.
        read_only
            Refuse every change; only words that were indexed by older rules are indexed anew.

        Raises
        ------
        NotKnown
            There is none and none shall be made.
        BadInput
            The file is no corpus, damaged, or of a newer version.
        StorageFailed
            The disk refused.
        """
        corpus = cls(path, connected(path, create=create))
        try:
            corpus._renew_words()
            if read_only:
                corpus.connection.execute("PRAGMA query_only = ON")
        except BaseException:
            corpus.close()
            raise
        return corpus

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A batch of changes: all of them or none; other writers wait, readers see what was there before.

        Raises
        ------
        StorageFailed
            Another writer holds it for too long, or the disk refused; what was stored before is intact.
        """
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise StorageFailed(path=str(self.path), reason=str(error)) from error

    def _renew_words(self) -> None:
        """Index all texts anew where the rules of words have changed since."""
        known = self.connection.execute("SELECT value FROM facts WHERE name = 'words'").fetchone()
        if known is not None and known[0] == str(VERSION):
            return
        with self.changing() as connection:
            connection.execute("INSERT INTO words(words) VALUES ('delete-all')")
            for row in connection.execute("SELECT id, title, text FROM documents").fetchall():
                connection.execute(
                    "INSERT INTO words(rowid, title, body) VALUES (?, ?, ?)",
                    (row["id"], " ".join(words(row["title"])), " ".join(words(row["text"]))),
                )
            connection.execute("INSERT OR REPLACE INTO facts VALUES ('words', ?)", (str(VERSION),))
