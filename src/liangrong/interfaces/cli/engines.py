"""``--engine``, ``--address``, ``--workers``: where a book is worked through, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from liangrong.core.errors import Lang
from liangrong.interfaces.cli.options import both

if TYPE_CHECKING:
    from liangrong.services.engines.engine import Engine
    from liangrong.services.ingest import ProgressListener

__all__ = ["EngineOptions"]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class EngineOptions:
    """Which machinery works through the partitions of a book; the answer is the same."""

    engine: Annotated[
        Literal["local", "processes", "ray"],
        Parameter(help=both("计算引擎：本机线程、本机进程、Ray 集群", "threads here, processes here, or a Ray cluster")),
    ] = "local"
    address: Annotated[
        str, Parameter(help=both("Ray 集群地址，如 10.0.0.5:6379 或 auto", "of the Ray cluster: 10.0.0.5:6379 or auto"))
    ] = ""
    workers: Annotated[
        int | None, Parameter(help=both("线程或进程数，默认处理器个数", "threads or processes; default one a processor"))
    ] = None

    @contextmanager
    def opened(self, lang: Lang) -> Iterator[tuple[Engine, ProgressListener]]:
        """The engine, and a listener whose bars, like its own, stand on stderr while the block runs.

        Raises
        ------
        UsageError, ExtraMissing
            As ``engine_of``.
        """
        from liangrong.interfaces.cli.compiling import told_while_compiling
        from liangrong.interfaces.cli.progress import progress_bars
        from liangrong.services.engines.choice import engine_of
        from liangrong.services.ingest import Progress

        with progress_bars(lang) as progress, told_while_compiling(lang):

            def told(done: int, total: int, _: float | None) -> None:
                progress(Progress("partitions", done, total))

            with engine_of(self.engine, self.address, self.workers, listener=told) as engine:
                yield engine, progress
