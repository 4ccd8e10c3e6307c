"""Breaks if a term of another size passes for the law's, a house's stricter one for a breach, or an abolished floor for one in force."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Judgement
from liangrong.research.claims.verify.law.checks import CHECKS
from liangrong.rules.rulebook import Rulebook
from tests.unit.research.claims.verify.one_sentence import judged, sentence, word

DESK = Desk(rulebook=Rulebook.load())


def said(text: str, printed: str = "", unit: str = "", *, day: str = "2025-05-06", **fields: Any) -> Judgement:
    return judged(sentence(text, printed, unit, **{"published": date.fromisoformat(day), **fields}), CHECKS, DESK)


@pytest.mark.parametrize(
    ("text", "printed", "unit", "expected"),
    [
        ("融资合约期限最长不超过6个月", "6", "months", "supported"),
        ("融资合约期限最长不超过12个月", "12", "months", "wrong_value"),
        ("某券商的融资合约期限最长为3个月", "3", "months", "not_checkable"),
        ("the maximum term of a financing contract is 6 months", "6", "months", "supported"),
        ("投资者日均证券类资产不低于50万元", "50", "万元", "supported"),
        ("投资者日均证券类资产不低于5万元", "5", "万元", "wrong_value"),
        ("投资者日均证券类资产不低于50亿元", "50", "亿元", "unit_slip"),
        ("某券商要求客户日均资产不低于100万元", "100", "万元", "not_checkable"),
        ("投资者从事证券交易满6", "6", "months", "supported"),
        ("投资者从事证券交易满3", "3", "months", "wrong_value"),
        ("标的股票上市交易超过3", "3", "months", "supported"),
        ("该公司总资产不低于3亿元", "3", "亿元", "not_checkable"),
        ("这些公司流通市值不低于100亿元", "100", "亿元", "not_checkable"),
        ("监管关注流通市值不低于1亿元的公司", "1", "亿元", "not_checkable"),
        ("标的股票流通市值不低于5亿元", "5", "亿元", "supported"),
        ("eligible stocks need a market cap of at least 5 billion yuan", "5", "billion yuan", "unit_slip"),
    ],
)
def test_a_number_of_the_law(text: str, printed: str, unit: str, expected: str) -> None:
    assert word(said(text, printed, unit)) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("融资合约可以展期", "2025-05-06", "supported"),
        ("融资合约不得展期", "2025-05-06", "stale_rule"),
        ("融资合约不得展期", "2014-05-06", "supported"),
        ("会议可以展期", "2025-05-06", "not_checkable"),
    ],
)
def test_rollovers(text: str, day: str, expected: str) -> None:
    assert word(said(text, day=day)) == expected


@pytest.mark.parametrize(
    ("text", "printed", "upper", "expected"),
    [
        ("股票折算率", "50", "70", "not_checkable"),
        ("股票折算率", "75", None, "wrong_value"),
        ("国债折算率", "95", None, "not_checkable"),
        ("国债折算率", "98", None, "wrong_value"),
        ("折算率", "98", None, "not_checkable"),
    ],
)
def test_conversion_ratios_have_caps(text: str, printed: str, upper: str | None, expected: str) -> None:
    assert word(said(f"{text}{printed}", printed, "%", upper=upper, metric="conversion_ratio")) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("交易所规定维持担保比例不得低于130%", "2018-05-07", "supported"),
        ("交易所规定维持担保比例不得低于130%", "2025-05-06", "stale_rule"),
        ("交易所规定维持担保比例不得低于110%", "2025-05-06", "not_checkable"),
        ("维持担保比例低于130%将被平仓", "2025-05-06", "not_checkable"),
    ],
)
def test_the_floor_that_was_abolished(text: str, day: str, expected: str) -> None:
    printed = "110" if "110" in text else "130"
    assert word(said(text, printed, "%", day=day, metric="maintenance_ratio")) == expected
