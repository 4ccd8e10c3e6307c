"""Breaks if a record is believed that was none, a true one is called false, or a first time that was the second."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from liangrong.core.calendar import mainland
from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.judgement import Judgement
from liangrong.research.claims.verify.stored.checks import CHECKS
from tests.unit.research.claims.verify.one_sentence import YI, Noted, judged, on, sentence, word

DAYS = mainland().between(date(2024, 3, 1), date(2024, 3, 22))
PEAK = date(2015, 6, 18)
LEVELS = (100, 90, 95, 101, 102, 99, 103, 104, 105, 100, 101, 102, 103, 104, 101, 99)
"""2024-03-01 … 2024-03-22. Records: 03-01 (100), 03-06 (101), 03-07 (102), 03-11 (103), 03-12 (104), 03-13 (105)."""
TOTAL = {PEAK: Decimal(97) * YI, **{day: Decimal(level) * YI for day, level in zip(DAYS, LEVELS, strict=True)}}
FINANCING = {day: value - 4 * YI for day, value in TOTAL.items()}
DESK = Desk(facts=Noted({("margin_trading_balance", "market"): TOTAL, ("financing_balance", "market"): FINANCING}))
TODAY = date(2024, 3, 25)


def said(text: str, printed: str = "", unit: str = "", **fields: Any) -> Judgement:
    told = {"metric": "margin_trading_balance", "published": TODAY}
    return judged(sentence(text, printed, unit, **{**told, **fields}), CHECKS, DESK)


def record(text: str = "创历史新高", **fields: Any) -> str:
    return word(said(text, aspect=Aspect.RECORD, record=True, **fields))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"period": on("2024-03-07")}, "supported"),
        ({"period": on("2024-03-08")}, "wrong_record"),
        ({"period": on("2024-03-08", carried=True)}, "not_checkable"),
        ({"period": on("2024-03-08", "2024-03-12")}, "supported"),
        ({"period": on("2024-03-14", "2024-03-20")}, "wrong_record"),
        ({"period": on("2024-02-28")}, "not_checkable"),
        ({"text": "创近一年新高", "period": on("2024-03-08")}, "not_checkable"),
        ({"text": "创2022年以来新高", "period": on("2024-03-08")}, "not_checkable"),
    ],
)
def test_a_record(fields: dict[str, Any], expected: str) -> None:
    assert record(**fields) == expected


def test_what_stood_higher_before_is_named() -> None:
    found = said("创历史新高", aspect=Aspect.RECORD, record=True, period=on("2024-03-08"))
    assert found.corrected == "全市场融资融券余额 2024-03-07 为 102.00 亿元"


@pytest.mark.parametrize(
    ("printed", "window", "expected", "flags"),
    [
        ("3", on("2024-03-11", "2024-03-15"), "supported", ()),
        ("5", on("2024-03-04", "2024-03-15"), "supported", ("not_consecutive",)),
        ("9", on("2024-03-04", "2024-03-15"), "wrong_value", ()),
        ("4", on("2024-03-04", "2024-03-15"), "not_checkable", ()),
    ],
)
def test_so_many_records(printed: str, window: Any, expected: str, flags: tuple[str, ...]) -> None:
    found = said(f"连续{printed}次刷新历史新高", printed, "次", aspect=Aspect.STREAK, record=True, period=window)
    assert (word(found), found.flags) == (expected, flags)


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [("连续4日增加", "4", "supported"), ("连续4日下降", "4", "wrong_value"), ("连续9日增加", "9", "wrong_value")],
)
def test_a_run_of_rises(text: str, printed: str, expected: str) -> None:
    assert word(said(text, printed, "sessions", aspect=Aspect.STREAK, period=on("2024-03-20"))) == expected


def crossing(level: str, **fields: Any) -> Judgement:
    told = {"aspect": Aspect.CROSSING, "first": True, "hedge": Hedge.OVER}
    return said(f"首次突破{level}亿元", level, "亿元", **{**told, **fields})


@pytest.mark.parametrize(
    ("level", "fields", "expected"),
    [
        ("103", {"period": on("2024-03-11")}, "supported"),
        ("103", {"period": on("2024-03-12")}, "wrong_date"),
        ("103", {"period": on("2024-03-07")}, "wrong_date"),
        ("103", {"period": on("2024-03-01", "2024-03-31")}, "supported"),
        ("103", {"period": None}, "supported"),
        ("103", {"period": None, "published": date(2025, 6, 1)}, "not_checkable"),
        ("103", {"period": on("2024-03-12", carried=True)}, "supported"),
        ("120", {"period": on("2024-03-12")}, "wrong_value"),
        ("96", {"period": on("2024-03-01")}, "wrong_date"),
    ],
)
def test_a_first_crossing(level: str, fields: dict[str, Any], expected: str) -> None:
    assert word(crossing(level, **fields)) == expected


def test_first_since_a_year_looks_no_further_back() -> None:
    found = said(
        "自2015年以来首次突破96亿元", "96", "亿元", aspect=Aspect.CROSSING, first=True, hedge=Hedge.OVER, period=on("2024-03-01")
    )
    assert word(found) == "supported"


def test_the_other_balance_that_crossed_on_the_printed_day_is_named() -> None:
    found = crossing("100", period=on("2024-03-12"))
    assert found.error_types == ("wrong_date", "scope")
    assert "融资余额" in found.reason.zh


def peak(
    day: str,
    text: str = "首次超过2015年6月18日的峰值",
    *,
    way: str = "above",
    first: bool = True,
    aspect: Aspect = Aspect.CROSSING,
) -> str:
    return word(said(text, aspect=aspect, first=first, direction=way, period=on(day), base=on(PEAK), reference="峰值"))


def test_an_old_peak() -> None:
    assert peak("2024-03-01") == "supported"
    assert peak("2024-03-06") == "wrong_date"
    assert peak("2024-03-04") == "wrong_value"
    assert peak("2024-03-04", "低于2015年的峰值", way="below", first=False, aspect=Aspect.RELATION) == "supported"
    assert peak("2024-03-06", "低于2015年的峰值", way="below", first=False, aspect=Aspect.RELATION) == "wrong_value"


def test_a_part_that_is_above_a_level_lets_the_whole_be_above_it() -> None:
    days = mainland().between(date(2024, 3, 4), date(2024, 3, 6))
    desk = Desk(
        facts=Noted(
            {("financing_buy_to_turnover", "market"): dict(zip(days, map(Decimal, ("0.115", "0.118", "0.121")), strict=True))}
        )
    )
    for printed, expected in (("11", "supported"), ("11.4", "not_checkable"), ("13", "not_checkable")):
        told = sentence(f"占比均超过{printed}%", printed, "%", metric="margin_trading_share_of_turnover", hedge=Hedge.OVER, period=on(days[0], days[-1]),
                        published=days[-1] + timedelta(days=1))  # fmt: skip
        found = judged(told, CHECKS, desk)
        assert word(found) == expected
        assert found.strength == ("feasibility" if expected == "supported" else None)


def test_a_name_that_may_mean_two_balances_is_told_with_both_days() -> None:
    found = said(
        "margin balances passed 101亿元 for the first time",
        "101",
        "亿元",
        metric="financing_balance",
        ambiguous=("margin_trading_balance",),
        aspect=Aspect.CROSSING,
        first=True,
        hedge=Hedge.OVER,
        period=on("2024-03-13"),
    )
    assert word(found) == "supported"
    assert "ambiguous_metric" in found.flags
    assert "2024-03-13" in found.reason.en
    assert "2024-03-06" in found.reason.en
