"""Which lines of a page are a table; their cells are cut in ``rows.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from liangrong.research.claims.reading.row_cells import Column, cells_of, columns_of, headless_columns, inferred_columns, settled

__all__ = ["Block", "blocks_of", "is_rule", "table_lines"]

_RULE: Final = re.compile(r"^[.…·\s|:+-]{3,}$")
_ENOUGH: Final = 8
"""So many rows are looked at to tell what the columns hold."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one table.

    Parameters
    ----------
    head, rows
        The places of the line of column names and of the rows beneath it; without such a line ``head`` is the first row.
    columns
        What the head names, and what the rows show of its kind.
    """

    head: int
    rows: tuple[int, ...]
    columns: tuple[Column, ...]


def is_rule(line: str) -> bool:
    """Whether a line is only a rule, or dots where rows were left out."""
    return bool(_RULE.match(line))


@lru_cache(maxsize=64)
def blocks_of(lines: tuple[str, ...]) -> tuple[Block, ...]:
    """The tables of a page, in order."""
    found: list[Block] = []
    place = 0
    while place < len(lines):
        block = _block(lines, place)
        if block is not None:
            found.append(block)
        place = block.rows[-1] + 1 if block is not None else place + 1
    return tuple(found)


def table_lines(lines: Sequence[str]) -> frozenset[int]:
    """The places of all lines that are column names or rows."""
    return frozenset(place for block in blocks_of(tuple(lines)) for place in range(block.head, block.rows[-1] + 1))


def _block(lines: Sequence[str], place: int) -> Block | None:
    columns = columns_of(lines[place])
    rows = tuple(_rows(lines, place + 1, columns)) if columns else ()
    if not rows:
        columns = _inferred(lines, place)
        rows = tuple(_rows(lines, place + 1, columns)) if columns else ()
    if not rows:
        columns = headless_columns([lines[row] for row in range(place, min(place + 2 * _ENOUGH, len(lines)))])
        rows = tuple(_rows(lines, place, columns)) if columns else ()
    if not rows:
        return None
    cells = [[lines[row][start:end] for start, end in cells_of(lines[row], columns) or ()] for row in rows[:_ENOUGH]]
    return Block(place, rows, settled(columns, cells))


def _inferred(lines: Sequence[str], place: int) -> tuple[Column, ...]:
    following = lines[place + 1] if place + 1 < len(lines) else ""
    if not any(map(str.isdigit, following)) and not is_rule(following):
        return ()
    below = (line for line in islice(lines, place + 1, place + 2 * _ENOUGH) if not is_rule(line))
    return inferred_columns(lines[place], tuple(islice(below, _ENOUGH)))


def _rows(lines: Sequence[str], start: int, columns: tuple[Column, ...]) -> Iterator[int]:
    for place in range(start, len(lines)):
        if is_rule(lines[place]):
            continue
        if cells_of(lines[place], columns) is None:
            return
        yield place
