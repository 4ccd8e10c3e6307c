"""The limit prices of a book are those of ``accounts``, on every board and to the step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from liangrong.accounts.limits.price_limits import daily_limit, price_limits
from liangrong.accounts.marks import Mark
from liangrong.book.marks import MarkTable
from liangrong.book.price_limits import UNLIMITED, limit_prices
from liangrong.book.scales import LI_PER_YUAN
from liangrong.rules.rulebook import Rulebook

RULES = Rulebook.load()
PRICES = (*range(10, 400, 10), *range(10_000, 12_000, 10), 1_408_050)
FUND_PRICES = range(500, 1500)


def limits(security: str, prices: Sequence[int], width: float) -> list[tuple[int, int]]:
    n = len(prices)
    found = MarkTable.of({security: Mark(Decimal(1), Decimal(0))}, [security] * n, date(2026, 1, 30))
    low, high = limit_prices(replace(found, previous_close=np.array(prices), limit_width=np.full(n, width)))
    return list(zip(low.tolist(), high.tolist(), strict=True))


@pytest.mark.parametrize("on", [date(2015, 6, 12), date(2026, 1, 30)])
@pytest.mark.parametrize("risk_warned", [False, True])
@pytest.mark.parametrize("security", ["600519.SH", "688981.SH", "300750.SZ", "000001.SZ", "920002.BJ", "510300.SH"])
def test_they_are_those_of_accounts(security: str, risk_warned: bool, on: date) -> None:
    rules = RULES.at(on)
    width = daily_limit(security, rules, risk_warned=risk_warned)
    if width is None:
        assert limits(security, [10_000], np.nan) == [(0, UNLIMITED)]
        return
    prices = FUND_PRICES if security.startswith("51") else PRICES
    wanted = [price_limits(security, Decimal(price) / LI_PER_YUAN, rules, risk_warned=risk_warned) for price in prices]
    assert limits(security, prices, float(width)) == [
        tuple(int(each * LI_PER_YUAN) for each in pair if each is not None) for pair in wanted
    ]


def test_the_boards_of_today_have_four_widths() -> None:
    today = RULES.at(date(2026, 1, 30))
    codes = ("600519.SH", "688981.SH", "300750.SZ", "920002.BJ")
    assert [daily_limit(code, today) for code in codes] == [Decimal("0.10"), Decimal("0.20"), Decimal("0.20"), Decimal("0.30")]
    assert daily_limit("600519.SH", today, risk_warned=True) == Decimal("0.05")
