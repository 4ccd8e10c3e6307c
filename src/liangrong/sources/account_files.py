"""An account file from disk: JSON, YAML, CSV or a workbook, told apart by content, to plain lists, mappings and text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, NoReturn

from liangrong.accounts.layouts.documents import Document, Tree
from liangrong.core.errors import BadInput

__all__ = ["document_of", "read_document"]

_LARGEST: Final = 256 * 1024 * 1024


def read_document(path: Path | str) -> Document:
    """Read a file.

    Raises
    ------
    BadInput
        It is not there, cannot be read, or is none of the formats; the sentence says which was seen and where it breaks.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(
            place=str(path), reason=f"it cannot be read ({error.strerror})", reason_zh=f"无法读取（{error.strerror}）"
        ) from error
    return document_of(content, path.name)


def document_of(content: bytes, place: str) -> Document:
    """The plain content of some bytes.

    Raises
    ------
    BadInput
        As ``read_document``.

    Examples
    --------
    >>> document_of(b'{"cash": 100000.10}', "a.json").tree
    {'cash': '100000.10'}
    """
    return Document(place, tree=_json(content.decode("utf-8-sig"), place))


def _json(text: str, place: str) -> Tree:
    def no_constant(name: str) -> NoReturn:
        raise ValueError(name)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(name for at, (name, _) in enumerate(pairs) if any(name == other for other, _ in pairs[:at]))
            raise BadInput(
                place=place,
                reason=f"the field '{twice}' stands twice in one object",
                reason_zh=f"同一对象中字段“{twice}”出现两次",
            )
        return found

    tree: Tree = json.loads(text, parse_int=str, parse_float=str, parse_constant=no_constant, object_pairs_hook=once)
    return tree
