"""Squeezes: the conditions by hand, the p-value by hand, the size where nothing is planted, and a planted one that is found."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.shorts.squeeze import SqueezeRule, squeezes
from liangrong.core.results import Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.planted import PlantedMarket, Truths
from tests.unit.analytics.shorts.small import market, sessions

LENGTH = 80
NAMES = [f"6000{place:02d}.SH" for place in range(25)]
HERO = 7
"""The name to which it happens."""


def arrays(*, fall: float = 0.6, rise: float = 0.06, quantity: float = 9000.0) -> tuple[np.ndarray, np.ndarray]:
    """Shorts and closes that wobble by a hair and a percent a day, but for the hero's last three sessions."""
    wobble = np.where(np.arange(LENGTH) % 2 == 0, 1.0, -1.0)[:, None] * np.where(np.arange(len(NAMES)) % 2 == 0, 1.0, -1.0)
    shorts = 1000.0 + 5 * wobble
    returns = 0.01 * wobble
    shorts[:, HERO] = quantity + 45 * wobble[:, HERO]
    shorts[-3:, HERO] = shorts[-4, HERO] * np.array([1 - fall / 3, 1 - 2 * fall / 3, 1 - fall])
    returns[-3:, HERO] = rise
    return shorts.round(), 1000 * np.cumprod(1 + returns, axis=0)


def judged(shorts: np.ndarray, close: np.ndarray, **options: object) -> dict[str, object]:
    snapshot = market(sessions(LENGTH), NAMES, shorts, close=close, previous=np.vstack([close[:1], close[:-1]]), **options)
    return squeezes(snapshot).data.filter(pl.col("security_id") == NAMES[HERO]).row(0, named=True)


def test_a_squeeze_is_found() -> None:
    row = judged(*arrays())
    assert row["state"] == "squeeze"
    assert row["short_fall"] == pytest.approx(0.6, abs=1e-3)
    assert row["window_return"] == pytest.approx(1.06**3 - 1, rel=1e-4)
    assert row["history"] == LENGTH - 1 - 3  # the first session has no change


def test_the_p_value_is_a_rank_among_both_kinds_of_placebo() -> None:
    row = judged(*arrays())
    # 24 other names, and the hero's own sessions whose window ends before this one begins and that have 60 known before them:
    # places 63 to 76 of 0..79.
    assert row["placebos"] == 24 + 14
    assert row["p_value"] == pytest.approx(1 / 39)


def test_the_family_p_value_ranks_among_the_largest_of_each_earlier_window() -> None:
    made = PlantedMarket.generate(8, sessions=121, names=12)
    rows = squeezes(made.snapshot(), start=made.sessions[63]).data
    # Places 117, 114, … 63 of 0..120: back to back before the last window, and each with 60 sessions known before its own three.
    ends = made.sessions[117:62:-3]
    largest = rows.filter(pl.col("date").is_in(ends)).group_by("date").agg(pl.col("statistic").max())["statistic"]
    assert len(largest) == 19
    for row in rows.filter(pl.col("date") == made.sessions[-1]).iter_rows(named=True):
        assert row["family_p_value"] == pytest.approx((1 + (largest >= row["statistic"]).sum()) / 20)


def test_eighteen_earlier_windows_say_nothing_of_the_family() -> None:
    found = squeezes(PlantedMarket.generate(8, sessions=120, names=25).snapshot())
    assert found.data["family_p_value"].null_count() == 25
    assert found.data["p_value"].null_count() == 0
    assert not any("family_p_value" in note.en for note in found.warnings)


def test_the_surprise_is_in_deviations_of_the_sixty_sessions_before() -> None:
    shorts, close = arrays(rise=0.03)
    row = judged(shorts, close)
    # Thirteen names rise on even days and twelve fall: the median stock moves with the thirteen, and so does every abnormal return:
    # 0 for them, 2 x 1 % for the others. The hero (odd) is one of the others until the end.
    step = np.log(1.01) - np.log(0.99)
    median = np.log1p(np.where(np.arange(LENGTH) % 2 == 0, 0.01, -0.01))[-3:]
    moved = (np.log(1.03) - median).sum()
    assert row["abnormal_sigmas"] == pytest.approx(moved / (step * np.sqrt(3)), rel=1e-4)


@pytest.mark.parametrize(("fall", "state"), [(0.502, "squeeze"), (0.48, "unusual_only")])
def test_half_of_the_shorts_must_be_gone(fall: float, state: str) -> None:
    assert judged(*arrays(fall=fall))["state"] == state


def test_a_fall_of_the_price_is_no_squeeze() -> None:
    row = judged(*arrays(rise=-0.05))
    assert (row["state"], row["statistic"]) == ("ordinary", 0.0)


def test_more_shorts_are_no_squeeze() -> None:
    row = judged(*arrays(fall=-0.6))
    assert (row["state"], row["statistic"]) == ("ordinary", 0.0)


def test_days_to_cover_below_the_median_do_not_meet_the_conditions() -> None:
    row = judged(*arrays(quantity=400.0))
    assert (row["state"], row["meets_conditions"]) == ("unusual_only", False)
    assert row["days_to_cover"] < row["typical_days_to_cover"]


