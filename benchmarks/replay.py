"""What could have been forecast before five days of the past, against what came; and the same on ordinary days, to judge the bands.

Usage: ``python benchmarks/replay.py --store DIR [--every N] [--json]``, where the store holds the account statistics and the index quotes
(`liangrong import ../shared/data/real --store DIR`). ``--every 60`` also forecasts on every 60th session from 2014 on.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np

from liangrong.core.clocks import AsOf
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.rulebook import Rulebook
from liangrong.services.workspace import Workspace
from liangrong.stress.estimation.nowcast.observations import observe
from liangrong.stress.replay.assumptions import ReplayAssumptions
from liangrong.stress.replay.episodes import EPISODES, LENGTHS, Episode
from liangrong.stress.replay.replaying import Replayed, replay

FIRST = date(2014, 1, 2)
SOURCE = "account statistics (eastmoney), indices csindex and eastmoney"


def rows_of(found: Replayed) -> list[dict]:
    """Every verdict of an episode."""
    return [
        {
            "episode": found.episode.name, "cut": str(found.episode.cut), "kind": band.kind, "measure": band.measure, "asked": length,
            "sessions": verdict.sessions, "actual": verdict.actual, "low": verdict.low, "median": verdict.median, "high": verdict.high,
            "held": verdict.held, "right_side": verdict.right_side, "covered": verdict.covered,
        }
        for band, length, verdict in found.verdicts()
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--every", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    workspace, rulebook, assumptions = Workspace.open(arguments.store), Rulebook.load(), ReplayAssumptions()
    today = workspace.as_of()[0].as_of

    def at(day: date) -> MarketSnapshot:
        return workspace.snapshot(AsOf(day))

    episodes = [replay(item, at, today, rulebook, assumptions) for item in EPISODES.values()]
    found: dict = {"as_of": str(today), "episodes": [row for item in episodes for row in rows_of(item)]}
    found["bound"] = {
        item.episode.name: list(np.quantile(item.bound, [0.05, 0.5, 0.95])) for item in episodes if item.bound is not None
    }
    found["forced"] = {item.episode.name: dict(item.forced) for item in episodes}
    if arguments.every:
        days = [day for day in observe(at(today)).days[: -LENGTHS[0]] if day >= FIRST][:: arguments.every]
        ordinary = [replay(Episode(str(day), day, Note("", "")), at, today, rulebook, assumptions) for day in days]
        found["ordinary_days"] = len(days)
        found["ordinary"] = judged([row for item in ordinary for row in rows_of(item) if row["asked"] == row["sessions"]])
    if arguments.json:
        print(json.dumps(found))
        return
    show(found, assumptions)


def judged(rows: list[dict]) -> list[dict]:
    """By kind, measure and length: share held, share with the direction right, and size of error against no change."""
    groups = defaultdict(list)
    for row in rows:
        groups[row["measure"], row["kind"], row["asked"]].append(row)
    return [
        {
            "measure": measure, "kind": kind, "sessions": length, "forecasts": len(group), "held": np.mean([row["held"] for row in group]),
            "right_side": np.mean([row["right_side"] for row in group]),
            "x_no_change": np.mean([abs(row["median"] - row["actual"]) for row in group]) / np.mean([abs(row["actual"]) for row in group]),
        }
        for (measure, kind, length), group in sorted(groups.items())
    ]  # fmt: skip


def show(found: dict, assumptions: ReplayAssumptions) -> None:
    print(f"change since the day of the forecast; {assumptions.band:.0%} bands; to {found['as_of']}; {SOURCE}")
    for row in found["episodes"]:
        print(
            f"{row['episode']} ({row['cut']})  {row['measure']:<25} {row['kind']:<21} {row['sessions']:>3} sessions  came {row['actual']:>+7.1%}  "
            f"forecast {row['low']:>+7.1%} … {row['high']:>+7.1%}  median {row['median']:>+7.1%}  {'held  ' if row['held'] else 'FAILED'} "
            f"{'right side' if row['right_side'] else 'wrong side'}  inside on {row['covered']:.0%}"
        )
    for name, kinds in found["forced"].items():
        print(f"{name}  sold under call, median path: " + ", ".join(f"{kind} {share:.1%}" for kind, share in kinds.items()))
    for name, shares in found["bound"].items():
        low, middle, high = shares
        print(f"{name}  buyers bound by the margin ratio, by earlier changes: {low:.0%} … {high:.0%}, median {middle:.0%}")
    if "ordinary" in found:
        print(
            f"\non {found['ordinary_days']} ordinary days; x no change: mean error of the median over that of 'nothing changes'"
        )
        for row in found["ordinary"]:
            print(
                f"{row['measure']:<25} {row['kind']:<14} {row['sessions']:>3} sessions  {row['forecasts']:>3} forecasts  in {assumptions.band:.0%} band "
                f"{row['held']:>6.1%}  right side {row['right_side']:>6.1%}  x no change {row['x_no_change']:.2f}"
            )
    print(f"\nassumptions: {assumptions.by_name()}")


if __name__ == "__main__":
    main()
