"""How fast the exact account is: assessments, replays and the cold command, beside a float limit and akquant.

What runs in this process is measured in seconds of CPU, so on one core and whatever else the machine does; commands in seconds of
the wall clock. akquant is measured where it is installed, or in the interpreter that LIANGRONG_PEERS_PYTHON names.
Usage: ``python benchmarks/account.py [--json]``.
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

RUNS = 9
"""The median of nine survives four disturbed runs."""
BATCH = 40
"""Passes over the accounts in one run: long enough for the clock."""
ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT.parent / "shared" / "reference" / "worked_examples.json"
STOCK = "600000.SH"


@dataclass(frozen=True)
class Row:
    """One figure, its limit or peer, and how it stands to it."""

    what: str
    measured: float
    unit: str
    beside: str
    ratio: float | None


def cpu(work: Callable[[], object]) -> float:
    """The median CPU time of a call in seconds; the first call, which fills the caches, is not counted."""
    work()
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


# ── assessments


def generated() -> list[dict[str, Any]]:
    """Accounts like those of the reference, where that is absent: some hold, some owe, some are short."""

    def item(place: int, **more: str) -> dict[str, str]:
        return {"code": "ABCDE"[place % 5], "qty": f"{1000 * (place + 1)}", "price": f"{10 + place}", "haircut": "0.65", **more}

    return [
        {"id": f"G{number}", "title": "generated", "as_of": "2025-06-30", "investor": "general", "netting": "per_contract",
         "cash_incl_short_proceeds": "1000000", "accrued_interest_and_fees": "12.34",
         "collateral": [item(place) for place in range(number % 3)],
         "financing": [item(place + 1, opened="2025-06-30", purchase_price="11", margin_ratio="0.80") for place in range(number % 4)],
         "short": [{**item(4, opened="2025-06-30", sell_amount="60000", margin_ratio="1.00"), "qty_owed": "5000"}] * (number % 2)}
        for number in range(23)
    ]  # fmt: skip


def in_floats(cases: list[dict[str, Any]]) -> Callable[[], list[tuple[float, float]]]:
    """The two formulas alone, in floats, on numbers that are read already: as fast as plain Python can be, and not exact."""

    def numbers(rows: list[dict[str, str]], *names: str) -> list[tuple[float, ...]]:
        return [tuple(float(row[name]) for name in names) for row in rows]

    read = [
        (float(case["cash_incl_short_proceeds"]), float(case["accrued_interest_and_fees"]),
         numbers(case["collateral"], "qty", "price", "haircut"),
         numbers(case["financing"], "qty", "purchase_price", "price", "haircut", "margin_ratio"),
         numbers(case["short"], "qty_owed", "sell_amount", "price", "haircut", "margin_ratio"))
        for case in cases
    ]  # fmt: skip

    def work() -> list[tuple[float, float]]:
        found = []
        for cash, charges, collateral, financing, shorts in read:
            margin, assets, debt = cash - charges, cash, charges
            for quantity, price, ratio in collateral:
                assets += quantity * price
                margin += quantity * price * ratio
            for quantity, cost, price, ratio, held in financing:
                profit = quantity * (price - cost)
                assets += quantity * price
                debt += quantity * cost
                margin += profit * (ratio if profit >= 0 else 1) - quantity * cost * held
            for quantity, proceeds, price, ratio, held in shorts:
                profit = proceeds - quantity * price
                debt += quantity * price
                margin += profit * (ratio if profit >= 0 else 1) - proceeds - quantity * price * held
            found.append((margin, assets / debt if debt else float("inf")))
        return found

    return work


def assessments(path: Path) -> Iterator[Row]:
    """Accounts a second: valued, valued in floats, and read from the file and valued."""
    from liangrong.accounts.assess import assess
    from liangrong.services.accounts.files import AccountsRequest, opened

    cases = json.loads(path.read_text(encoding="utf-8"))
    accounts = opened(AccountsRequest(path))
    floats = in_floats(cases)
    exact = BATCH * len(accounts) / cpu(
        lambda: [assess(a.state.account, a.state.marks, a.terms) for _ in range(BATCH) for a in accounts])  # fmt: skip
    naive = BATCH * len(cases) / cpu(lambda: [floats() for _ in range(BATCH)])
    whole = len(accounts) / cpu(lambda: [assess(a.state.account, a.state.marks, a.terms) for a in opened(AccountsRequest(path))])
    yield Row(f"assess, {len(cases)} accounts of the examples", exact, "accounts/s", "at least 5,000", exact / 5000)
    yield Row("the two formulas alone, in floats", naive, "accounts/s", "of assess", naive / exact)
    yield Row("read the file, check, complete and assess", whole, "accounts/s", "of assess", whole / exact)


# ── ledgers


def ledger(contracts: int) -> tuple[Any, list[Any]]:
    """A thousand events over 500 sessions: contracts opened five a day, rolled over every hundred sessions, deposits, clearings."""
    from liangrong.accounts import events as ev
    from liangrong.accounts.marks import Mark
    from liangrong.accounts.state import AccountState, CreditAccount
    from liangrong.core.calendar import mainland
    from liangrong.rules.rulebook import Rulebook

    codes = [f"60{number:04d}.SH" for number in range(20)]
    days = mainland().between(date(2024, 1, 2), date(2026, 3, 31))[:500]
    orders: dict[date, list[Any]] = {day: [] for day in days}
    for number in range(contracts):
        buy = ev.FinancingBuy(on=days[number // 5], security=codes[number % 20], quantity=Decimal(100), price=Decimal(20), rate=Decimal("0.065"),
                              contract_id=f"{number}")  # fmt: skip
        orders[buy.on].append(buy)
        for day in days[number // 5 + 100 :: 100][:4]:
            orders[day].append(ev.Rollover(on=day, contract_id=f"{number}"))
    for day in days[: 500 - 5 * contracts]:
        orders[day].append(ev.Deposit(on=day, amount=Decimal(100)))
    happened: list[Any] = []
    for place, day in enumerate(days):
        prices = {code: Decimal(20) + Decimal((place * 7 + number) % 11 - 5) / 10 for number, code in enumerate(codes)}
        happened += [*orders[day], ev.Clearing(on=day, prices=prices)]
    start = AccountState(
        days[0],
        CreditAccount(cash=Decimal(10_000_000)),
        {code: Mark(Decimal(20), Decimal("0.65")) for code in codes},
        Rulebook.load(),
    )
    return start, happened


def replays() -> Iterator[Row]:
    """Seconds of a thousand events, with few and with many open contracts."""
    from liangrong.accounts.ledger.fold import replay

    for contracts in (10, 100):
        start, happened = ledger(contracts)
        taken = cpu(lambda start=start, happened=happened: [None for _ in replay(start, happened)])
        yield Row(f"replay of {len(happened):,} events, {contracts} open contracts", taken, "s", "below 1 s", taken)


# ── the command


def cold(path: Path) -> Iterator[Row]:
    """Seconds of the command in a new interpreter, by the wall clock and of CPU; its modules are compiled, as after a first use."""
    command = [sys.executable, "-m", "liangrong", "account", "assess", str(path)]
    (idle, _), (taken, busy) = (spent(words) for words in ([sys.executable, "-c", "pass"], command))
    yield Row("liangrong account assess FILE, cold", taken, "s", "below 0.8 s", taken / 0.8)
    yield Row("the same, CPU time", busy, "s", "below 0.8 s", busy / 0.8)
    yield Row("python -c pass", idle, "s", "of the command", idle / taken)


def spent(command: Sequence[str]) -> tuple[float, float]:
    """The median wall and CPU time of a command; its first run, which fills the caches, is not counted."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        compiled["PYTHONPYCACHEPREFIX"] = folder
        for _ in range(RUNS + 1):
            start, before = time.perf_counter(), os.times()
            subprocess.run(command, check=True, capture_output=True, env=compiled)
            wall, after = time.perf_counter() - start, os.times()
            taken.append((wall, after.children_user + after.children_system - before.children_user - before.children_system))
    walls, busy = zip(*taken[1:], strict=True)
    return statistics.median(walls), statistics.median(busy)