def test_limit_up_closes_count_as_the_limit_and_are_reported() -> None:
    shorts, close = arrays(rise=0.10)
    close = close.round(2)
    for place in range(-3, 0):
        close[place, HERO] = np.floor(close[place - 1, HERO] * 1.1 * 100 + 0.5) / 100
    row = judged(shorts, close)
    assert (row["limit_up_sessions"], row["sealed_sessions"], row["state"]) == (3, 0, "squeeze")
    sealed = close.copy()
    sealed[1:] = np.minimum(close[1:], close[:-1])
    sealed[-2:, HERO] = close[-2:, HERO]
    found = judged(shorts, close, low=sealed)
    assert (found["limit_up_sessions"], found["sealed_sessions"]) == (3, 2)


def test_a_sealed_session_is_said_in_words() -> None:
    shorts, close = arrays(rise=0.10)
    close = close.round(2)
    for place in range(-3, 0):
        close[place, HERO] = np.floor(close[place - 1, HERO] * 1.1 * 100 + 0.5) / 100
    snapshot = market(sessions(LENGTH), NAMES, shorts, close=close, low=close)
    assert "nobody could buy back in the market" in squeezes(snapshot).warnings[-1].en


@pytest.mark.parametrize(("length", "state"), [(63, "insufficient"), (64, "squeeze")])
def test_sixty_known_sessions_before_the_window_are_needed(length: int, state: str) -> None:
    shorts, close = arrays()
    found = squeezes(market(sessions(length), NAMES, shorts[-length:], close=close[-length:]))
    row = found.data.filter(pl.col("security_id") == NAMES[HERO]).row(0, named=True)
    assert row["state"] == state
    if state == "insufficient":
        assert row["p_value"] is None
        assert f"n={length} sessions" in found.warnings[-1].en


def test_too_few_comparisons_are_insufficient() -> None:
    shorts, close = arrays()
    few = [HERO - 1, HERO, HERO + 1]
    names = [NAMES[place] for place in few]
    found = squeezes(market(sessions(LENGTH), names, shorts[:, few], close=close[:, few])).data
    row = found.filter(pl.col("security_id") == NAMES[HERO]).row(0, named=True)
    assert (row["placebos"], row["state"]) == (2 + 14, "insufficient")


def test_a_name_without_shorts_at_the_start_is_not_judged() -> None:
    shorts, close = arrays()
    shorts[:, 3] = 0
    found = squeezes(market(sessions(LENGTH), NAMES, shorts, close=close)).data
    assert NAMES[3] not in found["security_id"].to_list()


def test_later_sessions_do_not_change_what_was_said() -> None:
    whole = PlantedMarket.generate(5, Truths(squeeze=4), sessions=110).snapshot()
    day = whole.calendar.offset(whole.as_of.as_of, -8)
    now = squeezes(whole, start=day, end=day).data
    tables = {name: whole.table(name, end=day) for name in ("margin_detail", "quotes")}
    assert squeezes(MarketSnapshot.of(tables, day)).data.equals(now)


def test_a_window_says_of_each_session_what_it_says_alone() -> None:
    snapshot = PlantedMarket.generate(6, sessions=100).snapshot()
    last = snapshot.as_of.as_of
    start = snapshot.calendar.offset(last, -4)
    window = squeezes(snapshot, start=start).data
    assert window["date"].n_unique() == 5
    # Alone, the same past is read from another first session on; what is known does not change.
    assert window.filter(pl.col("date") == last).drop("history").equals(squeezes(snapshot).data.drop("history"))


def test_planted_squeezes_are_found() -> None:
    values = [of(seed, Truths(squeeze=seed % 40)) for seed in range(40)]
    assert np.mean(np.array(values) <= 0.05) > 0.95


def test_one_in_twenty_where_nothing_is_planted() -> None:
    """2,000 stock-sessions of 50 markets: 5 % within three deviations, were the names of a market independent."""
    values = [value for seed in range(50) for value in squeezes(clean(seed)).data["p_value"].to_list()]
    share = np.mean(np.array(values) <= 0.05)
    assert abs(share - 0.05) < 3 * np.sqrt(0.05 * 0.95 / len(values)) + 0.01  # ranks are coarse: 4 of 94, never 4.7


def test_the_chance_finds_are_counted_aloud() -> None:
    found = squeezes(clean(3))
    assert "40 stock-sessions were judged; were nothing going on, about 2" in next(
        note.en for note in found.warnings if "judged" in note.en
    )


def test_an_empty_market_has_nothing_to_say() -> None:
    found = squeezes(MarketSnapshot.of({}, date(2026, 1, 30)))
    assert isinstance(found, Result)
    assert found.data.is_empty()


def test_the_rule_may_be_another() -> None:
    shorts, close = arrays(fall=0.3)
    snapshot = market(sessions(LENGTH), NAMES, shorts, close=close)
    found = squeezes(snapshot, rule=SqueezeRule(fall=0.25)).data.filter(pl.col("security_id") == NAMES[HERO])
    assert found["state"].to_list() == ["squeeze"]


def clean(seed: int) -> MarketSnapshot:
    return PlantedMarket.generate(1000 + seed, sessions=120).snapshot()


def of(seed: int, truths: Truths) -> float:
    made = PlantedMarket.generate(seed, truths, sessions=120)
    rows = squeezes(made.snapshot()).data.filter(pl.col("security_id") == made.securities[seed % 40])
    return float(rows["p_value"].item())
