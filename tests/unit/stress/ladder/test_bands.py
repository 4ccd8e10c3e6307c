"""The bands against borrowers whose habits the estimator does not know; `benchmarks/ladder.py` is the long version of it."""

from datetime import date

import numpy as np
import pytest

from liangrong.accounts.terms import agreed_terms
from liangrong.book.lines import Lines
from liangrong.rules.rulebook import Rulebook
from liangrong.simulation.repayment import BorrowersMarket
from liangrong.stress.estimation.ensemble import Assumptions
from liangrong.stress.estimation.estimate import COSTS, DEEP, REACHED, Lined, band
from liangrong.stress.estimation.market_history import MarketHistory
from liangrong.stress.estimation.public_history import PublicHistory
from liangrong.stress.ladder.estimated import market_view

AT = (199,)
FALLS = (0.2, 0.3, 0.4)


def public(market, now, *, one):
    """What exchanges print until a session; no balance before the 60th."""
    stop = now + 1
    known = np.where(np.arange(stop)[:, None] < 60, np.nan, 0.0)
    close, buys, balance = market.close[:stop], market.buys[:stop], market.balance[:stop]
    if one:
        close, buys, balance = (
            (close / close[:1]).mean(axis=1, keepdims=True),
            *(c.sum(axis=1, keepdims=True) for c in (buys, balance)),
        )
    price = np.log(close)
    pace = np.where(np.isnan(known), buys[60:80].mean(axis=0), buys)
    return PublicHistory(
        days=market.sessions[:stop], keys=tuple(f"{n}" for n in range(close.shape[1])), log_price=price, log_purchase=price,
        activity=pace, buys=buys + known, balance=balance + known,
    )  # fmt: skip


@pytest.fixture(scope="module")
def compared():
    """``(low, median, high, truth)`` of every security, date and quantity where something is at stake."""
    law, found = Rulebook.load(), []
    terms = agreed_terms(law.at(date(2025, 12, 31)))
    lines = Lined.of(Lines.of(terms))
    for seed, process in ((301, "disposition"), (302, "stop_loss"), (303, "rollover"), (304, "mixed")):
        margin = float(terms.rules.number("financing_margin_ratio"))
        market = BorrowersMarket.generate(
            seed, process, sessions=200, at=AT, accounts=1200, call=lines.call, target=lines.target, margin_ratio=margin
        )
        for truth in market.truths:
            now, close, balance = truth.session, market.close[truth.session], market.balance[truth.session]
            history = MarketHistory(
                public(market, now, one=True), market.average_maintenance_ratio[: now + 1], "", np.nan, (), ()
            )
            estimated = market_view(history, law, Assumptions()).securities(public(market, now, one=False), FALLS)
            assert estimated.ladder.balance == pytest.approx(balance)
            for name, real in truth.costs(close, DEEP).items():
                found += zip(*band(estimated.costs[:, :, COSTS.index(name)]), real, strict=True)
            for place, fall in enumerate(FALLS):
                real = truth.ladder(
                    close, fall, warning=lines.warning, call=lines.call, immediate=lines.immediate, target=lines.target
                )
                for column, name in enumerate(REACHED):
                    cells = zip(*band(estimated.ladder.amounts[:, :, place, column] / balance), real[name] / balance, strict=True)
                    found += [cell for cell in cells if max(cell[2:]) > 0.005]
    return np.array(found)


def test_nine_of_ten_truths_lie_within_the_bands(compared):
    low, _, high, truth = compared.T
    covered = ((low <= truth) & (truth <= high)).mean()
    assert len(compared) > 180
    assert 0.80 <= covered <= 0.98


def test_the_bands_are_no_wider_than_they_must_be(compared):
    """Bands twice as wide as need be would still cover nine of ten when halved."""
    low, median, high, truth = compared.T
    narrow = (median + (low - median) / 2 <= truth) & (truth <= median + (high - median) / 2)
    assert narrow.mean() < 0.85


def test_the_middle_is_near_the_truth(compared):
    _, median, _, truth = compared.T
    assert abs(np.mean(median - truth)) < 0.05
    assert np.corrcoef(median, truth)[0, 1] > 0.9
