"""Numbers and sentences of a recomputation, in both languages, in the units of the page."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.figure import Figure, Hedge
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.arithmetic.equation import Equation, Topic
from liangrong.research.claims.verify.arithmetic.term import Factors, Term

__all__ = ["closing_note", "computed", "failing_note", "money", "number", "shown", "workings"]

_EXTRA: Final = 2
"""Digits that a computed value shows beyond the printed ones."""
_MOST: Final = 6
_BOUND: Final = {
    Hedge.OVER: ">",
    Hedge.AT_LEAST: "≥",
    Hedge.UNDER: "<",
    Hedge.AT_MOST: "≤",
    Hedge.ABOUT: "≈",
    Hedge.NEARLY: "≈",
    Hedge.NONE: "",
}


def number(value: Fraction | Decimal, places: int | None = None) -> str:
    """A number with thousands separated; all digits where ``places`` is not given and they end."""
    with localcontext() as context:
        context.prec = 40
        exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
        if places is not None:
            exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
        text = f"{exact.normalize():,f}" if places is None else f"{exact:,f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}"


def money(value: Fraction, figure: Figure, places: int | None = None) -> str:
    """A value of the kind of a figure in the figure's printed unit."""
    return _with_unit(number(value / Fraction(figure.size), places), figure.unit)


def shown(figure: Figure, factor: Fraction = Fraction(1)) -> str:
    """A figure as printed, without the words around it: ``25,145.96 billion yuan``; times ``factor`` where its unit slipped."""
    text = number(Fraction(figure.value) * factor)
    if figure.upper is not None:
        text = f"{text}-{number(Fraction(figure.upper) * factor)}"
    return _with_unit(_BOUND[figure.hedge] + text, figure.unit)


def workings(equation: Equation, factors: Factors) -> str:
    """The calculation with its result: ``5,080.57亿元/1,038.3亿元 - 1 = 389.316%``."""
    operands = [_operand(term, factors) for term in equation.terms[:-1]]
    left = equation.formula.format(*operands).replace("+ -", "- ")
    point = equation.point(factors)
    if equation.formula == "{0}" or point is None:
        return left
    return f"{left} = {_computed(point, equation.terms[-1])}"


def computed(equation: Equation, factors: Factors) -> str | None:
    """What the operands make, as the page would print it; ``None`` where that cannot be told."""
    point, result = equation.point(factors), equation.terms[-1]
    if point is None or equation.relation != "equal":
        return None
    places = max(0, -(result.figure.half_ulp * 2).adjusted() if result.figure.half_ulp else 0)
    return money((point - result.shifts[0]) * result.sign, result.figure, places)


def closing_note(equation: Equation, factors: Factors) -> Note:
    """Why a figure is supported."""
    left, stated = workings(equation, factors), _operand(equation.terms[-1], factors)
    match equation.relation:
        case "at_most":
            return Note(f"{left}，不超过{stated}，关系成立。", f"{left} is at most {stated}, as it must be.")
        case "at_least":
            return Note(f"{left}，不低于{stated}，关系成立。", f"{left} is at least {stated}, as it must be.")
        case "inside":
            return Note(
                f"{left}落在文中另一处的{stated}之内，两处相容。",
                f"{left} lies inside the {stated} given elsewhere: the two agree.",
            )
    if equation.topic is Topic.SAME:
        return Note(
            f"同一数量文中又写作{left}，四舍五入后与{stated}一致。",
            f"The same quantity is {left} elsewhere in the text, which rounds to {stated}.",
        )
    return Note(f"{left}，与文中的{stated}相符。", f"{left}, which agrees with the stated {stated}.")


def failing_note(equation: Equation, factors: Factors) -> Note:
    """Why an equation cannot hold, with what rounding leaves open."""
    left, stated = workings(equation, factors), _operand(equation.terms[-1], factors)
    if equation.topic is Topic.SIGN:
        zh, en = ("下降", "fall") if equation.relation == "at_least" else ("上升", "rise")
        return Note(f"从{left}到{stated}并不是{zh}。", f"From {left} to {stated} is no {en}.")
    match equation.relation:
        case "at_most":
            return Note(f"{left}不可能大于{stated}。", f"{left} cannot exceed {stated}.")
        case "at_least":
            return Note(f"{left}不可能小于{stated}。", f"{left} cannot be less than {stated}.")
    if equation.topic is Topic.SAME:
        return Note(
            f"同一数量文中又写作{left}，与{stated}不符。", f"The same quantity is {left} elsewhere in the text, not {stated}."
        )
    bounds = _bounds(equation.made(factors), equation.terms[-1])
    return Note(
        f"{left}{f'（计入四舍五入为{bounds[0]}）' if bounds else ''}，而文中写的是{stated}。",
        f"{left}{f' ({bounds[1]} within rounding)' if bounds else ''}, but the text says {stated}.",
    )


def _operand(term: Term, factors: Factors) -> str:
    figure = term.figure
    factor = factors.get(term.printed, Fraction(1))
    sign = "-" if term.sign < 0 else ""
    return sign + shown(figure, factor)


def _computed(value: Fraction, result: Term) -> str:
    figure = result.figure
    printed = -(figure.half_ulp * 2).adjusted() if figure.half_ulp else 0 if figure.size == 1 else _EXTRA
    places = min(max(0, printed) + _EXTRA, _MOST)
    offset = result.shifts[0]
    return money(value - offset, figure, places)


def _bounds(made: Interval | None, result: Term) -> tuple[str, str] | None:
    if made is None or (made.low is not None and made.low == made.high):
        return None
    low, high = (None if bound is None else _computed(bound, result) for bound in (made.low, made.high))
    if low is None and high is None:
        return None
    if low is None:
        return f"不超过{high}", f"at most {high}"
    if high is None:
        return f"不低于{low}", f"at least {low}"
    return f"{low}至{high}", f"{low} to {high}"


def _with_unit(text: str, unit: str) -> str:
    if unit in ("x", "%"):
        return f"{text}{unit if unit == '%' else 'x'}"
    if unit in ("1:n", "n:1"):
        return f"1:{text}" if unit == "1:n" else f"{text}:1"
    if unit == "pp":
        return f"{text} pp"
    return f"{text} {unit}" if unit and unit[0].isascii() else f"{text}{unit}"
