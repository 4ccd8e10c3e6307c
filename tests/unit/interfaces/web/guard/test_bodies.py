"""Bodies that are too large or too slow."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from liangrong.interfaces.web.guard.bodies import BodyLimit
from liangrong.interfaces.web.guard.limits import Limits
from tests.unit.interfaces.web.asking import ask, echo, say

LIMITS = Limits(body_bytes=1000, drained_bytes=5000, body_seconds=0.05)
CHUNKED = [("transfer-encoding", "chunked")]


def declared(length: int | str) -> list[tuple[str, str]]:
    return [("content-length", str(length))]


def test_a_body_within_the_limit_arrives_whole() -> None:
    assert (
        ask(BodyLimit(echo, LIMITS), "/", "POST", headers=declared(1000), body=[b"a" * 400, b"b" * 600]).body
        == b"a" * 400 + b"b" * 600
    )


def test_a_declared_length_above_the_limit_never_reaches_the_application() -> None:
    called = []

    async def app(*_: Any) -> None:
        called.append(1)

    answer = ask(BodyLimit(app, LIMITS), "/api/x", "POST", headers=declared(1001), body=[b"x" * 1001])
    assert (answer.status, called) == (413, [])
    assert answer.error["details"] == {"limit_bytes": 1000}
    assert answer.header("connection") == "close"


def test_what_comes_is_counted_whatever_was_declared() -> None:
    assert ask(BodyLimit(echo, LIMITS), "/", "POST", headers=CHUNKED, body=[b"x" * 100] * 11).status == 413
    assert ask(BodyLimit(echo, LIMITS), "/", "POST", headers=declared(10), body=[b"x" * 1001]).status == 413


def test_an_application_that_swallows_the_error_cannot_answer_instead() -> None:
    async def forgiving(scope: Any, receive: Any, send: Any) -> None:
        try:
            while (await receive())["more_body"]:
                pass
        except Exception:
            await say(send, b"there was an error parsing the body", status=400)

    answer = ask(BodyLimit(forgiving, LIMITS), "/", "POST", headers=CHUNKED, body=[b"x" * 600] * 3)
    assert answer.status == 413


def test_a_fault_of_the_application_is_not_taken_for_a_large_body() -> None:
    async def broken(*_: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(BodyLimit(broken, LIMITS), "/", "POST", headers=declared(5), body=[b"12345"])


def test_the_rest_is_read_so_that_the_client_comes_to_listening_but_not_without_end() -> None:
    for total, read in ((3000, 3000), (9000, 5100)):
        left = [b"x" * 100 for _ in range(total // 100)]

        async def receive(left: list[bytes] = left) -> dict[str, Any]:
            piece = left.pop()
            return {"type": "http.request", "body": piece, "more_body": bool(left)}

        status, app = [], BodyLimit(echo, LIMITS)

        async def send(message: dict[str, Any], status: list[int] = status) -> None:
            status.extend([message["status"]] if "status" in message else [])

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/",
            "query_string": b"",
            "headers": [(b"transfer-encoding", b"chunked")],
        }
        asyncio.run(app(scope, receive, send))
        assert status == [413]
        assert total - 100 * len(left) == read


def test_a_body_that_trickles_is_given_up() -> None:
    answer = ask(BodyLimit(echo, LIMITS), "/api/x", "POST", headers=declared(500), body=[b"x"], hangs=True)
    assert answer.status == 408
    assert answer.error["code"] == "too_slow"


@pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "ten", ""])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    assert ask(BodyLimit(echo, LIMITS), "/", "POST", headers=declared(length), body=[b"x"]).status == 400


def test_a_request_without_a_body_is_passed_on_as_it_is() -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(receive)
        await say(send, b"x")

    async def receive() -> dict[str, Any]:
        raise AssertionError

    async def send(_: Any) -> None: ...

    asyncio.run(
        BodyLimit(app, LIMITS)({"type": "http", "headers": [(b"host", b"x")], "path": "/", "method": "GET"}, receive, send)
    )
    assert seen == [receive]
