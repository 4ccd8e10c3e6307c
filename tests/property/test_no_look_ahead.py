"""No reading of heat or crowding may change when what came after it is taken away.

Every signal is read on the whole simulated market and again on the market cut off at some of its days: all readings up to the cut must be the
same to the last digit. A centred mean, a full-sample percentile or a value filled in from later sessions would differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from liangrong.analytics.crowding.measures import measured
from liangrong.analytics.crowding.track_record import crowding_signal
from liangrong.analytics.heat.menu import GAUGES, read_all
from liangrong.analytics.heat.prices import prices
from liangrong.analytics.panels.panel import Panel
from liangrong.core.clocks import AsOf
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.market import SimulatedMarket

INDEX = "000300.SH"
LAST = date(2026, 1, 30)


@pytest.fixture(scope="module")
def whole() -> MarketSnapshot:
    made = SimulatedMarket.generate()
    return MarketSnapshot.of({name: made.table(name) for name in made.tables}, LAST)


def cuts(snapshot: MarketSnapshot, number: int) -> Iterator[MarketSnapshot]:
    """The market as it was on some days, drawn from the second half of its history."""
    sessions = snapshot.calendar.between(date(2025, 1, 2), date(2026, 1, 29))
    for place in np.random.default_rng(11).choice(len(sessions), number, replace=False):
        yield MarketSnapshot(AsOf(sessions[place], snapshot.as_of.known_at), snapshot.reader, snapshot.calendar)


@pytest.mark.slow
def test_heat_knows_nothing_of_later_days(whole: MarketSnapshot) -> None:
    expected = read_all(whole, prices(whole, INDEX))
    assert sum(not one.frame.is_empty() for one in expected.values()) >= 0.7 * len(GAUGES)
    for then in cuts(whole, 4):
        found = read_all(then, prices(then, INDEX))
        for key, one in expected.items():
            past = one.frame.filter(pl.col("date") <= then.as_of.as_of)
            assert_frame_equal(found[key].frame, past, rel_tol=1e-9)


def test_crowding_knows_nothing_of_later_days(whole: MarketSnapshot) -> None:
    expected = measured(whole, participation=0.2)
    flags = crowding_signal(expected).readings
    for then in cuts(whole, 3):
        found = measured(then, participation=0.2)
        rows = sum(day <= then.as_of.as_of for day in expected.panel.sessions)
        grid = Panel(expected.panel.sessions[:rows], expected.panel.securities, {})
        for name, values in found.panel.like(grid).cells.items():
            np.testing.assert_allclose(values, expected.panel[name][:rows], rtol=1e-9, err_msg=name)
        past = flags.filter(pl.col("date") <= then.as_of.as_of)
        assert_frame_equal(crowding_signal(found).readings, past, check_row_order=False)
