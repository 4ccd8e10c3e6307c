"""Breaks if a change that two published levels give is missed, or a first time that a remark dates is believed on another day."""

from __future__ import annotations

from typing import Any

import pytest

from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.verify.published.checks import CHECKS
from liangrong.research.claims.verify.published.figures_file import read_figures
from tests.unit.research.claims.verify.one_sentence import judged, on, sentence, word

HEAD = "date,scope,metric,value,unit,source,figure_id,qualifier,half_ulp,status,note\n"
DESK = Desk(
    published=read_figures(
        HEAD + "2024-03-04,A-share,margin_total,15800.12,亿元,paper.txt,a,eq,0.005,,\n"
        "2024-03-05,A-share,margin_total,15750.02,亿元,paper.txt,b,eq,0.005,,\n"
        "2024-05-06,A-share,margin_total,16000,亿元,paper.txt,c,ge,,,首次突破1.6万亿\n"
        "2024-04-01,A-share,margin_total,15900,亿元,paper.txt,d,ge,,,\n"
        "2023-03-05/2024-03-05,SW coal,pct_change_financing_balance,-8.6,%,paper.txt,e,eq,0.05,,\n",
        place="own.csv",
    )
)


def verdict(text: str, printed: str, unit: str, aspect: Aspect, **fields: Any) -> str:
    told = {"metric": "margin_trading_balance", "aspect": aspect, "period": on("2024-03-05")}
    return word(judged(sentence(text, printed, unit, **{**told, **fields}), CHECKS, DESK))


@pytest.mark.parametrize(
    ("printed", "unit", "aspect", "fields", "expected"),
    [
        ("50.1", "亿元", Aspect.CHANGE, {"direction": "down"}, "supported"),
        ("50.1", "亿元", Aspect.CHANGE, {"direction": "up"}, "wrong_sign"),
        ("60.1", "亿元", Aspect.CHANGE, {"direction": "down"}, "wrong_value"),
        ("60.1", "亿元", Aspect.CHANGE, {"direction": "down", "period": on("2024-03-05", carried=True)}, "not_checkable"),
        ("50.1", "亿元", Aspect.CHANGE, {"direction": "down", "name": "paper.txt"}, "not_checkable"),
        ("50.1", "亿元", Aspect.CHANGE, {"direction": "up", "name": "paper.txt"}, "wrong_sign"),
        ("0.32", "%", Aspect.GROWTH, {"direction": "down", "base": on("2024-03-04")}, "supported"),
        ("0.52", "%", Aspect.GROWTH, {"direction": "down", "base": on("2024-03-04")}, "wrong_value"),
        ("50.1", "亿元", Aspect.CHANGE, {"direction": "down", "period": on("2024-04-01")}, "not_checkable"),
    ],
)
def test_a_change_between_two_levels(printed: str, unit: str, aspect: Aspect, fields: dict[str, Any], expected: str) -> None:
    assert verdict(f"变动{printed}", printed, unit, aspect, **fields) == expected


@pytest.mark.parametrize(
    ("level", "day", "text", "expected"),
    [
        ("16000", "2024-05-06", "首次突破{}亿元", "supported"),
        ("16000", "2024-04-29", "首次突破{}亿元", "wrong_date"),
        ("15900", "2024-03-28", "首次突破{}亿元", "supported"),
        ("15900", "2024-02-28", "首次突破{}亿元", "not_checkable"),
        ("16000", "2024-06-03", "突破{}亿元", "not_checkable"),
    ],
)
def test_the_day_of_a_first_time(level: str, day: str, text: str, expected: str) -> None:
    said = text.format(level)
    assert verdict(said, level, "亿元", Aspect.CROSSING, hedge=Hedge.OVER, first="首次" in said, period=on(day)) == expected


def test_growth_over_the_year_to_a_day() -> None:
    told = {"metric": "financing_balance", "scope": "industry:sw1:煤炭"}
    assert verdict("近一年下降8.6%", "8.6", "%", Aspect.GROWTH, direction="down", **told) == "supported"
    assert verdict("近一年增长8.6%", "8.6", "%", Aspect.GROWTH, direction="up", **told) == "wrong_sign"
    assert verdict("下降8.6%", "8.6", "%", Aspect.GROWTH, direction="down", **told) == "not_checkable", "over which time"


def test_a_record_that_the_next_words_claim() -> None:
    from dataclasses import replace

    article, claim = sentence(
        "余额15750.02亿元，再创历史新高", "15750.02", "亿元", metric="margin_trading_balance", period=on("2024-03-05")
    )
    first = replace(claim, end=article.text.index("，"), text=article.text[: article.text.index("，")])
    assert word(judged((article, first), CHECKS, DESK)) == "wrong_record"
