"""Words of an indicator (overbought, 超卖) held against the value of it that the same text prints; the bounds are those its inventor drew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_overbought"]

_RSI: Final = re.compile(r"(?<![A-Za-z])RSI(?![A-Za-z])|relative[- ]strength index|相对强弱", re.IGNORECASE)
_HIGH: Final = re.compile(r"\boverbought\b|超买", re.IGNORECASE)
_LOW: Final = re.compile(r"\boversold\b|超卖", re.IGNORECASE)
_UPPER: Final = Decimal(70)
_LOWER: Final = Decimal(30)
_MIDDLE: Final = Decimal(50)


def check_overbought(_: Article, claims: Sequence[Claim], __: Desk) -> Iterable[Ruling]:
    """Support ``overbought`` above the upper bound and ``oversold`` below the lower one; refute either beyond the middle."""
    values = [
        one for one in claims if one.figure is not None and one.metric == "rsi" and one.figure.value >= 0 and not one.stripped
    ]
    for claim in claims:
        high, low = _HIGH.search(claim.text), _LOW.search(claim.text)
        if (
            claim.figure is not None
            or claim.stripped
            or bool(high) is bool(low)
            or not _RSI.search(claim.passage.text)
            or claim.nature is not Nature.FACT
        ):
            continue
        numbers = [one.figure.value for one in values if one.figure is not None and one.passage.item == claim.passage.item]
        if not numbers:
            continue
        shown = ", ".join(f"{one}" for one in dict.fromkeys(numbers))
        if all(one > _UPPER if high else one < _LOWER for one in numbers):
            reason = Note(
                f"文中该指标为{shown}，越过了惯用的界限。",
                f"The text gives the indicator as {shown}, beyond the customary bound.",
            )
            yield from support([claim], reason, quoted(*values))
        elif all(one < _MIDDLE if high else one > _MIDDLE for one in numbers):
            reason = Note(
                f"文中该指标为{shown}，在中线的另一侧。",
                f"The text gives the indicator as {shown}, on the other side of the middle.",
            )
            yield from refute([claim], "cross_statement", reason, quoted(*values))
