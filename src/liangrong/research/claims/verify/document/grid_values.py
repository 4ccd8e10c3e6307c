"""What the checks of tables share: rows of a column added up and divided, and how a working is told. Which rows and which column is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from liangrong.core.results import Note
from liangrong.research.claims.figure import Figure
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.arithmetic.verdicts import refute, support
from liangrong.research.claims.verify.arithmetic.wording import number
from liangrong.research.claims.verify.closure.near import point_of
from liangrong.research.claims.verify.document.grid_spots import Spot
from liangrong.research.claims.verify.document.grids import Column, Grid

__all__ = ["fails", "holds", "listed", "percent_of", "quotient", "said", "step_of", "total"]


def total(column: Column, rows: Iterable[int]) -> Interval | None:
    """Rows added up; ``None`` where one has no figure."""
    cells = [column.figures[row] for row in rows]
    return None if any(one is None for one in cells) else Interval.total(one.rounding() for one in cells if one is not None)


def quotient(part: Interval | None, whole: Interval | None) -> Interval | None:
    """A quotient, where both sides are certainly above zero: of outflows nothing is a share."""
    if part is None or whole is None or part.low is None or whole.low is None or part.low < 0 or whole.low <= 0:
        return None
    return part.over(whole)


def step_of(grid: Grid, rows: Sequence[int], column: Column) -> tuple[Interval, Interval, str] | None:
    """What rows were, what they are, and how that is told: by two columns of days, else by one of levels and one of changes.

    Parameters
    ----------
    column
        Any column of the kind that is asked for.
    """
    pair = grid.pair(column.kind)
    if pair is not None:
        old, new = (total(one, rows) for one in pair)
        return None if old is None or new is None else (old, new, f"{_bound(pair[1], rows)} - {_bound(pair[0], rows)}")
    like = [one for one in grid.columns if one.kind is column.kind]
    levels, moved = [one for one in like if not one.is_change], [one for one in like if one.is_change]
    if len(levels) != 1 or len(moved) != 1:
        return None
    now, by = total(levels[0], rows), total(moved[0], rows)
    return None if now is None or by is None else (now - by, now, listed(moved[0], rows))


def _bound(column: Column, rows: Sequence[int]) -> str:
    return listed(column, rows) if len(rows) == 1 else f"({listed(column, rows)})"


def listed(column: Column, rows: Sequence[int]) -> str:
    """The figures of rows, as a sum."""
    cells = (column.figures[row] for row in rows)
    return " + ".join(one.text.strip() for one in cells if one is not None).replace("+ -", "- ").replace("+ +", "+ ")


def said(value: Interval, figure: Figure) -> str:
    """A value in the unit of a figure."""
    return f"{number(point_of(value) / Fraction(figure.size), 2)}{'' if figure.unit == '%' else ' '}{figure.unit}".strip()


def percent_of(value: Interval) -> str:
    """A value as a percentage."""
    return f"{number(point_of(value) * 100, 2)}%"


def holds(grid: Grid, spot: Spot, working: str) -> list[Ruling]:
    """The figure is what the table makes."""
    reason = Note(f"按文中的表或列表，{working}。", f"By the table or list of the text {working}.")
    return support([spot.claim], reason, _evidence(grid, working), basis="same_document")


def fails(grid: Grid, spot: Spot, working: str, corrected: str | None, kind: str = "arithmetic") -> list[Ruling]:
    """The table makes another figure."""
    printed = spot.figure.text.strip()
    reason = Note(
        f"按文中的表或列表，{working}，此处却为{printed}。", f"By the table or list of the text {working}; this says {printed}."
    )
    return refute([spot.claim], kind, reason, _evidence(grid, working), basis="same_document", corrected=corrected)


def _evidence(grid: Grid, working: str) -> list[Evidence]:
    passage = grid.passage
    return [Evidence("passage", passage.text[:160], start=passage.start, end=passage.end), Evidence("calculation", working)]
