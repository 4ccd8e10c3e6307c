"""Columns and words of documents, their claims, topics and calls."""

from __future__ import annotations

from typing import Final

from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "document": Heading("文档", "document"),
    "document_source": Heading("出处", "source"),
    "document_status": Heading("结果", "outcome", Shown.WORD, words={
        "added": "新增", "copy": "副本", "known": "已有", "replaced": "新版本", "refused": "拒收", "gone": "已不在目录", "removed": "已移出",
    }, english={"copy": "folded as a copy", "known": "known already", "replaced": "new version", "gone": "gone from the folder"}),
    "published": Heading("发布日", "published"),
    "clock": Heading("时刻", "time"),
    "file_kind": Heading("种类", "kind", Shown.WORD, words={"text": "文本", "html": "网页", "pdf": "PDF", "docx": "Word"}),
    "file_name": Heading("文件", "file"),
    "copies": Heading("出处数", "copies"),
    "added_at": Heading("收入于", "added at"),
    "superseded_by": Heading("已由此篇取代", "superseded by"),
    "replaces": Heading("取代", "replaces"),
    "likeness": Heading("相似度", "similarity"),
    "snippet": Heading("摘录", "snippet", Shown.PROSE),
    "match_score": Heading("匹配", "score", Shown.PURE, digits=2),
    "body": Heading("正文", "text", Shown.PROSE),
    "entity": Heading("实体", "entity"),
    "mentions": Heading("次数", "mentions"),
    "anchor": Heading("[n]", "[n]"),
    "anchors": Heading("[n]", "[n]"),
    "other_anchor": Heading("另一篇 [n]", "other [n]"),
    "is_new": Heading("新", "new"),
    "sentence": Heading("原句", "sentence", Shown.PROSE),
    "other_sentence": Heading("另一篇原句", "other sentence", Shown.PROSE),
    "metric": Heading("所述指标", "metric"),
    "metrics": Heading("所取指标", "metrics"),
    "aspect": Heading("所述方面", "aspect", Shown.WORD, words={
        "level": "水平", "change": "增减额", "growth": "增幅", "share": "占比", "mean": "均值", "count": "个数", "rank": "名次", "order": "次序",
        "crossing": "突破", "record": "纪录", "streak": "连续", "sign": "方向", "relation": "比较", "date": "日期", "formula": "算式", "rule": "规则", "statement": "陈述",
    }),
    "subject": Heading("所述对象", "subject"),
    "nature": Heading("性质", "nature", Shown.WORD, words={"fact": "事实", "opinion": "判断", "forecast": "预测", "advice": "建议"}),
    "printed": Heading("所印数字", "figure as printed"),
    "other_printed": Heading("另一篇数字", "other figure"),
    "printed_value": Heading("数", "number"),
    "printed_unit": Heading("所印单位", "printed unit"),
    "from_day": Heading("自", "from"),
    "to_day": Heading("至", "to"),
    "document_group": Heading("组", "group"),
    "topic_name": Heading("主题", "topic"),
    "topic_query": Heading("查询", "query"),
    "looked_at": Heading("上次查看", "last looked at"),
    "author": Heading("作者", "author"),
    "said_on": Heading("日期", "said on"),
    "sector": Heading("板块", "sector"),
    "instrument": Heading("品种", "instrument"),
    "call": Heading("观点", "call", Shown.WORD, words={"up": "看涨", "down": "看跌", "range": "震荡", "volatile": "剧烈波动"}),
    "call_strength": Heading("强度", "strength", Shown.WORD, words={"strong": "强", "plain": "一般", "leaning": "偏向"}),
    "call_horizon": Heading("期限", "horizon", Shown.WORD, words={"short": "短期", "medium": "中期", "long": "长期"}),
    "price_levels": Heading("价位", "levels"),
    "support_level": Heading("支撑位", "support"),
    "resistance_level": Heading("压力位", "resistance"),
    "price_unit": Heading("价位单位", "unit of prices"),
    "call_outcome": Heading("评判", "came out", Shown.WORD, words={"hit": "中", "miss": "不中", "open": "未定"}),
    "judged_over": Heading("评判个数", "judged over"),
    "judged_on": Heading("评判至", "judged until"),
    "value_then": Heading("当时", "value then"),
    "value_after": Heading("其后", "value after"),
    "calls_made": Heading("观点数", "calls"),
    "calls_judged": Heading("已评判", "judged"),
    "call_hits": Heading("命中", "hits"),
    "calls_open": Heading("待评判", "open"),
    "call_hit_rate": Heading("命中率", "hit rate"),
    "call_hit_rate_low": Heading("命中率下限", "hit rate, lower"),
    "call_hit_rate_high": Heading("命中率上限", "hit rate, upper"),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {}
