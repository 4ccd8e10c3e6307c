"""Without the extra, whoever asks a book is told what to install, and everything else works."""

from __future__ import annotations

import subprocess
import sys

_ASKED = """
import sys
sys.modules["numba"] = None
import importlib.util as util
found = util.find_spec
util.find_spec = lambda name, *more: None if name == "numba" else found(name, *more)
from liangrong.core.errors import ExtraMissing
import liangrong.book.compile, liangrong.services.stress.run, liangrong.services.stress.policy, liangrong.services.ladder
try:
    import liangrong.book.revaluation
except ExtraMissing as error:
    print(error.hint("en"))
"""


def test_a_book_without_numba_says_what_to_install() -> None:
    told = subprocess.run([sys.executable, "-c", _ASKED], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "Run: pip install 'liangrong[stress]'"
