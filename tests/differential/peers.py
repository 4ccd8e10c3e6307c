"""Ask another engine a question: here, or in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import warnings
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

INTERPRETER = "LIANGRONG_PEERS_PYTHON"
MISSING = 77
"""Exit status of a driver whose engine is not installed where it runs."""


@dataclass(frozen=True)
class Disagreement:
    """What they say, what we say, as documented, and why the two differ."""

    quantity: str
    theirs: str
    ours: str
    reason: str


def ask(engine: str, question: dict[str, Any]) -> Any:
    """The answer of the driver of an engine; skips the test where the engine is not to be had."""
    if find_spec(engine) is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # theirs, not ours
            return import_module(f"tests.differential.{engine}_driver").answer(question)
    interpreter = os.environ.get(INTERPRETER)
    if not interpreter:
        pytest.skip(f"{engine} is not installed here, and {INTERPRETER} names no interpreter that has it")
    driver = Path(__file__).with_name(f"{engine}_driver.py")
    done = subprocess.run([interpreter, driver], input=json.dumps(question), capture_output=True, text=True, check=False)
    if done.returncode == MISSING:
        pytest.skip(f"{interpreter} has no {engine}: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def differing(measured: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """What the two say of each quantity, where they do not say the same."""
    return {quantity: said for quantity, said in measured.items() if said[0] != said[1]}


def listed(disagreements: tuple[Disagreement, ...]) -> dict[str, tuple[str, str]]:
    """The table in the form in which ``differing`` measures it."""
    return {row.quantity: (row.theirs, row.ours) for row in disagreements}
