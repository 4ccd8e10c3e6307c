"""The tick rule: stocks never below the last price, funds exempt once the rules admit them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.marks import Mark
from liangrong.accounts.terms import agreed_terms
from liangrong.accounts.tick_rule import short_price_floor
from tests.unit.accounts.small_account import BOOK, FUND, A


@pytest.mark.parametrize(("security", "kind", "on", "bound"), [
    (A, "other_a_share", date(2025, 6, 3), True),
    (FUND, "", date(2025, 6, 3), False),
    ("a label", "etf", date(2025, 6, 3), False),
    ("a label", "", date(2025, 6, 3), True),
    (FUND, "etf", date(2011, 12, 2), True),
    (FUND, "etf", date(2011, 12, 5), False),
    ("920799.BJ", "other_a_share", date(2025, 6, 3), True),
])  # fmt: skip
def test_the_floor_holds_for_stocks_and_for_funds_before_december_2011(
    security: str, kind: str, on: date, *, bound: bool
) -> None:
    floor = short_price_floor(security, Mark(D("4.005"), D("0.9"), asset_class=kind), agreed_terms(BOOK.at(on)))
    assert (floor is not None) == bound
    if floor is not None:
        assert floor.amount == D("4.005")
        assert floor.citation
        assert "4.005" in floor.rule.zh
