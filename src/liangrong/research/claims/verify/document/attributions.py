"""Summaries that make an act of the authorities out of what the body gives as somebody's suggestion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.briefs import brief
from liangrong.research.claims.verify.document.content_words import content
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_attributions"]

_AUTHORITY: Final = re.compile(
    r"\b(?:policy ?makers?|regulators?|authorities|government|csrc|exchanges?|central bank|pboc|beijing officials?|officials?)\b|监管层?|证监会|交易所|央行|政府|有关部门|政策层",
    re.IGNORECASE,
)
_ACT: Final = re.compile(
    r"\b(?:aims?|plans?|vows?|vowed|decid\w+|will|have|has|to (?:cap|ban|raise|cut|limit)|ban(?:ned|s)?|cap(?:ped|s)?|order(?:ed|s)?|set)\b|拟|将|计划|决定|已|宣布|禁止|叫停",
    re.IGNORECASE,
)
_SUGGESTION: Final = re.compile(
    r"\b(?:suggest\w*|propos\w+|recommend\w*|urg(?:ed|es|ing)|call(?:ed|s)? for|argu(?:ed|es)|economists?|academics?|professors?|analysts?|scholars?)\b|建议|呼吁|提议|主张|学者|教授|专家|分析师",
    re.IGNORECASE,
)
_ENOUGH: Final = 3


def check_attributions(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute an act of the authorities of which the body knows only as a suggestion of others."""
    numbers = brief(article)
    for claim in claims:
        if claim.passage.number not in numbers or claim.passage.role == "heading" or claim.stripped:
            continue
        who = _AUTHORITY.search(claim.text)
        if who is None or not _ACT.search(claim.text) or _SUGGESTION.search(claim.text):
            continue
        said = content(_AUTHORITY.sub(" ", claim.text))
        body = [
            one for one in article.passages if one.role == "body" and one.item == claim.passage.item and one.number not in numbers
        ]
        partners = [one for one in body if len(said & content(one.text)) >= _ENOUGH]
        if not partners or any(_AUTHORITY.search(one.text) or not _SUGGESTION.search(one.text) for one in partners):
            continue
        reason = Note(
            f"正文说的是他人的建议，不是“{who[0]}”的举措：“{partners[0].text.strip()}”",
            f"In the body it is a suggestion of others, not an act of “{who[0]}”: “{partners[0].text.strip()}”",
        )
        yield from refute([claim], "subject_drift", reason, quoted(partners[0]), flags=("subject_drift",))
