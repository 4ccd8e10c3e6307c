"""Tiles whose areas are given, as square as they can be.

Bruls, Huizing, van Wijk, Squarified Treemaps, 2000.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Tile", "squarified"]


@dataclass(frozen=True, slots=True)
class Tile:
    """A rectangle; ``y`` grows downwards."""

    x: float
    y: float
    width: float
    height: float


def squarified(sizes: Sequence[float], width: float, height: float) -> list[Tile]:
    """Fill ``width × height`` with one tile for each size, in proportion and in order.

    Parameters
    ----------
    sizes
        Above zero, the largest first.

    Examples
    --------
    >>> [(tile.width, tile.height) for tile in squarified([6, 6, 4, 3, 2, 2, 1], 6, 4)][:3]
    [(3.0, 2.0), (3.0, 2.0), (1.7142857142857142, 2.3333333333333335)]
    """
    scale = width * height / sum(sizes) if sizes else 0.0
    areas = [size * scale for size in sizes]
    found: list[Tile] = []
    free = Tile(0.0, 0.0, width, height)
    while len(found) < len(areas):
        row = _row(areas[len(found) :], min(free.width, free.height))
        tiles, free = _laid(row, free, sum(areas[len(found) + len(row) :]))
        found += tiles
    return found


def _row(areas: Sequence[float], side: float) -> Sequence[float]:
    """As many areas as make the worst tile along ``side`` no longer than one fewer would."""
    for count in range(1, len(areas)):
        if _worst(areas[: count + 1], side) > _worst(areas[:count], side):
            return areas[:count]
    return areas


def _worst(row: Sequence[float], side: float) -> float:
    """The largest ratio of the sides of a tile in a row."""
    total = sum(row)
    return max(side**2 * max(row) / total**2, total**2 / (side**2 * min(row)))


def _laid(row: Sequence[float], free: Tile, rest: float) -> tuple[list[Tile], Tile]:
    """The tiles of a row along the shorter side, and what is left: the area ``rest``, which no subtraction rounds to nothing."""
    total, tiles = sum(row), []
    if free.width >= free.height:
        across, y = total / free.height, free.y
        for area in row:
            tiles.append(Tile(free.x, y, across, area / across))
            y += area / across
        return tiles, Tile(free.x + across, free.y, rest / free.height, free.height)
    across, x = total / free.width, free.x
    for area in row:
        tiles.append(Tile(x, free.y, area / across, across))
        x += area / across
    return tiles, Tile(free.x, free.y + across, free.width, rest / free.width)
