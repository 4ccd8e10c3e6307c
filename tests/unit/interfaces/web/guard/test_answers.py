"""Answers that come too late, and applications that break."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from liangrong.interfaces.web.guard.answers import AnswerDeadline, Faults
from liangrong.interfaces.web.guard.limits import Limits
from tests.unit.interfaces.web.asking import ask, echo, say, scope_of

HURRIED = Limits(answer_seconds=0.03, body_seconds=0.03)
PATIENT = Limits(answer_seconds=60, body_seconds=60)


async def never(scope: Any, receive: Any, send: Any) -> None:
    await asyncio.Event().wait()


def test_an_answer_that_does_not_begin_is_given_up_with_a_time_to_come_back() -> None:
    for headers in ([], [("content-length", "1")]):
        answer = ask(AnswerDeadline(never, HURRIED), "/api/x", headers=headers)
        assert answer.status == 503
        assert int(answer.header("retry-after")) > 0
        assert answer.error["code"] == "answer_too_late"


def test_the_clock_starts_when_the_question_is_complete() -> None:
    """One body takes longer than an answer may; the answer comes at once."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.06)
        await receive()
        await say(send, b"done")

    limits = Limits(answer_seconds=0.03, body_seconds=60)
    assert ask(AnswerDeadline(app, limits), "/", "POST", headers=[("content-length", "1")], body=[b"1"]).status == 200


def test_what_has_begun_may_go_on() -> None:
    async def stream(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0.06)
        await send({"type": "http.response.body", "body": b"late but here"})

    assert ask(AnswerDeadline(stream, HURRIED)).body == b"late but here"


def test_a_timeout_of_the_application_is_its_own() -> None:
    async def app(*_: Any) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        ask(AnswerDeadline(app, PATIENT))


def test_in_time_nothing_is_changed() -> None:
    assert ask(AnswerDeadline(echo, PATIENT), "/", "POST", body=[b"abc"]).body == b"abc"


def test_what_breaks_is_a_sentence_outside_and_a_traceback_inside(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(*_: Any) -> None:
        reason = "secret of the house"
        raise RuntimeError(reason)

    with caplog.at_level(logging.ERROR):
        answer = ask(Faults(broken), "/api/forged\nline")
    assert answer.status == 500
    assert answer.error["code"] == "internal_error"
    assert "secret" not in answer.text
    assert "secret of the house" in caplog.text
    assert "\nline" not in caplog.messages[0]


def test_a_break_after_the_answer_has_begun_is_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        await say(send, b"all of it")
        raise RuntimeError

    assert ask(Faults(broken)).body == b"all of it"
    assert caplog.records


def test_a_visitor_who_leaves_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    async def left(*_: Any) -> None:
        raise ClientDisconnect

    async def cancelled(*_: Any) -> None:
        raise asyncio.CancelledError

    asyncio.run(Faults(left)(scope_of("/"), None, None))
    with pytest.raises(asyncio.CancelledError):
        ask(Faults(cancelled))
    assert not caplog.records
