"""The cascade as a whole: it ends, it loses no money, and nothing about how it is computed shows in the result."""

from __future__ import annotations

from collections import UserList
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.state import CreditAccount, FinancingContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.book.columns import Book, Partition
from liangrong.book.compile import account_of, partition_of
from liangrong.book.lines import Lines
from liangrong.book.marks import MarkTable
from liangrong.core.errors import UsageError
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.cascade.levers import Levers
from liangrong.stress.cascade.parameters import Parameters
from liangrong.stress.cascade.path import CascadePath
from liangrong.stress.cascade.rounds import cascade
from liangrong.stress.scenarios.prices import repriced
from tests.small_books import DAY, small_book, small_market

MARKET = small_market(turnover=4e6)
BOOK = small_book(MARKET, 300, 150, shorts=12)
TERMS = agreed_terms(Rulebook.load().at(DAY))
AT_ONCE = replace(TERMS, cure_deadline_sessions=0, liquidation_start_sessions=1)


def blow(market: MarkTable = MARKET, fall: float = 0.15) -> MarkTable:
    fallen = repriced(market, np.full(market.size, -fall))
    return replace(fallen, previous_close=fallen.price)


def run(
    *, book: Book = BOOK, market: MarkTable = MARKET, fall: float = 0.15, terms: Terms = TERMS, levers: Levers | None = None,
    sessions: int = 20, seed: int = 1, threads: int = 1, screening: bool = True, **parameters: object,
) -> CascadePath:  # fmt: skip
    return cascade(
        book, market, blow(market, fall), terms, parameters=Parameters(**parameters), levers=levers, sessions=sessions, seed=seed,
        threads=threads, screening=screening,
    )  # type: ignore[arg-type]  # fmt: skip


def same(one: CascadePath, other: CascadePath) -> bool:
    return one.rows == other.rows and bool((one.prices == other.prices).all() and (one.sold_shares == other.sold_shares).all())


def test_those_called_by_the_blow_are_those_that_accounts_finds_below_the_line() -> None:
    marks, row, called, debt = blow().marks(), run(sessions=1).rows[0], 0, Decimal(0)
    for partition in BOOK.partitions:
        for number in range(partition.size):
            found = assess(account_of(partition, number, BOOK.securities), marks, TERMS)
            called += found.zone in ("call", "immediate")
            debt += found.debt
    assert (row.called, row.debt) == (called, debt)
    assert called > 20


def test_without_impact_one_round_of_sales_is_all() -> None:
    path = run(impact_coefficient=0.0, participation=100.0, terms=AT_ONCE, cure_probability=0.0)
    assert path.settled
    assert [row.sold > 0 for row in path.rows] == [False, True]
    assert path.rows[1].open_calls == 0
    assert path.rows[1].called == 0
    assert (path.prices == path.prices[0]).all()


def test_without_impact_the_terms_only_put_the_one_round_off() -> None:
    path = run(
        impact_coefficient=0.0, participation=100.0, terms=replace(TERMS, cure_deadline_sessions=3, liquidation_start_sessions=5)
    )
    assert path.last_sale == 5
    assert [row.called for row in path.rows[1:]] == [0] * (len(path.rows) - 1)


def test_with_impact_sales_call_more_accounts_and_the_cascade_ends() -> None:
    path = run(sessions=200, recovery=0.05)
    assert sum(row.called for row in path.rows[1:]) > 0
    assert path.settled
    assert path.rows[-1].session < 200
    assert (path.prices > 0).all()
    assert path.prices.max() <= MARKET.price.max()


@pytest.mark.parametrize("answer", [0.7, 0.9, 1.1])
def test_an_account_does_not_sell_for_ever_because_prices_are_whole(answer: float) -> None:
    price, shares, volatility = 3000, 1_000_000, 0.03
    market = replace(
        small_market(1), price=np.array([price]), fair_price=np.array([price]), previous_close=np.array([price]),
        volatility=np.array([volatility]), turnover=np.array([_turnover(answer, shares * price / 1000, volatility)]),
    )  # fmt: skip
    debt = Decimal(shares * price) / 1000 / (TERMS.call_line + Decimal("0.03"))
    loan = FinancingContract("1", market.securities[0], DAY, Decimal(shares), debt.quantize(Decimal("0.01")), Decimal(1))
    alone = Book(DAY, market.securities, (partition_of([CreditAccount(financing=(loan,))], market.securities),), "synthetic")
    path = run(book=alone, market=market, fall=0.05, terms=AT_ONCE, cure_probability=0.0, sessions=30)
    assert path.settled
    assert path.last_sale > 1
    assert path.rows[-1].in_liquidation == 0


