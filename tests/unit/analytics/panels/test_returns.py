"""Returns from the open of T + 1, step by step: what is not stored must not pass for a session without a move."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import forward

CODES = ("600519.SH", "300750.SZ", "688981.SH")


def quotes(**cells: list[list[float]]) -> Panel:
    height = len(next(iter(cells.values())))
    days = tuple(date(2026, 1, 5) + timedelta(n) for n in range(height))
    return Panel(days, CODES[: len(cells["close"][0])], {name: np.array(values) for name, values in cells.items()})


def by_steps(panel: Panel, horizon: int) -> Floats:
    """The definition, one cell after the other."""
    opened, close, before, turnover = (panel[name] for name in ("open", "close", "previous_close", "turnover"))
    found = np.full(close.shape, np.nan)
    for row, column in np.ndindex(*close.shape):
        if row + horizon >= len(close) or not turnover[row + 1, column] > 0:
            continue
        value = close[row + 1, column] / opened[row + 1, column]
        for later in range(row + 2, row + horizon + 1):
            if turnover[later, column] > 0:
                value *= close[later, column] / before[later, column]
        found[row, column] = value - 1
    return found


def test_a_traded_session_without_a_previous_close_leaves_the_return_unknown() -> None:
    """Bought at 10, at 11 that evening; the next step is not stored: neither 10 % nor 32 % is known."""
    panel = quotes(open=[[9.0], [10.0], [11.0]], close=[[10.0], [11.0], [13.2]], previous_close=[[9.0], [10.0], [np.nan]],
                   turnover=[[1.0], [1.0], [1.0]])  # fmt: skip
    assert np.isnan(forward(panel, 2)).all()
    assert forward(panel, 1)[:2].ravel().tolist() == pytest.approx([0.1, 0.2])


def test_a_suspended_session_without_a_previous_close_is_no_step() -> None:
    panel = quotes(open=[[9.0], [10.0], [np.nan]], close=[[10.0], [11.0], [np.nan]], previous_close=[[9.0], [10.0], [np.nan]],
                   turnover=[[1.0], [1.0], [np.nan]])  # fmt: skip
    assert forward(panel, 2)[0, 0] == pytest.approx(0.1)


@pytest.mark.parametrize("seed", range(8))
def test_every_cell_against_the_definition(seed: int) -> None:
    """Ex-rights gaps, suspensions, missing rows and missing previous closes: a wrong shift or a dropped gap shows at once."""
    draw = np.random.default_rng(seed)
    shape = (25, 3)
    close = np.round(10 * np.exp(np.cumsum(draw.normal(0, 0.03, shape), axis=0)), 2)
    opened = np.round(close * np.exp(draw.normal(0, 0.02, shape)), 2)
    before = np.vstack([close[:1], close[:-1]]) * np.where(draw.random(shape) < 0.1, 0.8, 1.0)
    turnover = np.where(draw.random(shape) < 0.1, 0.0, 1e6)
    gone = draw.random(shape) < 0.05
    cells = {"open": opened, "close": close, "previous_close": before, "turnover": turnover}
    cells = {name: np.where(gone, np.nan, values) for name, values in cells.items()}
    cells["previous_close"][draw.random(shape) < 0.05] = np.nan
    panel = Panel(tuple(date(2026, 1, 5) + timedelta(n) for n in range(shape[0])), CODES, cells)
    for horizon in (1, 3, 6):
        np.testing.assert_allclose(forward(panel, horizon), by_steps(panel, horizon), rtol=1e-9, atol=1e-12)
