"""Columns of the law and of broker packs."""

from __future__ import annotations

from typing import Final

from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "parameter": Heading("参数", "parameter"),
    "key": Heading("分项", "key"),
    "keys": Heading("分项", "keys", Shown.PROSE),
    "venue": Heading("交易所", "exchange"),
    "venues": Heading("交易所", "exchanges"),
    "on": Heading("当日", "on"),
    "opened_on": Heading("开立日", "opened on"),
    "authority": Heading("规定者", "authority"),
    "confidence": Heading("把握", "confidence"),
    "old_value": Heading("原值", "old value"),
    "provision": Heading("规定", "provision", Shown.PROSE),
    "reach": Heading("适用与展期", "reach", Shown.PROSE),
    "last_change": Heading("最近变更", "last change"),
    "pack": Heading("规则包", "pack"),
    "parameters": Heading("涉及参数", "parameters", Shown.PROSE),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {}
