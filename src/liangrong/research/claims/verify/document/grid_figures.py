"""Figures of sentences recomputed from the table or list that they speak of: shares, sums, ratios, growth, and the cell itself in a wrong unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.arithmetic.verdicts import refute, support
from liangrong.research.claims.verify.arithmetic.wording import number
from liangrong.research.claims.verify.document.grid_groups import groups
from liangrong.research.claims.verify.document.grid_spots import Spot, columns_of, spots
from liangrong.research.claims.verify.document.grids import Column, Grid, amount

__all__ = ["check_grid_figures"]

_AMOUNTS: Final = (Kind.MONEY, Kind.SHARES, Kind.NUMBER)
_TENS: Final = tuple(Fraction(10) ** power for power in (1, -1, 2, -2, 3, -3, 4, -4))
_SHARE: Final = re.compile(
    r"占|比重|份额|贡献|\bshare\b|\baccount(?:s|ed|ing)? for\b|\bmade up\b|\brepresent(?:s|ed)\b|\bcontributed\b", re.IGNORECASE
)
_PART_OF: Final = re.compile(r"^\s*of (?:it|them|this|that|the (?:total|whole))\b", re.IGNORECASE)
_BASE: Final = re.compile(r"增量|增幅|净增|increase|rise|gain|growth|decline", re.IGNORECASE)
_MORE: Final = re.compile(r"^\s*(?:above|more than|higher than|larger than|over)\b", re.IGNORECASE)
_LESS: Final = re.compile(r"^\s*(?:below|less than|lower than|smaller than|under)\b", re.IGNORECASE)
_GROWTH: Final = re.compile(r"增长|上升|增速|增幅|升幅|上涨|\b(?:rose|grew|gained|up|increased|climbed|growth)\b", re.IGNORECASE)
_FALL: Final = re.compile(r"下降|减少|降幅|回落|\b(?:fell|dropped|down|declined|decreased|shrank)\b", re.IGNORECASE)
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
_PAIR: Final = 2
_LEAST_DIGITS: Final = 2
_SURE_DIGITS: Final = 3
_WORD_SLACK: Final = Fraction(1, 100)
_DIFFERS: Final = Fraction(2, 100)
"""How far a figure must be off before a table refutes it: a sentence may round more than its table."""


def check_grid_figures(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on figures whose rows and column the sentence names."""
    for grid, found in spots(article, claims):
        if grid.is_cut:
            continue
        for spot in found:
            if spot.figure.upper is None and not spot.claim.stripped:
                yield from _ruled(grid, spot)


def _ruled(grid: Grid, spot: Spot) -> Iterator[Ruling]:
    match spot.figure.kind:
        case Kind.PERCENT:
            yield from _percent(grid, spot)
        case Kind.MULTIPLE:
            yield from _multiple(grid, spot)
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
    if len(rows) == 1 and (_GROWTH.search(spot.before) or _FALL.search(spot.before)):
        return _growth(grid, spot, rows[0])
    return []


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
        part, whole = _total(column, rows), _whole(grid, column, spot)
        if (ratio := _ratio(part, whole)) is not None:
            made.append((column, ratio))
    names = " + ".join(grid.names[row] for row in rows)
    for column, value in made:
        if _fits(spot.figure, value):
            return _holds(grid, spot, f"{names} / {column.head or 'total'} = {_percent_of(value)}")
    if sure and len(made) == 1 and not spot.is_timed and _far(spot.figure, made[0][1]):
        return _fails(grid, spot, f"{names} / total = {_percent_of(made[0][1])}", _percent_of(made[0][1]), "arithmetic")
    return []


def _whole(grid: Grid, column: Column, spot: Spot) -> Interval | None:
    """The total that is printed, or the sum of all rows where the sentence itself calls it the whole."""
    if column.total is not None:
        return column.total.rounding()
    is_said = any(len(one.rows) == len(grid.names) for one in groups(grid, spot.sentence))
    return _total(column, range(len(grid.names))) if is_said else None


