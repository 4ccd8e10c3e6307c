"""Breaks if an old table may describe the present, if a wrong weekday or a day without trading passes, or if days that meet are called apart."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.verify.document.as_of import check_as_of
from liangrong.research.claims.verify.document.calendar_days import (
    check_named_sessions,
    check_session_counts,
    check_trading_days,
    check_weekdays,
)
from liangrong.research.claims.verify.document.effective_days import check_effective_days
from tests.unit.research.claims.verify.document.pages import page


@pytest.mark.parametrize(
    ("caption", "event", "now", "expected"),
    [
        ("融券余额较高的个股（截至2023年5月8日）", "2025年3月4日，甲股份涨停。", "当前空头集中于少数个股。", "stale_date"),
        ("融券余额较高的个股（截至2024年12月31日）", "2025年3月4日，甲股份涨停。", "当前空头集中于少数个股。", "not_checkable"),
        ("融券余额较高的个股（截至2023年5月8日）", "2023年6月1日，甲股份涨停。", "当前空头集中于少数个股。", "not_checkable"),
        ("历史峰值对比（截至2023年5月8日）", "2025年3月4日，甲股份涨停。", "当前空头集中于少数个股。", "not_checkable"),
        ("Most shorted names (as of 8 May 2023)", "On 4 March 2025 Alpha rose.", "The current shorts are few.", "stale_date"),
        ("Most shorted names (as of 8 May 2023)", "On 4 March 2025 Alpha rose.", "Shorts were few.", "not_checkable"),
    ],
)  # fmt: skip
def test_a_table_of_long_ago_does_not_show_the_present(caption: str, event: str, now: str, expected: str) -> None:
    made = page(("body", now), ("caption", caption), ("body", event)).says(caption, Aspect.DATE)
    assert made.said(check_as_of) == [expected]


def test_a_sentence_that_shows_the_present_by_an_old_table() -> None:
    words = "The table lists the names that are shorted today"
    made = page(("caption", "Most shorted names (as of 8 May 2023)"), ("body", words), published=date(2025, 3, 4)).says(words)
    assert made.said(check_as_of) == ["stale_date"]
    made = page(("caption", "Most shorted names (as of 8 May 2023)"), ("body", words), published=date(2023, 6, 4)).says(words)
    assert made.said(check_as_of) == ["not_checkable"]


@pytest.mark.parametrize(
    ("anchor", "event", "expected"),
    [
        ("自2023年初以来，融券余额持续下降。", "2025年3月4日，甲股份涨停。", "stale_date"), ("自2025年初以来，融券余额持续下降。", "2025年3月4日，甲股份涨停。", "not_checkable"),
        ("融券余额持续下降。", "2025年3月4日，甲股份涨停。", "not_checkable"), ("自2023年初以来，成交额持续下降。", "2025年3月4日，甲股份涨停。", "not_checkable"),
    ],
)  # fmt: skip
def test_a_year_to_date_of_an_earlier_year(anchor: str, event: str, expected: str) -> None:
    words = "从年初的900亿元降至200亿元"
    metric = {"metric": "short_balance", "scope": "market"}
    made = page(("body", anchor), ("body", words), ("body", event)).says(words, Aspect.LEVEL, figure="900亿", **metric)
    if "融券" in anchor and "自" in anchor:
        made.says(anchor, Aspect.SIGN, **metric)
    elif "成交" in anchor:
        made.says(anchor, Aspect.SIGN, metric="turnover", scope="market")
    assert made.said(check_as_of)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年3月4日（周二）", "supported"), ("2025年3月4日（星期三）", "wrong_date"), ("Tuesday, March 4, 2025", "supported"), ("Friday, March 4, 2025", "wrong_date"),
        ("Tuesday, Mar 4, 2025 9:34 am", "supported"), ("2025年3月4日（周五）", "wrong_date"),
        ("March 4, 2025", "not_checkable"),
    ],
)  # fmt: skip
def test_weekdays(text: str, expected: str) -> None:
    assert page(("furniture", text)).says(text, Aspect.DATE).said(check_weekdays) == [expected]


def test_a_right_weekday_does_not_prove_what_is_said_to_have_happened() -> None:
    sentence = "On Tuesday, March 4, 2025, the exchanges published a notice on the margin ratio"
    assert page(("furniture", sentence)).says(sentence, Aspect.STATEMENT).said(check_weekdays) == ["not_checkable"]


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("2025年3月8日，融资余额达到1.9万亿元", "1.9万亿", "wrong_date"), ("2025年3月7日，融资余额达到1.9万亿元", "1.9万亿", "not_checkable"),
        ("2025年8月31日，融资余额达到2.2万亿元", "2.2万亿", "not_checkable"), ("On 8 March 2025 the financing balance was 1.9 trillion yuan", "1.9 trillion", "wrong_date"),
    ],
)  # fmt: skip
def test_a_balance_needs_a_session(text: str, figure: str, expected: str) -> None:
    made = page(("body", text)).says(text, Aspect.LEVEL, figure=figure, metric="financing_balance", scope="market")
    (found,) = made.judged(check_trading_days)
    assert (*found.error_types, found.verdict.support)[0] == expected
    assert found.corrected == ("2025-03-07" if expected == "wrong_date" else None)


@pytest.mark.parametrize(
    ("day", "scope", "expected"),
    [
        ("2025-03-08", "security:600001.SH", "wrong_date"),
        ("2025-03-07", "security:600001.SH", "not_checkable"),
        ("2025-05-01", "security:300001.SZ", "wrong_date"),
        ("2025-05-01", "security:NVDA.O", "not_checkable"),
    ],
)
def test_a_return_needs_a_session_of_its_market(day: str, scope: str, expected: str) -> None:
    text = f"{day} +6.31%"
    made = page(("row", text)).says(text, Aspect.LEVEL, figure="6.31%", metric="daily_return", scope=scope)
    assert made.said(check_trading_days) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自下一交易日（2025年3月8日）起恢复融资买入", "wrong_date"), ("自下一交易日（2025年3月10日）起恢复融资买入", "not_checkable"),
        ("自2025年3月8日收市后新开仓的合约适用新比例", "wrong_date"), ("2025年3月8日公布名单", "not_checkable"),
        ("It applies after the close on 8 March 2025", "wrong_date"), ("It applies after the close on 7 March 2025", "not_checkable"),
        ("The next trading day, 9 March 2025, is the first of the new list", "wrong_date"), ("The list was published on 9 March 2025", "not_checkable"),
        ("Chip makers closed higher on Sunday", "wrong_date"), ("Chip makers closed higher on Friday", "not_checkable"),
        ("The exchanges met on Sunday", "not_checkable"),
    ],
)  # fmt: skip
def test_a_day_with_a_close_is_a_session(text: str, expected: str) -> None:
    made = page(("body", text), published=date(2025, 3, 6)).says(text, Aspect.STATEMENT)
    assert made.said(check_named_sessions) == [expected]


def test_a_balance_whose_weekday_contradicts_its_date_may_be_of_the_weekday() -> None:
    text = "As of Friday, 8 March 2025, the financing balance was 1.9 trillion yuan"
    made = page(("body", text)).says(text, Aspect.LEVEL, figure="1.9 trillion", metric="financing_balance", scope="market")
    assert made.said(check_trading_days) == ["not_checkable"]


@pytest.mark.parametrize(
    ("text", "first", "second", "expected"),
    [
        ("自2025年3月7日收市后新开仓的合约适用新比例；2025年3月7日前（含当日）已开仓的合约不受影响", "自2025年3月7日收市后新开仓", "2025年3月7日前（含当日）已开仓", ["supported", "supported"]),
        ("自2025年3月10日起新开仓的合约适用新比例；2025年3月10日前已开仓的合约不受影响", "自2025年3月10日起新开仓", "2025年3月10日前已开仓", ["supported", "supported"]),
        ("自2025年3月10日起新开仓的合约适用新比例；2025年3月6日前（含当日）已开仓的合约不受影响", "自2025年3月10日起新开仓", "2025年3月6日前（含当日）已开仓", ["not_checkable", "wrong_date"]),
        ("New contracts fall under it from March 10, 2025; contracts opened before March 10, 2025 are unaffected", "from March 10, 2025", "before March 10, 2025", ["supported", "supported"]),
    ],
)  # fmt: skip
def test_old_and_new_must_meet(text: str, first: str, second: str, expected: list[str]) -> None:
    assert page(("body", text)).says(first, Aspect.DATE).says(second, Aspect.DATE).said(check_effective_days) == expected


@pytest.mark.parametrize(("close", "expected"), [("7日", "supported"), ("6日", "not_checkable")])
def test_after_the_close_is_from_the_next_session(close: str, expected: str) -> None:
    broker = f"券商公告，自2025年3月{close}收市后新开仓的合约保证金比例调整"
    made = page(("body", "新规自2025年3月10日起施行。"), ("body", broker)).says(broker, Aspect.DATE)
    assert made.said(check_effective_days) == [expected]


def test_a_day_beyond_the_calendar_is_left_alone() -> None:
    text = "自2051年3月7日收市后新开仓，2051年3月7日前（含当日）已开仓的不受影响"
    assert page(("body", text)).says(text, Aspect.DATE, day=date(2051, 3, 7)).said(check_effective_days, check_trading_days) == [
        "not_checkable"
    ]


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("2025年2月有18个交易日", "18个交易日", "supported"),
        ("2025年2月共有20个交易日", "20个交易日", "count_mismatch"),
        ("February 2025 had 18 trading days", "18 trading days", "supported"),
    ],
)
def test_the_sessions_of_a_month(text: str, figure: str, expected: str) -> None:
    assert page(("body", text)).says(text, Aspect.LEVEL, figure=figure).said(check_session_counts) == [expected]
