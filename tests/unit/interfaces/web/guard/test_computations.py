"""A few heavy computations at a time; a place is free when the work is done."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest

from liangrong.interfaces.web.guard.computations import Busy, Computations
from liangrong.interfaces.web.guard.limits import Limits

LIMITS = Limits(computations=2, waiting=3)


def test_no_more_run_at_once_than_may() -> None:
    gate, running, most = Event(), [], []

    def work() -> int:
        running.append(1)
        most.append(len(running))
        gate.wait(10)
        running.pop()
        return 1

    with Computations(LIMITS) as heavy:
        begun = [heavy.begin(work) for _ in range(5)]
        with pytest.raises(Busy):
            heavy.begin(work)
        assert heavy.taken == 5
        gate.set()
        assert sum(one.result(10) for one in begun) == 5
        assert max(most) <= 2


def test_a_place_is_free_again_after_work_and_after_a_failure() -> None:
    with Computations(Limits(computations=1, waiting=0)) as heavy:
        for _ in range(20):
            failed = heavy.begin(lambda: 1 / 0)
            assert isinstance(failed.exception(10), ZeroDivisionError)
            done = Event()
            failed.add_done_callback(lambda _, done=done: done.set())
            assert done.wait(10)
            assert heavy.taken == 0


def test_the_place_of_a_visitor_who_has_gone_is_taken_until_the_work_is_done() -> None:
    gate, started = Event(), Event()

    def work() -> None:
        started.set()
        gate.wait(10)

    async def visit(heavy: Computations) -> None:
        visitor = asyncio.create_task(heavy.run(work))
        await asyncio.to_thread(started.wait, 10)
        visitor.cancel()
        with pytest.raises(asyncio.CancelledError):
            await visitor
        with pytest.raises(Busy):
            await heavy.run(work)
        gate.set()

    with Computations(Limits(computations=1, waiting=0)) as heavy:
        asyncio.run(visit(heavy))


def test_who_leaves_the_queue_leaves_no_work_behind() -> None:
    gate, ran = Event(), []

    async def visit(heavy: Computations) -> None:
        heavy.begin(lambda: gate.wait(10))
        waiting = asyncio.create_task(heavy.run(lambda: ran.append(1)))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        gate.set()
        await heavy.run(lambda: None)

    with Computations(Limits(computations=1, waiting=5)) as heavy:
        asyncio.run(visit(heavy))
    assert ran == []
