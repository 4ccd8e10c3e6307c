"""What engines cost beside a bare process pool, and whether a lost worker or a lost machine changes a byte.

Usage: ``python benchmarks/cluster.py [--accounts N] [--rounds N] [--json]`` (needs the extra ``cluster``). The book of ``national``, in
partitions of 250,000 accounts on disk; the work is two scenarios with forced sales, kernels compiled and workers warm before the clock
starts. The peer is ``ProcessPoolExecutor.map`` over the same partition files, with as many processes. Then a worker is killed (SIGKILL), and
a machine of a Ray cluster of two (its processes killed, another one joining), in the middle of a run and of a cascade: SHA-256 of the answers
against those of this process.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import signal
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial, reduce
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from national.maker import DAY, market, partition

from liangrong.accounts.terms import agreed_terms
from liangrong.book.columns import Book
from liangrong.book.lines import Lines
from liangrong.book.tasks import added
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.files import OpenedBook, opened_book
from liangrong.services.engines.choice import engine_of
from liangrong.store.books.partition_files import PartitionFile
from liangrong.store.books.writing import write_book
from liangrong.stress.cascade.rounds import cascade
from liangrong.stress.scenarios.moves import PriceMove
from liangrong.stress.scenarios.valuation import RunTask

PARTITION = 250_000
WORKERS = 2
SESSIONS = 8
TARGET = 1.25
"""Ray over the bare pool."""


def answered(task: RunTask, file: PartitionFile) -> Any:
    """What the bare pool maps over files."""
    return task(file.open())


def digest(found: Any) -> str:
    """SHA-256 of the arrays of an answer."""
    return hashlib.sha256(b"".join(np.ascontiguousarray(column).tobytes() for column in found)).hexdigest()


class Measured:
    """A book on disk, a run and a cascade over it, and what this process says of both."""

    def __init__(self, folder: Path, accounts: int) -> None:
        marks = market()
        parts = [partition(n, PARTITION, marks, first=n * PARTITION) for n in range(max(2, accounts // PARTITION))]
        write_book(folder / "book", Book(DAY, marks.securities, parts, "synthetic"), marks, made={})
        self.opened: OpenedBook = opened_book(None, folder / "book")
        self.terms = agreed_terms(Rulebook.load().at(DAY))
        after = tuple(PriceMove(move=move).change(marks) for move in (-0.1, -0.3))
        self.task = RunTask(before=marks, after=after, limited=(False, False), lines=Lines.of(self.terms), threads=1)
        self.start = after[1]
        with engine_of("local", workers=WORKERS) as here:
            self.sums = digest(here(self.task, self.opened))
            self.path = self.cascaded(here)

    def cascaded(self, engine: Any, progress: Callable[[int, int], None] | None = None) -> str:
        """The digest of a cascade."""
        found = cascade(
            self.opened.book, self.opened.marks, self.start, self.terms, sessions=SESSIONS, carry=engine.carrier(self.opened),
            progress=progress,
        )  # fmt: skip
        return digest((found.prices, found.sold_shares, np.array([repr(found.rows)])))


def timed(measured: Measured, rounds: int) -> dict[str, float]:
    """Least seconds of each way, taken in turn."""
    files = measured.opened.files
    with (
        ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as bare,
        engine_of("processes", workers=WORKERS) as processes,
        engine_of("ray", workers=WORKERS) as ray,
        engine_of("local", workers=WORKERS) as local,
    ):
        ways: dict[str, Callable[[], Any]] = {
            "bare": lambda: reduce(added, bare.map(partial(answered, measured.task), files)),
            **{name: partial(engine, measured.task, measured.opened)
               for name, engine in (("processes", processes), ("ray", ray), ("local", local))},
            **{f"cascade_{name}": partial(measured.cascaded, engine)
               for name, engine in (("processes", processes), ("ray", ray), ("local", local))},
        }  # fmt: skip
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(rounds + 1):
            for name, way in ways.items():
                begun = time.perf_counter()
                found = way()
                if number:
                    taken[name].append(time.perf_counter() - begun)
                assert (found if isinstance(found, str) else digest(found)) == (
                    measured.path if name.startswith("cascade") else measured.sums
                ), name
    return {name: min(seconds) for name, seconds in taken.items()}


class Once:
    """A misfortune that happens when a third of the work is done."""

    def __init__(self, happens: Callable[[], None]) -> None:
        self.happens, self.happened = happens, False

    def __call__(self, done: int, total: int, *_: object) -> None:
        """Let it happen, once."""
        if done >= total // 3 and not self.happened:
            self.happened = True
            self.happens()


def survived(measured: Measured, name: str, address: str, misfortune: Callable[[Any], None]) -> dict[str, bool]:
    """Whether a run and a cascade, disturbed, end with the same bytes."""
    held: list[Any] = []
    blow = Once(lambda: misfortune(held[0]))
    with engine_of(name, address, WORKERS, listener=blow) as engine:
        held.append(engine)
        run = digest(engine(measured.task, measured.opened)) == measured.sums and blow.happened
        blow.happened = True
        again = Once(lambda: misfortune(engine))
        path = measured.cascaded(engine, again) == measured.path and again.happened
    return {"run": run, "cascade": path}


def kill_worker(engine: Any) -> None:
    """End one process without a word."""
    os.kill(engine.workers[0].pid, signal.SIGKILL)


def on_two_machines(measured: Measured) -> dict[str, bool]:
    """A Ray cluster of two machines of one processor; one is lost, and another joins."""
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    nodes = [cluster.add_node(num_cpus=1)]

    def lose_node(_: Any) -> None:
        cluster.remove_node(nodes.pop(), allow_graceful=False)
        nodes.append(cluster.add_node(num_cpus=1, wait=False))

    try:
        return survived(measured, "ray", cluster.address, lose_node)
    finally:
        cluster.shutdown()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--accounts", type=int, default=4_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = Measured(Path(folder), arguments.accounts)
        seconds = timed(measured, arguments.rounds)
        same = {
            "killed_process": survived(measured, "processes", "", kill_worker),
            "killed_ray_worker": survived(measured, "ray", "", kill_worker),
            "lost_ray_node": on_two_machines(measured),
        }
    told = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", "accounts": arguments.accounts,
        "partitions": len(measured.opened.files), "workers": WORKERS, "seconds": seconds, "ray_to_bare": seconds["ray"] / seconds["bare"],
        "processes_to_bare": seconds["processes"] / seconds["bare"], "same_bytes": same,
    }  # fmt: skip
    if arguments.json:
        print(json.dumps(told))
        return
    print(f"{told['accounts']:,} accounts in {told['partitions']} partitions, {WORKERS} workers ({told['machine']})")
    for name, taken in seconds.items():
        peer = "" if name.startswith("cascade") else f"  {taken / seconds['bare']:5.2f} x the bare pool"
        print(f"{name:20} {taken:7.3f} s{peer}")
    print(f"Ray with {WORKERS} workers: {told['ray_to_bare']:.2f} x the bare pool, at most {TARGET} asked for")
    for name, kinds in same.items():
        print(f"{name:20} " + ", ".join(f"{kind}: {'same bytes' if held else 'DIFFERENT'}" for kind, held in kinds.items()))


if __name__ == "__main__":
    main()
