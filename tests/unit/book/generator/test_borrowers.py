"""Debts: a lognormal body and a tail whose index is the one asked for."""

from __future__ import annotations

import numpy as np
import pytest

from liangrong.book.generator.borrowers import borrowers_of, sizes
from liangrong.book.generator.parameters import Parameters


def hill(sizes: np.ndarray, share: float) -> float:
    """The tail index by Hill's estimator over the largest of a sample."""
    top = np.sort(sizes)[::-1][: int(len(sizes) * share)]
    return float(1 / np.mean(np.log(top[:-1] / top[-1])))


@pytest.mark.parametrize("index", [1.3, 1.6, 2.5])
def test_the_tail_has_its_index(index: float) -> None:
    n = 200_000
    parameters = Parameters(debt_tail_index=index, institution_multiple=1, largest_debt=1e15)
    found = sizes(np.random.default_rng(1), parameters, np.zeros(n, dtype=np.bool_), 1e8)
    assert hill(found, 0.015) == pytest.approx(index, rel=0.06)


def test_the_body_has_its_spread_and_the_mean_is_met() -> None:
    n = 200_000
    found = sizes(np.random.default_rng(2), Parameters(), np.zeros(n, dtype=np.bool_), 1e8)
    logs = np.log(np.sort(found))
    assert (logs[n * 3 // 4] - logs[n // 4]) / 1.349 == pytest.approx(Parameters().debt_spread, rel=0.02)
    assert found.mean() == pytest.approx(1e8, rel=0.05)


def test_nobody_owes_more_than_the_largest_debt() -> None:
    found = sizes(np.random.default_rng(2), Parameters(largest_debt=1e7), np.zeros(50_000, dtype=np.bool_), 1e8)
    assert found.max() == 1e9


def test_institutions_owe_more_and_only_they_are_private_funds() -> None:
    found = borrowers_of(np.random.default_rng(3), Parameters(institution_multiple=20), accounts=20_000, borrowers=20_000, institutions=2000,
                         total=10**15)  # fmt: skip
    assert found.debt.sum() == pytest.approx(10**15)
    assert 900 < found.private_fund.sum() < 1100
    assert 10 < np.median(found.debt[found.private_fund]) / np.median(found.debt[~found.private_fund]) < 30


def test_as_many_borrowers_as_there_are() -> None:
    found = borrowers_of(np.random.default_rng(4), Parameters(), accounts=1000, borrowers=115, institutions=0, total=10**12)
    assert len(np.unique(found.account)) == 115
    assert (np.diff(found.account) > 0).all()
    assert not found.private_fund.any()
