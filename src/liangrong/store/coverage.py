"""What has been asked for and what came of it, per dataset, exchange and day. Drives resume and retry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

import polars as pl

from liangrong.store.delta import DeltaFolder

__all__ = ["SCHEMA", "Coverage", "Entry", "State", "Via"]

State = Literal["covered", "not_published", "non_trading", "failed", "quarantined"]
"""``covered``: the day's rows are stored; ``not_published``: the source had nothing yet; ``non_trading``: there was no
session; ``failed``: no usable answer; ``quarantined``: an answer came and was kept out of the tables."""

Via = Literal["sync", "import"]
"""Only what a sync covered is complete by construction; a file may hold one security of a day."""

SCHEMA: Final = {
    "dataset": pl.String(),
    "exchange": pl.String(),
    "trade_date": pl.Date(),
    "source": pl.String(),
    "via": pl.String(),
    "state": pl.String(),
    "rows": pl.Int64(),
    "sha256": pl.List(pl.String()),
    "reason_zh": pl.String(),
    "reason_en": pl.String(),
    "recorded_at": pl.Datetime("us", "UTC"),
}

_KEY: Final = ["dataset", "exchange", "trade_date", "source", "via"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of asking one source for one day."""

    dataset: str
    exchange: str
    trade_date: date
    source: str
    state: State
    via: Via = "sync"
    rows: int = 0
    sha256: tuple[str, ...] = ()
    reason_zh: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """An append-only log; the latest entry of a key is its state."""

    path: Path

    def record(self, entries: Sequence[Entry] | pl.DataFrame) -> None:
        """Append entries in one commit; later ones win over earlier ones of the same key.

        Entries that repeat what is already the state of their key are left out, so that a second import of the same
        files grows nothing.

        Raises
        ------
        StorageFailed
            The disk refused.
        """
        columns = {name: dtype for name, dtype in SCHEMA.items() if name != "recorded_at"}
        if isinstance(entries, pl.DataFrame):
            frame = entries.select([pl.col(name).cast(dtype) for name, dtype in columns.items()])
        else:
            frame = pl.DataFrame([[getattr(entry, name) for name in columns] for entry in entries], schema=columns, orient="row")
        if frame.is_empty():
            return
        frame = frame.unique(subset=_KEY, keep="last", maintain_order=True)
        log = self._log()
        state = self._latest(log)
        fresh = frame.join(state, on=[*_KEY, "state", "rows", "reason_en"], how="anti")
        if fresh.is_empty():
            return
        last = log["recorded_at"].max()
        now = datetime.now(UTC)
        stamp = now if not isinstance(last, datetime) else max(now, last + timedelta(microseconds=1))
        self._delta.append(fresh.with_columns(recorded_at=pl.lit(stamp, SCHEMA["recorded_at"])).select(list(SCHEMA)))

    def state(self, dataset: str | None = None, exchange: str | None = None) -> pl.DataFrame:
        """The latest entry of each key, columns as in ``SCHEMA``, sorted by key."""
        conditions = [
            pl.col(name) == value for name, value in (("dataset", dataset), ("exchange", exchange)) if value is not None
        ]
        return self._latest(self._log(*conditions)).sort(_KEY)

    def compact(self, *, above: int) -> bool:
        """Gather the files of the log when there are more than ``above``."""
        return self._delta.compact(above=above)

    @property
    def _delta(self) -> DeltaFolder:
        return DeltaFolder(self.path)

    def _log(self, *conditions: pl.Expr) -> pl.DataFrame:
        frame = self._delta.scan()
        return pl.DataFrame(schema=SCHEMA) if frame is None else frame.filter(pl.lit(value=True), *conditions).collect()

    @staticmethod
    def _latest(log: pl.DataFrame) -> pl.DataFrame:
        return log.sort("recorded_at").unique(subset=_KEY, keep="last", maintain_order=True)
