"""Amounts and ratios of one account that follow from what stands around them, in any order and in other words."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.check import check
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.account.checks import CHECKS
from liangrong.research.claims.verify.account.roles import is_capacity
from liangrong.rules.rulebook import Rulebook

DESK = Desk(rulebook=Rulebook.load())


def support(text: str, part: str) -> str:
    """What is said of the claim that holds the last print of a part of the text."""
    article = read_article(text, published=date(2026, 3, 5))
    at = article.text.rindex(part)
    found = check(article, extract(article, DESK), CHECKS, DESK).claims
    return next(
        one.judgement.verdict.support
        for one in found
        if one.claim.figure is not None and one.claim.figure.start <= at < one.claim.figure.end
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("账户中股票值270万元，另有现金30万元，融资本金196万元，尚欠利息4万元，维持担保比例正好150%。", "150%"),
        ("客户用120万元作保证金，按100%的要求最多可融资120万元；如果仍是80%的老标准，可以借到150万元。", "150万元"),
        ("总资产360万元，对应的维持担保比例为180%，可见客户对券商负债200万元。", "200万元"),
        (
            "A client owes 500,000 yuan and holds 20,000 shares. With a line of 130%, the trigger price comes to 32.50 yuan.",
            "32.50",
        ),
        ("Each day a 900,000-yuan loan, charged at 6% on a 360-day year, accrues 150 yuan.", "150 yuan"),
    ],
)
def test_what_closes_is_confirmed(text: str, part: str) -> None:
    assert support(text, part) == "supported"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Each day a 900,000-yuan loan, charged at 6% on a 360-day year, accrues 15 yuan.", "15 yuan"),
        (
            "A loan of 600,000 yuan for 60 days on a 360-day year cost 5,000 yuan of interest, which equates to 6.5% a year.",
            "6.5%",
        ),
        ("账户总资产150万元、负债100万元，卖出40万元股票还款之后，维持担保比例将为190%。", "190%"),
    ],
)
def test_what_cannot_close_is_refuted(text: str, part: str) -> None:
    assert support(text, part) == "refuted"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("某基金以500万元股票作担保，按券商的折算率可融资260万元。", "260万元"),
        ("客户总资产200万元，负债100万元；若维持担保比例低于140%，将收到通知。", "140%"),
    ],
)
def test_what_something_untold_decides_is_left_open(text: str, part: str) -> None:
    assert support(text, part) != "refuted"


def test_capacity_is_read_off_the_clause_in_front() -> None:
    assert is_capacity("有100万元，最多可以融资")
    assert is_capacity("a fund with 6 million yuan can short stock worth ")
    assert not is_capacity("可以融资的客户，账户里有")
