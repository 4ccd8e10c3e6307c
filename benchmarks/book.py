"""How fast a whole country is marked to market, beside the memory of the machine, polars, DuckDB, objects in Python and rqalpha.

The book is invented: every account in debt, securities as unevenly held as in a market. ``limit_s`` is what the kernel must read and
write over the best rate at which two threads read the same arrays in the same run; the others value the same accounts, on
part of the book, scaled by its rows. Times in this process are the best of several. Peak memory and the cold start are those of
processes of their own, which open the book from a disk.
Usage: ``python benchmarks/book.py [--accounts 15640000] [--json]``; ``--growth``: time per account of 1, 4 and 16 million;
``--disk N``: N accounts from a cold disk, beside the bare reading of their files.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from national.limit import RUNS, THREADS, best, needed, reading
from national.maker import ACCOUNTS, DAY, PARTITION, national, partition
from national.scenarios import SCENARIOS, called_in_floats, scenarios
from numpy.typing import NDArray

from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.book.columns import Book, Partition
from liangrong.book.lines import CALL, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import Revaluation, revalue
from liangrong.rules.rulebook import Rulebook

PEER_ACCOUNTS, OBJECTS, EXACT = 1_000_000, 20_000, 3_000
"""Accounts that polars and DuckDB value, objects in floats, and accounts of our exact engine and of rqalpha."""
CHECKED = 50_000
"""Accounts of which every scenario of the grid is checked."""
FALL = -0.2
"""The blow that starts the cascade."""
ROUNDS = 20
GROWTH = (1_000_000, 4_000_000, 16_000_000)
PIECE = 8 << 20
LIMITS = {"revalue": "at most 4", "polars": "at least 25", "duckdb": "at least 25", "objects": "at least 500",
          "rqalpha": "at least 500", "peak": 2.5, "start": 1.5,
          "grid": 7e8, "cascade": 2.5, "growth": "within 25 %", "disk": "at most 1.3"}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One figure, its limit or peer, and how it stands to it."""

    what: str
    measured: float
    unit: str
    ratio: float | None = None
    beside: str = ""


def terms() -> Terms:
    return agreed_terms(Rulebook.load().at(DAY))


# ── ours


class Valuer:
    """A book valued again and again into the same columns."""

    def __init__(self, partitions: Sequence[Partition], marks: MarkTable, lines: Lines) -> None:
        self.partitions, self.marks, self.lines = partitions, marks, lines
        self.found: list[Revaluation | None] = [None] * len(partitions)

    def __call__(self) -> None:
        """Value it."""
        for place, part in enumerate(self.partitions):
            self.found[place] = revalue(part, self.marks, self.lines, threads=THREADS, into=self.found[place])

    def totals(self) -> NDArray[np.int64]:
        """Sums by zone, without a row for any account."""
        return np.sum(
            [revalue(p, self.marks, self.lines, threads=THREADS, by_account=False).totals for p in self.partitions], axis=0
        )

    def securities(self) -> int:
        """Shares and principal by zone and security, as the peers add them up after their rows."""
        from liangrong.book.exposures import exposures

        found = [exposures(part, known.zone, securities=self.marks.size, threads=THREADS)
                 for part, known in zip(self.partitions, self.found, strict=True) if known]  # fmt: skip
        return sum(int(column.sum()) for part in found for column in part[1:])


