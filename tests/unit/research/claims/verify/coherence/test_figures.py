"""Breaks if counts, bounds, parts and levels that other figures of the text rule out pass, or if such as fit are refuted."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.coherence.said import said


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Of the 40 brokers, 29 gained; the other 12 lost money.", "other 12", {"count_mismatch"}),
        ("Of the 40 brokers, 29 gained; the other 11 lost money.", "other 11", {"supported"}),
        ("30只基金中,21只上涨,7只下跌,其余3只持平。", "其余3只", {"count_mismatch"}),
        ("30只基金中,21只上涨,7只下跌,其余2只持平。", "其余2只", {"supported"}),
        ("Of the 50 funds, 30 beat the index and 25 ended the year higher.", "25 ended", set()),
        ("Of the 50 funds, 30 beat the index, of which 12 are run by banks.", "12 are", set()),
    ],
)
def test_parts_make_up_their_whole(text: str, words: str, expected: set[str]) -> None:
    assert said(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("当日前四名净买入额依次为2.31亿元、1.74亿元、0.92亿元、0.66亿元,其中仅有1只超过1亿元。", "仅有1只", {"count_mismatch"}),
        ("当日前四名净买入额依次为2.31亿元、1.74亿元、0.92亿元、0.66亿元,其中2只超过1亿元。", "2只超过", {"supported"}),
        ("当日前四名净买入额依次为2.31亿元、1.74亿元、0.92亿元,另有3只超过0.5亿元。", "3只超过", set()),
        ("当日前四名净买入额依次为2.31亿元、1.74亿元、0.92亿元,另有9只超过0.5亿元。", "9只超过", set()),
    ],
)
def test_members_of_a_list_above_a_bound_are_counted(text: str, words: str, expected: set[str]) -> None:
    assert said(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "Eight stocks lost more than 300 million yuan each; the combined outflow came to 2.1 billion yuan.",
            "2.1 billion",
            True,
        ),
        (
            "Eight stocks lost more than 300 million yuan each; the combined outflow came to 3.1 billion yuan.",
            "3.1 billion",
            False,
        ),
        ("Last year 14 funds returned more than 30%. The 14 averaged 27.5%.", "27.5%", True),
        ("Last year 14 funds returned more than 30%. The 14 averaged 37.5%.", "37.5%", False),
        ("共有6只个股净偿还不足2000万元,合计净偿还1.8亿元。", "1.8亿元", True),
        ("银行、煤炭分别净偿还0.43亿元和1.90亿元,均超过1亿元。", "均超过1亿元", True),
        ("银行、煤炭分别净偿还1.43亿元和1.90亿元,均超过1亿元。", "均超过1亿元", False),
        (
            "The six largest funds manage 44.1 billion yuan. The whole group of 38 manages 40.9 billion yuan.",
            "40.9 billion",
            True,
        ),
        (
            "The six largest funds manage 44.1 billion yuan. The whole group of 38 manages 70.9 billion yuan.",
            "70.9 billion",
            False,
        ),
        ("9月5日,两融余额为2.21万亿元,其中融资余额2.31万亿元。", "融资余额2.31万亿元", True),
        ("9月5日,两融余额为2.21万亿元,其中融资余额2.19万亿元。", "融资余额2.19万亿元", False),
        (
            "The margin balance reached 2.31 trillion yuan. This milestone means that it has breached 2.4 trillion yuan.",
            "breached 2.4",
            True,
        ),
        (
            "The margin balance reached 2.41 trillion yuan. This milestone means that it has breached 2.4 trillion yuan.",
            "breached 2.4",
            False,
        ),
    ],
)
def test_nothing_lies_beyond_the_bound_that_other_figures_set(text: str, words: str, expected: bool) -> None:
    assert said(text, words) == ({"impossible_bound"} if expected else set())


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("截至10月9日,A股两融余额为23761.37亿元。\n其中,融资余额23761.37亿元。", "融资余额23761.37亿元", {"label_mixup"}),
        ("截至10月9日,A股两融余额为23761.37亿元。\n其中,融资余额23601.22亿元。", "融资余额23601.22亿元", set()),
        (
            "截至12月3日,两融余额为24135.7亿元。\n券商认为风险可控。总体看,24153.7亿元的两融余额创下新高。",
            "24153.7亿元",
            {"cross_statement"},
        ),
        ("截至12月3日,两融余额为24135.7亿元。截至12月9日,两融余额为24153.7亿元。", "24153.7亿元", set()),
    ],
)
def test_one_quantity_has_one_value_and_one_name(text: str, words: str, expected: set[str]) -> None:
    assert said(text, words) == expected
