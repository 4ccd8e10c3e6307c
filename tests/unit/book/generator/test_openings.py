"""Every contract of a generated account could be opened: there was margin for it, at the prices of its day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount
from liangrong.accounts.terms import agreed_terms
from liangrong.book.compile import account_of
from liangrong.book.generator.generator import Generator
from liangrong.book.generator.openings import demanded_of
from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.portfolios import Portfolios
from liangrong.book.generator.purchases import Purchases
from liangrong.book.generator.short_sales import ShortSales
from liangrong.book.generator.targets import Targets
from liangrong.book.lines import Lines
from liangrong.book.revaluation import revalue
from liangrong.book.scales import BASIS_POINTS
from liangrong.rules.rulebook import Rulebook

Make = Callable[..., Generator]
LINES = Lines.of(agreed_terms(Rulebook.load().at(date(2026, 1, 30))))
CONVERSION = np.array([6500, 0, 9000, 7000, 6500, 5000, 4000, 3000])


def at_opening(account: CreditAccount, session: int, targets: Targets) -> Assessment:
    """The account as it stood after its contracts of a session, at the prices of then; interest not counted."""
    day, prices = targets.history.days[session], targets.history.prices
    marks = {}
    for number, security in enumerate(targets.marks.securities):
        known = prices[session:, number]
        price = Decimal(int(known[known > 0][0])) / 1000
        marks[security] = Mark(price, Decimal(int(targets.marks.conversion_ratio[number])) / BASIS_POINTS)
    later = sum((c.proceeds for c in account.shorts if c.opened_on > day), Decimal(0))
    then = replace(
        account, cash=account.cash - later, charges=Decimal(0),
        financing=tuple(c for c in account.financing if c.opened_on <= day),
        shorts=tuple(c for c in account.shorts if c.opened_on <= day),
    )  # fmt: skip
    return assess(then, marks, agreed_terms(Rulebook.load().at(day)))


def well_covered(generated: Make, country: Targets, *, ratio: float, cash_first_share: float) -> Generator:
    """A country whose average leaves more than openings demanded, and where nobody has been called since."""
    debt = float(country.financing_balance.sum())
    return generated(
        marks=replace(country.marks, conversion_ratio=CONVERSION), maintenance_ratio=ratio, collateral_value=round(debt * (ratio + 1)),
        parameters=Parameters(short_seller_share=0.2, uncured_share=1, cash_first_share=cash_first_share),
    )  # fmt: skip


def test_no_account_opened_a_contract_without_margin(generated: Make, country: Targets) -> None:
    generator = well_covered(generated, country, ratio=4.5, cash_first_share=0)
    targets, partition = generator.targets, generator.partition(0)
    session_of = {day: number for number, day in enumerate(targets.history.days)}
    tight = fallen = 0
    for row in np.flatnonzero(np.diff(partition.accounts.contract_offsets.astype(np.int64))).tolist():
        account = account_of(partition, row, targets.marks.securities)
        openings = {session_of[contract.opened_on] for contract in (*account.financing, *account.shorts)}
        margins = [at_opening(account, session, targets) for session in openings]
        assert min(found.available_margin for found in margins) >= 0, row
        tight += any(found.available_margin < found.debt / 2 for found in margins)
        fallen += at_opening(account, len(session_of) - 1, targets).available_margin < 0
    assert tight > 20
    assert fallen > 0, "losses since may leave less"


@pytest.fixture
def one(generated: Make) -> Callable[..., float]:
    """What one account must own that has opened 100 shares on each given session and owns one security, pledged or bought with cash first, 元."""
    generator = generated()
    targets, size = generator.targets, generator.targets.marks.size
    number = np.zeros(1, dtype=np.int64)

    def make(*sessions: int, prices: np.ndarray, short: bool = False, cash_first: bool = False) -> float:
        k = len(sessions)
        account, security, session = np.zeros(k, dtype=np.int64), np.zeros(k, dtype=np.int64), np.array(sessions)
        cost = prices[session, 0].astype(np.int64)
        nothing = np.empty(0, dtype=np.int64)
        bought, sold = (nothing, account) if short else (account, nothing)
        quantity, amount = np.full(k, 100), 100 * cost // 10
        pick = slice(0, 0) if short else slice(None)
        left = slice(None) if short else slice(0, 0)
        table = np.ones((len(targets.history.days), size), dtype=np.int32) * 10_000
        table[:, 0], table[:, 1] = prices[:, 0], prices[:, 1]
        return float(
            demanded_of(
                Portfolios(number, number + 1, np.ones(1)),
                Purchases(bought, security[pick], session[pick], quantity[pick], amount[pick]),
                ShortSales(sold, security[left], session[left], quantity[left], amount[left]),
                number,
                np.array([cash_first]),
                vintages=generator.vintages,
                prices=table,
                marks=replace(targets.marks, conversion_ratio=np.full(size, 5000)),
            )[0]
        ) / 1000  # fmt: skip

    return make


def prices_of(bought: dict[int, int], own: dict[int, int], sessions: int = 250) -> np.ndarray:
    """Two columns, 元 to 厘, that stay until they change."""
    columns = np.zeros((sessions, 2), dtype=np.int64)
    for column, changes in enumerate((bought, own)):
        for session, price in sorted(changes.items()):
            columns[session:, column] = price * 1000
    return columns


def test_own_collateral_counts_by_its_conversion_ratio_and_falls_with_its_price(one: Callable[..., float]) -> None:
    """100 shares at 10 at a margin ratio of 100 % demand 1,000 of margin: 2,000 of securities at 50 %, and half of that after a halving."""
    assert one(249, prices=prices_of({0: 10}, {0: 8})) == pytest.approx(2000)
    assert one(245, prices=prices_of({0: 10}, {0: 8, 246: 4})) == pytest.approx(1000)
    assert one(245, prices=prices_of({0: 10}, {0: 8, 246: 10})) == pytest.approx(2500)
    assert one(245, prices=prices_of({0: 10}, {246: 8})) == pytest.approx(2000), "a price not yet known is the first one"
    assert one(245, prices=prices_of({0: 10}, {0: 80, 246: 8})) == pytest.approx(1000), "as cash, no fall counts more than 折算率"


def test_old_contracts_keep_their_ratio_and_lend_or_take_margin(one: Callable[..., float]) -> None:
    assert one(200, prices=prices_of({0: 10}, {0: 8})) == pytest.approx(1600), "80 % before 2026-01-19"
    assert one(200, 249, prices=prices_of({0: 10, 220: 20}, {0: 8})) == pytest.approx(2 * (800 + 2000 - 1000 / 2))
    assert one(200, 249, prices=prices_of({0: 10, 220: 6}, {0: 8})) == pytest.approx(2 * (800 + 600 + 400))
    assert one(200, prices=prices_of({0: 10, 220: 6}, {0: 8})) == pytest.approx(1600), "losses after the last opening"


def test_short_sales_demand_margin_on_what_they_owe(one: Callable[..., float]) -> None:
    assert one(249, prices=prices_of({0: 10}, {0: 8}), short=True) == pytest.approx(2000)
    rising = one(240, 249, prices=prices_of({0: 10, 245: 12}, {0: 8}), short=True)
    assert rising == pytest.approx(2 * (1200 + 1200 + 200))


def test_who_paid_in_cash_first_owns_what_it_has_become(one: Callable[..., float]) -> None:
    """1,000 of margin in cash bought 1,000 of securities, at any 折算率, and these have moved since with their price."""
    assert one(249, prices=prices_of({0: 10}, {0: 8}), cash_first=True) == pytest.approx(1000)
    assert one(245, prices=prices_of({0: 10}, {0: 8, 246: 4}), cash_first=True) == pytest.approx(500)
    assert one(245, prices=prices_of({0: 10}, {0: 80, 246: 8}), cash_first=True) == pytest.approx(100)
    assert one(245, prices=prices_of({0: 10}, {0: 8, 246: 10}), cash_first=True) == pytest.approx(1250)
    assert one(200, 249, prices=prices_of({0: 10, 220: 20}, {0: 8}), cash_first=True) == pytest.approx(800 + 2000 - 1000 / 2)


def test_who_paid_in_cash_first_had_margin_in_full_and_not_by_conversion_ratios(generated: Make, country: Targets) -> None:
    generator = well_covered(generated, country, ratio=3.2, cash_first_share=1)
    targets, partition = generator.targets, generator.partition(0)
    session_of = {day: number for number, day in enumerate(targets.history.days)}
    left_over = 200 * int(targets.marks.price.sum()) / 1000  # what whole lots leave in cash has not moved with prices
    tight = short = 0
    for row in np.flatnonzero(np.diff(partition.accounts.contract_offsets.astype(np.int64))).tolist():
        account = account_of(partition, row, targets.marks.securities)
        alone = replace(account, financing=(), shorts=(), cash=Decimal(0))
        for session in {session_of[contract.opened_on] for contract in (*account.financing, *account.shorts)}:
            found, own = at_opening(account, session, targets), at_opening(alone, session, targets)
            in_full = found.available_margin + own.collateral_value - own.available_margin
            assert in_full >= -left_over, row
            tight += in_full < found.debt / 4
            short += found.available_margin < 0
    assert tight > 20
    assert short > 20


def test_the_share_of_who_paid_in_cash_first_decides_how_low_ratios_begin(generated: Make) -> None:
    """One draw for each account: whoever is cash first in a small share is so in a greater one, and what else is drawn stays."""
    lowest = []
    for share in (0, 0.5, 1):
        generator = generated(maintenance_ratio=3.2, parameters=Parameters(cash_first_share=share))
        found = revalue(generator.partition(0), generator.targets.marks, LINES, threads=1)
        lowest.append(np.quantile(found.maintenance_ratio()[found.debt > 0], [0.02, 0.25]))
    assert (lowest[0] - lowest[2] > [0.3, 0.1]).all()
    assert (np.diff(lowest, axis=0) < 0).all()
