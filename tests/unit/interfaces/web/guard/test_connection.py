"""A connection that is slow, large, malformed or one too many, over a real socket."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from liangrong.interfaces.web.guard.headers import SECURITY_HEADERS
from liangrong.interfaces.web.guard.limits import Limits
from tests.unit.interfaces.web.asking import say
from tests.unit.interfaces.web.serving import connect, everything, exchange, request, served

QUICK = Limits(
    header_seconds=0.15,
    body_seconds=0.15,
    answer_seconds=5,
    unread_seconds=0.15,
    idle_seconds=1,
    url_bytes=500,
    header_bytes=2000,
    headers=20,
    body_bytes=1000,
    connections=8,
)
LARGE = b"x" * (8 * 1024 * 1024)


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Echoes path and body; ``/large`` is more than any buffer, ``/deaf`` answers without reading."""
    body, more = b"", scope["path"] != "/deaf"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message["more_body"]
    await say(send, LARGE if scope["path"] == "/large" else scope["path"].encode() + b"|" + body)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(app, QUICK) as port:
        yield port


@pytest.fixture
def roomy() -> Iterator[int]:
    """Without limits that a test could meet by chance."""
    with served(app, Limits(connections=4)) as port:
        yield port


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def is_up(port: int) -> bool:
    return exchange(port, request(port, "/up")).endswith(b"/up|")


def test_a_plain_request_is_answered_without_a_banner(port: int) -> None:
    answer = exchange(port, request(port, "/hello"))
    assert status(answer) == 200
    assert answer.endswith(b"/hello|")
    assert b"\r\nserver:" not in answer.lower()


@pytest.mark.parametrize(
    "half",
    [b"", b"G", b"GET /slow HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"\r\n"],
    ids=["nothing", "a letter", "a line", "half a header", "an empty line"],
)
def test_half_a_request_is_not_waited_for(port: int, half: bytes) -> None:
    with connect(port) as wire:
        wire.sendall(half)
        assert status(everything(wire)) in {0, 408}
    assert is_up(port)


def test_a_head_that_trickles_is_given_up_however_regularly_it_comes(port: int) -> None:
    with connect(port) as wire:
        wire.settimeout(0.02)
        wire.sendall(b"GET / HTTP/1.1\r\n")
        for _ in range(500):
            try:
                wire.sendall(b"X: y\r\n")
                got = wire.recv(4096)
                break
            except TimeoutError:
                continue
    assert status(got) == 408


def test_a_body_that_trickles_is_408_and_the_connection_ends(port: int) -> None:
    answer = exchange(port, request(port, "/api/x", method="POST", close=False, more="Content-Length: 100\r\n", body=b"12345"))
    assert status(answer) == 408
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"]["code"] == "too_slow"


def test_a_body_nobody_reads_does_not_hold_the_connection(port: int) -> None:
    """The answer is out; what still trickles in is not waited for without end."""
    with connect(port) as wire:
        wire.sendall(request(port, "/deaf", method="POST", close=False, more="Content-Length: 100\r\n", body=b"1"))
        assert b"/deaf|" in wire.recv(4096)
        wire.sendall(b"2")
        assert everything(wire) == b""


def test_after_an_answer_a_second_half_request_is_not_waited_for_either(port: int) -> None:
    with connect(port) as wire:
        wire.sendall(request(port, "/one", close=False))
        assert b"/one|" in wire.recv(4096)
        wire.sendall(b"GET /two HTTP/1.1\r\n")
        assert status(everything(wire)) == 408


def test_one_connection_serves_many_requests_even_with_pauses(port: int) -> None:
    with connect(port) as wire:
        for number in range(4):
            wire.sendall(request(port, f"/{number}", close=False))
            assert f"/{number}|".encode() in wire.recv(4096)
            time.sleep(0.06)


def test_an_answer_that_is_not_read_does_not_hold_the_connection(port: int) -> None:
    with connect(port) as wire:
        wire.sendall(request(port, "/large", close=False))
        time.sleep(0.6)
        assert len(everything(wire)) < len(LARGE)
    assert is_up(port)


def test_a_slow_but_steady_reader_gets_everything(port: int) -> None:
    with connect(port) as wire:
        wire.sendall(request(port, "/large"))
        got = 0
        while piece := wire.recv(1024 * 1024):
            got += len(piece)
            time.sleep(0.002)
    assert got > len(LARGE)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"GET /" + b"a" * 600 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET /" + b"a" * 600, 414),
        (b"GET /" + b"a" * 100_000, 414),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 3000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 3000, 431),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 30 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"a" * 3000, 431),
    ],
)
def test_heads_that_are_too_large_are_refused_before_they_are_complete(port: int, sent: bytes, expected: int) -> None:
    assert status(exchange(port, sent)) == expected
    assert is_up(port)


