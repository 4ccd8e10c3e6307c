"""Breaks if a change that two published levels give is missed, or a first time that a remark dates is believed on another day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liangrong.research.claims.check import check
from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.reading.article import read_article
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
    ("text", "name", "expected"),
    [
        ("3月5日，两融余额较前一交易日减少50.1亿元。", "own.txt", "supported"),
        ("3月5日，两融余额较前一交易日增加50.1亿元。", "own.txt", "wrong_sign"),
        ("3月5日，两融余额较前一交易日减少60.1亿元。", "own.txt", "arithmetic"),
        ("3月5日，两融余额较前一交易日减少50.1亿元。", "paper.txt", "not_checkable"),
        ("3月5日，两融余额较前一交易日增加50.1亿元。", "paper.txt", "wrong_sign"),
        ("2024年3月5日两融余额较3月4日下降0.32%。", "own.txt", "supported"),
        ("2024年3月5日两融余额较3月4日下降0.52%。", "own.txt", "arithmetic"),
        ("The margin trading balance fell by 5.01 billion yuan on March 5, 2024.", "own.txt", "supported"),
        ("The margin trading balance fell by 6.01 billion yuan on March 5, 2024.", "own.txt", "arithmetic"),
        ("4月1日，两融余额较前一交易日减少50.1亿元。", "own.txt", "not_checkable"),
    ],
)
def test_a_change_between_two_levels(text: str, name: str, expected: str) -> None:
    article = read_article(text, name=name, published=date(2024, 4, 2))
    (found,) = [one for one in check(article, extract(article, DESK), CHECKS, DESK).claims if one.claim.figure is not None]
    assert (*found.judgement.error_types, found.judgement.verdict.support)[0] == expected


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
