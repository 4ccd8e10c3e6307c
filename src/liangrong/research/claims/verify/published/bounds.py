"""Levels that a text only bounds (across the mark of, still below, has yet to reach), against the row of that day.

The first time that a mark was passed is another question; see ``thresholds.py``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.comparison import fits_unit
from liangrong.research.claims.verify.published.matching import kind_of
from liangrong.research.claims.verify.published.meanings import about, meaning_of
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.verdicts import agrees, differs
from liangrong.research.claims.verify.published.whom import Whom
from liangrong.research.claims.words.forms import any_case

__all__ = ["bound_of", "bounded_levels"]

_REACHED: Final = r"(?:到过|到|达到|触及|突破|站上|超过|越过|跨过|升破|回到|迈过|逾越|reach(?:ed)?|top(?:ped)?|exceed(?:ed)?|pass(?:ed)?|cross(?:ed)?|hit|touch(?:ed)?|surpass(?:ed)?|break(?:ing)?(?: through)?|broken(?: through)?|clear(?:ed)?|regain(?:ed)?|get to|attain(?:ed)?)"
_SHORT_OF: Final = re.compile(
    rf"(?:没有|没|未|未曾|未能|尚未|从未|仍未|还未|并未|不)(?:能|曾|有)?(?:再度?|重新)?{_REACHED}过?(?:了)?\W*$"
    rf"|\b(?:yet|fail(?:ed|s)?|unable) to {_REACHED}(?: \w+)?\s*$|\b(?:not|never|n['’]t)(?: \w+){{0,2}} {_REACHED}(?: \w+)?\s*$"
    r"|(?:低于|不足|不到|跌破|失守|跌穿|击穿|少于|未满)(?:约|近)?\W*$|\b(?:below|under|beneath|short of|shy of|less than|fewer than)(?: the)?\s*$",
    re.IGNORECASE,
)
_PAST: Final = re.compile(
    r"(?:跨过|跨越|越过|迈过|突破|冲破|站上|站稳|升破|重返|重回|高于|超过|超|逾|破|多于|不止|不低于)(?:了|约|至)?\W*$"
    r"|\b(?:above|past|over|beyond|exceed\w*|topp\w*|surpass\w*|cross\w*|breach\w*|clear(?:ed|ing)|broke(?: through)?|more than|upward of|north of|no less than|at least|in excess of)(?: the)?\s*$",
    re.IGNORECASE,
)
_UNDER_BEHIND: Final = re.compile(r"^(?:元|人民币)?(?:关口|大关|整数关口|门槛)?(?:以下|之下|下方)")
_OVER_BEHIND: Final = re.compile(r"^(?:元|人民币)?(?:关口|大关|整数关口|门槛)?(?:以上|之上|上方)")
_NEAR: Final = 24
_ONCE: Final = re.compile(r"曾|一度|当时|此前|昔日|\b(?:once|had|previously|earlier|briefly|then)\b", re.IGNORECASE)
_SUPPOSED: Final = any_case(r"如果?|若|一旦|倘|假[如设]|要是|\b(?:if|once|should|were|suppos\w+|assum\w+|would|could)\b")
_LATELY: Final = timedelta(days=4)
_MOST: Final = 3
"""A bound of a level is at most so many times it."""
_APART: Final = Fraction(1, 100)
"""A bound so near to a balance may be on the other side of the one that is taken for it."""


def bound_of(claim: Claim) -> int:
    """1 where a figure is said to be passed, -1 where the level is said to lie under it, 0 where neither is said.

    Raises
    ------
    ValueError
        The claim has no figure.
    """
    figure = claim.figure
    if figure is None:
        raise ValueError("a claim without a figure has no bound")
    at = figure.start - claim.passage.start
    start = max(0, claim.start - claim.passage.start)
    before = claim.passage.text[start:at]
    behind = claim.passage.text[figure.end - claim.passage.start :]
    lead = re.match(r"\D*", figure.text)
    worded = (before + (lead[0] if lead else ""))[-_NEAR * 2 :]
    if _SHORT_OF.search(worded.rstrip("一二两三四五六七八九十百千万亿")) or _UNDER_BEHIND.match(behind):
        return -1
    if _PAST.search(worded.rstrip("一二两三四五六七八九十百千万亿")) or _OVER_BEHIND.match(behind):
        return 1
    if figure.hedge in (Hedge.UNDER, Hedge.AT_MOST):
        return -1
    return 1 if figure.hedge in (Hedge.OVER, Hedge.AT_LEAST) else 0


def bounded_levels(article: Article, claims: Sequence[Claim], desk: Desk, *, whom: Whom) -> Iterable[Ruling]:
    """Support from other sources, contradiction from any; the claims that were found to be bounds, decided or not."""
    own = own_sources(article, desk.published)
    for claim in claims:
        if claim.figure is None or claim.first or claim.nature is not Nature.FACT or claim.figure.upper is not None:
            continue
        if claim.aspect not in (Aspect.LEVEL, Aspect.CROSSING) or not (side := bound_of(claim)) or _SUPPOSED.search(claim.text):
            continue
        meaning = meaning_of(claim, article, whom)
        if len(meaning.scopes) != 1 or not (meaning.printed or _is_lately(claim, article)):
            continue
        rows = [row for row in about(meaning, desk.published) if row.aspect == "level" and _measures(claim, row)]
        ruling = _held(claim, side, rows, own, certain={metric for metric, _ in meaning.wanted} <= {row.metric for row in rows})
        if ruling is not None:
            yield ruling


def _is_lately(claim: Claim, article: Article) -> bool:
    """Whether a level without a day of its own is told of the last days before the text."""
    written, period = article.day(claim.passage.item), claim.period
    if written is None or period is None or not period.is_day or _ONCE.search(claim.text):
        return False
    return timedelta() <= written - period.end <= _LATELY


def _is_comparable(mark: Fraction, row: PublishedFigure) -> bool:
    """Whether a bound can be one of the level itself, and is none of how far something lies from it."""
    level = row.interval.low if row.interval.low is not None else row.interval.high
    return level is not None and level > 0 and Fraction(1, _MOST) <= mark / level <= _MOST


def _measures(claim: Claim, row: PublishedFigure) -> bool:
    kind = kind_of(row.metric, row.aspect)
    return claim.figure is not None and kind is not None and fits_unit(claim.figure, kind)


def _held(claim: Claim, side: int, rows: Collection[PublishedFigure], own: frozenset[str], *, certain: bool) -> Ruling | None:
    """What all rows of the day say of a bound; they have to say the same."""
    assert claim.figure is not None, "only claims with figures come here"
    mark = Fraction(claim.figure.base)
    apart = Fraction(0) if certain else abs(mark) * _APART
    above = [
        row
        for row in rows
        if row.interval.low is not None
        and (row.interval.low >= mark + apart or (row.interval.low == mark and row.interval.high is None))
    ]
    below = [row for row in rows if row.interval.high is not None and row.interval.high < mark - apart]
    if not rows or (len(above) < len(rows) and len(below) < len(rows)):
        return None
    row = (above or below)[0]
    if not _is_comparable(mark, row):
        return None
    if (side > 0) != bool(above):
        return differs(claim, "wrong_value", row)
    return None if all(one.source in own for one in rows) else agrees(claim, row)
