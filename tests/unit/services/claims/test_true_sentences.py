"""Breaks if something true is called false: ordinary sentences of the press, each alone and all of a language as one text."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.services.claims.checking import CheckRequest, check_text
from liangrong.services.long_texts import LongText

DAY = date(2026, 1, 23)
CHINESE = (
    "截至1月22日，沪深北三市两融余额27,120.35亿元，较前一交易日增加58.41亿元，其中融资余额26,948.20亿元，融券余额172.15亿元。",
    "当日融资买入2,860.4亿元，融资偿还2,803.1亿元，融资净买入57.3亿元。",
    "电子、计算机、通信融资余额分别为4,105亿元、1,980亿元和1,420亿元，合计占全市场的27.9%。",
    "融资余额连续三日增加，分别增加12.5亿元、33.8亿元和57.3亿元，累计103.6亿元。",
    "截至周四，两市有48只个股融资余额增幅超过20%，其中12只翻倍。",
    "北交所两融余额87.3亿元，不到全市场的1%，但较年初增长21%，增速居三市之首。",
    "创业板两融余额5,420亿元，较2015年高点的1,038亿元增长逾4倍。",
    "1月19日起，投资者融资买入时的保证金比例不得低于100%，此前签订的合约及其展期仍按80%执行。",
    "某投资者有现金50万元，按100%的保证金比例最多可融资50万元，按80%则可融资62.5万元。",
    "账户总资产180万元，负债100万元，维持担保比例180%，高于150%的警戒线。",
    "股价下跌10%后总资产降至162万元，维持担保比例降至162%。",
    "若继续下跌至平仓线130%，总资产为130万元，还需再跌约20%。",
    "去年新开信用账户154.2万户，同比增长52.9%，12月单月新开14.8万户，为全年第四高。",
    "平均维持担保比例为289.4%，较月初的283.1%提高6.3个百分点。",
    "两融余额占流通市值的2.6%，占自由流通市值的5.0%，均低于2015年的4.3%和9.8%。",
    "券商两融业务利率从年初的5.5%降至4.8%，降幅12.7%，即下降0.7个百分点。",
    "前十大券商合计市占率48.6%，较2024年末的47.9%上升0.7个百分点，第一名占8.1%。",
)
ENGLISH = (
    "The balance hit 2.71 trillion yuan on Thursday, up 0.2% from Wednesday and 6.9% from the end of December.",
    "Margin purchases accounted for 10.4% of turnover, down from 11.2% a week earlier and well below the 2015 high of 19%.",
    "Electronics drew 16.1 billion yuan in net buying, almost twice the 8.9 billion that went into power equipment.",
    "Five brokers hold 38% of the market; the next five hold 19%, so the top ten hold 57%.",
    "Of the 31 industries, 22 saw net buying, 8 saw net repayment and one was unchanged.",
    "Short balances fell to 16.6 billion yuan from 17.1 billion, a decline of 2.9%, while the number of shares sold short rose 1.4%.",
    "The index gained 1.2% on Monday, lost 0.4% on Tuesday and ended the two days up 0.8%.",
    "A client with 1 million yuan in cash who borrows 1 million has assets of 2 million against a debt of 1 million, a maintenance ratio of 200%.",
    "Since September 2024 the balance has doubled to 2.7 trillion from 1.35 trillion.",
    "Three sectors (electronics, computers and telecoms) took in 28 billion yuan, more than half of the 52 billion total.",
    "The company earned 1.9 billion yuan in margin interest, 24% of revenue of 7.9 billion.",
    "New accounts rose to 148,000 in December from 121,000 in November but stayed below the 205,000 of September.",
)
EXAMPLES = (
    "某账户总资产200万元，负债100万元，股价下跌20%时比例为160%，下跌35%时比例为130%。",
    "跌20%时账户缩水到八成，比例降到160%；跌35%时为130%。",
    "A fall of 20% takes the account to 80% of its value and the ratio to 160%; at a 35% fall it is 130%.",
    "If the ratio falls to 140% the broker calls; if it falls below 130% for two days, it sells.",
    "老李账户总资产300万元，融资负债150万元。他又存入30万元现金，维持担保比例升到220%。",
    "融资100万元，年利率6%，按360天计，持有30天利息5000元；若利率降到5%，30天利息约4167元，节省约833元。",
    "小孙投入100万元，融资80万元，买入180万元股票。股价上涨10%，市值198万元，净赚18万元，本金收益率18%。",
    "股价先跌20%，再跌10%，合计跌28%，账户由200万元缩水到144万元，负债100万元，维持担保比例144%。",
    "甲、乙两户资产都是150万元，负债分别为100万元和75万元，维持担保比例分别为150%和200%。",
    "总资产260万元、负债200万元的账户比例为130%，补20万元现金后为140%，补40万元后为150%。",
    "An account of 1.3 million yuan with a loan of 1 million sits at the 130% line; 200,000 yuan of cash lifts it to 150%.",
    "融券卖出10万股，单价20元，负债200万元；股价涨到22元时负债220万元，账面亏损20万元。",
    "小何账户里只有股票，市值400万元，融资负债250万元，维持担保比例160%。股价再跌10%，市值360万元，比例144%；跌18.75%则为130%。",
    "假设客户投入300万元并融资200万元买入500万元的股票，平仓线130%，则市值跌到260万元时触线，跌幅48%。",
    "某投资者向券商借200万元，年利率5.4%，按360天计每天利息300元，持有40天共1.2万元。",
    "她的担保比例从240%降到160%，意味着资产缩水了三分之一。",
    "If the price drops 10% the ratio falls from 200% to 180%; if it drops 25%, to 150%.",
    "A borrower with 3 million yuan of shares and 2 million of debt has a ratio of 150%. Selling 500,000 of shares to repay lifts it to about 167%.",
    "维持担保比例=总资产÷总负债，例如总资产450万元、总负债300万元，比例就是150%，而不是66.7%。",
    "两个账户：前者资产280万元、负债200万元，后者资产390万元、负债300万元，比例分别为140%和130%。",
    "账户资产130万元、负债100万元，已经触及130%。想回到140%，补现金10万元即可；想回到150%，要20万元。",
    "客户甲融资利率6%，客户乙5%，各借100万元一年，利息分别为6万元和5万元。",
    "周一总资产300万元，周二降到285万元，周三降到276万元，负债一直是200万元，比例依次是150%、142.5%、138%。",
)
"""Examples of accounts, each of its own."""


def refuted(text: str) -> list[tuple[str, str]]:
    rows = check_text(None, CheckRequest(text=LongText(text), published=DAY)).checked.rows("en")
    return [(row["text"], row["reason"]) for row in rows if row["support"] == "refuted"]


@pytest.mark.parametrize("sentence", [*CHINESE, *ENGLISH, *EXAMPLES])
def test_nothing_true_is_called_false(sentence: str) -> None:
    assert refuted(sentence) == []


@pytest.mark.parametrize("sentences", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_nothing_true_is_called_false_beside_other_sentences(sentences: tuple[str, ...]) -> None:
    assert refuted("\n".join(sentences)) == []


def test_a_fault_among_them_is_seen() -> None:
    wrong = "券商两融业务利率从年初的5.5%降至4.8%，降幅14.7%。"
    assert refuted("\n".join((*CHINESE[:3], wrong, *CHINESE[3:]))) != []
