"""Which unit was meant: the one assignment of units that makes every relation close that fails as printed, and breaks none that closed.

Figures that were right are left as they are; where two assignments do equally well, nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Final

from liangrong.core.errors import Lang
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.arithmetic.equation import Equation, Outcome, Topic
from liangrong.research.claims.verify.arithmetic.term import Factors, Printed
from liangrong.research.claims.verify.arithmetic.wording import number

__all__ = ["Slip", "Solution", "corrected", "solve"]


@dataclass(frozen=True, slots=True)
class Slip:
    """A unit that is printed where another was meant.

    Parameters
    ----------
    size
        Of the printed unit, in base units.
    lang
        Whose the printed unit is.
    meant
        The unit that was meant; empty where only the decimal point slipped.
    factor
        What the printed figure must be multiplied by.
    rarity
        1 for what translators and typists do every day: 亿 turned into billion, 万 into million, 亿 and 万 mistaken for each other.
    """

    kind: Kind
    size: Decimal
    lang: Lang
    meant: str
    factor: Fraction
    rarity: int


def _slip(kind: Kind, size: int, lang: Lang, meant: str, meant_size: int, rarity: int) -> Slip:
    return Slip(kind, Decimal(size), lang, meant, Fraction(meant_size, size), rarity)


def _points(*units: tuple[int, Lang]) -> Iterator[Slip]:
    """A decimal point one place off, either way."""
    for size, lang in units:
        for times in (Fraction(1, 10), Fraction(10)):
            yield Slip(Kind.MONEY, Decimal(size), lang, "", times, 3)


_MILLION, _BILLION, _TRILLION, _WAN, _YI = 10**6, 10**9, 10**12, 10**4, 10**8
_SLIPS: Final = (
    _slip(Kind.MONEY, _BILLION, "en", "亿元", _YI, 1),
    _slip(Kind.MONEY, _MILLION, "en", "万元", _WAN, 1),
    _slip(Kind.MONEY, _TRILLION, "en", "亿元", _YI, 2),
    _slip(Kind.MONEY, _BILLION, "en", "million yuan", _MILLION, 2),
    _slip(Kind.MONEY, _MILLION, "en", "billion yuan", _BILLION, 2),
    _slip(Kind.MONEY, _BILLION, "en", "trillion yuan", _TRILLION, 2),
    _slip(Kind.MONEY, _TRILLION, "en", "billion yuan", _BILLION, 2),
    _slip(Kind.MONEY, _MILLION, "en", "亿元", _YI, 3),
    _slip(Kind.MONEY, _YI, "zh", "万元", _WAN, 1),
    _slip(Kind.MONEY, _WAN, "zh", "亿元", _YI, 1),
    _slip(Kind.MONEY, _YI, "zh", "万亿元", _TRILLION, 1),
    _slip(Kind.MONEY, _TRILLION, "zh", "亿元", _YI, 1),
    _slip(Kind.MONEY, _WAN, "zh", "元", 1, 2),
    _slip(Kind.MONEY, 1, "zh", "万元", _WAN, 2),
    _slip(Kind.MONEY, 1, "zh", "亿元", _YI, 2),
    *_points((_MILLION, "en"), (_BILLION, "en"), (_TRILLION, "en"), (_YI, "zh"), (_TRILLION, "zh")),
    _slip(Kind.COUNT, _MILLION, "en", "万", _WAN, 1),
    _slip(Kind.COUNT, _MILLION, "en", "thousand", 1000, 2),
    _slip(Kind.COUNT, _WAN, "zh", "million", _MILLION, 2),
    _slip(Kind.SHARES, _MILLION, "en", "万股", _WAN, 1),
    _slip(Kind.SHARES, _BILLION, "en", "亿股", _YI, 1),
    _slip(Kind.SHARES, _YI, "zh", "万股", _WAN, 1),
    _slip(Kind.SHARES, _WAN, "zh", "亿股", _YI, 1),
)
_TIGHT: Final = Fraction(1, 20)
"""A closing in another unit is no coincidence only where rounding leaves open less than this share."""
_EXACTLY: Final = Fraction(1, 5)
"""The same where the figures close to the printed digit."""
_TIGHTER: Final = Fraction(1, 100)
"""The same for a relation that the text does not print."""
_CLEARLY: Final = 1
"""By how much one explanation must be likelier than the next to be believed; by one more where a decimal point may have slipped."""
_CHANGES: Final = 3
"""How many figures may be in another unit beside what is printed, unless all that share the printed unit are."""
_MOST: Final = ((12, _CHANGES), (40, 2), (10**9, 1))
"""How many figures are changed together where so many might be: long tables are not searched through and through."""
_MOST_TIED: Final = 300
"""Relations that hang together at most: an article has a few dozen; a text that repeats itself a hundred times is not solved."""
_ROUNDS: Final = 3
"""How many different slips a text may have."""


@dataclass(frozen=True)
class Solution:
    """The units that were meant, and the relations that say so.

    Parameters
    ----------
    slips
        By printed figure.
    fixed
        By printed figure: relations that fail as printed and close so.
    untold
        Relations that fail as printed and close in one of several units: that somebody's unit slipped is sure, whose is not.
    """

    slips: dict[Printed, Slip]
    fixed: dict[Printed, tuple[Equation, ...]]
    untold: tuple[Equation, ...] = ()

    @property
    def factors(self) -> Factors:
        """What the slipped figures are multiplied by."""
        return {printed: slip.factor for printed, slip in self.slips.items()}


@dataclass(frozen=True)
class _Trial:
    """An assignment that closes something and breaks nothing."""

    slip: Slip
    printed: tuple[Printed, ...]
    fixed: tuple[Equation, ...]

    @property
    def mended(self) -> int:
        """How many different relations it closes."""
        return len({(one.formula, *(term.printed for term in one.terms)) for one in self.fixed})

    @property
    def cost(self) -> int:
        """How unlikely it is: a rare slip, and one more for every further figure."""
        return self.slip.rarity + len(self.printed) - 1

    @property
    def rank(self) -> tuple[int, int]:
        """The most relations closed first, then the likeliest."""
        return -self.mended, self.cost

    def rivals(self, other: _Trial) -> bool:
        """Whether another explanation, which changes other figures or otherwise, is nearly as good."""
        same = set(self.printed) == set(other.printed) and self.slip.factor == other.slip.factor
        margin = _CLEARLY if self.slip.meant and other.slip.meant else _CLEARLY + 1
        return not same and other.mended == self.mended and other.cost - self.cost < margin


def solve(equations: Sequence[Equation]) -> Solution:
    """Find the units that were meant.

    Parameters
    ----------
    equations
        All relations of a text; firm ones must close, loose ones speak only where they close to the digit.
    """
    slips: dict[Printed, Slip] = {}
    fixed: dict[Printed, tuple[Equation, ...]] = {}
    untold: list[Equation] = []
    for _ in range(_ROUNDS):
        factors = {printed: slip.factor for printed, slip in slips.items()}
        untold, best = [], []
        for part in _components(equations):
            if len(part) > _MOST_TIED:
                continue
            trials = _trials(part, factors, slips)
            if not trials:
                continue
            rivals = [trial for trial in trials[1:] if trials[0].rivals(trial)]
            if rivals:
                untold.extend(one for trial in (trials[0], *rivals) for one in trial.fixed)
            else:
                best.append(trials[0])
        if not best:
            break
        for trial in best:
            for printed in trial.printed:
                slips[printed] = trial.slip
                fixed[printed] = tuple(one for one in trial.fixed if _meets(one, (printed,))) or trial.fixed
    return Solution(slips, fixed, tuple(untold))


def corrected(printed: Printed, slip: Slip) -> str:
    """``25,145.96 亿元 = 2,514.596 billion yuan``."""
    value, unit, _ = printed
    if not slip.meant:
        return f"{number(Fraction(value) * slip.factor)} {unit}"
    return f"{number(value)} {slip.meant} = {number(Fraction(value) * slip.factor)} {unit}"


def _components(equations: Sequence[Equation]) -> Iterator[list[Equation]]:
    """Relations that share figures, directly or through others."""
    by_figure = _by_figure(equations)
    seen: set[int] = set()
    for first in equations:
        if id(first) in seen:
            continue
        seen.add(id(first))
        part, reached = [first], 0
        while reached < len(part):
            for term in part[reached].terms:
                for other in by_figure.pop(term.printed, ()):
                    if id(other) not in seen:
                        seen.add(id(other))
                        part.append(other)
            reached += 1
        yield part


def _trials(part: Sequence[Equation], factors: Factors, taken: Collection[Printed]) -> list[_Trial]:
    """Every assignment that mends something and breaks nothing, the best first."""
    outcomes = [one.outcome(factors) for one in part]
    failing = [one for one, outcome in zip(part, outcomes, strict=True) if outcome is Outcome.FAILS and one.relation == "equal"]
    if not failing:
        return []
    closing = [
        one
        for one, outcome in zip(part, outcomes, strict=True)
        if outcome is Outcome.CLOSES and (one.firm or _tight(one, factors))
    ]
    unfixable = [one for one, outcome in zip(part, outcomes, strict=True) if outcome is Outcome.FAILS and one.firm]
    touched = {term.printed for one in failing for term in one.terms}
    near = [*failing, *(one for one in closing if any(term.printed in touched for term in one.terms))]
    sides = tuple(_by_figure(some) for some in (failing, closing, unfixable))
    trials: list[_Trial] = []
    for slip in _SLIPS:
        open_to = sorted(
            {
                printed
                for one in near
                for term in one.terms
                if _may_slip(printed := term.printed, term.figure.size, slip) and printed not in taken
            },
            key=repr,
        )
        for some in _subsets(open_to) if slip.meant else ((one,) for one in open_to):
            tried = {**factors, **dict.fromkeys(some, slip.factor)}
            trial = _tried(some, slip, tried, *(_touching(side, some) for side in sides))
            if trial is not None:
                trials.append(trial)
    return sorted(trials, key=lambda trial: trial.rank)


def _tried(
    some: tuple[Printed, ...], slip: Slip, tried: Factors, failing: Sequence[Equation], closing: Sequence[Equation], firm: Sequence[Equation],
) -> _Trial | None:  # fmt: skip
    fixed = tuple(one for one in failing if one.outcome(tried) is Outcome.CLOSES and _tight(one, tried))
    if not fixed or (not slip.meant and not any(one.firm for one in fixed)):
        return None
    # Every figure that is changed must be needed: by a relation that is mended, or to keep one that closes beside another that is changed.
    kept = [one for one in closing if len({term.printed for term in one.terms}.intersection(some)) > 1]
    if any(all(term.printed != printed for one in (*fixed, *kept) for term in one.terms) for printed in some):
        return None
    if any(one.outcome(tried) is not Outcome.CLOSES for one in closing):
        return None
    if any(one.outcome(tried) is not Outcome.CLOSES and not _indifferent(one, tried) for one in firm):
        return None
    return _Trial(slip, some, fixed)


def _by_figure(equations: Sequence[Equation]) -> dict[Printed, list[Equation]]:
    """The relations of each printed figure."""
    found: dict[Printed, list[Equation]] = defaultdict(list)
    for one in equations:
        for printed in dict.fromkeys(term.printed for term in one.terms):
            found[printed].append(one)
    return found


def _touching(by_figure: dict[Printed, list[Equation]], some: tuple[Printed, ...]) -> list[Equation]:
    """The relations of any of some figures, each once."""
    return list({id(one): one for printed in some for one in by_figure.get(printed, ())}.values())


def _subsets(printed: Sequence[Printed]) -> Iterator[tuple[Printed, ...]]:
    most = next(count for limit, count in _MOST if len(printed) <= limit)
    for count in range(1, min(most, len(printed)) + 1):
        yield from combinations(printed, count)
    if len(printed) > _CHANGES:
        yield tuple(printed)


def _may_slip(printed: Printed, size: Decimal, slip: Slip) -> bool:
    _, unit, kind = printed
    return kind is slip.kind and size == slip.size and unit[:1].isascii() is (slip.lang == "en") and unit != slip.meant


def _meets(equation: Equation, some: tuple[Printed, ...]) -> bool:
    return any(term.printed in some for term in equation.terms)


def _tight(equation: Equation, factors: Factors) -> bool:
    """Whether a closing is no coincidence; what two levels leave open of their difference is little beside the levels, and of a growth beside their quotient."""
    loose = equation.looseness(factors)
    if equation.relation != "equal" or loose is None:
        return False
    if equation.topic is Topic.CHANGE:
        result, most = abs(equation.terms[-1].point(factors)), max(abs(term.point(factors)) for term in equation.terms)
        loose = loose * result / most if most else loose
    if equation.topic is Topic.GROWTH and equation.firm:
        result = abs(equation.terms[-1].point(factors))
        loose = loose * result / (1 + result)
    exact = equation.firm and loose <= _EXACTLY and equation.point(factors) == equation.terms[-1].point(factors)
    return exact or loose <= (_TIGHT if equation.firm else _TIGHTER)


def _indifferent(equation: Equation, tried: Factors) -> bool:
    """Whether what an equation makes does not hang on the units that are tried: a growth of two levels in one unit."""
    return equation.point() == equation.point(tried) and equation.terms[-1].printed not in tried
