"""An account file from disk: JSON, YAML, CSV or a workbook, told apart by content, to plain lists, mappings and text.

What the fields mean is for ``accounts.layouts`` to say.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NoReturn

from liangrong.accounts.intake.layouts.documents import Document, Tree
from liangrong.core.errors import BadInput
from liangrong.sources.encodings import decode

__all__ = ["document_of", "read_document"]

_UNREADABLE: Final[dict[type[OSError], str]] = {
    FileNotFoundError: "没有这个文件", IsADirectoryError: "这是文件夹，不是文件", PermissionError: "没有读取权限",
}  # fmt: skip
"""What the system says of a file, for a Chinese reader."""
_LARGEST: Final = 256 * 1024 * 1024
"""Some millions of accounts; more than that is a book, not a file of accounts."""
_LARGEST_UNPACKED: Final = 64 * 1024 * 1024
"""Half a million rows of a workbook; an archive that unpacks to more is made to exhaust the reader."""
_DEEPEST: Final = 32
"""No account nests further; a file that does is made to exhaust the reader."""

_PACKED: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b")
"""First bytes of XLSX and ZIP, of XLS, and of GZIP."""
_LOCAL_NAMES: Final = 26
"""Where the header of a part of a ZIP says how long its name and extra field are."""
_PIECE: Final = 1 << 20
_DELIMITERS: Final = ("\t", ";", ",")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MAPPING_LINE: Final = re.compile(r"\s*(?:-\s|[^,;\t]*:(?:\s|$))")
_EMPTY_SCALARS: Final = ("", "~", "null", "Null", "NULL")


def read_document(path: Path | str) -> Document:
    """Read a file; its name plays no part.

    Raises
    ------
    BadInput
        It is not there, cannot be read, or is none of the formats; the sentence says what was seen and where it breaks.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= _LARGEST else b""
    except OSError as error:
        raise BadInput(
            place=str(path),
            reason=f"it cannot be read: {error.strerror}",
            reason_zh=f"无法读取：{_UNREADABLE.get(type(error), error.strerror)}",
        ) from error
    if size > _LARGEST:
        raise BadInput(
            place=str(path),
            reason=f"it has {size:,} bytes, more than {_LARGEST:,}",
            reason_zh=f"有 {size:,} 字节，超过 {_LARGEST:,}",
        )
    return document_of(content, path.name)


def document_of(content: bytes, place: str) -> Document:
    r"""The plain content of some bytes.

    Parameters
    ----------
    place
        The name of the file, for the sentences of errors.

    Raises
    ------
    BadInput
        As ``read_document``.

    Examples
    --------
    >>> document_of(b'{"cash": 100000.10}', "a.json").tree
    {'cash': '100000.10'}
    >>> document_of("账户,现金\n一号,100000\n".encode("gb18030"), "a.csv").sheets
    {'': [['账户', '现金'], ['一号', '100000']]}
    """
    if content.startswith(_PACKED):
        return _unpacked(content, place)
    text = decode(content)
    if text is not None and not text.strip():
        raise BadInput(place=place, reason="the file is empty", reason_zh="文件为空")
    if text is not None and text.lstrip().startswith("<"):
        raise BadInput(place=place, reason="it is a web page or XML, not an account", reason_zh="是网页或 XML，不是账户文件")
    if text is None or _UNPRINTABLE.search(text):
        raise BadInput(place=place, reason="it is binary data of no known kind; an account is JSON, YAML, CSV or XLSX",
                       reason_zh="是无法识别的二进制数据；账户文件应为 JSON、YAML、CSV 或 XLSX")  # fmt: skip
    if text.lstrip().startswith(("{", "[")):
        return Document(place, tree=_json(text, place))
    delimiter = _delimiter(text)
    if delimiter:
        return Document(place, sheets={"": _table(text, delimiter, place)})
    return Document(place, tree=_yaml(text, place))


def _unpacked(content: bytes, place: str) -> Document:
    """A workbook, or the one file in an archive."""
    from liangrong.sources.files.layout import form, sheets_of, unwrap

    if sum(_inflated(content, place)) > _LARGEST_UNPACKED:
        raise BadInput(
            place=place,
            reason=f"it unpacks to more than {_LARGEST_UNPACKED:,} bytes",
            reason_zh=f"解压后超过 {_LARGEST_UNPACKED:,} 字节",
        )
    try:
        inner = unwrap(content)
        if form(inner) == "workbook":
            return Document(
                place, sheets={name: [[_text(cell) for cell in row] for row in rows] for name, rows in sheets_of(inner).items()}
            )
    except BadInput as error:
        raise BadInput(place=place, reason=error.message("en"), reason_zh=error.message("zh")) from None
    if inner.startswith(_PACKED):
        raise BadInput(place=place, reason="it is an archive within an archive", reason_zh="是压缩包里的压缩包")
    return document_of(inner, place)


def _inflated(content: bytes, place: str) -> Iterator[int]:
    """Bytes of each part of an archive, each no further than to the limit; what its directory says of them is not believed."""
    if content.startswith(_PACKED[2]):
        yield _length(content, zlib.MAX_WBITS | 16)
    if not content.startswith(_PACKED[0]):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return
    left = _LARGEST_UNPACKED
    for member in members:
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadInput(
                place=place, reason="it is packed in a way that workbooks never are", reason_zh="压缩方式不是工作簿所用的"
            )
        if left < 0:
            return
        names = member.header_offset + _LOCAL_NAMES
        start = names + 4 + sum(int.from_bytes(content[at : at + 2], "little") for at in (names, names + 2))
        found = len(content) if member.compress_type == zipfile.ZIP_STORED else _length(content[start:], -zlib.MAX_WBITS)
        left -= found
        yield found


