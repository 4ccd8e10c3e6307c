"""The store: one Delta table per standard table, appended to, never rewritten.

``read`` answers with the latest vintage known at an instant. A commit holds whole days of one table, so a reader sees a
day entirely or not at all. Not here: the raw bytes (``archive.py``) and what has been asked for (``coverage.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from liangrong.core.calendar import Calendar, mainland
from liangrong.core.errors import MixedOrigins, NotKnown, StorageFailed, UsageError
from liangrong.market.priority import is_simulated
from liangrong.market.schemas import Table, conform
from liangrong.market.tables import table
from liangrong.store.archive import Archive
from liangrong.store.coverage import Coverage
from liangrong.store.delta import DeltaFolder, Pinned
from liangrong.store.lock import WriterLock
from liangrong.store.metadata import FILE, Metadata, Origin, read_metadata, write_metadata
from liangrong.store.reading import Part, SnapshotReader, collect, empty
from liangrong.store.vintages import (
    COMPLETED,
    KNOWN,
    NEW,
    REVISED,
    VINTAGE,
    classify,
    identity,
    known_clocks,
    later_than,
    without_repeats,
)

if TYPE_CHECKING:
    from liangrong.market.snapshot import Keys

__all__ = ["Appended", "Pending", "Store"]

COMPACT_ABOVE: Final = 24
"""A table of more files than this is gathered into fewer: each file costs a reader about half a millisecond."""


FEW: Final = 64
"""Up to so many values of a key are handed to the reader as a condition; a longer list costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Appended:
    """How many rows were new, already known, or a new vintage of a stored row (changed or completed)."""

    added: int = 0
    known: int = 0
    revised: int = 0

    def __add__(self, other: Appended) -> Appended:
        return Appended(self.added + other.added, self.known + other.known, self.revised + other.revised)


@dataclass(frozen=True)
class Pending:
    """Rows compared with the store and stamped, ready to be committed."""

    name: str
    rows: pl.DataFrame
    outcome: Appended


