"""Breaks if a name is cut, taken for another, or not learnt; if a list is cut at its commas; if a ratio loses its parts; if a view passes for a fact."""

from __future__ import annotations

import pytest

from liangrong.research.claims.claim import Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.extract.clauses import clauses_of
from liangrong.research.claims.extract.entities import Names, entities_in, standing_names
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.extract.nature import nature_of
from liangrong.research.claims.reading.article import read_article
from tests.unit.research.claims.extract.said import PUBLISHED, claims_of


def scopes(text: str) -> list[tuple[str, str]]:
    return [(one.text, one.scope) for one in entities_in(text, Names(standing_names()))]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("创业板指数", "index:399006.SZ"), ("创业板", "board:chinext"), ("STAR 50 Index", "index:000688.SH"), ("the STAR Market", "board:star"), ("沪深300", "index:000300.SH"),
        ("非银金融行业", "industry:sw1:非银金融"), ("non-bank financials sector", "industry:sw1:非银金融"), ("光伏设备板块", "industry:sw2:光伏设备"), ("power equipment stocks", "industry:sw1:电力设备"),
        ("北交所", "exchange:BSE"), ("Kweichow Moutai", "security:600519.SH"), ("sh600519", "security:600519.SH"), ("600519.SH", "security:600519.SH"), ("A-share", "market"),
    ],
)  # fmt: skip
def test_a_name_means_its_scope(text: str, scope: str):
    assert [found for _, found in scopes(text)] == [scope]


@pytest.mark.parametrize(
    "text", ["中信证券的交易所", "电子邮件", "coal prices", "the exchange's servers", "综合来看", "a communication error"]
)
def test_what_is_no_industry_is_none(text: str):
    assert not [scope for _, scope in scopes(text) if scope.startswith("industry:")]


def test_a_bracket_teaches_a_name_and_a_code_whose_it_is():
    taught = scopes("Mountain Gold (贵州茅台) rose. Mountain Gold fell.")
    assert [scope for _, scope in taught] == ["security:600519.SH"] * 3
    assert ("某新股份", "security:301999.SZ") in scopes("某新股份（301999）领涨，某新股份换手率居首")


def test_the_desk_gives_more_names():
    article = read_article("模拟能源融资余额为3.1亿元。", published=PUBLISHED)
    assert [claim.scope for claim in extract(article, Desk(names=(("security:600999.SH", ("模拟能源", "Model Energy")),)))] == [
        "security:600999.SH"
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Coal, steel, and banks saw outflows.", 1),
        ("Prices rose, and the balance fell.", 2),
        ("The balance rose to 2 trillion yuan, up 3% from May, indicating confidence.", 3),
        ("If the ratio falls below 130%, the broker sells.", 1),
        ("融资余额为1,234.5亿元，较上周增加3亿元", 2),
        ("电子、煤炭、银行分别增长1%、2%、3%", 1),
        ("11月15日，融资余额为2.4万亿元", 2),
    ],
)
def test_a_sentence_is_cut_where_something_new_is_said(text: str, pieces: int):
    found = clauses_of(text, 0, len(text))
    assert len(found) == pieces, [one.text for one in found]
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("两融余额占A股流通市值的比例", "margin_trading_balance_to_float_cap"), ("融资余额占自由流通市值比重", "financing_balance_to_free_float_cap"), ("融券余额占总市值比", "short_balance_to_total_cap"),
        ("两融交易额占A股成交额的比重", "margin_trading_share_of_turnover"), ("融资买入额占成交额比例", "financing_buy_to_turnover"), ("转融券余额", "relending_balance"),
        ("融券保证金比例", "short_margin_ratio"), ("融资保证金最低比例", "financing_margin_ratio"), ("平均维持担保比例", "average_maintenance_ratio"), ("新增两融账户", "new_margin_accounts"),
        ("margin financing balance", "financing_balance"), ("margin trading balance", "margin_trading_balance"), ("short balance", "short_balance"), ("net margin repayments", "net_financing_purchase"),
        ("financing margin ratio", "financing_margin_ratio"), ("new margin trading accounts", "new_margin_accounts"), ("RSI", "rsi"),
    ],
)  # fmt: skip
def test_a_metric_is_known_by_its_name(text: str, metric: str):
    assert [one.term.metric for one in mentions_in(text)] == [metric]


