"""Levels that a text says were risen or fallen to, against the way that the published rows went."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.published import cues
from liangrong.research.claims.verify.published.meanings import meaning_of
from liangrong.research.claims.verify.published.moves import moves_of
from liangrong.research.claims.verify.published.sentences import as_evidence, named
from liangrong.research.claims.verify.published.whom import Whom
from liangrong.research.claims.verify.rulings import refuted

__all__ = ["arrived_otherwise"]

_TO: Final = re.compile(
    r"(?P<verb>[\u3400-\u9fff]{1,4}(?:至|到))(?:了|约)?$|\b(?P<verb_en>\w+)(?: back| further| again| slightly| sharply)? to (?:about |around |some |roughly )?$",
    re.IGNORECASE,
)


def arrived_otherwise(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Refute a level that is said to have been reached from the wrong side; the level itself is another check's."""
    asked = [
        claim for claim in claims if claim.figure is not None and claim.aspect is Aspect.LEVEL and claim.nature is Nature.FACT
    ]
    if not desk.published or not asked:
        return
    whom = Whom(desk)
    for claim in asked:
        assert claim.figure is not None, "only claims with figures come here"
        said = _TO.search(claim.text[: max(0, claim.figure.start - claim.start)])
        sign = cues.way_of(said[0]) if said else 0
        if not sign:
            continue
        meaning = meaning_of(claim, article, whom)
        if len(meaning.scopes) != 1 or not meaning.printed or not meaning.here:
            continue
        moved = replace(meaning, wanted=frozenset((metric, "change") for metric, side in meaning.wanted if side == "level"))
        rows = moves_of(moved, desk)
        against = [
            row
            for row in rows
            if (row.interval.high is not None and row.interval.high < 0) == (sign > 0) and not row.interval.contains(0)
        ]
        if rows and len(against) == len(rows):
            truth = named(against[0])
            yield refuted(claim, Note(f"方向相反：{truth.zh}。", f"The direction is the opposite: {truth.en}."), "wrong_sign",
                          basis="published", corrected=against[0].shown, evidence=(as_evidence(against[0]),))  # fmt: skip
