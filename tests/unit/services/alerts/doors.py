"""Something to deliver to on loopback: a web server and a mail server of a few lines each."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class Door:
    """What came in; ``answers`` are used one after the other, the last one for ever.

    The web server leaves the ``hangs_on``-th request without an answer until ``let_go``.
    """

    port: int = 0
    answers: Sequence[int] = (200,)
    received: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    hangs_on: int = 0
    hanging: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/told?token=secret"

    @property
    def ids(self) -> list[str]:
        return [body["id"] for _, body in self.received]


@contextmanager
def web_door(*answers: int) -> Iterator[Door]:
    """A web server that keeps what is posted and answers with these statuses."""
    door = Door(answers=answers or (200,))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = door.answers[min(len(door.received), len(door.answers) - 1)]
            door.received.append((dict(self.headers), json.loads(body)))
            if len(door.received) == door.hangs_on:
                door.hanging.set()
                door.let_go.wait(30)
                self.close_connection = True
                return
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with _serving(HTTPServer(("127.0.0.1", 0), Handler)) as port:
        door.port = port
        yield door


@contextmanager
def mail_door(*, refuse: bool = False, auth: bool = False) -> Iterator[Door]:
    """A mail server that keeps messages; ``refuse`` turns every one away."""
    door = Door()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def handle(self) -> None:
            self.say("220 loopback")
            while line := self.rfile.readline().decode().strip():
                word = line.partition(" ")[0].upper()
                if word == "EHLO":
                    self.say("250-loopback" if auth else "250 loopback")
                    if auth:
                        self.say("250 AUTH PLAIN")
                elif word == "AUTH":
                    door.logins.append(line)
                    self.say("235 welcome")
                elif word == "RCPT" and refuse:
                    self.say("550 nobody here")
                elif word == "DATA":
                    self.say("354 go on")
                    lines = []
                    while (text := self.rfile.readline()) not in (b".\r\n", b""):
                        lines.append(text)
                    door.mails.append(b"".join(lines))
                    self.say("250 kept")
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

    with _serving(socketserver.TCPServer(("127.0.0.1", 0), Handler)) as port:
        door.port = port
        yield door


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
