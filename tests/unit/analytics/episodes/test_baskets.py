"""Baskets by three means that differ, worked by hand; published figures stay what they are."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.analytics.changes import Printed
from liangrong.analytics.episodes.baskets import Basket, compare_baskets
from liangrong.core.errors import UsageError
from liangrong.market.snapshot import MarketSnapshot
from tests.unit.analytics.markets import D1, D2, D3, of_security, snapshot

A, B = "300502.SZ", "300308.SZ"
BOUGHT = {(A, D2): 10, (A, D3): 30, (B, D2): 10, (B, D3): 10}
TRADED = {(A, D2): 100, (A, D3): 100, (B, D2): 50, (B, D3): 200}


def market(*absent: tuple[str, date]) -> MarketSnapshot:
    detail = [
        of_security(code, day, financing_buy_amount=value) for (code, day), value in BOUGHT.items() if (code, day) not in absent
    ]
    quotes = [of_security(code, day, turnover=value) for (code, day), value in TRADED.items()]
    return snapshot(D3, margin_detail=detail, quotes=quotes)


def values(found, basket: str) -> dict[str, float]:
    return dict(found.rows.filter(basket=basket).select("method", "value").iter_rows())


def test_the_three_means() -> None:
    found = compare_baskets(market(), [Basket("two", D2, D3, (A, B))])
    assert values(found, "two") == pytest.approx({
        "mean_of_stock_days": (0.1 + 0.3 + 0.2 + 0.05) / 4, "mean_of_stocks": (0.2 + 0.125) / 2, "ratio_of_sums": 60 / 450,
    })  # fmt: skip
    assert found.rows["stock_days"].to_list() == [4, 4, 4]


def test_where_stocks_have_unequal_days_the_means_part() -> None:
    found = compare_baskets(market((A, D3)), [Basket("two", D2, D3, (A, B))])
    assert values(found, "two") == pytest.approx({
        "mean_of_stock_days": (0.1 + 0.2 + 0.05) / 3, "mean_of_stocks": (0.1 + 0.125) / 2, "ratio_of_sums": 30 / 350,
    })  # fmt: skip
    assert any("3 of 4 stock-days" in note.en for note in found.notes)


def test_a_basket_without_one_of_its_stocks_is_not_computed() -> None:
    found = compare_baskets(market((B, D2), (B, D3)), [Basket("two", D2, D3, (A, B))])
    assert found.rows.select("status", "value").rows() == [("missing", None)]
    assert any(B in note.en and "margin_detail" in note.en for note in found.notes)


def test_differences_are_points_on_the_same_method() -> None:
    found = compare_baskets(market(), [Basket("a", D2, D3, (A,)), Basket("b", D2, D3, (B,), given=Printed.parse("12%"))])
    rows = {row["method"]: row["difference_to_first_points"] for row in found.rows.filter(basket="b").iter_rows(named=True)}
    assert rows["mean_of_stock_days"] == pytest.approx(0.2 - 0.125)
    assert rows["ratio_of_sums"] == pytest.approx(40 / 200 - 20 / 250)
    assert rows["given"] is None, "what was handed in is not compared with what was computed"


def test_the_articles_own_figures() -> None:
    window = (date(2025, 9, 11), date(2025, 9, 18))
    given = [
        Basket("AI+", *window, given=Printed.parse("15.95%")),
        Basket("互联网+", date(2015, 6, 15), date(2015, 6, 23), given=Printed.parse("12.26%")),
        Basket("A股", *window, given=Printed.parse("11.08%")),
    ]
    found = compare_baskets(MarketSnapshot.of({}, D3), given)
    points = dict(found.rows.select("basket", "difference_to_first_points").iter_rows())
    assert points == {"AI+": None, "互联网+": pytest.approx(0.0369), "A股": pytest.approx(0.0487)}
    assert found.rows["sessions"].to_list() == [6, 6, 6], "2015-06-22 was a holiday: both windows have six sessions"
    assert set(found.rows["status"]) == {"given"}


def test_windows_of_unequal_length_are_said() -> None:
    given = Printed.parse("1%")
    found = compare_baskets(MarketSnapshot.of({}, D3), [Basket("a", D1, D3, given=given), Basket("b", D2, D3, given=given)])
    assert any("differ in their number of sessions: a 3, b 2" in note.en for note in found.notes)


def test_the_market_over_the_all_share_index() -> None:
    totals = [{"exchange": ex, "trade_date": day, "financing_buy_amount": 5} for ex in ("SSE", "SZSE", "BSE") for day in (D2, D3)]
    index = [of_security("000985.SH", D2, turnover=100), of_security("000985.SH", D3, turnover=300)]
    found = compare_baskets(snapshot(D3, market_totals=totals, index_quotes=index), [Basket("market", D2, D3)])
    assert values(found, "market") == pytest.approx({"mean_of_stock_days": (0.15 + 0.05) / 2, "ratio_of_sums": 30 / 400})


def test_bad_baskets_are_refused() -> None:
    with pytest.raises(UsageError, match="its own name"):
        compare_baskets(market(), [Basket("a", D2, D3), Basket("a", D2, D3)])
    with pytest.raises(UsageError, match="ends before"):
        compare_baskets(market(), [Basket("a", D3, D2)])
