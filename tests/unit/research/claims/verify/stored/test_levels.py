"""Breaks if a true level is called wrong, or if a slip of unit, metric or day is called by another name or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from liangrong.core.calendar import mainland
from liangrong.research.claims.claim import Aspect, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.judgement import Judgement
from liangrong.research.claims.verify.stored.checks import CHECKS
from tests.unit.research.claims.verify.one_sentence import YI, Noted, judged, noted, on, sentence, word

FACTS = noted(
    financing_balance={"2024-03-01": 15000.11, "2024-03-04": 15123.45, "2024-03-05": 15200.67, "2024-03-06": 15187.02},
    short_balance={"2024-03-01": 650.5, "2024-03-04": 676.67, "2024-03-05": 670.2, "2024-03-06": 661.9},
    margin_trading_balance={"2024-03-01": 15650.61, "2024-03-04": 15800.12, "2024-03-05": 15870.87, "2024-03-06": 15848.92},
)
DESK = Desk(facts=FACTS)
TODAY = date(2024, 3, 7)


def level(printed: str, unit: str = "亿元", **fields: Any) -> Judgement:
    told = {"metric": "financing_balance", "period": on("2024-03-04"), "published": TODAY}
    return judged(sentence(f"余额为{printed}。", printed, unit, **{**told, **fields}), CHECKS, DESK)


@pytest.mark.parametrize(
    ("printed", "unit", "fields", "expected"),
    [
        ("15123.45", "亿元", {}, "supported"),
        ("1.51", "万亿元", {}, "supported"),
        ("1,512.3", "billion yuan", {}, "supported"),
        ("15123.45", "billion yuan", {}, "unit_slip"),
        ("15800.12", "亿元", {}, "scope"),
        ("15,800.12", "billion yuan", {}, "unit_slip"),
        ("15200.67", "亿元", {}, "wrong_date"),
        ("15333.33", "亿元", {}, "wrong_value"),
        ("1.52", "万亿元", {}, "wrong_value"),
        ("15333.33", "亿元", {"period": on("2024-03-04", carried=True)}, "not_checkable"),
        ("15200.67", "亿元", {"period": on("2024-03-01", carried=True)}, "supported"),
        ("15200.67", "亿元", {"period": on("2024-03-01", carried=True), "published": date(2025, 3, 7)}, "not_checkable"),
        ("15333.33", "亿元", {"period": on("2024-03-04", certain=False)}, "wrong_value"),
        ("15333.33", "亿元", {"period": on("2024-03-04", certain=False), "published": date(2026, 3, 7)}, "not_checkable"),
        ("15187.02", "亿元", {"period": None}, "supported"),
        ("15999.99", "亿元", {"period": None}, "not_checkable"),
        ("15123.45", "亿元", {"period": on("2023-05-04")}, "not_checkable"),
        ("15123.45", "亿元", {"scope": "board:star"}, "not_checkable"),
        ("15123.45", "亿元", {"nature": Nature.FORECAST}, "not_checkable"),
        ("15123.45", "%", {}, "not_checkable"),
        ("15000.11", "亿元", {"period": on("2024-03-02")}, "supported"),
        ("15100", "亿元", {"hedge": Hedge.OVER}, "supported"),
        ("15300", "亿元", {"hedge": Hedge.OVER}, "wrong_value"),
        ("9000", "亿元", {"hedge": Hedge.OVER}, "not_checkable"),
        ("15000", "亿元", {"hedge": Hedge.OVER, "period": on("2024-03-01", "2024-03-06")}, "supported"),
        ("15100", "亿元", {"hedge": Hedge.OVER, "period": on("2024-03-01", "2024-03-06")}, "not_checkable"),
        ("15300", "亿元", {"hedge": Hedge.OVER, "period": on("2024-03-01", "2024-03-06")}, "wrong_value"),
        ("15200.67", "亿元", {"period": on("2024-03-01", "2024-03-31")}, "supported"),
    ],
)  # fmt: skip
def test_a_level(printed: str, unit: str, fields: dict[str, Any], expected: str) -> None:
    assert word(level(printed, unit, **fields)) == expected


def test_a_day_that_was_carried_over_counts_where_the_figure_is_none_of_the_years() -> None:
    days = mainland().between(date(2023, 3, 1), date(2024, 3, 4))
    year = {day: Decimal(10000 + 3 * place) * YI for place, day in enumerate(days)}
    desk = Desk(facts=Noted({("financing_balance", "market"): year}))
    last, some = 10000 + 3 * (len(days) - 1), 10000 + 3 * 100
    for printed, expected in ((last, "supported"), (some, "not_checkable"), (15333, "wrong_value")):
        said = sentence(
            f"其中融资余额{printed}亿元",
            f"{printed}",
            "亿元",
            metric="financing_balance",
            period=on("2024-03-04", carried=True),
            published=date(2024, 3, 5),
        )
        assert word(judged(said, CHECKS, desk)) == expected


def test_a_name_that_may_mean_two_balances_is_told_which_it_is() -> None:
    found = level("15800.12", ambiguous=("margin_trading_balance",))
    assert (word(found), found.flags) == ("supported", ("scope_ambiguous:margin_trading_balance",))
    assert "融资融券余额" in found.reason.zh


def test_what_would_be_right_is_said() -> None:
    assert level("15123.45", "billion yuan").corrected == "15,123.45 亿元 = 1,512.345 billion yuan"
    assert level("15200.67").corrected == "2024-03-05"
    assert level("15800.12").corrected == "融资融券余额 15,800.12 亿元"
    assert level("15333.33").corrected == "15,123.45 亿元"


def test_both_slips_at_once_are_both_named() -> None:
    assert level("15,800.12", "billion yuan").error_types == ("unit_slip", "scope")


def test_the_evidence_names_measure_day_and_source() -> None:
    evidence, _ = level("15123.45").evidence
    assert (evidence.kind, evidence.source) == ("store", "hand")
    assert evidence.text == "market financing_balance 2024-03-04: 15,123.45 亿元"


def test_the_balance_of_the_other_name_stands_beside() -> None:
    for printed, unit in (("15123.45", "亿元"), ("15123.45", "billion yuan")):
        texts = [one.text for one in level(printed, unit).evidence]
        assert any("financing_balance 2024-03-04: 15,123.45" in text for text in texts), printed
        assert any("margin_trading_balance 2024-03-04: 15,800.12" in text for text in texts), printed


def test_words_in_a_row_about_a_security_are_not_the_markets() -> None:
    said = sentence(
        "某某股份 301217 融资余额创新高",
        metric="financing_balance",
        aspect=Aspect.RECORD,
        record=True,
        role="row",
        period=on("2024-03-06"),
        published=TODAY,
    )
    assert word(judged(said, CHECKS, DESK)) == "not_checkable"


def test_without_a_store_nothing_is_said() -> None:
    said = sentence(
        "余额为15333.33亿元", "15333.33", "亿元", metric="financing_balance", period=on("2024-03-04"), published=TODAY
    )
    assert word(judged(said, CHECKS, Desk())) == "not_checkable"


@pytest.mark.parametrize(
    ("printed", "text", "direction", "expected"),
    [
        ("9.99", "涨跌幅为9.99%", "down", "supported"),
        ("-9.99", "涨跌幅为-9.99%", "down", "wrong_sign"),
        ("9.99", "上涨9.99%", "up", "supported"),
        ("9.99", "下跌9.99%", "down", "wrong_sign"),
        ("8.88", "上涨8.88%", "up", "wrong_value"),
    ],
)
def test_the_return_of_a_day(printed: str, text: str, direction: str, expected: str) -> None:
    scope = "security:600519.SH"
    desk = Desk(facts=Noted({("daily_return", scope): {date(2024, 3, 4): Decimal("0.09994")}}))
    said = sentence(
        text,
        printed,
        "%",
        metric="daily_return",
        scope=scope,
        aspect=Aspect.GROWTH,
        direction=direction,
        period=on("2024-03-04"),
        published=TODAY,
    )
    assert word(judged(said, CHECKS, desk)) == expected
