"""``liangrong serve`` listens where it says, answers, shows new data, and ends when told to."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx2
import pytest

from liangrong.core.errors import UsageError
from liangrong.interfaces import serving
from liangrong.interfaces.cli.app import run
from liangrong.interfaces.serving import free_port
from liangrong.services.ingest import ingest
from liangrong.services.workspace import Workspace
from tests.small_market import stored, totals

Started = Callable[..., tuple[subprocess.Popen[str], str]]


@pytest.fixture
def start() -> Iterator[Started]:
    """Start the command as a process of its own; gives it and its address."""
    running: list[subprocess.Popen[str]] = []

    def start_it(store: Path, *words: str) -> tuple[subprocess.Popen[str], str]:
        command = [sys.executable, "-m", "liangrong", "--store", str(store), "serve", "--port", "0", "--lang", "en", *words]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        running.append(process)
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"http://\S+", said)
        assert found, said
        return process, found[0]

    yield start_it
    for process in running:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_it_serves_shows_what_a_sync_adds_and_ends(tmp_path: Path, start: Started) -> None:
    store = stored(tmp_path / "store", {"market_totals": totals(date(2025, 1, 2), date(2026, 1, 28))})
    process, address = start(store)
    with httpx2.Client(base_url=address) as client:
        first = client.get("/shorts")
        assert first.status_code == 200
        assert "2026-01-28" in first.text
        ingest(
            Workspace.open(store),
            {"market_totals": totals(date(2026, 1, 29), date(2026, 1, 30))},
            observed_at=datetime.now(UTC) + timedelta(days=1),
        )
        until = monotonic() + 10
        while "2026-01-30" not in client.get("/shorts").text:
            assert monotonic() < until, "the page does not see the new sessions"
            sleep(0.1)
        assert str(tmp_path) not in first.text
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=10) in {0, 130}


def test_a_taken_port_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="--port"):
            free_port("127.0.0.1", taken.getsockname()[1])


def test_another_address_needs_a_token(whole: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("LIANGRONG_TOKEN", raising=False)
    assert run(["--store", str(whole), "serve", "--host", "0.0.0.0", "--port", "0", "--lang", "en"]) == 2
    assert "LIANGRONG_TOKEN" in capsys.readouterr().err


def test_no_store_is_told_before_anything_listens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--store", str(tmp_path / "none"), "serve", "--lang", "en"]) == 3
    assert "no store" in capsys.readouterr().err


def test_names_of_a_proxy_reach_the_door(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two names on the command line; without them the door knows none."""
    told: list[Any] = []
    monkeypatch.setattr(serving, "serve", lambda settings, **_: told.append(settings))
    assert run(["serve", "--store", str(whole), "--allow-host", "a.example", "--allow-host", "b.example:80"]) == 0
    assert run(["serve", "--store", str(whole)]) == 0
    assert [settings.also for settings in told] == [("a.example", "b.example:80"), ()]
    assert all(settings.warmed for settings in told)


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("127.0.0.1", 65536, "a port is 0 "),
        ("127.0.0.1", -1, "a port is 0 "),
        ("192.0.2.1", 0, "no address of this machine"),
    ],
)
def test_where_nobody_can_listen_is_said(host: str, port: int, said: str) -> None:
    """A port beyond all ports would be called a bug of ours, and another port would not help a wrong address."""
    with pytest.raises(UsageError, match=said):
        free_port(host, port)
