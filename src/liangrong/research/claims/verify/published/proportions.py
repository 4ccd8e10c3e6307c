"""What part of another published figure one is, or how many times it, where a clause names both: 占全市场的两成, half of the other's haul.

Which is the part and which the whole, the words say; so a figure that does not follow is wrong, and not only undecided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.closure.near import off_by, point_of
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.verify.published import cues
from liangrong.research.claims.verify.published.matching import size_of
from liangrong.research.claims.verify.published.meanings import meaning_of, of_days
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.verdicts import agrees, differs
from liangrong.research.claims.verify.published.whom import Whom

__all__ = ["told_proportions"]

_FILL: Final = (
    r"(?:只|仅|大?约|大概|将?近|不足|不到|超过?|逾|的|占|比重|比例|份额|为|是|有|达到?|高达|了|一共|略[多少高低]于){0,4}"
)
_BEFORE: Final = (
    re.compile(rf"在(?P<whole>[^，,。；;\d]{{2,16}}?)(?:里|中|内|之中|当中|里面)[^，,。；;\d]{{0,6}}?占{_FILL}$"),
    re.compile(
        rf"(?P<cue>占到?了?|是|为|相当于|等于|达到?|抵得上|(?<=有)|不及|不到|超过)(?P<whole>[^占，,。；;是为\d]{{2,24}}?)(?:的|之){_FILL}$"
    ),
    re.compile(rf"占(?:到|了)?(?P<whole>[^占，,。；;\d]{{2,20}}?){_FILL}$"),
)
_BEHIND: Final = re.compile(
    r"\s*(?:of|times|as (?:much|large|big|many) as)\s+(?:that of |those of |the size of |what (?:flowed|went) into )?(?P<whole>[^,.;:()]{2,60})",
    re.IGNORECASE,
)
_ACCOUNTS_FOR: Final = re.compile(
    r"\b(?:account(?:s|ed|ing)? for|(?:makes?|made|making) up|represent(?:s|ed|ing)?)(?: (?:about|only|just|roughly|nearly|some|around|over|under))*\s*$|占比(?:约|仅|只)?(?:为|有|达)?(?:约)?\s*$",
    re.IGNORECASE,
)
"""A part whose whole is told before, or not at all: the market's."""
_MARKET: Final = re.compile(
    r"全市场|融资余额|A股|沪深|两市|三市|市场|全部|所有|两融余额|融资余额|总额|总量|\b(?:market|all|total|(?:money|cash) (?:financed|lent)|nation\w*|A-shares?|country|overall|margin (?:balances?|debt|loans?)|balances?)\b",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"其|市值|成交|增[幅速长]|涨|跌|买入额|利息|收入|净资产|净资本|\b(?:its|their|own|cap\w*|float|turnover|gr[eo]w\w*|gains?|rise|rose|increase|revenue|income|capital|trading|yuan)\b",
    re.IGNORECASE,
)
"""Wholes that no row here measures."""
_FLOW: Final = "net_financing_purchase"
_TOTAL: Final = "margin_trading_balance"
_BALANCES: Final = ((_TOTAL, cues.BOTH), ("short_balance", cues.SHORT), ("financing_balance", cues.FINANCING))
_NEAR: Final = Fraction(6, 100)
"""So near a share in words is to the one that is meant."""
_OFF: Final = Fraction(15, 100)
"""So far off no word for a share is."""
_EXACT: Final = 2


@dataclass(frozen=True, slots=True)
class _Told:
    """Who is the part and who the whole, and the metrics that each can be of; a whole without words of its own is of the part's."""

    part: str
    whole: str
    metrics: frozenset[str]
    whole_metrics: frozenset[str]
    sure: bool


