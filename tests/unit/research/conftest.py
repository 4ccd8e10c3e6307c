"""Briefs of the small market."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.reports.brief import Brief, brief
from liangrong.rules.events import events
from tests.small_market import LAST, frames, totals


@pytest.fixture(scope="session")
def snapshot() -> MarketSnapshot:
    return MarketSnapshot.of(frames(), LAST)


@pytest.fixture(scope="session")
def whole(snapshot: MarketSnapshot) -> Brief:
    """The brief of the last session."""
    return brief(snapshot, events=events())


@pytest.fixture(scope="session")
def young() -> Brief:
    """A brief on a history that begins in 2020 and has totals only."""
    return brief(MarketSnapshot.of({"market_totals": totals(date(2020, 1, 2))}, date(2024, 6, 28)))


@pytest.fixture(scope="session")
def synthetic() -> Brief:
    """A brief on synthetic rows."""
    return brief(MarketSnapshot.of(frames(simulated=True), LAST), events=events())
