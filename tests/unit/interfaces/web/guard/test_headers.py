"""What every answer tells the browser."""

from __future__ import annotations

from typing import Any

from liangrong.interfaces.web.guard.headers import CONTENT_SECURITY_POLICY, SECURITY_HEADERS, SecurityHeaders
from tests.unit.interfaces.web.asking import ask, echo, say


def saying(*headers: tuple[bytes, bytes], status: int = 200) -> SecurityHeaders:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await say(send, b"x", status=status, headers=headers)

    return SecurityHeaders(app)


def test_every_answer_has_each_header_once() -> None:
    for app in (SecurityHeaders(echo), saying(status=404), saying(status=500)):
        answer = ask(app)
        assert {name: answer.header(name.lower()) for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)


def test_nothing_inline_and_nothing_from_elsewhere() -> None:
    sources = dict(part.strip().split(" ", 1) for part in CONTENT_SECURITY_POLICY.split(";"))
    assert sources["default-src"] == "'none'"
    assert sources["script-src"] == sources["style-src"] == "'self'"
    assert sources["frame-ancestors"] == sources["base-uri"] == "'none'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_an_answer_may_say_otherwise() -> None:
    answer = ask(saying((b"Content-Security-Policy", b"default-src 'none'"), (b"Cache-Control", b"public, max-age=60")))
    assert answer.header("content-security-policy") == "default-src 'none'"
    assert answer.header("cache-control") == "public, max-age=60"


def test_only_what_can_be_known_again_may_be_kept() -> None:
    assert ask(saying()).header("cache-control") == "no-store"
    assert ask(saying((b"etag", b'"a"'))).header("cache-control") == "private, no-cache"


def test_no_banner() -> None:
    assert ask(saying((b"Server", b"uvicorn"))).header("server") is None
