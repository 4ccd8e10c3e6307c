"""Rulings of this room: what closes, what does not, and the unit that would make it close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Basis, Evidence, Ruling
from liangrong.research.claims.verify.arithmetic.verdicts import refute, support
from liangrong.research.claims.verify.arithmetic.wording import number, shown
from liangrong.research.claims.verify.grammar.quantities import Quantity

__all__ = ["FACTORS", "closes", "doubted", "failed", "informative", "middle_in", "slip", "value_in"]

FACTORS: Final = tuple(Fraction(10) ** power for power in (1, -1, 2, -2, 3, -3, 4, -4))
"""What a slipped unit is off by: 亿 for billion, 万 for million, million for billion, 亿 for 万亿."""
_VAGUE: Final = Fraction(1, 5)
"""A result that rounding leaves open by more than a fifth of itself confirms nothing."""
_UNITS: Final = {
    Kind.MONEY: (
        ("元", 1),
        ("万元", 10**4),
        ("million yuan", 10**6),
        ("亿元", 10**8),
        ("billion yuan", 10**9),
        ("万亿元", 10**12),
    ),
}


def informative(made: Interval, *, sure: bool = False) -> bool:
    """Whether a computed interval is narrow enough to confirm anything; where it is ``sure`` what is compared, its sign is enough."""
    if made.low is None or made.high is None:
        return False
    if sure and made.low * made.high > 0:
        return True
    return made.high - made.low <= _VAGUE * max(abs(made.low), abs(made.high))


def closes(members: Iterable[Quantity], working: str, *, strength: str = "derived") -> list[Ruling]:
    """Everything in a relation that closes is supported."""
    found = {one.claim.number: one.claim for one in members}
    return support(
        found.values(),
        Note(f"{working}，与文中所写相符。", f"{working}, as the text says."),
        _evidence(members, working),
        basis=_basis(members),
        strength="derived" if strength == "derived" else "feasibility",
    )


def failed(
    wrong: Sequence[Quantity], members: Sequence[Quantity], working: str, corrected: str | None, *types: str
) -> list[Ruling]:
    """What a construction shows to be wrong."""
    error = types[0] if types else "arithmetic"
    printed = shown(wrong[0].figure)
    reason = Note(f"{working}，而文中写的是{printed}。", f"{working}, but the text says {printed}.")
    return refute(
        [one.claim for one in wrong], error, reason, _evidence(members, working), basis=_basis(members), corrected=corrected
    )


def doubted(wrong: Sequence[Quantity], members: Sequence[Quantity], reason: Note, *types: str) -> list[Ruling]:
    """A refutation with a reason of its own."""
    found = refute([one.claim for one in wrong], types[0], reason, _evidence(members, reason.en), basis=_basis(members))
    return [replace(ruling, judgement=replace(ruling.judgement, error_types=types)) for ruling in found] if types[1:] else found


def slip(one: Quantity, fits: Interval) -> str | None:
    """What a figure is in the unit that makes it fit; ``None`` where no slip of a unit does.

    Parameters
    ----------
    fits
        Where it ought to lie, in base units.
    """
    figure = one.figure
    if figure.kind not in (Kind.MONEY, Kind.COUNT, Kind.SHARES):
        return None
    for factor in FACTORS:
        if one.rounding.scaled(factor).meets(fits):
            return _in_other_unit(figure, factor)
    return None


def value_in(value: Fraction, figure: Figure) -> str:
    """A computed value in the printed unit of a figure, with two digits more than it prints."""
    places = max(0, -(figure.half_ulp * 2).adjusted() if figure.half_ulp else 0) + 1
    unit = figure.unit
    text = number(value / Fraction(figure.size), min(places, 6))
    return f"{text} {unit}" if unit[:1].isascii() and unit not in ("%", "x") else f"{text}{unit}"


def _in_other_unit(figure: Figure, factor: Fraction) -> str:
    size = Fraction(figure.size) * factor
    right = shown(figure, factor)
    for name, known in _UNITS.get(figure.kind, ()):
        if size == known:
            return f"{number(figure.value)} {name} = {right}"
    return right


def _evidence(members: Iterable[Quantity], working: str) -> list[Evidence]:
    seen = dict.fromkeys((one.claim.passage.start, one.claim.passage.end, one.claim.passage.text) for one in members)
    return [*(Evidence("passage", text, start=start, end=end) for start, end, text in seen), Evidence("calculation", working)]


def _basis(members: Iterable[Quantity]) -> Basis:
    return "within_sentence" if len({one.sentence for one in members}) == 1 else "same_document"


def middle_in(made: Interval, one: Quantity) -> str:
    """The middle of a computed interval in the printed unit of a quantity; of an open one, its lower end."""
    low = made.low or Fraction(0)
    return value_in(low if made.high is None else (low + made.high) / 2, one.figure)
