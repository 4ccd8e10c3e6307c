"""Processes of this machine: the same answers, and what happens when one is killed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from liangrong.book.columns import Partition
from liangrong.services.books.files import OpenedBook
from liangrong.services.engines.choice import engine_of
from liangrong.services.engines.local import HERE
from liangrong.services.engines.processes import Process
from liangrong.services.engines.worker import Failed
from tests.unit.services.engines.workers import CashTask, Deadly, Whose


@dataclass(frozen=True)
class Unreadable:
    """Cannot be read where it arrives."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return _unreadable, ("nobody knows how",)

    def __call__(self, partition: Partition) -> int:
        return 0


def _unreadable(words: str) -> None:
    raise RuntimeError(words)


class Twofold(Exception):
    """An error that does not survive its own copy."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} {other}")


def test_processes_answer_what_this_one_answers_and_a_killed_one_is_replaced(book: OpenedBook, tmp_path: Path) -> None:
    with engine_of("processes", workers=2) as engine:
        workers = set(engine.each(Whose(), book))
        assert os.getpid() not in workers
        assert engine(Deadly(tmp_path, 1), book) == HERE(CashTask(), book)
        assert [file.name for file in tmp_path.iterdir()] == ["0"]
        with pytest.raises(RuntimeError, match="nobody knows how"):
            list(engine.each(Unreadable(), book))
    for pid in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@dataclass(frozen=True)
class Large:
    """More than a pipe holds, there and back."""

    words: bytes

    def __call__(self, partition: Partition) -> bytes:
        return self.words


def test_asking_does_not_wait_for_answers_that_nobody_has_read(book: OpenedBook) -> None:
    worker = Process()
    try:
        large, (file, *_) = Large(bytes(1 << 24)), book.files
        sending = Thread(target=lambda: [worker.send(*words) for words in (("take", large), ("answer", file)) * 3], daemon=True)
        sending.start()
        sending.join(timeout=60)
        assert not sending.is_alive()
        replies = [worker.reply() for _ in range(7)]
        assert [len(reply) for reply in replies if isinstance(reply, bytes)] == [1 << 24] * 3
    finally:
        worker.stop()


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    assert f"{Failed.of(Twofold('a', 'b')).error}" == "Twofold: a b"
    assert isinstance(Failed.of(ZeroDivisionError()).error, ZeroDivisionError)
