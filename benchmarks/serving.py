"""How fast and how steadily ``liangrong serve`` answers, beside a bare FastAPI that answers a constant of the same size.

    python benchmarks/serving.py [--store DIR] [--page /] [--seconds 10] [--minutes 1] [--json]

Without a store the whole simulated market is laid in first. Every server is a process of its own on a free port of
loopback; the client speaks HTTP/1.1 on raw sockets. Latencies of the open loop count from the moment a request was due, not
from when it could be sent: a server that stalls is charged for everybody who would have come meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import platform
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

CONNECTIONS = 50
OFFERED = 200
"""Requests a second of the open loop."""
LIMITS = {
    "start_s": 2.0,
    "capacity_per_s": 300,
    "p99_ms": 50.0,
    "first_chart_s": 1.5,
}
"""What is asked for: serve starts in 2 s, 300 overview pages/s, p99 below 50 ms, the first chart in 1.5 s."""
SETTLED_S = 5.0
"""After so long a server has done what it does in the background after its start."""
PATIENCE_S = 60.0
PATIENCE = 4
"""Times as long as it was offered, a backlog is worked off."""

PEER = """
import sys
import uvicorn
from fastapi import FastAPI, Response
app = FastAPI(openapi_url=None)
body = b"x" * int(sys.argv[2])
@app.get("/{rest:path}")
async def constant() -> Response:
    return Response(body, media_type="text/html")
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=False, log_level="error")
"""


@dataclass(frozen=True)
class Server:
    """A server that answers.

    Parameters
    ----------
    listening_s, listening_cpu_s, first_page_s
        From the start of its process to the first connection, what of it was computing, and to the first page.
    size
        Bytes of that page's body as it travels.
    """

    port: int
    pid: int
    listening_s: float
    listening_cpu_s: float
    first_page_s: float
    size: int

    def computed_s(self) -> float:
        """Time that it has computed, on all cores."""
        return computed_by(self.pid)

    def resident_mb(self) -> float:
        """Memory that the process holds."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def computed_by(pid: int) -> float:
    """Time that a process has computed, in its own code and in the system's."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(command: Callable[[int], list[str]], page: str) -> Iterator[Server]:
    """Start a server and wait for its first page; end it after the block."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command(port), stdout=said, stderr=said)
    try:
        while True:
            with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), 1):
                listening, computed = time.perf_counter() - begun, computed_by(process.pid)
                break
            assert process.poll() is None, "the server has ended"
            assert time.perf_counter() - begun < PATIENCE_S, "the server does not listen"
            time.sleep(0.005)
        size = asyncio.run(once(port, page))
        yield Server(port, process.pid, listening, computed, time.perf_counter() - begun, size)
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def ours(store: str, *more: str) -> Callable[[int], list[str]]:
    """The command that serves a store."""
    return lambda port: [sys.executable, "-m", "liangrong", "serve", "--store", store, "--port", f"{port}", *more]


class Wire(asyncio.Protocol):
    """One connection that is kept: a request out, the length of the answer's body back."""

    _HEAD = re.compile(rb"HTTP/1\.1 (\d+).*?\r\ncontent-length: (\d+)\r\n", re.DOTALL)

    def __init__(self) -> None:
        self._transport: Any = None
        self._answer: asyncio.Future[int] | None = None
        self._got = bytearray()
        self._missing = -1
        self._size = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError("the server has closed the connection"))

    def data_received(self, data: bytes) -> None:
        """Gather one answer."""
        if self._missing < 0:
            self._got += data
            end = self._got.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self._HEAD.match(bytes(self._got[: end + 2]))
            assert self._answer is not None
            if head is None or head[1] != b"200":
                self._answer.set_exception(RuntimeError(bytes(self._got[:200])))
                return
            self._size = int(head[2])
            self._missing = self._size - (len(self._got) - end - 4)
        else:
            self._missing -= len(data)
        if self._missing == 0 and self._answer is not None:
            self._got.clear()
            self._missing = -1
            self._answer.set_result(self._size)

    def ask(self, request: bytes) -> asyncio.Future[int]:
        """Send a request; the length of the body that comes back."""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._answer

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


def request(port: int, target: str) -> bytes:
    """What a browser would send, as far as it matters here."""
    return f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()


