"""Comparisons in words: more, less, far less or nearly as much, and the year that is compared with; whether they hold is not asked here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from liangrong.research.claims.article import Passage

__all__ = ["Relation", "Side", "relations", "years"]


class Side(StrEnum):
    """Where the first thing lies, seen from the second."""

    ABOVE = "above"
    BELOW = "below"
    FAR_BELOW = "far_below"
    NEAR = "near"

    @property
    def is_below(self) -> bool:
        """Whether it lies lower, by much or little."""
        return self in (Side.BELOW, Side.FAR_BELOW)

    def contradicts(self, other: Side) -> bool:
        """Whether both cannot be said of the same two things; near and below can.

        Examples
        --------
        >>> Side.NEAR.contradicts(Side.FAR_BELOW), Side.NEAR.contradicts(Side.BELOW), Side.ABOVE.contradicts(Side.BELOW)
        (True, False, True)
        """
        pairs = ((self, other), (other, self))
        return any((one is Side.ABOVE and two.is_below) or (one is Side.NEAR and two is Side.FAR_BELOW) for one, two in pairs)


@dataclass(frozen=True, slots=True)
class Relation:
    """A comparison in a passage.

    Parameters
    ----------
    start, end
        Where its words stand in the passage.
    clause_start, clause_end
        The clause around it, in the passage.
    against
        The years that its clause names behind the words.
    """

    passage: Passage
    start: int
    end: int
    clause_start: int
    clause_end: int
    side: Side
    against: frozenset[int]


_WORDS: Final = (
    (Side.FAR_BELOW, r"远(?:远)?(?:低于|少于|小于|不及|逊于)|(?:更)?谈不上与|(?:更)?(?:无法|不能|难以)(?:与|和|同)(?=[^，,。；]{2,24}(?:相比|相提并论|比肩))"),
    (Side.FAR_BELOW, r"(?:far|well|much|way) (?:below|lower than|less than|short of|from)|nowhere near|a far cry from|not (?:remotely |at all )?comparable (?:to|with)|a long way (?:from|off|below)"),
    (Side.BELOW, r"低于|少于|小于|不及|逊于|不如|有(?:一定|较大|明显|不小|些)?(?:的)?差距"),
    (Side.BELOW, r"(?:below|lower than|less than|smaller than|short of|fewer than|cheaper than)"),
    (Side.NEAR, r"接近|逼近|相当于|与[^，,。；]{2,16}(?:相当|持平|看齐)"),
    (Side.NEAR, r"(?:close to|near(?:s|ing)?|approach(?:es|ing|ed)|on (?:a )?par with|comparable (?:to|with)|almost (?:at|as high as)|just shy of)"),
    (Side.ABOVE, r"高于|超过|超出|多于|大于|超越|高出"),
    (Side.ABOVE, r"(?:above|higher than|more than|larger than|greater than|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|costlier than|dearer than)"),
)  # fmt: skip
_COMPARISON: Final = re.compile(
    "|".join(
        rf"(?P<w{place}>{words if not words.isascii() else rf'(?<![A-Za-z]){words}(?![A-Za-z])'})"
        for place, (_, words) in enumerate(_WORDS)
    ),
    re.IGNORECASE,
)
_DENIED: Final = re.compile(
    r"(?:不|未|没有|没|并非|非)(?:能|会|曾)?$|\b(?:not(?! only| just| merely)|never|no|hardly)(?: \w+)?\s*$", re.IGNORECASE
)
_CLAUSE_END: Final = re.compile(r"[，,；;。！？!?](?!\d{3}(?!\d))|\.(?=\s|$)|\b(?:but|while|whereas)\b")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|[.,]\d)")


def years(text: str) -> frozenset[int]:
    """The years that a text prints in full."""
    return frozenset(int(one) for one in _YEAR.findall(text))


def relations(passage: Passage) -> Iterator[Relation]:
    """Every comparison in a passage that is not denied (不低于, not above)."""
    for match in _COMPARISON.finditer(passage.text):
        before = passage.text[: match.start()]
        if _DENIED.search(before):
            continue
        start = max((one.end() for one in _CLAUSE_END.finditer(before)), default=0)
        ahead = _CLAUSE_END.search(passage.text, match.end())
        end = ahead.start() if ahead else len(passage.text)
        side = next(side for place, (side, _) in enumerate(_WORDS) if match[f"w{place}"] is not None)
        behind = years(passage.text[match.end() : end]) or years(passage.text[start : match.start()])
        yield Relation(passage, match.start(), match.end(), start, end, side, behind)
