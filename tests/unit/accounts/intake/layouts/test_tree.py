"""The layout of JSON and YAML: the worked examples as they are, and our own."""

from __future__ import annotations

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.intake.entries import AccountEntry, GivenMark
from liangrong.accounts.intake.layouts import Document, read_accounts
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import FinancingContract
from liangrong.accounts.terms import agreed_terms
from liangrong.core.errors import InvalidAccount
from liangrong.rules.rulebook import Rulebook
from liangrong.sources.account_files import document_of, read_document


def _shown(value: Decimal | None, step: str) -> str | None:
    return None if value is None else f"{value.quantize(Decimal(step), ROUND_HALF_UP)}"


def _assessed(entry: AccountEntry) -> dict[str, str | None]:
    marks = {security: Mark(said.price, said.conversion_ratio) for security, said in entry.given.items()}
    found = assess(entry.account, marks, agreed_terms(Rulebook.load().at(entry.on), entry.account.investor))
    ratio = None if found.maintenance_ratio is None else found.maintenance_ratio * 100
    return {
        "available_margin": _shown(found.available_margin, "0.01"),
        "assets": _shown(found.assets, "0.01"),
        "liabilities": _shown(found.debt, "0.01"),
        "maintenance_pct": _shown(ratio, "0.0001"),
    }


def test_every_worked_example_reads_as_it_is_and_comes_out_to_the_fen(shared: Path):
    path = shared / "reference" / "worked_examples.json"
    examples = json.loads(path.read_text(encoding="utf-8"))
    entries = read_accounts(read_document(path))
    assert [entry.account.account_id for entry in entries] == [example["id"] for example in examples]
    assert len(entries) == 23
    for entry, example in zip(entries, examples, strict=True):
        assert _assessed(entry) == example["expect"], example["id"]


def test_one_account_alone_is_a_file_too():
    (entry,) = read_accounts(Document("a.json", {"as_of": "2025-06-30", "cash": "150000"}))
    assert (entry.on.isoformat(), entry.account.cash, entry.place) == ("2025-06-30", Decimal(150000), "a.json")


@pytest.mark.parametrize("tree", [None, "text", [], {"accounts": []}, ["text"]])
def test_what_holds_no_account_is_refused_with_a_sentence(tree):
    with pytest.raises(ValueError, match=r"account"):
        read_accounts(Document("a.json", tree))


OURS = """
as_of: 2026-02-02
pack: example
investor: 私募
terms: {call_line: 135%, day_count_basis: 365, 轧差方式: per_security}
accounts:
- account_id: 甲
  cash: "1,000,000"
  charges: 3200
  credit_line: 5000000
  其他担保物: 20
  collateral:
  - {证券代码: sh600519, 证券名称: 贵州茅台, 数量: 500, 市价: 1400, 折算率: 70%, 行业: 食品饮料}
  - {security: 600519.XSHG, quantity: 100}
  - {security: 某基金, quantity: 1000, price: 1.05, conversion_ratio: 0.9, asset_class: etf, suspended: true, fair_price: 1.00}
  financing:
  - {security: 300750, opened_on: 2025-12-10, quantity: 100, purchase_price: 400, price: 410, conversion_ratio: 0.65,
     rate: 6.5%, due_on: 2026-06-10, accrued: 12.345, accrued_to: 2026-02-01, contract_id: L-7}
  - {证券代码: 300750, 开仓日期: 2024/1/10, 数量: 100, 融资金额: 9000, 保证金比例: 0.8, 展期日期: "2024-07-10, 2025-01-10"}
  short:
  - {security: Q, opened_on: 2025-12-10, quantity: 100, sale_price: 50, price: 46, conversion_ratio: 0.7, rolled_on: [2026-01-05]}
  events:
  - {event: 存入资金, on: 2026-02-03, amount: 5}
  - {event: collateral_buy, on: 2026-02-03, security: 000001, quantity: 100, price: 11}
- account_id: 乙
  as_of: 2026-02-03
  investor: general
"""


