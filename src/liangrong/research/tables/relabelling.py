"""An answer under other names for its columns: in Chinese, or in tushare's pinyin."""

from __future__ import annotations

from dataclasses import replace

from liangrong.core.results import Result
from liangrong.research.tables.labels import Labels, renamed

__all__ = ["relabelled"]


def relabelled(result: Result, labels: Labels | None) -> Result:
    """The answer with its columns, and the measures in its cells, under the names asked for.

    A column keeps our name where the other name is taken already.

    Examples
    --------
    >>> import polars as pl
    >>> relabelled(Result(pl.DataFrame({"date": [], "financing_balance": []})), "zh").data.columns
    ['日期', '融资余额']
    """
    if labels is None:
        return result
    import polars as pl

    frame = result.data
    if "measure" in frame.columns:
        frame = frame.with_columns(pl.col("measure").map_elements(lambda name: renamed(name, labels), return_dtype=pl.String))
    names: dict[str, str] = {}
    for name in frame.columns:
        other = renamed(name, labels)
        names[name] = name if other in {*frame.columns, *names.values()} else other
    return replace(result, data=frame.rename(names))
