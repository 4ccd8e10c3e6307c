"""All accounts of a partition at once: figures that can be worked out on paper, and everything that must not matter."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import numpy as np
import pytest

from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.book.columns import Accounts, Partition, Positions
from liangrong.book.compile import partition_of
from liangrong.book.kernels.revaluation import BLOCK, revalued
from liangrong.book.lines import CALL, NO_DEBT, NORMAL, ZONES
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import TOTALS, Revaluation, longest_run_of, revalue, shares_of
from liangrong.book.selection import selected
from tests.unit.book.random_accounts import DAY, SECURITIES, lines_on, random_marks, random_partition

LINES = lines_on()
MARKS = random_marks(7)


def columns(found: Revaluation) -> bytes:
    return b"".join(column.tobytes() for column in (found.assets, found.debt, found.available_margin, found.zone, found.totals))


def test_an_account_on_paper() -> None:
    """20,000 in cash, 1,000 A at 20 (70 %), 5,000 B at 8 financed at 10 (100 %), 100 C owed, sold at 50 and now at 60 (100 %)."""
    account = CreditAccount(
        cash=D(20000),
        collateral=(Holding("A", D(1000)),),
        financing=(FinancingContract("1", "B", DAY, D(5000), D(50000), D(1)),),
        shorts=(ShortContract("2", "C", DAY, D(100), D(5000), D(1)),),
        charges=D("12.34"),
        other_collateral=D(500),
    )
    marks = MarkTable.of(
        {"A": Mark(D(20), D("0.7")), "B": Mark(D(8), D("0.6")), "C": Mark(D(60), D("0.5"))}, ["A", "B", "C"], DAY
    )
    found = revalue(partition_of([account], ["A", "B", "C"]), marks, LINES)
    assert found.assets.tolist() == [(20000 + 20000 + 40000 + 500) * 1000]
    assert found.debt.tolist() == [50000_000 + 6000_000 + 12_340]
    margin = D(20000) + 14000 - 10000 - 1000 - 5000 - 50000 - 6000 - D("12.34")
    assert found.available_margin.tolist() == [margin * 10_000_000]
    assert ZONES[found.zone[0]] == "normal"
    assert found.maintenance_ratio()[0] == pytest.approx(80.5 / 56.01234, rel=1e-15)
    assert found.shortfall().tolist() == [0.0]
    assert found.total("cash") == 20000


def test_totals_are_the_sums_of_the_rows() -> None:
    partition = random_partition(7, 3 * BLOCK + 5, MARKS)
    found = revalue(partition, MARKS, LINES)
    for number, zone in enumerate(ZONES):
        inside = found.zone == number
        assert found.total("accounts", zone) == int(inside.sum())
        assert found.total("assets", zone) == D(int(found.assets[inside].sum())) / 1000
        assert found.total("debt", zone) == D(int(found.debt[inside].sum())) / 1000
        assert found.total("cash", zone) == D(int(partition.accounts.cash[inside].sum())) / 100
        assert float(found.total("shortfall", zone)) == pytest.approx(found.shortfall()[inside].sum())
    assert found.total("accounts") == partition.size
    assert found.total("accounts", "call", "immediate") == int((found.zone >= CALL).sum())
    assert found.total("shortfall", "call", "immediate") > 0
    assert found.total("shortfall") == found.total("shortfall", "call", "immediate")


@pytest.mark.parametrize("threads", [2, 3, 7])
def test_threads_do_not_matter(threads: int) -> None:
    partition = random_partition(8, 5 * BLOCK + 1, MARKS)
    for netting in ("per_contract", "per_security"):
        lines = replace(LINES, netting=netting)
        assert columns(revalue(partition, MARKS, lines, threads=threads)) == columns(revalue(partition, MARKS, lines, threads=1))


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1])
def test_a_book_of_any_size_is_the_sum_of_its_parts(size: int) -> None:
    partition = random_partition(9, 2 * BLOCK, MARKS)
    whole, parts = revalue(partition, MARKS, LINES), [range(size), range(size, partition.size)]
    found = [revalue(selected(partition, part), MARKS, LINES) for part in parts]
    assert (sum(part.totals for part in found) == whole.totals).all()
    assert np.concatenate([part.zone for part in found]).tolist() == whole.zone.tolist()
    assert np.concatenate([part.available_margin for part in found]).tolist() == whole.available_margin.tolist()


def test_without_rows_the_totals_are_the_same_and_nothing_is_kept() -> None:
    partition = random_partition(10, 2 * BLOCK + 9, MARKS)
    whole, bare = (revalue(partition, MARKS, LINES, by_account=kept) for kept in (True, False))
    assert (bare.totals == whole.totals).all()
    assert len(bare.assets) == len(bare.zone) == 0


def test_a_revaluation_is_written_into_an_earlier_one() -> None:
    partition = random_partition(11, BLOCK + 3, MARKS)
    falling = replace(MARKS, price=MARKS.price // 2 + 1, fair_price=MARKS.fair_price // 2 + 1)
    earlier = revalue(partition, MARKS, LINES)
    before = earlier.totals.copy()
    found = revalue(partition, falling, LINES, into=earlier)
    assert found.assets is earlier.assets
    assert columns(found) == columns(revalue(partition, falling, LINES))
    assert (earlier.totals == before).all()
    smaller = selected(partition, range(BLOCK))
    assert columns(revalue(smaller, MARKS, LINES, into=found)) == columns(revalue(smaller, MARKS, LINES))


def test_running_sums_that_wrap_around_do_no_harm() -> None:
    """Each account fits 64 bits; the running sum over a block of them does not."""
    most = 2**32 - 1
    accounts = [CreditAccount(collateral=(Holding("A", D(most)),)) for _ in range(BLOCK)]
    marks = MarkTable.of({"A": Mark(D(200), D(1))}, ["A"], DAY)
    found = revalue(partition_of(accounts, ["A"]), marks, LINES)
    exact = most * 200_000 * 10_000
    assert exact < 2**63 < BLOCK * exact
    assert set(found.available_margin.tolist()) == {exact}


def test_one_account_with_more_positions_than_all_others() -> None:
    many = CreditAccount(collateral=tuple(Holding(security, D(100)) for security in SECURITIES) * 200)
    partition = partition_of([CreditAccount(cash=D(1)), many, CreditAccount(cash=D(2))], SECURITIES)
    found = revalue(partition, MARKS, LINES)
    assert longest_run_of(partition) == 200 * len(SECURITIES)
    assert found.assets.tolist() == [1000, int(MARKS.fair_price.sum()) * 100 * 200, 2000]
    assert found.zone.tolist() == [NO_DEBT] * 3


def test_other_collateral_counts_where_the_rules_admit_it() -> None:
    partition = partition_of([CreditAccount(cash=D(1), other_collateral=D(5), charges=D(1))], SECURITIES)
    admitted, refused = (
        revalue(partition, MARKS, replace(LINES, other_collateral_admitted=admitted)) for admitted in (True, False)
    )
    assert (admitted.assets.tolist(), refused.assets.tolist()) == ([6000], [1000])


def test_on_the_line_is_not_below_it() -> None:
    def account(cash: str) -> CreditAccount:
        return CreditAccount(cash=D(cash), charges=D(100))

    partition = partition_of([account("300"), account("300.01"), account("140"), account("139.99"), account("130"), account("129.99"),
                              account("110"), account("109.99")], SECURITIES)  # fmt: skip
    found = revalue(partition, MARKS, LINES)
    assert [ZONES[zone] for zone in found.zone] == [
        "normal", "withdrawable", "normal", "warning", "warning", "call", "call", "immediate"
    ]  # fmt: skip
    assert found.zone[0] == NORMAL


def test_one_compiled_kernel_serves_arrays_made_written_sliced_and_mapped(tmp_path: Path) -> None:
    partition = random_partition(12, 40, MARKS)
    np.save(tmp_path / "cash.npy", partition.accounts.cash)
    mapped = np.load(tmp_path / "cash.npy", mmap_mode="r")
    frozen = replace(MARKS, price=MARKS.price.copy())
    frozen.price.flags.writeable = False
    again = Partition(
        partition.accounts._replace(cash=mapped),
        Positions(*(np.concatenate((column, column))[: len(column)] for column in partition.positions)),
        partition.contracts, partition.shorts, partition.others,
    )  # fmt: skip
    expected = columns(revalue(partition, MARKS, LINES))
    for lines in (LINES, replace(LINES, netting="per_security")):
        for admitted in (True, False):
            revalue(again, frozen, replace(lines, other_collateral_admitted=admitted), by_account=admitted)
    assert columns(revalue(again, frozen, LINES)) == expected
    assert len(revalued.signatures) == 1


def test_shares_begin_at_blocks_and_leave_nothing_out() -> None:
    for n in (0, 1, BLOCK, 5 * BLOCK + 1, 100 * BLOCK + 17):
        found = shares_of(n, 3, np.array)
        assert [begin for begin, _ in found] == [0, *(end for _, end in found)][: len(found)]
        assert found[-1][1] == n
        assert all(begin % BLOCK == 0 for begin, _ in found)


def test_what_is_summed_has_a_name() -> None:
    assert revalue(partition_of([CreditAccount()], SECURITIES), MARKS, LINES).totals.shape == (len(ZONES), len(TOTALS))


def test_an_account_of_charges_only() -> None:
    partition = Partition(
        Accounts(np.array([0]), np.array([5]), np.zeros(2, np.uint32), np.zeros(2, np.uint32)),
        *(type(table)(*(column[:0] for column in table)) for table in _tables()),
    )
    found = revalue(partition, MARKS, LINES)
    assert (found.assets.tolist(), found.debt.tolist(), ZONES[found.zone[0]]) == ([0], [50], "immediate")
    assert found.shortfall().tolist() == [0.07]


def _tables() -> tuple[tuple[np.ndarray, ...], ...]:
    partition = random_partition(1, 20, MARKS)
    return partition.positions, partition.contracts, partition.shorts, partition.others
