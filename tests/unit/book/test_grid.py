"""The grid against a revaluation and forced sales at the marks of each scenario; screening must change nothing but the work."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from numpy.typing import NDArray

from liangrong.accounts.state import CreditAccount
from liangrong.accounts.terms import agreed_terms
from liangrong.book.columns import Partition
from liangrong.book.compile import partition_of
from liangrong.book.grid import AMOUNTS, Grid, grid, laid_out
from liangrong.book.kernels.revaluation import BLOCK
from liangrong.book.lines import CALL, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import revalue
from liangrong.book.sales import ROW_COLUMNS, Trading, sales
from liangrong.book.tasks import added
from liangrong.rules.rulebook import Rulebook
from tests.unit.book.called_accounts import ON, SECURITIES, accounts_of, marks_of, short_sellers_of

LINES = Lines.of(agreed_terms(Rulebook.load().at(ON)))


def book(seed: int, *, n: int = 250, shorts: bool = True, plain: bool = False) -> tuple[Partition, MarkTable]:
    marks = marks_of(seed)
    table = MarkTable.of(marks, SECURITIES, ON)
    if plain:
        table = replace(table, fair_price=table.price, suspended=np.zeros_like(table.suspended))
    return partition_of(accounts_of(seed, n, marks, shorts=shorts), SECURITIES), table


def scenarios(marks: MarkTable, k: int, seed: int = 1) -> NDArray[np.int64]:
    """Falls and rises of all, of some, and of each on its own."""
    dice = np.random.default_rng(seed)
    moves = dice.normal(-0.1, 0.3, (k, 1)) + dice.normal(0, 0.15, (k, marks.size)) * (dice.random((k, marks.size)) < 0.5)
    return np.maximum(1, np.rint(marks.price * np.exp(moves))).astype(np.int64)


def at(marks: MarkTable, price: NDArray[np.int64]) -> MarkTable:
    return replace(marks, price=price, fair_price=np.where(marks.fair_price == marks.price, price, marks.fair_price))


def same(one: Grid, other: Grid) -> bool:
    sums = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("amounts", "shares_sold", "shares_bought"))
    return sums and np.array_equal(one.totals[:, CALL:], other.totals[:, CALL:])


@pytest.mark.parametrize("policy", ["pro_rata", "risk", "loss"])
@pytest.mark.parametrize(("seed", "shorts", "plain"), [(1, True, False), (2, False, True)])
def test_every_scenario_is_a_revaluation_and_its_sales(policy: str, seed: int, shorts: bool, plain: bool) -> None:
    """21 scenarios, which fill no group; all zones, forced sales by security, with and without shorts and fair prices."""
    part, marks = book(seed, shorts=shorts, plain=plain)
    prices = scenarios(marks, 21)
    found = grid(part, laid_out(prices, marks, sale=policy), LINES, screened=False)
    screened = grid(part, laid_out(prices, marks, sale=policy), LINES)
    assert same(found, screened)
    assert not screened.totals[:, :CALL].any()
    for k, price in enumerate(prices):
        table = at(marks, price)
        assert np.array_equal(found.totals[k], revalue(part, table, LINES).totals)
        one = sales(part, table, LINES, policy=policy, trading=Trading.of(table, limits=False)).totals
        assert np.array_equal(found.shares_sold[k], one.shares_sold)
        assert np.array_equal(found.shares_bought[k], one.shares_bought)
        assert dict(zip(AMOUNTS, found.amounts[k], strict=True)) == dict(zip(ROW_COLUMNS, one.amounts, strict=True))


def test_screening_reads_less_and_answers_the_same() -> None:
    """Mild scenarios are decided by the worst price alone; severe ones are evaluated."""
    part, marks = book(3, shorts=False)
    moves = np.linspace(-0.6, 1.5, 200)[:, np.newaxis]
    prices = np.maximum(1, np.rint(marks.price * (1 + moves))).astype(np.int64)
    found, whole = (grid(part, laid_out(prices, marks), LINES, screened=screened) for screened in (True, False))
    assert same(found, whole)
    assert found.work[2] < 0.6 * whole.work[2]
    assert found.work[2] >= found.totals[:, CALL:, 0].sum()


def test_rising_prices_call_whoever_is_short() -> None:
    names = marks_of(4)
    marks = MarkTable.of(names, SECURITIES, ON)
    part = partition_of([*accounts_of(4, 100, names), *short_sellers_of(4, 60, names)], SECURITIES)
    rises = np.outer(np.linspace(1, 1.6, 17), marks.price).astype(np.int64)
    found, whole = (grid(part, laid_out(rises, marks), LINES, screened=screened) for screened in (True, False))
    assert same(found, whole)
    assert found.shares_bought[-1].sum() > found.shares_bought[0].sum()


def test_opposite_scenarios_in_one_group_lose_nobody() -> None:
    """Each of two industries falls alone: at the worst of both, accounts are called that neither calls."""
    part, marks = book(5, shorts=False, plain=True)
    half = np.arange(marks.size) % 2
    prices = np.stack([np.where(half == side, marks.price // 2, marks.price) for side in (0, 1)])
    found, whole = (grid(part, laid_out(prices, marks), LINES, screened=screened) for screened in (True, False))
    assert same(found, whole)
    assert found.totals[0, CALL:, 0].sum() != found.totals[1, CALL:, 0].sum()


def test_neither_threads_nor_partitions_nor_the_order_asked_matter() -> None:
    part, marks = book(6, n=300)
    accounts = accounts_of(6, 300, marks_of(6))
    prices = scenarios(marks, 150)
    whole = grid(part, laid_out(prices, marks), LINES, threads=1)
    parts = [grid(partition_of(some, SECURITIES), laid_out(prices, marks), LINES) for some in (accounts[:170], accounts[170:])]
    assert same(whole, added(*parts))
    order = np.random.default_rng(2).permutation(len(prices))
    turned = grid(part, laid_out(prices[order], marks), LINES)
    assert np.array_equal(turned.totals, whole.totals[order])
    assert np.array_equal(turned.shares_sold, whole.shares_sold[order])


def test_without_sales_nothing_is_sold_and_the_counts_stay() -> None:
    part, marks = book(7)
    prices = scenarios(marks, 9)
    found, selling = grid(part, laid_out(prices, marks, sale=None), LINES), grid(part, laid_out(prices, marks), LINES)
    assert np.array_equal(found.totals, selling.totals)
    assert not found.amounts.any()
    assert not found.shares_sold.any()


def test_below_the_immediate_line_only() -> None:
    part, marks = book(8)
    prices = scenarios(marks, 9)
    found = grid(part, laid_out(prices, marks), LINES, below="immediate")
    for k, price in enumerate(prices):
        table = at(marks, price)
        one = sales(part, table, LINES, below="immediate", trading=Trading.of(table, limits=False)).totals
        assert np.array_equal(found.shares_sold[k], one.shares_sold)


@pytest.mark.parametrize("screened", [True, False])
def test_a_chain_of_falls_is_counted_from_its_first_call_on(screened: bool) -> None:
    """Each scenario below the one before: as valued one by one, and as the same scenarios beside one that breaks the chain."""
    part, marks = book(9)
    dice = np.random.default_rng(3)
    falls = np.cumsum(dice.random((37, marks.size)) * 0.04, axis=0)
    chain = np.maximum(1, np.rint(marks.price * (1.3 - falls))).astype(np.int64)
    found = grid(part, laid_out(chain, marks), LINES, screened=screened)
    onward = np.concatenate([chain, chain[20:21] * np.where(np.arange(marks.size) % 2, 2, 0.5)]).astype(np.int64)
    broken = grid(part, laid_out(onward, marks), LINES, screened=screened)
    assert same(found, Grid(*(column[:37] for column in broken[:-1]), broken.work))
    called = found.totals[:, CALL:, 0].sum(axis=1)
    assert called[0] < called[20] < called[-1]
    for k in (0, 1, 19, 36):
        assert np.array_equal(found.totals[k, CALL:], revalue(part, at(marks, chain[k]), LINES).totals[CALL:])


def test_what_short_sellers_of_one_block_owe_is_counted_in_no_other() -> None:
    """Prices as they are call nobody, and accounts that own next to nothing and owe nothing are not even looked at: in 41 blocks, more than there are tasks."""
    names = marks_of(4)
    marks = MarkTable.of(names, SECURITIES, ON)
    accounts = [*short_sellers_of(4, BLOCK, names), *(CreditAccount(cash=Decimal(1)) for _ in range(40 * BLOCK))]
    found = grid(partition_of(accounts, SECURITIES), laid_out(marks.price[np.newaxis], marks), LINES, threads=1)
    assert found.work.tolist() == [0, 0, 0, len(accounts)]
