"""Ask for a cell of a large table before it is needed: memory brings it while something else is computed."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

__all__ = ["prefetched"]

_READ, _KEPT, _DATA = 0, 3, 1
"""To be read; kept in all caches; data, not code: what the instruction of the processor wants to know (LLVM, ``llvm.prefetch``)."""


@intrinsic
def prefetched(_context: Any, table: types.Array, row: types.Integer, column: types.Integer) -> Any:
    """Begin to bring the line of memory in which ``table[row, column]`` lies; it changes no value."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind, *numbers = signature.args
        place = [context.cast(builder, value, number, types.intp) for value, number in zip(arguments[1:], numbers, strict=True)]
        view = context.make_array(kind)(context, builder, arguments[0])
        cell = cgutils.get_item_pointer(context, builder, kind, view, place)
        flag = ir.IntType(32)
        shape = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, flag, flag, flag])
        call = cgutils.get_or_insert_function(builder.module, shape, "llvm.prefetch.p0")
        builder.call(call, [builder.bitcast(cell, cgutils.voidptr_t), flag(_READ), flag(_KEPT), flag(_DATA)])
        return context.get_dummy_value()

    return types.void(table, row, column), code