def told_proportions(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Support from other sources, contradiction from any."""
    rows = [row for row in desk.published if row.usable and row.aspect == "level" and _is_positive(row)]
    asked = [claim for claim in claims if _is_asked(claim)]
    if not rows or not asked:
        return
    own, whom = own_sources(article, desk.published), Whom(desk)
    for claim in asked:
        told = _told(claim, whom)
        if told is None or claim.figure is None:
            continue
        periods = meaning_of(claim, article, whom).periods
        pairs = [
            (one, other)
            for one in rows
            if one.scope == told.part and one.metric in told.metrics and any(of_days(period, one) for period in periods)
            for other in rows
            if other.scope == told.whole
            and (other.start, other.end) == (one.start, one.end)
            and (other.metric in told.whole_metrics if told.whole_metrics else other.metric == one.metric)
            and other is not one
        ]
        ruling = _held(claim, claim.figure, pairs, own, sure=told.sure)
        if ruling is not None:
            yield ruling


def _is_asked(claim: Claim) -> bool:
    figure = claim.figure
    return (
        figure is not None
        and claim.nature is Nature.FACT
        and figure.kind in (Kind.PERCENT, Kind.MULTIPLE)
        and figure.upper is None
        and not claim.first
    )


def _is_positive(row: PublishedFigure) -> bool:
    """Whether a row can be a part or a whole; of flows that went out the sizes are compared."""
    low, high = row.interval.low, row.interval.high
    return low is not None and high is not None and (low > 0 or high < 0)


def _told(claim: Claim, whom: Whom) -> _Told | None:
    """Read who is a part of whom; nothing where the words name no whole."""
    assert claim.figure is not None, "only claims with figures come here"
    text = claim.passage.text
    start, end = claim.figure.start - claim.passage.start, claim.figure.end - claim.passage.start
    lead = re.match(r"[^\d一二两三四五六七八九十百半]*", claim.figure.text)
    before = text[:start] + (lead[0] if lead and not claim.figure.text.isascii() else "")
    whole, until = "", start
    for pattern in _BEFORE:
        if match := pattern.search(before):
            whole, until = match["whole"], match.start()
            break
    if not whole and (behind := _BEHIND.match(text, end)):
        whole = behind["whole"]
    if whole and _OTHER.search(whole):
        return None
    accounted = not whole and _ACCOUNTS_FOR.search(before)
    if not whole and not accounted:
        return None
    wholes = {one.scope for one in whom.named(whole)}
    if len(wholes) > 1 or (whole and not wholes and not _MARKET.search(whole)):
        return None
    parts = [one for one in whom.named(text[:until]) if one.scope not in wholes]
    clause = [one for one in parts if one.start >= claim.start - claim.passage.start]
    part = (
        clause[-1].scope
        if clause
        else claim.scope
        if claim.scope not in ("", *wholes)
        else parts[-1].scope
        if parts
        else "market"
    )
    metrics = _metrics(text[:until]) or _metrics(text)
    whole_metrics = _metrics(whole) if whole and not wholes else frozenset()
    to = next(iter(wholes), "market")
    if not metrics or (_FLOW in metrics and part == to) or (part == to and (not whole_metrics or whole_metrics == metrics)):
        return None
    if accounted and part.partition(":")[0] not in ("exchange", "board"):
        return None
    return _Told(part, to, metrics, whole_metrics, len(clause) == 1 or (not clause and len(parts) <= 1))


def _metrics(text: str) -> frozenset[str]:
    """The metric that was named last; both balances where only margin money is spoken of."""
    if cues.NET.search(text):
        return frozenset({_FLOW})
    bare, found = text, []
    for name, pattern in _BALANCES:
        matches = list(pattern.finditer(bare))
        found += [(match.start(), name) for match in matches]
        bare = pattern.sub(lambda match: "□" * len(match[0]), bare)
    if found:
        return frozenset({max(found)[1]})
    return frozenset({_TOTAL, "financing_balance"}) if cues.MARGIN.search(text) else frozenset()


def _held(
    claim: Claim, figure: Figure, pairs: Sequence[tuple[PublishedFigure, PublishedFigure]], own: frozenset[str], *, sure: bool
) -> Ruling | None:
    apart: list[Fraction] = []
    for one, other in pairs:
        ratio = size_of(one).over(size_of(other))
        if ratio.low is None or ratio.high is None:
            return None
        middle, printed = (ratio.low + ratio.high) / 2, Fraction(figure.base)
        away = abs(printed - middle) / middle
        bound = figure.hedge in (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST, Hedge.NEARLY)
        meets = figure.interval().meets(ratio)
        near = away <= _NEAR if figure.is_word and not bound else meets and (not bound or away <= _OFF)
        if near and (figure.is_word or digits_of(figure) >= _EXACT or bound):
            if {one.source, other.source} <= own:
                return None
            return agrees(claim, one, other)
        if (meets and not figure.is_word) or away <= _NEAR or (bound and meets):
            return None
        apart.append(away)
    if not apart or not sure or min(apart) <= (_OFF if figure.is_word or digits_of(figure) < _EXACT else Fraction(2, 100)):
        return None
    one, other = pairs[0]
    ratio = size_of(one).over(size_of(other))
    slip = not figure.is_word and off_by(figure, ratio) is not None
    return differs(claim, "unit_slip" if slip else "wrong_value", one, other, right=f"{float(point_of(ratio)):.2%}")
