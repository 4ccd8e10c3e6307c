"""Breaks if what is said of a printed roster (how many, which first, in which order, whose) passes against its figures, or is refuted with them."""

from __future__ import annotations

import pytest

from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.coherence.outline import outline_of
from liangrong.research.claims.verify.coherence.roster import rosters_in
from tests.unit.research.claims.verify.coherence.said import said


@pytest.mark.parametrize(
    ("text", "names", "signs"),
    [
        ("机械净流入6.1亿元、传媒净流出2.3亿元、化工净流入0.8亿元。", ["机械", "传媒", "化工"], [1, -1, 1]),
        ("甲县、乙县、丙县三地分别为3.2%、2.8%、2.1%。", ["甲县", "乙县", "丙县"], [0, 0, 0]),
        ("Net flows were +4, −7 and +2 million yuan.", ["Net flows", "", ""], [1, -1, 1]),
        ("Suzhou lent 31 billion yuan, Ningbo 27 billion and Wuxi 22 billion.", ["Suzhou lent", "Ningbo", "Wuxi"], [0, 0, 0]),
    ],
)
def test_each_member_has_its_name_and_its_sign(text: str, names: list[str], signs: list[int]) -> None:
    line = outline_of(read_article(text, name="-"), ()).lines[0]
    (roster,) = rosters_in(line)
    assert [one.name for one in roster.members] == names
    assert [one.sign for one in roster.members] == signs


@pytest.mark.parametrize(
    ("text", "words", "verdict"),
    [
        ("担保比例高于200%的客户共有三户:甲户212%、乙户187%、丙户240%。", "共有三户", "count_mismatch"),
        ("担保比例高于180%的客户共有三户:甲户212%、乙户187%、丙户240%。", "共有三户", "supported"),
        ("五大行业均获净流入:机械6.1亿元、传媒2.3亿元、化工0.8亿元、钢铁-1.2亿元、煤炭3.3亿元。", "五大行业", "count_mismatch"),
        ("None of the three funds saw outflows: net flows were +4, −7 and +2 million yuan.", "None of", "count_mismatch"),
        ("None of the three funds saw outflows: net flows were +4, +7 and +2 million yuan.", "None of", "not refuted"),
        ("Only two of five sessions closed lower: the changes were −1.3, +0.4, −0.2, +2.0 and +0.7 billion yuan.", "Only two", "supported"),
        ("Only one of five sessions closed lower: the changes were −1.3, +0.4, −0.2, +2.0 and +0.7 billion yuan.", "Only one", "count_mismatch"),
        ("Coal was the only one of the three groups to lose money: steel drew 1.3 billion yuan, banks drew 0.4 billion, while coal shed 0.7 billion.", "Coal was", "supported"),
        ("Two other brokers stayed above 6 percent; the three rates shown are 4.1, 5.2 and 5.9 percent.", "Two other", "not refuted"),
    ],
)  # fmt: skip
def test_who_passes_a_bound_is_counted(text: str, words: str, verdict: str) -> None:
    found = said(text, words)
    assert (verdict in found) if verdict != "not refuted" else not found & {"count_mismatch"}


