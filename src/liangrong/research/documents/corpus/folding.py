"""Find the document that a text is a copy of: the same but for white space, or so like it that only menus and adverts differ."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import Final

from liangrong.research.documents.sketch import THRESHOLD, Hashes, differ_in_figures, keys_of, shingles, similarity
from liangrong.research.documents.words import squeezed

__all__ = ["Twin", "twin_of"]

_CANDIDATES: Final = 8
_SHARED: Final = 3
"""Smallest hashes that a candidate shares: at the threshold fewer are shared by two pairs in 10,000."""

_LATEST: Final = "SELECT document FROM (SELECT document FROM keys WHERE key = ? ORDER BY document DESC LIMIT 64)"
"""Of a hash that many documents share, a common phrase, the latest are looked at: else adding would slow down with every document."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The document that holds a text already.

    Parameters
    ----------
    similarity
        1 where the text is the same but for white space and punctuation.
    """

    number: int
    similarity: float
    is_same: bool


def twin_of(connection: sqlite3.Connection, same: bytes, bare: str, hashes: Hashes, *, without: int | None = None) -> Twin | None:
    """The document that a text is a copy of; ``None`` where it is new.

    Parameters
    ----------
    same
        The digest of the text without white space and punctuation.
    bare, hashes
        The text without white space and punctuation, and the hashes of its runs.
    without
        A document that is not asked: a file that was changed is no copy of what it was, however little was changed.
    """
    row = connection.execute(
        "SELECT id FROM documents WHERE same = ?1 UNION ALL SELECT document FROM copies WHERE same = ?1 AND similarity < 1 LIMIT 1",
        (same,),
    ).fetchone()
    if row is not None:
        return Twin(row[0], 1.0, is_same=True)
    keys = keys_of(hashes)
    rows = connection.execute(" UNION ALL ".join([_LATEST] * len(keys)), keys).fetchall()
    shared = Counter(row[0] for row in rows)
    candidates = [
        number for number, times in shared.most_common(_CANDIDATES) if times >= min(_SHARED, len(keys)) and number != without
    ]
    best: Twin | None = None
    for candidate in candidates:
        other = squeezed(connection.execute("SELECT text FROM documents WHERE id = ?", (candidate,)).fetchone()[0])
        like = similarity(hashes, shingles(other))
        if like >= THRESHOLD and (best is None or like > best.similarity) and not differ_in_figures(bare, other):
            best = Twin(candidate, like, is_same=False)
    return best
