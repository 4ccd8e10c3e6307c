"""Which way one quantity went, told over and over: the one telling that all others of the same subject and time speak against is wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import Outline
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_ways"]

_WAYS: Final = {"up": 1, "in": 1, "down": -1, "out": -1}
_ASPECTS: Final = frozenset({Aspect.SIGN, Aspect.CHANGE, Aspect.GROWTH})
_ONE: Final = {"margin_trading_balance": "financing_balance"}
"""The whole of margin trading goes the way of financing, which is nearly all of it."""
_METRICS: Final = re.compile(r"_balance$|_flow$|^net_financing_purchase$|^margin_accounts$|^new_margin_accounts$")
_TURNS: Final = re.compile(
    r"但|然而|不过|尽管|虽|却|一度|短暂|暂时|偶|随后|此后|转而|转为|由.{0,6}转|波动|回调|拐|若|如果|假如|相反|除了|而非|不是|没有|未|停止|放缓|收窄|先.{0,8}后"
    r"|\b(?:but|however|although|though|despite|while|whereas|briefly|temporar\w*|then|later|after|before|until|if|when|unless|would|could|may|might|instead|contrast|conversely|not|no|never|stopped|slow\w*|narrow\w*|revers\w*|pull\w*|dip\w*|correct\w*|sudden|pause\w*)\b",
    re.IGNORECASE,
)
"""Words of a turn, a doubt or a denial: such a clause may well go the other way."""
_MOST: Final = 2
"""So many tellings of the other way are no slip themselves."""
_LARGE: Final = 33
_GENERAL: Final = re.compile(
    r"通常|往往|一般|总是|容易|可以?|意味|\b(?:typically|usually|often|generally|tend\w*|always|an?y? (?:rise|rising|fall|falling|growing|increase|decline))\b",
    re.IGNORECASE,
)
"""Words of what happens in general."""
_THIS: Final = re.compile(r"这[一场波轮]|该|上述|\b(?:this|these)\b", re.IGNORECASE)
_SHORTER: Final = timedelta(days=7)


def check_ways(outline: Outline) -> Iterator[Ruling]:
    """Refute a way that is told once, where the others, in at least two other sentences, all tell the opposite."""
    told: dict[tuple[int, str, str], list[Claim]] = defaultdict(list)
    for one in outline.claims:
        if _goes(one) and (whose := _whose(one)):
            told[one.passage.item, _ONE.get(one.metric, one.metric), whose].append(one)
    for claims in told.values():
        for claim in (one for one in claims if one.nature is Nature.FACT and not one.reference and one.base is None):
            others = [one for one in claims if one.passage != claim.passage and _at_one_time(claim, one)]
            against = [one for one in others if _WAYS[one.direction] != _WAYS[claim.direction]]
            if len(against) < len(others) or _TURNS.search(claim.passage.text):
                continue
            if sum({one.passage.number: _weight(one) for one in against}.values()) < _MOST:
                continue
            reason = Note(
                f"全文其他{len(against)}处都说方向相反，例如“{against[0].text.strip()}”。",
                f"The {len(against)} other passages all tell the opposite, such as “{against[0].text.strip()}”",
            )
            yield from refute([claim], "wrong_sign", reason, quoted(*against[:2]))


def _goes(claim: Claim) -> bool:
    if claim.direction not in _WAYS or claim.aspect not in _ASPECTS or claim.passage.role in ("row", "furniture"):
        return False
    if claim.nature is Nature.OPINION and (_TURNS.search(claim.text) or _GENERAL.search(claim.text)):
        return False
    return claim.nature in (Nature.FACT, Nature.OPINION) and bool(_METRICS.search(claim.metric)) and not claim.group


def _whose(claim: Claim) -> str:
    """Whose quantity it is; empty where that is not certain."""
    if claim.scope or claim.metric.endswith("_flow"):
        return claim.scope or claim.subject
    return "market" if _THIS.search(claim.text) else ""


def _weight(claim: Claim) -> int:
    """A move of a third and more, with its figure, tells as much as two sentences in words."""
    figure = claim.figure
    large = figure is not None and figure.kind is Kind.PERCENT and claim.aspect is Aspect.GROWTH and abs(figure.value) >= _LARGE
    return _MOST if large else 1


def _at_one_time(one: Claim, other: Claim) -> bool:
    """Whether two moves are of one time: the same printed one, or none printed, or now within a printed one that is not over."""
    a, b = one.period, other.period
    if a is None or b is None:
        return a is None and b is None
    printed = (a.at != (-1, -1), b.at != (-1, -1))
    if all(printed):
        return (a.start, a.end) == (b.start, b.end)
    if not any(printed):
        return (a.start, a.end) == (b.start, b.end)
    long, now = (a, b) if printed[0] else (b, a)
    return long.start <= now.start and now.start - long.end <= _SHORTER
