from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.analytics.levels import level
from liangrong.core.errors import NoData, UsageError

from .markets import D1, D2, D3, snapshot, total


def rows(day: date, *exchanges: str, value: int = 10, **cells: object) -> list[dict]:
    return [total(exchange, day, financing_balance=value, **cells) for exchange in exchanges]


def test_the_market_is_three_exchanges_since_bse_joined_and_two_before() -> None:
    before, after = date(2023, 2, 10), date(2023, 2, 13)
    market = snapshot(after, market_totals=rows(before, "SSE", "SZSE") + rows(after, "SSE", "SZSE", "BSE"))
    assert level(market, "financing_balance").data["value"].to_list() == [20, 30]


@pytest.mark.parametrize("present", [("SSE", "SZSE"), ("SSE", "BSE"), ("SSE+SZSE",)])
def test_a_missing_exchange_makes_a_day_incomplete_and_not_smaller(present: tuple[str, ...]) -> None:
    market = snapshot(market_totals=rows(D2, "SSE", "SZSE", "BSE") + rows(D3, *present))
    answer = level(market, "financing_balance", start=D2, end=D3)
    assert answer.data["date"].to_list() == [D2]
    assert any(f"{D3}" in note.en for note in answer.warnings)
    with pytest.raises(NoData, match=f"Nearest known: {D2}") as caught:
        level(market, "financing_balance", start=D3, end=D3)
    assert "incomplete" in caught.value.hint("en")


def test_the_published_sum_answers_only_where_the_two_rows_are_absent() -> None:
    day, other = date(2015, 6, 18), date(2015, 6, 19)
    two = rows(day, "SSE+SZSE", value=99) + rows(day, "SSE", "SZSE") + rows(other, "SSE+SZSE", value=50) + rows(other, "SSE")
    assert level(snapshot(other, market_totals=two), "financing_balance").data["value"].to_list() == [20, 50]


def test_a_row_on_a_day_without_a_session_is_ignored() -> None:
    sunday = date(2015, 6, 21)
    market = snapshot(sunday, market_totals=rows(sunday, "SSE", "SZSE") + rows(date(2015, 6, 19), "SSE", "SZSE"))
    assert level(market, "financing_balance").data["date"].to_list() == [date(2015, 6, 19)]


def test_quality_is_the_worst_of_the_parts_and_derived_names_the_column_asked_for() -> None:
    parts = [
        total("SSE", D3, financing_buy_amount=5, financing_repay_amount=3, quality="repaired"),
        total("SZSE", D3, financing_buy_amount=5, financing_repay_amount=4, derived=["financing_repay_amount"]),
        total("BSE", D3, financing_buy_amount=1, financing_repay_amount=2, derived=["short_balance"]),
    ]
    row = level(snapshot(market_totals=parts), "net_financing_purchase").data.row(0, named=True)
    assert (row["value"], row["quality"], row["derived"]) == (Decimal(2), "repaired", ["financing_repay_amount"])


def test_repayments_no_exchange_publishes_follow_from_the_day_before() -> None:
    cells = {D2: (100, 0), D3: (130, 50)}
    parts = [
        total(ex, day, financing_balance=balance, financing_buy_amount=buy, short_quantity=0)
        for day, (balance, buy) in cells.items()
        for ex in ("SSE", "SZSE", "BSE")
    ]
    row = level(snapshot(market_totals=parts), "net_financing_purchase", start=D3, end=D3).data.row(0, named=True)
    assert (row["value"], row["derived"]) == (90, ["financing_repay_amount"])


def test_one_exchange_answers_for_itself() -> None:
    market = snapshot(market_totals=rows(D3, "SZSE", value=7))
    assert level(market, "financing_balance", "SZSE").data["value"].item() == 7


def test_account_statistics_are_their_own_basis() -> None:
    market = snapshot(account_statistics=[{"trade_date": D3, "average_maintenance_ratio": 2.5, "financing_balance": 9}])
    assert level(market, "average_maintenance_ratio").data["value"].item() == 2.5
    with pytest.raises(NoData, match="no day at all"):
        level(market, "financing_balance")


def test_simulated_rows_say_so() -> None:
    market = snapshot(market_totals=rows(D3, "SSE", "SZSE", "BSE", source="simulated:sse"))
    assert "Synthetic data, not market fact" in [note.en for note in level(market, "financing_balance").warnings]


def test_a_reversed_window_is_refused() -> None:
    with pytest.raises(UsageError, match="ends before it starts"):
        level(snapshot(market_totals=rows(D1, "SSE")), "financing_balance", start=D3, end=D1)