def test_our_own_layout_gives_every_field_in_either_language():
    first, second = read_accounts(document_of(OURS.encode(), "ours.yaml"))
    account = first.account
    assert (first.place, first.pack, first.on.isoformat()) == ("ours.yaml, 甲", "example", "2026-02-02")
    assert first.terms == {"call_line": Decimal("1.35"), "day_count_basis": 365, "netting": "per_security"}
    assert (account.investor, account.cash, account.charges) == ("private_fund", Decimal(1000000), Decimal(3200))
    assert (account.credit_line, account.other_collateral) == (Decimal(5000000), Decimal(20))
    assert [(held.security, held.quantity) for held in account.collateral] == [
        ("600519.SH", Decimal(600)),
        ("某基金", Decimal(1000)),
    ]
    assert first.given["600519.SH"] == GivenMark(Decimal(1400), Decimal("0.7"), industry="食品饮料")
    assert first.given["某基金"].fair_price == Decimal("1.00")
    assert first.given["某基金"].suspended
    assert first.given["000001.SZ"] == GivenMark()
    one, two = account.financing
    assert one == FinancingContract(
        "L-7", "300750.SZ", date(2025, 12, 10), Decimal(100), Decimal(40000), Decimal(0), Decimal("0.065"), date(2026, 6, 10), (),
        Decimal("12.345"), date(2026, 2, 1),
    )  # fmt: skip
    assert (two.principal, two.margin_ratio, two.rolled_on) == (
        Decimal(9000),
        Decimal("0.8"),
        (date(2024, 7, 10), date(2025, 1, 10)),
    )
    (short,) = account.shorts
    assert (short.proceeds, short.rolled_on) == (Decimal(5000), (date(2026, 1, 5),))
    assert first.ratios_by_rule == {"L-7", short.contract_id}
    assert len(first.events) == 2
    assert (second.account.account_id, second.account.investor, second.on) == ("乙", "general", date(2026, 2, 3))
    assert second.pack == "example"


def _told(**cells: object) -> str:
    with pytest.raises(InvalidAccount) as caught:
        read_accounts(Document("a.json", {"as_of": "2025-06-30", **cells}))
    assert caught.value.message("zh") != caught.value.message("en")
    return caught.value.message("en")


