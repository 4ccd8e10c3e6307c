"""Accounts in full, for chosen rows."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal as D

import numpy as np
import pytest

from liangrong.accounts.assess import Assessment
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.book.compile import partition_of
from liangrong.book.details import NO_SECURITY, Details, details_of
from liangrong.book.lines import ZONES
from liangrong.book.marks import MarkTable
from tests.unit.book.random_accounts import DAY, lines_on, random_marks, random_partition

LINES = lines_on()


def test_every_field_of_an_assessment_is_a_column() -> None:
    assert {field.name for field in fields(Assessment)} - {"on"} == {field.name for field in fields(Details)} - {"rows"}


def test_an_account_on_paper() -> None:
    """Debt 100,000 + 6,000 + 0; assets 30,000 + 2,000 A at 20 + 10,000 B at 6; short 100 C at 60, sold for 5,000."""
    account = CreditAccount(
        cash=D(30000),
        collateral=(Holding("A", D(2000)),),
        financing=(FinancingContract("1", "B", DAY, D(10000), D(100000), D("0.8")),),
        shorts=(ShortContract("2", "C", DAY, D(100), D(5000), D(1)),),
    )
    marks = MarkTable.of(
        {"A": Mark(D(20), D("0.7")), "B": Mark(D(6), D("0.6")), "C": Mark(D(60), D("0.5"))}, ["A", "B", "C"], DAY
    )
    found = details_of(partition_of([account], ["A", "B", "C"]), marks, LINES, [0])
    money = {name: int(getattr(found, name)[0]) for name in ("assets", "debt", "equity", "collateral_value", "financed_value",
             "financing_debt", "short_debt", "short_proceeds", "exposure")}  # fmt: skip
    assert money == {"assets": 130_000_000, "debt": 106_000_000, "equity": 24_000_000, "collateral_value": 40_000_000,
                     "financed_value": 60_000_000, "financing_debt": 100_000_000, "short_debt": 6_000_000,
                     "short_proceeds": 5_000_000, "exposure": 106_000_000}  # fmt: skip
    assert int(found.margin_used[0]) == (80_000_000 + 6_000_000) * 10_000
    assert found.financing_multiple[0] == pytest.approx(1.25)
    assert found.exposure_leverage[0] == pytest.approx(106 / 24)
    assert found.maintenance_ratio[0] == pytest.approx(130 / 106)
    assert ZONES[found.zone[0]] == "call"
    assert int(found.shortfall[0]) == 7 * 106_000_000 - 5 * 130_000_000
    assert int(found.largest_security[0]) == 1
    assert found.largest_share[0] == pytest.approx(60 / 130)


def test_one_security_held_free_and_financed_is_one() -> None:
    account = CreditAccount(
        collateral=(Holding("A", D(300)), Holding("B", D(400))),
        financing=(FinancingContract("1", "A", DAY, D(200), D(1), D(1)),),
    )
    marks = MarkTable.of({"A": Mark(D(1), D(1)), "B": Mark(D(1), D(1))}, ["A", "B"], DAY)
    found = details_of(partition_of([account], ["A", "B"]), marks, LINES, [0])
    assert (found.largest_security[0], found.largest_share[0]) == (0, pytest.approx(5 / 9))


def test_who_holds_nothing_has_no_largest_security_and_ratios_of_nothing_are_not_numbers() -> None:
    found = details_of(
        partition_of([CreditAccount(cash=D(5)), CreditAccount(charges=D(5))], ["A"]), random_marks(1), LINES, [0, 1]
    )
    assert found.largest_security.tolist() == [NO_SECURITY, NO_SECURITY]
    assert np.isnan(found.largest_share).all()
    assert np.isnan(found.financing_multiple).all()
    assert np.isnan(found.maintenance_ratio).tolist() == [True, False]
    assert np.isnan(found.exposure_leverage).tolist() == [False, True]


def test_rows_in_any_order_say_the_same_as_all_rows() -> None:
    marks = random_marks(2)
    partition, rows = random_partition(2, 80, marks), [79, 3, 3, 0, 41]
    for netting in ("per_contract", "per_security"):
        lines = replace(LINES, netting=netting)
        whole, some = details_of(partition, marks, lines, range(80)), details_of(partition, marks, lines, rows)
        assert some.rows.tolist() == rows
        for field in fields(Details):
            np.testing.assert_array_equal(getattr(some, field.name), getattr(whole, field.name)[rows], field.name)


def test_no_rows() -> None:
    marks = random_marks(2)
    found = details_of(random_partition(2, 8, marks), marks, LINES, [])
    assert all(len(getattr(found, field.name)) == 0 for field in fields(Details))


@pytest.mark.parametrize("rows", [[-1], [0, 8]])
def test_a_row_that_is_not_there_is_refused(rows: list[int]) -> None:
    marks = random_marks(2)
    with pytest.raises(IndexError, match="of a partition of 8 accounts"):
        details_of(random_partition(2, 8, marks), marks, LINES, rows)