@pytest.mark.parametrize(
    ("text", "may_mean"),
    [("margin balance", ("margin_trading_balance",)), ("margin lending", ("margin_trading_balance",)), ("financing balance", ())],
)
def test_an_ambiguous_name_says_so(text: str, may_mean: tuple[str, ...]):
    assert mentions_in(text)[0].term.may_mean == may_mean


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("两融余额有望突破2.8万亿元", Nature.FORECAST), ("建议逢低配置", Nature.ADVICE), ("杠杆资金流入体现市场信心", Nature.OPINION), ("证监会宣布下调保证金比例", Nature.FACT),
        ("新规自11月25日起施行", Nature.FACT), ("煤炭行业遭净卖出", Nature.FACT), ("做空机制反应滞后", Nature.FACT), ("The balance could double", Nature.OPINION), ("prices have fallen", Nature.FACT),
        ("Investors should reduce leverage", Nature.ADVICE), ("Nickel is expected to be volatile", Nature.FORECAST), ("the outflow signals profit-taking", Nature.OPINION), ("inventory is low", Nature.FACT),
    ],
)  # fmt: skip
def test_a_view_is_no_fact(text: str, nature: Nature):
    assert nature_of(text) is nature


def test_what_a_rule_will_do_is_a_fact():
    assert nature_of("the position will be liquidated below the line", rule=True) is Nature.FACT


def test_a_subject_that_is_not_understood_gets_no_scope():
    assert [claim.scope for claim in claims_of("某小盘股组合的融资余额为3亿元。")] == [""]
    assert [claim.scope for claim in claims_of("该股融资余额为3亿元。")] == [""]


def test_an_index_return_lends_its_name_to_no_balance():
    said = claims_of("The Shanghai Composite Index rose 2.1%. The financing balance reached 1.9 trillion yuan.")
    assert [claim.scope for claim in said] == ["index:000001.SH", "market"]


def test_whose_money_is_bought_with_decides_the_metric_and_the_subject():
    said = claims_of("北向资金净卖出56亿元，融资客净买入12亿元。")
    assert [(claim.metric, claim.scope, claim.direction) for claim in said] == [
        ("northbound_net_inflow", "", "out"),
        ("net_financing_purchase", "market", "in"),
    ]


def test_a_place_that_is_no_scope_is_not_the_market():
    said = claims_of(
        "Leveraged positions in Shanghai and Shenzhen stood at 934.2 billion yuan and 882.1 billion yuan, respectively."
    )
    assert [claim.scope for claim in said] == ["", ""]


def test_a_name_and_its_other_name_in_a_bracket_are_one_subject():
    said = claims_of(
        "Mountain Gold (贵州茅台) and Blue Battery (宁德时代) saw net repayments of 180 million yuan and 90 million yuan, respectively."
    )
    assert [(claim.scope, claim.place) for claim in said] == [("security:600519.SH", 1), ("security:300750.SZ", 2)]


def test_where_a_change_began_has_not_the_day_of_its_end():
    said = claims_of("The margin ratio for short selling was raised to 100% from 80%, effective July 22, 2024.")
    assert [(str(claim.figure.value), str(claim.period)) for claim in said if claim.figure] == [
        ("100", "2024-07-22"),
        ("80", "2024-07-21"),
    ]
    said = claims_of("Net margin buying reached 8.2 billion yuan in October 2024, versus 3.1 billion yuan before.")
    assert [str(claim.period) for claim in said] == ["2024-10-01..2024-10-31", "None"]
    assert claims_of("两融余额占自由流通市值的4.2%。")[0].reference == ""


def test_a_figure_that_the_page_lost_is_told():
    assert claims_of("In January, the value of margin trading jumped by\n\n, the largest increase in months.")[0].stripped


def test_a_line_that_is_only_a_figure_belongs_to_the_line_above():
    said = [claim for claim in claims_of("融券余额概览\n\n较年初降幅\n>72%\n") if claim.figure]
    assert [(str(claim.figure.value), claim.aspect.value, claim.direction) for claim in said if claim.figure] == [
        ("72", "growth", "down")
    ]
    assert "较年初降幅" in said[0].text


def test_a_table_gives_a_claim_for_each_cell():
    rows = "排名 股票名称 股票代码 融券余额(亿元) 占流通市值(%)\n1 某甲股份 300901 1.25 2.10\n2 某乙股份 600902 0.75 1.35\n"
    found = [
        (claim.scope, claim.metric, claim.aspect.value, str(claim.figure.value)) for claim in claims_of(rows) if claim.figure
    ]
    assert ("security:300901.SZ", "short_balance", "level", "1.25") in found
    assert ("security:600902.SH", "short_balance_to_float_cap", "level", "1.35") in found
    assert [aspect for _, _, aspect, _ in found].count("rank") == 2
