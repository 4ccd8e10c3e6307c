"""The concepts of the field: what they are called in Chinese, with us, and what they mean. Columns and measures say so themselves."""

from __future__ import annotations

from typing import Final

__all__ = ["TERMS"]

TERMS: Final[tuple[tuple[str, str, str], ...]] = (
    ("融资融券，两融", "margin trading and securities lending", "borrowing money to buy, or securities to sell, from a broker against collateral"),
    ("融资", "`financing_*`: financing, margin purchase", "buying with money borrowed from the broker"),
    ("融券", "`short_*`: short selling", "selling securities borrowed from the broker"),
    ("两融余额", "`margin_trading_balance`", "融资余额 + 融券余额"),
    ("保证金", "`margin_*`: margin", "what the customer pledges; `margin_` alone never means 两融"),
    ("标的证券", "underlying security; `financing_eligible`, `short_eligible`", "a security on the list that may be financed or sold short; `*_open` says whether it is allowed on the day"),
    ("可充抵保证金证券", "eligible collateral", "a security that counts as margin"),
    ("折算率", "`conversion_ratio`", "the share of a security's value that counts as margin; `haircut = 1 - conversion_ratio`"),
    ("保证金比例", "`financing_margin_ratio`, `short_margin_ratio`", "margin demanded per yuan financed or sold short"),
    ("维持担保比例", "`maintenance_ratio`", "assets over debt of an account: 1.30, never 130; not the American maintenance margin, which is equity over position"),
    ("警戒线、追保线、平仓线、提取线", "`warning_line`, `call_line`, `liquidation_line`, `withdrawal_line`", "brokers differ: the broker's own word is kept beside ours"),
    ("追加担保物、强制平仓", "`margin_call`, `forced_liquidation`", "what happens below the lines"),
    ("新老划断", "`applies_to`: grandfathering", "a new rule spares contracts that are already open"),
    ("报升规则", "tick rule", "a short sale may not be offered below the last price"),
    ("转融通：转融资、转融券", "refinancing: `funds_refinancing`, `securities_refinancing`", "what 中证金融 (`csf`) lends to brokers; lending of securities ended in 2024"),
    ("融资净买入", "`net_financing`, `net_financing_purchase`: net financing", "financing buys less repayments; where repayments are unpublished or bad, the difference of balances, and the answer says which"),
    ("占比变化，个百分点", "`*_points`: percentage points", "the difference of two ratios; never written with a percent sign"),
    ("拥挤度", "`crowding`", "mean of a stock's percentiles, on one day, in financing over float, growth, share of turnover and days to unwind"),
    ("平仓天数", "`days_to_unwind`", "financing balance over a stated part of the mean daily turnover"),
    ("回补天数", "`days_to_cover`", "short quantity over the mean daily volume"),
    ("逼空", "`squeeze`: squeeze", "shorts covered in a rush while the price rises abnormally; what preceded a move is not called its cause"),
    ("秩相关 IC", "`ic`: rank IC", "Spearman's correlation, over the stocks of one session, of a factor with the return that follows from the next open"),
    ("前视", "look-ahead", "using a figure before it was public"),
    ("流通市值、自由流通市值、总市值", "`float_cap`, `free_float_cap`, `total_cap`", "three denominators with three answers: a ratio always names one"),
    ("口径", "basis", "what a series counts; two bases are compared, never spliced"),
    ("推算", "derived", "a cell that somebody computed instead of publishing"),
    ("交易日", "session", "a trading day; a *day* is any calendar date"),
    ("截至", "`as_of`", "the last session asked for"),
    ("可知时刻", "`known_at`", "the instant since which a fact could be known"),
    ("版本", "vintage", "one state of a fact; a revision adds a vintage and removes none"),
    ("新高、纪录", "record", "strictly above everything before it"),
    ("突破、首次达到", "cross", "at or above a threshold after having been below it"),
    ("有界", "`bounded`", "an answer that holds although a series has a hole, because another basis bounds the hole"),
    ("隔离", "quarantined", "contradictory or incomplete, kept out of the tables with its reason"),
    ("存疑", "suspect", "contradictory, stored and marked"),
)  # fmt: skip
"""Chinese, our name, meaning."""
