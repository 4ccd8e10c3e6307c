"""What broker and client agreed on, as the rulebook has it on a day."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.terms import Terms, agreed_terms, venue_of
from liangrong.core.errors import RuleNotInForce
from liangrong.rules.packs import parse_pack
from liangrong.rules.rulebook import Rulebook


def test_the_usual_terms() -> None:
    """Common practice: lines of 140, 130 and 110 %, cured by the close of the next session, sold from the one after."""
    found = agreed_terms(Rulebook.load().at(date(2025, 6, 2)))
    assert (found.warning_line, found.call_line, found.immediate_line, found.cure_target) == (
        D("1.40"),
        D("1.30"),
        D("1.10"),
        D("1.40"),
    )
    assert (found.cure_deadline_sessions, found.liquidation_start_sessions, found.withdrawal_line) == (1, 2, D(3))
    assert (found.day_count_basis, found.count_first_day, found.count_last_day, found.min_interest_days) == (360, True, False, 1)
    assert (found.netting, found.short_fee_base, found.charge_day, found.overdue_penalty_rate) == ("per_contract", "sale_amount", 20, D("0.0005"))  # fmt: skip
    assert (found.investor, found.on) == ("general", date(2025, 6, 2))


def test_every_term_of_the_account_is_a_parameter_of_the_book() -> None:
    rules = Rulebook.load().at(date(2025, 6, 2))
    found = agreed_terms(rules, "private_fund")
    for field in fields(Terms):
        if field.name not in ("rules", "investor"):
            assert getattr(found, field.name) == rules.value(field.name), field.name


def test_the_law_of_the_day_is_in_them() -> None:
    book = Rulebook.load()
    days = (date(2015, 6, 30), date(2015, 7, 1), date(2019, 8, 16), date(2019, 8, 19))
    assert [agreed_terms(book.at(day)).rollover_allowed for day in days] == [False, True, True, True]
    assert [agreed_terms(book.at(day)).other_collateral_admitted for day in days] == [False, False, False, True]


def test_a_pack_of_the_broker_is_in_them() -> None:
    mine = parse_pack(
        """{pack: mine, title_zh: 我的合同, title_en: my contract, example: false, citation: 合同, confidence: H,
        rules: [{parameter: call_line, from: 2024-01-02, value: 1.35}]}""",
        "mine.yaml",
    )
    book = Rulebook.load().amend(mine)
    assert agreed_terms(book.at(date(2025, 6, 2))).call_line == D("1.35")
    assert agreed_terms(book.at(date(2023, 6, 2))).call_line == D("1.30")


def test_before_margin_trading_there_are_no_terms() -> None:
    with pytest.raises(RuleNotInForce, match="2010-03-30"):
        agreed_terms(Rulebook.load().at(date(2010, 3, 30)))


@pytest.mark.parametrize(
    ("security", "venue"),
    [("600519.SH", "SSE"), ("300750.SZ", "SZSE"), ("920002.BJ", "BSE"), ("000001.SZ", "SZSE"), ("A", "SSE"), ("my fund", "SSE")],
)
def test_the_venue_is_that_of_the_code_and_a_label_is_read_as_shanghai(security: str, venue: str) -> None:
    assert venue_of(security) == venue
