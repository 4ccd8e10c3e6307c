"""Words that call a measure an amount or a number of things, which cannot fall below nothing, and those of what can be negative; figures are not read here."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.words.forms import any_case

__all__ = ["AMOUNT_NOUNS", "SIGNED"]

AMOUNT_NOUNS: Final = any_case(
    r"余额|两融|市值|成交|换手|账户|户数|家数|数量|人数|规模|股价|股数|余量|贷款|借款|资产总"
    r"|\b(?:balances?|debts?|loans?|borrowings?|turnover|accounts?|numbers?|ranks|volumes?|prices?|market (?:cap\w*|value)|shares|stocks?|index|companies|firms|funds|start-?ups|unicorns|borrowers|investors)\b"
)
"""What cannot fall below nothing."""
SIGNED: Final = any_case(
    r"净(?!资产|值)|利润|盈利|盈余|收益|损益|亏|增[速幅量长]|涨幅|贡献|利差|价差|现金流|流[入出]|资金流|差额|顺差|逆差|GDP"
    r"|\b(?:net|profits?|earnings|income|loss(?:es)?|margins?(?! (?:debt|loans?|accounts?|balances?|trading|lending|financing))|cash flows?|inflows?|outflows?|growth|spreads?|gaps?|surplus|deficit|returns?|results?)\b"
)
"""What can be negative, so that it may fall by more than all of it, and growth, of which points are told."""
