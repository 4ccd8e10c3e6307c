"""Rollovers, funds and prices, suspensions, margin calls, ceilings, and ratios without a percentage: what is said of the rule, right and wrong."""

from __future__ import annotations

import pytest

from .read_claims import of_words


@pytest.mark.parametrize(
    ("text", "day", "part", "expected"),
    [
        ("Open short contracts run on as agreed, yet whoever rolls one over after July 22 moves to the higher requirement.", "2024-07-15", "rolls one over", "supported"),
        ("融券新规落地后,存续合约不受影响,但7月22日之后展期的要按新比例补足。", "2024-07-16", "展期", "supported"),
        ("融券新规之下,7月22日以后展期的合约仍沿用原比例。", "2024-07-16", "展期", "refuted"),
        ("A short contract rolled over after 22 July keeps its old ratio.", "2024-07-15", "rolled over", "refuted"),
        ("A financing contract that is extended after January 19 keeps the former ratio.", "2026-01-16", "extended", "supported"),
        ("交易所交易基金的融券申报价不受最近成交价约束。", "2024-03-05", "不受", "supported"),
        ("交易型基金做空,报价同样不得低于最新成交价。", "2024-03-05", "不得低于", "refuted"),
        ("The uptick rule binds short sales of shares, and exchange-traded funds as well.", "2024-03-05", "exchange-traded funds as well", "refuted"),
        ("Short orders in ETFs are exempt from the last-price floor; for shares the last trade price is the least.", "2024-03-05", "exempt", "not_checkable"),
        ("融券卖出申报价不得低于最新成交价,ETF则不受此限。", "2024-03-05", "ETF则不受此限", "supported"),
        ("融券卖出申报价不得低于最新成交价,ETF也不例外。", "2024-03-05", "ETF也不例外", "refuted"),
        ("因市盈率过高,市场上已有八百多只股票的折算率被调为零。", "2024-03-05", "只股票", "not_checkable"),
        ("静态市盈率达到300倍的股票,折算率按零计。", "2024-03-05", "300倍", "supported"),
        ("静态市盈率超过250倍,股票折算率即为零。", "2024-03-05", "250倍", "refuted"),
        ("一只股票的融资余额占流通市值20%时,交易所可暂停融资买入。", "2024-03-05", "20%", "refuted"),
        ("一只股票的融资余额占流通市值25%时,交易所可暂停融资买入,降到20%以下再放行。", "2024-03-05", "25%", "supported"),
        ("一只股票的融资余额占流通市值25%时,交易所可暂停融资买入,降到20%以下再放行。", "2024-03-05", "20%", "supported"),
        ("The exchange may suspend margin purchases once financing in a share reaches 25% of its float; they resume when it is back under 20%.", "2024-03-05", "25%", "supported"),
        ("The exchange may suspend margin purchases once financing in a share reaches 25% of its float; they resume when it is back under 20%.", "2024-03-05", "20%", "supported"),
        ("Financing in a share may be halted at 25% of its float and is let in again, that is resumed, below 15%.", "2024-03-05", "15%", "refuted"),
        ("该股融资余额目前占流通市值的18%。", "2024-03-05", "18%", "not_checkable"),
        ("CSI constituents aside, shares in the SSE 180 are credited at up to 85% of market value, the desk wrote.", "2024-03-05", "85%", "refuted"),
        ("SSE 180 members count for at most 70% of market value.", "2024-03-05", "70%", "supported"),
        ("Other A-shares count for no more than 65%, and ETFs for no more than 90% of market value.", "2024-03-05", "65%", "supported"),
        ("Other A-shares count for no more than 80% of their market value.", "2024-03-05", "80%", "refuted"),
        ("充抵保证金时,国债按市值最高95%计入。", "2024-03-05", "95%", "supported"),
        ("充抵保证金时,ETF按市值最高95%计入。", "2024-03-05", "95%", "refuted"),
        ("A loan can run at most nine months before it must be rolled over.", "2024-03-05", "nine months", "refuted"),
        ("A loan runs for at most six months before it has to be rolled over.", "2024-03-05", "six months", "supported"),
        ("融资合约最长期限为一年,到期可展期。", "2024-03-05", "一年", "refuted"),
        ("按规定,融资合约期限最长不超过6个月。", "2024-03-05", "6个月", "supported"),
        ("个人开户,此前20个交易日日均证券类资产需达80万元。", "2024-03-05", "80万元", "refuted"),
        ("个人开户,此前20个交易日日均证券类资产需达50万元。", "2024-03-05", "50万元", "supported"),
        ("Once the maintenance ratio sinks below the line, the client must top up within two trading days.", "2014-05-05", "two trading days", "supported"),
        ("Once the maintenance ratio sinks below the line, the client must top up within two trading days.", "2019-05-06", "two trading days", "refuted"),
        ("Once the maintenance ratio sinks below the line, the client must top up within five trading days.", "2014-05-05", "five trading days", "refuted"),
        ("维持担保比例跌破约定线,客户须在两个交易日内追加担保物,补足至150%。", "2013-05-06", "150%", "supported"),
        ("按现行规则,维持担保比例跌破130%后,客户须补足到150%以上。", "2021-05-06", "150%", "refuted"),
        ("按合同约定,跌破130%后客户须在两个交易日内补足至140%。", "2021-05-06", "140%", "not_checkable"),
        ("追加担保物的期限与幅度如今由券商与客户在合同中约定。", "2021-05-06", "约定", "supported"),
        ("追加担保物的期限与幅度由交易所统一规定。", "2021-05-06", "统一规定", "refuted"),
        ("The deadline for topping up is a matter of contract between broker and client these days.", "2018-05-07", "contract", "supported"),
        ("Shorts already open keep their terms until maturity, but a contract rolled over after the change switches to the higher ratio.", "2024-07-15", "rolled", "supported"),
        ("Shorts already open keep their terms until maturity, and a contract rolled over later stays on the old ratio.", "2024-07-15", "rolled", "refuted"),
        ("The cap on the financing margin ratio stands at 100% now.", "2026-03-05", "100%", "refuted"),
        ("按规定,融资保证金比例上限为100%。", "2026-03-05", "100%", "refuted"),
        ("融资保证金比例不得高于100%。", "2026-03-05", "100%", "refuted"),
        ("融资保证金比例不得低于100%。", "2026-03-05", "100%", "supported"),
        ("The maximum margin requirement for financing is 80%.", "2024-03-05", "80%", "refuted"),
        ("客户每融资100元,须缴存80元保证金。", "2024-03-05", "80元", "supported"),
        ("Clients must post 100 yuan of margin for every 100 yuan they borrow.", "2026-03-05", "100 yuan", "supported"),
        ("Clients must post 50 yuan of margin for every 100 yuan they borrow.", "2026-03-05", "50 yuan", "refuted"),
        ("眼下开融资仓,交五成保证金就够。", "2024-03-05", "五成", "refuted"),
        ("Margin buyers now have to put up collateral equal to the full purchase amount.", "2026-03-05", "full", "supported"),
        ("Margin buyers now have to put up collateral equal to the full purchase amount.", "2024-03-05", "full", "refuted"),
        ("投资者如今融资买入,须备足等额保证金。", "2026-03-05", "等额", "supported"),
    ],
)  # fmt: skip
def test_what_is_said_of_the_rule(text: str, day: str, part: str, expected: str) -> None:
    assert of_words(text, day, part) == expected
