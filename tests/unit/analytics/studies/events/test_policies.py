"""Before and after policies: hand-worked effects, named gaps, and how often nothing is taken for something.

Broken by: the event's session counted as before; placebos that overlap events; gaps dropped instead of said.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.studies.events.differences import differences
from liangrong.analytics.studies.events.placebo import quiet_places, rank_p_value
from liangrong.analytics.studies.events.policies import policy_effects
from liangrong.analytics.studies.events.windows import aligned
from liangrong.core.calendar import mainland
from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.planted import PlantedMarket
from tests.unit.analytics.studies.worlds import index_market

EVENT, DAY = "financing_ratio_80_2023", date(2023, 9, 11)
SPAN = {"start": DAY, "end": DAY}


def stepped(before: float, after: float, noise: float = 0.0) -> MarketSnapshot:
    """An index that grows by one rate up to the event and by another from its session on."""
    days = mainland().between(date(2022, 6, 1), date(2024, 6, 28))
    rates = np.array([before if day < DAY else after for day in days]) + noise * np.random.default_rng(3).standard_normal(
        len(days)
    )
    return index_market((3000 * np.cumprod(1 + rates)).tolist(), days[-1])


def one(market: MarketSnapshot, window: int = 20) -> dict:
    found = policy_effects(market, measures=["000300.SH"], windows=[window], **SPAN)
    return found.data.row(0, named=True)


def test_the_effect_by_hand() -> None:
    row = one(stepped(0.001, 0.003))
    assert (row["policy"], row["date"], row["n_before"], row["n_after"]) == (EVENT, DAY, 20, 20)
    assert row["mean_before"] == pytest.approx(0.001)
    assert row["mean_after"] == pytest.approx(0.003), "the first session in force belongs to after"
    assert row["effect_points"] == pytest.approx(0.002)


def test_a_large_step_differs_and_its_interval_leaves_out_zero() -> None:
    row = one(stepped(0.0, 0.01, noise=0.004), 20)
    assert row["state"] == "differs"
    assert row["placebo_p_value"] <= 0.05
    assert 0 < row["effect_low_points"] < row["effect_points"] < row["effect_high_points"]


def test_no_step_is_within_noise_and_its_interval_holds_zero() -> None:
    row = one(stepped(0.0, 0.0, noise=0.004), 5)
    assert row["state"] == "within_noise"
    assert row["effect_low_points"] < 0 < row["effect_high_points"]


def test_other_events_in_the_window_are_named() -> None:
    assert one(stepped(0.0, 0.0, 0.01), 5)["contaminated_by"] == []
    assert one(stepped(0.0, 0.0, 0.01), 20)["contaminated_by"] == ["strategic_lending_limited"]
    assert "short_ratio_80_2023" in one(stepped(0.0, 0.0, 0.01), 60)["contaminated_by"]
    later = {"start": date(2023, 10, 30), "end": date(2023, 10, 30)}
    found = policy_effects(stepped(0.0, 0.0, 0.01), measures=["000300.SH"], windows=[20], **later)
    assert found.data["contaminated_by"].to_list() == [["strategic_lending_limited"]], "one that came before is named too"


def test_an_event_outside_the_data_is_not_known_and_says_so() -> None:
    days = mainland().between(date(2024, 1, 2), date(2024, 12, 31))
    row = one(index_market([3000.0 + n for n in range(len(days))], days[-1]))
    assert row["state"] == "not_known"
    assert row["effect_points"] is None
    assert "2024-01-03 to 2024-12-31" in row["reason_en"] or "2024-01-02 to 2024-12-31" in row["reason_en"]
    assert "2024-12-31" in row["reason_zh"]


def test_an_event_beside_a_hole_is_not_known_and_counts() -> None:
    days = mainland().between(date(2022, 6, 1), date(2024, 6, 28))
    place = days.index(DAY)
    kept = [day for n, day in enumerate(days) if not place + 5 <= n < place + 15]
    rows = pl.DataFrame({"security_id": "000300.SH", "trade_date": kept, "close": [3000.0 + n for n in range(len(kept))]})
    row = one(MarketSnapshot.of({"index_quotes": rows}, days[-1]))
    assert (row["state"], row["n_before"], row["n_after"]) == ("not_known", 20, 9), "a hole of 10 takes 11 readings of growth"
    assert "20 and 9" in row["reason_en"]


def test_few_quiet_sessions_give_no_p_value() -> None:
    days = mainland().between(date(2023, 8, 1), date(2023, 10, 20))
    levels = 3000 * np.cumprod(1 + np.random.default_rng(5).standard_normal(len(days)) * 0.01)
    row = one(index_market(levels.tolist(), days[-1]))
    assert row["state"] == "no_placebo"
    assert row["placebo_p_value"] is None
    assert row["effect_low_points"] is None
    assert row["effect_points"] is not None


def test_placebos_stay_away_from_every_event() -> None:
    """Planted at each other event: a shock that would make the placebos wild if they came near."""
    calm = one(stepped(0.0, 0.004, noise=0.001), 5)
    market = stepped(0.0, 0.004, noise=0.001)
    levels = market.table("index_quotes").with_columns(
        close=pl.when(pl.col("trade_date") == date(2023, 10, 16)).then(pl.col("close") * 1.5).otherwise("close")
    )
    wild = one(MarketSnapshot.of({"index_quotes": levels}, market.as_of.as_of), 5)
    assert wild["placebo_p_value"] == calm["placebo_p_value"]


def test_ratios_are_read_as_levels_and_balances_as_growth() -> None:
    days = mainland().between(date(2023, 7, 3), date(2023, 12, 29))
    rows = pl.DataFrame({"trade_date": days, "average_maintenance_ratio": [2.5 if day < DAY else 2.7 for day in days]})
    found = policy_effects(MarketSnapshot.of({"account_statistics": rows}, days[-1]), measures=["average_maintenance_ratio"],
                           windows=[5], **SPAN)  # fmt: skip
    assert found.data["mean_before"].item() == pytest.approx(2.5)
    assert found.data["effect_points"].item() == pytest.approx(0.2)


def test_several_measures_and_windows_in_one_answer() -> None:
    market = PlantedMarket.generate(1, sessions=700, names=4).snapshot()
    found = policy_effects(market, measures=["financing_balance", "000300.SH"], windows=[5, 20])
    assert found.data.height == 36 * 4
    assert found.data["date"].is_sorted()
    assert "Synthetic data, not market fact" in [note.en for note in found.warnings]
    expected = found.data["placebo_p_value"].drop_nulls().len() * 0.05
    assert any(f"about {expected:.1f} would" in note.en for note in found.warnings)


def test_bad_requests_say_what_to_do() -> None:
    market = stepped(0.0, 0.0)
    with pytest.raises(UsageError, match="no policy event lies between"):
        policy_effects(market, measures=["000300.SH"], start=date(2017, 1, 1), end=date(2017, 2, 1))
    with pytest.raises(UsageError, match="at least 2 sessions"):
        policy_effects(market, measures=["000300.SH"], windows=[1])
    with pytest.raises(UsageError, match="ask for the balance"):
        policy_effects(market, measures=["net_financing_purchase"])
    with pytest.raises(UsageError, match="no index"):
        policy_effects(market, measures=["600519.SH"])
    with pytest.raises(UnknownName):
        policy_effects(market, measures=["no_such_measure"])
    with pytest.raises(NoData, match=r"000905\.SH"):
        policy_effects(market, measures=["000905.SH"])
    with pytest.raises(NoData):
        policy_effects(market, measures=["financing_balance"])


@pytest.mark.slow
@pytest.mark.parametrize(("memory", "window"), [(0.0, 5), (0.5, 20)])
def test_nothing_is_found_one_time_in_twenty(memory: float, window: int) -> None:
    """Autocorrelated noise of 2,000 fixed seeds, one event in the middle: the share of p at most 5 % is 5 % +- 1.5."""
    seeds, length = 2_000, 500
    noise = np.random.default_rng(20260130).standard_normal((length + 50, seeds))
    for step in range(1, len(noise)):
        noise[step] += memory * noise[step - 1]
    found = 0
    quiet = quiet_places(length, [length // 2], window).tolist()
    for values in noise[50:].T:
        placebos = differences(aligned(values, quiet, window, window))
        event = differences(aligned(values, [length // 2], window, window))
        p_value = rank_p_value(event.t.item(), placebos.t)
        found += p_value is not None and p_value <= 0.05
    assert abs(found / seeds - 0.05) < 0.015
