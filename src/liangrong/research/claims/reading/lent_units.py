"""Amounts that print no currency, no noun or no unit take it from the amounts around them: 2,641.9 billion yuan, then 8.4 billion more.

Only what the reader of the paragraph would supply is supplied; a noun behind the number, a sign of another currency or neighbours that differ leave
it alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from liangrong.research.claims.figure import Figure, Kind

__all__ = ["lent"]

_MAGNITUDES: Final = frozenset({"thousand", "million", "billion", "trillion"})
_LARGE: Final = Decimal(10**8)
"""From this size on a number is money unless somebody is counted in the same size."""
_ALIKE: Final = 1000
_CLOSE: Final = 10
_FOLLOWS: Final = re.compile(
    r"\s*(?:[,，.。;；:：)）、—–-]|$|\s(?:of|in|on|a|an|per|by|to|at|and|or|for|from|had|have|has|were|was|are|is|did|belong\w*|opened|closed|came|went|each|more|fewer|less|the|last|this|that|which|with|than|after|before|against|new|net)\b)"
    r"|[的在来属是为已仍被]"
)
"""What may stand behind a number that prints nothing: no noun of its own."""
_AT: Final = re.compile(r"(?:\b(?:at|index|level|price|code|no\.|page|year)|指数|点位|报|价|收于|收)\s*$", re.IGNORECASE)
_INDEX: Final = re.compile(
    r"\bind(?:ex|ices|exes)\b|\bcomposite\b|\bRSI\b|\bPMI\b|\bVIX\b|\bfutures\b|\bCSI\b|\bSTAR 50\b|\bHang Seng\b|指数|沪指|大盘|深成指",
    re.IGNORECASE,
)
_RATIO: Final = re.compile(
    r"%|\bper ?cent\b|\b(?:shares?|ratios?|rates?|yields?|margins?|coupon)\b(?! (?:of|on) loan)", re.IGNORECASE
)
_POINTS: Final = Decimal(60)
_FOREIGN: Final = re.compile(
    r"(?:(?P<USD>美元|美金|\bdollars?)|(?P<HKD>港元|港币))(?:约|为|是|近|超|计|口径|合|about| of| at| to|[\s:：])*$"
)


def lent(found: Sequence[Figure], text: str, *, start: int, beside: Callable[[], Sequence[Figure]]) -> tuple[Figure, ...]:
    """The figures of a passage, with what those around them lend.

    Parameters
    ----------
    found
        As they were read.
    text
        The article; ``start`` is where the passage begins.
    beside
        The figures of the sentences before and behind it in its paragraph, the nearest first; asked only where the passage itself lends nothing.

    Examples
    --------
    >>> from liangrong.research.claims.reading.figures import read_figures
    >>> said = "It was 2,641.9 billion yuan, and 8.4 billion more a day later."
    >>> [one.unit for one in lent(read_figures(said), said, start=0, beside=tuple)]
    ['billion yuan', 'billion yuan']
    """
    if not any(_is_bare(one) or one.kind is Kind.POINTS for one in found):
        return tuple(found)
    lenders = [one for one in found if _lends(one)]
    behind = max((one.end for one in found), default=start)
    said = text[start : behind + 60].partition("\n")[0]
    done = []
    for one in found:
        if one.kind is Kind.POINTS:
            done.append(_pointed(one, said))
        elif _is_bare(one):
            near = sorted(lenders, key=lambda other: (other.start > one.start, abs(other.start - one.start)))
            made = _from(one, near, text)
            if made is one and one.kind is not Kind.NUMBER:
                made = _from(one, beside(), text)
            done.append(made)
        else:
            done.append(one)
    return tuple(done)


def _is_bare(one: Figure) -> bool:
    """Whether a figure is an amount without a currency, or a number without a unit."""
    if one.currency:
        return False
    if one.kind is Kind.MONEY:
        return one.size > 1
    return one.kind is Kind.NUMBER and not one.unit


def _lends(one: Figure) -> bool:
    return (one.kind is Kind.MONEY and bool(one.currency)) or (one.kind is Kind.COUNT and bool(one.unit) and not one.is_word)


def _from(one: Figure, near: Sequence[Figure], text: str) -> Figure:
    """One figure, with what the nearest that can lend to it lends."""
    if foreign := _FOREIGN.search(text[max(0, one.start - 12) : one.start]):
        code = foreign.lastgroup or ""
        return _priced(one, code) if one.kind is Kind.MONEY else one
    money = [other for other in near if other.kind is Kind.MONEY]
    counts = [other for other in near if other.kind is Kind.COUNT and _is_alike(one, other, _ALIKE)]
    if one.kind is Kind.NUMBER:
        return _numbered(one, money, counts, text)
    if counts and (not money or _is_counted(one, money, counts)):
        return replace(one, kind=Kind.COUNT, unit=one.unit.removesuffix("元") or counts[0].unit)
    codes = {other.currency for other in money}
    return _priced(one, codes.pop()) if len(codes) == 1 else one


def _is_counted(one: Figure, money: Sequence[Figure], counts: Sequence[Figure]) -> bool:
    """Whether the nearest that prints the same size is a count."""
    sized = [other for other in (*counts, *money) if other.size == one.size]
    if not sized or one.size >= _LARGE:
        return bool(sized) and all(other.kind is Kind.COUNT for other in sized)
    return min(sized, key=lambda other: abs(other.start - one.start)).kind is Kind.COUNT


def _numbered(one: Figure, money: Sequence[Figure], counts: Sequence[Figure], text: str) -> Figure:
    """A number without any unit: a count beside counts, an amount beside amounts that are printed alike."""
    if not _FOLLOWS.match(text, one.end):
        return one
    before = text[max(0, one.start - 12) : one.start]
    whole = one.value == one.value.to_integral_value() and one.half_ulp >= Decimal("0.5")
    if whole and counts and abs(one.value) >= _CLOSE and not _AT.search(before):
        return replace(one, kind=Kind.COUNT, unit=counts[0].unit if counts[0].size == 1 else "", half_ulp=Decimal(0))
    if not whole and money and money[0].half_ulp == one.half_ulp and not one.is_word and "%" not in text[one.end : one.end + 2]:
        lender = money[0]
        if lender.value and Decimal(1) / _CLOSE <= abs(one.value / lender.value) <= _CLOSE:
            return replace(one, kind=Kind.MONEY, unit=lender.unit, size=lender.size, currency=lender.currency)
    return one


def _is_alike(one: Figure, other: Figure, factor: int) -> bool:
    if not one.base or not other.base:
        return True
    return Decimal(1) / factor <= abs(one.base / other.base) <= factor


def _priced(one: Figure, code: str) -> Figure:
    if one.unit in _MAGNITUDES:
        return replace(one, unit=f"{one.unit} {'yuan' if code == 'CNY' else code}", currency=code)
    if code != "CNY" and one.unit.endswith("元"):
        return replace(one, unit=one.unit.removesuffix("元") + ("美元" if code == "USD" else "港元"), currency=code)
    return replace(one, currency=code)


def _pointed(one: Figure, said: str) -> Figure:
    """Three points above its mean, of a share: percentage points."""
    if one.unit != "points" or abs(one.value) > _POINTS or _INDEX.search(said) or not _RATIO.search(said):
        return one
    return replace(one, kind=Kind.PERCENTAGE_POINT, unit="pp", size=Decimal("0.01"))
