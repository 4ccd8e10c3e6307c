"""Distances of a book against those of single accounts, and against the accounts themselves one basis point on."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from liangrong.accounts.assess import assess
from liangrong.accounts.inverse import distance as exact
from liangrong.accounts.marks import moved
from liangrong.accounts.terms import agreed_terms
from liangrong.book.compile import partition_of
from liangrong.book.distance import LINE_NAMES, distances, distribution, sale_ladder, uniform_prices
from liangrong.book.grid import AMOUNTS
from liangrong.book.lines import CALL, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import revalue
from liangrong.book.scales import BASIS_POINTS
from liangrong.book.tasks import added
from liangrong.rules.rulebook import Rulebook
from tests.unit.book.called_accounts import ON, SECURITIES, accounts_of, marks_of, short_sellers_of

TERMS = agreed_terms(Rulebook.load().at(ON))
LINES = Lines.of(TERMS)
MARKS = marks_of(1)
TABLE = MarkTable.of(MARKS, SECURITIES, ON)
ACCOUNTS = [*accounts_of(1, 60, MARKS), *short_sellers_of(1, 20, MARKS)]


def test_moves_are_those_of_single_accounts() -> None:
    found = distances(partition_of(ACCOUNTS, SECURITIES), TABLE, LINES)
    reached = 0
    for number, account in enumerate(ACCOUNTS):
        for row in exact.distances(account, MARKS, TERMS):
            if row.line in LINE_NAMES:
                move = found.move(row.line)[number]
                if row.move is None:
                    assert np.isnan(move), (account, row)
                else:
                    np.testing.assert_allclose(move, float(row.move), rtol=1e-9, atol=1e-12)
                    reached += 1
    assert reached > 100


def test_one_basis_point_less_is_not_below() -> None:
    """The account itself, valued at both moves, says where the line is crossed."""
    found = distances(partition_of(ACCOUNTS, SECURITIES), TABLE, LINES)
    levels = exact.line_levels(TERMS)
    crossed = {"falls": 0, "rises": 0}
    for line in ("call", "withdrawal"):
        steps, rising = found.first_below(line)
        for number, account in enumerate(ACCOUNTS):

            def below(step: int, sign: int, account=account, line=line) -> bool:
                moves = dict.fromkeys(SECURITIES, Decimal(sign * step) / BASIS_POINTS)
                at = assess(account, moved(MARKS, moves), TERMS)
                return at.debt > 0 and at.assets < levels[line] * at.debt

            step, sign = int(steps[number]), 1 if rising[number] else -1
            if step == -1:
                assert not below(0, 1)
                assert not below(BASIS_POINTS, -1)
                continue
            assert below(step, sign)
            if step:
                assert not below(step - 1, sign)
                crossed["rises" if sign == 1 else "falls"] += 1
    assert min(crossed.values()) > 3


def test_the_distribution_counts_everybody_once_and_adds_up() -> None:
    parts = [distribution(distances(partition_of(some, SECURITIES), TABLE, LINES)) for some in (ACCOUNTS[:50], ACCOUNTS[50:])]
    whole = distribution(distances(partition_of(ACCOUNTS, SECURITIES), TABLE, LINES))
    both = added(*parts)
    assert all(np.array_equal(one, other) for one, other in zip(both, whole, strict=True))
    now = revalue(partition_of(ACCOUNTS, SECURITIES), TABLE, LINES)
    call = LINE_NAMES.index("call")
    assert whole.falls[call, :2, 0].tolist() == [now.totals[CALL:, 0].sum(), now.totals[CALL:, 2].sum()]
    assert whole.total[:2].tolist() == [now.totals[1:, 0].sum(), now.totals[1:, 2].sum()]
    assert (whole.falls.sum(axis=2) + whole.rises.sum(axis=2) <= whole.total).all()
    assert (np.diff(whole.falls[:, 0].cumsum(axis=1)[:, 3000]) <= 0).all()


def test_the_ladder_sells_more_the_deeper_the_fall_and_counts_like_the_distances() -> None:
    accounts = accounts_of(9, 150, MARKS, shorts=False)
    part, falls = partition_of(accounts, SECURITIES), [0, -1000, -2000, -3000]
    found = sale_ladder(part, TABLE, LINES, falls)
    sold = found.amounts[:, AMOUNTS.index("sold")]
    assert sold[1] > sold[0]
    called = distribution(distances(part, TABLE, LINES)).falls[LINE_NAMES.index("call"), 0].cumsum()
    # Prices in whole fen fall by tenths to whole 厘.
    assert found.totals[:, CALL:, 0].sum(axis=1).tolist() == called[[0, 1000, 2000, 3000]].tolist()


def test_prices_stay_whole_and_above_nothing() -> None:
    prices = uniform_prices(TABLE, [-BASIS_POINTS, 0, 1])
    assert (prices[0] == 1).all()
    assert (prices[1] == TABLE.price).all()
    assert (np.abs(prices[2] - TABLE.price * 1.0001) <= 0.5).all()
