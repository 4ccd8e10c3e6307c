"""How fast flows, league tables, z-scores and record streaks are over 10 million rows of margin detail, beside DuckDB and pandas.

Fifteen years of some 2,700 names are generated, not stored. Each engine answers in a process of its own, in which its peak memory is
measured, from data it holds in memory the way it likes them: ours prepared once for the snapshot, DuckDB in a table, pandas in a
frame (and, for the scores and streaks, already spread by name). Their answers are compared before their times are.
Usage: ``python benchmarks/panels.py [--rows 10000000] [--json]``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

RUNS = 5
"""The median of five survives two disturbed runs."""
PATIENCE = 5.0
"""Seconds after which a question is not asked again."""
FIRST, LAST = date(2011, 1, 4), date(2026, 1, 30)
HALF_YEAR = date(2025, 8, 1)
INDUSTRIES = 31
WINDOW = 60
LIMITS = {"flows, half a year": 0.05, "league, half a year": 0.05, "flows, all 15 years": None, "league, all 15 years": None,
          "z-scores, 60 sessions": 3.0, "record streaks": 3.0}  # fmt: skip
"""Question to the seconds it may take."""
PEAK = 4.0
"""GB that our process may take at most."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """The generated market: balances that walk, buys, and the repayments that make them so; whole yuan.

    Parameters
    ----------
    names
        How many securities, all on the SSE, on the list from the first day to the last.
    """

    names: int
    seed: int = 7

    @cached_property
    def sessions(self) -> tuple[date, ...]:
        """The sessions of fifteen years."""
        from liangrong.core.calendar import mainland

        return mainland().between(FIRST, LAST)

    @cached_property
    def securities(self) -> list[str]:
        """Codes of the SSE, in order."""
        prefixes = ("600", "601", "603", "688", "605")
        return sorted(f"{prefixes[number // 1000]}{number % 1000:03d}.SH" for number in range(self.names))

    @cached_property
    def balances(self) -> Ints:
        """Sessions x names."""
        rng = np.random.default_rng(self.seed)
        walk = rng.normal(0.0004, 0.02, (len(self.sessions), self.names)).astype(np.float32)
        np.cumsum(walk, axis=0, out=walk)
        return (np.exp(walk) * rng.lognormal(19, 1, self.names)).astype(np.int64)

    @cached_property
    def flows(self) -> tuple[Ints, Ints]:
        """Buys and repayments."""
        change = np.diff(self.balances, axis=0, prepend=self.balances[:1])
        bought = self.balances // 10 + np.maximum(change, 0)
        return bought, bought - change

    @cached_property
    def memberships(self) -> list[tuple[int, int, date, date]]:
        """Security, industry, first and last day: one name in twenty changes its industry on some day."""
        rng = np.random.default_rng(self.seed + 1)
        found = []
        for name in range(self.names):
            industry = int(rng.integers(INDUSTRIES))
            if name % 20:
                found.append((name, industry, FIRST, LAST))
                continue
            moved = self.sessions[int(rng.integers(1, len(self.sessions)))]
            found += [(name, industry, FIRST, moved - timedelta(days=1)), (name, (industry + 1) % INDUSTRIES, moved, LAST)]
        return found


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Median seconds by the wall clock and of CPU, and the answer.

    The first call warms up and is not counted, unless it takes so long that warmth does not matter.
    """
    walls, busy, answer = [], [], None
    for run in range(RUNS + 1):
        start, before = time.perf_counter(), time.process_time()
        answer = work()
        wall, cpu = time.perf_counter() - start, time.process_time() - before
        if run or wall > PATIENCE:
            walls.append(wall)
            busy.append(cpu)
        if sum(walls) > PATIENCE:
            break
    return statistics.median(walls), statistics.median(busy), answer


def measured(questions: dict[str, tuple[Callable[[], Any], Callable[[Any], float]]], prepared: float) -> dict[str, Any]:
    """Every question's times and a figure of its answer, and the memory this process has taken at most, in GB."""
    found = {}
    for name, (work, figure) in questions.items():
        wall, busy, answer = timed(work)
        found[name] = {"wall": wall, "cpu": busy, "figure": figure(answer)}
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024**2  # ru_maxrss would begin with the memory of whoever started it
    return {"questions": found, "prepared": prepared, "peak": peak}


