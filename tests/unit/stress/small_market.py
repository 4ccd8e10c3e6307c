"""A market of a few real codes, for scenarios and policies; and accounts by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import numpy as np

from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.book.marks import MarkTable

DAY = date(2026, 1, 30)
SECURITIES = ("300750.SZ", "510300.SH", "600000.SH", "600519.SH", "688981.SH", "920099.BJ")
WIDTHS = (0.2, 0.1, 0.1, 0.1, 0.2, 0.3)


def market() -> MarkTable:
    """Six securities of five boards; 600000.SH is suspended, 688981.SH has a fair price of its own."""
    marks = {
        "300750.SZ": Mark(D("250.55"), D("0.65"), asset_class="other_a_share", industry="电力设备"),
        "510300.SH": Mark(D("4.123"), D("0.9"), asset_class="etf"),
        "600000.SH": Mark(D("8.05"), D("0.7"), asset_class="index_a_share", industry="银行", suspended=True),
        "600519.SH": Mark(D("1408.05"), D("0.7"), asset_class="index_a_share", industry="食品饮料"),
        "688981.SH": Mark(D("80.25"), D("0.5"), asset_class="other_a_share", industry="电子", fair_price=D(60)),
        "920099.BJ": Mark(D("15.55"), D("0.3"), asset_class="other_a_share", industry="电子"),
    }
    turnover = np.array([1e9, 5e8, 0.0, 4e9, 2e9, np.nan])
    return replace(MarkTable.of(marks, SECURITIES, DAY), limit_width=np.array(WIDTHS), turnover=turnover)


def financed(name: str, security: str, shares: int, owed: int, *, cash: int = 0, ratio: str = "1") -> CreditAccount:
    """An account with one margin purchase."""
    loan = FinancingContract("1", security, date(2025, 12, 1), D(shares), D(owed), D(ratio))
    return CreditAccount(name, cash=D(cash), financing=(loan,))


def accounts() -> list[CreditAccount]:
    """Called already; called by a fall of a tenth; far from it; short; without debt; all in one security."""
    short = ShortContract("1", "600519.SH", date(2025, 12, 1), D(100), D(140_000), D(1))
    return [
        financed("called", "688981.SH", 1000, 70_000),
        financed("near", "600519.SH", 100, 100_000),
        financed("far", "300750.SZ", 400, 20_000, cash=10_000, ratio="0.8"),
        CreditAccount("short", cash=D(200_000), shorts=(short,)),
        CreditAccount("free", cash=D(5000), collateral=(Holding("510300.SH", D(10_000)),)),
        replace(
            financed("mixed", "920099.BJ", 3000, 30_000), collateral=(Holding("600519.SH", D(20)), Holding("600000.SH", D(500)))
        ),
    ]
