"""Units that a table prints once, heads without known words, dates as columns, and rows that are totals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.reading.row_cells import inferred_columns
from liangrong.research.claims.reading.rows import columns_at, rows_of
from liangrong.research.claims.reading.table_units import spelled

ROWS = "板块 融资余额 融券余额\n甲板 1,602.4 8.7\n乙板 118.9 3.5\n合计 1,721.3 12.2\n以上为全部板块。"
BARS = "Market | 2031-03-31 | 2031-06-30 | Change\n---|---|---|---\nNorth | 402.4 | 461.9 | +59.5\nSouth | 61.8 | 58.3 | -3.5\nTotal | 464.2 | 520.2 | +56.0\nBoth grew."


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("某某结构表（单位：亿元，截至5月14日）", "亿元"),
        ("上半年各行业净买入（亿元）", "亿元"),
        ("单位：万元", "万元"),
        ("Balance by market (billion yuan)", "billion yuan"),
        ("Balance by market (RMB bn)", "bn RMB"),
        ("Balance by market, in billions of yuan", "billion yuan"),
        ("Balance by market (bn yuan, end of period)", "bn yuan"),
        ("余额达5亿元（同比增长）", ""),
        ("Balances (as of May 4, 2031)", ""),
        ("元旦（初一）前后", ""),
    ],
)
def test_a_caption_names_its_unit(caption: str, unit: str) -> None:
    assert spelled(caption) == unit


@pytest.mark.parametrize("above", ["某某结构表（单位：亿元，截至5月14日）", "两融结构\n单位：亿元", "各板块余额（亿元）"])
def test_the_unit_above_a_table_is_that_of_its_cells(above: str) -> None:
    article = read_article(f"{above}\n{ROWS}")
    (table,) = rows_of(article)
    figure = table.rows[0].cells[1].figure
    assert figure is not None
    assert (figure.kind, figure.base, figure.half_ulp) == (Kind.MONEY, Decimal("1602.4") * 10**8, Decimal("0.05"))
    assert [row.is_total for row in table.rows] == [False, False, True]
    assert [one.base for one in figures_in(article, table.rows[2].passage)] == [
        Decimal("1721.3") * 10**8,
        Decimal("12.2") * 10**8,
    ]


def test_dates_are_columns_and_a_change_in_money_is_no_percentage() -> None:
    article = read_article(f"Table 1. Balance by market (billion yuan)\n{BARS}")
    (table,) = rows_of(article)
    assert [one.name for one in table.columns] == ["Market", "2031-03-31", "2031-06-30", "Change"]
    fell = table.rows[1].cells[3].figure
    assert fell is not None
    assert (fell.kind, fell.base) == (Kind.MONEY, Decimal("-3.5") * 10**9)
    assert [row.is_total for row in table.rows] == [False, False, True]
    assert {one.role for one in article.passages if "|" in one.text} == {"row"}
    assert columns_at(article, table.rows[0].passage) == table.columns
    assert columns_at(article, article.passages[-1]) == ()


def test_a_unit_of_its_own_and_a_percent_sign_outweigh_the_caption() -> None:
    article = read_article(
        "Quarter review (billion yuan)\nQuarter | Purchases (million yuan) | Share\nQ1 | 84.0 | 42.0%\nQ2 | 66.5 | 33.3%\nQ3 | 49.5 | 24.7%\nIt slowed."
    )
    (table,) = rows_of(article)
    assert [(one.base, one.kind) for one in figures_in(article, table.rows[0].passage)] == [
        (Decimal(84) * 10**6, Kind.MONEY),
        (Decimal("0.42"), Kind.PERCENT),
    ]


def test_counts_are_not_in_the_unit_of_the_caption() -> None:
    article = read_article("各地统计（亿元）\n地区 融资余额 开户数量\n甲省 12.5 300\n乙省 10.5 200\n完。")
    (table,) = rows_of(article)
    assert [one.kind for one in figures_in(article, table.rows[0].passage)] == [Kind.MONEY, Kind.NUMBER]


def test_rows_of_equal_shape_show_that_the_line_above_them_is_a_head() -> None:
    (table,) = rows_of(read_article("Some words\nTier | Low | High\nA | 1.5 | 2.5\nB | 2.5 | 4.0\nThe end."))
    assert [(one.name, one.kind) for one in table.columns] == [("Tier", "text"), ("Low", "number"), ("High", "number")]


@pytest.mark.parametrize(
    ("head", "below"),
    [
        ("Tier | Low | High", ["A | 1.5 | 2.5", "The end."]),
        ("Home | Login | News", ["About | Jobs | Press", "Terms | Privacy | Help"]),
        ("A | 1.5 | 2.5", ["B | 2.5 | 4.0", "C | 2.5 | 4.0"]),
        ("甲 乙 丙", ["他 有 三个", "她 有 四个"]),
        ("", ["B | 2.5", "C | 2.5"]),
    ],
)
def test_other_lines_are_no_heads(head: str, below: list[str]) -> None:
    assert inferred_columns(head, below) == ()
