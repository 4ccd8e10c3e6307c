"""Rulings in one line: supported by, or refuted by, something that lies outside the text."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.core.units import Unit, display
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.judgement import Basis, Evidence, Judgement, Ruling, Strength, Verdict

__all__ = ["in_unit", "refuted", "shown_base", "supported"]

_UNITS: Final = {
    Kind.MONEY: Unit.YUAN,
    Kind.PERCENT: Unit.RATIO,
    Kind.SHARES: Unit.SHARE,
    Kind.COUNT: Unit.COUNT,
    Kind.POINTS: Unit.POINT,
}
_VERDICTS: Final = {"unit_slip": Verdict.UNIT_ERROR, "arithmetic": Verdict.ARITHMETIC_ERROR}


def supported(
    claim: Claim,
    reason: Note,
    *,
    basis: Basis,
    evidence: tuple[Evidence, ...] = (),
    strength: Strength = "derived",
    flags: tuple[str, ...] = (),
) -> Ruling:
    """The claim agrees with what is known."""
    return Ruling(claim.number, Judgement(Verdict.CONSISTENT, reason, basis, strength, evidence=evidence, flags=flags))


def refuted(
    claim: Claim,
    reason: Note,
    *types: str,
    basis: Basis,
    corrected: str | None = None,
    evidence: tuple[Evidence, ...] = (),
    verdict: Verdict | None = None,
    flags: tuple[str, ...] = (),
) -> Ruling:
    """The claim disagrees; the first type of error names the verdict unless one is given."""
    found = verdict or _VERDICTS.get(types[0], Verdict.CONTRADICTS_PUBLISHED)
    return Ruling(claim.number, Judgement(found, reason, basis, None, types, corrected, evidence, flags))


def shown_base(value: object, kind: Kind, lang: str = "zh") -> str:
    """A value in base units as readers expect it: 亿元, percent, points."""
    unit = _UNITS.get(kind)
    number = value if isinstance(value, float) else float(value)  # type: ignore[arg-type]
    return f"{number:,.2f}" if unit is None else display(number, unit, "zh" if lang == "zh" else "en")


def in_unit(figure: Figure, right: str, size: int) -> str:
    """A printed number in the unit that makes it right, and the same amount in the printed unit.

    Examples
    --------
    >>> from decimal import Decimal
    >>> printed = Figure(0, 9, "25,145.96 billion", Decimal("25145.96"), "billion yuan", Kind.MONEY, Decimal(10**9), Decimal("0.005"))
    >>> in_unit(printed, "亿元", 10**8)
    '25,145.96 亿元 = 2,514.596 billion yuan'
    """
    same = (figure.value * size / figure.size).normalize()
    return f"{figure.value:,f} {right} = {same:,f} {figure.unit}"
