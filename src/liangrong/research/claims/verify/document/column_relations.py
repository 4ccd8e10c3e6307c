"""Cells of a table held against the formula by which its rows show that their column is made; the formula is learned, no word of the page is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.reading.rows import Row, Table, rows_of
from liangrong.research.claims.verify.arithmetic.verdicts import refute, support
from liangrong.research.claims.verify.arithmetic.wording import number
from liangrong.research.claims.verify.closure.near import point_of
from liangrong.research.claims.verify.document.column_formulas import Cells, Formula, formulas
from liangrong.research.claims.verify.document.slips import is_slip

__all__ = ["check_column_relations"]

_MEASURED: Final = ("number", "percent")
_DERIVED: Final = re.compile(
    r"净|差|合计|总|变|增|降|减|幅|率|占|比|较|累计|\b(?:net|change|growth|total|sum|share|ratio|increase|decrease|vs|rise|gain|difference|weight)\b|%|±|[+]/-",
    re.IGNORECASE,
)
_ADDITIVE: Final = (Kind.MONEY, Kind.SHARES, Kind.COUNT, Kind.NUMBER)
_ADDED: Final = Note("各行相加正是合计。", "The rows add up to the total.")
_FEWEST: Final = 2
_MOST_COLUMNS: Final = 8
_NARROW: Final = Fraction(1, 10)
"""A formula whose rounding leaves more than this part of the value open says nothing."""
_SURE: Final = 3
"""So many rows that close make a formula certain whatever the columns are called."""
_FEW: Final = 4
"""At most one row in so many may break a formula."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The columns of figures of a table, without its row of sums."""

    table: Table
    rows: tuple[Row, ...]
    heads: tuple[str, ...]
    columns: tuple[Cells, ...]


