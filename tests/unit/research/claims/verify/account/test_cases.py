"""Breaks if cases of one example are taken for one story, a cure for a difference, a ratio for its inverse, or a multiple for its ratio; expected values by hand."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.services.claims.checking import CheckRequest, check_text
from liangrong.services.long_texts import LongText

from .test_accounts import verdicts

BULLETS = """老陈自有资金100万元，融资100万元，全部买入一只股票。
- 股价跌10%，市值180万元，维持担保比例180%；
- 股价跌25%，市值150万元，维持担保比例160%；
- 股价跌35%，市值130万元，维持担保比例130%。"""
CALL = "小赵账户总资产260万元，负债200万元。合同约定须补到150%，追加现金需要{}；若改用场外资金还债，只需还约{}；如果卖出持仓还债，要卖{}。"
CURE = (
    "Suppose an account holds assets of 700,000 yuan and owes 500,000 yuan. At a line of 130% your assets may fall to 650,000 yuan. "
    "If assets drop to 620,000 yuan, you need {} of fresh cash to climb back to 150%."
)
SAID = (
    # 150 / 100: every case begins with 200
    (BULLETS, {"180%": "supported", "160%": "refuted", "130%": "supported"}),
    # 150 % x 200 - 260 = 40; 200 - 260 / 1.5 = 26.7; 40 / 0.5 = 80
    (CALL.format("40万元", "26.7万元", "80万元"), {"40万元": "supported", "约26.7万元": "supported", "80万元": "supported"}),
    (CALL.format("46万元", "22.7万元", "60万元"), {"46万元": "refuted", "约22.7万元": "refuted", "60万元": "refuted"}),
    # 150 % x 500,000 - 620,000
    (CURE.format("130,000 yuan"), {"130,000 yuan": "supported"}),
    # 900 / 600, not 600 / 900
    ("Example: assets of 900,000 yuan, debt of 600,000 yuan; the ratio is 66.7%.", {"66.7%": "refuted"}),
    ("例如，总资产180万元，负债120万元，维持担保比例为150%。", {"150%": "supported"}),
    # 2.1 / 1.2
    ("Client B owes 1.2 million yuan against assets of 2.1 million, a maintenance ratio of 1.57.", {"1.57": "refuted"}),
    # 130 % x 200
    ("负债200万元的账户，140%的预警线对应总资产280万元，130%的平仓线对应240万元。", {"280万元": "supported", "240万元": "refuted"}),
    # 16 / 100
    ("老吴自有资金80万元，融资20万元，全部买入一只股票。亏损16万元时，老吴自有资金的损失率为20%，而股价只跌了6%。", {"20%": "supported", "6%": "refuted"}),
    # 1.8 x 0.9, 1.8 x 0.8
    ("当前维持担保比例为180%的账户，总资产下跌10%后为162%，下跌20%后为144%。", {"162%": "supported", "144%": "supported"}),
    ("当前维持担保比例为180%的账户，总资产下跌10%后为170%。", {"170%": "refuted"}),
    # 1 / 1.25 and 1 / 2
    ("The multiple is one divided by the margin ratio. At 80% it is 1.25, at 125% it is 0.8, and at 200% it is 0.6.", {"1.25": "supported", "0.8": "supported", "0.6": "refuted"}),
    ("融资保证金比例由80%提高到100%，理论杠杆由1.25倍降至1倍，总杠杆由2.25倍降至2倍。", {}),
    # half of what is asked of anyone else is no margin: 50 and 60 by law
    ("融券卖出市值50万元的股票，普通投资者须备50万元保证金，私募则要60万元。", {"60万元": "supported"}),
    # 800,000 x 15 %
    ("A client puts up 400,000 yuan, borrows 400,000 yuan and buys shares for all of it. A 15% fall costs 60,000 yuan, or 30% of her own money.", {"60,000 yuan": "refuted", "30%": "supported"}),
    # 600,000 x 5.5 % x 120/360; 800,000 x 6 % x 45/360; 600,000 x 6 % x 90/360
    ("借入60万元、年利率5.5%、占用120天，按360天计息，利息约11000元。", {"约11000元": "supported"}),
    ("借入60万元、年利率5.5%、占用120天，按360天计息，利息约1100元。", {"约1100元": "refuted"}),
    ("融入80万元，年利率6%，45天的利息为9600元。", {"9600元": "refuted"}),
    ("He borrowed 600,000 yuan at 6 percent a year; after ninety days the interest comes to 9,000 yuan.", {"9,000 yuan": "supported"}),
    ("The same client borrowing 600,000 yuan at 5.5 percent for 120 days would owe 1,100 yuan.", {"1,100 yuan": "refuted"}),
    # 1,000,000 x 6 % x 30/360 and x 90/360
    (
        "At an annual rate of 6% and a 360-day year, borrowing 1 million yuan for 30 days costs 5,000 yuan. For 90 days it costs 19,000 yuan.",
        {"5,000 yuan": "supported", "19,000 yuan": "refuted"},
    ),
    # 210 / 150
    ("某账户总资产300万元，负债150万元，维持担保比例为200%。若总资产降至210万元，维持担保比例降至130%。", {"200%": "supported", "130%": "refuted"}),
    # 100 x 0.9 x 0.9 = 81
    ("小董以自有50万元加融资50万元满仓一只股票，连吃两个10%跌停后市值剩81万元，维持担保比例162%。", {"81万元": "supported", "162%": "supported"}),
    # a sale of 500,000 pays the debt down to 1.5 million: 2.5 / 1.5
    (
        "A borrower with 3 million yuan of shares and 2 million of debt has a ratio of 150%. Selling 500,000 yuan of shares to repay lifts it to about 167%.",
        {"150%": "supported"},
    ),
    ("前者资产280万元、负债200万元，后者资产390万元、负债300万元，维持担保比例分别为140%和130%。", {}),
    # interest without a time
    ("融资100万元、年利率5.8%，持有了一段时间，共付息8600元。", {}),
    # 80 yuan is no cap: the rule counts for one yuan
    ("A margin ratio of 100% allows a loan of 1 yuan for each yuan of cash.", {}),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_what_is_said_of_an_example(text: str, expected: dict[str, str]) -> None:
    found = verdicts(text)
    assert {print_: found.get(print_) for print_ in expected} == expected
    assert not [print_ for print_, verdict in found.items() if verdict == "refuted" and expected.get(print_) != "refuted"]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (CURE.format("30,000 yuan"), "30,000"),
        (
            "A client puts up 400,000 yuan, borrows 400,000 yuan and buys shares for all of it. A 15% fall costs 60,000 yuan.",
            "60,000",
        ),
    ],
)
def test_nothing_else_bears_out_what_the_account_contradicts(text: str, figure: str) -> None:
    rows = check_text(None, CheckRequest(text=LongText(text), published=date(2026, 3, 20))).checked.rows("en")
    assert {row["support"] for row in rows if row["value"] == figure.replace(",", "")} == {"refuted"}
