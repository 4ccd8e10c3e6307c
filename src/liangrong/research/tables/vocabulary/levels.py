"""Columns of levels, records and crossings."""

from __future__ import annotations

from typing import Final

from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "threshold": Heading("关口", "threshold", Shown.OF_ROW),
    "basis": Heading("口径", "basis", Shown.WORD, words={
        "market_totals": "交易所汇总", "account_statistics": "账户统计", "float_cap": "流通市值", "implied_float_cap": "由比率推算的流通市值",
        "market_totals, account_statistics": "交易所汇总、账户统计", "estimated": "估计", "exact": "逐户",
    }),
    "previous_record": Heading("此前纪录", "previous record"),
    "streak": Heading("连续", "streak"),
    "answer": Heading("结论", "answer"),
    "previous_date": Heading("前一已知日", "previous session"),
    "previous_value": Heading("前值", "previous value", Shown.OF_MEASURE),
    "previous_high": Heading("此前最高", "previous high", Shown.OF_MEASURE),
    "previous_high_date": Heading("此前最高日", "previous high on"),
    "is_record": Heading("新高", "record"),
    "records_in_window": Heading("区间新高数", "records in the window"),
    "last_record_date": Heading("最近新高日", "last record on"),
    "sessions_since_last_record": Heading("距今交易日", "sessions since"),
    "high": Heading("高值", "high", Shown.OF_ROW),
    "high_date": Heading("最高日", "high on"),
    "to_high": Heading("距最高", "from high", signed=True),
    "holes": Heading("缺口", "holes", Shown.HIDDEN),
    "bound": Heading("缺口上限", "bound of the holes", Shown.HIDDEN),
    "bound_basis": Heading("上限口径", "basis of the bound", Shown.HIDDEN),
    "sessions_missing": Heading("其间缺日", "sessions missing between"),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {}
