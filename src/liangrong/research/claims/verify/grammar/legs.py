"""Growth in legs: up by a, then by b, altogether by c."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.comparison import FLOWS
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, value_in

__all__ = ["check_legs"]

_ALTOGETHER: Final = re.compile(
    r"累计|合计|总共|两段|一共|\b(?:overall|altogether|in all|cumulative(?:ly)?|combined|compounded?)\b", re.IGNORECASE
)
_LEG: Final = re.compile(
    r"前一?段|后一?段|第[一二三]段|先|再|其后|随后|接着|\b(?:first|then|second|after(?:wards)?|before|leg)\b", re.IGNORECASE
)
_OF_FLOWS: Final = re.compile(
    r"收入|利润|成交|买入|开户|新增|同比|季度|上半年|下半年|\b(?:income|revenue|profits?|turnover|purchases|openings|quarter|half|year[- ]on[- ]year)\b",
    re.IGNORECASE,
)
"""What is earned or traded in a period: the growths of two periods are averaged in the growth of both, not compounded."""
_ONE: Final = Interval.of(1, 1)
_MOST: Final = 3


def check_legs(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """A growth said to be altogether, against the growths before it."""
    for total in quantities:
        if not _grows(total) or not _ALTOGETHER.search(total.before):
            continue
        legs = _legs_before(total, quantities)
        for count in range(2, len(legs) + 1):
            made = _made(legs[-count:])
            if made is not None and _signed(total).meets(made):
                yield from closes([total, *legs[-count:]], _working(legs[-count:], made, total))
                break
        else:
            named = [one for one in legs if one.sentence == total.sentence]
            if _OF_FLOWS.search(total.claim.passage.text) or total.claim.metric in FLOWS:
                continue
            if len(named) == 2 and all(_LEG.search(re.split(r"[，；;]", one.before)[-1]) for one in named):
                made = _made(named)
                if made is not None:
                    right = _middle(made, total)
                    yield from failed([total], [total, *named], _working(named, made, total), right, "arithmetic")


def _grows(one: Quantity) -> bool:
    return one.part is Part.GROWTH and one.figure.kind is Kind.PERCENT


def _legs_before(total: Quantity, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Growths that stand before it, in its sentence or the one before, nearest last."""
    return [one for one in quantities[: total.place] if _grows(one) and total.sentence - one.sentence <= 1][-_MOST:]


def _signed(one: Quantity) -> Interval:
    return -one.stated if one.falls else one.stated


def _made(legs: Sequence[Quantity]) -> Interval | None:
    product = _ONE
    for one in legs:
        factor = _signed(one) + _ONE
        if factor.low is None or factor.low < 0:
            return None
        product = product.times(factor)
    return product - _ONE


def _middle(made: Interval, total: Quantity) -> str:
    low = made.low or Fraction(0)
    return value_in(low if made.high is None else (low + made.high) / 2, total.figure)


def _working(legs: Sequence[Quantity], made: Interval, total: Quantity) -> str:
    factors = " × ".join(f"(1 {'-' if one.falls else '+'} {shown(one.figure).lstrip('-')})" for one in legs)
    return f"{factors} - 1 = {_middle(made, total)}"
