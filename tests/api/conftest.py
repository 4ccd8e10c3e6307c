"""The whole application over the whole simulated market, called in this process."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.guard.limits import Limits
from liangrong.interfaces.web.settings import Settings


async def _only_http(inner: Any, scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        raise NotImplementedError
    await inner(scope, receive, send)


@pytest.fixture(scope="session")
def app(simulated_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The application, up for the whole session: a client that starts and ends it would end it for the next test."""
    store = shutil.copytree(simulated_store, tmp_path_factory.mktemp("api") / "store")
    return partial(_only_http, create_app(Settings(store=store, limits=Limits(answer_seconds=60.0))))
