"""How old contracts run off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.accounts.state import CreditAccount, FinancingContract
from liangrong.book.compile import partition_of
from liangrong.core.results import Note
from liangrong.stress.policy.run_off import AGE_MONTHS, AgesTask, Survival, share_under_new_terms

ON, BASIS = date(2026, 1, 30), Note("甲", "a")


def loan(days: int, principal: int) -> FinancingContract:
    return FinancingContract("1", "A", ON - timedelta(days), D(100), D(principal), D(1))


def test_principal_is_counted_by_age_in_months() -> None:
    account = CreditAccount(financing=(loan(0, 1), loan(29, 2), loan(31, 4), loan(70, 8), loan(9000, 16)))
    found = AgesTask(ON)(partition_of([account], ["A"]))
    assert found.by_month[:4].tolist() == [300, 400, 800, 0]
    assert found.by_month[AGE_MONTHS] == 1600
    assert found.unknown.tolist() == [0]


def test_unknown_days_are_counted_apart() -> None:
    partition = partition_of([CreditAccount(financing=(loan(5, 1), loan(5, 2)))], ["A"])
    opened = partition.terms["contract_terms.opened_on"].copy()
    opened[1] = 0
    assert AgesTask(ON)(replace(partition, terms={"contract_terms.opened_on": opened})).unknown.tolist() == [200]
    assert AgesTask(ON)(replace(partition, terms={})).unknown.tolist() == [300]


def test_a_settled_balance_is_new_to_the_part_that_is_young_today() -> None:
    """Where as much is financed every month, what will have been opened within n months is what is younger than n months now."""
    balance = [40, 30, 20, 10, 0]
    survival = Survival.of_ages(balance, BASIS)
    assert survival is not None
    for months in range(6):
        assert share_under_new_terms(balance, survival, months) == pytest.approx(sum(balance[:months]) / 100)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=24), st.floats(0.01, 0.99), st.integers(0, 36))
def test_the_share_grows_with_time_and_stays_a_share(balance: list[int], repaid: float, months: int) -> None:
    survival = Survival.constant(repaid, BASIS)
    now, later = (share_under_new_terms(balance, survival, n) for n in (months, months + 1))
    if not sum(balance):
        assert now is None
        return
    assert now is not None
    assert later is not None
    assert -1e-9 <= now <= later <= 1
    assert now == pytest.approx(1 - (1 - repaid) ** months)


def test_a_rollover_that_adopts_ends_the_old_terms_with_their_term() -> None:
    survival = Survival(open_at=(1.0, 1.0), basis=BASIS)
    balance = [10, 0, 0, 0, 0, 30, 0, 60]
    assert share_under_new_terms(balance, survival, 1) == 0
    assert share_under_new_terms(balance, survival, 1, adopted_every=6) == pytest.approx(0.3)
    assert share_under_new_terms(balance, survival, 5, adopted_every=6) == pytest.approx(0.9)
    assert share_under_new_terms(balance, survival, 6, adopted_every=6) == 1


def test_survival_goes_on_falling_by_its_last_step() -> None:
    survival = Survival(open_at=(1.0, 0.5, 0.4), basis=BASIS)
    assert [round(survival.at(n), 6) for n in range(5)] == [1.0, 0.5, 0.4, 0.32, 0.256]


def test_ages_without_a_young_balance_imply_nothing() -> None:
    assert Survival.of_ages([0, 5, 3], BASIS) is None
    assert Survival.of_ages([], BASIS) is None
    never = Survival.of_ages([5, 9, 3], BASIS)
    assert never is not None
    assert (np.diff(never.open_at) <= 0).all()
