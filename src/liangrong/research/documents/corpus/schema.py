"""The tables of a corpus, and opening the file: ours or not, of which version, safe with several writers."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from liangrong.core.errors import BadInput, NotKnown, StorageFailed
from liangrong.research.documents.words import VERSION as WORDS

__all__ = ["SCHEMA", "connected"]

SCHEMA: Final = 1
"""Of the tables below; a file with a higher one was written by a newer program."""
_APPLICATION: Final = 0x4C524443
"""``LRDC``, by which SQLite files of ours are told from others."""
_PATIENCE_S: Final = 30.0
"""How long a writer waits for another one to finish its batch."""
_CACHE_KB: Final = 64_000

_CHECKPOINT_PAGES: Final = 16_000
"""Pages of the log that are moved into the file at a time."""

_TABLES: Final = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL,
    published TEXT, clock TEXT NOT NULL, lang TEXT NOT NULL, text TEXT NOT NULL,
    same BLOB NOT NULL UNIQUE, added_at TEXT NOT NULL, superseded_by INTEGER REFERENCES documents(id) ON DELETE SET NULL
);
CREATE INDEX documents_published ON documents(published);
CREATE INDEX documents_superseded ON documents(superseded_by) WHERE superseded_by IS NOT NULL;
CREATE TABLE copies (
    id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    name TEXT NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL, published TEXT,
    digest TEXT NOT NULL, same BLOB NOT NULL, text TEXT, similarity REAL NOT NULL, added_at TEXT NOT NULL, current INTEGER NOT NULL
);
CREATE INDEX copies_document ON copies(document);
CREATE INDEX copies_path ON copies(path) WHERE path != '';
CREATE INDEX copies_same ON copies(same) WHERE similarity < 1;
CREATE INDEX copies_source ON copies(source, document);
CREATE TABLE keys (key INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (key, document)) WITHOUT ROWID;
CREATE TABLE entities (
    scope TEXT NOT NULL, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, mentions INTEGER NOT NULL, PRIMARY KEY (scope, document)
) WITHOUT ROWID;
CREATE INDEX entities_document ON entities(document);
CREATE TABLE claims (
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, number INTEGER NOT NULL, sentence TEXT NOT NULL, text TEXT NOT NULL,
    metric TEXT NOT NULL, aspect TEXT NOT NULL, scope TEXT NOT NULL, subject TEXT NOT NULL, nature TEXT NOT NULL, direction TEXT NOT NULL,
    printed TEXT NOT NULL, value TEXT, upper TEXT, unit TEXT NOT NULL, kind TEXT NOT NULL, low TEXT, high TEXT, start TEXT, end TEXT,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE calls (
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, number INTEGER NOT NULL, author TEXT NOT NULL, said_on TEXT,
    sector TEXT NOT NULL, instrument TEXT NOT NULL, call TEXT NOT NULL, strength TEXT NOT NULL, horizon TEXT NOT NULL,
    support TEXT, resistance TEXT, unit TEXT NOT NULL, levels TEXT NOT NULL, sentence TEXT NOT NULL, PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE topics (name TEXT PRIMARY KEY, query TEXT NOT NULL, filters TEXT NOT NULL, extract TEXT NOT NULL, created_at TEXT NOT NULL, looked_at TEXT) WITHOUT ROWID;
CREATE INDEX claims_metric ON claims(metric, scope);
CREATE TABLE topic_documents (
    topic TEXT NOT NULL REFERENCES topics(name) ON DELETE CASCADE, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    seen_at TEXT NOT NULL, PRIMARY KEY (topic, document)
) WITHOUT ROWID;
CREATE INDEX topic_documents_document ON topic_documents(document);
CREATE TABLE watched (folder TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, refused_zh TEXT, refused_en TEXT, PRIMARY KEY (folder, path)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(title, body, content='', tokenize="ascii tokenchars '.'");
INSERT INTO words(words, rank) VALUES ('hashsize', 16777216);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
"""``documents.same`` and ``copies.same``: digest of the text without white space and punctuation; ``copies.text``: only where it is
another one than the document's; ``claims.low`` and ``high``: exact fractions in base units, none where there is no bound; ``words``: the words of
``research.documents.words`` joined by spaces, under the number of their document."""


def connected(path: Path, *, create: bool) -> sqlite3.Connection:
    """The open file, its tables made where it is new.

    Raises
    ------
    NotKnown
        There is no such file and none shall be made.
    BadInput
        It is no corpus, it is damaged, or it was written by a newer version of this program.
    StorageFailed
        The disk refused.
    """
    if not create and not path.is_file():
        raise NotKnown(
            reason=f"There is no corpus at {path} yet.",
            reason_zh=f"{path} 还没有文档库。",
            hint="Add documents: liangrong docs add FILE …",
            hint_zh="请先添加文档：liangrong docs add 文件 …",
        )
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise StorageFailed(path=str(path), reason=str(error)) from error
    try:
        _prepare(connection, path)
    except sqlite3.OperationalError as error:
        connection.close()
        raise StorageFailed(path=str(path), reason=str(error)) from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise _foreign(path, f"it is no corpus or it is damaged ({error})", f"不是文档库，或已损坏（{error}）") from error
    except BadInput:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    if not _is_ours(connection, path):
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        if not _is_ours(connection, path):  # nobody made it meanwhile
            for statement in _statements():
                connection.execute(statement)
            connection.execute("INSERT INTO facts VALUES ('words', ?)", (str(WORDS),))
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.execute("COMMIT")
    connection.execute("PRAGMA synchronous = NORMAL")


def _statements() -> list[str]:
    return [statement.strip() for statement in _TABLES.split(";\n") if statement.strip()]


def _is_ours(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the tables are there; a file that is somebody else's is refused."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application == 0 and version == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
        return False
    if application != _APPLICATION:
        raise _foreign(path, "it is an SQLite file of another program", "是其他程序的 SQLite 文件")
    if version > SCHEMA:
        raise _foreign(
            path,
            f"it was written by a newer version of this program (format {version}, this one knows {SCHEMA})",
            f"由更新版本的程序写成（格式 {version}，本程序只到 {SCHEMA}）",
        )
    return True


def _foreign(path: Path, reason: str, reason_zh: str) -> BadInput:
    return BadInput(
        place=str(path), reason=f"{reason}. It was left as it is.", reason_zh=f"{reason_zh}。文件原样保留。",
        hint="Name another file with --corpus.", hint_zh="请用 --corpus 另选一个文件。",
    )  # fmt: skip
