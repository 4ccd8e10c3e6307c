"""Figures of sentences recomputed from the table or list that they speak of: shares, sums, ratios, growth, and the cell itself in a wrong unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import number
from liangrong.research.claims.verify.closure.near import point_of
from liangrong.research.claims.verify.comparison import bare_digits
from liangrong.research.claims.verify.document.grid_groups import groups
from liangrong.research.claims.verify.document.grid_residue import is_own
from liangrong.research.claims.verify.document.grid_spots import Spot, columns_of, spots
from liangrong.research.claims.verify.document.grid_values import (
    fails,
    holds,
    listed,
    percent_of,
    quotient,
    said,
    step_of,
    total,
)
from liangrong.research.claims.verify.document.grids import Column, Grid, amount
from liangrong.research.claims.words.movement import FALL_NOUN_ZH, RISE_NOUN_ZH, moves, way_of

__all__ = ["check_grid_figures"]

_AMOUNTS: Final = (Kind.MONEY, Kind.SHARES, Kind.NUMBER)
_TENS: Final = tuple(Fraction(10) ** power for power in (1, -1, 2, -2, 3, -3, 4, -4))
_SHARE: Final = re.compile(
    r"占|比重|份额|贡献|\bshare\b|\baccount(?:s|ed|ing)? for\b|\bma(?:de|kes?) up\b|\brepresent(?:s|ed)\b|\bcontributed\b",
    re.IGNORECASE,
)
_PART_OF: Final = re.compile(r"^\s*of (?:it|them|this|that|the (?:total|whole))\b", re.IGNORECASE)
_BASE: Final = re.compile(r"增量|增幅|净增|increase|rise|gain|growth|decline", re.IGNORECASE)
_MORE: Final = re.compile(r"^\s*(?:above|more than|higher than|larger than|over)\b", re.IGNORECASE)
_LESS: Final = re.compile(r"^\s*(?:below|less than|lower than|smaller than|under)\b", re.IGNORECASE)
_GROWN: Final = re.compile(f"{RISE_NOUN_ZH}|{FALL_NOUN_ZH}")
_FALLEN: Final = re.compile(FALL_NOUN_ZH)
_BY: Final = re.compile(r"\bby\s*$", re.IGNORECASE)
_FASTEST: Final = re.compile(r"(?:增速|增长|增幅|升幅|涨幅)最(?:快|大|高)|\b(?:fastest|most rapidly|the most)\b", re.IGNORECASE)
_CARRIED: Final = re.compile(r"^[\s，,]*(?:占|accounting for\b)", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[，。；;]|,\s")
_SUM: Final = re.compile(
    r"之和|合计|共计|总计|总共|加起来|\b(?:together|in all|altogether|total(?:led|s)?|between them|combined|attracted|brought|added|came to|amount(?:ed|s)? to|netted|took|drew|sum)\b",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(r"的\s*$|\btimes\s*$")
_OVER: Final = re.compile(r"超过|超|逾|大于|不止|\bmore than|\bover|\bexceed", re.IGNORECASE)
_SECOND: Final = re.compile(r"第二名|第二位|次席|\b(?:the )?(?:runner-up|second-largest|number two)\b", re.IGNORECASE)
_MOVED: Final = re.compile(
    r"增加|减少|增长|下降|净增|\b(?:by|added|gained|lost|increase|decrease|change|contributed)\b", re.IGNORECASE
)
_COMPARED: Final = re.compile(
    r"[比较](?=.*[多少高低大小])|(?:高于|低于|多于|少于|超过|超出).*?\b|\bexceed(?:s|ed|ing)?\b.*\bby\s*$|\b(?:ahead of|behind|above|below)\b.*\bby\s*$",
    re.IGNORECASE,
)
_THAN: Final = re.compile(r"^\s*(?:more|less|higher|lower|larger|smaller|above|below|ahead of|behind)\b", re.IGNORECASE)
_SHORT: Final = re.compile(r"[少低小]\D{0,2}$|低于|少于|\b(?:behind|below)\b", re.IGNORECASE)
_PARTS_OF: Final = {Kind.PERCENTAGE_POINT: (Kind.PERCENT,)}
_PAIR: Final = 2
_LEAST_DIGITS: Final = 2
_SURE_DIGITS: Final = 3
_WORD_SLACK: Final = Fraction(1, 100)
_DIFFERS: Final = Fraction(2, 100)
"""How far a figure must be off before a table refutes it: a sentence may round more than its table."""


def check_grid_figures(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on figures whose rows and column the sentence names."""
    for grid, found in spots(article, claims):
        for spot in found:
            if spot.figure.upper is None and not spot.claim.stripped:
                yield from _ruled(grid, spot)