def check_column_relations(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Support the cells that a learned formula makes, refute those that it does not."""
    told = {one.figure.start: one for one in claims if one.figure is not None and one.nature is Nature.FACT}
    for table in rows_of(article):
        sheet = _sheet(table)
        if sheet is not None:
            rulings = list(_judged(sheet, told))
            yield from rulings
            blamed = {one.claim for one in rulings if one.judgement.error_types}
            yield from _summed(sheet, told, blamed)


def _sheet(table: Table) -> _Sheet | None:
    body = tuple(row for row in table.rows if not row.is_total)
    places = [place for place, column in enumerate(table.columns) if column.kind in _MEASURED]
    if len(body) < _FEWEST or not 1 <= len(places) <= _MOST_COLUMNS:
        return None
    columns = tuple(tuple(row.cells[place].figure for row in body) for place in places)
    return _Sheet(table, body, tuple(table.columns[place].name for place in places), columns)


def _judged(sheet: _Sheet, told: dict[int, Claim]) -> Iterable[Ruling]:
    learned = _learned(sheet)
    blamed: set[int] = set()
    for formula in learned:
        for row in range(len(sheet.rows)):
            cell = sheet.columns[formula.target][row]
            value = formula.values[row]
            if cell is None or value is None or cell.start not in told:
                continue
            working = f"{_shown(sheet, formula, row)} = {_said(value, cell)}"
            if _meets(cell, value):
                if _is_telling(cell, value):
                    yield from _holds(told[cell.start], sheet, row, working)
            elif not _closed_elsewhere(learned, formula, row, cell):
                wrong, right = _blame(sheet, formula, row, cell, value)
                if wrong.start in told and wrong.start not in blamed:
                    blamed.add(wrong.start)
                    yield from _fails(told[wrong.start], sheet, row, working, _said(right, wrong))


def _summed(sheet: _Sheet, told: dict[int, Claim], blamed: set[int]) -> Iterable[Ruling]:
    """The row of sums: one column that adds up shows that it sums all rows, and then the others of its kind must."""
    last = sheet.table.rows[-1]
    if sheet.table.is_cut_off or not last.is_total or sum(row.is_total for row in sheet.table.rows) != 1:
        return
    places = [place for place, column in enumerate(sheet.table.columns) if column.kind in _MEASURED]
    pairs = [(last.cells[place].figure, cells) for place, cells in zip(places, sheet.columns, strict=True)]
    found: list[tuple[Figure, Cells, Interval]] = []
    for total, cells in pairs:
        figures = [one for one in cells if one is not None]
        if total is not None and len(figures) == len(cells) and {one.kind for one in figures} == {total.kind}:
            found.append((total, cells, Interval.total(one.rounding() for one in figures)))
    adding = {total.kind for total, _, value in found if _meets(total, value) and _is_telling(total, value)}
    for total, cells, value in found:
        if total.start not in told:
            continue
        working = f"{' + '.join(one.text for one in cells if one is not None)} = {_said(value, total)}".replace("+ -", "- ")
        if _meets(total, value):
            if _is_telling(total, value):
                parts = [told[one.start] for one in cells if one is not None and one.start in told]
                yield from support([told[total.start], *parts], _ADDED, _evidence_at(last, working), basis="same_document")
        elif total.kind in _ADDITIVE and (total.kind in adding or is_slip(total, value)) and not _is_blamed(cells, told, blamed):
            reason = Note(f"各行相加，{working}，不是{total.text}。", f"The rows add up: {working}, not {total.text}.")
            yield from refute(
                [told[total.start]],
                "arithmetic",
                reason,
                _evidence_at(last, working),
                basis="same_document",
                corrected=_said(value, total),
            )


def _is_blamed(cells: Cells, told: dict[int, Claim], blamed: set[int]) -> bool:
    return any(one is not None and one.start in told and told[one.start].number in blamed for one in cells)


def _learned(sheet: _Sheet) -> list[Formula]:
    """The formulas that close in two rows or more, and fail in few; of a sum of columns the one that makes the column which its name calls derived."""
    total = [row for row in sheet.table.rows if row.is_total]
    places = [place for place, column in enumerate(sheet.table.columns) if column.kind in _MEASURED]
    totals = [total[0].cells[place].figure if len(total) == 1 else None for place in places]
    found = [one for one in formulas(sheet.columns, totals, is_whole=not sheet.table.is_cut_off) if _closes(sheet, one)]
    kept: dict[frozenset[int], Formula] = {}
    for one in found:
        if one.is_sum:
            among = frozenset((one.target, *one.operands))
            kept[among] = max(kept.get(among, one), one, key=lambda each: _is_derived(sheet, each))
    return [one for one in found if not one.is_sum or kept[frozenset((one.target, *one.operands))] is one]


def _is_derived(sheet: _Sheet, formula: Formula) -> tuple[bool, int]:
    return bool(_DERIVED.search(sheet.heads[formula.target])), formula.target


def _closes(sheet: _Sheet, formula: Formula) -> bool:
    cells = sheet.columns[formula.target]
    pairs = [(cell, value) for cell, value in zip(cells, formula.values, strict=True) if cell is not None and value is not None]
    hits = [pair for pair in pairs if _meets(*pair)]
    telling = {cell.text for cell, value in hits if _is_telling(cell, value)}
    missed = len(pairs) - len(hits)
    if len(telling) < _FEWEST or missed > max(1, len(pairs) // _FEW):
        return False
    return missed == 0 or len(telling) >= _SURE or bool(_DERIVED.search(sheet.heads[formula.target]))


def _meets(cell: Figure, value: Interval) -> bool:
    return cell.rounding().meets(value) or _as_percent(cell).meets(value)


def _as_percent(cell: Figure) -> Interval:
    """A bare number of a column of ratios may be one of percent."""
    return cell.rounding().scaled(Fraction(1, 100)) if cell.kind is Kind.NUMBER else cell.rounding()


def _is_telling(cell: Figure, value: Interval) -> bool:
    """Whether cell and formula leave so little open that a meeting is no chance."""
    middle = abs(point_of(value))
    stated = cell.rounding()
    assert value.low is not None, "made of bounded figures"
    assert value.high is not None, "made of bounded figures"
    assert stated.low is not None, "a rounding interval is bounded"
    assert stated.high is not None, "a rounding interval is bounded"
    return middle > 0 and (value.high - value.low) + (stated.high - stated.low) <= _NARROW * 2 * middle


def _closed_elsewhere(learned: Sequence[Formula], formula: Formula, row: int, cell: Figure) -> bool:
    """Whether another formula for the same column closes in this row."""
    others = (one.values[row] for one in learned if one is not formula and one.target == formula.target)
    return any(value is not None and _meets(cell, value) for value in others)


def _blame(sheet: _Sheet, formula: Formula, row: int, cell: Figure, value: Interval) -> tuple[Figure, Interval]:
    """The cell that is wrong: the one that a slip of a digit explains, else the one that is made; and what it should be."""
    if not formula.is_sum or is_slip(cell, value):
        return cell, value
    one, other = (sheet.columns[place][row] for place in formula.operands)
    assert one is not None, "a formula has a value only where both are told"
    assert other is not None, "a formula has a value only where both are told"
    is_plus = "+" in formula.shown
    first = cell.rounding() - other.rounding() if is_plus else cell.rounding() + other.rounding()
    second = cell.rounding() - one.rounding() if is_plus else one.rounding() - cell.rounding()
    slipped = [(figure, right) for figure, right in ((one, first), (other, second)) if is_slip(figure, right)]
    return slipped[0] if len(slipped) == 1 else (cell, value)


def _shown(sheet: _Sheet, formula: Formula, row: int) -> str:
    heads = (sheet.heads[place] for place in formula.operands)
    texts = [figure.text if (figure := sheet.columns[place][row]) is not None else "" for place in formula.operands]
    if len(texts) == 1:
        return formula.shown.format(*heads)
    return formula.shown.format(*texts).replace("- -", "+ ").replace("+ -", "- ")


def _said(value: Interval, cell: Figure) -> str:
    middle = point_of(value)
    is_bare = cell.kind is Kind.NUMBER and abs(middle) * 10 < abs(Fraction(cell.base))
    size = Fraction(1, 100) if is_bare else Fraction(cell.size)
    exponent = cell.value.as_tuple().exponent
    assert isinstance(exponent, int), "a printed number is finite"
    return f"{number(middle / size, max(-exponent, 0))}{'' if cell.unit == '%' else ' '}{cell.unit}".strip()


def _holds(claim: Claim, sheet: _Sheet, row: int, working: str) -> list[Ruling]:
    reason = Note(f"表中各行都按此算出：{working}。", f"The rows of the table are all made this way: {working}.")
    return support([claim], reason, _evidence(sheet, row, working), basis="same_document")


def _fails(claim: Claim, sheet: _Sheet, row: int, working: str, right: str) -> list[Ruling]:
    printed = claim.figure.text if claim.figure else claim.text
    reason = Note(
        f"表中其他行都按同一算式得出，此行{working}，表中{printed}应为{right}。",
        f"The other rows of the table follow one formula; here {working}, so that {printed} should be {right}.",
    )
    return refute([claim], "arithmetic", reason, _evidence(sheet, row, working), basis="same_document", corrected=right)


def _evidence(sheet: _Sheet, row: int, working: str) -> list[Evidence]:
    return _evidence_at(sheet.rows[row], working)


def _evidence_at(row: Row, working: str) -> list[Evidence]:
    passage = row.passage
    return [Evidence("passage", passage.text[:160], start=passage.start, end=passage.end), Evidence("calculation", working)]
