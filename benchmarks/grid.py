"""How many account-scenarios a second the grid answers, forced sales by security included, and whether screening changes anything.

Usage: ``python benchmarks/grid.py [--accounts N] [--scenarios K] [--json]``. An invented book: every account in debt, four positions of its
own and two contracts in the mean, an average maintenance ratio of 270 %, few short sales. Peers, in the same run: the grid without
screening, one revaluation for each scenario, and numpy in float64.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.marks import Mark
from liangrong.accounts.terms import agreed_terms
from liangrong.book.columns import Accounts, Contracts, OtherCollateral, Partition, Positions, Shorts
from liangrong.book.grid import Grid, grid, laid_out
from liangrong.book.lines import CALL, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import revalue
from liangrong.book.scales import BASIS_POINTS, LI_PER_FEN
from liangrong.book.tasks import added
from liangrong.rules.rulebook import Rulebook

DAY = date(2026, 1, 30)
SECURITIES, INDUSTRIES = 5_500, 31
PARTITION = 1_000_000
THREADS = 2
CHECKED = 6
"""Scenarios of each set that are checked against a revaluation and against float64."""


def market(rng: np.random.Generator) -> MarkTable:
    """Prices from 2 to 200 yuan."""
    names = [f"{number:06d}" for number in range(SECURITIES)]
    marks = MarkTable.of({name: Mark(Decimal(10), Decimal("0.65")) for name in names}, names, DAY)
    price = (np.exp(rng.normal(np.log(12), 0.8, SECURITIES)).clip(2, 200) * 100).astype(np.int64) * LI_PER_FEN
    industry = rng.integers(0, INDUSTRIES, SECURITIES).astype(np.uint16)
    return replace(marks, price=price, fair_price=price, industry=industry)


def partition(rng: np.random.Generator, n: int, first: int, marks: MarkTable) -> Partition:
    """Accounts whose debt is what their contracts' shares cost, with collateral of their own that carries it."""
    held, bought = rng.poisson(4.1, n), 1 + rng.poisson(1, n)
    p, c = (np.concatenate(([0], np.cumsum(counts))) for counts in (held, bought))
    security = [np.minimum(rng.pareto(1.2, int(k[-1])) * 50, SECURITIES - 1).astype(np.uint16) for k in (p, c)]
    owner = [np.repeat(np.arange(n), counts) for counts in (held, bought)]
    security = [kind[np.lexsort((kind, who))] for kind, who in zip(security, owner, strict=True)]
    shares = (np.exp(rng.normal(7.5, 1.2, len(owner[1]))).clip(1, 1e6) / 100).astype(np.int64) * 100 + 100
    value = shares * marks.price[security[1]]
    principal = (value * np.exp(rng.normal(-0.05, 0.15, len(value)))).astype(np.int64) // LI_PER_FEN
    debt, bought_value = (np.bincount(owner[1], weights=w, minlength=n) for w in (principal * LI_PER_FEN, value))
    extra = rng.lognormal(np.log(1.7) - 0.5 * 0.7**2, 0.7, n) - (bought_value / debt - 1)
    extra = np.maximum(extra, 1.32 + rng.exponential(0.15, n) - bought_value / debt)
    own = np.maximum(extra, 0.02) * debt
    cash = (own * np.where(held == 0, 1, rng.beta(1, 8, n))).astype(np.int64) // LI_PER_FEN
    weight = rng.exponential(1, len(owner[0]))
    weight *= ((own - cash * LI_PER_FEN) / np.maximum(np.bincount(owner[0], weights=weight, minlength=n), 1e-9))[owner[0]]
    quantity = np.maximum(weight / marks.price[security[0]], 1).astype(np.uint32)
    short = np.sort(rng.choice(n, n // 400, replace=False)).astype(np.uint32)
    sold = np.minimum(rng.pareto(1.2, len(short)) * 50, SECURITIES - 1).astype(np.uint16)
    owed = np.maximum(0.2 * debt[short] / marks.price[sold], 1).astype(np.uint32)
    proceeds = owed * marks.price[sold] // LI_PER_FEN
    cash[short] += proceeds
    return Partition(
        Accounts(cash, np.zeros(n, np.int64), p.astype(np.uint32), c.astype(np.uint32)),
        Positions(security[0], quantity),
        Contracts(security[1], shares.astype(np.uint32), principal, np.full(len(value), BASIS_POINTS, np.uint16)),
        Shorts(short, sold, owed, proceeds, np.full(len(short), BASIS_POINTS, np.uint16)),
        OtherCollateral(np.empty(0, np.uint32), np.empty(0, np.int64)),
        first,
    )


def scenario_sets(rng: np.random.Generator, marks: MarkTable, k: int) -> dict[str, NDArray[np.int64]]:
    """Prices of ``k`` scenarios of each kind."""
    beta = rng.normal(1, 0.3, SECURITIES).clip(0.2, 2)
    worst = rng.integers(0, INDUSTRIES, k)
    falls = np.linspace(0.01, 0.5, k)[:, np.newaxis]
    shocks = np.where(marks.industry == worst[:, np.newaxis], 3, 0.5) * rng.uniform(0.02, 0.2, (k, 1)) * beta
    own = rng.normal(0, 0.08, (k, SECURITIES)) + rng.normal(0, 0.06, (k, INDUSTRIES))[:, marks.industry]
    draws = np.expm1(rng.normal(-0.02, 0.12, (k, 1)) * beta + own)
    moves = {
        "uniform falls, -1 to -50 %": np.repeat(-falls, SECURITIES, axis=1),
        "industry shocks": -shocks,
        "correlated draws": draws,
        "rises, +1 to +50 %": falls * beta,
    }
    moves["all four mixed"] = np.concatenate([each[:: len(moves)] for each in moves.values()])[:k]
    return {
        name: np.maximum(np.rint(marks.price * (1 + np.maximum(move, -0.95))), 1).astype(np.int64) for name, move in moves.items()
    }


def asked(
    book: list[Partition], prices: NDArray[np.int64], marks: MarkTable, lines: Lines, *, screened: bool
) -> tuple[Grid, float, float]:
    """The answer for the whole book, the seconds it took, and the seconds that its threads computed."""
    start, computing = time.perf_counter(), time.process_time()
    total, layout = None, laid_out(prices, marks)
    for part in book:
        found = grid(part, layout, lines, screened=screened, threads=THREADS)
        total = found if total is None else added(total, found)
    assert total is not None
    return total, time.perf_counter() - start, time.process_time() - computing


def float_counts(part: Partition, price: NDArray[np.int64], lines: Lines) -> int:
    """Accounts below the call line, in float64."""
    n = part.size
    sums = []
    for table, offsets in ((part.positions, part.accounts.position_offsets), (part.contracts, part.accounts.contract_offsets)):
        worth = np.concatenate(([0.0], np.cumsum(table.quantity * price[table.security].astype(np.float64))))
        sums.append(worth[offsets[1:]] - worth[offsets[:-1]])
    owed = np.concatenate(([0.0], np.cumsum(part.contracts.principal.astype(np.float64))))
    debt = (owed[part.accounts.contract_offsets[1:]] - owed[part.accounts.contract_offsets[:-1]]) * LI_PER_FEN
    debt += np.bincount(part.shorts.account, weights=part.shorts.quantity * price[part.shorts.security], minlength=n)
    assets = part.accounts.cash * float(LI_PER_FEN) + sums[0] + sums[1]
    return int(((assets * lines.call[1] < debt * lines.call[0]) & (debt > 0)).sum())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--accounts", type=int, default=2_000_000)
    parser.add_argument("--scenarios", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    n, rng = arguments.accounts, np.random.default_rng(arguments.seed)
    marks, lines = market(rng), Lines.of(agreed_terms(Rulebook.load().at(DAY)))
    edges = [*range(0, n, PARTITION), n]
    book = [partition(rng, end - begin, begin, marks) for begin, end in pairwise(edges)]
    values = [revalue(part, marks, lines, threads=THREADS).totals.sum(axis=0) for part in book]
    ratio = sum(int(v[1]) for v in values) / sum(int(v[2]) for v in values)
    sets = scenario_sets(rng, marks, arguments.scenarios)
    asked(book[:1], sets["all four mixed"][:8], marks, lines, screened=True)
    rows = {}
    for name, prices in sets.items():
        found, seconds, computed = min(
            (asked(book, prices, marks, lines, screened=True) for _ in range(3)), key=lambda answer: answer[1]
        )
        whole, unscreened, _ = asked(book, prices, marks, lines, screened=False)
        exact = all(
            np.array_equal(getattr(found, field), getattr(whole, field)) for field in ("amounts", "shares_sold", "shares_bought")
        )
        exact &= np.array_equal(found.totals[:, CALL:], whole.totals[:, CALL:])
        one_by_one, floats = 0.0, 0.0
        for k in np.linspace(0, len(prices) - 1, CHECKED).astype(int):
            at = replace(marks, price=prices[k], fair_price=prices[k])
            start = time.perf_counter()
            totals = sum(revalue(part, at, lines, threads=THREADS).totals for part in book)
            middle = time.perf_counter()
            called = sum(float_counts(part, prices[k], lines) for part in book)
            one_by_one += middle - start
            floats += time.perf_counter() - middle
            exact &= np.array_equal(totals, whole.totals[k]) and called == int(found.totals[k, CALL:, 0].sum())
        pairs = n * len(prices)
        rows[name] = {
            "account_scenarios_per_s": pairs / seconds,
            "account_scenarios_per_cpu_s": pairs / computed,
            "unscreened_per_s": pairs / unscreened,
            "revaluations_per_s": n * CHECKED / one_by_one,
            "numpy_float64_per_s": n * CHECKED / floats,
            "evaluated": float(found.work[2] / found.work[3]),
            "called": float(found.totals[:, CALL:, 0].sum() / pairs),
            "exact": bool(exact),
        }
    answer = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, numpy {np.__version__}",
        "accounts": n, "average_maintenance_ratio": ratio, "scenarios": arguments.scenarios, "sets": rows,
    }  # fmt: skip
    if arguments.json:
        print(json.dumps(answer))
        return
    print(
        f"{n:,} accounts, average maintenance ratio {ratio:.0%}, {arguments.scenarios} scenarios of each kind ({answer['machine']})"
    )
    print("account-scenarios a second, with forced sales by security; times as fast as each peer; exact against all of them")
    for name, row in rows.items():
        speed = row["account_scenarios_per_s"]
        peers = " ".join(
            f"{speed / row[peer]:6.1f} x {title}" for peer, title in
            (("unscreened_per_s", "unscreened"), ("revaluations_per_s", "one by one"), ("numpy_float64_per_s", "numpy"))
        )  # fmt: skip
        computing = f"{row['account_scenarios_per_cpu_s']:.2e} a second of one core"
        print(
            f"{name:<28} {speed:.2e}/s ({computing}) {peers}, {row['evaluated']:6.1%} evaluated, {row['called']:6.1%} called, exact: {row['exact']}"
        )


if __name__ == "__main__":
    main()
