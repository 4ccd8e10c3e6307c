"""Columns and words of alerts, their history and channels, and of the watchlist."""

from __future__ import annotations

from typing import Final

from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "alert": Heading("预警", "alert"),
    "condition": Heading("条件", "condition", Shown.PROSE),
    "session": Heading("交易日", "session"),
    "told": Heading("告知", "told", Shown.WORD),
    "fired_on": Heading("最近触发", "last fired on"),
    "fired_at": Heading("告知时刻", "told at"),
    "remark": Heading("备注", "remark", Shown.PROSE),
    "delivered_to": Heading("已送达", "delivered to", Shown.WORD),
    "failure": Heading("未送达原因", "why not delivered", Shown.PROSE),
    "waiting": Heading("待送", "waiting"),
    "last_delivered": Heading("最近送达", "last delivered"),
    "lang": Heading("语言", "language"),
    "saved_on": Heading("保存于", "saved on"),
    "bytes": Heading("字节", "bytes"),
    "change_1": Heading("1 日变化", "change, 1 session", signed=True),
    "change_5": Heading("5 日变化", "change, 5 sessions", signed=True),
    "change_20": Heading("20 日变化", "change, 20 sessions", signed=True),
    "crowding_rank": Heading("拥挤度名次", "crowding rank"),
    "watched_since": Heading("自选于", "watched since"),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {
    "holds": "成立",
    "does_not_hold": "不成立",
    "not_checked": "未检查",
    "fired": "触发",
    "withdrawn": "更正",
    "page": "页面",
    "file": "文件",
    "webhook": "Webhook 推送",
    "email": "电子邮件",
}
