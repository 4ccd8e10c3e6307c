"""Abnormal moves. Broken by: limits by float comparison, first listing days taken for moves, suspended days counted, own day in its spread."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from liangrong.analytics.panels.panel import Panel
from liangrong.analytics.studies.attribution.moves import abnormal_moves
from tests.unit.analytics.studies.worlds import sessions


def panel(rows: list[tuple[float, float, float]], code: str = "600519.SH", last: date = date(2026, 1, 30)) -> Panel:
    """One name: (close, previous close, turnover) on the last sessions."""
    close, before, turnover = (np.array(column)[:, None] for column in zip(*rows, strict=True))
    cells = {"close": close, "previous_close": before, "turnover": turnover}
    return Panel(tuple(sessions(len(rows), last)), (code,), cells)


def history(count: int, step: float = 0.01) -> list[tuple[float, float, float]]:
    """Returns of plus and minus ``step`` in turn, near 100 元."""
    return [(100.0 * (1 + step * (-1) ** n), 100.0, 1e6) for n in range(count)]


def last(rows: list[tuple[float, float, float]], **options: float) -> tuple[int, int, bool, float]:
    moves = abnormal_moves(panel(rows), **options)
    return int(moves.direction[-1, 0]), int(moves.limit[-1, 0]), bool(moves.unlimited[-1, 0]), float(moves.deviations[-1, 0])


def test_sigma_is_that_of_the_sessions_before() -> None:
    """60 returns of 0.01 in turn: mean 0, standard deviation 0.01 x sqrt(60 / 59)."""
    usual = 0.01 * (60 / 59) ** 0.5
    direction, limit, _, deviations = last([*history(60), (103.5, 100.0, 1e6)])
    assert deviations == pytest.approx(0.035 / usual)
    assert (direction, limit) == (1, 0)
    assert last([*history(60), (97.0, 100.0, 1e6)])[0] == 0, "2.98 deviations are not beyond three"
    assert last([*history(60), (97.0, 100.0, 1e6)], sigma=2.5)[0] == -1


@pytest.mark.parametrize(("close", "before", "expected"), [
    (11.00, 10.00, 1), (9.00, 10.00, -1), (10.99, 10.00, 0),
    (6.77, 6.15, 1),   # 6.15 x 1.1 = 6.765, rounded half up
    (18.00, 16.36, 1),  # 金安国纪 2025-11-10: 16.36 x 1.1 = 17.996
])  # fmt: skip
def test_limits_to_the_fen(close: float, before: float, expected: int) -> None:
    assert last([(before, before, 1e6), (close, before, 1e6)])[:3] == (expected, expected, False)


def test_growth_boards_have_their_own_limit() -> None:
    rows = [(10.0, 10.0, 1e6), (11.0, 10.0, 1e6)]
    assert abnormal_moves(panel(rows, "300750.SZ")).limit[-1, 0] == 0
    assert abnormal_moves(panel([rows[0], (12.0, 10.0, 1e6)], "300750.SZ")).limit[-1, 0] == 1
    early = panel([rows[0], rows[1]], "300750.SZ", date(2020, 8, 21))
    assert abnormal_moves(early).limit[-1, 0] == 1, "ten per cent before the registration system"


def test_beyond_the_limit_there_was_none() -> None:
    direction, limit, unlimited, _ = last([*history(60), (150.0, 100.0, 1e6)])
    assert (direction, limit, unlimited) == (0, 0, True)
    assert last([*history(60), (60.0, 100.0, 1e6)])[:3] == (0, 0, True)


def test_suspended_days_are_no_moves() -> None:
    moves = abnormal_moves(panel([*history(60), (110.0, 100.0, 0.0)]))
    assert moves.direction[-1, 0] == 0
    assert np.isnan(moves.returns[-1, 0])
    assert not moves.unjudged[-1, 0]


def test_a_young_name_is_not_judged_but_its_limit_is() -> None:
    young = abnormal_moves(panel([*history(20), (105.0, 100.0, 1e6)]))
    assert young.direction[-1, 0] == 0
    assert young.unjudged[-1, 0]
    assert last([*history(20), (110.0, 100.0, 1e6)])[:2] == (1, 1)


def test_a_name_that_never_moved_has_no_usual_spread() -> None:
    assert last([(100.0, 100.0, 1e6)] * 60 + [(101.0, 100.0, 1e6)])[0] == 0
