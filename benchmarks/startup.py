"""How long the program takes to start and to answer from a warm store, as ratios to the budget and to an idle interpreter.

Usage: ``python benchmarks/startup.py [--store DIR] [--json]``. Without a store a simulated one is built first.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
"""The median of seven survives two disturbed runs."""
LIMITS_S = {"--version": 0.5, "brief": 1.5, "show": 1.5, "records": 1.5, "crossings": 1.5, "coverage": 1.5}
"""The start-up budget of the design."""


def commands(store: str) -> dict[str, list[str]]:
    """What is timed, by its name in ``LIMITS_S``."""
    program = [sys.executable, "-m", "liangrong"]
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "--version": [*program, "--version"],
        "brief": [*program, "brief", "--store", store],
        "show": [*program, "show", "rzye", "--from", "2025-01-02", "--store", store],
        "records": [*program, "records", "--store", store],
        "crossings": [*program, "crossings", "--threshold", "2万亿", "--store", store],
        "coverage": [*program, "coverage", "--store", store],
    }


def seconds(command: list[str]) -> float:
    """The median wall time of a command; its first run, which fills the caches, is not counted."""
    taken = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def simulated(folder: Path) -> str:
    """A store with the synthetic market."""
    from liangrong.services.demo import demo

    demo(folder)
    return str(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", help="a warm store; a simulated one is built when it is not given")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = arguments.store or simulated(Path(folder) / "store")
        taken = {name: seconds(command) for name, command in commands(store).items()}
    idle = taken["python -c pass"]
    rows = [
        {
            "command": name,
            "seconds": round(s, 3),
            "of_limit": round(s / LIMITS_S[name], 2) if name in LIMITS_S else None,
            "of_idle": round(s / idle, 1),
        }
        for name, s in taken.items()
    ]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    if arguments.json:
        print(json.dumps({"machine": machine, "runs": RUNS, "rows": rows}))
        return
    print(f"{machine}; median of {RUNS} warm runs")
    print(f"{'command':<16}{'seconds':>9}{'of limit':>10}{'x idle python':>15}")
    for row in rows:
        limit = "" if row["of_limit"] is None else f"{row['of_limit']:.2f}"
        print(f"{row['command']:<16}{row['seconds']:>9.3f}{limit:>10}{row['of_idle']:>15.1f}")


if __name__ == "__main__":
    main()
