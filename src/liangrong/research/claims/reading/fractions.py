"""Parts of a whole that are printed in words: two thirds, just over half, one in five, 三分之二, 过半, 半数.

A quarter and a third are also times and ranks; which of them is meant is told by the words around. What the part is of is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.reading.numerals import ENGLISH, Number, any_number, english
from liangrong.research.claims.reading.units import measure_at

__all__ = ["fractions"]

_PERCENT: Final = Decimal("0.01")
_HALF: Final = Decimal("0.5")
_QUARTER: Final = Decimal("0.25")
_LOOSE: Final = Decimal(5)
"""Half the last digit of a half or a third in words: nobody says 近半 of 44 %, but many of 47 %."""
_MOST: Final = 100
_BELOW: Final = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_NTH: Final = "third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_SIZED: Final = (
    r"(?:\b(?:by|about|around|almost|nearly|roughly|approximately|some|over|under|than|just|only|barely|fully|exactly|up|down|at|equals?|to|least|most|is|was|are|were"
    r"|fell|rose|los[te]s?|shed|dropped|grew|climbed|gained|sank|shrank|jumped|surged|declined|slid|cut|falling|rising|losing)\s)$"
)
_BEHIND: Final = (
    r"(?=[,.;:)]|$|\s(?:less|more|lower|higher|smaller|larger|bigger|weaker|stronger|fewer|below|above|since|from|in|on|over|during|this|last|to|and|but|as|compared|against"
    r"|year|month|than|between|after|within|,)\b)"
)
_COLLECTIVE: Final = r"\sof\s(?!\d|an?\s(?:percentage\s)?(?:point|percent)|(?:\w+\s)?(?:growth|declines?|decreases?|increases?|gains|losses|expansion|contraction|falls|rises)\b)"
_RULED_OUT: Final = re.compile(
    r"(?:\b(?:for|in|past|last|first|next|previous|every|each|per|over the|within|the|consecutive|straight)\s)$", re.IGNORECASE
)
_MORE: Final = re.compile(
    r"\s(?:more|fewer|less|larger|smaller|bigger|higher|lower|heavier|lighter|above|below)\b", re.IGNORECASE
)
"""What a part is compared by: a third more stock, a fifth below its peak."""
_TIMED: Final = re.compile(r"\b(?:for|past|last|next|previous|every|each|per)\s$", re.IGNORECASE)
_BEFORE: Final = re.compile(_SIZED, re.IGNORECASE)
_OF: Final = re.compile(_COLLECTIVE, re.IGNORECASE)
_STOPS: Final = re.compile(_BEHIND, re.IGNORECASE)
_REACH: Final = 24

_WORDED: Final = re.compile(
    rf"\b(?P<above>an?|one|two|three|four|five|six|seven|eight|nine)(?P<gap>[- ])(?P<below>{_NTH})(?P<many>s?)\b(?!-)",
    re.IGNORECASE,
)
_HALVES: Final = re.compile(
    r"(?<!first )(?<!second )(?<!latter )(?<!other )(?<!later )(?<!earlier )(?<!and a )(?<!back )(?<!front )(?<!-)\bhalf\b(?!-)"
    r"(?:(?=\s(?:of|the|its|their|his|her|our|that|those|these|all|what|as)\b)|(?P<free>(?=[,.;:)]|$|\s(?:since|from|in|over|this|on|during|and|to|less|more|again|year)\b)))",
    re.IGNORECASE,
)
_IN_HALF: Final = re.compile(r"\bin half\b", re.IGNORECASE)
_SMALL: Final = re.compile(
    r"\b(?P<of>half|a quarter of|three[- ]quarters of|a third of)\s(?P<one>an?)(?=\s(?:trillion|billion|million|(?:percentage\s)?point|percent|per\scent)\b)",
    re.IGNORECASE,
)
_AND_A_HALF: Final = re.compile(rf"\b(?P<n>{ENGLISH}|\d{{1,3}}) and a half(?=[ -][a-z])", re.IGNORECASE)
_SMALLS: Final = {"half": _HALF, "a quarter of": _QUARTER, "three-quarters of": 3 * _QUARTER, "a third of": Decimal("0.333")}
_IN_SO_MANY: Final = re.compile(
    rf"\b(?P<above>{ENGLISH}|\d{{1,2}})(?P<who>(?:\s(?!(?:in|of|and|or|to|from|than|day|week|month|year|quarter)\b)[a-z]+){{0,3}})\s(?:in|out of)\s(?:every\s)?(?P<below>{ENGLISH}|\d{{1,3}})\b(?![.,]\d|%)",
    re.IGNORECASE,
)
_CHINESE: Final = re.compile(
    r"(?<![百千万])(?P<below>[二三四五六七八九十]|\d{1,2})分之(?P<above>[一二两三四五六七八九]|\d{1,2})(?!\d)"
)
_CHINESE_HALF: Final = re.compile(r"一半|(?P<hedge>[过近大超])半(?:数)?(?![年导径夜价])|(?<!大)半数")
_HEDGES: Final = {"过": Hedge.OVER, "近": Hedge.NEARLY, "大": Hedge.OVER, "超": Hedge.OVER}


def fractions(plain: str) -> Iterator[Figure]:
    """Every such part, as a percentage, in no particular order.

    Examples
    --------
    >>> [(one.text, one.value) for one in fractions("one in five lost a third of it, and profits fell in the third quarter")]
    [('a third', Decimal('33.33')), ('one in five', Decimal('20.00'))]
    """
    yield from _english(plain)
    yield from _small(plain)
    yield from _halves(plain)
    for match in _IN_SO_MANY.finditer(plain):
        above, below = any_number(match["above"]), any_number(match["below"])
        if above is None or below is None or not 2 < below.value <= _MOST or above.value >= below.value:
            continue
        if (match["who"] and above.value != 1) or above.is_word != below.is_word or _is_window(plain, match.end()):
            continue
        yield _share(match, above.value, below.value)
    for match in _CHINESE.finditer(plain):
        above, below = any_number(match["above"]), any_number(match["below"])
        if above is not None and below is not None and 1 < below.value <= _MOST and above.value < below.value:
            yield _share(match, above.value, below.value)
    for match in _CHINESE_HALF.finditer(plain):
        yield replace(_percent(match, Decimal(50), _LOOSE), hedge=_HEDGES.get(match["hedge"] or "", Hedge.NONE))


def _english(plain: str) -> Iterator[Figure]:
    for match in _WORDED.finditer(plain):
        above = Number(Decimal(1), Decimal(1)) if match["above"].lower() in ("a", "an", "one") else english(match["above"])
        below = _BELOW[match["below"].lower()]
        if above is not None and above.value < below and (above.value > 1) == bool(match["many"]) and _is_part(plain, match):
            yield _share(match, above.value, Decimal(below))
    for match in _HALVES.finditer(plain):
        if match["free"] is None or _BEFORE.search(plain[max(0, match.start() - _REACH) : match.start()]):
            yield _percent(match, Decimal(50), _LOOSE)
    for match in _IN_HALF.finditer(plain):
        yield _percent(match, Decimal(50), _LOOSE)


def _is_part(plain: str, match: re.Match[str]) -> bool:
    """Whether a third, two thirds or three quarters is a part: no rank, no time."""
    if re.match(r"\sof\san?\s(?:percentage\s)?(?:point|percent|per cent)", plain[match.end() :]):
        return False
    timed = match["below"].lower() == "quarter"
    if match["gap"] == "-" or (match["many"] and not timed):
        return True
    before = plain[max(0, match.start() - _REACH) : match.start()]
    if _OF.match(plain, match.end()) or (_MORE.match(plain, match.end()) and not _TIMED.search(before)):
        return True
    return bool(_BEFORE.search(before)) and not (timed and _RULED_OUT.search(before)) and bool(_STOPS.match(plain, match.end()))


def _small(plain: str) -> Iterator[Figure]:
    """Half a trillion yuan, a quarter of a percentage point."""
    for match in _SMALL.finditer(plain):
        measure = measure_at(plain, match.end())
        if measure is not None and measure.kind is Kind.POINTS:
            measure = replace(measure, kind=Kind.PERCENTAGE_POINT, unit="pp", size=_PERCENT)
        if measure is not None:
            value = _SMALLS[match["of"].lower().replace("three quarters", "three-quarters")]
            yield Figure(
                match.start(), measure.end, plain[match.start() : measure.end], value, measure.unit, measure.kind, measure.size, _QUARTER / 5,
                currency=measure.currency, is_word=True,
            )  # fmt: skip


def _halves(plain: str) -> Iterator[Figure]:
    """Two and a half points, four and a half percent; lengths of time are read elsewhere."""
    for match in _AND_A_HALF.finditer(plain):
        number, measure = any_number(match["n"]), measure_at(plain, match.end())
        if number is not None and measure is not None and measure.kind not in (Kind.DURATION, Kind.COUNT):
            yield Figure(
                match.start(), measure.end, plain[match.start() : measure.end], number.value + _HALF, measure.unit, measure.kind, measure.size, _QUARTER,
                currency=measure.currency, is_word=True,
            )  # fmt: skip


def _is_window(plain: str, end: int) -> bool:
    """Whether a number counts days or prints an amount: one of the best in ten years."""
    measure = measure_at(plain, end)
    return measure is not None and measure.kind is not Kind.COUNT


def _percent(match: re.Match[str], value: Decimal, half: Decimal) -> Figure:
    return Figure(*match.span(), match[0], value, "%", Kind.PERCENT, _PERCENT, half, is_word=True)


def _share(match: re.Match[str], above: Decimal, below: Decimal) -> Figure:
    return _percent(match, (100 * above / below).quantize(Decimal("0.01")), _LOOSE if below <= 4 else _HALF * 100 / below / 2)
