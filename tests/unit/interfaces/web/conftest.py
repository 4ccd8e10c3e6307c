"""The dashboard over the whole simulated market, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.settings import Settings
from liangrong.services.demo import simulated_workspace

ADDRESS = "http://127.0.0.1:8421"


@pytest.fixture(scope="session")
def web_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with every table of the simulated market."""
    path = tmp_path_factory.mktemp("web") / "store"
    simulated_workspace(path)
    return path


@pytest.fixture(scope="session")
def client(web_store: Path) -> Iterator[TestClient]:
    """A visitor of the dashboard."""
    with TestClient(create_app(Settings(store=web_store)), base_url=ADDRESS) as visitor:
        yield visitor
