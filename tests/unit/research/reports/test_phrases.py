"""Sentences speak no stronger than their weakest finding, and fall silent without one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from liangrong.core.errors import Lang
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.research.reports.blocks import plain_text
from liangrong.research.reports.findings import GRADES, Finding, Grade
from liangrong.research.reports.phrases import said
from liangrong.research.reports.strength import WORDS, strength, verb, weakest

DAY = date(2026, 1, 30)
LEVEL = Finding("level", "x", "market", DAY, Decimal(150_000_000), Unit.YUAN, grade="published", parameters={"years": 10})
CHANGE = Finding("level.change", "x", "market", DAY, -0.125, Unit.RATIO)
PAIR = ("余额{:is} {level}，变动 {level.change:+}。", "It {:is} {level}, {level.change:+}.")
FACT = ("{:so}创新高：{level}。", "A record, {level}{:so}.")
KNOWN: list[Grade] = ["published", "computed", "bounded", "suspect"]


def spoken(pair: tuple[str, str], *findings: Finding, lang: Lang = "zh") -> str | None:
    words = said(pair, {finding.key: finding for finding in findings}, lang)
    return None if words is None else plain_text(words)


def test_the_grades_stand_in_the_order_of_their_strength() -> None:
    ordered = [*KNOWN, "unknown"]
    assert list(GRADES) == ordered
    assert all(strength(stronger) > strength(weaker) for stronger, weaker in pairwise(ordered))


@pytest.mark.parametrize(
    ("grade", "zh", "en"),
    [
        ("published", "余额为 1.50 亿元，变动", "It stood at CNY 150.00 million"),
        ("computed", "余额按计算为 1.50 亿元", "It computes to CNY 150.00 million"),
        ("bounded", "余额至少为 1.50 亿元", "It is at least CNY 150.00 million"),
        ("suspect", "余额存疑，记为 1.50 亿元", "It is in doubt, put at CNY 150.00 million"),
    ],
)
def test_the_words_are_those_of_the_grade(grade: Grade, zh: str, en: str) -> None:
    both = replace(LEVEL, grade=grade), replace(CHANGE, grade=grade)
    assert (spoken(PAIR, *both) or "").startswith(zh)
    assert (spoken(PAIR, *both, lang="en") or "").startswith(en)


@pytest.mark.parametrize("weak", KNOWN)
def test_the_weakest_finding_decides(weak: Grade) -> None:
    assert weakest([LEVEL, replace(CHANGE, grade=weak)]) == weak
    text = spoken(PAIR, LEVEL, replace(CHANGE, grade=weak), lang="en") or ""
    assert verb("is", weak, "en") in text
    for stronger in (grade for grade in KNOWN if strength(grade) > strength(weak)):
        assert verb("is", stronger, "en") not in text


def test_a_statement_of_fact_is_qualified_too() -> None:
    assert spoken(FACT, LEVEL) == "创新高：1.50 亿元。"
    assert spoken(FACT, replace(LEVEL, grade="bounded")) == "至少就已知的数据而言，创新高：1.50 亿元。"
    assert spoken(FACT, replace(LEVEL, grade="suspect"), lang="en") == "A record, CNY 150.00 million, on data in doubt."


def test_no_grade_borrows_the_words_of_a_stronger_one() -> None:
    for kind in WORDS:
        for place in (0, 1):
            told = [WORDS[kind][grade][place] for grade in KNOWN]
            assert len(set(told)) >= len(KNOWN) - 1, "each grade has words of its own"
            assert all(words for words in told[2:]), "a weak grade is always said"


def test_without_its_finding_there_is_no_sentence() -> None:
    assert spoken(PAIR, LEVEL) is None
    unknown = Finding.unknown("level.change", "x", "market", Note("没有", "none"))
    assert spoken(PAIR, LEVEL, unknown) is None


def test_a_name_may_tell_what_belongs_to_the_question_without_an_answer() -> None:
    unknown = Finding.unknown("level", "x", "market", Note("没有", "none"), years=10)
    label = ("{level:years} 年分位", "{level:years}-year percentile")
    assert spoken(label, unknown) is None
    words = said(label, {"level": unknown}, "en", named=True)
    assert words is not None
    assert plain_text(words) == "10-year percentile"


def test_a_row_of_a_table_fills_its_own_places() -> None:
    rows = {f"names/{code}/level": replace(LEVEL, key=f"names/{code}/level") for code in ("600519.SH", "300750.SZ")}
    words = said(("余额{:is} {level}", "{level}"), rows, "zh", at="names/300750.SZ/")
    assert words is not None
    assert plain_text(words) == "余额为 1.50 亿元"


def test_chinese_goes_on_without_a_space_behind_a_chinese_unit() -> None:
    assert spoken(("以 {level} 为担保，比例 {level.change} 起", ""), LEVEL, CHANGE) == "以 1.50 亿元为担保，比例 -12.50% 起"


def test_a_number_may_leave_its_sign_to_a_word() -> None:
    assert spoken(("", "It fell {level.change:-}."), CHANGE, lang="en") == "It fell 12.50%."
