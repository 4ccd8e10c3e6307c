"""Breaks if a relation that one sentence prints is not recomputed, or if words of another subject are read as the relation."""

from __future__ import annotations

import pytest

from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.reading.figures import figures_in
from tests.unit.research.claims.verify.arithmetic.by_hand import judged, written


def plain(*sentences: str) -> dict[str, str]:
    """What is said of each figure when a claim knows nothing but its figure."""
    article = written(*sentences)
    claims: list[Claim] = []
    for passage in article.passages:
        claims.extend(
            Claim(len(claims) + place, passage, one.start, one.end, one.text, one, aspect=Aspect.STATEMENT, nature=Nature.FACT)
            for place, one in enumerate(figures_in(article, passage))
        )
    return {
        piece: said.error_types[0] if said.error_types else said.verdict.support
        for piece, said in judged(article, claims).items()
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "余额由1250亿元增至1500亿元，增幅20%。",
        "余额从1500亿元降至1200亿元，降幅20%。",
        "比例由2.31%升至2.53%，提高0.22个百分点。",
        "较6月末的1838.15亿元增加676.45亿元，增幅36.8%。",
        "余额1500亿元，较上月末增加250亿元，增长20%。",
        "沪市1250.3亿元，深市1180.5亿元，两者合计2430.8亿元。",
        "净买入甲12.4亿元、净买入乙8.8亿元、净卖出丙6.5亿元，合计净买入14.7亿元。",
        "买入额152亿元，占成交额1600亿元的9.5%。",
        "甲的余额91.6亿元，是乙77.2亿元的1.19倍。",
        "余额为25145.96亿元（约2.51万亿元）。",
        "The balance rose from 2.00 trillion yuan to 2.25 trillion yuan, an increase of 12.5%.",
        "The balance fell to 1.80 trillion yuan from 2.00 trillion yuan, a decline of 10%.",
        "Loans climbed 12.5% from 2.00 trillion yuan to 2.25 trillion yuan.",
        "It expanded by 676.4 billion yuan, or 36.8%, from 1,838.1 billion yuan.",
        "A had 1.23 billion yuan, B 0.98 billion yuan and C 0.76 billion yuan, for a combined 2.97 billion yuan.",
        "Purchases were 251.2 billion yuan, or 11.4% of turnover of 2.2 trillion yuan.",
        "The ratio rose to 2.6% from 2.4%, an increase of 0.2 percentage points.",
    ],
)
def test_what_closes_is_supported(sentence: str) -> None:
    assert set(plain(sentence).values()) == {"supported"}


@pytest.mark.parametrize(
    ("sentence", "wrong", "error"),
    [
        ("余额由1250亿元增至1500亿元，增幅25%。", "25%", "arithmetic"),
        ("余额从1500亿元降至1200亿元，增幅20%。", "20%", "arithmetic"),
        ("比例由2.31%升至2.53%，提高0.32个百分点。", "0.32个百分点", "arithmetic"),
        ("比例由4.8%升至4.9%，上升0.1%。", "0.1%", "unit_slip"),
        ("较6月末的1838.15亿元增加676.45亿元，增幅46.8%。", "46.8%", "arithmetic"),
        ("余额1500亿元，较上月末增加250亿元，增长25%。", "25%", "arithmetic"),
        ("沪市1250.3亿元，深市1180.5亿元，两者合计2530.8亿元。", "2530.8亿元", "arithmetic"),
        ("净买入甲12.4亿元、净买入乙8.8亿元、净卖出丙6.5亿元，合计净买入27.7亿元。", "27.7亿元", "arithmetic"),
        ("买入额152亿元，占成交额1600亿元的19.5%。", "19.5%", "arithmetic"),
        ("The balance rose from 2.00 trillion yuan to 2.25 trillion yuan, an increase of 22.5%.", "22.5%", "arithmetic"),
        ("Purchases were 251.2 billion yuan, or 12.4% of turnover of 2.2 trillion yuan.", "12.4%", "arithmetic"),
        ("It rose to 2.7021 trillion yuan from 2.6648 trillion yuan, an increase of 2.4%.", "2.4%", "arithmetic"),
    ],
)
def test_a_planted_fault_is_found_in_the_figure_that_was_computed(sentence: str, wrong: str, error: str) -> None:
    found = plain(sentence)
    assert {piece: said for piece, said in found.items() if said != "supported"} == {wrong: error}


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("The balance fell to 2.752 trillion yuan from 2.743 trillion yuan.", "2.752 trillion yuan"),
        ("The balance rose sharply from 2.752 trillion yuan to 2.743 trillion yuan.", "2.743 trillion yuan"),
        ("余额由1250亿元降至1500亿元。", "1500亿元"),
        ("余额由1500亿元增至1250亿元。", "1250亿元"),
    ],
)
def test_what_fell_does_not_end_above_where_it_began(sentence: str, wrong: str) -> None:
    assert plain(sentence) == {wrong: "wrong_sign"}


@pytest.mark.parametrize(
    "sentence",
    [
        "跌幅由2.1%扩大至3.2%。",
        "The decline widened from 2.1% to 3.2%.",
        "The balance rose to 2.752 trillion yuan from 2.743 trillion yuan.",
        "保证金比例由80%上调至100%。",
    ],
)
def test_a_direction_that_is_right_is_left_alone(sentence: str) -> None:
    assert "wrong_sign" not in plain(sentence).values()


@pytest.mark.parametrize(
    "sentence",
    [
        "余额由1250亿元增至1500亿元，沪指上涨15%。",
        "余额由1250亿元增至1500亿元，同比增长45%。",
        "Loans rose 8% as turnover climbed from 2.00 trillion yuan to 2.25 trillion yuan.",
        "The balance rose from 100 billion yuan to 120 billion yuan, 5% of the market.",
        "The balance rose from 100 billion yuan to 120 billion yuan, up 45% year on year.",
        "沪市1250.3亿元，较前一日增加62.4亿元；深市1180.5亿元，较前一日增加51.1亿元；两市合计2430.8亿元。",
        "甲净买入12.4亿元，乙净买入8.8亿元，丙余额合计300亿元。",
        "The index gained 2.1%, the ratio rose to 2.6% from 2.4%, and 98 stocks rose.",
    ],
)
def test_another_subject_between_the_figures_is_another_matter(sentence: str) -> None:
    assert "arithmetic" not in plain(sentence).values()


def test_about_loosens_a_figure_and_over_is_a_bound() -> None:
    # 1480 / 1250 - 1 = 18.4 %: about 18 and about 19, but not over 19.
    assert plain("余额由1250亿元增至1480亿元，增幅约19%。").get("约19%") != "arithmetic"
    assert plain("余额由1250亿元增至1480亿元，增幅超19%。")["超19%"] == "arithmetic"
    assert plain("余额由1250亿元增至1480亿元，增幅超18%。").get("超18%") != "arithmetic"
