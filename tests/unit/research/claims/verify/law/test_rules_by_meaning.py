"""Breaks if a right figure hides a wrong condition, if somebody else is let settle a number, or if a step of one ratio passes as one of another."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.law.read_claims import of_words


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("Loans taken out by Jan. 16 stay at 80%, though they forfeit it once they are rolled over.", "80%", "refuted"),
        ("Loans taken out by Jan. 16 stay at 80%, and keep it when they are rolled over.", "80%", "supported"),
        ("存量合约继续适用80%的融资保证金比例，一旦展期就不再适用。", "80%", "refuted"),
        ("Margin loans opened before the change in the financing margin ratio may be extended on the old terms.", "extended", "supported"),
        ("Margin loans opened before the change in the financing margin ratio may be extended only on the new terms.", "extended", "refuted"),
        ("此次调整只针对存量融资合约，新开合约沿用原来的保证金比例。", "存量", "refuted"),
        ("对于1月19日之前开立的融资合约，券商会统一要求把保证金比例补足到100%。", "补足", "refuted"),
        ("A broker is free to demand a stricter financing margin ratio than the exchange's minimum, but never a looser one.", "stricter", "supported"),
        ("A broker is free to demand a looser financing margin ratio than the exchange's minimum.", "looser", "refuted"),
        ("融资保证金最低比例由交易所统一规定。", "交易所", "supported"),
        ("融资保证金比例的下限由各家券商自行决定。", "券商", "refuted"),
        ("具体的融资保证金比例由各家券商自行确定。", "券商", "not_checkable"),
        ("Liquidation lines are set in the contract between broker and client.", "contract", "supported"),
        ("平仓线由交易所统一规定。", "平仓线", "refuted"),
        ("融资利率由证监会统一规定。", "融资利率", "refuted"),
        ("The exchanges oblige all brokers to close positions out at a maintenance ratio of 130%.", "130%", "refuted"),
        ("Under our contract every broker client is closed out at a maintenance ratio of 130%.", "130%", "not_checkable"),
        ("2023年9月之前，融资保证金最低比例是50%。", "50%", "refuted"),
        ("2023年9月之前，融资保证金最低比例是100%。", "100%", "supported"),
        ("Before the 2023 cut, the financing margin ratio had stood at 50% for years.", "50%", "refuted"),
        ("交易所1月14日宣布上调融资保证金比例，当日起新开合约即按100%执行。", "100%", "refuted"),
        ("交易所1月14日宣布上调融资保证金比例，19日起新开合约按100%执行。", "100%", "supported"),
        ("被上调的是维持担保比例，从80%提高到100%。", "100%", "refuted"),
        ("The same January notice lifted the short-selling margin ratio from 100 percent to 120 percent.", "120", "refuted"),
        ("The exchanges lifted the short margin ratio, not the financing one, to 100% on January 19, 2026.", "100%", "refuted"),
        ("As the rule stands, an investor may borrow at most one yuan for each yuan of cash margin.", "one yuan", "supported"),
        ("As the rule stands, an investor may borrow at most two yuan for each yuan of cash margin.", "two yuan", "refuted"),
        ("维持担保比例=（融资金额+融券市值+利息及费用）÷（现金+证券市值）。", "维持担保比例", "refuted"),
        ("维持担保比例=（现金+证券市值）÷（融资金额+融券市值+利息及费用）。", "维持担保比例", "supported"),
        ("The maintenance ratio divides what is owed by what the account holds.", "divides", "refuted"),
        ("Shares sold short in the morning may be handed back the same afternoon.", "afternoon", "refuted"),
        ("Borrowed shares that were sold short can go back the next trading day at the earliest.", "earliest", "supported"),
        ("The short sale was closed on March 23 and the shares, under T+1, were bought back on March 23.", "bought back", "not_checkable"),
        ("自2015年11月23日融资保证金比例升至100%，到2023年9月11日降至80%，高比例维持了近八年。", "八年", "supported"),
        ("自2015年11月23日融资保证金比例升至100%，到2023年9月11日降至80%，高比例维持了近五年。", "五年", "refuted"),
    ],
)  # fmt: skip
def test_rules_are_read_by_meaning(text: str, part: str, expected: str) -> None:
    assert of_words(text, "2026-01-20", part) == expected
