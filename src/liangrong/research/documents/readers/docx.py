"""DOCX: paragraphs in order, tables as rows; pictures, comments and tracked deletions are left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from liangrong.core.errors import BadInput, ExtraMissing
from liangrong.research.documents.readers.extracted import Extracted
from liangrong.research.documents.readers.packed import checked_package

__all__ = ["read_docx"]

_DEEPEST: Final = 5
"""Tables inside tables beyond this are left out."""


def read_docx(content: bytes, name: str) -> Extracted:
    """The text of a DOCX.

    Raises
    ------
    BadInput
        As ``checked_package``, or it has no text.
    ExtraMissing
        python-docx is not installed.
    """
    try:
        import docx
    except ModuleNotFoundError:
        raise ExtraMissing(what="Reading a DOCX", what_zh="读取 DOCX ", extra="documents") from None
    package = checked_package(content, name)
    try:
        document = docx.Document(io.BytesIO(package))
        text = "\n".join(_blocks(document))
        said = document.core_properties
        title, author, day = said.title or "", said.author or "", said.created
    except MemoryError:
        raise
    except Exception as error:  # a hostile package fails in a hundred ways; each of them means the same to its reader
        raise BadInput(
            place=name,
            reason=f"it is no DOCX that can be read ({type(error).__name__}).",
            reason_zh=f"不是可读取的 DOCX（{type(error).__name__}）。",
        ) from error
    if not text.strip():
        raise BadInput(place=name, reason="it has no text.", reason_zh="其中没有文字。")
    is_default = author in ("", "python-docx")
    return Extracted(
        text, "docx", title, "" if is_default else author, None if is_default or day is None else day.replace(tzinfo=None)
    )


def _blocks(container: Any, depth: int = 0) -> Iterator[str]:
    from docx.table import Table

    for block in container.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block, depth)
        elif block.text.strip():
            yield block.text.strip()


def _rows(table: Any, depth: int) -> Iterator[str]:
    """Rows of cells; a merged cell is told once. What stands in a table inside a cell is part of that cell."""
    if depth > _DEEPEST:
        return
    for row in table.rows:
        seen: list[Any] = []
        cells: list[str] = []
        for cell in row.cells:
            if any(cell._tc is other for other in seen):  # noqa: SLF001 - the only mark of a merged cell
                continue
            seen.append(cell._tc)  # noqa: SLF001 - as above
            cells.append(" ".join(" ".join(_blocks(cell, depth + 1)).split()))
        if any(cells):
            yield " | ".join(cells)
