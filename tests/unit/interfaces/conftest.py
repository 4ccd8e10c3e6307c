"""Stores for the commands to be tried on, each made once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from liangrong.interfaces.cli.app import run
from liangrong.services.workspace import Workspace
from tests.small_market import frames, stored, totals

Asked = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the small market since 2010."""
    return stored(tmp_path_factory.mktemp("whole"), frames())


@pytest.fixture(scope="session")
def young(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that begins in 2020: "ever" cannot be answered."""
    return stored(tmp_path_factory.mktemp("young"), {"market_totals": totals(date(2020, 1, 2))})


@pytest.fixture(scope="session")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of synthetic rows."""
    return stored(tmp_path_factory.mktemp("simulated"), {"market_totals": totals(date(2025, 1, 2), source="simulated:")})


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without a row."""
    path = tmp_path_factory.mktemp("empty")
    Workspace.open(path, create=True)
    return path


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Run a command in this process; gives exit code, stdout and stderr."""
    for name in ("LIANGRONG_STORE", "LIANGRONG_LANG", "LIANGRONG_DEBUG", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run_it(*words: object) -> tuple[int, str, str]:
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_it
