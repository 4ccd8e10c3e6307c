"""The first wait is explained to whoever sits at a terminal, once, and to nobody else."""

from __future__ import annotations

import io
import sys

import pytest
from numba import njit

from liangrong.interfaces.cli.compiling import told_while_compiling


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("lang", "said"), [("zh", "编译计算内核"), ("en", "compiling kernels")])
def test_compiling_is_said_once_and_only_while_it_happens(monkeypatch: pytest.MonkeyPatch, lang: str, said: str) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    kernel = njit(lambda number: number + 1)
    with told_while_compiling(lang):  # type: ignore[arg-type]
        assert sys.stderr.getvalue() == "", "nothing is compiled yet"  # type: ignore[attr-defined]
        assert (kernel(1), kernel(1.5)) == (2, 2.5)
    told = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert said in told
    assert told.count("\n") == 1
    with told_while_compiling(lang):  # type: ignore[arg-type]
        kernel(2)
    njit(lambda number: number - 1)(1)
    assert sys.stderr.getvalue() == told, "what is compiled already, or outside, is not told"  # type: ignore[attr-defined]


def test_a_pipe_hears_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with told_while_compiling("zh"):
        njit(lambda number: number * 2)(1)
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]
