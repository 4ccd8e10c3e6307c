"""The last line of defence: no path of this machine leaves in an answer.

Sentences for the terminal may name the folder of the store; on the wire it becomes a neutral word. Ordinary answers have no
such sentences (tests see to that) and pass untouched; errors, and all that MCP says, are read before they leave.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from liangrong.core.errors import Lang
from liangrong.interfaces.web.guard.refusals import language_of

__all__ = ["Leaks", "NeutralWords"]

_STORE: Final = {"zh": "数据目录", "en": "the store"}
_ELSEWHERE: Final = {"zh": "服务端文件", "en": "a file of the service"}
_TEXT: Final = (b"text/", b"json", b"xml", b"javascript")
_INSIDE: Final = r"(?:[\\/][^\s\"'<>,;)，。；）”]*)?"
"""The rest of a path in running text."""


@dataclass(frozen=True, slots=True)
class NeutralWords:
    """What folders of this machine are called in an answer.

    Parameters
    ----------
    store
        The folder of the store, as it was given; its absolute form is hidden as well.

    Examples
    --------
    >>> NeutralWords(Path("/srv/data/margin")).text("No store at /srv/data/margin/tables.", "en")
    'No store at the store/tables.'
    """

    store: Path

    def text(self, text: str, lang: Lang) -> str:
        """``text`` with neutral words in place of folders."""
        stores, elsewhere = _patterns(self.store)
        return elsewhere.sub(_ELSEWHERE[lang], stores.sub(_STORE[lang], text))


@cache
def _patterns(store: Path) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The store's own folder, and the folders that name a user or an installation with whatever lies in them."""
    code = Path(__file__).resolve().parents[3]
    elsewhere = (Path.home(), Path.cwd(), Path(sys.prefix), Path(sys.base_prefix) / "lib", Path(tempfile.gettempdir()), code)
    return _pattern((store.absolute(), store.resolve())), _pattern(elsewhere, _INSIDE)


def _pattern(folders: Sequence[Path], inside: str = "") -> re.Pattern[str]:
    """Any of ``folders``, the longest first, in every spelling that text on the wire may have."""
    spelt: set[str] = set()
    for folder in folders:
        plain = str(folder)
        if len(folder.parts) > 1:
            spelt |= {plain, quote(plain), quote(plain, safe=""), escape(plain)}
            spelt |= {json.dumps(plain)[1:-1], json.dumps(plain, ensure_ascii=False)[1:-1]}
    names = "|".join(re.escape(name) for name in sorted(spelt, key=lambda name: (-len(name), name)))
    return re.compile(f"(?:{names})(?![\\w-]){inside}" if names else r"(?!)")


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
