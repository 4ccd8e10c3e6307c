"""Columns and words of a session at a glance and of what changed on it."""

from __future__ import annotations

from typing import Final

from liangrong.core.units import Unit
from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "change_amount": Heading("较前一交易日", "change on the session before", signed=True),
    "change_points": Heading("较前一交易日", "change on the session before", unit=Unit.PERCENTAGE_POINT, signed=True),
    "observations": Heading("分位样本", "sessions compared"),
    "percentile_since": Heading("分位自", "percentile since"),
    "percentile_years": Heading("分位年数", "years asked for"),
    "passed_threshold": Heading("越过关口", "threshold passed"),
    "passed_upwards": Heading("向上", "upwards"),
    "passed_first_ever": Heading("首次", "first ever"),
    "policies": Heading("当日施行的政策", "came into force", Shown.PROSE),
    "share_of_change": Heading("占当日变化", "share of the change"),
    "what": Heading("变化", "what changed", Shown.PROSE),
}

WORDS: Final[dict[str, str]] = {
    "new_record": "新高",
    "threshold": "关口",
    "industry_flow": "行业资金",
    "stock_flow": "个股资金",
    "new_crowding": "新增拥挤",
    "new_suspension": "触及暂停线",
    "new_squeeze": "逼空迹象",
    "alert": "提醒",
    "revision": "数据修订",
    "missing": "缺数据",
}