def revaluation(book: Book, marks: MarkTable, lines: Lines, peer_accounts: int) -> tuple[dict[str, Any], list[Row]]:
    accounts, rate = sum(part.size for part in book.partitions), reading(book.partitions)
    limit, valuer = needed(book.partitions) / rate, Valuer(book.partitions, marks, lines)
    start = time.perf_counter()
    valuer()
    first, taken = time.perf_counter() - start, best(valuer)
    bare, bare_limit = best(valuer.totals), needed(book.partitions, written=False) / rate
    securities = best(valuer.securities, 3)
    assert (valuer.totals() == np.sum([known.totals for known in valuer.found if known], axis=0)).all()
    rows = [
        Row("memory read by two threads", rate / 1e9, "GB/s"),
        Row("limit: bytes to read and write at that rate", limit, "s"),
        Row("revalue, a row for every account", taken, "s", taken / limit, f"x the limit, {LIMITS['revalue']}"),
        Row("the same, with the first touch of its memory", first, "s", first / limit, "x the limit"),
        Row("sums by zone only", bare, "s", bare / bare_limit, "x the limit, nothing to write"),
        Row("exposures by zone and security, besides", securities, "s", securities / taken, "x revalue"),
    ]
    found: dict[str, Any] = {"s": taken, "x_limit": taken / limit}
    each, each_security = taken / accounts, (taken + securities) / accounts
    for key, name, seconds, with_securities in peers(marks, lines, peer_accounts):
        found[f"x_{key}"] = seconds / each
        rows.append(Row(f"{name}, an account", seconds * 1e6, "µs", seconds / each, f"x ours, {LIMITS.get(key, 'not a limit')}"))
        if with_securities:
            rows.append(
                Row(f"{name}, sums by security too", with_securities * 1e6, "µs", with_securities / each_security, "x ours")
            )
    return {
        "limit_s": limit,
        "revalue": found,
        "by_security": {"s": taken + securities, "x_limit": (taken + securities) / limit},
    }, rows


def peers(marks: MarkTable, lines: Lines, count: int) -> Iterator[tuple[str, str, float, float]]:
    """Key, name, seconds for an account, and with sums by security, of those who value part of the book; they must find what we find."""
    from national.peers import accounts_peer, duckdb_peer, objects_peer, polars_peer, rqalpha_peer

    from liangrong.book.exposures import exposures

    sample = partition(0, count, marks)
    ours = revalue(sample, marks, lines)
    by_security = sum(int(column.sum()) for column in exposures(sample, ours.zone, securities=marks.size)[1:])
    for key, make in (("polars", polars_peer), ("duckdb", lambda *given: duckdb_peer(*given, threads=THREADS))):
        peer = make(sample, marks, lines)
        theirs = peer.rows()
        order = np.argsort(theirs["account"])
        for name, column in (
            ("assets", ours.assets),
            ("debt", ours.debt),
            ("margin", ours.available_margin),
            ("zone", ours.zone),
        ):
            assert (theirs[name][order] == column).all(), f"{peer.name} finds another {name}"
        assert peer.securities() == by_security, f"{peer.name} finds other sums by security"
        taken, more = best(peer.rows, 3), best(peer.securities, 3)
        yield key, peer.name, taken / count, (taken + more) / count
        del peer, theirs, order
    objects = min(count, OBJECTS), min(count, EXACT)
    makers = (objects_peer(sample, marks, lines, objects[0]), accounts_peer(sample, marks, terms(), objects[1]))
    for key, name, work, number in zip(
        ("objects", "accounts"), ("objects in floats", "accounts.assess, exact"), makers, objects, strict=True
    ):
        assert work() == (ours.zone[:number] >= CALL).sum(), f"{name} call others"
        yield key, name, best(work, 3) / number, 0.0
    if theirs := rqalpha_peer(sample, marks, objects[1]):
        yield "rqalpha", *theirs, 0.0


# ── scenarios and the cascade


def grids(book: Book, marks: MarkTable, lines: Lines) -> tuple[dict[str, Any], list[Row]]:
    """A hundred scenarios with forced sales; called accounts are compared with revaluations and with floats, one scenario after the other."""
    from liangrong.book.grid import grid, laid_out
    from liangrong.book.selection import selected

    prices = scenarios(marks)
    some = selected(book.partitions[0], range(min(CHECKED, book.partitions[0].size)))
    screened, exact = grid(some, laid_out(prices, marks), lines, threads=THREADS), True
    for number, price in enumerate(prices):
        found = revalue(some, replace(marks, price=price, fair_price=price), lines)
        exact &= bool((screened.totals[number, CALL:] == found.totals[CALL:]).all())
        exact &= int(screened.totals[number, CALL:, 0].sum()) == called_in_floats(some, price, lines)
    start = time.perf_counter()
    layout = laid_out(prices, marks)
    for part in book.partitions:
        grid(part, layout, lines, threads=THREADS)
    taken = time.perf_counter() - start
    rate = SCENARIOS * sum(part.size for part in book.partitions) / taken
    row = Row(
        f"{SCENARIOS} scenarios with forced sales", rate, "account-scenarios/s", rate / LIMITS["grid"], f"of 7e8; exact: {exact}"
    )
    return {"grid": {"account_scenarios_per_s": rate, "exact": exact, "s": taken}}, [row]


