"""Shares whose part or whole is only named: BYD's share, the three accounted for, of the total, of the decline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.names import amount_of, is_of_all, run_before
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.sums import number_named
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, value_in

__all__ = ["check_named_shares"]

_SAYS: Final = re.compile(
    r"占|份额|比重|\bshare\b|\baccount(?:s|ed|ing)? for\b|\bmade up\b|\brepresent(?:s|ed|ing)?\b", re.IGNORECASE
)
_NAME: Final = (
    re.compile(
        r"^(?:and |while |but |the )*(?P<name>[A-Z][\w&.\- ]{1,24}?)(?:['’]s)?(?: share\b| (?:alone )?(?:accounted for|made up|represented)\b)"
    ),
    re.compile(r"^(?:其中|而|仅|单)?(?P<name>[^，。；\d]{2,12}?)(?:一家|一只|一个|单独|独自|独)?的?(?:占比|占|份额|比重)"),
)
_ALL_OF_THEM: Final = re.compile(
    r"占(?:[这上]述?)?(?P<many>[两二三四五六七八九十]|\d{1,2})(?:只|家|个|者|大|名)[^，。；\d]{0,6}合计的?$"
)
_APPOSED: Final = re.compile(
    r"^[^.;。；]{0,48}[,，(（]\s*(?:or|about|roughly|some|nearly|equal to|that is|即|约|相当于)?\s*$", re.IGNORECASE
)
_TIGHT: Final = re.compile(r"^[,，]?\s*(?:or|equal to|equivalent to)\s*(?:about|roughly|some|nearly)?\s*$", re.IGNORECASE)
_OF_FIGURE: Final = re.compile(r"^\s*of (?:the|all|its|that|total|a)\b[^,.;，。；]{0,56}$", re.IGNORECASE)
_OF_TOTAL: Final = re.compile(r"^\s*of (?:the |its )?(?:total|whole|combined (?:total|balance))\s*(?:[.,;]|$)", re.IGNORECASE)
_OF_MOVE: Final = re.compile(
    r"^\s*of (?:the|that|this) (?:overall |total |whole )?(?:decline|drop|fall|decrease|rise|gain|increase|change)\b",
    re.IGNORECASE,
)
_NOTHING_ELSE: Final = re.compile(r"^\s*(?:[.,;。；]|$)")
_PLAIN: Final = re.compile(
    r"\bshare\b(?: of (?:it|that|the total))?\s*(?:was|is|stood at|came to|:|=)?\s*(?:about|roughly|only|just)?\s*$|\baccounted for\s*$|"
    r"(?:占比|占|份额|比重)(?:为|是|达到?|约|仅|[:：])*$",
    re.IGNORECASE,
)
"""A share of something that only the sentence before can have named."""
_PARTS: Final = frozenset({"financing_balance", "short_balance"})
_WHOLE: Final = "margin_trading_balance"
_EVERYWHERE: Final = ("", "market")
_REACH: Final = 3
_LOOSE_WORD: Final = Fraction(3, 100)
_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_AMOUNTS: Final = (Part.LEVEL, Part.CHANGE, Part.TOTAL)


def check_named_shares(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Shares against a part and a whole that the words name without doubt."""
    last: Quantity | None = None
    for one in quantities:
        if one.figure.kind is not Kind.PERCENT or one.figure.upper is not None or one.part in (Part.GROWTH, Part.MEAN):
            continue
        part = _part(one, quantities)
        whole = _whole(one, part, quantities, last)
        if whole and part and len(whole) == 1:
            last = whole[0]
        elif _whole_printed(one, quantities) is not None:
            last = _whole_printed(one, quantities)
        if part and whole:
            yield from _judged(one, part, whole)


