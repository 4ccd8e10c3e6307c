"""Breaks if rows out of order pass, if a column is taken for the key that is not, if a cut-off table proves an absence, or if a leader is believed unseen."""

from __future__ import annotations

import pytest

from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.verify.document.counts import check_counts
from liangrong.research.claims.verify.document.ranks import check_ranks
from liangrong.research.claims.verify.document.table_orders import check_table_orders, sort_column
from liangrong.research.claims.verify.document.table_words import check_table_words
from liangrong.research.claims.verify.document.tables import tables
from tests.unit.research.claims.verify.document.pages import Page, page

HEAD = "排名\t股票名称\t股票代码\t所属行业\t融券余额(亿元)\t占流通市值(%)"
ROWS = (
    "1\t甲股份\t300901\t煤炭\t0.80\t4.10", "2\t乙股份\t300902\t煤炭\t0.20\t3.90", "3\t丙股份\t300903\t钢铁\t0.50\t2.20",
    "4\t丁股份\t300904\t银行\t0.90\t2.70", "5\t戊股份\t300905\t钢铁\t0.10\t1.10",
)  # fmt: skip
CAPTION = "融券余额占流通市值比例较高的个股"


def listed(*rows: str, caption: str = CAPTION, words: str = "", cut: bool = False) -> Page:
    parts = [("caption", caption), ("body", words or "数据如表。"), ("row", HEAD), *(("row", row) for row in rows)]
    made = page(*parts, *([("body", "……")] if cut else []))  # type: ignore[arg-type]
    for row in rows:
        made.says(row, Aspect.RANK)
    return made


def test_all_rows_of_an_inversion_are_refuted() -> None:
    assert listed(*ROWS).said(check_table_orders) == ["supported", "supported", "sort_order", "sort_order", "supported"]


def test_the_right_place_is_named() -> None:
    assert [one.corrected for one in listed(*ROWS).judged(check_table_orders)[2:4]] == ["4", "3"]


def test_the_places_of_a_table_in_order_hold() -> None:
    assert set(listed(*ROWS[:3], "4\t丁股份\t300904\t银行\t0.90\t2.10", ROWS[4]).said(check_table_orders)) == {"supported"}


def test_equal_values_are_in_any_order() -> None:
    said = listed(*ROWS[:3], "4\t丁股份\t300904\t银行\t0.90\t2.20", ROWS[4]).said(check_table_orders)
    assert said == ["supported", "supported", "not_checkable", "not_checkable", "supported"]


@pytest.mark.parametrize(
    ("amounts", "expected"), [(("9.1", "7.2", "5.3", "4.4"), "supported"), (("9.1", "5.3", "7.2", "4.4"), "sort_order")]
)
def test_a_sentence_that_says_how_the_table_is_sorted(amounts: tuple[str, ...], expected: str) -> None:
    words = "下表按净买入从大到小排列"
    rows = [("row", f"{name}\t{amount}") for name, amount in zip(("煤炭", "钢铁", "银行", "传媒"), amounts, strict=True)]
    made = page(("body", words), ("row", "行业\t净买入(亿元)"), *rows)  # type: ignore[arg-type]
    assert made.says(words, Aspect.ORDER).said(check_table_orders) == [expected]


def test_the_caption_names_the_column() -> None:
    assert sort_column(tables(listed(*ROWS).article)[0]) == 1


def test_a_column_in_order_is_the_key_where_the_caption_names_none() -> None:
    rows = (
        "1\t甲\t300901\t煤炭\t9.00\t1.00",
        "2\t乙\t300902\t煤炭\t8.00\t3.00",
        "3\t丙\t300903\t煤炭\t7.00\t2.90",
        "4\t丁\t300904\t煤炭\t6.00\t2.80",
    )
    made = listed(*rows, caption="名单")
    assert set(made.said(check_table_orders)) == {"not_checkable"}


