"""``kill -9`` at chosen requests of a sync against the simulated exchange; ``benchmarks/kill9.py`` does it at random moments."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from liangrong.services.sync import SyncRequest, sync
from liangrong.services.workspace import Workspace
from liangrong.simulation import exchange as simulated
from liangrong.simulation.exchange import SimulatedExchange
from liangrong.simulation.market import SimulatedMarket
from liangrong.sources.transport import HttpTransport

START, END = date(2025, 12, 29), date(2026, 1, 6)
"""Six sessions in two blocks."""


@pytest.fixture(scope="module")
def kill9() -> Iterator[ModuleType]:
    path = Path(__file__).parents[3] / "benchmarks" / "kill9.py"
    spec = importlib.util.spec_from_file_location("kill9", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["kill9"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules["kill9"]


class Executioner:
    """Answers like the exchange, and kills the asker at one request."""

    def __init__(self) -> None:
        self.requests = 0
        self.at = 0
        self.victim: subprocess.Popen[str] | None = None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.requests += 1
        if self.victim is not None and self.requests == self.at:
            self.victim.kill()
        return RESPOND(*args, **kwargs)


RESPOND = simulated.respond


def to_its_end(window: Any, store: Path) -> None:
    """Sync in this process, into a store that a killed process may have begun."""
    request = SyncRequest(datasets=window.datasets, start=window.start, end=window.end, simulated=True)
    with HttpTransport(spacing_s=0, rewrite=window.rewrite) as transport:
        assert sync(Workspace.open(store, create=True), request, transport).exit_code == 0


@pytest.mark.slow
def test_a_restart_ends_where_an_undisturbed_sync_does(
    tmp_path: Path, kill9: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    executioner = Executioner()
    monkeypatch.setattr(simulated, "respond", executioner)
    market = SimulatedMarket.generate()
    with SimulatedExchange(market) as exchange:
        window = kill9.Window(exchange.rewrite, START, END, ("market_totals", "margin_detail"))
        to_its_end(window, tmp_path / "undisturbed")
        expected = kill9.contents(tmp_path / "undisturbed")
        assert expected["margin_detail"].height > 1_000
        total = executioner.requests
        for at in (1, total // 2, total):
            store = tmp_path / f"{at}"
            executioner.requests, executioner.at = 0, at
            executioner.victim = window.begin(store)
            executioner.victim.communicate()
            assert executioner.victim.returncode < 0, f"killed at request {at}"
            executioner.victim = None
            to_its_end(window, store)
            found = kill9.contents(store)
            assert found.keys() == expected.keys()
            assert [name for name in expected if not found[name].equals(expected[name])] == []