MALFORMED = {
    "no http": b"hello\r\n\r\n",
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "length and chunks": b"POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "two equal lengths": b"POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
    "negative length": b"POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: -5\r\n\r\n",
    "length with a sign": b"POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: +5\r\n\r\nhello",
    "endless length": b"POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "space before colon": b"GET / HTTP/1.1\r\nHost : HOST\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: HOST\n\n",
    "NUL in a header": b"GET / HTTP/1.1\r\nHost: HOST\r\nX: a\x00b\r\n\r\n",
    "line break in a header": b"GET / HTTP/1.1\r\nHost: HOST\r\nX: a\rb\r\n\r\n",
    "chunk that is no number": b"POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "unknown coding last": b"POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "bytes above ASCII in the target": b"GET /\xc3\xa9 HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "authority as target": b"CONNECT HOST HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "asterisk": b"OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "another host as target": b"GET http://evil.example/ HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "another scheme": b"GET ftp://HOST/ HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "no path": b"GET ?x=1 HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "unknown method": b"GETT / HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "future version": b"GET / HTTP/9.9\r\nHost: HOST\r\n\r\n",
}


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_valid_request_gets_a_sentence_and_the_door(port: int, sent: bytes) -> None:
    answer = exchange(port, sent.replace(b"HOST", b"127.0.0.1:%d" % port))
    assert status(answer) in {400, 405}
    assert "有效" in answer.decode()
    assert b"connection: close" in answer
    for name, value in SECURITY_HEADERS.items():
        assert f"{name.lower()}: {value}".encode() in answer
    assert is_up(port)


def test_a_refusal_without_the_application_is_an_error_object_for_programs(port: int) -> None:
    answer = exchange(port, b"GET /api/v1/" + b"a" * 600 + b"?lang=en HTTP/1.1\r\nHost: x\r\n\r\n")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"]["code"] == "url_too_long"


def test_a_whole_address_as_target_is_served_when_it_is_ours(port: int) -> None:
    assert status(exchange(port, request(port, f"http://127.0.0.1:{port}/own"))) == 200


def test_the_connection_that_waits_longest_gives_way(roomy: int) -> None:
    """Four may be open: sixteen that say nothing do not keep a visitor out."""
    idle = [connect(roomy) for _ in range(16)]
    try:
        assert is_up(roomy)
        idle[0].settimeout(5)
        assert everything(idle[0]) == b""
    finally:
        for wire in idle:
            wire.close()


def test_a_connection_that_is_being_answered_does_not_give_way() -> None:
    import asyncio

    gate: list[asyncio.Event] = []

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/open":
            gate.pop().set()
        elif scope["path"] == "/slow":
            gate.append(asyncio.Event())
            await gate[0].wait()
        await say(send, scope["path"].encode())

    with served(slow, Limits(connections=2)) as port, connect(port) as wire:
        wire.sendall(request(port, "/slow"))
        others: list[socket.socket] = []
        try:
            for _ in range(6):
                others.append(connect(port))
                others[-1].sendall(b"GET")
            assert exchange(port, request(port, "/open")).endswith(b"/open")
            assert everything(wire).endswith(b"/slow")
        finally:
            for other in others:
                other.close()


def test_when_all_are_being_answered_the_next_is_told_to_come_back() -> None:
    import asyncio

    gate = asyncio.Event()

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await gate.wait()
        await say(send, b"x")

    with served(slow, Limits(connections=1, answer_seconds=1)) as port, connect(port) as wire:
        wire.sendall(request(port, "/slow"))
        for _ in range(200):
            refused = exchange(port, b"")
            if refused:
                break
        assert status(refused) == 503
        assert b"retry-after:" in refused
        assert status(everything(wire)) == 503


def test_a_client_that_closes_its_side_and_listens_is_answered(port: int) -> None:
    with connect(port) as wire:
        wire.sendall(request(port, "/half"))
        wire.shutdown(socket.SHUT_WR)
        assert everything(wire).endswith(b"/half|")
    assert is_up(port)


def test_a_large_upload_hears_why_it_was_refused(port: int) -> None:
    """The client sends everything before it listens, as most do."""
    with connect(port) as wire:
        wire.sendall(request(port, "/api/x", method="POST", close=False, more="Content-Length: 3000000\r\n"))
        for _ in range(30):
            wire.sendall(b"x" * 100_000)
        answer = everything(wire)
    assert status(answer) == 413
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"]["details"] == {"limit_bytes": 1000}
