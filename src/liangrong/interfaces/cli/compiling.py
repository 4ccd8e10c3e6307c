"""The wait of the first run, when kernels are compiled: said where somebody waits for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from liangrong.core.errors import Lang

__all__ = ["told_while_compiling"]


@contextmanager
def told_while_compiling(lang: Lang) -> Iterator[None]:
    """Say on stderr, once, that kernels are being compiled, should that happen in the block; silent when stderr is no terminal.

    What was compiled before lies in a cache beside the kernels, and is loaded without a word.
    """
    if not sys.stderr.isatty():
        yield
        return
    try:
        from numba.core.event import Event, Listener, install_listener
    except ModuleNotFoundError:
        yield
        return

    class Waiting(Listener):  # type: ignore[misc]
        said = False

        def on_start(self, event: Event) -> None:  # noqa: ARG002 the interface of numba
            if not self.said:
                self.said = True
                print(
                    "编译计算内核，仅首次（约 20 秒）…" if lang == "zh" else "compiling kernels, first time only (about 20 s) …",
                    file=sys.stderr,
                )

        def on_end(self, event: Event) -> None:
            """Others may follow."""

    with install_listener("numba:compile", Waiting()):
        yield
