"""Claims as the reader finds figures: one for each figure of a text, of one metric."""

from __future__ import annotations

from datetime import date
from typing import Any

from liangrong.research.claims.check import check
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.verify.law.checks import CHECKS
from liangrong.rules.rulebook import Rulebook
from tests.unit.research.claims.verify.one_sentence import word

DESK = Desk(rulebook=Rulebook.load())


def words(text: str, day: str, **fields: Any) -> dict[str, str]:
    """What the law says of each figure of a text, by its print; of a sentence without figures, by the sentence."""
    article = read_article(text, published=date.fromisoformat(day))
    claims: list[Claim] = []
    for passage in article.passages:
        figures = figures_in(article, passage)
        for figure in figures or (None,):
            told = {"aspect": Aspect.LEVEL if figure else Aspect.RULE, **fields}
            claims.append(Claim(len(claims), passage, passage.start, passage.end, passage.text, figure, **told))
    found = check(article, claims, CHECKS, DESK).claims
    return {(one.claim.figure.text if one.claim.figure else one.claim.text).strip(): word(one.judgement) for one in found}


def ruled(text: str, day: str) -> list[tuple[str, str]]:
    """What the law says of each claim that is found in a text, by the claim's own words; nothing is said to it beforehand."""
    article = read_article(text, published=date.fromisoformat(day))
    found = check(article, extract(article, DESK), CHECKS, DESK).claims
    return [(one.claim.text, one.judgement.verdict.support) for one in found]


def of_words(text: str, day: str, part: str) -> str:
    """The one coarse verdict of the claims that hold some words of the text: refuted if one is, else supported if one is."""
    said = [support for claim, support in ruled(text, day) if part in claim]
    assert said, f"no claim has {part!r}"
    return next((support for support in ("refuted", "supported") if support in said), "not_checkable")
