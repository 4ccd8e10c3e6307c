"""One thing told over and over: which way a quantity went, since when, and what got ahead of what; the one telling that all others speak against is wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import Outline
from liangrong.research.claims.verify.document.verdicts import quoted, refute
from liangrong.research.claims.words.days import LONG_MONTHS

__all__ = ["check_ways"]

_WAYS: Final = {"up": 1, "in": 1, "down": -1, "out": -1}
_ASPECTS: Final = frozenset({Aspect.SIGN, Aspect.CHANGE, Aspect.GROWTH})
_ONE: Final = {"margin_trading_balance": "financing_balance"}
"""The whole of margin trading goes the way of financing, which is nearly all of it."""
_METRICS: Final = re.compile(r"_balance$|_(?:in)?flow$|^net_financing_purchase$|^margin_accounts$|^new_margin_accounts$")
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
_SINCE: Final = re.compile(r"以来|起|\bsince\b", re.IGNORECASE)
_MONTH: Final = re.compile(rf"\d月|\b(?-i:{LONG_MONTHS})\b")
_FILL: Final = re.compile(
    r"持续|不断|一直|连续|继续|今年|去年|自|从|以来|起|中国|市场|国内|\b(?:ha(?:s|ve)|been|since|steadily|continuously|continued|to|the|china|chinese|market)\b",
    re.IGNORECASE,
)
_AHEAD: Final = re.compile(
    r"(?:(?P<above>\b(?:outpac\w+|outstrip\w*|outr[au]n\w*|outgr[eo]w\w*|overtak\w+|overtook|surpass\w*|(?:r[au]n|running|got|get|pulled|moved|gone) (?:well |far )?ahead of)\b|超越|赶超|跑赢|跑在|领先于)"
    r"|(?:\b(?:lag(?:s|ged|ging)?(?: behind)?|trail(?:s|ed|ing)?|f[ae]ll(?:s|en|ing)? behind)\b|落后于|跑输|滞后于))(?P<what>[^,.;:，。；]{2,40})",
    re.IGNORECASE,
)
_NEAR: Final = 16
_CUT: Final = re.compile(
    r"[,，:：;；()（）的]|\b(?:that|as|which|when|it|are|is|was|were|by|in|for|since|at|this|last|again|during|and|amid)\b",
    re.IGNORECASE,
)
_SMALL: Final = re.compile(
    r"\b(?:the|these|those|has|have|had|been|recent|market|underlying|should|will|expected|aim\w*|poised|to|their|its)\b|[已]"
)
_PRICES: Final = frozenset(["price", "rally", "rallie", "valuation", "share", "stock", "股价", "估值", "涨幅"])
"""What a market is worth, by whichever name."""
_SHORTER: Final = timedelta(days=7)


def check_ways(outline: Outline) -> Iterator[Ruling]:
    """Refute a way that is told once, where the others, in at least two other sentences, all tell the opposite."""
    told: dict[tuple[int, str, str], list[Claim]] = defaultdict(list)
    for one in outline.claims:
        if _goes(one) and (whose := _whose(one)):
            told[one.passage.item, _ONE.get(one.metric, one.metric), whose].append(one)
    yield from _since(told)
    yield from _compared(outline)
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


def _since(told: Mapping[tuple[int, str, str], Sequence[Claim]]) -> Iterator[Ruling]:
    """Since when it has gone one way, told with another month than in at least two other sentences of the same words."""
    for claims in told.values():
        dated = [one for one in claims if one.period is not None and _SINCE.search(one.text) and one.nature is Nature.FACT]
        for claim in dated:
            others = [one for one in dated if one.passage != claim.passage and _one_wording(claim, one)]
            starts = {one.period.start for one in others if one.period is not None and _MONTH.search(one.period.text)}
            if (
                len({one.passage.number for one in others}) < _MOST
                or len(starts) != 1
                or claim.period is None
                or not _MONTH.search(claim.period.text)
            ):
                continue
            if claim.period.start in starts or any(one.passage == claim.passage for one in dated if one is not claim):
                continue
            other = others[0].text.strip()
            reason = Note(f"全文其他{len(others)}处都写“{other}”。", f"{len(others)} other passages have “{other}”.")
            yield from refute([claim], "wrong_date", reason, quoted(*others[:2]), corrected=f"{starts.pop()}")


def _one_wording(one: Claim, other: Claim) -> bool:
    """Whether two claims say in nearly the same words that a thing goes one way, but for the time."""
    bare = [_FILL.sub("", claim.text.replace(claim.period.text, "") if claim.period else claim.text) for claim in (one, other)]
    short, long = sorted((re.sub(r"\W", "", text).casefold() for text in bare), key=len)
    return one.direction == other.direction and bool(short) and short in long and len(short) * 2 > len(long)


def _compared(outline: Outline) -> Iterator[Ruling]:
    """What got ahead of what, told once the other way round than in at least two other sentences."""
    told = [
        (line, match, _words(_CUT.split(match.string[: match.start()])[-1]), _words(_CUT.split(match["what"])[0]))
        for line in outline.lines
        for match in _AHEAD.finditer(line.passage.text)
        if not _TURNS.search(match.string[max(0, match.start() - _NEAR) : match.end()])
    ]
    for line, match, who, what in told:
        others = [
            (other, way)
            for other, way, whose, whom in told
            if other is not line and other.passage.item == line.passage.item and what == whom and _alike(who, whose)
        ]
        against = [other for other, way in others if bool(way["above"]) is not bool(match["above"])]
        if len(against) < _MOST or len(against) < len(others):
            continue
        at = line.passage.start + match.start()
        said = [one for one in line.claims if one.figure is None and one.start <= at < one.end]
        reason = Note(
            f"全文其他{len(against)}处都说方向相反。", f"The {len(against)} other passages all tell it the other way round."
        )
        yield from refute(said, "wrong_sign", reason, quoted(*(one.passage for one in against[:2])))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names have the same words, or one has more of them; words of what the market is worth are one."""
    bare = [words - _PRICES for words in (one, other)]
    if not all(bare):
        return not any(bare) and bool(one and other)
    return bare[0] <= bare[1] or bare[1] <= bare[0]


def _words(text: str) -> frozenset[str]:
    """What a name is made of: English words, and pairs of Chinese characters, without the small ones."""
    words = {one.removesuffix("s") for one in re.findall(r"[a-z]{3,}|\d+", _SMALL.sub("", text.casefold()))}
    runs = re.findall(r"[\u3400-\u9fff]{2,}", text)
    return frozenset(words | {run[place : place + 2] for run in runs for place in range(len(run) - 1)})


def _goes(claim: Claim) -> bool:
    if claim.direction not in _WAYS or claim.aspect not in _ASPECTS or claim.passage.role in ("row", "furniture"):
        return False
    if claim.nature is Nature.OPINION and (_TURNS.search(claim.text) or _GENERAL.search(claim.text)):
        return False
    return claim.nature in (Nature.FACT, Nature.OPINION) and bool(_METRICS.search(claim.metric)) and not claim.group


def _whose(claim: Claim) -> str:
    """Whose quantity it is; empty where that is not certain."""
    if claim.scope or claim.metric.endswith(("_flow", "_inflow")):
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
