"""No folder of this machine in an error, in any spelling; ordinary answers untouched."""

from __future__ import annotations

import html
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from liangrong.interfaces.web.guard.leaks import Leaks
from liangrong.services.neutral_words import NeutralWords
from tests.unit.interfaces.web.asking import ask, say

STORE = Path("/srv/leverage data/两融")
WORDS = NeutralWords(STORE)


def saying(text: str | bytes, *, status: int = 404, kind: bytes = b"application/json") -> Leaks:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        body = text if isinstance(text, bytes) else text.encode()
        if kind == b"text/event-stream":
            await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind)]})
            await send({"type": "http.response.body", "body": body, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
            return
        await say(send, body, status=status, kind=kind)

    return Leaks(app, WORDS)


SPELLINGS = {
    "as it is": str(STORE),
    "in JSON": json.dumps(str(STORE))[1:-1],
    "in an address": quote(str(STORE)),
    "in a query": quote(str(STORE), safe=""),
    "in a page": html.escape(str(STORE)),
}


@pytest.mark.parametrize("spelt", SPELLINGS.values(), ids=SPELLINGS)
def test_the_store_is_hidden_in_every_spelling(spelt: str) -> None:
    answer = ask(saying(f'{{"message": "No rows in {spelt}/tables/quotes, sorry"}}'), "/api/x?lang=en")
    assert answer.text == '{"message": "No rows in the store/tables/quotes, sorry"}'
    assert "数据目录/tables" in ask(saying(f"在 {spelt}/tables"), "/api/x").text


@pytest.mark.parametrize("status", [400, 404, 422, 500, 503])
@pytest.mark.parametrize(
    "kind", [b"text/html; charset=utf-8", b"application/json", b"text/plain", b"application/problem+json", b"image/svg+xml"]
)
def test_every_error_is_read(status: int, kind: bytes) -> None:
    assert str(STORE) not in ask(saying(f"{STORE}/x", status=status, kind=kind)).text


def test_folders_of_the_user_and_the_installation_are_hidden_with_what_is_in_them() -> None:
    code = Path(__file__).resolve().parents[5] / "src" / "liangrong" / "core" / "errors.py"
    for folder in (Path.home() / "secret plan" / "a.txt", Path.cwd() / "x.py", Path(sys.prefix) / "lib" / "y.py", code):
        answer = ask(saying(f'File "{folder}", line 3'), "/?lang=en")
        assert str(folder) not in answer.text
        assert str(folder.parent) not in answer.text, answer.text


def test_a_name_that_only_begins_alike_is_left_alone() -> None:
    assert (
        WORDS.text("/srv/leverage data/两融-2 and /srv/leverage data/两融s", "en")
        == "/srv/leverage data/两融-2 and /srv/leverage data/两融s"
    )


def test_a_relative_store_is_hidden_by_its_absolute_path() -> None:
    words = NeutralWords(Path("some-store"))
    assert words.text(f"see {Path.cwd() / 'some-store' / 'x'}", "en") == "see the store/x"
    assert words.text("some-store is a word", "en") == "some-store is a word"


def test_the_root_is_no_secret_and_does_not_eat_every_slash() -> None:
    assert NeutralWords(Path("/")).text("a/b and /c", "en") == "a/b and /c"


def test_ordinary_answers_pass_untouched_and_unbuffered() -> None:
    text = f"{STORE}/x"
    assert ask(saying(text, status=200)).text == text


def test_all_that_mcp_says_is_read_and_streams_stay_streams() -> None:
    said = f'data: {{"error": "no store at {STORE}"}}\n\n'
    streamed = ask(saying(said, status=200, kind=b"text/event-stream"), "/mcp?lang=en")
    assert streamed.text == 'data: {"error": "no store at the store"}\n\n'
    assert streamed.parts == 2
    assert str(STORE) not in ask(saying(said, status=200), "/mcp").text


def test_bytes_that_are_no_text_are_left_alone() -> None:
    assert ask(saying(b"\xff\xfe\x00", kind=b"text/plain")).body == b"\xff\xfe\x00"
    assert ask(saying(f"{STORE}", kind=b"application/zip")).text == f"{STORE}"