def cascades(book: Book, marks: MarkTable) -> tuple[dict[str, Any], list[Row]]:
    from liangrong.stress.cascade.rounds import cascade

    price = np.rint(marks.price * (1 + FALL)).astype(np.int64)
    start_marks = replace(marks, price=price, fair_price=price, previous_close=price)
    small = Book(book.on, book.securities, [partition(0, 1000, marks)], book.origin)
    cascade(small, marks, start_marks, terms(), sessions=2, threads=THREADS)
    start = time.perf_counter()
    path = cascade(book, marks, start_marks, terms(), sessions=ROUNDS, threads=THREADS)
    taken, sessions = time.perf_counter() - start, len(path.rows) - 1
    row = Row(
        f"cascade, {sessions} sessions after a fall of {-FALL:.0%}",
        taken,
        "s",
        taken / LIMITS["cascade"],
        f"of 2.5 s for {ROUNDS}",
    )
    return {"cascade": {"s": taken, "sessions": sessions}}, [row]


# ── processes of their own


def child(task: str, folder: str) -> None:
    """What a process of its own does: ``peak`` and ``totals`` value a stored book, ``read`` only reads its files."""
    from liangrong.store.books.opening import open_book

    begun = time.perf_counter()
    if task == "read":
        with ThreadPoolExecutor(THREADS) as pool:
            done = sum(pool.map(read, hot_files(folder)))
    else:
        stored, lines = open_book(folder), Lines.of(terms())
        valued = (
            revalue(part, stored.marks, lines, threads=THREADS, by_account=task == "peak") for part in stored.book.partitions
        )
        if task == "peak":  # all rows are kept, as whoever asked for them would
            done = sum(len(found.zone) for found in list(valued))
        else:
            done = sum(int(found.totals[:, 0].sum()) for found in valued)
    print(json.dumps({"done": done, "s": time.perf_counter() - begun, "peak": peak()}))


