"""Read a file, or text that was pasted: what it is, what it says, and one sentence where it cannot be read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from liangrong.core.errors import BadInput
from liangrong.research.documents.readers.confined import ReadingRoom
from liangrong.research.documents.readers.decoding import decoded
from liangrong.research.documents.readers.extracted import Extracted
from liangrong.research.documents.readers.limits import BYTES, CHARACTERS
from liangrong.research.documents.readers.recognition import recognised

__all__ = ["read_content", "read_document", "read_pasted"]

_HALVES: Final = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no file can hold."""
_SCALE: Final = 2**20


def read_document(path: Path, room: ReadingRoom, *, name: str = "") -> Extracted:
    """The text of a file.

    Parameters
    ----------
    room
        Where foreign formats are read.
    name
        What the file is called in sentences; its own name by default.

    Raises
    ------
    BadInput
        It is not there, too large, no document, damaged, encrypted, without text, or takes too long.
    ExtraMissing
        The library that reads its kind is not installed.
    """
    told = name or path.name
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise BadInput(
                place=told,
                reason="it is no file that can be read (a folder, a device or a pipe).",
                reason_zh="不是可读取的普通文件。",
            )
        if size > BYTES:
            raise _too_large(told, size)
        with path.open("rb") as file:
            content = file.read(BYTES + 1)
    except FileNotFoundError as error:
        raise BadInput(place=told, reason="there is no such file here.", reason_zh="没有这个文件。") from error
    except OSError as error:
        said = error.strerror or str(error)
        raise BadInput(place=told, reason=f"it cannot be read: {said}.", reason_zh=f"无法读取：{said}。") from error
    return read_content(content, told, room)


def read_content(content: bytes, name: str, room: ReadingRoom) -> Extracted:
    """The text of a file's bytes.

    Raises
    ------
    BadInput, ExtraMissing
        As ``read_document``.
    """
    if len(content) > BYTES:
        raise _too_large(name, len(content))
    kind = recognised(content, name)
    if kind == "text":
        text, notes = decoded(content, name)
        found = Extracted(text, "text", notes=notes)
    else:
        found = room.read(kind, content, name)
    return _checked(found, name)


def read_pasted(text: str, name: str = "-") -> Extracted:
    """Text that somebody pasted, as it is; markup is not read.

    Raises
    ------
    BadInput
        It is empty or too long.

    Examples
    --------
    >>> read_pasted("融资余额 2.7 万亿元").kind
    'text'
    """
    return _checked(Extracted(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""), "text"), name)


def _checked(found: Extracted, name: str) -> Extracted:
    if _HALVES.search(found.text):
        found = replace(found, text=_HALVES.sub("\ufffd", found.text))
    if not found.text.strip():
        raise BadInput(place=name, reason="it has no text.", reason_zh="没有文字。")
    if len(found.text) > CHARACTERS:
        raise BadInput(
            place=name,
            reason=f"its text has more than {CHARACTERS:,} characters. Split it.",
            reason_zh=f"文字超过 {CHARACTERS:,} 个字符，请先拆分。",
        )
    return found


def _too_large(name: str, size: int) -> BadInput:
    return BadInput(
        place=name,
        reason=f"it has {size / _SCALE:,.0f} MB; files of up to {BYTES // _SCALE} MB are read. Split it.",
        reason_zh=f"文件有 {size / _SCALE:,.0f} MB，最多可读 {BYTES // _SCALE} MB，请先拆分。",
    )
