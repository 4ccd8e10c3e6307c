"""What followed earlier flags: found where it is planted, not found where it is not, and never known before its time."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.crowding.measures import measured
from liangrong.analytics.crowding.track_record import _outcomes, crowding_signal, track_record
from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.panels.returns import quote_panel
from liangrong.analytics.scorecards.signals import Signal
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.market import SimulatedMarket
from tests.unit.analytics.crowding import stocks

STOCKS, BLOCK, BLOCKS, CROWD = 60, 40, 12, 4
SESSIONS = BLOCK * BLOCKS


def fashionable() -> np.ndarray:
    """Which stocks borrowed money rushes into in each block of 40 sessions."""
    chosen = np.zeros((SESSIONS, STOCKS), dtype=bool)
    for block in range(BLOCKS):
        chosen[block * BLOCK : (block + 1) * BLOCK, (block * CROWD + np.arange(CROWD)) % STOCKS] = True
    return chosen


def tables(*, falls: bool) -> dict[str, pl.DataFrame]:
    """Balances of the fashionable rise fivefold within 20 sessions; their prices fall by 1 % a session from the sixth on, if at all."""
    chosen, step = fashionable(), np.arange(SESSIONS) % BLOCK
    noise = np.random.default_rng(7).normal(0, 0.002, (SESSIONS, STOCKS))
    returns = noise - 0.01 * (chosen & (step >= 5)[:, None]) * falls
    close = np.round(1000 * np.exp(np.cumsum(returns, axis=0)), 3)
    rise = 1 + 4 * np.minimum(step, 20)[:, None] / 20 * chosen
    base = 1000 + np.arange(STOCKS)
    balance = base * rise
    names, days = stocks.codes(STOCKS), stocks.days(SESSIONS)

    def figure(values: Floats) -> stocks.Figure:
        return lambda stock, row: round(float(values[row, stock]), 3)

    before = np.vstack([close[:1], close[:-1]])
    prices = {name: figure(values) for name, values in (("open", before), ("high", close), ("low", close), ("close", close))}
    quotes = stocks.rows(names, days, **prices, previous_close=figure(before), turnover=lambda s, r: 5000)
    detail = stocks.rows(names, days, financing_balance=figure(balance), financing_buy_amount=figure(balance / 10))
    caps = stocks.rows(names, days, float_cap=figure(100 * close))
    return {"margin_detail": detail, "quotes": quotes, "caps": caps}


def record(given: dict[str, pl.DataFrame]) -> pl.DataFrame:
    found = track_record(stocks.market(given), end=stocks.LAST, participation=0.2)
    return found.data.filter(pl.col("horizon") == 20)


def test_a_fall_after_crowding_is_found() -> None:
    row = record(tables(falls=True)).row(0, named=True)
    assert row["n_episodes"] >= 40
    assert row["hit_rate"] > 0.75, "half by chance"
    assert row["verdict"] == "better_than_base_rate"
    assert row["control_hit_rate"] < 0.6, "stocks without a flag on the same days fared like the rest"
    assert row["mean_outcome_after"] < -0.1


def test_without_the_fall_nothing_is_found() -> None:
    row = record(tables(falls=False)).row(0, named=True)
    assert row["n_episodes"] >= 40
    assert row["verdict"] == "no_better_than_chance"


@pytest.mark.slow
def test_in_the_simulated_market_where_nothing_is_planted_it_is_no_better_than_chance() -> None:
    market = SimulatedMarket.generate()
    snapshot = MarketSnapshot.of({name: market.table(name) for name in ("margin_detail", "quotes", "caps")}, stocks.LAST)
    found = track_record(snapshot, end=stocks.LAST, participation=0.2)
    assert found.data["horizon"].to_list() == [5, 20, 60]
    assert found.data["n_episodes"].min() > 100
    assert "better_than_base_rate" not in found.data["verdict"].to_list()
    assert found.data.filter(pl.col("horizon") == 60)["verdict"].item() == "insufficient", (
        "seven spans of 60 sessions are too few"
    )


def test_readings_use_nothing_of_later_days() -> None:
    given, day = tables(falls=True), stocks.days(100)[0]
    shaken = {name: frame.with_columns(pl.when(pl.col("trade_date") > day).then(pl.col(pl.Float64) * 3).otherwise(pl.col(pl.Float64)).name.keep())
              for name, frame in given.items()}  # fmt: skip
    calm, other = (crowding_signal(measured(stocks.market(frames), participation=0.2)).readings for frames in (given, shaken))
    assert calm.filter(pl.col("date") <= day).equals(other.filter(pl.col("date") <= day))
    assert not calm.filter(pl.col("date") > day).equals(other.filter(pl.col("date") > day)), "the shaking was felt"


def test_an_estimate_of_caps_never_enters_the_record() -> None:
    given = tables(falls=True)
    given["caps"] = given["caps"].filter(pl.col("trade_date") == stocks.LAST)
    found = track_record(stocks.market(given), end=stocks.LAST, participation=0.2)
    assert found.data["n_days"].to_list() == [0, 0, 0]
    assert set(found.data["verdict"]) == {"insufficient"}
    assert any("insufficient (n=0)" in note.en for note in found.warnings)


def test_who_opened_at_the_upper_limit_could_not_be_bought() -> None:
    days, names = stocks.days(3), ["600000.SH", "600001.SH", "600002.SH"]
    opens = {1: 11.0, 2: 10.99}  # the limit of 10 yuan on the main board is 11.00
    quotes = stocks.rows(
        names, days, open=lambda s, r: opens.get(s, 10.0) if r == 1 else 10.0, high=lambda s, r: 12.0, low=lambda s, r: 9.0,
        close=lambda s, r: 10.0 if r < 2 else 9.0 + s, previous_close=lambda s, r: 10.0, turnover=lambda s, r: 1.0,
    )  # fmt: skip
    panel = quote_panel(stocks.market({"quotes": quotes}))
    readings = pl.DataFrame({"date": [days[0]] * 3, "name": names, "score": [1.0] * 3, "flag": [True] * 3})
    outcomes, entries = _outcomes(panel, Signal("x", Note("", ""), Note("", ""), readings), 2)
    assert entries == 1
    first, second, third = outcomes.sort("name").iter_rows(named=True)
    assert second["event"] is None, "opened at its limit"
    assert first["outcome"] == pytest.approx((9 / 10 - 11 / 10.99) / 2), "against the median of the two that could be bought"
    assert (first["event"], third["event"]) == (True, False)
    assert first["resolved_on"] == date(2026, 1, 30)


def test_what_is_not_resolved_yet_is_not_known() -> None:
    given = tables(falls=True)
    snapshot = stocks.market(given)
    signal = crowding_signal(measured(snapshot, participation=0.2))
    outcomes, _ = _outcomes(quote_panel(snapshot), signal, 20)
    late = outcomes.filter(pl.col("date") > stocks.days(20)[0])
    assert late["resolved_on"].null_count() == late.height
    assert late["event"].null_count() == late.height
