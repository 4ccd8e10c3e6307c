"""The last line of defence: no path of this machine leaves in an answer.

Sentences for the terminal may name the folder of the store; on the wire it becomes a neutral word. Ordinary answers have no
such sentences (tests see to that) and pass untouched; errors, and all that MCP says, are read before they leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from liangrong.core.errors import Lang
from liangrong.interfaces.web.guard.refusals import language_of
from liangrong.services.neutral_words import NeutralWords

__all__ = ["Leaks"]

_TEXT: Final = (b"text/", b"json", b"xml", b"javascript")


@dataclass(frozen=True, slots=True)
class Leaks:
    """Middleware: neutral words in the text of errors and of MCP.

    Parameters
    ----------
    app
        What is guarded.
    words
        The neutral words.
    """

    app: ASGIApp
    words: NeutralWords

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and read what might name a folder."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        lang = language_of(scope)
        held: Message | None = None
        streams = False
        body = bytearray()

        async def reading(message: Message) -> None:
            nonlocal held, streams
            if message["type"] == "http.response.start":
                kind = _kind(message)
                suspect = message["status"] >= 400 or scope["path"].startswith("/mcp")
                if not suspect or not any(part in kind for part in _TEXT):
                    await send(message)
                    return
                streams = b"event-stream" in kind
                held = message
                if streams:
                    await send(message)
                return
            if held is None or message["type"] != "http.response.body":
                await send(message)
            elif streams:
                await send({**message, "body": self._neutral(message.get("body", b""), lang)})
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    neutral = self._neutral(bytes(body), lang)
                    await send({**held, "headers": _sized(held, len(neutral))})
                    await send({"type": "http.response.body", "body": neutral, "more_body": False})

        await self.app(scope, receive, reading)

    def _neutral(self, body: bytes, lang: Lang) -> bytes:
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return body
        return self.words.text(text, lang).encode()


def _kind(start: Message) -> bytes:
    return b",".join(value.lower() for name, value in start.get("headers", ()) if name.lower() == b"content-type")


def _sized(start: Message, length: int) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in start.get("headers", ()) if name.lower() != b"content-length"]
    return [*kept, (b"content-length", b"%d" % length)]
