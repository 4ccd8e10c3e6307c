"""A refusal: status, code and a sentence in both languages, in the shape of all errors or as a small page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.types import Scope, Send

from liangrong.core.errors import Lang

__all__ = ["Refusal", "language_of", "refuse", "speaks_json"]

_PAGE: Final = """<!doctype html>
<html lang="{lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{status} · liangrong</title></head>
<body><main><h1>{status}</h1><p>{message}</p><p>{hint}</p>{link}</main></body>
</html>
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why the door stays shut, and what to do.

    Parameters
    ----------
    status
        Of HTTP.
    code
        The same cause always has the same code.
    zh, en, hint_zh, hint_en
        Whole sentences.
    details
        What a program needs to act; never a path of this machine.
    headers
        What the answer must say besides, such as ``Retry-After``.
    again
        Path of a link that opens the same page once more.
    """

    status: int
    code: str
    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    headers: tuple[tuple[bytes, bytes], ...] = ()
    again: str = ""

    def body(self, lang: Lang, *, as_json: bool) -> bytes:
        """The answer: the error object, or a page of two sentences without script or style."""
        message, hint = (self.zh, self.hint_zh) if lang == "zh" else (self.en, self.hint_en)
        if as_json:
            error = {"code": self.code, "message": message, "hint": hint, "details": dict(self.details)}
            return json.dumps({"error": error}, ensure_ascii=False).encode()
        link = (
            f'<p><a href="{escape(self.again)}">{"打开本页" if lang == "zh" else "Open this page"}</a></p>' if self.again else ""
        )
        tag = "zh-CN" if lang == "zh" else "en"
        return _PAGE.format(lang=tag, status=self.status, message=escape(message), hint=escape(hint), link=link).encode()

    def answer(self, lang: Lang, *, as_json: bool) -> tuple[list[tuple[bytes, bytes]], bytes]:
        """Headers and body."""
        body = self.body(lang, as_json=as_json)
        kind = b"application/json" if as_json else b"text/html; charset=utf-8"
        own = [(b"content-type", kind), (b"content-length", b"%d" % len(body)), (b"cache-control", b"no-store")]
        return [*own, *self.headers], body

    def closing(self) -> Refusal:
        """The same, after which the connection is closed."""
        return replace(self, headers=(*self.headers, (b"connection", b"close")))


def language_of(scope: Scope) -> Lang:
    """The language a request asks for: ``lang`` in its query, else the one the service speaks.

    Examples
    --------
    >>> language_of({"query_string": b"lang=en"}), language_of({"query_string": b""})
    ('en', 'zh')
    """
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    default: Lang = scope.get("lang", "zh")
    return "zh" if asked == "zh" else "en" if asked == "en" else default


def speaks_json(scope: Scope) -> bool:
    """Whether whoever asks is a program: the API, MCP, or a client that wants JSON and no page."""
    path = scope["path"]
    if path.startswith(("/api/", "/mcp")) or path == "/api":
        return True
    accepted = b",".join(value for name, value in scope["headers"] if name == b"accept")
    return b"json" in accepted and b"html" not in accepted


async def refuse(refusal: Refusal, scope: Scope, send: Send) -> None:
    """Answer a request with a refusal, in its language and shape."""
    headers, body = refusal.answer(language_of(scope), as_json=speaks_json(scope))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
