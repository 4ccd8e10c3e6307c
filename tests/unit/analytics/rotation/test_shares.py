"""Shares by group, worked by hand."""

from __future__ import annotations

from datetime import date
from math import sqrt

import polars as pl
import pytest

from liangrong.analytics.rotation.shares import concentration, shares, transition
from liangrong.core.errors import NoData, UsageError

D1, D2 = date(2026, 1, 29), date(2026, 1, 30)


def frame(**values: tuple[int | None, int | None]) -> pl.DataFrame:
    rows = [
        (day, name, pair[place]) for name, pair in values.items() for place, day in enumerate((D1, D2)) if pair[place] is not None
    ]
    return pl.DataFrame(rows, schema=["date", "group_name", "value"], orient="row")


MARKET = frame(a=(50, 60), b=(30, 20), c=(20, 20), d=(None, 25))


def test_what_moved() -> None:
    found = transition(MARKET, D1, D2, top=2)
    rows = {row["group_name"]: row for row in found.rows.iter_rows(named=True)}
    assert rows["a"]["share_change_points"] == pytest.approx(60 / 125 - 0.5)
    assert rows["b"]["share_change_points"] == pytest.approx(0.16 - 0.3)
    assert rows["d"]["share_change_points"] == pytest.approx(0.2)
    assert rows["d"]["growth"] is None, "from nothing there is no growth"
    assert rows["b"]["growth"] == pytest.approx(-1 / 3)
    assert found.growth == pytest.approx(0.25)
    assert found.moved_points == pytest.approx((0.02 + 0.14 + 0.04 + 0.2) / 2)
    assert sum(found.rows["share_change_points"]) == pytest.approx(0)
    assert found.rows["group_name"].to_list() == ["d", "a", "c", "b"]


def test_dispersion_is_weighted_by_the_starting_shares() -> None:
    found = transition(frame(a=(80, 88), b=(20, 40)), D1, D2)  # +10 % and +100 % around +28 %
    assert found.dispersion_points == pytest.approx(sqrt(0.8 * 0.18**2 + 0.2 * 0.72**2))


def test_leaders_come_and_go() -> None:
    found = transition(MARKET, D1, D2, top=2)
    assert (found.entered, found.left) == (["d"], ["b"])
    moves = dict(found.rows.select("group_name", "move").iter_rows())
    assert moves == {"a": "stayed", "b": "left", "c": "outside", "d": "entered"}


def test_ties_go_by_name_and_an_absent_group_has_no_rank() -> None:
    rows = transition(MARKET, D1, D2).rows
    ends = dict(rows.select("group_name", "end_rank").iter_rows())
    assert (ends["b"], ends["c"]) == (3, 4)
    assert dict(rows.select("group_name", "start_rank").iter_rows())["d"] is None


def test_concentration() -> None:
    row = concentration(MARKET, top=1).row(0, named=True)
    assert row["herfindahl"] == pytest.approx(0.25 + 0.09 + 0.04)
    assert row["effective_groups"] == pytest.approx(1 / 0.38)
    assert (row["top_share"], row["leaders"], row["groups"]) == (0.5, ["a"], 3)
    equal = concentration(frame(a=(5, 5), b=(5, 5), c=(5, 5), d=(5, 5)))
    assert equal["effective_groups"].to_list() == pytest.approx([4, 4])


def test_bad_frames_and_missing_days_are_refused() -> None:
    with pytest.raises(UsageError, match="negative"):
        shares(frame(a=(-1, 1)))
    with pytest.raises(UsageError, match="two balances"):
        shares(pl.concat([MARKET, MARKET]))
    with pytest.raises(NoData) as caught:
        transition(MARKET, date(2026, 1, 28), D2)
    assert "2026-01-29" in caught.value.message("en")
    with pytest.raises(UsageError, match="no length"):
        transition(MARKET, D2, D2)
