"""Our parse of the simulated exchanges' responses beside akshare's parse of the same loopback responses.

Every response is fetched once from the loopback exchange and then replayed, so that only the way from bytes to a frame is
timed. Skipped with a reason when akshare is not installed. Usage: ``python benchmarks/akshare_parse.py [--json]``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

RUNS = 7
DAY = date(2026, 1, 30)
YEAR = (date(2025, 1, 2), date(2025, 12, 31))


def median_ms(ask: Callable[[], object]) -> float:
    """The median time of a call in milliseconds; the first call, which fills the caches, is not counted."""
    ask()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def ours(rewrite: dict[str, str]) -> dict[str, tuple[float, int]]:
    """Milliseconds and rows of each question, by our connectors."""
    from liangrong.core.outcomes import Ok
    from liangrong.sources.fetch import fetch
    from liangrong.sources.fetcher import Query, RawPayload
    from liangrong.sources.sse import SseDetail, SseSummary
    from liangrong.sources.szse import SzseDetail, SzseSummary
    from liangrong.sources.transport import HttpTransport

    questions = {
        "SSE summary, a year": (SseSummary(), Query(*YEAR)),
        "SSE detail, a day": (SseDetail(), Query(DAY, DAY)),
        "SZSE summary, a day": (SzseSummary(), Query(DAY, DAY)),
        "SZSE detail, a day": (SzseDetail(), Query(DAY, DAY)),
    }
    found = {}
    with HttpTransport(spacing_s=0, rewrite=rewrite) as transport:
        for name, (fetcher, query) in questions.items():
            payloads: list[RawPayload] = []
            outcome = fetch(fetcher, query, transport, payloads.append)
            assert isinstance(outcome, Ok), outcome
            rows = outcome.value.tables[fetcher.dataset].height
            found[name] = (median_ms(lambda f=fetcher, p=payloads, q=query: f.parse(p, q)), rows)
    return found


def theirs(rewrite: dict[str, str]) -> dict[str, tuple[float | None, str]]:
    """Milliseconds and rows (or the failure) of the same questions, by akshare with its requests led to loopback."""
    import akshare
    import requests

    places = {urlsplit(origin).netloc: target for origin, target in rewrite.items()}
    kept: dict[str, requests.Response] = {}
    real = requests.sessions.Session.request

    def replayed(session: requests.Session, method: str, url: str, **options: Any) -> requests.Response:
        parts = urlsplit(url)
        key = json.dumps([url, options.get("params")], sort_keys=True, default=str)
        if key not in kept:
            target = places[parts.netloc] + parts.path + (f"?{parts.query}" if parts.query else "")
            options.pop("verify", None)
            kept[key] = real(session, method, target, **options)
        return kept[key]

    start, end = (f"{day:%Y%m%d}" for day in YEAR)
    questions = {
        "SSE summary, a year": lambda: akshare.stock_margin_sse(start_date=start, end_date=end),
        "SSE detail, a day": lambda: akshare.stock_margin_detail_sse(date=f"{DAY:%Y%m%d}"),
        "SZSE summary, a day": lambda: akshare.stock_margin_szse(date=f"{DAY:%Y%m%d}"),
        "SZSE detail, a day": lambda: akshare.stock_margin_detail_szse(date=f"{DAY:%Y%m%d}"),
    }
    found: dict[str, tuple[float | None, str]] = {}
    requests.sessions.Session.request = replayed
    try:
        for name, ask in questions.items():
            try:
                rows = len(ask())
                found[name] = (median_ms(ask), f"{rows:,}")
            except Exception as error:  # noqa: BLE001 - a peer that fails is a result, not an end
                found[name] = (None, type(error).__name__)
    finally:
        requests.sessions.Session.request = real
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    from liangrong.simulation.exchange import SimulatedExchange
    from liangrong.simulation.market import SimulatedMarket

    reason = "" if find_spec("akshare") else "akshare is not installed: pip install 'liangrong[akshare]'"
    with SimulatedExchange(SimulatedMarket.generate()) as exchange:
        rewrite = dict(exchange.rewrite)
        mine = ours(rewrite)
        peer = {} if reason else theirs(rewrite)
    rows = []
    for name, (ms, count) in mine.items():
        other, other_rows = peer.get(name, (None, ""))
        rows.append({"question": name, "rows": count, "ours_ms": round(ms, 2), "akshare_rows": other_rows,
                     "akshare_ms": None if other is None else round(other, 2), "ratio": None if other is None else round(other / ms, 1)})  # fmt: skip
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    if arguments.json:
        print(json.dumps({"machine": machine, "runs": RUNS, "skipped": reason, "rows": rows}))
        return
    print(f"{machine}; median of {RUNS}, bytes replayed")
    if reason:
        print(f"peer skipped: {reason}")
    print(f"{'question':<22}{'rows':>6}{'ours ms':>9}{'akshare rows':>15}{'akshare ms':>12}{'ratio':>7}")
    for row in rows:
        cells = ["" if row[key] is None else str(row[key]) for key in ("akshare_rows", "akshare_ms", "ratio")]
        print(f"{row['question']:<22}{row['rows']:>6,}{row['ours_ms']:>9.2f}{cells[0]:>15}{cells[1]:>12}{cells[2]:>7}")


if __name__ == "__main__":
    main()
