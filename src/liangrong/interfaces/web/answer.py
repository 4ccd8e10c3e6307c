"""One answer as it is sent: its bytes, plain and compressed, and the tag by which a browser knows it again."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from starlette.types import Scope, Send

__all__ = ["Answer"]

_OK: Final = 200
_WORTH_COMPRESSING: Final = 1024
"""Bytes; a shorter body travels in one packet anyway."""
_TEXT: Final = ("text/", "json", "xml", "javascript")
_OWN: Final = frozenset({b"content-length", b"content-type", b"content-encoding", b"etag", b"transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that may be sent any number of times.

    Make one with ``Answer.of``.

    Parameters
    ----------
    status
        Of HTTP.
    headers
        All but those that this class sets.
    body, gzipped
        Plain and compressed; ``None`` where compressing gains nothing, and of an error: it is read once more before it leaves.
    tag
        A strong hash of status, headers and body.
    """

    status: int
    media_type: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    gzipped: bytes | None
    tag: str

    @classmethod
    def of(cls, body: bytes, media_type: str, *, status: int = _OK, headers: Sequence[tuple[bytes, bytes]] = ()) -> Answer:
        """The answer with this body.

        Examples
        --------
        >>> answer = Answer.of(b"x" * 5000, "text/plain")
        >>> len(answer.gzipped) < 100, answer.tag == Answer.of(b"x" * 5000, "text/plain").tag
        (True, True)
        """
        own = tuple((name.lower(), value) for name, value in headers if name.lower() not in _OWN)
        is_text = any(part in media_type for part in _TEXT)
        worth = is_text and status == _OK and len(body) >= _WORTH_COMPRESSING
        gzipped = gzip.compress(body, 6, mtime=0) if worth else None
        if gzipped is not None and len(gzipped) >= len(body):
            gzipped = None
        digest = blake2b(repr((status, media_type, own)).encode(), digest_size=16)
        digest.update(body)
        return cls(status, media_type, own, body, gzipped, digest.hexdigest())

    @property
    def may_be_kept(self) -> bool:
        """Whether it is an answer for everybody: a success that sets no cookie and does not forbid it."""
        names = {name: value.lower() for name, value in self.headers}
        return self.status == _OK and b"set-cookie" not in names and b"no-store" not in names.get(b"cache-control", b"")

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.body) + len(self.gzipped or b"") + sum(len(name) + len(value) for name, value in self.headers)

    async def send(self, scope: Scope, send: Send) -> None:
        """Answer a request: 304 where the client has it already, compressed where it can read that, no body to ``HEAD``."""
        asked = {name: value for name, value in scope["headers"] if name in {b"accept-encoding", b"if-none-match"}}
        packed = self.gzipped if _takes_gzip(asked.get(b"accept-encoding", b"")) else None
        body = self.body if packed is None else packed
        tag = f'"{self.tag}"' if packed is None else f'"{self.tag}-gzip"'
        headers = [*self.headers]
        if self.status == _OK:
            varies = [value for name, value in headers if name == b"vary"]
            headers = [(name, value) for name, value in headers if name != b"vary"]
            headers += [(b"etag", tag.encode()), (b"vary", b", ".join([*varies, b"Accept-Encoding"]))]
        if self.status == _OK and _has(asked.get(b"if-none-match", b""), self.tag):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        headers += [(b"content-type", self.media_type.encode("latin-1")), (b"content-length", b"%d" % len(body))]
        if packed is not None:
            headers.append((b"content-encoding", b"gzip"))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body, "more_body": False})


def _takes_gzip(accepted: bytes) -> bool:
    for part in accepted.lower().split(b","):
        coding, _, weight = part.strip().partition(b";")
        if coding.strip() in {b"gzip", b"*"}:
            return weight.replace(b" ", b"") not in {b"q=0", b"q=0.0", b"q=0.00", b"q=0.000"}
    return False


def _has(condition: bytes, tag: str) -> bool:
    """Whether ``If-None-Match`` names this body in any form; the comparison is the weak one (RFC 9110, 13.1.2)."""
    named = {part.strip().removeprefix(b"W/") for part in condition.split(b",")}
    return bool(named & {b"*", f'"{tag}"'.encode(), f'"{tag}-gzip"'.encode()})
