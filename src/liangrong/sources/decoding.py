"""Bytes to JSON, JSONP, workbooks and text. Refuses what is cut off, what is a page, and what is none of these."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final, NoReturn, TypeAlias

from liangrong.core.outcomes import FailureKind
from liangrong.sources.fetcher import RawPayload
from liangrong.sources.refusals import Refused

__all__ = ["Rows", "Sheet", "json_of", "jsonp_of", "looks_like_page", "text_of", "workbook_of"]

Rows: TypeAlias = Sequence[Mapping[str, object]]
"""Rows as a source gives them: key to text, ``None``, or what a sheet's cell holds."""

Sheet: TypeAlias = list[list[object]]

_JSONP: Final = re.compile(r"\s*([A-Za-z_$][\w$.]*)\s*\((.*)\)\s*;?\s*", re.DOTALL)
_JSONP_START: Final = re.compile(r"\s*[A-Za-z_$][\w$.]*\s*\(")
_SECTOR: Final = 512
_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_FREE: Final = 0xFFFFFFFF


def text_of(payload: RawPayload, encoding: str = "utf-8") -> str:
    """The body as text, without a byte-order mark.

    Raises
    ------
    Refused
        The host refused, sent a page, sent nothing, or the text is cut off in the middle of a character.
    """
    _check_status(payload)
    try:
        text = payload.content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        if looks_like_page(payload.content):
            _refuse_page(payload)
        _cut_off(payload, f"its bytes are not {encoding}", f"字节不是 {encoding} 编码")
    if looks_like_page(payload.content):
        _refuse_page(payload)
    if not text.strip():
        _cut_off(payload, "its body is empty", "应答为空")
    return text


def json_of(payload: RawPayload) -> Any:
    """A JSON body, or the argument of a JSONP call. Numbers come as the text that was printed, so none loses a digit.

    Raises
    ------
    Refused
        As ``text_of``; or the body is not complete JSON.
    """
    text = text_of(payload)
    call = _JSONP.fullmatch(text)
    return _load(payload, call[2] if call else text)


def jsonp_of(payload: RawPayload) -> tuple[Any, str]:
    """BSE's ``cb([rows,'2026-07-21'])``, whose date is in single quotes and therefore not JSON: rows and date.

    Raises
    ------
    Refused
        As ``json_of``; or no date follows the rows.
    """
    text = text_of(payload)
    call = _JSONP.fullmatch(text)
    if call is None:
        if _JSONP_START.match(text):
            _cut_off(payload, "the closing bracket of the call is missing", "缺少函数调用的右括号")
        raise Refused(FailureKind.SCHEMA_CHANGED, f"{payload.place}: the body is not JSONP", f"{payload.place}：应答不是 JSONP")
    parts = re.fullmatch(r"\s*\[(.*),\s*(['\"])(\d{4}-\d{2}-\d{2})\2\s*\]\s*", call[2], re.DOTALL)
    if parts is None:
        raise Refused(
            FailureKind.SCHEMA_CHANGED,
            f"{payload.place}: no date follows the rows",
            f"{payload.place}：数据之后没有日期",
        )
    return _load(payload, parts[1]), parts[3]


def workbook_of(payload: RawPayload) -> dict[str, Sheet]:
    """All sheets of an .xls or .xlsx body, cells as the file types them, empty cells as ``""``.

    Raises
    ------
    Refused
        The host refused, sent a page, or the workbook is cut off or damaged.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    _check_status(payload)
    if looks_like_page(payload.content):
        _refuse_page(payload)
    _check_ole_length(payload)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(payload.content))
        return {name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}
    except (CalamineError, OSError, ValueError) as error:
        _cut_off(payload, f"it is not a complete workbook ({error})", f"不是完整的工作簿（{error}）")


def looks_like_page(content: bytes) -> bool:
    """Whether the body is HTML or XML where data were expected."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _load(payload: RawPayload, text: str) -> Any:
    def no_constant(name: str) -> NoReturn:
        raise ValueError(name)

    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        if text.lstrip()[:1] in ("{", "[") or _JSONP_START.match(text):
            _cut_off(payload, f"it is not complete JSON ({error})", f"不是完整的 JSON（{error}）")
        raise Refused(
            FailureKind.SCHEMA_CHANGED, f"{payload.place}: the body is not JSON", f"{payload.place}：应答不是 JSON"
        ) from error


def _check_status(payload: RawPayload) -> None:
    if payload.status >= 300:
        raise Refused(
            FailureKind.BLOCKED,
            f"{payload.place} refused with HTTP {payload.status}",
            f"{payload.place} 以 HTTP {payload.status} 拒绝",
        )


def _refuse_page(payload: RawPayload) -> NoReturn:
    raise Refused(FailureKind.BLOCKED, f"{payload.place} sent a page instead of data", f"{payload.place} 返回了网页而不是数据")


def _cut_off(payload: RawPayload, en: str, zh: str) -> NoReturn:
    raise Refused(FailureKind.TRANSPORT, f"{payload.place} did not arrive whole: {en}", f"{payload.place} 未完整到达：{zh}")


def _check_ole_length(payload: RawPayload) -> None:
    """Refuse an .xls shorter than its own allocation table says; readers fill the missing end with emptiness."""
    content = payload.content
    if not content.startswith(_OLE_MAGIC) or len(content) < _SECTOR:
        return
    size = 1 << int.from_bytes(content[30:32], "little")
    tables = int.from_bytes(content[44:48], "little")
    used = 0
    for index in range(min(tables, 109)):
        sector = int.from_bytes(content[76 + 4 * index : 80 + 4 * index], "little")
        entries = content[(sector + 1) * size : (sector + 2) * size]
        for place in range(0, len(entries) - 3, 4):
            if int.from_bytes(entries[place : place + 4], "little") != _OLE_FREE:
                used = max(used, index * (size // 4) + place // 4 + 1)
        if len(entries) < size:
            _cut_off(payload, "the workbook ends inside its own directory", "工作簿在其目录处中断")
    if len(content) < (used + 1) * size:
        _cut_off(payload, "the workbook is shorter than it says", "工作簿比其自述的短")