def _part(one: Quantity, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """What the share is of: the amount that it stands in apposition to, a name's amount, or so many listed before."""
    before = quantities[one.place - 1] if one.place else None
    if (
        before is not None
        and before.sentence == one.sentence
        and before.part in _AMOUNTS
        and before.figure.kind is not Kind.PERCENT
    ) and (_APPOSED.match(one.before) or _TIGHT.match(one.before)):
        return (before,)
    clause = _clause(one)
    if not _SAYS.search(clause):
        return ()
    begins = one.figure.start - len(clause)
    for words in _NAME:
        found = words.match(clause)
        if found is not None and (amount := amount_of(found["name"], one, quantities, before=begins)) is not None:
            return (amount,)
    count = (
        number_named(clause)
        if re.match(r"^(?:the |these |those |这|上述|以上|[两二三四五六七八九十]者)", clause, re.IGNORECASE)
        else None
    )
    return tuple(run_before(one, quantities, count)) if count else ()


def _whole(
    one: Quantity, part: Sequence[Quantity], quantities: Sequence[Quantity], last: Quantity | None
) -> tuple[Quantity, ...]:
    if not part:
        return ()
    printed = _whole_printed(one, quantities)
    if printed is not None:
        return (printed,)
    if (counted := _ALL_OF_THEM.search(_clause(one))) is not None:
        count = number_named(f"{counted['many']}家")
        start = next((other for other in quantities if other.sentence == one.sentence), one)
        return tuple(run_before(start, quantities, count)) if count else ()
    if _OF_TOTAL.match(one.after):
        return _total_of(one, part, quantities)
    if _OF_MOVE.match(one.after):
        moves = [
            other
            for other in quantities
            if other.part is Part.CHANGE and 0 < one.sentence - other.sentence <= 2 and alike(other, part[0])
        ]  # fmt: skip
        return (moves[0],) if len(moves) == 1 else ()
    near = (
        last is not None
        and 0 < one.sentence - last.sentence <= _REACH
        and _NOTHING_ELSE.match(one.after)
        and _PLAIN.search(_clause(one))
    )
    return (last,) if last is not None and near and len(part) == 1 and part[0].sentence < one.sentence else ()


def _whole_printed(one: Quantity, quantities: Sequence[Quantity]) -> Quantity | None:
    """The amount that follows at once: 92 % of the day's purchases of 10.4 billion."""
    after = quantities[one.place + 1] if one.place + 1 < len(quantities) else None
    if after is None or after.sentence != one.sentence or after.part not in _AMOUNTS or not _OF_FIGURE.match(one.after):
        return None
    return after if after.figure.kind is not Kind.PERCENT else None


def _total_of(one: Quantity, part: Sequence[Quantity], quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The balance of which another balance is a part, where the text gives one and no second."""
    said = part[0].claim
    if len(part) != 1 or said.metric not in _PARTS or said.scope not in _EVERYWHERE or not is_of_all(one):
        return ()
    found = [
        other
        for other in quantities
        if other.claim.metric == _WHOLE
        and other.part in (Part.LEVEL, Part.TOTAL)
        and other.claim.scope in _EVERYWHERE
        and abs(one.sentence - other.sentence) <= _REACH
        and other.claim.passage.item == one.claim.passage.item
    ]
    return (found[0],) if found and all(found[0].rounding.meets(other.rounding) for other in found) else ()


def _judged(one: Quantity, part: Sequence[Quantity], whole: Sequence[Quantity]) -> Iterator[Ruling]:
    if not all(alike(each, other) for each in part for other in whole) or any(
        each.figure.hedge in _BOUNDS for each in (*part, *whole)
    ):
        return
    above, below = Interval.total(each.rounding for each in part), Interval.total(each.rounding for each in whole)
    if above.low is None or above.low < 0 or below.low is None or below.low <= 0:
        return
    made = above.over(below)
    assert made.low is not None, "quotients begin at zero"
    assert made.high is not None, "printed figures are bounded"
    middle = value_in((made.low + made.high) / 2, one.figure)
    working = f"{_sum(part)}/{_sum(whole)} = {middle}"
    stated = one.stated + Interval.around(0, _LOOSE_WORD) if one.figure.is_word else one.stated
    if stated.meets(made):
        exact = not one.figure.is_word and one.figure.hedge not in _BOUNDS
        yield from closes([one, *part, *whole] if exact else [one], working)
    else:
        yield from failed([one], [one, *part, *whole], working, middle, "arithmetic")


def _sum(parts: Sequence[Quantity]) -> str:
    text = " + ".join(shown(each.figure) for each in parts)
    return f"({text})" if len(parts) > 1 else text


def _clause(one: Quantity) -> str:
    """The words of the clause up to a figure, other figures included."""
    passage = one.claim.passage
    return re.split(r"[，。；;,]\s*", passage.text[: one.figure.start - passage.start])[-1]
