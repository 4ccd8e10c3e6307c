"""One connection: what uvicorn's protocol leaves open, closed.

uvicorn limits how long a connection idles after an answer, and nothing else: a client that sends half a request, or no byte
at all, or a header of a gigabyte, or does not read its answer, holds a connection (and memory) for as long as it likes. Here
each of these has a deadline or a size, and when there are too many connections the one that waits longest without a request
gives way.
"""

from __future__ import annotations

import asyncio
import http
from itertools import count
from typing import Any, Final, NoReturn

import httptools
from starlette.types import Scope
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from liangrong.core.errors import Lang
from liangrong.interfaces.web.guard.headers import SECURITY_HEADERS
from liangrong.interfaces.web.guard.limits import Limits
from liangrong.interfaces.web.guard.refusals import Refusal, language_of, speaks_json

__all__ = ["GuardedConnection"]

_MALFORMED: Final = Refusal(
    status=400,
    code="bad_request",
    zh="这不是有效的 HTTP 请求。",
    en="This is not a valid HTTP request.",
)
_LONG_URL: Final = Refusal(
    status=414,
    code="url_too_long",
    zh="网址太长。",
    en="The address is too long.",
    hint_zh="请减少参数；账户等大段内容请用 POST 上传。",
    hint_en="Use fewer parameters; post large content such as accounts.",
)
_LARGE_HEADERS: Final = Refusal(
    status=431,
    code="headers_too_large",
    zh="请求头太多或太大。",
    en="The headers of the request are too many or too large.",
    hint_zh="请清除本站的 Cookie 后重试。",
    hint_en="Clear the cookies of this site and try again.",
)
_SLOW_HEADERS: Final = Refusal(
    status=408,
    code="too_slow",
    zh="请求头迟迟没有传完，已放弃等待。",
    en="The headers of the request did not arrive in time; we have stopped waiting.",
)
_CROWDED: Final = Refusal(
    status=503,
    code="busy",
    zh="连接太多，请稍后再试。",
    en="There are too many connections; try again later.",
    headers=((b"retry-after", b"5"),),
)


_TURNS: Final = count()
"""Numbers the moments at which connections begin to wait; a clock would give several the same one."""


class _Refused(Exception):
    """Stops the parser in the middle of a request."""


class GuardedConnection(HttpToolsProtocol):
    """uvicorn's protocol on httptools, with the limits of the door.

    Parameters
    ----------
    config, server_state, app_state, _loop
        As uvicorn hands them over.
    limits, lang
        The limits of the door and the language of its refusals; bind them with ``functools.partial``.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        limits: Limits,
        lang: Lang = "zh",
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.limits = limits
        self.lang = lang
        self.url = b""
        self.headers = []
        self.turn = next(_TURNS)
        self._head = 0
        self._in_head = False
        self._refusal: Refusal | None = None
        self._arrival: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether no request of this connection is being answered."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def _is_sending_body(self) -> bool:
        """Whether the client is in the middle of a body and has heard nothing yet."""
        return self.cycle.more_body and not self.cycle.response_started and not self._in_head and not self.pipeline

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Make room if there are too many, and expect a request in time."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections and not self._make_room():
            self._refuse(_CROWDED)
            return
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks of this connection."""
        self._forget()
        if self._unread is not None:
            self._unread.cancel()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse, and measure what belongs to no complete head yet."""
        if self.transport.is_closing():
            return
        belongs_to_head = self._in_head or self.is_waiting
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head:
            self._head += len(data) if belongs_to_head else 0
            self._measure()
        if self._in_head or (self.is_waiting and self.timeout_keep_alive_task is None):
            self._expect()

    def on_message_begin(self) -> None:
        """A request has begun: its head must be complete in time."""
        super().on_message_begin()
        self._in_head, self._head = True, 0
        self._forget()
        self._expect()

    def on_headers_complete(self) -> None:
        """The head is complete: judge it before anybody sees it."""
        self._measure_lines()
        self._require_own_target()
        self._in_head = False
        self._forget()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """An answer is out: the wait for the next request begins."""
        self.turn = next(_TURNS)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client does not read: it has some time to begin."""
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(self.limits.unread_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """The client reads again."""
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """What the parser refused, in our words; the parameter is uvicorn's."""
        del msg
        self._refuse(self._refusal or _MALFORMED)

    def _expect(self) -> None:
        """Start the clock for the next head, unless it runs."""
        if self._arrival is None:
            self._arrival = self.loop.call_later(self.limits.header_seconds, self._too_late)

    def _forget(self) -> None:
        """Stop the clock: what was expected has come."""
        if self._arrival is not None:
            self._arrival.cancel()
            self._arrival = None

    def _too_late(self) -> None:
        self._arrival = None
        if self.transport.is_closing():
            return
        if self._in_head and self.is_waiting:
            self._refuse(_SLOW_HEADERS)
        else:
            self.transport.close()

    def _make_room(self) -> bool:
        """Close the connection that has waited longest for a request; whether there was one."""
        waiting = [
            other for other in self.connections if isinstance(other, GuardedConnection) and other is not self and other.is_waiting
        ]
        if not waiting:
            return False
        longest = min(waiting, key=lambda other: other.turn)
        self.connections.discard(longest)
        longest.transport.abort()
        return True

    def _measure(self) -> None:
        """Refuse an incomplete head that is too large already."""
        if len(self.url) > self.limits.url_bytes:
            self._refuse(_LONG_URL)
        elif self._head > self.limits.header_bytes:
            self._refuse(_LARGE_HEADERS if self.headers or len(self.url) < self.limits.url_bytes else _LONG_URL)

    def _measure_lines(self) -> None:
        if len(self.url) > self.limits.url_bytes:
            self._stop(_LONG_URL)
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > self.limits.header_bytes or len(self.headers) > self.limits.headers:
            self._stop(_LARGE_HEADERS)

    def _require_own_target(self) -> None:
        """A whole URI as target must name the Host; any other form than a path is for proxies."""
        if self.url.startswith(b"/"):
            return
        try:
            target = httptools.parse_url(self.url)
        except httptools.HttpParserInvalidURLError:
            self._stop(_MALFORMED)
        authority = (target.host or b"") + (b":%d" % target.port if target.port else b"")
        hosts = [value.strip().lower() for name, value in self.headers if name == b"host"]
        if target.schema not in {b"http", b"https"} or not target.path or hosts != [authority.lower()]:
            self._stop(_MALFORMED)

    def _stop(self, refusal: Refusal) -> NoReturn:
        self._refusal = refusal
        raise _Refused

    def _refuse(self, refusal: Refusal) -> None:
        """Answer instead of the application, and close; while an earlier request is being answered only close."""
        if not self.is_waiting:
            if not self._is_sending_body:
                self.transport.close()
                return
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        path, _, query = self.url.partition(b"?")
        scope: Scope = {"path": path.decode("latin-1"), "query_string": query[:1024], "headers": self.headers, "lang": self.lang}
        headers, body = refusal.closing().answer(language_of(scope), as_json=speaks_json(scope))
        own = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
        lines = [b"HTTP/1.1 %d %s" % (refusal.status, http.HTTPStatus(refusal.status).phrase.encode())]
        lines += [name + b": " + value for name, value in (*self.server_state.default_headers, *headers, *own)]
        self.transport.write(b"\r\n".join((*lines, b"", body)))
        self.transport.close()
