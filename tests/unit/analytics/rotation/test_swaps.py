"""A planted swap is found, its absence is not: size 5 % by construction, over seeds fixed beforehand."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.rotation.balances import balances
from liangrong.analytics.rotation.swaps import placebo_p, swap, swap_size
from liangrong.core.calendar import Calendar
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.market import SimulatedMarket

END = date(2026, 1, 30)
GROUPS = 10


def drawn(seed: int, calendar: Calendar, *, windows: int, length: int, planted: float = 0.0) -> tuple[pl.DataFrame, date]:
    """Balances whose logarithms wander alike; ``planted`` moves that share from one group to another in the last window."""
    days = calendar.sessions[: calendar.sessions.index(END) + 1][-(windows * length + 1) :]
    steps = np.random.default_rng(seed).normal(0, 0.01, (len(days), GROUPS))
    weights = np.exp(steps.cumsum(axis=0))
    share = weights / weights.sum(axis=1, keepdims=True)
    share[-1, 0] += planted
    share[-1, 1] -= planted
    rows = pl.DataFrame(share * 1e12, schema=[f"g{n}" for n in range(GROUPS)]).with_columns(date=pl.Series(days))
    return rows.unpivot(index="date", variable_name="group_name", value_name="value"), days[-1 - length]


def test_a_swap_of_five_points_is_found_and_named(calendar: Calendar) -> None:
    frame, start = drawn(7, calendar, windows=20, length=5, planted=0.05)
    found = swap(frame, start, END, calendar=calendar)
    assert (found.gainer, found.loser, found.verdict, found.placebos, found.sessions) == ("g0", "g1", "swapped", 19, 5)
    assert found.size_points == pytest.approx(0.05, abs=0.015)
    assert found.p_value == pytest.approx(0.05)


def test_the_size_is_five_percent_over_two_thousand_seeds() -> None:
    hits = 0
    for seed in range(2_000):
        steps = np.random.default_rng(seed).normal(0, 0.02, (20, GROUPS))
        changes = steps / GROUPS - steps.mean(axis=1, keepdims=True) / GROUPS
        sizes = swap_size(changes)
        p_value = placebo_p(sizes[-1], sizes[:-1])
        assert p_value is not None
        hits += p_value <= 0.05
    assert 0.035 <= hits / 2_000 <= 0.065


def test_the_size_holds_for_whole_frames_too(calendar: Calendar) -> None:
    found = [swap(frame, start, END, calendar=calendar).verdict == "swapped"
             for frame, start in (drawn(seed, calendar, windows=20, length=3) for seed in range(150))]  # fmt: skip
    assert 1 <= sum(found) <= 15  # 7.5 expected, three deviations of 2.7 on either side


def test_eighteen_windows_are_insufficient(calendar: Calendar) -> None:
    frame, start = drawn(7, calendar, windows=19, length=5, planted=0.05)
    found = swap(frame, start, END, calendar=calendar)
    assert (found.placebos, found.p_value, found.verdict) == (18, None, "insufficient")


def test_windows_whose_ends_are_not_known_do_not_speak(calendar: Calendar) -> None:
    frame, start = drawn(7, calendar, windows=21, length=5)
    before = swap(frame, start, END, calendar=calendar).placebos
    hole = calendar.offset(start, -10)  # the end of one window and the start of the next
    assert swap(frame.filter(pl.col("date") != hole), start, END, calendar=calendar).placebos == before - 2


def test_a_day_on_which_nothing_is_owed_ends_no_window(calendar: Calendar) -> None:
    """Without a sum there are no shares; a window from or to such a day is unknown, not one in which nothing moved."""
    frame, start = drawn(7, calendar, windows=22, length=5)
    day = calendar.offset(start, -10)
    nothing = pl.when(pl.col("date") == day).then(0.0).otherwise("value").alias("value")
    whole, holed = swap(frame, start, END, calendar=calendar), swap(frame.with_columns(nothing), start, END, calendar=calendar)
    assert (whole.placebos, holed.placebos) == (21, 19)


def test_the_size_of_a_swap() -> None:
    changes = np.array([[0.05, -0.02, -0.03], [0.01, 0.02, -0.03]])
    assert swap_size(changes).tolist() == [0.03, 0.02]
    assert placebo_p(0.02, np.array([0.02] + [0.01] * 18)) == pytest.approx(2 / 20), "a tie counts against the finding"


def test_planted_in_the_simulated_market_and_not_without(calendar: Calendar) -> None:
    market = SimulatedMarket.generate()
    tables = {
        name: market.table(name) for name in ("market_totals", "margin_detail", "memberships", "industry_classes", "securities")
    }
    frame = balances(MarketSnapshot.of(tables, END), "sw1", [(None, END)]).mapped
    start = calendar.offset(END, -20)
    assert swap(frame, start, END, calendar=calendar).verdict == "usual"
    total = frame.filter(pl.col("date") == END)["value"].cast(pl.Float64).sum()
    planted = pl.when(pl.col("date") == END).then(
        pl.when(pl.col("group_name") == "煤炭").then(0.05 * total).when(pl.col("group_name") == "电子").then(-0.05 * total).otherwise(0.0)
    )  # fmt: skip
    moved = frame.with_columns(value=pl.col("value").cast(pl.Float64) + planted.fill_null(0.0))
    found = swap(moved, start, END, calendar=calendar)
    assert (found.gainer, found.loser, found.verdict) == ("煤炭", "电子", "swapped")
