"""What of its metric a figure states, and which way; one sentence of our own for each construction."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.extract.said import Want, misses


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The notice takes the collateral from 70 percent to 90 percent.", Want("90", aspect="level")),
        ("The gauge first climbed over the 3.1 trillion yuan mark.", Want("3.1", aspect="crossing")),
        ("Margin lending moves beyond 3.1 trillion yuan.", Want("3.1", aspect="crossing")),
        ("The margin debt climbed by 31 billion yuan.", Want("31", aspect="change", direction="up")),
        ("两融余额头一回越过3.1万亿元关口。", Want("3.1", metric="margin_trading_balance", aspect="crossing")),
        ("流通市值里，两融余额占3.3%。", Want("3.3", metric="margin_trading_balance_to_float_cap")),
        ("自由流通市值之中，融资余额占5.6%。", Want("5.6", metric="financing_balance_to_free_float_cap")),
        ("某股流通市值中，融资余额占8.1%。", Want("8.1", metric="financing_balance", aspect="share")),
        ("融券余额仅相当于流通市值的0.03%。", Want("0.03", metric="short_balance_to_float_cap")),
        ("A surge past 3.1 trillion yuan suggests that traders will add to their bets.", Want("3.1", nature="fact")),
        ("A surge past 3.1 trillion yuan suggests that traders will add to their bets.", Want("-", nature="forecast")),
        ("3.1万亿元的两融市场迎来降温。", Want("3.1", metric="margin_trading_balance")),
        ("Clients must put up at least 90 percent in cash.", Want("90", aspect="level")),
        ("The stake went from 4.1 percent to 6.3 percent.", Want("6.3", aspect="level")),
        ("Set beside May, the loan book is 12.4 percent larger.", Want("12.4", aspect="growth", direction="up")),
        ("The loan book is 7 billion yuan lighter than in May.", Want("7", aspect="change", direction="down")),
        ("Alpha, Beta and Gamma closed 8.1%, 4.2% and 1.3% above the issue price.", Want("8.1", aspect="growth", direction="up")),
        ("The trio took in 9.5 billion yuan, of which copper alone took 61 percent.", Want("61", aspect="share")),
        ("Against the rise of the whole, copper makes up 24.6%.", Want("24.6", aspect="share")),
        ("One in six desks lost money.", Want("16.67", aspect="share")),
        ("Of the desks asked, 21 had raised their bets, 6 had cut them and 5 had kept them.", Want("5", aspect="count")),
        ("The list grows from 820 to 1,400 names, 580 more than before.", Want("580", aspect="change", direction="up")),
        ("That puts the average at 1.2 million yuan a head.", Want("1.2", aspect="mean")),
        ("That was the sixth daily decline in a row.", Want("6", aspect="streak", direction="down")),
        ("成交额缩量约900亿元。", Want("900", aspect="change", direction="down")),
        ("成交额较昨日放量800亿元。", Want("800", aspect="change", direction="up")),
        ("同比多开3.1万户。", Want("3.1", aspect="change", direction="up")),
        ("环比少增7亿元。", Want("7", aspect="change", direction="down")),
        ("户均融资约9.8万元。", Want("9.8", aspect="mean")),
        ("逾七成行业上涨。", Want("70", aspect="share")),
        ("规模由310亿元变为285亿元。", Want("285", aspect="level")),
        ("较高点腰斩。", Want("50", aspect="growth", direction="down")),
        ("融资余额四连降。", Want("4", aspect="streak", direction="down")),
        ("28个行业中11个获净买入，其余17个遭净偿还。", Want("17", aspect="count", direction="out")),
        ("It took 19 days to get there.", Want("19")),
        ("合约平均持有31天。", Want("31")),
        ("样本的平均持仓周期为17.5个交易日。", Want("17.5")),
        ("The lending desk has been closed since March 2022.", Want("-", aspect="date")),
        ("May 13, 2023: The northern exchange joins in.", Want("-", aspect="date", period="2023-05-13")),
        ("高点出现在10月9日。", Want("-", aspect="date")),
    ],
)
def test_what_a_figure_states(text: str, want: Want) -> None:
    assert misses(text, (want,), None) == []


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Huatai, with a loan book of 190.6 billion yuan, told clients it would raise capital.", Want("190.6", nature="fact")),
        ("With debt at just 4.4 percent of the float, sales would be absorbed more easily.", Want("4.4", nature="fact")),
        ("A loan of 600,000 yuan at 6.0% for 60 days would cost 6,000 yuan.", Want("6000", nature="fact")),
        ("The client will have to bring the cushion up to 90 percent.", Want("90", nature="fact")),
        ("The jump past 2.2 trillion yuan suggests that nerves have settled.", Want("2.2", nature="fact")),
        ("With the rate rising from 70% to 90% on March 9, fewer clients will come.", Want("90", nature="fact")),
        ("Each yuan of margin will finance 1.1 yuan of purchases.", Want("1.1", nature="fact")),
        ("Shares borrowed at noon may be returned the same session.", Want("-", nature="fact")),
        ("We think turnover could climb to 3.2 trillion yuan.", Want("3.2", nature="forecast")),
        ("Turnover is expected to reach 3.2 trillion yuan.", Want("3.2", nature="forecast")),
        ("The mark of 3.2 trillion yuan will be crossed soon, we expect.", Want("-", nature="forecast")),
        ("余额可能升至2.9万亿元。", Want("2.9", nature="forecast")),
        ("目前余额2.4万亿元，预计年底前将再增800亿元。", Want("2.4", nature="fact")),
        ("目前余额2.4万亿元，预计年底前将再增800亿元。", Want("800", nature="forecast")),
    ],
)
def test_a_fact_is_told_from_a_view_in_its_own_sentence(text: str, want: Want) -> None:
    assert misses(text, (want,), None) == []


def test_a_bound_on_all_of_a_group_is_no_threshold_of_a_count() -> None:
    text = "Every one of the seven sectors drew purchases of more than 30 billion yuan."
    assert misses(text, (Want("30", direction="above"),), None) == []
