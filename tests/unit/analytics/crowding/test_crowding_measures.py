"""The measures of crowding, worked by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from liangrong.analytics.crowding.measures import Crowding, days_to_unwind, measured, share_of_turnover, usual
from liangrong.analytics.panels.trailing import change_over
from liangrong.core.errors import UsageError
from tests.unit.analytics.crowding import stocks

NAN = float("nan")


def last(found: Crowding, name: str) -> float:
    return float(found.panel[name][-1, 0])


def one_stock(sessions: int = 25, detail: int | None = None, **tables: object) -> dict[str, object]:
    """Balance 1,000 growing by 10 a session, buys 30, turnover 200, float cap 20,000."""
    names, all_days = stocks.codes(1), stocks.days(sessions)
    told = all_days if detail is None else all_days[-detail:]
    margin = stocks.rows(names, told, financing_balance=lambda s, r: 1000 + 10 * r, financing_buy_amount=lambda s, r: 30,
                         short_quantity=lambda s, r: 7)  # fmt: skip
    quotes = stocks.quotes(names, all_days, turnover=lambda s, r: 200)
    caps = stocks.rows(names, all_days, float_cap=lambda s, r: 20_000)
    return {"margin_detail": margin, "quotes": quotes, "caps": caps, **tables}


def test_every_measure_of_one_stock_by_hand() -> None:
    found = measured(stocks.market(one_stock()), participation=0.2)  # the balance of the 25th session is 1,240
    assert last(found, "financing_balance_to_float_cap") == pytest.approx(1240 / 20_000)
    assert last(found, "financing_growth_5") == pytest.approx(1240 / 1190 - 1)
    assert last(found, "financing_growth_20") == pytest.approx(1240 / 1040 - 1)
    assert np.isnan(last(found, "financing_growth_60"))
    assert last(found, "financing_share_of_turnover_5") == pytest.approx(150 / 1000)
    assert last(found, "days_to_unwind") == pytest.approx(1240 / (0.2 * 200))
    assert last(found, "short_balance") == 70.0


def test_half_the_participation_takes_twice_as_long() -> None:
    market = stocks.market(one_stock())
    slow, fast = (last(measured(market, participation=part), "days_to_unwind") for part in (0.1, 0.2))
    assert slow == pytest.approx(2 * fast)


def test_one_day_of_detail_is_held_against_turnover_of_before() -> None:
    found = measured(stocks.market(one_stock(detail=1)), participation=0.2)
    assert last(found, "days_to_unwind") == pytest.approx(1000 / 40)
    assert np.isnan(last(found, "financing_growth_5"))
    assert np.isnan(last(found, "financing_share_of_turnover_5")), "one session of buys is not five"


@pytest.mark.parametrize("participation", [0.0, -0.2, 1.01])
def test_a_participation_that_cannot_be_is_refused(participation: float) -> None:
    with pytest.raises(UsageError, match="participation"):
        measured(stocks.market(one_stock()), participation=participation)


def test_a_market_without_detail_has_no_measures() -> None:
    found = measured(stocks.market({"quotes": one_stock()["quotes"]}), participation=0.2)
    assert found.panel.sessions == ()
    assert found.panel["days_to_unwind"].size == 0


def test_growth_needs_both_ends_and_something_to_grow_from() -> None:
    balance = np.array([[0.0, 100.0, NAN], [50.0, 110.0, 5.0], [60.0, NAN, 6.0]])
    found = change_over(balance, 1)
    assert np.isnan(found[0]).all()
    assert np.isnan(found[1, 0])
    assert found[1, 1] == pytest.approx(0.1)
    assert np.isnan(found[1, 2])
    assert np.isnan(found[2, 1])
    assert found[2, 2] == pytest.approx(0.2)


def test_a_rolling_mean_bears_a_quarter_of_unknown_sessions_and_no_more() -> None:
    values = np.array([[1.0, NAN], [NAN, NAN], [3.0, 3.0], [5.0, 5.0]])
    found = usual(values, 4)
    assert found[3, 0] == pytest.approx(3.0)
    assert np.isnan(found[3, 1])
    assert np.isnan(found[2]).all(), "three sessions in, two known"


def test_share_of_turnover_sums_the_same_sessions_above_and_below() -> None:
    buys = np.array([[10.0], [NAN], [10.0], [10.0]])
    turnover = np.array([[100.0], [900.0], [100.0], [100.0]])
    assert share_of_turnover(buys, turnover, 4)[-1, 0] == pytest.approx(30 / 300), "900 traded on a day whose buys are not known"
    assert share_of_turnover(turnover, np.where(np.isnan(buys), np.nan, turnover * 2), 4)[-1, 0] == pytest.approx(300 / 600), (
        "900 bought on a day whose turnover is not known"
    )


def test_nothing_traded_is_no_way_out() -> None:
    turnover = np.vstack([np.full((3, 1), 1e13), np.zeros((20, 1))])
    assert np.isnan(days_to_unwind(np.full((23, 1), 5.0), turnover, 0.2)[-1, 0]), (
        "not the rest that rounding left of earlier turnover"
    )


def test_the_last_day_may_be_earlier_than_the_snapshot() -> None:
    day = stocks.days(2)[0]
    found = measured(stocks.market(one_stock()), end=day, participation=0.2)
    assert found.panel.sessions[-1] == day
    assert last(found, "financing_balance") == 1230.0
    assert isinstance(day, date)