def test_two_columns_nearly_in_order_leave_it_open() -> None:
    rows = (
        "1\t甲\t300901\t煤炭\t9.00\t5.00",
        "2\t乙\t300902\t煤炭\t7.00\t4.00",
        "3\t丙\t300903\t煤炭\t8.00\t4.50",
        "4\t丁\t300904\t煤炭\t6.00\t2.80",
    )
    assert sort_column(tables(listed(*rows, caption="名单").article)[0]) is None


def test_english_tables_with_bars() -> None:
    head = "Rank | Name | Code | Sector | Balance | Share"
    rows = (
        "1 | Alpha | 300901 | Coal | 0.80 | 4.10%",
        "2 | Beta | 300902 | Coal | 0.20 | 1.90%",
        "3 | Gamma | 300903 | Steel | 0.50 | 2.20%",
        "4 | Delta | 300904 | Steel | 0.50 | 1.20%",
    )
    made = page(("caption", "Stocks by share of float sold short"), ("row", head), *(("row", row) for row in rows))
    for row in rows:
        made.says(row, Aspect.RANK)
    assert made.said(check_table_orders) == ["supported", "sort_order", "sort_order", "supported"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("其中，甲股份高居榜首。", "supported"), ("其中，丙股份位居榜首。", "sort_order"), ("甲股份、丙股份也榜上有名。", "supported"), ("丙股份占比最高，值得关注。", "sort_order"), ("丙股份涨幅最高，值得关注。", "not_checkable"), ("甲股份以4.10%居首。", "supported"), ("丁股份以0.90亿元的融券余额居首。", "supported"),
    ],
)  # fmt: skip
def test_leaders_and_members(words: str, expected: str) -> None:
    made = listed(*ROWS, words=words).says(words.removesuffix("。"), Aspect.RANK)
    assert made.said(check_table_words, check_ranks)[-1] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("占比前三名分别为甲股份、乙股份、丁股份。", "supported"),
        ("占比前三名分别为甲股份、乙股份、丙股份。", "sort_order"),
        ("占比前三名包括甲股份。", "not_checkable"),
    ],
)
def test_the_first_three(words: str, expected: str) -> None:
    assert listed(*ROWS, words=words).says(words.removesuffix("。"), Aspect.RANK).said(check_table_words)[-1] == expected


def test_a_false_leader_is_named() -> None:
    made = listed(*ROWS, words="戊股份位居榜首。").says("戊股份位居榜首", Aspect.RANK)
    found = made.judged(check_ranks)[-1]
    assert (found.error_types, found.corrected) == (("sort_order",), "5")


def test_membership_of_an_industry_must_fit_the_row() -> None:
    assert (
        listed(*ROWS, words="丙股份等钢铁公司也榜上有名。")
        .says("丙股份等钢铁公司也榜上有名", Aspect.RANK)
        .said(check_table_words)[-1]
        == "supported"
    )
    assert (
        listed(*ROWS, words="丙股份等银行股也榜上有名。")
        .says("丙股份等银行股也榜上有名", Aspect.RANK)
        .said(check_table_words)[-1]
        == "unsupported_by_table"
    )


@pytest.mark.parametrize(("cut", "expected"), [(False, "unsupported_by_table"), (True, "not_checkable")])
def test_an_absent_name_is_refuted_only_by_a_whole_table(cut: bool, expected: str) -> None:
    words = "甲股份、庚股份榜上有名。"
    made = listed(*ROWS, words=words, cut=cut).says("庚股份榜上有名", Aspect.RANK, subject="庚股份", scope="security:300999.SZ")
    assert made.said(check_table_words)[-1] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("被融券的个股高度集中于煤炭、钢铁、医药等领域。", "unsupported_by_table"), ("被融券的个股高度集中于煤炭、钢铁等领域。", "supported"),
        ("被融券的个股高度集中于高估值、高预期等领域。", "not_checkable"),
    ],
)  # fmt: skip
def test_industries_that_fill_a_table(words: str, expected: str) -> None:
    assert listed(*ROWS, words=words).says(words.removesuffix("。"), Aspect.SHARE).said(check_table_words)[-1] == expected


