"""Breaks if a sentence beside a table is not worked out from its rows, or if a table speaks of what the sentence does not mean."""

from __future__ import annotations

import pytest

from liangrong.research.claims.verify.document.grid_cells import check_grid_cells
from liangrong.research.claims.verify.document.grid_counts import check_grid_counts
from liangrong.research.claims.verify.document.grid_totals import check_grid_totals
from liangrong.research.claims.verify.document.ranks import check_ranks
from tests.unit.research.claims.verify.document.pages import told

EN = """Weekly flows
Balances are in billions of yuan.
| Industry | Buying | Repaid | Net | Balance |
|---|---|---|---|---|
| Machinery | 51.20 | 44.75 | 6.45 | 310.4 |
| Chemicals | 40.10 | 37.02 | 3.08 | 205.7 |
| Media | 22.61 | 21.36 | 1.25 | 120.9 |
| Steel | 9.04 | 9.98 | -0.94 | 60.2 |
| Property | 7.55 | 8.86 | -1.31 | 88.3 |

"""
ZH = """某周行业两融一览
下表为五个行业的情况。
行业\t融资买入额(亿元)\t融资偿还额(亿元)\t融资净买入额(亿元)\t融资余额(亿元)
机械设备\t512.0\t447.5\t64.5\t3104.0
基础化工\t401.0\t370.2\t30.8\t2057.0
传媒\t226.1\t213.6\t12.5\t1209.0
钢铁\t90.4\t99.8\t-9.4\t602.0
房地产\t75.5\t88.6\t-13.1\t883.0
"""
FUSED = """高融券个股名单
排名证券名称代码行业融券余额(亿元)占流通市值(%)
1甲子光电301991光学光电子0.612.31
2乙丑科技688992半导体0.441.87
3丙寅材料688993电池0.951.20
4丁卯精工300994自动化设备0.381.02
5戊辰半导688995半导体0.270.77
"""


@pytest.mark.parametrize(
    ("table", "sentence", "figure", "expected"),
    [
        (EN, "Together the five industries attracted a net 8.53 billion yuan.", "8.53 billion yuan", "supported"),
        (EN, "Together the five industries attracted a net 9.53 billion yuan.", "9.53 billion yuan", "arithmetic"),
        (EN, "The top two industries drew 9.53 billion yuan in net purchases.", "9.53 billion yuan", "supported"),
        (EN, "The three net buyers took 10.78 billion yuan between them.", "10.78 billion yuan", "supported"),
        (EN, "On average the five carried a balance of 157.1 billion yuan.", "157.1 billion yuan", "supported"),
        (EN, "On average the five carried a balance of 175.1 billion yuan.", "175.1 billion yuan", "arithmetic"),
        (EN, "Machinery accounted for 39.5 percent of the balance of the five.", "39.5 percent", "supported"),
        (EN, "Machinery accounted for 35.9 percent of the balance of the five.", "35.9 percent", "arithmetic"),
        (EN, "Turnover in the five averaged 157.3 million shares.", "157.3 million shares", None),
        (ZH, "前两大行业合计净买入95.3亿元。", "95.3亿元", "supported"),
        (ZH, "五个行业合计净买入95.3亿元。", "95.3亿元", "arithmetic"),
        (ZH, "券商预计未来五个交易日净买入或达95.3亿元。", "或达95.3亿元", None),
        (FUSED, "五只个股合计2.65亿元。", "2.65亿元", "supported"),
        (FUSED, "五只个股合计2.56亿元。", "2.56亿元", "arithmetic"),
    ],
)
def test_several_rows_are_added_up_again(table: str, sentence: str, figure: str, expected: str | None) -> None:
    assert told(table + sentence, check_grid_totals).get(figure) == expected


@pytest.mark.parametrize(
    ("table", "sentence", "figure", "expected"),
    [
        (EN, "Two of the five industries saw net repayments.", "Two", "supported"),
        (EN, "Three of the five industries saw net repayments.", "Three", "count_mismatch"),
        (EN, "All five had balances of more than 60 billion yuan.", "more than 60 billion yuan", "supported"),
        (EN, "All five had balances of more than 100 billion yuan.", "more than 100 billion yuan", "count_mismatch"),
        (EN, "A survey of five brokers found two in favour.", "two", None),
        (ZH, "五个行业中有三个遭净卖出。", "三个", "count_mismatch"),
        (ZH, "融资余额超过1000亿元的有三个。", "三个", "supported"),
        (FUSED, "其中科创板个股占三席。", "三席", "supported"),
        (FUSED, "其中科创板个股占两席。", "两席", "count_mismatch"),
        (FUSED, "半导体占两席。", "两席", "supported"),
        (FUSED, "半导体占三席。", "三席", "count_mismatch"),
    ],
)
def test_rows_are_counted_again(table: str, sentence: str, figure: str, expected: str | None) -> None:
    assert told(table + sentence, check_grid_counts).get(figure) == expected


@pytest.mark.parametrize(
    ("table", "sentence", "figure", "expected"),
    [
        (EN, "Media attracted a net 3.08 billion yuan.", "3.08 billion yuan", "label_mixup"),
        (EN, "Media attracted a net 1.25 billion yuan.", "1.25 billion yuan", None),
        (EN, "Media shed a net 1.25 billion yuan.", "1.25 billion yuan", "wrong_sign"),
        (EN, "The balance of Media was 129.0 billion yuan.", "129.0 billion yuan", "cross_statement"),
        (EN, "The balance of Media may reach 205.7 billion yuan, that of Chemicals.", "205.7 billion yuan", None),
        (ZH, "传媒获净买入30.8亿元。", "30.8亿元", "label_mixup"),
        (ZH, "钢铁获得增持,净买入9.4亿元。", "9.4亿元", "wrong_sign"),
        (ZH, "钢铁、房地产分别遭净卖出13.1亿元、9.4亿元。", "13.1亿元", "label_mixup"),
        (ZH, "钢铁、房地产分别遭净卖出9.4亿元、13.1亿元。", "9.4亿元", None),
    ],
)
def test_a_cell_that_a_sentence_has_otherwise(table: str, sentence: str, figure: str, expected: str | None) -> None:
    assert told(table + sentence, check_grid_cells).get(figure) == expected


@pytest.mark.parametrize(
    ("table", "sentence", "expected"),
    [
        (EN, "Property saw the largest net repayment of the group.", "supported"),
        (EN, "Steel saw the largest net repayment of the group.", "sort_order"),
        (EN, "Chemicals had the largest balance of the five.", "sort_order"),
        (ZH, "基础化工融资余额居五个行业之首。", "sort_order"),
        (FUSED.replace("高融券个股名单", "融券周报\n融券余额占流通市值比例较高的个股"), "甲子光电位居第二。", "sort_order"),
        (FUSED, "丙寅材料占比居首。", "sort_order"),
    ],
)
def test_places_are_told_by_the_column_that_is_meant(table: str, sentence: str, expected: str) -> None:
    assert set(told(table + sentence, check_ranks).values()) == {expected}
