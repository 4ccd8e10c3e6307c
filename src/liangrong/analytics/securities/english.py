"""English names of securities: those that a store carries, and those by which well-known companies call themselves.

The list beside this file is of our own making; no vendor's table is copied. A code belongs to a company only as long as its Chinese name
says so, therefore a listed name counts where the stored Chinese name is the one in the list.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from liangrong.analytics.securities.spelling import plain_name

__all__ = ["LISTED", "english_name"]

LISTED: Final = "english_names.tsv"
"""``security_id``, Chinese name, English name; no heading."""


def english_name(security_id: str, name: str | None) -> str | None:
    """What a company calls itself in English; ``None`` where we do not know.

    Parameters
    ----------
    name
        Its Chinese name; another one than the list has means that the code is somebody else's.

    Examples
    --------
    >>> english_name("600519.SH", "贵州茅台"), english_name("600519.SH", "模拟0001")
    ('Kweichow Moutai', None)
    """
    listed, english = _listed().get(security_id, ("", ""))
    return english if english and name and plain_name(name) == plain_name(listed) else None


@cache
def _listed() -> Mapping[str, tuple[str, str]]:
    text = (files("liangrong.analytics.securities") / LISTED).read_text(encoding="utf-8")
    return {code: (name, english) for code, name, english in csv.reader(text.splitlines(), delimiter="\t")}
