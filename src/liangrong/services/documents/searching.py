"""Search the corpus, list it, and show one of its documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl

from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.filters import Filters
from liangrong.research.documents.corpus.reading import claims_of, copies_of, count, document, entities_of, listed
from liangrong.research.documents.search.query import parsed
from liangrong.research.documents.search.search import search
from liangrong.services.documents.frames import CLAIMS, DOCUMENTS, claim_row, document_row, frame
from liangrong.services.documents.place import NO_CORPUS, reading
from liangrong.services.workspace import Workspace

__all__ = [
    "FileKind",
    "ListDocumentsRequest",
    "SearchDocumentsRequest",
    "ShowDocumentRequest",
    "list_documents",
    "search_documents",
    "show_document",
]

FileKind = Literal["", "text", "html", "pdf", "docx"]

_HITS: Final[dict[str, Any]] = {
    "document": pl.Int64(), "title": pl.String(), "document_source": pl.String(), "published": pl.Date(), "snippet": pl.String(),
    "match_score": pl.Float64(), "file_kind": pl.String(), "copies": pl.Int64(),
}  # fmt: skip
_TEXT: Final[dict[str, Any]] = {**DOCUMENTS, "body": pl.String()}
_COPIES: Final[dict[str, Any]] = {
    "document": pl.Int64(), "file_name": pl.String(), "title": pl.String(), "document_source": pl.String(), "published": pl.Date(),
    "likeness": pl.Float64(), "added_at": pl.Datetime("us", "UTC"),
}  # fmt: skip
_ENTITIES: Final[dict[str, Any]] = {"document": pl.Int64(), "entity": pl.String(), "mentions": pl.Int64()}


@dataclass(frozen=True, slots=True)
class SearchDocumentsRequest:
    """What to look for.

    Parameters
    ----------
    text
        Words that must all be found, such as 融资余额 or margin ratio; "in quotes" for a phrase, word* for a beginning, -word to leave out, a code in any
        spelling.
    source
        Only documents whose source holds this text.
    start, end
        Only documents published from this day on, and until that one.
    entity
        Only documents that name this security or part of the market.
    file_kind
        Only text, html, pdf or docx.
    top
        How many rows.
    also_english
        Also look for the names that the glossary has in the other language.
    corpus
        Another file than the one beside the store.
    """

    text: str
    source: str = ""
    start: date | None = None
    end: date | None = None
    entity: str = ""
    file_kind: FileKind = ""
    top: int = 20
    also_english: bool = True
    corpus: Path | None = None


@dataclass(frozen=True, slots=True)
class ListDocumentsRequest:
    """Which documents to list.

    Parameters
    ----------
    source
        Only documents whose source holds this text.
    start, end
        Only documents published from this day on, and until that one.
    entity
        Only documents that name this security or part of the market.
    file_kind
        Only text, html, pdf or docx.
    superseded
        Also documents whose file holds another text now.
    top
        How many rows, the newest first.
    corpus
        Another file than the one beside the store.
    """

    source: str = ""
    start: date | None = None
    end: date | None = None
    entity: str = ""
    file_kind: FileKind = ""
    superseded: bool = False
    top: int = 100
    corpus: Path | None = None


@dataclass(frozen=True, slots=True)
class ShowDocumentRequest:
    """Which document to show, and what of it.

    Parameters
    ----------
    document
        Its number; the one published last by default.
    part
        text: the document; claims: what it says; copies: where it was found; entities: what it names.
    corpus
        Another file than the one beside the store.
    """

    document: int | None = None
    part: Literal["text", "claims", "copies", "entities"] = "text"
    corpus: Path | None = None


def search_documents(workspace: Workspace | None, request: SearchDocumentsRequest) -> Result:
    """The documents that hold what was typed, best first, with the place marked by ``**``.

    Returns
    -------
    Result
        Rows ``document, title, document_source, published, snippet, match_score, file_kind, copies``; warnings say what was looked for besides.

    Raises
    ------
    UsageError
        Nothing to look for was typed, or fewer than one row is asked for.
    BadInput
        The file is no corpus, or of a newer version.
    """
    _check_top(request.top)
    filters = Filters(request.source, request.start, request.end, request.entity, request.file_kind)
    with reading(workspace, request.corpus) as corpus:
        if corpus is None:
            parsed(request.text)
            return Result(frame([], _HITS), warnings=(NO_CORPUS,))
        found = search(corpus, request.text, filters=filters, top=request.top, both_languages=request.also_english)
        rows = [
            {
                "document": hit.document.number, "title": hit.document.title or None, "document_source": hit.document.source or None,
                "published": hit.document.published, "snippet": hit.snippet.marked(), "match_score": round(hit.score, 3),
                "file_kind": hit.document.kind, "copies": hit.document.copies,
            }
            for hit in found.hits
        ]  # fmt: skip
        return Result(frame(rows, _HITS), warnings=(*found.notes, *_of_total(len(rows), found.total, corpus)))


def list_documents(workspace: Workspace | None, request: ListDocumentsRequest = ListDocumentsRequest()) -> Result:
    """The documents of the corpus, the newest first.

    Returns
    -------
    Result
        Rows ``document, title, document_source, published, clock, file_kind, lang, file_name, copies, added_at, superseded_by``.

    Raises
    ------
    UsageError
        Fewer than one row is asked for.
    BadInput
        The file is no corpus, or of a newer version.
    """
    _check_top(request.top)
    filters = Filters(request.source, request.start, request.end, request.entity, request.file_kind, request.superseded)
    with reading(workspace, request.corpus) as corpus:
        if corpus is None:
            return Result(frame([], DOCUMENTS), warnings=(NO_CORPUS,))
        rows = [document_row(each) for each in listed(corpus, filters, limit=request.top)]
        total = count(corpus, filters)
        more = Note(f"共 {total} 篇，只列最新的。", f"{total} documents in all; only the newest are shown.")
        return Result(frame(rows, DOCUMENTS), warnings=(more,) if total > len(rows) else ())


def show_document(workspace: Workspace | None, request: ShowDocumentRequest = ShowDocumentRequest()) -> Result:
    """One document: its text, its claims, where it was found, or what it names.

    Returns
    -------
    Result
        One row with the text under ``body``; or rows of claims, copies or entities.

    Raises
    ------
    UnknownName
        There is no document of this number.
    BadInput
        The file is no corpus, or of a newer version.
    """
    schema = {"text": _TEXT, "claims": CLAIMS, "copies": _COPIES, "entities": _ENTITIES}[request.part]
    with reading(workspace, request.corpus) as corpus:
        if corpus is None:
            return Result(frame([], schema), warnings=(NO_CORPUS,))
        number = request.document
        if number is None:
            newest = listed(corpus, limit=1)
            if not newest:
                return Result(frame([], schema), warnings=(NO_CORPUS,))
            number = newest[0].number
        return Result(frame(_shown(corpus, number, request.part), schema))


def _shown(corpus: Corpus, number: int, view: str) -> list[dict[str, Any]]:
    found = document(corpus, number)
    if view == "claims":
        return [claim_row(said, anchor=place, document=number) for place, said in enumerate(claims_of(corpus, number), 1)]
    if view == "copies":
        return [
            {
                "document": number, "file_name": copy.name, "title": copy.title or None, "document_source": copy.source or None,
                "published": copy.published, "likeness": copy.similarity, "added_at": copy.added_at,
            }
            for copy in copies_of(corpus, number)
        ]  # fmt: skip
    if view == "entities":
        return [{"document": number, "entity": scope, "mentions": mentions} for scope, mentions in entities_of(corpus, number)]
    return [{**document_row(found), "body": found.text}]


def _of_total(shown: int, total: int, corpus: Corpus) -> tuple[Note, ...]:
    if total > shown:
        return (Note(f"共 {total} 篇，只列最相关的。", f"{total} documents match; only the best are shown."),)
    if total:
        return ()
    kept = count(corpus)
    return (Note(f"{kept} 篇文档中没有找到。", f"Nothing was found in {kept} documents."),)


def _check_top(top: int) -> None:
    if top < 1:
        raise UsageError(reason=f"top is {top}; ask for at least one row.", reason_zh=f"top 为 {top}，至少应为 1。")
