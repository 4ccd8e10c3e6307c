"""A client without a wire: hands one request to an ASGI application and gathers its answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Heard:
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    parts: int

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key == name]
        assert len(found) < 2, f"{name} is there {len(found)} times"
        return found[0] if found else None

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def error(self) -> dict[str, Any]:
        found = json.loads(self.body)["error"]
        assert set(found) == {"code", "message", "hint", "details"}
        return found


def scope_of(
    path: str, method: str = "GET", *, headers: Iterable[tuple[str, str]] = (), host: str = "localhost:8321"
) -> dict[str, Any]:
    raw, _, query = path.partition("?")
    given = [("host", host)] if host else []
    lines = [(name.lower().encode(), value.encode("latin-1")) for name, value in (*given, *headers)]
    named = {"type": "http", "method": method, "path": raw, "raw_path": raw.encode(), "query_string": query.encode()}
    return {**named, "headers": lines, "scheme": "http", "http_version": "1.1", "server": ("127.0.0.1", 8321)}


def ask(
    app: Callable[..., Awaitable[None]],
    path: str = "/",
    method: str = "GET",
    *,
    headers: Iterable[tuple[str, str]] = (),
    host: str = "localhost:8321",
    body: Iterable[bytes] | None = None,
    hangs: bool = False,
) -> Heard:
    """One answer; with ``hangs`` the body never ends."""
    return asyncio.run(asking(app, scope_of(path, method, headers=headers, host=host), body=body, hangs=hangs))


async def asking(
    app: Callable[..., Awaitable[None]], scope: dict[str, Any], *, body: Iterable[bytes] | None = None, hangs: bool = False
) -> Heard:
    pieces = list(body or [b""])
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if pieces:
            piece = pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(pieces) or hangs}
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    starts = [m for m in sent if m["type"] == "http.response.start"]
    assert len(starts) == 1, f"{len(starts)} answers to one request"
    assert sent[0] is starts[0]
    parts = [m for m in sent if m["type"] == "http.response.body"]
    assert not parts[-1].get("more_body"), "the answer does not end"
    lines = [(name.decode().lower(), value.decode("latin-1")) for name, value in starts[0]["headers"]]
    whole = b"".join(m.get("body", b"") for m in parts)
    declared = [int(value) for name, value in lines if name == "content-length"]
    assert declared in ([], [len(whole)]) or scope["method"] == "HEAD" or starts[0]["status"] == 304
    return Heard(starts[0]["status"], lines, whole, len(parts))


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answers with the bytes it was sent."""
    body, more = b"", True
    while more:
        message = await receive()
        assert message["type"] == "http.request"
        body += message["body"]
        more = message["more_body"]
    await say(send, body or b"hello")


async def say(
    send: Any,
    body: bytes,
    *,
    status: int = 200,
    kind: bytes = b"text/plain; charset=utf-8",
    headers: Iterable[tuple[bytes, bytes]] = (),
) -> None:
    lines = [(b"content-type", kind), (b"content-length", b"%d" % len(body)), *headers]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})
