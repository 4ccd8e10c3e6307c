"""The figures of an example around a sentence, each with the part it may play, whatever the order in which they are told.

The story of one account is followed elsewhere; here everything that stands near is laid side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.account.keeping import value_of
from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.roles import Part
from liangrong.research.claims.verify.account.state import Value
from liangrong.research.claims.verify.account.words import TWICE

__all__ = ["Ledger", "laid"]

_YEARS: Final = (360, 365)
_IN_YEAR: Final = {"months": Fraction(1, 12), "years": Fraction(1)}
_DAYS: Final = frozenset({"days", "天", "日", "calendar days", "个自然日", "自然日"})
_YEAR: Final = re.compile(r"^[\s-]*(?:days?[\s-]*)?(?:year|基准|计息|计算|一年)|^\s*(?:天|日)?(?:计息|计算)", re.IGNORECASE)
_RATES: Final = Fraction(1, 5)
_INTEREST: Final = re.compile(
    r"利息|息费|计息|年化|利率|费率|\brates?\b|\binterest\b|\baccru\w+|\bday[- ]|\bper annum\b|\ba year\b", re.IGNORECASE
)
"""Where interest is spoken of, a small percentage is its rate."""
_FEW_MOVES: Final = 3
"""So many may follow each other."""
_HALF_YEAR: Final = re.compile(r"半年|half a year|six months", re.IGNORECASE)
_SPANS: Final = (
    (re.compile(r"两周|两个星期|\bfortnight\b|\btwo weeks\b", re.IGNORECASE), 14),
    (re.compile(r"(?<!上)(?<!本)一周|一个星期|\b(?:a|one) (?:calendar )?week\b", re.IGNORECASE), 7),
)
_ALL_OF_IT: Final = re.compile(r"腰斩|减半|折半|\bhalv\w+|\bcut in half\b", re.IGNORECASE)
_DOUBLED: Final = re.compile(r"翻[一]?[倍番]|\bdoubl\w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Values by the part that they may play.

    Parameters
    ----------
    years
        Times as shares of a year, once for each year that interest may be reckoned by.
    moves
        What is left of one after each fall or rise that is told.
    ratios
        The margin ratios that may be meant.
    """

    values: tuple[tuple[Role, Value], ...]
    years: tuple[Value, ...]
    days: tuple[Value, ...]
    moves: tuple[Value, ...]
    ratios: tuple[Value, ...]

    @property
    def owes_shares(self) -> bool:
        """Whether what is owed are shares that were sold short, so that a move changes the debt and not what is held."""
        return any(role is Role.SHORT for role, _ in self.values) and not self.of(Role.LOAN, Role.LIMIT)

    def of(self, *roles: Role) -> tuple[Value, ...]:
        """The values of these parts, in the order of the text."""
        return tuple(dict.fromkeys(value for role, value in self.values if role in roles))


def laid(parts: Iterable[Part], *, without: Part, ratios: Sequence[Value], text: str) -> Ledger:
    """The ledger of all figures but one.

    Parameters
    ----------
    without
        The figure that is to be worked out.
    ratios
        The margin ratios that may be meant.
    text
        The words around, which may tell a fall by half or a half year.
    """
    values: list[tuple[Role, Value]] = []
    years: list[Value] = []
    days: list[Value] = []
    moves: list[Value] = []
    for part in parts:
        figure = part.figure
        if figure.start == without.figure.start or figure.upper is not None:
            continue
        value = value_of(part)
        if not value.amount:
            continue
        if figure.kind is Kind.DURATION:
            years += _in_years(part, value)
            if figure.unit in _DAYS:
                days.append(value)
            continue
        is_rate = part.guess is Role.UNKNOWN and figure.kind is Kind.PERCENT and value.amount < _RATES and _INTEREST.search(text)
        values.append((Role.RATE if is_rate else part.guess, value))
        if part.guess in (Role.FALL, Role.RISE, Role.RETURN, Role.UNKNOWN) and figure.kind is Kind.PERCENT and value.amount < 1:
            moves += _moves(part, value)
    if _HALF_YEAR.search(text):
        years.append(Value(Fraction(1, 2), "1/2"))
    for words, count in _SPANS:
        if words.search(text):
            years += [Value(Fraction(count, year), f"{count}/{year}") for year in _YEARS]
    if _ALL_OF_IT.search(text):
        moves.append(Value(Fraction(1, 2), "1/2"))
    if _DOUBLED.search(text):
        moves.append(Value(Fraction(2), "2"))
    moves += [one * other for one, other in combinations(moves, 2)] if len(moves) <= _FEW_MOVES else []
    return Ledger(tuple(values), tuple(years), tuple(days), tuple(dict.fromkeys(moves)), tuple(ratios))


def _in_years(part: Part, value: Value) -> list[Value]:
    unit = part.figure.unit
    if unit in _DAYS and not (value.amount in _YEARS and _YEAR.match(part.after)):
        return [Value(value.amount / year, f"{value.words}/{year}") for year in _YEARS]
    share = _IN_YEAR.get(unit)
    return [Value(value.amount * share, value.words)] if share else []


def _moves(part: Part, value: Value) -> list[Value]:
    one = Value(Fraction(1), "1")
    if part.guess is Role.RISE:
        return [Value((one + value).amount, f"(1 + {value.words})")]
    left = Value((one - value).amount, f"(1 - {value.words})")
    found = [left]
    if TWICE.search(part.passage.text[: part.figure.start - part.passage.start]):
        found.append(left * left)
    if part.guess is Role.UNKNOWN:
        found.append(Value((one + value).amount, f"(1 + {value.words})"))
    return found
