"""Who bought or repaid more, and who the most, against the net purchases of several subjects in the same days.

A subject is only shown not to be the first: that it is would need a row for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.extract.entities import standing_names
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.published.matching import metrics_of, same_days
from liangrong.research.claims.verify.published.meanings import printed_periods
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.sentences import as_evidence, named
from liangrong.research.claims.verify.published.whom import Whom
from liangrong.research.claims.verify.rulings import refuted, supported

__all__ = ["first_of_all", "more_than_another", "told_in_order"]

_FLOW: Final = "net_financing_purchase"
_IN_ORDER: Final = re.compile(
    r"依次|由[高大多]到[低小少]|从[高大多]到[低小少]|由[低小少]到[高大多]|从[低小少]到[高大多]|排序|顺序|排名|居前|位列前|其次|紧随其后|\b(?:from (?:the )?(?:largest|biggest|highest|most|smallest|lowest|least|top)|in (?:that|descending|ascending|this) order|followed by|then|ranking|ranked|order|ahead of)\b",
    re.IGNORECASE,
)
_RISING: Final = re.compile(r"[由从][低小少]到|升序|\bfrom (?:the )?(?:smallest|lowest|least)\b|\bascending\b", re.IGNORECASE)
_NET_OR_FLOW: Final = re.compile(
    r"净买|净流|净偿|加仓|流入|流出|吸金|资金流向|\b(?:flows?|inflows?|outflows?|net|buying|bought|purchases|repa\w+)\b",
    re.IGNORECASE,
)
_SEVERAL: Final = 3
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
_MORE: Final = re.compile(
    r"(?:高于|超过|多于|大于|超出|领先于?|胜过|强于)|\b(?:more than|larger than|bigger than|exceed\w*|outpac\w*|outstripp\w*|surpass\w*|ahead of|topped|beat|eclips\w*)\b",
    re.IGNORECASE,
)
_LESS: Final = re.compile(
    r"(?:低于|不及|少于|小于|逊于|落后于?)|\b(?:less than|smaller than|trail\w*|lagg?\w*|fell short of|behind)\b", re.IGNORECASE
)
_OUT: Final = re.compile(
    r"偿还|流出|卖出|减仓|减持|撤离|失血|\b(?:repayments?|repaid|outflows?|sold|selling|withdr\w+|shed|lost)\b", re.IGNORECASE
)
_NET: Final = re.compile(
    r"净(?:买入|流入|偿还|流出|卖出)|吸金|\bnet (?:\w+ )?(?:buying|purchases?|inflows?|repayments?|outflows?)|\bleveraged (?:in|out)flows?",
    re.IGNORECASE,
)
_PACE: Final = re.compile(
    r"增[幅速长加]|升|降|涨|跌|比[重例]|占比|\b(?:gr[eo]w\w*|growth|rose|rise|fell|fall|gain\w*|pace|rate|share|increase\w*|faster|per cent|percent)\b|净",
    re.IGNORECASE,
)
"""Words by which not the levels but something made of them is compared."""
_SHORTEST: Final = 2


def first_of_all(_article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """A subject said to have bought or repaid the most, although a row of the same days has another with more."""
    rows = _rows(desk)
    if not rows:
        return
    for said in claims:
        text, claim = said.text, _with_flow(said, claims)
        if (
            claim.metric != _FLOW
            or ":" not in claim.scope
            or claim.period is None
            or not _FIRST.search(text)
            or _AMONG.search(text)
        ):
            continue
        sign = -1 if claim.direction == "out" or (not claim.direction and _OUT.search(text)) else 1
        own = [row for row in rows if row.scope == claim.scope and same_days(claim.period, row)]
        for row in rows if own else ():
            alike = row.scope.partition(":")[0] == claim.scope.partition(":")[0] and (row.start, row.end) == (
                own[0].start,
                own[0].end,
            )
            if alike and row.scope != claim.scope and _times(own[0].interval, sign).below(_times(row.interval, sign)):
                ours, theirs = named(own[0]), named(row)
                yield refuted(said, Note(f"并非第一：{theirs.zh}，而{ours.zh}。", f"It is not the first: {theirs.en}, while {ours.en}."),
                              "sort_order", basis="published", corrected=row.scope, evidence=(as_evidence(own[0]), as_evidence(row)))  # fmt: skip
                break


def _with_flow(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """A clause that names no metric says its rank of the flow that the clause before it told of the same subject."""
    if claim.metric or claim.figure is not None:
        return claim
    before = [one for one in claims if one.passage is claim.passage and one.end <= claim.start and one.figure is not None]
    if not before or before[-1].metric != _FLOW or before[-1].scope != claim.scope:
        return claim
    return replace(claim, metric=_FLOW, direction=before[-1].direction)


def more_than_another(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Two subjects compared in words, or by how many times: both have rows of the same days."""
    rows = [row for row in desk.published if row.usable and row.aspect == "level" and ":" in row.scope]
    if not rows:
        return
    own, names = own_sources(article, desk.published), _names(rows, desk)
    for claim in claims:
        if (claim.figure is not None and claim.figure.kind is not Kind.MULTIPLE) or claim.period is None:
            continue
        pair = _pair(claim, names)
        if pair is None:
            continue
        one, other, more = pair
        for first in rows:
            second = next(
                (
                    row
                    for row in rows
                    if row.scope == other and row.metric == first.metric and (row.start, row.end) == (first.start, first.end)
                ),
                None,
            )
            if first.scope == one and second is not None and _speaks_of(claim, first, article):
                yield from _held(claim, first, second, more=more, own=own)
                break


