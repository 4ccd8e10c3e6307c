"""What sessions tell of the ratio."""

from __future__ import annotations

import numpy as np
import pytest

from liangrong.core.errors import NotKnown
from liangrong.stress.estimation.nowcast.assumptions import NowcastAssumptions
from liangrong.stress.estimation.nowcast.observations import observe
from tests.unit.stress.estimation.nowcast.worlds import snapshot, world


def test_moves_of_both_indices_add_up_to_their_levels() -> None:
    columns = world(120)
    observed = observe(snapshot(columns))
    broad, large = columns["levels"]["000985.SH"], columns["levels"]["000300.SH"]
    assert np.exp(observed.market.sum()) == pytest.approx(broad[-1] / broad[0])
    assert np.exp((observed.market + observed.tilt).sum()) == pytest.approx(large[-1] / large[0])
    assert np.exp(observed.debt.sum()) == pytest.approx(columns["balance"][-1] / columns["balance"][0])


def test_before_the_broad_index_the_large_one_is_the_market() -> None:
    columns = world(120)
    columns["levels"]["000985.SH"][:40] = np.nan
    observed = observe(snapshot(columns))
    assert np.abs(observed.tilt[:40]).max() == 0
    assert observed.market[39] == pytest.approx(np.log(columns["levels"]["000300.SH"][39] / columns["levels"]["000300.SH"][38]))
    assert observed.stood_in == ()


def test_an_index_that_ends_is_replaced_by_those_that_go_on() -> None:
    columns = world(200)
    levels = columns["levels"]
    truth = 4000 * (levels["000001.SH"] / 3000) ** 0.4 * (levels["399001.SZ"] / 9000) ** 0.55
    levels["000985.SH"] = truth.copy()
    levels["000985.SH"][180:] = np.nan
    observed = observe(snapshot(columns))
    assert observed.stood_in == tuple(columns["days"][180:])
    assert np.exp(observed.market[180:].sum()) == pytest.approx(truth[-1] / truth[179])


def test_what_stood_in_is_put_right_when_the_index_is_back() -> None:
    columns = world(200)
    whole = observe(snapshot(columns))
    columns["levels"]["000985.SH"][150:155] = np.nan
    gapped = observe(snapshot(columns))
    assert gapped.stood_in == tuple(columns["days"][150:155])
    assert gapped.market.sum() == pytest.approx(whole.market.sum())
    assert gapped.market[156:] == pytest.approx(whole.market[156:])


def test_what_stands_in_is_weighed_by_sessions_before_the_gap_only() -> None:
    columns = world(200)
    columns["levels"]["000985.SH"][150:155] = np.nan
    before = observe(snapshot(columns)).market[:155]
    for levels in columns["levels"].values():
        levels[155:] = np.geomspace(10, 99, 45)
    assert observe(snapshot(columns)).market[:155] == pytest.approx(before, abs=1e-12)


def test_a_gap_in_the_balance_is_made_up_on_the_next_day() -> None:
    columns = world(120)
    columns["balance"][50] = np.nan
    observed = observe(snapshot(columns))
    assert observed.debt[50] == 0
    assert observed.debt[51] == pytest.approx(np.log(columns["balance"][51] / columns["balance"][49]))


def test_too_little_is_refused_with_a_sentence() -> None:
    with pytest.raises(NotKnown, match="59 sessions"):
        observe(snapshot(world(59)))
    without = world(120)
    without["levels"].pop("000300.SH")
    with pytest.raises(NotKnown, match="000300"):
        observe(snapshot(without), NowcastAssumptions())
