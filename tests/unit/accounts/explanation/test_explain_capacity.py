"""Why an account may do no more."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.accounts.explanation.explain import as_text
from liangrong.accounts.explanation.explain_capacity import explain_capacity
from liangrong.accounts.limits.capacity import OrderAsked, OrderKind, capacity
from liangrong.accounts.marks import Mark
from liangrong.accounts.terms import agreed_terms
from liangrong.rules.rulebook import Rulebook
from tests.unit.accounts.trees import nodes, recomputed
from tests.unit.accounts.worked_accounts import AT_100, GRANDFATHERED, GRANDFATHERED_MARKS, SECURITIES, Drawn, accounts

D = Decimal
BOOK = Rulebook.load()
TIERS: tuple[dict[str, Any], ...] = ({"group": "security", "cap": D("0.3")}, {"group": "registration_boards", "cap": D("0.2")})


@given(
    drawn=accounts(),
    kind=st.sampled_from(["financing_buy", "short_sell", "collateral_buy", "withdrawal"]),
    security=st.sampled_from([*SECURITIES, ""]),
    off=st.sampled_from([None, "0.1"]),
    strict=st.booleans(),
)
def test_every_limit_is_the_value_of_its_tree(
    drawn: Drawn, kind: OrderKind, security: str, off: str | None, *, strict: bool
) -> None:
    on, account, marks = drawn
    if not security and kind != "withdrawal":
        security = SECURITIES[0]
    price = None if off is None or not security else marks[security].price + D(off)
    terms = agreed_terms(BOOK.at(on), account.investor)
    if strict:
        terms = replace(terms, concentration_tiers=TIERS, collateral_buy_requires_nonneg_margin=True)
    order, given_inventory = OrderAsked(kind, security, price), D(12345) if strict else None
    found = capacity(account, order, marks=marks, terms=terms, inventory=given_inventory)
    tree = explain_capacity(account, order, marks=marks, terms=terms, inventory=given_inventory)
    assert [child.value for child in tree.children] == [limit.amount for limit in found.limits if limit.name != "order_size"]
    assert tree.value == min(limit.amount for limit in found.limits if limit.name != "order_size")
    for node in nodes(tree):
        if node.operation != "least":
            assert node.value == recomputed(node)
    assert as_text(tree)


def test_the_largest_purchase_of_the_grandfathered_account_is_told() -> None:
    # Worked example 8: 187,800 / 100 %; 15,000 shares at 12.50.
    marks = {**GRANDFATHERED_MARKS, "N": Mark(D("12.50"), D("0.65"))}
    terms = agreed_terms(BOOK.at(AT_100))
    tree = explain_capacity(GRANDFATHERED, OrderAsked("financing_buy", "N"), marks=marks, terms=terms)
    assert tree.value == D(187800)
    assert tree.note is not None
    assert tree.note.zh == "保证金可用余额 ÷ 融资保证金比例 100.00%（当日最低比例）；按申报单位取整为 15,000 股"
    margin, ratio = tree.children[0].children
    assert (margin.label.en, margin.value, ratio.value) == ("available margin", D(187800), D(1))
    assert "2026-01-14" in ratio.citation


@pytest.mark.parametrize(("conversion", "operation", "expected"), [("0.65", "difference", "1.05"), ("0.95", "parameter", "1.00")])
def test_a_brokers_formula_is_taken_apart_where_it_binds(conversion: str, operation: str, expected: str) -> None:
    # 1.7 − h against a floor of 100 %: 1.05 at h = 0.65, and 0.75, below the floor, at h = 0.95.
    parameter = BOOK.parameter("financing_margin_constant")
    book = BOOK.with_parameter(
        replace(parameter, values=tuple(replace(v, value=D("1.7"), authority="pack:test") for v in parameter.values))
    )
    marks = {**GRANDFATHERED_MARKS, "N": Mark(D("12.50"), D(conversion))}
    tree = explain_capacity(GRANDFATHERED, OrderAsked("financing_buy", "N"), marks=marks, terms=agreed_terms(book.at(AT_100)))
    ratio = tree.children[0].children[1]
    assert (ratio.operation, ratio.value) == (operation, D(expected))
