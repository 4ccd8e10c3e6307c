"""Rules and their place in history: expanding, never of the whole; what is missing is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.heat.composite import COMPOSITE_GAUGE, HOT, LEAST_PARTS, composite
from liangrong.analytics.heat.expanding import LEAST, expanding_percentile, expanding_quantile
from liangrong.analytics.heat.gauges import Found, Gauge, Readings, Rule
from liangrong.analytics.heat.menu import GAUGES, gauge, read_all
from liangrong.analytics.heat.prices import prices
from liangrong.core.errors import UnknownName, UsageError
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.market import SimulatedMarket
from tests.unit.analytics.heat.levels import sessions

NOTE = Note("无", "none")


def made(rule: Rule, *, downward: bool = False, key: str = "made", in_composite: bool = True) -> Gauge:
    return Gauge(
        key, NOTE, NOTE, Unit.RATIO, rule, lambda _, __: Found(pl.DataFrame()), NOTE, downward=downward, in_composite=in_composite
    )  # fmt: skip


def read(values: list[float], rule: Rule, **more: Any) -> Readings:
    frame = pl.DataFrame({"date": sessions(len(values)), "value": values})
    return Readings.of(made(rule, **more), Found(frame))


def test_percentile_and_quantile_agree_on_who_is_high() -> None:
    values = np.random.default_rng(1).standard_normal(700).round(1)
    for share in (0.5, 0.8, 0.95, 1.0):
        by_percentile = expanding_percentile(values) >= share - 1e-12
        by_level = values >= np.nan_to_num(expanding_quantile(values, share), nan=np.inf)
        assert (by_percentile[LEAST - 1 :] == by_level[LEAST - 1 :]).all()
        assert not by_level[: LEAST - 1].any()


def test_a_rule_on_percentiles_does_not_know_the_future() -> None:
    """A level that was the highest of 300 fires, though a thousand higher ones follow; on the whole it would not."""
    values = [float(n % 50) for n in range(300)] + [60.0] + [100.0 + n for n in range(1000)]
    early = read(values, Rule(0.95)).frame
    assert early["flag"][300] is True
    assert early["percentile"][300] == 1.0
    assert float(np.mean(np.array(values) <= 60)) < 0.3
    assert early.head(320).equals(read(values[:320], Rule(0.95)).frame)


def test_before_a_year_there_is_neither_percentile_nor_flag() -> None:
    frame = read([float(n) for n in range(LEAST)], Rule(0.95)).frame
    assert frame["flag"].null_count() == LEAST - 1
    assert frame["percentile"].null_count() == LEAST - 1


def test_a_rule_on_values_fires_from_the_first_day() -> None:
    frame = read([0.1, 0.3, 0.2], Rule(0.2, "value")).frame
    assert frame["flag"].to_list() == [False, True, True]
    assert frame["fires_at"].to_list() == [0.2] * 3


def test_where_low_is_alarming_the_sign_turns() -> None:
    frame = read([-0.05, -0.12, -0.10], Rule(-0.10, "value"), downward=True).frame
    assert frame["flag"].to_list() == [False, True, True]
    assert frame["fires_at"].to_list() == [-0.10] * 3
    falling = read([float(-n) for n in range(300)], Rule(0.95), downward=True).frame
    assert falling["flag"][-1] is True
    assert falling["percentile"][-1] == 1.0
    assert falling["fires_at"][-1] <= -280


def test_definitions_name_their_numbers() -> None:
    assert made(Rule(0.95)).definition == Note(
        "无；处于至当日全部读数的最高 5% 时发出。", "none; fires in the highest 5% of its readings so far."
    )
    assert made(Rule(-0.1, "value"), downward=True).definition.zh == "无；不高于 -10% 时发出。"
    assert "fires at 70 or above" in GAUGES["rsi"].definition.en
    for one in GAUGES.values():
        assert one.definition.zh.endswith("发出。")
        assert "fires" in one.definition.en


def test_another_level_is_another_rule() -> None:
    found = read([0.1, 0.3, 0.2], Rule(0.2, "value")).judged_at(0.25)
    assert found.frame["flag"].to_list() == [False, True, False]
    assert "25%" in found.gauge.definition.en
    with pytest.raises(UsageError, match="between 0 and 1"):
        made(Rule(0.95)).at(95)


def test_the_composite_is_the_mean_of_percentiles() -> None:
    """On the last of 300 days the five parts stand at 1, 1, 1/300, 1/2 and 1: mean (3 + 1/300 + 1/2) / 5."""
    up = [float(n) for n in range(300)]
    half = [float(n) for n in range(150)] + [200.0 + n for n in range(149)] + [149.5]
    parts = [read(values, Rule(0.95), key=f"p{n}") for n, values in enumerate([up, up, [-v for v in up], half, up])]
    stress = read([1000.0 - n for n in range(300)], Rule(0.95), key="stress", in_composite=False)
    found = composite([*parts, stress])
    assert found.frame["value"][-1] == pytest.approx((3 + 1 / 300 + 151 / 300) / 5)
    assert found.frame["fires_at"].unique().to_list() == [HOT]
    assert found.gauge is COMPOSITE_GAUGE


def test_too_few_parts_make_no_composite_and_missing_ones_are_named() -> None:
    up = [float(n) for n in range(300)]
    parts = [read(up, Rule(0.95), key=f"p{n}") for n in range(LEAST_PARTS - 1)]
    assert composite(parts).frame.is_empty()
    ended = Readings.of(made(Rule(0.95), key="ended"), Found(pl.DataFrame({"date": sessions(280), "value": up[:280]})))
    whole = composite([*parts, read(up, Rule(0.95), key="last"), ended])
    assert len(whole.notes) == 1
    assert str(sessions(300)[-1]) in whole.notes[0].en


def test_unknown_signals_are_refused_with_the_known_ones() -> None:
    assert gauge("综合热度") is GAUGES["composite"]
    with pytest.raises(UnknownName, match="month_jump"):
        gauge("macdd")


@pytest.fixture(scope="module")
def simulated() -> MarketSnapshot:
    market = SimulatedMarket.generate()
    return MarketSnapshot.of({name: market.table(name) for name in market.tables}, date(2026, 1, 30))


def test_every_signal_reads_on_a_whole_market(simulated: MarketSnapshot) -> None:
    readings = read_all(simulated, prices(simulated, "000985.SH"))
    assert set(readings) == set(GAUGES)
    for key, one in readings.items():
        assert one.frame.height > LEAST, key
        assert one.frame["date"].is_sorted(), key
        assert one.frame["date"].is_unique().all(), key
        assert not one.frame["value"].is_nan().any(), key


def test_what_is_not_there_is_needed(simulated: MarketSnapshot) -> None:
    bare = MarketSnapshot.of({"index_quotes": simulated.table("index_quotes")}, date(2026, 1, 30))
    readings = read_all(bare, prices(bare, "000985.SH"))
    for key in ("growth_z", "month_jump", "record_streak", "concentration", "maintenance", "turnover_share", "float_cap_share"):
        assert readings[key].frame.is_empty(), key
        assert "No data for" in readings[key].notes[0].en, key


@pytest.mark.parametrize("cut", [400])
def test_no_reading_changes_when_later_days_arrive(simulated: MarketSnapshot, cut: int) -> None:
    """The market as of an earlier day gives the very same readings up to that day: nothing looks ahead."""
    names = (
        "market_totals",
        "index_quotes",
        "account_statistics",
        "margin_detail",
        "quotes",
        "caps",
        "securities",
        "memberships",
    )
    days = simulated.calendar.sessions
    last = days[days.index(date(2026, 1, 30)) - cut + 300]
    tables = {name: simulated.table(name) for name in names}
    day_of = {"memberships": "from_date"}
    earlier = {name: rows.filter(pl.col(day_of.get(name, "trade_date")) <= last) for name, rows in tables.items()}
    earlier["securities"], earlier["memberships"] = tables["securities"], tables["memberships"]
    whole, part = (
        read_all(market, prices(market, "000985.SH")) for market in (simulated, MarketSnapshot.of(earlier, last))
    )  # fmt: skip
    for key, one in part.items():
        same = whole[key].frame.filter(pl.col("date") <= last)
        assert one.frame.height, key
        assert same.equals(one.frame), key
