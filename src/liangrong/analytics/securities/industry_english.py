"""What 申万 industries are called in English: those of 2021 at all levels, and those of older editions at the first two.

The list beside this file is of our own making; no publisher's table is copied. A scope, a column and an address go on using the Chinese name:
it is how the industry is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ["LISTED", "industry_english"]

LISTED: Final = "industry_names.tsv"
"""Chinese name without the numeral of its level, English name; no heading."""
_NUMERALS: Final = "ⅠⅡⅢ"
"""申万 appends the numeral of the level where a lower level is called as the one above it (白酒Ⅱ, 白酒Ⅲ)."""


def industry_english(name: str) -> str | None:
    """What an industry is called in English; ``None`` where the list does not know it.

    Examples
    --------
    >>> industry_english("电子"), industry_english("白酒Ⅱ"), industry_english("模拟行业")
    ('Electronics', 'Baijiu', None)
    """
    return _listed().get(name.rstrip(_NUMERALS))


@cache
def _listed() -> Mapping[str, str]:
    text = (files("liangrong.analytics.securities") / LISTED).read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines())
