"""What accounts hold and owe, by zone, security and industry."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from liangrong.book.compile import account_of
from liangrong.book.exposures import Exposures, by_industry, by_security, exposures
from liangrong.book.lines import ZONES
from liangrong.book.revaluation import revalue
from liangrong.book.selection import selected
from tests.unit.book.random_accounts import SECURITIES, lines_on, random_marks, random_partition

MARKS = random_marks(5)
PARTITION = random_partition(5, 300, MARKS)
ZONE = revalue(PARTITION, MARKS, lines_on()).zone
FOUND = exposures(PARTITION, ZONE, securities=len(SECURITIES))


def test_sums_are_those_of_the_accounts_one_by_one() -> None:
    sums: Counter[tuple[str, int, str]] = Counter()
    for row in range(PARTITION.size):
        account, zone = account_of(PARTITION, row, SECURITIES), int(ZONE[row])
        for holding in account.collateral:
            sums["free_quantity", zone, holding.security] += int(holding.quantity)
        for loan in account.financing:
            sums["financed_quantity", zone, loan.security] += int(loan.quantity)
            sums["principal", zone, loan.security] += int(loan.principal * 100)
        for short in account.shorts:
            sums["short_quantity", zone, short.security] += int(short.quantity)
            sums["proceeds", zone, short.security] += int(short.proceeds * 100)
    for name in Exposures._fields[1:]:
        expected = [[sums[name, zone, security] for security in SECURITIES] for zone in range(len(ZONES))]
        assert getattr(FOUND, name).tolist() == expected, name
    assert FOUND.accounts.tolist() == [int((zone == ZONE).sum()) for zone in range(len(ZONES))]


@pytest.mark.parametrize("threads", [1, 5])
def test_partitions_and_threads_add_up(threads: int) -> None:
    parts = [range(100), range(100, 101), range(101, 300)]
    found = [exposures(selected(PARTITION, rows), ZONE[rows], securities=len(SECURITIES), threads=threads) for rows in parts]
    for name in Exposures._fields:
        assert (sum(getattr(part, name) for part in found) == getattr(FOUND, name)).all(), name


def test_values_are_shares_at_the_prices_of_the_marks() -> None:
    found = by_security(FOUND, MARKS)
    for kind in ("free", "financed", "short"):
        quantity = getattr(FOUND, f"{kind}_quantity").sum(axis=0)
        assert (getattr(found, f"{kind}_quantity") == quantity).all()
        assert (getattr(found, f"{kind}_value") == quantity * MARKS.price).all()
    assert (found.principal == FOUND.principal.sum(axis=0) * 10).all()


def test_some_zones_and_the_others_make_the_whole() -> None:
    called, rest, whole = (by_security(FOUND, MARKS, zones) for zones in (ZONES[4:], ZONES[:4], ()))
    assert called.principal.sum() > 0
    for name in whole._fields:
        assert (getattr(called, name) + getattr(rest, name) == getattr(whole, name)).all(), name


def test_an_industry_is_the_sum_of_its_securities() -> None:
    whole, found = by_security(FOUND, MARKS), by_industry(FOUND, MARKS)
    for number, industry in enumerate(MARKS.industries):
        inside = np.array([MARKS.industries[one] == industry for one in MARKS.industry])
        for name in whole._fields:
            assert getattr(found, name)[number] == getattr(whole, name)[inside].sum(), name