def _apart(grid: Grid, spot: Spot, rows: Sequence[int]) -> list[Ruling]:
    """A is 25 % below B."""
    others = _rows(grid, spot.after)
    columns, sure = columns_of(grid, spot, *_AMOUNTS)
    if len(rows) != 1 or len(others) != 1 or rows == others or not sure:
        return []
    ratio = _ratio(_total(columns[0], rows), _total(columns[0], others))
    if ratio is None:
        return []
    lacking = ratio - Interval.of(1, 1)
    value = -lacking if _LESS.match(spot.after) else lacking
    working = f"{grid.names[rows[0]]} / {grid.names[others[0]]} - 1 = {_percent_of(lacking)}"
    return _either(grid, spot, value, working)


def _growth(grid: Grid, spot: Spot, row: int) -> list[Ruling]:
    """From the first dated column to the last, where there are two."""
    dated = [one for one in grid.columns if one.is_dated and not one.is_change and one.kind in _AMOUNTS]
    if len(dated) != _PAIR:
        return []
    change = _change(dated, row)
    if change is None:
        return []
    if _FASTEST.search(spot.before) and not spot.is_timed:
        faster = [one for one in range(len(grid.names)) if change.below(_change(dated, one) or change)]
        if faster:
            shown = f"{grid.names[faster[0]]} {_percent_of(_change(dated, faster[0]) or change)}"
            return _fails(grid, spot, f"{shown} > {grid.names[row]} {_percent_of(change)}", None, "sort_order")
    value = -change if _FALL.search(spot.before) and not _GROWTH.search(spot.before) else change
    return _either(grid, spot, value, f"{grid.names[row]}: {dated[1].head} / {dated[0].head} - 1 = {_percent_of(change)}")


def _change(dated: Sequence[Column], row: int) -> Interval | None:
    old, new = (_total(column, [row]) for column in dated)
    ratio = _ratio(new, old)
    return ratio - Interval.of(1, 1) if ratio is not None else None


def _ratio(part: Interval | None, whole: Interval | None) -> Interval | None:
    """A quotient, where both sides are certainly above zero: of outflows nothing is a share."""
    if part is None or whole is None or part.low is None or whole.low is None or part.low < 0 or whole.low <= 0:
        return None
    return part.over(whole)


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
    ratios = (_ratio(*(_total(column, [row]) for row in rows)) for column in columns)
    made = [one for one in ratios if one is not None]
    if not made or not (sure or all(one.is_dated for one in columns)):
        return []
    value = next((value for value in reversed(made) if _fits(meant.figure, value)), made[-1])
    working = f"{grid.names[rows[0]]} / {grid.names[rows[1]]} = {number(_middle(value), 2)}"
    if all(_fits(meant.figure, one) or _far(meant.figure, one) for one in made):
        return _either(grid, meant, value, working)
    return []


def _cell(grid: Grid, spot: Spot) -> list[Ruling]:
    """The cell of one named row: borne out where the table itself recomputes it, refuted where only the unit differs."""
    rows = _rows(grid, spot.before)
    if len(rows) != 1 or (_SHARE.search(spot.before) and not re.search("contributed", spot.before)):
        return []
    row = rows[0]
    columns, _ = columns_of(grid, spot, *_AMOUNTS)
    moved = spot.claim.aspect in (Aspect.CHANGE, Aspect.GROWTH) or _MOVED.search(spot.before) is not None
    cells = [(one, one.figures[row]) for one in columns if one.figures[row] is not None and (one.is_change or not moved)]
    for column, cell in cells:
        if cell is not None and cell.kind is spot.figure.kind and spot.figure.rounding().meets(cell.rounding()):
            working = _recomputed(grid, column, row)
            return _holds(grid, spot, working) if working else []
    everywhere = [one.figures[row] for one in grid.columns]
    if any(one is not None and one.kind is spot.figure.kind and spot.figure.interval().meets(amount(one)) for one in everywhere):
        return []
    for _, cell in cells:
        enough = _digits(spot.figure) >= (_SURE_DIGITS if spot.is_timed else _LEAST_DIGITS)
        if enough and cell is not None and cell.kind is spot.figure.kind and _slip(spot.figure, amount(cell)):
            shown = f"{number(cell.value)} {cell.unit}"
            reason = f"{grid.names[row]}: {shown}"
            return _fails(grid, spot, reason, shown, "unit_slip")
    return []


