"""Breaks if figures and words of sentences are not recomputed from the table or list beside them, or if a table refutes what it does not speak of."""

from __future__ import annotations

import pytest

from liangrong.research.claims.verify.document.grid_figures import check_grid_figures
from liangrong.research.claims.verify.document.grid_totals import check_grid_totals
from liangrong.research.claims.verify.document.grid_words import check_grid_words
from liangrong.research.claims.verify.document.grids import grids
from liangrong.research.claims.verify.document.ranks import check_ranks
from tests.unit.research.claims.verify.document.pages import told, written

MARKETS = """一、各市场余额（单位：亿元，截至9月4日）
市场 融资余额 融券余额 两融余额
沪市 9,000.0 60.0 9,060.0
深市 8,000.0 40.0 8,040.0
北交所 105.0 0.2 105.2
合计 17,105.0 100.2 17,205.2
"""
SECTORS = """Table 2. Financing balance by sector (billion yuan)
Sector | 2026-03-31 | 2026-06-30 | Change
Electronics | 200.0 | 230.0 | +30.0
Banks | 100.0 | 90.0 | -10.0
Coal | 50.0 | 51.0 | +1.0
Total | 350.0 | 371.0 | +21.0
"""
QUARTERS = """Flows
Quarter | Net financing purchases (bn yuan) | Share of year to date
Q1 | 20.0 | 20.0%
Q2 | 30.0 | 30.0%
Q3 | 50.0 | 50.0%
YTD | 100.0 | 100%
"""
LEADERS = "Top net financing purchases on 6 May (billion yuan): Alpha 2.4, Beta 1.2, Gamma 0.9, Delta 0.7. "


@pytest.mark.parametrize(
    ("table", "sentence", "expected"),
    [
        (MARKETS, "沪市占两融余额的52.7%。", {"52.7%": "supported"}),
        (MARKETS, "沪市占两融余额的57.2%。", {"57.2%": "arithmetic"}),
        (MARKETS, "深市与沪市融资余额合计17,000.0亿元。", {"17,000.0亿元": "supported"}),
        (MARKETS, "沪市融券余额是深市的1.5倍。", {"1.5倍": "supported"}),
        (MARKETS, "沪市融券余额超过深市的两倍。", {"两倍": "arithmetic"}),
        (MARKETS, "北交所两融余额为1,052亿元。", {"1,052亿元": "unit_slip"}),
        (SECTORS, "Electronics grew 15.0%.", {"15.0%": "supported"}),
        (SECTORS, "Electronics grew 51.0%.", {"51.0%": "arithmetic"}),
        (SECTORS, "Banks and coal came to 141.0 billion yuan.", {"141.0 billion yuan": "supported"}),
        (SECTORS, "The three sectors added 21.0 billion yuan.", {"21.0 billion yuan": "supported"}),
        (SECTORS, "Electronics added 30.0 billion yuan.", {"30.0 billion yuan": "supported"}),
        (SECTORS, "The coal balance stands at 510 billion yuan.", {"510 billion yuan": "unit_slip"}),
        (QUARTERS, "The second quarter was 50.0% above the first.", {"50.0%": "supported"}),
        (QUARTERS, "The second quarter was 50.0% below the third.", {"50.0%": "arithmetic"}),
        (LEADERS, "The four names attracted 5.2 billion yuan.", {"5.2 billion yuan": "supported"}),
        (LEADERS, "Alpha's purchase was twice Beta's.", {"twice": "supported"}),
    ],
)
def test_figures_are_recomputed_from_the_table(table: str, sentence: str, expected: dict[str, str]) -> None:
    assert told(table + sentence, check_grid_figures, check_grid_totals) == expected


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (MARKETS, "沪市融资余额较上月增加90亿元。"),
        (MARKETS, "沪市8月融资净买入906亿元。"),
        (MARKETS, "沪市融资余额占流通市值的2.4%。"),
        (MARKETS, "北交所融资余额去年同期为80亿元。"),
        (MARKETS, "深市融资余额约为8,000亿元。"),
        (SECTORS, "Electronics rose 2.1% on Friday."),
        (SECTORS, "Electronics took 143% of the increase."),
        (SECTORS, "The financing balance of electronics was 230 billion yuan."),
        (SECTORS, "Coal's turnover was 5.1 billion yuan."),
    ],
)
def test_a_table_is_silent_about_other_things_times_and_repetitions(table: str, sentence: str) -> None:
    assert told(table + sentence, check_grid_figures, check_grid_totals) == {}


@pytest.mark.parametrize(
    ("table", "sentence", "expected"),
    [
        (SECTORS, "Banks grew slightly.", "wrong_sign"),
        (SECTORS, "Banks shrank.", "supported"),
        (SECTORS, "Banks rose on July 3.", None),
    ],
)
def test_directions_are_those_of_the_table(table: str, sentence: str, expected: str | None) -> None:
    assert list(told(table + sentence, check_grid_words).values()) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全市场共有20只个股净买入超过1亿元。", ["count_mismatch"]),
        ("全市场共有2只个股净买入超过1亿元。", ["supported"]),
        ("全市场共有20只个股净买入超过0.5亿元。", []),
    ],
)
def test_a_list_of_the_largest_counts_those_above_its_last(sentence: str, expected: list[str]) -> None:
    text = "5月7日融资净买入前三：海光信息2.1亿元、寒武纪1.4亿元、新易盛0.9亿元。"
    assert list(told(text + sentence, check_grid_words).values()) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Thursday was the strongest day and Tuesday the weakest.", "supported"),
        ("Monday was the strongest day and Tuesday the weakest.", "sort_order"),
    ],
)
def test_days_of_a_list_are_ranked(sentence: str, expected: str) -> None:
    text = f"Net purchases were 1.2, 0.4, 0.9 and 1.8 billion yuan from Monday to Thursday. {sentence}"
    assert set(told(text, check_ranks).values()) == {expected}


def test_columns_know_their_unit_total_and_metric() -> None:
    (grid,) = grids(written(MARKETS).article)
    short = grid.columns[1]
    assert grid.names == ("沪市", "深市", "北交所")
    assert [one.base for one in short.figures if one] == [6 * 10**9, 4 * 10**9, 2 * 10**7]
    assert short.metric == "short_balance"
    assert short.total is not None
    assert short.total.base == 10020 * 10**6


@pytest.mark.parametrize(
    "sentence",
    [
        "沪市融资净买入是北交所的两倍。",
        "北交所占融资净买入的20%。",
        "沪市占融资净买入的120%。",
        "沪市增长20%。",
        "北交所增长20%。",
    ],
)
def test_outflows_and_zeros_have_no_shares_and_no_multiples(sentence: str) -> None:
    table = "各市场融资净买入（亿元）\n市场 8月 9月 融资净买入\n沪市 3.1 2.2 4.0\n深市 -1.0 0.0 -2.0\n北交所 0.0 -1.2 -0.5\n合计 2.1 1.0 1.5\n"
    assert set(told(table + sentence, check_grid_figures, check_grid_totals).values()) <= {"arithmetic"}


def test_the_fastest_is_the_fastest_of_all_rows() -> None:
    assert told(SECTORS + "Coal grew fastest, by 2.0%.", check_grid_figures) == {"2.0%": "sort_order"}
    assert told(SECTORS + "Electronics grew fastest, by 15.0%.", check_grid_figures) == {"15.0%": "supported"}
