"""Planted truths: how often each detector finds what is planted, and how often it cries out over nothing.

One seed is one market of independent noise, 401 sessions of 30 names, in which at most one truth is planted: the index follows the
balance by 3 sessions; a factor has a rank IC of 0.05; 5 points of share pass from one group to another within 20 sessions; one name
is squeezed. Each detector is asked as a user of the library asks it, from the tables of a snapshot to its p-value; nothing is
shortened. Without a truth all four are asked about the same market, and each p-value must be 5 % or below on 5 % of the seeds, give
or take 1.5 points. With a truth its detector must find it, and what it finds must be what was planted.

The seeds are 1 to 2,000, fixed before anything was run; the first 500 of them carry a truth as well. ``--first`` gives others.

    python benchmarks/planted.py [--part lead|factor|swap|squeeze] [--seeds 2000] [--first 1] [--planted 500] [--json]

The exit status is 1 where a figure lies outside its limits.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.planted import GROUPS, INDEX, PlantedMarket, Truths

FIRST, SEEDS, PLANTED = 1, 2_000, 500
SESSIONS, NAMES = 401, 30
"""Twenty windows of 20 sessions, so that a rank among the 19 before can be 5 %."""
LEVEL = 0.05
SIZE = (0.035, 0.065)
"""Where the share of seeds must lie on which something is found over nothing."""
POWER = 0.95
"""On at least this share of the seeds the truth is found, and nothing else in its place."""
COVERAGE = (0.92, 0.98)
"""How often a 95 % interval may hold the planted figure; over 500 seeds three deviations are 2.9 points."""
PROCESSES, BATCH = 2, 20

LAG, IC, POINTS, WINDOW = 3, 0.05, 0.05, 20


@dataclass(frozen=True)
class Answer:
    """What a detector says of one market.

    Parameters
    ----------
    p_value
        The one on which it decides.
    right
        Whether what stands out is what was planted.
    estimate
        Of the planted figure.
    covered
        Whether its interval holds the planted figure; ``None`` where it gives none.
    """

    p_value: float
    right: bool
    estimate: float
    covered: bool | None = None


@dataclass(frozen=True)
class Part:
    """One detector, what is planted for it, and the p-values on which it decides."""

    truths: Callable[[int], Truths]
    ask: Callable[[PlantedMarket, MarketSnapshot, int], Mapping[str, Answer]]
    figure: str
    """What the estimate is, and what it should be."""


def squeezed(seed: int) -> int:
    """The name that is squeezed on a seed, and that is judged alone where none is."""
    return seed % NAMES


def lead(_market: PlantedMarket, snapshot: MarketSnapshot, _seed: int) -> Mapping[str, Answer]:
    from liangrong.analytics.studies.leadlag.lead import lead
    from liangrong.analytics.studies.leadlag.pairs import pair

    both = pair(snapshot, "financing_balance", INDEX)
    found = lead(both.x, both.y)
    return {"some lag of 1 to 10": Answer(found.p_value, found.lag == LAG, found.correlation)}


def factor(_market: PlantedMarket, snapshot: MarketSnapshot, _seed: int) -> Mapping[str, Answer]:
    from liangrong.analytics.studies.factors.builtin import builtin_factor
    from liangrong.analytics.studies.factors.factor import trial
    from liangrong.analytics.studies.factors.ic import information_coefficient

    test = information_coefficient(trial(snapshot, builtin_factor(snapshot, "financing_change", window=1), horizon=1)).test
    return {"mean rank IC": Answer(test.p_value, test.mean > 0, test.mean, test.low <= IC <= test.high)}


def swap(market: PlantedMarket, snapshot: MarketSnapshot, _seed: int) -> Mapping[str, Answer]:
    from liangrong.analytics.rotation.balances import balances
    from liangrong.analytics.rotation.swaps import swap

    start, end = market.sessions[-1 - WINDOW], market.sessions[-1]
    found = swap(balances(snapshot, "sw1", [(None, end)]).mapped, start, end, calendar=snapshot.calendar)
    assert found.p_value is not None, "the market is long enough"
    return {"some two groups": Answer(found.p_value, (found.loser, found.gainer) == GROUPS[:2], found.size_points)}


def squeeze(market: PlantedMarket, snapshot: MarketSnapshot, seed: int) -> Mapping[str, Answer]:
    from liangrong.analytics.shorts.squeeze import squeezes

    rows = squeezes(snapshot).data
    name = market.securities[squeezed(seed)]
    mine = next(row for row in rows.iter_rows(named=True) if row["security_id"] == name)
    right = rows["security_id"][0] == name and mine["state"] == "squeeze"
    among_all = float(rows["family_p_value"].min())
    return {
        "one name, named before": Answer(mine["p_value"], right, mine["short_fall"]),
        "some name": Answer(among_all, right, mine["short_fall"]),
    }


PARTS: Mapping[str, Part] = {
    "lead": Part(lambda _: Truths(lead=LAG), lead, "correlation at lag 3, planted 0.45"),
    "factor": Part(lambda _: Truths(ic=IC), factor, "mean rank IC, planted 0.05"),
    "swap": Part(lambda _: Truths(swap=POINTS), swap, "share exchanged, planted 0.05 on top of noise"),
    "squeeze": Part(lambda seed: Truths(squeeze=squeezed(seed)), squeeze, "share of the short covered, planted 0.85"),
}


def answers(seeds: Iterable[int], parts: Iterable[str], *, planted: bool) -> list[tuple[str, str, Answer]]:
    """Part, question and answer of each seed; with a truth each part has a market of its own."""
    given = []
    for seed in seeds:
        if not planted:
            market = PlantedMarket.generate(seed, sessions=SESSIONS, names=NAMES)
            snapshot = market.snapshot()
        for name in parts:
            part = PARTS[name]
            if planted:
                market = PlantedMarket.generate(seed, part.truths(seed), sessions=SESSIONS, names=NAMES)
                snapshot = market.snapshot()
            given += [(name, question, answer) for question, answer in part.ask(market, snapshot, seed).items()]
    return given


def interval(hits: int, of: int) -> tuple[float, float]:
    """The share that may lie behind the hits, with 95 % confidence (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv

    low = float(betaincinv(hits, of - hits + 1, 0.025)) if hits else 0.0
    return low, float(betaincinv(hits + 1, of - hits, 0.975)) if hits < of else 1.0


def size_of(given: list[Answer]) -> dict[str, Any]:
    """How often something is found over nothing."""
    found = sum(answer.p_value <= LEVEL for answer in given)
    share = found / len(given)
    return {"seeds": len(given), "found": found, "size": share, "interval": interval(found, len(given)),
            "inside": SIZE[0] <= share <= SIZE[1]}  # fmt: skip


def power_of(given: list[Answer]) -> dict[str, Any]:
    """How often the truth is found, and in which shape."""
    found = sum(answer.p_value <= LEVEL for answer in given)
    right = sum(answer.p_value <= LEVEL and answer.right for answer in given)
    held = [answer.covered for answer in given if answer.covered is not None]
    covered = sum(held) / len(held) if held else None
    return {
        "seeds": len(given), "found": found, "found_and_right": right, "power": right / len(given),
        "interval": interval(right, len(given)), "estimate": sum(answer.estimate for answer in given) / len(given),
        "covered": covered,
        "inside": right / len(given) >= POWER and (covered is None or COVERAGE[0] <= covered <= COVERAGE[1]),
    }  # fmt: skip


def measured(parts: list[str], first: int, seeds: int, planted: int) -> dict[str, Any]:
    """Every figure, from two processes."""
    batches = [range(start, min(start + BATCH, first + seeds)) for start in range(first, first + seeds, BATCH)]
    truths = [range(start, min(start + BATCH, first + planted)) for start in range(first, first + planted, BATCH)]
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        without = pool.map(partial(answers, parts=parts, planted=False), batches)
        with_truth = pool.map(partial(answers, parts=parts, planted=True), truths)
        return {"size": gathered(without, size_of), "power": gathered(with_truth, power_of)}


def gathered(
    batches: Iterable[list[tuple[str, str, Answer]]], count: Callable[[list[Answer]], dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """By part and question."""
    by: dict[str, dict[str, list[Answer]]] = {}
    for batch in batches:
        for part, question, answer in batch:
            by.setdefault(part, {}).setdefault(question, []).append(answer)
    return {part: {question: count(given) for question, given in asked.items()} for part, asked in by.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=list(PARTS), help="only this detector")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"how many seeds without a truth (default: {SEEDS})")
    parser.add_argument("--first", type=int, default=FIRST, help=f"the first of them (default: {FIRST})")
    parser.add_argument("--planted", type=int, default=PLANTED, help=f"how many with one (default: {PLANTED})")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    options = parser.parse_args()
    if options.seeds < 1 or options.planted < 1:
        parser.error("give at least one seed")
    for library in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[library] = "1"
    started = time.perf_counter()
    found = measured([options.part] if options.part else list(PARTS), options.first, options.seeds, options.planted)
    seconds = time.perf_counter() - started
    if options.json:
        print(json.dumps({"first": options.first, "sessions": SESSIONS, "names": NAMES, "level": LEVEL, "limits": SIZE, **found}))
    else:
        print(
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}; {seconds:.0f} s"
        )
        _print(found, options.first)
    every = [row["inside"] for side in found.values() for asked in side.values() for row in asked.values()]
    sys.exit(0 if all(every) else 1)


def _print(found: dict[str, Any], first: int) -> None:
    def each(side: str) -> Iterable[tuple[str, str, dict[str, Any], str]]:
        for part, asked in found[side].items():
            for question, row in asked.items():
                yield part, question, row, "inside" if row["inside"] else "OUTSIDE"

    print(f"\n{'nothing planted':34}{'seeds':>12}{'found':>7}{'size':>9}{'95 % interval':>17}{'limits':>15}")
    for part, question, row, verdict in each("size"):
        seeds, (low, high) = f"{first}-{first + row['seeds'] - 1}", row["interval"]
        print(f"{part:10}{question:24}{seeds:>12}{row['found']:>7}{row['size']:>9.2%}{low:>9.2%} -{high:>6.2%}"
              f"{SIZE[0]:>8.1%} -{SIZE[1]:>5.1%}  {verdict}")  # fmt: skip
    print(f"\n{'planted':34}{'seeds':>12}{'found':>7}{'right':>7}{'power':>8}{'limit':>7}{'estimate':>10}{'covered':>9}")
    for part, question, row, verdict in each("power"):
        seeds = f"{first}-{first + row['seeds'] - 1}"
        covered = "" if row["covered"] is None else f"{row['covered']:.1%}"
        print(f"{part:10}{question:24}{seeds:>12}{row['found']:>7}{row['found_and_right']:>7}{row['power']:>8.1%}{POWER:>7.0%}"
              f"{row['estimate']:>10.4f}{covered:>9}  {verdict}")  # fmt: skip
    print(
        f"\nright: lag {LAG}; the sign; the two groups; the name, with all conditions of a squeeze. Estimates are means over the seeds:"
    )
    for part in found["power"]:
        print(f"  {part}: {PARTS[part].figure}")


if __name__ == "__main__":
    main()
