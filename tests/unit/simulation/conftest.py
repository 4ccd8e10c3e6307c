"""One market for all tests of the simulation, and a transport that asks it without a wire."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from liangrong.simulation.exchange import WireRequest, respond
from liangrong.simulation.market import SimulatedMarket
from liangrong.simulation.quirks import CALM, Quirks
from liangrong.sources.fetcher import RawPayload


@pytest.fixture(scope="session")
def market() -> SimulatedMarket:
    """The market of the default seed."""
    return SimulatedMarket.generate()


class Wire:
    """A transport whose other end is ``respond``."""

    def __init__(self, market: SimulatedMarket, quirks: Quirks = CALM, today: date | None = None) -> None:
        self._market, self._quirks, self._today = market, quirks, today

    def send(self, request: WireRequest) -> RawPayload:
        answer = respond(self._market, request, quirks=self._quirks, today=self._today)
        return RawPayload(answer.body, request.url, datetime(2026, 2, 2, tzinfo=UTC), answer.status)
