"""Borrowers whose contracts are known: what they publish adds up, and their truth is what hands work out."""

import numpy as np
import pytest

from liangrong.core.errors import UnknownName
from liangrong.simulation.repayment import HABITS, PROCESSES, BorrowersMarket, Contracts, Snapshot

LAW = {"call": 1.3, "target": 1.4, "margin_ratio": 1.0}
LINES = {"warning": 1.4, "call": 1.3, "immediate": 1.1, "target": 1.4}


@pytest.fixture(scope="module")
def market():
    return BorrowersMarket.generate(7, "mixed", sessions=160, accounts=400, at=(100, 159), **LAW)


def test_what_is_published_adds_up(market):
    repaid = market.balance[:-1] + market.buys[1:] - market.balance[1:]
    assert (market.buys >= 0).all()
    assert (repaid > -1e-6 * market.balance.max()).all()
    for truth in market.truths:
        owed = np.bincount(truth.contracts.security, truth.contracts.principal, minlength=5)
        assert owed == pytest.approx(market.balance[truth.session])
        assert (truth.contracts.opened <= truth.session).all()
    assert np.nanmin(market.average_maintenance_ratio) > LAW["call"]
    assert len(market.sessions) == 160


def test_one_seed_is_one_market(market):
    again = BorrowersMarket.generate(7, "mixed", sessions=160, accounts=400, at=(159,), **LAW)
    assert np.array_equal(again.balance, market.balance)
    assert not np.array_equal(
        BorrowersMarket.generate(8, "mixed", sessions=20, accounts=50, at=(), **LAW).close, market.close[:20]
    )


def test_mixes_name_every_habit():
    assert all(len(mix) == len(HABITS) and sum(mix) == pytest.approx(1) for mix in PROCESSES.values())
    with pytest.raises(UnknownName, match="disposition"):
        BorrowersMarket.generate(1, "astrology", **LAW)


def test_the_habits_show():
    """Those who take profits and wait out losses are left with more losers than those who stop their losses."""
    left = {}
    for process in ("disposition", "stop_loss"):
        made = BorrowersMarket.generate(3, process, sessions=200, accounts=800, at=(199,), **LAW)
        left[process] = np.mean(made.truths[0].costs(made.close[199], 0.1)["deep_under_water"])
    assert left["disposition"] > left["stop_loss"]


def test_truth_by_hand():
    """One account owes 100 for A (12 shares) and holds 5 of B, another owes 100 for B with 200 in cash; prices 10 and 20."""
    contracts = Contracts(np.array([0, 1]), np.array([0, 1]), np.array([12.0, 5.0]), np.array([100.0, 100.0]), np.array([3, 4]))
    truth = Snapshot(5, np.array([0.0, 200.0]), np.array([[0.0, 5.0], [0.0, 0.0]]), contracts)
    close = np.array([10.0, 20.0])
    paid = truth.costs(close, 0.1)
    assert paid["cost_ratio"] == pytest.approx([100 / 120, 1.0])
    assert (paid["under_water"].tolist(), paid["deep_under_water"].tolist()) == ([0, 0], [0, 0])
    fallen = truth.ladder(close, 0.5, **LINES)
    sale = (1.4 * 100 - 110) / 0.4
    assert fallen["call_debt"].tolist() == [100, 0]
    assert fallen["immediate_debt"].tolist() == [0, 0]
    assert fallen["forced_sale"] == pytest.approx([sale * 60 / 110, sale * 50 / 110])
    assert truth.ladder(close, 0.4, **LINES)["warning_debt"].tolist() == [100, 0]
    assert truth.ladder(close, 0.3, **LINES)["warning_debt"].tolist() == [0, 0]
