"""Relations of figures in prose, true and with a planted fault: breaks if a fault passes, or if a truth or something undecidable is ruled on.

Every sentence is our own; the figure in question stands in « », and what it ought to be follows from the other figures of the sentence.
"""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.closure.checks import check_closure

DAY = date(2026, 5, 20)
REFUTED = (
    "Of the 28 sectors «16» rose and 10 fell, with one unchanged.",
    "八家机构中有«六家»增长、三家下降。",
    "The desk followed 42 funds: 25 raised exposure, 11 cut it and «9» left it as it was.",
    "Out of 36 lenders surveyed, 21 reported growth; the remaining «13» reported a contraction.",
    "Of the 24 sectors, 15 saw net buying and the other «8» net selling.",
    "在参与调查的58家营业部中，有41家表示融资需求上升，其余«19»家表示下降。",
    "全市场5420只个股中，2310只上涨，2987只下跌，另有«223»只平盘。",
    "当日可交易ETF共820只，其中上涨516只、下跌277只、平盘«72»只。",
    "The total balance was 1,845.2 billion yuan, of which financing was 1,829.9 billion yuan; the remaining «51.3 billion yuan» was securities lending.",
    "Banks, brokers and insurers took in 4.12 billion yuan, 3.57 billion yuan and 1.26 billion yuan. Between them the trio absorbed «8.59 billion yuan».",
    "银行、证券、保险分别获净买入41.2亿元、35.7亿元和12.6亿元，三者合计«98.5亿元»。",
    "样本中，国债占31.2%，金融债占28.5%，企业债占42.3%，三类合计恰为«100%»。",
    "- Deal A raised US$0.72 billion, Deal B US$0.55 billion and Deal C US$0.41 billion. All told, the three raised «US$1.86 billion».",
    "周一净流入2.31亿元，周二净流入1.87亿元，周三净流出0.65亿元，三日累计净流入«4.83亿元»。",
    "The list was widened from 980 to 1,530 names, «650» more than before.",
    "Margin debt stood at 1,935.40 billion yuan on Wednesday. The day before it had been 1,930.15 billion, so the increase was «6.25 billion yuan».",
    "周三融资余额为19354.0亿元，周二为19301.5亿元，一天之内增加了«62.5亿元»。",
    "标的数量由1180只扩至1640只，多出«640»只。",
    "At its peak the ratio was 14.2 percent; the current 8.9 percent is «6.3 percentage points» lower.",
    "成交额由1.93万亿元缩至1.78万亿元，缩量«1200亿元»。",
    "Wednesday's margin purchases of 211.6 billion yuan fell short of repayments of 214.9 billion yuan, leaving net buying of «3.3 billion yuan».",
    "- 长盈电子：融资买入8.42亿元，融资偿还9.75亿元，净买入«1.33亿元»；",
    "- 长盈电子：买入9.75亿元，偿还8.42亿元，净买入«1.73亿元»；",
    "Investors borrowed 12.6 billion yuan for new purchases and paid back 11.1 billion yuan, so that net repayments came to «1.5 billion yuan».",
    "ETF融券余量8.64亿份，收盘价3.215元，融券余额约«2.78亿元»。",
    "融券余额仅0.07亿元，折合«70万元»。",
    "The balance is 38.5亿元, or «38.5 billion yuan».",
    "按1美元兑7.15元人民币计算，1.2万亿美元约合«85.8万亿元人民币»。",
    "At 1,350 won to the dollar, the 21.6 trillion won equals «1.6 billion dollars».",
    "A fund with a short position of 50 million yuan has to post «42 million yuan» at the 120 percent requirement.",
    "Bonds worth 300,000 yuan converted at 80 percent count as «260,000 yuan» of margin.",
    "一季度至三季度利息收入分别为21.4亿元、20.1亿元、24.6亿元，«呈逐季走高之势»。",
    "4至8月新开户数分别为15.2万户、13.1万户、16.4万户、12.8万户和14.9万户，«已连续三个月回升»。",
    "当日融资买入1198.2亿元，偿还1203.4亿元，实现净流入«5.2亿元»。",
    "今年前三季度净买入依次为12.4亿元、15.1亿元和14.6亿元，呈«逐季上升»态势。",
    "Retail clients own 62.4% of the loans, institutions 27.1% and the remaining «15.5%» belongs to insiders.",
    "样本分三档：低档占21.5%，中档占46.2%，其余«23.3%»为高档。",
    "Some 64 of 80 branches reported new clients. The remaining «26 branches» reported none.",
    "90个样本里，58个有负债。其余«22»个没有。",
    "成交额由2.08万亿元降至1.92万亿元，下降«0.16个百分点»。",
    "Turnover fell from 208.4 billion yuan to 192.1 billion yuan, down «16.3 percentage points».",
    "当日融资净买入12.4亿元，融资余额由812.6亿元降至«800.2亿元»。",
    "Financing rose to 96.0 billion yuan from 90.2 billion on net repayments of «5.8 billion yuan».",
)
SUPPORTED = (
    "Securities lending stood at 9.6 billion yuan. Of that, brokers held 3.1 billion yuan and funds 2.4 billion yuan, leaving «4.1 billion yuan» to others.",
    "全行业融资余额9.6亿元。其中券商3.1亿元、基金2.4亿元，其余«4.1亿元»由个人持有。",
    "Some 64 of 80 branches reported new clients. The remaining «16 branches» reported none.",
    "Of the 28 sectors «16» rose and 11 fell, with one unchanged.",
    "八家机构中有«五家»增长、三家下降。",
    "The desk followed 42 funds: 25 raised exposure, 11 cut it and «6» left it as it was.",
    "Out of 36 lenders surveyed, 21 reported growth; the remaining «15» reported a contraction.",
    "Of the 24 sectors, 15 saw net buying and the other «9» net selling.",
    "在参与调查的58家营业部中，有41家表示融资需求上升，其余«17»家表示下降。",
    "全市场5420只个股中，2310只上涨，2987只下跌，另有«123»只平盘。",
    "当日可交易ETF共820只，其中上涨516只、下跌277只、平盘«27»只。",
    "The total balance was 1,845.2 billion yuan, of which financing was 1,829.9 billion yuan; the remaining «15.3 billion yuan» was securities lending.",
    "两融余额为18452亿元，其中融资余额18299亿元，剩下的«153亿元»为融券余额。",
    "Banks, brokers and insurers took in 4.12 billion yuan, 3.57 billion yuan and 1.26 billion yuan. Between them the trio absorbed «8.95 billion yuan».",
    "银行、证券、保险分别获净买入41.2亿元、35.7亿元和12.6亿元，三者合计«89.5亿元»。",
    "样本中，国债占31.2%，金融债占28.5%，企业债占40.3%，三类合计恰为«100%»。",
    "Deal A raised US$0.72 billion, Deal B US$0.55 billion and Deal C US$0.41 billion, together «US$1.68 billion».",
    "周一净流入2.31亿元，周二净流入1.87亿元，周三净流出0.65亿元，三日累计净流入«3.53亿元»。",
    "The list was widened from 980 to 1,530 names, «550» more than before.",
    "Margin debt stood at 1,935.40 billion yuan on Wednesday. The day before it had been 1,930.15 billion, so the increase was «5.25 billion yuan».",
    "周三融资余额为19354.0亿元，周二为19301.5亿元，一天之内增加了«52.5亿元»。",
    "标的数量由1180只扩至1640只，多出«460»只。",
    "At its peak the ratio was 14.2 percent; the current 8.9 percent is «5.3 percentage points» lower.",
    "成交额由1.93万亿元缩至1.78万亿元，缩量«1500亿元»。",
    "The five firms lent 734.2 billion yuan at the end of June. At the end of 2024 they had lent 651.7 billion yuan; the stock is thus «82.5 billion yuan» larger.",
    "Wednesday's margin purchases of 211.6 billion yuan fell short of repayments of 214.9 billion yuan, leaving net repayments of «3.3 billion yuan».",
    "- 长盈电子：融资买入8.42亿元，融资偿还9.75亿元，净偿还«1.33亿元»；",
    "- 长盈电子：买入9.75亿元，偿还8.42亿元，净买入«1.33亿元»；",
    "沪深300成份股两融余额从1.4万亿元降至9120亿元，净减少约«4900亿元»。",
    "ETF融券余量8.64亿份，收盘价3.215元，融券余额约«27.78亿元»。",
    "融券余额仅0.07亿元，折合«700万元»。",
    "按1美元兑7.15元人民币计算，1.2万亿美元约合«8.58万亿元人民币»。",
    "At 1,350 won to the dollar, the 21.6 trillion won equals «16 billion dollars».",
    "A fund with a short position of 50 million yuan has to post «60 million yuan» at the 120 percent requirement.",
    "Bonds worth 300,000 yuan converted at 80 percent count as «240,000 yuan» of margin.",
    "一季度至三季度利息收入分别为21.4亿元、22.1亿元、24.6亿元，«呈逐季走高之势»。",
    "4至8月新开户数分别为15.2万户、11.1万户、12.4万户、12.8万户和14.9万户，«已连续三个月回升»。",
    "Of the 50 brokers, 30 raised rates, 12 of them twice; the remaining «20» did not.",
    "全市场5300只个股中，2400只上涨，其中56只涨停，其余«2900»只下跌或持平。",
    "周一融资余额2310亿元，周二2324亿元，一日之间多了«14亿元»。",
    "当日融资买入1203.4亿元，偿还1198.2亿元，净买入«5.2亿元»。",
    "当日融资买入1203.4亿元，偿还1198.2亿元，净额为«5.2亿元»。",
    "Banks and brokers took in 3.1 billion yuan and 2.2 billion yuan, «5.3 billion yuan» in all.",
    "持有8.4亿份，按最新净值1.25元计算，市值约«10.5亿元»。",
    "The price fell from 12.40 yuan to 11.80 yuan, «0.60 yuan» lower.",
    "按1美元兑7.1元人民币折算，50亿美元约合«355亿元»。",
    "今年前三季度净买入依次为12.4亿元、15.1亿元和18.6亿元，合计«46.1亿元»。",
    "今年前三季度净买入依次为12.4亿元、15.1亿元和18.6亿元，呈«逐季上升»态势。",
    "Retail clients own 62.4% of the loans, institutions 27.1% and the remaining «10.5%» belongs to insiders.",
    "样本分三档：低档占21.5%，中档占46.2%，其余«32.3%»为高档。",
)
OPEN = (
    "Steel and cement were repaid 2.64 billion yuan and 3.10 billion yuan, «more than 2 billion yuan» each.",
    "Of the 28 sectors «16» rose and 10 fell.",
    "In the survey of 42 funds, 25 raised exposure and «9» cut it.",
    "Of the 24 sectors, 15 saw net buying, «8» of them for the third week.",
    "The stock closed at 56.20 yuan, down from «58.90 yuan» a day earlier.",
    "融资余额占流通市值的比例为2.31%，略低于«2.38%»的五年均值。",
    "The ratio was 3.1% in June, slightly below the five-year average of «3.4%».",
    "Fourteen funds each had balances above 3 billion yuan, adding up to «58.6 billion yuan».",
    "有12只个股净卖出均超过4亿元，合计净卖出«62亿元»。",
    "It was «the third decline in a row» after moves of minus 2.31 billion yuan on Monday and minus 0.64 billion yuan on Tuesday.",
    "Of the 50 brokers, 30 raised rates; the other 12 large ones, mostly in Shanghai, kept «0.5 percentage points» of margin.",
    "在50家券商中，30家上调了利率，其他«12»家中小券商尚未公布。",
    "The survey covered 120 funds. In all, 45 use futures, 38 use options and «52» use ETFs.",
    "融资余额为2310亿元，比年初增加«180亿元»，而一周前为2295亿元。",
    "Financing stood at 231 billion yuan, against 229.5 billion a week ago; since January the increase is «18 billion yuan».",
    "周一融资余额2310亿元，周二2324亿元，周三较月初增加«35亿元»。",
    "Purchases came to 120.3 billion yuan in Shanghai and repayments to 98.1 billion in Shenzhen; the net inflow into the whole market was «3.5 billion yuan».",
    "银行、证券和保险分别净买入3.1亿元、2.2亿元和1.4亿元，三者合计市值达到«5600亿元»。",
    "Banks and brokers took in 3.1 billion yuan and 2.2 billion yuan; together the two have lost «7.5 percent» this year.",
    "Fifteen stocks saw inflows of more than 200 million yuan; the total for the whole market was «1.9 billion yuan».",
    "有8只ETF规模超过50亿元，全部ETF合计净流入«3.2亿元»。",
    "The fund holds 12.4 million shares bought at 31.5 yuan; its value is now «402 million yuan».",
    "公司拟以每股12.5元回购不超过2亿股，余额«3亿元»将用于补充流动资金。",
    "一季度至三季度收入分别为21.4亿元、20.1亿元、24.6亿元，利润«逐季走高»。",
    "5月至8月新增户数分别为12.1万户、13.4万户、12.9万户和14.2万户，融资余额«连续三个月上升»。",
    "The balance rose from 812 billion yuan in May to 845 billion yuan in July, having gained «9 billion yuan» in June alone.",
    "融资余额由812亿元升至845亿元，其中6月增加«9亿元»。",
    "两融余额845亿元，同比增加«33亿元»，环比由830亿元上升。",
    "按1美元兑7.1元人民币折算，公司负债50亿美元，去年收入约«355亿元»。",
    "The two boards have 1,205 and 560 stocks; the third «250».",
    "Of the 31 sectors, 18 rose. Over the month «22» did.",
    "十大券商包括这五家，合计持有«62%»的市场份额，五家占35%。",
    "Margin loans of 600,000 yuan cost 5.5 percent a year; after 90 days he sold at a profit of «12,000 yuan».",
    "The index closed at 3,456, up from a low of «3,401» earlier in the day.",
    "The index fell to 3,401, recovering from «3,390» at noon.",
    "今年前三季度净买入依次为12.4亿元、15.1亿元和18.6亿元，前三季度合计较去年多«5亿元»。",
)


def said(marked: str) -> set[str]:
    """What the room says of the figure between the marks."""
    start, end = marked.index("«"), marked.index("»") - 1
    article = read_article(marked.replace("«", "").replace("»", ""), published=DAY)
    claims = extract(article, Desk())
    found = set()
    for ruling in check_closure(article, claims, Desk()):
        claim = claims[ruling.claim]
        low, high = (claim.figure.start, claim.figure.end) if claim.figure else (claim.start, claim.end)
        if low < end and start < high:
            found.add(ruling.judgement.verdict.support)
    return found


@pytest.mark.parametrize("text", REFUTED)
def test_a_planted_fault_is_refuted(text: str) -> None:
    assert said(text) == {"refuted"}


@pytest.mark.parametrize("text", SUPPORTED)
def test_what_closes_is_supported(text: str) -> None:
    assert said(text) == {"supported"}


@pytest.mark.parametrize("text", OPEN)
def test_what_nothing_determines_stays_open(text: str) -> None:
    assert said(text) == set()
