"""How far the level of now lies from one that the sentence compares it with, where the level of now is told elsewhere: measured from the 1.84 trillion of June, the rise is 45 %."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.claim import Nature
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.closure.near import is_slip
from liangrong.research.claims.verify.comparison import BALANCES
from liangrong.research.claims.verify.grammar.called import speaks_of_place
from liangrong.research.claims.verify.grammar.pairs import is_base
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, informative, slip, value_in

__all__ = ["check_from_base"]

_BASE: Final = re.compile(
    r"(?:较|比|相比|对比|自|从|由|与)[^，。；]{0,20}$|\b(?:from|against|versus|than|above|below|over|under|compared (?:with|to)|relative to|starting from)\s[^.;]{0,30}$",
    re.IGNORECASE,
)
_LEVELS: Final = (Part.LEVEL, Part.TOTAL)
_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_EXCLUDED: Final = re.compile(
    r"均|如果|若|预计|目标|\b(?:average|mean|if|would|could|expect\w*|forecast|target|limit|cap|alone)\b", re.IGNORECASE
)
_CLAUSE: Final = re.compile(r"[，。；]|,(?!\d{3})|\band\b")
_BALANCE: Final = re.compile(r"余额|两融|规模|\b(?:balances?|total|debt|loans|figure|leverage)\b", re.IGNORECASE)
_FAR: Final = 5
_TENS: Final = tuple(Fraction(10) ** power for power in (-2, -1, 1, 2))


def check_from_base(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Differences and growths from a level of the same sentence, or of a day that the sentence names, to the one level of now."""
    for one in quantities:
        if one.part not in (Part.CHANGE, Part.GROWTH) or one.figure.kind is Kind.PERCENTAGE_POINT or one.figure.upper is not None:
            continue
        passage = one.claim.passage
        if one.claim.nature is not Nature.FACT or one.claim.scope not in ("", "market") or speaks_of_place(passage.text):
            continue
        base = _base(one, quantities)
        if base is None or _EXCLUDED.search(passage.text):
            continue
        now = _now(one, base, quantities)
        if now and all(now[0].rounding.meets(each.rounding) for each in now):
            yield from _ruled(one, min(now, key=lambda each: each.figure.half_ulp * each.figure.size), base)


def _base(one: Quantity, quantities: Sequence[Quantity]) -> Quantity | None:
    """The level that the words compare with: the only amount of the sentence, or that of the day that they name."""
    own = [each for each in quantities if each.sentence == one.sentence and each.part in _LEVELS and _is_amount(each, one)]
    if own:
        first = own[0]
        marked = _BASE.search(first.before) or is_base(first, one)
        return first if len(own) == 1 and marked and first.figure.hedge not in _BOUNDS else None
    period = one.claim.base or (one.claim.period if _BASE.search(one.before) else None)
    if period is None or not period.is_day:
        return None
    told = [
        each
        for each in quantities[: one.place]
        if each.part in _LEVELS and _is_amount(each, one) and each.claim.period is not None
        and (each.claim.period.start, each.claim.period.end) == (period.start, period.end)
        and each.claim.metric == one.claim.metric != "" and each.figure.hedge not in _BOUNDS
    ]  # fmt: skip
    return told[-1] if told and all(told[-1].rounding.meets(each.rounding) for each in told) else None


def _is_amount(each: Quantity, one: Quantity) -> bool:
    return each.figure.kind in (Kind.MONEY, Kind.COUNT, Kind.SHARES) if one.part is Part.GROWTH else alike(each, one)


def _now(one: Quantity, base: Quantity, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The levels of the last day that the text tells before the figure, of the same thing and no base themselves; none where the figure's own day is another."""
    found = [
        each
        for each in quantities
        if each.sentence < one.sentence
        and each.claim.passage.item == one.claim.passage.item
        and each.part in _LEVELS
        and alike(each, base)
        and each.figure.hedge not in _BOUNDS
        and _of_one_thing(each, base, one)
        and not _BASE.search(each.before)
        and base.figure.base < each.figure.base * _FAR
        and each.figure.base < base.figure.base * _FAR
        and each.figure.base != base.figure.base
    ]
    days = [each.claim.period.end for each in found if each.claim.period is not None]
    last = max(days, default=None)
    own = one.claim.period
    if own is not None and own.is_day and own.at != (-1, -1) and last is not None and own.end != last:
        return []
    return [each for each in found if each.claim.period is None or (last is not None and each.claim.period.end == last)]


def _of_one_thing(each: Quantity, base: Quantity, one: Quantity) -> bool:
    """Whether a level is the same balance of the whole market, as far as the words say; a measure that was only carried over says nothing."""
    if each.claim.scope != "market" and (each.claim.scope or speaks_of_place(_CLAUSE.split(each.before)[-1])):
        return False
    told = {one.claim.metric, base.claim.metric} & set(BALANCES)
    if not told:
        return each.claim.metric in BALANCES[:2] and bool(_BALANCE.search(one.claim.passage.text))
    return not each.claim.metric or each.claim.metric in told


def _ruled(one: Quantity, now: Quantity, base: Quantity) -> Iterator[Ruling]:
    low = base.rounding.low
    if low is None or low <= 0:
        return
    growth = one.part is Part.GROWTH
    made = now.rounding.over(base.rounding) + Interval.of(-1, -1) if growth else now.rounding - base.rounding
    signed = -made if one.falls else made
    formula = f"{shown(now.figure)}/{shown(base.figure)} - 1" if growth else f"{shown(now.figure)} - {shown(base.figure)}"
    right = value_in(((made.low or Fraction(0)) + (made.high or Fraction(0))) / 2, one.figure)
    working, members = f"{formula} = {right}", [one, now, base]
    if one.stated.meets(signed):
        if informative(signed):
            yield from closes([one], working)
        return
    if one.figure.hedge in _BOUNDS or one.figure.is_word or not informative(made) or not (one.falls or one.rises):
        return
    turned = one.stated.meets(-signed)
    size = -made if (made.high or 0) < 0 else made
    unit = slip(one, size) if _same_digits(one, size, now, base) else None
    tenfold = any(one.stated.scaled(ten).meets(size) for ten in _TENS)
    if tenfold and not growth and unit is None:
        return
    same = bool(now.claim.metric) and now.claim.metric in (base.claim.metric, one.claim.metric)
    if turned or unit or tenfold or is_slip(one.figure, size) or (same and (made.low or 0) > 0 and one.rises):
        kind = "wrong_sign" if turned else "unit_slip" if unit else "arithmetic"
        yield from failed([one], members, working, unit or right, kind)


def _same_digits(one: Quantity, size: Interval, *levels: Quantity) -> bool:
    """Whether a figure has the very digits of a difference: another count of digits says that the levels are in a wrong unit."""
    step = max(2 * Fraction(each.figure.half_ulp) * Fraction(each.figure.size) for each in levels)
    point = ((size.low or Fraction(0)) + (size.high or Fraction(0))) / 2
    return step > 0 and str(round(point / step)).rstrip("0") == str(abs(one.figure.value)).replace(".", "").strip("0")
