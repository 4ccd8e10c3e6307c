"""Units that several numbers share: ranges (6%-8%), lists (12.5、13.6和14.7亿元), from one to another, a part of a whole."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.reading.bare_numbers import leads_to_value
from liangrong.research.claims.reading.tokens import Masks, Token
from liangrong.research.claims.reading.units import Measure, currency_before, measure_at
from liangrong.research.claims.words.movement import FALL_EN, FALL_ZH, RISE_EN, RISE_ZH

__all__ = ["LONGEST_LIST", "from_to", "range_end", "shared"]

_LOOK_BACK: Final = 24
_RANGE: Final = re.compile(r"\s?(?:[-~—–]|至|到)\s?|\s(?:to|and)\s", re.IGNORECASE)
_CHANGE: Final = re.compile(r"(?:从|由|自|\bfrom)\s{0,1}(?:[^\s,，。;；]{0,10}?)$", re.IGNORECASE)
_CHANGED: Final = re.compile(
    rf"(?:(?:{RISE_ZH}|{FALL_ZH}|多|少)(?:了|约|近|逾|超|超过)?\s?"
    rf"|\b(?:by|{RISE_EN}|{FALL_EN})\s(?:(?:by|a|some|about|nearly|roughly|more than|over)\s){{0,2}})(?:RMB|CNY|US\$|\$|¥)?\s?$",
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


def range_end(
    plain: str, token: Token, measure: Measure | None, following: list[Token], masks: Masks, currency: str, start: int
) -> tuple[Token, Measure] | None:
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
    if measure is None and after is None:
        return _counted_range(plain, start, other, word)
    if measure is None or after is None or after.kind is not measure.kind or after.size != measure.size:
        return None
    return (other, after) if after.unit == measure.unit or not measure.currency else None


def _counted_range(plain: str, start: int, other: Token, word: str) -> tuple[Token, Measure] | None:
    """``another 20 to 25 filings``: neither end has a unit that is known, and a plain word follows."""
    if word != "to" or other.kind != "digits" or _LEAVES.search(plain[max(0, start - _LOOK_BACK) : start]):
        return None
    return (other, Measure(Kind.NUMBER, "", Decimal(1), "", other.end)) if _WORD_BEHIND.match(plain, other.end) else None


def _is_change(plain: str, start: int, token: Token, other: Token, measure: Measure | None) -> bool:
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
_WORD_BEHIND: Final = re.compile(r"\s(?!to\b|on\b|in\b|for\b|at\b|and\b)[A-Za-z]{2,}")
_LEAVES: Final = re.compile(r"(?:从|由|自)[^，。；,;]{0,14}$|\bfrom\s(?:[a-z]+\s){0,3}?$", re.IGNORECASE)


def from_to(plain: str, token: Token, following: list[Token], masks: Masks) -> Measure | None:
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


LONGEST_LIST: Final = 12
"""Numbers behind one that may still share its unit."""
_NEAR: Final = 200
_LISTED: Final = re.compile(r"(?:\s?(?:、|和|及|与|以及)\s?|,\s(?:and\s)?|\s(?:and|or)\s)[+-]?")
_RESPECTIVELY: Final = re.compile(r"分别|依次|\brespectively\b", re.IGNORECASE)
_MEASURED: Final = (Kind.MONEY, Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.BASIS_POINT, Kind.MULTIPLE, Kind.SHARES, Kind.COUNT)


def shared(plain: str, token: Token, following: list[Token], masks: Masks) -> Measure | None:
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