# ── ours


def snapshot(world: World) -> Any:
    """The market as a snapshot whose reader makes rows of the days that are asked for."""
    from liangrong.core.calendar import mainland
    from liangrong.core.clocks import AsOf
    from liangrong.market.schemas import conform
    from liangrong.market.snapshot import MarketSnapshot
    from liangrong.market.tables import table

    days = np.array(world.sessions, dtype="datetime64[D]")
    bought, repaid = world.flows
    sums = {"exchange": "SSE", "trade_date": world.sessions}
    for name, cells in (("balance", world.balances), ("buy_amount", bought), ("repay_amount", repaid)):
        sums[f"financing_{name}"] = cells.sum(axis=1)
    totals = conform(table("market_totals"), pl.DataFrame(sums), source="sse")
    spells = pl.DataFrame([("sw", world.securities[name], first, f"{group}", f"行业{group:02d}") for name, group, first, _ in world.memberships],
                          schema=["scheme", "security_id", "from_date", "group", "group_name"], orient="row")  # fmt: skip
    memberships = conform(table("memberships"), spells, source="sws")

    def detail(start: date | None, end: date) -> pl.DataFrame:
        low, high = np.searchsorted(days, np.datetime64(start or FIRST)), np.searchsorted(days, np.datetime64(end), side="right")
        count = int(high - low)
        frame = pl.DataFrame({
            "security_id": pl.Series(world.securities * count),
            "trade_date": np.repeat(days[low:high], world.names),
            "financing_balance": world.balances[low:high].ravel(),
            "financing_buy_amount": bought[low:high].ravel(),
            "financing_repay_amount": repaid[low:high].ravel(),
        })  # fmt: skip
        return conform(table("margin_detail"), frame, source="sse")

    def read(wanted: Any, start: date | None, end: date, _keys: Any) -> pl.DataFrame:
        if wanted.name == "margin_detail":
            return detail(start, end)
        if wanted.name == "market_totals":
            return totals.filter(pl.col("trade_date") <= end)
        return memberships if wanted.name == "memberships" else pl.DataFrame(schema=wanted.schema)

    return MarketSnapshot(AsOf(LAST), read, mainland())


def ours(world: World) -> dict[str, Any]:
    """The questions as a user of the library asks them."""
    from liangrong.analytics.panels.margin import margin_panel
    from liangrong.analytics.panels.records import record_streaks
    from liangrong.analytics.panels.zscores import rolling_z
    from liangrong.analytics.structure.flows import flows
    from liangrong.analytics.structure.league import league

    market = snapshot(world)
    start = time.perf_counter()
    first = world.sessions[1]
    flows(market, "sw1", start=first, end=LAST, basis="repayments")
    panel = margin_panel(market, ["financing_balance"])["financing_balance"]
    prepared = time.perf_counter() - start

    def by_industry(since: date) -> Callable[[], Any]:
        return lambda: flows(market, "sw1", start=since, end=LAST, basis="repayments").data

    def by_name(since: date) -> Callable[[], Any]:
        return lambda: league(market, start=since, end=LAST, basis="repayments", threshold="1亿").data

    def of_industries(frame: pl.DataFrame) -> float:
        return float(frame.filter(part="group")["net_financing"].max())  # type: ignore[arg-type]

    def of_names(frame: pl.DataFrame) -> float:
        return float(frame["net_financing"][0])

    return measured({
        "flows, half a year": (by_industry(HALF_YEAR), of_industries),
        "league, half a year": (by_name(HALF_YEAR), of_names),
        "flows, all 15 years": (by_industry(first), of_industries),
        "league, all 15 years": (by_name(first), of_names),
        "z-scores, 60 sessions": (lambda: rolling_z(panel, window=WINDOW), lambda z: float(np.nanmax(np.abs(z)))),
        "record streaks": (lambda: record_streaks(panel), lambda streaks: float(streaks.max())),
    }, prepared)  # fmt: skip


# ── the peers


def columns(world: World) -> dict[str, NDArray[Any]]:
    """The detail as flat columns, sorted by day and name; names and industries are numbers."""
    days = np.array(world.sessions, dtype="datetime64[s]")
    bought, repaid = world.flows
    return {
        "day": np.repeat(days, world.names), "security": np.tile(np.arange(world.names, dtype=np.int32), len(days)),
        "balance": world.balances.ravel(), "bought": bought.ravel(), "repaid": repaid.ravel(),
    }  # fmt: skip


