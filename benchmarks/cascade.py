"""The deleveraging cascade: how long it takes on a country's book, and what it must show.

The book is made here by a seed: heavy-tailed popularity of securities, maintenance ratios around 270 %, every account in debt.
Usage: ``python benchmarks/cascade.py [--accounts N] [--sessions N] [--fall X] [--json]``; ``--shows`` for conservation, the end without
impact, the screening, more and less impact, price limits on and off; ``--leverage`` for the tail indices of Thurner, Farmer &
Geanakoplos (2012).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

DAY = date(2026, 1, 30)
SECURITIES = 5500
PARTITION = 1_000_000
POSITIONS, CONTRACTS = 4.09, 1.98
"""Rows an account: 64 million positions and 31 million contracts of 15.64 million accounts."""
TURNOVER = 2e12 / 15.64e6
"""Yuan a session and account, all securities: the level of January 2026. A smaller book trades in a smaller market."""
TARGET_S = 2.5
PUBLISHED = {1: 5.6, 2: 4.3, 4: 3.0, 6: 2.4, 8: 2.2, 10: 2.2}
"""Maximum leverage to tail index: Thurner, Farmer & Geanakoplos (2012)."""


def made_market(accounts: int, seed: int = 1) -> Any:
    """Securities with heavy-tailed turnover."""
    from liangrong.book.marks import MarkTable

    draw = np.random.default_rng([seed, 0])
    price = draw.integers(300, 8000, SECURITIES) * 10
    weight = draw.pareto(1.3, SECURITIES) + 0.2
    return MarkTable(
        on=DAY,
        securities=tuple(f"{600000 + n}.SH" for n in range(SECURITIES)),
        price=price,
        fair_price=price,
        conversion_ratio=draw.integers(30, 66, SECURITIES) * 100,
        previous_close=price,
        limit_width=np.where(draw.random(SECURITIES) < 0.3, 0.2, 0.1),
        suspended=np.zeros(SECURITIES, bool),
        turnover=accounts * TURNOVER * weight / weight.sum(),
        volatility=draw.uniform(0.015, 0.045, SECURITIES),
        industry=np.zeros(SECURITIES, np.uint16),
        industries=("",),
        asset_class=("",) * SECURITIES,
    )


def made_partition(market: Any, accounts: int, first: int, seed: int = 1) -> Any:
    """Accounts of one partition: 166,000 元 of debt on average, ratios of 1.45 and more."""
    from liangrong.book.columns import Accounts, Contracts, OtherCollateral, Partition, Positions, Shorts

    draw = np.random.default_rng([seed, 1, first])
    popularity = np.cumsum(market.turnover) / market.turnover.sum()

    def rows(mean: float) -> tuple[Any, Any, Any]:
        counts = 1 + draw.poisson(mean - 1, accounts)
        owner = np.repeat(np.arange(accounts, dtype=np.uint32), counts)
        security = np.searchsorted(popularity, draw.random(len(owner))).astype(np.uint16)
        return np.append(0, np.cumsum(counts)).astype(np.uint32), owner, security

    debt = draw.lognormal(10.9, 1.4, accounts)
    ratio = 1.45 + draw.lognormal(-0.1, 0.8, accounts)
    c_offsets, c_owner, c_security = rows(CONTRACTS)
    p_offsets, p_owner, p_security = rows(POSITIONS)
    c_share, p_share = draw.random(len(c_owner)) + 0.05, draw.random(len(p_owner)) + 0.05
    c_share /= np.add.reduceat(c_share, c_offsets[:-1].astype(int))[c_owner]
    p_share /= np.add.reduceat(p_share, p_offsets[:-1].astype(int))[p_owner]
    price = market.price / 1000
    owed = debt[c_owner] * c_share
    c_quantity = owed * draw.uniform(0.9, 1.15, len(owed)) / price[c_security]
    held = np.add.reduceat(c_quantity * price[c_security], c_offsets[:-1].astype(int))
    own = np.maximum(debt * ratio - held, 0)
    cash = np.where(draw.random(accounts) < 0.5, own * 0.1, 0)
    p_quantity = (own - cash)[p_owner] * p_share / price[p_security]
    none = np.zeros(0, np.uint32)
    return Partition(
        Accounts((cash * 100).astype(np.int64), (debt * 0.4).astype(np.int64), p_offsets, c_offsets),
        Positions(p_security, (p_quantity + 0.5).astype(np.uint32)),
        Contracts(
            c_security, (c_quantity + 0.5).astype(np.uint32), (owed * 100).astype(np.int64), np.full(len(owed), 10_000, np.uint16)
        ),
        Shorts(none, none.astype(np.uint16), none, none.astype(np.int64), none.astype(np.uint16)),
        OtherCollateral(none, none.astype(np.int64)),
        first,
    )


def made_book(accounts: int, market: Any) -> Any:
    """A book in partitions of a million accounts."""
    from liangrong.book.columns import Book

    firsts = range(0, accounts, PARTITION)
    parts = tuple(made_partition(market, min(PARTITION, accounts - first), first) for first in firsts)
    return Book(DAY, market.securities, parts, "synthetic")


def blow(market: Any, fall: float) -> Any:
    """The market after a uniform fall, its limits starting from there."""
    from liangrong.stress.scenarios.prices import repriced

    fallen = repriced(market, np.full(market.size, -fall))
    return replace(fallen, previous_close=fallen.price)


def terms_of_day() -> Any:
    """Terms of the rulebook on the day of the book."""
    from liangrong.accounts.terms import agreed_terms
    from liangrong.rules.rulebook import Rulebook

    return agreed_terms(Rulebook.load().at(DAY))


def peak_rss_gb() -> float:
    """The most memory this process has had; ``ru_maxrss`` would begin with the memory of whoever started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 2**20


