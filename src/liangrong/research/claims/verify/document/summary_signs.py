"""Directions that a summary gives in words, held against the direction that the body gives in words to the same industry, board or index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.briefs import brief
from liangrong.research.claims.verify.document.names import groups, mentions
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_summary_signs"]

_OPPOSITE: Final = {"in": "out", "out": "in"}


def check_summary_signs(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute money that flows in by the summary and only out by the body, or the other way round; other directions need a metric and a time."""
    numbers = brief(article)
    flows = [one for one in claims if one.direction in _OPPOSITE and not one.stripped and one.nature is Nature.FACT]
    short = [
        one
        for one in flows
        if one.passage.number in numbers and one.figure is None and one.aspect in (Aspect.SIGN, Aspect.ORDER, Aspect.RANK)
    ]
    long = [one for one in flows if one.passage.number not in numbers and one.passage.role == "body"]
    about: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for one in long if short else ():
        for found in mentions(groups(), one.text):
            about[one.passage.item, found.key].append(one)
    for claim in short:
        for name in mentions(groups(), claim.text):
            told = about.get((claim.passage.item, name.key), ())
            if told and all(one.direction == _OPPOSITE[claim.direction] and _at_one_time(claim, one) for one in told):
                called = claim.text[name.start : name.end]
                reason = Note(
                    f"正文中{called}的方向正相反：“{told[0].text.strip()}”",
                    f"In the body {called} goes the other way: “{told[0].text.strip()}”",
                )
                yield from refute([claim], "cross_statement", reason, quoted(told[0]))
                break


def _at_one_time(claim: Claim, other: Claim) -> bool:
    """Whether neither names a time of its own, or both name one that overlaps."""
    if claim.period is None or other.period is None or claim.period.at == (-1, -1) or other.period.at == (-1, -1):
        return True
    return claim.period.start <= other.period.end and other.period.start <= claim.period.end