def duckdb(world: World) -> dict[str, Any]:
    """The same questions in SQL, over a table in memory."""
    import duckdb as engine
    import pandas as pd

    start = time.perf_counter()
    link = engine.connect()
    link.register("given", pd.DataFrame(columns(world)))
    link.execute("CREATE TABLE detail AS SELECT CAST(day AS DATE) AS day, security, balance, bought, repaid FROM given")
    link.unregister("given")
    spells = pd.DataFrame(world.memberships, columns=["security", "industry", "first", "last"])
    link.register("listed", spells)
    link.execute(
        "CREATE TABLE spells AS SELECT security, industry, CAST(first AS DATE) AS first, CAST(last AS DATE) AS last FROM listed"
    )
    prepared = time.perf_counter() - start
    flows = """SELECT industry, sum(bought - repaid) AS net, sum(bought), sum(repaid) FROM detail JOIN spells USING (security)
               WHERE day >= ? AND day BETWEEN first AND last GROUP BY industry ORDER BY net DESC"""
    league = """SELECT security, sum(bought - repaid) AS net, sum(bought), sum(repaid) FROM detail WHERE day >= ?
                GROUP BY security ORDER BY net DESC, security"""
    before = f"OVER (PARTITION BY security ORDER BY day ROWS BETWEEN {WINDOW} PRECEDING AND 1 PRECEDING)"
    scores = f"""CREATE OR REPLACE TEMP TABLE scores AS SELECT day, security, CASE WHEN count(*) {before} >= {WINDOW * 2 // 3}
                 THEN (balance - avg(balance) {before}) / nullif(stddev_samp(balance) {before}, 0) END AS z FROM detail"""
    streaks = """CREATE OR REPLACE TEMP TABLE streaks AS
      WITH judged AS (SELECT day, security, balance > coalesce(max(balance) OVER (PARTITION BY security ORDER BY day
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), -1) AS record FROM detail),
           run AS (SELECT *, count(*) FILTER (NOT record) OVER (PARTITION BY security ORDER BY day) AS spell FROM judged)
      SELECT day, security, count(*) FILTER (record) OVER (PARTITION BY security, spell ORDER BY day) AS streak FROM run"""

    def ask(text: str, since: date) -> Callable[[], Any]:
        return lambda: link.execute(text, [since]).fetchall()

    def make(text: str) -> Callable[[], Any]:
        return lambda: link.execute(text)

    def net(rows: Any) -> float:
        return float(rows[0][1])

    def highest(text: str) -> Callable[[Any], float]:
        return lambda _made: float(link.execute(text).fetchall()[0][0])

    first = world.sessions[1]
    return measured({
        "flows, half a year": (ask(flows, HALF_YEAR), net), "league, half a year": (ask(league, HALF_YEAR), net),
        "flows, all 15 years": (ask(flows, first), net), "league, all 15 years": (ask(league, first), net),
        "z-scores, 60 sessions": (make(scores), highest("SELECT max(abs(z)) FROM scores")),
        "record streaks": (make(streaks), highest("SELECT max(streak) FROM streaks")),
    }, prepared)  # fmt: skip


