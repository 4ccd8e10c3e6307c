"""A book described: what is counted is what the accounts hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, ShortContract
from liangrong.book.columns import Book
from liangrong.book.compile import partition_of
from liangrong.book.marks import MarkTable
from liangrong.core.errors import NoData, UnknownName
from liangrong.core.results import Result
from liangrong.services.books.describe import ASPECTS, DescriptionRequest, description
from liangrong.services.books.files import SYNTHETIC_NOTE
from liangrong.store.books.writing import write_book
from tests.unit.store.books.making import DAY, SECURITIES, accounts, marks, small_book

CALIBRATION = [{"kind": "parameter", "name": "overlap", "wanted": 5.0, "achieved": 5.0}]


def loan(day: date, ratio: str, owed: int) -> FinancingContract:
    return FinancingContract(f"{day}{owed}", "A", day, Decimal(100), Decimal(owed), Decimal(ratio))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five accounts in two partitions, at 10 元: assets 2000, 4000, 6000, 8000 against debts of 1000, 1000, 2000, 4000."""
    short = ShortContract("s", "B", date(2026, 1, 5), Decimal(100), Decimal(900), Decimal("1.0"))
    every = [
        CreditAccount(cash=Decimal(1000), charges=Decimal(100), financing=(loan(date(2026, 1, 26), "1.0", 900),)),
        CreditAccount(cash=Decimal(4000), shorts=(short,)),
        CreditAccount(cash=Decimal(50)),
        CreditAccount(cash=Decimal(5000), financing=(loan(date(2025, 12, 29), "0.8", 2000),)),
        CreditAccount(cash=Decimal(6000), financing=(loan(date(2025, 12, 1), "0.8", 3000), loan(date(2024, 12, 2), "0.8", 1000))),
    ]
    table = MarkTable.of({name: Mark(Decimal(10), Decimal("0.5")) for name in "AB"}, "AB", DAY)
    parts = [partition_of(every[:2], "AB"), partition_of(every[2:], "AB", first=2)]
    made = {"calibration": CALIBRATION}
    return write_book(tmp_path_factory.mktemp("described") / "book", Book(DAY, ("A", "B"), parts, "synthetic"), table, made=made)


def described(folder: Path, aspect: str) -> Result:
    return description(None, DescriptionRequest(book=folder, aspect=aspect))  # type: ignore[arg-type]


def test_the_summary_counts_what_is_there(folder: Path) -> None:
    found = {name: value for name, value, _ in described(folder, "summary").data.iter_rows()}
    assert {name: int(found[name]) for name in ("accounts", "accounts_with_debt", "accounts_short", "accounts_called", "positions", "contracts",
                                                "shorts", "partitions", "securities")} == {
        "accounts": 5, "accounts_with_debt": 4, "accounts_short": 1, "accounts_called": 0, "positions": 0, "contracts": 4, "shorts": 1,
        "partitions": 2, "securities": 2,
    }  # fmt: skip
    money = {
        name: int(found[name])
        for name in ("assets", "debt", "financing_debt", "short_debt", "charges", "cash", "indebted_assets")
    }
    assert money == {"assets": 20050, "debt": 8000, "financing_debt": 6900, "short_debt": 1000, "charges": 100, "cash": 16050,
                     "indebted_assets": 20000}  # fmt: skip
    assert (found["maintenance_ratio"], found["maintenance_ratio_with_debt"]) == (Decimal("2.506250"), Decimal("2.500000"))


def test_ratios_count_accounts_once_or_by_their_debt(folder: Path) -> None:
    rows = {quantile: (plain, by_debt) for quantile, plain, by_debt in described(folder, "ratios").data.iter_rows()}
    assert rows[0.001] == (2.0, 2.0)
    assert rows[0.50] == (3.0, 2.0)
    assert rows[0.999] == (4.0, 4.0)
    assert [row[0] for row in rows.values()] == sorted(row[0] for row in rows.values())


def test_concentration_is_the_share_of_the_largest(folder: Path) -> None:
    rows = {share: rest for share, *rest in described(folder, "concentration").data.iter_rows()}
    assert rows[0.01] == [1, 0.5, 0.4]
    assert rows[0.50] == [2, 0.75, 0.7]


def test_contracts_are_told_by_the_rule_of_their_day_and_by_age(folder: Path) -> None:
    vintages = described(folder, "vintages").data
    assert vintages.select("side", "margin_ratio", "contracts", "amount", "share").rows() == [
        ("financing", 0.8, 3, Decimal(6000), pytest.approx(60 / 69)),
        ("financing", 1.0, 1, Decimal(900), pytest.approx(9 / 69)),
        ("short", 1.0, 1, Decimal(900), 1.0),
    ]
    assert vintages["first_opened_on"].to_list() == [date(2024, 12, 2), date(2026, 1, 26), date(2026, 1, 5)]
    ages = described(folder, "ages").data.select("side", "months", "contracts").rows()
    assert ages == [("financing", 0, 1), ("financing", 1, 2), ("financing", 12, 1), ("short", 0, 1)]


def test_contracts_whose_day_is_not_known_have_no_age(tmp_path: Path) -> None:
    from dataclasses import replace

    part = replace(partition_of(accounts(1, 9), SECURITIES), terms={})
    where = write_book(tmp_path / "book", Book(DAY, SECURITIES, [part], "broker"), marks(), made={})
    rows = described(where, "ages").data
    assert set(rows["months"]) == {None}
    assert rows["contracts"].sum() == len(part.contracts.security) + len(part.shorts.security)


def test_zones_and_exposures_are_those_of_a_revaluation(folder: Path) -> None:
    zones = {row[0]: row[1] for row in described(folder, "zones").data.iter_rows()}
    assert (zones["no_debt"], zones["withdrawable"], zones["normal"], zones["all"]) == (1, 1, 3, 5)
    assert described(folder, "securities").data["security"].to_list() == ["A", "B"]
    assert described(folder, "industries").data["industry"].to_list() == [None]


def test_calibration_is_kept_with_a_generated_book(folder: Path, tmp_path: Path) -> None:
    found = described(folder, "calibration").data
    assert found.drop("title_zh", "title_en").to_dicts() == CALIBRATION
    assert found["title_zh"].to_list() == ["自有持仓与融资标的的重合（overlap）"], (
        "what can be assumed otherwise says how it is typed"
    )
    imported = write_book(tmp_path / "book", small_book(), marks(), made={})
    with pytest.raises(NoData, match="calibration") as caught:
        described(imported, "calibration")
    assert "生成" in caught.value.hint("zh")


@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_answer_says_that_the_book_is_synthetic_and_of_which_day(folder: Path, aspect: str) -> None:
    found = described(folder, aspect)
    assert SYNTHETIC_NOTE in found.warnings
    assert (found.as_of, found.source) == (DAY, (f"book:{folder}",))
    assert found.to_json()


def test_an_unknown_aspect_and_a_book_without_debt_are_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="vintages"):
        described(folder, "colour")
    empty = Book(DAY, SECURITIES, [partition_of([CreditAccount(cash=Decimal(1))], SECURITIES)], "broker")
    where = write_book(tmp_path / "book", empty, marks(), made={})
    for aspect in ("ratios", "concentration"):
        with pytest.raises(NoData, match="debt"):
            described(where, aspect)
    assert described(where, "summary").data.height > 10
    assert described(where, "vintages").data.is_empty()
