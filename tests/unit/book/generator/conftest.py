"""A small country, made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from liangrong.accounts.marks import Mark
from liangrong.book.generator.generator import Generator
from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.targets import History, Targets
from liangrong.book.marks import MarkTable
from liangrong.core.calendar import Calendar

DAY = date(2026, 1, 30)
SECURITIES = ("000001.SZ", "300750.SZ", "510300.SH", "600000.SH", "600519.SH", "601318.SH", "688981.SH", "920799.BJ")
PRICES = ("10.83", "350.00", "4.711", "9.99", "1401.00", "66.75", "122.97", "15.60")


@pytest.fixture(scope="session")
def country(calendar: Calendar) -> Targets:
    """Eight securities, 6,000 accounts, 700 of them in debt, and a year of history in which prices have moved."""
    industries = ["银行", "电力设备", "", "银行", "食品饮料", "非银金融", "电子", ""]
    marks = {
        code: Mark(Decimal(price), Decimal("0.6"), industry=industry)
        for code, price, industry in zip(SECURITIES, PRICES, industries, strict=True)
    }
    table = MarkTable.of(marks, SECURITIES, DAY)
    days = calendar.between(calendar.back(DAY, 249), DAY)
    steps = np.random.default_rng(1).normal(0, 0.02, (len(days), len(SECURITIES)))
    steps[-1] = 0
    path = np.exp(np.cumsum(steps[::-1], axis=0))[::-1]
    prices = np.round(path * table.price / 10).astype(np.int32) * 10
    prices[-1] = table.price
    prices[:200, 6] = 0
    balance = np.array([9e9, 3e10, 2e9, 5e9, 4e10, 3e10, 2e10, 1.000_000_01e8]).astype(np.int64) + 7
    return Targets(
        marks=table,
        accounts=6000,
        borrowers=700,
        institutions=60,
        financing_balance=balance,
        short_quantity=np.array([10_000, 0, 500_000, 0, 700, 12_345, 99, 0]),
        maintenance_ratio=2.9,
        collateral_value=round(float(balance.sum()) * 2.9 * 1.15),
        collateral_cash=round(float(balance.sum()) * 2.9 * 0.08),
        preference=np.array([1.0, 2, 1, 1, 3, 2, 2, 0.1]),
        history=History(days=days, buys=np.full(len(days), 8.0), balances=np.full(len(days), 100.0), prices=prices),
    )


@pytest.fixture
def generated(country: Targets) -> Callable[..., Generator]:
    """Return a generator of the country in three partitions, with other targets or parameters where given."""

    def make(*, seed: int = 7, partition_size: int = 2000, parameters: Parameters | None = None, **changes: Any) -> Generator:
        return Generator(replace(country, **changes), parameters or Parameters(), seed, partition_size)

    return make
