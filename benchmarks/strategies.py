"""How many sessions a second a strategy lives through on the exact account, beside the same path without an account.

Usage: ``python benchmarks/strategies.py [--sessions N] [--json]``. Synthetic paths; every strategy that is shipped.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from liangrong.rules.rulebook import Rulebook
from liangrong.stress.strategies.backtest import backtest
from liangrong.stress.strategies.catalogue import STRATEGIES, named
from liangrong.stress.strategies.paths import SYNTHETIC, PricePath, geometric_brownian
from liangrong.stress.strategies.setup import Setup

LIMIT_S = 120.0
"""200 paths of a year, the default of ``liangrong strategy ruin``, end before a reader gives up."""
PATHS = 200


def best(work: Callable[[], object], *, runs: int = 3) -> float:
    """Seconds of the fastest of some runs; the first one fills caches that a ruin study fills once."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def bare(path: PricePath) -> Decimal:
    """The same path for somebody who holds one share and keeps no account."""
    worth = Decimal(0)
    for close, traded in zip(path.closes[SYNTHETIC], path.traded[SYNTHETIC], strict=True):
        worth = close if traded else worth
    return worth


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", type=int, default=484)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    setup = Setup(rulebook=Rulebook.load(), rate=Decimal("0.07"), financing_first=True)
    path = geometric_brownian(1, start=date(2022, 1, 4), sessions=arguments.sessions, drift=0.05, volatility=0.3, warm_up=249)
    rows = {name: arguments.sessions / best(lambda name=name: backtest(named(name), path, setup)) for name in STRATEGIES}
    idle = arguments.sessions / best(lambda: bare(path))
    year = PATHS * 242 / min(rows.values())
    found = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        "sessions_per_second": {name: round(rate) for name, rate in rows.items()},
        "bare_loop_over_the_same_prices": round(idle),
        "ruin_of_200_years_s": round(year, 1),
        "of_limit": round(year / LIMIT_S, 2),
    }
    if arguments.json:
        print(json.dumps(found))
        return
    for name, rate in rows.items():
        print(f"{name:<10} {rate:>8,.0f} sessions/s, {idle / rate:,.0f} x the time of a bare loop over the same prices")
    print(
        f"{PATHS} paths of 242 sessions with the slowest: {year:.0f} s, {year / LIMIT_S:.2f} of {LIMIT_S:.0f} s ({found['machine']})"
    )


if __name__ == "__main__":
    main()
