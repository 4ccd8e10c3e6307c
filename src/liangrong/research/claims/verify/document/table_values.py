"""Figures in sentences held against the cell of a table that gives the same metric of the same name: another value is a conflict, the same is no proof."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.names import plain
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_table_values"]

_SEVERAL: Final = re.compile(
    r"合计|共计|总计|平均|均值|两者|分别|\b(?:total|combined|together|average|sum|each)\b", re.IGNORECASE
)


def check_table_values(_: Article, claims: Sequence[Claim], __: Desk) -> Iterable[Ruling]:
    """Refute figures of a sentence that differ from the row of the same name, unless the sentence prints a day of its own."""
    cells = [
        one
        for one in claims
        if one.passage.role == "row" and one.figure is not None and one.metric and one.scope.startswith("security:")
    ]
    for claim in claims:
        if (
            claim.passage.role == "row"
            or claim.figure is None
            or claim.nature is not Nature.FACT
            or claim.stripped
            or claim.aspect is not Aspect.LEVEL
        ):
            continue
        if claim.period is not None and claim.period.at != (-1, -1):
            continue
        if plain(claim.subject) not in claim.text.casefold() or _SEVERAL.search(claim.text):
            continue
        same = [
            one
            for one in cells
            if (one.scope, one.metric, one.aspect, one.passage.item)
            == (claim.scope, claim.metric, claim.aspect, claim.passage.item)
        ]
        figures = [one.figure for one in same if one.figure is not None and one.figure.kind is claim.figure.kind]
        if (
            not figures
            or claim.figure.hedge is Hedge.ABOUT
            or any(one.interval().meets(claim.figure.interval()) for one in figures)
        ):
            continue
        reason = Note(
            f"表中为{figures[0].text}，此处为{claim.figure.text}。",
            f"The table has {figures[0].text}, this sentence {claim.figure.text}.",
        )
        yield from refute([claim], "cross_statement", reason, quoted(same[0].passage), corrected=figures[0].text)
