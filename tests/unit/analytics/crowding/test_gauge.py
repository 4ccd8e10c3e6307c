"""The gauge of one security: lines from the rulebook, and a state that remembers which line was reached last."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from liangrong.analytics.crowding.gauge import BELOW, SUSPENDED_POSSIBLE, UNKNOWN, lines, read_gauge
from liangrong.rules.rulebook import Rulebook
from tests.unit.analytics.crowding import stocks

NAN = float("nan")
STOCK, ETF, SZSE_ETF, BSE = "600519.SH", "510300.SH", "159915.SZ", "920001.BJ"


def followed(*ratios: float, security: str = STOCK, last: date = stocks.LAST) -> list[int]:
    days = tuple(stocks.days(len(ratios), last))
    return read_gauge(np.array(ratios)[:, None], days, (security,), "financing").state.ravel().tolist()


def test_the_lines_are_those_of_the_book() -> None:
    rules = Rulebook.load().at(stocks.LAST)
    found = lines(STOCK, "short", stocks.LAST)
    assert found.suspend == float(rules.number("security_limits", key="short_suspend", venue="SSE"))
    assert found.resume == float(rules.number("security_limits", key="short_resume", venue="SSE"))
    assert found.citation == rules.ruling("security_limits", key="short_suspend", venue="SSE").citation


def test_reaching_a_line_exactly_counts_on_both_sides() -> None:
    assert followed(0.10, 0.25, 0.20) == [BELOW, SUSPENDED_POSSIBLE, BELOW]
    assert followed(0.10, 0.2499, 0.10) == [BELOW, BELOW, BELOW]


def test_between_the_lines_the_line_reached_last_decides() -> None:
    assert followed(0.10, 0.22, 0.24) == [BELOW, BELOW, BELOW]
    assert followed(0.10, 0.26, 0.24, 0.21, 0.2001) == [BELOW, *[SUSPENDED_POSSIBLE] * 4]
    assert followed(0.26, 0.19, 0.22) == [SUSPENDED_POSSIBLE, BELOW, BELOW]


def test_between_the_lines_nothing_is_known_without_a_past() -> None:
    assert followed(0.22, 0.24) == [UNKNOWN, UNKNOWN]
    assert followed(0.22, 0.26) == [UNKNOWN, SUSPENDED_POSSIBLE]


def test_a_session_without_a_ratio_breaks_the_memory() -> None:
    assert followed(0.26, NAN, 0.22) == [SUSPENDED_POSSIBLE, UNKNOWN, UNKNOWN]
    assert followed(0.10, NAN, 0.22) == [BELOW, UNKNOWN, UNKNOWN]
    assert followed(0.26, NAN, 0.19) == [SUSPENDED_POSSIBLE, UNKNOWN, BELOW]


def test_an_etf_of_shanghai_has_its_own_line_and_no_known_way_back() -> None:
    assert followed(0.30, 0.74, 0.76, 0.60, 0.10, security=ETF) == [BELOW, BELOW, SUSPENDED_POSSIBLE, UNKNOWN, UNKNOWN]
    assert followed(0.76, 0.60, 0.75, security=ETF) == [SUSPENDED_POSSIBLE, UNKNOWN, SUSPENDED_POSSIBLE]


def test_a_gap_does_not_lead_an_etf_back_below() -> None:
    """Nothing says that it was resumed, and a session without a ratio does not say so either."""
    upper = lines(ETF, "financing", stocks.LAST).suspend
    assert followed(upper, NAN, 0.10, security=ETF) == [SUSPENDED_POSSIBLE, UNKNOWN, UNKNOWN]
    assert followed(0.10, NAN, 0.10, security=ETF) == [BELOW, UNKNOWN, BELOW]


def test_where_the_book_has_no_line_nothing_is_said() -> None:
    assert followed(0.01, 0.99, security=SZSE_ETF) == [UNKNOWN, UNKNOWN]
    assert np.isnan(lines(SZSE_ETF, "financing", stocks.LAST).suspend)


def test_a_rule_holds_from_its_own_day_on() -> None:
    before_and_after = followed(0.10, 0.10, security=BSE, last=date(2023, 2, 13))
    assert before_and_after == [UNKNOWN, BELOW]
    assert np.isnan(lines(ETF, "financing", date(2011, 12, 2)).suspend)
    assert lines(ETF, "financing", date(2011, 12, 5)).suspend > lines(STOCK, "financing", date(2011, 12, 5)).suspend


def test_since_is_the_first_session_seen_in_the_state() -> None:
    days = tuple(stocks.days(5))
    ratios = np.array([0.26, 0.10, 0.25, 0.24, 0.22])[:, None]
    assert read_gauge(ratios, days, (STOCK,), "financing").since[-1, 0] == 2


@pytest.mark.parametrize("count", [0, 3])
def test_securities_do_not_touch_each_other(count: int) -> None:
    days = tuple(stocks.days(count))
    alone = [read_gauge(np.full((count, 1), r), days, (STOCK,), "short").state for r in (0.1, 0.3)]
    names = (STOCK, "000001.SZ")
    together = read_gauge(np.tile([0.1, 0.3], (count, 1)), days, names, "short").state
    assert (together == np.hstack(alone)).all()
