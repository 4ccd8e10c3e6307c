"""A figure that a sentence gives to a row of a table, where the table has it otherwise: the cell of another row, the other sign, a slip of a digit.

That the table has the very same figure proves nothing and is not ruled on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import number
from liangrong.research.claims.verify.comparison import bare_digits
from liangrong.research.claims.verify.document.grid_groups import FELL, ROSE, groups, meant_columns
from liangrong.research.claims.verify.document.grid_residue import is_own
from liangrong.research.claims.verify.document.grid_spots import Spot, in_time, spots
from liangrong.research.claims.verify.document.grids import Column, Grid
from liangrong.research.claims.verify.document.slips import is_slip
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_grid_cells"]

_KINDS: Final = (Kind.MONEY, Kind.PERCENT, Kind.SHARES, Kind.NUMBER)
_EARLIER: Final = re.compile(
    r"上(?:一)?(?:周|月|年|季)|前一|此前|曾|去年|往年|次日|\b(?:previous|prior|preceding|last (?:week|month|quarter|year)|a (?:week|month|year) (?:ago|earlier|before)|earlier|once|next|used to)\b",
    re.IGNORECASE,
)
"""Words of another time than that of the table."""
_COMPARES: Final = re.compile(
    r"[比较](?!例)|[高低多少]于|超过|最|倍|\b(?:than|times|above|below|share of|of the)\b", re.IGNORECASE
)
_FEWEST: Final = 2
_SURE: Final = 3


def check_grid_cells(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute figures of sentences that a table has otherwise."""
    for grid, found in spots(article, claims):
        for spot in found:
            if grid.is_table and spot.figure.kind in _KINDS and spot.figure.upper is None and not spot.claim.stripped:
                yield from _ruled(grid, spot)


def _ruled(grid: Grid, spot: Spot) -> Iterator[Ruling]:
    row = _row(grid, spot)
    digits = bare_digits(spot.figure)
    if _EARLIER.search(spot.claim.passage.text) and not _EARLIER.search(grid.caption):
        return
    if row is None or digits < _FEWEST or spot.figure.hedge not in (Hedge.NONE, Hedge.ABOUT):
        return
    around = spot.before + spot.figure.text + spot.after
    everywhere = [one for one in grid.columns if one.kind is spot.figure.kind]
    meant = meant_columns(grid, around, spot.figure.kind)
    if len(meant) == len(everywhere):
        meant = meant_columns(grid, spot.sentence, spot.figure.kind)
    columns = [one for one in in_time(grid, meant, spot.sentence) if one.figures[row] is not None]
    own = [one for one in everywhere if _same(spot.figure, one.figures[row])]
    for column in own:
        yield from _signed(grid, spot, column, row)
    if own or not columns or groups(grid, spot.before):
        return
    taken = [
        (column, other)
        for column in columns
        for other in range(len(grid.names))
        if other != row and _same(spot.figure, column.figures[other])
    ]
    if taken and (digits >= _SURE or (len(columns) == 1 and not spot.is_timed)) and _is_free(grid, spot, taken):
        column, other = taken[0]
        yield from _fails(grid, spot, "label_mixup", column, row, other)
    elif (
        not taken
        and len(columns) == 1
        and not spot.is_timed
        and (_slipped(spot.figure, columns[0].figures[row]) or (_plain(spot, columns[0].figures[row]) and is_own(grid, spot)))
    ):
        yield from _fails(grid, spot, "cross_statement", columns[0], row, None)


def _plain(spot: Spot, cell: Figure | None) -> bool:
    """Whether a figure is given as that of its row and no more: it is not how far something moved, nor how two compare."""
    moved = spot.claim.aspect in (Aspect.CHANGE, Aspect.GROWTH) or _COMPARES.search(spot.before + spot.after) is not None
    return (
        cell is not None
        and not moved
        and spot.figure.hedge is Hedge.NONE
        and spot.figure.half_ulp * spot.figure.size >= cell.half_ulp * cell.size
    )


def _row(grid: Grid, spot: Spot) -> int | None:
    """The one row that the figure is said of: the one in its place of a list, else the one that its clause names."""
    for text in (spot.claim.subject if spot.claim.group else "", spot.before):
        named = list(dict.fromkeys(one.row for one in grid.named(text)))
        if len(named) == 1:
            return named[0]
    return None


def _signed(grid: Grid, spot: Spot, column: Column, row: int) -> Iterator[Ruling]:
    """The amount of the cell in words of the other direction."""
    cell = column.figures[row]
    assert cell is not None, "chosen for its figure"
    signs = {one.value > 0 for one in column.figures if one is not None and one.value}
    text = spot.before + spot.after
    falls, rises = bool(FELL.search(text)), bool(ROSE.search(text))
    if len(signs) != _FEWEST or falls is rises or not cell.value or spot.figure.value < 0:
        return
    if (cell.value > 0) is falls and not (spot.is_timed and bare_digits(spot.figure) < _SURE):
        yield from _fails(grid, spot, "wrong_sign", column, row, None)


def _is_free(grid: Grid, spot: Spot, taken: Sequence[tuple[Column, int]]) -> bool:
    """Whether the sentence does not speak of the other row too, whose figure it may well be."""
    named = {one.row for one in grid.named(spot.claim.passage.text)}
    return bool(spot.claim.group) or not any(other in named for _, other in taken)


def _same(figure: Figure, cell: Figure | None) -> bool:
    if cell is None or cell.kind is not figure.kind or (cell.currency and figure.currency and cell.currency != figure.currency):
        return False
    return figure.rounding().meets(cell.rounding()) or figure.rounding().meets(-cell.rounding())


def _slipped(figure: Figure, cell: Figure | None) -> bool:
    """Whether one slip of a digit makes the figure that of its cell, and is all that lies between them."""
    if (
        cell is None
        or cell.kind is not figure.kind
        or bare_digits(figure) < _SURE
        or figure.half_ulp * figure.size > cell.half_ulp * cell.size
    ):
        return False
    amount = cell.rounding() if cell.value >= 0 else -cell.rounding()
    return is_slip(figure, amount)


def _fails(grid: Grid, spot: Spot, kind: str, column: Column, row: int, other: int | None) -> Iterator[Ruling]:
    cell = column.figures[row]
    assert cell is not None, "chosen for its figure"
    shown = f"{number(cell.value)}{'' if cell.unit in ('%', '') else ' '}{cell.unit}"
    printed = spot.figure.text.strip()
    of_other = (
        (f"，{printed}是{grid.names[other]}的", f"; {printed} belongs to {grid.names[other]}") if other is not None else ("", "")
    )
    reason = Note(
        f"表中{grid.names[row]}的{column.head}是{shown}{of_other[0]}。",
        f"The table has {shown} for {column.head} of {grid.names[row]}{of_other[1]}.",
    )
    yield from refute([spot.claim], kind, reason, quoted(grid.passage), corrected=shown)
