"""Sentences of our own, as agencies, papers and summary pages would put them, and what each of them claims."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.extract.said import Want, misses

CASES: tuple[tuple[str, tuple[Want, ...], int | None], ...] = (
    ("Outstanding margin loans on China's stock market rose to 1.84 trillion yuan on November 15, the highest since July 2015.", (
        Want("1.84", "financing_balance", "level", period="2024-11-15"), Want("-", None, "record", record=True)), 2),
    ("The margin trading balance stood at 1.85 trillion yuan as of November 15, up 34.2% from 1.38 trillion yuan at the end of September.", (
        Want("1.85", "margin_trading_balance", "level", "market", "2024-11-15"), Want("34.2", "margin_trading_balance", "growth", direction="up", base="2024-09-30"),
        Want("1.38", "margin_trading_balance", "level", period="2024-09-30")), 3),
    ("Net margin purchases of ChiNext stocks totalled 12.6 billion yuan last week.", (Want("12.6", "net_financing_purchase", "level", "board:chinext", direction="in"),), 1),
    ("Banks and coal saw net repayments of 1.2 billion yuan and 800 million yuan, respectively.", (
        Want("1.2", "net_financing_purchase", "level", "industry:sw1:银行", direction="out", place=1),
        Want("800", "net_financing_purchase", "level", "industry:sw1:煤炭", direction="out", place=2)), 2),
    ("The margin balance was 1.8 trillion yuan on Friday. After jumping 60% since October, shares of two drone makers tumbled.", (
        Want("1.8", "financing_balance"), Want("60", "", "growth")), None),
    ("The margin balance was 1.8 trillion yuan on Friday. After climbing 6% since October, the balance now stagnates.", (
        Want("1.8", "financing_balance"), Want("6", "financing_balance", "growth")), None),
    ("Net buying was led by computers, followed by media and defence.", (Want("-", "net_financing_purchase", "order"),), 1),
    ("Eleven industries recorded net margin purchases of more than 2 billion yuan in October.", (Want("11", "net_financing_purchase", "count", threshold="2"),), 1),
    ("The number of margin trading accounts topped 14 million by the end of October, a 6.1% increase from a year earlier.", (
        Want("14", "margin_accounts", period="2024-10-31"), Want("6.1", "margin_accounts", "growth", direction="up")), 2),
    ("The short balance fell 3.4 billion yuan, to 9.8 billion yuan.", (Want("3.4", "short_balance", "change", direction="down"), Want("9.8", "short_balance", "level")), 2),
    ("The exchanges raised the financing margin ratio from 80% to 100%.", (Want("80", "financing_margin_ratio", "level"), Want("100", "financing_margin_ratio", "level", nature="fact")), 2),
    ("A margin requirement of 40% corresponds to 2.5 times leverage.", (Want("2.5", "leverage_multiple", "formula"),), 1),
    ("Leverage = 1 ÷ Margin Ratio.", (Want("-", None, "formula"),), 1),
    ("If the maintenance ratio drops below 130%, the broker will liquidate the position.", (Want("130", "maintenance_ratio", nature="fact"),), 1),
    ("Stocks are accepted as collateral at 50%-70%.", (Want("50", upper="70"),), 1),
    ("Analysts at Goldman Sachs expect the balance to reach 2 trillion yuan next year.", (Want("2", nature="forecast"),), 1),
    ("The surge reflects growing confidence among retail investors.", (Want("-", None, nature="opinion"),), 1),
    ("Investors should limit their leverage to 1.5 times.", (Want("1.5", nature="advice"),), 1),
    ("Kweichow Moutai (贵州茅台) saw net margin purchases of 320 million yuan, while CATL saw net repayments of 150 million yuan.", (
        Want("320", "net_financing_purchase", scope="security:600519.SH", direction="in"), Want("150", "net_financing_purchase", scope="security:300750.SZ", direction="out")), 2),
    ("The leaders were Sany Heavy Industry with 910 million yuan, China Merchants Bank with 640 million yuan, and Foxconn Industrial Internet with 580 million yuan.", (
        Want("910", scope="security:600031.SH"), Want("640", scope="security:600036.SH"), Want("580", scope="security:601138.SH")), 3),
    ("Margin debt accounts for 2.4% of float market capitalisation.", (Want("2.4", "financing_balance_to_float_cap", "level"),), 1),
    ("Margin trades made up 9.7% of A-share turnover on Friday.", (Want("9.7", "margin_trading_share_of_turnover", "level", "market", "2024-11-15"),), 1),
    ("The CSI 300 gained 1.6% and the STAR 50 lost 0.4% last week.", (
        Want("1.6", None, "growth", "index:000300.SH", direction="up"), Want("0.4", None, "growth", "index:000688.SH", direction="down")), 2),
    ("Daily turnover exceeded 2 trillion yuan for the fifth straight session.", (Want("2", "turnover"),), None),
    ("The balance has risen for seven consecutive sessions.", (Want("7", None, "streak"),), 1),
    ("Margin lending is still below its 2015 peak.", (Want("-", "financing_balance", "relation", direction="below", ambiguous=("margin_trading_balance",)),), 1),
    ("Coal and steel stocks suffered net outflows.", (Want("-", "net_financing_purchase", "sign", direction="out"),), 1),
    ("Margin balance hit a record 2.3 trillion yuan.", (Want("2.3", "financing_balance", record=True, ambiguous=("margin_trading_balance",)),), 1),
    ("The new rule takes effect on November 25, 2024.", (Want("-", None, "date", period="2024-11-25", nature="fact"),), 1),
    ("The maximum loss of a short seller is unlimited.", (Want("-", None),), 1),
    ("Brokers charge annual interest of 5% to 7% on margin loans.", (Want("5", upper="7"),), 1),
    ("More than 60% of stocks closed higher on Monday.", (Want("60"),), 1),
    ("The ratio of margin debt to free-float market value was 4.1%, compared with a ten-year average of 4.6%.", (
        Want("4.1"), Want("4.6", None, "mean")), 2),
    ("The Fed cut rates by 25 basis points.", (Want("25", "policy_rate", "change", direction="down"),), 1),
    ("Port inventories are low and prices have fallen.", (Want("-", None, nature="fact"),), 1),
    ("Copper is expected to fluctuate at high levels.", (Want("-", None, nature="forecast"),), 1),
    ("Consider a long-copper, short-zinc strategy.", (Want("-", None, nature="advice"),), 1),
    ("The value of trades jumped from four billion to nine billion yuan.", (Want("4"), Want("9")), 2),
    ("According to Wind data, new margin accounts reached 1.2 million in October, up 45% month-on-month.", (
        Want("1.2", "new_margin_accounts", attribution="Wind"), Want("45", "new_margin_accounts", "growth", direction="up")), 2),
    ("Margin requirements influence leverage: 60% margin leads to 1.67 times leverage and 80% margin to 1.25 times.", (
        Want("1.67", "leverage_multiple", "formula"), Want("1.25", "leverage_multiple", "formula")), None),
    ("The outstanding balance of margin trading and securities lending on the Beijing Stock Exchange was 6.2 billion yuan.", (
        Want("6.2", "margin_trading_balance", "level", "exchange:BSE"),), 1),
    ("Margin debt hit 1.85 trillion yuan on Wednesday, according to exchange data, surpassing the 2015 peak of 2.27 trillion yuan.", (
        Want("1.85", "financing_balance", "level", "market", "2024-11-13"), Want("2.27", "financing_balance", "level", period="2015-01-01..2015-12-31")), 2),
    ("Bloomberg calculations showed outstanding margin financing climbed 1.2% last week to 1.84 trillion yuan.", (
        Want("1.2", "financing_balance", "growth", "market", "2024-11-11..2024-11-17", direction="up", attribution="Bloomberg"), Want("1.84", "financing_balance", "level", "market")), 2),
    ("The financing balance of STAR Market stocks was up 5.6 billion yuan month on month at 162.3 billion yuan.", (
        Want("5.6", "financing_balance", "change", "board:star", direction="up"), Want("162.3", "financing_balance", "level", "board:star")), 2),
    ("As of October 30, the margin trading balance reached 1.69 trillion yuan, with the financing balance at 1.68 trillion yuan and the securities lending balance at 10.1 billion yuan [1].", (
        Want("1.69", "margin_trading_balance", "level", "market", "2024-10-30"), Want("1.68", "financing_balance", "level", "market", "2024-10-30"), Want("10.1", "short_balance", "level", "market", "2024-10-30")), 3),
    ("The top three industries by net buying were banks (5.21 billion yuan), coal (3.84 billion yuan) and machinery (1.27 billion yuan).", (
        Want("5.21", "net_financing_purchase", scope="industry:sw1:银行", place=1), Want("3.84", scope="industry:sw1:煤炭", place=2), Want("1.27", scope="industry:sw1:机械设备", place=3)), 4),
    ("Out of 31 industries, 22 saw net inflows.", (Want("22", "net_financing_purchase", "count", direction="in"),), 1),
    ("The company's financing balance was 2.1 billion yuan.", (Want("2.1", "financing_balance", "level", ""),), 1),
    ("Short sellers face a margin ratio of at least 100%, while private funds face 120%.", (Want("100"), Want("120")), 2),
)  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "count"), CASES, ids=[text[:32] for text, *_ in CASES])
def test_what_an_english_sentence_claims(text: str, wanted: tuple[Want, ...], count: int | None):
    assert misses(text, wanted, count) == []
