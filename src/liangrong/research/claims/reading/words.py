"""Quantities that are words as a whole: 百分之三, 翻番, 前五, doubled, top ten, third-largest, and with them fractions, lengths and runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final, TypeAlias

from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.reading.fractions import fractions
from liangrong.research.claims.reading.hedges import hedge_across, hedge_after, hedge_before
from liangrong.research.claims.reading.lengths import lengths
from liangrong.research.claims.reading.numerals import (
    CHINESE,
    DIGITS,
    ENGLISH,
    ORDINALS,
    any_number,
    chinese,
    english,
    ordinal,
)
from liangrong.research.claims.reading.runs import runs

__all__ = ["worded"]

_Builder: TypeAlias = Callable[[re.Match[str]], Figure | None]
_PERCENT: Final = Decimal("0.01")
_HALF: Final = Decimal("0.5")
_TENTH: Final = Decimal("0.1")
_LOOSE: Final = Decimal(5)
"""Half the last digit of a half, a third or a doubling in words: nobody says 近半 of 44 %, but many of 47 %."""
_FOLDED: Final = {"近": Hedge.NEARLY, "超": Hedge.OVER, "逾": Hedge.OVER, "约": Hedge.ABOUT}
_GROWTH: Final = {"doubl": 100, "tripl": 200, "trebl": 200, "quadrupl": 300, "quintupl": 400, "sextupl": 500, "halv": 50}


def _percent(match: re.Match[str], value: Decimal, half: Decimal, hedge: Hedge = Hedge.NONE) -> Figure:
    return Figure(*match.span(), match[0], value, "%", Kind.PERCENT, _PERCENT, half, hedge, is_word=True)


def _hundredths(match: re.Match[str]) -> Figure | None:
    number = any_number(match["n"])
    if number is None:
        return None
    value, half = number.value, _HALF
    if match["d"]:
        decimals = chinese(match["d"])
        if decimals is None:
            return None
        value += decimals.value.scaleb(-len(match["d"]))
        half = _HALF.scaleb(-len(match["d"]))
    return _percent(match, value, half)


def _fold(match: re.Match[str]) -> Figure | None:
    printed = match.groupdict().get("n")
    number = chinese(printed) if printed else None
    times = int(number.value) if number else 1
    hedge = next((hedge for word, hedge in _FOLDED.items() if word in match[0]), Hedge.NONE)
    return _percent(match, Decimal(100 * (2**times - 1)), _LOOSE, hedge) if times <= 4 else None


def _nil(match: re.Match[str]) -> Figure:
    """A rate of nothing."""
    return _percent(match, Decimal(0), Decimal(0))


def _halved(match: re.Match[str]) -> Figure:
    return _percent(match, Decimal(50), _LOOSE)


def _growth(match: re.Match[str]) -> Figure:
    value = next(value for word, value in _GROWTH.items() if match[0].lower().startswith(word))
    return _percent(match, Decimal(value), _LOOSE)


def _rank(match: re.Match[str], value: Decimal, unit: str) -> Figure:
    return Figure(*match.span(), match[0], value, unit, Kind.RANK, is_word=not any(char.isdigit() for char in match[0]))


def _place(match: re.Match[str]) -> Figure | None:
    number = any_number(match["n"])
    return _rank(match, number.value, "第") if number else None


def _times(match: re.Match[str]) -> Figure | None:
    number = any_number(match["n"])
    return Figure(*match.span(), match[0], number.value, "次", Kind.COUNT, is_word=number.is_word) if number else None


def _front(match: re.Match[str]) -> Figure | None:
    number = any_number(match["n"])
    return _rank(match, number.value, "前") if number and number.value > 1 else None


def _first(match: re.Match[str]) -> Figure:
    return _rank(match, Decimal(1), "第")


def _top(match: re.Match[str]) -> Figure | None:
    number = any_number(match["n"])
    return _rank(match, number.value, "top") if number else None


def _ordinal(match: re.Match[str]) -> Figure:
    return _rank(match, Decimal(ordinal(match["o"]) or 1), "th")


def _gapped(match: re.Match[str]) -> Figure:
    """``Alpha was first with 3.2 million, Beta second.``: the verb is left out."""
    return replace(_ordinal(match), start=match.start("o"), text=match["o"])


def _multiple(match: re.Match[str]) -> Figure:
    value = Decimal(3 if match["w"].lower() in ("thrice", "triple") else 2)
    return Figure(*match.span(), match[0], value, "x", Kind.MULTIPLE, Decimal(1), _TENTH, is_word=True)


def _manifold(match: re.Match[str]) -> Figure | None:
    number = english(match["n"])
    return Figure(*match.span(), match[0], number.value, "x", Kind.MULTIPLE, Decimal(1), _HALF, is_word=True) if number else None


def _odds(match: re.Match[str]) -> Figure | None:
    """``151 to one``: so many of the first for one of the second."""
    number = any_number(match["n"])
    if number is None or number.value <= 1:
        return None
    return Figure(
        *match.span(), match[0], number.value, "n:1", Kind.RATIO, Decimal(1), number.place * _HALF, is_word=number.is_word
    )


def _round(match: re.Match[str]) -> Figure:
    """万亿元 and 亿元 without a number are one of them: 突破万亿元, 超亿元."""
    unit, size = ("万亿元", 12) if match[0].startswith("万") else ("亿元", 8)
    hedge = Hedge.OVER if match[0].startswith("过") else Hedge.NONE
    currency = "CNY" if "元" in match[0] else ""
    return Figure(*match.span(), match[0], Decimal(1), unit, Kind.MONEY, Decimal(10**size), _HALF, hedge, currency, is_word=True)


_TABLE: Final[tuple[tuple[str, _Builder], ...]] = (
    (rf"百分之(?P<n>\d{{1,3}}|{CHINESE})(?:点(?P<d>[零〇一二三四五六七八九]{{1,3}}))?", _hundredths),
    (r"翻了?(?:近|超|逾|约)?(?:一倍|一番|番|倍)(?!子)|翻了?(?:近|超|逾|约)?(?P<n>[两二三])番", _fold),
    (r"腰斩(?!线)|拦腰[砍斩]?(?:去|掉)?一半", _halved),
    (
        r"(?<=\bcount for )nothing\b|(?<=\bcounts for )nothing\b|(?<=率为)零(?!售)|(?<=率[降归])零|(?<=率降为)[零0](?![\d.])|(?<=率为)0(?![\d.%])",
        _nil,
    ),
    (r"\b(?:doubl|tripl|trebl|quadrupl|quintupl|sextupl|halv)(?:ed|es|ing)\b(?!\s(?:up|down)\b)", _growth),
    (
        (
            r"第(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:大(?!股东|道|类)|名|位|高|低)?"
            r"(?![季批届条章节款项期步轮天周年代次回种类产方者部层篇卷版讲财类梯线审\d一二三四五六七八九十百个大号]|时间|现场|手)"
        ),
        _place,
    ),
    (
        r"(?<![以此之提目当先超空])前(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?=[大名位强]|只|家|(?:的)?(?:行业|板块|个股|股|券商)|[,，。、;；）)”：:]|$)(?:[大名位强](?!股东))?",
        _front,
    ),
    (r"榜首|首位|[居列]首(?![次批页先家个要选位])|(?<=排名)首(?=位|[,，。])", _first),
    (rf"\btop[- ](?P<n>\d{{1,3}}|{ENGLISH})\b(?![%\d.]|\spercent)", _top),
    (
        rf"\b(?P<o>{ORDINALS}|\d{{1,2}}(?:st|nd|rd|th))[- ](?:largest|biggest|highest|lowest|smallest|best|worst|most|place|fastest)\b",
        _ordinal,
    ),
    (
        rf"(?-i:(?<![A-Za-z-])(?P<o>{ORDINALS}))(?=\s(?:with|at)\s(?:(?:about|nearly|roughly|some|over)\s)?(?:RMB|CNY|US\$|[¥$])?\s?\d)",
        _ordinal,
    ),
    (
        rf"(?:(?<=\bwas )|(?<=\bis )|(?<=\bcame )|(?<=\bcomes )|(?<=\bstood )|(?<=\bplaced )|(?<=\bfinished ))(?P<o>{ORDINALS})(?=[.,;]|$|\s(?:with|among|behind|place)\b)",
        _ordinal,
    ),
    (rf"(?-i:\b[A-Z][\w&'-]* (?P<o>{ORDINALS}))(?=[.,;]|$|\sand\b)", _gapped),
    (
        r"\b(?P<w>twice|thrice|double(?=\s(?:the|its|that|those|their)\b)|triple(?=\s(?:the|its|that|those|their)\b))(?!-|\s(?:this|a|in|since|as\s(?:likely|often))\b)",
        _multiple,
    ),
    (rf"\b(?P<n>{ENGLISH})-?fold\b", _manifold),
    (
        rf"(?<!from )(?<![\d.,])\b(?P<n>{DIGITS}|{ENGLISH}) to (?:one|1)\b(?![\d.,]\d|[ -](?:of|in|billion|million|trillion|per|day|week|month|year)|%)",
        _odds,
    ),
    (rf"(?<=\brank )(?P<o>{ORDINALS})\b", _ordinal),
    (rf"(?<=\branks )(?P<o>{ORDINALS})\b", _ordinal),
    (rf"(?<=\branked )(?P<o>{ORDINALS})\b", _ordinal),
    (rf"(?<=\branking )(?P<o>{ORDINALS})\b", _ordinal),
    (r"(?<=[超逾近破])亿元|过亿元", _round),
    (r"第(?P<n>\d{1,3}|[二三四五六七八九十]{1,3})次(?=刷新|突破|创|站上|超过|超越|跨越|上调|下调|调整|降息|降准|加息)", _times),
    (r"(?<![\d.一二三四五六七八九十百千两几数近])万亿(?:元(?=大关|关口|级|水平|规模|市场)|(?=大关|关口|级|水平|规模))", _round),
)
_RULES: Final = tuple((re.compile(pattern, re.IGNORECASE), build) for pattern, build in _TABLE)


def worded(plain: str) -> list[Figure]:
    """The quantities of a text that are words as a whole, in order, none overlapping.

    Examples
    --------
    >>> [(one.text, one.value, one.kind.value) for one in worded("占百分之三，位居第二，排进前五")]
    [('百分之三', Decimal('3'), 'percent'), ('第二', Decimal('2'), 'rank'), ('前五', Decimal('5'), 'rank')]
    """
    found = [figure for pattern, build in _RULES for match in pattern.finditer(plain) if (figure := build(match)) is not None]
    found.extend((*fractions(plain), *lengths(plain), *runs(plain)))
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Figure] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            continue
        kept.append(one if one.kind is Kind.RANK else _hedged(plain, one, kept[-1].end if kept else 0))
    return kept


def _hedged(plain: str, one: Figure, behind: int) -> Figure:
    hedge, end = hedge_after(plain, one.end)
    before, start = hedge_before(plain, one.start, one.end)
    if start < behind:
        before, start = Hedge.NONE, one.start
    across = hedge_across(plain, one.start, is_part=True) if one.kind in (Kind.PERCENT, Kind.MULTIPLE) else Hedge.NONE
    found = next((found for found in (one.hedge, before, hedge, across) if found is not Hedge.NONE), Hedge.NONE)
    half = Decimal(0) if found is Hedge.UNDER and one.kind is Kind.PERCENT else one.half_ulp
    return replace(one, hedge=found, start=start, end=end, text=plain[start:end], half_ulp=half)