def test_a_cut_table_does_not_prove_who_fills_it() -> None:
    words = "被融券的个股高度集中于煤炭、钢铁等领域。"
    assert listed(*ROWS, words=words, cut=True).says(words[:-1], Aspect.SHARE).said(check_table_words)[-1] == "not_checkable"


def test_a_sentence_about_something_else_is_not_held_against_the_table() -> None:
    words = "新增订单集中于煤炭、医药等领域。"
    made = page(("heading", "订单"), ("body", words), ("heading", "融券"), ("row", HEAD), *(("row", row) for row in ROWS))  # type: ignore[arg-type]
    assert made.says(words[:-1], Aspect.SHARE).said(check_table_words) == ["not_checkable"]


def test_english_industries() -> None:
    rows = (
        "1 | Alpha | 300901 | Coal | 0.80 | 4.10",
        "2 | Beta | 300902 | Steel | 0.20 | 1.90",
        "3 | Gamma | 300903 | Steel | 0.50 | 1.20",
    )
    words = "Short positions are concentrated in coal, steel and pharmaceuticals."
    made = page(
        ("body", words),
        ("caption", "Short balances"),
        ("row", "Rank | Name | Code | Sector | Balance | Share"),
        *(("row", row) for row in rows),
    )
    assert made.says(words[:-1], Aspect.SHARE).said(check_table_words) == ["unsupported_by_table"]


@pytest.mark.parametrize(
    ("words", "cut", "expected"),
    [("以下六只个股占比较高：", False, "count_mismatch"), ("以下五只个股占比较高：", False, "not_checkable"), ("以下六只个股占比较高：", True, "not_checkable"), ("以下三只个股占比较高：", True, "count_mismatch")],
)  # fmt: skip
def test_announced_rows_are_counted(words: str, cut: bool, expected: str) -> None:
    made = listed(*ROWS, words=words, cut=cut).says(words[:6], Aspect.COUNT)
    assert made.said(check_counts)[-1] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("五大龙头股（甲、乙、丙、丁）的占比上升", "count_mismatch"), ("五家公司（甲、乙、丙、丁）占比上升", "count_mismatch"), ("四家公司（甲、乙、丙、丁）占比上升", "supported"),
        ("五家公司（甲、乙、丙、丁等）占比上升", "not_checkable"), ("Five companies (Alpha, Beta, Gamma and Delta) gained", "count_mismatch"),
        ("Four companies (Alpha, Beta, Gamma and Delta) gained", "not_checkable"), ("Three sectors (coal, food and beverages, media) gained", "not_checkable"),
        ("Five companies (such as Alpha and Beta) gained", "not_checkable"), ("有三家公司净买入较多，分别为甲股份、乙股份、丙股份、丁股份，合计占比不低", "count_mismatch"),
        ("有四家公司净买入较多，分别为甲股份、乙股份、丙股份和丁股份。", "not_checkable"), ("三个行业的余额分别为3亿元、4亿元", "not_checkable"), ("only two sectors—coal and oil & gas—fell", "not_checkable"),
    ],
)  # fmt: skip
def test_named_names_are_counted(words: str, expected: str) -> None:
    assert page(("body", words)).says(words, Aspect.COUNT).said(check_counts) == [expected]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("Beta has the largest balance, Alpha the highest share of float", "supported"), ("Alpha has the largest balance, Beta the highest share of float", "sort_order")],
)  # fmt: skip
def test_each_place_speaks_of_its_own_column(words: str, expected: str) -> None:
    rows = ("Alpha | 0.41 | 0.71", "Beta | 0.53 | 0.58", "Gamma | 0.38 | 0.66")
    made = page(("row", "Name | Balance | Share of float"), *(("row", row) for row in rows), ("body", words))  # type: ignore[arg-type]
    assert set(made.says(words, Aspect.RECORD).said(check_ranks)) == {expected}
