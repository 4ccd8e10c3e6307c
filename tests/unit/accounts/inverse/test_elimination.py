"""Linear relations: bounds by hand, open ends, and agreement with points tried one by one."""

from __future__ import annotations

from fractions import Fraction as F

from hypothesis import given
from hypothesis import strategies as st

from liangrong.accounts.inverse.elimination import CONSTANT, Relation, Span, ratio_span, satisfiable, span


def row(sign: str, constant: int, **coefficients: int) -> Relation:
    return Relation({**{name: F(value) for name, value in coefficients.items()}, CONSTANT: F(constant)}, sign)


def test_bounds_follow_from_several_relations_together() -> None:
    # x + y ≤ 10, y ≥ x + 2, x > 1: x in (1, 4], y in (3, 9)
    system = [row(">=", 10, x=-1, y=-1), row(">=", -2, x=-1, y=1), row(">", -1, x=1)]
    assert span(system, "x") == Span(F(1), F(4), low_open=True, high_open=False)
    assert span(system, "y") == Span(F(3), F(9), low_open=True, high_open=True)


def test_an_equation_is_put_into_the_others() -> None:
    # 2x = y, x + y = 9
    system = [row("=", 0, x=2, y=-1), row("=", -9, x=1, y=1)]
    assert span(system, "x") == Span(F(3), F(3), low_open=False, high_open=False)


def test_no_bound_is_no_number() -> None:
    assert span([row(">", 0, x=1)], "x") == Span(F(0), None, low_open=True)
    assert span([row(">", 0, x=1)], "y") == Span()


def test_open_bounds_that_meet_leave_nothing() -> None:
    assert span([row(">=", -1, x=1), row(">", 1, x=-1)], "x") is None
    assert satisfiable([row(">=", -1, x=1), row(">=", 1, x=-1)])
    assert not satisfiable([row(">", 0, x=1), row(">", 0, x=-1)])
    assert not satisfiable([row("=", 1), row(">=", 0, x=1)])
    assert not satisfiable([row("=", -1, x=1), row("=", -2, x=1)])


def test_a_ratio_is_bounded_without_bounding_its_parts() -> None:
    # x + y = 3z, y ≥ z, x > 0: x/y below 2
    system = [row("=", 0, x=1, y=1, z=-3), row(">=", 0, y=1, z=-1), row(">", 0, x=1)]
    assert ratio_span(system, {"x": F(1)}, {"y": F(1)}) == Span(F(0), F(2), low_open=True, high_open=False)


def test_a_ratio_over_something_that_is_never_positive_does_not_exist() -> None:
    assert ratio_span([row("=", 0, y=1)], {"x": F(1)}, {"y": F(1)}) is None


numbers = st.integers(-3, 3)
systems = st.lists(
    st.builds(
        lambda sign, a, b, c, k: row(sign, k, x=a, y=b, z=c),
        st.sampled_from([">", ">=", "="]),
        numbers,
        numbers,
        numbers,
        numbers,
    ),
    max_size=5,
)


@given(systems, st.tuples(numbers, numbers, numbers))
def test_a_point_that_meets_all_relations_lies_within_the_bounds(system: list[Relation], point: tuple[int, int, int]) -> None:
    values = {**dict(zip("xyz", map(F, point), strict=True)), CONSTANT: F(1)}
    totals = [(sum((values[n] * c for n, c in r.expression.items()), F(0)), r.sign) for r in system]
    if not all(total == 0 if sign == "=" else total > 0 if sign == ">" else total >= 0 for total, sign in totals):
        return
    found = span(system, "x")
    assert found is not None
    assert found.low is None or values["x"] > found.low or (values["x"] == found.low and not found.low_open)
    assert found.high is None or values["x"] < found.high or (values["x"] == found.high and not found.high_open)


@given(systems)
def test_a_bound_is_tight(system: list[Relation]) -> None:
    found = span(system, "x")
    if found is None:
        assert not satisfiable(system)
        return
    for bound, is_open, outside in ((found.low, found.low_open, -1), (found.high, found.high_open, 1)):
        if bound is not None:
            at_bound = [*system, Relation({"x": F(1), CONSTANT: -bound}, "=")]
            assert satisfiable(at_bound) != is_open
            beyond = [*system, Relation({"x": F(outside), CONSTANT: -bound * outside}, ">")]
            assert not satisfiable(beyond)
            near = [*system, Relation({"x": F(-outside), CONSTANT: bound * outside}, ">=")]
            within = [*near, Relation({"x": F(outside), CONSTANT: -bound * outside + F(1, 1000)}, ">")]
            assert satisfiable(within)
