"""The only place that sends: one polite HTTP client. It knows hosts and bytes, never what they mean."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

from liangrong import __version__
from liangrong.core.errors import LiangrongError
from liangrong.core.outcomes import Failed, FailureKind
from liangrong.sources.fetcher import RawPayload, Request

if TYPE_CHECKING:
    import httpx2

__all__ = ["USER_AGENT", "HttpTransport", "TransportFailed"]

USER_AGENT: Final = f"Mozilla/5.0 (compatible; liangrong/{__version__}; +https://github.com/liangrong/liangrong)"
"""Says who asks. The leading word is there because SSE refuses agents that do not look like a browser."""

_CONNECT_S: Final = 10.0
_READ_S: Final = 30.0
_BODY_S: Final = 180.0
"""A body that has not ended by then never will: a read time-out alone lets a dripping body go on for ever."""
_ATTEMPTS: Final = 4
_WAIT_INITIAL_S: Final = 0.5
_WAIT_MAX_S: Final = 8.0
_WAIT_JITTER_S: Final = 0.5
_MAX_BYTES: Final = 32 * 1024 * 1024
"""The largest honest answer (all of SZSE's list as a workbook) is under 1 MiB; a forgotten date makes hundreds."""
_SILENT: Final = logging.NullHandler()
"""Keeps the retries out of the terminal of a program that set up no logging; one that did still sees them."""


class TransportFailed(LiangrongError, OSError):
    """No complete answer came, after the retries. Details: kind, url, reason, reason_zh."""

    code = "transport_failed"
    exit_code = 5
    zh = "{url} 没有完整应答：{reason}。"
    en = "No complete answer from {url}: {reason}."
    hint_zh = "稍后重新运行 liangrong sync；会从断点继续。"
    hint_en = "Run `liangrong sync` again later; it continues where it stopped."

    @property
    def kind(self) -> FailureKind:
        """The kind of failure."""
        found = self.details.get("kind", FailureKind.TRANSPORT)
        assert isinstance(found, FailureKind)
        return found

    def outcome(self) -> Failed:
        """The same as an outcome."""
        return Failed(self.kind, self.message("en"), self.message("zh"))


class _Transient(Exception):
    """An attempt that may go better next time."""

    def __init__(self, en: str, zh: str) -> None:
        self.en, self.zh = en, zh
        super().__init__(en)


class HttpTransport:
    """Sends requests over HTTP: spaced per host, retried on 5xx and broken connections only, bounded in size.

    An answer below 500 comes back with its status, whatever it is: a 404 can be the way a source says "not yet".
    Threads may share one instance.

    Parameters
    ----------
    spacing_s
        Seconds between two requests to the same host, at least.
    rewrite
        Origin to replacement, such as ``https://www.szse.cn`` to ``http://127.0.0.1:8000/www.szse.cn``. When given,
        an origin that is not in it is refused: a rehearsal must never reach the real hosts.
    attempts, wait_initial_s, wait_max_s, wait_jitter_s
        How often and how patiently to retry: waits double from the first to the last.
    max_bytes
        The largest body accepted.
    body_s
        The longest a body may take.
    now
        The clock of ``fetched_at``, in UTC.

    Examples
    --------
    >>> with HttpTransport(rewrite={"https://www.szse.cn": "http://127.0.0.1:9"}) as rehearsal:
    ...     try:
    ...         rehearsal.send(Request("https://www.bse.cn/"))
    ...     except TransportFailed as error:
    ...         print(error.message("en"))
    No complete answer from https://www.bse.cn/: https://www.bse.cn is not served by the simulated exchange.
    """

    def __init__(
        self,
        *,
        spacing_s: float = 1.0,
        rewrite: Mapping[str, str] | None = None,
        attempts: int = _ATTEMPTS,
        wait_initial_s: float = _WAIT_INITIAL_S,
        wait_max_s: float = _WAIT_MAX_S,
        wait_jitter_s: float = _WAIT_JITTER_S,
        max_bytes: int = _MAX_BYTES,
        body_s: float = _BODY_S,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._spacing_s = spacing_s
        self._rewrite = dict(rewrite or {})
        self._attempts = attempts
        self._wait_initial_s = wait_initial_s
        self._wait_max_s = wait_max_s
        self._wait_jitter_s = wait_jitter_s
        self._max_bytes = max_bytes
        self._body_s = body_s
        self._now = now
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}
        self._client: httpx2.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; the next request opens new ones."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def send(self, request: Request) -> RawPayload:
        """Send ``request`` and return the complete body.

        Raises
        ------
        TransportFailed
            No complete answer came, it was larger than ``max_bytes``, or its origin may not be reached.
        """
        import stamina

        logging.getLogger("stamina").addHandler(_SILENT)
        url = self._target(request.url)
        try:
            for attempt in stamina.retry_context(
                on=_Transient,
                attempts=self._attempts,
                timeout=None,
                wait_initial=self._wait_initial_s,
                wait_max=self._wait_max_s,
                wait_jitter=self._wait_jitter_s,
            ):
                with attempt:
                    return self._once(request, url)
        except _Transient as error:
            raise TransportFailed(kind=FailureKind.TRANSPORT, url=request.url, reason=error.en, reason_zh=error.zh) from error
        raise AssertionError("unreachable")  # pragma: no cover

    def _target(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            raise TransportFailed(
                kind=FailureKind.TRANSPORT, url=url,
                reason=f"{parts.scheme} is not spoken over HTTP", reason_zh=f"HTTP 传输不支持 {parts.scheme}",
            )  # fmt: skip
        if not self._rewrite:
            return url
        origin = f"{parts.scheme}://{parts.netloc}"
        replacement = self._rewrite.get(origin)
        if replacement is None:
            raise TransportFailed(
                kind=FailureKind.TRANSPORT, url=url,
                reason=f"{origin} is not served by the simulated exchange", reason_zh=f"模拟交易所不提供 {origin}",
            )  # fmt: skip
        return replacement.rstrip("/") + url.removeprefix(origin)

    def _once(self, request: Request, url: str) -> RawPayload:
        import httpx2

        self._wait_for_turn(urlsplit(request.url).netloc)
        try:
            with self._open().stream(
                request.method, url,
                params=list(request.params) or None,
                data=dict(request.form) or None,
                content=request.body or None,
                headers={"User-Agent": USER_AGENT, **dict(request.headers)},
            ) as response:  # fmt: skip
                if response.status_code >= 500:
                    raise _Transient(f"HTTP {response.status_code}", f"HTTP {response.status_code}")
                return RawPayload(
                    content=self._body(response, request),
                    url=str(httpx2.URL(request.url, params=list(request.params))) if request.params else request.url,
                    fetched_at=self._now(),
                    status=response.status_code,
                    headers=dict(response.headers),
                )
        except httpx2.TimeoutException as error:
            raise _Transient(f"timed out ({type(error).__name__})", f"超时（{type(error).__name__}）") from error
        except httpx2.RequestError as error:
            raise _Transient(f"{error or type(error).__name__}", f"连接中断（{error or type(error).__name__}）") from error

    def _body(self, response: httpx2.Response, request: Request) -> bytes:
        body = bytearray()
        deadline = time.monotonic() + self._body_s
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self._max_bytes:
                raise TransportFailed(
                    kind=FailureKind.TRANSPORT, url=request.url,
                    reason=f"the body is larger than {self._max_bytes:,} bytes", reason_zh=f"应答超过 {self._max_bytes:,} 字节",
                )  # fmt: skip
            if time.monotonic() > deadline:
                raise _Transient(f"the body did not end within {self._body_s:g} s", f"应答在 {self._body_s:g} 秒内没有结束")
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and int(announced) != response.num_bytes_downloaded:
            came = response.num_bytes_downloaded
            raise _Transient(f"{came} of {announced} bytes came", f"只收到 {announced} 字节中的 {came} 字节")
        return bytes(body)

    def _open(self) -> httpx2.Client:
        import httpx2

        with self._lock:
            if self._client is None:
                self._client = httpx2.Client(
                    timeout=httpx2.Timeout(_READ_S, connect=_CONNECT_S),
                    trust_env=not self._rewrite,  # a proxy from the environment cannot see a loopback exchange
                )
            return self._client

    def _wait_for_turn(self, host: str) -> None:
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._free_at.get(host, now))
            self._free_at[host] = turn + self._spacing_s
        if turn > now:
            time.sleep(turn - now)