def _turnover(answer: float, held: float, volatility: float) -> float:
    """At which a small fall calls for sales that make the price fall by ``answer`` times as much, while all is held still."""
    target = float(Lines.of(TERMS).forced_sale_target[0] / Lines.of(TERMS).forced_sale_target[1])
    impact = volatility / Parameters().crossover ** 0.5
    return impact * held / (target - 1) / answer


@pytest.mark.parametrize("policy", ["risk", "position", "loss", "pro_rata"])
def test_what_is_sold_is_repaid_or_kept_to_the_last_li(policy: str) -> None:
    path = run(sale_policy=policy, participation=0.1, cure_probability=0.5)
    before = path.rows[0]
    for row, shares, prices in zip(path.rows[1:], path.sold_shares[1:], path.prices[1:], strict=True):
        assert row.sold == row.repaid + row.kept == Decimal(int(shares @ prices)) / 1000
        owed_short = short_value(prices) - short_value(path.prices[row.session - 1])
        assert before.debt - row.debt == row.repaid + row.own_cash_repaid - owed_short
        before = row
    assert path.total_sold > 0


def short_value(prices: np.ndarray) -> Decimal:
    return sum(
        (Decimal(int(p.shorts.quantity.astype(np.int64) @ prices[p.shorts.security])) / 1000 for p in BOOK.partitions), Decimal(0)
    )


def test_a_forced_sale_restores_the_target_and_a_share_less_would_not() -> None:
    path = run(impact_coefficient=0.0, participation=100.0, terms=AT_ONCE, cure_probability=0.0)
    start = blow()
    target, wanted = TERMS.cure_target, Decimal(0)
    for partition in BOOK.partitions:
        for number in range(partition.size):
            account = account_of(partition, number, BOOK.securities)
            found = assess(account, start.marks(), TERMS)
            if found.zone in ("call", "immediate"):
                missing = (target * found.debt - found.assets) / (target - 1)
                loans = found.financing_debt + found.accrued_charges
                wanted += max(Decimal(0), min(missing, loans) - max(Decimal(0), account.own_cash))
    dearest = Decimal(int(start.price.max())) / 1000
    assert wanted <= path.total_sold < wanted + dearest * path.rows[0].called


def test_screening_threads_and_partitions_change_nothing() -> None:
    book, whole = small_book(MARKET, 300, 150, shorts=12), run(momentum=0.05)
    assert same(run(book=book, momentum=0.05, screening=False), whole)
    assert same(run(book=book, momentum=0.05, threads=3), whole)
    assert sum(whole.visited) < sum(run(momentum=0.05, screening=False).visited)
    reversed_book = replace(BOOK, partitions=BOOK.partitions[::-1])
    assert same(run(book=reversed_book, momentum=0.05), whole)


