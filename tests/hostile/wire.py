"""Bytes out, bytes back, and nothing that tidies them up in between."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass

PATIENCE_S = 60
"""An answer later than this is a server that hangs."""


@dataclass(frozen=True)
class Answer:
    """What came back; a status of 0 is a connection that was closed without a word."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key == name)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)


def exchange(port: int, sent: bytes) -> Answer:
    """Send, close the writing side of nothing, and read until the other side closes."""
    got = bytearray()
    with connect(port) as wire:
        with suppress(ConnectionError):
            wire.sendall(sent)
        with suppress(ConnectionError):
            while piece := wire.recv(1 << 16):
                got += piece
    return parsed(bytes(got))


def parsed(got: bytes) -> Answer:
    head, _, body = got.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    if not lines[0].startswith("HTTP/"):
        return Answer(0, (), b"")
    headers = tuple((name.strip().lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines[1:]))
    return Answer(int(lines[0].split()[1]), headers, body)


def ask(port: int, target: str) -> Answer:
    """A good request."""
    return exchange(port, plain(port, "GET", target.encode()))


def plain(port: int, method: str, target: bytes, *, headers: tuple[bytes, ...] = (), body: bytes | None = None) -> bytes:
    """A well-formed request around whatever is in it."""
    lines = [method.encode() + b" " + target + b" HTTP/1.1", b"Host: 127.0.0.1:%d" % port, b"Connection: close", *headers]
    if body is not None:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join((*lines, b"", body or b""))
