"""What a scorecard counts, worked by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.scorecards.reliability import reliability
from liangrong.analytics.scorecards.scorecard import OUTCOME_SCHEMA, SCORECARD_SCHEMA, SESSIONS_PER_YEAR, say_verdict, scorecard
from liangrong.analytics.scorecards.signals import SIGNAL_SCHEMA, Signal
from liangrong.core.results import Note
from tests.unit.analytics.scorecards.histories import joined, outcomes, signal


def card(flags: list[int], events: list[int | None], *, horizon: int = 5, **more: object) -> dict[str, object]:
    return scorecard(signal(flags), outcomes(events, lag=horizon), horizon=horizon, **more).row(0, named=True)  # type: ignore[arg-type]


def test_flags_closer_than_the_horizon_are_one_episode() -> None:
    """Flags on days 0, 1, 2, 6 chain (gaps 1, 1, 4 < 5); day 11 is 5 after day 6 and starts its own."""
    flags = [1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0]
    events: list[int | None] = [1] + [0] * 14
    found = card(flags, events)
    assert (found["n_flags"], found["n_episodes"], found["n_hits"]) == (5, 2, 1)
    assert found["hit_rate"] == 0.5, "only the first day of an episode speaks for it"
    assert found["base_rate"] == pytest.approx(1 / 15)
    assert found["lift_points"] == pytest.approx(0.5 - 1 / 15)
    assert found["mean_outcome_after"] == pytest.approx(-0.05)
    assert found["false_alarms_per_year"] == pytest.approx(1 / 15 * SESSIONS_PER_YEAR)


def test_a_flag_whose_outcome_is_not_known_is_counted_apart() -> None:
    found = card([1] + [0] * 10 + [1], [1] + [0] * 10 + [None])
    assert (found["n_episodes"], found["n_unresolved"], found["n_days"]) == (1, 1, 11)


def test_the_interval_is_wilsons() -> None:
    """8 of 10 hits: centre (0.8 + 3.8415/20)/1.38415, the published example [0.4902, 0.9433]."""
    flags = [1, 0, 0, 0, 0] * 10
    events: list[int | None] = [int(place < 40 and place % 5 == 0) for place in range(50)]
    found = card(flags, events)
    assert (found["n_hits"], found["n_episodes"], found["n_spans"]) == (8, 10, 10)
    assert found["hit_low"] == pytest.approx(0.4902, abs=5e-5)
    assert found["hit_high"] == pytest.approx(0.9433, abs=5e-5)


def test_scipy_says_the_same() -> None:
    """The area under the curve and the interval against ``mannwhitneyu`` and ``binomtest`` on drawn numbers with ties."""
    from scipy.stats import binomtest, mannwhitneyu

    rng = np.random.default_rng(8)
    scores, events = rng.integers(0, 20, 300).astype(float), (rng.random(300) < 0.3).astype(int)
    flags = [int(place % 5 == 0) for place in range(300)]
    found = scorecard(signal(flags, scores=scores.tolist()), outcomes(events.tolist(), lag=5), horizon=5).row(0, named=True)
    expected = mannwhitneyu(scores[events == 1], scores[events == 0]).statistic / (events.sum() * (1 - events).sum())
    assert found["auc"] == pytest.approx(expected)
    interval = binomtest(found["n_hits"], found["n_episodes"]).proportion_ci(method="wilson")
    assert (found["hit_low"], found["hit_high"]) == (pytest.approx(interval.low), pytest.approx(interval.high))


def test_few_episodes_are_called_few() -> None:
    found = card([1, 0, 0, 0, 0, 0, 1] + [0] * 20, [1, 0, 0, 0, 0, 0, 1] + [0] * 20)
    assert found["verdict"] == "insufficient"
    assert say_verdict("insufficient", 2) == Note("样本不足（n=2）", "insufficient (n=2)")
    assert say_verdict("better_than_base_rate", 12).en == "better than base rate (n=12)"


def test_auc_by_hand() -> None:
    """Scores 1 2 3 4, events on 2 and 4: of four pairs three are in order, so 0.75."""
    rows = outcomes([0, 1, 0, 1], lag=1)
    found = scorecard(signal([0, 0, 0, 0], scores=[1, 2, 3, 4]), rows, horizon=1).row(0, named=True)
    assert found["auc"] == 0.75
    tied = scorecard(signal([0, 0, 0, 0], scores=[7, 7, 7, 7]), rows, horizon=1).row(0, named=True)
    assert tied["auc"] == 0.5


def test_nothing_is_known_of_nothing() -> None:
    empty = Signal("none", Note("", ""), Note("", ""), pl.DataFrame(schema=SIGNAL_SCHEMA))
    nothing = pl.DataFrame(schema=OUTCOME_SCHEMA)
    assert scorecard(empty, nothing, horizon=5).is_empty()
    pooled = scorecard(empty, nothing, horizon=5, pooled=True)
    assert pooled.schema == SCORECARD_SCHEMA
    assert pooled.row(0, named=True)["verdict"] == "insufficient"


def test_one_row_per_name_or_one_for_all() -> None:
    both = joined(signal([1, 0, 0, 0], name="a"), signal([0, 0, 1, 0], name="b"))
    after = pl.concat([outcomes([1, 0, 0, 0], lag=2, name="a"), outcomes([0, 0, 0, 0], lag=2, name="b")])
    each = scorecard(both, after, horizon=2)
    assert each.select("name", "n_episodes", "n_hits", "n_days").rows() == [("a", 1, 1, 4), ("b", 1, 0, 4)]
    whole = scorecard(both, after, horizon=2, pooled=True)
    assert whole.select("name", "n_episodes", "n_hits", "n_days").rows() == [("pooled", 2, 1, 8)]


def test_reliability_counts_every_day_once() -> None:
    """All 40 days from the one on which 10 outcomes are known: with lag 1 and embargo 1 that is day 11."""
    flags = [int(place % 4 == 0) for place in range(40)]
    found = reliability(signal(flags), outcomes(flags, lag=1), horizon=1, bins=5)
    assert found["n_days"].sum() == 40 - 11
    assert found["n_flags"].sum() == sum(flags[11:])
    weighted = (found["observed_rate"] * found["n_days"]).sum() / found["n_days"].sum()
    assert weighted == pytest.approx(sum(flags[11:]) / 29)
    assert (found["forecast"] >= found["bin_low"]).all()
    assert (found["forecast"] < found["bin_high"]).all()
    best = found.row(-1, named=True)
    assert best["observed_rate"] == 1.0, "the flag always came true, and the highest bin holds only flagged days"
    assert best["n_days"] == best["n_flags"]
