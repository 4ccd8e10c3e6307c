"""So many in a row, where the number and what is counted are one expression: 两连升, 连续第四日, third daily decline in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.reading.numerals import ENGLISH, ORDINALS, chinese, digits, english, ordinal

__all__ = ["runs"]

_ZH: Final = r"\d{1,2}|[两二三四五六七八九十]{1,3}"
_NTH: Final = rf"{ORDINALS}|\d{{1,2}}(?:st|nd|rd|th)"
_ADJECTIVE: Final = r"daily|weekly|monthly|quarterly|annual|yearly"
_PERIOD: Final = r"(?:trading )?(?:sessions?|days?)|weeks?|months?|quarters?|years?|times?"
_ROW: Final = r"in a row|running|in succession|on the trot"
_STRAIGHT: Final = r"consecutive|straight|successive"
_PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![一-龥]第)(?P<n>{_ZH})连(?P<way>升|增|涨|阳|红|板|降|跌|减|阴|绿)(?![一-龥]?续)",
        rf"(?:连续|连[升增涨降跌减])的?第(?P<n>{_ZH})个?(?P<unit>交易日|日|天|周|月|季度|季|年|次)",
        rf"\bfor (?:the |an? )?(?P<n>{_NTH})[- ](?P<unit>trading day|session|day|week|month)\b(?! (?:of|in|on|since|after)\b)",
        rf"\b(?P<n>{_NTH})[- ](?:{_STRAIGHT})[- ](?P<unit>{_PERIOD}|{_ADJECTIVE})\b",
        rf"\b(?P<n>{_NTH})[- ](?P<unit>{_PERIOD}) (?:{_ROW})\b",
        rf"\b(?P<n>{_NTH}|{ENGLISH}|\d{{1,2}})[- ](?P<unit>{_ADJECTIVE})(?: [a-z]+){{1,2}} (?:{_ROW})\b",
        rf"\b(?P<n>{ENGLISH}|\d{{1,2}})[- ](?:{_STRAIGHT})[- ](?P<unit>{_ADJECTIVE})\b",
    )
)
_HINT: Final = re.compile(rf"连|\bfor |{_ROW}|{_STRAIGHT}", re.IGNORECASE)
"""Without one of these words there is none, and the slower patterns need not be tried."""
_UNITS: Final = (
    ("sessions", r"交易日|session|trading"), ("days", r"日|天|day|dail"), ("weeks", r"周|week"), ("months", r"月|month"), ("quarters", r"季|quarter"), ("years", r"年|year|annual"),
)  # fmt: skip


def runs(plain: str) -> Iterator[Figure]:
    """Every such run: a length of time where the text says of what, else a number of times.

    Examples
    --------
    >>> [(one.text, one.value, one.unit) for one in runs("the third weekly gain in a row, 余额两连升")]
    [('两连升', Decimal('2'), 'times'), ('third weekly gain in a row', Decimal('3'), 'weeks')]
    """
    if not _HINT.search(plain):
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            value = _value(match["n"])
            if value is None or value < 2:
                continue
            unit = _unit(match.groupdict().get("unit") or "")
            kind = Kind.DURATION if unit else Kind.COUNT
            yield Figure(*match.span(), match[0], value, unit or "times", kind, is_word=not match["n"][0].isdigit())


def _value(text: str) -> Decimal | None:
    if (place := ordinal(text)) is not None:
        return Decimal(place)
    found = digits(text) if text.isdecimal() else chinese(text) or english(text)
    return found.value if found else None


def _unit(text: str) -> str:
    return next((name for name, pattern in _UNITS if re.search(pattern, text, re.IGNORECASE)), "")
