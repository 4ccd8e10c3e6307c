"""What a file holds once its bytes are decoded: plain lists, mappings and text. No meaning yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["Document", "Sheet", "Tree"]

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"
"""Every leaf is the text as it was written, so that no number loses a digit; ``None`` where nothing is said."""

Sheet: TypeAlias = Sequence[Sequence[str]]
"""Rows of text, the first of them the header; an empty cell is ``""``."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file.

    Parameters
    ----------
    place
        Its name, for the sentence of an error.
    tree
        What JSON or YAML holds; ``None`` for tables.
    sheets
        Name to rows, for CSV (one sheet) and workbooks; empty for a tree.
    """

    place: str
    tree: Tree = None
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
