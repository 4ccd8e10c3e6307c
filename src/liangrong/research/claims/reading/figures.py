"""The quantities that a passage prints, with span, exact value, unit, hedge and printed precision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.reading.bare_numbers import bare, counted
from liangrong.research.claims.reading.exclusions import excluded
from liangrong.research.claims.reading.hedges import hedge_across, hedge_after, hedge_before
from liangrong.research.claims.reading.lent_units import lent
from liangrong.research.claims.reading.numerals import Number, chinese, ordinary
from liangrong.research.claims.reading.shared_units import LONGEST_LIST, from_to, range_end, shared
from liangrong.research.claims.reading.table_units import inline_unit
from liangrong.research.claims.reading.tokens import Masks, Token, tokens_in
from liangrong.research.claims.reading.units import Measure, currency_before, measure_at
from liangrong.research.claims.reading.words import worded

__all__ = ["figures_in", "read_figures"]

_HALF: Final = Decimal("0.5")
_TENTH: Final = Decimal("0.1")
_AROUND: Final = 4
"""Sentences before and behind one that may lend it a unit."""
_ROUND: Final = 50
"""From this half of a last digit on a number in words is a round one: 上百家 is at least a hundred."""


def figures_in(article: Article, passage: Passage) -> tuple[Figure, ...]:
    """Every quantity of a passage, in order, none overlapping another; of a row of a table, those of its cells."""
    if passage.role == "row":
        from liangrong.research.claims.reading.rows import row_figures

        found = row_figures(article, passage)
        if found is not None:
            return found
    found = read_figures(passage.text, passage.start)
    return lent(found, article.text, start=passage.start, beside=lambda: _beside(article, passage))


def _beside(article: Article, passage: Passage) -> list[Figure]:
    """The figures of the sentences around one in its paragraph, those before it first, the nearest first."""
    at = passage.number
    others = (*reversed(article.passages[max(0, at - _AROUND) : at]), *article.passages[at + 1 : at + 1 + _AROUND])
    mine = [one for one in others if one.line == passage.line and one.role == passage.role]
    return [figure for one in mine for figure in reversed(read_figures(one.text, one.start))]


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
    return _read(text, offset)


@lru_cache(maxsize=8192)
def _read(text: str, offset: int) -> tuple[Figure, ...]:
    plain = ordinary(text)
    return tuple(
        replace(one, start=one.start + offset, end=one.end + offset, text=text[one.start : one.end]) for one in _scan(plain)
    )


def _scan(plain: str) -> Iterator[Figure]:
    masks = Masks(excluded(plain))
    words = worded(plain)
    unit = inline_unit(plain)
    last: Figure | None = None
    special = 0
    behind = 0
    tokens = list(tokens_in(plain))
    for place, token in enumerate(tokens):
        while special < len(words) and words[special].start < token.start:
            if words[special].start >= behind and not masks.hides(words[special]):
                yield words[special]
                last, behind = words[special], words[special].end
            special += 1
        if token.start < behind or masks.covers(token.start, token.end):
            continue
        if special < len(words) and words[special].start <= token.start < words[special].end:
            continue
        outer = unit if unit is not None and token.start >= unit.end else None
        found = _figure(plain, token, tokens[place + 1 : place + 1 + LONGEST_LIST], masks, last, outer)
        if found is not None:
            yield found
            last, behind = found, found.end
    for one in words[special:]:
        if one.start >= behind and not masks.hides(one):
            yield one
            behind = one.end


_RATIO: Final = re.compile(r"\s:\s|:|\s?比\s?")


def _figure(
    plain: str, token: Token, following: list[Token], masks: Masks, last: Figure | None, unit: Measure | None
) -> Figure | None:
    behind = last.end if last is not None else 0
    currency, start = currency_before(plain, token.start)
    signed, start = _signed(plain, start) if token.kind == "digits" else (1, start)
    ratio = _ratio(plain, token, following, start)
    if ratio is not None:
        return _hedged(plain, ratio, behind)
    measure = measure_at(plain, token.end, currency) or _behind_plus(plain, token.end)
    second = range_end(plain, token, measure, following, masks, currency, start)
    if second is not None:
        other, measure = second
        low, high = token.number.value * signed, other.number.value
        half = max(_half(measure, one.number, one.number.place) for one in (token, other))
        found = _made(plain, start, measure, low, half, is_word=token.number.is_word)
        return _hedged(plain, replace(found, upper=high), behind)
    measure = measure or shared(plain, token, following, masks) or from_to(plain, token, following, masks)
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
    if "半" in plain[token.end : measure.end] and (measure.unit == "成" or measure.kind in (Kind.DURATION, Kind.MULTIPLE)):
        value, place = value + _HALF, _HALF
    elif measure.unit == "成" and (tenths := chinese(plain[measure.end - 1 : measure.end])):
        value, place = value + tenths.value / 10, _TENTH
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


def _ratio(plain: str, token: Token, following: list[Token], start: int) -> Figure | None:
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
        first, second = token.number, other.number
        if second.value == 1 < first.value:
            first, second = second, first
        value = second.value / first.value
        half = second.place / first.value * _HALF
    unit = "1:n" if first is token.number else "n:1"
    return Figure(start, other.end, plain[start : other.end], value, unit, Kind.RATIO, Decimal(1), half)


def _behind_plus(plain: str, end: int) -> Measure | None:
    """The unit of ``5,000+ stocks``."""
    return measure_at(plain, end + 1) if plain[end : end + 1] == "+" and plain[end + 1 : end + 2] == " " else None


_ONE: Final = re.compile(r"(?:仅|只有|只|唯|仅有|共)$")
_NO_WORD: Final = re.compile(r"[第之每同另任某这那统第其唯万]$|进$")
_FIRM: Final = (Kind.MULTIPLE, Kind.PERCENTAGE_POINT, Kind.BASIS_POINT, Kind.PERCENT, Kind.MONEY)


def _is_worded(plain: str, token: Token, measure: Measure) -> bool:
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


def _is_year_like(plain: str, token: Token, measure: Measure) -> bool:
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
    elif hedge is Hedge.NONE and figure.kind in (Kind.PERCENT, Kind.MULTIPLE):
        hedge = hedge_across(plain, start, is_part=figure.kind is Kind.MULTIPLE or figure.unit == "成")
    return replace(figure, start=start, end=end, hedge=hedge, text=plain[start:end])
