"""Sums that a source prints below its rows: they prove that the rows are all there, and are then left out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import polars as pl

from liangrong.core.outcomes import FailureKind
from liangrong.sources.refusals import Refused

__all__ = ["GRAND_SUM", "PRODUCT_SUM", "check_sums"]

PRODUCT_SUM: Final = "小计"
"""The sum of the rows since the last such line."""
GRAND_SUM: Final = "合计"
"""The sum of all rows."""


def check_sums(frame: pl.DataFrame, slack: Mapping[str, Decimal], place: str) -> pl.DataFrame:
    """Check the printed sums and return the rows without them.

    Parameters
    ----------
    frame
        Rows and sums as printed; ``sum`` is ``小计`` or ``合计`` on sums and null on rows.
    slack
        The columns that are summed, and by how much each row may be rounded.

    Raises
    ------
    Refused
        The last line is not a sum, or a sum is not that of its rows.
    """
    if frame.is_empty():
        return frame.drop("sum")
    if frame["sum"][-1] is None:
        raise Refused(FailureKind.INCOMPLETE, f"{place} ends before its 小计 or 合计", f"{place} 在小计或合计之前中断")
    rows = frame.filter(pl.col("sum").is_null())
    start = 0
    for at, label in enumerate(frame["sum"]):
        if label is None:
            continue
        summed = rows if label == GRAND_SUM else frame[start:at]
        start = at + 1
        for name, allowed in slack.items():
            said, found = frame[name][at], summed[name].sum()
            if said is not None and abs(said - found) > allowed * summed.height:
                raise Refused(
                    FailureKind.INCONSISTENT,
                    f"{place}: {name} adds up to {found}, its {label} is printed as {said}",
                    f"{place}：{name} 之和为 {found}，{label}所印的是 {said}",
                )
    return rows.drop("sum")