@pytest.mark.parametrize(
    ("text", "words", "verdict"),
    [
        ("各营业部户均负债由低到高依次为:宁波31万元、温州44万元、嘉兴40万元。", "由低到高", "sort_order"),
        ("各营业部户均负债由低到高依次为:宁波31万元、温州40万元、嘉兴44万元。", "由低到高", "not refuted"),
        ("上周净流入:机械6.1亿元、传媒2.3亿元、化工0.8亿元。其中传媒流入最多。", "传媒流入最多", "sort_order"),
        ("上周净流入:机械6.1亿元、传媒2.3亿元、化工0.8亿元。其中机械流入最多。", "机械流入最多", "not refuted"),
        ("券源规模一路走低:1月末61亿元,2月末55亿元,3月末58亿元。", "一路走低", "cross_statement"),
        ("券源规模一路走低:1月末61亿元,2月末58亿元,3月末55亿元。", "一路走低", "not refuted"),
        ("The four desks charge 4.4, 5.0, 5.6 and 6.8 percent; the median rate is 5.9 percent.", "the median rate", "arithmetic"),
        ("The four desks charge 4.4, 5.0, 5.6 and 6.8 percent; the median rate is 5.3 percent.", "the median rate", "supported"),
        ("Leverage ran from 1.31 to 1.62 times, for an average of 1.27 times.", "for an average", "impossible_bound"),
        ("第一周上涨11%，第二周再涨17%。", "第二周再涨17%", "not refuted"),
        ("全行业的融资利率中位数约5.4%,头部三家分别为4.7%、4.8%、5.0%。", "中位数约5.4%", "not refuted"),
    ],
)  # fmt: skip
def test_orders_places_and_middles_are_those_of_the_figures(text: str, words: str, verdict: str) -> None:
    found = said(text, words)
    assert (verdict in found) if verdict != "not refuted" else not found - {"supported"}


@pytest.mark.parametrize(
    ("text", "words", "verdict"),
    [
        ("Repayments of 88.4 billion yuan fell short of purchases, which came to 83.9 billion yuan.", "fell short", "cross_statement"),
        ("Repayments of 83.4 billion yuan fell short of purchases, which came to 88.9 billion yuan.", "fell short", "not refuted"),
        ("机械的净买入额(41.2亿元)超出传媒与化工之和,后两者为22.6亿元和21.9亿元。", "超出传媒", "cross_statement"),
        ("The third quarter was 18.2% below the second, and the first accounted for 12.1%.", "18.2%", "not refuted"),
        ("其中全部客户负债412亿元。其中机构客户436亿元。", "机构客户", "not refuted"),
        ("宁波、温州、嘉兴的两融市占率分别为7.1%、6.4%、5.2%。温州7.1%的份额引人注目。", "温州7.1%", "label_mixup"),
        ("宁波、温州、嘉兴的两融市占率分别为7.1%、6.4%、5.2%。温州6.4%的份额引人注目。", "温州6.4%", "not refuted"),
        ("新规4月9日公布,自3月20日起施行。", "自3月20日", "wrong_date"),
        ("新规3月9日公布,自3月20日起施行。", "自3月20日", "not refuted"),
        ("Currently the average ratio stands at 251%, according to the firm's report for the first half of 2023.", "Currently", "stale_date"),
    ],
)  # fmt: skip
def test_what_the_text_says_elsewhere_decides(text: str, words: str, verdict: str) -> None:
    found = said(text, words)
    assert (verdict in found) if verdict != "not refuted" else not found - {"supported"}


def test_a_code_of_another_company_is_told() -> None:
    text = "光模块三家:中际旭创(300308)、新易盛(300502)。其中新易盛(300308)上周净买入最多。"
    assert "cross_statement" in said(text, "其中新易盛")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Steel and cement were repaid 0.64 billion yuan and 3.10 billion yuan, more than 2 billion yuan each.",
            "more than 2 billion yuan",
        ),
        ("钢铁、水泥分别遭净偿还6.4亿元和31亿元，均超过20亿元。", "超过20亿元"),
        ("Fourteen funds each had balances above 3 billion yuan, adding up to 38.6 billion yuan.", "38.6 billion yuan"),
        ("有12只个股净卖出均超过4亿元，合计净卖出42亿元。", "42亿元"),
        ("Twelve stocks lost more than 400 million yuan each; their combined outflow was 4.2 billion yuan.", "4.2 billion yuan"),
        (
            "The five largest brokers hold 31.2 percent of the market. The ten largest, including these five, hold 29.8 percent.",
            "29.8 percent",
        ),
        ("有9家机构参与，每家认购不低于2亿元，合计认购16.5亿元。", "16.5亿元"),
        ("两融余额1.92万亿元，其中融资余额1.98万亿元。", "1.98万亿元"),
    ],
)
def test_what_the_figures_leave_no_room_for_is_refuted(text: str, words: str) -> None:
    assert "impossible_bound" in said(text, words)
