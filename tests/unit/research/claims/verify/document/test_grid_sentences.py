"""Sentences beside tables of two days, of changes, without a line of heads, and cut off: what the cells make, and what is said of other things."""

from __future__ import annotations

import pytest

from liangrong.research.claims.verify.document.grid_cells import check_grid_cells
from liangrong.research.claims.verify.document.grid_counts import check_grid_counts
from liangrong.research.claims.verify.document.grid_figures import check_grid_figures
from liangrong.research.claims.verify.document.grid_totals import check_grid_totals
from liangrong.research.claims.verify.document.grid_words import check_grid_words
from liangrong.research.claims.verify.document.table_orders import check_table_orders
from tests.unit.research.claims.verify.document.pages import told, written

CHECKS = (check_grid_figures, check_grid_totals, check_grid_counts, check_grid_cells, check_grid_words)
NEWER_FIRST = """某机构整理的数据如下。

表1 重点个股两融情况
证券简称 | 证券代码 | 7月3日余额(亿元) | 6月26日余额(亿元) | 占流通市值比例(%)
宏科股份 | 300911 | 42.60 | 40.15 | 3.90
德信电子 | 688411 | 31.22 | 32.08 | 2.14
远洋电力 | 600511 | 18.75 | 17.40 | 1.66
华贝医药 | 002911 | 9.84 | 9.91 | 4.47

"""
HEADLESS = """Weekly note on leveraged funds

Table 4. Net margin purchases and loans outstanding by sector, ranked by net purchases (bn yuan)
1 | Semiconductors | 6.48 | 312.4
2 | Batteries | 4.05 | 188.0
3 | Brokers | 2.70 | 205.6
4 | Medical devices | 0.92 | 61.3
5 | Coal | 1.31 | 44.7

"""
CHANGES = """Figures at a glance

Table 2: Margin balances of selected funds (billion yuan)
Fund | End-May | End-June | Change
Gold fund | 3.77 | 4.95 | 1.18
Chip fund | 12.40 | 11.78 | -0.62
Bond fund | 8.05 | 8.21 | 0.16
Total | 24.22 | 24.94 | 0.72

"""
CUT = """融券余额居前个股（亿元）
排名 | 名称 | 所属行业 | 余额
1 | 甲股份 | 煤炭 | 0.80
2 | 乙股份 | 钢铁 | 0.50
3 | 丙股份 | 煤炭 | 0.20
... | ... | ... | ...

"""


@pytest.mark.parametrize(
    ("table", "sentence", "figure", "expected"),
    [
        (NEWER_FIRST, "宏科股份余额一周增长6.1%。", "6.1%", "supported"),
        (NEWER_FIRST, "德信电子余额一周下降2.7%。", "2.7%", "supported"),
        (NEWER_FIRST, "远洋电力余额增长8.7%。", "8.7%", "arithmetic"),
        (NEWER_FIRST, "远洋电力余额较前一周增加1.35亿元。", "1.35亿元", "supported"),
        (NEWER_FIRST, "远洋电力余额较前一周增加1.53亿元。", "1.53亿元", "arithmetic"),
        (NEWER_FIRST, "宏科股份余额占流通市值比例为3.1%。", "3.1%", "cross_statement"),
        (NEWER_FIRST, "德信电子余额比远洋电力多12.47亿元。", "12.47亿元", "supported"),
        (NEWER_FIRST, "德信电子余额比远洋电力多14.27亿元。", "14.27亿元", "arithmetic"),
        (NEWER_FIRST, "四只股票余额合计增长2.9%。", "2.9%", "supported"),
        (NEWER_FIRST, "四只股票余额合计增长9.2%。", "9.2%", "arithmetic"),
        (NEWER_FIRST, "四只股票中有三只余额上升。", "三只", "count_mismatch"),
        (NEWER_FIRST, "华贝医药7月3日余额为9.48亿元。", "9.48亿元", "cross_statement"),
        (HEADLESS, "Semiconductors drew 1.6 times as much as batteries.", "1.6 times", "supported"),
        (HEADLESS, "Semiconductors drew 2.6 times as much as batteries.", "2.6 times", "arithmetic"),
        (HEADLESS, "The top two sectors drew 13.05 billion yuan combined.", "13.05 billion yuan", "arithmetic"),
        (HEADLESS, "Semiconductors took in 3.42 billion yuan more than batteries.", "3.42 billion yuan", "arithmetic"),
        (HEADLESS, "Semiconductors accounted for 41.9% of the net purchases of the five.", "41.9%", "supported"),
        (CHANGES, "The gold fund grew 31.3% on the month.", "31.3%", "supported"),
        (CHANGES, "The gold fund grew 23.8% on the month.", "23.8%", "arithmetic"),
        (CHANGES, "Balances of the three funds rose by 30% in all.", "30%", "arithmetic"),
        (CUT, "表中煤炭股两只合计1.00亿元。", "1.00亿元", "supported"),
    ],
)
def test_a_sentence_is_what_the_table_makes(table: str, sentence: str, figure: str, expected: str) -> None:
    assert told(table + sentence, *CHECKS).get(figure) == expected


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (NEWER_FIRST, "今年以来宏科股份涨幅达62%。"),
        (NEWER_FIRST, "宏科股份去年净利润增长12.5%。"),
        (NEWER_FIRST, "德信电子余额去年最高曾达45.6亿元。"),
        (NEWER_FIRST, "宏科股份占两市余额的0.16%。"),
        (NEWER_FIRST, "宏科股份6月26日余额40.15亿元。"),
        (HEADLESS, "Profits of brokers rose 41% last year."),
        (HEADLESS, "Batteries' share price index lost 3.3%."),
        (CHANGES, "The gold fund returned 12.4% this year."),
        (CHANGES, "The gold fund's stable of lenders has dried up."),
        (CUT, "三只股票合计2.40亿元。"),
    ],
)
def test_a_table_is_silent_about_what_it_does_not_have(table: str, sentence: str) -> None:
    assert told(table + sentence, *CHECKS) == {}


def test_ranks_of_rows_without_a_head_are_those_of_the_column_that_the_caption_names() -> None:
    made = written(HEADLESS + "The week was quiet.")
    said = zip(made.claims, made.said(check_table_orders), strict=True)
    ranks = [label for one, label in said if one.figure is not None and one.figure.text in "12345"]
    assert ranks == ["supported", "supported", "supported", "sort_order", "sort_order"]


def test_a_row_that_moved_for_some_reason_moved_the_way_of_its_column() -> None:
    table = "涨幅异动个股\n股票名称 | 日期 | 涨跌幅\n甲新材 | 2025-09-04 | +9.99%\n乙股份 | 2025-11-10 | -10.02%\n\n"
    assert set(told(table + "甲新材因空头回补而跌停。", check_grid_words).values()) == {"wrong_sign"}
    assert told(table + "甲新材因空头回补而涨停。", check_grid_words) == {}