def _ruled(grid: Grid, spot: Spot) -> Iterator[Ruling]:
    match spot.figure.kind:
        case Kind.PERCENT:
            yield from _percent(grid, spot)
        case Kind.MULTIPLE:
            yield from _multiple(grid, spot)
        case Kind.PERCENTAGE_POINT:
            yield from _between(grid, spot, _rows(grid, spot.before))
        case kind if kind in _AMOUNTS:
            yield from _cell(grid, spot)


def _percent(grid: Grid, spot: Spot) -> list[Ruling]:
    rows = _rows(grid, spot.before)
    if _MORE.match(spot.after) or _LESS.match(spot.after):
        return _apart(grid, spot, rows)
    if not rows and _CARRIED.match(spot.before):
        clauses = (found for one in reversed(_CLAUSE.split(spot.sentence)) if (found := _rows(grid, one)))
        rows = next(clauses, [])
    if not rows and _PART_OF.match(spot.after):
        rows = _rows(grid, spot.after)
    if rows and len(rows) < len(grid.names) and (_SHARE.search(spot.before) or _PART_OF.match(spot.after)):
        return _share(grid, spot, rows)
    together: Sequence[int] = rows or next((one.rows for one in reversed(groups(grid, spot.before))), ())
    if _moved(spot) and together and len(rows) <= 1:
        return _growth(grid, spot, together)
    return []


def _moved(spot: Spot) -> bool:
    """Whether a figure tells how far something moved: by its own words, or by those that its clause left to the one before."""
    said = moves(spot.before) or _GROWN.search(spot.before) is not None
    return said or (_BY.search(spot.before) is not None and spot.claim.aspect in (Aspect.GROWTH, Aspect.CHANGE))


def _falls(spot: Spot) -> bool:
    """Whether the words of a move say that it went down."""
    return _FALLEN.search(spot.before) is not None or (way_of(spot.before) or spot.claim.direction) == "down"


def _share(grid: Grid, spot: Spot, rows: Sequence[int]) -> list[Ruling]:
    """A row, or several together, of the whole."""
    if len(rows) > 1 and not _SUM.search(spot.before):
        return []
    columns, sure = columns_of(grid, spot, *_AMOUNTS)
    if _BASE.search(spot.before) or _BASE.search(spot.after):
        columns = [one for one in grid.columns if one.is_change and one.kind in _AMOUNTS and one.total is not None]
        sure = len(columns) == 1
    made: list[tuple[Column, Interval]] = []
    for column in columns:
        part, whole = total(column, rows), _whole(grid, column, spot)
        if (ratio := quotient(part, whole)) is not None:
            made.append((column, ratio))
    names = " + ".join(grid.names[row] for row in rows)
    for column, value in made:
        if _fits(spot.figure, value):
            return holds(grid, spot, f"{names} / {column.head or 'total'} = {percent_of(value)}")
    if sure and len(made) == 1 and not spot.is_timed and _far(spot.figure, made[0][1]) and is_own(grid, spot):
        return fails(grid, spot, f"{names} / total = {percent_of(made[0][1])}", percent_of(made[0][1]), "arithmetic")
    return []


def _whole(grid: Grid, column: Column, spot: Spot) -> Interval | None:
    """The total that is printed, or the sum of all rows where the sentence itself calls it the whole."""
    if column.total is not None:
        return column.total.rounding()
    is_said = not grid.is_cut and any(len(one.rows) == len(grid.names) for one in groups(grid, spot.sentence))
    return total(column, range(len(grid.names))) if is_said else None


def _apart(grid: Grid, spot: Spot, rows: Sequence[int]) -> list[Ruling]:
    """A is 25 % below B."""
    others = _rows(grid, spot.after)
    columns, sure = columns_of(grid, spot, *_AMOUNTS)
    if len(rows) != 1 or len(others) != 1 or rows == others or not sure:
        return []
    ratio = quotient(total(columns[0], rows), total(columns[0], others))
    if ratio is None:
        return []
    lacking = ratio - Interval.of(1, 1)
    value = -lacking if _LESS.match(spot.after) else lacking
    working = f"{grid.names[rows[0]]} / {grid.names[others[0]]} - 1 = {percent_of(lacking)}"
    return _either(grid, spot, value, working)


