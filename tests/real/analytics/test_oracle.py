"""Records, streaks and crossings of the real totals, against plain loops over the raw files."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liangrong.analytics.crossings import first_crossing
from liangrong.analytics.records import records
from liangrong.core.calendar import mainland
from liangrong.core.errors import HistoryTruncated
from liangrong.market.snapshot import MarketSnapshot

pytestmark = pytest.mark.real
FIRST, LAST = date(2010, 3, 31), date(2026, 1, 30)
SESSIONS = mainland().between(FIRST, LAST)
TOTAL = "margin_trading_balance"
REPAIRED = {"2018-11-3": "2018-11-30", "2018-12-1": "2018-12-10", "2018-12-2": "2018-12-20"}


@pytest.fixture(scope="module")
def raw(shared_data: Path) -> dict[date, Decimal]:
    """The market's total by day, straight from the files."""
    totals: dict[date, Decimal] = {}
    folder = shared_data / "real"
    with (folder / "market_total_eastmoney_2010_2018" / "rzrq.csv").open(encoding="utf-8") as lines:
        for row in csv.reader(lines):
            if row and row[0][:2] == "20":
                totals[date.fromisoformat(REPAIRED.get(row[0], row[0]))] = Decimal(row[13])
    by_day: dict[date, list[Decimal]] = {}
    with (folder / "market_by_exchange_tushare_2020_2026" / "margin_20200101_20260203.csv").open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            by_day.setdefault(date.fromisoformat(row["trade_date"]), []).append(Decimal(row["rzrqye"]))
    return totals | {day: sum(parts, Decimal(0)) for day, parts in by_day.items()}


@pytest.fixture(scope="module")
def bounds(shared_data: Path) -> dict[date, Decimal]:
    """The account statistics' total by day."""
    with (shared_data / "real" / "market_total_account_stats_2012_2026" / "margin.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    return {date.fromisoformat(r["date"]): (Decimal(r["fin_balance"]) + Decimal(r["loan_balance"])) * 10**8 for r in rows}


def brackets(values: dict[date, Decimal], other: dict[date, Decimal], end: date) -> dict[date, tuple[float, float]]:
    """What may have stood on each session: exactly the value, or between the bounds, or anything."""
    spread = max((abs(float(v / other[d]) - 1) for d, v in values.items() if d in other and d <= end), default=None)
    found = {}
    for day in SESSIONS:
        if day in values:
            found[day] = (float(values[day]), float(values[day]))
        elif day in other and spread is not None:
            found[day] = (float(other[day]) / (1 + spread), float(other[day]) * (1 + spread))
        else:
            found[day] = (float("-inf"), float("inf"))
    return found


def truncated(real_totals: dict[str, pl.DataFrame], cut: date, gap: tuple[date, date]) -> MarketSnapshot:
    day = pl.col("trade_date")
    kept = real_totals["market_totals"].filter(day >= cut, ~day.is_between(*gap))
    return MarketSnapshot.of(real_totals | {"market_totals": kept}, LAST)


days = st.sampled_from(SESSIONS)
cuts = st.just(FIRST) | st.just(date(2020, 1, 1)) | days
gaps = st.just((date(2030, 1, 1), date(2030, 1, 1))) | st.tuples(days, st.integers(0, 30)).map(
    lambda at: (at[0], mainland().offset(at[0], min(at[1], mainland().count(at[0], LAST))))
)
slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(cut=cuts, gap=gaps, window=st.tuples(days, days), since=st.none() | st.just(date(2020, 1, 2)) | days)
@slow
def test_records(real_totals, raw, bounds, cut, gap, window, since) -> None:
    start, end = sorted(window)
    first = max(since, FIRST) if since and since <= end else None
    values = {d: v for d, v in raw.items() if d >= cut and not gap[0] <= d <= gap[1]}
    judged = [d for d in SESSIONS if (first is None or d >= first) and d <= end]
    asked = [d for d in judged if d in values and d >= start]
    if not asked:
        return
    bracket = brackets(values, bounds, end)
    expected: list[date] | None = []
    low = high = float("-inf")
    for day in judged:
        value = float(values[day]) if day in values else None
        if day in asked and expected is not None:
            if value > high:
                expected.append(day)
            elif value > low:
                expected = None
        low, high = max(low, bracket[day][0]), max(high, bracket[day][1])
        if day in judged and bracket[day][1] == float("inf") and day < asked[-1]:
            expected = None
            break
    try:
        found = records(truncated(real_totals, cut, gap), TOTAL, start=start, end=end, since=first).data["date"].to_list()
    except HistoryTruncated:
        found = None
    assert found == expected


@given(cut=cuts, gap=gaps, end=days, threshold=st.integers(1, 2800).map(lambda n: n * 10**9))
@slow
def test_first_crossings(real_totals, raw, bounds, cut, gap, end, threshold) -> None:
    values = {d: v for d, v in raw.items() if d >= cut and not gap[0] <= d <= gap[1]}
    known = [d for d in values if d <= end]
    if not known:
        return
    bracket = brackets(values, bounds, end)
    span = [d for d in SESSIONS if d <= max(known)]
    expected: list[date] | None = []
    for before, day in pairwise(span):
        if bracket[before][1] == float("inf") or (bracket[day][1] >= threshold and bracket[before][0] < threshold):
            certain = day in values and bracket[before][1] < threshold
            expected = [day] if certain else None
            break
    try:
        found = first_crossing(truncated(real_totals, cut, gap), TOTAL, Decimal(threshold), end=end).data["date"].to_list()
    except HistoryTruncated:
        found = None
    assert found == expected