def timed(accounts: int, sessions: int, fall: float) -> dict[str, Any]:
    """How long a cascade of so many sessions takes, kernels compiled; sales go on through all of them."""
    from liangrong.stress.cascade.parameters import Parameters
    from liangrong.stress.cascade.rounds import cascade

    market, terms = made_market(accounts), terms_of_day()
    parameters = Parameters(momentum=0.02)
    cascade(made_book(1000, market), market, blow(market, fall), terms, parameters=parameters, sessions=2)
    book = made_book(accounts, market)
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        path = cascade(book, market, blow(market, fall), terms, parameters=parameters, sessions=sessions)
        taken.append(time.perf_counter() - begun)
    last = path.rows[-1]
    return {
        "accounts": accounts,
        "positions": sum(len(p.positions.security) for p in book.partitions),
        "contracts": sum(len(p.contracts.security) for p in book.partitions),
        "sessions": last.session,
        "s": min(taken),
        "s_at_15_64_m": min(taken) * 15.64e6 / accounts,
        "visited_share": sum(path.visited) / accounts / len(path.rows),
        "accounts_called": sum(row.called for row in path.rows),
        "sold_yuan": float(path.total_sold),
        "index_trough": path.trough,
        "peak_rss_gb": peak_rss_gb(),
    }


