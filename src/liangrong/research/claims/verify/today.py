"""The day from which a text looks back: its own where it has one, else the latest day that it prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim

__all__ = ["today_of"]


def today_of(article: Article, claims: Sequence[Claim]) -> dict[int, date | None]:
    """For each item of a page, the day of its writing as far as it is known.

    A text without a dateline was written on the latest full date that it prints, or later.
    """
    found: dict[int, date | None] = {}
    for item in {claim.passage.item for claim in claims}:
        own = article.day(item)
        if own is None:
            printed = [claim.period.end for claim in claims if claim.period and claim.passage.item == item and _is_printed(claim)]
            own = max(printed, default=None)
        found[item] = own
    return found


def _is_printed(claim: Claim) -> bool:
    period = claim.period
    return period is not None and period.is_day and period.certain and period.at != (-1, -1)
