"""Policies in one line, and the rulebook under them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.core.errors import BadInput, LiangrongError, UnknownName, UsageError
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.policy.policies import TODAY, ClosedToFinancing, Policy, RuleSetting, parse_policy
from liangrong.stress.scenarios.scopes import Scope

DAY, BOOK = date(2026, 1, 30), Rulebook.load()


def test_a_policy_is_read_with_name_reach_and_rollover() -> None:
    found = parse_policy(" tight : financing_margin_ratio=120%，no_financing=industry:电子, reach=all, rollover=adopt")
    assert found == Policy(
        name="tight", reach="all", on_rollover="adopt",
        changes=(RuleSetting(parameter="financing_margin_ratio", value=D("1.20")), ClosedToFinancing(scope=Scope("industry", "电子"))),
    )  # fmt: skip
    assert parse_policy("today") is TODAY
    assert parse_policy("call_line=1.4").name == "call_line=1.4"


@pytest.mark.parametrize(
    "text",
    ["", "x", "a:", "a: b", "call_line=", "=1", "call_line=x", "reach=all", "rollover=perhaps,call_line=1.4", "call_line=1.4,,"],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_policy(text)


@pytest.mark.parametrize(
    ("text", "error"),
    [("nonsense=1", UnknownName), ("conversion_ratio_cap.nonsense=1", UnknownName), ("call_line=140", BadInput)],
)
def test_what_the_rulebook_does_not_know_it_refuses(text: str, error: type[LiangrongError]) -> None:
    with pytest.raises(error):
        parse_policy(text).rulebook(BOOK, DAY)


def test_spared_contracts_keep_their_ratio_and_others_do_not() -> None:
    opened = date(2025, 12, 1)
    old = BOOK.at(DAY).number("financing_margin_ratio", opened_on=opened)
    for text, expected in (("financing_margin_ratio=1.5", old), ("financing_margin_ratio=1.5,reach=all", D("1.5"))):
        rules = parse_policy(text).rulebook(BOOK, DAY).at(DAY)
        assert rules.number("financing_margin_ratio", opened_on=opened) == expected
        assert rules.number("financing_margin_ratio") == D("1.5")


def test_a_key_changes_alone_and_without_one_all_do() -> None:
    before = BOOK.at(DAY)
    one = parse_policy("conversion_ratio_cap.etf=0.5").rulebook(BOOK, DAY).at(DAY)
    every = parse_policy("conversion_ratio_cap=0.5").rulebook(BOOK, DAY).at(DAY)
    for key in ("etf", "other_a_share", "treasury"):
        assert one.number("conversion_ratio_cap", key=key) == (
            D("0.5") if key == "etf" else before.number("conversion_ratio_cap", key=key)
        )
        assert every.number("conversion_ratio_cap", key=key) == D("0.5")


def test_an_investor_class_changes_alone() -> None:
    rules = parse_policy("short_margin_ratio.general=1.5").rulebook(BOOK, DAY).at(DAY)
    private = BOOK.at(DAY).number("short_margin_ratio", key="private_fund")
    assert [rules.number("short_margin_ratio", key=key) for key in ("general", "private_fund")] == [D("1.5"), private]


def test_whole_units_and_tiers_are_given_as_such() -> None:
    assert parse_policy("pe_zero_threshold=200").rulebook(BOOK, DAY).at(DAY).value("pe_zero_threshold") == 200
    (tier,) = parse_policy("concentration_tiers=0.3").rulebook(BOOK, DAY).at(DAY).value("concentration_tiers")  # type: ignore[misc]
    assert tier["cap"] == D("0.3")  # type: ignore[index]


def test_the_shipped_rulebook_stays_as_it_is() -> None:
    parse_policy("financing_margin_ratio=1.5,reach=all").rulebook(BOOK, DAY)
    assert BOOK.at(DAY).number("financing_margin_ratio") == Rulebook.load().at(DAY).number("financing_margin_ratio") != D("1.5")
