"""Fixtures that every room of the tests may use."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from liangrong.core.calendar import Calendar, mainland
from liangrong.services.imports import ImportReport, ImportRequest, import_paths
from liangrong.services.workspace import Workspace
from liangrong.store.lock import WriterLock

settings.register_profile("unhurried", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("unhurried")
"""No test depends on how fast the machine is."""

BuiltOnce = Callable[[str, Callable[[Path], object]], Path]
"""Takes a name and what fills a folder of that name; gives the folder."""

PATIENCE_S = 900
"""How long a worker waits for another one that builds: longer than the slowest build on the slowest machine."""

IMPORTED_AT = datetime(2026, 11, 21, tzinfo=UTC)
"""When the real files are said to have been seen."""

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@dataclass(frozen=True)
class RealImport:
    """A store with all real files, and the report of their import."""

    store: Path
    report: ImportReport


def contents(folder: Path) -> frozenset[tuple[Path, int, int]]:
    """Every file below a folder but locks, which hold nothing, with its size and when it was last written."""
    found = ((path, path.stat()) for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return frozenset((path, stat.st_size, stat.st_mtime_ns) for path, stat in found)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with reference and market data beside the checkout; read in place, never copied."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: the real market data are not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[BuiltOnce]:
    """Builder of folders that all workers of a run read: the first to ask builds, the others wait for it.

    Whoever writes to such a folder takes a copy; at the end each worker looks whether somebody did not.
    """
    own = tmp_path_factory.getbasetemp()
    place = own.parent if hasattr(request.config, "workerinput") else own
    built: dict[Path, frozenset[tuple[Path, int, int]]] = {}

    def build_once(name: str, build: Callable[[Path], object]) -> Path:
        folder = place / name
        with WriterLock(place / f"{name}.lock", patience_s=PATIENCE_S).held("build"):
            if not folder.exists():
                unfinished = tmp_path_factory.mktemp(name)
                build(unfinished)
                unfinished.rename(folder)
        built.setdefault(folder, contents(folder))
        return folder

    yield build_once
    written = {folder.name for folder, before in built.items() if contents(folder) != before}
    assert not written, "a test wrote to a folder that others read: it must take a copy"


@pytest.fixture(scope="session")
def simulated_store(built_once: BuiltOnce) -> Path:
    """The whole simulated market; whoever writes to it takes a copy."""
    from liangrong.services.demo import simulated_workspace

    return built_once("simulated", lambda folder: simulated_workspace(folder / "store")) / "store"


@pytest.fixture(scope="session")
def shared_data(shared: Path) -> Path:
    """The data part of ``shared``."""
    return shared / "data"


@pytest.fixture(scope="session")
def real_import(built_once: BuiltOnce, shared_data: Path) -> RealImport:
    """Every real file beside the checkout in one store, and what became of each; whoever writes to the store takes a copy."""

    def build(folder: Path) -> None:
        workspace = Workspace.open(folder / "store", create=True)
        report = import_paths(workspace, ImportRequest([shared_data / "real"]), now=IMPORTED_AT)
        (folder / "report").write_bytes(pickle.dumps(report))

    folder = built_once("real", build)
    return RealImport(folder / "store", pickle.loads((folder / "report").read_bytes()))


@pytest.fixture(scope="session")
def real_store(real_import: RealImport) -> Path:
    """The store of ``real_import``."""
    return real_import.store


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """The frozen trading calendar."""
    return mainland()
