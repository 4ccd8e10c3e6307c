"""Accounts into columns and back: nothing is lost, and what does not fit is refused with its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.book.compile import account_of, partition_of
from liangrong.core.errors import InvalidAccount
from tests.unit.book.random_accounts import DAY, SECURITIES, random_accounts, random_marks

LOAN = FinancingContract("F0", "A", DAY, D(1000), D("20000.55"), D("0.8"), D("0.0615"), date(2026, 7, 30))
SHORT = ShortContract("S0", "B", DAY, D(500), D("6000.01"), D(1), D("0.1035"), date(2026, 7, 30))
WHOLE = CreditAccount(
    "x1", "private_fund", D("-5.25"), (Holding("A", D(300)), Holding("B", D(700))), (LOAN,), (SHORT,), D("7.01"), D(50),
    credit_line=D(10_000_000),
)  # fmt: skip


def test_an_account_comes_back_as_it_was() -> None:
    empty = CreditAccount("x2")
    partition = partition_of([empty, WHOLE, empty], ["A", "B"])
    assert [account_of(partition, row, ["A", "B"]) for row in range(3)] == [empty, WHOLE, empty]


def test_random_accounts_come_back_in_the_order_of_the_securities() -> None:
    accounts = random_accounts(3, 60, random_marks(3))
    partition = partition_of(accounts, SECURITIES)
    for row, account in enumerate(accounts):
        found = account_of(partition, row, SECURITIES)
        assert found.collateral == account.collateral
        assert (found.cash, found.charges, found.other_collateral) == (account.cash, account.charges, account.other_collateral)
        for mine, theirs in ((found.financing, account.financing), (found.shorts, account.shorts)):
            assert [one.security for one in mine] == sorted(one.security for one in theirs)
            assert sorted((one.security, one.quantity) for one in mine) == sorted((one.security, one.quantity) for one in theirs)
    assert (partition.positions.security[: partition.accounts.position_offsets[1]]).tolist() == sorted(
        SECURITIES.index(holding.security) for holding in accounts[0].collateral
    )


def test_contracts_opened_in_any_order_stand_in_the_order_of_their_securities() -> None:
    later = replace(LOAN, security="B", quantity=D(7))
    partition = partition_of([CreditAccount(financing=(later, LOAN))], ["A", "B"])
    assert partition.contracts.security.tolist() == [0, 1]
    assert partition.contracts.quantity.tolist() == [1000, 7]
    assert [one.quantity for one in account_of(partition, 0, ["A", "B"]).financing] == [1000, 7]


def test_collateral_in_any_order_stands_in_the_order_of_its_securities() -> None:
    account = CreditAccount(collateral=(Holding("B", D(7)), Holding("C", D(9)), Holding("A", D(300))))
    partition = partition_of([account], ["A", "B", "C"])
    assert (partition.positions.security.tolist(), partition.positions.quantity.tolist()) == ([0, 1, 2], [300, 7, 9])


def test_interest_that_accrued_is_among_the_charges() -> None:
    account = CreditAccount(financing=(replace(LOAN, accrued=D("12.345")),), charges=D(1))
    assert partition_of([account], ["A"]).accounts.charges.tolist() == [1335]


def test_holdings_of_nothing_are_left_out() -> None:
    assert partition_of([CreditAccount(collateral=(Holding("A", D(0)),))], ["A"]).positions.security.tolist() == []


def test_accounts_without_names_are_known_by_number() -> None:
    partition = partition_of([CreditAccount(cash=D(1)), CreditAccount(cash=D(2))], [], first=500)
    assert (partition.names, partition.name_of(1)) == ((), "501")


@pytest.mark.parametrize(
    ("account", "place", "sentence"),
    [
        (CreditAccount("x", collateral=(Holding("C", D(1)),)), "x", "C is not among the securities of the book"),
        (CreditAccount("x", collateral=(Holding("A", D("0.5")),)), "x: quantity", "more decimals"),
        (CreditAccount("x", cash=D("0.001")), "x: cash", "more decimals"),
        (CreditAccount("x", financing=(replace(LOAN, principal=D("0.001")),)), "x: principal", "more decimals"),
        (CreditAccount("x", financing=(replace(LOAN, margin_ratio=D("0.80005")),)), "x: margin_ratio", "more decimals"),
        (CreditAccount("x", shorts=(replace(SHORT, rate=D("0.000001")),)), "x: rate", "more decimals"),
        (CreditAccount(collateral=(Holding("A", D("0.5")),)), "account 1: quantity", "more decimals"),
        (CreditAccount("x", collateral=(Holding("A", D(2**32)),)), "positions.quantity", "4294967296 does not fit the column"),
        (CreditAccount("x", collateral=(Holding("A", D(-1)),)), "positions.quantity", "-1 does not fit the column"),
        (CreditAccount("x", cash=D(10) ** 18), "accounts.cash", "does not fit the column"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_place(account: CreditAccount, place: str, sentence: str) -> None:
    with pytest.raises(InvalidAccount, match=sentence) as caught:
        partition_of([account], ["A", "B"])
    assert f"{caught.value}".startswith(place)
