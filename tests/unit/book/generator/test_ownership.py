"""What accounts own spreads their ratios around the published one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from liangrong.accounts.terms import agreed_terms
from liangrong.book.generator.ownership import own_of
from liangrong.book.generator.parameters import Parameters
from liangrong.rules.rulebook import Rulebook

TERMS = agreed_terms(Rulebook.load().at(date(2026, 1, 30)))
CALL = float(TERMS.call_line)
N = 40_000


def ratios(parameters: Parameters, *, mean: float = 2.2, demanded: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Maintenance ratios of half the accounts, and what the other half owns, 元; ``demanded`` per yuan of debt."""
    rng = np.random.default_rng(6)
    debt = np.where(np.arange(N) % 2, rng.integers(10**7, 10**9, N), 0)
    tied = np.round(debt * rng.uniform(0.9, 1.1, N)).astype(np.int64)
    collateral = round(float(debt.sum()) * mean * 1.15)
    holds = rng.random(N) >= parameters.empty_share
    own = own_of(rng, parameters, debt, tied, demanded * debt, holds, maintenance_ratio=mean, collateral=collateral, terms=TERMS)
    assert own.min() >= 0
    assert float((own + tied).sum()) == pytest.approx(collateral, rel=1e-9)
    assert float((own + tied)[debt > 0].sum()) / float(debt.sum()) == pytest.approx(mean, rel=1e-7)
    return (own + tied)[debt > 0] / debt[debt > 0], own[debt == 0] / 1000


def test_those_who_cure_stand_above_the_cure_target_and_not_below_the_call_line() -> None:
    none, _ = ratios(Parameters(uncured_share=1))
    all_of_them, _ = ratios(Parameters(uncured_share=0))
    some, _ = ratios(Parameters(uncured_share=0.25))
    below = [(found < CALL).mean() for found in (all_of_them, some, none)]
    assert below[0] < 0.001
    assert below[0] < below[1] < below[2]
    assert below[1] == pytest.approx(below[2] / 4, rel=0.35)
    cure = float(TERMS.cure_target)
    near = [((found >= cure) & (found < 2 * cure - CALL)).mean() for found in (all_of_them, none)]
    assert near[0] > near[1]


def test_the_spread_is_that_of_own_collateral_per_yuan_of_debt() -> None:
    wide, _ = ratios(Parameters(uncured_share=1, collateral_spread=0.6), mean=3)
    narrow, _ = ratios(Parameters(uncured_share=1, collateral_spread=0.1), mean=3)
    assert np.log(wide - 1 + 0.1).std() > 4 * np.log(narrow - 1 + 0.1).std()
    assert np.median(wide) < np.median(narrow)


def test_only_what_is_left_above_what_was_demanded_is_spread() -> None:
    found, _ = ratios(Parameters(uncured_share=1, collateral_spread=1), mean=3, demanded=1.5)
    free, _ = ratios(Parameters(uncured_share=1, collateral_spread=1), mean=3)
    assert found.min() >= 0.9 + 1.5, "purchases are worth 0.9 to 1.1 of the debt"
    assert free.min() < 1.5
    assert (found > 3).any()


def test_where_the_total_is_too_small_everybody_lacks_the_same_part() -> None:
    found, _ = ratios(Parameters(), mean=2.2, demanded=1.5)
    assert found.min() >= 0.9 + 1.2 - 0.01
    assert found.max() <= 1.1 + 1.2 + 0.01


def test_accounts_without_debt_hold_the_rest_and_many_hold_nothing() -> None:
    _, idle = ratios(Parameters(empty_share=0.4))
    assert (idle == 0).mean() == pytest.approx(0.4, abs=0.02)
    _, other = ratios(replace(Parameters(), empty_share=0.0))
    assert (other > 0).all()
    assert np.log(other).std() == pytest.approx(Parameters().holding_spread, rel=0.03)