@pytest.mark.parametrize("wide", [0.0, 1.0])
def test_when_all_accounts_are_valued_again_changes_nothing(wide: float, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run(momentum=0.1, impact_coefficient=3.0, screening=False)
    monkeypatch.setattr("liangrong.stress.cascade.fronts._WIDE", wide)
    again = run(momentum=0.1, impact_coefficient=3.0)
    assert sum(again.visited) <= sum(whole.visited)
    assert same(again, whole)


def test_a_partition_of_which_nobody_is_reached_stays_closed() -> None:
    opened: list[int] = []

    class Counted(UserList[Partition]):
        def __getitem__(self, at: Any) -> Any:
            opened.append(at)
            return self.data[at]

    book = small_book(MARKET, 300, 150)
    calm = run(book=replace(book, partitions=Counted(book.partitions)), impact_coefficient=0.0, participation=0.1)
    assert len(calm.rows) > 4
    assert [at for at in opened if at < len(book.partitions)] == [
        0,
        1,
    ] * 2  # those next to their line come into work in the first session
    moved = run(book=replace(book, partitions=Counted(book.partitions)), sessions=5)
    assert same(moved, run(book=book, sessions=5))
    assert opened.count(0) > 2


def test_chance_comes_from_the_seed() -> None:
    assert same(run(seed=5), run(seed=5))
    assert not same(run(seed=5), run(seed=6))


@pytest.mark.parametrize("policy", ["risk", "pro_rata"])
def test_more_impact_never_sells_fewer_shares_nor_ends_higher(policy: str) -> None:
    paths = [
        run(impact_coefficient=coefficient, sale_policy=policy, participation=100.0, price_limits=False)
        for coefficient in (0.0, 0.25, 0.5, 1.0, 2.0)
    ]
    worth = [int((path.sold_shares @ MARKET.price).sum()) for path in paths]
    assert worth == sorted(worth)
    assert worth[0] < worth[-1]
    troughs = [path.trough for path in paths]
    assert troughs == sorted(troughs, reverse=True)


def test_price_limits_spread_sales_to_what_is_not_at_its_limit() -> None:
    thin = np.arange(MARKET.size) < 4
    market = replace(
        MARKET,
        turnover=np.where(thin, 1e5, 1e9),
        volatility=np.where(thin, 0.05, 0.005),
        conversion_ratio=np.where(thin, 1000, 6000),
    )
    on, off = (
        run(market=market, fall=0.2, price_limits=limits, participation=100.0, cure_probability=0.0) for limits in (True, False)
    )
    elsewhere = [int(path.sold_shares[:, ~thin].sum()) for path in (on, off)]
    assert on.at_limit[:, thin].any()
    assert not on.at_limit[:, ~thin].any()
    assert elsewhere[0] > elsewhere[1]
    first = int(np.flatnonzero(off.sold_shares[:, thin].sum(axis=1))[0])
    assert (on.prices[first, thin] >= off.prices[first, thin]).all()
    assert on.prices[first, thin].sum() > off.prices[first, thin].sum()


def test_clients_who_pay_in_are_cured_and_nothing_of_theirs_is_sold() -> None:
    path = run(cure_probability=1.0, impact_coefficient=0.0, fall=0.05)
    assert path.rows[1].paid_in > 0
    called, immediate = path.rows[0].called, path.rows[0].forced
    assert path.rows[1].cured + path.rows[1].closed >= called - immediate


def test_clients_who_give_up_sell_before_the_broker_may() -> None:
    waits, gives_up = run(cure_probability=0.0), run(cure_probability=0.0, withdrawal_share=1.0)
    immediate_sales, all_sales = waits.rows[1].sold, gives_up.rows[1].sold
    assert all_sales > immediate_sales


def test_forced_sales_can_be_suspended_and_go_on_afterwards() -> None:
    path = run(levers=Levers(forced_sales_suspended_from=1, forced_sales_suspended_until=6), impact_coefficient=0.0)
    assert not any(row.sold for row in path.rows[:7])
    assert path.rows[7].sold > 0


def test_suspended_securities_are_not_sold() -> None:
    market = replace(MARKET, suspended=np.arange(MARKET.size) < 6)
    path = run(market=market)
    assert not path.sold_shares[:, :6].any()
    assert (path.prices[:, :6] == path.prices[0, :6]).all()
    assert path.total_sold > 0


def test_accounts_that_are_sold_out_leave_their_rest_uncollected() -> None:
    path = run(fall=0.6, impact_coefficient=0.0, participation=100.0, cure_probability=0.0)
    assert sum(row.uncollected for row in path.rows) > 0
    assert path.settled


@pytest.mark.parametrize("sessions", [0, 1001])
def test_a_number_of_sessions_that_cannot_be_is_refused(sessions: int) -> None:
    with pytest.raises(UsageError, match=f"{sessions} sessions"):
        run(sessions=sessions)


def test_marks_of_other_securities_are_refused() -> None:
    with pytest.raises(UsageError, match="not those of the book"):
        run(market=small_market(11))
