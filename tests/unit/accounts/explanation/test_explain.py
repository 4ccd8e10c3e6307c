"""Trees that say where a number comes from."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.accounts.assess import assess
from liangrong.accounts.explanation.explain import MEASURES, Explanation, as_data, as_rows, as_text, explain
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.core.errors import UnknownName
from liangrong.rules.rulebook import Rulebook
from tests.unit.accounts.trees import nodes, recomputed
from tests.unit.accounts.worked_accounts import (
    AT_80,
    AT_100,
    GRANDFATHERED,
    GRANDFATHERED_MARKS,
    MIXED,
    MIXED_MARKS,
    Drawn,
    accounts,
)

D = Decimal
BOOK = Rulebook.load()


def terms_on(on: date) -> Terms:
    return agreed_terms(BOOK.at(on))


def of(tree: Explanation, en: str) -> Explanation:
    return next(node for node in nodes(tree) if node.label.en == en)


@given(drawn=accounts(), measure=st.sampled_from(sorted(MEASURES)), per_security=st.booleans())
def test_every_node_follows_from_its_children_and_the_root_is_what_assess_says(
    drawn: Drawn, measure: str, *, per_security: bool
) -> None:
    on, account, marks = drawn
    terms = agreed_terms(BOOK.at(on), account.investor)
    terms = replace(terms, netting="per_security" if per_security else "per_contract")
    tree = explain(account, marks, terms, measure)
    assert tree.value == getattr(assess(account, marks, terms), measure)
    for node in nodes(tree):
        assert node.value == recomputed(node)
        assert node.label.zh
        assert node.label.en


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_an_empty_account_is_explained_too(measure: str) -> None:
    terms = terms_on(AT_80)
    tree = explain(CreditAccount(), {}, terms, measure)
    assert tree.value == getattr(assess(CreditAccount(), {}, terms), measure)
    assert as_text(tree)


def test_a_measure_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownName, match="available_margin"):
        explain(CreditAccount(), {}, terms_on(AT_80), "haircut")


def test_the_mixed_account_shows_each_part_of_its_available_margin() -> None:
    # Worked example 7: 900,000 + 360,000 + 190,000 − 36,000 + 16,800 − 300,000 − 400,000 − 276,000 − 5,432.10 = 449,367.90.
    tree = explain(MIXED, MIXED_MARKS, terms_on(AT_80), "available_margin")
    assert tree.value == D("449367.90")
    parts = {
        "cash": "900000",
        "ETF after conversion": "360000",
        "TB after conversion": "190000",
        "profit or loss on P as counted": "-36000",
        "profit or loss on Q as counted": "16800",
        "proceeds of short sales": "300000",
        "margin held by contract 1": "400000",
        "margin held by contract 2": "276000",
        "interest and charges": "5432.10",
    }
    assert {en: of(tree, en).value for en in parts} == {en: D(value) for en, value in parts.items()}
    assert "第四十条" in tree.citation


def test_a_loss_names_its_full_weight_and_a_profit_its_conversion_ratio() -> None:
    tree = explain(MIXED, MIXED_MARKS, terms_on(AT_80), "available_margin")
    loss, profit = of(tree, "profit or loss on P as counted"), of(tree, "profit or loss on Q as counted")
    assert [child.value for child in loss.children] == [D(-36000), D(1)]
    assert [child.value for child in profit.children] == [D(24000), D("0.70")]


def test_contracts_of_one_security_are_netted_where_the_terms_say_so() -> None:
    # Two loans in B, one 100 up and one 40 down, h = 0.5: apart 50 − 40 = 10, netted 60 × 0.5 = 30.
    opened = date(2025, 6, 2)
    up = FinancingContract("1", "B", opened, D(10), D(900), D("0.8"))
    down = FinancingContract("2", "B", opened, D(10), D(1040), D("0.8"))
    account, marks = CreditAccount(cash=D(5000), financing=(up, down)), {"B": Mark(D(100), D("0.5"))}
    for netting, expected in (("per_contract", 10), ("per_security", 30)):
        terms = replace(terms_on(AT_80), netting=netting)  # type: ignore[arg-type]
        assert of(explain(account, marks, terms, "available_margin"), "floating profits and losses").value == expected


def test_a_contract_ratio_tells_its_vintage() -> None:
    # Worked example 8: opened under 80 % and under 100 %, both on one day's books.
    tree = explain(GRANDFATHERED, GRANDFATHERED_MARKS, terms_on(AT_100), "available_margin")
    old, new = of(tree, "financing margin ratio of contract 1"), of(tree, "financing margin ratio of contract 2")
    assert (old.value, new.value) == (D("0.80"), D("1.00"))
    assert old.note is not None
    assert new.note is not None
    assert old.note.en == "opened on 2025-12-10; the floor that governs is 80.00%"
    assert new.note.zh == "2026-01-20 开立；适用的最低比例 100.00%"
    assert "2023-08-27" in old.citation
    assert "2026-01-14" in new.citation


def test_a_rolled_over_short_tells_which_ratio_it_adopted() -> None:
    short = ShortContract("7", "Q", date(2024, 6, 3), D(100), D(3000), D("1.00"), rolled_on=(date(2024, 12, 2),))
    tree = explain(
        CreditAccount(cash=D(9000), shorts=(short,)), {"Q": Mark(D(30), D("0.7"))}, terms_on(AT_80), "available_margin"
    )
    note = of(tree, "short margin ratio of contract 7").note
    assert note is not None
    assert "2024-06-03 开立，2024-12-02 展期；适用的最低比例 100.00%（" in note.zh
    assert "rolled over on 2024-12-02" in note.en


def test_a_ratio_lowered_by_agreement_names_the_change_that_let_it() -> None:
    # Opened at 100 %; the change of 2023-09-11 let broker and client agree on 80 % for existing contracts.
    loan = FinancingContract("3", "B", date(2023, 8, 1), D(100), D(1000), D("0.80"))
    account, marks = CreditAccount(cash=D(9000), financing=(loan,)), {"B": Mark(D(10), D("0.7"))}
    ratio = of(explain(account, marks, terms_on(date(2023, 9, 11)), "available_margin"), "financing margin ratio of contract 3")
    assert ratio.note is not None
    assert ratio.note.en.startswith("opened on 2023-08-01; the floor that governs is 80.00% (")
    assert "2023-09-11" in ratio.note.en


def test_a_conversion_ratio_cites_the_cap_of_its_class() -> None:
    marks = {"A": Mark(D(10), D("0.60"), asset_class="index_a_share")}
    tree = explain(CreditAccount(collateral=(Holding("A", D(1)),)), marks, terms_on(AT_80), "available_margin")
    ratio = of(tree, "conversion ratio of A")
    assert ratio.note is not None
    assert ratio.note.en == "the cap of its class is 70.00%"
    assert "折算率" in ratio.citation


def test_a_call_is_explained_by_its_line_and_its_target() -> None:
    # Worked example 10: A = 1,250,000, D = 1,000,000: 125 %; at a target of 140 % 150,000 are missing.
    account = CreditAccount(cash=D(1250000), charges=D(1000000))
    tree = explain(account, {}, terms_on(AT_80), "shortfall")
    assert tree.value == D(150000)
    assert [of(tree, name).value for name in ("maintenance ratio", "call line", "cure target")] == [D("1.25"), D("1.3"), D("1.4")]
    assert of(tree, "call line").citation
    lines = as_text(tree, "en").splitlines()
    assert any(line.startswith("├─ < call line = 130%") for line in lines)
    assert any(line.startswith("└─ → amount to add = 150,000.00 yuan") for line in lines)


def test_other_collateral_counts_from_the_day_that_admits_it() -> None:
    account = CreditAccount(cash=D(100), charges=D(50), other_collateral=D(70))
    before, after = (explain(account, {}, terms_on(day), "assets") for day in (date(2019, 8, 16), date(2019, 8, 19)))
    assert (before.value, after.value) == (D(100), D(170))
    note = of(before, "other collateral").note
    assert note is not None
    assert "do not admit" in note.en


def test_what_is_not_defined_says_why() -> None:
    for measure, says in (
        ("maintenance_ratio", "没有负债"),
        ("exposure_leverage", "净资产不为正"),
        ("largest_share", "没有持有证券"),
    ):
        tree = explain(CreditAccount(), {}, terms_on(AT_80), measure)
        assert tree.value is None
        assert tree.note is not None
        assert says in tree.note.zh
        assert "= —" in as_text(tree)


def test_the_text_indents_children_and_counts_in_the_units_of_the_trade() -> None:
    account = CreditAccount(
        cash=D("1234.5"), financing=(FinancingContract("1", "B", date(2025, 6, 2), D(100), D(1000), D("0.8"), accrued=D(1) / 3),)
    )
    tree = explain(account, {"B": Mark(D("10.005"), D("0.65"))}, terms_on(AT_80), "maintenance_ratio")
    lines = as_text(tree).splitlines()
    # (1,234.5 + 1,000.5)/(1,000 + 1/3) = 2.234255…; a third of a yuan shows as 0.33.
    assert lines[0].startswith("维持担保比例 A / D = 223.4255%  [")
    assert "├─ 总资产 A = 2,235.00 元  [" in lines[1]
    assert "│     └─ + B 市值（合约 1） M = 1,000.50 元" in lines
    assert "│        └─ × B 价格 = 10.005 元/股" in lines
    assert "         └─ + 合约 1 已计息费 = 0.33 元" in lines
    english = as_text(tree, "en")
    assert "price of B = 10.005 yuan per share" in english
    assert "quantity of B = 100 shares" in english


def test_rows_and_data_hold_the_same_tree_with_all_digits() -> None:
    tree = explain(MIXED, MIXED_MARKS, terms_on(AT_80), "available_margin")
    rows, data = as_rows(tree, "en"), as_data(tree, "en")
    assert len(rows) == len(list(nodes(tree)))
    assert (rows[0]["path"], rows[0]["label"], rows[0]["value"]) == ("1", "available margin", "449367.9000")
    first = data["children"][0]["children"][0]
    assert next(row for row in rows if row["path"] == "1.1.1")["label"] == first["label"] == "cash"
    assert len({row["path"] for row in rows}) == len(rows)
    json.dumps([rows, data], allow_nan=False)
