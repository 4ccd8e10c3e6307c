"""Which lines of a page are a table; their cells are cut in ``rows.py``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from liangrong.research.claims.reading.row_cells import cells_of, columns_of

__all__ = ["blocks_of", "is_rule", "table_lines"]

_RULE: Final = re.compile(r"^[.…·\s|:+-]{3,}$")


def is_rule(line: str) -> bool:
    """Whether a line is only a rule, or dots where rows were left out."""
    return bool(_RULE.match(line))


def blocks_of(lines: Sequence[str]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """The tables of a page: the place of the line of column names, and the places of the rows beneath it."""
    found: list[tuple[int, tuple[int, ...]]] = []
    place = 0
    while place < len(lines):
        columns = columns_of(lines[place])
        if not columns:
            place += 1
            continue
        rows: list[int] = []
        at = place + 1
        while at < len(lines) and (is_rule(lines[at]) or cells_of(lines[at], columns) is not None):
            if cells_of(lines[at], columns) is not None:
                rows.append(at)
            at += 1
        if rows:
            found.append((place, tuple(rows)))
            place = at
        else:
            place += 1
    return tuple(found)


def table_lines(lines: Sequence[str]) -> frozenset[int]:
    """The places of all lines that are column names or rows."""
    return frozenset(place for head, rows in blocks_of(lines) for place in range(head, rows[-1] + 1))
