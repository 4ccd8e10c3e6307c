"""Columns and words of growth, rotation and episodes."""

from __future__ import annotations

from typing import Final

from liangrong.core.units import Unit
from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "growth": Heading("增长", "growth", signed=True),
    "growth_low": Heading("增长下限", "growth at least", signed=True),
    "growth_high": Heading("增长上限", "growth at most", signed=True),
    "printed_low": Heading("按所印水平下限", "as printed, at least", signed=True),
    "printed_high": Heading("按所印水平上限", "as printed, at most", signed=True),
    "start_date": Heading("起始日", "from"),
    "end_date": Heading("截止日", "to"),
    "start_level": Heading("起点水平", "first level", Shown.OF_MEASURE),
    "end_level": Heading("终点水平", "last level", Shown.OF_MEASURE),
    "change_unit": Heading("变化单位", "unit of the change", Shown.HIDDEN),
    "verdict": Heading("结论", "verdict", Shown.WORD),
    "difference_points": Heading("总增长减复合", "total less compounded", unit=Unit.PERCENTAGE_POINT, signed=True),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {
    "leg": "分段",
    "compounded": "复合",
    "total_from_levels": "由水平计算",
    "outside_legs": "段外",
    "closes": "吻合",
    "within_rounding": "舍入之内",
    "does_not_close": "不吻合",
}
