"""Documents: searched, listed, shown, followed as topics, and their calls."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb(
        "search-documents",
        Note("检索文档", "Search documents"),
        "documents.searching:search_documents",
        command="docs search",
        page="documents",
        tool="search_documents",
        example={"text": "融资余额"},
    ),
    Verb(
        "show-document",
        Note("一篇文档", "One document"),
        "documents.searching:show_document",
        command="docs show",
        page="document",
        tool="search_documents",
    ),
    Verb(
        "list-documents",
        Note("文档目录", "List of documents"),
        "documents.searching:list_documents",
        command="docs list",
        page="documents",
        tool="search_documents",
    ),
    Verb(
        "topic",
        Note("主题页", "Topic page"),
        "documents.topics:topic",
        command="docs topic",
        page="topic",
        tool="search_documents",
    ),
    Verb(
        "calls",
        Note("观点台账", "Ledger of calls"),
        "documents.calls:calls",
        command="docs calls",
        tool="search_documents",
    ),
)
"""In the order of the catalogue."""
