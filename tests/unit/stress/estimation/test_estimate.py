"""From debt by profit to lines and sales: exact where it can be worked out by hand."""

from datetime import date

import numpy as np
import pytest

from liangrong.accounts.terms import agreed_terms
from liangrong.book.lines import Lines
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.estimation.accounts import GAINS, AccountModels, Holdings, holdings, solve_excess
from liangrong.stress.estimation.ensemble import Assumptions, account_models
from liangrong.stress.estimation.estimate import COSTS, REACHED, Lined, band, costs, debt_by_gain, reached, standing
from liangrong.stress.estimation.evidence import credible
from liangrong.stress.estimation.vintages import Vintages

LINES = Lined.of(Lines.of(agreed_terms(Rulebook.load().at(date(2026, 1, 30)))))
PLEDGED = 0.65
LAW = {"conversion_ratio": PLEDGED, "call": LINES.call, "cured": LINES.cured}
NOW = int(np.abs(GAINS).argmin())


def alike(*, cash=0.0, cash_first=1.0):
    """Accounts that all are at the margin demanded."""
    return AccountModels(*(np.array([value]) for value in (0.5, 1.0, cash, 0.0, cash_first)))


@pytest.mark.parametrize(("margin", "to_call", "to_cure"), [(0.8, 0.278, 0.222), (1.0, 0.350, 0.300)])
def test_published_distances_of_an_account_at_its_margin(margin, to_call, to_cure):
    """All-in on cash, a fall to 130 %: 27.8 % at 80 % margin, 35.0 % at 100 %; to 140 %: 22.2 and 30.0 %."""
    found = holdings(alike(), np.array([margin]), np.zeros(1), np.array([1e-9]), **LAW)
    falls = np.array([to_cure - 0.001, to_cure + 0.001, to_call - 0.001, to_call + 0.001])
    share = reached(found, falls, LINES)[0, 0, NOW]
    warning, call = REACHED.index("warning_debt"), REACHED.index("call_debt")
    assert LINES.warning == pytest.approx(1.4)
    assert share[:2, warning] == pytest.approx([0, 1])
    assert share[2:, call] == pytest.approx([0, 1])


@pytest.mark.parametrize("cash", [0.0, 0.2])
def test_who_pledged_securities_owns_as_much_more_as_they_count_less(cash):
    """1.00 of margin: 1.00 paid in cash first, or 1 / 0.65 of securities; what is kept in cash counts in full."""
    found = holdings(alike(cash=cash, cash_first=0.3), np.array([1.0]), np.zeros(1), np.array([1e-9]), **LAW)
    ratios, likely = np.unique(found.ratio[0, 0, NOW].round(6), return_inverse=True)
    pledged = 2 + (1 - cash) * (1 - PLEDGED) / (cash + (1 - cash) * PLEDGED)
    assert ratios == pytest.approx([2, pledged])
    assert np.bincount(likely, found.weight[0]) == pytest.approx([0.3, 0.7])
    own = found.stock[0, 0, NOW, -1] - 1
    assert own * PLEDGED + found.cash[0, 0, NOW, -1] == pytest.approx(1), "available margin of nil at the opening"
    assert found.mean(found.ratio)[0, 0, NOW] == pytest.approx(0.3 * 2 + 0.7 * pledged)


def test_what_is_sold_restores_the_target():
    """Rule F-10, own cash first: after the sale the account stands at the target, unless all that it holds is not enough."""
    stock, cash = np.array([1.5, 2.0, 1.1])[:, None], np.array([0.3, 0.0, 0.05])[:, None]
    accounts = Holdings(stock.reshape(1, 1, 3, 1), cash.reshape(1, 1, 3, 1), np.ones((1, 1)))
    falls = np.array([0.3, 0.4, 0.45, 0.7])
    found = reached(accounts, falls, LINES)[0, 0]
    for row in range(3):
        for column, fall in enumerate(falls):
            held, own = stock[row, 0] * (1 - fall), cash[row, 0]
            sale = found[row, column, REACHED.index("forced_sale")]
            if held + own >= LINES.call:
                assert sale == 0
            elif held > 1 - own:
                assert (held - sale) / (1 - own - sale) == pytest.approx(LINES.target)
            else:
                assert sale == pytest.approx(held)


