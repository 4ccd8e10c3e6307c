"""Take documents out of a corpus, with all that was found in them; the files they came from are not touched."""

from __future__ import annotations

from collections.abc import Iterable

from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.reading import document
from liangrong.research.documents.sketch import keys_of, shingles
from liangrong.research.documents.words import squeezed, words

__all__ = ["remove"]


def remove(corpus: Corpus, numbers: Iterable[int]) -> int:
    """Take out the documents of these numbers, all of them or none, and say how many they were.

    Raises
    ------
    UnknownName
        One of them is not there; nothing was taken out.
    StorageFailed
        The disk refused, or another writer holds the file for too long.
    """
    wanted = sorted(set(numbers))
    with corpus.changing() as connection:
        for number in wanted:
            gone = document(corpus, number)
            connection.execute(
                "INSERT INTO words(words, rowid, title, body) VALUES ('delete', ?, ?, ?)",
                (number, " ".join(words(gone.title)), " ".join(words(gone.text))),
            )
            connection.executemany(
                "DELETE FROM keys WHERE key = ? AND document = ?",
                [(key, number) for key in keys_of(shingles(squeezed(gone.text)))],
            )
            connection.execute("DELETE FROM documents WHERE id = ?", (number,))
    return len(wanted)
