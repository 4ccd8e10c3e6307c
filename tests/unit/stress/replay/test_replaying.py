"""A forecast reads nothing after its day, sells what falls under the line, and is judged by what came."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from liangrong.core.errors import NotKnown, UnknownName
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.estimation.nowcast.observations import observe
from liangrong.stress.replay.assumptions import ReplayAssumptions
from liangrong.stress.replay.episodes import EPISODES, Episode, episode
from liangrong.stress.replay.forecasting import CallRules, Moves, forecast, known
from liangrong.stress.replay.margin_change import MarginChange, bound_shares, missing, under_change
from liangrong.stress.replay.replaying import Replayed, SnapshotAt, margin_changes, replay
from liangrong.stress.replay.verdicts import judge
from tests.unit.stress.estimation.nowcast.worlds import snapshot, world

GIVEN = ReplayAssumptions(paths=120)
CUT = 330


def at(columns: dict[str, Any]) -> SnapshotAt:
    def view(day: date) -> MarketSnapshot:
        return snapshot(columns, day)

    return view


def replayed(columns: dict[str, Any]) -> Replayed:
    made = Episode("made", columns["days"][CUT], Note("", ""))
    return replay(made, at(columns), columns["days"][-1], Rulebook.load(), GIVEN)


def changed_after(columns: dict[str, Any], session: int) -> dict[str, Any]:
    """The same past with another future."""
    other = world(len(columns["days"]), seed=99)
    mixed = {"days": columns["days"]}
    for name in ("ratio", "balance", "buys"):
        mixed[name] = np.concatenate([columns[name][: session + 1], other[name][session + 1 :]])
    mixed["levels"] = {
        name: np.concatenate([own[: session + 1], other["levels"][name][session + 1 :]])
        for name, own in columns["levels"].items()
    }
    return mixed


def bands(found: Replayed, kind: str) -> list[np.ndarray]:
    return [series for band in found.bands if band.kind == kind for series in (band.low, band.median, band.high)]


def test_another_future_changes_only_what_is_said_to_know_it() -> None:
    columns = world(420)
    true, other = replayed(columns), replayed(changed_after(columns, CUT))
    for one, two in zip(bands(true, "unconditional"), bands(other, "unconditional"), strict=True):
        assert one == pytest.approx(two, rel=1e-12)
    assert bands(true, "conditional")[1][-1] != pytest.approx(bands(other, "conditional")[1][-1], rel=1e-3)
    assert true.start == other.start
    assert true.actual["financing_balance"][5] == pytest.approx(columns["balance"][CUT + 6])


def test_the_same_seed_gives_the_same_paths_and_another_does_not() -> None:
    columns = world(370)
    made = Episode("made", columns["days"][CUT], Note("", ""))
    one, same, other = (
        bands(replay(made, at(columns), columns["days"][-1], Rulebook.load(), GIVEN, seed=seed), "unconditional")[1]
        for seed in (1, 1, 2)
    )
    assert (one == same).all()
    assert (one != other).any()


def test_what_came_is_laid_beside_the_right_sessions() -> None:
    columns = world(370)
    found = replayed(columns)
    assert found.sessions[0] == columns["days"][CUT + 1]
    assert len(found.sessions) == 60
    assert [len(band.low) for band in found.bands] == [60, 60, 39, 39]
    assert np.isnan(found.actual["average_maintenance_ratio"][39:]).all()
    assert {(band.kind, length, verdict.sessions) for band, length, verdict in found.verdicts() if band.kind == "conditional"} == {
        ("conditional", 20, 20), ("conditional", 60, 39),
    }  # fmt: skip


def test_what_came_ends_where_a_session_is_missing() -> None:
    columns = world(420)
    keep = [place for place in range(420) if place != CUT + 11]
    for name in ("ratio", "balance", "buys"):
        columns[name] = columns[name][keep]
    columns["days"] = [columns["days"][place] for place in keep]
    columns["levels"] = {name: close[keep] for name, close in columns["levels"].items()}
    found = replayed(columns)
    assert [len(band.low) for band in found.bands if band.kind == "conditional"] == [10, 10]
    assert np.isnan(found.actual["financing_balance"][10:]).all()
    assert found.actual["financing_balance"][9] == pytest.approx(columns["balance"][CUT + 10])


def test_a_forecast_needs_a_balance_to_start_from() -> None:
    columns = world(330)
    columns["balance"][-1] = np.nan
    with pytest.raises(NotKnown, match="no financing balance"):
        known(observe(snapshot(columns)), GIVEN)


def test_a_crash_calls_accounts_and_sells_after_the_wait() -> None:
    past = known(observe(snapshot(world(330))), GIVEN)
    calm = Moves(np.zeros((1, 10)), np.zeros((1, 10)))
    crash = Moves(np.array([[-0.25] + [0.0] * 9]), np.zeros((1, 10)))
    rules = CallRules(1.2 + 0.1, 3)
    fallen, quiet = (forecast(past, moves, rules, GIVEN, np.random.default_rng(0)) for moves in (crash, calm))
    assert fallen.forced[:, 2].max() == 0
    assert fallen.forced[:, 3].min() > 0.005
    assert np.median(fallen.forced[:, -1]) > 5 * np.median(quiet.forced[:, -1])
    assert (np.diff(fallen.forced, axis=1) >= 0).all()
    assert np.median(fallen.ratio[:, -1]) < np.median(quiet.ratio[:, -1])


def test_no_line_no_forced_sale() -> None:
    past = known(observe(snapshot(world(330))), GIVEN)
    crash = Moves(np.full((1, 5), -0.05), np.zeros((1, 5)))
    assert forecast(past, crash, CallRules(0.01, 1), GIVEN, np.random.default_rng(0)).forced.max() < 1e-9


def test_the_margin_ratio_changed_when_the_rulebook_says() -> None:
    changes = {item.effective: (item.before, item.after) for item in margin_changes(Rulebook.load())}
    assert changes[date(2015, 11, 23)] == (0.5, 1.0)
    assert date(2026, 1, 19) in changes
    assert [item.lost > 0 for item in margin_changes(Rulebook.load())] == [True, False, True]


def test_what_cannot_be_financed_is_not_repaid_either() -> None:
    """The hole grows as contracts turn over and never passes the part that is lost."""
    change = MarginChange(date(2026, 1, 19), 0.75, 1.0)
    hole = missing(change, 0.1, 200)
    assert hole[0] == pytest.approx(0.25 * 0.1)
    assert (np.diff(hole) > 0).all()
    assert hole[-1] == pytest.approx(0.25)


def test_the_share_of_bound_buyers_is_found_back() -> None:
    change = MarginChange(date(2026, 1, 19), 0.75, 1.0)
    paths = np.full((4, 20), 1e12)
    actual = paths[0] * (1 - missing(change, 0.1, 20, 0.4))
    assert bound_shares(change, 0.1, paths, actual) == pytest.approx(np.full(4, 0.4))


def test_a_change_takes_from_the_balance_from_its_day_on() -> None:
    past = known(observe(snapshot(world(330))), GIVEN)
    found = forecast(past, Moves(np.zeros((1, 12)), np.zeros((1, 12))), CallRules(0.01, 1), GIVEN, np.random.default_rng(0))
    change = MarginChange(date(2026, 1, 19), 0.75, 1.0)
    after = under_change(found, change, 0.1, 4, np.array([0.5]), np.random.default_rng(0))
    assert (after.balance[:, :4] == found.balance[:, :4]).all()
    assert after.balance[:, 4] == pytest.approx(found.balance[:, 4] * (1 - 0.25 * 0.1 * 0.5))
    assert after.ratio is found.ratio


def test_a_failure_is_called_one_with_side_and_size() -> None:
    flat = np.ones(20)
    below = judge(1.0, np.linspace(1, 0.6, 20), 0.85 * flat, 1.05 * flat, 1.2 * flat, 20)
    assert below is not None
    assert not below.held
    assert not below.right_side
    assert "failed: 25.0 points below the band, direction wrong" in below.sentence().en
    assert "失败" in below.sentence().zh
    inside = judge(1.0, np.full(20, 1.1), 0.85 * flat, 1.05 * flat, 1.2 * flat, 20)
    assert inside is not None
    assert "inside the band, direction right" in inside.sentence().en
    assert judge(1.0, np.full(20, np.nan), flat, flat, flat, 20) is None


def test_episodes_are_cut_on_sessions_before_what_came() -> None:
    from liangrong.core.calendar import mainland

    assert all(mainland().is_session(item.cut) for item in EPISODES.values())
    assert episode("2015-06").cut == date(2015, 6, 12)
    with pytest.raises(UnknownName, match="2018-06"):
        episode("2016-02")
