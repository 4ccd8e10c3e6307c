"""How large a body may be and how long it may take to come, measured while it comes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from liangrong.interfaces.web.guard.limits import Limits
from liangrong.interfaces.web.guard.refusals import Refusal, refuse

__all__ = ["BodyLimit"]

_UNREADABLE_LENGTH: Final = Refusal(
    status=400,
    code="bad_request",
    zh="请求声明的长度不是数字。",
    en="The length that the request declares is not a number.",
)
_TOO_SLOW: Final = Refusal(
    status=408,
    code="too_slow",
    zh="请求的内容迟迟没有传完，已放弃等待。",
    en="The content of the request did not arrive in time; we have stopped waiting.",
    hint_zh="请检查网络后重试。",
    hint_en="Check the connection and try again.",
)


class _Stopped(Exception):
    """The body has been refused; unwinds the application."""


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """Middleware: 413 for a body that is too large, 408 for one that trickles.

    The declared length is believed only where it is too large: what comes is counted. Whatever the application makes of
    a body that was cut off, the refusal is what is answered.
    """

    app: ASGIApp
    limits: Limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with a measured ``receive``, or refuse."""
        headers = dict(scope["headers"]) if scope["type"] == "http" else {}
        if b"content-length" not in headers and b"transfer-encoding" not in headers:
            await self.app(scope, receive, send)
            return
        declared = headers.get(b"content-length", b"0")
        if not declared.isdigit():
            await refuse(_UNREADABLE_LENGTH.closing(), scope, send)
            return
        passage = _Passage(receive, send, self.limits)
        if int(declared) > self.limits.body_bytes:
            if b"expect" not in headers and int(declared) <= self.limits.drained_bytes:
                await passage.drain()
            await refuse(_too_large(self.limits), scope, send)
            return
        try:
            await self.app(scope, passage.receive, passage.send)
        except Exception:
            if passage.refusal is None:
                raise
        if passage.refusal is not None and not passage.answered:
            await refuse(passage.refusal, scope, send)


def _too_large(limits: Limits) -> Refusal:
    most = f"{limits.body_bytes / 2**20:g} MiB"
    return Refusal(
        status=413,
        code="too_large",
        zh=f"上传的内容超过 {most} 的上限。",
        en=f"What was uploaded is larger than the limit of {most}.",
        hint_zh="请把文件拆成几份，或改用命令行 liangrong account。",
        hint_en="Split the file, or use the command line: liangrong account.",
        details={"limit_bytes": limits.body_bytes},
    ).closing()


class _Passage:
    """The two ends of one request, with what has passed so far."""

    def __init__(self, receive: Receive, send: Send, limits: Limits) -> None:
        self._receive, self._send, self._limits = receive, send, limits
        self._deadline = asyncio.get_running_loop().time() + limits.body_seconds
        self._bytes = 0
        self._complete = False
        self.refusal: Refusal | None = None
        self.answered = False

    async def receive(self) -> Message:
        if self._complete:
            return await self._receive()
        if self.refusal is not None:
            raise _Stopped
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            self.refusal = _TOO_SLOW.closing()
            raise _Stopped from None
        self._count(message)
        if self._bytes > self._limits.body_bytes:
            self.refusal = _too_large(self._limits)
            if not self._complete:
                await self.drain()
            raise _Stopped
        return message

    async def send(self, message: Message) -> None:
        if self.refusal is not None and not self.answered:
            return
        self.answered = True
        await self._send(message)

    async def drain(self) -> None:
        """Read on and forget, so that the client comes to listening; up to a limit of bytes and time."""
        with suppress(TimeoutError):
            async with asyncio.timeout_at(self._deadline):
                while not self._complete and self._bytes <= self._limits.drained_bytes:
                    self._count(await self._receive())

    def _count(self, message: Message) -> None:
        self._bytes += len(message.get("body", b""))
        self._complete = message["type"] != "http.request" or not message.get("more_body", False)
