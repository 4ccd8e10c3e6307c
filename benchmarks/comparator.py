"""The book and the exact account on generated accounts: how far apart any amount is, and how many are in another zone.

Accounts of every kind (long, short, other collateral, fair prices, no margin, no debt, no assets, a cent beside a line) are valued by the
columns and one by one by ``accounts.assess``, on three dates under both nettings, in parallel processes.
Usage: ``python benchmarks/comparator.py [--accounts 100000] [--dates 2010-04-01 ...] [--processes 2] [--json]``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import get_args

import numpy as np

from liangrong.accounts.terms import Netting, Terms, agreed_terms
from liangrong.book.columns import Accounts, Column, Contracts, OtherCollateral, Partition, Positions, Shorts
from liangrong.book.comparison import MONEY, Comparison, compare
from liangrong.book.lines import Lines
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import revalue
from liangrong.rules.rulebook import Rulebook

DATES = (date(2010, 4, 1), date(2015, 7, 8), date(2026, 1, 30))
"""Lines of 2010, those of the crash, those of now."""
SECURITIES = 300
BATCH = 2_000
"""Accounts of one task."""


def market(on: date, rng: np.random.Generator) -> MarkTable:
    """Prices from 0.001 to 2,000 yuan, 折算率 from nothing to all, a fair price for every tenth security."""
    price = np.maximum(1, np.exp(rng.uniform(0, 14.5, SECURITIES)).astype(np.int64))
    odd = rng.random(SECURITIES) < 0.1
    return MarkTable(
        on=on,
        securities=tuple(f"{600_000 + number}.SH" for number in range(SECURITIES)),
        price=price,
        fair_price=np.where(odd, (price * rng.uniform(0.2, 1.5, SECURITIES)).astype(np.int64), price),
        conversion_ratio=np.where(rng.random(SECURITIES) < 0.2, 0, rng.integers(0, 10_001, SECURITIES)),
        previous_close=price,
        limit_width=np.full(SECURITIES, np.nan),
        suspended=odd,
        turnover=np.full(SECURITIES, np.nan),
        volatility=np.full(SECURITIES, np.nan),
        industry=np.zeros(SECURITIES, np.uint16),
        industries=("",),
        asset_class=("",) * SECURITIES,
    )


def accounts_of(rng: np.random.Generator, count: int, marks: MarkTable, lines: Lines) -> Partition:
    """Accounts of every kind; cash of one in four is such that assets are a line times the debt, or a fen beside it."""
    positions, position_offsets = _securities(rng, rng.poisson(3, count) * (rng.random(count) < 0.8))
    contracts, contract_offsets = _securities(rng, rng.poisson(2, count) * (rng.random(count) < 0.8))
    short, other = (np.flatnonzero(rng.random(count) < share).astype(np.uint32) for share in (0.2, 0.1))
    short = np.sort(np.concatenate((short, short[::3])))
    owed = rng.integers(0, SECURITIES, len(short)).astype(np.uint16)
    owed = owed[np.lexsort((owed, short))]
    quantity, borrowed = (_lots(rng, len(held)) for held in (contracts, owed))
    ratios = np.array([0, 5000, 8000, 10_000, 12_000], np.uint16)
    found = Partition(
        Accounts(
            rng.integers(-(10**6), 10**9, count),
            rng.integers(0, 10**6, count) * (rng.random(count) < 0.7),
            position_offsets,
            contract_offsets,
        ),
        Positions(positions, _lots(rng, len(positions))),
        Contracts(contracts, quantity, _cost(rng, quantity, marks.price[contracts]), rng.choice(ratios, len(contracts))),
        Shorts(short, owed, borrowed, _cost(rng, borrowed, marks.price[owed]), rng.choice(ratios, len(short))),
        OtherCollateral(other, rng.integers(1, 10**8, len(other))),
    )
    values, near = revalue(found, marks, lines), rng.random(count) < 0.25
    wanted = np.array([lines.withdrawal, lines.warning, lines.call, lines.immediate, lines.cure_target])[
        rng.integers(0, 5, count)
    ]
    missing = values.debt * wanted[:, 0] // wanted[:, 1] - values.assets
    cash = found.accounts.cash + near * (missing // 10 + rng.integers(-1, 2, count))
    return replace(found, accounts=found.accounts._replace(cash=cash))


def _securities(rng: np.random.Generator, count: Column) -> tuple[Column, Column]:
    """Securities of each account, in order, with the offsets."""
    offsets = np.concatenate(([0], np.cumsum(count))).astype(np.uint32)
    owner = np.repeat(np.arange(len(count)), count.astype(np.int64))
    drawn = rng.integers(0, SECURITIES, len(owner))
    return (np.sort(owner * SECURITIES + drawn) % SECURITIES).astype(np.uint16), offsets


def _lots(rng: np.random.Generator, count: int) -> Column:
    return np.exp(rng.uniform(0, 11, count)).astype(np.uint32)


def _cost(rng: np.random.Generator, quantity: Column, price: Column) -> Column:
    """What they were bought or sold for, in fen: gains and losses alike."""
    return (quantity * price * rng.uniform(0.5, 1.7, len(quantity)) / 10).astype(np.int64)


def task(on: date, netting: Netting, number: int, count: int) -> tuple[Comparison, str]:
    """Compare some accounts; the market is that of the day, whoever asks."""
    found = replace(_terms(on), netting=netting)
    marks = market(on, np.random.default_rng([on.toordinal(), 0]))
    compared = compare(
        accounts_of(np.random.default_rng([on.toordinal(), 1, number]), count, marks, Lines.of(found)), marks, found
    )
    return compared, "" if compared.first is None else f"{on} {netting}, batch {number}: {compared.first}"


def _terms(on: date) -> Terms:
    return agreed_terms(Rulebook.load().at(on))


def compared(accounts: int, dates: list[date], processes: int) -> Iterator[tuple[date, Netting, Comparison, str]]:
    """By date and netting: all batches added up, and the first difference of any."""
    batches = [(number, min(BATCH, accounts - begin)) for number, begin in enumerate(range(0, accounts, BATCH))]
    with ProcessPoolExecutor(processes) as pool:
        for on, netting in product(dates, get_args(Netting)):
            total, first = Comparison(), ""
            for found, sentence in pool.map(task, *zip(*((on, netting, *batch) for batch in batches), strict=True)):
                total.accounts += found.accounts
                total.greatest = {name: max(total.greatest[name], found.greatest[name]) for name in MONEY}
                total.zones_differ += found.zones_differ
                total.ratios_differ += found.ratios_differ
                total.largest_differ += found.largest_differ
                first = first or sentence
            yield on, netting, total, first


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--dates", type=date.fromisoformat, nargs="+", default=list(DATES))
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    start, rows = time.perf_counter(), []
    for on, netting, total, first in compared(given.accounts, given.dates, given.processes):
        worst = max(MONEY, key=lambda name: total.greatest[name])
        rows.append({"on": f"{on}", "netting": netting, "accounts": total.accounts, "greatest_difference_yuan": f"{total.greatest[worst]:f}",
                     "field": worst if total.greatest[worst] else "", "zones_differ": total.zones_differ,
                     "ratios_differ": total.ratios_differ, "largest_differ": total.largest_differ, "first": first})  # fmt: skip
    taken = time.perf_counter() - start
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    if given.json:
        print(json.dumps({"machine": machine, "s": taken, "fields": len(MONEY), "rows": rows}, ensure_ascii=False))
        return
    print(f"{machine}; {taken:.0f} s; {len(MONEY)} amounts of each account, at most 0.01 元 apart")
    print(
        f"{'date':<12}{'netting':<14}{'accounts':>9}  {'greatest difference':<21}{'other zone':>11}{'other ratio':>12}{'other largest':>14}"
    )
    for row in rows:
        print(f"{row['on']:<12}{row['netting']:<14}{row['accounts']:>9,}  {row['greatest_difference_yuan'] + ' 元':<21}"
              f"{row['zones_differ']:>11}{row['ratios_differ']:>12}{row['largest_differ']:>14}")  # fmt: skip
        if row["first"]:
            print(f"  first: {row['first']}")
    if any(
        row["first"] and (Decimal(str(row["greatest_difference_yuan"])) > Decimal("0.01") or row["zones_differ"]) for row in rows
    ):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
