"""A small HTTP/1.1 server on 127.0.0.1 that answers from a function and misbehaves on request.

It knows nothing of exchanges; the host that a request is meant for is the first segment of its path.
"""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Lock, Thread
from time import sleep
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from liangrong.simulation.quirks import Quirks

__all__ = ["Answer", "LoopbackServer", "Received"]

_REASONS: Final = {200: "OK", 403: "Forbidden", 404: "Not Found", 500: "Internal Server Error", 503: "Service Unavailable"}
_ERROR_PAGE: Final = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
_IDLE_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    body: bytes
    content_type: str = "application/json;charset=UTF-8"
    status: int = 200

    @classmethod
    def page(cls, status: int) -> Answer:
        """An HTML error page."""
        return cls(_ERROR_PAGE.format(f"{status} {_REASONS.get(status, '')}").encode(), "text/html;charset=UTF-8", status)


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it arrived, with the URL it was meant for."""

    url: str
    params: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    method: str = "GET"


@dataclass
class LoopbackServer:
    """Serves ``answer`` until it is closed.

    Parameters
    ----------
    answer
        From a request to what goes back.
    schemes
        Host to the scheme of its URLs, for every host that is served.
    """

    answer: Callable[[Received], Answer]
    quirks: Quirks
    schemes: Mapping[str, str]
    requests: int = 0
    _attempts: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def start(self) -> int:
        """Listen on a free port and return it."""
        self._server = _Server(self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return int(self._server.server_address[1])

    def stop(self) -> None:
        """Stop listening and hang up on everybody."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def attempt(self, target: str) -> int:
        """How often ``target`` was asked for before."""
        with self._lock:
            self.requests += 1
            self._attempts[target] += 1
            return self._attempts[target] - 1


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, owner: LoopbackServer) -> None:
        self.owner = owner
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        if isinstance(request, socket.socket):
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        if isinstance(request, socket.socket):
            self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        for connection in tuple(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                self._open.discard(connection)

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that hangs up in the middle is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = _IDLE_S
    server: _Server

    def do_GET(self) -> None:
        self._serve(())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._serve(tuple(parse_qsl(body.decode(), keep_blank_values=True)))

    def _serve(self, form: tuple[tuple[str, str], ...]) -> None:
        owner = self.server.owner
        parts = urlsplit(self.path)
        host, _, path = parts.path.lstrip("/").partition("/")
        received = Received(
            f"{owner.schemes.get(host, 'https')}://{host}/{path}",
            tuple(parse_qsl(parts.query, keep_blank_values=True)), form, tuple(self.headers.items()), self.command,
        )  # fmt: skip
        fault = owner.quirks.fault(f"{self.path} {form}", owner.attempt(f"{self.path} {form}"))
        if fault == "unavailable":
            self._send(Answer.page(503))
        elif fault == "html":
            self._send(Answer(Answer.page(500).body, "text/html;charset=UTF-8"))
        else:
            self._send(owner.answer(received), cut=fault == "truncated", pause_s=owner.quirks.pause_s if fault == "slow" else 0.0)

    def _send(self, answer: Answer, *, cut: bool = False, pause_s: float = 0.0) -> None:
        head = (
            f"HTTP/1.1 {answer.status} {_REASONS.get(answer.status, '')}\r\nContent-Type: {answer.content_type}\r\n"
            f"Content-Length: {len(answer.body)}\r\n\r\n"
        ).encode()
        half = len(answer.body) // 2
        if cut:
            self.wfile.write(head + answer.body[:half])
            self.close_connection = True
        elif pause_s:
            self.wfile.write(head + answer.body[:half])
            sleep(pause_s)
            self.wfile.write(answer.body[half:])
        else:
            self.wfile.write(head + answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""
