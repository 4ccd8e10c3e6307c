"""Totals whose parts are named or counted, and stand further off: banks and coal came to 3.3; together the three hold 13.9."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.names import amount_of
from liangrong.research.claims.verify.grammar.pairs import pairs_of
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.sums import number_named
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, informative, slip, value_in

__all__ = ["check_named_sums"]

_KINDS: Final = (Kind.MONEY, Kind.SHARES)
_NAMED: Final = (
    re.compile(
        r"^(?:together,? )?(?:.{0,40}?\b(?:from|of|for|in|into|by|to) )?(?P<names>[\w&'’.\- ]{2,30}(?:, [\w&'’.\- ]{2,30})*,? and [\w&'’.\- ]{2,30}?) "
        r"(?:together |combined )?(?:came to|come to|totall?ed|amount(?:ed)? to|add(?:ed)? up to|sum(?:med)? to)\s*(?:about|roughly|CNY|RMB|\s)*$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:其中|而)?(?P<names>[^，。；\d]{2,12}(?:、[^，。；\d]{2,12})*(?:和|与|及)[^，。；\d]{2,12}?)(?:两者|二者|三者|两家|两只|一共)*(?:的?[^，。；\d]{0,8})?(?:合计|共计|之和)[^，。；\d]{0,8}$"
    ),
)
_TOGETHER: Final = re.compile(
    r"^(?:together|combined|in all|altogether)?,?\s*(?:the|these|all) (?:two|three|four|five|six|both)\b|^(?:上述|以上|这)?[两三四五六]者?[家只个]?[^，。；\d]{0,8}(?:合计|共)",
    re.IGNORECASE,
)
_REACH: Final = 2
_FEWEST: Final = 2
_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)


def check_named_sums(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Totals of named parts, and of as many levels as the words count."""
    bases = {pair.old.place for pair in pairs_of(quantities) if pair.sure}
    for one in quantities:
        if one.figure.kind not in _KINDS or one.figure.upper is not None or one.part in (Part.MEAN, Part.GROWTH, Part.SHARE):
            continue
        passage = one.claim.passage
        before = passage.text[: one.figure.start - passage.start]
        clause = re.split(r"[。；;]\s*|[.]\s", before)[-1].strip()
        if named := _named(one, clause, quantities):
            yield from _judged(one, named, sure=len({each.sentence for each in named}) == 1)
        elif _TOGETHER.match(clause) and (count := number_named(clause)) is not None:
            yield from _judged(one, _levels(one, count, quantities, bases), sure=False)


def _named(one: Quantity, clause: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The amounts of all names of a clause; empty where one of them is not known."""
    found = next((hit for words in _NAMED if (hit := words.match(clause))), None)
    if found is None:
        return []
    begins = one.claim.passage.start
    names = [name for name in re.split(r",\s*(?:and )?|\band\b|、|和|与|及", found["names"]) if name.strip()]
    amounts = [amount_of(name, one, quantities, before=begins) for name in names]
    parts = [each for each in amounts if each is not None and alike(each, one)]
    return parts if len(parts) == len(names) >= _FEWEST and len({each.place for each in parts}) == len(parts) else []


def _levels(one: Quantity, count: int, quantities: Sequence[Quantity], bases: Collection[int]) -> list[Quantity]:
    """The levels of the sentences before that are not what others rose or fell from; empty where they are not so many."""
    found = [
        other
        for other in quantities[: one.place]
        if 0 < one.sentence - other.sentence <= _REACH
        and other.part is Part.LEVEL
        and alike(other, one)
        and other.place not in bases
        and other.figure.hedge not in _BOUNDS
        and {other.claim.metric, one.claim.metric} - {""} <= {one.claim.metric}
    ]
    return found if len(found) == count else []


def _judged(one: Quantity, parts: Sequence[Quantity], *, sure: bool) -> Iterator[Ruling]:
    if not parts:
        return
    signs = [-1 if each.figure.value < 0 else 1 for each in parts]
    made = Interval.total(each.rounding.scaled(sign) for each, sign in zip(parts, signs, strict=True))
    made = -made if made.high is not None and made.high < 0 else made
    assert made.low is not None, "printed figures are bounded"
    assert made.high is not None, "printed figures are bounded"
    right = value_in((made.low + made.high) / 2, one.figure)
    working = " + ".join(shown(each.figure) for each in parts) + f" = {right}"
    if one.stated.meets(made):
        if informative(made):
            yield from closes([one, *parts], working)
    elif sure and not any(each.figure.hedge in _BOUNDS for each in parts):
        corrected = slip(one, made)
        yield from failed([one], [one, *parts], working, corrected or right, "unit_slip" if corrected else "arithmetic")
