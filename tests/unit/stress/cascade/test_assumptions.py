"""Every assumption is printed, bounded and of some effect; draws cover their ranges."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pytest

from liangrong.core.errors import UnknownName, UsageError
from liangrong.stress.cascade.levers import Levers
from liangrong.stress.cascade.parameters import Parameters, assumptions_of, checked
from liangrong.stress.cascade.path import CascadePath
from liangrong.stress.cascade.sensitivity import RANGES, bands, checked_ranges, drawn, influences


def test_every_field_is_printed_with_unit_meaning_and_source_in_both_languages() -> None:
    found = assumptions_of(Parameters(), Levers())
    assert [one.name for one in found] == [one.name for holder in (Parameters, Levers) for one in fields(holder)]
    for one in found:
        assert one.meaning.zh
        assert one.meaning.en
        assert one.source.zh
        assert one.source.en


@pytest.mark.parametrize(
    "wrong",
    [
        {"impact": "cubic"}, {"sale_policy": "random"}, {"participation": 0.0}, {"cure_probability": 1.01}, {"cure_delay": 0},
        {"momentum": float("nan")}, {"suspension_share": -0.1},
    ],
    ids=str,
)  # fmt: skip
def test_an_assumption_outside_its_bounds_is_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=next(iter(wrong))):
        checked(Parameters(**wrong))  # type: ignore[arg-type]


def test_the_defaults_lie_within_their_bounds() -> None:
    checked(Parameters())
    checked(Levers())
    checked_ranges(Parameters(), RANGES)


def test_ranges_of_what_is_no_number_and_bounds_that_cannot_be_are_refused() -> None:
    for name in ("impact", "price_limits", "nonsense"):
        with pytest.raises(UnknownName, match=name):
            checked_ranges(Parameters(), {name: (0, 1)})
    with pytest.raises(UsageError, match="participation"):
        checked_ranges(Parameters(), {"participation": (0.0, 0.5)})
    with pytest.raises(UsageError, match="from 1 down to 0"):
        checked_ranges(Parameters(), {"momentum": (1, 0)})


def test_draws_use_each_part_of_each_range_once() -> None:
    found = drawn(Parameters(), RANGES, 20, seed=4)
    for name, (low, high) in RANGES.items():
        values = np.array([getattr(one, name) for one in found])
        assert ((values >= low) & (values <= high)).all()
        if name != "cure_delay":
            assert sorted(((values - low) / (high - low) * 20).astype(int).tolist()) == list(range(20))
    assert all(isinstance(one.cure_delay, int) for one in found)
    assert found != drawn(Parameters(), RANGES, 20, seed=5)
    assert found == drawn(Parameters(), RANGES, 20, seed=4)


def path(trough: float, sold: float, sessions: int = 2) -> CascadePath:
    rows = [
        SimpleNamespace(session=n, index=trough + (sessions - n), sold=Decimal(sold), debt=Decimal(n))
        for n in range(sessions + 1)
    ]
    return CascadePath((), tuple(rows), *[np.zeros((1, 1))] * 3, (), (), True)  # type: ignore[arg-type]


def test_the_assumption_that_moves_the_result_comes_first() -> None:
    def run(parameters: Parameters) -> CascadePath:
        return path(1 - 0.5 * parameters.momentum - 0.01 * parameters.recovery, 100 * parameters.recovery)

    ranges = {"cure_probability": (0.0, 1.0), "recovery": (0.0, 1.0), "momentum": (0.0, 1.0)}
    draws = drawn(Parameters(), ranges, 60, seed=1)
    found = influences(run, Parameters(), ranges, draws, [run(one) for one in draws])
    assert found[0].name == "momentum"
    by_name = {one.name: one for one in found}
    assert by_name["momentum"].trough_rank == pytest.approx(-1, abs=0.02)
    assert by_name["recovery"].sold_rank == pytest.approx(1, abs=0.02)
    assert by_name["recovery"].sold_at_high == pytest.approx(300)
    assert abs(by_name["cure_probability"].trough_rank or 0) < 0.4
    alone = influences(run, Parameters(), ranges, (), ())
    assert alone[0].name == "momentum"
    assert alone[0].trough_rank is None


def test_bands_hold_stocks_and_end_flows_where_a_path_is_at_rest() -> None:
    paths = [path(0.5, 10.0, sessions=1), path(0.5, 10.0, sessions=3)]
    sold, debt = bands(paths, "sold", 3), bands(paths, "debt", 3)
    assert (sold[1].low, sold[1].high) == (10, 10)
    assert sold[3].low < sold[3].median < sold[3].high
    assert debt[3].median == pytest.approx(2)


def test_a_lever_acts_within_its_sessions_only() -> None:
    levers = Levers(bailout_yuan=10.0, bailout_from=2, bailout_until=3, financing_suspended_from=4, lending_ban_from=5)
    turnover = np.array([1.0, 3.0])
    assert [levers.flow(session, turnover).tolist() for session in (1, 2, 3)] == [[0, 0], [2.5, 7.5], [2.5, 7.5]]
    assert levers.flow(4, turnover) == pytest.approx([-0.1, -0.3])
    assert [levers.may_short(session) for session in (4, 5)] == [True, False]
    assert levers.last_start == 5
    assert Levers().last_start == 0
    held = Levers(forced_sales_suspended_from=2, forced_sales_suspended_until=3)
    assert [held.may_sell(session) for session in (1, 2, 3, 4)] == [True, False, False, True]
    assert replace(held, forced_sales_suspended_from=0).may_sell(2)
