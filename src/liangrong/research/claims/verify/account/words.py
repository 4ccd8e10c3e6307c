"""Words that several modules of this room listen for."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

__all__ = ["CHANGED", "DAYS_AHEAD", "FOR_A_YEAR", "FURTHER", "MARGIN_RATIOS", "MEETS", "TWICE"]

FURTHER: Final = re.compile(r"再|又|继续|进一步|\b(?:another|further|again|more)\b", re.IGNORECASE)
MEETS: Final = re.compile(
    r"(?:跌|降|落)[到至]|触及|碰到|碰触|触碰|跌破|触发|平仓|警戒|追保|\b(?:reach\w*|hit\w*|touch\w*|breach\w*|trigger\w*|line|call|liquidat\w*|met)\b",
    re.IGNORECASE,
)
CHANGED: Final = re.compile(
    r"(?:降|跌|缩|变|升|涨|回|增|减)[至到为成]\D{0,4}$|缩水[至到]\D{0,4}$|\b(?:fall|fell|drop|shrink|shrank|declin|ris|rose|climb|slid|sink|sank|chang)\w* to\D{0,10}$",
    re.IGNORECASE,
)
DAYS_AHEAD: Final = re.compile(r"^[^，,。；;]{0,14}?(?:\b(?:over|for)\b|占用|持有)[^，,。；;]{0,6}$", re.IGNORECASE)
FOR_A_YEAR: Final = re.compile(r"一年|全年|每年|\b(?:one|a|per|each|every|full) year|\byearly\b", re.IGNORECASE)
MARGIN_RATIOS: Final = (Fraction(2, 5), Fraction(3, 2))
TWICE: Final = re.compile(r"(?:两个|两次|连续两|连吃两)[^，。]{0,6}$|\btwo (?:\w+ )?$", re.IGNORECASE)
