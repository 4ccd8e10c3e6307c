"""The endpoint on loopback: breaks if the key leaks, an answer of another shape gets through, or a failure has no sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from liangrong.core.errors import UsageError
from liangrong.research.reports.narrator.messages import Message
from liangrong.services.narration.endpoint import KEY, MODEL, URL, Endpoint, NarratorFailed, named_endpoint

SAID = {"choices": [{"message": {"role": "assistant", "content": "两融余额。"}}]}
ASKED = [Message(role="user", content="findings")]


class Told:
    """What the server answers, and what it was sent."""

    status = 200
    body: Any = None
    seen: Any = None


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        Told.seen = {"path": self.path, "key": self.headers["authorization"], "body": json.loads(self.rfile.read(length))}
        content = json.dumps(Told.body).encode()
        self.send_response(Told.status)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


@pytest.fixture
def url() -> Iterator[str]:
    Told.status, Told.body = 200, SAID
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_text_of_the_first_choice_is_what_was_said(url: str) -> None:
    assert Endpoint(url, "small", "secret").complete(ASKED) == "两融余额。"
    assert Told.seen["path"] == "/v1/chat/completions"
    assert Told.seen["key"] == "Bearer secret"
    assert Told.seen["body"]["messages"] == [{"role": "user", "content": "findings"}]
    assert "secret" not in repr(Endpoint(url, "small", "secret"))


@pytest.mark.parametrize("body", [{}, {"choices": []}, {"choices": [{"message": {"content": None}}]}, [1]])
def test_an_answer_of_another_shape_is_a_sentence(url: str, body: Any) -> None:
    Told.body = body
    with pytest.raises(NarratorFailed) as refused:
        Endpoint(url, "small").complete(ASKED)
    assert "answer" in refused.value.message("en")


def test_a_refusal_names_its_status_and_no_key(url: str) -> None:
    Told.status = 401
    with pytest.raises(NarratorFailed) as refused:
        Endpoint(url, "small", "secret").complete(ASKED)
    assert "401" in refused.value.message("en")
    assert "secret" not in refused.value.message("zh")


def test_nobody_there_is_a_sentence() -> None:
    with pytest.raises(NarratorFailed, match="reached"):
        Endpoint("http://127.0.0.1:9/v1", "small").complete(ASKED)


def test_without_a_name_in_the_environment_the_sentence_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL, raising=False)
    with pytest.raises(UsageError, match=URL):
        named_endpoint()
    monkeypatch.setenv(URL, "ftp://example")
    monkeypatch.setenv(MODEL, "small")
    monkeypatch.delenv(KEY, raising=False)
    with pytest.raises(UsageError, match="http"):
        named_endpoint()
    monkeypatch.setenv(URL, "http://127.0.0.1:11434/v1")
    assert named_endpoint().model == "small"
