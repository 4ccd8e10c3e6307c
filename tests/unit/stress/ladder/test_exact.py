"""The ladder of a book against each of its accounts by itself."""

from datetime import date
from decimal import Decimal as D

import numpy as np
import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding
from liangrong.accounts.terms import agreed_terms
from liangrong.book.columns import Book
from liangrong.book.compile import partition_of
from liangrong.book.lines import Lines
from liangrong.book.marks import MarkTable
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.estimation.estimate import REACHED
from liangrong.stress.ladder.exact import exact_ladder

DAY = date(2026, 1, 30)
SECURITIES = ("600519.SH", "000001.SZ")
MARKS = {"600519.SH": Mark(D(100), D("0.7")), "000001.SZ": Mark(D(10), D("0.65"))}
FALLS = (0.0, 0.2, 0.35, 0.6)
TERMS = agreed_terms(Rulebook.load().at(DAY))


def account(number):
    random = np.random.default_rng(number)
    security = SECURITIES[number % 2]
    quantity = int(random.integers(1, 40)) * 100
    owed = D(quantity) * MARKS[security].price * D(int(random.integers(80, 120))) / 100
    held = Holding(SECURITIES[(number + 1) % 2], D(int(random.integers(0, 30)) * 100))
    loan = FinancingContract("1", security, DAY, D(quantity), owed.quantize(D("0.01")), D(1))
    return CreditAccount(cash=D(int(random.integers(0, 5000))), collateral=(held,), financing=(loan,))


def sold_by_hand(accounts, fall):
    """Own cash repays first, then rule F-10, at most all that is held."""
    total, target = 0.0, float(TERMS.cure_target)
    for one in accounts:
        held = sum(float(h.quantity * MARKS[h.security].price) for h in (*one.collateral, *one.financing)) * (1 - fall)
        debt, cash = float(one.financing[0].principal), float(one.cash)
        if held + cash < float(TERMS.call_line) * debt:
            total += min(max((target * max(debt - cash, 0) - held) / (target - 1), 0), held)
    return total


def test_every_rung_is_the_sum_of_the_accounts():
    accounts = [account(number) for number in range(40)]
    parts = [partition_of(accounts[:15], SECURITIES), partition_of(accounts[15:], SECURITIES, first=15)]
    table = MarkTable.of(MARKS, SECURITIES, DAY)
    found = exact_ladder(Book(on=DAY, securities=SECURITIES, partitions=parts, origin="synthetic"), table, Lines.of(TERMS), FALLS)
    lines = {"warning_debt": TERMS.warning_line, "call_debt": TERMS.call_line, "immediate_debt": TERMS.immediate_line}
    for place, fall in enumerate(FALLS):
        moved = {name: Mark(mark.price * D(str(1 - fall)), mark.conversion_ratio) for name, mark in MARKS.items()}
        ratios = [assess(one, moved, TERMS).maintenance_ratio for one in accounts]
        for name, line in lines.items():
            wanted = {security: D(0) for security in SECURITIES}
            for one, ratio in zip(accounts, ratios, strict=True):
                for loan in one.financing:
                    wanted[loan.security] += loan.principal if ratio < line else D(0)
            assert found.amounts[0, :, place, REACHED.index(name)] == pytest.approx([float(v) for v in wanted.values()])
    assert found.balance.sum() == pytest.approx(float(sum(one.financing[0].principal for one in accounts)))
    sold = found.amounts[0, :, :, REACHED.index("forced_sale")].sum(axis=0)
    assert sold == pytest.approx([sold_by_hand(accounts, fall) for fall in FALLS], abs=len(accounts) * 2 * 100)
    assert sold.max() > 1e6
    frame = found.grouped(dict.fromkeys(SECURITIES, "market")).frame()
    assert frame["low"].to_list() == frame["high"].to_list()
    assert frame["group"].unique().to_list() == ["market"]
    call = frame.filter(measure="call_debt", fall=0.6)["median"].item()
    assert call == pytest.approx(found.amounts[0, :, 3, REACHED.index("call_debt")].sum())
