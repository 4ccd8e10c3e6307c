"""Levels that were published, found again in the real files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.analytics.levels import level
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot

pytestmark = pytest.mark.real
YI = Decimal(100_000_000)


def value(market: MarketSnapshot, measure: str, day: date) -> Decimal:
    return level(market, measure, start=day, end=day).data["value"].item()


def test_the_peak_of_2015_to_the_yuan(real_market: MarketSnapshot) -> None:
    peak = date(2015, 6, 18)
    assert value(real_market, "融资融券余额", peak) == 2_273_035_261_015
    assert value(real_market, "rzye", peak) == 2_266_635_294_021


@pytest.mark.parametrize(
    ("day", "financing", "total"),
    [
        (date(2025, 6, 30), "18381.49", "18504.52"),
        (date(2025, 12, 23), "25145.96", "25315.63"),
        (date(2026, 1, 13), "26653.91", "26829.92"),
        (date(2024, 9, 23), None, "13707.26"),
        (date(2026, 1, 30), None, "27152.87"),
    ],
)
def test_published_levels_in_yi(real_market: MarketSnapshot, day: date, financing: str | None, total: str) -> None:
    def shown(measure: str) -> str:
        return f"{value(real_market, measure, day) / YI:.2f}"

    assert shown("margin_trading_balance") == total
    assert financing is None or shown("financing_balance") == financing


def test_the_hole_is_not_filled_by_the_account_statistics(real_market: MarketSnapshot) -> None:
    with pytest.raises(NoData, match="2018-12-21"):
        level(real_market, "financing_balance", start=date(2019, 1, 2), end=date(2019, 1, 2))
