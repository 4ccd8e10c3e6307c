"""Make a national book from what a store knows of a day: calibrated to it, and invented where it is silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, overload

import polars as pl

from liangrong.accounts.terms import agreed_terms
from liangrong.book.generator.parameters import Parameters
from liangrong.book.lines import Lines
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.calibration import named_calibration
from liangrong.services.books.files import SYNTHETIC_NOTE, book_folder
from liangrong.services.ingest import Progress, ProgressListener, silent
from liangrong.services.workspace import Workspace

if TYPE_CHECKING:
    from liangrong.book.columns import Partition
    from liangrong.book.generator.generator import Generator

__all__ = ["PARTITION_SIZE", "GenerationRequest", "generate"]

PARTITION_SIZE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """A book to be made.

    Parameters
    ----------
    name
        What it is called in the store.
    on
        The day; the latest complete session by default.
    accounts
        How many; as many as the country has by default. With fewer, every sum is scaled down in proportion.
    seed, partition_size
        As for ``Generator``.
    parameters
        What is invented.
    borrowers_share
        Share of accounts in debt; as the store says by default. 1 makes a book in which everybody is in debt.
    replace_existing
        Whether a book of that name may be replaced.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    """

    name: str
    on: date | None = None
    accounts: int | None = None
    seed: int = 0
    partition_size: int = PARTITION_SIZE
    parameters: Parameters = field(default_factory=Parameters)
    borrowers_share: float | None = None
    replace_existing: bool = False
    known_at: datetime | None = None


def generate(workspace: Workspace, request: GenerationRequest, *, progress: ProgressListener = silent) -> Result:
    """Draw a book, write it partition by partition, and say how near it comes to what is published.

    Parameters
    ----------
    progress
        Told after each partition.

    Returns
    -------
    Result
        The calibration table, see ``book.generator.calibration``; it is kept with the book.

    Raises
    ------
    NoData
        The store does not know the aggregates of the day.
    UsageError
        The request cannot be met, or there is a book of that name.
    StorageFailed
        The disk refused.
    """
    from liangrong.book.generator.generator import Generator
    from liangrong.services.books.markets import notes_on_marks
    from liangrong.services.books.targets import targets_of
    from liangrong.store.books.writing import write_book

    as_of, notes = workspace.as_of(request.on, request.known_at)
    folder = book_folder(workspace, request.name)
    targets, supposed = targets_of(workspace.snapshot(as_of))
    if request.borrowers_share is not None:
        if not 0 < request.borrowers_share <= 1:
            raise UsageError(reason=f"The share of accounts in debt is {request.borrowers_share}; it lies between 0 and 1.",
                             reason_zh=f"负债账户占比为 {request.borrowers_share}，应在 0 与 1 之间。")  # fmt: skip
        asked = Note("由请求指定", "as asked for")
        targets = replace(
            targets,
            borrowers=max(1, round(targets.accounts * request.borrowers_share)),
            sources={**targets.sources, "borrowers": asked},
        )
    drawn = targets if request.accounts is None else targets.scaled(request.accounts)
    generator = Generator(
        drawn,
        request.parameters,
        request.seed,
        request.partition_size,
    )
    made: dict[str, Any] = {
        "how": "generated", "market": "simulated" if workspace.is_simulated else "real", "scale": drawn.accounts / targets.accounts,
        "seed": request.seed, "partition_size": request.partition_size, "parameters": asdict(request.parameters),
    }  # fmt: skip
    counted = _Counted(generator, made, progress)
    write_book(folder, generator.book(counted), drawn.marks, made=made, replace_existing=request.replace_existing)
    return Result(
        data=named_calibration(counted.calibration), as_of=as_of.as_of, known_at=as_of.known_at, source=(f"book:{request.name}",)
    ).warn(SYNTHETIC_NOTE, *notes, *notes_on_marks(workspace, as_of), *supposed)


class _Counted(Sequence["Partition"]):
    """Partitions on their way to the disk: each is counted, and after the last one the calibration stands in ``made``."""

    def __init__(self, generator: Generator, made: dict[str, Any], progress: ProgressListener) -> None:
        self._generator, self._made, self._progress = generator, made, progress
        self.calibration = pl.DataFrame()

    def __len__(self) -> int:
        return len(self._generator)

    @overload
    def __getitem__(self, at: int, /) -> Partition: ...
    @overload
    def __getitem__(self, at: slice, /) -> Sequence[Partition]: ...
    def __getitem__(self, at: int | slice, /) -> Partition | Sequence[Partition]:
        return self._generator[at]

    def __iter__(self) -> Iterator[Partition]:
        from liangrong.book.generator.calibration import Tally, calibration, tally

        targets, count = self._generator.targets, len(self)
        lines = Lines.of(agreed_terms(Rulebook.load().at(targets.marks.on)))
        found = Tally.empty(targets.marks.size)
        for number, partition in enumerate(self._generator):
            yield partition
            found.add(tally(partition, targets, lines))
            self._progress(Progress("partitions", number + 1, count))
        self.calibration = calibration(self._generator, found)
        self._made["calibration"] = self.calibration.to_dicts()
