"""Records, streaks and crossings against the brute-force oracle, on invented series with holes and bounds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.analytics.crossings import crossings, first_crossing
from liangrong.analytics.records import record_state, records
from liangrong.analytics.totals import HISTORY_START
from liangrong.core.calendar import mainland
from liangrong.core.errors import HistoryTruncated, NoData
from liangrong.market.snapshot import MarketSnapshot
from tests.oracle_of_records import Oracle, Refused

SESSIONS = mainland().between(HISTORY_START, date(2010, 5, 31))
MEASURE = "margin_trading_balance"
LEVELS = st.integers(min_value=96, max_value=106)


@st.composite
def histories(draw: st.DrawFn) -> tuple[MarketSnapshot, Oracle]:
    """A market of a few weeks: some sessions missing, some of them known to the account statistics."""
    sessions = SESSIONS[: draw(st.integers(min_value=2, max_value=25))]
    values = {day: draw(LEVELS) for day in sessions if draw(st.integers(0, 3)) > 0}
    if not values:
        values = {sessions[0]: 100}
    generous = draw(st.booleans())
    other = {
        day: (values.get(day) or draw(LEVELS)) + draw(st.integers(0, 1)) for day in sessions if generous or draw(st.booleans())
    }
    totals = [
        {"exchange": ex, "trade_date": day, MEASURE: part} for day, v in values.items() for ex, part in (("SSE", v), ("SZSE", 0))
    ]
    tables = {"market_totals": pl.DataFrame(totals)}
    if other:
        tables["account_statistics"] = pl.DataFrame([{"trade_date": day, MEASURE: v} for day, v in other.items()])
    money = {day: Decimal(v) for day, v in values.items()}
    oracle = Oracle(money, {day: Decimal(v) for day, v in other.items()}, sessions)
    return MarketSnapshot.of(tables, sessions[-1]), oracle


@given(market=histories(), window=st.tuples(st.integers(0, 24), st.integers(0, 24)), since=st.none() | st.integers(0, 24))
@settings(max_examples=80, deadline=None)
def test_records_are_those_of_the_oracle(
    market: tuple[MarketSnapshot, Oracle], window: tuple[int, int], since: int | None
) -> None:
    snapshot, oracle = market
    start, end = (SESSIONS[place] for place in sorted(window))
    first = SESSIONS[since] if since is not None and SESSIONS[since] <= end else None
    known = [d for d in oracle.values if start <= d <= end and (first is None or d >= first)]
    try:
        found = records(snapshot, MEASURE, start=start, end=end, since=first).data["date"].to_list()
        state = record_state(snapshot, MEASURE, start=start, end=end, since=first).data.row(0, named=True)
    except HistoryTruncated:
        found = None
    except NoData:
        assert not known
        return
    try:
        expected = oracle.records(start, end, first)
    except Refused:
        expected = None
    if found is None and expected is not None:
        # The state also says when the last record was, which a hole may leave open where no session of the window does.
        assert records(snapshot, MEASURE, start=start, end=end, since=first).data["date"].to_list() == expected
        return
    assert found == expected
    if expected is not None:
        assert state["records_in_window"] == len(expected)
        assert state["streak"] == (oracle.streak(known[-1], first) if state["is_record"] else 0)


@given(market=histories(), threshold=LEVELS, end=st.integers(0, 24), since=st.none() | st.integers(0, 24))
@settings(max_examples=80, deadline=None)
def test_the_first_crossing_is_that_of_the_oracle(
    market: tuple[MarketSnapshot, Oracle], threshold: int, end: int, since: int | None
) -> None:
    snapshot, oracle = market
    last = SESSIONS[end]
    first = SESSIONS[since] if since is not None and since <= end else None
    if not [d for d in oracle.values if d <= last and (first is None or d >= first)]:
        return
    try:
        answer = first_crossing(snapshot, MEASURE, Decimal(threshold), end=last, since=first).data["date"].to_list()
    except HistoryTruncated:
        answer = None
    try:
        day = oracle.first_crossing(threshold, last, first)
        expected = [] if day is None else [day]
    except Refused:
        expected = None
    assert answer == expected


@given(market=histories(), threshold=LEVELS)
@settings(max_examples=60, deadline=None)
def test_every_crossing_stands_above_after_below(market: tuple[MarketSnapshot, Oracle], threshold: int) -> None:
    snapshot, oracle = market
    days = sorted(oracle.values)
    expected = [(day, before) for before, day in pairwise(days) if oracle.values[before] < threshold <= oracle.values[day]]
    found = crossings(snapshot, MEASURE, Decimal(threshold)).data
    assert list(zip(found["date"], found["previous_date"], strict=True)) == expected
    assert found["sessions_missing"].to_list() == [mainland().count(before, day) - 1 for day, before in expected]
