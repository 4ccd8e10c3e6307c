"""The least unlikely way to a line: cases with closed answers, bounds at zero prices, and refusals."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.accounts.assess import assess
from liangrong.accounts.inverse.reverse_stress import ReverseStress, reverse_stress
from liangrong.accounts.marks import Mark, moved
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.core.errors import UsageError
from liangrong.rules.rulebook import Rulebook

D = Decimal
DAY = date(2025, 6, 30)
OPENED = date(2025, 6, 2)


@pytest.fixture(scope="module")
def terms() -> Terms:
    return agreed_terms(Rulebook.load().at(DAY))


def two(a: int = 300000, b: int = 400000, debt: int = 400000) -> CreditAccount:
    """``a`` yuan of A as collateral and ``b`` of B on financing, both at 10."""
    return CreditAccount(
        collateral=(Holding("A", D(a) / 10),),
        financing=(FinancingContract("1", "B", OPENED, D(b) / 10, D(debt), D("0.8")),),
    )


MARKS = {"A": Mark(D(10), D("0.7")), "B": Mark(D(10), D("0.65"))}


def covariance(sigma_a: float, sigma_b: float, correlation: float) -> dict[tuple[str, str], float]:
    return {("A", "A"): sigma_a**2, ("B", "B"): sigma_b**2, ("A", "B"): correlation * sigma_a * sigma_b}


def shocks(found: ReverseStress) -> dict[str, float]:
    return {name: float(shock) for name, shock in found.shocks.items()}


# A + B = 700,000 against 1.3 × 400,000 = 520,000: 180,000 may be lost.


def test_uncorrelated_returns_share_the_loss_by_variance_times_value(terms: Terms) -> None:
    # Σw = (0.01 × 300,000, 0.04 × 400,000) = (3,000, 16,000); w'Σw = 9e8 + 64e8 = 73e8
    found = reverse_stress(two(), MARKS, terms, covariance(0.1, 0.2, 0))
    assert shocks(found) == pytest.approx({"A": -180000 * 3000 / 73e8, "B": -180000 * 16000 / 73e8})
    assert found.distance == pytest.approx(180000 / math.sqrt(73e8))
    assert found.deviations == pytest.approx({"A": -180000 * 3000 / 73e8 / 0.1, "B": -180000 * 16000 / 73e8 / 0.2})
    assert found.probability == pytest.approx(math.erfc(180000 / math.sqrt(73e8) / math.sqrt(2)) / 2)


def test_perfectly_correlated_returns_fall_in_proportion_to_their_volatility(terms: Terms) -> None:
    # s × (0.1 × 300,000 + 0.2 × 400,000) = 180,000: s = 18/11
    found = reverse_stress(two(), MARKS, terms, covariance(0.1, 0.2, 1))
    assert shocks(found) == pytest.approx({"A": -1.8 / 11, "B": -3.6 / 11})
    assert found.distance == pytest.approx(18 / 11)


def test_correlation_makes_the_line_less_unlikely(terms: Terms) -> None:
    near, far = (reverse_stress(two(), MARKS, terms, covariance(0.1, 0.2, rho)) for rho in (0.5, -0.5))
    assert near.distance is not None
    assert far.distance is not None
    assert near.distance < far.distance
    # w'Σw = 9e8 + 64e8 ± 2 × 0.5 × 30,000 × 80,000
    assert near.distance == pytest.approx(180000 / math.sqrt(97e8))
    assert far.distance == pytest.approx(180000 / math.sqrt(49e8))


def test_a_lone_stock_falls_to_its_trigger_price(terms: Terms) -> None:
    account = CreditAccount(financing=(FinancingContract("1", "B", OPENED, D(200), D(15000), D("0.8")),))
    marks = {"B": Mark(D(150), D("0.65"))}
    found = reverse_stress(account, marks, terms, {("B", "B"): 0.01})
    assert abs(150 * (1 + found.shocks["B"]) - D("97.5")) < D("1e-20")
    assert found.distance == pytest.approx(3.5)
    assert found.probability == pytest.approx(0.00023262908, rel=1e-6)  # the normal tail beyond 3.5


def test_a_short_position_rises(terms: Terms) -> None:
    # example 6: at 61.5385; against 30 a rise of 105.13 %
    account = CreditAccount(cash=D(800000), shorts=(ShortContract("1", "Q", OPENED, D(10000), D(300000), D(1)),))
    found = reverse_stress(account, {"Q": Mark(D(30), D("0.7"))}, terms, {("Q", "Q"): 0.04})
    assert shocks(found) == pytest.approx({"Q": 800000 / 1.3 / 300000 - 1})
    assert found.distance == pytest.approx((800000 / 1.3 / 300000 - 1) / 0.2)


def test_a_long_and_a_short_move_against_each_other(terms: Terms) -> None:
    # w = (100,000, −1.3 × 60,000), g = 100,000 + 70,000 − 1.3 × 60,000 = 92,000; equal and uncorrelated
    short = ShortContract("1", "B", OPENED, D(6000), D(60000), D(1))
    account = CreditAccount(cash=D(70000), collateral=(Holding("A", D(10000)),), shorts=(short,))
    found = reverse_stress(account, MARKS, terms, covariance(0.2, 0.2, 0))
    norm = 100000**2 + 78000**2
    assert shocks(found) == pytest.approx({"A": -92000 * 100000 / norm, "B": 92000 * 78000 / norm})


def test_a_price_stops_at_zero_and_the_rest_falls_further(terms: Terms) -> None:
    # B takes nearly all by the formula, −700,000 of 10,000,000² …; held at −1 it gives 100,000, A must give 80,000 of 600,000
    found = reverse_stress(two(a=600000, b=100000), MARKS, terms, covariance(0.01, 0.9, 0))
    assert shocks(found) == pytest.approx({"A": -80000 / 600000, "B": -1})
    assert found.worthless == ("B",)
    assert found.distance == pytest.approx(math.hypot(80000 / 600000 / 0.01, 1 / 0.9))
    assert found.maintenance_ratio == D("1.3")


def test_the_answer_lies_exactly_on_the_line(terms: Terms) -> None:
    for line, level in (("warning", D("1.4")), ("call", D("1.3")), ("immediate", D("1.1")), ("equity", D(1))):
        found = reverse_stress(two(), MARKS, terms, covariance(0.1, 0.2, 0.3), line=line)
        assert found.level == level
        ratio = assess(two(), moved(MARKS, found.shocks), terms).maintenance_ratio
        assert ratio is not None
        assert abs(ratio - level) < D("1e-20")
        assert found.maintenance_ratio == ratio


def test_a_matrix_with_labels_says_the_same_in_any_order(terms: Terms) -> None:
    expected = reverse_stress(two(), MARKS, terms, covariance(0.1, 0.2, 0.3))
    matrix = np.array([[0.04, 0.0, 0.006], [0.0, 1.0, 0.0], [0.006, 0.0, 0.01]])
    found = reverse_stress(two(), MARKS, terms, matrix, labels=["B", "unused", "A"])
    assert shocks(found) == pytest.approx(shocks(expected))


def test_what_does_not_vary_does_not_move(terms: Terms) -> None:
    found = reverse_stress(two(), MARKS, terms, covariance(0.0, 0.2, 0))
    assert found.shocks["A"] == 0
    assert found.deviations["A"] is None
    assert shocks(found)["B"] == pytest.approx(-0.45)


def test_what_the_covariance_does_not_allow_is_not_reached(terms: Terms) -> None:
    # only B moves, and its 100,000 are not the 180,000 that may be lost
    found = reverse_stress(two(a=600000, b=100000), MARKS, terms, covariance(0.0, 0.2, 0))
    assert not found.reachable
    assert found.reason is not None
    assert "covariance" in found.reason.en


@pytest.mark.parametrize(
    ("account", "beyond", "why"),
    [
        (CreditAccount(cash=D(600000), financing=two().financing), False, "fall to zero"),
        (two(a=100000), True, "below the line already"),
        (CreditAccount(collateral=two().collateral), False, "no debt"),
    ],
)
def test_where_nothing_is_to_be_solved_the_reason_is_said(terms: Terms, account: CreditAccount, beyond: bool, why: str) -> None:
    found = reverse_stress(account, MARKS, terms, covariance(0.1, 0.2, 0))
    assert (found.reachable, found.beyond, found.shocks) == (False, beyond, {})
    assert found.reason is not None
    assert why in found.reason.en


@pytest.mark.parametrize(
    ("given_covariance", "labels", "why"),
    [
        ({("A", "A"): 0.01}, (), "lacks B"),
        ({("A", "A"): 0.01, ("B", "B"): 0.01, ("A", "B"): 0.001, ("B", "A"): 0.002}, (), "not symmetric"),
        ({("A", "A"): 0.01, ("B", "B"): 0.01, ("A", "B"): 0.02}, (), "negative in some direction"),
        ({("A", "A"): 0.01, ("B", "B"): math.nan}, (), "not finite"),
        (np.eye(2), ("A",), "shape"),
    ],
)
def test_a_covariance_that_cannot_be_one_is_refused(terms: Terms, given_covariance: object, labels: tuple, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        reverse_stress(two(), MARKS, terms, given_covariance, labels=labels)


def test_the_available_margin_is_no_line_of_the_ratio(terms: Terms) -> None:
    with pytest.raises(UsageError, match="maintenance ratio"):
        reverse_stress(two(), MARKS, terms, covariance(0.1, 0.2, 0), line="available_margin")


@st.composite
def problems(draw: st.DrawFn) -> tuple[CreditAccount, np.ndarray, list[float]]:
    factors = np.array(draw(st.lists(st.lists(st.floats(-0.5, 0.5), min_size=4, max_size=4), min_size=4, max_size=4)))
    values = draw(st.lists(st.integers(1, 90), min_size=4, max_size=4))
    debt = draw(st.integers(sum(values) * 20, sum(values) * 70))
    contract = FinancingContract("1", "S3", OPENED, D(values[3] * 10), D(debt) / 10 * D(1), D("0.8"))
    holdings = tuple(Holding(f"S{place}", D(value * 10)) for place, value in enumerate(values[:3]))
    account = CreditAccount(collateral=holdings, financing=(contract,))
    return account, factors @ factors.T + 0.001 * np.eye(4), draw(st.lists(st.floats(-1, 1), min_size=4, max_size=4))


@given(problems())
def test_no_other_shocks_on_the_line_are_less_unlikely(problem: tuple) -> None:
    account, matrix, direction = problem
    day_terms = agreed_terms(Rulebook.load().at(DAY))
    names = [f"S{place}" for place in range(4)]
    marks = dict.fromkeys(names, Mark(D(10), D("0.7")))
    found = reverse_stress(account, marks, day_terms, matrix, labels=names)
    if not found.reachable:
        return
    shock = np.array([float(found.shocks[name]) for name in names])
    assert shock.min() >= -1
    weights = np.array([float(h.quantity) for h in account.collateral] + [float(account.financing[0].quantity)]) * 10
    inverse = np.linalg.inv(matrix)
    assert found.distance == pytest.approx(math.sqrt(shock @ inverse @ shock), rel=1e-5)
    along = np.array(direction) - (np.array(direction) @ weights) / (weights @ weights) * weights
    for size in (1e-3, 1e-2, 0.1):
        other = shock + size * along
        if other.min() >= -1:
            assert math.sqrt(other @ inverse @ other) >= found.distance * (1 - 1e-6)
    assert replace(found) == found
