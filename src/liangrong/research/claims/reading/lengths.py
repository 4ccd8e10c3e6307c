"""Lengths of time that are printed in two pieces, and are one figure: two years and four months, 两年零四个多月, two and a half years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.reading.numerals import CHINESE, ENGLISH, chinese, digits, english

__all__ = ["lengths"]

_YEAR: Final = 12
_HALF: Final = Decimal("0.5")
_ZH: Final = rf"\d{{1,2}}|{CHINESE}"
_EN: Final = rf"\d{{1,2}}|{ENGLISH}"
_CHINESE: Final = re.compile(rf"(?<![\d.第近])(?P<years>{_ZH})年(?:零|又|和|加)?(?P<months>{_ZH})个(?P<more>多)?月(?P<over>多)?")
_ENGLISH: Final = re.compile(rf"\b(?P<years>{_EN})[- ]years?(?:,| and|,? and)? (?P<months>{_EN})[- ]months?\b", re.IGNORECASE)
_HINT: Final = re.compile(r"月|months?\b|and a half", re.IGNORECASE)
"""Without one of these words there is none, and the slower patterns need not be tried."""
_AND_A_HALF: Final = re.compile(
    rf"\b(?:(?P<n>{_EN}) and a half|a(?P<one>) (?=\w+ and a half)) ?(?P<unit>years?|months?|weeks?|days?|decades?)(?: and a half)?\b",
    re.IGNORECASE,
)


def lengths(plain: str) -> Iterator[Figure]:
    """Every such length, in no particular order.

    Examples
    --------
    >>> [(one.text, one.value, one.unit) for one in lengths("after two years and four months")]
    [('two years and four months', Decimal('28'), 'months')]
    """
    if not _HINT.search(plain):
        return
    for pattern in (_CHINESE, _ENGLISH):
        for match in pattern.finditer(plain):
            years, months = _number(match["years"]), _number(match["months"])
            if years is None or months is None or months >= _YEAR or years > 99:
                continue
            hedge = Hedge.OVER if pattern is _CHINESE and (match["more"] or match["over"]) else Hedge.NONE
            yield _made(match, years * _YEAR + months, "months", _HALF, hedge)
    for match in _AND_A_HALF.finditer(plain):
        value = Decimal(1) if match["n"] is None else _number(match["n"])
        if value is not None:
            yield _made(match, value + _HALF, f"{match['unit'].lower().rstrip('s')}s", _HALF * _HALF, Hedge.NONE)


def _number(text: str) -> Decimal | None:
    found = digits(text) if text[:1].isdecimal() else chinese(text) or english(text)
    return found.value if found else None


def _made(match: re.Match[str], value: Decimal, unit: str, half: Decimal, hedge: Hedge) -> Figure:
    is_word = not any(char.isdigit() for char in match[0])
    return Figure(*match.span(), match[0], value, unit, Kind.DURATION, Decimal(1), half, hedge, is_word=is_word)
