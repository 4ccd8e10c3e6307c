"""Breaks if an article proves itself, another source does not, or a true figure is called wrong for its rounding, its day or its name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liangrong.research.claims.article import Article
from liangrong.research.claims.check import check
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.published.checks import CHECKS
from liangrong.research.claims.verify.published.figures_file import read_figures
from liangrong.research.claims.verify.published.origin import own_sources
from tests.unit.research.claims.verify.one_sentence import judged, on, sentence, word

HEAD = "date,scope,metric,value,unit,source,figure_id,qualifier,half_ulp,status\n"
FIGURES = read_figures(
    HEAD + "2024-03-04,A-share,financing_balance,15123.45,亿元,paper.txt,fin,eq,0.005,\n"
    "2024-03-05,A-share,financing_balance,15200.67,亿元,paper.txt,fin2,eq,0.005,\n"
    "2024-03-04,A-share,margin_total,15800.12,亿元,paper.txt,total,eq,0.005,\n"
    "2024-01-01/2024-03-29,SW coal,net_financing_purchase,-7.11,亿元,paper.txt,coal,eq,0.005,\n"
    "2024-01-01/2024-03-29,SW steel,net_financing_purchase,-3.21,亿元,paper.txt,steel,eq,0.005,\n"
    "2024-03-04,A-share,daily_change_financing_balance,45.6,亿元,paper.txt,chg,eq,0.05,\n"
    "2024-03-04,A-share,short_balance,600,亿元,paper.txt,bad,eq,,disputed_scope\n"
    "2024-02-05,A-share,margin_total,16500,亿元,paper.txt,high,ge,,\n"
    "2023..,A-share,min financing margin ratio,80,%,paper.txt,rule,eq,,\n",
    place="own.csv",
)
DESK = Desk(published=FIGURES)
DAY = on("2024-03-04")


def verdict(said: tuple[Article, Claim]) -> str:
    return word(judged(said, CHECKS, DESK))


def level(printed: str, unit: str = "亿元", *, metric: str = "financing_balance", **fields: Any) -> tuple[Article, Claim]:
    return sentence(f"余额{printed}", printed, unit, **{"metric": metric, "period": DAY, **fields})


@pytest.mark.parametrize(
    ("printed", "unit", "fields", "expected"),
    [
        ("15123.45", "亿元", {}, "supported"),
        ("1.51", "万亿元", {}, "supported"),
        ("1.512345", "万亿元", {}, "supported"),
        ("15123.55", "亿元", {}, "wrong_value"),
        ("15123.45", "billion yuan", {}, "unit_slip"),
        ("15200.67", "亿元", {}, "wrong_value"),
        ("15800.12", "亿元", {}, "scope"),
        ("15123.45", "亿元", {"metric": "margin_trading_balance"}, "scope"),
        ("15123.45", "亿元", {"period": on("2024-03-06")}, "wrong_date"),
        ("15123.45", "亿元", {"period": on("2024-03-06", carried=True)}, "not_checkable"),
        ("15999", "亿元", {"period": on("2024-03-04", carried=True)}, "not_checkable"),
        ("15123.45", "亿元", {"period": None}, "not_checkable"),
        ("15123.45", "亿元", {"scope": "exchange:SSE"}, "not_checkable"),
        ("15800.12", "亿元", {"ambiguous": ("margin_trading_balance",)}, "supported"),
        ("600", "亿元", {"metric": "short_balance"}, "not_checkable"),
        ("45.6", "亿元", {"aspect": Aspect.CHANGE, "direction": "up"}, "supported"),
        ("45.6", "亿元", {"aspect": Aspect.CHANGE, "direction": "down"}, "wrong_sign"),
    ],
)
def test_a_figure_of_another_source(printed: str, unit: str, fields: dict[str, Any], expected: str) -> None:
    assert verdict(level(printed, unit, **fields)) == expected


def test_a_rule_is_left_to_the_rulebook() -> None:
    from liangrong.rules.rulebook import Rulebook

    desk = Desk(published=FIGURES, rulebook=Rulebook.load())
    assert word(judged(level("50", "%", metric="financing_margin_ratio"), CHECKS, desk)) == "not_checkable"


@pytest.mark.parametrize(
    ("printed", "expected"), [("15123.45", "not_checkable"), ("15123.45x", "not_checkable"), ("16123.45", "wrong_value")]
)
def test_an_article_proves_nothing_about_itself_but_betrays_a_changed_copy(printed: str, expected: str) -> None:
    assert verdict(level(printed.rstrip("x"), name="folder/PAPER.txt")) == expected


def test_a_copy_is_known_by_its_figures_and_a_report_on_a_table_is_none() -> None:
    rows = "".join(
        f"2024-03-{day:02},A-share,financing_balance,15{day:02}3.45,亿元,paper.txt,f{day},eq,0.005,\n" for day in range(1, 13)
    )
    figures = read_figures(HEAD + rows, place="own.csv")

    def owned(*days: int) -> frozenset[str]:
        return own_sources(sentence("，".join(f"15,{day:02}3.45" if day % 2 else f"1.5{day:02}345" for day in days))[0], figures)

    assert owned(*range(1, 11)) == {"paper.txt"}, "ten of twelve, in whatever unit"
    assert owned(*range(1, 10)) == frozenset(), "nine may be a report on the table"
    more = "".join(
        f"2024-02-{day:02},A-share,financing_balance,14{day:02}3.45,亿元,paper.txt,g{day},eq,0.005,\n" for day in range(1, 13)
    )
    figures = read_figures(HEAD + rows + more, place="own.csv")
    assert owned(*range(1, 13)) == frozenset(), "half of the source"


def test_what_would_be_right_is_said_in_both_units() -> None:
    found = judged(level("15123.45", "billion yuan"), CHECKS, DESK)
    assert found.corrected == "15,123.45 亿元 = 1,512.345 billion yuan"
    assert [one.source for one in found.evidence] == ["fin (paper.txt)"]


def test_money_of_another_country_is_not_compared() -> None:
    from dataclasses import replace

    article, claim = level("15999")
    assert claim.figure is not None
    foreign = replace(claim, figure=replace(claim.figure, currency="USD"))
    assert verdict((article, foreign)) == "not_checkable"


def test_a_window_is_met_although_the_figures_end_before_it() -> None:
    said = sentence(
        "净偿还7.11亿元",
        "7.11",
        "亿元",
        metric="net_financing_purchase",
        scope="industry:sw1:煤炭",
        period=on("2024-01-01", "2024-03-31"),
        direction="out",
    )
    assert verdict(said) == "supported"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("一季度，煤炭行业遭融资净偿还。", "own.txt", "supported"),
        ("一季度，煤炭行业获融资净买入。", "own.txt", "wrong_sign"),
        ("3月20日至4月30日，煤炭行业获融资净买入。", "own.txt", "not_checkable"),
        ("1月1日至2月25日，煤炭行业获融资净买入。", "own.txt", "not_checkable"),
        ("In the first quarter coal and steel saw net margin outflows.", "own.txt", "supported"),
        ("In the first quarter coal and steel drew net margin inflows.", "own.txt", "wrong_sign"),
        ("In the first quarter coal and cement saw net margin outflows.", "own.txt", "not_checkable"),
        ("一季度，煤炭行业遭融资净偿还。", "paper.txt", "not_checkable"),
    ],
)
def test_directions(text: str, name: str, expected: str) -> None:
    article = read_article(text, name=name, published=date(2024, 4, 2))
    (found,) = check(article, extract(article, DESK), CHECKS, DESK).claims
    assert (*found.judgement.error_types, found.judgement.verdict.support)[0] == expected


def first(day: str, level_yi: str = "16000", **fields: Any) -> tuple[Article, Claim]:
    told = {"metric": "margin_trading_balance", "aspect": Aspect.CROSSING, "first": True, "period": on(day), "hedge": Hedge.OVER}
    return sentence(f"首次突破{level_yi}亿元", level_yi, "亿元", **{**told, **fields})


@pytest.mark.parametrize(
    ("day", "level_yi", "expected"),
    [("2024-03-04", "15500", "wrong_date"), ("2024-02-05", "16000", "not_checkable"), ("2024-03-04", "18000", "wrong_value")],
)
def test_what_stood_above_before_is_no_first_time(day: str, level_yi: str, expected: str) -> None:
    assert verdict(first(day, level_yi)) == expected


BRACKET = read_figures(
    HEAD + "2024-01-05,A-share,financing_balance,18300,亿元,other.txt,low,eq,0.5,\n"
    "2023-2024,A-share,short_balance,100,亿元,third.txt,short,approx,50,\n"
    "2024-03-01,A-share,margin_total,23000,亿元,paper.txt,high,eq,50,\n",
    place="own.csv",
)


BOTH_OWN = read_figures(
    HEAD + "2024-01-05,A-share,margin_total,18400,亿元,paper.txt,low,eq,0.5,\n"
    "2024-03-01,A-share,margin_total,23000,亿元,paper.txt,high,eq,50,\n",
    place="own.csv",
)


def bracket(
    name: str = "-", period: object = None, level_yi: str = "20000", figures: tuple[PublishedFigure, ...] = BRACKET
) -> str:
    said = sentence(f"首次突破{level_yi}亿元", level_yi, "亿元", metric="margin_trading_balance", aspect=Aspect.CROSSING, first=True, hedge=Hedge.OVER,
                    published=date(2024, 3, 9), name=name, period=period)  # fmt: skip
    return word(judged(said, CHECKS, Desk(published=figures)))


def test_two_figures_around_a_threshold_support_its_crossing() -> None:
    assert bracket() == "supported"
    assert bracket(name="paper.txt") == "supported", "one of the two is another's"
    assert bracket(name="paper.txt", figures=BOTH_OWN) == "not_checkable", "both are its own"
    assert bracket(figures=BOTH_OWN) == "supported"
    assert bracket(period=on("2024-02-01", "2024-03-04")) == "supported"
    assert bracket(period=on("2024-02-01", "2024-02-28")) == "not_checkable", "it may not have been passed before March"
    assert bracket(period=on("2023-10-01", "2023-12-31")) == "not_checkable"
    assert bracket(level_yi="18350") == "not_checkable", "the total of that day may have been above it: a part is not the whole"


@pytest.mark.parametrize(
    ("day", "metric", "expected"),
    [("2024-03-04", "margin_trading_balance", "wrong_record"), ("2024-03-05", "financing_balance", "not_checkable")],
)
def test_a_higher_figure_of_an_earlier_day_belies_a_record(day: str, metric: str, expected: str) -> None:
    said = sentence("创历史新高", metric=metric, aspect=Aspect.RECORD, record=True, period=on(day))
    assert verdict(said) == expected
