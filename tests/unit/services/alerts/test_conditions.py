"""A condition is read as people write it, and refused with a sentence when it cannot be compared."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.analytics.measures import MEASURES
from liangrong.core.errors import DenominatorNotNamed, UnitMismatch, UnknownName, UsageError
from liangrong.core.units import Dimension, Unit
from liangrong.services.alerts.conditions import Condition, parse_condition


@pytest.mark.parametrize(
    ("text", "canonical", "limit"),
    [
        ("margin_trading_balance market >= 2.7万亿", "margin_trading_balance market >= 2.7万亿元", "2700000000000"),
        ("两融余额>=27,000亿元", "margin_trading_balance market >= 27000亿元", "2700000000000"),
        ("rzye 600519.SH change < -5%", "financing_balance 600519.SH change 1 < -5%", "-0.05"),
        ("融资余额 industry:sw1:电子 变化 5 ＞ 30亿元", "financing_balance industry:sw1:电子 change 5 > 30亿元", "3000000000"),
        ("short_balance SSE percentile ≥ 95%", "short_balance SSE percentile >= 95%", "0.95"),
        ("两融余额 升破 2.5万亿", "margin_trading_balance market crosses 2.5万亿元", "2500000000000"),
        ("两融余额 沪市 跌破 1万亿", "margin_trading_balance 沪市 falls_below 1万亿元", "1000000000000"),
        (
            "financing_balance_to_float_cap market change > 0.1pp",
            "financing_balance_to_float_cap market change 1 > 0.1个百分点",
            "0.001",
        ),
        ("account 我的 maintenance_ratio < 150%", "account 我的 maintenance_ratio < 150%", "1.5"),
        ("account 我的 维持担保比例 < 追保线", "account 我的 maintenance_ratio < call_line", None),
        ("账户 a/001 zone 是 追保", "account a/001 zone is call", None),
        ("account m exposure_leverage > 2.5", "account m exposure_leverage > 2.5", "2.5"),
        ("account call debt > 100万", "account call debt > 100万元", "1000000"),
        ("financing_balance_to_float_cap 600519.SH >= 暂停线", "financing_balance_to_float_cap 600519.SH >= suspend_line", None),
        ("record 两融余额", "record margin_trading_balance market", None),
        (
            "融资余额 600519.SH 新高 since 2020-01-02",
            "record financing_balance 600519.SH since 2020-01-02",
            None,
        ),
    ],
)
def test_it_is_read_as_people_write_it(text: str, canonical: str, limit: str | None) -> None:
    found = parse_condition(text)
    assert str(found) == canonical
    assert found.limit == (None if limit is None else Decimal(limit))
    assert parse_condition(canonical) == found


def test_units_say_what_is_compared() -> None:
    assert parse_condition("financing_balance change > 5%").unit is Unit.RATIO
    assert parse_condition("financing_balance change > 5亿元").unit is Unit.YUAN
    assert parse_condition("financing_balance_to_float_cap change > 5%").is_relative
    assert parse_condition("financing_balance_to_float_cap change > 5pp").unit is Unit.PERCENTAGE_POINT
    assert not parse_condition("financing_balance_to_float_cap change > 5pp").is_relative
    assert parse_condition("financing_balance percentile > 5%").unit is Unit.RATIO
    assert parse_condition("record financing_balance since 2020-01-02").since == date(2020, 1, 2)


def test_how_far_it_must_go_back_is_read_in_the_same_unit() -> None:
    found = parse_condition("两融余额 >= 2.7万亿 until 26500亿")
    assert (found.release, found.upward) == (Decimal(2_650_000_000_000), True)
    assert not parse_condition("account m maintenance_ratio < 150% 直至 160%").upward


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("两融余额 >= 2.7股", UnitMismatch, "measure different things"),
        ("account m debt > 5%", UnitMismatch, "measure different things"),
        ("account m exposure_leverage > 5亿", UnitMismatch, "measure different things"),
        ("financing_balance percentile > 5亿", UnitMismatch, "measure different things"),
        ("financing_balance change > 5股", UnitMismatch, "measure different things"),
        ("两融余额 >= 27000", UsageError, "has no unit"),
        ("short_quantity >= 27000", UsageError, "has no unit"),
        ("两融余额 change > 5", UsageError, "has no unit"),
        ("nonsense > 5", UnknownName, "no measure called 'nonsense'"),
        ("account m nonsense > 5", UnknownName, "no measure called 'nonsense'"),
        ("account m largest_security > 5", UnknownName, "no measure"),
        ("两融余额 >= 2.7兆", UnknownName, "no unit called '兆'"),
        ("两融余额 >= 很多", UsageError, "neither a number"),
        ("account m zone is fine", UnknownName, "no zone called 'fine'"),
        ("financing_balance_to_cap > 2%", DenominatorNotNamed, "float_cap"),
        ("两融余额", UsageError, "needs a comparison"),
        ("两融余额 >=", UsageError, "needs a comparison"),
        (">= 3亿", UsageError, "needs a comparison"),
        ("", UsageError, "needs a comparison"),
        ("account m > 3亿", UsageError, "account NAME MEASURE"),
        ("两融余额 change five > 3%", UsageError, "number of sessions"),
        ("两融余额 change 0 > 3%", UsageError, "number of sessions"),
        ("两融余额 percentile > 95", UsageError, "between 0% and 100%"),
        ("两融余额 >= 2.7万亿 until 2.8万亿", UsageError, "wrong side"),
        ("两融余额 < 2.7万亿 until 2.6万亿", UsageError, "wrong side"),
        ("两融余额 crosses 2.7万亿 until 2.6万亿", UsageError, "'until' goes with"),
        ("两融余额 is call", UsageError, "zone of an account"),
        ("account m zone > 3", UsageError, "zone of an account"),
        ("两融余额 < call_line", UsageError, "maintenance_ratio"),
        ("account m debt < call_line", UsageError, "maintenance_ratio"),
        ("account m maintenance_ratio < suspend_line", UsageError, "financing_balance_to_float_cap"),
        ("account m maintenance_ratio crosses call_line", UsageError, "compare that with"),
        ("record 两融余额 >= 3亿", UsageError, "without a threshold"),
        ("record", UsageError, "without a threshold"),
        ("record 两融余额 since yesterday", UsageError, "no date"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_in_a_sentence(text: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error) as caught:
        parse_condition(text)
    assert said in caught.value.message("en")
    assert "?" not in caught.value.message("zh")


MONEY = [name for name, each in MEASURES.items() if each.unit.dimension is Dimension.MONEY]


@given(
    name=st.sampled_from(MONEY),
    scope=st.sampled_from(["market", "SSE", "600519.SH", "industry:sw1:电子", "index:000300.SH"]),
    aspect=st.sampled_from(["", " change", " change 20", " percentile"]),
    test=st.sampled_from([">=", ">", "<=", "<"]),
    tenths=st.integers(0, 1000),
)
def test_what_is_written_out_is_read_back(name: str, scope: str, aspect: str, test: str, tenths: int) -> None:
    unit = "%" if aspect else "亿元"
    found = parse_condition(f"{name} {scope}{aspect} {test} {tenths / 10}{unit}")
    assert parse_condition(str(found)) == found
    assert isinstance(found, Condition)
    assert (found.measure, found.scope, found.test) == (name, scope, test)
    assert found.limit == Decimal(tenths) / 10 * (Decimal("0.01") if aspect else 100_000_000)


GUIDES = sorted((Path(__file__).resolve().parents[4] / "docs" / "how-to").glob("watch-and-alert*.md"))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_condition_of_the_guide_is_one(guide: Path) -> None:
    rows = [line for line in guide.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    written = [text for row in rows for text in re.findall(r"`([^`]+)`", row)]
    assert len(written) == 13
    for text in written:
        assert parse_condition(str(parse_condition(text))) == parse_condition(text)


def test_both_guides_are_there() -> None:
    assert len(GUIDES) == 2
