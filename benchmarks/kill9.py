"""``kill -9`` at random moments of a sync; after a restart the store must be that of an undisturbed run.

    python benchmarks/kill9.py [--kills 50] [--from 2025-12-15] [--seed 1] [--json]

One undisturbed sync against the simulated exchange is the yardstick. Each trial starts a sync of its own in a new store,
kills it at a moment drawn uniformly from the yardstick's duration, starts it again until it ends by itself, and compares
every table, every vintage, the coverage and the raw archive, all but ``recorded_at``.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from liangrong.simulation.exchange import SimulatedExchange
from liangrong.simulation.market import SimulatedMarket
from liangrong.store.tables import Store

DATASETS = ("market_totals", "margin_detail", "underlying_securities")
LAST = date(2026, 1, 30)

SYNC = """
import json, sys
from datetime import date
from pathlib import Path
from liangrong.services.sync import SyncRequest, sync
from liangrong.services.workspace import Workspace
from liangrong.sources.transport import HttpTransport
path, start, end, datasets, rewrite = sys.argv[1:]
workspace = Workspace.open(Path(path), create=True)
request = SyncRequest(
    datasets=tuple(json.loads(datasets)), start=date.fromisoformat(start), end=date.fromisoformat(end), simulated=True
)
with HttpTransport(spacing_s=0, rewrite=json.loads(rewrite)) as transport:
    print("started", flush=True)
    sys.exit(sync(workspace, request, transport).exit_code)
"""


@dataclass(frozen=True)
class Window:
    """What each sync fetches, and from where."""

    rewrite: Mapping[str, str]
    start: date
    end: date = LAST
    datasets: tuple[str, ...] = DATASETS

    def begin(self, store: Path) -> subprocess.Popen[str]:
        """Start a sync in its own process and return once it is about to fetch."""
        arguments = [str(store), f"{self.start}", f"{self.end}", json.dumps(self.datasets), json.dumps(dict(self.rewrite))]
        process = subprocess.Popen([sys.executable, "-c", SYNC, *arguments], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n", "the sync did not start"
        return process


def contents(path: Path) -> dict[str, pl.DataFrame]:
    """Everything in a store but when it was recorded, in a fixed order."""
    store = Store.open(path)
    found = {name: store.read(name, vintages=True).drop("recorded_at") for name in store.names}
    found["coverage"] = store.coverage.state().drop("recorded_at")
    found["archive"] = pl.DataFrame({"sha256": [file.stem for file in (path / "raw").rglob("*.json")]})
    columns = {name: [c for c in frame.columns if not isinstance(frame.schema[c], pl.List)] for name, frame in found.items()}
    return {name: frame.sort(columns[name]) for name, frame in found.items()}


def undisturbed(window: Window, store: Path) -> float:
    """Sync once and return the seconds between the first request and the end."""
    begun = time.perf_counter()
    process = window.begin(store)
    begun = time.perf_counter()
    process.communicate()
    assert process.returncode == 0, "the undisturbed sync did not end well"
    return time.perf_counter() - begun


def trial(window: Window, store: Path, expected: Mapping[str, pl.DataFrame], moment_s: float) -> tuple[bool, list[str]]:
    """Kill a sync after ``moment_s``, restart it, compare.

    Returns
    -------
    tuple
        Whether the kill came before the end, and the names of what differs.
    """
    process = window.begin(store)
    try:
        process.communicate(timeout=moment_s)
        killed = False
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        killed = True
    undisturbed(window, store)
    found = contents(store)
    return killed, [name for name in expected.keys() | found.keys() if not _same(expected.get(name), found.get(name))]


def _same(left: pl.DataFrame | None, right: pl.DataFrame | None) -> bool:
    return left is not None and right is not None and left.schema == right.schema and left.equals(right)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--from", dest="start", type=date.fromisoformat, default=date(2025, 12, 15))
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    moments = random.Random(chosen.seed)
    market = SimulatedMarket.generate()
    for name in DATASETS:
        market.table(name)
    trials = kills = identical = 0
    differing: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder, SimulatedExchange(market) as exchange:
        window = Window(exchange.rewrite, chosen.start)
        duration = undisturbed(window, Path(folder) / "undisturbed")
        expected = contents(Path(folder) / "undisturbed")
        while kills < chosen.kills:
            killed, different = trial(window, Path(folder) / f"{trials}", expected, moments.uniform(0, duration))
            trials += 1
            kills += killed
            identical += killed and not different
            for name in different:
                differing[name] = differing.get(name, 0) + 1
            if not chosen.json:
                print(f"\rkilled {kills}, identical after restart {identical}", end="", flush=True)
    rows = {name: frame.height for name, frame in expected.items()}
    report = {"kills": kills, "identical": identical, "differing": differing, "rows": rows, "undisturbed_s": round(duration, 2)}
    if chosen.json:
        print(json.dumps(report))
    else:
        print(
            f"\nundisturbed sync {duration:.1f} s; rows compared {rows}; {platform.processor() or platform.machine()}, Python {platform.python_version()}"
        )
        if differing:
            print(f"different: {differing}")
    return int(identical < kills)


if __name__ == "__main__":
    sys.exit(main())
