"""The quantities that a passage prints, with span, exact value, unit, hedge and printed precision."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.reading.bare_numbers import bare, counted, leads_to_value
from liangrong.research.claims.reading.exclusions import excluded
from liangrong.research.claims.reading.hedges import hedge_after, hedge_before
from liangrong.research.claims.reading.numerals import CHINESE, DIGITS, ENGLISH, Number, chinese, digits, english, ordinary
from liangrong.research.claims.reading.table_units import inline_unit
from liangrong.research.claims.reading.units import Measure, currency_before, measure_at
from liangrong.research.claims.reading.words import worded

__all__ = ["figures_in", "read_figures"]

_NUMBER: Final = re.compile(rf"(?P<digits>{DIGITS})|(?P<chinese>{CHINESE})|\b(?P<english>{ENGLISH})\b", re.IGNORECASE)
_LONGEST: Final = 16
"""Digits of the longest number that is read as a quantity."""
_HALF: Final = Decimal("0.5")
_ROUND: Final = 50
"""From this half of a last digit on a number in words is a round one: 上百家 is at least a hundred."""


def figures_in(article: Article, passage: Passage) -> tuple[Figure, ...]:
    """Every quantity of a passage, in order, none overlapping another; of a row of a table, those of its cells."""
    if passage.role == "row":
        from liangrong.research.claims.reading.rows import row_figures

        found = row_figures(article, passage)
        if found is not None:
            return found
    return read_figures(passage.text, passage.start)


def read_figures(text: str, offset: int = 0) -> tuple[Figure, ...]:
    """Every quantity of a text.

    Parameters
    ----------
    offset
        Where the text stands in the article.

    Examples
    --------
    >>> [(one.text, one.unit, one.hedge.value) for one in read_figures("余额超过2.5万亿元，占比约3%")]
    [('超过2.5万亿元', '万亿元', 'over'), ('约3%', '%', 'about')]
    """
    plain = ordinary(text)
    return tuple(
        replace(one, start=one.start + offset, end=one.end + offset, text=text[one.start : one.end]) for one in _scan(plain)
    )


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    number: Number
    kind: str


def _scan(plain: str) -> Iterator[Figure]:
    masks = _Masks(excluded(plain))
    words = worded(plain)
    unit = inline_unit(plain)
    last: Figure | None = None
    special = 0
    behind = 0
    tokens = list(_tokens(plain))
    for place, token in enumerate(tokens):
        while special < len(words) and words[special].start < token.start:
            if words[special].start >= behind and not masks.covers(words[special].start, words[special].end):
                yield words[special]
                last, behind = words[special], words[special].end
            special += 1
        if token.start < behind or masks.covers(token.start, token.end):
            continue
        if special < len(words) and words[special].start <= token.start < words[special].end:
            continue
        outer = unit if unit is not None and token.start >= unit.end else None
        found = _figure(plain, token, tokens[place + 1 : place + 1 + _LONGEST_LIST], masks, last, outer)
        if found is not None:
            yield found
            last, behind = found, found.end
    for one in words[special:]:
        if one.start >= behind and not masks.covers(one.start, one.end):
            yield one
            behind = one.end


class _Masks:
    """Stretches that hold no quantity."""

    def __init__(self, spans: tuple[tuple[int, int], ...]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in spans:
            if self.ends and start < self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def covers(self, start: int, end: int) -> bool:
        place = bisect_right(self.starts, end - 1) - 1
        return place >= 0 and self.ends[place] > start


def _tokens(plain: str) -> Iterator[_Token]:
    for match in _NUMBER.finditer(plain):
        kind = match.lastgroup
        assert kind is not None, "every branch is named"
        text = match[0]
        if kind == "digits":
            if len(text) <= _LONGEST:
                yield _Token(match.start(), match.end(), digits(text), kind)
            continue
        number = chinese(text) if kind == "chinese" else english(text)
        if number is not None:
            yield _Token(match.start(), match.end(), number, kind)


_RANGE: Final = re.compile(r"\s?(?:[-~—–]|至|到)\s?|\s(?:to|and)\s", re.IGNORECASE)
_RATIO: Final = re.compile(r"\s?(?::|比)\s?")
_SIGN: Final = re.compile(r"(?<![\w%)\]一-龥.])\s?[+-]$|(?<=[(\s一-龥])[+-]$|^[+-]$")
_CHANGE: Final = re.compile(r"(?:从|由|自|\bfrom)\s{0,1}(?:[^\s,，。;；]{0,10}?)$", re.IGNORECASE)
_CHANGED: Final = re.compile(
    r"(?:(?:增加|减少|增长|下降|下跌|上升|上涨|回落|降低|提高|上调|下调|扩大|缩小|缩减|净增|净减|提升|攀升|回升|收窄|扩容|新增|升|降|涨|跌|多|少|增|减)(?:了|约|近|逾|超|超过)?\s?"
    r"|\b(?:by|up|down|rose|fell|increased|decreased|added|adding|gained|lost|grew|climbed|shed|jumped|dropped|declined|advanced|slipped|dipped|shrank|expanded"
    r"|rising|falling|gaining|losing|growing)\s(?:(?:by|a|some|about|nearly|roughly|more than|over)\s){0,2})(?:RMB|CNY|US\$|\$|¥)?\s?$",
    re.IGNORECASE,
)
"""What is said right before the size of a change; what follows behind ``to`` is then the level that was reached."""
_MAY: Final = re.compile(
    r"预计|预期|有望|或将|可能|料将|计划|拟|每|区间|\b(?:will|would|could|may|might|expect\w*|forecast\w*|plan\w*|likely|each|per)\b",
    re.IGNORECASE,
)
_CLOSE: Final = 3
"""A percentage and another up to so many times as large are a range (grew 5% to 8%), not a change and a level."""
_BETWEEN: Final = re.compile(r"\bbetween\s(?:\S{1,12}\s)?$", re.IGNORECASE)
_RANGING: Final = re.compile(r"不等|\b(?:ranging|ranges?|varying|varies)\b", re.IGNORECASE)


def _figure(
    plain: str, token: _Token, following: list[_Token], masks: _Masks, last: Figure | None, unit: Measure | None
) -> Figure | None:
    behind = last.end if last is not None else 0
    currency, start = currency_before(plain, token.start)
    signed, start = _signed(plain, start) if token.kind == "digits" else (1, start)
    ratio = _ratio(plain, token, following, start)
    if ratio is not None:
        return _hedged(plain, ratio, behind)
    measure = measure_at(plain, token.end, currency) or _behind_plus(plain, token.end)
    second = _range_end(plain, token, measure, following, masks, currency, start)
    if second is not None:
        other, measure = second
        low, high = token.number.value * signed, other.number.value
        half = max(_half(measure, one.number, one.number.place) for one in (token, other))
        found = _made(plain, start, measure, low, half, is_word=token.number.is_word)
        return _hedged(plain, replace(found, upper=high), behind)
    measure = measure or _shared(plain, token, following, masks) or _from_to(plain, token, following, masks)
    if measure is None and unit is not None and token.kind == "digits":
        measure = replace(unit, end=token.end)
    if measure is None:
        found_bare = bare(
            plain, (start, token.start, token.end), token.number, signed, currency, last, is_digits=token.kind == "digits"
        )
        return _hedged(plain, found_bare, behind) if found_bare else None
    if token.kind != "digits" and not _is_worded(plain, token, measure):
        return None
    if _is_year_like(plain, token, measure):
        return None
    value, place = token.number.value * signed, token.number.place
    if "半" in plain[token.end : measure.end] and (measure.unit == "成" or measure.kind is Kind.DURATION):
        value, place = value + _HALF, _HALF
    return _hedged(
        plain, _made(plain, start, measure, value, _half(measure, token.number, place), is_word=token.number.is_word), behind
    )


def _made(plain: str, start: int, measure: Measure, value: Decimal, half: Decimal, *, is_word: bool) -> Figure:
    return Figure(
        start, measure.end, plain[start : measure.end], value, measure.unit, measure.kind, measure.size, half,
        currency=measure.currency, is_word=is_word,
    )  # fmt: skip


def _half(measure: Measure, number: Number, place: Decimal) -> Decimal:
    """Half of the last printed digit; a whole count is exact, but hundreds and thousands in words are round."""
    if number.is_word and place == 10:
        place = Decimal(1)
    if measure.kind is Kind.COUNT and measure.size == 1 and place >= 1 and (place == 1 or not number.is_word):
        return Decimal(0)
    return place * _HALF


def _signed(plain: str, start: int) -> tuple[int, int]:
    """The sign before a number (or before its currency), and where it begins."""
    if start and plain[start - 1] in "+-":
        before = plain[start - 2] if start > 1 else " "
        if before in ' \t\n(>=约至为达涨跌幅:,，、|“"~' or "\u4e00" <= before <= "\u9fff":
            return (-1 if plain[start - 1] == "-" else 1), start - 1
    return 1, start


def _ratio(plain: str, token: _Token, following: list[_Token], start: int) -> Figure | None:
    """``1:1.25``: the second side for one of the first."""
    if token.kind != "digits" or not following or following[0].kind != "digits":
        return None
    other = following[0]
    between = plain[token.end : other.start]
    if len(between) > 3 or not _RATIO.fullmatch(between) or token.number.value == 0:
        return None
    if between.strip() == "比" and plain[other.end : other.end + 1] in ("%", "倍", "亿", "万"):
        return None
    with localcontext() as context:
        context.prec = 28
        value = other.number.value / token.number.value
        half = other.number.place / token.number.value * _HALF
    return Figure(start, other.end, plain[start : other.end], value, "1:n", Kind.RATIO, Decimal(1), half)


def _range_end(
    plain: str, token: _Token, measure: Measure | None, following: list[_Token], masks: _Masks, currency: str, start: int
) -> tuple[_Token, Measure] | None:
    """The other end of ``6%-8%`` or ``1 to 1.5 times`` and the unit of both; ``None`` where the number stands alone."""
    if not following:
        return None
    other = following[0]
    low = measure.end if measure is not None else token.end
    if (
        token.number.value > other.number.value
        or other.start < low
        or masks.covers(other.start, other.end)
        or other.kind != token.kind
    ):
        return None
    between = plain[low : other.start]
    if currency:
        sign, at = currency_before(plain, other.start)
        between = plain[low:at] if sign else between
    if len(between) > 6 or not _RANGE.fullmatch(between):
        return None
    word = between.strip().lower()
    before = plain[max(0, start - _LOOK_BACK) : start]
    is_between = bool(_BETWEEN.search(before))
    if word == "and" and not is_between:
        return None
    after = measure_at(plain, other.end, currency)
    if (
        word in ("to", "至", "到")
        and not is_between
        and (_CHANGE.search(before) or _is_change(plain, start, token, other, after))
        and not _RANGING.search(plain[max(0, start - 40) : other.end + 12])
    ):
        return None
    if measure is None and after is None and word in ("-", "~", "—", "–") and leads_to_value(plain, start):
        return other, Measure(Kind.NUMBER, "", Decimal(1), "", other.end)
    if measure is None and after is not None:
        return other, after
    if measure is None or after is None or after.unit != measure.unit or after.kind is not measure.kind:
        return None
    return other, after


def _is_change(plain: str, start: int, token: _Token, other: _Token, measure: Measure | None) -> bool:
    """Whether the first of two figures with 至 between them is how much, and the second up to where."""
    if not _CHANGED.search(plain[max(0, start - _LOOK_BACK) : start]):
        return False
    is_close = other.number.value <= _CLOSE * token.number.value
    is_share = measure is None or measure.kind in (Kind.PERCENT, Kind.MULTIPLE, Kind.DURATION)
    return not is_close or not (is_share or _MAY.search(plain[max(0, start - 40) : start]))


_ARRIVES: Final = re.compile(
    r"[^，。；,;\d]{0,8}?(?:至|到|为)(?:了|约|近|逾|超)?\s?|(?:\s(?:in|on|at)\s[A-Za-z ]{3,16})?\sto\s(?:(?:about|nearly|over)\s)?"
)
_OF: Final = re.compile(r"\s(?:out\s)?of\s(?:the\s|its\s)?")
_LEAVES: Final = re.compile(r"(?:从|由|自)[^，。；,;]{0,14}$|\bfrom\s(?:[a-z]+\s){0,3}?$", re.IGNORECASE)


def _from_to(plain: str, token: _Token, following: list[_Token], masks: _Masks) -> Measure | None:
    """The unit of ``from 2.1 to 2.3 trillion yuan``, 由2,100升至2,300亿元 and ``4.1 of 12.3 billion yuan``, which only the second figure prints."""
    if token.kind != "digits":
        return None
    other = next((one for one in following if not masks.covers(one.start, one.end)), None)
    if other is None or other.kind != "digits":
        return None
    if token.number.place < 1 and other.number.place < 1 and _OF.fullmatch(plain, token.end, other.start):
        measure = measure_at(plain, other.end)
        return replace(measure, end=token.end) if measure is not None and measure.kind is Kind.MONEY else None
    if not _ARRIVES.fullmatch(plain, token.end, other.start):
        return None
    measure = measure_at(plain, other.end) if _LEAVES.search(plain[max(0, token.start - _LOOK_BACK) : token.start]) else None
    return replace(measure, end=token.end) if measure is not None and measure.kind in _MEASURED else None


def _behind_plus(plain: str, end: int) -> Measure | None:
    """The unit of ``5,000+ stocks``."""
    return measure_at(plain, end + 1) if plain[end : end + 1] == "+" and plain[end + 1 : end + 2] == " " else None


_LONGEST_LIST: Final = 12
_NEAR: Final = 200
_LISTED: Final = re.compile(r"\s?(?:、|和|及|与|以及)\s?|,\s(?:and\s)?|\s(?:and|or)\s")
_RESPECTIVELY: Final = re.compile(r"分别|依次|\brespectively\b", re.IGNORECASE)
_MEASURED: Final = (Kind.MONEY, Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.BASIS_POINT, Kind.MULTIPLE, Kind.SHARES, Kind.COUNT)


def _shared(plain: str, token: _Token, following: list[_Token], masks: _Masks) -> Measure | None:
    """The unit that a list prints only once, behind its last number: 12.5、13.6和14.7亿元."""
    behind, links = token, ""
    for other in following:
        between = plain[behind.end : other.start]
        if other.kind != token.kind or len(between) > 5 or not _LISTED.fullmatch(between) or masks.covers(other.start, other.end):
            return None
        links += between
        measure = measure_at(plain, other.end)
        if measure is not None:
            alike = token.number.place == other.number.place < 1
            is_list = "、" in links or (
                links.strip() not in (",", "")
                and (alike or bool(_RESPECTIVELY.search(plain[max(0, token.start - _NEAR) : other.end + _NEAR])))
            )
            return replace(measure, end=token.end) if is_list and measure.kind in _MEASURED else None
        behind = other
    return None


_LOOK_BACK: Final = 24
_ONE: Final = re.compile(r"(?:仅|只有|只|唯|仅有|共)$")
_NO_WORD: Final = re.compile(r"[第之每同另任某这那统第其唯万]$|进$")
_FIRM: Final = (Kind.MULTIPLE, Kind.PERCENTAGE_POINT, Kind.BASIS_POINT, Kind.PERCENT, Kind.MONEY)


def _is_worded(plain: str, token: _Token, measure: Measure) -> bool:
    """Whether a number in words is meant as a quantity: 三成, 十二家, two sectors; not 一些, 统一, one of the."""
    before = plain[max(0, token.start - 6) : token.start]
    text = plain[token.start : token.end].lower()
    if token.kind == "english":
        return text != "one" or measure.kind in (Kind.MONEY, Kind.MULTIPLE, Kind.PERCENT, Kind.DURATION, Kind.PERCENTAGE_POINT)
    if (before and _NO_WORD.search(before)) or before.endswith(("数", "几", "好几")):
        return False
    unit = plain[token.end : measure.end]
    if plain[measure.end : measure.end + 1] == "级" and plain[measure.end + 1 : measure.end + 2] != "别":
        return False
    if measure.kind in (Kind.POINTS, Kind.SHARES) and measure.size == 1:
        return False
    if text in ("百", "千") and measure.unit == "万元" and "元" not in unit:
        return False
    if text == "一":
        if measure.kind is Kind.DURATION and "半" in unit:
            return True
        if measure.kind is Kind.DURATION:
            return plain[measure.end : measure.end + 1] in ("间", "内", "后", "来") and bool(plain[measure.end : measure.end + 1])
        return measure.kind in _FIRM or bool(_ONE.search(before))
    return True


def _is_year_like(plain: str, token: _Token, measure: Measure) -> bool:
    """``15年6月`` and ``24年`` of a year in two digits were not found as dates only where nothing tells them from a duration."""
    return (
        measure.unit == "years"
        and token.kind == "digits"
        and token.number.value > 1000
        and plain[token.end : token.end + 1] == "年"
    )


def _hedged(plain: str, figure: Figure, behind: int) -> Figure:
    """The figure with the words around it that say how exact it is, as far as they touch it."""
    figure = counted(plain, figure)
    start, end, hedge = figure.start, figure.end, figure.hedge
    unit = plain[figure.end - min(6, figure.end - figure.start) : figure.end]
    if figure.kind is not Kind.RATIO and re.search(
        r"多(?:个|家|只|年|月|元|亿|万|倍|次|户|人)|余(?:个|家|只|元|亿|万|次|户|人)|[多余]$", unit
    ):
        hedge = Hedge.OVER
    if plain[figure.start : end].find("+ ") > 0:
        hedge = Hedge.AT_LEAST
    after, stop = hedge_after(plain, end)
    if after is not Hedge.NONE:
        hedge, end = after, stop
    if figure.is_word and figure.half_ulp >= _ROUND and plain[start - 1 : start] == "上" and start > behind:
        return replace(figure, start=start - 1, end=end, hedge=Hedge.AT_LEAST, text=plain[start - 1 : end])
    before, begin = hedge_before(plain, start, figure.end)
    if before is not Hedge.NONE and begin >= behind:
        start = begin
        if hedge is Hedge.NONE or before in (Hedge.AT_LEAST, Hedge.AT_MOST):
            hedge = before
    return replace(figure, start=start, end=end, hedge=hedge, text=plain[start:end])