@asynccontextmanager
async def wires(port: int, count: int) -> AsyncIterator[list[Wire]]:
    """Open connections."""
    loop = asyncio.get_running_loop()
    opened = [(await loop.create_connection(Wire, "127.0.0.1", port))[1] for _ in range(count)]
    try:
        yield opened
    finally:
        for wire in opened:
            wire.close()


async def once(port: int, target: str) -> int:
    """The length of one answer."""
    async with wires(port, 1) as (wire,):
        return await wire.ask(request(port, target))


async def closed_loop(port: int, target: str, seconds: float) -> float:
    """Answers a second when every connection asks again as soon as it is answered."""
    question, answered = request(port, target), 0
    until = time.perf_counter() + seconds

    async def ask_on(wire: Wire) -> None:
        nonlocal answered
        while time.perf_counter() < until:
            await wire.ask(question)
            answered += 1

    async with wires(port, CONNECTIONS) as opened:
        begun = time.perf_counter()
        await asyncio.gather(*(ask_on(wire) for wire in opened))
        return answered / (time.perf_counter() - begun)


async def open_loop(port: int, targets: Sequence[str], seconds: float, rate: float = OFFERED) -> list[float]:
    """Milliseconds from when each request was due to its answer, with requests due at a fixed rate whatever is answered.

    A server that cannot keep up is not waited for without end: what it has not begun after ``PATIENCE`` times as long counts
    with the time it has waited until then, which is less than it would have had to.
    """
    due: asyncio.Queue[tuple[float, bytes] | None] = asyncio.Queue()
    taken: list[float] = []

    async def answer(wire: Wire) -> None:
        while (next_one := await due.get()) is not None:
            if time.perf_counter() < begun + PATIENCE * seconds:
                await wire.ask(next_one[1])
            taken.append((time.perf_counter() - next_one[0]) * 1000)

    async with wires(port, CONNECTIONS) as opened:
        begun = time.perf_counter()
        working = [asyncio.create_task(answer(wire)) for wire in opened]
        for number, target in zip(range(int(rate * seconds)), cycle(targets), strict=False):
            moment = begun + number / rate
            await asyncio.sleep(max(0.0, moment - time.perf_counter()))
            due.put_nowait((moment, request(port, target)))
        for _ in working:
            due.put_nowait(None)
        await asyncio.gather(*working)
    return taken


def percentiles(taken: Sequence[float]) -> dict[str, float]:
    """Median and tail, in ms."""
    ordered = sorted(taken)
    return {
        f"p{share:g}_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))], 1) for share in (50, 99, 99.9)
    }


def load(server: Server, page: str, seconds: float) -> dict[str, float]:
    """Capacity and latencies of one page on a warm server."""
    asyncio.run(closed_loop(server.port, page, 1.0))
    before = server.computed_s()
    capacity = asyncio.run(closed_loop(server.port, page, seconds))
    each = (server.computed_s() - before) / (capacity * seconds)
    taken = asyncio.run(open_loop(server.port, [page], seconds))
    return {"capacity_per_s": round(capacity), "cpu_ms_each": round(each * 1000, 2), **percentiles(taken), "load": now()}


async def addresses(port: int, page: str) -> list[str]:
    """What a page leads to: other pages, charts in several widths, downloads of charts."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
    text = (await reader.read()).decode(errors="replace").replace("&amp;", "&")
    writer.close()
    pages = sorted({found for found in re.findall(r'href="(/[^"#]*)"', text) if not found.startswith(("/static", "/api"))})
    charts = sorted(set(re.findall(r'data-chart="(/[^"]*)"', text)))
    asked = [page, *pages, *(f"{chart}&width={width}" for chart in charts for width in range(320, 1120, 160))]
    good = []
    for target in asked:
        with contextlib.suppress(RuntimeError, ConnectionError):
            await once(port, target)
            good.append(target)
    return good


async def memory(server: Server, page: str, minutes: float) -> dict[str, float]:
    """Resident memory under a mixed load of pages and charts, sampled every second."""
    targets = await addresses(server.port, page)
    before = server.resident_mb()
    asking = asyncio.create_task(open_loop(server.port, targets, minutes * 60, OFFERED / 4))
    samples = []
    begun = time.perf_counter()
    while not asking.done():
        samples.append(((time.perf_counter() - begun) / 60, server.resident_mb()))
        await asyncio.sleep(1)
    taken = await asking
    second_half = samples[len(samples) // 2 :]
    slope = statistics.linear_regression(*zip(*second_half, strict=True)).slope if len(second_half) > 1 else 0.0
    return {
        "addresses": len(targets),
        "answers": len(taken),
        "before_mb": round(before, 1),
        "after_mb": round(samples[-1][1], 1),
        "peak_mb": round(max(size for _, size in samples), 1),
        "second_half_mb_per_minute": round(slope, 2),
        "load": now(),
    }


def first_chart(port: int, page: str) -> dict[str, float | str]:
    """Seconds from opening a page in a new Chromium to its first chart, and how much of them its tab computed.

    On a machine that others use too, the second figure is the one that says what the page costs.
    """
    import shutil

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        return {"skipped": "no Chromium here"}
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        devtools = tab.context.new_cdp_session(tab)
        devtools.send("Performance.enable")
        begun = time.perf_counter()
        tab.goto(f"http://127.0.0.1:{port}{page}", wait_until="commit")
        tab.wait_for_selector("figure.chart[data-drawn=yes]", timeout=PATIENCE_S * 1000)
        taken = time.perf_counter() - begun
        computed = {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}["ProcessTime"]
        browser.close()
    return {"s": round(taken, 2), "cpu_s": round(computed, 2), "load": now()}


def now() -> float:
    """How many processes want to run, others' included."""
    return round(os.getloadavg()[0], 1)


