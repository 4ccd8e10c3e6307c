"""The whole service on the simulated market, in a process of its own with nothing else in its folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile.wire import PATIENCE_S

SERVE = """
import sys
from pathlib import Path
from liangrong.interfaces.serving import serve
from liangrong.interfaces.web.guard.limits import Limits
from liangrong.interfaces.web.settings import Settings
limits = Limits(header_seconds=2, body_seconds=2, unread_seconds=2, connections=100)
serve(Settings(store=Path(sys.argv[1]), port=0, limits=limits), ready=lambda address: print(address, flush=True))
"""


@dataclass(frozen=True)
class Service:
    """A running service.

    Parameters
    ----------
    folder
        Where it was started; empty.
    log
        What it has written to its error stream.
    """

    port: int
    process: subprocess.Popen[bytes]
    store: Path
    folder: Path
    log: Path

    def peak_mb(self) -> float:
        """The most memory it has held."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024


@pytest.fixture(scope="package")
def service(simulated_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    root = tmp_path_factory.mktemp("hostile")
    store, folder, log = root / "store", root / "cwd", root / "log"
    shutil.copytree(simulated_store, store)
    folder.mkdir()
    with log.open("wb") as said:
        process = subprocess.Popen([sys.executable, "-c", SERVE, str(store)], cwd=folder, stdout=subprocess.PIPE, stderr=said)
        try:
            assert process.stdout is not None
            address = process.stdout.readline().decode().strip()
            assert address, log.read_text()
            yield Service(int(address.rstrip("/").rpartition(":")[2]), process, store, folder, log)
        finally:
            process.terminate()
            process.wait(PATIENCE_S)
            process.stdout.close()
