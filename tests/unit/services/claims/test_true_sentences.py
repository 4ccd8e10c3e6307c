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


PARAGRAPHS = (
    "杠杆资金一周增仓96.4亿元\n\n截至1月16日，融资净买入31.2亿元，全周合计96.4亿元。",
    "截至1月16日（周五），融资余额19,673.38亿元，较前一交易日增加116.31亿元；融券余额113.83亿元；两融余额19,787.21亿元，比前一日的19,671.12亿元增加116.09亿元。",
    "电子获融资净买入29.23亿元，居首；汽车和计算机分别为28.02亿元、25.63亿元，三者合计82.88亿元。",
    "融资余额连续3日上升，分别增加35.27亿元、55.89亿元和24.80亿元，三日合计115.96亿元。",
    "该比例在2015年11月23日由50%提高到100%，2023年9月11日（9月8日收市后）由100%降到80%，此番是又一次回到100%。",
    "以40万元保证金为例：比例80%时可融资50万元，比例100%时为40万元，少了10万元，降幅20%。",
    "要融资40万元，旧规下需32万元保证金，新规下需40万元，增加25%。",
    "1月19日之前的合约适用80%，之后的适用100%。以保证金40万元计，前者可借50万元，后者可借40万元。",
    "上证180成份股折算率最高70%，其他A股最高65%，交易型开放式基金最高90%，国债最高95%。",
    "2019年8月19日：标的股票由950只扩大到1600只，取消130%的统一最低线。",
    "全市场融券余额111.12亿元，环比减少1.09亿元，占两融余额15,757.15亿元的0.71%。",
    "全市场融券余额111.12亿元。榜上8只股票融券余额合计44,804万元，折合4.48亿元，占全市场的4.03%。",
    "甲公司以9,725万元居首，比第二位的乙公司多1,946万元，是末位丙公司的6.4倍。",
    "账户总资产180万元，融资负债100万元，维持担保比例180%。情形A：转入现金50万元，总资产变为230万元，比例升至230%。情形B：卖出50万元股票还款，总资产变为130万元，负债变为50万元，比例升至260%。仍以该账户为例，股价下跌10%，总资产162万元，比例162%；跌到130%需下跌27.8%。",
    "赵先生存入现金150万元，以每股30元融券卖出5万股，得到150万元。此时账户现金300万元，融券负债150万元，维持担保比例200%。股价跌10%，负债降为135万元，浮盈15万元，比例升到222.2%。",
    "With 400,000 yuan of margin an investor could borrow up to 500,000 yuan at 80% and can borrow 400,000 yuan at 100%, which is 100,000 yuan or 20% less.",
    "SSE 180 constituents count as collateral for up to 70% of their value, other A-shares for up to 65%, ETFs for up to 90% and treasury bonds for up to 95%.",
    "Outstanding margin loans stood at 1,967.338 billion yuan on Friday. Investors bought 129.665 billion yuan of shares on margin on Friday and repaid 118.034 billion yuan.",
    "For a loan of 1 million yuan, yearly interest drops from 62,000 yuan to 56,000 yuan, a saving of 6,000 yuan.",
    "The 2019 expansion added 650 stocks, or 68.4%, and that of 2022 another 600, or 37.5%; the two together added 1,250.",
    "1月15日，两融余额为21,512.4亿元，较2025年末的21,872.4亿元减少360.0亿元。1月以来的9个交易日，日均减少40.0亿元。",
    "The balance of margin loans was 2,412.60 billion yuan on Thursday, a session earlier 2,419.10 billion yuan. With 16.9 billion yuan of shorts the total came to 2,429.50 billion yuan.\nAgainst the 1,730.40 billion yuan of the spring, margin loans are 39.4% higher.",
    "江海药业（600900）融券余额0.52亿元，占流通市值2.60%，在样本中比例最高；岭南电子（300900）融券余额1.90亿元，占比0.80%；山河股份（688900）融券余额0.36亿元，占比0.45%，由此推算其流通市值约80亿元。",
    "分行业看，电子净买入120.4亿元居首，电力设备、通信、有色金属分别净买入80.7亿元、60.3亿元和40.5亿元，四个行业合计301.9亿元，占全市场净买入额的62.1%。",
    "- Five sectors drew net financing purchases of more than 1 billion yuan over the week: coal 6.12 billion, banks 4.75 billion, steel 2.40 billion, media 1.57 billion and food 1.04 billion.",
    "一周融资余额增加118.4亿元。这一周融资净买入累计118.4亿元。",
    "Alpha heads the list with 94.83 million yuan, 22.28 million more than Beta in second place and 7.3 times as much as Gamma, the last.",
)
"""Several figures of one thing: other days, other cases, other rules, changes beside their levels."""
TABLES = (
    "板块 | 上周末 | 本周末 | 增减 | 增幅\n主板 | 6,963.93 | 6,982.67 | +18.74 | +0.27%\n科创板 | 1,348.58 | 1,390.19 | +41.61 | +3.09%\n北交所 | 2,441.90 | 2,501.19 | +59.29 | +2.43%\n\n表中三个板块增幅最大的是科创板。",
    "股票 | 融券余额（百万元） | 较上周\n甲公司 | 52.4 | 9.7%\n乙公司 | 31.6 | -4.1%\n丙公司 | 16.0 | 2.2%\n\n三家公司融券余额合计100.0百万元，其中甲公司占52.4%。",
    "排名 | 行业 | 周净买入（亿元）\n1 | 电子 | 17.84\n2 | 汽车 | 14.42\n3 | 通信 | 12.94\n4 | 煤炭 | -4.89\n5 | 银行 | -21.31\n\n表中五个行业有三个获净买入，合计45.20亿元。",
)


def refuted(text: str) -> list[tuple[str, str]]:
    rows = check_text(None, CheckRequest(text=LongText(text), published=DAY)).checked.rows("en")
    return [(row["text"], row["reason"]) for row in rows if row["support"] == "refuted"]


@pytest.mark.parametrize("sentence", [*CHINESE, *ENGLISH, *EXAMPLES, *PARAGRAPHS, *TABLES])
def test_nothing_true_is_called_false(sentence: str) -> None:
    assert refuted(sentence) == []


@pytest.mark.parametrize("sentences", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_nothing_true_is_called_false_beside_other_sentences(sentences: tuple[str, ...]) -> None:
    assert refuted("\n".join(sentences)) == []


def test_a_fault_among_them_is_seen() -> None:
    wrong = "券商两融业务利率从年初的5.5%降至4.8%，降幅14.7%。"
    assert refuted("\n".join((*CHINESE[:3], wrong, *CHINESE[3:]))) != []
