"""Breaks if a record is not held against the old one beside it, overtaking not against both times, or words beside figures have no claim of their own."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.extract.said import claims_of
from tests.unit.research.claims.verify.coherence.said import said

RECORDS = [
    ("The fund's loans reached 5.2 billion yuan, an all-time high; the old peak, set on May 4, stood at 4.98 billion.", "all-time", "supported"),
    ("The fund's loans reached 4.7 billion yuan, an all-time high; the old peak, set on May 4, stood at 4.98 billion.", "all-time", "sort_order"),
    ("7月3日，某基金融资余额首次突破30亿元，报30.4亿元；此前的高点是5月6日的31.1亿元。", "首次突破", "sort_order"),
    ("7月3日，某基金融资余额首次突破30亿元，报30.4亿元；此前的高点是5月6日的29.1亿元。", "首次突破", ""),
    ("该股融资余额升至27.6亿元，刷新1月8日创下的28.1亿元纪录。", "刷新", "sort_order"),
    ("该股融资余额升至28.6亿元，刷新1月8日创下的28.1亿元纪录。", "刷新", ""),
]  # fmt: skip
PASSED = [
    ("Chips overtook autos: on March 31 its balance was 96 bn yuan to the rival's 103 bn; on June 27, 131 bn to 119 bn.", "Chips", "supported"),
    ("Chips overtook autos: on March 31 its balance was 106 bn yuan to the rival's 103 bn; on June 27, 131 bn to 119 bn.", "Chips", "cross_statement"),
    ("二季度，军工反超医药（两者3月末分别为820亿元、855亿元，6月末分别为902亿元、884亿元）。", "军工反超", "supported"),
    ("二季度，军工反超医药（两者3月末分别为870亿元、855亿元，6月末分别为902亿元、884亿元）。", "军工反超", "cross_statement"),
    ("二季度，军工反超医药（两者3月末分别为820亿元、855亿元，6月末分别为872亿元、884亿元）。", "军工反超", "cross_statement"),
]  # fmt: skip
LISTED = [
    ("In ascending order of loans the list reads Alpha (52 million yuan), Beta (131 million) and Gamma (197 million).", "In ascending", "supported"),
    ("In ascending order of loans the list reads Alpha (52 million yuan), Beta (231 million) and Gamma (197 million).", "In ascending", "sort_order"),
    ("The balance printed 2,604.0, 2,607.1, 2,606.8 and 2,611.3 bn yuan from Monday to Thursday, up at every step.", "up at", "cross_statement"),
    ("Net buying came to 3.8 bn, 3.1 bn, 2.2 bn and 1.6 bn yuan, each smaller than the one before.", "each smaller", "supported"),
    ("Both boards ended lower on Friday: STAR gave up 0.6%, ChiNext 0.2%.", "Both", "supported"),
    ("Both boards ended lower on Friday: STAR gave up 0.6%, ChiNext added 0.2%.", "Both", "count_mismatch"),
    ("除煤炭外，其余行业融资余额悉数上升（煤炭-0.4%，电子+1.9%，通信-2.2%，医药+0.7%）。", "悉数", "count_mismatch"),
    ("除煤炭外，其余行业融资余额悉数上升（煤炭-0.4%，电子+1.9%，通信+2.2%，医药+0.7%）。", "悉数", "supported"),
    ("据1月12日出炉的快讯，截至1月14日收盘，融资余额占流通市值的2.41%。", "快讯", "as_of_mismatch"),
    ("据1月15日出炉的快讯，截至1月14日收盘，融资余额占流通市值的2.41%。", "快讯", ""),
    ("本周净偿还方面，银行（-12.4亿元）垫底，钢铁（-7.1亿元）与传媒（-3.3亿元）稍好。", "垫底", ""),
    ("本周净偿还方面，钢铁（-7.1亿元）垫底，银行（-12.4亿元）与传媒（-3.3亿元）稍好。", "垫底", "sort_order"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "expected"), [*RECORDS, *PASSED, *LISTED])
def test_words_are_held_against_the_figures_beside_them(text: str, words: str, expected: str) -> None:
    assert said(text, words) == ({expected} if expected else set())


@pytest.mark.parametrize(
    ("text", "words", "aspect"),
    [
        ("On Tuesday, June 16, repayments came to 184 billion yuan.", "Tuesday, June 16", "date"),
        ("两融余额为2.6万亿元（2026年5月15日，星期五）。", "2026年5月15日，星期五", "date"),
        ("In descending order the list reads Alpha (152 million yuan) and Beta (131 million).", "In descending order", "order"),
        ("The gold fund drew 410 million yuan of margin buying, most of any fund.", "most of any fund", "statement"),
    ],
)
def test_words_beside_figures_are_claims(text: str, words: str, aspect: str) -> None:
    assert any(words in one.text and one.figure is None and one.aspect.value == aspect for one in claims_of(text))
