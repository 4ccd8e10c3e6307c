"""A store that has nothing yet: pages stand, say what is missing and what to do, and name no folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.settings import Settings
from liangrong.services.workspace import Workspace
from tests.unit.interfaces.web.conftest import ADDRESS


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("nothing") / "store"
    Workspace.open(path, create=True)
    return path


@pytest.fixture(scope="module")
def visitor(store: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=store)), base_url=ADDRESS) as client:
        yield client


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/shorts",
        "/heat",
        "/rules",
        "/account",
        "/alerts",
        "/data",
        "/search?q=600519",
        "/api",
        "/cascade",
        "/policy",
        "/documents",
    ],
)
def test_what_needs_no_session_is_shown(visitor: TestClient, path: str, lang: str) -> None:
    """An account or what is stored can be looked at before the first sync."""
    answer = visitor.get(path, params={"lang": lang})
    assert answer.status_code == 200
    assert ">None<" not in answer.text
    assert 'value="None"' not in answer.text


@pytest.mark.parametrize("path", ["/", "/structure", "/shorts", "/heat", "/data", "/measure/financing_balance", "/api/v1/cards"])
def test_no_answer_names_a_folder(visitor: TestClient, store: Path, path: str) -> None:
    """A sentence that names the store would tell a stranger the folders of this machine."""
    assert str(store.parent) not in visitor.get(path).text


def test_the_data_page_says_what_to_do(visitor: TestClient) -> None:
    assert "liangrong import" in visitor.get("/data?lang=en").text
