"""Breaks if one telling that the rest of a text speaks against passes, or if a turn, another time or another subject is refuted; points for per cent as well."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.coherence.said import said

ROSE = "两融余额明显回升，投资者加仓。市场融资余额稳步增长。"


@pytest.mark.parametrize(
    ("text", "words", "wrong"),
    [
        (f"市场融资余额大幅下降。{ROSE}", "大幅下降", True),
        (f"市场融资余额大幅上升。{ROSE}", "大幅上升", False),
        (f"市场融资余额一度下降。{ROSE}", "一度下降", False),
        (f"2025年3月市场融资余额下降。{ROSE}", "余额下降", False),
        (f"市场融券余额大幅下降。{ROSE}", "大幅下降", False),
        ("市场融资余额大幅下降。融资余额持续上升。", "大幅下降", False),
        (f"市场融资余额较2025年12月末减少31亿元。{ROSE}", "减少31亿元", False),
    ],
)
def test_one_way_against_all_others(text: str, words: str, wrong: bool) -> None:
    assert ("wrong_sign" in said(text, words)) is wrong


MAY = "5月以来北向资金持续净流入A股。\n\n机构：5月以来北向资金净流入A股。\n\n"
RAN = "Share prices have outrun earnings, brokers warn.\n\nValuations outpaced earnings in the spring.\n\n"
CAPS = "Small caps outran large caps.\n\nSmall caps outstripped large caps in June.\n\n"


@pytest.mark.parametrize(
    ("text", "words", "kind", "wrong"),
    [
        (f"{MAY}数据显示，3月以来北向资金不断净流入A股。", "3月以来", "wrong_date", True),
        (f"{MAY}数据显示，5月以来北向资金不断净流入A股。", "5月以来北向资金不断", "wrong_date", False),
        (f"{MAY}今年以来北向资金净流入A股。", "今年以来", "wrong_date", False),
        (f"{MAY}3月以来南向资金净流入港股。", "3月以来", "wrong_date", False),
        ("5月以来北向资金净流入A股。\n\n3月以来北向资金净流入A股。", "3月以来", "wrong_date", False),
        (f"{RAN}The firms said that prices lagged earnings.", "prices lagged", "wrong_sign", True),
        (f"{RAN}The firms said that prices outstripped earnings.", "prices outstripped", "wrong_sign", False),
        (f"{RAN}The firms said that prices lagged sales.", "prices lagged", "wrong_sign", False),
        (f"{CAPS}Small caps trailed large caps, the desk said.", "trailed", "wrong_sign", True),
        (f"{CAPS}Bonds trailed large caps, the desk said.", "trailed", "wrong_sign", False),
        ("股价跑赢业绩。\n\n估值赶超业绩。\n\n涨幅落后于业绩。", "落后于", "wrong_sign", True),
        ("贷款增速跑赢存款。\n\n贷款增速赶超存款。\n\n净息差落后于同业。", "落后于", "wrong_sign", False),
    ],
)
def test_one_thing_told_three_times(text: str, words: str, kind: str, wrong: bool) -> None:
    assert (kind in said(text, words)) is wrong


@pytest.mark.parametrize(
    ("text", "words", "wrong"),
    [
        ("The warning line is 145%. The liquidation line is 125%. A fall below 165% triggers forced liquidation.", "165%", True),
        ("The warning line is 145%. The liquidation line is 125%. A fall below 125% triggers forced liquidation.", "below 125%", False),
        ("The warning line is 145%. The liquidation line is 152%. A fall below 125% triggers forced liquidation.", "below 125%", False),
        (("Brokers charge annual financing rates of 58%-72%. The financing interest rate of 5.8%-7.2% is the usual one. "
         "Others ask a financing interest rate of 6%-8%."), "58%-72%", True),
        (("Brokers charge annual financing rates of 5.8%-7.2%. The financing interest rate of 58%-72% is not the usual one. "
         "Others ask a financing interest rate of 6%-8%."), "5.8%-7.2%", False),
    ],
)  # fmt: skip
def test_lines_and_rates_told_twice(text: str, words: str, wrong: bool) -> None:
    assert ("cross_statement" in said(text, words)) is wrong


@pytest.mark.parametrize(
    ("text", "words", "wrong"),
    [
        ("两融余额占流通市值的2.7个百分点。", "2.7个百分点", True),
        ("两融余额占流通市值的比例提高了0.3个百分点。", "0.3个百分点", False),
        ("两融交易占成交额的比重较上月上升1.2个百分点。", "1.2个百分点", False),
        ("融资余额增加310亿元，增幅1.8个百分点。", "1.8个百分点", True),
        ("Margin debt rose by 31 billion yuan, or 1.8 percentage points.", "1.8 percentage points", True),
        ("Margin debt accounts for 2.7 percentage points of the float.", "2.7 percentage points", True),
        ("Its share of turnover rose by 0.3 percentage points.", "0.3 percentage points", False),
    ],
)
def test_points_where_only_per_cent_can_stand(text: str, words: str, wrong: bool) -> None:
    assert ("unit_slip" in said(text, words)) is wrong
