"""The writable copy of called accounts: the same numbers, contracts in the order of their repayment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import numpy as np
import pytest

from liangrong.accounts.ledger.repayment import in_order
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.book.compile import partition_of
from liangrong.book.working import CASH, CHARGES, NUMBER, OTHERS, PRINCIPAL, PROCEEDS, QUANTITY, SECURITY, Working, working_copy

SECURITIES = ["A", "B", "C"]


def loan(name: str, security: str, opened: date, due: date | None, rate: str, principal: int) -> FinancingContract:
    return FinancingContract(name, security, opened, D(100), D(principal), D(1), D(rate), due)


LOANS = (
    loan("1", "A", date(2025, 9, 1), date(2026, 3, 1), "0.05", 1001),
    loan("2", "B", date(2025, 8, 1), None, "0.09", 1002),
    loan("3", "C", date(2025, 12, 1), date(2026, 2, 1), "0.07", 1003),
    loan("4", "C", date(2025, 7, 1), date(2026, 3, 1), "0.05", 1004),
)
ACCOUNT = CreditAccount(
    cash=D("12.34"),
    collateral=(Holding("B", D(700)),),
    financing=LOANS,
    shorts=(ShortContract("5", "A", date(2025, 9, 1), D(300), D(4000), D(1)),),
    charges=D("0.05"),
    other_collateral=D(77),
)


def copied(rows: list[int], **options: object) -> Working:
    book = partition_of(
        [CreditAccount(cash=D(1)), ACCOUNT, replace(ACCOUNT, other_collateral=D(0)), ACCOUNT], SECURITIES, first=40
    )
    return working_copy(
        book, np.array(rows, dtype=np.int64), **{"repayment_order": "due_date", "other_collateral_admitted": True, **options}
    )  # type: ignore[arg-type]


def test_money_is_the_same_in_li_and_rows_stay_with_their_account() -> None:
    found = copied([0, 1, 2, 3])
    assert found.accounts[:, NUMBER].tolist() == [40, 41, 42, 43]
    assert found.accounts[:, CASH].tolist() == [1000, 12340, 12340, 12340]
    assert found.accounts[:, CHARGES].tolist() == [0, 50, 50, 50]
    assert found.accounts[:, OTHERS].tolist() == [0, 77000, 0, 77000]
    assert found.lot_offsets.tolist() == [0, 0, 5, 10, 15]
    assert found.short_offsets.tolist() == [0, 0, 1, 2, 3]
    assert found.shorts[0].tolist() == [0, 300, 4_000_000]
    assert found.shorts[0, PROCEEDS] == 4_000_000
    assert found.lots[4, [SECURITY, QUANTITY, PRINCIPAL]].tolist() == [1, 700, 0]


@pytest.mark.parametrize("order", ["due_date", "opening_date", "highest_rate"])
def test_contracts_stand_in_the_order_in_which_accounts_repays_them(order: str) -> None:
    found = copied([1], repayment_order=order)
    wanted = [int(contract.principal * 1000) for contract in in_order(LOANS, order)]  # type: ignore[arg-type]
    assert found.lots[:4, PRINCIPAL].tolist() == wanted


def test_other_collateral_that_is_not_admitted_counts_nothing() -> None:
    assert copied([1, 3], other_collateral_admitted=False).accounts[:, OTHERS].tolist() == [0, 0]


def test_the_book_itself_is_not_written_to() -> None:
    book = partition_of([ACCOUNT], SECURITIES)
    found = working_copy(book, np.array([0]), repayment_order="due_date", other_collateral_admitted=True)
    found.lots[:, QUANTITY] = 0
    found.accounts[:, CASH] = 0
    assert book.positions.quantity.tolist() == [700]
    assert book.accounts.cash.tolist() == [1234]


def test_no_account_is_a_copy_too() -> None:
    found = copied([])
    assert (found.size, found.widest) == (0, 0)
