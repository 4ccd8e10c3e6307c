"""Fixtures that every room of the tests may use."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from liangrong.core.calendar import Calendar, mainland
from tests import real_import as real
from tests.real_import import SHARED, RealImport, folder_built_once

settings.register_profile("unhurried", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("unhurried")
"""No test depends on how fast the machine is."""

BuiltOnce = Callable[[str, Callable[[Path], object]], Path]
"""Takes a name and what fills a folder of that name; gives the folder."""

ROOT = Path(__file__).resolve().parents[1]


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
def place_of_run(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The folder of this run, the same for all its workers."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session", autouse=True)
def real_import_begun(place_of_run: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """The longest build begins with the first test, in a process of its own, so that no two workers wait for it later."""
    is_first = getattr(request.config, "workerinput", {}).get("workerid") == "gw0"
    needed = (
        is_first and SHARED.is_dir() and any("real_import" in getattr(item, "fixturenames", ()) for item in request.session.items)
    )
    if not needed:
        yield
        return
    command = [sys.executable, "-m", "tests.real_import", str(place_of_run)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        yield
        process.terminate()


@pytest.fixture(scope="session")
def built_once(place_of_run: Path) -> Iterator[BuiltOnce]:
    """Builder of folders that all workers of a run read: the first to ask builds, the others wait for it.

    Whoever writes to such a folder takes a copy; at the end each worker looks whether somebody did not.
    """
    built: dict[Path, frozenset[tuple[Path, int, int]]] = {}

    def build_once(name: str, build: Callable[[Path], object]) -> Path:
        folder = folder_built_once(place_of_run, name, build)
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
def real_import(built_once: BuiltOnce, shared: Path) -> RealImport:
    """Every real file beside the checkout in one store, and what became of each; whoever writes to the store takes a copy."""
    return RealImport.of(built_once(real.NAME, real.build))


@pytest.fixture(scope="session")
def real_store(real_import: RealImport) -> Path:
    """The store of ``real_import``."""
    return real_import.store


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """The frozen trading calendar."""
    return mainland()
