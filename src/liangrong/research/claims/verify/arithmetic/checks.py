"""All checks of numbers against numbers, in the order in which they are believed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Check, Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.blame import repeated, rule, slipped
from liangrong.research.claims.verify.arithmetic.counts import check_counts
from liangrong.research.claims.verify.arithmetic.equation import Equation
from liangrong.research.claims.verify.arithmetic.formulas import formulas
from liangrong.research.claims.verify.arithmetic.from_to import from_to
from liangrong.research.claims.verify.arithmetic.labels import mixups, rule_on_mixups
from liangrong.research.claims.verify.arithmetic.legs import anchored, compounding
from liangrong.research.claims.verify.arithmetic.lengths import check_lengths
from liangrong.research.claims.verify.arithmetic.levels import changes, windows
from liangrong.research.claims.verify.arithmetic.lists import check_lists
from liangrong.research.claims.verify.arithmetic.means import check_means
from liangrong.research.claims.verify.arithmetic.parts import parts
from liangrong.research.claims.verify.arithmetic.phrases import phrases
from liangrong.research.claims.verify.arithmetic.ranges import ranges
from liangrong.research.claims.verify.arithmetic.repeats import same_levels
from liangrong.research.claims.verify.arithmetic.sheet import Sheet, sheet_of
from liangrong.research.claims.verify.arithmetic.unit_slip import solve

__all__ = ["CHECKS", "check_arithmetic", "equations_of"]


def equations_of(sheet: Sheet) -> list[Equation]:
    """Every relation that the text itself implies between its figures."""
    found = windows(sheet)
    moves = list(changes(sheet, found))
    legs = compounding(sheet, anchored(sheet, found, moves))
    return [
        *phrases(sheet),
        *from_to(sheet),
        *ranges(sheet),
        *formulas(sheet),
        *moves,
        *legs,
        *parts(sheet),
        *same_levels(sheet),
    ]


def check_arithmetic(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterator[Ruling]:
    """Recompute whatever the figures of an article allow, and say what closes and what cannot.

    Units that slipped come first, so that nothing is called wrong that only follows from them.
    """
    sheet = sheet_of(article, claims, desk)
    equations = equations_of(sheet)
    solution = solve(equations)
    yield from slipped(sheet, equations, solution)
    mixed = mixups(sheet, equations, solution.factors)
    yield from rule_on_mixups(sheet, mixed, solution.factors)
    misnamed = {one.misnamed.number for one in mixed}
    sound = [one for one in equations if not misnamed.intersection(place for term in one.terms for place in term.claims)]
    yield from repeated(sheet, list(rule(sheet, sound, solution)))
    yield from check_counts(sheet, solution.factors)
    yield from check_means(sheet)
    yield from check_lists(sheet)
    yield from check_lengths(sheet)


CHECKS: Final[tuple[Check, ...]] = (check_arithmetic,)
