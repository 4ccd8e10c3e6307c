"""Fixtures that every room of the tests may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from liangrong.core.calendar import Calendar, mainland

settings.register_profile("unhurried", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("unhurried")
"""No test depends on how fast the machine is."""

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with reference and market data beside the checkout; read in place, never copied."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: the real market data are not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def simulated_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole simulated market; whoever writes to it takes a copy."""
    from liangrong.services.demo import simulated_workspace

    path = tmp_path_factory.mktemp("simulated") / "store"
    simulated_workspace(path)
    return path


@pytest.fixture(scope="session")
def shared_data(shared: Path) -> Path:
    """The data part of ``shared``."""
    return shared / "data"


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """The frozen trading calendar."""
    return mainland()
