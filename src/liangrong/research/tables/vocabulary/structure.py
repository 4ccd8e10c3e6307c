"""Columns and words of flows and league tables."""

from __future__ import annotations

from typing import Final

from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "window_start": Heading("区间起", "from", Shown.ONCE),
    "window_end": Heading("区间止", "to", Shown.ONCE),
    "grouping": Heading("分组方式", "grouping", Shown.WORD | Shown.ONCE, words={
        "sw1": "申万一级行业", "sw2": "申万二级行业", "board": "板块", "exchange": "交易所", "baskets": "篮子", "security": "个股",
    }),
    "within": Heading("范围", "within", Shown.ONCE),
    "group_name": Heading("分组", "group", Shown.WORD | Shown.INDUSTRY, words={
        "all": "合计", "main": "主板", "star": "科创板", "chinext": "创业板", "bse": "北证", "SSE": "上交所", "SZSE": "深交所",
        "BSE": "北交所", "entered": "新进入名单", "left": "退出名单",
    }, english={"main": "main board", "star": "STAR Market", "chinext": "ChiNext", "bse": "BSE stocks"}),
    "net_financing": Heading("融资净买入", "net financing", signed=True),
    "share_of_absolute": Heading("占绝对额", "share of absolute"),
    "start_balance": Heading("期初融资余额", "balance before"),
    "end_balance": Heading("期末融资余额", "balance at the end"),
    "flow_basis": Heading("净额口径", "basis of the net", Shown.WORD | Shown.ONCE),
    "rank_from_bottom": Heading("倒数名次", "rank from the bottom"),
    "ranked": Heading("参加排序", "ranked", Shown.ONCE),
    "net_threshold": Heading("门槛", "threshold", Shown.HIDDEN),
    "at_or_above": Heading("净买入达门槛", "net at or above", Shown.ONCE),
    "at_or_below": Heading("净偿还达门槛", "net at or below minus", Shown.ONCE),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {
    "group": "分组",
    "not_broken_down": "未拆分",
    "sum_of_groups": "各组合计",
    "exchange_total": "交易所汇总",
    "repayments": "买入减偿还",
    "balance": "余额之差",
    "mixed": "两种口径",
    "top": "净买入端",
    "bottom": "净偿还端",
}