LOAN = {"security": "600519", "opened_on": "2025-06-03", "quantity": "100", "principal": "1"}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"as_of": None}, "a.json: as_of: is missing."),
        ({"as_of": "soon"}, "as_of: is 'soon', which is not a date"),
        ({"cash": "十万"}, "cash: is '十万', which is not a number"),
        ({"cash": ["1"]}, "cash: is a list, where one value is expected"),
        ({"cash": {"a": "1"}}, "cash: is a mapping, where one value is expected"),
        ({"cash": "1", "现金": "2"}, "cash: stands there twice ('现金' is another name of it)"),
        ({"cahs": "1"}, "cahs: is no known field; did you mean cash?"),
        ({"现金(万元)": "1"}, "is in 万元; convert it to yuan"),
        ({"investor": "retail"}, "investor: is 'retail'; known: general, private_fund"),
        ({"collateral": {"600519": "1"}}, "collateral: is no list"),
        ({"collateral": ["600519"]}, "collateral 1, collateral: is no mapping of fields"),
        ({"collateral": [{"quantity": "1"}]}, "collateral 1, security: is missing"),
        ({"collateral": [{"security": "600519"}]}, "collateral 1 (600519), quantity: is missing"),
        ({"collateral": [{"code": "600519", "qty": "1", "haircut": "x"}]}, "conversion_ratio (haircut): is 'x', which is not a number"),
        ({"collateral": [{"security": "1234567", "quantity": "1"}]}, "security: is '1234567', which is not a security code"),
        ({"collateral": [{"security": "A", "quantity": "1", "asset_class": "gold"}]}, "asset_class: is gold; known: cash"),
        ({"collateral": [{"security": "A", "quantity": "1", "principal": "1"}]}, "principal: is no known field"),
        ({"financing": [{**LOAN, "opened_on": None}]}, "financing contract 1 (600519), opened_on: is missing"),
        ({"financing": [{**LOAN, "principal": None}]}, "principal: is missing (give principal or purchase_price)"),
        ({"financing": [{**LOAN, "rolled_on": ["x"]}]}, "rolled_on: is 'x', which is not a date"),
        ({"financing": [{**LOAN, "rolled_on": {"a": "1"}}]}, "rolled_on"),
        ({"financing": [{**LOAN, "id": "1"}, {**LOAN, "id": "1"}]}, "contract_id (id): 1 is taken by another contract"),
        ({"shorts": [LOAN]}, "short contract 1 (600519), principal: is no known field"),
        ({"terms": ["call_line"]}, "terms: is no mapping of parameters"),
        ({"terms": {"call_line": "1.3", "追保线": "1.4"}}, "terms.call_line: stands there twice"),
        ({"terms": {"call_line": ["1.3"]}}, "terms.call_line: is not one value"),
        ({"events": {"event": "deposit"}}, "events: is no list of events"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_row_and_field(cells, said):
    assert said in _told(**cells)


def test_two_accounts_may_not_share_an_id():
    with pytest.raises(InvalidAccount, match="S1 names more than one account"):
        read_accounts(Document("a.json", [{"id": "S1", "as_of": "2025-06-30"}, {"id": "S1", "as_of": "2025-06-30"}]))


def test_all_faults_of_all_accounts_are_told_together_and_as_rows():
    tree = [{"id": "S1", "as_of": "2025-06-30", "cash": "x"}, {"id": "S2", "cash": "1"}]
    with pytest.raises(InvalidAccount) as caught:
        read_accounts(Document("a.json", tree))
    assert caught.value.message("en").splitlines() == [
        "a.json: 2 errors",
        "- S1, cash: is 'x', which is not a number; write digits, such as 150000 or 150,000.50.",
        "- S2, as_of: is missing.",
    ]
    assert [(row["place"], row["field"]) for row in caught.value.details["problems"]] == [
        ("a.json, S1", "cash"),
        ("a.json, S2", "as_of"),
    ]
    assert caught.value.exit_code == 4


def test_many_faults_are_counted_not_all_told():
    tree = [{"id": f"S{n}"} for n in range(50)]
    with pytest.raises(InvalidAccount) as caught:
        read_accounts(Document("a.json", tree))
    assert caught.value.message("en").splitlines()[-1] == "- and 30 more"
    assert len(caught.value.details["problems"]) == 50


def test_an_account_may_spell_a_shared_field_in_its_own_way():
    tree = {"as_of": "2025-06-30", "cash": "1", "accounts": [{"id": "S1", "日期": "2025-07-01"}, {"id": "S2", "现金": "2"}]}
    first, second = read_accounts(Document("a.json", tree))
    assert (first.on, first.account.cash) == (date(2025, 7, 1), Decimal(1))
    assert (second.on, second.account.cash) == (date(2025, 6, 30), Decimal(2))


def test_contracts_without_an_id_get_one_that_is_free():
    tree = {"as_of": "2025-06-30", "financing": [{**LOAN, "id": "F2"}, LOAN, LOAN, {**LOAN, "id": "600519.SH"}]}
    (entry,) = read_accounts(Document("a.json", tree))
    assert [contract.contract_id for contract in entry.account.financing] == ["F2", "F1", "F3", "600519.SH"]


def test_one_unreadable_contract_makes_no_other_fault():
    told = _told(financing=[{**LOAN, "quantity": "x"}, LOAN], collateral=[{"security": "600519", "quantity": "1"}])
    assert told.count("\n") == 0
    assert "financing contract 1 (600519), quantity: is 'x'" in told


@pytest.mark.parametrize(
    "told",
    [
        {"lines": {"warning": "1.45", "call": "135%", "immediate": "1.15"}},
        {"warning_line": "1.45", "call_line": "1.35", "immediate_line": "1.15"},
        {"警戒线": "145%", "平仓线": "135%", "即时平仓线": "115%"},
    ],
)
def test_agreed_lines_may_stand_anywhere_a_person_would_put_them(told):
    (entry,) = read_accounts(Document("a.json", {"as_of": "2025-06-30", "cash": "1", **told}))
    assert entry.terms == {"warning_line": Decimal("1.45"), "call_line": Decimal("1.35"), "immediate_line": Decimal("1.15")}
