"""Breaks if a beginning is believed on a wrong day, or another's beginning is taken for it."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.desk import Desk
from liangrong.research.claims.verify.law.checks import CHECKS
from liangrong.rules.rulebook import Rulebook
from tests.unit.research.claims.verify.one_sentence import judged, on, sentence, word

DESK = Desk(rulebook=Rulebook.load())


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("融资融券试点正式启动", "2010-03-31", None, "supported"),
        ("融资融券业务于当年开展", "2010-01-01", "2010-12-31", "supported"),
        ("融资融券业务于当年开展", "2011-01-01", "2011-12-31", "wrong_date"),
        ("margin trading was launched as a pilot in China", "2010-03-31", None, "supported"),
        ("转融券试点启动", "2013-02-28", None, "supported"),
        ("转融券试点启动", "2012-08-30", None, "wrong_date"),
        ("转融资业务试点启动", "2012-08-30", None, "supported"),
        ("北交所融资融券业务上线", "2023-02-13", None, "supported"),
        ("北交所融资融券业务上线", "2023-02-17", None, "wrong_date"),
        ("某证券公司融资融券业务启动", "2015-02-17", None, "not_checkable"),
        ("香港融资融券业务启动", "1994-01-17", None, "not_checkable"),
        ("融资融券标的扩大至1600只", "2019-08-19", None, "supported"),
        ("融资融券标的扩大至1,600只", "2019-08-01", "2019-08-31", "supported"),
        ("融资融券标的扩大至1600只", "2022-10-24", None, "wrong_date"),
        ("融资融券标的扩大至1700只", "2022-10-24", None, "not_checkable"),
        ("融资融券余额下降", "2022-10-24", None, "not_checkable"),
    ],
)
def test_beginnings(text: str, start: str, end: str | None, expected: str) -> None:
    said = sentence(text, published=date(2025, 5, 6), period=on(start, end))
    assert word(judged(said, CHECKS, DESK)) == expected


def test_a_day_that_was_carried_over_contradicts_nothing() -> None:
    said = sentence("融资融券试点正式启动", published=date(2025, 5, 6), period=on("2012-03-31", carried=True))
    assert word(judged(said, CHECKS, DESK)) == "not_checkable"
