"""Matched controls: like the flagged day, without a flag, and never from the future."""

from __future__ import annotations

import polars as pl
import pytest

from liangrong.analytics.scorecards.controls import match_days, match_names
from liangrong.analytics.scorecards.scorecard import scorecard
from liangrong.analytics.scorecards.trials import lay_trials
from tests.unit.analytics.scorecards.histories import day, joined, outcomes, signal


def looks(values: list[float | None], name: str = "market") -> pl.DataFrame:
    return pl.DataFrame({"date": [day(place) for place in range(len(values))], "name": name, "trailing_return": values},
                        schema={"date": pl.Date, "name": pl.String, "trailing_return": pl.Float64})  # fmt: skip


def test_the_nearest_earlier_days_that_are_resolved_and_apart() -> None:
    """Flag on day 12, horizon 3. Days 0-8 are resolved in time (lag 3, embargo 1); the nearest looks are on days 4, 5, 1, 8, 0.

    Day 5 is too near to day 4; so are day 6, 7 and 3, 2. The controls are 4, then 1, then 8 (7 apart from none).
    """
    flags = [0] * 12 + [1] + [0] * 7
    values: list[float | None] = [5.0, 2.0, 9.0, 9.0, 0.0, 0.5, 9.0, 9.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0, 0, 0, 0, 0, 0, 0]
    trials = lay_trials(signal(flags), outcomes([0] * 20, lag=3), horizon=3)
    found = match_days(trials, looks(values), horizon=3, embargo=1)
    assert found.episodes.tolist() == [12]
    assert found.controls.tolist() == [[4, 1, 8, -1, -1]]


def test_days_after_an_earlier_flag_are_no_controls() -> None:
    """A flag on day 2 rules out days 2-5 (horizon 3), not day 0 and 1 before it: later flags are not known then."""
    flags = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    values: list[float | None] = [7.0, 6.0, 0.0, 0.0, 0.0, 0.0, 1.0, 9.0, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    trials = lay_trials(signal(flags), outcomes([0] * 16, lag=3), horizon=3)
    found = match_days(trials, looks(values), horizon=3, embargo=1)
    assert found.episodes.tolist() == [12], "the first flag has no resolved day before it"
    assert found.controls.tolist() == [[6, 1, -1, -1, -1]]


def test_names_are_matched_on_the_same_day() -> None:
    """On day 1 name a is flagged; b (0.1 away) is nearer than c (5 away); d is flagged itself, e has no look."""
    flags = {"a": [0, 1, 0], "b": [0, 0, 0], "c": [0, 0, 0], "d": [0, 1, 0], "e": [0, 0, 0]}
    at: dict[str, float | None] = {"a": 1.0, "b": 1.1, "c": 6.0, "d": 1.0, "e": None}
    trials = lay_trials(
        joined(*(signal(rows, name=name) for name, rows in flags.items())),
        pl.concat([outcomes([0, 0, 0], lag=1, name=name) for name in flags]),
        horizon=1,
    )
    found = match_names(trials, pl.concat([looks([value] * 3, name) for name, value in at.items()]), horizon=1)
    chosen = {
        trials.names[trials.name[row]]: [trials.names[trials.name[control]] for control in controls if control >= 0]
        for row, controls in zip(found.episodes, found.controls, strict=True)
    }
    assert chosen == {"a": ["b", "c"], "d": ["b", "c"]}


def test_a_market_wide_fall_is_not_credited_to_the_flag() -> None:
    """Everybody falls on the day of the flags: a hit rate of 1 and a difference of 0 points from names of the same day."""
    names = [f"n{place}" for place in range(8)]
    flags = {name: [int(place % 20 == 10 and number < 3) for place in range(300)] for number, name in enumerate(names)}
    events: list[int | None] = [int(place % 20 == 10) for place in range(300)]
    all_flags = joined(*(signal(rows, name=name) for name, rows in flags.items()))
    after = pl.concat([outcomes(events, lag=5, name=name) for name in names])
    controls = pl.concat([looks([float(number)] * 300, name) for number, name in enumerate(names)])
    found = scorecard(all_flags, after, horizon=5, controls=controls, pooled=True).row(0, named=True)
    assert found["hit_rate"] == found["control_hit_rate"] == 1.0
    assert found["n_matched"] == 45
    assert found["control_difference_points"] == 0.0
    assert found["control_p_value"] == 0.5
    assert found["control_mean_outcome"] == pytest.approx(-0.1)


def test_what_the_look_explains_is_not_credited_to_the_flag() -> None:
    """High looks are followed by the event, flagged or not; the base rate is beaten, the matched days are not."""
    hot = [int(place % 10 == 0) for place in range(400)]
    flags = [int(place % 20 == 10) for place in range(400)]
    controls = looks([float(value) for value in hot])
    found = scorecard(signal(flags), outcomes(hot, lag=5), horizon=5, controls=controls).row(0, named=True)
    assert found["lift_points"] == pytest.approx(0.9)
    assert found["control_difference_points"] < 0.4, "only the first episodes lack days that looked alike"
    without = scorecard(signal(flags), outcomes(hot, lag=5), horizon=5).row(0, named=True)
    assert without["control_difference_points"] is None
    assert without["n_matched"] is None
