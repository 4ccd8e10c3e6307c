"""Breaks if a summary may give a figure to somebody else or drop the metric, or if a faithful summary is refuted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from liangrong.research.claims.claim import Aspect, Nature
from liangrong.research.claims.verify.document.briefs import brief
from liangrong.research.claims.verify.document.content_words import content
from liangrong.research.claims.verify.document.drift import check_drift
from liangrong.research.claims.verify.document.headlines import check_headlines
from tests.unit.research.claims.verify.document.pages import page


@pytest.mark.parametrize(
    ("summary", "body", "expected"),
    [
        ("Robot makers will surpass their German peers in 2027", "Revenue growth of robot makers is forecast to surpass that of German peers in 2027.", "metric_drift"),
        ("Robot makers' revenue growth will surpass German peers in 2027", "Revenue growth of robot makers is forecast to surpass that of German peers in 2027.", "not_checkable"),
        ("Robot makers will surpass their German peers in 2027", "Robot makers are set to surpass German peers in 2027.", "not_checkable"),
        ("Robot makers will surpass their German peers in 2027", "Revenue growth of banks is forecast to surpass that of insurers in 2027.", "not_checkable"),
        ("机器人企业明年将赶超德国同行", "机器人企业的营收增速预计明年超过德国同行。", "metric_drift"),
        ("机器人企业营收增速明年将赶超德国同行", "机器人企业的营收增速预计明年超过德国同行。", "not_checkable"),
    ],
)  # fmt: skip
def test_a_metric_must_not_get_lost(summary: str, body: str, expected: str) -> None:
    made = page(("summary", summary), ("body", body)).says(summary, Aspect.RELATION, nature=Nature.FORECAST)
    assert made.judged(check_drift)[0].error_types == (() if expected == "not_checkable" else (expected,))


RAISED: dict[str, Any] = {"metric": "funds_raised"}


@pytest.mark.parametrize(
    ("lost", "whose", "expected"),
    [
        ("In early March alone, four battery groups raised in London.", "four battery groups", "missing_value"),
        ("In early March alone, robot makers raised in London.", "robot makers", "not_checkable"),
        ("Prices fell by in London.", "Prices", "not_checkable"),
    ],
)
def test_a_figure_whose_sentence_lost_its_number_and_speaks_of_others(lost: str, whose: str, expected: str) -> None:
    summary = "Robot makers doubled, with $2.47B raised in March alone"
    made = page(("summary", summary), ("body", lost))
    made.says("with $2.47B raised in March alone", Aspect.LEVEL, figure="$2.47B", subject="Robot makers", **RAISED)
    assert made.says(lost.removesuffix("."), subject=whose, stripped=True).said(check_drift)[0] == expected


def test_a_figure_may_have_been_lost_of_its_own_subject() -> None:
    made = page(
        ("summary", "Strains emerge, with robot orders up 4.7% in March"), ("body", "In March, the value of robot orders jumped")
    )
    made.says("with robot orders up 4.7% in March", Aspect.GROWTH, figure="4.7%").says(
        "In March, the value of robot orders jumped", stripped=True
    )
    assert made.said(check_drift)[0] == "not_checkable"


def test_a_figure_that_the_body_prints_is_no_loss() -> None:
    made = page(
        ("summary", "with $2.47B raised in March alone"),
        ("body", "In March alone, battery groups raised $2.47B in London."),
        ("body", "In early March alone four firms raised in Rome."),
    )
    made.says("with $2.47B raised in March alone", Aspect.LEVEL, figure="$2.47B", subject="Robot makers", **RAISED)
    made.says("battery groups raised $2.47B", Aspect.LEVEL, figure="$2.47B", subject="battery groups", **RAISED)
    assert (
        made.says("In early March alone four firms raised in Rome", subject="four firms", stripped=True).said(check_drift)[0]
        == "not_checkable"
    )


@pytest.mark.parametrize(
    ("summary", "subject", "scope", "expected"),
    [
        ("Steel drew 16.43 billion yuan", "Steel", "industry:sw1:钢铁", "subject_drift"), ("Media drew 16.43 billion yuan", "Media", "industry:sw1:传媒", "not_checkable"),
        ("Leaders drew 16.43 billion yuan", "Leaders", "", "not_checkable"),
    ],
)  # fmt: skip
def test_a_figure_belongs_to_whom_the_body_gives_it(summary: str, subject: str, scope: str, expected: str) -> None:
    flow = {"metric": "net_financing_purchase"}
    made = page(("summary", summary), ("body", "Media attracted 16.43 billion yuan in all."))
    made.says(summary, Aspect.LEVEL, figure="16.43 billion", subject=subject, scope=scope, **flow)
    made.says(
        "Media attracted 16.43 billion yuan",
        Aspect.LEVEL,
        figure="16.43 billion",
        subject="Media",
        scope="industry:sw1:传媒",
        **flow,
    )
    assert made.said(check_drift)[0] == expected


def test_small_round_figures_may_be_chance() -> None:
    flow = {"metric": "net_financing_purchase"}
    made = page(("summary", "Steel drew 5 billion yuan"), ("body", "Media attracted 5 billion yuan in all."))
    made.says("Steel drew 5 billion yuan", Aspect.LEVEL, figure="5 billion", subject="Steel", scope="industry:sw1:钢铁", **flow)
    made.says(
        "Media attracted 5 billion yuan", Aspect.LEVEL, figure="5 billion", subject="Media", scope="industry:sw1:传媒", **flow
    )
    assert made.said(check_drift)[0] == "not_checkable"


def test_content_words_forget_endings_and_particles() -> None:
    assert content("Rising prices") == content("price rises")
    assert content("余额的增长") & content("余额增长")


@pytest.mark.parametrize(
    ("summary", "body", "expected"),
    [
        (
            "Traders put 17.6 billion yuan into steel in a single day",
            "Over nine days traders put 17.6 billion yuan into steel.",
            "as_of_mismatch",
        ),
        (
            "Traders put 17.6 billion yuan into steel in a single day",
            "In one session traders put 17.6 billion yuan into steel.",
            "not_checkable",
        ),
        ("Traders put 17.6 billion yuan into steel", "Over nine days traders put 17.6 billion yuan into steel.", "not_checkable"),
        ("融资客单日加仓钢铁17.6亿元", "9个交易日里，融资客共加仓钢铁17.6亿元。", "as_of_mismatch"),
    ],
)
def test_a_sum_of_days_is_not_of_one_day(summary: str, body: str, expected: str) -> None:
    made = page(("summary", summary), ("body", body))
    for words in (summary, body):
        made.says(words, Aspect.LEVEL, figure="17.6", metric="net_financing_purchase")
    assert made.said(check_drift)[0] == expected


def test_key_points_are_found_without_a_role() -> None:
    made = page(("heading", "Key points"), ("body", "- Banks led"), ("body", "Banks led the market by far."))
    passages = made.article.passages
    shifted = replace(passages[1], start=passages[1].start + 2, text=passages[1].text[2:])
    assert brief(replace(made.article, passages=(passages[0], shifted, passages[2]))) == {0, 1}
    assert brief(made.article) == {0, 1}
    assert brief(page(("body", "速览：融券余额创新高。"), ("body", "详情：融券余额上升。")).article) == {0}
    assert brief(page(("title", "Only a title"), ("summary", "and a summary")).article) == frozenset()


@pytest.mark.parametrize(
    ("title", "figure", "expected"),
    [
        ("Margin loans jump 27% in March", "27%", "cross_statement"), ("Margin loans up about 3% in March", "3%", "not_checkable"), ("Margin loans climb 2.7% in March", "2.7%", "not_checkable"),
    ],
)  # fmt: skip
def test_a_title_must_not_contradict_the_only_figure_of_the_body(title: str, figure: str, expected: str) -> None:
    growth = {"metric": "financing_balance", "scope": "market", "direction": "up", "period": None}
    made = page(("title", title), ("body", "Margin loans grew 2.7% over the month.")).says(
        title, Aspect.GROWTH, figure=figure, **growth
    )
    assert (
        made.says("Margin loans grew 2.7% over the month", Aspect.GROWTH, figure="2.7%", **growth).said(check_headlines)[0]
        == expected
    )


def test_a_body_with_two_figures_decides_nothing() -> None:
    growth = {"metric": "financing_balance", "scope": "market", "direction": "up", "period": None}
    made = page(
        ("title", "Margin loans jump 27%"), ("body", "Margin loans grew 2.7%."), ("body", "Margin loans grew 3.9%.")
    ).says("Margin loans jump 27%", Aspect.GROWTH, figure="27%", **growth)
    made.says("Margin loans grew 2.7%", Aspect.GROWTH, figure="2.7%", **growth).says(
        "Margin loans grew 3.9%", Aspect.GROWTH, figure="3.9%", **growth
    )
    assert made.said(check_headlines)[0] == "not_checkable"


def test_a_tenfold_amount_is_a_slip_of_the_unit() -> None:
    flow = {"metric": "net_financing_purchase", "scope": "board:chinext", "direction": "in", "period": None}
    made = page(("title", "融资净买入创业板1,310亿元"), ("body", "创业板融资净买入131.4亿元。")).says(
        "融资净买入创业板1,310亿元", Aspect.LEVEL, figure="1,310亿", **flow
    )
    assert made.says("创业板融资净买入131.4亿元", Aspect.LEVEL, figure="131.4亿", **flow).said(check_headlines)[0] == "unit_slip"
