"""Documents, hits and claims as rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import polars as pl

from liangrong.research.documents.annotation import Said
from liangrong.research.documents.document import Document

__all__ = ["CLAIMS", "DOCUMENTS", "claim_row", "document_row", "frame"]

DOCUMENTS: Final[dict[str, Any]] = {
    "document": pl.Int64(), "title": pl.String(), "document_source": pl.String(), "published": pl.Date(), "clock": pl.String(),
    "file_kind": pl.String(), "lang": pl.String(), "file_name": pl.String(), "copies": pl.Int64(),
    "added_at": pl.Datetime("us", "UTC"), "superseded_by": pl.Int64(),
}  # fmt: skip
CLAIMS: Final[dict[str, Any]] = {
    "anchor": pl.Int64(), "document": pl.Int64(), "sentence": pl.String(), "metric": pl.String(), "aspect": pl.String(), "scope": pl.String(),
    "subject": pl.String(), "nature": pl.String(), "printed": pl.String(), "printed_value": pl.String(), "printed_unit": pl.String(),
    "from_day": pl.Date(), "to_day": pl.Date(),
}  # fmt: skip


def document_row(document: Document) -> dict[str, Any]:
    """A document without its text."""
    return {
        "document": document.number, "title": document.title or None, "document_source": document.source or None,
        "published": document.published, "clock": document.clock or None, "file_kind": document.kind, "lang": document.lang,
        "file_name": document.name, "copies": document.copies, "added_at": document.added_at, "superseded_by": document.superseded_by,
    }  # fmt: skip


def claim_row(said: Said, *, anchor: int, document: int) -> dict[str, Any]:
    """A claim and where it stands."""
    return {
        "anchor": anchor, "document": document, "sentence": said.sentence, "metric": said.metric or None, "aspect": said.aspect,
        "scope": said.scope or None, "subject": said.subject or None, "nature": said.nature, "printed": said.printed or None,
        "printed_value": f"{said.value}–{said.upper}" if said.upper else said.value, "printed_unit": said.unit or None,
        "from_day": said.start, "to_day": said.end,
    }  # fmt: skip


def frame(rows: Iterable[dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
    """Rows under their columns, also where there are none."""
    return pl.DataFrame(list(rows), schema=schema, orient="row")
