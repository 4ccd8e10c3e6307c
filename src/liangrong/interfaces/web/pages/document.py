"""Document: the text of one document of the corpus, where it was found, and a button that checks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from liangrong.core.errors import BadInput, StorageFailed
from liangrong.core.results import Note
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.listed_documents import NO_DOCUMENTS, listed, unreadable
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.panels import Panel, filled
from liangrong.interfaces.web.state import State
from liangrong.services.long_texts import MOST_CHARACTERS

__all__ = ["DOCUMENT"]

_SHOWN: Final = 200_000
"""Characters of a text that stand on the page: some two hundred printed pages."""


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The document by its number."""
    shown: dict[str, Any] = {"document": None, "refused": "", "none_yet": ""}
    number = state.at["number"]
    try:
        rows = desk.ask("show-document", {"document": number}, state.lang).data
        if rows.is_empty():
            return {**shown, "none_yet": NO_DOCUMENTS.text(state.lang)}
        row = rows.row(0, named=True)
        copies = _copies(desk, number, state) if row["copies"] > 1 else None
    except (BadInput, StorageFailed) as error:
        return {**shown, "refused": unreadable(desk, error, state)}
    text = row["body"]
    return {
        **shown,
        "document": listed(row, state),
        "file_name": row["file_name"],
        "newer": state.there(f"/documents/{row['superseded_by']}") if row["superseded_by"] else "",
        "paragraphs": [line.strip() for line in text[:_SHOWN].splitlines() if line.strip()],
        "left_out": max(0, len(text) - _SHOWN),
        "checked_at": state.there("/check"),
        "checkable": text if len(text) <= MOST_CHARACTERS else "",
        "published": row["published"],
        "copies": copies,
    }


def _copies(desk: Desk, number: str, state: State) -> Any:
    columns = ("file_name", "title", "document_source", "published", "likeness", "added_at")
    panel = Panel(
        "copies",
        "show-document",
        {"document": number, "part": "copies"},
        title=Note("出处", "Where it was found"),
        columns=columns,
    )
    return filled(desk, panel, state)


DOCUMENT: Final = Page("document", "/documents/{number}", Note("文档", "Document"), build, listed=False, keeps=False)
