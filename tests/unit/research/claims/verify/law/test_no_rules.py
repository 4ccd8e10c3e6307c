"""Breaks if a figure or a clause that speaks of no rule is held against one."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.law.read_claims import ruled


@pytest.mark.parametrize(
    ("text", "day", "part"),
    [
        ("其客户平均担保比例为280%,高于300%提取线的占四成。", "2025-12-05", "280%"),
        ("维持担保比例跌至125%的客户有3%。", "2025-12-05", "125%"),
        ("融资融券标的股票数量占全部A股的75%。", "2025-12-05", "75%"),
        ("The stock was suspended after its short balance reached 3 percent of float.", "2025-12-05", "3 percent"),
        ("Trading in the shares was halted; margin debt equals 12 percent of the float.", "2025-12-05", "12 percent"),
        ("该股融资余额已占流通市值的23%,逼近25%的暂停线。", "2025-12-05", "23%"),
        (
            "Net capital of the broker rose to 60 billion yuan, four times the level of 2015, as its margin business grew.",
            "2025-12-05",
            "four times",
        ),
        ("公司两融规模为净资本的1.2倍。", "2025-12-05", "1.2倍"),
        ("He may sell the shares he bought today only tomorrow.", "2025-12-05", "tomorrow"),
        ("投资者当日买入的ETF当日可以卖出。", "2025-12-05", "当日可以卖出"),
        ("The price fell below the last traded price of the previous day.", "2025-12-05", "below"),
        ("创业板指创三个月新高,两融标的普涨。", "2025-12-05", "三个月"),
        ("新股上市首日不设涨跌幅限制。", "2025-12-05", "首日"),
        ("公司将所得款项用于买入其他股票。", "2025-12-05", "买入其他股票"),
        ("The firm suspended lending to the shadow sector in July 2022.", "2025-12-05", "July 2022"),
        ("大股东自2025年3月起暂停转融通出借。", "2025-12-05", "暂停"),
        ("北交所2021年11月15日开市。", "2025-12-05", "2021年11月15日"),
        ("北交所两融余额自2023年2月以来首次下降。", "2025-12-05", "2023年2月"),
        ("某券商2012年起开展融资融券业务。", "2025-12-05", "2012年"),
        ("Our account was opened with 300,000 yuan of assets.", "2025-12-05", "300,000 yuan"),
        ("该户日均资产30万元。", "2025-12-05", "30万元"),
        ("合约期限为三个月的占比为40%。", "2025-12-05", "三个月"),
        ("客户新开合约须按120%缴纳保证金,为该公司自2024年起的内部标准。", "2025-12-05", "120%"),
        ("Existing loans fell by 3 percent, while new loans stayed flat.", "2026-02-05", "3 percent"),
        ("存量融资余额保持不变。", "2026-02-05", "保持不变"),
        ("All outstanding margin loans amount to 2.6 trillion yuan.", "2026-02-05", "2.6 trillion"),
        ("这是今年以来融资余额第三次上升。", "2026-02-05", "第三次"),
        ("标的指数第二次调整于1月生效。", "2026-02-05", "第二次"),
        ("美国初始保证金比例为50%,融资余额创新高。", "2026-02-05", "50%"),
        ("The fund cut its short position to 50 percent of capital.", "2025-12-05", "50 percent"),
        ("Short sellers face losses of 80 percent.", "2025-12-05", "80 percent"),
        ("Financing costs face a 60 percent increase.", "2025-12-05", "60 percent"),
        ("They post gains of 90 percent on borrowed money.", "2025-12-05", "90 percent"),
        ("Margin buyers provide 60 percent of turnover in the stock.", "2025-12-05", "60 percent"),
        ("Lenders deposit 70 percent of their loans with the clearing house.", "2025-12-05", "70 percent"),
    ],
)
def test_nothing_is_said_of_what_is_no_rule(text: str, day: str, part: str) -> None:
    assert [support for claim, support in ruled(text, day) if part in claim and support != "not_checkable"] == []
