"""What followed: from the open of the next session, never from the close that the reading itself was made of."""

from __future__ import annotations

import pytest

from liangrong.analytics.heat.outcomes import LOOK_BACK, looks, outcomes, say_entry
from liangrong.analytics.scorecards.scorecard import OUTCOME_SCHEMA
from liangrong.core.errors import UsageError
from tests.unit.analytics.heat.levels import of_closes, sessions


def test_the_return_begins_at_the_next_open() -> None:
    """Read on day 0 at a close of 100; bought at 90, the next open; closes 99, 81, 108. Return 108/90 - 1, lowest 81/90 - 1."""
    levels = of_closes([100.0, 99.0, 81.0, 108.0], open=[100.0, 90.0, 99.0, 81.0])
    first = outcomes(levels, horizon=3, fall=0.10).row(0, named=True)
    assert first["outcome"] == pytest.approx(0.2)
    assert first["event"] is True, "a fall of exactly 10 % counts"
    assert first["resolved_on"] == sessions(4)[3]
    assert first["entry"] == "open"
    assert outcomes(levels, horizon=3, fall=0.11)["event"][0] is False


def test_without_an_open_it_begins_at_the_next_close() -> None:
    """Closes 100, 90, 88, 99: from 90 the return is 10 % and the fall 2/90; the drop from 100 to 90 is nobody's."""
    levels = of_closes([100.0, 90.0, 88.0, 99.0])
    first = outcomes(levels, horizon=3, fall=0.05).row(0, named=True)
    assert first["outcome"] == pytest.approx(0.1)
    assert first["event"] is False
    assert first["entry"] == "close"
    assert "close of T+1 (no opens are known)" in say_entry(outcomes(levels, horizon=3, fall=0.05), horizon=3, fall=0.05).en


def test_what_has_not_ended_is_not_known() -> None:
    followed = outcomes(of_closes([100.0, 90.0, 80.0, 70.0, 60.0]), horizon=3)
    assert followed["event"].to_list() == [True, True, None, None, None]
    assert followed["resolved_on"].null_count() == 3
    assert followed.select(OUTCOME_SCHEMA.names()).schema == OUTCOME_SCHEMA


def test_a_fall_is_resolved_no_earlier_than_its_absence() -> None:
    followed = outcomes(of_closes([100.0, 100.0, 50.0, 50.0, 50.0, 50.0, 50.0, 50.0]), horizon=4)
    days = sessions(8)
    assert followed["event"].to_list()[:3] == [True, False, False]
    assert followed["resolved_on"].to_list()[:3] == [days[4], days[5], days[6]]


def test_a_filled_session_has_no_outcome_of_its_own() -> None:
    followed = outcomes(of_closes([100.0, None, 102.0, 103.0, 104.0]), horizon=2)
    assert sessions(5)[1] not in followed["date"]
    assert followed["outcome"][0] is not None


@pytest.mark.parametrize(("horizon", "fall"), [(1, 0.05), (0, 0.05), (20, 0.0), (20, 1.0), (20, 5.0)])
def test_what_cannot_be_is_refused(horizon: int, fall: float) -> None:
    with pytest.raises(UsageError):
        outcomes(of_closes([100.0, 101.0]), horizon=horizon, fall=fall)


def test_looks_know_the_day_and_nothing_after_it() -> None:
    closes = [100.0 + n % 7 for n in range(60)]
    whole = looks(of_closes(closes))
    part = looks(of_closes(closes[:40]))
    assert whole.head(40).equals(part)
    assert part["trailing_return"][LOOK_BACK] == pytest.approx(closes[LOOK_BACK] / closes[0] - 1)
    assert part["trailing_volatility"][LOOK_BACK - 1] is None
