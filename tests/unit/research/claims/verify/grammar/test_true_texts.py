"""True texts in many wordings: breaks if a recomputation blames a change of another subject, another base, or a list that is not meant.

Every text is our own and its figures agree with each other; none may be refuted by either room.
"""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.arithmetic.checks import check_arithmetic
from liangrong.research.claims.verify.grammar.checks import check_grammar

DAY = date(2026, 6, 10)
TRUE = (
    "截至6月8日，沪深两市融资余额为25,811.4亿元，较上周末的25,740.2亿元增加71.2亿元，占两融余额的99.3%；融券余额为182.6亿元，占比0.7%。",
    "6月8日，融资客买入宁德时代18.4亿元，偿还12.1亿元，净买入6.3亿元，净买入额占其当日成交额的8.2%。",
    "上周五个交易日，两融余额依次增加31.2亿元、12.5亿元、减少4.1亿元、增加22.0亿元和增加8.4亿元，全周合计增加70.0亿元，日均增加14.0亿元。",
    "中信证券融出资金1,510亿元，占行业的5.8%；国泰海通1,420亿元，占5.5%；两家合计2,930亿元，占比11.3%。行业融出资金总额约2.6万亿元。",
    "电子行业融资余额4,120亿元，占比15.9%，比年初的3,310亿元增长24.5%。同期计算机增长9.8%，通信增长31.2%，三者合计贡献了全部增量的一半。",
    "Margin debt in Shanghai stood at 1.3214 trillion yuan on June 8, or 51.1 per cent of the national total, while Shenzhen had 1.2561 trillion yuan, or 48.6 per cent of the total. The national balance was 2.5861 trillion yuan.",
    "Net purchases reached 12.4 billion yuan in May, 30% more than in April, when they were 9.5 billion yuan. Electronics took 4.1 billion, or a third of the total. Banks' share was 4.2%.",
    "Brokers opened 120,000 accounts in May, up 20% from April. Of the 120,000, 45,000, or 37.5%, were in Guangdong. Some 40% of new clients, mostly under 35, used leverage of 1.2 times.",
    "BYD's share of turnover was 12.5% on Monday, when margin traders bought 3.1 billion yuan of BYD and 2.4 billion of CATL, out of 11.2 billion yuan in all. CATL's share was 21.4%.",
    "融资融券余额连续三周回升，三周分别增加52亿元、61亿元和48亿元，累计161亿元，占今年以来增量的四成。今年以来两融余额增加402亿元。",
    "北交所两融余额为86亿元，仅占全市场的0.3%，全市场两融余额为2.59万亿元，其中融券余额180亿元，占0.7%。",
    "融资买入额占A股成交额的比例为10.2%，较前一周的9.8%上升0.4个百分点；当周融资买入额7,210亿元，A股成交额7.07万亿元。",
    "投资者以80万元自有资金融资80万元，买入市值160万元的股票；若股价下跌25%，市值降至120万元，维持担保比例为150%。融资利率6%，90天利息约1.18万元。",
    "At 5.5% a year, a loan of 2 million yuan costs about 27,000 yuan for 90 days. For 30 days it costs about 9,000 yuan.",
    "An account with assets of 3.0 million yuan and debt of 1.5 million yuan has a maintenance ratio of 200%. If prices fall 20 per cent, assets are worth 2.4 million yuan and the ratio falls to 160%.",
    "两融余额三连增\n6月8日两融余额报25,993亿元，较前一日增加31.2亿元。全年累计增加312亿元，较年初的25,681亿元增长1.2%。",
    "杠杆资金单周净买入电子50亿元\n上周，融资客净买入电子行业50.2亿元，净买入通信行业5.0亿元。",
    "STAR Market and ChiNext together accounted for 34.6% of the balance, with 9.8% and 24.8% respectively.",
    "The two exchanges' balances fell by 12.3 billion and 8.1 billion yuan, a combined 20.4 billion, or 0.8% of the total of 2.61 trillion yuan.",
    "Zijin Mining's balance rose from 7.4 billion yuan to 8.9 billion. Shandong Gold's fell from 3.6 billion yuan to 3.1 billion. Together the two hold 12.0 billion yuan.",
    "有色金属与煤炭合计净流出12.3亿元，其中有色金属净流出8.1亿元，煤炭净流出4.2亿元；电子净流入20.1亿元，两者相抵净流入7.8亿元。",
    "融资余额前三的个股为中国平安、贵州茅台和东方财富，分别为231.4亿元、180.2亿元和178.8亿元，合计590.4亿元，占全市场的2.3%。东方财富占三只合计的30.3%。",
    "5月两融余额环比增长2.4%，其中前半月增长3.0%，后半月下降0.6%。",
    "科创板两融余额为2,410亿元，是北交所84亿元的28.7倍，不足创业板的一半。创业板为5,320亿元。",
    "In May the average daily turnover was 1.21 trillion yuan, with no day below 1.05 trillion. Over 18 sessions margin buying totalled 2.16 trillion yuan, 120 billion yuan a day.",
    "Financing purchases were 110 billion yuan on Tuesday, less than 10% of turnover, and repayments 104 billion yuan, leaving net purchases of 6 billion yuan. Turnover was 1.15 trillion yuan.",
    "三大指数集体收涨，两市成交1.15万亿元，较前一日放量8.1%。其中4,120只个股上涨，占比约八成，1,010只下跌。",
    "截至5月底，信用账户数为1,592万户，其中个人1,586万户，占99.6%；有负债的投资者为181万人，占11.4%。户均融资余额约142万元，融资余额2.57万亿元。",
    "融资余额占流通市值的比例升至2.51%，高于5年均值2.32%，但比2015年峰值4.72%低2.21个百分点，仅为当时的53%。",
    "Semiconductor loans grew 12% in the first quarter and 5% in the second, 17.6% in all. In the third, they fell back 2%.",
    "两融余额由5月末的25,402亿元升至25,994亿元，较年初增长8.1%。",
    "两融余额由5月末的25,402亿元升至25,994亿元，同比增长38.2%。",
    "Margin debt rose to 2.612 trillion yuan from 2.601 trillion a week earlier, up 9.4% since January.",
    "Margin debt rose to 2.612 trillion yuan from 2.601 trillion a week earlier. It has grown 41% over the past year.",
    "Margin debt rose to 2.612 trillion yuan from 2.601 trillion a week earlier, while turnover fell 3.1%.",
    "6月8日融资余额25,811亿元，5月29日为25,740亿元，今年以来增长7.2%。",
    "融资余额从25,740亿元增至25,811亿元，其中电子增加41亿元，通信增加22亿元。",
    "融资余额从25,740亿元增至25,811亿元，连增3日，3日累计增加98亿元。",
    "两融余额25,994亿元，此前一日为25,962亿元，其中沪市增加18亿元。",
    "上半年两融利息收入增长12%，第二季度增长5%，合计增长8%。",
    "In the first half income rose 12% and in the second 5%, a combined 8% for the year.",
    "The ratio fell from 2.61% to 2.54% while the balance rose 0.8%.",
    "沪市融资余额13,214亿元，深市12,561亿元，北交所86亿元，两融余额合计26,043亿元，融券余额182亿元。",
    "5月，112家公司获净买入超1亿元，其中28家超5亿元，占比25%。",
    "宁德时代获净买入6.3亿元，比亚迪获净买入4.2亿元，美的集团遭净卖出3.1亿元。前两家合计10.5亿元，三家合计净买入7.4亿元。",
    "CATL drew 6.3 billion yuan and BYD 4.2 billion yuan, twice as much as in April. The two names drew 5.2 billion yuan then.",
    "融资余额超过5,000亿元的行业有1个，为电子（5,120亿元）；3,000亿元以上的还有计算机（3,240亿元）和通信（3,010亿元），三者合计11,370亿元，占44.1%。",
    "甲公司融资余额为21.3亿元，占其流通市值的5.2%；乙公司为12.4亿元，占4.8%；丙公司8.1亿元，占2.2%。",
    "The largest, Zijin, has 8.9 billion yuan on loan, 6.1% of its market value; Shandong Gold has 3.1 billion, or 3.9% of its float.",
    "北向资金净流入12亿元，融资净买入31亿元，合计43亿元；占成交额的0.4%。全市场成交额为1.15万亿元。",
    "沪深300成份股融资余额占比约53%，中证500占18%，其余占29%。沪深300成份股融资余额为1.37万亿元。",
    "5月份日均融资买入额为1,201亿元，4月份为1,134亿元。全月18个交易日，融资买入额合计21,618亿元。",
    "三个行业净买入分别为21亿元、14亿元和9亿元，日均2.9亿元。",
    "截至5月底户均融资余额为142万元，同比增加8万元。有负债的投资者181万人，个人投资者1,586万户，融资余额2.57万亿元。",
    "某投资者融资100万元，年利率6.5%，半年利息约3.25万元。若提前60天归还，可少付约1.08万元。",
    "Borrowing 2 million yuan at an annual rate of 5% costs 8,333 yuan a month and 100,000 yuan a year. After 10 days, a penalty of 500 yuan applies.",
    "An account with assets of 3.0 million yuan and debt of 1.5 million yuan has a maintenance ratio of 200%. If the investor withdraws cash, the ratio must stay above 300%, and assets of 4.5 million yuan would be needed.",
    "两融余额由6月1日的25,900亿元升至6月8日的25,993亿元，一周增加93亿元，环比增幅0.36%，较年初增长7.9%，同比增长38%。",
    "The balance slipped to 2.585 trillion yuan from 2.601 trillion a week earlier, its third weekly drop; in the year to date it is up 8.1%.",
    "6月8日，电子行业获融资净买入21.3亿元，居首；通信、计算机分别为12.1亿元、8.4亿元。三大行业合计41.8亿元，占净买入总额的62%。当日共有18个行业获净买入，合计67.4亿元。",
    "沪市两融余额13,301亿元，占51.2%；深市12,606亿元，占48.5%；北交所86亿元，占0.3%；三市合计25,993亿元。",
    "前五大券商融出资金占比合计32%，其中中信证券6.1%，华泰证券5.8%。",
    "人均负债142万元，平均维持担保比例为268%；其中散户平均271%，机构平均242%。",
    "The average loan was 1.42 million yuan; the largest was 31 million and the smallest 20,000.",
    "两融标的3,900只，占A股总数5,400只的72%；其中ETF标的410只，占ETF总数1,300只的三成以上。",
    "Of 42 banks, 17 fell and 25 rose. About 40% of them, or 17, saw repayments. Of the 5,400 listed companies, some 72 per cent are eligible, 3,900 in all.",
    "机构预计全年新增两融5,000亿元，增幅约20%。去年末两融余额为2.54万亿元，去年新增6,800亿元，增幅36.6%。",
    "融资余额25,811亿元，比上一交易日减少12亿元；融券余额182亿元，比上一交易日增加0.4亿元；两融余额25,993亿元，比上一交易日减少11.6亿元。",
    "融资买入额1,240亿元，融资偿还额1,196亿元，净买入44亿元。其中沪市净买入25亿元，深市净买入19亿元，北交所基本持平。",
    "Turnover was 1.15 trillion yuan, of which margin purchases were 118 billion yuan, or 10.3%. A year earlier they made up 8.8% of turnover of 980 billion yuan.",
    "Loans to electronics firms, 412 billion yuan, are four times those to banks, 98 billion, and make up 16% of the total.",
    "两融余额占流通市值比重从5月末的2.54%升至2.56%，仍低于历史均值，同期上证指数涨1.2%。",
    "某客户自有资金50万元，融资50万元买入股票，股价上涨20%后，总资产为120万元，负债50万元，维持担保比例为240%，扣除利息约1.5万元后净赚18.5万元。",
    "For a loan of 500,000 yuan at an annual rate of 6%, interest is 30,000 yuan a year, 2,500 a month or about 82 yuan a day. After 60 days it costs about 4,930 yuan.",
    "Net purchases: Monday 2.1 billion yuan, Tuesday 3.4 billion. The two days together brought 5.5 billion yuan, half of the week's 11.0 billion.",
    "上周净买入前两名为电子和通信，分别为21.3亿元和12.1亿元，合计33.4亿元；本周电子净买入15.0亿元，两周累计36.3亿元。",
    "杠杆资金净流入创业板超12亿元\n6月8日，创业板融资净买入12.4亿元，占全市场净买入44亿元的28.2%；科创板净买入1.2亿元。",
    "两融余额单周增加约90亿元\n截至6月8日，两融余额25,993.0亿元，较6月1日的25,900.4亿元增加92.6亿元；9.0亿元来自北交所。",
    "Coal and steel together came to 4.5 billion yuan of repayments in May. In June coal saw repayments of 2.1 billion yuan and steel 1.4 billion.",
    "ETF融资余额为1,012亿元，较前一周的998亿元增加14亿元，其中股票型ETF增加9亿元，占增量的64%。",
    "创业板50指数成份股融资余额合计2,130亿元，占创业板融资余额的40.1%；创业板融资余额5,312亿元，占两融余额的20.4%。",
    "日均融资买入额1,240亿元，较4月的1,130亿元增长9.7%；日均成交额1.18万亿元，环比增长6%。",
    "Margin accounts numbered 15.92 million, up 8% from 14.74 million a year earlier, and 1.81 million of them, 11.4%, carried debt, compared with 11.9% a year earlier.",
    "电子获净买入21.3亿元，通信12.1亿元，全市场净买入67.4亿元。电子占比31.6%，通信占18.0%。电子成交占比22.5%。",
    "Electronics drew 21.3 billion yuan, 31.6% of the market's 67.4 billion yuan. Communications drew 12.1 billion. Communications' share of turnover was 9.1%, and banks' share fell to 4.2%.",
    "沪市融资余额13,214亿元，占51.2%。同期沪市成交额占比为43.1%。",
    "Brokers' interest income was 68.2 billion yuan, or 18.4% of the total. Margin loans stood at 2.58 trillion yuan.",
    "Short balance was 18.2 billion yuan, or 0.7 per cent of the total, and 5 per cent of the peak. The margin trading balance stood at 2.599 trillion yuan.",
    "Financing balance in Shanghai was 1.3214 trillion yuan, or 51.2% of the total; the margin trading balance was 2.599 trillion yuan.",
    "银行股融资余额下降12.4亿元，约占当日降幅的四成。两融余额当日减少31.0亿元，融资余额减少30.2亿元。",
    "Electronics fell by 9.4 billion yuan, a third of the decline. The balance had dropped 28.1 billion yuan that week after a drop of 4.0 billion the week before.",
    "Alpha and Beta came to an agreement worth 4.5 billion yuan. Alpha has 2.1 billion yuan of loans, Beta 1.1 billion yuan.",
    "宁德时代和比亚迪合计获净买入10.5亿元。此前一日宁德时代获净买入3.3亿元，比亚迪2.2亿元。",
    "宁德时代上周获净买入3.3亿元，比亚迪2.2亿元。本周宁德时代和比亚迪合计净买入10.5亿元。",
    "Loans to Alpha rose to 4.2 billion yuan in May; Beta had 2.0 billion. In June Alpha and Beta together totalled 7.1 billion yuan.",
    "前五名合计净买入88.1亿元，其中第一名宁德时代21.3亿元，第二名比亚迪19.2亿元。两者合计40.5亿元，占前五名的46.0%。",
    "5月新开户12.4万户，4月为13.1万户，环比下降5.3%，同比增长21%。",
    "两融余额25,994亿元，较前一日增加32亿元，增幅0.12%；沪深300指数上涨0.8%，创业板指上涨1.2%。",
    "6月5日两融余额25,962亿元，6月8日为25,994亿元，三个交易日内最高26,010亿元；较4月高点26,210亿元下降0.8%。",
)  # fmt: skip


@pytest.mark.parametrize("text", TRUE)
def test_a_true_text_is_not_refuted(text: str) -> None:
    article, desk = read_article(text, published=DAY), Desk()
    claims = extract(article, desk)
    said = [*check_arithmetic(article, claims, desk), *check_grammar(article, claims, desk)]
    wrong = [(claims[one.claim].text, one.judgement.reason.en) for one in said if one.judgement.verdict.support == "refuted"]
    assert wrong == []
