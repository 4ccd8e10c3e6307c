"""Topics: saved questions, and their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl

from liangrong.core.errors import Lang
from liangrong.core.results import Note, Result, markdown_cell
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.filters import Filters
from liangrong.research.documents.topics import topic as topics_room
from liangrong.research.documents.topics.page import Grouping, Page, page_of
from liangrong.research.documents.topics.topic import Topic, forget, mark_seen, save, topics
from liangrong.services.documents.frames import CLAIMS, claim_row, document_row, frame
from liangrong.services.documents.frames import DOCUMENTS as DOCUMENT_COLUMNS
from liangrong.services.documents.place import NO_CORPUS, reading
from liangrong.services.workspace import Workspace

__all__ = [
    "ForgetTopicRequest",
    "SaveTopicRequest",
    "TopicPart",
    "TopicRequest",
    "forget_topic",
    "peeked_page",
    "refreshed_page",
    "save_topic",
    "to_markdown",
    "topic",
]

TopicPart = Literal["documents", "summary", "claims", "conflicts", "groups", "topics"]

_TOPICS: Final[dict[str, Any]] = {
    "topic_name": pl.String(), "topic_query": pl.String(), "document_source": pl.String(), "from_day": pl.Date(), "to_day": pl.Date(),
    "entity": pl.String(), "file_kind": pl.String(), "metrics": pl.List(pl.String()), "looked_at": pl.Datetime("us", "UTC"),
}  # fmt: skip
_DOCUMENTS: Final[dict[str, Any]] = {"anchor": pl.Int64(), "is_new": pl.Boolean(), **DOCUMENT_COLUMNS}
_SUMMARY: Final[dict[str, Any]] = {"sentence": pl.String(), "anchors": pl.List(pl.Int64())}
_GROUPS: Final[dict[str, Any]] = {"document_group": pl.String(), "anchors": pl.List(pl.Int64())}
_CONFLICTS: Final[dict[str, Any]] = {
    "metric": pl.String(), "aspect": pl.String(), "scope": pl.String(), "from_day": pl.Date(), "to_day": pl.Date(), "anchor": pl.Int64(),
    "printed": pl.String(), "sentence": pl.String(), "other_anchor": pl.Int64(), "other_printed": pl.String(), "other_sentence": pl.String(),
}  # fmt: skip
_SCHEMAS: Final = {
    "documents": _DOCUMENTS,
    "summary": _SUMMARY,
    "claims": CLAIMS,
    "conflicts": _CONFLICTS,
    "groups": _GROUPS,
    "topics": _TOPICS,
}


@dataclass(frozen=True, slots=True)
class TopicRequest:
    """Which topic, and what of its page.

    Parameters
    ----------
    name
        Its name; without one the topics are listed.
    part
        documents: numbered, the new ones marked; summary: sentences with the numbers of the documents that say them; claims; conflicts between documents; groups; topics: the topics there are.
    group_by
        What documents are grouped by: day, source or entity.
    top
        How many sentences.
    corpus
        Another file than the one beside the store.
    """

    name: str = ""
    part: TopicPart = "documents"
    group_by: Grouping = "day"
    top: int = 8
    corpus: Path | None = None


@dataclass(frozen=True, slots=True)
class SaveTopicRequest:
    """A topic to keep.

    Parameters
    ----------
    metrics
        Only claims of these are listed; all when empty.
    """

    corpus: Path
    name: str
    text: str
    source: str = ""
    start: date | None = None
    end: date | None = None
    entity: str = ""
    file_kind: str = ""
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForgetTopicRequest:
    """A topic to delete."""

    corpus: Path
    name: str


def topic(workspace: Workspace | None, request: TopicRequest = TopicRequest()) -> Result:
    """The page of a topic as it is now; asking changes nothing, and what is new stays new.

    Returns
    -------
    Result
        Rows of the view; or the topics there are.

    Raises
    ------
    UnknownName
        There is no such topic.
    BadInput
        The file is no corpus, or of a newer version.
    """
    with reading(workspace, request.corpus) as corpus:
        if corpus is None:
            return Result(frame([], _SCHEMAS[request.part]), warnings=(NO_CORPUS,))
        if not request.name or request.part == "topics":
            return _listed(corpus)
        found = page_of(corpus, topics_room.topic(corpus, request.name), by=request.group_by, sentences=request.top)
        return _result(found, request.part)


def peeked_page(path: Path, name: str, *, by: Grouping = "day", sentences: int = 8) -> Page:
    """The page of a topic; what is new stays new.

    Raises
    ------
    UnknownName
        There is no such topic.
    NotKnown
        There is no corpus.
    """
    with Corpus.open(path, read_only=True) as corpus:
        return page_of(corpus, topics_room.topic(corpus, name), by=by, sentences=sentences)


def refreshed_page(path: Path, name: str, *, by: Grouping = "day", sentences: int = 8) -> Page:
    """The page of a topic; its documents count as seen from now on.

    Raises
    ------
    UnknownName
        There is no such topic.
    NotKnown
        There is no corpus.
    """
    with Corpus.open(path) as corpus:
        found = page_of(corpus, topics_room.topic(corpus, name), by=by, sentences=sentences)
        mark_seen(corpus, name, [each.number for each in found.documents])
        return found


def save_topic(request: SaveTopicRequest) -> Result:
    """Keep a topic, in a corpus that is made where there is none; the topics there are now.

    Raises
    ------
    UsageError
        Its name or question cannot be read.
    """
    filters = Filters(request.source, request.start, request.end, request.entity, request.file_kind)
    with Corpus.open(request.corpus, create=True) as corpus:
        save(corpus, Topic(request.name, request.text, filters, request.metrics))
        return _listed(corpus)


def forget_topic(request: ForgetTopicRequest) -> Result:
    """Delete a topic; its documents stay. The topics there are now.

    Raises
    ------
    UnknownName
        There is no such topic.
    """
    with Corpus.open(request.corpus) as corpus:
        forget(corpus, request.name)
        return _listed(corpus)


def to_markdown(page: Page, lang: Lang) -> str:
    """A page as Markdown: what is new, the sentences with their anchors, conflicts, claims, and the documents by group."""
    zh = lang == "zh"
    new = len(page.new)
    parts = [
        f"# {page.topic.name}", "",
        (f"查询：{page.topic.query} · {len(page.documents)} 篇，其中 {new} 篇是新的。" if zh
         else f"Query: {page.topic.query} · {len(page.documents)} documents, {new} of them new."), "",
    ]  # fmt: skip
    parts += _section("要点" if zh else "What they say", [f"- {each.text} {_anchors(each.anchors)}" for each in page.summary])
    parts += _section(
        "彼此矛盾" if zh else "Where they contradict each other",
        [
            f"- {each.metric} · {each.scope} · {_span(each.start, each.end)}: {each.one[1].printed} {_anchors(each.one[:1])} ≠ {each.other[1].printed} {_anchors(each.other[:1])}"
            for each in page.conflicts
        ],
    )
    figures = [(anchor, said) for anchor, said in page.claims if said.printed and said.metric and said.nature == "fact"]
    head = ["指标", "方面", "范围", "日期", "数字", "文档"] if zh else ["metric", "aspect", "scope", "day", "figure", "document"]
    table = [_cells(head), _cells(["---"] * len(head))]
    table += [
        _cells([said.metric, said.aspect, said.scope, _span(said.start, said.end), said.printed, _anchors((anchor,))])
        for anchor, said in figures
    ]
    parts += _section("数字" if zh else "Figures", table if figures else [])
    parts += ["## " + ("文档" if zh else "Documents"), ""]
    for name, anchors in page.groups:
        parts += [f"### {name or ('未注明' if zh else 'not stated')}", ""]
        parts += [_told(page, anchor, zh=zh) for anchor in anchors]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _told(page: Page, anchor: int, *, zh: bool) -> str:
    each = page.documents[anchor - 1]
    facts = [
        each.source,
        f"{each.published or ''} {each.clock}".strip(),
        f"{each.copies} {'处' if zh else 'copies'}" if each.copies > 1 else "",
    ]
    mark = ("【新】" if zh else "NEW ") if anchor in page.new else ""
    return f"- [{anchor}] {mark}{each.title or each.name} ({', '.join(filter(None, facts))}; {'文档' if zh else 'document'} {each.number})"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *lines, ""] if lines else []


def _anchors(anchors: Sequence[int]) -> str:
    return "".join(f"[{anchor}]" for anchor in anchors)


def _span(start: date | None, end: date | None) -> str:
    return "" if start is None else str(start) if start == end else f"{start}..{end}"


def _cells(cells: Sequence[str]) -> str:
    return "| " + " | ".join(markdown_cell(cell) for cell in cells) + " |"


def _listed(corpus: Corpus) -> Result:
    rows = [
        {
            "topic_name": each.name, "topic_query": each.query, "document_source": each.filters.source or None, "from_day": each.filters.since,
            "to_day": each.filters.until, "entity": each.filters.entity or None, "file_kind": each.filters.kind or None,
            "metrics": list(each.metrics), "looked_at": each.looked_at,
        }
        for each in topics(corpus)
    ]  # fmt: skip
    return Result(frame(rows, _TOPICS))


def _result(page: Page, view: TopicPart) -> Result:
    rows: list[dict[str, Any]]
    if view == "documents":
        rows = [
            {"anchor": anchor, "is_new": anchor in page.new, **document_row(each)}
            for anchor, each in enumerate(page.documents, 1)
        ]
    elif view == "summary":
        rows = [{"sentence": each.text, "anchors": list(each.anchors)} for each in page.summary]
    elif view == "groups":
        rows = [{"document_group": name or None, "anchors": list(anchors)} for name, anchors in page.groups]
    elif view == "claims":
        rows = [claim_row(said, anchor=anchor, document=page.documents[anchor - 1].number) for anchor, said in page.claims]
    else:
        rows = [
            {
                "metric": each.metric, "aspect": each.aspect, "scope": each.scope, "from_day": each.start, "to_day": each.end,
                "anchor": each.one[0], "printed": each.one[1].printed, "sentence": each.one[1].sentence,
                "other_anchor": each.other[0], "other_printed": each.other[1].printed, "other_sentence": each.other[1].sentence,
            }
            for each in page.conflicts
        ]  # fmt: skip
    new = len(page.new)
    told = Note(
        f"{len(page.documents)} 篇文档，其中 {new} 篇是上次查看之后新增的。",
        f"{len(page.documents)} documents, {new} of them new since the page was last looked at.",
    )
    return Result(frame(rows, _SCHEMAS[view]), warnings=(told,))
