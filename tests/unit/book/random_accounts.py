"""Accounts of every kind, by a seed: what the book must value as ``accounts`` does. Shared by the tests of the book."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import numpy as np

from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import agreed_terms
from liangrong.book.columns import Partition
from liangrong.book.compile import partition_of
from liangrong.book.lines import Lines
from liangrong.book.marks import MarkTable
from liangrong.rules.rulebook import Rulebook

DAY = date(2026, 1, 30)
SECURITIES = tuple(f"60{number:04d}.SH" for number in range(14))
BOOK = Rulebook.load()
LINES = ("withdrawal_line", "warning_line", "call_line", "immediate_line", "cure_target")


def random_marks(seed: int, on: date = DAY) -> MarkTable:
    """Marks with all that is odd: a price of one 厘, nothing counted as margin, fair prices above and below, suspension."""
    rng = np.random.default_rng(seed)
    marks = {
        security: Mark(
            price=D(int(rng.integers(500, 90_000))) / 1000,
            conversion_ratio=D(int(rng.integers(0, 10_001))) / 10_000,
            previous_close=D(int(rng.integers(500, 90_000))) / 1000,
            industry=("银行", "电子", "")[number % 3],
        )
        for number, security in enumerate(SECURITIES)
    }
    odd = {0: {"conversion_ratio": D(0)}, 1: {"price": D("0.001")}, 2: {"fair_price": D("1.234"), "suspended": True},
           3: {"fair_price": D("99.999")}, 4: {"conversion_ratio": D(1)}}  # fmt: skip
    for number, more in odd.items():
        old = marks[SECURITIES[number]]
        kept = {"price": old.price, "conversion_ratio": old.conversion_ratio, "industry": old.industry, "suspended": False} | more
        marks[SECURITIES[number]] = Mark(**kept)
    return MarkTable.of(marks, SECURITIES, on)


def random_accounts(seed: int, count: int, marks: MarkTable, on: date = DAY) -> list[CreditAccount]:
    """Accounts long, short, without debt, without assets, with more debt than assets, and exactly on each line."""
    rng, prices = np.random.default_rng(seed), marks.marks()
    lines = [getattr(agreed_terms(BOOK.at(on)), name) for name in LINES]
    return [_account(rng, number, prices, lines) for number in range(count)]


def _account(rng: np.random.Generator, number: int, prices: dict[str, Mark], lines: list[D]) -> CreditAccount:
    def some(most: int) -> list[str]:
        return [SECURITIES[place] for place in rng.choice(len(SECURITIES), rng.integers(0, most + 1))]

    def shares() -> D:
        return D(int(rng.integers(1, 300)) * 100)

    def fen(most: int) -> D:
        return D(int(rng.integers(0, most * 100))) / 100

    kind = number % 8
    ratios = [D("0.5"), D("0.8"), D(1), D("1.2")]
    opened = date(2015, 1, 5)
    financing = tuple(
        FinancingContract(f"{place}", security, opened, quantity, round(quantity * prices[security].price * _factor(rng), 2),
                          ratios[rng.integers(4)])
        for place, security in enumerate(some(4))
        for quantity in [shares()]
    )  # fmt: skip
    shorts = tuple(
        ShortContract(f"{place}", security, opened, quantity, round(quantity * prices[security].price * _factor(rng), 2),
                      ratios[rng.integers(4)])
        for place, security in enumerate(some(2) if kind in (1, 6) else [])
        for quantity in [shares()]
    )  # fmt: skip
    account = CreditAccount(
        f"a{number}",
        cash=fen(200_000) + sum((short.proceeds for short in shorts), D(0)),
        collateral=tuple(Holding(security, shares()) for security in sorted(set(some(5)))),
        financing=() if kind == 2 else financing,
        shorts=shorts,
        charges=D(0) if kind == 2 else fen(500),
        other_collateral=fen(50_000) if kind in (3, 6) else D(0),
    )
    if kind == 4:
        return CreditAccount(
            f"a{number}", charges=fen(500), financing=(FinancingContract("1", SECURITIES[5], opened, D(0), fen(9999), D(1)),)
        )
    if kind == 5:
        return _on_a_line(rng, f"a{number}", prices, lines)
    return account


def _factor(rng: np.random.Generator) -> D:
    """What a contract was opened at, as a share of the price of now: gains and losses alike."""
    return D(int(rng.integers(60, 160))) / 100


def _on_a_line(rng: np.random.Generator, name: str, prices: dict[str, Mark], lines: list[D]) -> CreditAccount:
    """Assets are a line times the debt to the last digit, or one fen beside it."""
    security = SECURITIES[int(rng.integers(5, len(SECURITIES)))]
    loan = FinancingContract("1", security, date(2015, 1, 5), D(1000), D(int(rng.integers(1, 40))) * 10_000, D(1))
    wanted = lines[rng.integers(len(lines))] * loan.principal + D(int(rng.integers(-1, 2))) / 100
    return CreditAccount(name, cash=wanted - loan.quantity * prices[security].price, financing=(loan,))


def random_partition(seed: int, count: int, marks: MarkTable) -> Partition:
    return partition_of(random_accounts(seed, count, marks), SECURITIES)


def lines_on(on: date = DAY) -> Lines:
    return Lines.of(agreed_terms(BOOK.at(on)))