def shown(accounts: int, fall: float) -> Iterator[tuple[str, str, bool]]:
    """What a cascade must show: what, the figures, and whether it holds."""
    from liangrong.stress.cascade.parameters import Parameters
    from liangrong.stress.cascade.rounds import cascade

    market, terms = made_market(accounts), terms_of_day()
    book = made_book(accounts, market)

    def path(start: Any = None, *, at: Any = terms, screening: bool = True, **assumed: Any) -> Any:
        begun = blow(market, fall) if start is None else start
        return cascade(book, market, begun, at, parameters=Parameters(**assumed), screening=screening, sessions=60)

    at_once = replace(terms, cure_deadline_sessions=0, liquidation_start_sessions=1)
    still = path(at=at_once, impact_coefficient=0.0, participation=100.0)
    yield "sessions with sales, no impact", f"{sum(row.sold > 0 for row in still.rows)}", still.last_sale == 1 and still.settled
    full = path()
    lost = max(abs(row.sold - row.repaid - row.kept) for row in full.rows)
    drift = max(
        abs(one.debt - two.debt - two.repaid - two.own_cash_repaid) for one, two in zip(full.rows, full.rows[1:], strict=False)
    )
    priced = max(
        abs(int(shares @ prices) - int(row.sold * 1000))
        for row, shares, prices in zip(full.rows, full.sold_shares, full.prices, strict=True)
    )
    yield "value lost: sold, debt, by security (元)", f"{lost}, {drift}, {priced / 1000}", max(lost, drift, priced) == 0
    whole = path(screening=False)
    equal = whole.rows == full.rows and bool((whole.prices == full.prices).all())
    yield "accounts valued with and without screening", f"{sum(full.visited):,}, {sum(whole.visited):,}", equal
    yield "lowest and highest price of all (元)", f"{full.prices.min() / 1000}, {full.prices.max() / 1000}", full.prices.min() > 0
    worth = [int((p.sold_shares @ market.price).sum()) / 1e3 for p in (path(impact_coefficient=c) for c in (0.0, 0.5, 1.0, 2.0))]
    yield "sold at first prices, impact 0, ½, 1, 2 (元)", ", ".join(f"{one:.4g}" for one in worth), worth == sorted(worth)
    thin = market.turnover < np.quantile(market.turnover, 0.3)
    stormy = replace(
        blow(market, fall),
        volatility=np.where(thin, 0.3, market.volatility),
        conversion_ratio=np.where(thin, 1000, market.conversion_ratio),
    )
    on, off = (path(stormy, price_limits=limits, participation=100.0, cure_probability=0.0) for limits in (True, False))
    away = [float((p.sold_shares * ~p.at_limit * p.prices)[:, ~thin].sum()) / 1e3 for p in (on, off)]
    yield "sold of liquid stocks, limits on and off (元)", f"{away[0]:.4g}, {away[1]:.4g}", away[0] > away[1]
    first = off.last_sale and int(np.flatnonzero(off.sold_shares[:, thin].sum(axis=1))[0])
    falls = [float((p.prices[min(first, len(p.prices) - 1), thin] / market.price[thin]).mean()) for p in (on, off)]
    yield "thin stocks at the first sale, on and off", f"{falls[0]:.4f}, {falls[1]:.4f}", falls[0] > falls[1]


def leveraged() -> Iterator[tuple[str, str, bool]]:
    """Tail index by maximum leverage beside the published one."""
    from liangrong.stress.cascade.leverage_cycle import simulate_returns, tail_index

    last = np.inf
    for leverage, published in PUBLISHED.items():
        found = simulate_returns(leverage)
        index = tail_index(found.losses)
        holds = abs(index / published - 1) <= 0.15 and index < last
        yield f"maximum leverage {leverage}", f"{index:.2f}, published {published}, funds failed {found.failures}", holds
        last = index


def main() -> int:
    """Run what was asked for and print it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--accounts", type=int, default=15_640_000)
    asked.add_argument("--sessions", type=int, default=20)
    asked.add_argument("--fall", type=float, default=0.2)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--shows", action="store_true")
    asked.add_argument("--leverage", action="store_true")
    options = asked.parse_args()
    if options.shows or options.leverage:
        rows = leveraged() if options.leverage else shown(min(options.accounts, 500_000), options.fall)
        held = []
        for what, figures, holds in rows:
            print(f"{'holds' if holds else 'FAILS':>6}  {what:<46} {figures}", flush=True)
            held.append(holds)
        return 0 if all(held) else 1
    found = timed(options.accounts, options.sessions, options.fall)
    if options.json:
        print(json.dumps(found))
        return 0
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}")
    for name, value in found.items():
        print(f"{name:>18}  {value:,.4g}" if isinstance(value, float) else f"{name:>18}  {value:,}")
    print(f"{'of target':>18}  {found['s_at_15_64_m'] / TARGET_S:.2f} × ({TARGET_S} s for 20 rounds on 15.64 M accounts)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