def _growth(grid: Grid, spot: Spot, rows: Sequence[int]) -> list[Ruling]:
    """How far a row, or several together, moved on what they were."""
    for column in grid.columns:
        made = _grown(grid, rows, column) if column.kind in _AMOUNTS else None
        if made is None:
            continue
        value, working = made
        others = [
            (row, each[0]) for row in range(len(grid.names)) if (each := _grown(grid, [row], column)) and value.below(each[0])
        ]
        if others and _FASTEST.search(spot.before) and not spot.is_timed and len(rows) == 1:
            row, more = others[0]
            working = f"{grid.names[row]} {percent_of(more)} > {grid.names[rows[0]]} {percent_of(value)}"
            return fails(grid, spot, working, None, "sort_order")
        return _either(grid, spot, -value if _falls(spot) else value, f"{working} = {percent_of(value)}")
    return []


def _grown(grid: Grid, rows: Sequence[int], column: Column) -> tuple[Interval, str] | None:
    step = step_of(grid, rows, column)
    ratio = quotient(step[1], step[0]) if step is not None else None
    if step is None or ratio is None:
        return None
    return ratio - Interval.of(1, 1), f"({step[2]}) / {said(step[0], next(one for one in column.figures if one is not None))}"


def _multiple(grid: Grid, spot: Spot) -> list[Ruling]:
    """A is more than twice B; A's is 1.4 times B's."""
    text = spot.before + "\0" + spot.after
    named = grid.named(text)
    columns, sure = columns_of(grid, spot, *_AMOUNTS)
    if not columns or not named:
        return []
    rows = list(dict.fromkeys(one.row for one in named))
    second = _SECOND.search(text)
    if second is not None and len(rows) == 1 and sure:
        ranked = sorted((one for one in range(len(grid.names)) if _has(columns[0], one)), key=lambda one: -_base(columns[0], one))
        rows.append(ranked[1])
    if len(rows) != _PAIR:
        return []
    over = _OVER.search(spot.before) is not None and spot.figure.hedge is Hedge.NONE
    meant = replace(spot, figure=replace(spot.figure, hedge=Hedge.OVER)) if over else spot
    ratios = (quotient(*(total(column, [row]) for row in rows)) for column in columns)
    made = [one for one in ratios if one is not None]
    if not made or not (sure or all(one.is_dated for one in columns)):
        return []
    value = next((value for value in reversed(made) if _fits(meant.figure, value)), made[-1])
    working = f"{grid.names[rows[0]]} / {grid.names[rows[1]]} = {number(point_of(value), 2)}"
    if all(_fits(meant.figure, one) or _far(meant.figure, one) for one in made):
        return _either(grid, meant, value, working)
    return []


def _cell(grid: Grid, spot: Spot) -> list[Ruling]:
    """The cell of one named row: borne out where the table itself recomputes it, refuted where only the unit differs."""
    rows = _rows(grid, spot.before)
    if ruled := _between(grid, spot, rows):
        return ruled
    if len(rows) != 1 or (_SHARE.search(spot.before) and not re.search("contributed", spot.before)):
        return []
    row = rows[0]
    columns, _ = columns_of(grid, spot, *_AMOUNTS)
    moved = spot.claim.aspect in (Aspect.CHANGE, Aspect.GROWTH) or _MOVED.search(spot.before) is not None
    if _moved(spot) and (ruled := _stepped(grid, spot, row)):
        return ruled
    cells = [(one, one.figures[row]) for one in columns if one.figures[row] is not None and (one.is_change or not moved)]
    for column, cell in cells:
        if cell is not None and cell.kind is spot.figure.kind and spot.figure.rounding().meets(cell.rounding()):
            working = _recomputed(grid, column, row)
            return holds(grid, spot, working) if working else []
    everywhere = [one.figures[row] for one in grid.columns]
    if any(one is not None and one.kind is spot.figure.kind and spot.figure.interval().meets(amount(one)) for one in everywhere):
        return []
    for _, cell in cells:
        enough = bare_digits(spot.figure) >= (_SURE_DIGITS if spot.is_timed else _LEAST_DIGITS)
        if enough and cell is not None and cell.kind is spot.figure.kind and _slip(spot.figure, amount(cell)):
            shown = f"{number(cell.value)} {cell.unit}"
            reason = f"{grid.names[row]}: {shown}"
            return fails(grid, spot, reason, shown, "unit_slip")
    return []


