"""Stories about leveraged accounts: what their facts imply, and which of them no account under the rules can have lived."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.accounts.inverse.cases import CaseSolution, Interval, Story, solve
from liangrong.core.errors import RuleNotInForce, UsageError
from liangrong.rules.rulebook import Rulebook

D = Decimal
BOOK = Rulebook.load()
SOLD = Story(fall=D("0.15"), loss=D(60000), line=D("1.2"), outcome="below_line")
"""A 15 % fall, 60,000 lost, liquidated below 120 %."""


def value(numerator: int, denominator: int = 1) -> Decimal:
    return D(Fraction(numerator, denominator).numerator) / D(Fraction(numerator, denominator).denominator)


def found(story: Story) -> CaseSolution:
    return solve(story, BOOK)


def test_what_the_story_of_the_forced_sale_implies() -> None:
    intervals = found(SOLD).intervals
    # 60,000 / 0.15; 340,000 / 1.2; 400,000 − loan; not below 120 % before: 400,000 / 1.2
    assert intervals["position"] == Interval(D(400000), D(400000))
    assert intervals["loan"] == Interval(value(850000, 3), value(1000000, 3), low_open=True)
    assert intervals["own"] == Interval(value(200000, 3), value(350000, 3), high_open=True)
    # 283,333.33 / 116,666.67 = 17/7
    assert intervals["loan_to_own"] == Interval(value(17, 7), D(5), low_open=True)
    assert intervals["maintenance_ratio_after"].high == D("1.2")
    assert intervals["maintenance_ratio_after"].high_open
    assert intervals["left"].low == value(20000, 3)


@pytest.mark.parametrize(
    ("on", "most"),
    [(date(2014, 6, 3), "2.0000"), (date(2016, 6, 1), "1.0000"), (date(2025, 6, 30), "1.2500"), (date(2026, 2, 2), "1.0000")],
)
def test_the_floors_forbid_the_story_of_the_forced_sale_in_every_era(on: date, most: str) -> None:
    solution = found(replace(SOLD, on=on))
    assert not solution.feasible
    assert "more than 2.4286" in solution.reasons[0].en
    assert f"at most {most}" in solution.reasons[0].en
    assert f"最多为 {most}" in solution.reasons[0].zh
    assert solution.citation == BOOK.at(on).ruling("financing_margin_ratio").citation


def test_without_a_day_the_story_is_held_against_the_loosest_floor_there_ever_was() -> None:
    solution = found(SOLD)
    assert not solution.feasible
    assert "2010-03-31" in solution.reasons[0].en
    assert "at most 2.0000" in solution.reasons[0].en
    assert "not exchange margin trading" in solution.reasons[-1].en


def test_own_100_000_and_a_loan_of_300_000_fit_the_story_but_not_the_law() -> None:
    solution = found(replace(SOLD, own=D(100000)))
    assert not solution.feasible
    assert solution.intervals["loan"].exact == D(300000)
    assert solution.intervals["left"].exact == D(40000)
    assert solution.intervals["maintenance_ratio_before"].exact == value(4, 3)
    assert solution.intervals["maintenance_ratio_after"].exact == value(17, 15)


def test_rounded_facts_widen_the_answer_and_do_not_save_the_story() -> None:
    solution = found(replace(SOLD, rounded=True))
    # 59,999.5 / 0.155 and 60,000.5 / 0.145
    assert solution.intervals["position"] == Interval(value(119999 * 1000, 310), value(120001 * 1000, 290))
    assert solution.intervals["fall"] == Interval(D("0.145"), D("0.155"))
    # loan / own more than (1 − f) / (1.2 − (1 − f)) at f = 0.155: 0.845 / 0.355
    assert solution.intervals["loan_to_own"].low == value(845, 355)
    assert not solution.feasible


def test_a_figure_rounded_to_ten_thousands_is_as_wide_as_it_says() -> None:
    wide = found(Story(loss=D("6E+4"), rounded=True)).intervals["loss"]
    assert (wide.low, wide.high) == (D(55000), D(65000))


def test_own_cash_kept_idle_does_not_save_the_story_either() -> None:
    solution = found(replace(SOLD, idle_cash=True))
    assert not solution.feasible
    assert solution.intervals["own"].low == value(200000, 3)


def test_all_of_it_lost_at_a_fall_by_half_on_twice_the_money() -> None:
    solution = found(Story(fall=D("0.5"), leverage=D(2), own=D(100000)))
    assert solution.feasible, "a loan as large as the own money was allowed in every era"
    exact = {name: solution.intervals[name].exact for name in ("position", "loan", "loss", "left", "maintenance_ratio_after")}
    assert exact == {"position": D(200000), "loan": D(100000), "loss": D(100000), "left": D(0), "maintenance_ratio_after": D(1)}


def test_a_story_without_a_day_says_when_it_can_have_been() -> None:
    solution = found(Story(own=D(100000), loan=D(125000)))
    assert solution.feasible
    assert [note.en.rpartition(": ")[2] for note in solution.reasons] == ["possible", "not possible", "possible", "not possible"]
    assert [note.en[5:15] for note in solution.reasons] == ["2010-03-31", "2015-11-23", "2023-09-11", "2026-01-19"]


def test_the_lawful_counterpart_with_the_cash_in_the_stock() -> None:
    solution = found(Story(on=date(2025, 6, 30), own=D(100000), loan=D(125000), fall=D("0.15")))
    assert solution.feasible
    assert solution.intervals["loss"].exact == D(33750)
    assert solution.intervals["maintenance_ratio_after"].exact == D("1.53")


def test_the_lawful_counterpart_with_the_cash_kept() -> None:
    story = Story(on=date(2025, 6, 30), own=D(100000), loan=D(125000), position=D(125000), fall=D("0.15"), idle_cash=True)
    solution = found(story)
    assert solution.feasible
    assert solution.intervals["idle_cash"].exact == D(100000)
    assert solution.intervals["loss"].exact == D(18750)
    assert solution.intervals["maintenance_ratio_before"].exact == D("1.8")
    assert solution.intervals["maintenance_ratio_after"].exact == D("1.65")
    assert not found(replace(story, idle_cash=False)).feasible, "the cash must be somewhere"


def test_a_loan_at_the_floor_is_allowed_and_a_fen_more_is_not() -> None:
    story = Story(on=date(2026, 2, 2), own=D(100000), loan=D(100000))
    assert found(story).feasible
    assert not found(replace(story, loan=D("100000.01"))).feasible


def test_the_law_narrows_what_a_feasible_story_can_be() -> None:
    # the loan was at most 1.25 × own: 2.25 × own ≥ 400,000
    solution = found(Story(on=date(2025, 6, 30), position=D(400000)))
    assert solution.intervals["own"].low == value(1600000, 9)
    assert solution.intervals["loan"].high == value(2000000, 9)


@pytest.mark.parametrize(
    ("story", "named"),
    [
        (Story(position=D(100000), loss=D(150000), fall=D("0.2")), ["position 100,000 yuan", "loss 150,000 yuan"]),
        (Story(fall=D("1.2")), ["fall 120.00%"]),
        (Story(own=D(100000), loan=D(50000), leverage=D(2)), ["own money", "loan 50,000", "position / own money 200.00%"]),
        (Story(maintenance_ratio_after=D("1.25"), line=D("1.2"), outcome="below_line", own=D(1000)), ["125.00%", "below 120.00%"]),
        (Story(position=D(0)), ["position 0 yuan"]),
    ],
)  # fmt: skip
def test_facts_that_contradict_each_other_are_named_and_no_others(story: Story, named: list[str]) -> None:
    solution = found(story)
    assert (solution.feasible, solution.intervals) == (False, {})
    (reason,) = solution.reasons
    assert all(name in reason.en for name in named), reason.en
    assert reason.en.count(";") == len(named) - 1


def test_above_the_line_bounds_the_loan_from_above() -> None:
    # 90,000 left of 100,000 at 130 % or more
    solution = found(Story(position=D(100000), fall=D("0.1"), line=D("1.3"), outcome="above_line", on=date(2014, 6, 3)))
    assert solution.intervals["loan"] == Interval(D(0), value(200000, 3))  # the floor binds first: loan ≤ 2 × (100,000 − loan)
    solution = found(Story(position=D(100000), fall=D("0.3"), line=D("1.3"), outcome="above_line", on=date(2014, 6, 3)))
    assert solution.intervals["loan"] == Interval(D(0), value(700000, 13))


def test_a_position_is_a_number_of_shares_that_can_be_ordered() -> None:
    story = Story(on=date(2026, 2, 2), price=D(30), position=D(400000), own=D(200000))
    assert not found(story).feasible, "133.33 lots of 100"
    assert "no quantity" in found(story).reasons[0].en
    rough = found(replace(story, position=D("4E+5"), own=D("2E+5"), rounded=True))
    # at most 450,000, and by the law at most twice 250,000: 116.67 to 150 lots
    assert rough.intervals["quantity"] == Interval(D(11700), D(15000))
    assert rough.intervals["position"] == Interval(D(351000), D(450000))
    star = found(replace(story, security="688981.SH", position=D(399990)))
    assert star.intervals["quantity"].exact == D(13333), "200 and then one by one"


def test_a_line_and_an_outcome_belong_together() -> None:
    with pytest.raises(UsageError, match="give both or neither"):
        found(Story(line=D("1.3")))
    with pytest.raises(UsageError, match="give both or neither"):
        found(Story(outcome="below_line"))


def test_before_margin_trading_there_is_no_answer() -> None:
    with pytest.raises(RuleNotInForce):
        found(Story(on=date(2009, 6, 1), own=D(1)))


def test_a_story_without_facts_can_be_anything_that_the_law_allows() -> None:
    solution = found(Story(on=date(2026, 2, 2)))
    assert solution.feasible
    assert solution.intervals["loan_to_own"] == Interval(D(0), D(1))
    assert D("0.5") in solution.intervals["loan_to_own"]


TOLD = (
    "position",
    "own",
    "loan",
    "fall",
    "loss",
    "left",
    "leverage",
    "loan_to_own",
    "maintenance_ratio_before",
    "maintenance_ratio_after",
)


@st.composite
def lives(draw: st.DrawFn) -> tuple[date, dict[str, Fraction]]:
    """An account that obeyed the floor of its day, with all that can be told of it."""
    day = draw(st.sampled_from([date(2014, 6, 3), date(2016, 6, 1), date(2025, 6, 30), date(2026, 2, 2)]))
    floor = Fraction(BOOK.at(day).number("financing_margin_ratio"))
    own = Fraction(draw(st.integers(1000, 10**7)))
    loan = own / floor * draw(st.fractions(Fraction(1, 100), 1, max_denominator=100))
    idle = own * draw(st.fractions(0, 1, max_denominator=20))
    position = own + loan - idle
    fall = draw(st.fractions(Fraction(1, 100), 1, max_denominator=100))
    loss = position * fall
    return day, {
        "position": position, "own": own, "loan": loan, "fall": fall, "loss": loss, "left": own - loss, "idle_cash": idle,
        "leverage": position / own, "loan_to_own": loan / own, "maintenance_ratio_before": (position + idle) / loan,
        "maintenance_ratio_after": (position + idle - loss) / loan,
    }  # fmt: skip


@settings(max_examples=60)
@given(lives(), st.sets(st.sampled_from(TOLD), max_size=5), st.integers(0, 3))
def test_what_truly_happened_is_never_called_impossible(life: tuple, told: set[str], digits: int) -> None:
    day, truth = life
    printed = {}
    for name in told:
        exact = value(truth[name].numerator, truth[name].denominator)
        printed[name] = exact.quantize(D(1).scaleb(-digits if truth[name] < 100 else 2 - digits))
    solution = found(Story(on=day, **printed, idle_cash=True, rounded=True))
    assert solution.feasible, solution.reasons
    for name, interval in solution.intervals.items():
        exact = value(truth[name].numerator, truth[name].denominator)
        slack = abs(exact) * D("1e-20")  # 28 digits of a fraction that may have more
        assert interval.low is None or interval.low <= exact + slack, name
        assert interval.high is None or exact - slack <= interval.high, name
