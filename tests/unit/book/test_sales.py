"""Forced sales of a book against the desk of ``accounts``, which is asked to deal in single shares."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.calls import desk
from liangrong.accounts.calls.cures import cash_to_cure, sale_to_cure
from liangrong.accounts.calls.liquidation import plan
from liangrong.accounts.calls.sale_positions import positions_in_order
from liangrong.accounts.events import CashRepay
from liangrong.accounts.limits.orders import OrderSize
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import agreed_terms
from liangrong.book.compile import partition_of
from liangrong.book.kernels.sales import WHOLE, part_of, shares_of_part
from liangrong.book.lines import Lines
from liangrong.book.marks import MarkTable
from liangrong.book.sales import ROW_COLUMNS, Sales, Trading, sales
from liangrong.book.scales import LI_PER_YUAN
from liangrong.core.errors import InvalidAccount
from liangrong.rules.rulebook import Rulebook
from tests.unit.book.called_accounts import ON, OPENED, SECURITIES, accounts_of, marks_of

D = Decimal
BOOK = Rulebook.load()
TERMS = agreed_terms(BOOK.at(ON))
LINES = Lines.of(TERMS)
TARGET = D(LINES.forced_sale_target[0]) / LINES.forced_sale_target[1]


def sold(accounts: list[CreditAccount], marks: dict[str, Mark], **options: object) -> Sales:
    return sales(partition_of(accounts, SECURITIES), MarkTable.of(marks, SECURITIES, ON), LINES, **options)


def plain(marks: dict[str, Mark]) -> dict[str, Mark]:
    return {name: replace(mark, fair_price=None, suspended=False) for name, mark in marks.items()}


def row(found: Sales, number: int) -> list[Decimal]:
    """One account: repaid, sold, bought, missing, 元."""
    repaid, value, bought, missing = (D(int(amount)) / LI_PER_YUAN for amount in found.rows[:, number])
    return [repaid, value, bought, missing / found.target[1]]


@pytest.mark.parametrize("policy", ["risk", "position", "loss"])
@pytest.mark.parametrize("seed", [1, 2])
def test_each_account_sells_what_the_desk_sells(policy: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long and short, suspended names, a fair price: the same amounts, and the same shares of every security."""
    monkeypatch.setattr(desk, "order_size", lambda *_: OrderSize(D(1), D(1)))
    marks = marks_of(seed)
    accounts = accounts_of(seed, 50, marks)
    found = sold(accounts, marks, policy=policy)
    shares = np.zeros((2, len(SECURITIES)), np.int64)
    called = 0
    for number, account in enumerate(accounts):
        if assess(account, marks, TERMS).zone not in ("call", "immediate"):
            assert not found.below[number]
            assert row(found, number) == [0, 0, 0, 0]
            continue
        called += 1
        planned = plan(AccountState(ON, account, marks, BOOK), order=policy, costs=False)
        amounts = [sum((step.amount for step in planned.steps if isinstance(step, CashRepay)), D(0)), D(0), D(0), planned.unmet]
        for order in planned.orders:
            bought = (order.contract_id or "").startswith("S")
            amounts[1 + bought] += order.quantity * order.price
            shares[int(bought), SECURITIES.index(order.security)] += int(order.quantity)
        assert row(found, number) == amounts, account
    assert called > 10
    assert found.totals.accounts.tolist() == [called]
    assert (found.totals.shares_sold.tolist(), found.totals.shares_bought.tolist()) == (shares[0].tolist(), shares[1].tolist())


@pytest.mark.parametrize("policy", ["risk", "position", "loss"])
def test_positions_before_the_last_one_go_whole_in_the_order_of_accounts(policy: str) -> None:
    marks = plain(marks_of(3))
    for account in accounts_of(3, 30, marks, shorts=False):
        found = sold([account], marks, policy=policy)
        order = [p.security for p in positions_in_order(AccountState(ON, account, marks, BOOK), policy)]
        held = {name: sum(h.quantity for h in (*account.collateral, *account.financing) if h.security == name) for name in order}
        gone = [found.totals.shares_sold[SECURITIES.index(name)] for name in order]
        started = [number for number, shares in enumerate(gone) if shares]
        assert started == list(range(len(started)))
        assert [gone[n] for n in started[:-1]] == [held[order[n]] for n in started[:-1]]


@pytest.mark.parametrize("policy", ["risk", "position", "loss", "pro_rata"])
def test_the_amount_is_that_of_the_cure_and_no_share_more(policy: str) -> None:
    """Without own cash the value sold is ``v`` of F-10, rounded up to a share of each lot that is sold in part."""
    marks = plain(marks_of(4))
    accounts = [replace(a, cash=D(0)) for a in accounts_of(4, 80, marks, shorts=False)]
    found = sold(accounts, marks, policy=policy)
    seen = 0
    for number, account in enumerate(accounts):
        at = assess(account, marks, TERMS)
        needed = sale_to_cure(at.assets, at.debt, TARGET)
        held = at.collateral_value + at.financed_value
        if not found.below[number] or needed is None or needed > held:
            continue
        lots = [*account.collateral, *account.financing]
        rounding = [marks[lot.security].price for lot in lots]
        rounded = sum(rounding) + held / (WHOLE + 1) if policy == "pro_rata" else max(rounding)
        assert needed <= row(found, number)[1] < needed + rounded
        assert row(found, number)[3] == 0
        seen += 1
    assert seen > 10


