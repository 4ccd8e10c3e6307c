"""Results in prose that no construction was written for: breaks if a fault passes, or if a truth or something undecidable is refuted.

Every sentence is our own; the figure in question stands in « », and what it ought to be follows from the other figures of the sentence.
"""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.core.results import Note
from liangrong.research.claims.check import Judged, check
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.judgement import Judgement, Verdict
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.checks import CHECKS, LOOKS
from liangrong.research.claims.verify.search.looks import look_around

DAY = date(2026, 5, 20)
NOTE = Note("说明。", "A note.")
REFUTED = (
    "周二融资余额为19,305亿元，周三增至19,412亿元，一日«+1.6%»。",
    "Loans went from 84.0 billion yuan to 92.4 billion, a gain of «12%».",
    "The book shrank to 60 billion yuan from 80 billion, or by «a third».",
    "十二家券商共发放贷款156亿元，平均每家«15亿元»。",
    "Over six sessions the inflow totalled 27.6 billion yuan, that is «5.6 billion» a session.",
    "计划募资50亿元，32亿元用于两融，余下«28亿元»补充营运资金。",
    "Bonds make up 45% of the portfolio, stocks 38%; the remaining «27%» is cash.",
    "Prices fell 30% in the first half and rose 40% in the second, a gain of «10%» over the whole year.",
    "该笔贷款规模为4.2亿元，英文口径写作«42 million yuan»。",
    "两融交易占比由9.1%升至10.6%，提高了«1.5%»。",
    "He bought 3,000 shares at 25 yuan each, spending «7,500 yuan» in total.",
    "借入80万元，年利率6.5%，一年利息«6.2万元»。",
    "沪市融资余额9,850亿元，深市9,120亿元，两者相差«930亿元»。",
    "电子净买入21.6亿元，银行净买入5.4亿元，前者是后者的«3倍»。",
    "Three lenders hold 41 billion, 36 billion and 22 billion yuan; together the three have «109 billion».",
    "科创板融资余额1,820亿元，占全市场19,400亿元的«12.4%»。",
    "本周融资余额增加120亿元，达到6,120亿元，环比升幅«2.4%»。",
    "短短一年，该板块余额从150亿元到610亿元，«翻了一番»。",
    "Short interest has «quadrupled» in a year, from 3.0 billion yuan to 9.1 billion.",
)
SUPPORTED = (
    "周二融资余额为19,305亿元，周三增至19,412亿元，增幅«0.55%»。",
    "Loans went from 84.0 billion yuan to 92.4 billion, a gain of «10%».",
    "The book shrank to 60 billion yuan from 80 billion, or by «a quarter».",
    "十二家券商共发放贷款156亿元，平均每家«13亿元»。",
    "Over six sessions the inflow totalled 27.6 billion yuan, that is «4.6 billion» a session.",
    "计划募资50亿元，32亿元用于两融，余下«18亿元»补充营运资金。",
    "Bonds make up 45% of the portfolio, stocks 38%; the remaining «17%» is cash.",
    "第一周上涨20%，第二周再涨30%，两周累计涨幅«56%»。",
    "该笔贷款规模为4.2亿元，英文口径写作«420 million yuan»。",
    "两融交易占比由9.1%升至10.6%，提高了«1.5个百分点»。",
    "He bought 3,000 shares at 25 yuan each, spending «75,000 yuan» in total.",
    "借入80万元，年利率6.5%，一年利息«5.2万元»。",
    "沪市融资余额9,850亿元，深市9,120亿元，两者相差«730亿元»。",
    "融资余额升至412亿元，增长3%，一周前为«400亿元»。",
    "电子净买入21.6亿元，银行净买入5.4亿元，前者是后者的«4倍»。",
    "Three lenders hold 41 billion, 36 billion and 22 billion yuan; together the three have «99 billion».",
    "科创板融资余额1,820亿元，占全市场19,400亿元的«9.4%»。",
    "本周融资余额增加120亿元，达到6,120亿元，环比升幅«2.0%»。",
    "短短一年，该板块余额从150亿元到302亿元，«翻了一番»。",
    "Short interest has «quadrupled» in a year, from 3.0 billion yuan to 12.1 billion.",
    "融券余额跌去«九成»，由900亿元降至92亿元。",
)
UNDECIDED = (
    "沪市融资余额9,850亿元，深市9,120亿元，今年以来增长«14%»。",
    "净买入前五合计«82亿元»，其中电子21.6亿元、银行5.4亿元。",
    "The balance is 1.31 trillion yuan, turnover 1.9 trillion; deposits grew «4.2%».",
    "电子行业余额3,100亿元，医药1,450亿元，合计占全市场的«17%»。",
    "The broker earned 3.1 billion yuan from loans of 64 billion, and «12%» more than expected.",
    "Clients hold 640,000 accounts, «1.8 times» as many as in 2019.",
    "融资余额1.9万亿元，较上周增加120亿元，较年初增长«8.8%»。",
    "今日两市成交2.1万亿元，较昨日的1.9万亿元放量，平均维持担保比例升«2.4%»。",
    "The fund raised 60 billion yuan from 12 banks, and pays «4 billion» each year in dividends.",
    "银行、券商净买入4亿元和3亿元，全周两市净流出«12亿元»。",
    "The silver fund drew 640 million yuan, ahead of the steel fund with 620 million and the media fund with «200 million».",
)


def found(marked: str) -> set[str]:
    """How all claims with the marked figure are judged."""
    start, end = marked.index("«"), marked.index("»") - 1
    article = read_article(marked.replace("«", "").replace("»", ""), name="x", published=DAY)
    judged = check(article, extract(article, Desk()), CHECKS, Desk(), LOOKS).claims
    return {
        one.judgement.verdict.support
        for one in judged
        if one.claim.figure is not None and one.claim.figure.start < end and one.claim.figure.end > start
    }


@pytest.mark.parametrize("marked", REFUTED)
def test_refutes_a_result_that_misses(marked: str) -> None:
    assert "refuted" in found(marked)


@pytest.mark.parametrize("marked", SUPPORTED)
def test_supports_a_result_that_closes(marked: str) -> None:
    assert found(marked) == {"supported"}


@pytest.mark.parametrize("marked", UNDECIDED)
def test_is_silent_where_an_operand_is_missing(marked: str) -> None:
    assert "refuted" not in found(marked)


def judged_as(verdict: Verdict, number: int) -> tuple[list[Judged], str]:
    """The three claims of a sentence, one of them decided before the look."""
    article = read_article("Loans went from 84.0 billion yuan to 92.4 billion, a gain of 12%.", name="x", published=DAY)
    claims: list[Claim] = list(extract(article, Desk()))
    assert len(claims) == 3
    said = Judgement(verdict, NOTE, "published", None, ("wrong_value",) if verdict.support == "refuted" else ())
    rest = Judgement(Verdict.NEEDS_EXTERNAL_DATA, NOTE)
    judged = [Judged(one, said if place == number else rest) for place, one in enumerate(claims)]
    rulings = [ruling for ruling in look_around(article, judged, Desk()) if ruling.claim == claims[2].number]
    return judged, rulings[0].judgement.verdict.support if rulings else ""


def test_what_was_refuted_is_no_operand() -> None:
    assert judged_as(Verdict.OPINION, 0)[1] == "refuted"
    assert judged_as(Verdict.CONTRADICTS_PUBLISHED, 0)[1] == ""


def test_what_was_decided_is_left_alone() -> None:
    assert judged_as(Verdict.CONTRADICTS_PUBLISHED, 2)[1] == ""
