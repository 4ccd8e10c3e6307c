"""Aligned tables: they begin at a line of memory whatever their shape, and hold what was put in."""

from __future__ import annotations

import numpy as np
import pytest

from liangrong.book.alignment import LINE, aligned, aligned_zeros


@pytest.mark.parametrize("dtype", [np.uint32, np.int64])
@pytest.mark.parametrize("shape", [(0, 16), (3,), (5, 7), (2, 3, 16)])
def test_a_table_begins_at_a_line_and_holds_what_was_put_in(shape: tuple[int, ...], dtype: type) -> None:
    kept = []
    for number in range(6):
        given = np.arange(np.prod(shape, dtype=int), dtype=dtype).reshape(shape) + dtype(number)
        kept.append((given, aligned(given)))
        kept.append((np.zeros(shape, dtype), aligned_zeros(shape, dtype)))
    for given, found in kept:
        assert found.size == 0 or found.ctypes.data % LINE == 0
        assert (found.dtype, found.shape, found.flags.c_contiguous, found.flags.writeable) == (given.dtype, shape, True, True)
        assert np.array_equal(found, given)