def measure(store: str, page: str, seconds: float, minutes: float) -> dict[str, Any]:
    """Everything, one server after the other, each figure with the load of its moment."""
    report: dict[str, Any] = {}
    with running(ours(store), "/static/none/style.css") as server:
        report["start"] = {"listening_s": round(server.listening_s, 2), "listening_cpu_s": round(server.listening_cpu_s, 2)}
        report["start"] |= {"first_answer_s": round(server.first_page_s, 2)}
        report["start"]["load"] = now()
        report["chart_at_start"] = first_chart(server.port, page)
    with running(ours(store), "/static/none/style.css") as server:
        time.sleep(SETTLED_S)
        report["chart_cold_page"] = first_chart(server.port, page)
        report["chart_page_in_cache"] = first_chart(server.port, page)
    with running(ours(store), page) as server:
        report["start"]["first_page_s"] = round(server.first_page_s, 2)
        report["page_bytes"] = server.size
        report["cached"] = load(server, page, seconds)
        report["memory"] = asyncio.run(memory(server, page, minutes))
    with running(ours(store, "--no-cache"), page) as server:
        report["no_cache"] = load(server, page, seconds)
    with running(lambda port: [sys.executable, "-c", PEER, f"{port}", f"{report['page_bytes']}"], "/") as server:
        report["bare_fastapi"] = load(server, "/", seconds)
    report["of_bare_fastapi"] = {
        name: round(report[name]["capacity_per_s"] / report["bare_fastapi"]["capacity_per_s"], 2)
        for name in ("cached", "no_cache")
    }
    return report


def simulated(folder: Path) -> str:
    """A store with the whole simulated market."""
    from liangrong.services.demo import simulated_workspace

    simulated_workspace(folder)
    return str(folder)


def show(report: dict[str, Any]) -> None:
    """Print the report as a table."""
    print(report["machine"])
    for part, values in report.items():
        if isinstance(values, dict):
            print(f"{part:<16}" + "  ".join(f"{name} {value}" for name, value in values.items()))
    asked = "  ".join(f"{name} {value:g}" for name, value in LIMITS.items())
    print(f"{'asked for':<16}{asked}; page of {report['page_bytes']:,} bytes, {CONNECTIONS} connections, {OFFERED}/s offered")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--store", help="a store; the simulated market is laid in when it is not given")
    options.add_argument("--page", default="/", help="the page that is asked for")
    options.add_argument("--seconds", type=float, default=10, help="of each load")
    options.add_argument("--minutes", type=float, default=1, help="that memory is watched for; 10 for the record")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    cores, python = os.cpu_count(), platform.python_version()
    report: dict[str, Any] = {"machine": f"{platform.machine()}, {cores} cores, Python {python}, load {os.getloadavg()[0]:.1f}"}
    with tempfile.TemporaryDirectory() as folder:
        store = chosen.store or simulated(Path(folder) / "store")
        report |= measure(store, chosen.page, chosen.seconds, chosen.minutes)
    if chosen.json:
        print(json.dumps(report))
    else:
        show(report)


if __name__ == "__main__":
    main()
