"""Values in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from liangrong.rules.events import AppliesTo, Confidence
from liangrong.rules.parameters import Dimension, OnRollover, Reach, Tighter, UnitName
from liangrong.rules.rulebook import AUTHORITIES, Rulebook
from liangrong.rules.vintage import Happening
from liangrong.rules.wording import UNITS, WORDS, say, word


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (Decimal("1.30"), "ratio", "130%", "130%"),
        (Decimal("0.655"), "ratio", "65.5%", "65.5%"),
        (Decimal(0), "ratio", "0%", "0%"),
        (Decimal("0.0835"), "per_year", "8.35%/年", "8.35% a year"),
        (Decimal("0.0005"), "per_day", "0.05%/日", "0.05% a day"),
        (2, "sessions", "2 个交易日", "2 sessions"),
        (1, "sessions", "1 个交易日", "1 session"),
        (6, "months", "6 个月", "6 months"),
        (Decimal(500000), "yuan", "500,000 元", "500,000 yuan"),
        (True, "flag", "是", "yes"),
        (False, "flag", "否", "no"),
        (date(2024, 9, 30), "date", "2024-09-30", "2024-09-30"),
        ("per_contract", "choice", "逐笔合约", "per contract"),
        ("a_choice_of_mine", "choice", "a_choice_of_mine", "a_choice_of_mine"),
        (None, "ratio", "不作规定", "no number"),
        ({"general": Decimal("0.8"), "private_fund": Decimal(1)}, "ratio", "general 80%，private_fund 100%", "general 80%, private_fund 100%"),
        (({"ratio_from": None, "ratio_to": Decimal("1.8"), "cap": Decimal("0.5")},), "tiers", "{ratio_to 180%，cap 50%}",
         "{ratio_to 180%, cap 50%}"),
        ((), "tiers", "无", "none"),
    ],
)  # fmt: skip
def test_a_value_is_said_in_both_languages(value: object, unit: UnitName, zh: str, en: str) -> None:
    assert (say(value, unit, "zh"), say(value, unit, "en")) == (zh, en)


def test_every_word_of_the_book_has_both_languages() -> None:
    closed = {
        name for kind in (AppliesTo, Confidence, Reach, OnRollover, Tighter, Dimension, Happening) for name in get_args(kind)
    }
    assert (closed | set(AUTHORITIES)) - set(WORDS) == set()
    assert set(get_args(UnitName)) == set(UNITS)
    assert word("no such word", "zh") == "no such word"


def test_every_choice_of_the_book_is_said_in_words() -> None:
    values = [each.value for parameter in Rulebook.load().parameters.values() for each in parameter.values]
    parts = [part for value in values for part in (value.values() if isinstance(value, Mapping) else [value])]
    choices = {part for part in parts if isinstance(part, str) and part.replace("_", "").isalpha()}
    assert choices, "nothing was looked at"
    assert {choice for choice in choices if say(choice, "choice", "zh") == choice} == set()
