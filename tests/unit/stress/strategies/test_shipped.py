"""What each strategy answers to closes written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal as D

from liangrong.core.calendar import mainland
from liangrong.stress.strategies.shipped import Event, Fixed, HalfPosition, StopLoss, Trend, Value
from liangrong.stress.strategies.view import OUT, Position, Target, View
from tests.unit.stress.strategies.paths_by_hand import prices


def view(
    closes: Sequence[float], *, place: int = 0, held: int | None = None, high: float | None = None, **others: Sequence[float]
) -> View:
    """One stock A, or more by name; ``held``: closes since it was bought."""
    positions = {} if held is None else {"A": Position(D(100), held, D(str(high if high is not None else max(closes))))}
    return View(
        place=place, sessions=mainland().between(date(2024, 1, 2), mainland().offset(date(2024, 1, 2), len(closes) - 1)),
        closes={"A": prices(*closes), **{name: prices(*more) for name, more in others.items()}}, positions=positions,
        equity=D(1000000), maintenance_ratio=None, line="normal",
    )  # fmt: skip


def test_fixed_buys_at_the_first_close_and_never_again() -> None:
    strategy = Fixed(leverage=D("1.5"))
    assert strategy.decide(view([10])) == Target({"A": D("1.5")}, D("1.5"))
    assert strategy.decide(view([10, 11], place=1)) is None


def test_fixed_restores_its_leverage_at_intervals() -> None:
    strategy = Fixed(leverage=D(2), rebalance=20)
    asked = [place for place in range(61) if strategy.decide(view([10], place=place)) is not None]
    assert asked == [0, 20, 40, 60]


def test_several_securities_share_the_exposure() -> None:
    assert Fixed(leverage=D(2)).decide(view([10], B=[20])) == Target({"A": D(1), "B": D(1)}, D(2))


def test_half_a_position_at_twice_is_an_exposure_of_once() -> None:
    assert HalfPosition().decide(view([10])) == Target({"A": D("1.0")}, D(2))
    assert HalfPosition(share=D(1)).decide(view([10])) == Target({"A": D(2)}, D(2))


def test_trend_holds_above_the_average_and_sells_below() -> None:
    strategy = Trend(leverage=D("1.5"), window=3)
    assert strategy.decide(view([9, 10, 12])) == Target({"A": D("1.5")}, D("1.5"))  # 12 above 31/3
    assert strategy.decide(view([9, 10, 12], held=2)) is None
    assert strategy.decide(view([12, 10, 9], held=2)) == OUT
    assert strategy.decide(view([12, 10, 9])) is None
    assert strategy.decide(view([10, 10, 10])) is None  # at the average is not above it


def test_trend_waits_for_a_whole_window() -> None:
    assert Trend(window=4).decide(view([9, 10, 12])) is None
    assert Trend(window=250).history == 249


def test_trend_holds_only_what_is_above_its_own_average() -> None:
    asked = Trend(leverage=D(2), window=2).decide(view([9, 10], B=[10, 9]))
    assert asked == Target({"A": D(1)}, D(2))  # the share of B stays out of the market


def test_value_buys_after_the_fall_and_sells_after_the_recovery() -> None:
    strategy = Value(fall=D("0.3"), recovery=D("0.1"), window=3)
    assert strategy.decide(view([100, 90, 71])) is None
    assert strategy.decide(view([100, 90, 70])) == Target({"A": D("1.3")}, D("1.3"))
    assert strategy.decide(view([100, 80, 89], held=5)) is None
    assert strategy.decide(view([100, 80, 90], held=5)) == OUT


def test_an_event_is_left_after_five_closes() -> None:
    strategy = Event(dates=(date(2024, 1, 3),))
    assert strategy.decide(view([10])) is None
    assert strategy.decide(view([10, 11], place=1)) == Target({"A": D("1.8")}, D("1.8"))  # 2024-01-03 is the second session
    assert strategy.decide(view([10], place=5, held=4)) is None
    assert strategy.decide(view([10], place=6, held=5)) == OUT


def test_without_dates_there_is_an_event_every_so_many_sessions() -> None:
    assert [place for place in range(45) if Event(every=20).decide(view([10], place=place))] == [0, 20, 40]


def test_a_trailing_stop_follows_the_highest_close_since_the_purchase() -> None:
    strategy = StopLoss(trail=D("0.1"), back=3)
    assert strategy.decide(view([10])) == Target({"A": D("1.5")}, D("1.5"))
    assert strategy.decide(view([10, 18.1], place=1, held=1, high=20)) is None
    assert strategy.decide(view([10, 18], place=1, held=1, high=20)) == OUT


def test_after_a_stop_only_a_new_high_buys_again() -> None:
    strategy = StopLoss(back=3)
    assert strategy.decide(view([20, 15, 16, 15.5], place=3)) is None
    assert strategy.decide(view([20, 15, 16, 16.5], place=3)) is not None
