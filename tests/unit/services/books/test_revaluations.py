"""A book valued by zone, industry, security and account says what ``accounts`` says of its accounts, one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount
from liangrong.accounts.terms import agreed_terms
from liangrong.book.columns import Book
from liangrong.book.compile import partition_of
from liangrong.book.marks import MarkTable
from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.core.results import Result
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.files import opened_book
from liangrong.services.books.revaluations import RevaluationRequest, marks_for, revaluation
from liangrong.services.workspace import Workspace
from liangrong.store.books.writing import write_book
from tests.unit.store.books.making import DAY, SECURITIES, accounts, marks

SIZES = (30, 20)
FALL = Decimal("0.45")


def lowered() -> MarkTable:
    """Prices at which some accounts are called."""
    return MarkTable.of({name: replace(mark, price=(mark.price * FALL).quantize(Decimal("0.001"))) for name, mark in marks().marks().items()},
                        SECURITIES, DAY)  # fmt: skip


def all_accounts() -> list[CreditAccount]:
    found = [account for seed, size in enumerate(SIZES) for account in accounts(seed, size)]
    return [replace(account, cash=account.cash / 100) for account in found]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    every = [replace(account, cash=account.cash.quantize(Decimal("0.01"))) for account in all_accounts()]
    parts = [partition_of(every[:30], SECURITIES), partition_of(every[30:], SECURITIES, first=30)]
    return write_book(tmp_path_factory.mktemp("valued") / "book", Book(DAY, SECURITIES, parts, "broker"), lowered(), made={})


def assessed(table: MarkTable) -> Iterator[tuple[CreditAccount, Assessment]]:
    terms, found = agreed_terms(Rulebook.load().at(table.on)), table.marks()
    for account in all_accounts():
        exact = replace(account, cash=account.cash.quantize(Decimal("0.01")))
        yield exact, assess(exact, found, terms)


def valued(folder: Path, **rest: object) -> Result:
    return revaluation(None, RevaluationRequest(book=folder, **rest))  # type: ignore[arg-type]


def test_zones_add_up_to_the_accounts(folder: Path) -> None:
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 5)
    for account, found in assessed(lowered()):
        row = (Decimal(1), found.assets, found.debt, account.cash, found.shortfall or Decimal(0))
        for zone in (found.zone, "all"):
            sums[zone] = [mine + more for mine, more in zip(sums[zone], row, strict=True)]
    rows = {row[0]: row[1:] for row in valued(folder).data.iter_rows()}
    for zone, expected in sums.items():
        told = rows[zone]
        assert [Decimal(value) for value in told[:5]] == pytest.approx(
            [*expected[:4], expected[4].quantize(Decimal("0.001"))], abs=Decimal("0.001")
        )
        assert told[5] == (pytest.approx(float(expected[1] / expected[2])) if expected[2] else None)
    assert {zone for zone in sums if zone in ("call", "immediate")}, "no account is called: the test looks at nothing"
    assert rows["all"][0] == 50


@pytest.mark.parametrize("by", ["security", "industry"])
def test_exposures_add_up_to_the_accounts(folder: Path, by: str) -> None:
    table = lowered()
    found = table.marks()
    held: dict[str | None, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 5)
    for account, said in assessed(table):
        called = said.zone in ("call", "immediate")
        rows = [
            (h.security, [h.quantity * found[h.security].price, 0, 0, h.quantity * found[h.security].price if called else 0, 0])
            for h in account.collateral
        ]
        rows += [
            (c.security, [0, c.quantity * found[c.security].price, 0, 0, c.principal if called else 0]) for c in account.financing
        ]
        rows += [(c.security, [0, 0, c.quantity * found[c.security].price, 0, 0]) for c in account.shorts]
        for security, values in rows:
            key = security if by == "security" else found[security].industry or None
            held[key] = [mine + Decimal(more) for mine, more in zip(held[key], values, strict=True)]
    names = ("free_value", "financed_value", "short_value", "called_free_value", "called_principal")
    told = {row[by]: [row[name] for name in names] for row in valued(folder, by=by).data.iter_rows(named=True)}
    assert told == dict(held)
    shares = valued(folder, by=by).data["share"]
    assert sum(shares) == pytest.approx(1)
    assert shares.to_list() == sorted(shares, reverse=True)


def test_accounts_are_shown_in_full(folder: Path) -> None:
    expected = {account.account_id: found for account, found in assessed(lowered())}
    chosen = ["账户1-3", "账户0-7", "账户0-11"]
    told = valued(folder, by="account", accounts=chosen).data
    assert set(told["account"]) == set(chosen)
    for row in told.iter_rows(named=True):
        exact = expected[row["account"]]
        for name in ("assets", "debt", "equity", "cash", "collateral_value", "financed_value", "financing_debt", "short_debt", "available_margin",
                     "zone", "largest_security", "exposure"):  # fmt: skip
            assert row[name] == getattr(exact, name), (row["account"], name)
        assert row["shortfall"] == pytest.approx(exact.shortfall or Decimal(0), abs=Decimal("0.001"))


def test_the_worst_accounts_come_first(folder: Path) -> None:
    ratios = sorted(
        (float(found.maintenance_ratio), account.account_id) for account, found in assessed(lowered()) if found.maintenance_ratio
    )
    told = valued(folder, by="account", top=7).data
    assert told["account"].to_list() == [name for _, name in ratios[:7]]
    assert told["maintenance_ratio"].to_list() == pytest.approx([ratio for ratio, _ in ratios[:7]])


def test_what_is_not_in_the_book_is_said(folder: Path) -> None:
    with pytest.raises(UnknownName, match="账户9-9"):
        valued(folder, by="account", accounts=["账户1-3", "账户9-9"])
    with pytest.raises(UnknownName, match="grouping"):
        valued(folder, by="moon")
    with pytest.raises(UsageError, match="top"):
        valued(folder, by="security", top=0)
    with pytest.raises(UsageError, match="store"):
        valued(folder, on=date(2026, 1, 30))


def test_a_book_without_names_goes_by_numbers(tmp_path: Path) -> None:
    parts = [
        partition_of([replace(account, account_id="") for account in accounts(seed, 10)], SECURITIES, first=10 * seed)
        for seed in range(2)
    ]
    folder = write_book(tmp_path / "book", Book(DAY, SECURITIES, parts, "synthetic"), marks(), made={})
    told = revaluation(None, RevaluationRequest(book=folder, by="account", accounts=("13", "2")))
    assert set(told.data["account"]) == {"13", "2"}
    with pytest.raises(UnknownName, match="20"):
        revaluation(None, RevaluationRequest(book=folder, by="account", accounts=("20",)))


def test_a_book_that_nobody_owes_in_has_no_worst_account(tmp_path: Path) -> None:
    part = partition_of([CreditAccount(cash=Decimal(1))], SECURITIES)
    folder = write_book(tmp_path / "book", Book(DAY, SECURITIES, [part], "synthetic"), marks(), made={})
    with pytest.raises(NoData, match="account with debt"):
        revaluation(None, RevaluationRequest(book=folder, by="account"))


def test_prices_of_a_day_come_from_the_store_and_the_rest_stays(tmp_path: Path, simulated_store: Path) -> None:
    workspace = Workspace.open(simulated_store)
    on = workspace.latest_session()
    quotes = workspace.snapshot(workspace.as_of(on)[0]).table("quotes", start=on).drop_nulls("close").sort("security_id")
    (first, second), closes = quotes["security_id"].head(2), dict(quotes.select("security_id", "close").iter_rows())
    given = {first: Mark(Decimal("3.5"), Decimal("0.41")), second: Mark(Decimal("3.5"), Decimal("0.5"), fair_price=Decimal("1.25")),
             "标签": Mark(Decimal("7.125"), Decimal("0.3"))}  # fmt: skip
    part, before = partition_of([CreditAccount(cash=Decimal(1))], tuple(given)), on - timedelta(days=1)
    write_book(
        tmp_path / "book", Book(before, tuple(given), [part], "broker"), MarkTable.of(given, tuple(given), before), made={}
    )
    found, notes = marks_for(opened_book(None, tmp_path / "book"), workspace, on)
    now = found.marks()
    assert (now[first].price, now[first].conversion_ratio, now[first].fair_price) == (closes[first], Decimal("0.41"), None)
    assert (now[second].price, now[second].fair_price) == (closes[second], Decimal("1.25"))
    assert (now["标签"].price, found.on) == (Decimal("7.125"), on)
    told = " ".join(note.en for note in notes)
    assert "1 securities have no price in the store" in told
    assert "bonus shares" in told
    assert pl.Series(found.volatility).is_not_nan().to_list()[:2] == [True, True]
