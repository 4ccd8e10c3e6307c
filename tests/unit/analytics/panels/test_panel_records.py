"""Records and their streaks against a loop, and against the records of a single series."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.panels.records import is_record, record_streaks
from liangrong.analytics.records import record_state, records
from liangrong.core.calendar import mainland
from tests.unit.analytics.markets import whole


def by_loop(values: Floats) -> list[list[int]]:
    found = np.zeros(values.shape, dtype=int)
    for column in range(values.shape[1]):
        high, streak = None, 0
        for row, value in enumerate(values[:, column]):
            streak = streak + 1 if not np.isnan(value) and (high is None or value > high) else 0
            if not np.isnan(value):
                high = value if high is None else max(high, value)
            found[row, column] = streak
    return found.tolist()


@settings(deadline=None, max_examples=40)
@given(
    arrays.arrays(
        np.float64,
        st.tuples(st.integers(0, 25), st.integers(1, 4)),
        elements=st.one_of(st.integers(-3, 6).map(float), st.just(float("nan"))),
    )
)
def test_against_a_loop(values: Floats) -> None:
    assert record_streaks(values).tolist() == by_loop(values)
    assert is_record(values).tolist() == (np.array(by_loop(values)) > 0).tolist()


def test_the_same_as_for_one_series() -> None:
    """The rule of ``analytics.records``: the first counts, a tie does not, a hole ends the streak."""
    days = mainland().between(date(2010, 3, 31), date(2010, 4, 12))
    levels = [5, 6, 7, 7, 6, 8, 9, 10]
    market = whole(dict(zip(days, levels, strict=True)))
    found = records(market, "financing_balance").data
    column = np.array(levels, dtype=float)[:, None]
    assert [day for day, record in zip(days, is_record(column)[:, 0], strict=True) if record] == found["date"].to_list()
    assert [n for n in record_streaks(column)[:, 0].tolist() if n] == found["streak"].to_list()
    assert record_state(market, "financing_balance").data["streak"].item() == record_streaks(column)[-1, 0]
    assert isinstance(found, pl.DataFrame)
