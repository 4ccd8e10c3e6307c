"""One shape for everything that goes wrong: ``{"error": {"code", "message", "hint", "details"}}``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from fastapi import Response

from liangrong.core.errors import Lang, LiangrongError
from liangrong.core.results import plain
from liangrong.interfaces.web.guard.refusals import Refusal
from liangrong.interfaces.web.status import status_of

__all__ = [
    "BUSY",
    "NOT_ACCEPTABLE",
    "UNREADABLE",
    "WRONG_TYPE",
    "Declined",
    "declined",
    "failed",
    "wrong_method",
    "wrong_request",
]

BUSY: Final = Refusal(
    status=503,
    code="busy",
    zh="正在计算的问题太多，请稍后再问。",
    en="Too many questions are being worked on; ask again in a moment.",
    headers=((b"retry-after", b"2"),),
)
NOT_ACCEPTABLE: Final = Refusal(
    status=406,
    code="not_acceptable",
    zh="所要求的格式都不提供；可用 application/json、text/csv、application/vnd.apache.arrow.stream。",
    en="None of the formats asked for can be had; there are application/json, text/csv and application/vnd.apache.arrow.stream.",
    hint_zh="请改 Accept，或在网址中写明 format=json|csv|arrow。",
    hint_en="Change Accept, or name format=json|csv|arrow in the address.",
)
WRONG_TYPE: Final = Refusal(
    status=415,
    code="unsupported_media_type",
    zh="请求内容须为 application/json 或 multipart/form-data。",
    en="The body must be application/json or multipart/form-data.",
)
UNREADABLE: Final = Refusal(
    status=400,
    code="unreadable_body",
    zh="无法读取请求内容：应为一个 JSON 对象，或一份完整的表单。",
    en="The body cannot be read: it must be one JSON object, or a complete form.",
)
_WRONG_METHOD: Final = Refusal(
    status=405,
    code="method_not_allowed",
    zh="这个网址不接受这种请求方法；可用：{allowed}。",
    en="This address does not take that method; it takes {allowed}.",
)
_WRONG: Final = {
    404: ("not_found", "没有这个网址。", "There is no such address."),
    405: ("method_not_allowed", "这个网址不接受这种请求方法。", "This address does not take that method."),
    503: (BUSY.code, BUSY.zh, BUSY.en),
}
"""Status of what the framework refuses, to code and sentences."""
_HIDDEN: Final = frozenset({"hint", "reason"})
"""Details that stand elsewhere in the error, and so do all that end in ``_zh``."""


class Declined(Exception):
    """A request that never becomes a question."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.en)
        self.refusal = refusal


def declined(refusal: Refusal, lang: Lang) -> Response:
    """The answer to a request that is refused."""
    headers = {name.decode(): value.decode() for name, value in refusal.headers}
    message, hint = (refusal.zh, refusal.hint_zh) if lang == "zh" else (refusal.en, refusal.hint_en)
    return _answer(refusal.status, refusal.code, message, hint, refusal.details, headers)


def failed(error: LiangrongError, lang: Lang) -> Response:
    """The answer to a question that has none."""
    return _answer(status_of(error), error.code, error.message(lang), error.hint(lang), _plain(error.details), {})


def wrong_method(*allowed: str) -> Declined:
    """The refusal of a method, saying which ones there are."""
    listed = ", ".join(allowed)
    return Declined(
        Refusal(
            status=_WRONG_METHOD.status,
            code=_WRONG_METHOD.code,
            zh=_WRONG_METHOD.zh.format(allowed=listed),
            en=_WRONG_METHOD.en.format(allowed=listed),
            headers=((b"allow", listed.encode()),),
        )
    )


def wrong_request(status: int, headers: Mapping[str, str] | None, lang: Lang) -> Response:
    """The answer to what the framework refuses by itself: an address, a method, a form that is none."""
    code, zh, en = _WRONG.get(status, (UNREADABLE.code, UNREADABLE.zh, UNREADABLE.en))
    return _answer(status, code, zh if lang == "zh" else en, "", {}, dict(headers or {}))


def _answer(status: int, code: str, message: str, hint: str, details: Mapping[str, Any], headers: dict[str, str]) -> Response:
    shown = {"code": code, "message": message, "hint": hint, "details": dict(details)}
    body = json.dumps({"error": shown}, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    return Response(body, status, headers, media_type="application/json")


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details that JSON can hold; objects of ours, and so every path, stay inside."""
    shown = {name: value for name, value in details.items() if name not in _HIDDEN and not name.endswith("_zh")}
    return {name: kept for name, value in shown.items() if (kept := _kept(value)) is not None}


def _kept(value: Any) -> Any:
    if isinstance(value, str | int | float | Decimal | date):
        return plain(value)
    if isinstance(value, Mapping):
        return _plain({str(name): each for name, each in value.items()})
    if isinstance(value, list | tuple):
        return [kept for each in value if (kept := _kept(each)) is not None]
    return None
