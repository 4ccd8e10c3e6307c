"""Progress bars with the time that is left, on stderr, only where somebody can see them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from liangrong.core.errors import Lang

if TYPE_CHECKING:
    from liangrong.services.ingest import Progress, ProgressListener

__all__ = ["progress_bars"]

_STAGES = {
    "sync": ("同步", "sync"), "import": ("导入", "import"), "partitions": ("账簿分区", "partitions"), "cascades": ("级联", "cascades"),
}  # fmt: skip


@contextmanager
def progress_bars(lang: Lang) -> Iterator[ProgressListener]:
    """Draw one bar per stage while the block runs; silent when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("剩余" if lang == "zh" else "left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks = {}

        def told(progress: Progress) -> None:
            if progress.stage not in tasks:
                name = _STAGES.get(progress.stage, (progress.stage,) * 2)[0 if lang == "zh" else 1]
                tasks[progress.stage] = bars.add_task(name, total=progress.total, what="")
            bars.update(tasks[progress.stage], completed=progress.done, total=progress.total, what=progress.what)

        yield told


def _silent(progress: Progress) -> None:
    """Nobody looks."""
