"""A figure as it enters an equation: its sign, the readings that its words allow, and the unit that is tried for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.comparison import FLOWS

__all__ = ["Factors", "Printed", "Term", "alike", "printed_as", "term_of"]

Printed: TypeAlias = tuple[Decimal, str, Kind]
"""What a reader sees of a figure: equal figures of a text share their fate."""
Factors: TypeAlias = dict[Printed, Fraction]
"""By what the units of some printed figures are multiplied, to try whether others were meant."""

_SIGNED: Final = frozenset({Aspect.CHANGE, Aspect.GROWTH, Aspect.SIGN})
_RATES: Final = frozenset({Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.BASIS_POINT, Kind.MULTIPLE})


@dataclass(frozen=True, slots=True)
class Term:
    """One figure of an equation.

    Parameters
    ----------
    figure
        What is printed.
    claims
        The claims that say it; empty where nobody claims it.
    sign
        -1 where a printed positive figure is a fall or an outflow.
    shifts
        What may be added to the reading: 0, or -1 too where "twice" may mean a growth of 200 % or of 100 %.
    at_least
        Whether only a lower bound is said without any word that hedges the figure: a line that is crossed.
    """

    figure: Figure
    claims: tuple[int, ...] = ()
    sign: int = 1
    shifts: tuple[int, ...] = (0,)
    at_least: bool = False

    @property
    def printed(self) -> Printed:
        """What a reader sees of it."""
        return printed_as(self.figure)

    def readings(self, factors: Factors | None = None) -> tuple[Interval, ...]:
        """Where the true value may lie, in base units, for every reading of the words."""
        return _readings(self.figure, self._factor(factors), self.sign, self.shifts, self.at_least)

    def point(self, factors: Factors | None = None) -> Fraction:
        """The figure as printed, in base units and with its sign, in its first reading."""
        return self.sign * Fraction(self.figure.base) * self._factor(factors) + self.shifts[0]

    def _factor(self, factors: Factors | None) -> Fraction:
        return (factors or {}).get(self.printed, Fraction(1))


def alike(one: Figure, other: Figure) -> bool:
    """Whether two figures measure one kind of thing; a currency that is not printed may be any."""
    return one.kind is other.kind and (one.currency == other.currency or not (one.currency and other.currency))


def printed_as(figure: Figure) -> Printed:
    """What a reader sees of a figure."""
    return figure.value, figure.unit, figure.kind


def term_of(claim: Claim, *others: int) -> Term:
    """The figure of a claim as a term.

    Parameters
    ----------
    others
        Further claims that stand or fall with it.

    Raises
    ------
    ValueError
        The claim has no figure.
    """
    figure = claim.figure
    if figure is None:
        raise ValueError("a claim without a figure is no term")
    has_sign = claim.aspect in _SIGNED or claim.metric in FLOWS
    sign = -1 if has_sign and claim.signed < 0 and figure.value >= 0 else 1
    twice = claim.aspect is Aspect.GROWTH and figure.kind is Kind.MULTIPLE
    crossing = claim.aspect is Aspect.CROSSING and claim.direction not in ("down", "below")
    return Term(figure, (claim.number, *others), sign, (0, -1) if twice else (0,), crossing)


@lru_cache(maxsize=4096)
def _readings(figure: Figure, factor: Fraction, sign: int, shifts: tuple[int, ...], at_least: bool) -> tuple[Interval, ...]:
    said = figure.interval(figure.size * Decimal(factor.numerator) / Decimal(factor.denominator))
    if at_least and figure.hedge is Hedge.NONE:
        said = Interval(said.low, None)
    said = said if sign > 0 else -said
    return tuple(said + Interval.around(shift) for shift in shifts)
