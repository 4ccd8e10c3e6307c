"""One Delta table in one folder: the only place that knows delta-rs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from liangrong.core.errors import BadInput, StorageFailed

if TYPE_CHECKING:
    from deltalake import DeltaTable, WriterProperties

__all__ = ["DeltaFolder", "Pinned"]

ROW_GROUP: Final = 65_536
"""Rows that a reader takes or leaves together. Tables are sorted by day, so a question about a few days of a million
quotes reads one or two groups instead of the file."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """One version of a Delta table."""

    path: Path
    delta: DeltaTable

    def scan(self) -> pl.LazyFrame:
        """The rows, lazily.

        Raises
        ------
        BadInput
            A data file is missing or cut off: the reader of Parquet would crash on it.
        """
        files = []
        for name, size in self._actions().select("path", "size_bytes").iter_rows():
            files.append(self.path / name)
            if not files[-1].is_file() or files[-1].stat().st_size != size:
                raise BadInput(
                    place=files[-1],
                    reason="this data file is missing or damaged",
                    reason_zh="该数据文件缺失或损坏",
                    hint="Run `liangrong doctor`; the raw archive still holds what was imported.",
                    hint_zh="请运行 liangrong doctor；原始归档中仍有已导入的内容。",
                )
        # Not scan_delta: it asks for the files of a folder called 两融 under its URL-encoded name.
        schema = pl.Schema(self.delta.schema().to_arrow())
        return pl.scan_parquet(files, glob=False, hive_partitioning=False, schema=schema, missing_columns="insert")

    def version(self) -> int:
        """The number of the commit, from 0."""
        return self.delta.version()

    def rows(self) -> int:
        """How many rows there are, from metadata alone."""
        return int(self._actions()["num_records"].sum())

    def files(self) -> set[str]:
        """Names of the data files."""
        return set(self._actions()["path"])

    def _actions(self) -> pl.DataFrame:
        return pl.DataFrame(self.delta.get_add_actions(flatten=True))


@dataclass(frozen=True, slots=True)
class DeltaFolder:
    """A folder that is, or will become with its first append, a Delta table."""

    path: Path

    @property
    def exists(self) -> bool:
        """Whether a first commit is there."""
        return any((self.path / "_delta_log").glob("*.json"))

    def last_commit(self) -> str:
        """What tells the last commit from every other, without reading it; empty before the first."""
        log = self.path / "_delta_log"
        last = max(log.glob("*.json"), default=None)
        return f"{last.name}:{last.stat().st_mtime_ns}" if last else ""

    def pin(self) -> Pinned | None:
        """The last commit, whatever is committed after it; ``None`` before the first.

        Raises
        ------
        BadInput
            The log of the table cannot be read.
        """
        if not self.exists:
            return None
        from deltalake import DeltaTable
        from deltalake.exceptions import DeltaError

        try:
            return Pinned(self.path, DeltaTable(self.path))
        except (OSError, DeltaError) as error:
            raise BadInput(
                place=self.path,
                reason="this table is damaged: its log of commits cannot be read",
                reason_zh="该表已损坏：提交日志无法读取",
                hint="Run `liangrong doctor`; the raw archive still holds what was imported.",
                hint_zh="请运行 liangrong doctor；原始归档中仍有已导入的内容。",
            ) from error

    def scan(self) -> pl.LazyFrame | None:
        """The rows of the last commit, lazily; ``None`` before the first."""
        found = self.pin()
        return None if found is None else found.scan()

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
            write_deltalake(
                self.path, frame, mode="append", name=self.path.name, schema_mode="merge", writer_properties=_writer_properties()
            )

    def compact(self, *, above: int) -> bool:
        """Gather small files when there are more than ``above``; whether it was done."""
        found = self.pin()
        if found is None or len(found.files()) <= above:
            return False
        with _storage_errors(self.path):
            found.delta.optimize.compact(writer_properties=_writer_properties())
        return True


def _writer_properties() -> WriterProperties:
    from deltalake import WriterProperties

    return WriterProperties(max_row_group_size=ROW_GROUP, compression="ZSTD", compression_level=1)


@contextmanager
def _storage_errors(path: Path) -> Iterator[None]:
    from deltalake.exceptions import DeltaError

    try:
        yield
    except (OSError, DeltaError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise StorageFailed(path=path, reason=reason) from error
