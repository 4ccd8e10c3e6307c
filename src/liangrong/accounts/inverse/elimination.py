"""Linear relations between unknowns, solved exactly: whether there is a solution, and between which bounds an unknown lies.

Fourier-Motzkin elimination in fractions: an unknown is removed by adding every relation that bounds it from below to every one
that bounds it from above, until one unknown is left. Open and closed bounds stay apart. Made for a dozen relations between half
a dozen unknowns; the work grows fast beyond that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

__all__ = ["CONSTANT", "Linear", "Relation", "Span", "ratio_span", "satisfiable", "span"]

CONSTANT: Final = ""
"""The name under which the constant of a linear expression stands."""

Linear: TypeAlias = Mapping[str, Fraction]
"""Unknown to coefficient."""

_VALUE: Final = "(value)"
_SCALE: Final = "(scale)"


@dataclass(frozen=True, slots=True)
class Relation:
    """A linear expression that is zero, positive, or not negative."""

    expression: Linear
    sign: Literal["=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Span:
    """The values that an unknown can take; ``None`` where there is no bound, ``open`` where the bound itself is not taken."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = True
    high_open: bool = True


def satisfiable(relations: Iterable[Relation]) -> bool:
    """Return whether some values of the unknowns meet all relations.

    Examples
    --------
    >>> x, one = Fraction(1), Fraction(-1)
    >>> satisfiable([Relation({"x": x, CONSTANT: one}, ">"), Relation({"x": -x, CONSTANT: -one}, ">=")])
    False
    """
    return span(relations, CONSTANT) is not None


def span(relations: Iterable[Relation], unknown: str) -> Span | None:
    """Return the values of one unknown for which the others can meet all relations; ``None`` when there is no solution."""
    system = list(relations)
    while names := sorted({name for r in system for name, value in r.expression.items() if value} - {unknown, CONSTANT}):
        system = _without(system, min(names, key=lambda name: _pairs(system, name)))
    found = Span()
    for relation in system:
        coefficient = relation.expression.get(unknown, Fraction(0)) if unknown != CONSTANT else Fraction(0)
        constant = relation.expression.get(CONSTANT, Fraction(0))
        if not coefficient:
            if not _holds(constant, relation.sign):
                return None
            continue
        bound, is_open = -constant / coefficient, relation.sign == ">"
        if coefficient > 0 or relation.sign == "=":
            found = _raised(found, bound, is_open=is_open)
        if coefficient < 0 or relation.sign == "=":
            found = _lowered(found, bound, is_open=is_open)
    if found.low is not None and found.high is not None and (
        found.low > found.high or (found.low == found.high and (found.low_open or found.high_open))
    ):  # fmt: skip
        return None
    return found


def ratio_span(relations: Iterable[Relation], over: Linear, under: Linear) -> Span | None:
    """Return the values of ``over / under`` where ``under`` is positive; ``None`` when it never is, or there is no solution.

    All unknowns are divided by ``under`` (Charnes and Cooper 1962), which makes the ratio a linear expression.
    """
    scaled = [Relation(_scaled(relation.expression), relation.sign) for relation in relations]
    scaled += [
        Relation({_SCALE: Fraction(1)}, ">"),
        Relation({**_scaled(under), CONSTANT: Fraction(-1)}, "="),
        Relation({**{name: -value for name, value in _scaled(over).items()}, _VALUE: Fraction(1)}, "="),
    ]
    return span(scaled, _VALUE)


def _scaled(expression: Linear) -> dict[str, Fraction]:
    return {(_SCALE if name == CONSTANT else name): value for name, value in expression.items()}


def _pairs(system: list[Relation], name: str) -> int:
    """How many relations the removal of an unknown leaves: the cheapest goes first."""
    bounds = [(relation.expression[name], relation.sign) for relation in system if relation.expression.get(name)]
    if any(sign == "=" for _, sign in bounds):
        return len(bounds) - 1
    return sum(value > 0 for value, _ in bounds) * sum(value < 0 for value, _ in bounds)


def _without(system: list[Relation], name: str) -> list[Relation]:
    """The relations that follow for the other unknowns."""
    bound = [relation for relation in system if relation.expression.get(name)]
    rest = [relation for relation in system if not relation.expression.get(name)]
    equation = next((relation for relation in bound if relation.sign == "="), None)
    if equation is not None:
        pivot = equation.expression[name]
        derived = [
            Relation(_sum(relation.expression, equation.expression, Fraction(1), -relation.expression[name] / pivot), relation.sign)
            for relation in bound if relation is not equation
        ]  # fmt: skip
    else:
        derived = [
            Relation(_sum(low.expression, high.expression, -high.expression[name], low.expression[name]),
                     ">" if ">" in (low.sign, high.sign) else ">=")
            for low in bound if low.expression[name] > 0
            for high in bound if high.expression[name] < 0
        ]  # fmt: skip
    return _strongest([*rest, *derived])


def _sum(one: Linear, other: Linear, factor: Fraction, other_factor: Fraction) -> dict[str, Fraction]:
    names = {**one, **other}
    found = {n: factor * one.get(n, Fraction(0)) + other_factor * other.get(n, Fraction(0)) for n in names}
    return {n: value for n, value in found.items() if value}


def _strongest(system: list[Relation]) -> list[Relation]:
    """One relation of each direction: the one that asks for most."""
    equations = [relation for relation in system if relation.sign == "="]
    kept: dict[frozenset[tuple[str, Fraction]], tuple[Fraction, Relation]] = {}
    for relation in system:
        if relation.sign == "=":
            continue
        unknowns = {name: value for name, value in relation.expression.items() if value and name != CONSTANT}
        scale = abs(next(iter(sorted(unknowns.items())), ("", Fraction(1)))[1])
        direction = frozenset((name, value / scale) for name, value in unknowns.items())
        constant = relation.expression.get(CONSTANT, Fraction(0)) / scale
        held = kept.get(direction)
        if held is None or constant < held[0] or (constant == held[0] and relation.sign == ">"):
            kept[direction] = (constant, relation)
    return equations + [relation for _, relation in kept.values()]


def _holds(constant: Fraction, sign: str) -> bool:
    return constant == 0 if sign == "=" else constant > 0 if sign == ">" else constant >= 0


def _raised(found: Span, bound: Fraction, *, is_open: bool) -> Span:
    if found.low is None or bound > found.low or (bound == found.low and is_open):
        return Span(bound, found.high, is_open, found.high_open)
    return found


def _lowered(found: Span, bound: Fraction, *, is_open: bool) -> Span:
    if found.high is None or bound < found.high or (bound == found.high and is_open):
        return Span(found.low, bound, found.low_open, is_open)
    return found