def _between(grid: Grid, spot: Spot, rows: Sequence[int]) -> list[Ruling]:
    """By how much one row exceeds another, or falls short of it: 比乙多, more than B, exceed those of B by."""
    rows = [*rows, *(one for one in _rows(grid, spot.after) if one not in rows and _THAN.search(spot.after))]
    if len(rows) != _PAIR or not (_COMPARED.search(spot.before) or _THAN.search(spot.after)):
        return []
    made: list[tuple[Interval, str]] = []
    for column in columns_of(grid, spot, spot.figure.kind, *_PARTS_OF.get(spot.figure.kind, ()))[0]:
        one, other = (total(column, [row]) for row in rows)
        if one is not None and other is not None:
            gap = other - one if _LESS.match(spot.after) or _SHORT.search(spot.before) else one - other
            made.append((gap, f"{listed(column, rows[:1])} - {listed(column, rows[1:])} = {said(one - other, spot.figure)}"))
    fitting = [one for one in made if _fits(spot.figure, one[0])]
    if fitting:
        return holds(grid, spot, fitting[0][1])
    return _either(grid, spot, *made[0]) if len(made) == 1 else []


def _stepped(grid: Grid, spot: Spot, row: int) -> list[Ruling]:
    """How far a row moved, as an amount, where two columns of days say it and none of changes does."""
    like = [one for one in grid.columns if one.kind is spot.figure.kind]
    step = step_of(grid, [row], like[0]) if like and not any(one.is_change for one in like) else None
    if step is None or like[0].currency != spot.figure.currency:
        return []
    value = step[0] - step[1] if _falls(spot) else step[1] - step[0]
    return _either(grid, spot, value, f"{grid.names[row]}: {step[2]}")


def _recomputed(grid: Grid, column: Column, row: int) -> str:
    """How the other cells of a row make one: a change out of two dated levels."""
    pair, cell = grid.pair(column.kind), column.figures[row]
    if not column.is_change or pair is None or cell is None:
        return ""
    old, new = (total(one, [row]) for one in pair)
    if old is None or new is None or not (new - old).meets(cell.rounding()):
        return ""
    return f"{grid.names[row]}: {pair[1].head} - {pair[0].head} = {number(cell.value)} {cell.unit}"


def _either(grid: Grid, spot: Spot, value: Interval, working: str) -> list[Ruling]:
    if _fits(spot.figure, value):
        return holds(grid, spot, working)
    if _far(spot.figure, value) and not spot.is_timed and is_own(grid, spot):
        return fails(grid, spot, working, None, "arithmetic")
    return []


def _fits(figure: Figure, value: Interval) -> bool:
    stated = figure.interval()
    if figure.hedge in (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST):
        return stated.meets(value)
    if figure.is_word:
        return abs(point_of(value) - Fraction(figure.base)) <= _WORD_SLACK
    return stated.meets(value)


def _far(figure: Figure, value: Interval) -> bool:
    """Whether a figure is off by more than a sentence may round."""
    if figure.hedge is Hedge.ABOUT or (figure.is_word and figure.hedge is Hedge.NONE):
        return False
    if figure.hedge in (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST):
        return not figure.interval().meets(value)
    return not figure.interval().meets(value) and abs(Fraction(figure.base) - point_of(value)) > _DIFFERS * abs(point_of(value))


def _slip(figure: Figure, value: Interval) -> bool:
    """Whether the very digits of a figure stand in another unit."""
    return bare_digits(figure) >= _LEAST_DIGITS and any(figure.rounding().scaled(ten).meets(value) for ten in _TENS)


def _rows(grid: Grid, text: str) -> list[int]:
    return list(dict.fromkeys(one.row for one in grid.named(text)))


def _has(column: Column, row: int) -> bool:
    return column.figures[row] is not None


def _base(column: Column, row: int) -> Fraction:
    cell = column.figures[row]
    assert cell is not None, "only rows with a figure are ranked"
    return Fraction(cell.base)
