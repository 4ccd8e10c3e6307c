"""What a clause says of a standing of names or days: who is first or last, who rose, who alone, how many, who outdid whom together; series are in a file of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

from liangrong.research.claims.reading.numerals import chinese, digits, english
from liangrong.research.claims.verify.coherence.polarity import LEAST, MOST
from liangrong.research.claims.verify.coherence.standings import Entry, Standing
from liangrong.research.claims.words.days import DAY, LONG_MONTHS
from liangrong.research.claims.words.movement import FALL_WORDS, RISE_WORDS, way_of

__all__ = [
    "AMOUNT",
    "BEYOND",
    "PLACE_CUE",
    "RUN",
    "STEP",
    "N",
    "counts_hold",
    "number_in",
    "place_holds",
    "places_hold",
    "sign_in",
    "sum_holds",
    "ways_hold",
]


N: Final = r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))"
_ORDINAL: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
RUN: Final = re.compile(
    r"连|\b(?:straight|consecutive|successive|running|in a row|each of|for an? (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))\b",
    re.IGNORECASE,
)
_NOT: Final = re.compile(
    r"不是|并非|没有|未(?!来)|若|如果|预计|可能|是否|[?？]|之一|几乎|\b(?:not|no longer|never|n't|if|would|could|may|might|expect\w*|likely|one of|among the|almost|nearly)\b",
    re.IGNORECASE,
)
BEYOND: Final = re.compile(
    r"历史|以来|年内|年来|纪录|首次|近[一二三四五六七八九十\d]+[个年月]|\b(?:record|ever|since|history|all-time|years?|first time|months?)\b",
    re.IGNORECASE,
)
"""A longer time than the few entries of a standing."""
STEP: Final = re.compile(
    r"(?:单[日周月]|每[日周月]|日)?最大(?:单[日周月])?(?:的?(?:一次)?)(?:(?P<up>增幅|涨幅|升幅|增量|上调)|(?P<down>降幅|跌幅|减幅|减量|下调))"
    r"|\b(?:biggest|largest|sharpest|steepest)(?: (?:daily|one-day|single-day|weekly|monthly))?(?: (?P<upward>upward))?(?: (?P<downward>downward))? (?:(?P<up2>gain|rise|increase|jump|upgrade|raise)|(?P<down2>drop|fall|decline|decrease|cut|downgrade)|(?<=ward )(?:revision|move|change))\b",
    re.IGNORECASE,
)
_OPPOSITE: Final = re.compile(
    r"一[增升涨][^，。]{0,2}一[减降跌]|一[减降跌][^，。]{0,2}一[增升涨]|方向相反|背道而驰|反向变动|\b(?:opposite directions?|diverged|parted ways)\b",
    re.IGNORECASE,
)
_ALL: Final = re.compile(
    r"均|都|皆|齐[升涨增降跌减]|全部|全线|悉数|双双|无一例外|\b(?:without exception|all|both|each|every|alike|across the board)\b",
    re.IGNORECASE,
)
_BUT: Final = re.compile(
    r"除(?:了|去)?(?P<who>.{1,16}?)(?:之?外|以外)|\b(?:all but|all except|except(?: for)?|apart from|save for|aside from|other than)\b(?P<who2>.{1,40})",
    re.IGNORECASE,
)
_ONLY: Final = re.compile(r"只有|仅|唯有|唯独|唯一|惟有|\b(?:only|alone|sole|lone)\b", re.IGNORECASE)
_GROUP: Final = re.compile(
    r"(?P<zh>\d{1,2}|[一二两三四五六七八九十])(?:大|个|只|家|市|类|项|档)|\bthe (?P<en>two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
_UPS: Final = re.compile(rf"齐[升涨增]|获(?:得)?加仓|{RISE_WORDS}", re.IGNORECASE)
_DOWNS: Final = re.compile(rf"齐[降跌减]|{FALL_WORDS}", re.IGNORECASE)
_FAILED: Final = re.compile(
    r"\b(?:fail(?:s|ed)? to|did not|didn't)\s(?:rise|gain|grow|increase|advance)\b|未能?(?:上升|上涨|增加|走高)", re.IGNORECASE
)
AMOUNT: Final = re.compile(
    r"\d\s?(?:%|％|亿|万|元|倍|个百分点|billion|million|trillion|bn|per cent|percent|points)", re.IGNORECASE
)
_TALLY: Final = re.compile(
    rf"(?<![后第前近去本每上这]){N}(?:个?交易日|天|日|周|家|只|个|类)(?:[^，。；、\d一二两三四五六七八九十中里内仅只周]{{0,4}}?)(?P<way>{RISE_WORDS}|{FALL_WORDS}|净(?:买入|卖出|偿还|流入|流出))|\b(?P<way2>rose|fell|gained|lost|grew|shrank|climbed|dropped|declined|advanced)\b[^.;,]{{0,20}}?\bon {N.replace('<n>', '<n2>')} (?:days|sessions|occasions)\b"
    rf"|\b(?:on )?{N.replace('<n>', '<n3>')} (?:days|sessions|weeks|months|times)\b(?: of| with)? (?P<way3>[a-z ]{{3,24}})|\b(?P<once>once|twice|thrice)\b(?P<way4>.+)",
    re.IGNORECASE,
)
_TIMES: Final = {"once": 1, "twice": 2, "thrice": 3}
_COMPARED: Final = re.compile(
    r"(?:更|略|较|稍)(?P<more>[大多高强])|(?:更|略|较|稍)(?P<less>[小少低弱])|\bthe (?P<more2>larger|greater|bigger|higher|stronger)\b|\bthe (?P<less2>smaller|lower|lesser|weaker)\b",
    re.IGNORECASE,
)
_MONTH: Final = re.compile(rf"\d月|年|\b(?-i:{LONG_MONTHS})\b")
_STRENGTH: Final = re.compile(r"(?:最|更)[强弱差好]|垫底|末位|居末|\b(?:strongest|weakest|best|worst)\b", re.IGNORECASE)
"""Words that rank by the signed figure, and not by its size."""
_SUM: Final = re.compile(
    r"(?P<a>[^，。；,;]{1,30}?)(?:一[家个只]|单独)?(?:就|便|仍)?(?P<cmp>多于|大于|超过|高于|少于|小于|低于|不及|比)(?P<b>[^，。；,;]{1,30}?)(?:之和|的?总和|合计|加起来|加总)(?:还|都)?(?P<tail>多|大|高|少|小|低)?"
    r"|(?P<a2>.{2,60}?)\b(?P<cmp2>beat|outdid|outweigh\w*|exceed\w*|topp?ed|tops|more than|surpass\w*|outstrip\w*|above|dwarf\w*|less than|fell short of|below)\b (?P<b2>.{3,60}?)\s?\b(?:combined|together|put together|taken together|in total)\b",
    re.IGNORECASE,
)
_REST: Final = re.compile(r"其余|其他|后[两二三四五]|另外|余下|\b(?:the rest|others?|remaining|both|the other)\b", re.IGNORECASE)
_WORDS: Final = "|".join(_ORDINAL[1:])
_AT: Final = re.compile(
    rf"第{N}(?!(?:位|名|大)?的|[季批次期轮个年天日月周步阶]|大(?:股东|经济体|权重|客户))(?:位|名|大)?|(?P<top>居首|榜首|首位|魁首|\b(?:in first|came first|ranks? first|first place)\b)|(?P<next>次之|居次|次席)"
    rf"|\b(?P<n2>first|{_WORDS})(?:(?:[- ](?:place|largest|biggest|highest|most))\b|(?=[,.;]|$| (?:and|among|of the|in the (?:list|table|group)|with|place|while|on the list)\b))(?! (?:half|quarter|time|straight|consecutive|day|week|month|session|year))",
    re.IGNORECASE,
)
_WIDE: Final = re.compile(
    r"(?<![个大类])行业(?:第|中|内|里)|(?<![个大类])市场|全国|全行业|两市|\b(?:market|industry|nationwide|country)\b",
    re.IGNORECASE,
)
"""A group that is wider than a few printed names."""
_LINK: Final = re.compile(r"\s*(?:、|和|与|及|,|and|, and)\s*")
_SPAN: Final = re.compile(rf"第{N}(?:位|名)?(?:至|到|[-–—~])第?{N.replace('<n>', '<to>')}(?:位|名|大)?")
_FRONT: Final = re.compile(
    rf"(?:前|最[大高多])的?{N}(?:名|位|大|个|家|只)[^，。；]{{0,10}}?(?:依次|分别)?(?:是|为)|\btop {N.replace('<n>', '<n2>')}\b[^.;,]{{0,24}}?\b(?:are|were|being)\b|\bthe {N.replace('<n>', '<n3>')} (?:biggest|largest|highest)\b[^.;,]{{0,24}}?\b(?:are|were|being)\b",
    re.IGNORECASE,
)
PLACE_CUE: Final = re.compile(
    f"{MOST.pattern}|{LEAST.pattern}|{_AT.pattern.replace('?P<', '?P<x')}|{_FRONT.pattern.replace('?P<', '?P<y')}|{_COMPARED.pattern}",
    re.IGNORECASE,
)
"""Whether a text gives anybody a place."""


def number_in(text: str) -> int:
    """The number that a word, or a place that an ordinal, tells; 0 where it tells none."""
    low = text.casefold()
    if low in _ORDINAL:
        return _ORDINAL.index(low) + 1
    read = digits(low) if low.isdigit() else chinese(low) or english(low)
    return int(read.value) if read is not None else 0


@lru_cache(maxsize=64)
def sign_in(text: str) -> int:
    """1 where words go up or in alone, -1 where they go down or out alone, or fail to rise, else 0."""
    if _FAILED.search(text):
        return -1
    way = way_of(text, flows=True)
    if not way and (_UPS.search(text) is None) != (_DOWNS.search(text) is None):
        way = "up" if _UPS.search(text) else "down"
    return {"up": 1, "down": -1}.get(way, 0)


def ways_hold(text: str, standing: Standing) -> bool | None:
    """Who went which way: those named, all, all but one, only one, one up and one down."""
    moves = standing.moves
    if len(moves) < 2 or (standing.is_timed and standing.is_levels) or not all(move for _, move in moves):
        return None
    named = standing.named(text if standing.is_timed else DAY.sub(" ", text))
    if _OPPOSITE.search(text):
        pair = named if len(named) == 2 else [one for one, _ in moves] if len(moves) == 2 and not named else []
        signs = {move > 0 for one, move in moves if any(one is other for other in pair)}
        return None if len(pair) != 2 else len(signs) == 2
    sign = sign_in(text)
    if re.search(r"其余|其他|\b(?:the rest|others|the other)\b", text) and _BUT.search(text) is None:
        return None
    if not sign or MOST.search(text) or LEAST.search(text) or AMOUNT.search(text):
        return None
    going = [one for one, move in moves if move * sign > 0]
    size = _size(text)
    if size and size != len(moves):
        return None
    but = _BUT.search(text)
    if but is not None:
        apart = standing.named(but["who"] or but["who2"])
        many = re.match(r"\s*(one|two|three|four)\b", but["who2"] or "", re.IGNORECASE)
        if many:
            return len(moves) - len(going) == number_in(many[1])
        return None if len(apart) != 1 else [one for one, _ in moves if one is not apart[0]] == going
    if _ONLY.search(text):
        if len(named) != 1 or not standing.is_whole:
            return None
        return going == named if size or going != named or standing.is_table else True
    if _ALL.search(text) and not named:
        if len(going) == len(moves) and not standing.is_whole:
            return None
        return (
            len(going) == len(moves)
            if size or _labelled(text, standing) or (len(going) < len(moves) and standing.line is not None)
            else None
        )
    if named and not re.search(r"\b(?:slower|faster|less|more)\b|放缓|加快|收窄|扩大", text, re.IGNORECASE):
        holds = [any(one is other for other in going) for one in named]
        return all(holds) if len(named) > 1 else None
    return None


def counts_hold(text: str, standing: Standing) -> bool | None:
    """On so many days, or for so many names, it went one way, and on so many the other."""
    moves = standing.moves
    if (
        len(moves) < 2
        or not standing.is_whole
        or AMOUNT.search(text)
        or RUN.search(text)
        or MOST.search(text)
        or LEAST.search(text)
    ):
        return None
    found = []
    for match in _TALLY.finditer(text):
        sign = sign_in(next(match[name] for name in ("way", "way2", "way3", "way4") if match[name]))
        number = next((match[name] for name in ("n", "n2", "n3") if match[name]), "")
        many = _TIMES[match["once"].casefold()] if match["once"] else number_in(number)
        if sign and many:
            found.append(many == sum(move * sign > 0 for _, move in moves))
    size = _size(text) or (5 if re.search(r"五个交易日", text) else 0)
    if not found or (size and size != len(moves)) or not (standing.is_timed or size):
        return None
    return all(found)


def _labelled(text: str, standing: Standing) -> bool:
    """Whether a text names what the rows of a table are: each month, 各行业."""
    label = standing.label.casefold()
    return len(label) > 1 and standing.is_table and label in text.casefold()


def _size(text: str) -> int:
    match = _GROUP.search(text)
    return number_in(match["zh"] or match["en"]) if match else 0


def place_holds(text: str, standing: Standing) -> bool | None:
    """Who is the most or the least."""
    most, least = MOST.search(text) is not None, LEAST.search(text) is not None
    pair = _COMPARED.search(text) if len(standing.entries) == 2 and standing.line is not None else None
    if pair is not None and not (most or least):
        most, least = bool(pair["more"] or pair["more2"]), bool(pair["less"] or pair["less2"])
    named = standing.named(text)
    if most is least or len(named) != 1 or _AT.search(re.sub(MOST, " ", text)) or _FRONT.search(text):
        return None
    own, size = named[0], _size(text)
    sizes = _sizes(text, standing, named)
    if sizes is None or (size and size != len(standing.entries)):
        return None
    above, below = _around(sizes, own)
    if above + below + 1 < len(standing.entries):
        return None
    sign = sign_in(re.sub(MOST, " ", text))
    mixed, strong = _is_mixed(standing), _STRENGTH.search(text) is not None
    if mixed and not strong and not sign:
        return None
    first = above == 0 if most else below == 0
    if first and mixed and not strong and sum(one.way == sign for one in standing.entries) < 3 and not size:
        return None
    if first and not standing.is_whole:
        return None
    return first if not first or size or pair is not None or len(standing.entries) > 2 else None


def places_hold(text: str, standing: Standing) -> bool | None:
    """Who is at which place: one or several, each with its own, or a list of them in turn."""
    pairs = _pairs(text, standing)
    if not pairs:
        return None
    sizes = _sizes(text, standing, [one for one, _ in pairs])
    size = 0 if _WIDE.search(text) and not standing.is_table else _size(text)
    if sizes is None or len({id(one) for one, _ in pairs}) < len(pairs):
        return None
    sure = True
    for own, number in pairs:
        above, below = _around(sizes, own)
        if above >= number:
            return False
        if above + below + 1 < len(standing.entries):
            return None
        first = standing.is_table and above == 0 and own is standing.entries[0]
        inside = number <= len(standing.entries) > 2 and not _WIDE.search(text)
        closed = standing.is_whole and (size == len(standing.entries) or standing.is_table or inside)
        if above + 1 < number and (closed or first):
            return False
        shown = standing.is_whole and (bool(size) or len(standing.entries) > 2) and not _WIDE.search(text)
        sure = sure and above + 1 == number and (first or shown)
    return True if sure else None


def _pairs(text: str, standing: Standing) -> list[tuple[Entry, int]]:
    """Which entry a text gives which place."""
    spots = standing.spots(text)
    if front := _FRONT.search(text):
        many = number_in(next(front[name] for name in ("n", "n2", "n3") if front[name]))
        behind = [one for place, one in spots if place >= front.end()]
        return [(one, number) for number, one in enumerate(behind, 1)] if many == len(behind) else []
    if span := _SPAN.search(text):
        low, high = number_in(span["n"]), number_in(span["to"])
        before = [one for place, one in spots if place < span.start()][low - high - 1 :]
        return [(one, low + step) for step, one in enumerate(before)] if len(before) == high - low + 1 else []
    marks = list(_AT.finditer(text))
    ends = [0, *(match.end() for match in marks)]
    tail = len(marks) - 1
    while tail > 0 and _LINK.fullmatch(text[marks[tail - 1].end() : marks[tail].start()]):
        tail -= 1
    if (linked := marks[max(tail, 0) :])[1:]:
        before = [one for place, one in spots if place < linked[0].start()][-len(linked) :]
        return list(zip(before, map(_number_of, linked), strict=True)) if len(before) == len(linked) else []
    found: list[tuple[Entry, int]] = []
    for start, match in zip(ends, marks, strict=False):
        number = _number_of(match)
        lead = [one for place, one in spots if start <= place < match.start()]
        behind = [one for place, one in spots if match.end() <= place < match.end() + 24] if len(marks) == 1 else []
        own = lead or behind
        if len(own) == 1 and number:
            found.append((own[0], number))
    return found if len(found) == len(marks) else []


def _number_of(match: re.Match[str]) -> int:
    return 1 if match["top"] else 2 if match["next"] else number_in(match["n"] or match["n2"])


def _sizes(text: str, standing: Standing, named: Sequence[Entry]) -> dict[int, Fraction] | None:
    """By what the entries are ranked: their size, or their signed figure; ``None`` where the words may mean another measure."""
    entries = standing.entries
    if BEYOND.search(text) or STEP.search(text) or len(entries) < 2 or any(one.old for one in entries):
        return None
    bare = re.sub(MOST, " ", text)
    if standing.is_levels and (standing.is_timed or (not standing.is_table and way_of(bare, flows=True))):
        return None
    if _MONTH.search(text) and not any(one.day for one in entries):
        return None
    if any(one.day and not one.words for one in named) and not all(one.day for one in entries):
        return None
    sign, strong = sign_in(bare), _STRENGTH.search(text) is not None
    if not _is_mixed(standing) and not strong and sign and any(one.way and one.way != sign for one in entries):
        return None
    if strong or _is_mixed(standing):
        flip = -1 if not strong and sign < 0 else 1
        return {id(one): one.value * flip for one in entries}
    return {id(one): abs(one.value) for one in entries}


def _around(sizes: Mapping[int, Fraction], own: Entry) -> tuple[int, int]:
    """How many are larger than one entry, and how many are smaller."""
    value = sizes[id(own)]
    return sum(one > value for one in sizes.values()), sum(one < value for one in sizes.values())


def _is_mixed(standing: Standing) -> bool:
    return len({one.way for one in standing.entries if one.way}) == 2


def sum_holds(text: str, standing: Standing) -> bool | None:
    """One outdid some others, or all the rest, together."""
    match = _SUM.search(text)
    if match is None:
        return None
    a, b = standing.named(match["a"] or match["a2"]), standing.named(match["b"] or match["b2"])
    cmp, tail = (match["cmp"] or match["cmp2"]).casefold(), match["tail"] if match["cmp"] else ""
    if not b and _REST.search(match["b"] or match["b2"]):
        many = _size(match["b"] or match["b2"]) or (2 if re.search(r"两|二|both", match["b"] or match["b2"]) else 0)
        b = [one for one in standing.entries if not any(one is other for other in a)]
        if many and many != len(b):
            return None
    if not a or not b or any(one is other for one in a for other in b) or (cmp == "比" and not tail):
        return None
    less = cmp in ("少于", "小于", "低于", "不及", "less than", "fell short of", "below") or tail in ("少", "小", "低")
    values = standing.moves and {id(one): move for one, move in standing.moves}
    sides = [sum((values[id(one)] if values else one.value for one in side), Fraction(0)) for side in (a, b)]
    slack = sum((one.slack for one in (*a, *b)), Fraction(0))
    if abs(sides[0] - sides[1]) <= slack:
        return None
    return (sides[0] < sides[1]) is less
