"""What a condition on the market finds: figures worked out on paper, and why something cannot be known."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.services.alerts.conditions import parse_condition
from liangrong.services.alerts.market_readings import market_readings
from liangrong.services.alerts.reading import Reading
from liangrong.services.workspace import Workspace
from tests.unit.services.alerts.conftest import DAYS, YI, put


def read(workspace: Workspace, condition: str, first: int = -1, last: int = -1) -> list[Reading]:
    sessions = DAYS[first : last + 1 or None]
    as_of, _ = workspace.as_of(sessions[-1])
    return market_readings(workspace.snapshot(as_of), parse_condition(condition), sessions)


def only(workspace: Workspace, condition: str) -> Reading:
    return read(workspace, condition)[0]


@pytest.fixture
def rising(workspace: Workspace) -> Workspace:
    """100, 101, 102 … 亿元, one more each session."""
    return put(workspace, {day: 100 + n for n, day in enumerate(DAYS)})


LAST = 100 + len(DAYS) - 1


@pytest.mark.parametrize(
    ("test", "holds"), [(f">= {LAST}亿", True), (f"> {LAST}亿", False), (f"<= {LAST}亿", True), (f"< {LAST}亿", False)]
)
def test_a_level_is_compared_to_the_last_fen(rising: Workspace, test: str, holds: bool) -> None:
    found = only(rising, f"financing_balance market {test}")
    assert (found.holds, found.value, found.session) == (holds, LAST * YI, DAYS[-1])
    assert only(rising, f"financing_balance market >= {LAST * YI}.001元").holds is False


def test_every_session_has_its_own_reading(rising: Workspace) -> None:
    found = read(rising, f"financing_balance market >= {LAST - 1}亿", first=-3)
    assert [(each.session, each.holds) for each in found] == list(zip(DAYS[-3:], (False, True, True), strict=True))


def test_a_change_is_relative_or_in_the_unit_asked_for(rising: Workspace) -> None:
    assert only(rising, "financing_balance market change 5 >= 5亿元").value == 5 * YI
    assert only(rising, "financing_balance market change 5 > 5亿元").holds is False
    assert only(rising, "financing_balance market change > 1%").value == pytest.approx(1 / (LAST - 1))
    assert only(rising, "financing_balance market change < -1%").holds is False


def test_a_change_that_would_start_before_the_data_is_not_known(rising: Workspace) -> None:
    found = only(rising, f"financing_balance market change {len(DAYS)} > 5%")
    assert found.holds is None
    assert "2025-12-31" in found.reason.en
    assert "2025-12-31" in found.reason.zh


def test_a_part_of_nothing_is_not_known(workspace: Workspace) -> None:
    put(workspace, dict(zip(DAYS[-2:], (5, 6), strict=True)))
    found = only(workspace, "short_balance market change > 5%")
    assert found.holds is None
    assert "zero" in found.reason.en


def test_a_crossing_comes_from_the_other_side(workspace: Workspace) -> None:
    put(workspace, dict(zip(DAYS[-6:], (9, 10, 11, 9, 10, 9), strict=True)))
    up = read(workspace, "financing_balance crosses 10亿", first=-5)
    down = read(workspace, "financing_balance falls_below 10亿", first=-5)
    assert [each.holds for each in up] == [True, False, False, True, False]
    assert [each.holds for each in down] == [False, False, True, False, True]


def test_a_crossing_over_a_hole_says_that_it_may_have_come_earlier(workspace: Workspace) -> None:
    put(workspace, {DAYS[-4]: 9, DAYS[-1]: 11})
    missing, crossed = read(workspace, "financing_balance crosses 10亿", first=-2)
    assert missing.holds is None
    assert crossed.holds is True
    assert f"{DAYS[-4]}" in crossed.reason.en


def test_a_crossing_without_any_session_before_is_not_known(workspace: Workspace) -> None:
    put(workspace, {DAYS[-1]: 11})
    assert only(workspace, "financing_balance crosses 10亿").holds is None


def test_a_percentile_needs_sixty_values_and_says_since_when_it_knows(whole_year: Workspace) -> None:
    found = only(whole_year, "financing_balance percentile > 99%")
    assert (found.holds, found.value, found.limit) == (True, 1.0, pytest.approx(0.99))
    assert "2025-06-03" in found.reason.en
    assert only(whole_year, "financing_balance_drawdown percentile > 99%").holds is True


def test_a_percentile_of_few_values_is_not_known(rising: Workspace) -> None:
    found = only(rising, "financing_balance percentile > 50%")
    assert found.holds is None
    assert "60" in found.reason.en


def test_a_record_is_strictly_above_all_since_the_day(whole_year: Workspace) -> None:
    assert only(whole_year, "record financing_balance since 2025-06-03").holds is True
    put(whole_year, {DAYS[-2]: 9000, DAYS[-1]: 9000})
    assert only(whole_year, "record financing_balance since 2025-06-03").holds is False


def test_a_record_ever_of_half_a_history_is_not_known(rising: Workspace) -> None:
    found = only(rising, "record financing_balance")
    assert found.holds is None
    assert "2010-03-31" in found.reason.en


def test_an_unknown_session_does_not_spoil_its_neighbours(workspace: Workspace) -> None:
    put(workspace, {DAYS[-3]: 5, DAYS[-1]: 7})
    found = read(workspace, "financing_balance >= 6亿", first=-3)
    assert [each.holds for each in found] == [False, None, True]
    assert f"{DAYS[-2]}" in found[1].reason.en


def test_a_scope_without_members_is_not_known(rising: Workspace) -> None:
    found = read(rising, "financing_balance index:000300.SH > 1亿", first=-2)
    assert [each.holds for each in found] == [None, None]
    assert "membership" in found[0].reason.en


@pytest.fixture
def whole_year(workspace: Workspace) -> Workspace:
    """Rising every session since 2025-06-03."""
    days = workspace.calendar.between(date(2025, 6, 3), DAYS[-1])
    return put(workspace, {day: 100 + n for n, day in enumerate(days)})
