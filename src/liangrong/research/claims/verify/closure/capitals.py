"""One amount as a share of the float and of all shares: of all shares, of which the float is a part, it cannot be the larger share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.quantities import Quantity
from liangrong.research.claims.verify.grammar.verdicts import doubted

__all__ = ["check_capitals"]

_FLOAT: Final = re.compile(r"流通(?:市值|股本|股份|股|盘)[^，。；]{0,8}$")
_FLOAT_AFTER: Final = re.compile(r"^\s*of (?:the |its )?(?:free[- ])?(?:float|tradable|tradeable|circulating)\b", re.IGNORECASE)
_ALL: Final = re.compile(r"总(?:市值|股本|股份)[^，。；]{0,8}$")
_ALL_AFTER: Final = re.compile(
    r"^\s*of (?:the |its )?(?:all (?:the )?shares|total (?:market )?(?:capital|value|shares|share capital)|market capitali[sz]ation|shares outstanding)",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(r"^[^。；;.\d]*$")


def check_capitals(operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """Refute the second of two shares that stand side by side where the share of the whole exceeds that of the float."""
    for one, other in pairwise(operands):
        if one.sentence != other.sentence or not _is_share(one) or not _is_share(other) or not _BESIDE.match(other.before):
            continue
        kinds = [_of(each) for each in (one, other)]
        if sorted(kinds) != ["all", "float"]:
            continue
        every, free = (one, other) if kinds[0] == "all" else (other, one)
        if free.stated.below(every.stated):
            big, small = shown(every.figure), shown(free.figure)
            why = Note(
                f"流通市值是总市值的一部分，占总市值{big}不可能大于占流通市值{small}。",
                f"The float is a part of all shares: {big} of these cannot exceed {small} of the float.",
            )
            yield from doubted([other], [one, other], why, "impossible_bound")


def _is_share(one: Quantity) -> bool:
    return one.figure.kind is Kind.PERCENT and one.figure.upper is None and not (one.rises or one.falls)


def _of(one: Quantity) -> str:
    """What a share is of, by the words beside it."""
    if _FLOAT.search(one.before) or _FLOAT_AFTER.match(one.after):
        return "float"
    return "all" if _ALL.search(one.before) or _ALL_AFTER.match(one.after) else ""
