"""Columns and words that any answer may have."""

from __future__ import annotations

from typing import Final

from liangrong.core.units import Unit
from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "date": Heading("日期", "date"),
    "scope": Heading("范围", "scope", Shown.ONCE),
    "measure": Heading("指标", "measure", Shown.MEASURE | Shown.ONCE),
    "value": Heading("数值", "value", Shown.OF_ROW),
    "unit": Heading("单位", "unit", Shown.HIDDEN),
    "derived": Heading("推算", "derived"),
    "quality": Heading("质量", "quality", Shown.WORD | Shown.ONCE),
    "note": Heading("说明", "note", Shown.PROSE),
    "status": Heading("状态", "status", Shown.WORD | Shown.ONCE),
    "state": Heading("状态", "state", Shown.WORD),
    "detail": Heading("说明", "detail", Shown.PROSE),
    "reason": Heading("原因", "reason", Shown.PROSE),
    "hint": Heading("建议", "what to do"),
    "item": Heading("项目", "item", Shown.WORD, words={
        "accounts": "户数", "accounts_left_out": "略去户数", "positions": "持仓笔数", "financing_contracts": "融资合约", "short_contracts": "融券合约",
        "securities": "证券数", "errors": "错误", "warnings": "警告",
    }),
    "section": Heading("部分", "section"),
    "change": Heading("变化", "change", signed=True),
    "since": Heading("起点", "since"),
    "from": Heading("起", "from"),
    "to": Heading("止", "to"),
    "start": Heading("起", "start"),
    "end": Heading("止", "end"),
    "sessions": Heading("交易日数", "sessions"),
    "days": Heading("天数", "days"),
    "rows": Heading("行数", "rows"),
    "first": Heading("首日", "first"),
    "source": Heading("来源", "source"),
    "known_at": Heading("可知时刻", "known at"),
    "formula": Heading("算式", "formula"),
    "part": Heading("部分", "part", Shown.WORD, words={"SSE": "上交所", "SZSE": "深交所", "BSE": "北交所", "SSE+SZSE": "沪深合计"}),
    "level": Heading("水平", "level", Shown.OF_MEASURE),
    "previous_level": Heading("前值", "previous level", Shown.OF_MEASURE),
    "share": Heading("占比", "share"),
    "last": Heading("末日", "last"),
    "difference": Heading("差", "difference", Shown.OF_ROW),
    "ratio": Heading("差异率", "relative"),
    "kind": Heading("事项", "what", Shown.WORD, words={
        "security": "证券", "index": "指数", "industry": "行业", "board": "板块", "exchange": "交易所", "market": "市场", "measure": "指标",
        "rule": "规则", "page": "页面", "target": "目标", "parameter": "假定", "outcome": "结果", "unconditional": "只凭过去",
        "conditional": "给定指数路径", "unconditional_margin": "只凭过去，计入保证金比例变化",
        "conditional_margin": "给定指数路径，计入保证金比例变化",
    }, english={
        "unconditional": "from the past alone", "conditional": "given the index path",
        "unconditional_margin": "from the past alone, margin ratio changed",
        "conditional_margin": "given the index path, margin ratio changed",
    }),
    "text": Heading("说明", "why", Shown.PROSE),
    "security": Heading("证券", "security"),
    "price": Heading("价格", "price"),
    "citation": Heading("依据", "citation", Shown.PROSE),
    "title": Heading("名称", "what", Shown.PROSE),
    "amount": Heading("金额", "amount"),
    "quantity": Heading("数量", "quantity", unit=Unit.SHARE),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {
    "ok": "正常",
    "warning": "警告",
    "error": "错误",
    "info": "提示",
    "incomplete": "不全",
    "bounded": "有界",
    "complete": "完整",
    "before": "之前",
    "after": "之后",
    "change": "变化",
    "market": "全部价格",
    "total": "合计",
    "financing": "融资",
    "short": "融券",
}
