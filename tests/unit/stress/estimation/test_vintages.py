"""Survivors add up to the published balance whatever the model, and each model lets go of what it says."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from liangrong.core.calendar import mainland
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.estimation.ensemble import Assumptions, repayment_models
from liangrong.stress.estimation.public_history import PublicHistory
from liangrong.stress.estimation.repayment import RepaymentModels
from liangrong.stress.estimation.vintages import Terms, vintages


def model(**values):
    plain = {"ageing": 0.0, "young": 5.0, "winners": 0.0, "losers": 0.0, "rolled": 0.8}
    return RepaymentModels(*(np.array([value]) for value in {**plain, **values}.values()))


def walk(last, sessions, *, keys=2, seed=3, known=None):
    """A history of random prices; balances of the last ``known`` sessions."""
    random = np.random.default_rng(seed)
    days = mainland().between(mainland().offset(last, 1 - sessions), last)
    price = np.cumsum(random.normal(0, 0.02, (sessions, keys)), axis=0)
    balance = 1e9 * np.exp(np.cumsum(random.normal(0, 0.01, (sessions, keys)), axis=0))
    buys = 0.06 * balance + np.maximum(np.diff(balance, axis=0, prepend=balance[:1]), 0)
    hidden = np.where(np.arange(sessions)[:, None] < sessions - (known or sessions), np.nan, 0.0)
    return PublicHistory(
        days=tuple(days), keys=tuple("ABCDEFGHIJKLMNOPQRST"[:keys]), log_price=price, log_purchase=price + 0.001, activity=buys,
        buys=buys + hidden, balance=balance + hidden,
    )  # fmt: skip


def carried(history, models, **how):
    return vintages(history, models, Terms.of(history.days, Rulebook.load()), **how)


@pytest.mark.parametrize("known", [None, 60])
def test_survivors_add_up_to_the_balance_whatever_the_model(known):
    history = walk(date(2026, 1, 30), 150, known=known)
    models = repayment_models(Assumptions(screened=12))
    found = carried(history, models)
    assert (found.principal >= 0).all()
    assert found.principal.sum(axis=2) == pytest.approx(np.broadcast_to(history.balance[-1], (12, 2)), rel=1e-9)
    assert np.ptp(found.principal, axis=0).max() > 0.01 * history.balance[-1].min()


def test_one_repayment_is_shared_as_the_hazard_says():
    """Two vintages of 100; 60 repaid: x and y with odds in proportion to the hazards, worked out by hand."""
    price = np.log(np.array([[10.0], [8.0], [10.0]]))
    history = PublicHistory(
        days=(date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30)), keys=("A",), log_price=price, log_purchase=price,
        activity=np.ones((3, 1)), buys=np.array([[100.0], [100.0], [0.0]]), balance=np.array([[100.0], [200.0], [140.0]]),
    )  # fmt: skip
    winners = np.log(4) / np.log(10 / 8)
    found = carried(history, model(winners=winners)).principal[0, 0]
    odds = 100 / found[:2] - 1
    assert found.sum() == pytest.approx(140)
    assert odds[1] / odds[0] == pytest.approx(4, rel=0.01)


def test_those_who_sell_winners_are_left_with_losers():
    history = walk(date(2026, 1, 30), 120)
    sells, holds = (carried(history, model(winners=w)) for w in (6.0, -2.0))
    value = [(found.principal[0] * np.exp(found.gain)).sum() for found in (sells, holds)]
    assert value[0] < value[1]


def test_before_july_2015_nothing_is_older_than_six_months():
    """But for what the published repayments of the day leave no room for."""
    histories = [walk(last, 300, keys=1, known=150) for last in (date(2014, 12, 31), date(2019, 12, 31))]
    old, new = (carried(h, model(ageing=2.0)).principal[0, 0, :170].sum() / h.balance[-1, 0] for h in histories)
    assert old < 0.005
    assert new > 0.05


def test_fewer_rollovers_leave_less_that_is_old():
    history = walk(date(2019, 12, 31), 300, keys=1)
    few, many = (carried(history, model(ageing=2.0, rolled=rolled)).principal[0, 0, :170].sum() for rolled in (0.1, 0.9))
    assert few < many


def test_a_contract_keeps_the_margin_ratio_of_its_day():
    history = walk(date(2026, 1, 30), 30, keys=1)
    by_day = dict(zip(history.days, carried(history, model()).margin_ratio.tolist(), strict=True))
    law = Rulebook.load()
    assert by_day == {day: float(law.at(day).number("financing_margin_ratio")) for day in history.days}
    assert len(set(by_day.values())) == 2


def test_a_split_changes_nothing():
    """Prices are relative: all of them on another footing are the same prices."""
    history = walk(date(2026, 1, 30), 80)
    moved = replace(history, log_price=history.log_price - 1.5, log_purchase=history.log_purchase - 1.5)
    models = repayment_models(Assumptions(screened=3))
    assert carried(moved, models).principal == pytest.approx(carried(history, models).principal, rel=1e-6)


def test_threads_do_not_matter():
    history = walk(date(2026, 1, 30), 60, keys=20)
    models = repayment_models(Assumptions(screened=3))
    one, two = (carried(history, models, threads=threads) for threads in (1, 2))
    assert np.array_equal(one.principal, two.principal)
    assert np.array_equal(one.mean_value, two.mean_value, equal_nan=True)


def test_a_stock_at_the_beginning_comes_from_the_sessions_before():
    """Nothing was bought in the first half of them, so nothing can be left of it."""
    history = walk(date(2026, 1, 30), 100, keys=1, known=1)
    active = history.activity.copy()
    active[:50] = 0
    found = carried(replace(history, activity=active), model()).principal[0, 0]
    assert found[:50].sum() == 0
    assert (found[50:] > 0).all()
    assert (np.diff(found[50:] / active[50:, 0]) > 0).all()


def test_the_value_of_what_is_financed_is_told_for_each_session():
    history = walk(date(2026, 1, 30), 60, keys=1)
    found = carried(history, model())
    value = (found.principal[0, 0] * np.exp(found.gain[0])).sum() / history.balance[-1, 0]
    assert found.mean_value[-1, 0] == pytest.approx(value)
