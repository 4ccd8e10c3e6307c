"""Breaks if open contracts are said to follow a change that spares them, or a wrong day of lending passes."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.desk import Desk
from liangrong.research.claims.period import Period
from liangrong.research.claims.verify.law.checks import CHECKS
from liangrong.rules.rulebook import Rulebook
from tests.unit.research.claims.verify.law.read_claims import of_words
from tests.unit.research.claims.verify.one_sentence import judged, sentence, word

DESK = Desk(rulebook=Rulebook.load())


def said(text: str, published: str, day_text: str = "", day: str = "") -> str:
    at = text.index(day_text) if day_text else -1
    period = Period(date.fromisoformat(day), date.fromisoformat(day), day_text, (at, at + len(day_text))) if day else None
    return word(judged(sentence(text, published=date.fromisoformat(published), period=period), CHECKS, DESK))


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("调整仅限于新开立的融资合约", "2026-01-19", "supported"),
        ("存量融资合约及其展期不受影响", "2026-01-19", "supported"),
        ("存量融资合约也须按新的保证金比例执行", "2026-01-19", "scope"),
        ("the new margin ratio applies to all existing contracts", "2026-01-19", "scope"),
        ("the new margin ratio applies only to new contracts", "2026-01-19", "supported"),
        ("存量融券合约展期不受影响", "2024-07-15", "scope"),
        ("存量融资合约不受影响", "2021-07-15", "not_checkable"),
        ("本店仅限于新开张的门店", "2026-01-19", "not_checkable"),
    ],
)
def test_open_contracts(text: str, published: str, expected: str) -> None:
    assert said(text, published) == expected


def test_a_cut_off_after_the_change_spares_too_many() -> None:
    text = "1月{}日前（含当日）已开仓的融资合约不受影响"
    assert said(text.format(16), "2026-01-16", "1月16日", "2026-01-16") == "supported"
    assert said(text.format(20), "2026-01-16", "1月20日", "2026-01-20") == "wrong_date"


@pytest.mark.parametrize(
    ("text", "day_text", "day", "expected"),
    [
        ("7月10日宣布暂停转融券业务", "7月10日", "2024-07-10", "not_checkable"),
        ("7月11日起暂停转融券业务", "7月11日", "2024-07-11", "supported"),
        ("8月11日起暂停转融券业务", "8月11日", "2024-08-11", "wrong_date"),
        ("转融券存量于9月30日前了结", "9月30日", "2024-09-30", "supported"),
        ("转融券存量于10月31日前了结", "10月31日", "2024-10-31", "wrong_date"),
        ("1月29日起全面暂停限售股出借", "1月29日", "2024-01-29", "supported"),
        ("securities relending was suspended from July 11", "July 11", "2024-07-11", "supported"),
        ("转融资费率7月11日起下调", "7月11日", "2024-07-11", "not_checkable"),
    ],
)
def test_days_of_lending(text: str, day_text: str, day: str, expected: str) -> None:
    assert said(text, "2024-10-08", day_text, day) == expected


def test_a_suspension_without_a_day_is_left_open() -> None:
    assert said("监管暂停转融券业务", "2025-10-08") == "not_checkable"


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("融资保证金比例1月19日起升至100%，新比例适用于所有存量合约。", "所有存量合约", "refuted"),
        ("融资保证金比例1月19日起升至100%。已有融资合约也要补足到100%。", "补足到100%", "refuted"),
        ("融资保证金比例1月19日起升至100%。已有融资合约无需补足到100%。", "补足到100%", "supported"),
        ("融资保证金比例1月19日起升至100%。这次调整只涉及新开融券合约。", "融券合约", "refuted"),
        ("融资保证金比例1月19日起升至100%。这次调整只涉及新开融资合约。", "新开融资合约", "supported"),
    ],
)
def test_whom_the_change_reaches(text: str, part: str, expected: str) -> None:
    assert of_words(text, "2026-01-20", part) == expected
