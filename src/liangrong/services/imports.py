"""Import files: recognise by content, archive, check, append, and say what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal

import polars as pl

from liangrong.core.errors import BadInput, NotKnown
from liangrong.core.outcomes import Failed, NonTradingDay, NotPublished, Ok
from liangrong.core.results import Note, Result
from liangrong.services.alerts.after import check_after
from liangrong.services.ingest import Ingested, Progress, ProgressListener, ingest, silent
from liangrong.services.workspace import Workspace
from liangrong.sources.fetcher import Batch, Hints

__all__ = ["ImportReport", "ImportRequest", "ImportRow", "import_paths"]

_LARGEST: Final = 1 << 30
"""A file of more than 1 GiB is not read into memory to see what it is: no market file is that large."""

_NOT_DATA: Final = frozenset({".md", ".rst", ".py", ".ipynb", ".log", ".lock"})
"""Endings of files beside data that are no data; they are listed as skipped when a folder is walked."""

ImportState = Literal["added", "known", "partly", "quarantined", "unrecognised", "nothing", "skipped"]


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Files and folders to import, and what the user knows about them.

    Parameters
    ----------
    day, security
        What the files do not say about themselves: the day of a list without one, the security of a series without one.
    """

    paths: Sequence[Path]
    day: date | None = None
    security: str | None = None


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What became of one table of one file.

    Parameters
    ----------
    state
        ``added`` (new rows or new vintages), ``known`` (all stored already), ``partly`` (some rows quarantined),
        ``quarantined`` (all kept out), ``unrecognised``, ``nothing`` (an empty answer, as sources give on unpublished
        days), ``skipped`` (not data).
    """

    file: str
    state: ImportState
    recognised_as_zh: str = ""
    recognised_as_en: str = ""
    table: str = ""
    added: int = 0
    revised: int = 0
    known: int = 0
    quarantined: int = 0
    reason_zh: str = ""
    reason_en: str = ""


@dataclass(frozen=True)
class ImportReport:
    """What became of every file."""

    rows: tuple[ImportRow, ...]
    warnings: tuple[Note, ...] = ()

    @property
    def result(self) -> Result:
        """The rows as a result."""
        names = ImportRow.__dataclass_fields__
        counts = {"added", "revised", "known", "quarantined"}
        schema = {name: pl.Int64() if name in counts else pl.String() for name in names}
        data = pl.DataFrame([[getattr(row, name) for name in names] for row in self.rows], schema=schema, orient="row")
        return Result(data, warnings=self.warnings)

    @property
    def exit_code(self) -> int:
        """0 all is stored, 5 some of it, 4 none."""
        bad = [row for row in self.rows if row.state in ("partly", "quarantined", "unrecognised")]
        good = [row for row in self.rows if row.state in ("added", "known", "partly", "nothing")]
        return 0 if not bad else 5 if good else 4


def import_paths(
    workspace: Workspace, request: ImportRequest, *, progress: ProgressListener = silent, now: datetime | None = None
) -> ImportReport:
    """Import every file, folder by folder in alphabetical order.

    A file that cannot be accepted is archived, listed with the reason, and does not stop the others. Then the alerts of the store
    are checked; what fired is among the warnings of the report.

    Parameters
    ----------
    progress
        Told before each file.
    now
        The instant at which the files are seen; the clock's by default.

    Raises
    ------
    BadInput
        A path does not exist.
    MixedOrigins
        The store holds simulated data.
    StorageFailed
        The disk refused, or another process writes; files handled before stay stored.

    Examples
    --------
    >>> import tempfile
    >>> workspace = Workspace.open(Path(tempfile.mkdtemp()), create=True)
    >>> import_paths(workspace, ImportRequest([])).exit_code
    0
    """
    workspace.store.require_origin("real")
    found = list(_walk(request.paths))
    observed_at = now or datetime.now(UTC)
    rows: list[ImportRow] = []
    with workspace.store.writing("import"):
        for number, (path, shown, is_data) in enumerate(found):
            progress(Progress("import", number, len(found), shown))
            if is_data:
                rows += _import_file(workspace, path, shown, request, observed_at)
            else:
                rows.append(ImportRow(shown, "skipped", reason_zh="不是数据文件", reason_en="not a data file"))
        workspace.store.compact()
    progress(Progress("import", len(found), len(found)))
    return ImportReport(tuple(rows), (*workspace.notes, *check_after(workspace)))


def _hints(path: Path, request: ImportRequest) -> Hints:
    if request.day is not None or request.security is not None:
        return Hints(request.day, request.security)
    from liangrong.sources.files.read import hints_from_name

    return hints_from_name(path.name)


def _walk(paths: Sequence[Path]) -> Iterator[tuple[Path, str, bool]]:
    """Every file with the name to show and whether it may be data; a file named by the user always may."""
    for path in paths:
        if path.is_dir():
            for inner in sorted(p for p in path.rglob("*") if p.is_file()):
                shown = inner.relative_to(path)
                is_hidden = any(part.startswith(".") for part in shown.parts)
                if not is_hidden:
                    yield inner, f"{shown}", inner.suffix.lower() not in _NOT_DATA
        elif path.is_file():
            yield path, path.name, True
        else:
            raise BadInput(place=path, reason="no such file or folder", reason_zh="没有这个文件或目录")


def _import_file(
    workspace: Workspace, path: Path, shown: str, request: ImportRequest, observed_at: datetime
) -> Iterator[ImportRow]:
    from liangrong.sources.files.read import read

    try:
        if path.stat().st_size > _LARGEST:
            yield ImportRow(shown, "unrecognised", reason_zh="文件超过 1 GiB", reason_en="the file is larger than 1 GiB")
            return
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        yield ImportRow(shown, "unrecognised", reason_zh=f"无法读取：{reason}", reason_en=f"cannot be read: {reason}")
        return
    fingerprint = workspace.store.archive.keep(content, url=f"file:{path.name}", fetched_at=observed_at)
    label = ("", "")
    try:
        recognised = read(content, _hints(path, request))
        label = (recognised.label_zh, recognised.label_en)
        match recognised.outcome:
            case Ok(batch):
                yield from _import_batch(workspace, batch, shown, label, fingerprint, observed_at)
            case NotPublished(day):
                yield ImportRow(
                    shown,
                    "nothing",
                    *label,
                    reason_zh=f"尚未公布：{day or '日期不详'}",
                    reason_en=f"not published yet: {day or 'no date given'}",
                )
            case NonTradingDay(day):
                yield ImportRow(shown, "nothing", *label, reason_zh=f"{day} 不是交易日", reason_en=f"{day} was not a session")
            case Failed(_, reason, reason_zh):
                yield _refused(
                    workspace,
                    fingerprint,
                    ImportRow(shown, "quarantined", *label, reason_zh=reason_zh or reason, reason_en=reason),
                )
    except (BadInput, NotKnown) as error:
        state: ImportState = "quarantined" if label[0] else "unrecognised"
        yield _refused(
            workspace, fingerprint, ImportRow(shown, state, *label, reason_zh=error.message("zh"), reason_en=error.message("en"))
        )


def _refused(workspace: Workspace, fingerprint: str, row: ImportRow) -> ImportRow:
    workspace.store.archive.quarantine(fingerprint, place=row.file, reason_zh=row.reason_zh, reason_en=row.reason_en)
    return row


def _import_batch(
    workspace: Workspace, batch: Batch, shown: str, label: tuple[str, str], fingerprint: str, observed_at: datetime
) -> Iterator[ImportRow]:
    done = ingest(workspace, batch.tables, batch.discrepancies, observed_at=observed_at)
    workspace.store.coverage.record(pl.concat([_entries(item, fingerprint) for item in done]) if done else [])
    for item in done:
        kept_out = [
            d for d in (*batch.discrepancies, *item.discrepancies) if d.severity == "quarantined" and d.dataset == item.dataset
        ]
        rejected = sum(d.severity == "quarantined" and d.dataset == item.dataset for d in batch.discrepancies)
        changed = item.appended.added + item.appended.revised
        state: ImportState = "added" if changed else "known"
        if kept_out:
            state = "partly" if changed or item.appended.known else "quarantined"
        first = kept_out[0] if kept_out else None
        row = ImportRow(
            shown, state, *label, item.dataset, item.appended.added, item.appended.revised, item.appended.known, item.quarantined + rejected,
            reason_zh=_summary(first.sentence("zh"), len(kept_out), "另有 {} 项") if first else "",
            reason_en=_summary(first.sentence("en"), len(kept_out), "and {} more") if first else "",
        )  # fmt: skip
        yield _refused(workspace, fingerprint, row) if kept_out else row
    if not done:
        yield ImportRow(shown, "nothing", *label, reason_zh="没有数据行", reason_en="no rows")


def _summary(first: str, count: int, more: str) -> str:
    return first if count == 1 else f"{first} ({more.format(count - 1)})"


def _entries(item: Ingested, fingerprint: str) -> pl.DataFrame:
    return item.days.with_columns(
        dataset=pl.lit(item.dataset), via=pl.lit("import"), state=pl.lit("covered"),
        sha256=pl.lit([fingerprint]), reason_zh=pl.lit(""), reason_en=pl.lit(""),
    )  # fmt: skip
