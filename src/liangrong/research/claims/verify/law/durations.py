"""A term in months or years that a clause on a rule prints, where no figure was read off it: 半年, 十二个月, at most six months."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure, Kind

__all__ = ["duration_in", "months_in"]

_WORDS: Final = {
    "半": Decimal("0.5"), "一": Decimal(1), "两": Decimal(2), "二": Decimal(2), "三": Decimal(3), "四": Decimal(4), "五": Decimal(5),
    "六": Decimal(6), "九": Decimal(9), "十": Decimal(10), "十二": Decimal(12), "one": Decimal(1), "two": Decimal(2), "three": Decimal(3), "four": Decimal(4),
    "five": Decimal(5), "six": Decimal(6), "nine": Decimal(9), "ten": Decimal(10), "twelve": Decimal(12), "a": Decimal(1), "half a": Decimal("0.5"),
}  # fmt: skip
_TERM: Final = re.compile(
    r"(?<![\d年第])(?P<many>\d{1,2}|十二|[半一两二三四五六九十])(?:(?P<year>年)(?!\d|度|初|末|底|来|内|第|\s*\d)|个月)|"
    r"\b(?P<number>\d{1,2}|half a|a|one|two|three|four|five|six|nine|ten|twelve)[ -](?:(?P<years>years?)|months?)\b",
    re.IGNORECASE,
)
_ASPECTS: Final = (Aspect.RULE, Aspect.STATEMENT, Aspect.RELATION)


def duration_in(claim: Claim) -> Figure | None:
    """The one term that a claim without a figure prints, in months; ``None`` where there is none or more than one."""
    if claim.figure is not None or claim.aspect not in _ASPECTS:
        return None
    found = _the_term(claim.text)
    if found is None:
        return None
    printed, months = found
    start = claim.start + printed.start()
    return Figure(start, claim.start + printed.end(), printed[0], months, "months", Kind.DURATION)


def months_in(text: str) -> int | None:
    """The one term that a text prints, in months."""
    found = _the_term(text)
    return int(found[1]) if found else None


def _the_term(text: str) -> tuple[re.Match[str], Decimal] | None:
    found = list(_TERM.finditer(text))
    if len(found) != 1:
        return None
    printed, word = found[0], found[0]["many"] or found[0]["number"].lower()
    value = _WORDS[word] if word in _WORDS else Decimal(word)
    return printed, value * 12 if printed["year"] or printed["years"] else value
