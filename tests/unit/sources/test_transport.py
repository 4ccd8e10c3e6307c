"""The transport, against a server of our own on a loopback thread."""

from __future__ import annotations

import gzip
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from liangrong.core.outcomes import FailureKind
from liangrong.sources import transport as module
from liangrong.sources.fetcher import Request
from liangrong.sources.transport import USER_AGENT, HttpTransport, TransportFailed

ORIGIN = "https://query.example.cn"
Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """Answers each request with the next of the given answers, the last one for ever; remembers what was asked."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                server.asked.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
                answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
                answer(self)

            do_POST = do_GET

            def log_message(self, *args: object) -> None:
                """Silence."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/query.example.cn"

    def close(self) -> None:
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


def body(content: bytes, status: int = 200, *, announced: int | None = None, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content) if announced is None else announced))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)
        handler.close_connection = True

    return answer


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def patient(server: Server, **options: object) -> HttpTransport:
    quick = {"spacing_s": 0.0, "wait_initial_s": 0.0, "wait_max_s": 0.0, "wait_jitter_s": 0.0}
    return HttpTransport(rewrite={ORIGIN: server.address}, **{**quick, **options})


def test_a_busy_host_is_asked_again(server: Server) -> None:
    server.answers = [body(b"busy", 503), body(b"busy", 502), body(b"here")]
    with patient(server) as transport:
        payload = transport.send(Request(f"{ORIGIN}/a.do", params=(("x", "融资"), ("y", ""))))
    assert (payload.content, payload.status, len(server.asked)) == (b"here", 200, 3)
    assert payload.url.startswith(f"{ORIGIN}/a.do?x=%E8%9E%8D")
    assert server.asked[0][1].startswith("/query.example.cn/a.do?x=%E8%9E%8D")


def test_retries_stay_out_of_the_terminal(server: Server) -> None:
    """Run apart: pytest itself sets up logging, a terminal does not."""
    server.answers = [body(b"busy", 503), body(b"here")]
    script = (
        "from liangrong.sources.transport import HttpTransport\n"
        "from liangrong.sources.fetcher import Request\n"
        f"t = HttpTransport(rewrite={{{ORIGIN!r}: {server.address!r}}}, wait_initial_s=0, wait_max_s=0, wait_jitter_s=0, spacing_s=0)\n"
        f"print(t.send(Request({ORIGIN + '/a.do'!r})).content)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("b'here'\n", "")


def test_a_host_that_stays_busy_is_given_up_after_four_attempts(server: Server) -> None:
    server.answers = [body(b"busy", 503)]
    with patient(server) as transport, pytest.raises(TransportFailed) as caught:
        transport.send(Request(f"{ORIGIN}/a.do"))
    assert len(server.asked) == 4
    assert caught.value.outcome().kind is FailureKind.TRANSPORT
    assert "503" in caught.value.message("zh")


@pytest.mark.parametrize("status", [403, 404, 429])
def test_a_refusal_comes_back_as_it_is_and_is_not_asked_again(server: Server, status: int) -> None:
    server.answers = [body(b"<html>no</html>", status)]
    with patient(server) as transport:
        assert transport.send(Request(f"{ORIGIN}/a.do")).status == status
    assert len(server.asked) == 1


def test_a_body_cut_off_is_asked_for_again(server: Server) -> None:
    server.answers = [body(b"half", announced=8), body(b"complete")]
    with patient(server) as transport:
        assert transport.send(Request(f"{ORIGIN}/a.do")).content == b"complete"
    assert len(server.asked) == 2


def test_a_body_that_is_always_cut_off_never_comes_back(server: Server) -> None:
    server.answers = [body(b"half", announced=8)]
    with patient(server, attempts=2) as transport, pytest.raises(TransportFailed):
        transport.send(Request(f"{ORIGIN}/a.do"))
    assert len(server.asked) == 2


def test_compressed_bodies_are_counted_before_they_are_unpacked(server: Server) -> None:
    server.answers = [body(gzip.compress(b"x" * 5_000), Content_Encoding="gzip")]
    with patient(server) as transport:
        assert transport.send(Request(f"{ORIGIN}/a.do")).content == b"x" * 5_000


def test_an_oversized_body_is_refused_at_once(server: Server) -> None:
    server.answers = [body(b"x" * 100_000)]
    with patient(server, max_bytes=50_000) as transport, pytest.raises(TransportFailed, match="50,000"):
        transport.send(Request(f"{ORIGIN}/a.do"))
    assert len(server.asked) == 1


def test_a_body_that_never_ends_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers = [body(b"x")]
    ticks = iter(range(0, 10_000, 100))
    with patient(server, attempts=1, body_s=50.0) as transport:
        monkeypatch.setattr(module.time, "monotonic", lambda: float(next(ticks)))
        with pytest.raises(TransportFailed, match="did not end"):
            transport.send(Request(f"{ORIGIN}/a.do"))


def test_nobody_there_is_a_sentence(server: Server) -> None:
    with HttpTransport(rewrite={ORIGIN: "http://127.0.0.1:9"}, attempts=1) as transport, pytest.raises(TransportFailed) as caught:
        transport.send(Request(f"{ORIGIN}/a.do"))
    assert ORIGIN in caught.value.message("en")


def test_a_rehearsal_never_reaches_a_host_outside_it(server: Server) -> None:
    server.answers = [body(b"x")]
    with patient(server) as transport, pytest.raises(TransportFailed, match="not served"):
        transport.send(Request("https://www.other.cn/a.do"))
    assert server.asked == []


def test_what_is_no_http_is_not_tried() -> None:
    with HttpTransport() as transport, pytest.raises(TransportFailed, match="library is not spoken"):
        transport.send(Request("library://akshare/stock_margin_szse"))


def test_form_headers_and_agent_arrive(server: Server) -> None:
    server.answers = [body(b"x")]
    with patient(server) as transport:
        transport.send(Request(f"{ORIGIN}/p.do", form=(("transDate", "2026-01-30"),), headers=(("Referer", "r"),), method="POST"))
    method, _, headers, sent = server.asked[0]
    assert (method, sent, headers["Referer"], headers["User-Agent"]) == ("POST", b"transDate=2026-01-30", "r", USER_AGENT)
    assert "liangrong" in USER_AGENT


def test_the_clock_is_the_one_given(server: Server) -> None:
    server.answers = [body(b"x")]
    noon = datetime(2026, 1, 30, 12, tzinfo=UTC)
    with patient(server, now=lambda: noon) as transport:
        assert transport.send(Request(f"{ORIGIN}/a.do")).fetched_at == noon


def test_requests_to_one_host_keep_their_distance(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers = [body(b"x")]
    now, starts = [0.0], []

    def sleep(seconds: float) -> None:
        now[0] += seconds

    with patient(server, spacing_s=1.0) as transport:
        monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
        monkeypatch.setattr(module.time, "sleep", sleep)
        for _ in range(4):
            transport.send(Request(f"{ORIGIN}/a.do"))
            starts.append(now[0])
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(starts))
