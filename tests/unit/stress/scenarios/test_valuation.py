"""A book before and after: the sums are those of ``accounts``, account by account, and add up over partitions."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.terms import agreed_terms
from liangrong.book.columns import Partition
from liangrong.book.compile import partition_of
from liangrong.book.kernels.revaluation import revalued
from liangrong.book.lines import CALL, ZONES, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.sales import Trading, sales
from liangrong.book.selection import selected
from liangrong.book.tasks import added, answered
from liangrong.core.results import Note
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.scenarios.distribution import GridTask, groups_of, quantile
from liangrong.stress.scenarios.moves import PriceMove, Suspension
from liangrong.stress.scenarios.scenario import Scenario
from liangrong.stress.scenarios.scopes import Scope
from liangrong.stress.scenarios.valuation import RevalueTask, RunSums, RunTask
from tests.unit.stress.small_market import DAY, SECURITIES, accounts, market

TERMS = agreed_terms(Rulebook.load().at(DAY))
LINES = Lines.of(TERMS)
SCENARIOS = (
    Scenario(name="nothing", story=Note("甲", "a")),
    Scenario(name="stuck", story=Note("甲", "a"), steps=(PriceMove(move=-0.9),), limited=True),
    Scenario(name="fall", story=Note("甲", "a"), steps=(PriceMove(move=-0.1),)),
    Scenario(name="rise", story=Note("甲", "a"), steps=(PriceMove(move=0.4),)),
    Scenario(name="chips", story=Note("甲", "a"), steps=(PriceMove(move=-0.9, scope=Scope("industry", "电子")),)),
    Scenario(name="shut", story=Note("甲", "a"), steps=(PriceMove(move=-0.1), Suspension())),
)


@pytest.fixture(scope="module")
def after() -> tuple[MarkTable, ...]:
    return tuple(scenario.change(market()) for scenario in SCENARIOS)


@pytest.fixture(scope="module")
def partition() -> Partition:
    return partition_of(accounts(), SECURITIES)


@pytest.fixture(scope="module")
def task(after: tuple[MarkTable, ...]) -> RunTask:
    return RunTask(before=market(), after=after, limited=tuple(s.limited for s in SCENARIOS), lines=LINES)


@pytest.fixture(scope="module")
def found(task: RunTask, partition: Partition) -> RunSums:
    return task(partition)


def zones_at(marks: MarkTable) -> list[int]:
    return [ZONES.index(assess(account, marks.marks(), TERMS).zone) for account in accounts()]


def test_zones_and_moves_between_them_are_those_of_accounts(found: RunSums, after: tuple[MarkTable, ...]) -> None:
    before = zones_at(market())
    for place, marks in enumerate(after):
        now = zones_at(marks)
        assert found.after[place][:, 0].tolist() == np.bincount(now, minlength=len(ZONES)).tolist()
        for was, is_now in zip(before, now, strict=True):
            assert found.moved[place][was, is_now] == sum(pair == (was, is_now) for pair in zip(before, now, strict=True))


def test_money_is_that_of_accounts(found: RunSums, after: tuple[MarkTable, ...]) -> None:
    for place, marks in enumerate(after):
        assessed = [assess(account, marks.marks(), TERMS) for account in accounts()]
        assert found.after[place][:, 1].sum() == sum(one.assets for one in assessed) * 1000
        numerator, denominator = LINES.cure_target
        assert numerator / denominator == float(TERMS.cure_target)
        assert found.after[place][CALL:, 4].sum() == sum(one.shortfall for one in assessed) * 1000 * denominator


def test_what_called_accounts_hold_and_owe_is_theirs_alone(found: RunSums, after: tuple[MarkTable, ...]) -> None:
    for place, marks in enumerate(after):
        called = [account for account, zone in zip(accounts(), zones_at(marks), strict=True) if zone >= CALL]
        for n, security in enumerate(SECURITIES):
            held = sum(h.quantity for a in called for h in a.collateral if h.security == security)
            loans = [loan for a in called for loan in a.financing if loan.security == security]
            assert found.held_by_called[place][n] == held + sum(loan.quantity for loan in loans)
            assert found.owed_by_called[place][n] == sum(loan.principal for loan in loans) * 100


def test_sales_are_those_of_the_book_and_nothing_is_sold_where_nobody_buys(
    found: RunSums, after: tuple[MarkTable, ...], partition: Partition
) -> None:
    named = {scenario.name: place for place, scenario in enumerate(SCENARIOS)}
    expected = sales(partition, after[named["fall"]], LINES, trading=Trading.of(after[named["fall"]], limits=False)).totals
    assert np.array_equal(found.sold[named["fall"]], expected.shares_sold)
    assert found.amounts[named["fall"]][1] > 0
    for shut in ("stuck", "shut"):
        assert found.sold[named[shut]].sum() == 0
        assert found.amounts[named[shut]][3] > 0, "what is missing stays missing"
    assert found.bought[named["rise"]][SECURITIES.index("600519.SH")] > 0, "short sellers are called when prices rise"


def test_a_price_near_nothing_is_still_sold_without_limits(partition: Partition) -> None:
    """A limit price of 40 厘 rounds to itself; a scenario without limits must not take that for a lower limit."""
    scenario = Scenario(name="deep", story=Note("甲", "a"), steps=(PriceMove(move=-0.9999),))
    marks = scenario.change(market())
    assert not Trading.of(marks).sell.all()
    task = RunTask(before=market(), after=(marks,), limited=(False,), lines=LINES)
    sold = task(partition).sold[0]
    assert (sold > 0).sum() >= 4


def test_answers_add_up_over_partitions_and_do_not_depend_on_threads(task: RunTask, partition: Partition, found: RunSums) -> None:
    parts = [selected(partition, rows) for rows in ([0, 1], [2], [3, 4, 5])]
    total = answered(task, parts)
    assert total is not None
    assert all(np.array_equal(one, other) for one, other in zip(total, found, strict=True))
    assert all(
        np.array_equal(one, other)
        for one, other in zip(added(task(parts[0]), added(task(parts[1]), task(parts[2]))), found, strict=True)
    )
    single = RunTask(before=task.before, after=task.after, limited=task.limited, lines=LINES, threads=1)
    assert all(np.array_equal(one, other) for one, other in zip(single(partition), found, strict=True))


def test_nothing_is_answered_of_nothing(task: RunTask) -> None:
    assert answered(task, []) is None


def test_a_task_travels_and_asks_the_same_kernel(task: RunTask, partition: Partition, found: RunSums) -> None:
    travelled = pickle.loads(pickle.dumps(task))
    signatures = len(revalued.signatures)
    assert all(np.array_equal(one, other) for one, other in zip(travelled(partition), found, strict=True))
    assert len(revalued.signatures) == signatures == 1


def test_zone_sums_are_the_first_of_a_run(partition: Partition, found: RunSums) -> None:
    assert np.array_equal(RevalueTask(marks=market(), lines=LINES)(partition).totals, found.before)


def test_a_grid_answers_as_one_scenario_after_the_other(
    partition: Partition, found: RunSums, after: tuple[MarkTable, ...]
) -> None:
    groups = groups_of(market(), after, [scenario.limited for scenario in SCENARIOS])
    assert [group.places for group in groups] == [(0, 2, 3, 4), (1,), (5,)]
    answer = GridTask(groups=groups, lines=LINES)(partition)
    assert np.array_equal(answer.totals[:, CALL:], found.after[:, CALL:])
    assert np.array_equal(answer.shares_sold, found.sold)
    assert np.array_equal(answer.shares_bought, found.bought)
    assert np.array_equal(answer.amounts, found.amounts)
    halves = [GridTask(groups=groups, lines=LINES)(selected(partition, rows)) for rows in ([0, 1, 2], [3, 4, 5])]
    assert np.array_equal(added(*halves).amounts, answer.amounts)


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (0.05, 1), (0.5, 5), (0.51, 6), (0.95, 10), (1, 10)])
def test_a_quantile_is_an_outcome(share: float, expected: int) -> None:
    assert quantile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share) == expected
