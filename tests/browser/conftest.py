"""One Chromium and one dashboard for all tests of a run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import Visitor
from tests.browser.windows import Windows
from tests.small_corpus import corpus_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser of the system; it is never downloaded.

    It is closed after the last test of this folder: while it is open, its driver holds the event loop of the thread.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def dashboard(simulated_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ``liangrong serve``, a process of its own, over the whole simulated market.

    It is up for the whole run, which may leave this folder and come back: what it has worked out for one file is there for the next.
    """
    store = shutil.copytree(simulated_store, tmp_path_factory.mktemp("browser") / "store")
    corpus_in(store)
    command = [sys.executable, "-m", "liangrong", "--store", str(store), "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "LIANGRONG_LANG": "zh"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if "http://" in line:
                break
        else:
            pytest.fail(f"the server did not start: {said}")
        yield "http://" + said.rpartition("http://")[2].split("/")[0]
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="package")
def windows(chromium: Browser, dashboard: str) -> Windows:
    """The windows that all visitors share."""
    return Windows(chromium, dashboard)


@pytest.fixture
def visitor(windows: Windows) -> Iterator[Visitor]:
    """Somebody who opens pages, and has no complaint about any of them."""
    found = Visitor(windows)
    yield found
    found.close()
    assert not found.complaints


@pytest.fixture
def page(chromium: Browser, dashboard: str) -> Iterator[Page]:
    """An empty window; its addresses are those of the dashboard."""
    context = chromium.new_context(viewport={"width": 1240, "height": 900}, base_url=dashboard)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()
