"""Tables that begin where a line of the processor's memory begins, so that rows of whole lines straddle none."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

__all__ = ["LINE", "aligned", "aligned_zeros"]

LINE: Final = 64
"""Bytes of a line, of every processor that this is likely to run on."""


def aligned(table: NDArray[Any]) -> NDArray[Any]:
    """A copy of a table that is aligned.

    Examples
    --------
    >>> aligned(np.arange(3)).ctypes.data % LINE
    0
    """
    found = aligned_zeros(table.shape, table.dtype)
    found[...] = table
    return found


def aligned_zeros(shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    """Zeros, which cost no memory until they are written to."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    room = np.zeros(size + LINE, np.uint8)
    start = -room.ctypes.data % LINE
    return room[start : start + size].view(dtype).reshape(shape)
