"""The sentences that say most of a topic, each quoted with the documents that say it: maximal marginal relevance over tf-idf.

Nothing is written: a sentence stands as its document has it.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.research.documents.document import Document
from liangrong.research.documents.search.query import Phrase
from liangrong.research.documents.search.snippets import hits_in
from liangrong.research.documents.sentences import sentences_of
from liangrong.research.documents.words import squeezed, words

__all__ = ["Quoted", "quoted"]

_RELEVANCE: Final = 0.75
"""What relevance counts for against novelty."""
_PER_DOCUMENT: Final = 60
"""Sentences of a document that are weighed."""
_LONGEST: Final = 20_000
"""Characters of a document that are looked through."""
_CANDIDATES: Final = 1_500
_ALIKE: Final = 0.6
"""Cosine similarity from which a sentence adds too little to another one to be quoted beside it."""
_SAME: Final = 0.85
"""Cosine similarity from which a sentence with the same figures is said to be in another document, too."""
_FIGURE: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_SHARE: Final = 2
"""Sentences that a document may have at least; a long one does not speak for all."""
_BULLET: Final = re.compile(r"^[\s\-–—•*●■◆▪#]+")
_ASKED: Final = 2.0
"""How much more a sentence counts that holds what was asked for."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence and who says it.

    Parameters
    ----------
    anchors
        The numbers of the documents on the page that say so, first the one that is quoted.
    """

    text: str
    anchors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    anchor: int
    vector: Mapping[str, float]
    weight: float


def quoted(documents: Sequence[Document], phrases: Sequence[Phrase], *, most: int = 8) -> list[Quoted]:
    """The sentences that say most about what was asked, in the order in which they were chosen.

    Parameters
    ----------
    documents
        In the order of the page: the first has number 1.

    References
    ----------
    J. Carbonell and J. Goldstein (1998), The use of MMR, diversity-based reranking for reordering documents and producing summaries.
    """
    found = _candidates(documents, phrases)
    chosen: list[_Candidate] = []
    left = found.copy()
    likeness = [0.0] * len(left)
    used: Counter[int] = Counter()
    share = max(_SHARE, math.ceil(most / max(1, len({each.anchor for each in found}))))
    while left and len(chosen) < most:
        values = [_RELEVANCE * each.weight - (1 - _RELEVANCE) * like for each, like in zip(left, likeness, strict=True)]
        best = max(range(len(left)), key=lambda place: (values[place], -place))
        taken = left.pop(best)
        likeness.pop(best)
        chosen.append(taken)
        likeness = [max(like, _cosine(each.vector, taken.vector)) for each, like in zip(left, likeness, strict=True)]
        used[taken.anchor] += 1
        kept = [place for place, like in enumerate(likeness) if like < _ALIKE and used[left[place].anchor] < share]
        left, likeness = [left[place] for place in kept], [likeness[place] for place in kept]
    return [Quoted(each.text, _anchors(each, found)) for each in chosen]


def _candidates(documents: Sequence[Document], phrases: Sequence[Phrase]) -> list[_Candidate]:
    read: list[tuple[str, int, Counter[str], bool]] = []
    for anchor, document in enumerate(documents, 1):
        found = _sentences(document.text[:_LONGEST], phrases)
        asked = [each for each in found if each[1]]
        read += [
            (sentence, anchor, Counter(words(sentence)), is_asked) for sentence, is_asked in (asked or found)[:_PER_DOCUMENT]
        ]
    if any(is_asked for *_, is_asked in read):
        read = [each for each in read if each[3]]
    read = read[:_CANDIDATES]
    frequency = Counter(word for _, _, counts, _ in read for word in counts)
    vectors = [
        _unit({word: (1 + math.log(times)) * math.log(1 + len(read) / frequency[word]) for word, times in counts.items()})
        for *_, counts, _ in read
    ]
    centre: Counter[str] = Counter()
    for vector in vectors:
        centre.update(vector)
    middle = _unit(centre)
    return [
        _Candidate(sentence, anchor, vector, _cosine(vector, middle) * (_ASKED if is_asked else 1.0))
        for (sentence, anchor, _, is_asked), vector in zip(read, vectors, strict=True)
    ]


def _sentences(text: str, phrases: Sequence[Phrase]) -> list[tuple[str, bool]]:
    """The sentences of a document, each once, and whether they hold what was asked for."""
    hits = [start for start, _, _ in hits_in(text, phrases)]
    found: dict[str, tuple[str, bool]] = {}
    for start, end, printed in sentences_of(text):
        place = bisect_left(hits, start)
        sentence = _BULLET.sub("", printed)
        found.setdefault(squeezed(sentence), (sentence, place < len(hits) and hits[place] < end))
    return list(found.values())


def _anchors(chosen: _Candidate, found: Sequence[_Candidate]) -> tuple[int, ...]:
    """Who says it: another figure is another saying, however alike the words are."""
    figures = sorted(_FIGURE.findall(chosen.text))
    others = (
        each.anchor
        for each in found
        if each is not chosen and _cosine(each.vector, chosen.vector) >= _SAME and sorted(_FIGURE.findall(each.text)) == figures
    )
    return tuple(dict.fromkeys((chosen.anchor, *others)))


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {word: value / length for word, value in vector.items()} if length else {}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(value * large.get(word, 0.0) for word, value in small.items())
