"""Breaks if words of one row pass as another's or turned round, if a trade or a place of a table is told wrong unseen, or if a true retelling is refuted."""

from __future__ import annotations

import pytest

from liangrong.research.claims.verify.document.row_quotes import check_row_quotes
from liangrong.research.claims.verify.document.signs import check_signs
from liangrong.research.claims.verify.document.table_orders import check_table_orders
from liangrong.research.claims.verify.document.table_words import check_table_words
from tests.unit.research.claims.verify.document.pages import told, written

EVENTS = """{}

股票名称 股票代码 异动日期 涨跌幅 关联原因
宁波银行 002142 2025-03-12 +3.12% “融资盘连续加仓”引发跟风买入。
海航控股 600221 2025-03-13 +10.03% “券源通道关闭”后空头回补。
天齐锂业 002466 2025-03-14 -6.71% 融资余额创近一年新低，“多头踩踏”。
"""
MARGINS = """{}

| Stock | Code | Date | Change | Reason |
| --- | --- | --- | --- | --- |
| Alpha Metals | 600001 | 2025-03-12 | +3.12% | "short supply exhausted" set off a squeeze |
| Beta Power | 600002 | 2025-03-13 | +9.90% | "margin line reopened" drew new buyers |
| Gamma Foods | 600003 | 2025-03-14 | -6.71% | financing balance at a one-year low |
"""
TRADES = """{}

融资余额占流通市值比例较高个股（截至2025-03-14）
排名 股票名称 股票代码 所属行业 融资余额(亿元) 占流通市值(%)
1 海航控股 600221 航空机场 8.10 9.02
2 招商银行 600036 银行 7.55 7.81
{} 天齐锂业 002466 能源金属 6.20 6.44
4 恒瑞医药 600276 化学制药 5.12 5.03
5 宁波银行 002142 银行 4.40 4.91
"""


@pytest.mark.parametrize(
    ("table", "sentence", "expected"),
    [
        (EVENTS, "海航控股因“券源通道关闭”而大涨。", set()),
        (EVENTS, "宁波银行因“券源通道关闭”而大涨。", {"subject_drift"}),
        (EVENTS, "“多头踩踏”之下，宁波银行股价大跌。", {"subject_drift"}),
        (EVENTS, "海航控股的“券源通道重启”引起关注。", {"cross_statement"}),
        (EVENTS, "“融资盘连续减仓”让宁波银行走弱。", {"cross_statement"}),
        (EVENTS, "市场热议“券源通道关闭”，宁波银行未受影响，海航控股大涨。", set()),
        (EVENTS, "天齐锂业的“空头回补”尚未开始。", set()),
        (EVENTS, "天齐锂业的“新能源龙头”地位稳固。", set()),
        (MARGINS, 'Alpha Metals rose on "short supply exhausted" that day.', set()),
        (MARGINS, 'Gamma Foods moved on a "margin line reopened" that week.', {"subject_drift"}),
        (MARGINS, 'Beta Power had its "margin line closed" that week.', {"cross_statement"}),
    ],
)
def test_words_in_quotation_marks_stand_in_a_row(table: str, sentence: str, expected: set[str]) -> None:
    assert set(told(table.format(sentence), check_row_quotes).values()) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("招商银行、宁波银行等银行股也榜上有名。", {"supported"}),
        ("招商银行、恒瑞医药等银行股也榜上有名。", {"unsupported_by_table"}),
        ("招商银行、宁波银行等煤炭企业的融资占比偏高。", {"unsupported_by_table"}),
        ("天齐锂业、恒瑞医药等高估值公司融资占比偏高。", set()),
        ("恒瑞医药等医药公司融资占比偏高。", set()),
    ],
)
def test_a_trade_is_that_of_the_rows(sentence: str, expected: set[str]) -> None:
    assert set(told(TRADES.format(sentence, 3), check_table_words).values()) == expected


@pytest.mark.parametrize(("printed", "wrong"), [(7, True), (2, False), (3, False), (5, True)])
def test_one_row_out_of_number(printed: int, *, wrong: bool) -> None:
    made = written(TRADES.format("资金偏好分散。", printed))
    found = [one.text for one, said in zip(made.claims, made.said(check_table_orders), strict=True) if said == "sort_order"]
    assert any("天齐锂业" in one for one in found) is wrong


BEHIND = "例如，银行、非银金融、房地产、钢铁近五年融资余额的{}分别为31.2%、18.5%、44.0%、27.3%。"


@pytest.mark.parametrize(
    ("sentence", "way", "expected"),
    [
        ("杠杆资金大举撤离以金融、地产为代表的传统行业。", "降幅", "supported"),
        ("杠杆资金大举加仓以金融、地产为代表的传统行业。", "降幅", "wrong_sign"),
        ("杠杆资金大举涌入银行、钢铁等传统行业。", "降幅", "wrong_sign"),
        ("杠杆资金大举加仓以金融、地产为代表的传统行业。", "增幅", "supported"),
        ("杠杆资金大举撤离以煤炭、地产为代表的传统行业。", "降幅", None),
    ],
)
def test_a_class_goes_the_way_of_those_it_names(sentence: str, way: str, expected: str | None) -> None:
    found = told(f"{sentence}\n\n{BEHIND.format(way)}", check_signs)
    assert found.get(sentence.strip("。")) == expected
