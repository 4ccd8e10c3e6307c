"""Legs against their total: the article's own figures, worked by hand, and what dated legs leave out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from liangrong.analytics.changes import Printed
from liangrong.analytics.rotation.closure import Leg, Verdict, closure, closure_result
from liangrong.analytics.rotation.intervals import Growth, parse_growth
from liangrong.core.calendar import Calendar
from liangrong.core.errors import UnknownName, UsageError

BEFORE = (date(2015, 6, 18), date(2024, 9, 23))
SINCE = (date(2024, 9, 24), date(2025, 9, 17))


def compared(calendar: Calendar, total: str, *legs: str):
    return closure([Leg(parse_growth(text)) for text in legs], parse_growth(total), calendar=calendar)


def test_chinext_does_not_close(calendar: Calendar) -> None:
    found = compared(calendar, "389.3%", "98%", "145%")
    assert found.verdict is Verdict.DOES_NOT_CLOSE
    assert found.compounded.point == Fraction("3.851")  # 1.98 × 2.45 − 1
    assert found.compounded.low == Fraction("1.975") * Fraction("2.445") - 1  # 382.9 %
    assert found.compounded.high == Fraction("1.985") * Fraction("2.455") - 1  # 387.3 %
    assert [round(float(side), 3) for side in (found.compounded.low, found.compounded.high)] == [3.829, 3.873]
    assert found.difference_points == pytest.approx(0.042)


@pytest.mark.parametrize(("total", "legs", "point"), [
    ("-37.14%", ("-62%", "65%"), "-0.373"),  # 0.38 × 1.65
    ("88%", ("-38%", "202%"), "0.8724"),  # 0.62 × 3.02
    ("303.9%", ("51%", "167%"), "3.0317"),  # 1.51 × 2.67
])  # fmt: skip
def test_the_other_chains_agree_within_rounding(calendar: Calendar, total: str, legs: tuple[str, str], point: str) -> None:
    found = compared(calendar, total, *legs)
    assert (found.compounded.point, found.verdict) == (Fraction(point), Verdict.WITHIN_ROUNDING)


def test_a_total_that_is_the_compounded_figure_rounded_closes(calendar: Calendar) -> None:
    assert compared(calendar, "87%", "-38%", "202%").verdict is Verdict.CLOSES  # 87.24 % rounds to 87
    assert compared(calendar, "87.2%", "-38%", "202%").verdict is Verdict.CLOSES
    assert compared(calendar, "87.3%", "-38%", "202%").verdict is Verdict.WITHIN_ROUNDING


def test_the_edge_of_rounding_still_agrees_and_a_hair_beyond_does_not(calendar: Calendar) -> None:
    # 0 % and 0 %: each within ±0.5 %, so together from 0.995² − 1 = −0.9975 % to 1.005² − 1 = 1.0025 %
    assert compared(calendar, "1.00250%", "0%", "0%").verdict is Verdict.WITHIN_ROUNDING
    assert compared(calendar, "1.00252%", "0%", "0%").verdict is Verdict.DOES_NOT_CLOSE
    assert compared(calendar, "-0.99750%", "0%", "0%").verdict is Verdict.WITHIN_ROUNDING
    assert compared(calendar, "-0.99752%", "0%", "0%").verdict is Verdict.DOES_NOT_CLOSE


def test_intervals_that_only_touch_agree() -> None:
    made = Growth(Fraction(0), Fraction(-1, 10), Fraction(1, 10))
    assert Verdict.of(made, Growth(Fraction(2, 10), Fraction(1, 10), Fraction(3, 10))) is Verdict.WITHIN_ROUNDING
    assert Verdict.of(made, Growth(Fraction(-2, 10), Fraction(-3, 10), Fraction(-1, 10))) is Verdict.WITHIN_ROUNDING


def test_more_legs_than_two(calendar: Calendar) -> None:
    assert compared(calendar, "33.1%", "10%", "10%", "10%").verdict is Verdict.CLOSES
    assert compared(calendar, "21%", "10%", "10%", "10%").verdict is Verdict.DOES_NOT_CLOSE
    with pytest.raises(UsageError, match="two legs or more"):
        compared(calendar, "10%", "10%")


def test_the_session_that_no_leg_covers_is_named_with_the_growth_it_needs(calendar: Calendar) -> None:
    legs = [Leg(parse_growth("98%"), *BEFORE), Leg(parse_growth("145%"), *SINCE)]
    found = closure(legs, parse_growth("389.3%"), calendar=calendar)
    assert found.uncovered == (date(2024, 9, 24),)
    assert found.needed is not None
    assert float(found.needed.point) == pytest.approx(4.893 / 4.851 - 1)
    assert float(found.needed.low) == pytest.approx(4.8925 / (1.985 * 2.455) - 1)
    rows = closure_result(found, calendar=calendar).data
    outside = rows.filter(part="outside_legs").row(0, named=True)
    assert (outside["start_date"], outside["end_date"]) == (date(2024, 9, 23), date(2024, 9, 24))
    assert rows.filter(part="total")["verdict"].item() == "does_not_close"
    said = " ".join(note.en for note in closure_result(found, calendar=calendar).warnings)
    assert "leave out the change of 2024-09-24" in said


def test_legs_that_meet_leave_nothing_out_and_legs_that_overlap_count_twice(calendar: Calendar) -> None:
    met = [Leg(parse_growth("98%"), *BEFORE), Leg(parse_growth("145%"), BEFORE[1], SINCE[1])]
    assert closure(met, parse_growth("385%"), calendar=calendar).uncovered == ()
    twice = [Leg(parse_growth("98%"), BEFORE[0], SINCE[0]), Leg(parse_growth("145%"), BEFORE[1], SINCE[1])]
    found = closure(twice, parse_growth("385%"), calendar=calendar)
    assert (found.uncovered, found.doubled) == ((), (date(2024, 9, 24),))
    assert any("in two legs" in note.en for note in closure_result(found, calendar=calendar).warnings)


def test_legs_out_of_order_are_refused(calendar: Calendar) -> None:
    late, early = Leg(parse_growth("1%"), *SINCE), Leg(parse_growth("1%"), *BEFORE)
    with pytest.raises(UsageError, match="order of time"):
        closure([late, early], parse_growth("2%"), calendar=calendar)
    with pytest.raises(UsageError, match="does not end after"):
        closure([early, Leg(parse_growth("1%"), SINCE[1], SINCE[0])], parse_growth("2%"), calendar=calendar)


def test_the_total_from_levels_is_set_against_the_printed_one(calendar: Calendar) -> None:
    found = compared(calendar, "389.3%", "98%", "145%")
    levels = Growth.between(Printed.parse("1038.3亿"), Printed.parse("5080.57亿"))
    row = closure_result(found, calendar=calendar, recomputed=levels).data.filter(part="total_from_levels").row(0, named=True)
    assert (row["verdict"], row["growth"]) == ("closes", pytest.approx(5080.57 / 1038.3 - 1))
    loose = Growth.between(Printed.parse("1.3万亿"), Printed.parse("8175.7亿"))
    assert Verdict.of(loose, parse_growth("-37.14%")) is Verdict.WITHIN_ROUNDING
    assert float(loose.low) == pytest.approx(8175.65 / 13500 - 1)


def test_growth_must_carry_its_percent_sign_and_stay_above_minus_one_hundred() -> None:
    with pytest.raises(UsageError, match="percent sign"):
        parse_growth("98")
    with pytest.raises(UsageError, match="below -100 %"):
        parse_growth("-101%")
    with pytest.raises(UnknownName):
        parse_growth("up a lot")
    assert parse_growth("-100%").low == -1


def test_levels_that_may_be_zero_have_no_growth() -> None:
    with pytest.raises(UsageError, match="above zero"):
        Growth.between(Printed.parse("0亿"), Printed.parse("5亿"))


def test_nothing_can_be_needed_on_top_of_a_leg_that_may_have_lost_everything(calendar: Calendar) -> None:
    found = compared(calendar, "50%", "-100%", "0%")
    assert found.needed is None
    assert "outside_legs" not in closure_result(found, calendar=calendar).data["part"].to_list()
