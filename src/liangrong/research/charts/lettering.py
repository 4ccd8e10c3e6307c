"""How much room words take in a drawing, and rows in which they do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["ems", "lanes"]


def ems(text: str) -> float:
    """How wide a text is, in letters of Chinese; a little more than most fonts take.

    Examples
    --------
    >>> ems("追保"), round(ems("130%"), 2)
    (2.0, 2.32)
    """
    return sum(0.58 if letter < "\u2e80" else 1.0 for letter in text)


def lanes(labels: Sequence[tuple[float, float]]) -> list[int]:
    """The row of each label, as few rows as the order allows.

    Parameters
    ----------
    labels
        Middle and width of each in pixels.

    Examples
    --------
    >>> lanes([(0, 50), (40, 50), (100, 50)])
    [0, 1, 0]
    """
    ends: list[float] = []
    rows = [0] * len(labels)
    for place in sorted(range(len(labels)), key=lambda each: labels[each][0]):
        middle, width = labels[place]
        rows[place] = next((row for row, end in enumerate(ends) if middle - width / 2 >= end), len(ends))
        ends[rows[place] : rows[place] + 1] = [middle + width / 2]
    return rows
