"""Windows: sessions, holes and edges. A hole taken for a zero, or a window shifted by one, would break these."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.studies.events.placebo import MIN_PLACEBOS, quiet_places, rank_p_value
from liangrong.analytics.studies.events.windows import Line, aligned
from liangrong.core.calendar import mainland

DAYS = [date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 8), date(2026, 1, 9)]


@pytest.fixture
def line() -> Line:
    """Levels 10, 11, a hole on 01-07, 12, 15."""
    return Line.of(pl.DataFrame({"date": DAYS, "value": [10.0, 11.0, 12.0, 15.0]}), mainland())


def test_a_hole_is_a_session_without_a_value(line: Line) -> None:
    assert line.sessions[2] == date(2026, 1, 7)
    assert np.isnan(line.values).tolist() == [False, False, True, False, False]


def test_growth_says_nothing_beside_a_hole(line: Line) -> None:
    assert line.growth().values[[1, 4]].tolist() == pytest.approx([0.1, 0.25])
    assert np.isnan(line.growth().values[[0, 2, 3]]).all()


def test_growth_from_nothing_is_not_known() -> None:
    frame = pl.DataFrame({"date": DAYS[:2], "value": [0.0, 5.0]})
    assert np.isnan(Line.of(frame, mainland()).growth().values).all()


def test_an_event_stands_on_its_session_or_the_next(line: Line) -> None:
    assert line.place(date(2026, 1, 6)) == 1
    assert line.place(date(2026, 1, 9)) == 4
    assert line.place(date(2026, 1, 4)) is None, "before the first session"
    assert line.place(date(2026, 1, 12)) is None, "after the last"


def test_nothing_known_is_an_empty_line() -> None:
    empty = Line.of(pl.DataFrame(schema={"date": pl.Date, "value": pl.Float64}), mainland())
    assert empty.sessions == ()
    assert empty.place(DAYS[0]) is None


def test_windows_hold_before_and_after_and_know_their_edges(line: Line) -> None:
    cells = aligned(line.values, [1, 4, None], 2, 2)
    assert cells[0].tolist()[1:3] == [10.0, 11.0]
    assert np.isnan(cells[0][[0, 3]]).all(), "before the first session, and the hole"
    assert cells[1].tolist()[1:3] == [12.0, 15.0]
    assert np.isnan(cells[2]).all()
    assert aligned(line.values, [], 2, 2).shape == (0, 4)


def test_quiet_sessions_keep_their_distance() -> None:
    assert quiet_places(10, [4], 2).tolist() == [0, 1, 2, 6, 7, 8, 9]
    assert quiet_places(3, [], 5).tolist() == [0, 1, 2]
    assert quiet_places(5, [0, 4], 10).tolist() == []


def test_the_rank_counts_the_event_and_both_tails() -> None:
    placebos = np.array([-3.0, -1.0, 0.5, 2.0] * 5)
    assert rank_p_value(2.0, placebos) == (1 + 10) / 21, "five of -3 and five of 2 are as far"
    assert rank_p_value(-4.0, placebos) == 1 / 21


def test_few_placebos_give_no_p_value() -> None:
    assert rank_p_value(9.0, np.zeros(MIN_PLACEBOS - 1)) is None
    assert rank_p_value(9.0, np.zeros(MIN_PLACEBOS)) == pytest.approx(0.05)
    assert rank_p_value(float("nan"), np.zeros(50)) is None
