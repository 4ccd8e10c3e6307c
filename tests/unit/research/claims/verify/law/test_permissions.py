"""Breaks if what the rules allow is called forbidden, or the other way round."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.law.read_claims import of_words


@pytest.mark.parametrize(
    ("text", "day", "part", "expected"),
    [
        (
            "Since August 2015, shares sold short cannot be returned before the next trading day.",
            "2025-11-20",
            "cannot be returned",
            "supported",
        ),
        (
            "A trader may sell short at the open and buy the shares back before the close of the same session.",
            "2025-11-20",
            "same session",
            "refuted",
        ),
        ("融券卖出后最快次日才能还券。", "2025-11-20", "次日才能还券", "supported"),
        ("融券客户可以当天卖出、当天买回还券。", "2025-11-20", "当天买回还券", "refuted"),
        ("融券卖出委托价不得低于最新成交价。", "2025-11-20", "不得低于最新成交价", "supported"),
        ("融券卖出委托可以低于最新成交价申报。", "2025-11-20", "低于最新成交价", "refuted"),
        (
            "An order to sell short must not be priced below the latest trade.",
            "2025-11-20",
            "must not be priced below",
            "supported",
        ),
        ("ETF的融券卖出价格同样不得低于最近成交价。", "2025-11-20", "不得低于最近成交价", "refuted"),
        ("科创板股票自上市首日起即可作为融资融券标的。", "2025-11-20", "上市首日", "supported"),
        ("科创板股票须上市满三个月才能成为两融标的。", "2025-11-20", "三个月", "refuted"),
        ("主板注册制新股上市首日即可融资融券。", "2025-11-20", "首日即可", "supported"),
        ("New ChiNext listings can be bought on margin from their first day of trading.", "2025-11-20", "first day", "supported"),
        (
            "New ChiNext listings become eligible for margin trading only after three months.",
            "2025-11-20",
            "three months",
            "refuted",
        ),
        (
            "To open an account an investor needs average assets of half a million yuan over 20 sessions.",
            "2025-11-20",
            "half a million",
            "supported",
        ),
        ("融券卖出所得资金可用于买入其他股票。", "2025-11-20", "买入其他股票", "refuted"),
        ("融券所得价款在还券前不得用于买入其他股票。", "2025-11-20", "不得用于买入", "supported"),
        ("Short sellers may use the proceeds to buy other stocks.", "2025-11-20", "other stocks", "refuted"),
        ("创业板注册制新股上市第一天就可以融资买入。", "2025-12-01", "第一天", "supported"),
        ("投资者融券卖出后,第二天才可以还券。", "2025-12-01", "第二天", "supported"),
    ],
)
def test_what_is_allowed(text: str, day: str, part: str, expected: str) -> None:
    assert of_words(text, day, part) == expected
