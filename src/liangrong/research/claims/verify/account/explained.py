"""Whether what is printed follows from two other figures of the example by one step: then the story of the account was misread, and nothing is refuted.

It bears nothing out: among many figures something closes by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations

from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.roles import Part

__all__ = ["is_explained"]

_TOTALS = frozenset({Role.RATIO, Role.ASSETS, Role.POSITION, Role.EQUITY})
"""Of anything else the wrong step (multiplied for divided, or the part for the whole) gives a figure too, and is the very error."""
_STEPS = frozenset({Role.INTEREST, Role.FALL, Role.GAIN})
_LATELY = 8
_EACH = re.compile(
    r"旧规|新规|前者|后者|\b(?:former|latter|(?:old|new|previous) (?:ratio|rule|one))\b|(?:比例|\bat )(?P<one>\d+)%(?=.*(?:比例|\bat )(?!(?P=one)%)\d+%)",
    re.IGNORECASE,
)
"""Two rules are held against each other: which of them a loan follows its own clause says."""
_WITHIN = Fraction(1, 5)
"""A percentage up to here may be a rate or a step of the price."""


def is_explained(part: Part, known: Sequence[Part]) -> bool:
    """Whether one quotient, product or sum of two figures, one of them of an earlier sentence, gives the printed one to its last digit; the account has read its own sentence.

    Parameters
    ----------
    known
        The figures of the example so far, the printed one among them or not.
    """
    figure = part.figure
    if _EACH.search(part.passage.text) and any(
        one.figure.base == figure.base
        for one in known
        if one.figure.kind is figure.kind is Kind.MONEY and one.figure.start < figure.start
    ):
        return True
    if part.guess in _STEPS:
        return _follows(part, known)
    if part.guess not in _TOTALS or (part.guess is Role.RATIO and figure.base < 1):
        return False
    half = Fraction(figure.half_ulp * figure.size)
    ahead = [one for one in known if one.figure.start < figure.start and one.figure.upper is None and one.figure.base]
    own = [one.figure for one in ahead if one.passage == part.passage]

    def closes(figures: Sequence[Figure]) -> bool:
        return any(abs(value - Fraction(figure.base)) <= half for value in _made(figure.kind, figures))

    lately = [one.figure for one in ahead if one.figure.kind is Kind.MONEY][-_LATELY:]
    worked_out = [one for one in own if any(first.base + second.base == one.base for first, second in combinations(lately, 2))]
    if part.guess is Role.RATIO and any(abs(one - Fraction(figure.base)) <= half for one in _shares_of(worked_out, own)):
        return True
    return closes([one.figure for one in ahead]) and not closes(own)


def _shares_of(totals: Sequence[Figure], others: Sequence[Figure]) -> Iterator[Fraction]:
    """A total that was itself worked out, over each other amount."""
    yield from (one / other for one in _of(totals, Kind.MONEY) for other in _of(others, Kind.MONEY))


def _follows(part: Part, known: Sequence[Part]) -> bool:
    """Whether interest is that of an amount and a rate just told, a gain the difference of two amounts, or a fall leads from a told ratio to another."""
    printed, half = Fraction(part.figure.base), Fraction(part.figure.half_ulp * part.figure.size)
    ahead = [one for one in known if one.figure.start < part.figure.start and one.figure.base]
    own = [one.figure for one in ahead if one.passage == part.passage]
    lately = [one.figure for one in ahead[-_LATELY:]]
    if part.guess is Role.INTEREST and any(one.passage == part.passage and one.guess in (Role.FALL, Role.RISE) for one in ahead):
        return False
    if part.guess is Role.INTEREST:
        made = [one * share for one in _of(lately, Kind.MONEY) for share in _of(lately, Kind.PERCENT)]
    elif part.guess in (Role.GAIN, Role.LOSS):
        made = [abs(one - other) for one in _of(own, Kind.MONEY) for other in _of(lately, Kind.MONEY)]
    else:
        ratios = _of([one.figure for one in ahead if one.figure.base > 1], Kind.PERCENT)
        made = [1 - one / other for one, other in permutations(ratios, 2) if one < other]
    return any(abs(one - printed) <= half for one in made)


def _made(kind: Kind, others: Sequence[Figure]) -> Iterator[Fraction]:
    amounts = _of(others, Kind.MONEY)
    shares = _of(others, Kind.PERCENT)
    if kind is Kind.PERCENT:
        yield from (one / other for one, other in permutations(amounts, 2))
        yield from (1 - one / other for one, other in permutations(shares, 2) if one < other)
    elif kind is Kind.MONEY:
        yield from (one + other for one, other in combinations(amounts, 2))
        yield from (one * share for one in amounts for share in shares)
        yield from (one * (1 - share) for one in amounts for share in shares if share <= _WITHIN)
        yield from (one * (1 + share) for one in amounts for share in shares if share <= _WITHIN)


def _of(others: Iterable[Figure], kind: Kind) -> list[Fraction]:
    return list(dict.fromkeys(abs(Fraction(one.base)) for one in others if one.kind is kind))
