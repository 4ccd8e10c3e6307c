"""Tables: rows cut by separators and, where those were lost, by what each column holds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.reading.row_cells import columns_of
from liangrong.research.claims.reading.rows import rows_of, split_row

HEAD = "排名 股票名称 股票代码 所属行业 融券余额(亿元) 占流通市值(%)"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("1甲乙科技300001电池0.803.01", ("1", "甲乙科技", "300001", "电池", "0.80", "3.01")),
        ("12丙丁-U688001半导体1,234.5610.02", ("12", "丙丁-U", "688001", "半导体", "1,234.56", "10.02")),
        ("4甲乙300001电池12.53.456", ("4", "甲乙", "300001", "电池", "12.5", "3.456")),
        ("3 戊己 000001 银行 12.5 0.4", ("3", "戊己", "000001", "银行", "12.5", "0.4")),
        ("3\t戊己\t000001\t银行\t12.5\t0.4", ("3", "戊己", "000001", "银行", "12.5", "0.4")),
        ("| 3 | 戊己 | 000001 | 银行 | 12.5 | 0.4 |", ("3", "戊己", "000001", "银行", "12.5", "0.4")),
    ],
)
def test_a_row_is_cut_into_its_cells(row: str, cells: tuple[str, ...]) -> None:
    assert split_row(row, HEAD) == cells


@pytest.mark.parametrize(
    "row",
    [
        "两融余额为2万亿元。",
        "甲乙科技300001",
        "1甲乙科技300001电池0.8",
        "",
        "……",
        "1甲乙科技300001电池0.8031.0123.4",
        "1甲乙科技300001电池1.234.5",
    ],
)
def test_what_cannot_be_cut_for_certain_is_not(row: str) -> None:
    assert split_row(row, HEAD) is None


@pytest.mark.parametrize(
    "line", ["两融余额持续增长，创历史新高。", "电子 通信 计算机", "The balance of shares rose", "", "2025年 9月 余额"]
)
def test_a_sentence_names_no_columns(line: str) -> None:
    assert columns_of(line) == ()


TEXT = f"""融券余额较高个股 (截至24.07.10)
{HEAD}
1甲乙科技300001电池0.803.01
2丙 丁 戊300002自动化设备0.232.05
..................
"""


def test_a_table_has_its_caption_its_day_its_units_and_its_cells() -> None:
    article = read_article(TEXT)
    [table] = rows_of(article)
    assert table.caption is not None
    assert table.caption.text.startswith("融券余额较高个股")
    assert table.as_of == "24.07.10"
    assert table.is_cut_off
    assert [(column.name, column.unit) for column in table.columns][4:] == [("融券余额", "亿元"), ("占流通市值", "%")]
    assert table.column("代码") == 2
    first, second = table.rows
    assert [cell.text for cell in first.cells] == ["1", "甲乙科技", "300001", "电池", "0.80", "3.01"]
    assert second.cells[1].text == "丙丁戊"
    for cell in (*first.cells, *second.cells):
        assert article.text[cell.start : cell.end] == cell.text


def test_figures_of_a_row_have_the_units_of_its_columns() -> None:
    article = read_article(TEXT)
    [row, _] = [passage for passage in article.passages if passage.role == "row"][1:]
    found = figures_in(article, row)
    assert [(one.value, one.unit, one.kind, one.size) for one in found] == [
        (Decimal(1), "", Kind.RANK, Decimal(1)),
        (Decimal("0.80"), "亿元", Kind.MONEY, Decimal(10**8)),
        (Decimal("3.01"), "%", Kind.PERCENT, Decimal("0.01")),
    ]
    assert found[1].half_ulp == Decimal("0.005")


def test_a_cell_of_words_may_hold_spaces() -> None:
    text = "股票名称 股票代码 异动日期 涨跌幅 原因\n甲乙 300001 2025-09-04 -9.99% 资金 流出明显。\n"
    [table] = rows_of(read_article(text))
    assert [cell.text for cell in table.rows[0].cells] == ["甲乙", "300001", "2025-09-04", "-9.99%", "资金 流出明显。"]
    figure = table.rows[0].cells[3].figure
    assert figure is not None
    assert (figure.value, figure.kind) == (Decimal("-9.99"), Kind.PERCENT)


def test_a_cell_keeps_its_sign() -> None:
    [table] = rows_of(read_article("行业\t净买入额(亿元)\t占比(%)\n电子\t-1.20\t-0.5\n"))
    assert [cell.figure.value for cell in table.rows[0].cells if cell.figure] == [Decimal("-1.20"), Decimal("-0.5")]


def test_fused_rows_are_reported() -> None:
    kinds = [one.kind for one in read_article(TEXT).repairs]
    assert kinds.count("fused_cells") == 2
    assert "fused_cells" not in [one.kind for one in read_article(f"{HEAD}\n1 甲 300001 电池 0.80 3.01\n").repairs]


def test_rows_that_nothing_names_are_a_table_with_the_names_of_its_caption() -> None:
    text = "Report\n\nTable 1. Chosen names (balance in billion yuan)\nAlpha | 21.7 | 20.9 a week ago\nBeta | 14.3 | 14.8 a week ago\n\nAll is well."
    (table,) = rows_of(read_article(text))
    assert [(one.name, one.kind) for one in table.columns] == [("", "text"), ("balance", "number"), ("a week ago", "number")]
    assert [str(cell.figure.base) for cell in table.rows[0].cells if cell.figure] == ["21700000000.0", "20900000000.0"]


def test_a_single_line_with_a_bar_is_no_table() -> None:
    assert rows_of(read_article("Report\n\nAlpha | 21.7\n\nAll is well.")) == ()


def test_half_a_fold_is_read() -> None:
    article = read_article("数量是年初的四倍半，是半导体公司的两倍半导体占三成。")
    assert [(one.text, str(one.value)) for one in figures_in(article, article.passages[0])][:2] == [
        ("四倍半", "4.5"),
        ("两倍", "2"),
    ]
