"""Accounts in work repay as the ledger of ``accounts`` does, whichever contract was sold first; their interest is in the charges."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from liangrong.accounts.ledger.posting import post
from liangrong.accounts.ledger.repayment import in_order, repayments
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.accounts.transitions import Movement
from liangrong.book.compile import partition_of
from liangrong.book.kernels.cascade import COUNTED, FILLED, STATE, TALLIES, Agreed
from liangrong.book.working import CASH, CHARGES, NUMBER, PRINCIPAL, QUANTITY, SECURITY, WANTED
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.cascade.fronts import Front
from liangrong.stress.cascade.impact import opened
from liangrong.stress.cascade.parameters import Parameters
from liangrong.stress.cascade.rounds import agreed_of, market_of
from liangrong.stress.cascade.steps import Step
from tests.small_books import small_market

SECURITIES = ["A", "B", "C"]
TERMS = replace(
    agreed_terms(Rulebook.load().at(date(2026, 1, 30))), cure_deadline_sessions=0, liquidation_start_sessions=1
)  # fmt: skip
PRICE = np.array([8_000, 9_000, 10_000])


def loan(name: str, security: str, due: date, principal: int, rate: str) -> FinancingContract:
    return FinancingContract(name, security, date(2025, 9, int(name)), D(1000), D(principal), D(1), D(rate), due)


ACCOUNT = CreditAccount(
    cash=D(0),
    collateral=(Holding("B", D(500)), Holding("A", D(300))),
    financing=(
        loan("1", "A", date(2026, 3, 1), 9101, "0.05"),
        loan("2", "B", date(2026, 2, 1), 9602, "0.06"),
        loan("3", "C", date(2026, 2, 20), 10003, "0.07"),
        loan("4", "C", date(2026, 2, 10), 6004, "0.04"),
    ),
    charges=D("123.45"),
)


MARKET = np.stack([PRICE, PRICE, np.full(3, FILLED), np.zeros(3, int), np.array([3, 1, 2])], axis=1)
"""Sold by risk: B, C, A. All of A loses 1,101 元, of B 602; C has won."""


def step_of(session: int, agreed: Agreed, terms: Terms, market: np.ndarray = MARKET, *, may_order: bool = True) -> Step:
    return Step(
        session, market, np.arange(3.0), agreed, terms.repayment_order, terms.other_collateral_admitted, may_order, screening=True
    )


def front_of(account: CreditAccount, agreed: Agreed, terms: Terms, market: np.ndarray = MARKET) -> tuple[Front, np.ndarray]:
    """The account after the session of the blow, and its orders."""
    partition = partition_of([account], SECURITIES)
    front = Front.of(partition.size)
    return front, front.carry(lambda: partition, step_of(0, agreed, terms, market)).flows


@pytest.mark.parametrize("interest_first", [True, False])
@pytest.mark.parametrize("order", ["due_date", "opening_date", "highest_rate"])
@pytest.mark.parametrize("policy", ["risk", "position", "loss", "pro_rata"])
def test_proceeds_repay_what_the_ledger_repays(order: str, interest_first: bool, policy: str) -> None:
    terms = replace(TERMS, repayment_order=order, interest_first=interest_first)  # type: ignore[arg-type]
    agreed = agreed_of(terms, Parameters(sale_policy=policy, cure_probability=0.0), 1)  # type: ignore[arg-type]
    front, _ = front_of(ACCOUNT, agreed, terms)
    (work,) = front.working
    wanted = work.lots[:, [SECURITY, WANTED]].copy()
    held = work.lots[:, QUANTITY].copy()
    assert wanted[:, 1].any()
    front.carry(lambda: partition_of([ACCOUNT], SECURITIES), step_of(1, agreed, terms, may_order=False))

    free = tuple(replace(contract, rate=D(0)) for contract in ACCOUNT.financing)
    account = replace(ACCOUNT, financing=free)
    for security, shares in wanted:
        amount = D(int(shares * PRICE[security])) / 1000
        names = [c.contract_id for c in in_order(ACCOUNT.financing, terms.repayment_order, security=SECURITIES[security])]
        queue = tuple(sorted(account.financing, key=lambda contract, names=names: names.index(contract.contract_id)))
        account = post(account, (Movement("cash", amount, "trade"), *repayments(account, amount, queue, terms)))
    left = {c.contract_id: c.principal for c in account.financing}
    expected = [int(left.get(c.contract_id, D(0)) * 1000) for c in in_order(ACCOUNT.financing, terms.repayment_order)]
    assert work.lots[:4, PRINCIPAL].tolist() == expected
    assert int(work.accounts[0, CHARGES]) == account.charges * 1000
    assert int(work.accounts[0, CASH]) == account.cash * 1000
    assert (held - work.lots[:, QUANTITY] == wanted[:, 1]).all()


def test_sales_follow_the_policy() -> None:
    ordered: dict[str, str] = {}
    for policy in ("risk", "position", "loss", "pro_rata"):
        agreed = agreed_of(TERMS, Parameters(sale_policy=policy, cure_probability=0.0), 1)  # type: ignore[arg-type]
        flows = front_of(ACCOUNT, agreed, TERMS)[1]
        ordered[policy] = "".join(np.array(SECURITIES)[flows[0] > 0])
    assert ordered == {"risk": "B", "position": "C", "loss": "AB", "pro_rata": "ABC"}


@pytest.mark.parametrize(("state", "securities"), [(0, "B"), (1, "C"), (2, "C")])
def test_what_waits_at_its_limit_goes_last_and_what_is_suspended_never(state: int, securities: str) -> None:
    market = MARKET.copy()
    market[1, STATE] = state
    agreed = agreed_of(TERMS, Parameters(cure_probability=0.0), 1)
    assert "".join(np.array(SECURITIES)[front_of(ACCOUNT, agreed, TERMS, market)[1][0] > 0]) == securities
    market[:, STATE] = state
    none_else = front_of(ACCOUNT, agreed, TERMS, market)[1][0].any()
    assert none_else == (state < 2)


def at(percent: int) -> np.ndarray:
    """The market at so many percent of its prices."""
    market = MARKET.copy()
    market[:, : COUNTED + 1] = MARKET[:, : COUNTED + 1] * percent // 100
    return market


@pytest.mark.parametrize("cured_at", [100, 104])
def test_a_cured_account_is_left_alone_until_a_fall_has_reached_it(cured_at: int) -> None:
    terms = replace(TERMS, cure_deadline_sessions=3, liquidation_start_sessions=4)
    agreed = agreed_of(terms, Parameters(cure_probability=1.0, cure_delay=1), 1)
    partition = partition_of([replace(ACCOUNT, cash=D(1000))], SECURITIES)
    called = []
    for percent in range(100, 70, -2):
        front, fallen = Front.of(partition.size), at(percent)

        def told(session: int, market: np.ndarray, front: Front = front) -> dict[str, int]:
            found = front.carry(lambda: partition, step_of(session, agreed, terms, market))
            return dict(zip((*TALLIES, "valued"), (*found.tallies.tolist(), int(found.sums[-1])), strict=True))

        first, paid, quiet = told(0, MARKET), told(1, at(cured_at)), told(2, at(cured_at))
        assert (first["called"], paid["cured"], quiet["valued"]) == (1, 1, 0)
        (work,) = front.working
        assets = int(work.accounts[0, CASH] + (work.lots[:, QUANTITY] * fallen[work.lots[:, SECURITY], COUNTED]).sum())
        debt = int(work.accounts[0, CHARGES] + work.lots[:, PRINCIPAL].sum())
        called.append(assets * agreed.call[1] < debt * agreed.call[0])
        assert told(3, fallen)["called"] == called[-1]
        after = told(4, MARKET)
        assert after["open_calls"] + after["cured"] + after["closed"] == called[-1]
    assert not called[0]
    assert called[-1]


def test_a_rise_reaches_accounts_that_owe_shares() -> None:
    agreed = agreed_of(TERMS, Parameters(), 1)
    short = ShortContract("1", "A", date(2025, 9, 1), D(1000), D(8000), D(1))
    partition = partition_of([CreditAccount(cash=D(12000), shorts=(short,))], SECURITIES)
    front = Front.of(partition.size)
    called = [
        int(front.carry(lambda: partition, step_of(n, agreed, TERMS, at(p))).tallies[0]) for n, p in enumerate((100, 110, 120))
    ]
    assert called == [0, 0, 1]


def test_what_is_held_is_held_by_those_who_owe() -> None:
    agreed = agreed_of(TERMS, Parameters(), 1)
    none = CreditAccount(collateral=(Holding("A", D(700)), Holding("B", D(900))))
    found = [
        Front.of(len(accounts)).carry(partial(partition_of, accounts, SECURITIES), step_of(0, agreed, TERMS))
        for accounts in ([ACCOUNT], [none, ACCOUNT, none])
    ]
    assert (found[0].held == found[1].held).all()
    assert found[0].held[0].tolist() == [1300, 1500, 2000]
    assert (found[0].sums[:3] == found[1].sums[:3]).all()


def test_accounts_that_may_have_been_reached_come_into_work_in_few_lots() -> None:
    agreed = agreed_of(TERMS, Parameters(), 1)
    owing = [replace(ACCOUNT, cash=D(1400 + 60 * number)) for number in range(200)]
    partition = partition_of(owing, SECURITIES)
    front, market = Front.of(partition.size), MARKET.copy()
    for session in range(25):
        front.carry(lambda: partition, step_of(session, agreed, TERMS, market))
        market[:, : COUNTED + 1] = market[:, : COUNTED + 1] * 99 // 100
    numbers = np.concatenate([work.accounts[:, NUMBER] for work in front.working])
    assert len(set(numbers.tolist())) == len(numbers) > 20
    sizes = [work.size for work in front.working]
    assert all(larger >= 2 * smaller for larger, smaller in pairwise(sizes))


def test_a_session_travels_light() -> None:
    """It goes to every worker in every session: its arrays and a few numbers, not the rulebook behind the terms."""
    step = step_of(1, agreed_of(TERMS, Parameters(), 1), TERMS)
    assert len(pickle.dumps(step)) < 1000 + step.market.nbytes + step.expected.nbytes


def test_the_market_of_a_session_says_what_waits_and_what_is_suspended() -> None:
    market = replace(small_market(3), suspended=np.array([False, False, True]))
    tape = replace(opened(market, market, Parameters(), seed=1), owed=np.array([0.0, -0.1, -0.1]))
    assert market_of(tape, np.zeros(3))[:, STATE].tolist() == [0, 1, 2]