@dataclass(frozen=True)
class Store:
    """A folder of tables.

    Open one with ``Store.open``; a store may be read by any number of processes while one writes.

    Parameters
    ----------
    path
        The folder.
    calendar
        Says when facts count as known.
    """

    path: Path
    calendar: Calendar
    archive: Archive
    coverage: Coverage
    lock: WriterLock

    @classmethod
    def open(cls, path: Path, *, create: bool = False, calendar: Calendar | None = None) -> Store:
        """Open the store in ``path``.

        Parameters
        ----------
        create
            Make one in an empty or missing folder.

        Raises
        ------
        NotKnown
            There is no store.
        UsageError
            The folder holds other things, and shall not be made a store; or its path has square brackets.
        BadInput
            The store is damaged or of a newer format.
        StorageFailed
            The folder cannot be written to.
        """
        if set("[]") & set(f"{path.absolute()}"):
            raise UsageError(
                reason=f"{path.absolute()} has square brackets in its name, which Delta Lake cannot address. Choose another folder.",
                reason_zh=f"{path.absolute()} 的路径含方括号，Delta Lake 无法使用。请另选目录。",
            )
        if read_metadata(path) is None:
            if not create:
                raise NotKnown(
                    reason=f"There is no store at {path}.",
                    reason_zh=f"{path} 处没有数据目录。",
                    hint="Make one with `liangrong sync`, `liangrong import FILE…` or `liangrong demo`, or name another with --store.",
                    hint_zh="请用 liangrong sync、liangrong import 文件… 或 liangrong demo 建立，或用 --store 指定另一个目录。",
                )
            if path.is_dir() and any(not entry.name.startswith(FILE) for entry in path.iterdir()):
                raise UsageError(
                    reason=f"{path} is not empty and not a store. Choose another folder with --store.",
                    reason_zh=f"{path} 不是空目录，也不是数据目录。请用 --store 另选目录。",
                )
            write_metadata(path, Metadata())
        lock = WriterLock(path / "writer.lock")
        return cls(path, calendar or mainland(), Archive(path / "raw"), Coverage(path / "coverage"), lock)

    @property
    def origin(self) -> Origin | None:
        """Whether the facts are real or simulated; ``None`` while there are none."""
        found = read_metadata(self.path)
        return found.origin if found else None

    def require_origin(self, origin: Origin) -> None:
        """Refuse to go on when the store holds facts of the other origin.

        Raises
        ------
        MixedOrigins
            It does.
        """
        has = self.origin
        if has is not None and has != origin:
            raise self._mixed(has, origin)

    @property
    def names(self) -> tuple[str, ...]:
        """The tables that hold rows."""
        root = self.path / "tables"
        return tuple(sorted(entry.name for entry in root.iterdir() if self._delta(entry.name).exists)) if root.is_dir() else ()

    @contextmanager
    def writing(self, purpose: str) -> Iterator[None]:
        """Keep other writers out for the block; ``append`` does so by itself for its own moment.

        Raises
        ------
        StorageFailed
            Another process is writing.
        """
        with self.lock.held(purpose):
            yield

    def append(self, name: str, frame: pl.DataFrame, *, observed_at: datetime, live: bool = False) -> Appended:
        """Add rows of one table in one commit.

        Rows that say what is stored already add nothing; rows that change it become a new vintage, known from
        ``observed_at``.

        Parameters
        ----------
        name
            A standard table.
        frame
            Its rows, whole days; any source.
        observed_at
            When we saw them.
        live
            Whether they came from the publisher just now (a sync), not from a file of unknown age.

        Raises
        ------
        BadInput
            Two rows of one key contradict each other.
        MixedOrigins
            The store holds simulated data and these are real, or the reverse.
        BeyondCalendar
            A row's day has passed, but the calendar does not reach it.
        StorageFailed
            The disk refused; the table is as it was.
        """
        with self.writing(f"append {name}"):
            return self.commit(self.compare(name, frame, observed_at=observed_at, live=live))

    def compare(self, name: str, frame: pl.DataFrame, *, observed_at: datetime, live: bool = False) -> Pending:
        """The first half of ``append``: what would be added. Writes nothing; takes the same parameters."""
        wanted = table(name)
        incoming = without_repeats(wanted, conform(wanted, frame).select(list(wanted.schema)))
        if incoming.is_empty():
            return Pending(name, empty(wanted), Appended())
        states = classify(wanted, incoming, self._vintages_around(wanted, incoming), live=live)
        counts = dict(states["_state"].value_counts().iter_rows())
        fresh = states.filter(pl.col("_state") != KNOWN)
        first = known_clocks(fresh[wanted.day].unique().to_list(), observed_at, self.calendar, live=live)
        # What only completes an earlier print was public with it, unless we saw the publisher add it.
        revised = pl.col("_state").is_in([REVISED, COMPLETED] if live else [REVISED])
        completed = pl.col("_state") == COMPLETED
        stamped = (
            fresh.join(first, left_on=wanted.day, right_on="_day", how="left", nulls_equal=True, maintain_order="left")
            .with_columns(
                known_at=pl.when(revised)
                .then(later_than(pl.lit(observed_at, pl.Datetime("us", "UTC")), pl.col("_known_at")))
                .when(completed)
                .then(later_than(pl.col("_first_known_at"), pl.col("_known_at")))
                .otherwise("_first_known_at"),
                known_basis=pl.when(revised).then(pl.lit("observed")).otherwise("_basis"),
                recorded_at=pl.lit(datetime.now(UTC), pl.Datetime("us", "UTC")),
                **{VINTAGE: (pl.col("_vintage") + 1).cast(pl.Int32)},
            )
            .select([*wanted.stored_schema, VINTAGE])
            .sort(wanted.day, *identity(wanted), maintain_order=True)
        )
        changed = counts.get(REVISED, 0) + counts.get(COMPLETED, 0)
        return Pending(name, stamped, Appended(counts.get(NEW, 0), counts.get(KNOWN, 0), changed))

    def commit(self, pending: Pending) -> Appended:
        """The second half of ``append``: write what was compared, while the same ``writing`` block is held."""
        if pending.rows.is_empty():
            return pending.outcome
        assert self.lock.is_held, "compare and commit belong into one writing block"
        self._claim_origin(pending.rows["source"].unique().to_list())
        self._delta(pending.name).append(pending.rows)
        return pending.outcome

    def read(
        self,
        name: str,
        start: date | None = None,
        end: date | None = None,
        keys: Keys | None = None,
        known_at: datetime | None = None,
        columns: Sequence[str] | None = None,
        *,
        vintages: bool = False,
    ) -> pl.DataFrame:
        """Rows of one table as known at an instant, in no particular order.

        Parameters
        ----------
        start, end
            First and last day, both included; rows without a day are always included.
        keys
            Column name to the values wanted.
        known_at
            Leave out what could not be known yet then; ``None``: everything stored.
        columns
            Columns wanted; all of ``stored_schema`` by default.
        vintages
            Every vintage instead of the latest, with the column ``vintage``.
        """
        part = Part(start, end, keys or {}, known_at)
        return collect(table(name), self._delta(name).scan(), part, columns, vintages=vintages)

    def revised_days(self, name: str, *, after: datetime, until: datetime | None = None) -> tuple[date, ...]:
        """The days of which a later vintage (changed or completed) became known after an instant, in order.

        Parameters
        ----------
        until
            Up to this instant, included; ``None`` for all that is stored.
        """
        wanted, rows = table(name), self._delta(name).scan()
        if rows is None:
            return ()
        known = pl.col("known_at")
        within = (known > after) & (known <= until) if until is not None else known > after
        days = rows.filter(pl.col(VINTAGE) > 1, within).select(wanted.day).collect().to_series()
        return tuple(days.drop_nulls().unique().sort())

    def reader(self, known_at: datetime | None = None) -> SnapshotReader:
        """A reader for one ``MarketSnapshot``."""
        return SnapshotReader(self.path / "tables", known_at)

    def compact(self) -> tuple[str, ...]:
        """Gather the files of tables that have become many. Vintages stay; readers are not disturbed.

        Returns
        -------
        tuple of str
            The tables gathered.
        """
        with self.writing("compact"):
            busy = [name for name in self.names if self._delta(name).compact(above=COMPACT_ABOVE)]
            self.coverage.compact(above=COMPACT_ABOVE)
        return tuple(busy)

    def last_commits(self, *names: str) -> tuple[str, ...]:
        """What tells the present state of some tables from every other; a fraction of a millisecond for each."""
        return tuple(self._delta(name).last_commit() for name in names)

    def table(self, name: str) -> Pinned | None:
        """The last version of a table, for its number, rows and files; ``None`` when it holds nothing."""
        return self._delta(name).pin()

    def _delta(self, name: str) -> DeltaFolder:
        return DeltaFolder(self.path / "tables" / name)

    def _vintages_around(self, wanted: Table, incoming: pl.DataFrame) -> pl.DataFrame:
        """The stored vintages among which those of ``incoming`` must be."""
        days = incoming[wanted.day].drop_nulls()
        first, last = (day if isinstance(day, date) else None for day in (days.min(), days.max()))
        texts = [name for name in identity(wanted) if incoming.schema[name] == pl.String()]
        values = {name: incoming[name].unique() for name in texts}
        part = Part(first, last, {name: few.to_list() for name, few in values.items() if few.len() <= FEW})
        return collect(wanted, self._delta(wanted.name).scan(), part, vintages=True)

    def _claim_origin(self, sources: Sequence[str]) -> None:
        origins: set[Origin] = {"simulated" if is_simulated(source) else "real" for source in sources}
        stored = read_metadata(self.path)
        if stored is None:
            raise StorageFailed(path=self.path, reason="the store has vanished", reason_zh="数据目录已不存在")
        has = next(iter(origins)) if stored.origin is None else stored.origin
        for origin in origins - {has}:
            raise self._mixed(has, origin)
        if stored.origin is None:
            write_metadata(self.path, replace(stored, origin=has))

    def _mixed(self, has: Origin, got: Origin) -> MixedOrigins:
        return MixedOrigins(store=self.path, has=has, has_zh=_ORIGIN_ZH[has], got=got, got_zh=_ORIGIN_ZH[got])


_ORIGIN_ZH: Final[dict[Origin, str]] = {"real": "真实", "simulated": "模拟"}