def told_in_order(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Three subjects or more, said to be in order of their net purchases, all with rows of the same days."""
    rows = _rows(desk)
    if not rows:
        return
    own, whom = own_sources(article, desk.published), Whom(desk)
    for claim in claims:
        if (
            claim.figure is not None
            or claim.period is None
            or not _IN_ORDER.search(claim.passage.text)
            or not _NET_OR_FLOW.search(claim.passage.text)
        ):
            continue
        scopes = [one.scope for one in whom.named(claim.text)]
        there = {row.scope: row for row in rows if same_days(claim.period, row)}
        if len(scopes) < _SEVERAL or any(scope not in there for scope in scopes):
            continue
        listed = [there[scope] for scope in scopes]
        sign = -1 if all(row.interval.high is not None and row.interval.high < 0 for row in listed) else 1
        listed = listed[::-1] if _RISING.search(claim.passage.text) else listed
        wrong = [(a, b) for a, b in pairwise(listed) if _times(a.interval, sign).below(_times(b.interval, sign))]
        evidence = tuple(map(as_evidence, listed))
        if wrong:
            one, other = named(wrong[0][0]), named(wrong[0][1])
            yield refuted(claim, Note(f"次序有误：{one.zh}，{other.zh}。", f"The order is wrong: {one.en}; {other.en}."), "sort_order",
                          basis="published", evidence=evidence)  # fmt: skip
        elif all(_times(b.interval, sign).below(_times(a.interval, sign)) for a, b in pairwise(listed)) and any(
            row.source not in own for row in listed
        ):
            yield supported(
                claim,
                Note("次序与公布的数字相符。", "The order is that of the published figures."),
                basis="published",
                evidence=evidence,
            )


def _held(claim: Claim, first: PublishedFigure, second: PublishedFigure, *, more: bool, own: frozenset[str]) -> Iterator[Ruling]:
    sign = -1 if _OUT.search(claim.text) else 1
    one, other = _times(first.interval, sign), _times(second.interval, sign)
    ours, theirs = named(first), named(second)
    evidence = (as_evidence(first), as_evidence(second))
    if claim.figure is not None:
        if one.low is None or other.low is None or one.low < 0 or other.low <= 0:
            return
        holds, fails = claim.figure.interval().meets(one.over(other)), not claim.figure.interval().meets(one.over(other))
    else:
        holds, fails = (other.below(one), one.below(other)) if more else (one.below(other), other.below(one))
    if holds and not {first.source, second.source} <= own:
        yield supported(
            claim,
            Note(f"相符：{ours.zh}，{theirs.zh}。", f"It agrees: {ours.en}; {theirs.en}."),
            basis="published",
            evidence=evidence,
        )
    elif fails:
        yield refuted(claim, Note(f"不符：{ours.zh}，{theirs.zh}。", f"It does not follow: {ours.en}; {theirs.en}."), "sort_order",
                      basis="published", evidence=evidence)  # fmt: skip


def _pair(claim: Claim, names: Sequence[tuple[str, str]]) -> tuple[str, str, bool] | None:
    """The two subjects that a clause compares, and whether the first is said to have more; of exactly two names and one comparison."""
    found: list[tuple[int, int, str]] = []
    text = claim.text
    for spelled, scope in names:
        at = text.lower().find(spelled)
        if at >= 0 and not any((left < at + len(spelled) and at < right) or other == scope for left, right, other in found):
            found.append((at, at + len(spelled), scope))
    if len(found) != 2:
        return None
    (start, _, one), (end, _, other) = sorted(found)
    if claim.figure is not None:
        return (one, other, True) if re.search(r"是$|为$|相当于$|达$", text[start:end]) else None
    for pattern, more in ((_MORE, True), (_LESS, False)):
        if pattern.search(text[start:end]):
            return one, other, more
    return None


def _speaks_of(claim: Claim, row: PublishedFigure, article: Article) -> bool:
    """Whether a comparison is of what a row measures, in the row's days."""
    periods = [one for one in (claim.period, *printed_periods(article, claim.passage)) if one is not None]
    if not any(same_days(period, row) for period in periods):
        return False
    if claim.metric:
        return row.metric in metrics_of(claim) and (row.metric == _FLOW or not _PACE.search(claim.text))
    return row.metric == _FLOW and bool(_NET.search(claim.text))


def _rows(desk: Desk) -> list[PublishedFigure]:
    return [row for row in desk.published if row.usable and row.metric == _FLOW and row.aspect == "level" and ":" in row.scope]


def _names(rows: Iterable[PublishedFigure], desk: Desk) -> list[tuple[str, str]]:
    """What the subjects of the rows are called, the longest names first."""
    scopes = {row.scope for row in rows}
    spelled = [(name.lower(), scope) for scope, names in (*standing_names(), *desk.names) if scope in scopes for name in names]
    return sorted({pair for pair in spelled if len(pair[0]) >= _SHORTEST}, key=lambda pair: (-len(pair[0]), pair[0]))


def _times(interval: Interval, sign: int) -> Interval:
    return interval if sign > 0 else -interval
