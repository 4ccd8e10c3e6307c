"""The store of all real files, built once for all workers; ``python -m tests.real_import PLACE`` builds it beside the tests."""

from __future__ import annotations

import pickle
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from liangrong.services.imports import ImportReport, ImportRequest, import_paths
from liangrong.services.workspace import Workspace
from liangrong.store.lock import WriterLock

__all__ = ["IMPORTED_AT", "NAME", "SHARED", "RealImport", "build", "folder_built_once"]

IMPORTED_AT = datetime(2026, 11, 21, tzinfo=UTC)
"""When the real files are said to have been seen."""

NAME = "real"
"""Of the folder."""

PATIENCE_S = 900
"""How long a worker waits for another one that builds: longer than the slowest build on the slowest machine."""

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@dataclass(frozen=True)
class RealImport:
    """A store with all real files, and the report of their import."""

    store: Path
    report: ImportReport

    @classmethod
    def of(cls, folder: Path) -> RealImport:
        """What ``build`` laid into a folder."""
        return cls(folder / "store", pickle.loads((folder / "report").read_bytes()))


def build(folder: Path) -> None:
    """Import every real file into a store in ``folder``, and keep the report beside it."""
    workspace = Workspace.open(folder / "store", create=True)
    report = import_paths(workspace, ImportRequest([SHARED / "data/real"]), now=IMPORTED_AT)
    (folder / "report").write_bytes(pickle.dumps(report))


def folder_built_once(place: Path, name: str, fill: Callable[[Path], object]) -> Path:
    """The folder of this name, filled by the first process that asks, while the others wait; whole or not there at all."""
    folder = place / name
    with WriterLock(place / f"{name}.lock", patience_s=PATIENCE_S).held("build"):
        if not folder.exists():
            unfinished = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=place))
            fill(unfinished)
            unfinished.rename(folder)
    return folder


if __name__ == "__main__":
    folder_built_once(Path(sys.argv[1]), NAME, build)
