"""A mean beside the largest or smallest that it is a mean of: no mean exceeds what no member exceeded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.marked_text import MARK, marked
from liangrong.research.claims.verify.document.places import spoken
from liangrong.research.claims.verify.document.verdicts import refute

__all__ = ["check_mean_bounds"]

_MEAN: Final = re.compile(
    rf"(?:平均|日均|均值)[^。；{MARK}]{{0,12}}(?P<mean>{MARK})|\b(?:average|mean)\b[^.;{MARK}]{{0,90}}?(?:{MARK}[^.;{MARK}]{{0,10}})?(?P<mean2>{MARK})",
    re.IGNORECASE,
)
_SPEAKS: Final = re.compile(r"平均|日均|均值|\b(?:average|mean)\b", re.IGNORECASE)
_MOST: Final = re.compile(
    rf"(?:每日|每天|单日|各日|每只|每家|各)[^，。；{MARK}]{{0,8}}(?:均|都)?(?:不超过|未超过|没有超过|低于|不到|不足|最多|最高)[^，。；{MARK}]{{0,4}}(?P<most>{MARK})"
    rf"|(?:每日|每天|单日|各日|每只|每家|各)[^，。；{MARK}]{{0,8}}(?:均|都)(?P<most4>{MARK})"
    rf"|\bno (?:single |other )?(?:day|session|stock|name|sector|company)\b[^.;,{MARK}]{{0,30}}(?P<most2>{MARK})"
    rf"|\b(?:never|not once) (?:more than|above|exceed\w*|brought|took|topped)[^.;,{MARK}]{{0,12}}(?P<most3>{MARK})",
    re.IGNORECASE,
)  # fmt: skip
_ABOVE: Final = re.compile(
    r"more than|over|above|exceed|超过|不超过|低于|不到|不足|未超过|up to|at most|under|less than", re.IGNORECASE
)


def check_mean_bounds(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute a mean above the bound of all that it is a mean of, in the same sentence."""
    for passage in spoken(article):
        if passage.role == "row" or not _SPEAKS.search(passage.text):
            continue
        text = marked(article, [passage], Kind.MONEY)
        most, mean = _MOST.search(text.text), _MEAN.search(text.text)
        if most is None or mean is None:
            continue
        bound, stated = _figure(text.within(*_span(most))), _figure(text.within(*_span(mean)))
        if bound is None or stated is None or bound is stated or not _ABOVE.search(most[0] + bound.text):
            continue
        if bound.rounding().below(stated.rounding()):
            reason = Note(
                f"没有一个超过{bound.text.strip()}，平均数却是{stated.text.strip()}。",
                f"None exceeds {bound.text.strip()}, and yet the mean is {stated.text.strip()}.",
            )
            yield from refute(text.claims(claims, [stated]), "impossible_bound", reason, basis="within_sentence")


def _span(match: re.Match[str]) -> tuple[int, int]:
    group = next(name for name, value in match.groupdict().items() if value is not None)
    return match.span(group)


def _figure(found: Sequence[Figure]) -> Figure | None:
    return found[0] if found else None
