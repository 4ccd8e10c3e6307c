"""Breaks if the checker sees data later than its point of view, an error where there should be silence, or another value than is stored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.claims.facts import StoreFacts
from tests.small_market import PEAK, YI, financing, index, totals
from tests.unit.analytics.markets import sessions, whole

FIRST = date(2010, 3, 31)
DAYS = sessions(FIRST, 5)
VALUES = (10, 20, 15, 20, 30)


@pytest.fixture(scope="module")
def facts() -> StoreFacts:
    """Financing of 10, 20, 15, 20 and 30 yuan on the first five sessions there were."""
    return StoreFacts(whole(dict(zip(DAYS, VALUES, strict=True))))


def test_single_values_and_windows(facts: StoreFacts) -> None:
    found = facts.at("financing_balance", "market", DAYS[2])
    assert found is not None
    assert (found.value, found.day, found.measure, found.scope) == (Decimal(15), DAYS[2], "financing_balance", "market")
    assert [one.value for one in facts.series("financing_balance", "market", DAYS[1], DAYS[3])] == [20, 15, 20]
    assert facts.series("financing_balance", "market", DAYS[3], DAYS[1]) == ()


def test_records_are_strictly_above_all_before(facts: StoreFacts) -> None:
    assert [facts.record("financing_balance", "market", day) for day in DAYS] == [True, True, False, False, True]


def test_the_first_day_at_or_above(facts: StoreFacts) -> None:
    def first(level: int, since: date | None = None) -> date | None:
        found = facts.first_at_or_above("financing_balance", "market", Decimal(level), since)
        return found.day if found else None

    assert first(18) == DAYS[1]
    assert first(18, DAYS[2]) == DAYS[3]
    assert first(99) is None


@pytest.mark.parametrize(
    ("measure", "scope", "day"),
    [
        ("financing_balance", "market", date(2010, 4, 3)),
        ("financing_balance", "market", date(1990, 1, 1)),
        ("financing_balance", "market", date(2039, 1, 1)),
        ("financing_balance", "galaxy", DAYS[0]),
        ("financing_balance", "security:1", DAYS[0]),
        ("financing_balance", "industry:sw1:电子", DAYS[0]),
        ("financing_balance", "board:chinext", DAYS[0]),
        ("phlogiston", "market", DAYS[0]),
        ("margin_trading_balance_to_float_cap", "market", DAYS[0]),
        ("index_level", "market", DAYS[0]),
        ("index_level", "index:000300.SH", DAYS[0]),
        ("daily_return", "security:600519.SH", DAYS[0]),
    ],
)
def test_what_is_not_known_is_absent(facts: StoreFacts, measure: str, scope: str, day: date) -> None:
    assert facts.at(measure, scope, day) is None
    assert facts.record(measure, scope, day) is None
    assert not facts.series(measure, scope, day, day)
    assert facts.first_at_or_above(measure, scope, Decimal(1), day) is None


def test_a_history_with_a_hole_does_not_decide() -> None:
    holed = StoreFacts(whole({DAYS[0]: 10, DAYS[2]: 15, DAYS[4]: 30}))
    assert holed.record("financing_balance", "market", DAYS[4]) is None
    assert holed.first_at_or_above("financing_balance", "market", Decimal(25)) is None
    assert holed.at("financing_balance", "market", DAYS[4]) is not None


def test_closes_and_returns() -> None:
    rows = {
        "security_id": ["000001.SH"] * 2,
        "trade_date": DAYS[:2],
        "close": [3000.0, 3030.0],
        "previous_close": [2990.0, 3000.0],
    }
    quotes = {"security_id": ["600519.SH"], "trade_date": [DAYS[1]], "close": [Decimal(110)], "previous_close": [Decimal(100)]}
    facts = StoreFacts(MarketSnapshot.of({"index_quotes": pl.DataFrame(rows), "quotes": pl.DataFrame(quotes)}, DAYS[1]))
    level, back = facts.at("index_level", "index:000001.SH", DAYS[0]), facts.at("daily_return", "index:000001.SH", DAYS[1])
    stock = facts.at("daily_return", "security:600519.SH", DAYS[1])
    assert level is not None
    assert level.value == 3000
    assert back is not None
    assert back.value == Decimal("0.01")
    assert stock is not None
    assert stock.value == Decimal("0.1")


def test_nothing_later_than_the_point_of_view_is_seen() -> None:
    until = date(2025, 6, 30)
    facts = StoreFacts(MarketSnapshot.of({"market_totals": totals(), "index_quotes": index()}, until))
    assert facts.at("financing_balance", "exchange:SSE", date(2025, 7, 1)) is None
    assert facts.at("index_level", "index:000985.SH", date(2025, 7, 1)) is None
    assert [one.day for one in facts.series("financing_balance", "exchange:SSE", date(2025, 6, 27), date(2026, 1, 30))] == [
        date(2025, 6, 27),
        until,
    ]
    assert facts.first_at_or_above("financing_balance", "market", financing(PEAK) + 200 * YI) is None
