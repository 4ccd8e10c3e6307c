"""Some accounts of a partition, whole."""

from __future__ import annotations

import numpy as np

from liangrong.book.columns import COLUMN_TYPES
from liangrong.book.compile import account_of
from liangrong.book.selection import selected
from tests.unit.book.random_accounts import SECURITIES, random_marks, random_partition

PARTITION = random_partition(6, 60, random_marks(6))


def test_chosen_accounts_are_those_accounts() -> None:
    rows = [59, 1, 30, 1, 6]
    found = selected(PARTITION, rows)
    for place, row in enumerate(rows):
        mine, theirs = account_of(found, place, SECURITIES), account_of(PARTITION, row, SECURITIES)
        assert (mine.account_id, mine.investor, mine.cash, mine.charges) == (
            theirs.account_id, theirs.investor, theirs.cash, theirs.charges)  # fmt: skip
        assert (mine.collateral, mine.other_collateral, mine.credit_line) == (
            theirs.collateral, theirs.other_collateral, theirs.credit_line)  # fmt: skip
        for some, all_ in ((mine.financing, theirs.financing), (mine.shorts, theirs.shorts)):
            assert [_without_id(one) for one in some] == [_without_id(one) for one in all_]
    assert found.names == ("a59", "a1", "a30", "a1", "a6")


def _without_id(contract: object) -> tuple[object, ...]:
    return tuple(getattr(contract, name) for name in ("security", "opened_on", "quantity", "margin_ratio", "rate", "due_on"))


def test_all_accounts_are_the_partition() -> None:
    found = selected(PARTITION, range(PARTITION.size))
    for name in ("accounts", "positions", "contracts", "shorts", "others"):
        for mine, theirs, kind in zip(getattr(found, name), getattr(PARTITION, name), COLUMN_TYPES[name].values(), strict=True):
            assert f"{mine.dtype}" == kind
            np.testing.assert_array_equal(mine, theirs)
    assert {name: column.tolist() for name, column in found.terms.items()} == {
        name: column.tolist() for name, column in PARTITION.terms.items()
    }
