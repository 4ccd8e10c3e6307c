"""Bytes to text in the encodings that Chinese files come in. Light: nothing heavy is imported on the way."""

from __future__ import annotations

from typing import Final

__all__ = ["decode"]

_LONGEST_CHARACTER: Final = 4


def decode(content: bytes, limit: int | None = None) -> str | None:
    """Decode UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030; ``None`` when it is not text.

    Parameters
    ----------
    limit
        At most so many characters. A character cut in two at the very end is dropped, with or without a limit.
    """
    part = content if limit is None else content[: 4 * limit]
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        for drop in range(_LONGEST_CHARACTER):
            try:
                text = part[: len(part) - drop].decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if "\x00" in text else text[:limit]
    return None