def peak() -> int:
    """The most memory this process has had, in bytes; ``ru_maxrss`` would begin with the memory of whoever started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(status.partition("VmHWM:")[2].split()[0])


def alone(task: str, folder: Path) -> dict[str, Any]:
    """The answer of such a process; its modules are compiled, as after a first use."""
    command = [sys.executable, __file__, "--child", task, f"{folder}"]
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled["PYTHONPYCACHEPREFIX"] = f"{folder.parent / 'compiled'}"
    return dict(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=compiled).stdout))


def read(path: Path) -> int:
    room, done = bytearray(PIECE), 0
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(room):
            done += count
    return done


def hot_files(folder: str | Path) -> list[Path]:
    """The files that a revaluation reads."""
    return sorted(path for name in ("accounts", "offsets", "positions", "contracts", "shorts", "others")
                  for path in Path(folder).rglob(f"{name}.arrow"))  # fmt: skip


def dropped(folder: Path) -> None:
    """Make the system forget what it has read of these files."""
    for path in hot_files(folder):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def stored(book: Book, marks: MarkTable, folder: Path) -> Path:
    from liangrong.store.books.writing import write_book

    return write_book(folder, book, marks, made={"by": "benchmarks/book.py"})


def processes(book: Book, marks: MarkTable, folder: Path) -> tuple[dict[str, Any], list[Row]]:
    whole = stored(book, marks, folder / "whole")
    small = stored(replace_partitions(book, [partition(0, 10_000, marks)]), marks, folder / "small")
    most = alone("peak", whole)["peak"] / 1e9
    alone("totals", small)
    start = min(started(small) for _ in range(5))
    rows = [
        Row("peak memory of the revaluation, mapped from disk, all rows kept", most, "GB", most / LIMITS["peak"], "of 2.5 GB"),
        Row("new process: import, open, value 10,000 accounts", start, "s", start / LIMITS["start"], "of 1.5 s"),
    ]
    return {"peak_rss_gb": most, "cached_start_s": start}, rows


def started(folder: Path) -> float:
    """Seconds from the command to its end, kernels compiled before."""
    start = time.perf_counter()
    alone("totals", folder)
    return time.perf_counter() - start


def replace_partitions(book: Book, partitions: Sequence[Partition]) -> Book:
    return Book(book.on, book.securities, partitions, book.origin)


# ── growth and disk


def growth(accounts: Sequence[int]) -> list[Row]:
    """Nanoseconds for an account, in books of several sizes."""
    (book, marks), lines, found = national(max(accounts)), Lines.of(terms()), []
    for count in accounts:
        part = book.partitions[: -(-count // PARTITION)]
        found.append(best(Valuer(part, marks, lines)) / sum(p.size for p in part) * 1e9)
    return [Row(f"revalue, {count:,} accounts, an account", each, "ns", each / found[0], f"x the first, {LIMITS['growth']}")
            for count, each in zip(accounts, found, strict=True)]  # fmt: skip


def disk(accounts: int, folder: Path) -> list[Row]:
    """Sums by zone of a book that is nowhere in memory, beside the bare reading of the same files."""
    book, marks = national(accounts, kept=False)
    whole, taken = stored(book, marks, folder / "disk"), []
    size = sum(path.stat().st_size for path in hot_files(whole))
    alone("totals", whole)
    for _ in range(3):
        for task in ("read", "totals"):
            dropped(whole)
            taken.append(alone(task, whole))
    bare, ours = (min(found["s"] for found in taken[place::2]) for place in (0, 1))
    assert taken[1]["done"] == accounts
    most = max(found["peak"] for found in taken[1::2]) / 1e9
    return [
        Row(f"reading {size / 1e9:.1f} GB from a cold disk", size / bare / 1e9, "GB/s"),
        Row(
            f"sums by zone of {accounts:,} accounts from a cold disk", ours, "s", ours / bare, f"x the reading, {LIMITS['disk']}"
        ),
        Row("its peak memory", most, "GB", most / 4, "of 4 GB"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=ACCOUNTS)
    parser.add_argument("--peer-accounts", type=int, default=PEER_ACCOUNTS, help="accounts that polars and DuckDB value")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--disk", type=int, metavar="N")
    parser.add_argument("--folder", type=Path, help="where books are written and removed again; a temporary folder by default")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(*given.child)
        return
    versions = " ".join(f"{name} {importlib.metadata.version(name)}" for name in ("numba", "numpy"))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}, load {os.getloadavg()[0]:.1f}"
    found: dict[str, Any] = {}
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(dir=given.folder) as place:
        folder = Path(place)
        if given.growth or given.disk:
            rows += growth(GROWTH) if given.growth else []
            rows += disk(given.disk, folder) if given.disk else []
        else:
            book, marks = national(given.accounts)
            lines = Lines.of(terms())
            parts: list[Callable[[], tuple[dict[str, Any], list[Row]]]] = [
                lambda: revaluation(book, marks, lines, min(given.peer_accounts, given.accounts)), lambda: grids(book, marks, lines),
                lambda: cascades(book, marks), lambda: processes(book, marks, folder),
            ]  # fmt: skip
            for part in parts:
                numbers, more = part()
                found |= numbers
                rows += more
    if given.json:
        print(json.dumps({**found, "accounts": given.accounts, "machine": machine, "rows": [vars(row) for row in rows]}))
        return
    print(machine)
    if found:
        book_rows = [sum(len(getattr(part, name).security) for part in book.partitions) for name in ("positions", "contracts")]
        print(f"{given.accounts:,} accounts, {book_rows[0]:,} positions, {book_rows[1]:,} contracts; polars and DuckDB on "
              f"{min(given.peer_accounts, given.accounts):,} accounts, scaled by rows; best of {RUNS}")  # fmt: skip
    print(f"{'what':<72}{'measured':>14} {'unit':<20}{'ratio':>8}  to")
    for row in rows:
        shown = f"{row.measured:,.0f}" if row.measured >= 1000 else f"{row.measured:.3g}"
        print(f"{row.what:<72}{shown:>14} {row.unit:<20}{'' if row.ratio is None else f'{row.ratio:.2f}':>8}  {row.beside}")


if __name__ == "__main__":
    main()
