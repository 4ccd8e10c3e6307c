"""The command starts fast because nothing heavy is imported before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "polars",
    "numpy",
    "pandas",
    "deltalake",
    "httpx2",
    "stamina",
    "altair",
    "vl_convert",
    "jinja2",
    "python_calamine",
    "pydantic",
    "akshare",
    "tushare",
)
TERMINAL = ("cyclopts", "rich")
SLOW_EVEN_WITH_POLARS = tuple(name for name in HEAVY if name not in {"polars", "pydantic"})


def loaded(statement: str, candidates: tuple[str, ...]) -> list[str]:
    """Which of ``candidates`` a fresh interpreter has imported after ``statement``."""
    program = f"import sys\n{statement}\nprint(*[m for m in {candidates!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return run.stdout.split()


@pytest.mark.parametrize(
    "module", ["liangrong", "liangrong.__main__", "liangrong.core.errors", "liangrong.core.units", "liangrong.core.securities"]
)
def test_the_entrance_imports_nothing_heavy(module: str) -> None:
    assert loaded(f"import {module}", HEAVY + TERMINAL) == []


def test_asking_for_the_version_imports_nothing_heavy() -> None:
    statement = "import runpy\nsys.argv = ['liangrong', '--version']\nrunpy.run_module('liangrong', run_name='__main__')"
    program = f"import sys\n{statement}\nprint('heavy:', *[m for m in {HEAVY + TERMINAL!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "heavy:"


def test_the_command_line_imports_no_engine_before_a_command_runs() -> None:
    pytest.importorskip("liangrong.interfaces.cli.app")
    assert loaded("import liangrong.interfaces.cli.app", SLOW_EVEN_WITH_POLARS) == []


def test_the_probe_can_see_an_import() -> None:
    assert loaded("import polars", HEAVY) == ["polars"]
