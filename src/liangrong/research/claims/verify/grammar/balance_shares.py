"""What one balance is of the total of both where the words name both and the text gives each once: securities lending, 0.7 % of the total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.names import is_of_all
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, informative, value_in

__all__ = ["check_balance_shares"]

_FINANCING, _SHORT, _TOTAL = "financing_balance", "short_balance", "margin_trading_balance"
_OF_TOTAL: Final = re.compile(r"占(?:同期|全部|沪深)?(?:两融|融资融券)(?:总)?余额的?(?:比[例重])?(?:为|约|仅|达)*$")
_OF_TOTAL_AFTER: Final = re.compile(
    r"^\s*of (?:the |its |total |combined )*(?:margin[- ]trading balance|margin balance|combined balance)\b", re.IGNORECASE
)
_NAMES: Final = (
    (_SHORT, re.compile(r"融券余额|\b(?:securities[- ]lending|short(?:[- ]selling)? balance)\b", re.IGNORECASE)),
    (_FINANCING, re.compile(r"融资余额|\bfinancing balance\b", re.IGNORECASE)),
)
_REACH: Final = 4
_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)


def check_balance_shares(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Shares of the financing or the short balance in the total of both."""
    for one in quantities:
        if one.figure.kind is not Kind.PERCENT or one.figure.upper is not None:
            continue
        passage = one.claim.passage
        before = passage.text[: one.figure.start - passage.start]
        if not (_OF_TOTAL.search(before) or _OF_TOTAL_AFTER.match(one.after)):
            continue
        clause = re.split(r"[。；;]", before)[-1]
        named = [metric for metric, words in _NAMES if words.search(clause)]
        part, whole = (_only(one, metric, quantities) for metric in (named[0] if len(named) == 1 else "", _TOTAL))
        if part is not None and whole is not None and is_of_all(one):
            yield from _judged(one, part, whole)
        elif part is None and whole is not None and named == [_SHORT]:
            yield from _left(one, _only(one, _FINANCING, quantities), whole)


def _only(one: Quantity, metric: str, quantities: Sequence[Quantity]) -> Quantity | None:
    """The one value that the text gives near for a balance of the whole market."""
    found = [
        other
        for other in quantities
        if metric
        and other.claim.metric == metric
        and other.claim.scope in ("", "market")
        and other.part in (Part.LEVEL, Part.TOTAL)
        and other.figure.kind is Kind.MONEY
        and other.figure.hedge not in _BOUNDS
        and abs(other.sentence - one.sentence) <= _REACH
        and other.claim.passage.item == one.claim.passage.item
    ]
    return found[0] if found and all(found[0].rounding.meets(other.rounding) for other in found) else None


def _left(one: Quantity, financing: Quantity | None, total: Quantity) -> Iterator[Ruling]:
    """The short balance as what lies between the two others, whichever of them is called the total; a failure says nothing."""
    if financing is None or financing.rounding.meets(total.rounding):
        return
    low, high = sorted((financing, total), key=lambda each: each.figure.base)
    made = (high.rounding - low.rounding).over(high.rounding)
    if informative(made) and one.stated.meets(made):
        left = value_in(made.low or Fraction(0), one.figure)
        yield from closes([one], f"({shown(high.figure)} - {shown(low.figure)})/{shown(high.figure)} = {left}")


def _judged(one: Quantity, part: Quantity, whole: Quantity) -> Iterator[Ruling]:
    made: Interval = part.rounding.over(whole.rounding)
    assert made.low is not None, "quotients begin at zero"
    assert made.high is not None, "printed figures are bounded"
    right = value_in((made.low + made.high) / 2, one.figure)
    working = f"{shown(part.figure)}/{shown(whole.figure)} = {right}"
    if one.stated.meets(made):
        yield from closes([one], working)
    elif one.sentence in (part.sentence, whole.sentence):
        yield from failed([one], [one, part, whole], working, right, "arithmetic")