def _recomputed(grid: Grid, column: Column, row: int) -> str:
    """How the other cells of a row make one: a change out of two dated levels."""
    dated = [one for one in grid.columns if one.is_dated and not one.is_change and one.kind is column.kind]
    if not column.is_change or len(dated) != _PAIR:
        return ""
    old, new, cell = _total(dated[0], [row]), _total(dated[1], [row]), column.figures[row]
    if old is None or new is None or cell is None or not (new - old).meets(cell.rounding()):
        return ""
    return f"{grid.names[row]}: {dated[1].head} - {dated[0].head} = {number(cell.value)} {cell.unit}"


def _either(grid: Grid, spot: Spot, value: Interval, working: str) -> list[Ruling]:
    if _fits(spot.figure, value):
        return _holds(grid, spot, working)
    if _far(spot.figure, value) and not spot.is_timed:
        return _fails(grid, spot, working, None, "arithmetic")
    return []


def _fits(figure: Figure, value: Interval) -> bool:
    stated = figure.interval()
    if figure.hedge in (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST):
        return stated.meets(value)
    if figure.is_word:
        return abs(_middle(value) - Fraction(figure.base)) <= _WORD_SLACK
    return stated.meets(value)


def _far(figure: Figure, value: Interval) -> bool:
    """Whether a figure is off by more than a sentence may round."""
    if figure.hedge is Hedge.ABOUT or (figure.is_word and figure.hedge is Hedge.NONE):
        return False
    if figure.hedge in (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST):
        return not figure.interval().meets(value)
    middle = _middle(value)
    return not figure.interval().meets(value) and abs(Fraction(figure.base) - middle) > _DIFFERS * abs(middle)


def _slip(figure: Figure, value: Interval) -> bool:
    """Whether the very digits of a figure stand in another unit."""
    return _digits(figure) >= _LEAST_DIGITS and any(figure.rounding().scaled(ten).meets(value) for ten in _TENS)


def _digits(figure: Figure) -> int:
    """How many digits a figure prints, zeros at either end aside."""
    return len(format(abs(figure.value), "f").replace(".", "").strip("0"))


def _rows(grid: Grid, text: str) -> list[int]:
    return list(dict.fromkeys(one.row for one in grid.named(text)))


def _total(column: Column, rows: Iterable[int]) -> Interval | None:
    """Rows added up; ``None`` where one has no figure."""
    cells = [column.figures[row] for row in rows]
    if any(one is None for one in cells):
        return None
    return Interval.total(one.rounding() for one in cells if one is not None)


def _has(column: Column, row: int) -> bool:
    return column.figures[row] is not None


def _base(column: Column, row: int) -> Fraction:
    cell = column.figures[row]
    assert cell is not None, "only rows with a figure are ranked"
    return Fraction(cell.base)


def _middle(value: Interval) -> Fraction:
    assert value.low is not None, "made of bounded figures"
    assert value.high is not None, "made of bounded figures"
    return (value.low + value.high) / 2


def _percent_of(value: Interval) -> str:
    return f"{number(_middle(value) * 100, 2)}%"


def _holds(grid: Grid, spot: Spot, working: str) -> list[Ruling]:
    reason = Note(f"按文中的表或列表，{working}。", f"By the table or list of the text {working}.")
    return support([spot.claim], reason, _evidence(grid, working), basis="same_document")


def _fails(grid: Grid, spot: Spot, working: str, corrected: str | None, kind: str) -> list[Ruling]:
    printed = spot.figure.text.strip()
    reason = Note(
        f"按文中的表或列表，{working}，此处却为{printed}。", f"By the table or list of the text {working}; this says {printed}."
    )
    return refute([spot.claim], kind, reason, _evidence(grid, working), basis="same_document", corrected=corrected)


def _evidence(grid: Grid, working: str) -> list[Evidence]:
    passage = grid.passage
    return [Evidence("passage", passage.text[:160], start=passage.start, end=passage.end), Evidence("calculation", working)]
