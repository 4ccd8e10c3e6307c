"""How long an answer may be worked on, and what is said when something breaks."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from liangrong.interfaces.web.guard.limits import Limits
from liangrong.interfaces.web.guard.refusals import Refusal, refuse

__all__ = ["AnswerDeadline", "Faults"]

_LOG: Final = logging.getLogger("liangrong.web")

_LATE: Final = Refusal(
    status=503,
    code="answer_too_late",
    zh="这个问题算得太久，先停止等待；计算仍在继续，稍后再问通常就有答案。",
    en="This question takes too long and we stop waiting; it is still being worked on, and asked again later it is usually ready.",
    hint_zh="请过几秒重试，或缩小日期范围。",
    hint_en="Try again in some seconds, or ask for fewer dates.",
    headers=((b"retry-after", b"5"),),
)
_BROKEN: Final = Refusal(
    status=500,
    code="internal_error",
    zh="程序内部出错，这是我们的问题；经过已记在服务的日志里。",
    en="Something broke inside; this is our bug, and its traceback is in the log of the service.",
    hint_zh="请附上日志提交问题。",
    hint_en="Please report it with that log.",
)


@dataclass(frozen=True, slots=True)
class AnswerDeadline:
    """Middleware: 503 with ``Retry-After`` when an answer has not begun in time.

    Only the beginning is limited: a stream (MCP) may go on for as long as its client listens.
    """

    app: ASGIApp
    limits: Limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and stop waiting at the deadline."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        has_body = any(name in {b"content-length", b"transfer-encoding"} for name, _ in scope["headers"])
        allowed, begun = self.limits.answer_seconds, False
        try:
            async with asyncio.timeout(allowed + self.limits.body_seconds * has_body) as deadline:

                async def receiving() -> Message:
                    message = await receive()
                    if message["type"] == "http.request" and not message.get("more_body", False) and not begun:
                        deadline.reschedule(asyncio.get_running_loop().time() + allowed)
                    return message

                async def sending(message: Message) -> None:
                    nonlocal begun
                    if not begun:
                        begun = True
                        deadline.reschedule(None)
                    await send(message)

                await self.app(scope, receiving, sending)
        except TimeoutError:
            if not deadline.expired():
                raise
            await refuse(_LATE, scope, send)


@dataclass(frozen=True, slots=True)
class Faults:
    """Middleware: what the application did not catch is logged, and answered with a sentence instead of a traceback.

    A visitor who leaves in the middle of an upload is no fault.
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and answer for what breaks."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noticing(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noticing)
        except ClientDisconnect:
            return
        except Exception:  # noqa: BLE001 - the last one who can answer
            _LOG.exception("a request to %s failed", ascii(scope["path"]))
            if not begun:
                await refuse(_BROKEN, scope, send)
