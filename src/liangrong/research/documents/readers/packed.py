"""Whether a packed document may be opened, told by its table of contents and before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from liangrong.core.errors import BadInput, UnrecognisedInput
from liangrong.research.documents.readers.limits import ENTRIES, INFLATED

__all__ = ["checked_package"]

_BODY: Final = "word/document.xml"
_OTHERS: Final = (
    ("xl/workbook.xml", "a workbook (XLSX)", "工作簿（XLSX）"),
    ("ppt/presentation.xml", "a presentation (PPTX)", "演示文稿（PPTX）"),
    ("META-INF/container.xml", "an e-book (EPUB)", "电子书（EPUB）"),
    ("content.xml", "an OpenDocument file", "OpenDocument 文件"),
)
_DECLARATIONS: Final = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_XML: Final = (".xml", ".rels")
_SCALE: Final = 2**20


def checked_package(content: bytes, name: str) -> bytes:
    """``content``, once it is sure that it is a DOCX which unpacks to a bearable size and declares no entities.

    Raises
    ------
    UnrecognisedInput
        It is another kind of packed file.
    BadInput
        It is damaged, encrypted, unpacks to more than is allowed, or declares entities, which no Word program writes.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise _damaged(name) from error
    _check_sizes(entries, name)
    names = {entry.filename for entry in entries}
    if _BODY not in names:
        for mark, en, zh in (*_OTHERS, ("", "a packed file (zip)", "压缩文件（zip）")):
            if mark in names or not mark:
                raise UnrecognisedInput(
                    place=name,
                    reason=f"it is {en}; text, HTML, PDF and DOCX can be read",
                    reason_zh=f"这是{zh}，只能读取文本、HTML、PDF 与 DOCX",
                )
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadInput(
            place=name, reason="it is encrypted; save it without a password.", reason_zh="文件已加密，请另存为无密码的文件。"
        )
    for entry in entries:
        if entry.filename.lower().endswith(_XML):
            _check_declarations(package, entry, name)
    return content


def _check_sizes(entries: list[zipfile.ZipInfo], name: str) -> None:
    inflated = sum(entry.file_size for entry in entries)
    if inflated > INFLATED or len(entries) > ENTRIES:
        raise BadInput(
            place=name,
            reason=f"unpacked it would have {inflated // _SCALE:,} MB in {len(entries):,} parts; {INFLATED // _SCALE} MB in {ENTRIES:,} parts are allowed.",
            reason_zh=f"解开后有 {inflated // _SCALE:,} MB、{len(entries):,} 个部分；最多允许 {INFLATED // _SCALE} MB、{ENTRIES:,} 个部分。",
        )


def _check_declarations(package: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """An entry is read at most to the size that the table of contents names: ``zipfile`` sees to that."""
    try:
        part = package.read(entry)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise _damaged(name) from error
    except Exception as error:  # zlib.error and its kin have no common base
        raise _damaged(name) from error
    if any(word in part for word in _DECLARATIONS):
        raise BadInput(
            place=name,
            reason=f"its part {entry.filename[:80]} declares entities, which can reach out or explode; no Word program writes them.",
            reason_zh=f"其 {entry.filename[:80]} 部分声明了实体（可能外联或无限展开），Word 程序不会这样写，拒绝读取。",
        )


def _damaged(name: str) -> BadInput:
    return BadInput(place=name, reason="it is a damaged packed file and cannot be opened.", reason_zh="压缩包已损坏，无法打开。")
