"""Breaks if a ratio of another day, contract or client passes for the one in force, or a broker's stricter terms for a breach."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liangrong.research.claims.claim import Aspect, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.judgement import Judgement
from liangrong.research.claims.verify.law.checks import CHECKS
from liangrong.rules.rulebook import Rulebook
from tests.unit.research.claims.verify.one_sentence import judged, on, sentence, word

DESK = Desk(rulebook=Rulebook.load())


def said(text: str, printed: str, published: str, **fields: Any) -> Judgement:
    told = {
        "metric": "short_margin_ratio" if "融券" in text else "financing_margin_ratio",
        "published": date.fromisoformat(published),
    }
    return judged(sentence(text, printed, "%", **{**told, **fields}), CHECKS, DESK)


@pytest.mark.parametrize(
    ("text", "printed", "published", "expected"),
    [
        ("投资者融资买入的最低保证金比例为80%", "80", "2025-05-06", "supported"),
        ("投资者融资买入的最低保证金比例为80%", "80", "2026-01-20", "stale_rule"),
        ("投资者融资买入的最低保证金比例为100%", "100", "2026-01-20", "supported"),
        ("投资者融资买入的最低保证金比例为100%", "100", "2025-05-06", "stale_rule"),
        ("投资者融资买入的最低保证金比例为80%", "80", "2021-05-06", "wrong_date"),
        ("投资者融资买入的最低保证金比例为60%", "60", "2025-05-06", "wrong_value"),
        ("甲券商将融资保证金比例定为100%", "100", "2025-05-06", "not_checkable"),
        ("甲券商的融资保证金比例为50%", "50", "2025-05-06", "stale_rule"),
        ("融资保证金比例通常在120%", "120", "2025-05-06", "not_checkable"),
        ("假设融资保证金比例为50%", "50", "2025-05-06", "not_checkable"),
        ("此前融资保证金比例为50%", "50", "2025-05-06", "not_checkable"),
        ("北交所融资保证金最低比例为100%", "100", "2023-03-01", "supported"),
        ("融券保证金比例不得低于100%", "100", "2025-05-06", "supported"),
        ("融券保证金比例不得低于80%", "80", "2025-05-06", "stale_rule"),
        ("融券保证金比例为100%，私募基金参与融券不得低于120%", "120", "2025-05-06", "supported"),
        ("融券保证金比例为100%，私募基金参与融券不得低于100%", "100%，", "2025-05-06", "supported"),
    ],
)
def test_the_value_of_a_day(text: str, printed: str, published: str, expected: str) -> None:
    assert word(said(text, printed.rstrip("%，"), published)) == expected


@pytest.mark.parametrize(
    ("text", "printed", "published", "period", "expected"),
    [
        ("自1月19日起融资保证金比例由80%提高至100%", "80", "2026-01-20", "2026-01-19", "supported"),
        ("自1月19日起融资保证金比例由50%提高至100%", "100", "2026-01-20", "2026-01-19", "wrong_value"),
        ("1月14日宣布融资保证金比例由80%提高至100%", "100", "2026-01-15", "2026-01-14", "supported"),
        ("融资保证金比例由80%提高至100%", "100", "2026-01-15", "", "supported"),
        ("融资保证金比例由80%提高至120%", "120", "2026-01-15", "", "wrong_value"),
        ("融资保证金比例由100%降至80%", "80", "2023-08-28", "", "supported"),
        ("融资保证金比例由100%降至80%", "80", "2020-08-28", "", "not_checkable"),
        ("融券保证金比例由80%提高至100%", "100", "2024-07-11", "", "supported"),
        ("融券保证金比例由50%提高至100%", "100", "2024-07-11", "", "wrong_value"),
        ("私募证券投资基金融券保证金比例由100%提高至120%", "120", "2024-07-11", "", "supported"),
        ("私募证券投资基金融券保证金比例由80%提高至100%", "100", "2024-07-11", "", "wrong_value"),
        ("financing margin ratio was raised from 80% to 100%", "100", "2026-01-15", "", "supported"),
    ],
)
def test_a_step(text: str, printed: str, published: str, period: str, expected: str) -> None:
    assert word(said(text, printed, published, period=on(period) if period else None)) == expected


def dated(text: str, day_text: str, day: str, printed: str, **fields: Any) -> str:
    from dataclasses import replace

    article, claim = sentence(
        text, printed, "%", **{"metric": "financing_margin_ratio", "published": date(2026, 1, 20), **fields}
    )
    at = text.index(day_text)
    period = replace(on(day), at=(at, at + len(day_text)))
    return word(judged((article, replace(claim, period=period)), CHECKS, DESK))


def test_the_day_from_which_it_holds() -> None:
    assert dated("自1月26日起融资保证金比例由80%提高至100%", "1月26日", "2026-01-26", "100") == "wrong_date"
    assert (
        dated("raised from 80% to 100%, effective January 26, 2026, margin financing", "January 26, 2026", "2026-01-26", "100")
        == "wrong_date"
    )
    assert dated("1月26日报道，融资保证金比例由80%提高至100%", "1月26日", "2026-01-26", "100") == "not_checkable", (
        "the day of a report is no day of effect"
    )


def test_the_day_of_the_notice_is_none_from_which_it_holds() -> None:
    assert word(said("融资保证金比例上调至100%自1月14日起执行", "100", "2026-01-23")) == "wrong_date"
    assert word(said("融资保证金比例上调至100%自1月19日起执行", "100", "2026-01-23")) == "supported"
    assert dated("自1月14日起融资保证金比例由80%提高至100%", "1月14日", "2026-01-14", "100") == "wrong_date"


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("存量融资合约仍按80%的保证金比例执行", "80", "supported"),
        ("原有融资合约也要按100%补足保证金", "100", "scope"),
        ("contracts opened before that date keep the 80% ratio", "80", "supported"),
        ("存量融资合约的保证金比例平均为130%", "130", "not_checkable"),
    ],
)
def test_open_contracts_keep_their_ratio(text: str, printed: str, expected: str) -> None:
    assert word(said(text, printed, "2026-01-23")) == expected


def test_after_the_close_is_the_next_session() -> None:
    text = "自1月16日收市后新开仓的融资合约最低保证金比例为100%"
    assert dated(text, "1月16日", "2026-01-16", "100") == "supported"
    assert dated(text.replace("16", "14"), "1月14日", "2026-01-14", "100") == "wrong_date"


@pytest.mark.parametrize(("year", "expected"), [(2015, "supported"), (2014, "wrong_date")])
def test_a_step_told_by_its_year(year: int, expected: str) -> None:
    text = f"融资保证金比例于{year}年提高至100%"
    assert word(said(text, "100", "2020-05-06", period=on(f"{year}-01-01", f"{year}-12-31"))) == expected


@pytest.mark.parametrize("fields", [{"nature": Nature.ADVICE}, {"aspect": Aspect.FORMULA}, {"metric": "maintenance_ratio"}])
def test_what_is_no_claim_of_a_rule_is_left_alone(fields: dict[str, Any]) -> None:
    assert word(said("最低保证金比例为50%", "50", "2025-05-06", **fields)) == "not_checkable"


def test_the_citation_is_the_evidence() -> None:
    found = said("投资者融资买入的最低保证金比例为80%", "80", "2026-01-20")
    assert (found.basis, found.corrected) == ("rulebook", "100%")
    assert "2026-01-14" in found.evidence[0].source


def test_of_a_day_after_the_book_the_last_law_is_told_with_a_remark() -> None:
    found = said("最低保证金比例为80%", "80", "2099-05-06")
    assert (word(found), found.flags) == ("stale_rule", ("rulebook_ends_before",))
    assert "规则库收录至" in found.reason.zh
    assert said("最低保证金比例为80%", "80", "2025-05-06").flags == ()


def test_a_hedge_does_not_make_a_former_minimum_right() -> None:
    assert word(said("最低保证金比例不低于50%", "50", "2025-05-06", hedge=Hedge.AT_LEAST)) == "stale_rule"


def test_a_day_that_stands_before_the_clause_is_read_where_the_claim_carries_another() -> None:
    from dataclasses import replace

    text = "自2026年1月26日起，融资保证金比例由80%提高至100%"
    article, whole = sentence(text, "100", "%", metric="financing_margin_ratio", published=date(2026, 1, 19))
    clause = replace(whole, start=text.index("，") + 1, text=text[text.index("，") + 1 :], period=on("2026-01-19", carried=True))
    assert word(judged((article, clause), CHECKS, DESK)) == "wrong_date"
