"""Breaks if a limit, a line or a term of the law is not known by the words around it."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.law.read_claims import of_words


@pytest.mark.parametrize(
    ("text", "day", "part", "expected"),
    [
        ("客户维持担保比例超过300%时,方可提取保证金可用余额中的现金。", "2025-11-20", "300%", "supported"),
        ("客户维持担保比例超过250%时,方可提取保证金可用余额中的现金。", "2025-11-20", "250%", "refuted"),
        (
            "Clients may take out cash only while the maintenance ratio is higher than 300 percent.",
            "2025-11-20",
            "300 percent",
            "supported",
        ),
        (
            "Clients may take out cash once the maintenance ratio is higher than 200 percent.",
            "2025-11-20",
            "200 percent",
            "refuted",
        ),
        ("A brokerage's margin lending may not exceed four times its net capital.", "2025-11-20", "four times", "supported"),
        ("A brokerage's margin lending may not exceed six times its net capital.", "2025-11-20", "six times", "refuted"),
        ("证券公司两融业务规模不得超过净资本的4倍。", "2025-11-20", "4倍", "supported"),
        ("证券公司两融业务规模不得超过净资本的5倍。", "2025-11-20", "5倍", "refuted"),
        ("单只股票融资余额达到流通市值的25%,交易所可暂停其融资买入。", "2025-11-20", "25%", "supported"),
        ("单只股票融资余额达到流通市值的35%,交易所可暂停其融资买入。", "2025-11-20", "35%", "refuted"),
        ("Margin buying resumes once the balance has fallen to 20 percent of float.", "2025-11-20", "20 percent", "supported"),
        ("静态市盈率超过300倍的股票,折算率为零。", "2025-11-20", "折算率为零", "supported"),
        ("静态市盈率在500倍以上的股票,折算率才降为零。", "2025-11-20", "500倍", "refuted"),
        ("亏损股的折算率为0。", "2025-11-20", "折算率为0", "supported"),
        (
            "Loss-making shares may still count for 50 percent of their value as collateral.",
            "2025-11-20",
            "50 percent",
            "refuted",
        ),
        ("Treasury bonds count for up to 95 percent as collateral.", "2025-11-20", "95 percent", "supported"),
        ("Treasury bonds count for up to 90 percent as collateral.", "2025-11-20", "90 percent", "refuted"),
        ("融资合约期限最长不超过六个月。", "2025-11-20", "六个月", "supported"),
        ("融资合约期限最长不超过一年。", "2025-11-20", "一年", "refuted"),
        ("Each contract runs for at most six months but can be extended.", "2025-11-20", "six months", "supported"),
        ("开通两融账户需满足最近20个交易日日均资产50万元、交易满半年。", "2025-11-20", "50万元", "supported"),
        ("开通两融账户需满足最近20个交易日日均资产30万元、交易满半年。", "2025-11-20", "30万元", "refuted"),
        (
            "To open an account an investor needs at least three months of trading experience.",
            "2025-11-20",
            "three months",
            "refuted",
        ),
        ("交易所规定维持担保比例不得低于130%。", "2025-11-20", "130%", "refuted"),
        ("国债折算率上限为95%,货币基金为95%,其他债券为80%。", "2025-12-01", "80%", "supported"),
        ("国债折算率上限为90%。", "2025-12-01", "90%", "refuted"),
        (
            "As collateral, A shares outside the main indices count for at most 65 percent.",
            "2025-12-01",
            "65 percent",
            "supported",
        ),
        ("ST股票不能充抵保证金,折算率为零。", "2025-12-01", "折算率为零", "supported"),
        ("ST股票的折算率最高可达50%。", "2025-12-01", "50%", "refuted"),
        ("信用账户的维持担保比例低于300%时不得提取担保物。", "2025-12-01", "300%", "supported"),
        ("信用账户的维持担保比例低于200%时不得提取担保物。", "2025-12-01", "200%", "refuted"),
        (
            "The statutory floor of 130 percent for the maintenance ratio no longer exists.",
            "2025-12-01",
            "130 percent",
            "supported",
        ),
        (
            "A client must have traded securities for at least half a year before opening a margin account.",
            "2025-12-01",
            "half a year",
            "supported",
        ),
        (
            "A client must have traded securities for at least one year before opening a margin account.",
            "2025-12-01",
            "one year",
            "refuted",
        ),
    ],
)
def test_limits_lines_and_terms(text: str, day: str, part: str, expected: str) -> None:
    assert of_words(text, day, part) == expected