def pandas(world: World) -> dict[str, Any]:
    """The same questions in pandas."""
    import pandas as pd

    start = time.perf_counter()
    frame = pd.DataFrame(columns(world))
    wide = pd.DataFrame(world.balances, index=world.sessions).astype("float64")
    spells = pd.DataFrame(world.memberships, columns=["security", "industry", "first", "last"])
    spells[["first", "last"]] = spells[["first", "last"]].astype("datetime64[s]")
    prepared = time.perf_counter() - start

    def window(since: date) -> Any:
        return frame.iloc[int(frame["day"].searchsorted(pd.Timestamp(since))) :]

    def flows(since: date) -> Callable[[], Any]:
        def work() -> Any:
            joined = window(since).merge(spells, on="security")
            inside = joined[(joined["first"] <= joined["day"]) & (joined["day"] <= joined["last"])]
            sums = inside.groupby("industry")[["bought", "repaid"]].sum()
            return sums.assign(net=sums["bought"] - sums["repaid"]).sort_values("net", ascending=False)

        return work

    def league(since: date) -> Callable[[], Any]:
        def work() -> Any:
            sums = window(since).groupby("security")[["bought", "repaid"]].sum()
            return sums.assign(net=sums["bought"] - sums["repaid"]).sort_values("net", ascending=False)

        return work

    def scores() -> Any:
        before = wide.rolling(WINDOW, min_periods=WINDOW * 2 // 3)
        return (wide - before.mean().shift(1)) / before.std().shift(1)

    def streaks() -> Any:
        record = wide.gt(wide.cummax().shift(1).fillna(-1.0))
        counted = record.cumsum()
        return counted - counted.where(~record).ffill().fillna(0)

    def net(rows: Any) -> float:
        return float(rows["net"].iloc[0])

    first = world.sessions[1]
    return measured({
        "flows, half a year": (flows(HALF_YEAR), net), "league, half a year": (league(HALF_YEAR), net),
        "flows, all 15 years": (flows(first), net), "league, all 15 years": (league(first), net),
        "z-scores, 60 sessions": (scores, lambda z: float(np.nanmax(np.abs(z.to_numpy())))),
        "record streaks": (streaks, lambda found: float(found.to_numpy().max())),
    }, prepared)  # fmt: skip


ENGINES: dict[str, Callable[[World], dict[str, Any]]] = {"ours": ours, "duckdb": duckdb, "pandas": pandas}


def in_a_process(engine: str, names: int) -> dict[str, Any]:
    """What an engine measures of itself, alone in a process."""
    done = subprocess.run(
        [sys.executable, __file__, "--engine", engine, "--names", f"{names}"], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def agree(found: dict[str, dict[str, Any]]) -> None:
    """Stop where an engine answers something else: times of different answers say nothing."""
    for name in LIMITS:
        figures = {engine: measures["questions"][name]["figure"] for engine, measures in found.items()}
        reference = figures["ours"]
        for engine, figure in figures.items():
            if abs(figure - reference) > 1e-5 * abs(reference):
                raise SystemExit(f"{name}: {engine} answers {figure}, we {reference}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--engine", choices=list(ENGINES), help=argparse.SUPPRESS)
    parser.add_argument("--names", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.engine:
        print(json.dumps(ENGINES[arguments.engine](World(arguments.names))))
        return
    sessions = len(World(1).sessions)
    names = max(INDUSTRIES, min(5_000, round(arguments.rows / sessions)))
    found = {engine: in_a_process(engine, names) for engine in ENGINES}
    agree(found)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    size = {"rows": sessions * names, "sessions": sessions, "names": names, "half a year": f"{HALF_YEAR}..{LAST}"}
    if arguments.json:
        print(json.dumps({"machine": machine, "runs": RUNS, **size, "limits": LIMITS, "engines": found}))
        return
    print(
        f"{machine}; {size['rows']:,} rows, {sessions:,} sessions x {names:,} names; half a year is {size['half a year']}; medians of {RUNS}"
    )
    print(f"{'':<24}{'ours, s':>9}{'CPU, s':>9}{'limit':>7}{'DuckDB, s':>12}{'ratio':>8}{'pandas, s':>12}{'ratio':>8}")
    for name, limit in LIMITS.items():
        own, *others = (found[engine]["questions"][name] for engine in ENGINES)
        beside = "".join(f"{other['wall']:>12.3f}{other['wall'] / own['wall']:>7.1f}x" for other in others)
        print(f"{name:<24}{own['wall']:>9.3f}{own['cpu']:>9.3f}{'' if limit is None else limit:>7}{beside}")
    prepared, peaks = ([found[engine][what] for engine in ENGINES] for what in ("prepared", "peak"))
    print(f"{'prepared once, s':<24}{prepared[0]:>9.1f}{'':>16}{prepared[1]:>12.1f}{'':>8}{prepared[2]:>12.1f}")
    print(f"{'peak memory, GB':<24}{peaks[0]:>9.2f}{'':>9}{PEAK:>7}{peaks[1]:>12.2f}{'':>8}{peaks[2]:>12.2f}")


if __name__ == "__main__":
    main()
