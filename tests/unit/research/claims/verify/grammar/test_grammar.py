"""Constructions recomputed, true and with a planted fault: breaks if a fault passes, if a truth is called false, or if the wrong figure is blamed.

Every sentence is our own; what is right was computed by hand and stands beside it.
"""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.judgement import Judgement
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.arithmetic.checks import check_arithmetic
from liangrong.research.claims.verify.closure.checks import check_closure
from liangrong.research.claims.verify.grammar.checks import check_grammar

DAY = date(2026, 5, 20)


def judged(text: str) -> dict[str, list[Judgement]]:
    """What the rooms that recompute say of each printed figure."""
    article = read_article(text, published=DAY)
    desk = Desk()
    claims = extract(article, desk)
    said: dict[str, list[Judgement]] = {}
    for ruling in (ruling for room in (check_arithmetic, check_grammar, check_closure) for ruling in room(article, claims, desk)):
        figure = claims[ruling.claim].figure
        said.setdefault(figure.text if figure else claims[ruling.claim].text, []).append(ruling.judgement)
    return said


def supports(text: str, figure: str) -> set[str]:
    return {judgement.verdict.support for judgement in judged(text).get(figure, [])}


def types(text: str, figure: str) -> set[str]:
    return {kind for judgement in judged(text).get(figure, []) for kind in judgement.error_types}


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("5月19日两融余额由前一日的26,010.20亿元升至26,095.70亿元，单日增加85.50亿元。", "85.50亿元"),
        ("科创板两融余额为3,050.4亿元，上月末为2,905.1亿元，环比增长5.0%。", "5.0%"),
        ("Margin debt rose to 2.6512 trillion yuan on Monday from 2.6431 trillion yuan on Friday, a gain of 8.1 billion yuan.", "8.1 billion yuan"),
        ("The ratio was 2.41% in March, against 2.35% a month earlier, up 0.06 percentage points.", "0.06 percentage points"),
        ("电子、通信和传媒分别净买入21.3亿元、12.4亿元和5.2亿元，三个行业合计38.9亿元。", "38.9亿元"),
        ("Brokers lent 3.1 billion yuan in May and 2.6 billion yuan in June, together 5.7 billion yuan.", "5.7 billion yuan"),
        ("两融余额26,204.61亿元，融资余额26,020.30亿元，融券余额184.31亿元。", "184.31亿元"),
        ("两市新开账户12.40万户，其中创业板投资者3.10万户，占比25.0%。", "25.0%"),
        ("Of 2,400 eligible stocks, 900 stocks, or 37.5 per cent, saw balances rise.", "37.5 per cent"),
    ],
)  # fmt: skip
def test_what_closes_is_supported(text: str, figure: str) -> None:
    assert supports(text, figure) == {"supported"}


@pytest.mark.parametrize(
    ("text", "figure", "error"),
    [
        # 26,095.70 - 26,010.20 = 85.50, ten times less than printed
        ("5月19日两融余额由前一日的26,010.20亿元升至26,095.70亿元，单日增加855.0亿元。", "855.0亿元", "unit_slip"),
        # 3,050.4 / 2,905.1 - 1 = 5.0 %
        ("科创板两融余额为3,050.4亿元，上月末为2,905.1亿元，环比增长7.4%。", "7.4%", "arithmetic"),
        # it fell
        ("Margin debt rose to 2.6431 trillion yuan on Monday from 2.6512 trillion yuan on Friday.", "2.6431 trillion yuan", "wrong_sign"),
        # 21.3 + 12.4 + 5.2 = 38.9
        ("电子、通信和传媒分别净买入21.3亿元、12.4亿元和5.2亿元，三个行业合计48.9亿元。", "48.9亿元", "arithmetic"),
    ],
)  # fmt: skip
def test_what_does_not_close_is_refuted_where_it_stands(text: str, figure: str, error: str) -> None:
    assert supports(text, figure) == {"refuted"}
    assert error in types(text, figure)
    others = {name for name, said in judged(text).items() if name != figure for one in said if one.verdict.support == "refuted"}
    assert others == set(), "only the figure that is wrong is called wrong"


def test_a_slipped_level_is_blamed_and_its_change_is_not() -> None:
    text = "8月3日融资余额报2.61亿元，比7月末的26,020亿元增加80亿元。"  # 2.61 万亿 was meant
    assert types(text, "2.61亿元") == {"unit_slip"}
    assert supports(text, "80亿元") == {"supported"}


def test_nothing_is_said_where_nothing_ties_figures_together() -> None:
    text = "融资余额2.61万亿元，创业板成交额6,200亿元，另有12只个股涨停，上证综指上涨1.3%。"
    assert judged(text) == {}


def test_a_change_of_something_else_is_not_held_against_two_levels() -> None:
    text = "两融余额由26,010.20亿元升至26,095.70亿元。同期上证综指上涨1.9%。"
    assert supports(text, "1.9%") == set()


def test_outflows_count_against_inflows() -> None:
    text = "融资客净买入电子10.4亿元、净买入通信5.1亿元、净卖出银行4.5亿元，三个行业合计净买入11.0亿元。"
    assert supports(text, "11.0亿元") == {"supported"}


def test_a_bound_is_held_against_the_figure_beside_it() -> None:
    assert supports("该股融资余额占流通市值7.1%，超过8%。", "超过8%") == {"refuted"}
    assert supports("该股融资余额占流通市值8.4%，超过8%。", "超过8%") == {"supported"}
