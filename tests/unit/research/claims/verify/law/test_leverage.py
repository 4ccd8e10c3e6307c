"""Breaks if advice is called a breach, a multiple that no broker may lend passes, or the definition that would save it is not named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from liangrong.research.claims.check import check
from liangrong.research.claims.claim import Aspect, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Judgement
from liangrong.research.claims.verify.law.checks import CHECKS
from liangrong.rules.rulebook import Rulebook
from tests.unit.research.claims.verify.law.read_claims import of_words
from tests.unit.research.claims.verify.one_sentence import judged, sentence, word

DESK = Desk(rulebook=Rulebook.load())


def said(
    text: str, printed: str, unit: str = "x", *, day: str = "2025-05-06", upper: str | None = None, **fields: Any
) -> Judgement:
    told = {"metric": "leverage_multiple", "published": date.fromisoformat(day), "scope": ""}
    return judged(sentence(text, printed, unit, upper=upper, **{**told, **fields}), CHECKS, DESK)


@pytest.mark.parametrize(
    ("text", "printed", "fields", "expected"),
    [
        ("券商融资杠杆为1倍", "1", {}, "not_checkable"),
        ("券商融资杠杆为1.25倍", "1.25", {}, "not_checkable"),
        ("券商融资杠杆为1.25倍", "1.25", {"day": "2026-02-02", "published": date(2026, 1, 20)}, "definition"),
        ("券商融资杠杆可达2倍", "2", {}, "definition"),
        ("券商融资杠杆可达2倍", "2", {"day": "2014-05-06"}, "not_checkable"),
        ("券商融资额度可达保证金的2倍", "2", {"metric": "financing_limit"}, "stale_rule"),
        ("券商融资额度可达保证金的5倍", "5", {"metric": "financing_limit"}, "definition"),
        ("brokers lend up to 2 times the margin", "2", {}, "stale_rule"),
        ("适合使用2倍杠杆", "2", {"nature": Nature.ADVICE}, "not_checkable"),
        ("swing traders can use 2 times, in line with brokerage financing", "2", {"nature": Nature.ADVICE}, "definition"),
        ("50%的保证金对应2倍杠杆", "2", {}, "not_checkable"),
        ("10倍杠杆不属于券商融资", "10", {}, "supported"),
        ("成交额增长2倍，券商受益", "2", {"metric": "turnover"}, "not_checkable"),
        ("融资余额增长2倍", "2", {"aspect": Aspect.GROWTH, "metric": "financing_balance"}, "not_checkable"),
        ("券商融资杠杆可达3倍", "3", {"published": None}, "not_checkable"),
    ],
)
def test_a_multiple(text: str, printed: str, fields: dict[str, Any], expected: str) -> None:
    assert word(said(text, printed, **fields)) == expected


@pytest.mark.parametrize(("second", "expected"), [("1", "not_checkable"), ("2", "stale_rule"), ("4", "definition")])
def test_own_to_borrowed_is_a_multiple_of_the_loan(second: str, expected: str) -> None:
    assert word(said(f"融资自有与借入之比为1:{second}", second, "1:n", nature=Nature.ADVICE)) == expected


def test_a_range_told_in_two_ratios_is_one_range() -> None:
    text = "融资自有与借入之比由1:1起，最高1:2"
    article, low = sentence(
        text, "1:1"[2:], "1:n", metric="leverage_multiple", published=date(2025, 5, 6), scope="", nature=Nature.ADVICE
    )
    _, high = sentence(text, "2", "1:n", metric="leverage_multiple", scope="", nature=Nature.ADVICE)
    both = [low, replace(high, number=1)]
    found = check(article, both, CHECKS, DESK).claims
    assert [word(one.judgement) for one in found] == ["stale_rule", "stale_rule"]
    alone = check(article, both[:1], CHECKS, DESK).claims
    assert [word(one.judgement) for one in alone] == ["not_checkable"]


def test_of_a_range_the_top_counts() -> None:
    assert word(said("券商融资杠杆在1至2倍之间", "1", upper="2")) == "definition"


def test_where_the_text_has_the_formula_it_is_a_conflict_of_its_own_statements() -> None:
    article, multiple = sentence(
        "券商融资杠杆可达2倍", "2", "x", metric="leverage_multiple", published=date(2025, 5, 6), scope=""
    )
    formula = replace(multiple, number=1, aspect=Aspect.FORMULA)
    found = check(article, [multiple, formula], CHECKS, DESK).claims[0].judgement
    assert set(found.error_types) == {"cross_statement", "definition"}


def test_the_definition_that_would_make_it_true_is_named() -> None:
    assert "总持仓" in said("券商融资杠杆可达2倍", "2").reason.zh
    assert "即使" in said("券商融资杠杆可达3倍", "3").reason.zh
    assert said("券商融资杠杆可达2倍", "2").corrected == "≤ 1.25"


@pytest.mark.parametrize(
    ("text", "printed", "day", "expected"),
    [
        ("融资杠杆从1.25倍降至1倍", "1.25", "2026-01-15", "supported"),
        ("融资杠杆从1.25倍降至1倍", "1.25", "2021-01-15", "not_checkable"),
        ("融资杠杆从1.5倍降至1倍", "1.5", "2026-01-15", "arithmetic"),
        ("financing leverage fell from 1.25 times to 1 times", "1.25", "2026-01-15", "supported"),
    ],
)
def test_a_step_of_leverage_is_one_over_the_step_of_the_ratio(text: str, printed: str, day: str, expected: str) -> None:
    assert word(said(text, printed, day=day)) == expected


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("Leverage of 6 times cannot come from brokers' margin lending.", "6 times", "supported"),
        ("7倍杠杆多半来自场外，不属于券商两融。", "7倍", "supported"),
        ("If leverage is 4 times, it is probably not under a broker's margin financing.", "4 times", "supported"),
        ("7倍杠杆属于券商两融的常规水平。", "7倍", "refuted"),
        ("公司股价涨了7倍，不是券商两融推动的。", "7倍", "not_checkable"),
        ("Not only 4 times but also 6 times leverage is beyond doubt under brokers' margin lending.", "4 times", "refuted"),
    ],
)
def test_what_brokers_do_not_lend(text: str, part: str, expected: str) -> None:
    assert of_words(text, "2025-10-10", part) == expected
