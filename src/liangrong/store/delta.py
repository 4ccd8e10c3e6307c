"""One Delta table in one folder: the only place that knows delta-rs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from liangrong.core.errors import StorageFailed

if TYPE_CHECKING:
    from deltalake import DeltaTable

__all__ = ["DeltaFolder"]


@dataclass(frozen=True, slots=True)
class DeltaFolder:
    """A folder that is, or will become with its first append, a Delta table."""

    path: Path

    @property
    def exists(self) -> bool:
        """Whether a first commit is there."""
        return any((self.path / "_delta_log").glob("*.json"))

    def scan(self) -> pl.LazyFrame | None:
        """The rows of the last commit, lazily; ``None`` before the first. What is read stays one version."""
        found = self._open()
        return None if found is None else pl.scan_delta(found)

    def append(self, frame: pl.DataFrame) -> None:
        """Add rows in one commit.

        Raises
        ------
        StorageFailed
            The disk refused; readers see the version before.
        """
        from deltalake import write_deltalake

        with _storage_errors(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            write_deltalake(self.path, frame, mode="append", name=self.path.name, schema_mode="merge")

    def compact(self, *, above: int) -> bool:
        """Gather small files when there are more than ``above``; whether it was done."""
        found = self._open()
        if found is None or len(found.file_uris()) <= above:
            return False
        with _storage_errors(self.path):
            found.optimize.compact()
        return True

    def version(self) -> int:
        """The number of the last commit; -1 before the first."""
        found = self._open()
        return -1 if found is None else found.version()

    def rows(self) -> int:
        """How many rows there are, from metadata alone."""
        found = self._open()
        return 0 if found is None else int(pl.DataFrame(found.get_add_actions(flatten=True))["num_records"].sum())

    def files(self) -> set[str]:
        """Names of the data files of the last commit."""
        found = self._open()
        return set() if found is None else {Path(uri).name for uri in found.file_uris()}

    def _open(self) -> DeltaTable | None:
        if not self.exists:
            return None
        from deltalake import DeltaTable

        with _storage_errors(self.path):
            return DeltaTable(self.path)


@contextmanager
def _storage_errors(path: Path) -> Iterator[None]:
    from deltalake.exceptions import DeltaError

    try:
        yield
    except (OSError, DeltaError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise StorageFailed(path=path, reason=reason) from error