def _length(packed: bytes, window: int) -> int:
    """Bytes that come of a stream, counted up to just beyond the limit; what is damaged is for its reader to say."""
    stream, found, rest = zlib.decompressobj(window), 0, packed
    while rest and not stream.eof and found <= _LARGEST_UNPACKED:
        try:
            found += len(stream.decompress(rest, _PIECE))
        except zlib.error:
            break
        rest = stream.unconsumed_tail
    return found


def _text(cell: object) -> str:
    """A cell of a workbook as it is shown: whole numbers without a point, dates in ISO form."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{int(cell)}" if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell).strip()


def _json(text: str, place: str) -> Tree:
    def no_constant(name: str) -> NoReturn:
        raise BadInput(
            place=place, reason=f"{name} is no number that an account can hold", reason_zh=f"{name} 不是账户可有的数字"
        )

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            raise _twice(next(name for name in names if names.count(name) > 1), place)
        return {name: _leaf(value) for name, value in found.items()}

    try:
        tree = json.loads(text, parse_int=str, parse_float=str, parse_constant=no_constant, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise BadInput(
            place=place, reason=f"it is not complete JSON: {error.msg} at line {error.lineno}, column {error.colno}",
            reason_zh=f"不是完整的 JSON：第 {error.lineno} 行第 {error.colno} 列（{error.msg}）",
        ) from error  # fmt: skip
    except RecursionError:
        raise _too_deep(place) from None
    found: Tree = _leaf(tree)
    return found


def _leaf(value: Any) -> Any:
    """Truth values as text; everything else already is text, a list, a mapping or nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return [_leaf(each) for each in value] if isinstance(value, list) else value


def _delimiter(text: str) -> str:
    """What stands between the columns of a table, below a title if there is one; empty where the text is none."""
    for line in text.splitlines():
        if line.lstrip().startswith(("#", "---", "%")):
            continue
        if _MAPPING_LINE.match(line):
            return ""
        found = next((mark for mark in _DELIMITERS if mark in line), "")
        if found:
            return found
    return ""


def _table(text: str, delimiter: str, place: str) -> list[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [[cell.strip() for cell in row] for row in rows]
    except csv.Error as error:
        raise BadInput(place=place, reason=f"it is not a complete table: {error} at line {rows.line_num}",
                       reason_zh=f"不是完整的表格：第 {rows.line_num} 行（{error}）") from error  # fmt: skip


def _yaml(text: str, place: str) -> Tree:
    """YAML from its events: nothing is typed, nothing recurs, and a field stands once."""
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    builder = _Builder(place)
    try:
        for event in yaml.parse(text, Loader=loader):
            match event:
                case yaml.ScalarEvent(value=value):
                    builder.put(None if not event.style and value in _EMPTY_SCALARS else value)
                case yaml.MappingStartEvent():
                    builder.open({})
                case yaml.SequenceStartEvent():
                    builder.open([])
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    builder.close()
                case yaml.AliasEvent():
                    raise BadInput(place=place, reason="YAML aliases (*name) are not read; write the value out",
                                   reason_zh="不支持 YAML 别名（*name），请直接写出取值")  # fmt: skip
                case yaml.DocumentStartEvent():
                    builder.start()
    except yaml.YAMLError as error:
        told = " ".join(str(error).split())
        raise BadInput(place=place, reason=f"it is not complete YAML: {told}", reason_zh=f"不是完整的 YAML：{told}") from error
    if isinstance(builder.root, str):
        raise BadInput(
            place=place,
            reason="it is plain text, neither JSON nor YAML nor a table",
            reason_zh="是普通文本，不是 JSON、YAML 或表格",
        )
    return builder.root


class _Builder:
    """A tree in the making: the open lists and mappings, outermost first."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.root: Tree = None
        self._open: list[dict[str, Tree] | list[Tree]] = []
        self._keys: list[str | None] = []
        self._documents = 0

    def start(self) -> None:
        self._documents += 1
        if self._documents > 1:
            raise BadInput(place=self.place, reason="it holds several YAML documents; write the accounts as one list",
                           reason_zh="含多个 YAML 文档；请把账户写成一个列表")  # fmt: skip

    def open(self, container: dict[str, Tree] | list[Tree]) -> None:
        if len(self._open) >= _DEEPEST:
            raise _too_deep(self.place)
        self.put(container)
        self._open.append(container)
        self._keys.append(None)

    def close(self) -> None:
        self._open.pop()
        self._keys.pop()

    def put(self, value: Tree) -> None:
        if not self._open:
            self.root = value
            return
        holder = self._open[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif self._keys[-1] is None:
            self._key(holder, value)
        else:
            holder[self._keys[-1]] = value
            self._keys[-1] = None

    def _key(self, holder: dict[str, Tree], key: Tree) -> None:
        if not isinstance(key, str):
            raise BadInput(place=self.place, reason="a field's name is no text", reason_zh="字段名不是文本")
        if key in holder:
            raise _twice(key, self.place)
        self._keys[-1] = key


def _twice(name: str, place: str) -> BadInput:
    return BadInput(
        place=place, reason=f"the field '{name}' stands twice in one mapping", reason_zh=f"同一对象中字段“{name}”出现两次"
    )


def _too_deep(place: str) -> BadInput:
    return BadInput(place=place, reason="it nests too deeply to be an account", reason_zh="嵌套过深，不可能是账户文件")
