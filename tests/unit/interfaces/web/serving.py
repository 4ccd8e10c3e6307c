"""A real server on loopback in a thread, and raw sockets to it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import uvicorn

from liangrong.interfaces.web.guard.door import Door, guarded, server_config
from liangrong.interfaces.web.guard.limits import Limits

PATIENCE_S = 20
"""Longer than anything takes; reached only when something hangs."""


@contextmanager
def served(app: Any, limits: Limits | None = None, *, token: str | None = None, store: Path = Path("store")) -> Iterator[int]:
    """The port of a guarded server."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        door = Door(host="127.0.0.1", port=port, store=store, token=token, limits=limits or Limits())
        server = uvicorn.Server(server_config(guarded(app, door), door, lifespan="off", log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield port
        finally:
            server.should_exit = True
            thread.join(PATIENCE_S)
            assert not thread.is_alive(), "the server does not end"


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)


def everything(wire: socket.socket) -> bytes:
    """What comes until the server closes the connection."""
    got = b""
    with suppress(ConnectionError):
        while piece := wire.recv(65536):
            got += piece
    return got


def exchange(port: int, sent: bytes) -> bytes:
    """What a connection answers to ``sent``, until it is closed."""
    with connect(port) as wire:
        with suppress(ConnectionError):
            wire.sendall(sent)
        return everything(wire)


def request(port: int, target: str = "/", *, method: str = "GET", close: bool = True, more: str = "", body: bytes = b"") -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{port}", *(["Connection: close"] if close else [])]
    return ("\r\n".join(lines) + "\r\n" + more + "\r\n").encode("latin-1") + body
