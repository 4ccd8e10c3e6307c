"""Sentences of our own, as Chinese papers would put them, and what each of them claims."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.extract.said import Want, misses

CASES: tuple[tuple[str, tuple[Want, ...], int | None], ...] = (
    ("截至11月15日，两市融资余额为18231.44亿元，较上一交易日减少101.27亿元。", (
        Want("18231.44", "financing_balance", "level", "market", "2024-11-15"),
        Want("101.27", "financing_balance", "change", "market", direction="down"),
    ), 2),
    ("沪深两市融资融券余额1.85万亿元，其中融资余额1.84万亿元，融券余额104亿元。", (
        Want("1.85", "margin_trading_balance", "level", "market"), Want("1.84", "financing_balance", "level", "market"), Want("104", "short_balance", "level", "market"),
    ), 3),
    ("上周五，科创板融资余额报1502.6亿元，环比增加12.3亿元。", (
        Want("1502.6", "financing_balance", "level", "board:star", "2024-11-15"), Want("12.3", "financing_balance", "change", "board:star", direction="up"),
    ), 2),
    ("贵州茅台融资净买入3.2亿元，居个股首位。", (Want("3.2", "net_financing_purchase", "level", "security:600519.SH", direction="in"),), None),
    ("上月共有27个行业获融资净买入，其中计算机行业净买入额最高，达152.8亿元。", (
        Want("27", None, "count"), Want("152.8", "net_financing_purchase", "level", "industry:sw1:计算机", direction="in"),
    ), None),
    ("电子、计算机、传媒行业融资净买入额分别为82.1亿元、65.4亿元和30.9亿元。", (
        Want("82.1", "net_financing_purchase", "level", "industry:sw1:电子", place=1, direction="in"),
        Want("65.4", "net_financing_purchase", "level", "industry:sw1:计算机", place=2),
        Want("30.9", "net_financing_purchase", "level", "industry:sw1:传媒", place=3),
    ), 3),
    ("银行、煤炭行业融资余额分别下降3.1%、上升2.4%。", (
        Want("3.1", "financing_balance", "growth", "industry:sw1:银行", direction="down", place=1),
        Want("2.4", "financing_balance", "growth", "industry:sw1:煤炭", direction="up", place=2),
    ), 2),
    ("两融余额占A股流通市值的比例为2.36%，较年初提高0.14个百分点。", (
        Want("2.36", "margin_trading_balance_to_float_cap", "level", "market"), Want("0.14", "margin_trading_balance_to_float_cap", "change", direction="up"),
    ), 2),
    ("两融交易额占A股成交额的9.8%。", (Want("9.8", "margin_trading_share_of_turnover", "level", "market"),), 1),
    ("融资买入额占两市成交额的比重升至10.6%，创近三年新高。", (Want("10.6", "financing_buy_to_turnover", "level", "market"), Want("-", None, "record", record=True)), 2),
    ("11月8日，融资余额首次突破1.8万亿元。", (Want("1.8", "financing_balance", "crossing", "market", "2024-11-08", first=True),), 1),
    ("北交所融资融券余额已连续8个交易日增长。", (Want("8", "margin_trading_balance", "streak", "exchange:BSE"),), 1),
    ("有46只个股融资净买入额超过1亿元。", (Want("46", "net_financing_purchase", "count", threshold="1"),), 1),
    ("融资净偿还额超5000万元的个股有31只。", (Want("31", "net_financing_purchase", "count", threshold="5000", direction="out"),), 1),
    ("融券余额从年初的715亿元降至95亿元，降幅约87%。", (
        Want("715", "short_balance", "level"), Want("95", "short_balance", "level"), Want("87", "short_balance", "growth", direction="down"),
    ), 3),
    ("沪深300成份股融资余额7905亿元，仍低于2015年6月的峰值。", (Want("7905", "financing_balance", "level", "index:000300.SH"), Want("-", "financing_balance", "relation", direction="below")), 2),
    ("杠杆资金余额逼近2万亿元。", (Want("2", "financing_balance", ambiguous=("margin_trading_balance",)),), 1),
    ("截至10月底，全市场两融账户总数达1402.5万户，当月新增两融账户68.5万户。", (
        Want("1402.5", "margin_accounts", "level", "market", "2024-10-31"), Want("68.5", "new_margin_accounts"),
    ), 2),
    ("市场平均维持担保比例为262.5%，高于9月末的251.3%。", (
        Want("262.5", "average_maintenance_ratio", "level", "market"), Want("251.3", "average_maintenance_ratio", "level", "market", "2024-09-30"),
    ), 2),
    ("交易所将融券保证金比例由50%上调至80%，自10月30日起实施。", (
        Want("50", "short_margin_ratio", "level"), Want("80", "short_margin_ratio", "level", nature="fact"), Want("-", None, "date", period="2024-10-30..2024-11-18", nature="fact"),
    ), 3),
    ("融资保证金比例为80%时，投资者的杠杆倍数为1.25倍。", (Want("1.25", "leverage_multiple", "formula"),), 1),
    ("维持担保比例低于130%时，券商将要求客户在两个交易日内追加担保物。", (Want("130", "maintenance_ratio"),), None),
    ("该公司股票折算率由70%下调至55%。", (Want("70", "conversion_ratio"), Want("55", "conversion_ratio")), 2),
    ("融资合约期限最长不超过6个月。", (Want("6", "contract_max_months"),), 1),
    ("业内融资利率普遍在4.5%至6.5%之间。", (Want("4.5", "financing_rate", upper="6.5"),), 1),
    ("中金公司认为，杠杆资金入市反映投资者风险偏好回升。", (Want("-", None, nature="opinion", attribution="中金公司"),), 1),
    ("华泰证券预计，明年两融余额有望突破2.2万亿元。", (Want("2.2", "margin_trading_balance", nature="forecast", attribution="华泰证券"),), 1),
    ("建议投资者合理控制杠杆，警惕高位回调风险。", (Want("-", None, nature="advice"),), None),
    ("据Wind数据，新易盛（300502）融资余额为45.2亿元，近一个月增长62%。", (
        Want("45.2", "financing_balance", "level", "security:300502.SZ", attribution="Wind"), Want("62", "financing_balance", "growth", "security:300502.SZ", direction="up"),
    ), 2),
    ("宁德时代、比亚迪融资余额居前，分别为168.4亿元和131.2亿元。", (
        Want("168.4", "financing_balance", "level", "security:300750.SZ", place=1), Want("131.2", "financing_balance", "level", "security:002594.SZ", place=2),
    ), None),
    ("创业板两融余额为3805.2亿元，这一数据较9月末增长41.3%。", (
        Want("3805.2", "margin_trading_balance", "level", "board:chinext"), Want("41.3", "margin_trading_balance", "growth", "board:chinext", base="2024-09-30", direction="up"),
    ), 2),
    ("2024年9月24日至11月15日，融资余额累计增加4635亿元，增幅达34.1%。", (
        Want("4635", "financing_balance", "change", "market", "2024-09-24..2024-11-15", direction="up"),
        Want("34.1", "financing_balance", "growth", "market", "2024-09-24..2024-11-15", direction="up"),
    ), 2),
    ("房地产、钢铁等传统行业则遭融资资金净卖出。", (Want("-", "net_financing_purchase", "sign", direction="out"),), 1),
    ("融资余额续创年内新高。", (Want("-", "financing_balance", "record", "market", record=True),), 1),
    ("目前两融余额已接近2015年的高点。", (Want("-", "margin_trading_balance", "relation", "market", direction="near"),), 1),
    ("从行业看，非银金融净买入居前，电子、医药生物紧随其后。", (Want("-", "net_financing_purchase", "order"),), None),
    ("上证指数收报3330.73点，下跌1.45%。", (Want("3330.73", None, "level", "index:000001.SH"), Want("1.45", None, "growth", "index:000001.SH", direction="down")), 2),
    ("10月两市日均成交额1.98万亿元，同比增长138%。", (Want("1.98", "turnover"), Want("138", "turnover", "growth", direction="up")), 2),
    ("北向资金上周净卖出56亿元。", (Want("56", "northbound_net_inflow", direction="out"),), 1),
    ("央行宣布下调存款准备金率0.5个百分点。", (Want("0.5", "reserve_ratio", "change", direction="down", nature="fact"),), 1),
    ("某券商两融余额约320亿元。", (Want("320", "margin_trading_balance", "level", ""),), 1),
    ("与此同时，转融券余额降至3.2亿元。", (Want("3.2", "relending_balance", "level"),), 1),
    ("两融余额不足2万亿元，市场杠杆水平总体可控。", (Want("2", "margin_trading_balance", direction="below"), Want("-", None, nature="opinion")), 2),
    ("融资余额较2015年6月18日的2.27万亿元峰值低19.7%。", (Want("2.27", "financing_balance", "level", period="2015-06-18"), Want("19.7", "financing_balance")), 2),
    ("机械设备行业融资余额占两市融资余额的5.2%。", (Want("5.2", "financing_balance", "share", "industry:sw1:机械设备"),), 1),
    ("Choice数据显示，截至11月14日，A股市场融资余额达18120.72亿元，占A股流通市值比例为2.29%。", (
        Want("18120.72", "financing_balance", "level", "market", "2024-11-14", attribution="Choice"), Want("2.29", "financing_balance_to_float_cap", "level", "market", "2024-11-14"),
    ), 2),
    ("具体来看，沪市融资余额9389.5亿元，深市融资余额8925.3亿元，北交所融资余额25.2亿元。", (
        Want("9389.5", "financing_balance", "level", "exchange:SSE"), Want("8925.3", "financing_balance", "level", "exchange:SZSE"), Want("25.2", "financing_balance", "level", "exchange:BSE"),
    ), 3),
    ("申万31个一级行业中，有16个行业获融资净买入，国防军工行业净买入额居首，当日净买入11.35亿元。", (
        Want("16", "net_financing_purchase", "count"), Want("11.35", "net_financing_purchase", "level", "industry:sw1:国防军工", direction="in"),
    ), 3),
    ("净买入居前的还有钢铁、传媒、医药生物等行业，净买入金额分别为5.2亿元、2.7亿元、1.9亿元。", (
        Want("5.2", "net_financing_purchase", "level", "industry:sw1:钢铁", place=1), Want("1.9", "net_financing_purchase", "level", "industry:sw1:医药生物", place=3),
    ), 4),
    ("个股方面，有1522只股票获融资净买入，净买入金额在5000万元以上的有85股。", (Want("1522", None, "count"), Want("85", None, "count", threshold="5000")), 2),
    ("证券时报记者统计发现，比亚迪、宁德时代两只个股融资余额均超过80亿元。", (Want("80", "financing_balance", "level", "", direction="above"),), 1),
    ("与6月末相比，科创板融资余额增加了187.4亿元，增幅为14.3%。", (
        Want("187.4", "financing_balance", "change", "board:star", base="2024-06-30", direction="up"), Want("14.3", "financing_balance", "growth", "board:star", base="2024-06-30", direction="up"),
    ), 2),
    ("融资余额由2023年末的1.58万亿元增长至1.82万亿元，增长15.2%。", (
        Want("1.58", "financing_balance", "level", "market", "2023-12-31"), Want("1.82", "financing_balance", "level", "market", "2024-11-18", base="2023-12-31"),
        Want("15.2", "financing_balance", "growth", "market", base="2023-12-31", direction="up"),
    ), 3),
    ("该股最新融资余额8.46亿元，占流通市值的4.2%。", (Want("8.46", "financing_balance", "level", ""), Want("4.2", "financing_balance_to_float_cap", "level", "")), 2),
    ("两融余额由升转降，结束连续6日增长。", (Want("-", "margin_trading_balance"),), None),
    ("A股融资融券余额时隔九年重返1.8万亿元上方。", (Want("1.8", "margin_trading_balance", scope="market"),), 1),
)  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "count"), CASES, ids=[text[:24] for text, *_ in CASES])
def test_what_a_chinese_sentence_claims(text: str, wanted: tuple[Want, ...], count: int | None):
    assert misses(text, wanted, count) == []
