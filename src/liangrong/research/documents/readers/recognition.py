"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

import re
from typing import Final

from liangrong.core.errors import UnrecognisedInput
from liangrong.research.documents.readers.decoding import wide_encoding
from liangrong.research.documents.readers.extracted import Kind

__all__ = ["recognised"]

_HEAD: Final = 4096
_FOREIGN: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls)", "旧版 Office 文件（.doc、.xls）"),
    (b"{\\rtf", "an RTF file", "RTF 文件"),
    (b"\x89PNG\r\n", "a picture", "图片"),
    (b"\xff\xd8\xff", "a picture", "图片"),
    (b"GIF8", "a picture", "图片"),
    (b"RIFF", "a picture or a sound", "图片或音频"),
    (b"II*\x00", "a picture", "图片"),
    (b"MM\x00*", "a picture", "图片"),
    (b"\x7fELF", "a program", "程序"),
    (b"MZ", "a program", "程序"),
    (b"SQLite format 3\x00", "a database", "数据库"),
    (b"PAR1", "a table in Parquet", "Parquet 表"),
    (b"\x1f\x8b", "a packed file (gzip)", "压缩文件（gzip）"),
    (b"BZh", "a packed file (bzip2)", "压缩文件（bzip2）"),
    (b"\xfd7zXZ", "a packed file (xz)", "压缩文件（xz）"),
    (b"7z\xbc\xaf", "a packed file (7z)", "压缩文件（7z）"),
    (b"Rar!", "a packed file (rar)", "压缩文件（rar）"),
    (b"\x28\xb5\x2f\xfd", "a packed file (zstd)", "压缩文件（zstd）"),
)
"""First bytes of files that are no documents, or none that can be read, and what they are."""
_SIGNATURE_NEEDS_BINARY: Final = (b"MZ", b"RIFF", b"BZh", b"GIF8", b"PAR1")
"""Signatures that a text may begin with, too."""
_MARKUP: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|title|meta|table|div|p|h1|script|style|center)\b", re.IGNORECASE
)
_SVG: Final = re.compile(rb"<svg\b|<!doctype\s+svg", re.IGNORECASE)
_XML: Final = re.compile(rb"\s*<\?xml\b", re.IGNORECASE)
_BOM: Final = b"\xef\xbb\xbf"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT: Final = frozenset(range(32)) - {9, 10, 12, 13, 27}


def recognised(content: bytes, name: str) -> Kind:
    """What ``content`` is.

    Raises
    ------
    UnrecognisedInput
        It is empty, or nothing that has a text: a picture, a program, a packed file, an old Office file.
    """
    if not content.strip(b"\x00 \t\r\n"):
        raise UnrecognisedInput(place=name, reason="it is empty", reason_zh="文件为空")
    head = content[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    for signature, en, zh in _FOREIGN:
        if head.startswith(signature) and (signature not in _SIGNATURE_NEEDS_BINARY or _is_binary(head)):
            raise _no_document(name, en, zh)
    text = _plain(head)
    if _SVG.search(text) and not re.search(rb"<html\b", text, re.IGNORECASE):
        raise _no_document(name, "a drawing (SVG)", "矢量图（SVG）")
    if _MARKUP.search(text) and text.lstrip().startswith(b"<"):
        return "html"
    if _XML.match(text):
        raise _no_document(name, "an XML file", "XML 文件")
    if _MARKUP.search(text) and len(re.findall(rb"</?[a-zA-Z][^<>]*>", text)) >= _TAGS:
        return "html"
    if _is_binary(head) and not content.startswith(_UTF16) and wide_encoding(head) is None:
        raise _no_document(name, "binary data, no text", "二进制数据，不是文本")
    return "text"


_TAGS: Final = 5
"""So many tags are no accident of a plain text."""


def _plain(head: bytes) -> bytes:
    """Wide characters as ASCII, so that markup can be seen."""
    if head.startswith(_UTF16) or (b"\x00" in head and wide_encoding(head)):
        return head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    return head.removeprefix(_BOM)


def _is_binary(head: bytes) -> bool:
    """Control characters that no text has, in more than a few places."""
    return sum(byte in _NOT_TEXT for byte in head) * 100 > len(head)


def _no_document(name: str, en: str, zh: str) -> UnrecognisedInput:
    return UnrecognisedInput(
        place=name,
        reason=f"it is {en}; text, HTML, PDF and DOCX can be read",
        reason_zh=f"这是{zh}，只能读取文本、HTML、PDF 与 DOCX",
    )
