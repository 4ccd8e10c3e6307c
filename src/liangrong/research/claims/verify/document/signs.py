"""Directions in words (saw net outflows, 出现净偿还, fell) held against figures for the same names elsewhere, and against a sign printed beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.briefs import brief
from liangrong.research.claims.verify.document.industries import is_industry, near
from liangrong.research.claims.verify.document.names import directory, key, mentions, plain
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support
from liangrong.research.claims.words.movement import FALL, RISE

__all__ = ["check_signs"]

_SIGNS: Final[dict[str, Literal[-1, 1]]] = {"up": 1, "in": 1, "down": -1, "out": -1}
_MOVES: Final = frozenset({Aspect.CHANGE, Aspect.GROWTH})
_KINDS: Final = frozenset({Kind.MONEY, Kind.PERCENT, Kind.SHARES, Kind.POINTS})
_MEMBERS: Final = re.compile(r"\s*(?:stocks?|shares|names|compan(?:y|ies)|firms|个股|股(?!份)|公司|企业)\b", re.IGNORECASE)
"""What turns the name of a group into some of its members."""
_FLOWS: Final = re.compile(r"net_|_flow|flow_|inflow|outflow|purchase|repay|change")
_EACH: Final = re.compile(
    r"加速|提速|放缓|均|都|每|各|连续|持续|一直|稳步|\b(?:each|every|both|all|consecutive\w*|stead\w+|consistent\w*|continu\w*|always|accelerat\w*|slow\w*)\b"
    r"|最|之首|居首|榜首|垫底|只有|唯|\b(?:most|least|largest|biggest|smallest|strongest|weakest|only|alone)\b",
    re.IGNORECASE,
)
"""Words of a claim on the parts of a period or group, which a figure of the whole does not bear out, and of a place among others, of which a sign says nothing."""
_BOTH_WAYS: Final = re.compile(
    r"流入.*流出|流出.*流入|\b(?:in|out)flows?\b.*\b(?:out|in)flows?\b|净买入.*净(?:卖出|偿还)", re.IGNORECASE
)

_BALANCE: Final = "financing_balance"
_FLOW_METRICS: Final = frozenset({"net_financing_purchase", "fund_flow"})
"""Money flowing in or out of a name: such texts mean financing by both."""
_SIGNED: Final = re.compile(r"(?<![0-9A-Za-z~～至到-])(?P<sign>[+＋\-−－])\s?\d[\d,.]*\s?(?:%|％|个百分点)")
_SOARING: Final = re.compile(r"涨停|\b(?:surged|soared|jumped|rallied|limit[- ]up)\b|大涨|暴涨|飙升", re.IGNORECASE)
"""Words of a rise that nobody uses for a negative number."""
_CLASS: Final = re.compile(
    r"以(?P<zh>[^，。；]{2,24}?)为(?:代表|主|首)(?:的)?[^，。；]{0,8}?(?:产业|行业|板块|股)|(?P<zh2>[^，。；的]{2,24})等[^，。；]{0,6}?(?:产业|行业|板块)"
    r"|\b(?:sectors?|industries|groups|areas) (?:such as|like|led by|including|represented by) (?P<en>[a-z &,]+?)(?=[.;,]? *$|[,;] (?!and )| (?:has|have|had|saw|was|were|is|are)\b)",
    re.IGNORECASE,
)
"""A class of trades, told by some of them."""
_AND: Final = re.compile(r"、|和|与|及|,\s?(?:and\s)?|\sand\s")
_BEHIND: Final = 2
"""Passages behind what is said of a class in which the figures of its members stand."""
_CLAUSE: Final = re.compile(r"[，,；;。：:（()）\t|]|\b(?:while|but|and|after|from|by contrast)\b|而|但")


def check_signs(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Rule on directions in words by the figures of the same names, and on figures whose printed sign contradicts their own verb."""
    yield from _beside(claims)
    spoken = [
        one for one in claims if one.aspect is Aspect.SIGN and one.figure is None and one.direction in _SIGNS and not one.stripped
    ]
    spoken = [
        one for one in spoken if one.nature is Nature.FACT and not _EACH.search(one.text) and not _BOTH_WAYS.search(one.text)
    ]
    if not spoken:
        return
    moves = [
        one
        for one in claims
        if one.figure is not None and one.figure.kind in _KINDS and one.direction in _SIGNS and key(one) and _moves(one)
    ]
    names = directory(moves, desk)
    numbers = brief(article)
    for claim in spoken:
        sums_up = claim.passage.number in numbers
        named = mentions(names, claim.text)
        owners = [one.key for one in named if not _MEMBERS.match(claim.text[one.end :])]
        if not named and claim.scope and plain(claim.subject) in claim.text.casefold():
            owners = [key(claim)]
        found = [[one for one in moves if key(one) == owner and _comparable(claim, one, sums_up=sums_up)] for owner in owners]
        if members := _of_class(claim, moves):
            yield from _ruled(claim, members)
        elif found and all(found):
            yield from _ruled(claim, [one for several in found for one in several])


