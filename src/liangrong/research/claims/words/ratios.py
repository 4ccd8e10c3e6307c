"""Words that call a measure a ratio of two amounts; which ratio it is, is said elsewhere."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.words.forms import any_case

__all__ = ["RATIO"]

RATIO: Final = any_case(r"占比|比例|比重|比率|\bratio\b")