# ── a peer

PEER = """
import json, statistics, sys, time
sys.path.insert(0, sys.argv[1])
from akquant_driver import answer
question = json.load(sys.stdin)
taken = []
for _ in range(int(sys.argv[2]) + 1):
    start = time.process_time()
    answer(question)
    taken.append(time.process_time() - start)
print("\\n" + json.dumps(statistics.median(taken[1:])))
"""


def peer() -> Iterator[Row]:
    """Sessions a second of an account with one purchase, read at each close: ours, and akquant's where it can be had."""
    from liangrong.accounts import events as ev
    from liangrong.accounts.assess import assess
    from liangrong.accounts.ledger.fold import apply
    from liangrong.accounts.marks import Mark
    from liangrong.accounts.state import AccountState, CreditAccount
    from liangrong.core.calendar import mainland
    from liangrong.rules.rulebook import Rulebook

    days = mainland().between(date(2024, 1, 2), date(2026, 3, 31))[:500]
    prices = [f"{10 + (place % 9 - 4) / 10:.2f}" for place in range(500)]

    def ours() -> None:
        state = AccountState(
            days[0], CreditAccount(cash=Decimal(100_000)), {STOCK: Mark(Decimal(10), Decimal("0.65"))}, Rulebook.load()
        )
        state = apply(
            state, ev.FinancingBuy(on=days[0], security=STOCK, quantity=Decimal(10_000), price=Decimal(10), rate=Decimal("0.08"))
        ).state
        for day, price in zip(days, prices, strict=True):
            state = apply(state, ev.MarketUpdate(on=day, prices={STOCK: Decimal(price)})).state
            assess(state.account, state.marks, state.terms)
            state = apply(state, ev.Clearing(on=day)).state

    rate = len(days) / cpu(ours)
    question = {"sessions": [f"{day}" for day in days], "prices": [float(price) for price in prices], "buys": {f"{days[0]}": 20_000},
                "cash": 100_000.0, "initial_ratio": 0.5, "maintenance_ratio": 0.1, "rate": 0.08}  # fmt: skip
    interpreter = sys.executable if find_spec("akquant") else os.environ.get("LIANGRONG_PEERS_PYTHON")
    yield Row("one account, 500 sessions", rate, "sessions/s", "", None)
    if not interpreter:
        return
    command = [interpreter, "-c", PEER, str(ROOT / "tests" / "differential"), f"{RUNS}"]
    done = subprocess.run(command, input=json.dumps(question), capture_output=True, text=True)
    if done.returncode == 0:
        theirs = len(days) / float(done.stdout.splitlines()[-1])
        yield Row("the same in akquant, its whole run in floats and Rust", theirs, "sessions/s", "of ours", theirs / rate)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = EXAMPLES
        if not path.is_file():
            path = Path(folder) / "accounts.json"
            path.write_text(json.dumps(generated()), encoding="utf-8")
        rows = [*assessments(path), *replays(), *cold(path), *peer()]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    if arguments.json:
        print(json.dumps({"machine": machine, "runs": RUNS, "rows": [vars(row) for row in rows]}))
        return
    print(f"{machine}; medians of {RUNS}")
    print(f"{'what':<56}{'measured':>12} {'unit':<12}{'ratio':>8}  to")
    for row in rows:
        shown = f"{row.measured:,.0f}" if row.measured >= 10 else f"{row.measured:.3f}"
        print(f"{row.what:<56}{shown:>12} {row.unit:<12}{'' if row.ratio is None else f'{row.ratio:.2f}':>8}  {row.beside}")


if __name__ == "__main__":
    main()
