"""The page of a topic: its documents numbered and grouped, what they say in their own sentences, their claims, their contradictions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from liangrong.research.documents.annotation import Said
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.reading import claims_of, documents, entities_of
from liangrong.research.documents.document import Document
from liangrong.research.documents.search.query import parsed
from liangrong.research.documents.search.synonyms import other_names
from liangrong.research.documents.topics.conflicts import Conflict, conflicts_in
from liangrong.research.documents.topics.summary import Quoted, quoted
from liangrong.research.documents.topics.topic import Topic, documents_of, seen

__all__ = ["MOST_SENTENCES", "Grouping", "Page", "page_of"]

MOST_SENTENCES: Final = 50
"""A page is read by people."""

Grouping: TypeAlias = Literal["day", "source", "entity"]


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a topic.

    Parameters
    ----------
    documents
        The newest first; the first has number 1.
    new
        Numbers on the page of the documents that no page of this topic has shown before.
    groups
        Heading and numbers on the page; a document may stand under several entities.
    claims
        Number on the page and claim.
    """

    topic: Topic
    documents: tuple[Document, ...]
    new: frozenset[int]
    groups: tuple[tuple[str, tuple[int, ...]], ...]
    summary: tuple[Quoted, ...]
    claims: tuple[tuple[int, Said], ...]
    conflicts: tuple[Conflict, ...]


def page_of(corpus: Corpus, topic: Topic, *, by: Grouping = "day", sentences: int = 8) -> Page:
    """Make the page of a topic; whether its documents count as seen is for the caller to say.

    Parameters
    ----------
    by
        How documents are grouped.
    sentences
        How many are quoted.
    """
    found = sorted(
        documents(corpus, documents_of(corpus, topic)),
        key=lambda each: (each.published or date.min, each.clock, each.number),
        reverse=True,
    )
    before = seen(corpus, topic.name)
    new = frozenset(anchor for anchor, each in enumerate(found, 1) if each.number not in before)
    claims = tuple(
        (anchor, said)
        for anchor, each in enumerate(found, 1)
        for said in claims_of(corpus, each.number)
        if not topic.metrics or said.metric in topic.metrics
    )
    phrases = parsed(topic.query, other_names).phrases
    return Page(
        topic, tuple(found), new, _groups(corpus, found, by), tuple(quoted(found, phrases, most=min(sentences, MOST_SENTENCES))), claims, tuple(conflicts_in(claims))
    )  # fmt: skip


def _groups(corpus: Corpus, found: Sequence[Document], by: Grouping) -> tuple[tuple[str, tuple[int, ...]], ...]:
    members: dict[str, list[int]] = defaultdict(list)
    for anchor, each in enumerate(found, 1):
        if by == "day":
            names = [each.published.isoformat() if each.published else ""]
        elif by == "source":
            names = [each.source]
        else:
            names = [scope for scope, _ in entities_of(corpus, each.number)] or [""]
        for name in names:
            members[name].append(anchor)
    ordered = (
        members.items() if by == "day" else sorted(members.items(), key=lambda group: (group[0] == "", -len(group[1]), group[0]))
    )
    return tuple((name, tuple(anchors)) for name, anchors in ordered)
