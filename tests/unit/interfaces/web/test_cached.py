"""The application is asked once for a page, in its plain form, and everybody gets the form they can read."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from liangrong.interfaces.web.cache import AnswerCache, AnswerKey
from liangrong.interfaces.web.cached import CachedAnswers
from tests.unit.interfaces.web.asking import ask, asking, say, scope_of


class Version:
    def token(self) -> str:
        return "one"

    fresh = token


class Application:
    def __init__(self, status: int = 200) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status = status

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        assert await receive() == {"type": "http.request", "body": b"", "more_body": False} or scope["method"] == "POST"
        self.asked.append(scope)
        await asyncio.sleep(0)
        await say(send, f"{scope['method']} {scope['path']}".encode() * 300, status=self.status)


def key_of(scope: Any) -> AnswerKey | None:
    return None if scope["path"].startswith("/live") else AnswerKey(scope["path"])


def cached(app: Application) -> CachedAnswers:
    return CachedAnswers(app, AnswerCache(Version()), key_of)


def test_the_second_visitor_is_answered_from_memory_whatever_form_they_ask_for() -> None:
    app = Application()
    door = cached(app)
    plain = ask(door, "/a")
    assert ask(door, "/a", headers=[("accept-encoding", "gzip")]).header("content-encoding") == "gzip"
    assert ask(door, "/a", "HEAD").headers == plain.headers
    assert ask(door, "/a", headers=[("if-none-match", plain.header("etag"))]).status == 304
    assert len(app.asked) == 1


def test_the_application_sees_the_plain_question() -> None:
    app = Application()
    ask(
        cached(app),
        "/a",
        "HEAD",
        headers=[("accept-encoding", "gzip"), ("if-none-match", "*"), ("range", "bytes=0-1"), ("x", "y")],
    )
    assert app.asked[0]["method"] == "GET"
    assert [name for name, _ in app.asked[0]["headers"]] == [b"host", b"x"]


def test_what_changes_something_and_what_has_no_key_passes() -> None:
    app = Application()
    door = cached(app)
    for _ in range(2):
        ask(door, "/a", "POST")
        ask(door, "/live")
    assert len(app.asked) == 4


def test_an_error_is_answered_and_asked_for_again() -> None:
    app = Application(status=404)
    door = cached(app)
    assert [ask(door, "/a").status for _ in range(3)] == [404] * 3
    assert len(app.asked) == 3


def test_visitors_who_come_together_share_one_answer() -> None:
    app = Application()
    door = cached(app)

    async def all_at_once() -> list[Any]:
        return await asyncio.gather(*(asking(door, scope_of("/a")) for _ in range(40)))

    assert len({answer.body for answer in asyncio.run(all_at_once())}) == 1
    assert len(app.asked) == 1


def test_a_break_is_everybodys_and_nobodys_later() -> None:
    async def broken(*_: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(cached(broken), "/a")
