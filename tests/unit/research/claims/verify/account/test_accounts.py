"""Worked examples of one account: what is computed from what was told, in both languages; the right values were worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.check import check
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.verify.account.checks import CHECKS
from liangrong.rules.rulebook import Rulebook

DESK = Desk(rulebook=Rulebook.load())
DAY = date(2026, 1, 20)
"""On this day the margin ratio for financing is 100 %, the day before the change it was 80 %."""


def told(text: str) -> list[tuple[str, str, str | None]]:
    """What is said of the figures of a text in order: print, verdict, correction; silent figures are left out."""
    article = read_article(text, published=DAY)
    claims: list[Claim] = []
    for passage in article.passages:
        for figure in figures_in(article, passage):
            claims.append(Claim(len(claims), passage, passage.start, passage.end, passage.text, figure, aspect=Aspect.LEVEL))
    found = check(article, claims, CHECKS, DESK).claims
    return [
        (one.claim.figure.text.strip(), one.judgement.verdict.support, one.judgement.corrected)
        for one in found
        if one.claim.figure is not None and one.judgement.basis != "none"
    ]


def verdicts(text: str) -> dict[str, str]:
    """Print and verdict of every figure that is judged."""
    return {printed: verdict for printed, verdict, _ in told(text)}


TRUE = (
    ("客户甲有现金120万元，按80%的保证金比例最多可融资150万元，账户总资产为270万元，维持担保比例为180%。", ("150万元", "270万元", "180%")),
    ("某客户以市值90万元的股票作为担保物，折算率60%，可充抵保证金54万元，按100%的保证金比例可融资54万元。", ("54万元",)),
    ("一位客户自有资金40万元，融资40万元，全部买入一只股票。若股价下跌25%，亏损20万元，占其本金的50%。", ("20万元", "50%")),
    ("某客户总资产195万元，负债150万元，维持担保比例为130%。要补到140%，可追加现金15万元，或卖出37.5万元股票还款。", ("130%", "15万元", "37.5万元")),
    ("孟女士总资产700万元，融资负债200万元，最多可提取现金100万元。", ("100万元",)),
    ("某投资者融资60万元，年利率5%，占用36天，利息为3000元。", ("3000元",)),
    ("某投资者融券卖出2000股，每股30元，卖出金额6万元。股价跌至24元时买回，盈利1.2万元。", ("6万元", "1.2万元")),
    ("以80万元保证金为例，上调前可融资100万元，上调后可融资80万元，减少20万元。", ("100万元", "80万元", "20万元")),
    ("鲁先生以20元的价格融资买入5万股，账户另有现金80万元。股价跌到15元时，总资产为155万元。股价跌至10元时将触及130%的平仓线。", ("155万元", "10元")),
    ("某客户总资产200万元，负债100万元，第一周账户缩水10%，维持担保比例为180%；第二周再缩水10%，维持担保比例为162%。", ("180%", "162%")),
    ("A client has 800,000 yuan in cash. At a margin ratio of 80 percent she can borrow up to 1 million yuan.", ("up to 1 million yuan",)),
    ("An account has assets of 3 million yuan and debt of 2 million yuan, a maintenance ratio of 150 percent. If the assets shrink by 10 percent, the ratio slips to 135 percent.", ("150 percent", "135 percent")),
    ("A trader shorts 10,000 shares at 15 yuan and receives 150,000 yuan. If the price drops to 12 yuan, she makes 30,000 yuan.", ("150,000 yuan", "30,000 yuan")),
    ("A private fund that sells short 20 million yuan of shares must post 24 million yuan at the 120 percent ratio.", ("24 million yuan",)),
)  # fmt: skip


@pytest.mark.parametrize(("text", "right"), TRUE)
def test_what_an_example_works_out_is_confirmed(text: str, right: tuple[str, ...]) -> None:
    found = verdicts(text)
    assert {one: found.get(one) for one in right} == dict.fromkeys(right, "supported")
    assert "refuted" not in found.values()


FALSE = (
    ("客户甲有现金120万元，按80%的保证金比例最多可融资96万元。", "96万元", "150"),
    ("某客户以市值90万元的股票作为担保物，折算率60%，可充抵保证金60万元。", "60万元", "54"),
    ("一位客户自有资金40万元，融资40万元，全部买入一只股票。若股价下跌25%，亏损10万元。", "10万元", "20"),
    ("某客户总资产195万元，负债150万元。要补到140%，可追加现金25万元。", "25万元", "15"),
    ("孟女士总资产700万元，融资负债200万元，最多可提取现金300万元。", "300万元", "100"),
    ("某投资者融资60万元，年利率5%，占用36天，利息为4500元。", "4500元", "3,000"),
    ("某客户总资产90万元，负债60万元，维持担保比例为150%，已跌破140%的警戒线。", "跌破140%", "150%"),
    ("鲁先生以20元的价格融资买入5万股，账户另有现金80万元。股价跌到15元时，总资产为175万元。", "175万元", "155"),
    ("An account has assets of 3 million yuan and debt of 2 million yuan. If the assets shrink by 10 percent, the ratio slips to 145 percent.", "145 percent", "135"),
    ("A private fund that sells short 20 million yuan of shares must post 16.7 million yuan at the 120 percent ratio.", "16.7 million yuan", "24"),
    ("An investor with 1 million yuan of her own borrows another 500,000 yuan and buys 1.5 million yuan of stock. The most she can lose is the 1 million yuan she paid in.", "1 million yuan", "1.5"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "wrong", "right"), FALSE)
def test_what_an_example_gets_wrong_is_corrected(text: str, wrong: str, right: str) -> None:
    refuted = [(printed, corrected) for printed, verdict, corrected in told(text) if verdict == "refuted"]
    assert [printed for printed, _ in refuted] == [wrong]
    assert right in (refuted[0][1] or "")


@pytest.mark.parametrize(
    "text",
    [
        "投资者以自有资金100万元买入一只股票，再融资60万元买入另一只。若前者下跌10%、后者下跌20%，总资产为138万元。",
        "某投资者本金100万元，融资100万元，计入利息2万元后，负债为102万元；若总资产降至132.6万元，维持担保比例为130%。",
        "客户持有市值100万元的股票，账户有现金50万元，融资80万元买入另一只股票，总资产230万元。",
        "据统计，客户平均融资负债45万元，平均总资产130万元，平均维持担保比例280%。",
        "账户维持担保比例低于150%时将收到短信，低于130%时须在两个交易日内补足。",
        "The investor repaid 200,000 yuan of her 500,000 yuan loan out of the account, which held 900,000 yuan. The ratio rose from 180 percent to 233 percent.",
        "If half the shares in a client's account of 3 million yuan fall by 20 percent against a 1.5 million yuan loan, assets drop to 2.7 million yuan.",
    ],
)
def test_an_example_that_may_be_meant_otherwise_is_not_refuted(text: str) -> None:
    assert "refuted" not in verdicts(text).values()


def test_another_client_brings_another_account() -> None:
    text = "客户甲总资产300万元，负债200万元。客户乙总资产280万元，负债70万元，维持担保比例为400%。"
    assert verdicts(text)["400%"] == "supported"
