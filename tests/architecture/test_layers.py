"""The house reads in one direction."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PURE = ("core", "rules", "market", "accounts", "book", "analytics", "stress")
"""The rooms that run from a dict in a test."""

OUTSIDE_WORLD = {
    "os",
    "socket",
    "subprocess",
    "tempfile",
    "shutil",
    "pathlib",
    "httpx2",
    "deltalake",
    "sqlite3",
    "rich",
    "altair",
    "random",
    "time",
}
CLOCK_READS = {"now", "today", "utcnow"}


def test_import_linter_keeps_every_contract(root: Path) -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def impurities(tree: ast.AST) -> list[str]:
    """What a module of the pure core must not do: reach outside, read a clock, open a file."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in OUTSIDE_WORLD]
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OUTSIDE_WORLD:
            found.append(node.module)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_READS:
            found.append(f"{node.func.attr}()")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"open", "print", "input"}:
            found.append(f"{node.func.id}()")
    return found


def test_the_pure_core_touches_nothing_outside(modules: list) -> None:
    pure = [module for module in modules if module.place.split("/")[0] in PURE]
    assert {module.place: found for module in pure if (found := impurities(module.tree))} == {}


@pytest.mark.parametrize("line", ["import os.path", "from pathlib import Path", "x = date.today()", "open('x')", "import random"])
def test_the_hunt_for_impurities_can_find_one(line: str) -> None:
    assert impurities(ast.parse(line))
