"""An export becomes the book of its accounts, every wrong row is said with its file, row, account and field, and nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from liangrong.book.columns import Partition
from liangrong.book.compile import account_of, partition_of
from liangrong.core.errors import BadInput, InvalidAccount, UsageError
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.files import opened_book
from liangrong.services.books.imports import BookImportRequest, checked_export, imported_book
from liangrong.services.workspace import Workspace
from liangrong.store.books.opening import open_book
from liangrong.store.books.verification import verify
from tests.unit.store.books.making import SECURITIES, accounts, assert_same, marks

from .exports import DAY, Export, export_of

COUNT = 40


@pytest.fixture
def export() -> Export:
    return export_of(accounts(3, COUNT), marks().marks())


def typed(export: Export) -> Export:
    """As a data frame of a risk desk would hold it."""
    day = pl.col("开仓日期").str.to_date()
    return Export(
        export.accounts.with_columns(pl.col("现金(元)", "息费").cast(pl.Float64)),
        export.positions.with_columns(pl.col("数量").cast(pl.Int64), pl.col("市价").cast(pl.Float64), pl.col("折算率").cast(pl.Decimal(6, 4))),
        export.contracts.with_columns(pl.col("数量").cast(pl.Int64), pl.col("金额").cast(pl.Float64), day, pl.col("保证金比例").cast(pl.Float64)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "encoding", "changed"),
    [("csv", "utf-8", None), ("csv", "utf-8-sig", None), ("csv", "gb18030", None), ("parquet", "", None), ("parquet", "", typed)],
)
def test_an_export_becomes_the_book_of_its_accounts(
    tmp_path: Path, export: Export, form: str, encoding: str, changed: Callable[[Export], Export] | None
) -> None:
    request = (changed(export) if changed else export).request(tmp_path / "in", form=form, encoding=encoding, partition_size=15)
    done = imported_book(None, request)
    found = open_book(done.folder)
    mine = list(accounts(3, COUNT))
    assert (found.book.on, found.book.origin, found.book.securities) == (DAY, "broker", tuple(sorted(SECURITIES)))
    assert verify(found) == COUNT
    for at, partition in enumerate(found.book.partitions):
        assert_same(partition, partition_of(mine[15 * at : 15 * at + 15], found.book.securities, first=15 * at))
    assert {
        name: (mark.price, mark.conversion_ratio, mark.fair_price, mark.industry) for name, mark in found.marks.marks().items()
    } == {name: (mark.price, mark.conversion_ratio, mark.fair_price, mark.industry) for name, mark in marks().marks().items()}
    counted = dict(done.summary.data.iter_rows())
    assert (counted["accounts"], counted["accounts_left_out"], counted["errors"]) == (COUNT, 0, 0)
    assert counted["financing_contracts"] == sum(len(account.financing) for account in mine)
    assert [fault for fault in done.faults.data["severity"] if fault == "error"] == []


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "field", "said"),
    [
        ("accounts", 3, "账户", "账户3-0", "account_id (账户)", "more than one account"),
        ("accounts", 3, "账户", None, "account_id (账户)", "missing"),
        ("accounts", 5, "现金(元)", "-1", "cash (现金(元))", "cannot be negative"),
        ("accounts", 5, "现金(元)", "十万", "cash (现金(元))", "not a number"),
        ("accounts", 5, "现金(元)", "1.005", "cash (现金(元))", "finer than steps of 0.01"),
        ("accounts", 5, "现金(元)", None, "cash (现金(元))", "missing"),
        ("accounts", 5, "现金(元)", "999999999999999", "account_id (账户)", "more than the 922,337,203,685"),
        ("accounts", 6, "息费", "-3", "charges (息费)", "cannot be negative"),
        ("accounts", 6, "客户类型", "外星人", "investor (客户类型)", "known: general, private_fund"),
        ("positions", 4, "账户", "谁", "account_id (账户)", "not among the accounts"),
        ("positions", 4, "证券代码", "999999", "security (证券代码)", "not a security code"),
        ("positions", 4, "数量", "-100", "quantity (数量)", "cannot be negative"),
        ("positions", 4, "数量", "100.5", "quantity (数量)", "finer than steps of 1"),
        ("positions", 4, "数量", "4294967296", "quantity (数量)", "more than the 4,294,967,295"),
        ("positions", 4, "数量", None, "quantity (数量)", "missing"),
        ("positions", 4, "市价", "1.2345", "price (市价)", "finer than steps of 0.001"),
        ("positions", 4, "市价", "3.5", "price (市价)", "other rows of the same security say otherwise"),
        ("positions", 4, "折算率", "65", "conversion_ratio (折算率)", "between 0 and 1"),
        ("contracts", 2, "类型", "借款", "side (类型)", "known: financing, short"),
        ("contracts", 2, "账户", "谁", "account_id (账户)", "not among the accounts"),
        ("contracts", 2, "金额", "0", "principal (金额)", "must be positive"),
        ("contracts", 2, "金额", None, "principal (金额)", "give principal or purchase_price"),
        ("contracts", 2, "数量", "-1", "quantity (数量)", "cannot be negative"),
        ("contracts", 2, "开仓日期", "2026-02-02", "opened_on (开仓日期)", "after the day of the book"),
        ("contracts", 2, "开仓日期", "2009-12-31", "opened_on (开仓日期)", "before 2010-03-31, when margin trading began"),
        ("contracts", 2, "开仓日期", "上周", "opened_on (开仓日期)", "not a date"),
        ("contracts", 2, "到期日", "2025-01-01", "due_on (到期日)", "before the contract was opened"),
        ("contracts", 2, "到期日", "2999-01-01", "due_on (到期日)", "later than"),
        ("contracts", 2, "保证金比例", "80", "margin_ratio (保证金比例)", "write a ratio"),
        ("contracts", 2, "年利率", "8.35", "rate (年利率)", "too high"),
        ("contracts", 2, "应计利息", "-1", "accrued (应计利息)", "cannot be negative"),
    ],
)
def test_a_wrong_cell_is_said_with_its_place_and_its_account_is_left_out(
    tmp_path: Path, export: Export, table: str, row: int, column: str, value: str | None, field: str, said: str
) -> None:
    assert getattr(export, table)["类型" if table == "contracts" else "账户"][row - 2] != "融券"
    request = export.change(table, row, column, value).request(tmp_path / "in", leave_out=True)
    done = imported_book(None, request)
    errors = done.faults.data.filter(pl.col("severity") == "error")
    mine = errors.filter(pl.col("file").str.starts_with(table), pl.col("row") == row, pl.col("field") == field)
    assert mine.height == 1, errors
    assert said in mine["problem_en"][0]
    assert mine["problem_zh"][0]
    left = set(errors["account_id"].drop_nulls()) & set(export.accounts["账户"].drop_nulls())
    names = [partition.name_of(at) for partition in open_book(done.folder).book.partitions for at in range(partition.size)]
    assert set(names) == set(export.accounts["账户"].drop_nulls()) - left
    assert dict(done.summary.data.iter_rows())["accounts_left_out"] == COUNT - len(names)
    assert len(left) < COUNT / 2


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "said"),
    [
        ("positions", 4, "数量", "0", "left out"),
        ("contracts", 2, "数量", "0", "only the debt is left"),
        ("contracts", 2, "保证金比例", "0.79", "0.79 < 0.8: below the floor of its opening day"),
        ("contracts", 2, "开仓日期", "2025-08-31", "no trading day"),
    ],
)
def test_what_is_odd_but_can_be_is_a_warning(
    tmp_path: Path, export: Export, table: str, row: int, column: str, value: str, said: str
) -> None:
    request = export.change(table, row, column, value).request(tmp_path / "in")
    done = imported_book(None, request)
    found = done.faults.data.filter(pl.col("file").str.starts_with(table), pl.col("row") == row)
    assert found["severity"].to_list() == ["warning"]
    assert said in found["problem_en"][0]
    assert verify(open_book(done.folder)) == COUNT


def test_one_error_refuses_all_and_leaves_no_book(tmp_path: Path, export: Export) -> None:
    for row in range(2, 32):
        export.change("accounts", row, "现金(元)", "-1")
    request = export.request(tmp_path / "in")
    with pytest.raises(InvalidAccount) as caught:
        imported_book(None, request)
    assert "30 errors" in caught.value.message("en")
    assert "and 10 more" in caught.value.message("en")
    assert "第 2 行，账户 账户3-0" in caught.value.message("zh")
    assert len(caught.value.details["problems"]) == 30
    assert not (tmp_path / "in" / "book").exists()


def test_an_export_of_which_nothing_is_left_is_refused(tmp_path: Path, export: Export) -> None:
    for row in range(2, COUNT + 2):
        export.change("accounts", row, "现金(元)", "-1")
    with pytest.raises(InvalidAccount):
        imported_book(None, export.request(tmp_path / "in", leave_out=True))


def test_wide_digits_are_digits(tmp_path: Path, export: Export) -> None:
    """As Chinese input methods write them."""

    def partition(name: str, cash: str, ratio: str) -> Partition:
        changed = export.change("accounts", 4, "现金(元)", cash).change("contracts", 2, "保证金比例", ratio)
        return open_book(imported_book(None, changed.request(tmp_path / name)).folder).book.partitions[0]

    assert_same(partition("wide", "１２３４", "８０％"), partition("narrow", "1234", "80%"))


def test_a_cell_of_thousands_of_characters_is_not_told_whole(tmp_path: Path, export: Export) -> None:
    long = "无" * 5000
    with pytest.raises(InvalidAccount, match="无…") as caught:
        imported_book(
            None, export.change("contracts", 2, "账户", long).change("accounts", 3, "客户类型", long).request(tmp_path / "in")
        )
    assert len(caught.value.message("zh")) < 1000
    assert long in [problem["value"] for problem in caught.value.details["problems"]]


def test_contract_numbers_stand_once_in_an_account(tmp_path: Path, export: Export) -> None:
    contracts = export.contracts
    twice = contracts.filter(pl.col("账户") == contracts["账户"][0], pl.col("类型") == "融资").head(1)
    export.contracts = pl.concat([contracts, twice])
    errors = checked_export(None, export.request(tmp_path / "in")).data.filter(pl.col("severity") == "error")
    assert errors["row"].to_list() == [2, contracts.height + 2]
    assert set(errors["field"]) == {"contract_id (合约编号)"}


def test_margin_ratios_that_are_not_stated_are_those_of_the_opening_day(tmp_path: Path, export: Export) -> None:
    days = ["2015-06-12", "2016-03-01", "2023-09-08", "2023-09-11", "2026-01-16", "2026-01-19"]
    financing = export.contracts.filter(pl.col("类型") == "融资").head(len(days))
    export.contracts = financing.with_columns(
        pl.Series("开仓日期", days), 保证金比例=pl.lit(None, pl.String), 合约编号=pl.Series(days)
    )
    done = imported_book(None, export.request(tmp_path / "in"))
    found = open_book(done.folder)
    rules = Rulebook.load().at(DAY)
    loans = [loan for partition in found.book.partitions for at in range(partition.size)
             for loan in account_of(partition, at, found.book.securities).financing]  # fmt: skip
    assert {loan.opened_on.isoformat(): loan.margin_ratio for loan in loans} == {
        day: rules.number("financing_margin_ratio", opened_on=date.fromisoformat(day)) for day in days
    }
    assert len({loan.margin_ratio for loan in loans}) > 1


def test_an_amount_may_be_given_as_price_and_interest_counts_as_charges(tmp_path: Path, export: Export) -> None:
    first = export.contracts.filter(pl.col("类型") == "融资").head(1)
    export.contracts = first.with_columns(金额=pl.lit(None, pl.String), 开仓价=pl.lit("12.34"), 应计利息=pl.lit("7.5"))
    done = imported_book(None, export.request(tmp_path / "in"))
    found = open_book(done.folder)
    (partition,) = found.book.partitions
    row = list(partition.names).index(first["账户"][0])
    account = account_of(partition, row, found.book.securities)
    assert account.financing[0].principal == Decimal("12.34") * Decimal(first["数量"][0])
    before = next(each for each in accounts(3, COUNT) if each.account_id == first["账户"][0])
    assert account.charges == before.charges + Decimal("7.5")


def test_two_rows_of_one_holding_are_one(tmp_path: Path, export: Export) -> None:
    export.positions = pl.concat([export.positions, export.positions])
    once = sum(holding.quantity for account in accounts(3, COUNT) for holding in account.collateral)
    found = open_book(imported_book(None, export.request(tmp_path / "in")).folder)
    assert found.book.partitions[0].positions.quantity.sum() == 2 * once
    assert len(found.book.partitions[0].positions.quantity) == export.positions.height // 2


def test_columns_that_are_not_read_are_named(tmp_path: Path, export: Export) -> None:
    export.accounts = export.accounts.with_columns(总资产=pl.lit("1"), 授信=pl.lit("1"))
    told = [note.zh for note in imported_book(None, export.request(tmp_path / "in")).summary.warnings]
    assert any("总资产" in note and "授信" in note and "accounts.csv" in note for note in told)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("现金(元)", "现金(万元)", "convert it to yuan"),
        ("现金(元)", "钱", "no column cash"),
        ("账户", "户", "no column account_id"),
        ("息费", "资金", "both cash"),
    ],
)
def test_columns_that_cannot_be_read_refuse_the_file(tmp_path: Path, export: Export, old: str, new: str, said: str) -> None:
    export.accounts = export.accounts.rename({old: new})
    with pytest.raises(BadInput, match=said):
        checked_export(None, export.request(tmp_path / "in"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"", "empty"),
        (b"\x00\x01\x02\xff", "no text"),
        ("账户,现金\n一号,1\n二号,2,3\n".encode(), "row 3 has more cells"),
        (b"PAR1 and then nothing", "complete table"),
    ],
)
def test_files_that_are_no_tables_are_refused(tmp_path: Path, export: Export, content: bytes | None, said: str) -> None:
    request = export.request(tmp_path / "in")
    if content is None:
        request.accounts.unlink()
    else:
        request.accounts.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        checked_export(None, request)


def test_prices_come_from_the_store_where_the_export_has_none(tmp_path: Path, simulated_store: Path) -> None:
    workspace = Workspace.open(simulated_store)
    on = workspace.latest_session()
    quotes = workspace.snapshot(workspace.as_of(on)[0]).table("quotes", start=on).drop_nulls("close").sort("security_id")
    name, close = quotes.select("security_id", "close").row(0)
    (tmp_path / "a.csv").write_text("account_id,cash\n1,100\n2,100\n", "utf-8")
    (tmp_path / "p.csv").write_text(f"account_id,security,quantity\n1,{name},100\n2,标签,5\n", "utf-8")
    request = BookImportRequest(
        accounts=tmp_path / "a.csv", positions=tmp_path / "p.csv", as_of=on, into=tmp_path / "book", leave_out=True
    )
    done = imported_book(workspace, request)
    opened = opened_book(None, tmp_path / "book")
    assert opened.marks.marks()[name].price == close
    assert (opened.book.partitions[0].size, list(opened.book.securities)) == (1, [name])
    assert opened.marks.volatility[0] > 0
    assert any("store" in note.en for note in done.summary.warnings)
    assert any("Synthetic" in note.en for note in opened.notes)
    (error,) = done.faults.data.filter(pl.col("severity") == "error").to_dicts()
    assert (error["account_id"], error["field"]) == ("2", "security")
    without = checked_export(None, request).data
    assert "neither in the export nor in a store" in without.filter(pl.col("account_id") == "1")["problem_en"][0]


def test_a_day_before_margin_trading_and_a_place_that_is_not_named_are_refused(tmp_path: Path, export: Export) -> None:
    request = export.request(tmp_path / "in")
    with pytest.raises(UsageError, match="2009"):
        checked_export(None, BookImportRequest(accounts=request.accounts, as_of=date(2009, 6, 1)))
    with pytest.raises(UsageError, match="where the book shall lie"):
        imported_book(None, BookImportRequest(accounts=request.accounts, as_of=DAY))
    with pytest.raises(UsageError, match="no store"):
        imported_book(None, BookImportRequest(accounts=request.accounts, as_of=DAY, into="name"))
