"""Breaks if a direction is believed against its figures, if a figure of another time or thing decides, or if a comparison the wrong way round passes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liangrong.research.claims.claim import Aspect, Nature
from liangrong.research.claims.period import Period
from liangrong.research.claims.verify.document.comparisons import check_comparisons
from liangrong.research.claims.verify.document.conflicts import check_conflicts
from liangrong.research.claims.verify.document.relations import Side, relations
from liangrong.research.claims.verify.document.signs import check_signs
from liangrong.research.claims.verify.document.summary_signs import check_summary_signs
from tests.unit.research.claims.verify.document.pages import Page, of, page

H1, H2 = Period(date(2025, 1, 1), date(2025, 6, 30)), Period(date(2025, 7, 1), date(2025, 12, 31))
FLOW: dict[str, Any] = {"metric": "net_financing_purchase", "period": H2}
COAL = {"subject": "coal", "scope": "industry:sw1:煤炭"}
STEEL = {"subject": "steel", "scope": "industry:sw1:钢铁"}


def flows(words: str, **more: Any) -> Page:
    made = of(words, "Coal lost 711 million yuan.", "Steel lost 2.5 billion yuan.")
    made.says("Coal lost 711 million yuan", Aspect.LEVEL, figure="711", direction="out", **FLOW, **COAL)
    made.says("Steel lost 2.5 billion yuan", Aspect.LEVEL, figure="2.5", direction="out", **FLOW, **STEEL)
    return made.says(words, Aspect.SIGN, **more)


@pytest.mark.parametrize(
    ("words", "direction", "expected"),
    [
        ("Old trades like coal and steel have seen money leave", "out", "supported"), ("Coal and steel drew in money", "in", "wrong_sign"),
        ("Coal and media have seen money leave", "out", "supported"), ("Media has seen money leave", "out", "not_checkable"),
        ("Coal stocks have seen money leave", "out", "supported"), ("Both coal and steel have seen money leave every month", "out", "not_checkable"),
    ],
)  # fmt: skip
def test_directions_of_flows(words: str, direction: str, expected: str) -> None:
    assert flows(words, direction=direction, period=None).said(check_signs)[2] == expected


def test_another_period_does_not_contradict() -> None:
    early = Period(H1.start, H1.end, "H1", (0, 2))
    assert flows("Coal and steel drew in money", direction="in", period=early).said(check_signs)[2] == "not_checkable"


def test_a_forecast_is_no_fact() -> None:
    assert flows("Coal will draw in money", direction="in", nature=Nature.FORECAST).said(check_signs)[2] == "not_checkable"


@pytest.mark.parametrize(
    ("words", "direction", "expected"), [("钢铁遭净偿还", "out", "supported"), ("钢铁获净买入", "in", "wrong_sign")]
)
def test_chinese_directions(words: str, direction: str, expected: str) -> None:
    made = of(f"{words}。", "钢铁行业合计减少3.5亿元。")
    made.says(
        "钢铁行业合计减少3.5亿元",
        Aspect.LEVEL,
        figure="3.5亿",
        direction="out",
        subject="钢铁行业",
        scope="industry:sw1:钢铁",
        **FLOW,
    )
    assert made.says(words, Aspect.SIGN, direction=direction, period=None).said(check_signs)[1] == expected


@pytest.mark.parametrize(
    ("words", "figure", "expected"),
    [
        ("甲股份当日下跌+5.2%", "+5.2%", "wrong_sign"), ("利润增长-5.2%", "-5.2%", "not_checkable"), ("甲股份涨停，涨跌幅+9.9%", "+9.9%", "not_checkable"),
        ("Alpha tumbled +5.2% on the day", "+5.2%", "wrong_sign"), ("Alpha surged -5.2% on the day", "-5.2%", "wrong_sign"), ("Alpha fell -5.2% on the day", "-5.2%", "not_checkable"),
        ("After it fell, Alpha gained +5.2%", "+5.2%", "not_checkable"),
    ],
)  # fmt: skip
def test_a_printed_sign_and_its_verb(words: str, figure: str, expected: str) -> None:
    assert of(words).says(words, Aspect.CHANGE, figure=figure).said(check_signs) == [expected]


@pytest.mark.parametrize(
    ("text", "side", "against"),
    [
        ("杠杆率仍低于2015年的高点", Side.BELOW, {2015}), ("占比远不及2015年", Side.FAR_BELOW, {2015}), ("已逼近2020年峰值", Side.NEAR, {2020}),
        ("the ratio is nowhere near that of 2015", Side.FAR_BELOW, {2015}), ("the ratio exceeds its 2020 peak", Side.ABOVE, {2020}),
        ("the ratio is close to 2015 highs", Side.NEAR, {2015}),
    ],
)  # fmt: skip
def test_comparisons_in_words(text: str, side: Side, against: set[int]) -> None:
    (found,) = relations(of(text).article.passages[0])
    assert (found.side, found.against) == (side, against)


@pytest.mark.parametrize("text", ["维持担保比例不低于这一水平", "the ratio is not above it", "no figure compares"])
def test_denied_comparisons_are_none(text: str) -> None:
    assert list(relations(of(text).article.passages[0])) == []


SHARE = "margin_trading_share_of_turnover"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("the share is close to its 2015 high", "the share is nowhere near that of 2015", "as_of_mismatch"),
        ("the share is close to its 2015 high", "the share is still below its 2015 high", "not_checkable"),
        ("the share is close to its 2015 high", "the share is nowhere near that of 2020", "not_checkable"),
        ("the share exceeds its 2015 high", "the share remains below its 2015 high", "as_of_mismatch"),
        ("成交占比已逼近2015年的高位", "成交占比远不及2015年", "as_of_mismatch"),
    ],
)  # fmt: skip
def test_two_comparisons_that_exclude_each_other(first: str, second: str, expected: str) -> None:
    made = (
        of(first, second)
        .says(first, Aspect.RELATION, metric=SHARE, period=None)
        .says(second, Aspect.RELATION, metric=SHARE, period=None)
    )
    assert made.said(check_conflicts) == [expected, expected]


def test_of_one_day_they_conflict_as_statements() -> None:
    first, second = (
        "on 16 September the share is close to its 2015 high",
        "on 16 September the share is nowhere near that of 2015",
    )
    made = of(first, second)
    for words in (first, second):
        made.says(
            words, Aspect.RELATION, metric=SHARE, period=Period(date(2025, 9, 16), date(2025, 9, 16), "16 September", (3, 15))
        )
    assert made.said(check_conflicts) == ["cross_statement", "cross_statement"]


def test_other_metrics_do_not_conflict() -> None:
    made = of("turnover is close to its 2015 high", "leverage is nowhere near that of 2015")
    made.says("turnover is close to its 2015 high", Aspect.RELATION, metric="turnover").says(
        "leverage is nowhere near that of 2015", Aspect.RELATION, metric="leverage_multiple"
    )
    assert made.said(check_conflicts) == ["not_checkable", "not_checkable"]


RATIO = "margin_trading_balance_to_float_cap"


@pytest.mark.parametrize(
    ("words", "then", "expected"),
    [
        ("leverage is still below the 2015 peak", "4.1%", "supported"), ("leverage is still below the 2015 peak", "2.1%", "cross_statement"),
        ("leverage is higher than in 2015", "2.1%", "supported"), ("leverage is still below the 2015 peak", "2.5%", "not_checkable"),
    ],
)  # fmt: skip
def test_now_and_then(words: str, then: str, expected: str) -> None:
    made = of(words, "The ratio is 2.5% on 17 September 2025.", f"The ratio was {then} on 18 June 2015.")
    made.says(
        "ratio is 2.5% on 17 September 2025", Aspect.LEVEL, figure="2.5%", metric=RATIO, scope="market", day=date(2025, 9, 17)
    )
    made.says(f"ratio was {then} on 18 June 2015", Aspect.LEVEL, figure=then, metric=RATIO, scope="market", day=date(2015, 6, 18))
    assert made.says(words, Aspect.RELATION, metric="leverage_multiple", scope="market").said(check_comparisons)[2] == expected


@pytest.mark.parametrize(
    ("words", "direction", "level", "expected"),
    [
        ("比重仍处于历史平均水平左右", "near", "5.2%", "supported"),
        ("比重仍处于历史平均水平左右", "near", "7.2%", "cross_statement"),
        ("比重仍处于历史平均水平左右", "near", "5.8%", "not_checkable"),
        ("比重仍远高于历史平均水平", "above", "5.2%", "cross_statement"),
        ("比重仍远高于历史平均水平", "above", "7.2%", "supported"),
        ("比重略低于历史均值", "below", "5.2%", "cross_statement"),
        ("比重略低于历史均值", "below", "4.9%", "supported"),
        ("比重远高于市场平均水平", "above", "5.2%", "not_checkable"),
    ],
)
def test_words_about_a_historical_mean(words: str, direction: str, level: str, expected: str) -> None:
    made = of(words, f"两融余额占市值的{level}。", "过去十年平均为5.1%。")
    made.says(f"占市值的{level}", Aspect.LEVEL, figure=level, metric=RATIO, scope="market")
    made.says("过去十年平均为5.1%", Aspect.MEAN, figure="5.1%", metric=RATIO)
    made.says(words, Aspect.RELATION, metric=RATIO, scope="market", direction=direction)
    assert made.said(check_comparisons)[2] == expected


@pytest.mark.parametrize(
    ("text", "first", "second", "expected"),
    [
        ("Borrowing money (6%-7%) costs less than borrowing shares (8%-10%)", "6%-7%", "8%-10%", "supported"),
        ("Borrowing money (6%-7%) is cheaper than borrowing shares (8%-10%)", "6%-7%", "8%-10%", "supported"),
        ("Borrowing money (9%-11%) is cheaper than borrowing shares (7%-8%)", "9%-11%", "7%-8%", "wrong_sign"),
        ("Borrowing money (6%-9%) is cheaper than borrowing shares (8%-10%)", "6%-9%", "8%-10%", "not_checkable"),
        ("融资成本（6%-7%）低于融券费率（8%-10%）", "6%-7%", "8%-10%", "supported"),
        ("比例为5.1%，略低于十年平均的4.9%", "5.1%", "4.9%", "wrong_sign"), ("比例为4.8%，略低于十年平均的4.9%", "4.8%", "4.9%", "not_checkable"),
        ("The share is 5.1%, slightly below its ten-year average of 4.9%", "5.1%", "4.9%", "wrong_sign"),
        ("If the ratio falls to 140%, a notice goes out, and falling below 130% means a sale", "140%", "130%", "not_checkable"),
        ("It fell 5.1%, less than the average fall of 4.9%", "5.1%", "4.9%", None),
    ],
)  # fmt: skip
def test_two_figures_beside_a_comparison(text: str, first: str, second: str, expected: str | None) -> None:
    direction = "down" if "fell" in text else ""
    made = (
        of(text)
        .says(text, Aspect.LEVEL, figure=first, direction=direction)
        .says(text, Aspect.LEVEL, figure=second, direction=direction)
    )
    assert set(made.said(check_comparisons)) == {expected or "not_checkable"}


@pytest.mark.parametrize(
    ("summary", "body", "expected"),
    [
        ("Banks led inflows", "Banks saw the largest net repayments.", "cross_statement"), ("Banks led inflows", "Media saw the largest net repayments.", "not_checkable"),
        ("银行获资金净流入", "银行遭净偿还。", "cross_statement"),
    ],
)  # fmt: skip
def test_a_summary_keeps_the_direction_of_its_body(summary: str, body: str, expected: str) -> None:
    made = (
        page(("summary", summary), ("body", body))
        .says(summary, Aspect.SIGN, direction="in", period=None)
        .says(body, Aspect.SIGN, direction="out", period=None)
    )
    assert made.said(check_summary_signs) == [expected, "not_checkable"]


@pytest.mark.parametrize(("summary", "expected"), [("煤炭融资余额大幅上升", "wrong_sign"), ("煤炭融资余额明显下降", "supported")])
def test_a_summary_in_words_against_the_figure_of_its_body(summary: str, expected: str) -> None:
    made = page(("summary", summary), ("body", "煤炭融资余额减少12.3亿元。"))
    made.says(
        summary,
        Aspect.SIGN,
        direction="up" if "上升" in summary else "down",
        subject="煤炭",
        scope="industry:sw1:煤炭",
        metric="financing_balance",
        period=None,
    )
    made.says(
        "煤炭融资余额减少12.3亿元",
        Aspect.CHANGE,
        figure="12.3亿",
        direction="down",
        subject="煤炭",
        scope="industry:sw1:煤炭",
        metric="financing_balance",
    )
    assert made.said(check_signs)[0] == expected
