"""CSV and workbooks: rows of several accounts, Chinese and English headings, a sheet for each kind."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liangrong.accounts.intake.layouts import read_accounts
from liangrong.core.errors import InvalidAccount
from liangrong.sources.account_files import document_of, read_document
from tests.contract.payloads import workbook

ENGLISH = """\
account,as_of,kind,security,quantity,price,conversion_ratio,amount,purchase_price,margin_ratio,opened_on
one,2025-06-30,cash,,,,,"150,000",,,
one,2025-06-30,charges,,,,,12.50,,,
one,2025-06-30,collateral,600519,5000,20,0.70,,,,
one,2025-06-30,financing,000001.XSHE,20000,8,0.65,,10,0.80,2025-06-03
two,2025-06-30,cash,,,,,100,,,
one,2025-06-30,collateral,sh600519,100,20,70%,,,,
"""
CHINESE = """\
信用账户持仓明细
账户,日期,类型,证券代码,证券名称,数量（股）,市价（元）,折算率(%),金额,买入价,保证金比例,开仓日期
one,2025/6/30,现金,,,,,,"150,000",,,
,,息费,,,,,,12.50,,,
,,担保品,600519,贵州茅台,5000,20,70,,,,
,,融资,1,平安银行,20000,8,65,,10,80%,2025年6月3日
two,20250630,现金,,,,,,100,,,
one,,担保品,SH600519,贵州茅台,100,20,70,,,,
"""


def _read(text: str):
    return read_accounts(document_of(text.encode(), "a.csv"))


def _told(text: str) -> str:
    with pytest.raises(InvalidAccount) as caught:
        _read(text)
    return caught.value.message("en")


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_a_row_is_a_position_and_accounts_come_in_the_order_of_their_first_rows(text):
    one, two = _read(text)
    assert (one.account.account_id, two.account.account_id) == ("one", "two")
    assert one.on == two.on == date(2025, 6, 30)
    assert (one.account.cash, one.account.charges, two.account.cash) == (Decimal(150000), Decimal("12.50"), Decimal(100))
    assert [(held.security, held.quantity) for held in one.account.collateral] == [("600519.SH", Decimal(5100))]
    (loan,) = one.account.financing
    assert (loan.security, loan.quantity, loan.principal) == ("000001.SZ", Decimal(20000), Decimal(200000))
    assert (loan.margin_ratio, loan.opened_on) == (Decimal("0.80"), date(2025, 6, 3))
    assert {security: (said.price, said.conversion_ratio) for security, said in one.given.items()} == {
        "600519.SH": (Decimal(20), Decimal("0.70")),
        "000001.SZ": (Decimal(8), Decimal("0.65")),
    }


def test_a_workbook_may_have_a_sheet_for_each_kind():
    sheets = {
        "资金": [
            ["账户", "日期", "客户类型", "现金", "息费", "授信额度", "警戒线"],
            ["甲", "2026-02-02", "私募", 300000, 3200, 1000000, "145%"],
        ],
        "持仓": [["账户", "证券代码", "数量", "市价", "折算率", "行业"], ["甲", 600519, 20000, 25, 0.7, "食品饮料"]],
        "合约": [
            ["账户", "类型", "证券代码", "数量", "开仓价", "市价", "折算率", "保证金比例", "开仓日期"],
            ["甲", "融资", 1, 10000, 40, 44, 0.65, 0.8, "2025-12-10"],
            ["甲", "融券", 300750, 100, 50, 46, 0.7, 1.2, "2026-01-20"],
        ],
        "流水": [["账户", "日期", "业务", "金额"], ["甲", "2026-02-03", "存入资金", 5000]],
        "说明": [["由某软件导出"]],
    }
    (entry,) = read_accounts(document_of(workbook(sheets), "a.xlsx"))
    account = entry.account
    assert (account.account_id, account.investor, entry.on) == ("甲", "private_fund", date(2026, 2, 2))
    assert (account.cash, account.charges, account.credit_line) == (Decimal(300000), Decimal(3200), Decimal(1000000))
    assert entry.terms == {"warning_line": Decimal("1.45")}
    assert [(held.security, held.quantity) for held in account.collateral] == [("600519.SH", Decimal(20000))]
    assert entry.given["600519.SH"].industry == "食品饮料"
    assert [(c.security, c.principal, c.margin_ratio) for c in account.financing] == [
        ("000001.SZ", Decimal(400000), Decimal("0.8"))
    ]
    assert [(c.security, c.proceeds, c.margin_ratio) for c in account.shorts] == [("300750.SZ", Decimal(5000), Decimal("1.2"))]
    assert [(event.on, event.amount) for event in entry.events] == [(date(2026, 2, 3), Decimal(5000))]


def test_one_account_needs_no_account_column():
    (entry,) = _read("日期,现金\n2025-06-30,100\n,\n")
    assert (entry.account.account_id, entry.account.cash) == ("", Decimal(100))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("600519,5000", "600519.SZ,5000", "one, row 4, security: is '600519.SZ', which is not a security code"),
        ("600519,5000", "600519,five", "one, row 4, quantity: is 'five', which is not a number"),
        ("collateral,600519,5000", "stock,600519,5000", "row 4, kind: is 'stock'; known: account, cash"),
        ("sh600519,100,20", "sh600519,100,21", "one, row 7, price: is 21, but the same security has 20 before"),
        ("one,2025-06-30,charges", "one,2025-06-29,charges", "one, row 3, as_of: is 2025-06-29, but 2025-06-30 before"),
        (",100,,,\n", ",,,,\n", "two, row 6, amount: is missing"),
        (",10,0.80,", ",,0.80,", "one, row 5, principal: is missing (give principal or purchase_price)"),
        ("0.80,2025-06-03", "0.80,June", "one, row 5, opened_on: is 'June', which is not a date"),
        ("amount", "amount(万元)", "in 万元; convert it to yuan"),
        ("amount", "colour", "header, colour: is no known column"),
        ("margin_ratio", "price", "header, price: stands there twice"),
        ("12.50,,,", "12.50,,,,,9,", "row 3: has 14 cells under 11 headings"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_account_row_and_column(old, new, said):
    assert old in ENGLISH
    assert said in _told(ENGLISH.replace(old, new, 1))


def test_all_faults_of_a_file_are_told_together():
    told = _told(ENGLISH.replace("5000,20", "five,20").replace("100,,,", "hundred,,,").replace("0.80,", "high,"))
    assert told.startswith("a.csv: 3 errors\n- one, row 4, quantity")
    assert "row 5, margin_ratio" in told
    assert "two, row 6, amount" in told


def test_a_contract_without_its_side_is_asked_for_it():
    assert "say whether a contract is financing or short" in _told(
        "日期,证券代码,数量,开仓日期\n2025-06-30,600519,100,2025-06-03\n"
    )


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "账户,现金\n"])
def test_a_table_without_header_or_rows_is_told_so(text):
    assert "header" in _told(text)


def test_the_worked_examples_as_rows_under_chinese_headings_are_the_same_accounts(shared: Path):
    path = shared / "reference" / "worked_examples.json"
    rows = []
    for example in json.loads(path.read_text(encoding="utf-8")):
        head = {"账户": example["id"], "日期": example["as_of"]}
        facts = {"现金": example["cash_incl_short_proceeds"], "息费": example["accrued_interest_and_fees"]}
        rows.append({**head, "类型": "账户", "客户类型": example["investor"], "轧差方式": example["netting"], **facts})
        for kind, part in (("担保品", "collateral"), ("融资", "financing"), ("融券", "short")):
            rows += [{**head, "类型": kind, **{HEADINGS[name]: cell for name, cell in row.items()}} for row in example[part]]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    found = read_accounts(document_of(out.getvalue().encode("gb18030"), path.name))
    assert [replace(entry, rows={}) for entry in found] == [
        replace(entry, rows={}) for entry in read_accounts(read_document(path))
    ]


HEADINGS = {"code": "证券代码", "qty": "数量", "qty_owed": "数量", "price": "市价", "haircut": "折算率", "opened": "开仓日期",
            "purchase_price": "开仓价", "sell_amount": "金额", "margin_ratio": "保证金比例"}  # fmt: skip


def test_cash_may_stand_in_the_column_of_quantities():
    (entry,) = _read('账户,日期,类别,证券代码,数量,市价\n甲,2025-06-30,现金,,"100,000",\n甲,2025-06-30,担保品,600519,100,1400\n')
    assert entry.account.cash == Decimal(100_000)
