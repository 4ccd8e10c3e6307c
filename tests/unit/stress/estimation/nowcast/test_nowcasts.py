"""The filter learns planted responses, its bands hold what they promise, and it never reads a later day."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from liangrong.stress.estimation.nowcast.assumptions import RESPONSES, NowcastAssumptions
from liangrong.stress.estimation.nowcast.filtering import follow
from liangrong.stress.estimation.nowcast.free_run import free_run
from liangrong.stress.estimation.nowcast.horizons import LEAST_ERRORS, Nowcasts, nowcasts
from liangrong.stress.estimation.nowcast.observations import observe
from liangrong.stress.estimation.nowcast.scores import score
from tests.unit.stress.estimation.nowcast.worlds import BETA, DILUTION, snapshot, world

GIVEN = NowcastAssumptions(usual_ratio=2.5)


def answered(columns: dict[str, Any], horizon: int) -> Nowcasts:
    observed = observe(snapshot(columns), GIVEN)
    return nowcasts(observed, follow(observed, GIVEN), horizon, GIVEN)


def rows(found: Nowcasts, session: int) -> list[float]:
    return [found.value[session], found.low[session], found.high[session]]


def spoilt(columns: dict[str, Any], *, official_after: int, all_after: int, with_value: float) -> dict[str, Any]:
    """The same world with official values after one session, and all else after another, replaced."""
    other = {name: values.copy() for name, values in columns.items() if name not in ("days", "levels")}
    other |= {"days": columns["days"], "levels": {name: values.copy() for name, values in columns["levels"].items()}}
    other["ratio"][official_after + 1 :] = with_value
    for values in (other["balance"], other["buys"], *other["levels"].values()):
        values[all_after + 1 :] = with_value
    return other


@pytest.mark.parametrize("horizon", [1, 5, 20])
@pytest.mark.parametrize("garbage", [float("nan"), 17.0])
def test_later_days_change_nothing(horizon: int, garbage: float) -> None:
    columns, session = world(440), 420
    true = rows(answered(columns, horizon), session)
    spoiled = spoilt(columns, official_after=session - horizon, all_after=session, with_value=garbage)
    assert rows(answered(spoiled, horizon), session) == pytest.approx(true, abs=1e-12)


def test_the_last_value_that_may_be_read_is_read() -> None:
    """The counterpart: one session earlier and the answer must move, or the test above proves nothing."""
    columns, session, horizon = world(300), 260, 5
    spoiled = spoilt(columns, official_after=session - horizon - 1, all_after=session, with_value=float("nan"))
    assert answered(spoiled, horizon).value[session] != pytest.approx(answered(columns, horizon).value[session], abs=1e-9)


def test_planted_responses_are_found() -> None:
    observed = observe(snapshot(world(700)), GIVEN)
    last = dict(zip(RESPONSES, follow(observed, GIVEN).responses[-1], strict=True))
    assert last["market"] == pytest.approx(BETA, abs=0.08)
    assert last["debt"] == pytest.approx(DILUTION, abs=0.15)
    assert last["pull"] > 0 > last["drift"]


def test_bands_hold_about_nine_tenths_and_beat_the_last_value() -> None:
    columns = world(700)
    for horizon in (1, 5):
        found = answered(columns, horizon)
        ours = score(columns["ratio"], found.value, found.low, found.high)
        last = score(columns["ratio"], np.concatenate([np.full(horizon, np.nan), columns["ratio"][:-horizon]]))
        assert ours.error < last.error / 2
        assert 0.84 < ours.covered < 0.95
    assert np.isnan(found.low[: LEAST_ERRORS + 5]).all()


def test_one_wrong_official_value_is_mostly_disbelieved() -> None:
    columns = world(300)
    before = answered(columns, 1).value[251]
    columns["ratio"][250] *= 1.06
    moved = np.log(answered(columns, 1).value[251] / before)
    assert 0 < moved < np.log(1.06) / 3


def test_a_hole_is_crossed_by_prices_and_debt() -> None:
    columns = world(400)
    official = columns["ratio"].copy()
    columns["ratio"][200:260] = np.nan
    found = answered(columns, 5)
    assert np.abs(found.value - official)[200:260].max() < 0.15


def test_the_free_run_reads_no_ratio_after_its_start() -> None:
    columns, start = world(400), 250
    observed = observe(snapshot(columns), GIVEN)
    true = free_run(observed, follow(observed, GIVEN), start, GIVEN)
    assert true.first == start + 1
    assert len(true.value) == 400 - start - 1
    columns["ratio"][start + 1 :] = 9.9
    spoiled = observe(snapshot(columns), GIVEN)
    other = free_run(spoiled, follow(spoiled, GIVEN), start, GIVEN)
    assert other.value == pytest.approx(true.value, abs=1e-12)
    assert (true.high - true.low)[-1] > 2 * (true.high - true.low)[0]


def test_no_setting_has_seen_what_it_is_tested_on() -> None:
    from liangrong.stress.estimation.nowcast.assumptions import LEARNT_UNTIL

    assert date(2019, 12, 31) == LEARNT_UNTIL
    assert NowcastAssumptions().by_name()["reading_noise"] == "3"
