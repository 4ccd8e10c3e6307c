"""Breaks if a total passes under the name of its part, or if rounding, another day, another scope or a slip of the unit is taken for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liangrong.research.claims.article import Role
from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.period import Period
from liangrong.research.claims.verify.document.labels import check_labels
from tests.unit.research.claims.verify.document.pages import Page, page

DAY = date(2025, 11, 3)
BALANCE: dict[str, Any] = {"metric": "financing_balance", "scope": "market"}


def two(sentence: str, larger: str, smaller: str, *others: tuple[Role, str], **more: Any) -> Page:
    fields = {**BALANCE, **more}
    made = page(("body", sentence), *others)
    made.says(sentence[: sentence.index(larger) + len(larger)], Aspect.LEVEL, figure=larger, day=DAY, **fields)
    start = sentence.index(larger) + len(larger)
    return made.says(sentence[start:], Aspect.LEVEL, figure=smaller, **{"day": DAY, **fields})


def test_the_larger_of_two_financing_balances_is_the_total() -> None:
    made = two(
        "On 3 November the financing balance stood at 2.49 trillion yuan, with a financing balance of 2.4731 trillion yuan",
        "2.49 trillion",
        "2.4731 trillion",
    )
    first, second = made.judged(check_labels)
    assert (first.error_types, second.strength) == (("label_mixup",), "derived")
    assert "2.49 trillion yuan" in (first.corrected or "")


def test_a_heading_tells_which_one_is_the_total() -> None:
    made = two("3日融资余额2.49万亿元；当日融资余额2.4731万亿元", "2.49万亿", "2.4731万亿", ("title", "2.49万亿两融市场再迎新高"))
    assert made.said(check_labels) == ["label_mixup", "supported"]


@pytest.mark.parametrize(
    ("second", "expected"),
    [("3日的融资余额是2.1万亿元", "cross_statement"), ("3日的融资余额由2.1万亿元升至2.49万亿元", "not_checkable")],
)
def test_without_any_hint_both_stand_against_each_other(second: str, expected: str) -> None:
    made = page(("body", "3日的融资余额是2.49万亿元"), ("body", second))
    for words, value in (("3日的融资余额是2.49万亿元", "2.49万亿"), (second, "2.1万亿")):
        at = made.article.text.index(words)
        made.says(words, Aspect.LEVEL, figure=value, period=Period(DAY, DAY, "3日", (at, at + 2)), **BALANCE)
    assert made.said(check_labels) == [expected, expected]


@pytest.mark.parametrize(
    ("sentence", "larger", "smaller"),
    [
        ("3日融资余额2.49万亿元；3日融资余额2.4931万亿元", "2.49万亿", "2.4931万亿"), ("3日融资余额2.49万亿元；3日融资余额2490亿元", "2.49万亿", "2490亿"),
        ("3日融资余额约2.5万亿元；3日融资余额2.41万亿元", "约2.5万亿", "2.41万亿"),
    ],
)  # fmt: skip
def test_rounding_hedges_and_slips_of_the_unit_are_not_judged_here(sentence: str, larger: str, smaller: str) -> None:
    assert two(sentence, larger, smaller).said(check_labels) == ["not_checkable", "not_checkable"]


def test_another_day_or_scope_is_another_thing() -> None:
    words = "3日融资余额2.49万亿元；4日融资余额2.4731万亿元"
    made = page(("body", words)).says("3日融资余额2.49万亿元", Aspect.LEVEL, figure="2.49万亿", day=DAY, **BALANCE)
    made.says("4日融资余额2.4731万亿元", Aspect.LEVEL, figure="2.4731万亿", day=date(2025, 11, 4), **BALANCE)
    assert made.said(check_labels) == ["not_checkable", "not_checkable"]
    made = page(("body", words)).says("3日融资余额2.49万亿元", Aspect.LEVEL, figure="2.49万亿", day=DAY, **BALANCE)
    made.says(
        "4日融资余额2.4731万亿元", Aspect.LEVEL, figure="2.4731万亿", day=DAY, metric="financing_balance", scope="exchange:SSE"
    )
    assert made.said(check_labels) == ["not_checkable", "not_checkable"]
