"""A desk that knows rows of figures of its own, and what the room says with it."""

from __future__ import annotations

from datetime import date

from liangrong.research.claims.check import check
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.published.checks import CHECKS
from liangrong.research.claims.verify.published.figures_file import names_in_figures, read_figures


def desk_of(figures: str) -> Desk:
    return Desk(published=read_figures(figures, place="own.csv"), names=names_in_figures(figures, place="own.csv"))


def said_with(desk: Desk, text: str, published: date) -> dict[str, str]:
    """What the room says of every claim: by its printed number, or by its words."""
    article = read_article(text, published=published)
    found: dict[str, str] = {}
    for one in check(article, extract(article, desk), CHECKS, desk).claims:
        types = one.judgement.error_types
        word = types[0] if types else str(one.judgement.verdict.support)
        found[f"{one.claim.figure.value:f}" if one.claim.figure else one.claim.text] = word
    return found
