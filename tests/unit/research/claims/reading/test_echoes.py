"""Days that are counted from another date of the sentence, rules that are to take effect, weekdays, agency datelines, wrapped lines."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.periods import periods_in

DAY = date(2030, 10, 22)


def days(text: str) -> list[str]:
    article = read_article(f"{text}\n另一行也在这里。", published=DAY)
    return [str(one) for one in periods_in(article, article.passages[0])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10月15日余额增加，当日净买入30亿元，次日回落。", ["2030-10-15", "2030-10-15", "2030-10-16"]),
        ("今年前三季度为200亿元，去年同期为150亿元。", ["2030-01-01..2030-09-30", "2029-01-01..2029-09-30"]),
        ("9月新开15万户，去年同月为12万户。", ["2030-09-01..2030-09-30", "2029-09-01..2029-09-30"]),
        ("截至10月18日，余额较前一周增加。", ["2030-10-18", "2030-10-07..2030-10-13"]),
        ("At the end of July it was 262 billion yuan, against 251 a month earlier.", ["2030-07-31", "2030-06-30"]),
        (
            "On October 14 it was 2.7 trillion, from 2.6 a week earlier and 2.1 two years earlier.",
            ["2030-10-14", "2030-10-07", "2028-10-14"],
        ),
        ("At the end of June it was 262 billion yuan, against 251 a month earlier.", ["2030-06-30", "2030-05-31"]),
        ("In September it rose 9% from a year earlier.", ["2030-09-01..2030-09-30", "2029-09-01..2029-09-30"]),
        ("较一个月前增加，当日回落。", []),
        ("Earlier days were better; a year earlier nobody knew.", []),
    ],
)
def test_a_date_is_counted_from_the_one_before_it(text: str, expected: list[str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自10月30日起，保证金比例上调至100%。", "2030-10-30"),
        ("新规自11月4日起施行。", "2030-11-04"),
        ("The ratio takes effect on November 4.", "2030-11-04"),
        ("自8月30日以来，余额上升。", "2030-08-30..2030-10-22"),
        ("新规自9月30日起施行。", "2030-09-30..2030-10-22"),
        ("截至10月30日，余额上升。", "2029-10-30"),
    ],
)
def test_a_rule_that_is_to_take_effect_looks_ahead(text: str, expected: str) -> None:
    assert days(text) == [expected]


def test_a_weekday_behind_its_date_is_no_other_day() -> None:
    assert days("10月15日是周三。") == ["2030-10-15"]
    assert days("10月15日（周三）余额上升，上周五回落。") == ["2030-10-15", "2030-10-18"]


def test_an_agency_dateline_stands_alone_and_dates_the_story() -> None:
    article = read_article("SHANGHAI, Tuesday, October 15, 2030 (Agency) - Margin debt in China rose by 2%.\nIt fell before.")
    assert article.published == date(2030, 10, 15)
    assert [(one.role, one.text) for one in article.passages[:2]] == [
        ("furniture", "SHANGHAI, Tuesday, October 15, 2030 (Agency)"),
        ("body", "Margin debt in China rose by 2%."),
    ]


WRAPPED = """Purchases were concentrated in three industries, electronics
(6.2 billion yuan), power equipment (3.9 billion yuan) and some
metals (2.4 billion yuan), which together had a volume of about
12.5 billion yuan. The share of all of these taken together was
46.6%. Nobody knows why.

Smaller names fell in the meantime, and the average loss was at
9.0%."""


def test_a_figure_that_begins_a_line_belongs_to_the_sentence_before_it() -> None:
    (first, second, third, *rest) = [one.text for one in read_article(WRAPPED).passages]
    assert first.endswith("and some metals (2.4 billion yuan), which together had a volume of about 12.5 billion yuan.")
    assert (second, third) == ("The share of all of these taken together was 46.6%.", "Nobody knows why.")
    assert rest == ["Smaller names fell in the meantime, and the average loss was at 9.0%."]


def test_a_numbered_point_begins_anew_and_a_number_at_the_end_ends_its_sentence() -> None:
    text = "They were opened by people under 40. Of these, most are men.\n1. Buy in March.\n2. Sell in May."
    assert [one.text for one in read_article(text).passages] == [
        "They were opened by people under 40.",
        "Of these, most are men.",
        "1. Buy in March.",
        "2. Sell in May.",
    ]
