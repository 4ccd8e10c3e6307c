"""What reading and extraction give to the arithmetic: value, unit, kind, aspect and direction of a figure, in many words of both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.research.claims.claim import Claim
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.figures import read_figures
from liangrong.research.claims.reading.periods import periods_in
from tests.unit.research.claims.extract.said import claims_of

PHRASES: tuple[tuple[str, str | None, str | None, str | None, str | None, str | None], ...] = (
    # the text; value, unit, kind, aspect and direction that one of its claims has to have, None where it is not looked at
    ("Clients' debt, 412.6 billion yuan in June, stood at 415.1 billion in July: investors owed 2.5 billion more.", "2.5", "billion yuan", "money", "change", "up"),
    ("The balance was 2.31 trillion yuan on Monday. By Friday investors had repaid 18.4 billion.", "18.4", "billion yuan", "money", None, None),
    ("Investors borrowed RMB120.5 million on Monday and 98.2 million on Tuesday.", "98.2", "million yuan", "money", None, None),
    ("Of the 61,300 new accounts, 15,200 belong to people under 30.", "15200", "accounts", "count", None, None),
    ("New accounts rose to 1.83 million in May, after 1.61 million in April.", "1.61", None, "count", None, None),
    ("Individuals hold 5.12 million accounts and institutions 41,200, or 5.16 million in all.", "5.16", None, "count", None, None),
    ("Individuals hold 5.12 million accounts and institutions 41,200, or 5.16 million in all.", "41200", None, "count", None, None),
    ("四个交易日分别净流入9.1亿、-3.2亿、5.4亿、-1.7亿元。", "-3.2", "亿元", "money", None, None),
    ("四个交易日分别净流入9.1亿、-3.2亿、5.4亿、-1.7亿元。", "9.1", "亿元", "money", None, None),
    ("四个交易日分别净流入9.1亿、-3.2亿、5.4亿、-1.7亿元。", "-1.7", "亿元", "money", None, None),
    ("五周依次为12.4、-3.3、8.6、-0.9、4.2亿元。", "-3.3", "亿元", "money", None, None),
    ("融资余额为3,860,000万元。", "3860000", "万元", "money", "level", None),
    ("公司信用账户共有27万户,其中机构1.2万户。", "27", "万户", "count", None, None),
    ("未平仓合约共9.4万份。", "9.4", "万份", None, None, None),
    ("The five days brought +3.1, -2.2, +0.8, -1.5 and +4.0 billion yuan.", "-2.2", "billion yuan", "money", None, None),
    ("前五只个股拿走了七成以上的净买入额。", "70", "%", "percent", "share", None),
    ("头部十家揽下近四成。", "40", "%", "percent", "share", None),
    ("其中三成五来自科创板。", "35", "%", "percent", "share", None),
    ("余额的三分之一集中在电子行业。", "33.33", "%", "percent", "share", None),
    ("不到一半的账户有负债。", "50", "%", "percent", "share", None),
    ("Of 1.8 trillion yuan, 890 billion sits in Shenzhen: slightly under half.", "50", "%", "percent", "share", None),
    ("Shanghai's share came to a little over half of the total.", "50", "%", "percent", None, None),
    ("Just shy of two-thirds of the loans are in main-board names.", "66.67", "%", "percent", "share", None),
    ("Nearly one in three borrowers is under 35.", "33.33", "%", "percent", "share", None),
    ("Roughly a tenth of the book is in ETFs.", "10.00", "%", "percent", "share", None),
    ("Three-fifths of the inflow went to chip makers.", "60.00", "%", "percent", "share", None),
    ("The top ten took forty percent of the money.", "40", "%", "percent", "share", None),
    ("Two per cent of accounts hold half of the debt.", "2", "%", "percent", "share", None),
    ("Sixty-two percent of the collateral is main-board stock.", "62", "%", "percent", "share", None),
    ("ETF担保品占比为百分之十二点五。", "12.5", "%", "percent", "share", None),
    ("The balance is half as much again as a year ago.", "50", "%", "percent", "growth", "up"),
    ("Short interest is half as large again as in March.", "50", "%", "percent", "growth", "up"),
    ("Financing outweighs short selling by 151 to one.", "151", None, "ratio", None, None),
    ("Buyers outnumbered repayers by three to one.", "3", None, "ratio", None, None),
    ("Margin accounts hold a third more stock than in January.", "33.33", "%", "percent", "growth", "up"),
    ("It is a quarter larger than a year earlier.", "25.00", "%", "percent", "growth", "up"),
    ("The balance is a fifth lower than at its peak.", "20.00", "%", "percent", "growth", "down"),
    ("The short balance has quadrupled since May.", "300", "%", "percent", "growth", "up"),
    ("The short balance has quintupled since May.", "400", "%", "percent", "growth", "up"),
    ("The balance almost trebled in two years.", "200", "%", "percent", "growth", "up"),
    ("The balance increased tenfold over the decade.", "10", "x", "multiple", "growth", "up"),
    ("A tenfold increase in accounts followed.", "10", "x", "multiple", "growth", "up"),
    ("Short positions were cut in half.", "50", "%", "percent", "growth", "down"),
    ("The short balance halved within the month.", "50", "%", "percent", "growth", "down"),
    ("The balance has more than doubled since 2019.", "100", "%", "percent", "growth", "up"),
    ("Turnover is now twice what it was in May.", "2", "x", "multiple", None, None),
    ("Its margin book is 2.4 times the size of its rival's.", "2.4", "x", "multiple", None, None),
    ("Collateral covers debt 2.6 times over.", "2.6", "x", "multiple", None, None),
    ("Turnover came to 1.8 turns.", "1.8", "x", "multiple", None, None),
    ("The book turns over 3.2x a year.", "3.2", "x", "multiple", None, None),
    ("五年间融资余额翻了两番。", "300", "%", "percent", "growth", "up"),
    ("融资余额十年翻两番。", "300", "%", "percent", "growth", "up"),
    ("融券余额较年初翻了一番。", "100", "%", "percent", "growth", "up"),
    ("融券余额较高点腰斩。", "50", "%", "percent", "growth", "down"),
    ("融券规模较峰值拦腰砍去一半。", "50", "%", "percent", "growth", "down"),
    ("融券余额较峰值跌去九成。", "90", "%", "percent", "growth", "down"),
    ("规模缩水了三成。", "30", "%", "percent", "growth", "down"),
    ("余额减少近六成。", "60", "%", "percent", "growth", "down"),
    ("开户数较去年多出两成。", "20", "%", "percent", "growth", "up"),
    ("账户数比年初增加了一倍。", "1", "x", "multiple", "growth", "up"),
    ("户均负债是三年前的1.6倍。", "1.6", "x", "multiple", None, None),
    ("融资与融券之比为138比1。", None, None, "ratio", None, None),
    ("规模只有当年的四分之一。", "25.00", "%", "percent", "share", None),
    ("The rate was cut by a tenth.", "10.00", "%", "percent", "growth", "down"),
    ("Borrowing costs fell by a fifth.", "20.00", "%", "percent", "growth", "down"),
    ("The share is now three points above its mean.", "3", "pp", "percentage_point", "change", "up"),
    ("The ratio is two and a half points below last year's.", None, "pp", "percentage_point", "change", "down"),
    ("The rate was cut from 5.5 percent to 5 percent, half a percentage point.", "0.5", "pp", "percentage_point", "change", None),
    ("Rates went from 6.2 percent to 5.4 percent, a cut of 80 basis points.", "80", "bp", "basis_point", "change", "down"),
    ("The rate is eighty basis points lower.", "80", "bp", "basis_point", "change", "down"),
    ("占比由9.2%升至10.5%,提高1.3个百分点。", "1.3", "pp", "percentage_point", "change", "up"),
    ("占比较年初低了两个百分点。", "2", "pp", "percentage_point", "change", "down"),
    ("费率下调60个基点。", "60", "bp", "basis_point", "change", "down"),
    ("The index closed at 3,912.4 points.", "3912.4", None, "points", "level", None),
    ("The index fell 23 points.", "23", None, "points", "change", "down"),
    ("6个交易日里余额累计增加312亿元。", "312", "亿元", "money", "change", "up"),
    ("信用账户中个人占98.6%,机构仅余1.4%。", "1.4", "%", "percent", "share", None),
    ("主板占六成八,其余32%为双创板块。", "32", "%", "percent", "share", None),
    ("Main-board names make up 71 percent, and the remaining 29 percent is in growth boards.", "29", "%", "percent", "share", None),
    ("The last 18 percent belongs to funds.", "18", "%", "percent", "share", None),
    ("降幅达8.6%的背后,是券源收紧。", "8.6", "%", "percent", "growth", "down"),
    ("沪市两融余额节前回落逾2%。", "2", "%", "percent", "growth", "down"),
    ("与上年末的2,310亿元相比,多出12.3%。", "12.3", "%", "percent", "growth", "up"),
    ("与去年同期相比少了7.4%。", "7.4", "%", "percent", "growth", "down"),
    ("By 27.5%: from 1,412 accounts opened on an average day to 1,800.", "27.5", "%", "percent", "growth", "up"),
    ("By 27.5%: from 1,800 accounts opened on an average day to 1,305.", "27.5", "%", "percent", "growth", "down"),
    ("Margin debt shrank by 30 billion yuan to 970 billion, that is by exactly 3%.", "3", "%", "percent", "growth", "down"),
    ("The loan book is 6 percent smaller than a month ago.", "6", "%", "percent", "growth", "down"),
    ("The loan book is thus 6 percent bigger than a month ago.", "6", "%", "percent", "growth", "up"),
    ("融资余额两个月累计7.5%的涨幅。", "7.5", "%", "percent", "growth", "up"),
    ("两市融资余额周跌幅1.05%。", "1.05", "%", "percent", "growth", "down"),
    ("这意味着当月增幅约5.2%。", "5.2", "%", "percent", "growth", "up"),
    ("环比升幅却只有3.9%。", "3.9", "%", "percent", "growth", "up"),
    ("全年增长率高达12.7%。", "12.7", "%", "percent", "growth", "up"),
    ("The balance gained 40% over the two years.", "40", "%", "percent", "growth", "up"),
    ("That is an increase of 5.5% on the week.", "5.5", "%", "percent", "growth", "up"),
    ("The book has lost 12% of its value.", "12", "%", "percent", "growth", "down"),
    ("A 4.4% drop took the balance to 611 billion yuan.", "4.4", "%", "percent", "growth", "down"),
    ("The balance is up 3.8% on the month.", "3.8", "%", "percent", "growth", "up"),
    ("余额同比少增4.1%。", "4.1", "%", "percent", "growth", "down"),
    ("余额较上周缩水1.6%。", "1.6", "%", "percent", "growth", "down"),
    ("The STAR board's balance, 181 billion yuan, is 9% below its March high.", "9", "%", "percent", "growth", "down"),
    ("It ended the quarter 9% above where it began.", "9", "%", "percent", "growth", "up"),
    ("The fall amounts to 1.9%.", "1.9", "%", "percent", "growth", "down"),
    ("The advance works out at 2.7%.", "2.7", "%", "percent", "growth", "up"),
    ("Short sellers put on 310 million yuan between Monday and Tuesday.", "310", "million yuan", "money", "change", "up"),
    ("Clients paid back 2.6 billion yuan in March.", "2.6", "billion yuan", "money", "change", "down"),
    ("On Thursday 4.7 billion yuan went back to the brokers.", "4.7", "billion yuan", "money", "change", "down"),
    ("Clients paid back 2.6 billion yuan, leaving 40.2 billion outstanding.", "40.2", "billion yuan", "money", "level", None),
    ("The three lines brought revenue to 9.1 billion yuan.", "9.1", "billion yuan", "money", "level", None),
    ("Another 5.2 billion yuan took the balance to 204.6 billion.", "204.6", "billion yuan", "money", "level", None),
    ("Another 5.2 billion yuan took the balance to 204.6 billion.", "5.2", "billion yuan", "money", "change", "up"),
    ("The retreat came to 1.32 billion yuan.", "1.32", "billion yuan", "money", "change", "down"),
    ("Borrowers added 8.8 billion yuan over the week.", "8.8", "billion yuan", "money", "change", "up"),
    ("Wednesday saw 3.4 billion yuan go back.", "3.4", "billion yuan", "money", "change", "down"),
    ("Bank names drew 920 million yuan in margin buying against 610 million in repayments.", "920", "million yuan", "money", None, None),
    ("Bank names drew 920 million yuan in margin buying against 610 million in repayments.", "610", "million yuan", "money", None, None),
    ("Chip makers pulled in 2.2 billion yuan on a net basis.", "2.2", "billion yuan", "money", None, None),
    ("Lenders took in 1.4 billion yuan, pocketing 300 million after costs.", "300", "million yuan", "money", None, None),
    ("The market has 22.3 billion yuan less in margin loans than a week ago.", "22.3", "billion yuan", "money", "change", "down"),
    ("The balance is 41 billion yuan short of the July peak.", "41", "billion yuan", "money", "change", "down"),
    ("Repayments trimmed the book by 2.9 billion yuan.", "2.9", "billion yuan", "money", "change", "down"),
    ("融资余额一周少了58亿元。", "58", "亿元", "money", "change", "down"),
    ("本周两融余额净减少211.4亿元。", "211.4", "亿元", "money", "change", "down"),
    ("当日融资余额多了36亿元。", "36", "亿元", "money", "change", "up"),
    ("五个行业合计吸金44亿元。", "44", "亿元", "money", None, "in"),
    ("融资客抛掉23亿元。", "23", "亿元", "money", None, "out"),
    ("融资盘撤出17.5亿元。", "17.5", "亿元", "money", None, "out"),
    ("还掉6亿元后,账上还剩24亿元。", "24", "亿元", "money", "level", None),
    ("还掉6亿元后,账上还剩24亿元。", "6", "亿元", "money", "change", "down"),
    ("融券余额回落至160亿元。", "160", "亿元", "money", "level", None),
    ("融资余额突破2.7万亿元。", "2.7", "万亿元", "money", None, None),
    ("2.5万亿元的余额或将面临考验。", "2.5", "万亿元", "money", "level", None),
    ("日均净买入21亿元。", "21", "亿元", "money", "mean", None),
    ("At a clip of 4.1 billion yuan a day, the market keeps adding debt.", "4.1", "billion yuan", "money", "mean", None),
    ("The average loan is 410,000 yuan.", "410000", "yuan", "money", "mean", None),
    ("Each account owes 118,000 yuan on average.", "118000", "yuan", "money", "mean", None),
    ("户均融资额为32.4万元。", "32.4", "万元", "money", "mean", None),
    ("两市余额同比:+9.4%。", "9.4", "%", "percent", "growth", "up"),
    ("融资余额环比 -3.1%。", "-3.1", "%", "percent", "growth", "down"),
    ("三家机构平均下来每家融资25.3亿元。", "25.3", "亿元", "money", "mean", None),
    ("The four of them hold 48.4 billion yuan, or 12.1 billion apiece on average.", "12.1", "billion yuan", "money", "mean", None),
    ("The second half was 14% better than the first.", "14", "%", "percent", "growth", "up"),
    ("相当于当日余额降幅的41.5%。", "41.5", "%", "percent", None, None),
    ("Seven were unchanged.", "7", "", "count", "count", None),
    ("Only three of eight sessions closed lower.", "3", "", "count", None, None),
    ("到周四,两融余额已是连增第四天。", "4", "days", "duration", "streak", "up"),
    ("The branch signed up 35 a day.", "35", "", "count", "mean", None),
    ("Client B owes 1.9 million yuan, a maintenance ratio of 2.3.", "2.3", "x", "multiple", None, None),
    ("按当前汇率折合美元约2,900亿。", "2900", "亿美元", "money", None, None),
    ("Thirty-one percent are fund shares.", "31", "%", "percent", "share", None),
    ("Turnover swung between 2.031 and 2.086 trillion yuan and settled at 2.044.", "2.044", "trillion yuan", "money", None, None),
)  # fmt: skip


def lacks(claim: Claim, wanted: tuple[str | None, ...]) -> list[str]:
    """What a claim has otherwise than wanted."""
    figure = claim.figure
    if figure is None:
        return ["no figure"]
    value, *words = wanted
    found = [] if value is None or figure.value == Decimal(value) else [f"value {figure.value}"]
    have = (figure.unit, figure.kind.value, claim.aspect.value, claim.direction)
    return found + [repr(known) for known, want in zip(have, words, strict=True) if want is not None and known != want]


@pytest.mark.parametrize(("text", "wanted"), [(text, tuple(wanted)) for text, *wanted in PHRASES])
def test_a_figure_is_what_its_words_say(text: str, wanted: tuple[str | None, ...]) -> None:
    assert min((lacks(claim, wanted) for claim in claims_of(text)), key=len, default=["no claim"]) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Over eleven months the house opened 46,300 accounts.", "11", "months"),
        ("In nine sessions lenders added 31.5 billion yuan.", "9", "sessions"),
        ("6个交易日里余额累计增加312亿元。", "6", "sessions"),
        ("三个季度共新增82万户。", "3", "quarters"),
        ("Two and a half years later it had doubled.", "2.5", "years"),
    ],
)
def test_a_length_of_time_is_a_figure(text: str, value: str, unit: str) -> None:
    assert (Decimal(value), unit) in [(one.value, one.unit) for one in read_figures(text)]


@pytest.mark.parametrize(
    ("text", "value", "kind", "currency"),
    [
        ("Investors had 3.1 billion yuan of debt. A month later they owed 3.4 billion.", "3.4", "money", "CNY"),
        ("The Hong Kong book is worth US$3.1 billion. Clients added 210 million.", "210", "money", "USD"),
        ("It took $2.4 billion and 3.3 billion yuan; 1.2 billion was repaid.", "1.2", "money", ""),
        ("There are 15.9 million accounts. In 2020 there were 9.8 million.", "9.8", "count", ""),
        ("The firm has 96,000 accounts and lent 33.1 billion yuan, 1.4 billion more than in May.", "1.4", "money", "CNY"),
        ("The index closed at 3,912 as 1,204 stocks rose.", "3912", "points", ""),
        ("The number of investors rose to 1.83 million.", "1.83", "count", ""),
    ],
)
def test_an_amount_takes_what_it_does_not_print_from_those_around_it(text: str, value: str, kind: str, currency: str) -> None:
    found = [claim.figure for claim in claims_of(text) if claim.figure is not None and claim.figure.value == Decimal(value)]
    assert [(one.kind.value, one.currency) for one in found] == [(kind, currency)]


def test_under_a_part_in_words_is_below_it_and_not_near_it() -> None:
    (under,) = [one for one in read_figures("It is slightly under half.") if one.unit == "%"]
    assert under.hedge is Hedge.UNDER
    assert under.interval().high == Decimal("0.5")


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("On Monday, January 19, the ratio rises.", date(2026, 1, 16), "2026-01-19"),
        ("On Monday, January 5, they reopen.", date(2025, 12, 30), "2026-01-05"),
        ("On Monday, December 29, it fell.", date(2026, 1, 16), "2025-12-29"),
        ("On Friday, March 13, it fell.", date(2026, 3, 16), "2026-03-13"),
        ("On Friday, January 23, it rose.", date(2026, 1, 26), "2026-01-23"),
    ],
)
def test_a_weekday_tells_a_day_to_come_from_one_a_year_ago(text: str, published: date, day: str) -> None:
    article = read_article(text, published=published)
    assert [str(one) for passage in article.passages for one in periods_in(article, passage)] == [day]


def test_what_a_clause_foresees_something_of_is_a_fact() -> None:
    given, foreseen = claims_of("2.7万亿元的余额或将面临考验。"), claims_of("余额有望达到2.7万亿元。")
    assert [claim.nature.value for claim in (*given, *foreseen)] == ["fact", "forecast"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The MARGIN Balance fell.", ["MARGIN Balance"]),
        ("Submargin balance is no word, the margin balance is.", ["margin balance"]),
        ("融资余额回落", ["融资余额"]),
        ("The margin balances of both fell.", ["margin balances"]),
    ],
)
def test_a_metric_is_named_in_any_letters_and_from_the_beginning_of_a_word(text: str, named: list[str]) -> None:
    assert [one.text for one in mentions_in(text)] == named


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Net purchases topped 5 billion yuan on four days.", [5, 4]),
        ("Only two sessions ended lower.", [2]),
        ("五天中有三天净买入超过10亿元。", [3, 10]),
        ("过去三天净买入超过10亿元。", [10]),
        ("Over the past four days it fell by 5 billion yuan.", [5]),
    ],
)
def test_days_are_counted_where_something_is_said_of_them(text: str, values: list[int]) -> None:
    assert sorted(int(one.figure.value) for one in claims_of(text) if one.figure) == sorted(values)
