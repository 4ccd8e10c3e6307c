"""What the checks of coherence say of the claims at some words of a text; nothing else is asked."""

from __future__ import annotations

from datetime import date

from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.coherence.checks import check_coherence

__all__ = ["said"]


def said(text: str, words: str) -> set[str]:
    """The supports and types of error of all rulings on claims that meet the words."""
    article = read_article(text, name="-", published=date(2026, 1, 20))
    desk = Desk()
    claims = {one.number: one for one in extract(article, desk)}
    start = article.text.index(words)
    met = {number for number, one in claims.items() if one.start < start + len(words) and start < one.end}
    found = [one.judgement for one in check_coherence(article, list(claims.values()), desk) if one.claim in met]
    return {kind for one in found for kind in (one.error_types or (one.verdict.support,))}
