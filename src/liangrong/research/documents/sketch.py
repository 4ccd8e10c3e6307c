"""Whether two texts are copies of each other: their runs of six characters compared, by a small sketch first and then in full.

Two texts whose figures differ are never copies: a daily note of the next day differs from that of today in nothing else.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["KEYS", "THRESHOLD", "Hashes", "differ_in_figures", "keys_of", "shingles", "similarity"]

THRESHOLD: Final = 0.85
"""Jaccard similarity of the sets of six-character runs from which on two texts are copies."""
KEYS: Final = 8
"""Smallest hashes that are kept to find candidates."""
_LENGTH: Final = 6
"""Characters of a run: three Chinese words, or one English word."""
_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?")

Hashes: TypeAlias = NDArray[np.uint64]
_FACTORS: Final = tuple(np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xFF51AFD7ED558CCD))
_SHIFT: Final = np.uint64(33)


def shingles(squeezed: str) -> Hashes:
    """The hashes of all runs of six characters, sorted, each once; a shorter text is one run.

    Parameters
    ----------
    squeezed
        A text without white space and punctuation.

    References
    ----------
    A. Z. Broder (1997), On the resemblance and containment of documents.
    """
    codes = np.frombuffer(squeezed.ljust(_LENGTH).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    runs = len(codes) - _LENGTH + 1
    mixed = np.zeros(runs, dtype=np.uint64)
    for place in range(_LENGTH):
        mixed = (mixed + codes[place : place + runs]) * _FACTORS[0]
    mixed = (mixed ^ (mixed >> _SHIFT)) * _FACTORS[1]
    found: Hashes = np.sort(mixed ^ (mixed >> _SHIFT))
    first: NDArray[np.bool_] = np.append([True], found[1:] != found[:-1])
    return found[first]


def keys_of(hashes: Hashes) -> list[int]:
    """The smallest hashes, as whole numbers with a sign, which is how a database keeps them."""
    found: list[int] = hashes[:KEYS].astype(np.int64).tolist()
    return found


def similarity(one: Hashes, other: Hashes) -> float:
    """The share of the runs of either text that both have (Jaccard), from 0 to 1."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)


def differ_in_figures(one: str, other: str) -> bool:
    """Whether each text has figures that the other lacks: an advert or a menu adds figures to one side only.

    Examples
    --------
    >>> differ_in_figures("余额2.7万亿", "余额2.8万亿"), differ_in_figures("余额2.7万亿", "余额2.7万亿 2026")
    (True, False)
    """
    first, second = set(_FIGURE.findall(one)), set(_FIGURE.findall(other))
    return bool(first - second) and bool(second - first)
