"""Breaks if a false mechanism passes, if a true one is refuted, or if a denial or a myth that is named as such is read as said."""

from __future__ import annotations

import pytest

from liangrong.research.claims.claim import Nature
from liangrong.research.claims.verify.document.mechanisms import check_mechanisms
from tests.unit.research.claims.verify.document.pages import of, page

TRUE = [
    "Losses on margin purchases are not limited to the principal", "The loss from short selling is in theory unbounded", "融券做空的损失理论上没有上限", "融资的亏损并不限于本金",
    "A higher margin ratio means less leverage", "Lower margin requirements allow more leverage", "保证金比例越高，杠杆越低", "融资适合看多，融券适合看空",
    "Financing is meant for rising markets", "After forced liquidation a client may still be left with debts", "强制平仓后仍可能存在欠款",
    "Leverage magnifies both profits and losses", "杠杆同时放大收益与亏损", "A fall in share prices lowers the maintenance ratio", "股价下跌，维持担保比例下降",
    "Interest grows in proportion to the holding days", "利息与持有天数成正比", "A lower conversion ratio means less margin credit", "The higher the margin ratio, the less one can borrow", "股价上涨，维持担保比例上升", "A margin buyer can lose more than the money he put in", "融资的亏损可能超过本金", "维持担保比例越高，账户越安全", "Adding collateral raises the maintenance ratio", "杠杆越高，离平仓线越近", "Short sellers profit when prices fall", "做空者在股价下跌时获利", "Net repayment reduces the balance", "When prices slide, the debt stays the same", "股价下跌时，融资负债不会随之减少", "Short covering adds to buying pressure", "A rise in the shorted stock brings the account closer to liquidation", "净偿还意味着融资余额减少",
    "A short position can lose without any limit", "空头的潜在亏损可能是无限的",
]  # fmt: skip
FALSE = [
    "In margin trading the loss cannot exceed your own money", "The worst loss of a financed position is capped at the deposit", "融资买入的亏损最多就是保证金", "融资的损失不会超过本金",
    "The loss of a short position is limited to the margin", "融券的亏损以保证金为限", "The loss from short selling is not unlimited", "Higher margin requirements permit more leverage",
    "上调保证金比例放大了市场杠杆", "融资用于看空，融券用于看多", "Forced liquidation leaves no debt", "被平仓后不会再欠任何债务", "Leverage multiplies returns without increasing risk",
    "杠杆放大收益，但不会放大亏损", "A drop in share prices raises the maintenance ratio", "股价下跌，担保比例上升", "A lower conversion ratio allows for more borrowing", "A rise in the price of shorted shares improves the collateral ratio", "股价上涨会使维持担保比例下降", "融券的最大损失就是保证金", "Losses on financed positions can never exceed the deposit", "The higher the margin ratio, the more one can borrow", "融券卖出的亏损是有限的", "融资最多亏掉本金", "When you short a stock, the most you can lose is your margin deposit", "When buying on margin, the most you can lose is your deposit", "A margin buyer cannot lose more than the money he put in", "维持担保比例越高，账户越危险", "Depositing more cash lowers the maintenance ratio", "追加担保物会使担保比例下降", "Higher leverage puts an account further from liquidation", "Short sellers gain when prices rise", "融券者在股价上涨时获利", "融资买入会使融资余额减少", "Margin repayments add to the financing balance", "担保比例上升到平仓线以上就会被强制平仓", "Net repayments increased the balance", "When prices slide, the loan shrinks along with the collateral", "股价下跌时融资负债也会随之减少", "空头回补会加大抛压", "A rally in the shorted stock makes the account safer", "还掉部分融资款后，维持担保比例不会变化", "净偿还会使融资余额增加",
    "Excessive leverage softens downturns", "High leverage, thin trading and crowded bets reduce the risk of volatility", "高杠杆让市场波动更小", "Raising the margin ratio is aimed at boosting leverage",
    "杠杆放大投资规模并且降低风险",
]  # fmt: skip
SILENT = [
    "It is a myth that the loss of financing is limited to the margin", "有人误以为融资的亏损以保证金为限", "Is the loss of a financed position capped at the deposit?", "融资余额下降，杠杆回落",
    "提高融资保证金比例旨在降低杠杆", "The loss of the quarter was limited to the European unit", "融资余额上涨", "Short interest is falling", "股价下跌，投资者去杠杆，负债减少", "The margin ratio was raised from 80% to 100%",
    "High leverage, thin trading and crowded bets increase volatility", "High leverage, thin trading and crowded bets do not reduce volatility", "High leverage adds to volatility", "过高的杠杆会放大市场下跌", "Policy curbs high leverage and volatility falls", "高杠杆资金离场，市场波动下降", "Interest does not grow exponentially over time", "High leverage and low volatility came together", "上调保证金比例旨在防止杠杆上升",
    "Margin trading lets people borrow money to buy or borrow shares to sell",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, "supported") for text in TRUE),
        *((text, "mechanism") for text in FALSE),
        *((text, "not_checkable") for text in SILENT),
    ],
)
def test_mechanisms(text: str, expected: str) -> None:
    assert of(text).says(text).said(check_mechanisms) == [expected]


def test_advice_is_not_judged() -> None:
    text = "The worst loss of a financed position is capped at the deposit"
    assert of(text).says(text, nature=Nature.ADVICE).judged(check_mechanisms)[0].verdict.value == "opinion"


def test_the_text_itself_is_called_as_a_witness() -> None:
    text = "The worst loss of a financed position is capped at the deposit"
    made = page(("body", text), ("body", "After a forced sale all outstanding debts must be settled within a week.")).says(text)
    assert "must be settled" in made.judged(check_mechanisms)[0].evidence[0].text
