"""Compiled loops over the columns of a partition; what they mean stands in the modules that call them.

Start with ``revaluation.py``.
"""

from importlib.util import find_spec

from liangrong.core.errors import ExtraMissing

if find_spec("numba") is None:  # said here once, for whoever asks anything of a book
    raise ExtraMissing(what="Valuing a book", what_zh="账簿估值", extra="stress")