def test_the_market_shows_its_average_ratio():
    models = account_models(Assumptions(members=6))
    weights = np.random.default_rng(1).random((6, 2, len(GAINS)))
    weights /= weights.sum(axis=(1, 2), keepdims=True)
    gain, margins, average = np.zeros(6), np.array([0.8, 1.0]), np.full(6, 2.9)
    excess = solve_excess(models, margins, weights, gain, average, **LAW)
    found = holdings(models, margins, gain, excess, **LAW)
    assert found.weight.sum(axis=1) == pytest.approx(1)
    assert (found.mean(found.ratio) * weights).sum(axis=(1, 2)) == pytest.approx(average, rel=1e-4)
    assert found.ratio.min() >= LINES.call


def vintages_of(principal, gain):
    n = len(gain)
    return Vintages(
        np.array([[principal]], dtype=float), np.array([gain], dtype=float), np.full(n, 0.8), np.ones((n, 1)), np.ones((n, 1))
    )


def test_costs_by_hand():
    found = costs(vintages_of([100, 300, 600], np.log([0.8, 0.95, 1.25])))[0, 0]
    paid = 1000 / (100 * 0.8 + 300 * 0.95 + 600 * 1.25)
    assert dict(zip(COSTS, found, strict=True)) == pytest.approx(
        {"cost_ratio": paid, "under_water": 0.4, "deep_under_water": 0.1, "mean_age": (100 * 2 + 300 * 1) / 1000}
    )


@pytest.mark.parametrize("noise", [None, np.array([0.02])])
def test_debt_by_profit_loses_nothing(noise):
    found = vintages_of([100, 300, 600], [-0.513, 0.021, 0.2])
    debt = debt_by_gain(found, np.array([0.8]), noise=noise)
    assert debt.sum() == pytest.approx(1000)
    value = (100 * np.exp(-0.513) + 300 * np.exp(0.021) + 600 * np.exp(0.2)) / 1000
    assert (debt[0, 0, 0] * np.exp(GAINS)).sum() / 1000 == pytest.approx(value, rel=2e-3)


def test_single_securities_scatter_around_the_index():
    found = vintages_of([500, 500], [0.05, 0.0])
    calm, wild = (costs(found, noise=noise)[0, 0, COSTS.index("under_water")] for noise in (None, np.array([0.2])))
    assert calm == 0
    assert 0.1 < wild < 0.5


def test_a_further_fall_never_takes_less():
    models = account_models(Assumptions(members=4))
    debt = np.random.default_rng(2).random((4, 1, len(GAINS)))
    accounts = standing(models, debt, np.array([1.0]), np.full(4, 2.4), LINES, conversion_ratio=PLEDGED)
    found = reached(accounts, np.linspace(0, 0.6, 25), LINES)
    assert (np.diff(found[..., : REACHED.index("forced_sale")], axis=3) >= 0).all()
    order = [REACHED.index(name) for name in ("warning_debt", "call_debt", "immediate_debt")]
    assert (np.diff(found[..., order], axis=4) <= 0).all()


def test_a_band_holds_what_it_says():
    low, median, high = band(np.arange(101.0)[:, None], level=0.8)
    assert (low[0], median[0], high[0]) == pytest.approx((10, 50, 90))


def test_models_that_must_be_bent_are_believed_less():
    random = np.random.default_rng(5)
    level = np.exp(random.normal(0, [0.1, 0.1, 0.6, 0.6], (200, 4)))
    chosen = credible(level, wanted=40, witnesses=3)
    assert (chosen < 2).mean() > 0.9
    assert np.bincount(credible(level, wanted=40, witnesses=0)).tolist() == [10, 10, 10, 10]
    assert credible(np.full((3, 4), np.nan), wanted=2, witnesses=3).tolist() == [0, 2]
