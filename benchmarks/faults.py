"""Ten thousand injected faults: how many the checks report, and how often they cry wolf on clean days.

Half of the faults go into the real files of ``../shared/data/real`` (bytes as the importer sees them, the other files
stored), half into simulated exchange answers (the sessions before stored). Run with ``--json`` for the numbers alone.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from injection.model import Fault

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "real"

ALARM_DAYS = (date(2024, 1, 1), date(2026, 12, 31))
"""Tolerances were fixed on 2020-2023; alarms are counted after."""

NOT_CLEAN = {
    "2024-04-15 2024-06-07 2024-07-08 2024-10-21 2025-01-13 2025-02-17 2025-04-14 2025-07-14 2025-10-20 2026-01-12":
        "the financing flows of SZSE do not close",
    "2024-10-09": "the financing flows of SSE do not close",
    "2024-09-27 2024-10-08": "the two statistical bases differ by more than 10 亿",
    "2026-01-29": "half of SZSE's detail is not in the file",
    "2026-01-30": "the vendor's repayments of BSE are below zero on 130 of 291 securities",
}  # fmt: skip
"""Days with a true fault; what is said about them is no false alarm."""

CANNOT = (
    ("a page missing at the end of a file", "the file is a shorter file: nothing in it says how long it should be"),
    ("a page missing from one security's quotes", "it looks like a suspension unless the price rose meanwhile"),
    ("open and close swapped", "both fit between low and high; the next previous close settles it only off ex-days"),
    ("x10 on short sales, falling days", "sales vary fourfold from day to day; totals have no second figure for them"),
    ("x10 on BSE's short quantities", "a few thousand shares in all: a factor of ten is an ordinary day"),
    ("repayments of a part of a list (2026-01-29)", "no day before, and no total to add up to"),
)


def clean_days(alarms: Iterable[date], sessions: Iterable[date]) -> tuple[int, int]:
    """How many sessions are clean, and on how many of them something was reported."""
    unclean = {date.fromisoformat(day) for days in NOT_CLEAN for day in days.split()}
    clean = {day for day in sessions if ALARM_DAYS[0] <= day <= ALARM_DAYS[1]} - unclean
    return len(clean), len(clean & set(alarms))


def real_faults(wanted: int, seed: int) -> tuple[list[Fault], tuple[int, int]]:
    """The half in the real files, and the alarms on their clean days."""
    from injection.files import inject, judge

    faults, sheets, stored = inject(REAL, wanted, seed)
    found = [finding for sheet in sheets for finding in judge(sheet, sheet.content(), stored)[0]]
    alarms = [
        day for _, check, _, day, _, _ in found if day is not None and check not in {"hint_from_name", "never_traded_again"}
    ]
    sessions = {day for sheet in sheets for day in sheet.days if day is not None}
    return faults, clean_days(alarms, sessions)


def wire_faults(wanted: int, seed: int) -> list[Fault]:
    """The half in simulated answers."""
    from injection.wire import inject

    return inject(wanted, seed)


def main() -> None:
    """Parse the options, inject, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    parser.add_argument("--n", type=int, default=10_000, help="how many faults (default: 10000)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not REAL.is_dir():
        parser.exit(0, "skipped: ../shared/data/real is not here\n")
    os.environ["POLARS_MAX_THREADS"] = "1"
    started = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        wire = pool.submit(wire_faults, options.n // 2, options.seed)
        real = pool.submit(real_faults, options.n - options.n // 2, options.seed)
        faults, (days, alarms) = real.result()
        halves = {"real files": faults, "simulated answers": wire.result()}
    every = [fault for half in halves.values() for fault in half]
    money = [fault for fault in every if fault.is_money]
    kinds = sorted({fault.kind for fault in every})
    numbers = {
        "injected": len(money),
        "caught": sum(fault.caught for fault in money),
        "all_cells_injected": len(every),
        "all_cells_caught": sum(fault.caught for fault in every),
        "by_kind": {
            kind: {"injected": len(of), "caught": sum(fault.caught for fault in of)}
            for kind in kinds
            if (of := [fault for fault in every if fault.kind == kind])
        },
        "clean_days": days,
        "false_alarms": alarms,
    }
    if options.json:
        print(json.dumps(numbers, ensure_ascii=False))
        return
    _table(numbers, halves, time.perf_counter() - started)


def _table(numbers: dict, halves: dict, seconds: float) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {seconds:.0f} s")
    rows = [
        ("balances and amounts", numbers["injected"], numbers["caught"]),
        ("all cells", numbers["all_cells_injected"], numbers["all_cells_caught"]),
    ]
    rows += [(name, len(half), sum(fault.caught for fault in half)) for name, half in halves.items()]
    rows += [(kind, of["injected"], of["caught"]) for kind, of in numbers["by_kind"].items()]
    for name, injected, caught in rows:
        print(f"{name:24} {injected:7,} injected {caught:7,} reported {caught / max(injected, 1):9.2%}")
    print(f"{'clean days':24} {numbers['clean_days']:7,}          {numbers['false_alarms']:7,} false alarms")
    print("\nnot reported, most frequent:")
    missed = Counter((fault.where, fault.kind, fault.what) for half in halves.values() for fault in half if not fault.caught)
    for (where, kind, what), count in missed.most_common(15):
        print(f"  {count:4}  {kind:16} {what:40} {where}")
    print("\nwhat cannot be caught, and why:")
    for what, why in CANNOT:
        print(f"  {what}: {why}")


if __name__ == "__main__":
    main()
