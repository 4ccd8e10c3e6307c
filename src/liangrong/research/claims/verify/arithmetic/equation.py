"""An equation between printed figures: what it computes from which figures, with which it is compared, and how it comes out.

Which equations a text implies is found elsewhere; who is to blame for one that fails, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from fractions import Fraction
from itertools import product
from typing import Final, Literal, TypeAlias

from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.arithmetic.term import Factors, Term

__all__ = ["Blame", "Compute", "Equation", "Outcome", "Relation", "Topic"]

Compute: TypeAlias = Callable[[Sequence[Interval]], Interval | None]
"""From the operands to the result; ``None`` where it cannot be told, such as a quotient by what may be zero."""
Relation: TypeAlias = Literal["equal", "at_most", "at_least", "inside"]
"""How what is computed stands to the last figure."""
Blame: TypeAlias = Literal["result", "rates", "all"]
"""Who is at fault where nothing else tells: the figure that was computed by the author, the percentages, or all of them, since none was."""

_TELLING: Final = Fraction(3, 10)
"""An agreement is a recomputation only where rounding leaves open less than this share of the figure."""


class Topic(StrEnum):
    """What an equation is about."""

    SAME = "same"
    CROSSING = "crossing"
    CHANGE = "change"
    GROWTH = "growth"
    COMPOUNDING = "compounding"
    PART = "part"
    SUM = "sum"
    SHARE = "share"
    MULTIPLE = "multiple"
    MEAN = "mean"
    FORMULA = "formula"
    RANGE = "range"
    SIGN = "sign"


class Outcome(Enum):
    """How an equation comes out."""

    CLOSES = "closes"
    FAILS = "fails"
    OPEN = "open"
    """It cannot be told."""


@dataclass(frozen=True)
class Equation:
    """One relation between printed figures.

    Parameters
    ----------
    terms
        The operands, and the figure that is compared with what they make, last.
    formula
        The operands' way of making the result, with ``{0}``, ``{1}`` for them: ``{1}/{0} - 1``.
    computes
        Several where the words allow several readings of the relation; it fails only where all do.
    firm
        Whether the text itself says that the relation holds: same subject, printed days. Otherwise a failure says nothing.
    supports
        Which terms a closing supports, by place; all where empty.
    error
        The type of error where it fails.
    repeats
        Whether it only says a thing twice, so that it confirms nobody.
    """

    topic: Topic
    terms: tuple[Term, ...]
    formula: str
    computes: tuple[Compute, ...]
    relation: Relation = "equal"
    firm: bool = False
    blame: Blame = "result"
    supports: tuple[int, ...] = ()
    error: str = "arithmetic"
    repeats: bool = False

    def outcome(self, factors: Factors | None = None) -> Outcome:
        """How it comes out with the units as printed, or as tried."""
        told = False
        for readings in product(*(term.readings(factors) for term in self.terms)):
            for compute in self.computes:
                made = compute(readings[:-1])
                if made is None:
                    continue
                told = True
                if self._agrees(made, readings[-1]):
                    return Outcome.CLOSES
        return Outcome.FAILS if told else Outcome.OPEN

    def made(self, factors: Factors | None = None) -> Interval | None:
        """What the operands make, in the reading that agrees, else in the first that can be told."""
        first = None
        for readings in product(*(term.readings(factors) for term in self.terms)):
            for compute in self.computes:
                made = compute(readings[:-1])
                if made is not None and self._agrees(made, readings[-1]):
                    return made
                first = first or made
        return first

    def point(self, factors: Factors | None = None) -> Fraction | None:
        """What the operands make as printed, in the reading nearest to the figure; ``None`` where it cannot be told."""
        points = [Interval.around(term.point(factors)) for term in self.terms[:-1]]
        found = [made.low for compute in self.computes if (made := compute(points)) is not None and made.low is not None]
        stated = self.terms[-1].point(factors)
        return min(found, key=lambda made: abs(made - stated), default=None)

    def looseness(self, factors: Factors | None = None) -> Fraction | None:
        """What rounding and hedges leave open as a share of the result; ``None`` where a side is unbounded."""
        made, stated = self.made(factors), self.terms[-1].readings(factors)[0]
        if made is None or made.low is None or made.high is None or stated.low is None or stated.high is None:
            return None
        size = max(abs(made.low), abs(made.high), abs(stated.low), abs(stated.high))
        return (made.high - made.low + stated.high - stated.low) / size if size else Fraction(0)

    def is_telling(self, factors: Factors | None = None) -> bool:
        """Whether a closing is a recomputation, and not only a bound that holds."""
        if self.relation != "equal":
            return False
        loose, point, result = self.looseness(factors), self.point(factors), self.terms[-1]
        if loose is not None and loose <= _TELLING:
            return True
        if loose is None:
            return point is not None and any(stated.contains(point) for stated in result.readings(factors))
        return point is not None and point in {result.point(factors) - result.shifts[0] + shift for shift in result.shifts}

    def _agrees(self, made: Interval, stated: Interval) -> bool:
        match self.relation:
            case "at_most":
                return not stated.below(made)
            case "at_least":
                return not made.below(stated)
            case "inside":
                return made.common(stated) == made
        return made.meets(stated)