def test_the_part_is_rounded_up_and_costs_a_share_of_a_lot_at_most() -> None:
    """Against whole numbers of any length: quotients that floats cannot tell apart, the whole, nothing, the greatest lot."""
    dice = np.random.default_rng(1)
    wholes = np.exp(dice.uniform(1, np.log(2**60), 300)).astype(np.int64) + 2
    wanted = [*(wholes * dice.random(300)).astype(np.int64), *(wholes - 1), *(wholes // 2), *(wholes // 3 + 1)]
    for want, whole in zip(wanted, np.tile(wholes, 4), strict=True):
        part = part_of(want, whole)
        assert part == min(WHOLE, -(-int(want) * (WHOLE + 1) // int(whole)))
        for lot in (1, 100, int(dice.integers(1, WHOLE)), WHOLE):
            exact = -(-lot * int(want) // int(whole))
            assert exact <= shares_of_part(np.int64(lot), part) <= min(lot, exact + 1)
    assert part_of(np.int64(7), np.int64(7)) == part_of(np.int64(7), np.int64(-1)) == WHOLE
    assert part_of(np.int64(0), np.int64(7)) == shares_of_part(np.int64(WHOLE), np.int64(0)) == 0


def test_pro_rata_takes_the_same_part_of_every_lot() -> None:
    name, other = SECURITIES[:2]
    marks = plain(marks_of(5)) | {name: Mark(D(10), D(0)), other: Mark(D(5), D(0))}
    loan = FinancingContract("1", name, OPENED, D(1000), D(12000), D(1))
    account = CreditAccount(collateral=(Holding(name, D(200)), Holding(other, D(400))), financing=(loan,))
    found = sold([account], marks)
    assert found.amount("sold") == sale_to_cure(D(14000), D(12000), TARGET) == 7000
    assert found.totals.shares_sold[:2].tolist() == [100 + 500, 200]


@pytest.mark.parametrize("policy", ["risk", "position", "loss", "pro_rata"])
def test_whoever_is_worth_more_than_the_debt_can_be_restored_where_all_trades(policy: str) -> None:
    marks = plain(marks_of(6))
    accounts = accounts_of(6, 150, marks, other=False)
    found = sold(accounts, marks, policy=policy)
    short = 0
    for number, account in enumerate(accounts):
        if found.below[number] and assess(account, marks, TERMS).equity >= 0:
            assert row(found, number)[3] == 0, account
            short += bool(account.shorts)
    assert short > 5


def test_own_cash_goes_first_and_to_the_fen() -> None:
    name = SECURITIES[0]
    loan = FinancingContract("1", name, OPENED, D(1000), D("10000.01"), D(1))
    account = CreditAccount(cash=D(5000), financing=(loan,))
    found = sold([account], plain(marks_of(1)) | {name: Mark(D("7.50"), D(0))})
    assert row(found, 0) == [D("3750.04"), 0, 0, 0]


def test_what_is_owed_is_bought_back_with_the_cash_of_its_sale() -> None:
    name = SECURITIES[0]
    short = ShortContract("1", name, OPENED, D(1000), D(10000), D(1))
    found = sold([CreditAccount(cash=D(12000), shorts=(short,))], plain(marks_of(1)) | {name: Mark(D(10), D(0))})
    assert found.totals.shares_bought[0] == 500
    assert row(found, 0) == [0, 0, 5000, 0]


@pytest.mark.parametrize("policy", ["risk", "pro_rata"])
@pytest.mark.parametrize("stuck", [{"suspended": True}, {"previous_close": D(10)}])
def test_what_cannot_be_sold_is_missing(policy: str, stuck: dict[str, object]) -> None:
    """Suspended, or at the lower limit of the day: 9 after 10."""
    name = SECURITIES[0]
    loan = FinancingContract("1", name, OPENED, D(1000), D(8000), D(1))
    marks = MarkTable.of(plain(marks_of(1)) | {name: replace(Mark(D(9), D(0)), **stuck)}, SECURITIES, ON)
    marks = replace(marks, limit_width=np.full(marks.size, 0.1))
    book = partition_of([CreditAccount(financing=(loan,))], SECURITIES)
    found = sales(book, marks, LINES, policy=policy)
    assert (found.amount("sold"), found.amount("missing")) == (0, cash_to_cure(D(9000), D(8000), TARGET))
    traded = sales(book, replace(marks, suspended=np.zeros_like(marks.suspended)), LINES, policy=policy,
                   trading=Trading.of(replace(marks, suspended=np.zeros_like(marks.suspended)), limits=False))  # fmt: skip
    assert traded.amount("missing") == 0


def test_below_the_immediate_line_are_fewer() -> None:
    marks = marks_of(7)
    accounts = accounts_of(7, 60, marks)
    called, immediate = (sold(accounts, marks, below=line) for line in ("call", "immediate"))
    assert 0 < immediate.below.sum() < called.below.sum()
    assert (immediate.rows[:, immediate.below] == called.rows[:, immediate.below]).all()


def test_neither_threads_nor_partitions_matter() -> None:
    marks = marks_of(8)
    accounts = accounts_of(8, 300, marks)
    whole = sold(accounts, marks, threads=1)
    halves = [sold(part, marks) for part in (accounts[:130], accounts[130:])]
    for name in whole.totals._fields:
        assert (getattr(whole.totals, name) == sum(getattr(half.totals, name) for half in halves)).all()
    assert (np.concatenate([half.rows for half in halves], axis=1) == whole.rows).all()
    assert whole.rows.sum(axis=1).tolist() == [
        whole.amount(c) * LI_PER_YUAN * (whole.target[1] if c == "missing" else 1) for c in ROW_COLUMNS
    ]


def test_a_price_beyond_the_column_is_refused() -> None:
    marks = plain(marks_of(1)) | {SECURITIES[0]: Mark(D(5_000_000), D(0))}
    with pytest.raises(InvalidAccount, match="4294967 yuan"):
        sold([CreditAccount()], marks)
