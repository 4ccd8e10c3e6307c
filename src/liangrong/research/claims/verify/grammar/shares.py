"""A part of a whole in percent: X, which is P percent of Y; X out of Y, or P percent."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.comparison import bare_digits
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.sums import listed_before
from liangrong.research.claims.verify.grammar.verdicts import closes, doubted, failed, value_in

__all__ = ["check_shares"]

_REACH: Final = 6
"""Sentences around a share in which its part and its whole may stand."""
_BESIDE: Final = 1
"""The same where the share has too few digits to tell its part and whole among many."""
_EXACT: Final = 3
_NEAREST: Final = 14
_NEAR: Final = Fraction(1, 4)
"""How far from a bound, as a share of it, a quotient may lie that confirms the bound."""
_TOTAL: Final = "margin_trading_balance"
_BALANCES: Final = frozenset({"financing_balance", "short_balance", _TOTAL})
_LOOSE: Final = 3
_CHANCE: Final = Fraction(1, 4)
_COARSE: Final = Fraction(1, 100)
"""A quotient known to a percentage point may confirm a share."""
_AMOUNTS: Final = (Part.LEVEL, Part.CHANGE, Part.TOTAL)
_OUT_OF: Final = re.compile(r"\bout of\b|\bof (?:the )?(?:total |combined )?$|^\s*of the\b", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"^[^。；;]*(?:占|占比|相当于|share|account|or|of)[^。；;]*$", re.IGNORECASE)
_WHOLE: Final = Interval.of(Fraction(1), Fraction(1))


def check_shares(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Shares against the amounts in reach."""
    wholes: dict[int, Quantity] = {}
    later: list[Quantity] = []
    for one in quantities:
        if one.part is not Part.SHARE or one.figure.kind is not Kind.PERCENT:
            continue
        found = _closing(one, quantities)
        if found is None:
            later.append(one)
            continue
        part, whole = found
        wholes[one.sentence] = whole
        yield from closes([one, *part, whole], _working(part, whole, one))
    for one in later:
        yield from _failing(one, quantities, wholes)
    yield from _beyond_whole(quantities)


def _closing(one: Quantity, quantities: Sequence[Quantity]) -> tuple[tuple[Quantity, ...], Quantity] | None:
    """A part, or a list of parts, and a whole in reach whose quotient is the share."""
    reach = [
        other
        for other in quantities
        if other.part in _AMOUNTS
        and other.figure.kind is not Kind.PERCENT
        and abs(other.sentence - one.sentence) <= (_REACH if bare_digits(one.figure) >= _EXACT else _BESIDE)
    ]
    reach.sort(key=lambda other: (abs(other.sentence - one.sentence), abs(other.place - one.place)))
    nearest = reach[:_NEAREST]
    parts: list[tuple[Quantity, ...]] = [(other,) for other in nearest]
    parts += [tuple(found) for found in listed_before(_like(nearest, one), quantities)] if nearest else []
    looks = 0
    for part in parts:
        for whole in nearest:
            if whole in part or not all(alike(each, whole) and _may_be_part(each, whole) for each in part):
                continue
            made = _quotient(part, whole)
            looks += 1
            if made is not None and all(_by_chance(one, each, made, looks) for each in (*part, whole)):
                continue
            if made is not None and _narrow(made, one) and _telling(one) and one.stated.meets(made) and not _far(one, made):
                return part, whole
    return None


def _by_chance(one: Quantity, other: Quantity, made: Interval, looks: int) -> bool:
    """Whether so many looks would find some quotient that meets a share, where an operand stands in another sentence."""
    if other.sentence == one.sentence or made.low is None or made.high is None:
        return False
    open_to = made.high - made.low + 2 * Fraction(one.figure.half_ulp) * Fraction(one.figure.size)
    return looks * open_to > _CHANCE * abs(Fraction(one.figure.base))


def _narrow(made: Interval, one: Quantity) -> bool:
    """Whether a quotient is told about as exactly as the share that is printed, so that their meeting is no accident."""
    if made.low is None or made.high is None:
        return False
    printed = 2 * Fraction(one.figure.half_ulp) * Fraction(one.figure.size)
    return made.high - made.low <= max(_LOOSE * printed, _COARSE)


