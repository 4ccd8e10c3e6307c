"""Shares that the sentence spells out in whole numbers: 17 of 42; half of the 84, 42; of 3,900, 1,560, or 40 per cent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.grammar.quantities import Quantity
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, value_in

__all__ = ["check_out_of"]

_WHOLE: Final = r"(?P<whole>\d[\d,]*)(?![\d.,]*\d)(?!\s*(?:%|％|per|pct|million|billion|trillion|yuan|万|亿|元))"
_PART: Final = r"(?P<part>\d[\d,]*)(?![\d.,]*\d)(?!\s*(?:%|％|per|pct|million|billion|trillion|yuan|万|亿|元))"
_WORDS: Final = r"[^,.;:()，。；\d]{0,48}"
_BESIDE: Final = re.compile(
    rf"^{_WORDS}[,(:]\s*(?:or |namely |that is )?{_PART}(?: {_WORDS})? (?:out )?of (?:the |all |its )?{_WHOLE}\b", re.IGNORECASE
)
_LEADING: Final = re.compile(rf"^\s*of (?:the |all |its )?{_WHOLE}\b{_WORDS}, (?:or |namely |that is )?{_PART}\b", re.IGNORECASE)
_TRAILING: Final = (
    re.compile(
        rf"\bof (?:the |all |its )?{_WHOLE}\b{_WORDS},? {_PART}\b{_WORDS}(?:,\s*(?:or )?|\bor )(?:about |some |roughly |nearly )?$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_PART}(?: {_WORDS})? (?:out )?of (?:the |all |its )?{_WHOLE}\b{_WORDS}(?:,\s*(?:or )?|\bor |\()(?:about |some |roughly |nearly )?$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_WHOLE}[只家户个名][^，。；\d]{{0,16}}(?:中|里|之中)[，,]?(?:共?有)?{_PART}[只家户个名][^。；\d]{{0,20}}[，,（(](?:占比|占|即|也就是|约)*(?:为|约|达)*$"
    ),
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LOOSE_WORD: Final = Fraction(3, 100)
"""How far "half" or "a third" may be off before it is false."""


def check_out_of(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Percentages and fractions against the part and the whole that stand beside them."""
    for one in quantities:
        if one.figure.kind is not Kind.PERCENT or one.figure.upper is not None:
            continue
        found = _part_and_whole(one)
        if found is None:
            continue
        part, whole = found
        made = Fraction(part, whole)
        working = f"{part:,}/{whole:,} = {value_in(made, one.figure)}"
        stated = one.stated + Interval.around(0, _LOOSE_WORD) if one.figure.is_word else one.stated
        if stated.contains(made):
            yield from closes([one], working)
        else:
            yield from failed([one], [one], working, value_in(made, one.figure), "arithmetic")


def _part_and_whole(one: Quantity) -> tuple[int, int] | None:
    """The whole numbers beside a share, where they are a part and its whole."""
    text, at = one.claim.passage.text, one.claim.passage.start
    before, after = text[: one.figure.start - at], text[one.figure.end - at :]
    found = (
        _LEADING.match(after) or _BESIDE.match(after) or next((hit for words in _TRAILING if (hit := words.search(before))), None)
    )
    if found is None:
        return None
    if _YEAR.fullmatch(found["whole"]):
        return None
    part, whole = (int(Decimal(found[name].rstrip(",").replace(",", ""))) for name in ("part", "whole"))
    return (part, whole) if 0 < part <= whole else None
