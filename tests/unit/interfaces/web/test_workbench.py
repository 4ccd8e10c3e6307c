"""The workbench: computed once beside the pages, waited for a little, never queued for what is there already."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from threading import Event

import pytest

from liangrong.interfaces.web.guard.computations import Busy
from liangrong.interfaces.web.workbench import Workbench

PATIENCE_S = 60
"""Longer than anything here takes on a busy machine; reached only when something hangs."""


class Slow:
    """Work that ends when it is let go."""

    def __init__(self) -> None:
        self.begun = 0
        self.gate, self.ended = Event(), Future[None]()

    def __call__(self) -> None:
        self.begun += 1
        self.gate.wait(PATIENCE_S)
        self.ended.set_result(None)


@pytest.fixture
def slow() -> Iterator[Slow]:
    found = Slow()
    yield found
    found.gate.set()


@pytest.fixture
def bench() -> Iterator[Workbench]:
    found = Workbench(patience=0)
    yield found
    found.close()


def until_done(bench: Workbench, key: str) -> None:
    """Ask until it is there; it must not be begun again."""
    again: list[str] = []
    pause = Event()
    while not bench.is_done(key, lambda: again.append(key)):
        pause.wait(0.001)
    assert again == []


def test_what_takes_long_is_begun_once_and_asked_for_again(bench: Workbench, slow: Slow) -> None:
    assert not bench.is_done("a", slow)
    assert not bench.is_done("a", slow)
    slow.gate.set()
    slow.ended.result(PATIENCE_S)
    until_done(bench, "a")
    assert slow.begun == 1


def test_whoever_begins_it_waits_a_little() -> None:
    bench = Workbench(patience=PATIENCE_S)
    assert bench.is_done("quick", lambda: None)
    bench.close()


def test_what_is_there_does_not_wait_behind_others(bench: Workbench, slow: Slow) -> None:
    bench.is_done("there", lambda: None)
    until_done(bench, "there")
    bench.is_done("long", slow)
    until_done(bench, "there")


def test_what_fails_has_ended_too(bench: Workbench) -> None:
    def failing() -> None:
        raise ValueError

    with suppress(ValueError):
        bench.is_done("a", failing)
    until_done(bench, "a")


def test_too_many_are_turned_away_and_those_before_them_stay(bench: Workbench, slow: Slow) -> None:
    def one_after_the_other() -> None:
        for number in range(1000):
            bench.is_done(f"{number}", slow)

    with pytest.raises(Busy):
        one_after_the_other()
    assert not bench.is_done("0", slow), "what is under way can still be asked for"
