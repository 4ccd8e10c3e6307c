"""Scenarios: steps in order, composition, price limits over the whole, and what they say of themselves."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from liangrong.book.price_limits import limit_prices
from liangrong.core.errors import UnknownName
from liangrong.core.results import Note
from liangrong.stress.scenarios.moves import BetaMove, ConversionCut, PriceMove, Suspension
from liangrong.stress.scenarios.scenario import Scenario, Step
from liangrong.stress.scenarios.scopes import Scope
from tests.unit.stress.small_market import SECURITIES, market


def scenario(*steps: Step, limited: bool = False) -> Scenario:
    return Scenario(name="+".join(step.spelling for step in steps), story=Note("甲", "a"), steps=steps, limited=limited)


FALL = PriceMove(move=-0.1)
CHIPS = PriceMove(move=-0.2, scope=Scope("industry", "电子"))


def test_each_scope_moves_its_own_and_no_other() -> None:
    before = market()
    for scope, members in (
        (Scope(), [0, 1, 2, 3, 4, 5]), (Scope("industry", "电子"), [4, 5]), (Scope("board", "chinext"), [0]),
        (Scope("board", "bse"), [5]), (Scope("security", "600519.SH"), [3]),
    ):  # fmt: skip
        moved = scenario(PriceMove(move=-0.1, scope=scope)).change(before)
        assert np.flatnonzero(moved.price != before.price).tolist() == members


@pytest.mark.parametrize(
    "scope", [Scope("industry", "没有"), Scope("industry", ""), Scope("board", "b_share"), Scope("security", "000002.SZ")]
)
def test_a_scope_without_members_is_refused(scope: Scope) -> None:
    with pytest.raises(UnknownName):
        PriceMove(move=-0.1, scope=scope).change(market())


def test_one_after_the_other_is_both_at_once() -> None:
    both = scenario(FALL).then(scenario(CHIPS))
    assert np.array_equal(both.change(market()).price, scenario(CHIPS).change(scenario(FALL).change(market())).price)
    assert both.name == "market:-0.1+industry:电子:-0.2"


def test_without_limits_the_next_session_starts_from_the_new_prices() -> None:
    after = scenario(PriceMove(move=-0.4)).change(market())
    low, _ = limit_prices(after)
    assert np.array_equal(after.previous_close, after.price)
    assert (low < after.price).all()


def test_limits_bound_the_whole_and_not_each_step() -> None:
    twice = scenario(FALL, FALL, limited=True).change(market())
    once = scenario(PriceMove(move=-0.9), limited=True).change(market())
    traded = ~market().suspended & (market().limit_width < 0.15)
    assert np.array_equal(twice.price[traded], once.price[traded])
    assert np.array_equal(twice.previous_close, market().price)
    low, _ = limit_prices(once)
    assert np.array_equal(once.price[~market().suspended], low[~market().suspended])


def test_a_beta_moves_as_much_as_it_says_and_one_where_it_is_unknown() -> None:
    step = BetaMove(move=-0.5, betas={"600519.SH": 0.5, "688981.SH": 3.0}, basis=Note("甲", "a"))
    after = step.change(market())
    assert after.price.tolist() == [125275, 2062, 4025, 1056038, 1, 7775]
    assert "4 securities" in step.notes(market())[1].en


def test_cuts_of_conversion_ratios_leave_prices_and_round_down() -> None:
    after = ConversionCut(cut=0.333, scope=Scope("industry", "电子")).change(market())
    assert after.conversion_ratio.tolist() == [6500, 9000, 7000, 7000, 3335, 2001]
    assert np.array_equal(after.price, market().price)
    assert ConversionCut(cut=1).change(market()).conversion_ratio.max() == 0


def test_suspension_takes_a_share_by_seed_and_keeps_what_is_suspended() -> None:
    half = Suspension(share=0.5, seed=1)
    first, second = half.change(market()).suspended, half.change(market()).suspended
    assert np.array_equal(first, second)
    assert (first & ~market().suspended).sum() + (first & market().suspended).sum() >= 3
    assert first[2]
    assert any(not np.array_equal(first, Suspension(share=0.5, seed=seed).change(market()).suspended) for seed in range(2, 12))
    assert Suspension(scope=Scope("security", "600519.SH")).change(market()).suspended.tolist() == [
        s in ("600000.SH", "600519.SH") for s in SECURITIES
    ]


def test_assumptions_number_steps_of_one_kind() -> None:
    told = scenario(FALL, CHIPS, Suspension(), limited=True).assumptions
    assert told["PriceMove 1.move"] == "-0.1"
    assert told["PriceMove 2.scope"] == "industry:电子"
    assert (told["Suspension.share"], told["price_limits"]) == ("1", "on")


def test_notes_are_said_once() -> None:
    cut = ConversionCut(cut=0.1)
    assert len(scenario(cut, cut).notes(market())) == 1


def test_prices_never_rise_with_a_deeper_fall() -> None:
    before = replace(market())
    paths = [scenario(PriceMove(move=-fall / 10_000)).change(before).price for fall in range(0, 10_000, 37)]
    assert all((later <= earlier).all() for earlier, later in pairwise(paths))
