"""Whoever answers, in whatever order, and whoever dies on the way: the answer is that of one process."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from liangrong import __version__
from liangrong.accounts.terms import agreed_terms
from liangrong.book.columns import Partition
from liangrong.book.lines import Lines
from liangrong.core.errors import BadInput, NoData, UsageError
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.describe import ASPECTS, DescriptionRequest, description
from liangrong.services.books.files import OpenedBook
from liangrong.services.books.revaluations import GROUPS, RevaluationRequest, revaluation
from liangrong.services.engines.local import HERE, Local
from liangrong.services.engines.pool import Pool
from liangrong.services.engines.worker import Greeting
from liangrong.services.stress.cascade import CascadeRequest, cascade
from liangrong.services.stress.run import StressRequest, run
from liangrong.store.books.opening import StoredPartitions
from liangrong.stress.scenarios.valuation import RevalueTask
from tests.unit.services.engines.workers import Desks


@dataclass(frozen=True)
class First:
    """The number of the first account of a partition."""

    def __call__(self, partition: Partition) -> int:
        return partition.first


@dataclass(frozen=True)
class Refused:
    """No answer for one of the partitions."""

    first: int

    def __call__(self, partition: Partition) -> int:
        if partition.first == self.first:
            raise ZeroDivisionError("nothing to divide")
        return partition.first


FIRSTS = list(range(0, 200, 20))


@pytest.mark.parametrize("workers", [1, 2, 3, 20])
def test_answers_come_in_the_order_of_the_partitions(book: OpenedBook, workers: int) -> None:
    assert list(HERE.each(First(), book)) == FIRSTS
    for seed in range(5):
        desks = Desks(workers, seed=seed)
        with Pool(desks) as pool:
            assert list(pool.each(First(), book)) == FIRSTS
        assert len(desks.hired) == min(workers, 10)
        assert desks.served.count("answer") == 10
        assert all(desk.stopped for desk in desks.hired)


def test_a_run_and_a_cascade_are_those_of_this_process(book: OpenedBook, stress: StressRequest, fall: CascadeRequest) -> None:
    here, path = run(None, stress).data, cascade(None, fall).data
    assert path["sold"].sum() > 0
    with Pool(Desks(3, seed=1)) as pool:
        assert run(None, stress, ask=pool).data.equals(here)
        assert cascade(None, fall, ask=pool).data.equals(path)
        assert cascade(None, replace(fall, draws=1), ask=pool).data.equals(cascade(None, replace(fall, draws=1)).data)
        assert run(None, stress, ask=pool).data.equals(here)


def test_a_book_is_described_and_valued_as_by_this_process(book: OpenedBook) -> None:
    with Pool(Desks(3, seed=2)) as pool:
        for aspect in ASPECTS:
            if aspect != "calibration":
                described = DescriptionRequest(book=book.name, aspect=aspect)
                assert description(None, described, ask=pool).data.equals(description(None, described).data), aspect
        for by in GROUPS:
            request = RevaluationRequest(book=book.name, by=by, top=7)
            assert revaluation(None, request, ask=pool).data.equals(revaluation(None, request).data), by


@pytest.mark.parametrize("workers", [1, 3])
def test_a_worker_that_dies_at_any_request_changes_no_answer(book: OpenedBook, workers: int) -> None:
    task = RevalueTask(marks=book.marks, lines=Lines.of(agreed_terms(Rulebook.load().at(book.book.on))))
    wanted = HERE(task, book).totals
    untroubled = Desks(workers)
    Pool(untroubled)(task, book)
    for number in range(len(untroubled.served)):
        desks = Desks(workers, fatal={number}, seed=number)
        assert np.array_equal(Pool(desks)(task, book).totals, wanted)
        assert len(desks.hired) == workers + (number < len(desks.served))
    desks = Desks(workers, fatal=set(range(1, 200, 4)))
    assert np.array_equal(Pool(desks)(task, book).totals, wanted)


@pytest.mark.parametrize("workers", [1, 3])
def test_a_worker_that_dies_at_any_session_is_made_up_for(fall: CascadeRequest, workers: int) -> None:
    wanted = cascade(None, fall).data
    untroubled = Desks(workers)
    cascade(None, fall, ask=Pool(untroubled))
    sessions = len(untroubled.served)
    assert sessions >= workers * (1 + wanted.height)
    for number in range(1, sessions, workers + 1):
        desks = Desks(workers, fatal={number}, seed=number)
        assert cascade(None, fall, ask=Pool(desks)).data.equals(wanted), number
        assert len(desks.hired) == workers + 1
    desks = Desks(workers, fatal=set(range(5, 500, 5)))
    assert cascade(None, fall, ask=Pool(desks)).data.equals(wanted)


def test_a_worker_that_ends_after_its_answer_leaves_no_answer_to_the_next_session(fall: CascadeRequest) -> None:
    wanted = cascade(None, fall).data
    for seed in range(3):
        desks = Desks(4, seed=seed, last=range(4, 200, 7))
        assert cascade(None, fall, ask=Pool(desks)).data.equals(wanted), seed
        assert len(desks.hired) > 4


def test_what_cannot_be_answered_is_raised_and_the_pool_starts_afresh(book: OpenedBook) -> None:
    desks = Desks(2)
    pool = Pool(desks)
    with pytest.raises(ZeroDivisionError, match="nothing to divide"):
        list(pool.each(Refused(100), book))
    assert desks.closed == 1
    assert all(desk.stopped for desk in desks.hired)
    assert list(pool.each(First(), book)) == FIRSTS


def test_whoever_stops_listening_ends_the_workers(book: OpenedBook) -> None:
    desks = Desks(2)
    answers = Pool(desks).each(First(), book)
    assert next(answers) == 0
    answers.close()  # type: ignore[attr-defined]
    assert all(desk.stopped for desk in desks.hired)


def test_a_file_that_is_gone_is_an_error_and_says_on_which_machine(book: OpenedBook, tmp_path: Path) -> None:
    gone = tuple(replace(file, folder=f"{tmp_path}/gone") if place == 3 else file for place, file in enumerate(book.files))
    broken = replace(book, stored=replace(book.stored, book=replace(book.book, partitions=StoredPartitions(gone))))
    with pytest.raises(BadInput, match=r"gone/accounts\.arrow: this file of the book is missing"):
        list(Pool(Desks(2)).each(First(), broken))
    there = Desks(2, greeting=Greeting(__version__, "node-7", 1))
    with pytest.raises(BadInput, match=r"gone/accounts\.arrow \(node-7\)"):
        list(Pool(there).each(First(), broken))


REFUSED: dict[str, tuple[Callable[[], Desks], type[Exception], str]] = {
    "a partition that ends everybody": (lambda: Desks(1, fatal=range(2, 999, 3)), BadInput, "partition 0: 20 workers in a row"),
    "nobody lives to greet": (lambda: Desks(2, fatal=range(99)), UsageError, r"No worker can start \(told to\)"),
    "another version": (lambda: Desks(2, greeting=Greeting("0.0.0", platform.node(), 1)), UsageError, "runs liangrong 0.0.0"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_more_workers_would_not_mend_is_an_error(book: OpenedBook, case: str) -> None:
    desks, kind, words = REFUSED[case]
    with pytest.raises(kind, match=words) as caught:
        list(Pool(desks()).each(First(), book))
    assert caught.value.message("zh") != caught.value.message("en")  # type: ignore[attr-defined]


def test_nobody_comes(book: OpenedBook) -> None:
    desks = Desks(2)
    desks.hire = lambda: _absent(Desks.hire(desks))  # type: ignore[method-assign]
    with pytest.raises(UsageError, match="No worker was free"):
        list(Pool(desks).each(First(), book))


def _absent(desk: Any) -> Any:
    desk.inbox.clear()
    return desk


def test_a_book_without_partitions(book: OpenedBook) -> None:
    empty = replace(book, stored=replace(book.stored, book=replace(book.book, partitions=StoredPartitions(()))))
    task = RevalueTask(marks=book.marks, lines=Lines.of(agreed_terms(Rulebook.load().at(book.book.on))))
    for engine in (HERE, Pool(Desks(2))):
        assert list(engine.each(First(), empty)) == []
        with pytest.raises(NoData):
            engine(task, empty)
    with pytest.raises(NoData):
        Pool(Desks(2)).carrier(empty)


def test_few_answers_wait_for_an_earlier_one(book: OpenedBook) -> None:
    """One of two workers never gets its turn: the other does what it may, and then the first one must."""
    many = replace(book, stored=replace(book.stored, book=replace(book.book, partitions=StoredPartitions(book.files * 10))))
    desks = Desks(2)
    desks.draw.choice = lambda busy: desks.hired[len(desks.served)] if len(desks.served) < 2 else busy[-1]  # type: ignore[method-assign, assignment]
    pool = Pool(desks)
    answers = pool.each(First(), many)
    assert next(answers) == 0
    assert desks.served.count("answer") <= 2 * 8 + 2
    assert list(answers) == (FIRSTS * 10)[1:]


def test_two_cascades_at_a_time_are_refused_rather_than_mixed(book: OpenedBook, fall: CascadeRequest) -> None:
    pool = Pool(Desks(2))
    carry, steps = pool.carrier(book), []
    cascade(None, fall, ask=_Recording(pool, steps))
    carry(steps[0])
    pool.carrier(book)(steps[0])
    with pytest.raises(LookupError, match="one cascade at a time"):
        carry(steps[1])


class _Recording:
    """Keeps the steps of a cascade."""

    def __init__(self, engine: Any, steps: list[Any]) -> None:
        self._engine, self._steps = engine, steps

    def carrier(self, opened: OpenedBook) -> Any:
        carry = self._engine.carrier(opened)

        def kept(step: Any) -> Any:
            self._steps.append(step)
            return carry(step)

        return kept


@pytest.mark.parametrize("pooled", [False, True])
def test_the_listener_hears_of_every_partition(book: OpenedBook, *, pooled: bool) -> None:
    heard: list[tuple[int, int, float | None]] = []

    def told(done: int, total: int, left: float | None) -> None:
        heard.append((done, total, left))

    engine = Pool(Desks(2), listener=told) if pooled else Local(listener=told)
    assert list(engine.each(First(), book)) == FIRSTS
    assert [done for done, _, _ in heard] == list(range(11))
    assert {total for _, total, _ in heard} == {10}
    assert heard[0][2] is None
    assert heard[-1][2] == 0
    assert all(left is not None and left >= 0 for _, _, left in heard[1:])
