"""Panels read in pieces are the panels of the whole."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from liangrong.analytics.completeness import stocks_only
from liangrong.analytics.panels.margin import margin_panel
from liangrong.analytics.panels.panel import Panel
from liangrong.core.calendar import mainland
from liangrong.market.derive import with_short_balance
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.market import SimulatedMarket
from tests.unit.analytics.structure.small import D1, D3, FUND, PATHS, STAR, market


def test_two_frames_are_one() -> None:
    rows = pl.DataFrame(
        {"security_id": ["b", "a", "b"], "trade_date": [D1, D3, D3], "x": [1, None, 3], "source": ["s", "t", "s"]}
    )
    whole, halves = Panel.of(rows, ["x"], mainland()), Panel.joined([rows[:1], rows[1:], rows[:0]], ["x"], mainland())
    assert whole.securities == halves.securities == ("a", "b")
    assert whole.sessions == halves.sessions
    assert whole.sources == halves.sources == ("s", "t")
    np.testing.assert_array_equal(halves["x"], [[np.nan, 1], [np.nan, np.nan], [np.nan, 3]])
    np.testing.assert_array_equal(whole["x"], halves["x"])


def test_reading_in_pieces_changes_nothing() -> None:
    """500 sessions are read in two pieces at least: the end of one and the start of the next must meet."""
    made = SimulatedMarket.generate()
    tables = {name: made.table(name) for name in ("margin_detail", "quotes")}
    ours = margin_panel(MarketSnapshot.of(tables, D3), ["financing_balance", "short_balance"])
    rows = stocks_only(with_short_balance(tables["margin_detail"], tables["quotes"]))
    theirs = Panel.of(rows, ["financing_balance", "short_balance"], mainland())
    assert ours.securities == theirs.securities
    assert ours.sessions == theirs.sessions
    for name in ("financing_balance", "short_balance"):
        np.testing.assert_array_equal(ours[name], theirs[name])


def test_stocks_alone_unless_funds_or_names_are_asked_for() -> None:
    assert FUND not in margin_panel(market(), ["financing_balance"]).securities
    assert set(margin_panel(market(), ["financing_balance"], funds=True).securities) == set(PATHS)
    assert margin_panel(market(), ["financing_balance"], securities=[FUND, STAR]).securities == (FUND, STAR)
    assert margin_panel(market(), ["financing_balance"], start=date(2026, 1, 30)).sessions == (D3,)