def _like(nearest: Sequence[Quantity], one: Quantity) -> Quantity:
    """A figure at the place of ``one`` that has the kind of the nearest amount: what a list before ``one`` adds up in."""
    like = nearest[0]
    return Quantity(one.place, one.claim, like.figure, one.before, one.after, Part.TOTAL)


def _telling(one: Quantity) -> bool:
    return bare_digits(one.figure) >= 2 or one.figure.is_word or one.figure.half_ulp == 0


def _may_be_part(part: Quantity, whole: Quantity) -> bool:
    """Whether one metric can be a part of another: the same of less, or a balance of the total."""
    first, second = part.claim.metric, whole.claim.metric
    return (
        first == second
        or "" in (first, second)
        or second not in _BALANCES
        or whole.part is Part.CHANGE
        or (first in _BALANCES and second == _TOTAL)
    )


def _far(one: Quantity, made: Interval) -> bool:
    """Whether "more than 60 %" would be confirmed by something that has nothing to do with it."""
    if one.figure.hedge not in (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST):
        return False
    value = abs(Fraction(one.figure.base))
    if made.low is None or made.high is None:
        return True
    above = one.figure.hedge in (Hedge.OVER, Hedge.AT_LEAST)
    low, high = (value, value * (1 + _NEAR)) if above else (value * (1 - _NEAR), value)
    return made.high < low or made.low > high


def _quotient(part: Sequence[Quantity], whole: Quantity) -> Interval | None:
    above, below = Interval.total(one.rounding for one in part), whole.rounding
    if above.low is None or above.low < 0 or below.low is None or below.low <= 0:
        return None
    made = above.over(below)
    return made if made.low is not None and made.low <= 1 else None


def _failing(one: Quantity, quantities: Sequence[Quantity], wholes: dict[int, Quantity]) -> Iterator[Ruling]:
    """A share whose part stands right before it and whose whole is that of another share of the sentence, or is named by "out of"."""
    before = quantities[one.place - 1] if one.place else None
    if before is None or before.sentence != one.sentence or before.part not in _AMOUNTS or not _BETWEEN.match(one.before):
        return
    whole = wholes.get(one.sentence)
    if whole is None:
        earlier = quantities[one.place - 2] if one.place > 1 else None
        if earlier is None or not re.search(r"\bout of\b|之中|中的", before.before) or not alike(earlier, before):
            return
        before, whole = earlier, before
    if whole is before or not alike(before, whole):
        return
    made = _quotient((before,), whole)
    if made is None or one.stated.meets(made):
        return
    yield from failed([one], [one, before, whole], _working((before,), whole, one), _right(made, one), "arithmetic")


def _beyond_whole(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Two shares of one whole that together are more than all of it: X and Y account for P and Q percent of all Z."""
    for one, other in itertools.pairwise(quantities):
        if not (one.sentence == other.sentence and one.figure.kind is other.figure.kind is Kind.PERCENT):
            continue
        if not re.fullmatch(r"\s*(?:and|、|和|与|以及)\s*", other.before) or not re.match(
            r"^\s*(?:respectively,? )?(?:of all|of the total|of total|of the whole)\b", other.after
        ):
            continue
        both = one.stated + other.stated
        if _WHOLE.below(both):
            said = f"{shown(one.figure)} + {shown(other.figure)} > 100%"
            yield from doubted(
                [one, other],
                [one, other],
                Note(f"同一整体的两部分合计超过全部：{said}。", f"Two parts of one whole exceed all of it: {said}."),
                "impossible_bound",
            )


def _working(part: Sequence[Quantity], whole: Quantity, one: Quantity) -> str:
    made = _quotient(part, whole)
    above = " + ".join(shown(each.figure) for each in part)
    text = f"{f'({above})' if len(part) > 1 else above}/{shown(whole.figure)}"
    return text if made is None else f"{text} = {_right(made, one)}"


def _right(made: Interval, one: Quantity) -> str:
    assert made.low is not None, "quotients begin at zero"
    middle = made.low if made.high is None else (made.low + made.high) / 2
    return value_in(middle, one.figure)
