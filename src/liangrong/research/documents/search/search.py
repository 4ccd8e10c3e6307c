"""Search a corpus: which documents hold what was typed, best first.

Rank: bm25 over title and body, a word of the title counting for more; of equals the one published last. Where more documents match than can be
ranked in time, those added last are ranked, and the answer says so.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from liangrong.core.results import Note
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.filters import EVERY, Filters
from liangrong.research.documents.corpus.reading import documents
from liangrong.research.documents.document import Document
from liangrong.research.documents.search.query import Query, parsed, relaxed
from liangrong.research.documents.search.snippets import Snippet, snippet
from liangrong.research.documents.search.synonyms import other_names

__all__ = ["RANKED", "Found", "Hit", "matching", "search"]

RANKED: Final = 5_000
"""Documents that are counted and ranked at most: so many take some 10 ms."""
_TITLE: Final = 5.0
"""How much more a word counts in a title than in a body."""
_ALIKE: Final = 10
"""Steps of the logarithm of bm25 to which ranks are told apart: documents within some 10 % of each other come by day, the newer first."""
_TIES: Final = 200
"""Documents among which the day of publication may decide."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that was found.

    Parameters
    ----------
    score
        The higher, the better; comparable inside one answer only.
    """

    document: Document
    score: float
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Found:
    """An answer.

    Parameters
    ----------
    total
        How many documents match, counted up to ``RANKED``; ``is_more`` says that there are more.
    query
        What was looked for, with what was added to it.
    notes
        What the reader must know: names that were added, phrases that were relaxed, ranks that were not computed.
    """

    hits: tuple[Hit, ...]
    total: int
    is_more: bool
    query: Query
    notes: tuple[Note, ...] = ()


def search(
    corpus: Corpus, text: str, *, filters: Filters = EVERY, top: int = 20, both_languages: bool = True
) -> Found:  # fmt: skip
    """The documents that hold what was typed.

    Parameters
    ----------
    both_languages
        Also look for the names that the glossary has in the other language.

    Raises
    ------
    UsageError
        Nothing to look for was typed.
    """
    query = parsed(text, other_names if both_languages else None)
    notes = [_added(query)] if query.added else []
    ranked, total = _ranked(corpus, query, filters, top)
    if total == 0 and (pieces := relaxed(query)) != query:
        ranked, total = _ranked(corpus, pieces, filters, top)
        if total:
            query = pieces
            notes.append(
                Note(
                    "没有完整包含该短语的文档，改为包含其中每两个相邻的字。",
                    "No document holds the whole phrase; these hold all its pairs of characters.",
                )
            )
    if total > RANKED:
        notes.append(
            Note(
                f"命中超过 {RANKED} 篇，只对最后收入的这些排序。",
                f"More than {RANKED} documents match; those added last were ranked.",
            )
        )
    scores = {number: -score for number, score in ranked}
    hits = tuple(Hit(each, scores[each.number], snippet(each.text, query.phrases)) for each in documents(corpus, scores))
    return Found(hits, min(total, RANKED), total > RANKED, query, tuple(notes))


def matching(corpus: Corpus, text: str, *, filters: Filters = EVERY, limit: int, both_languages: bool = True) -> list[int]:
    """The numbers of the documents that hold what was typed, best first."""
    query = parsed(text, other_names if both_languages else None)
    return [number for number, _ in _ranked(corpus, query, filters, limit)[0]]


def _ranked(corpus: Corpus, query: Query, filters: Filters, top: int) -> tuple[list[tuple[int, float]], int]:
    """The best with their bm25, and how many match; one more than ``RANKED`` stands for any number beyond."""
    condition, values = _condition(corpus.connection, filters)
    best = corpus.connection.execute(
        f"SELECT id, score, count(*) OVER () AS total FROM (SELECT rowid AS id, bm25(words, {_TITLE}, 1.0) AS score FROM words "  # noqa: S608
        f"WHERE words MATCH ?{condition} ORDER BY rowid DESC LIMIT {RANKED + 1}) ORDER BY score, id DESC LIMIT ?",
        (query.expression(), *values, max(_TIES, top)),
    ).fetchall()
    if not best:
        return [], 0
    days = _days(corpus.connection, [row["id"] for row in best])
    ordered = sorted(best, key=lambda row: days[row["id"]], reverse=True)
    ordered.sort(key=lambda row: -round(_ALIKE * math.log(-row["score"])))
    return [(row["id"], row["score"]) for row in ordered[:top]], best[0]["total"]


def _days(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, tuple[str, int]]:
    rows = connection.execute(
        f"SELECT id, coalesce(published, '') || clock AS day FROM documents WHERE id IN ({','.join('?' * len(numbers))})",  # noqa: S608
        numbers,
    )
    return {row["id"]: (row["day"], row["id"]) for row in rows}


def _condition(connection: sqlite3.Connection, filters: Filters) -> tuple[str, list[Any]]:
    """The filters as a condition on the numbers of documents; without any, only superseded documents are taken out, where there are some.

    The plus keeps SQLite from asking FTS5 for one document after another.
    """
    if filters.narrows:
        where, values = filters.where()
        return f" AND +rowid IN (SELECT documents.id FROM documents WHERE {where})", values  # noqa: S608
    if (
        not filters.superseded
        and connection.execute("SELECT 1 FROM documents WHERE superseded_by IS NOT NULL LIMIT 1").fetchone()
    ):
        return " AND +rowid NOT IN (SELECT id FROM documents WHERE superseded_by IS NOT NULL)", []
    return "", []


def _added(query: Query) -> Note:
    names = query.added
    return Note(
        f"同时查找：{'、'.join(names)}。",
        f"Also looked for: {', '.join(names)}.",
    )
