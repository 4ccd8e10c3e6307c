"""Dates and windows against days worked out by hand, for an article of Friday 2025-09-19."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.periods import impossible_dates, periods_in

OWN = date(2025, 9, 19)


def periods(text: str, day: date | None = OWN) -> list[Period]:
    article = read_article(text, published=day)
    return [one for passage in article.passages for one in periods_in(article, passage)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9月17日", "2025-09-17"),
        ("截至9月20日", "2024-09-20"),
        ("2015年6月18日的峰值", "2015-06-18"),
        ("二〇二五年九月", "2025-09-01..2025-09-30"),
        ("9月10日至9月18日", "2025-09-10..2025-09-18"),
        ("9月10-18日", "2025-09-10..2025-09-18"),
        ("2015年6月12日至6月18日", "2015-06-12..2015-06-18"),
        ("2015年6月18日至2024年9月23日", "2015-06-18..2024-09-23"),
        ("2024年12月30日至1月3日", "2024-12-30..2025-01-03"),
        ("2023年至2024年二季度", "2023-01-01..2024-06-30"),
        ("2017-2021年", "2017-01-01..2021-12-31"),
        ("去年", "2024-01-01..2024-12-31"),
        ("去年12月", "2024-12-01..2024-12-31"),
        ("今年前8月", "2025-01-01..2025-08-31"),
        ("今年9月以来", "2025-09-01..2025-09-19"),
        ("今年以来", "2025-01-01..2025-09-19"),
        ("年初至今", "2025-01-01..2025-09-19"),
        ("自2024年初以来", "2024-01-01..2025-09-19"),
        ("去年“9·24”行情以来", "2024-09-24..2025-09-19"),
        ("以去年“9·24”为起点的一年里", "2024-09-24..2025-09-19"),
        ("自去年“9·24”算起", "2024-09-24..2025-09-19"),
        ("上周五", "2025-09-12"),
        ("周三", "2025-09-17"),
        ("本周", "2025-09-15..2025-09-21"),
        ("上周", "2025-09-08..2025-09-14"),
        ("上月末", "2025-08-31"),
        ("昨日", "2025-09-18"),
        ("上一交易日", "2025-09-18"),
        ("近一年", "2024-09-19..2025-09-19"),
        ("过去十年", "2015-09-19..2025-09-19"),
        ("近5个交易日", "2025-09-15..2025-09-19"),
        ("未来12个月", "2025-09-19..2026-09-19"),
        ("第三季度", "2025-07-01..2025-09-30"),
        ("三季度末", "2025-09-30"),
        ("2025年上半年", "2025-01-01..2025-06-30"),
        ("2025年前两个季度", "2025-01-01..2025-06-30"),
        ("2025中报", "2025-01-01..2025-06-30"),
        ("11月上旬", "2024-11-01..2024-11-10"),
        ("2025年10、12月", "2025-10-01..2025-12-31"),
        ("截至24.07.10", "2024-07-10"),
        ("2025/9/17", "2025-09-17"),
        ("2H2025", "2025-07-01..2025-12-31"),
        ("H1 2025", "2025-01-01..2025-06-30"),
        ("3Q25", "2025-07-01..2025-09-30"),
        ("as of September 17, 2025", "2025-09-17"),
        ("Sept 17", "2025-09-17"),
        ("17 September 2025", "2025-09-17"),
        ("late December 2024", "2024-12-21..2024-12-31"),
        ("at the end of June 2025", "2025-06-30"),
        ("since the second half of 2024", "2024-07-01..2025-09-19"),
        ("in the latter half of 2024", "2024-07-01..2024-12-31"),
        ("in the third quarter of last year", "2024-07-01..2024-09-30"),
        ("in the first two months of 2025", "2025-01-01..2025-02-28"),
        ("last week", "2025-09-08..2025-09-14"),
        ("on Monday", "2025-09-15"),
        ("the prior session", "2025-09-18"),
        ("year to date", "2025-01-01..2025-09-19"),
        ("over the past year", "2024-09-19..2025-09-19"),
        ("since August", "2025-08-01..2025-09-19"),
        ("June 18, 2015, to Sept. 23, 2024", "2015-06-18..2024-09-23"),
        ("between 2015 and 2025", "2015-01-01..2025-12-31"),
        ("Friday, Sept. 12, 2025", "2025-09-12"),
        ("on the 15th", "2025-09-15"),
        ("between June 2019 and this August", "2019-06-01..2025-08-31"),
        ("between 10 and 12 September 2025", "2025-09-10..2025-09-12"),
        ("9月10日（周三）至9月12日（周五）", "2025-09-10..2025-09-12"),
        ("in the three months to August 2025", "2025-05-31..2025-08-31"),
        ("截至2025年8月29日的两个月", "2025-06-29..2025-08-29"),
        ("at mid-year 2024", "2024-06-30"),
        ("September 12: balances fell", "2025-09-12"),
    ],
)
def test_one_period(text: str, expected: str) -> None:
    [found] = periods(text)
    assert str(found) == expected


@pytest.mark.parametrize(
    "text", ["余额为2万亿元", "2月30日", "13月5日", "2025年2月29日", "近几年", "几个月", "a 5% rise", "He may march on"]
)
def test_no_period(text: str) -> None:
    assert periods(text) == []


def test_a_list_of_days_inherits_year_and_month() -> None:
    assert [str(one) for one in periods("2024年10月9日、13日和11月5日")] == ["2024-10-09", "2024-10-13", "2024-11-05"]


def test_only_what_is_printed_whole_is_certain() -> None:
    [printed, inferred] = periods("2015年6月18日与9月17日")
    assert printed.certain
    assert not inferred.certain


def test_since_is_open_and_ends_on_the_articles_day() -> None:
    [since] = periods("自2022年3月以来")
    assert (since.open_end, since.end) == (True, OWN)
    [month] = periods("2022年3月")
    assert not month.open_end


def test_the_prior_session_is_that_before_the_day_named_before_it() -> None:
    assert [str(one) for one in periods("截至9月15日，余额较上一交易日增加")] == ["2025-09-15", "2025-09-12"]


def test_words_that_look_forward_may_name_a_day_to_come() -> None:
    [ahead] = periods("新规将于10月8日起施行")
    assert ahead.start == date(2025, 10, 8)


def test_without_a_day_of_its_own_an_article_is_of_the_latest_day_it_prints() -> None:
    assert [str(one) for one in periods("2024年5月6日见顶，5月3日为第二高。", None)] == ["2024-05-06", "2024-05-03"]
    assert periods("昨日上涨", None) == []


def test_impossible_dates_are_told() -> None:
    assert impossible_dates("在2月30日和3月1日") == ((1, 6),)


def test_a_period_says_where_it_stands() -> None:
    text = "截至9月17日收盘"
    [found] = periods(text)
    assert (found.text, text[slice(*found.at)]) == ("9月17日", "9月17日")