def _of_class(claim: Claim, moves: Sequence[Claim]) -> list[Claim]:
    """Figures, right behind a claim on a class of trades, of those that it names: money that came or went tells in the balance too."""
    match = _CLASS.search(claim.text)
    if match is None or claim.metric not in (*_FLOW_METRICS, _BALANCE):
        return []
    metrics = {claim.metric, _BALANCE}
    behind = [
        one
        for one in moves
        if 0 <= one.passage.number - claim.passage.number <= _BEHIND
        and one.passage.item == claim.passage.item
        and one.metric in metrics
        and one.scope.startswith("industry:")
    ]
    names = [part.strip() for part in _AND.split(match["zh"] or match["zh2"] or match["en"]) if part.strip()]
    several = [[one for one in behind if near(name, one.subject)] for name in names if is_industry(name)]
    found = [one for some in several for one in some]
    return found if several and all(several) and len({one.scope for one in found}) > 1 else []


def _ruled(claim: Claim, figures: Sequence[Claim]) -> Iterable[Ruling]:
    signs = {_sign(one) for one in figures}
    shown = "；".join(_show(one) for one in figures[:4])
    if signs == {_SIGNS[claim.direction]}:
        reason = Note(
            f"与文中数字的方向一致：{shown}。", f"The direction is that of the figures in the text: {shown.replace('；', '; ')}."
        )
        yield from support([claim], reason, quoted(*figures[:4]))
    elif signs == {-_SIGNS[claim.direction]} and all(_may_contradict(claim, one) and ":" in one.scope for one in figures):
        reason = Note(
            f"与文中数字的方向相反：{shown}。", f"The figures in the text go the other way: {shown.replace('；', '; ')}."
        )
        yield from refute([claim], "wrong_sign", reason, quoted(*figures[:4]))


def _beside(claims: Sequence[Claim]) -> Iterable[Ruling]:
    """Figures with a printed sign whose verb in the same clause says the opposite; ``增长-5%`` is idiom, ``下降+5%`` is not."""
    for one in claims:
        if one.figure is None:
            continue
        signed = _SIGNED.search(
            one.passage.text, max(0, one.figure.start - one.passage.start - 1), one.figure.end - one.passage.start
        )
        if signed is None:
            continue
        start = max((m.end() for m in _CLAUSE.finditer(one.passage.text, 0, signed.start())), default=0)
        ahead = one.passage.text[start : signed.start()]
        rises = signed["sign"] in "+＋"
        word = (FALL if rises else _SOARING).search(ahead)
        if word is not None and not (RISE if rises else FALL).search(ahead):
            reason = Note(
                f"“{word[0]}”与符号“{signed[0]}”方向相反。", f"“{word[0]}” and the sign of “{signed[0]}” go opposite ways."
            )
            yield from refute([one], "wrong_sign", reason, basis="within_sentence")


def _moves(claim: Claim) -> bool:
    return claim.aspect in _MOVES or bool(_FLOWS.search(claim.metric))


def _sign(claim: Claim) -> int:
    assert claim.figure is not None, "only claims with figures have a sign"
    return -_SIGNS[claim.direction] if claim.figure.value < 0 and claim.direction in ("up", "in") else _SIGNS[claim.direction]


def _comparable(claim: Claim, figure: Claim, *, sums_up: bool) -> bool:
    """Whether a figure speaks of the same thing: flows of flows, moves of the same metric; a period that surely differs does not count."""
    if claim.metric and figure.metric and claim.metric != figure.metric and not {claim.metric, figure.metric} <= _FLOW_METRICS:
        return False
    if claim.direction in ("in", "out") and figure.direction not in ("in", "out"):
        return False
    if claim.direction in ("up", "down") and (figure.direction not in ("up", "down") or claim.metric != figure.metric):
        return False
    dated = claim.period is not None and claim.period.at != (-1, -1)
    if claim.direction in ("up", "down") and not (
        _same_period(claim, figure) if dated else sums_up and figure.passage != claim.passage
    ):
        return False
    if claim.period is None or figure.period is None or claim.period.at == (-1, -1):
        return True
    return claim.period.start <= figure.period.end and figure.period.start <= claim.period.end


def _may_contradict(claim: Claim, figure: Claim) -> bool:
    """Whether a contradiction is sure: both speak of one period, or the claim in words names none of its own."""
    return claim.period is None or claim.period.at == (-1, -1) or _same_period(claim, figure)


def _same_period(claim: Claim, figure: Claim) -> bool:
    """Whether both speak of exactly one period."""
    return (
        claim.period is not None
        and figure.period is not None
        and (claim.period.start, claim.period.end) == (figure.period.start, figure.period.end)
    )


def _show(claim: Claim) -> str:
    assert claim.figure is not None, "only claims with figures are shown"
    mark = "-" if _sign(claim) < 0 and claim.figure.value > 0 else ""
    return f"{claim.subject} {mark}{claim.figure.text}".strip()
