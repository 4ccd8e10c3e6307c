"""The market's share of turnover by every definition, worked by hand."""

from __future__ import annotations

import pytest

from liangrong.analytics.episodes.turnover import turnover_shares
from liangrong.core.errors import NoData
from tests.unit.analytics.markets import D2, D3, of_security, snapshot

EXCHANGES = ("SSE", "SZSE", "BSE")


def market(**extra):
    rows = [
        {
            "exchange": exchange, "trade_date": day, "financing_buy_amount": bought, "financing_repay_amount": bought - 3,
            "short_balance": 40, "short_quantity": 10, "short_sell_quantity": 1,
        }
        for day, bought in ((D2, 9), (D3, 12)) for exchange in EXCHANGES
    ]  # fmt: skip
    index = [of_security("000985.SH", D2, turnover=270), of_security("000985.SH", D3, turnover=180)]
    return snapshot(D3, market_totals=rows, index_quotes=index, **extra)


def by_method(found):
    return {row["method"]: row for row in found.rows.iter_rows(named=True)}


def test_each_definition() -> None:
    rows = by_method(turnover_shares(market(), D2, D3))
    assert rows["financing_buys"]["value"] == pytest.approx((27 / 270 + 36 / 180) / 2)
    assert rows["financing_buys"]["ratio_of_sums"] == pytest.approx(63 / 450)
    assert (rows["financing_buys"]["day_low"], rows["financing_buys"]["day_high"]) == pytest.approx((0.1, 0.2))
    sold = 3 * 1 * 4  # each exchange: one share at the mean price of its short balance, 40 / 10
    assert rows["with_short_sales"]["value"] == pytest.approx(((27 + sold) / 270 + (36 + sold) / 180) / 2)
    assert rows["with_short_sales"]["status"] == "estimated"
    assert rows["two_sided"]["value"] == pytest.approx(((27 + 18) / 540 + (36 + 27) / 360) / 2)
    assert rows["published"]["status"] == rows["stocks_only"]["status"] == "missing"


def test_what_a_published_figure_would_need() -> None:
    found = turnover_shares(market(), D2, D3, given=0.12)
    rows = by_method(found)
    assert rows["financing_buys"]["difference_to_given_points"] == pytest.approx(0.12 - 0.15)
    said = " ".join(note.en for note in found.notes)
    assert "1.250 times" in said  # 0.15 / 0.12
    assert "20.0% of the financing buys would have to be left out" in said
    assert "neither can be confirmed" in said


def test_a_published_share_stands_beside() -> None:
    found = by_method(turnover_shares(
        market(account_statistics=[{"trade_date": D2, "margin_trading_share_of_turnover": 0.11}]), D2, D3))  # fmt: skip
    assert (found["published"]["value"], found["published"]["status"]) == (0.11, "published")


def test_stocks_only_needs_whole_detail_and_quotes() -> None:
    codes = ("600519.SH", "300502.SZ", "920002.BJ")
    detail = [of_security(code, day, financing_buy_amount=bought) for code in codes for day, bought in ((D2, 9), (D3, 12))]
    quotes = [of_security(code, day, turnover=100) for code in codes for day in (D2, D3)]
    found = by_method(turnover_shares(market(margin_detail=detail, quotes=quotes), D2, D3))
    assert found["stocks_only"]["value"] == pytest.approx((27 / 300 + 36 / 300) / 2)
    short = by_method(turnover_shares(market(margin_detail=detail[:-1], quotes=quotes), D2, D3))
    assert short["stocks_only"]["status"] == "missing"


def test_a_window_without_turnover_is_not_known() -> None:
    with pytest.raises(NoData):
        turnover_shares(snapshot(D3), D2, D3)
