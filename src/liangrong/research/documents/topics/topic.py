"""A topic: a question with its filters under a name, kept in the corpus with what was seen of it."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from liangrong.core.errors import UnknownName, UsageError
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.filters import Filters
from liangrong.research.documents.search.query import parsed
from liangrong.research.documents.search.search import matching

__all__ = ["MOST", "Topic", "documents_of", "forget", "mark_seen", "save", "seen", "topic", "topics"]

MOST: Final = 300
"""Documents of a topic that are looked at: the best, when there are more."""
_NAME: Final = re.compile(r"[^\x00-\x1f/\\]{1,60}")


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that is asked again.

    Parameters
    ----------
    metrics
        Claims of these metrics only are listed; of all when empty.
    looked_at
        When its page was last made and its documents counted as seen; ``None`` before the first time.
    """

    name: str
    query: str
    filters: Filters = field(default_factory=Filters)
    metrics: tuple[str, ...] = ()
    looked_at: datetime | None = None


def save(corpus: Corpus, new: Topic, *, now: datetime | None = None) -> None:
    """Keep a topic; one of the same name is replaced, and what was seen of it is forgotten where its question changed.

    Raises
    ------
    UsageError
        The name or the question cannot be read.
    """
    if not _NAME.fullmatch(new.name):
        raise UsageError(
            reason=f"'{new.name[:80]}' cannot be the name of a topic: 1 to 60 characters without slashes.",
            reason_zh=f"“{new.name[:80]}”不能作主题名：1 至 60 个字符，不含斜杠。",
        )
    parsed(new.query)
    values = (new.query, _to_json(new.filters), json.dumps(list(new.metrics), ensure_ascii=False))
    with corpus.changing() as connection:
        known = connection.execute("SELECT query, filters, extract FROM topics WHERE name = ?", (new.name,)).fetchone()
        if known is not None and tuple(known)[:2] == values[:2]:
            connection.execute("UPDATE topics SET extract = ? WHERE name = ?", (values[2], new.name))
            return
        connection.execute("DELETE FROM topics WHERE name = ?", (new.name,))
        made = (now or datetime.now(UTC)).isoformat(timespec="seconds")
        connection.execute("INSERT INTO topics VALUES (?,?,?,?,?,NULL)", (new.name, *values, made))


def topic(corpus: Corpus, name: str) -> Topic:
    """The topic of a name.

    Raises
    ------
    UnknownName
        There is none.
    """
    known = topics(corpus)
    found = next((each for each in known if each.name == name), None)
    if found is None:
        raise UnknownName(kind="topic", kind_zh="主题", name=name, known=", ".join(each.name for each in known) or "—")
    return found


def topics(corpus: Corpus) -> list[Topic]:
    """All topics, by name."""
    return [_topic(row) for row in corpus.connection.execute("SELECT * FROM topics ORDER BY name")]


def forget(corpus: Corpus, name: str) -> None:
    """Delete a topic; its documents stay.

    Raises
    ------
    UnknownName
        There is none.
    """
    topic(corpus, name)
    with corpus.changing() as connection:
        connection.execute("DELETE FROM topics WHERE name = ?", (name,))


def documents_of(corpus: Corpus, asked: Topic) -> list[int]:
    """The numbers of a topic's documents, best first."""
    return matching(corpus, asked.query, filters=asked.filters, limit=MOST)


def seen(corpus: Corpus, name: str) -> set[int]:
    """The documents that a topic's page has shown before."""
    return {row[0] for row in corpus.connection.execute("SELECT document FROM topic_documents WHERE topic = ?", (name,))}


def mark_seen(corpus: Corpus, name: str, numbers: list[int], *, now: datetime | None = None) -> None:
    """Count documents as seen."""
    at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    with corpus.changing() as connection:
        connection.executemany("INSERT OR IGNORE INTO topic_documents VALUES (?,?,?)", [(name, number, at) for number in numbers])
        connection.execute("UPDATE topics SET looked_at = ? WHERE name = ?", (at, name))


def _topic(row: sqlite3.Row) -> Topic:
    looked = row["looked_at"]
    return Topic(
        row["name"], row["query"], _from_json(row["filters"]), tuple(json.loads(row["extract"])),
        None if looked is None else datetime.fromisoformat(looked),
    )  # fmt: skip


def _to_json(filters: Filters) -> str:
    told: dict[str, Any] = {
        "source": filters.source, "since": filters.since and filters.since.isoformat(), "until": filters.until and filters.until.isoformat(),
        "entity": filters.entity, "kind": filters.kind,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)


def _from_json(text: str) -> Filters:
    told = json.loads(text)
    since, until = (date.fromisoformat(told[name]) if told[name] else None for name in ("since", "until"))
    return Filters(told["source"], since, until, told["entity"], told["kind"])
