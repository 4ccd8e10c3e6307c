"""The calibration of a generated book with its numbers named for people."""

from __future__ import annotations

import polars as pl

from liangrong.core.results import Note
from liangrong.research.tables.assumptions import assumption_title, typed_title

__all__ = ["named_calibration"]


def named_calibration(rows: pl.DataFrame) -> pl.DataFrame:
    """``title_zh, title_en`` behind the ``name`` of each row; what can be assumed otherwise says how it is typed.

    Examples
    --------
    >>> rows = pl.DataFrame({"kind": ["target", "parameter"], "name": ["borrowers", "overlap"], "unit": ["户", "1"]})
    >>> named_calibration(rows)["title_zh"].to_list()
    ['负债户数', '自有持仓与融资标的的重合（overlap）']
    """
    titles = [_title(kind, name) for kind, name in rows.select("kind", "name").iter_rows()]
    place = rows.columns.index("name") + 1
    named = rows.clone()
    named.insert_column(place, pl.Series("title_zh", [title.zh for title in titles], dtype=pl.String))
    named.insert_column(place + 1, pl.Series("title_en", [title.en for title in titles], dtype=pl.String))
    return named


def _title(kind: str, name: str) -> Note:
    return typed_title(name) if kind == "parameter" else assumption_title(name)
