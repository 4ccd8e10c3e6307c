"""A small book that has everything: shorts, other collateral, terms, names, an account with nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import numpy as np

from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.book.columns import Book, Column, Partition
from liangrong.book.compile import partition_of
from liangrong.book.marks import MarkTable
from liangrong.rules.parameters import INVESTORS

DAY = date(2026, 1, 30)
SECURITIES = ("600519.SH", "000001.SZ", "510300.SH")
MADE = {"seed": 7, "parameters": {"加权": "0.5"}}


def marks() -> MarkTable:
    prices = ("1400.25", "11.08", "4.731")
    return MarkTable.of(
        {name: Mark(Decimal(price), Decimal("0.65"), industry="食品饮料" if name == "600519.SH" else "",
                    fair_price=Decimal(10) if name == "000001.SZ" else None)
         for name, price in zip(SECURITIES, prices, strict=True)},
        SECURITIES, DAY,
    )  # fmt: skip


def accounts(seed: int, count: int) -> Iterator[CreditAccount]:
    draw = np.random.default_rng(seed)
    for number in range(count):
        held, bought, sold = (int(k) for k in draw.integers(0, 4, 3))
        shares = [Decimal(int(q)) * 100 for q in draw.integers(1, 500, 6)]
        day = date(2025, 9, 1)
        yield CreditAccount(
            account_id=f"账户{seed}-{number}",
            investor=INVESTORS[1] if number % 3 == 0 else INVESTORS[0],
            cash=Decimal(int(draw.integers(0, 10**9))) / 100,
            collateral=tuple(Holding(name, q) for name, q in zip(SECURITIES[:held], shares, strict=False)),
            financing=tuple(
                FinancingContract(f"f{k}", SECURITIES[k], day, shares[k], shares[k] * 10, Decimal("0.8"), Decimal("0.0835"), None)
                for k in range(bought)
            ),
            shorts=tuple(ShortContract(f"s{k}", SECURITIES[k], day, shares[k], shares[k] * 9, Decimal(1)) for k in range(sold // 3)),
            charges=Decimal(number) / 100,
            other_collateral=Decimal(1000) if number % 5 == 0 else Decimal(0),
            credit_line=Decimal(10**6) if number % 2 else None,
        )  # fmt: skip


def partitions(*sizes: int) -> list[Partition]:
    found, first = [], 0
    for seed, size in enumerate(sizes):
        found.append(partition_of(accounts(seed, size), SECURITIES, first=first))
        first += size
    return found


def small_book(*sizes: int) -> Book:
    return Book(DAY, SECURITIES, partitions(*(sizes or (7, 0, 5))), "synthetic")


def columns_of(partition: Partition) -> dict[str, Column]:
    """Every column by a name."""
    tables = {name: getattr(partition, name)._asdict() for name in ("accounts", "positions", "contracts", "shorts", "others")}
    return {f"{table}.{name}": column for table, found in tables.items() for name, column in found.items()} | dict(
        partition.terms
    )


def assert_same(one: Partition, other: Partition) -> None:
    mine, yours = columns_of(one), columns_of(other)
    assert mine.keys() == yours.keys()
    for name in mine:
        assert mine[name].dtype == yours[name].dtype, name
        np.testing.assert_array_equal(mine[name], yours[name], name)
    assert (one.first, list(one.names)) == (other.first, list(other.names))
