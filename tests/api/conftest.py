"""The whole application over the whole simulated market, called in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.guard.limits import Limits
from liangrong.interfaces.web.settings import Settings
from liangrong.services.demo import simulated_workspace


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The application; nobody waits for more than a minute."""
    store: Path = tmp_path_factory.mktemp("api") / "store"
    simulated_workspace(store)
    return create_app(Settings(store=store, limits=Limits(answer_seconds=60.0)))
