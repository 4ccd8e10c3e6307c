"""How near the nowcast of the official average maintenance ratio comes, beside a regression and beside its own last value.

Usage: ``python benchmarks/nowcast.py --store DIR [--json]``, where the store holds the account statistics from 2012 and the index quotes
(`liangrong import ../shared/data/real --store DIR`). All settings were chosen on data up to 2019-12-31; what is printed is after it.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats
from liangrong.services.workspace import Workspace
from liangrong.stress.estimation.nowcast.assumptions import LEARNT_UNTIL, NowcastAssumptions
from liangrong.stress.estimation.nowcast.filtering import follow
from liangrong.stress.estimation.nowcast.free_run import free_run
from liangrong.stress.estimation.nowcast.horizons import nowcasts
from liangrong.stress.estimation.nowcast.observations import BROAD, Observations, log_levels, observe
from liangrong.stress.estimation.nowcast.scores import score

HORIZONS = (1, 5, 10, 20, 60)
GOALS = {5: 0.95, 20: 0.75}
BASELINE = {5: 0.92, 20: 0.65}
"""What the issue says a five-parameter baseline reached."""


def regression(observed: Observations, known: Floats, horizon: int) -> Floats:
    """Five parameters by least squares on sessions up to 2019 with 中证全指: constant, its move, growth of debt, buys, level."""
    logs, size = np.log(observed.ratio), len(observed.days)
    before = np.concatenate([[np.nan], logs[:-1]])
    bought = observed.buys / observed.balance
    fixed = np.column_stack([np.ones(size), observed.market, observed.debt, bought])
    learnt = np.array([day <= LEARNT_UNTIL for day in observed.days]) & ~np.isnan(logs - before) & ~np.isnan(known)
    design = np.column_stack([fixed, before])[learnt]
    weights = np.linalg.lstsq(design, (logs - before)[learnt], rcond=None)[0]
    level = logs[:-horizon].copy()
    for ahead in range(1, horizon + 1):
        level = level * (1 + weights[4]) + fixed[np.arange(size - horizon) + ahead] @ weights[:4]
    return np.concatenate([np.full(horizon, np.nan), np.exp(level)])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    workspace = Workspace.open(arguments.store)
    snapshot = workspace.snapshot(workspace.as_of()[0])
    assumptions = NowcastAssumptions()
    start = time.perf_counter()
    observed = observe(snapshot, assumptions)
    followed = follow(observed, assumptions)
    seconds = time.perf_counter() - start
    years = np.array([day.year for day in observed.days])
    after = np.array([day > LEARNT_UNTIL for day in observed.days])
    known = log_levels(snapshot, BROAD, pl.Series(observed.days))
    official = np.where(after, observed.ratio, np.nan)
    rows = []
    for horizon in HORIZONS:
        ours = nowcasts(observed, followed, horizon, assumptions)
        last = np.concatenate([np.full(horizon, np.nan), observed.ratio[:-horizon]])
        rows.append({
            "horizon": horizon,
            "ours": asdict(score(official, ours.value, ours.low, ours.high)),
            "regression": asdict(score(official, regression(observed, known, horizon))),
            "last_value": asdict(score(official, last)),
            "goal": GOALS.get(horizon), "baseline_of_the_issue": BASELINE.get(horizon),
            "ours_by_year": {str(year): round(score(official[years == year], ours.value[years == year]).hits, 3) for year in np.unique(years[after])},
        })  # fmt: skip
    begun = int(np.flatnonzero(~after)[-1])
    free = free_run(observed, followed, begun, assumptions)
    drift = {}
    for year in np.unique(years[after]):
        places = np.flatnonzero(years == year)
        cut = places - free.first
        scored = score(observed.ratio[places], free.value[cut], free.low[cut], free.high[cut])
        drift[str(year)] = asdict(scored) | {"band_width": float((free.high[cut] - free.low[cut]).mean())}
    found = {"as_of": str(observed.days[-1]), "filter_s": round(seconds, 2), "horizons": rows, "free_run": drift}
    if arguments.json:
        print(json.dumps(found))
        return
    _print(found, assumptions)


def _print(found: dict, assumptions: NowcastAssumptions) -> None:
    print(f"average maintenance ratio, official values after {LEARNT_UNTIL} to {found['as_of']}; within 3 points of 100 %")
    print("  h sessions    ours   goal  regression  of issue  last value  error/last  mean error  in 90% band")
    for row in found["horizons"]:
        ours, last = row["ours"], row["last_value"]
        goal, issue = (f"{row[name]:.0%}" if row[name] else "-" for name in ("goal", "baseline_of_the_issue"))
        print(
            f"{row['horizon']:>3} {ours['sessions']:>8} {ours['hits']:>7.1%} {goal:>6} {row['regression']['hits']:>11.1%} {issue:>9} "
            f"{last['hits']:>11.1%} {ours['error'] / last['error']:>11.2f} {100 * ours['error']:>8.2f} pt {ours['covered']:>12.1%}"
        )
    for row in found["horizons"]:
        print(f"h={row['horizon']:<2} by year: " + "  ".join(f"{year} {hits:.1%}" for year, hits in row["ours_by_year"].items()))
    print(f"\nfree run: own past never read after {LEARNT_UNTIL}; errors in points of the ratio")
    for year, row in found["free_run"].items():
        print(
            f"{year}  bias {100 * row['bias']:>6.1f}  rms {100 * row['root_mean_square']:>5.1f}  within 3 points {row['hits']:>6.1%}  in 90% band {row['covered']:>6.1%}  "
            f"band {100 * row['band_width']:>4.0f} wide"
        )
    print(f"\nassumptions: {assumptions.by_name()}\nfilter over all sessions: {found['filter_s']} s")


if __name__ == "__main__":
    main()
