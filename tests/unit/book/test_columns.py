"""Columns of a partition: what they are called, and that nobody changes them."""

from __future__ import annotations

import numpy as np
import pytest

from liangrong.book.columns import COLUMN_TYPES, Accounts, Contracts, OtherCollateral, Partition, Positions, Shorts
from tests.unit.book.random_accounts import random_marks, random_partition

PARTITION = random_partition(1, 30, random_marks(1))
TABLES = {"accounts": Accounts, "positions": Positions, "contracts": Contracts, "shorts": Shorts, "others": OtherCollateral}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_the_columns_and_types_that_are_written_down(name: str) -> None:
    table = getattr(PARTITION, name)
    assert TABLES[name]._fields == tuple(COLUMN_TYPES[name])
    assert [f"{column.dtype}" for column in table] == list(COLUMN_TYPES[name].values())


def test_columns_that_no_revaluation_reads_are_there_too() -> None:
    names = {f"{table}.{name}" for table in ("contract_terms", "short_terms", "account_terms") for name in COLUMN_TYPES[table]}
    assert set(PARTITION.terms) == names


def test_a_partition_cannot_be_written_to_and_its_maker_still_can() -> None:
    mine = np.array([1, 2])
    zeros = np.zeros(3, np.uint32)
    made = Partition(
        PARTITION.accounts._replace(cash=mine, charges=mine, position_offsets=zeros, contract_offsets=zeros),
        PARTITION.positions, PARTITION.contracts, PARTITION.shorts, PARTITION.others,
    )  # fmt: skip
    with pytest.raises(ValueError, match="read-only"):
        made.accounts.cash[0] = 5
    mine[0] = 7
    assert made.size == 2
    for name in TABLES:
        assert not any(column.flags.writeable for column in getattr(made, name))


def test_an_account_is_called_by_its_name_or_its_number_in_the_book() -> None:
    bare = Partition(
        PARTITION.accounts, PARTITION.positions, PARTITION.contracts, PARTITION.shorts, PARTITION.others, first=1_000_000
    )
    assert (PARTITION.name_of(3), bare.name_of(3)) == ("a3", "1000003")
