"""Subjects that a clause puts in order, against the rows that all of them have of the same days.

A subject is not shown to be the first of all here: that would need a row for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.published import cues
from liangrong.research.claims.verify.published.matching import metrics_of, same_days
from liangrong.research.claims.verify.published.meanings import printed_periods
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.verdicts import agrees, differs
from liangrong.research.claims.verify.published.whom import Whom

__all__ = ["told_in_order"]

_FLOW: Final = "net_financing_purchase"
_IN_ORDER: Final = re.compile(
    r"依次|[由从][高大多]到[低小少]|[由从][低小少]到[高大多]|排序|顺序|排名|居前|位列前|其次|紧随其后|\b(?:from (?:the )?(?:largest|biggest|highest|most|smallest|lowest|least|top)|in (?:that|descending|ascending|this) order|followed by|then|ranking|ranked|order|ahead of)\b",
    re.IGNORECASE,
)
_RISING: Final = re.compile(r"[由从][低小少]到|升序|\bfrom (?:the )?(?:smallest|lowest|least)\b|\bascending\b", re.IGNORECASE)
_MORE: Final = re.compile(
    r"高于|超过|多于|大于|超出|领先于?|胜过|强于|\b(?:(?:more|larger|bigger) than|exceed\w*|outpac\w*|outstripp\w*|surpass\w*|ahead of|topped|beat|eclips\w*)\b",
    re.IGNORECASE,
)
_LESS: Final = re.compile(
    r"低于|不及|少于|小于|逊于|落后于?|\b(?:(?:less|smaller) than|trail\w*|lagg?\w*|fell short of|behind)\b", re.IGNORECASE
)
_PACE: Final = re.compile(
    r"增[幅速长加]|升|降|涨|跌|比[重例]|占比|\b(?:gr[eo]w\w*|growth|rose|rise|fell|fall|gain\w*|pace|rate|share|increase\w*|faster|per cent|percent)\b|净",
    re.IGNORECASE,
)
"""Words by which not the levels but something made of them is compared."""
_FIRST: Final = re.compile(
    r"居(?:各?(?:行业|板块|个股)?之)?首|(?:排名?|位列|位居|名列|排在)(?:各?(?:行业|板块))?(?:第一|首位|榜首)|最多|最大|最高|独占鳌头|领跑|榜首|冠绝|之最"
    r"|\b(?:the (?:most|largest|biggest|heaviest|strongest|greatest|top)|topped (?:the|all)|led (?:all|the (?:way|list|pack|table|inflows|outflows|repayments|buying))|more than any (?:other)?|first place)\b",
    re.IGNORECASE,
)
_AMONG: Final = re.compile(
    r"[两三四五六七八九十\d]者|其中|之一|前[一二三四五\d]|\b(?:one of|among|of the (?:two|three|four|five)|second|third)\b|第[二三四五]",
    re.IGNORECASE,
)
"""Of fewer than all, or not the first."""
_SEVERAL: Final = 3


def told_in_order(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Two compared in words, or three and more in a list said to be in order: support from other sources, contradiction from any."""
    rows = [row for row in desk.published if row.usable and row.aspect == "level" and row.start is not None]
    asked = [claim for claim in claims if claim.figure is None and claim.period is not None]
    if not rows or not asked:
        return
    own, whom = own_sources(article, desk.published), Whom(desk)
    for claim in asked:
        way, scopes = _order(claim, whom)
        periods = [one for one in (claim.period, *printed_periods(article, claim.passage)) if one is not None]
        if not way and ":" in claim.scope and _FIRST.search(claim.text) and not _AMONG.search(claim.text):
            yield from _not_first(
                claim, [row for row in rows if row.metric == _FLOW and any(same_days(one, row) for one in periods)]
            )
        if not way:
            continue
        for metric in _metrics(claim):
            there = {row.scope: row for row in rows if row.metric == metric and any(same_days(one, row) for one in periods)}
            listed = [there[scope] for scope in scopes if scope in there][::way]
            if len(listed) == len(scopes):
                yield from _held(claim, listed, own)
                break


def _order(claim: Claim, whom: Whom) -> tuple[int, list[str]]:
    """The subjects from left to right, and 1 where the first has the most, -1 where it has the least, 0 where nothing is said."""
    found = whom.named(claim.text)
    scopes = [one.scope for one in found]
    if len(found) == 2:
        between = claim.text[found[0].end : found[1].start]
        return (1 if _MORE.search(between) else -1 if _LESS.search(between) else 0), scopes
    if len(found) >= _SEVERAL and _IN_ORDER.search(claim.passage.text):
        return (-1 if _RISING.search(claim.passage.text) else 1), scopes
    return 0, scopes


def _not_first(claim: Claim, rows: Sequence[PublishedFigure]) -> Iterable[Ruling]:
    """A subject said to have come or gone the most, although another of its kind has more in the same days."""
    ours = next((row for row in rows if row.scope == claim.scope), None)
    if ours is None or ours.interval.contains(0) or not cues.NET.search(claim.passage.text):
        return
    kind = claim.scope.partition(":")[0]
    sign = -1 if ours.interval.high is not None and ours.interval.high < 0 else 1
    for row in rows:
        one, other = (ours.interval, row.interval) if sign > 0 else (-ours.interval, -row.interval)
        if row.scope.partition(":")[0] == kind and (row.start, row.end) == (ours.start, ours.end) and one.below(other):
            yield differs(claim, "sort_order", ours, row, right=row.scope)
            return


def _metrics(claim: Claim) -> tuple[str, ...]:
    """What may be compared: the flows where the sentence speaks of them, else the metric that the clause names."""
    if cues.flow_of(claim.text) or cues.NET.search(claim.passage.text):
        return (_FLOW,)
    return () if _PACE.search(claim.text) else metrics_of(claim)


def _held(claim: Claim, listed: Sequence[PublishedFigure], own: frozenset[str]) -> Iterable[Ruling]:
    """Rows said to go from the largest to the smallest; of outflows the sizes are compared."""
    out = all(row.interval.high is not None and row.interval.high < 0 for row in listed)
    sized = [(row, -row.interval if out else row.interval) for row in listed]
    if wrong := [(a, b) for (a, one), (b, other) in pairwise(sized) if one.below(other)]:
        yield differs(claim, "sort_order", *wrong[0])
    elif all(other.below(one) for (_, one), (_, other) in pairwise(sized)) and any(row.source not in own for row in listed):
        yield agrees(claim, *listed)
