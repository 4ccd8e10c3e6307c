"""When a headline's figure holds: on the day that the text below tells for it, not on the day of the page.

A headline or a key point repeats in short what the body says, mostly without its day. Whether both agree is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim

__all__ = ["headed"]

_SHORT: Final = ("title", "heading", "summary")
_LATELY: Final = timedelta(days=45)
_MOVES: Final = (Aspect.CHANGE, Aspect.GROWTH)


def headed(claims: Sequence[Claim], article: Article) -> Iterator[Claim]:
    """The claims; those of headlines without a printed period take that of the first claim below about the same thing.

    Only what would be of the day of the page is moved, and only to the days before it.
    """
    for place, claim in enumerate(claims):
        today, period = article.day(claim.passage.item), claim.period
        bare = period is not None and not period.text and period.is_day and period.start == today
        if claim.passage.role not in _SHORT or claim.figure is None or not bare or not claim.metric:
            yield claim
            continue
        told = next((one for one in claims[place + 1 :] if _same(claim, one)), None)
        if told is None or told.period is None or today is None or not timedelta() <= today - told.period.end <= _LATELY:
            yield claim
            continue
        carried = replace(told.period, text="", at=(-1, -1), certain=False)
        yield replace(claim, period=carried, base=claim.base or (told.base if claim.aspect in _MOVES else None))


def _same(claim: Claim, other: Claim) -> bool:
    """Whether another claim of the item says the same of the same: a level of a level, a move of a move."""
    alike = claim.aspect is other.aspect or {claim.aspect, other.aspect} <= {Aspect.LEVEL, Aspect.CROSSING}
    return (
        other.passage.item == claim.passage.item
        and other.passage.role not in _SHORT
        and other.figure is not None
        and other.period is not None
        and bool(other.period.text)
        and other.reference != "from"
        and (other.metric, other.scope) == (claim.metric, claim.scope)
        and alike
    )
