"""Middleware that answers from the cache, and asks the application once for what is not there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from liangrong.interfaces.web.answer import Answer
from liangrong.interfaces.web.cache import AnswerCache, AnswerKey

__all__ = ["CachedAnswers"]

_PER_VISITOR: Final = frozenset({b"if-none-match", b"if-modified-since", b"accept-encoding", b"range", b"content-length"})
"""Headers that must not shape what is kept."""


@dataclass(frozen=True, slots=True)
class CachedAnswers:
    """Middleware: ``GET`` and ``HEAD`` from the cache, with ETag, 304 and compression.

    Parameters
    ----------
    app
        The application.
    cache
        Where answers are kept.
    key_of
        What tells this request's answer from others; ``None`` where it must not be kept.
    """

    app: ASGIApp
    cache: AnswerCache
    key_of: Callable[[Scope], AnswerKey | None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the cache, or pass on."""
        key = self.key_of(scope) if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} else None
        if key is None:
            await self.app(scope, receive, send)
            return
        answer = await self.cache.aget(key, lambda: self._ask(scope))
        await answer.send(scope, send)

    async def _ask(self, scope: Scope) -> Answer:
        """The application's whole answer to the plain question."""
        headers = [(name, value) for name, value in scope["headers"] if name not in _PER_VISITOR]
        asked = {**scope, "method": "GET", "headers": headers, "state": dict(scope.get("state", {}))}
        questions = iter([{"type": "http.request", "body": b"", "more_body": False}])
        start: Message = {}
        body = bytearray()

        async def receive() -> Message:
            for question in questions:
                return question
            await asyncio.Event().wait()  # nobody hangs up on the cache
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            start.update(message if message["type"] == "http.response.start" else {})
            body.extend(message.get("body", b""))

        await self.app(asked, receive, send)
        given = list(start["headers"])
        kind = next((value.decode("latin-1") for name, value in given if name.lower() == b"content-type"), "")
        return await asyncio.to_thread(Answer.of, bytes(body), kind, status=start["status"], headers=given)
