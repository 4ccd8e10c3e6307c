"""What orders do to prices, with limits and without, and what of them is filled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from liangrong.core.errors import UsageError
from liangrong.stress.cascade.impact import Tape, opened, price_impact, traded
from liangrong.stress.cascade.levers import Levers
from liangrong.stress.cascade.parameters import Parameters
from tests.small_books import small_market

MARKET = small_market(4, turnover=1e6)
NONE = Levers()


def tape(**parameters: object) -> tuple[Tape, Parameters]:
    assumed = Parameters(**{"participation": 10.0, **parameters})  # type: ignore[arg-type]
    return opened(MARKET, MARKET, assumed, seed=1), assumed


def shares(yuan: float) -> np.ndarray:
    return np.rint(yuan * 1000 / MARKET.price).astype(np.int64)


def test_the_square_root_law_holds_in_size_and_the_linear_form_in_proportion() -> None:
    for form, factor in (("square_root", 2.0), ("linear", 4.0)):
        now, assumed = tape(impact=form)
        one, four = (price_impact(np.full(4, flow), now, assumed) for flow in (-1e5, -4e5))
        assert four == pytest.approx(factor * one)
    now, assumed = tape(impact_coefficient=2.0)
    assert price_impact(np.full(4, -1e6), now, assumed) == pytest.approx(-2.0 * 0.03)


def test_the_root_is_linear_below_the_crossover_without_a_step() -> None:
    now, assumed = tape(crossover=0.01)
    at, half, above = (price_impact(np.full(4, -flow), now, assumed) for flow in (1e4, 5e3, 1.0001e4))
    assert half == pytest.approx(at / 2)
    assert at == pytest.approx(-0.03 * 0.1)
    assert above == pytest.approx(at, rel=1e-3)


def test_with_memory_two_halves_press_like_the_whole() -> None:
    now, assumed = tape(order_memory=1.0, price_limits=False)
    whole = traded(now, shares(8e5), 1, assumed, NONE).tape.marks.price
    first = traded(now, shares(4e5), 1, assumed, NONE).tape
    worth = 4e5 * 1000 / first.marks.price
    second = traded(first, np.rint(worth).astype(np.int64), 2, assumed, NONE).tape.marks.price
    assert second == pytest.approx(whole, rel=1e-3)
    now, assumed = tape(order_memory=0.0, price_limits=False)
    first = traded(now, shares(4e5), 1, assumed, NONE).tape
    assert (traded(first, np.rint(worth).astype(np.int64), 2, assumed, NONE).tape.marks.price < whole).all()


def test_no_order_moves_no_price() -> None:
    now, assumed = tape()
    done = traded(now, np.zeros(4, np.int64), 1, assumed, NONE)
    assert (done.tape.marks.price == MARKET.price).all()


@pytest.mark.parametrize("li", [0.4, 0.6])
def test_moves_of_less_than_a_li_add_up_to_what_they_are(li: float) -> None:
    now, assumed = tape(impact="linear", price_limits=False)
    start = now.marks.price
    for session in range(1, 51):
        sold = np.rint(li * 1e9 / (0.03 * now.marks.price.astype(float) ** 2)).astype(np.int64)
        now = traded(now, sold, session, assumed, NONE).tape
    assert start - now.marks.price == pytest.approx(50 * li, abs=1)


def test_only_the_participation_is_filled_and_presses() -> None:
    now, assumed = tape(participation=0.1)
    done = traded(now, shares(1e6), 1, assumed, NONE)
    assert done.fill == pytest.approx(0.1, rel=1e-3)
    alone = traded(now, shares(1e5), 1, assumed, NONE)
    assert (done.tape.marks.price == alone.tape.marks.price).all()


def test_a_limit_puts_the_fall_off_and_fills_nothing_until_the_price_is_where_it_would_have_gone() -> None:
    free, assumed = tape(impact_coefficient=9.0, price_limits=False)
    landed = traded(free, shares(1e6), 1, assumed, NONE).tape.marks.price
    now, assumed = tape(impact_coefficient=9.0)
    prices, fills = [], []
    for session in (1, 2, 3):
        done = traded(now, shares(1e6), session, assumed, NONE)
        now = done.tape
        prices.append(now.marks.price)
        fills.append(done.fill)
    assert (prices[0] >= np.rint(MARKET.price * 0.9) - 10).all()
    assert not fills[0].any()
    assert (prices[0] > landed).all()
    assert prices[2] == pytest.approx(landed, rel=2e-3)
    assert (fills[2] == 1).all()
    assert not now.at_limit.any()


def test_the_named_share_is_filled_at_the_limit() -> None:
    now, assumed = tape(impact_coefficient=9.0, filled_at_limit=0.25)
    assert traded(now, shares(1e6), 1, assumed, NONE).fill == pytest.approx(0.25, rel=1e-6)


def test_what_is_suspended_neither_moves_nor_fills() -> None:
    market = replace(MARKET, suspended=np.array([True, False, False, False]))
    assumed = Parameters(participation=10.0)
    done = traded(opened(market, market, assumed, seed=1), shares(1e6), 1, assumed, NONE)
    assert done.tape.marks.price[0] == market.price[0]
    assert done.fill.tolist() == [0, 1, 1, 1]


def test_suspensions_are_drawn_in_their_share_and_by_the_seed() -> None:
    market = small_market(400)
    drawn = [opened(market, market, Parameters(suspension_share=0.3), seed).marks.suspended for seed in (1, 1, 2)]
    assert (drawn[0] == drawn[1]).all()
    assert (drawn[0] != drawn[2]).any()
    assert 0.2 < drawn[0].mean() < 0.4


@pytest.mark.parametrize(
    ("parameters", "sign"), [({"momentum": 0.5}, -1), ({"short_selling": 0.5}, -1), ({"recovery": 0.5}, 1)], ids=str
)
def test_other_holders_follow_the_fall_or_make_up_for_it(parameters: dict[str, float], sign: int) -> None:
    assumed = Parameters(**parameters)  # type: ignore[arg-type]
    fallen = replace(MARKET, price=MARKET.price * 9 // 10, fair_price=MARKET.price * 9 // 10)
    now = replace(opened(MARKET, fallen, assumed, seed=1), reference=MARKET.price)
    moved = traded(now, np.zeros(4, np.int64), 1, assumed, NONE).tape.marks.price - fallen.price
    assert (np.sign(moved) == sign).all()


@pytest.mark.parametrize(
    ("levers", "before", "after"),
    [
        (Levers(bailout_yuan=1e5, bailout_from=3, bailout_until=4), 0, 1),
        (Levers(financing_suspended_from=3), 0, -1),
    ],
    ids=["bail-out", "financing suspended"],
)
def test_levers_move_prices_from_their_session_on(levers: Levers, before: int, after: int) -> None:
    now, assumed = tape()
    for session, sign in ((2, before), (3, after)):
        moved = traded(now, np.zeros(4, np.int64), session, assumed, levers).tape.marks.price - MARKET.price
        assert (np.sign(moved) == sign).all()


def test_a_price_that_no_book_can_count_is_refused_in_words() -> None:
    wild = {"impact": "linear", "impact_coefficient": 100.0, "momentum": 100.0, "price_limits": False}
    now, assumed = tape(**wild)
    risen = replace(now, last=np.full(4, 0.1))
    with pytest.raises(UsageError, match=r"session 3 .* 60000.\.SH .* 11 times"):
        traded(risen, np.zeros(4, np.int64), 3, assumed, NONE)
    assert (traded(replace(risen, last=-risen.last), np.zeros(4, np.int64), 3, assumed, NONE).tape.marks.price == 1).all()
    limited = replace(assumed, price_limits=True)
    assert traded(risen, np.zeros(4, np.int64), 3, limited, NONE).tape.marks.price == pytest.approx(MARKET.price * 1.1, abs=6)
    still = replace(risen, marks=replace(risen.marks, suspended=np.ones(4, np.bool_)))
    assert (traded(still, np.zeros(4, np.int64), 3, assumed, NONE).tape.marks.price == MARKET.price).all()


def test_a_lending_ban_ends_new_short_sales() -> None:
    now, assumed = tape(short_selling=1.0)
    now = replace(now, last=np.full(4, -0.1))
    banned = Levers(lending_ban_from=2)
    first, second = (traded(now, np.zeros(4, np.int64), session, assumed, banned).tape.marks.price for session in (1, 2))
    assert (first < MARKET.price).all()
    assert (second == MARKET.price).all()
