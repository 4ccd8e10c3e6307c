"""The dashboard over the whole simulated market, in this process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.settings import Settings

ADDRESS = "http://127.0.0.1:8421"


@pytest.fixture(scope="session")
def web_store(simulated_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with every table of the simulated market."""
    return shutil.copytree(simulated_store, tmp_path_factory.mktemp("web") / "store")


@pytest.fixture(scope="session")
def client(web_store: Path) -> Iterator[TestClient]:
    """A visitor of the dashboard."""
    with TestClient(create_app(Settings(store=web_store)), base_url=ADDRESS) as visitor:
        yield visitor
