"""Columns and words of crowded names and context series."""

from __future__ import annotations

from typing import Final

from liangrong.core.units import Unit
from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "crowding": Heading("拥挤度", "crowding", Shown.PURE, digits=3),
    "financing_growth_5": Heading("5日融资增长", "financing growth, 5 sessions", Shown.HIDDEN, signed=True),
    "financing_growth_20": Heading("20日融资增长", "financing growth, 20 sessions", signed=True),
    "financing_growth_60": Heading("60日融资增长", "financing growth, 60 sessions", Shown.HIDDEN, signed=True),
    "financing_share_of_turnover_5": Heading("5日买入占成交", "share of turnover, 5 sessions"),
    "days_to_unwind": Heading("平仓天数", "days to unwind", Shown.PURE, digits=1),
    "financing_balance_z": Heading("融资余额 z 值", "z of the financing balance", Shown.PURE, digits=2),
    "financing_balance_to_float_cap_percentile": Heading("占市值分位", "percentile, of float", Shown.PURE, digits=2),
    "financing_growth_20_percentile": Heading("增长分位", "percentile, growth", Shown.PURE, digits=2),
    "financing_share_of_turnover_5_percentile": Heading("买入占比分位", "percentile, turnover", Shown.PURE, digits=2),
    "days_to_unwind_percentile": Heading("平仓天数分位", "percentile, days", Shown.PURE, digits=2),
    "missing_parts": Heading("缺项", "missing parts", Shown.HIDDEN),
    "side": Heading("方向", "side", Shown.WORD),
    "share_of_float": Heading("占流通比", "share of the float"),
    "not_known_because": Heading("不可知原因", "not known because", Shown.WORD),
    "distance_points": Heading("距线", "distance to the line", unit=Unit.PERCENTAGE_POINT),
    "distance_amount": Heading("距线金额", "amount to the line"),
    "effective_on": Heading("最早生效日", "in effect from"),
    "numerator": Heading("融资余额或融券市值", "position"),
    "limit_up_entries": Heading("开盘涨停未计", "left out: opened limit up"),
    "channel": Heading("通道", "channel", Shown.WORD, words={"SSE": "沪股通", "SZSE": "深股通"}),
    "net_state": Heading("净买额状态", "state of the net", Shown.WORD),
    "series": Heading("序列", "series", Shown.WORD),
    "population": Heading("口径", "population", Shown.PROSE),
    "accounts": Heading("户数", "accounts"),
    "ratio_value": Heading("比率", "ratio"),
    "indebted_share": Heading("有负债者占比", "share in debt"),
    "known_sessions": Heading("已知交易日", "sessions known"),
    "missing_sessions": Heading("缺失交易日", "sessions missing"),
    "year": Heading("年份", "year"),
    "yearly_low": Heading("当年最低", "low of the year"),
    "low_date": Heading("最低日", "low on"),
    "hole_from": Heading("最长空缺起", "longest hole from"),
    "hole_to": Heading("最长空缺止", "to"),
    "hole_sessions": Heading("空缺交易日", "sessions of the hole"),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {
    "below": "低于暂停线",
    "suspended_possible": "可能暂停",
    "not_known": "不可知",
    "suspend": "暂停线",
    "resume": "恢复线",
    "no_rule": "无此规则数值",
    "no_position_known": "余额或收盘价缺失",
    "no_float_cap": "当日无流通市值",
    "resume_line_not_known": "恢复线未见原文",
    "between_the_lines": "在两线之间，记忆不足",
    "published": "已公布",
    "ended": "已停止公布",
    "current": "最新",
    "behind": "库中数据止于末日",
    "not_stored": "未入库",
    "so_far": "年内至今",
    "gaps": "有零星空缺",
    "northbound_turnover_sse": "沪股通成交额",
    "northbound_turnover_szse": "深股通成交额",
    "northbound_net_sse": "沪股通净买额",
    "northbound_net_szse": "深股通净买额",
    "individual_investors": "个人投资者",
    "institutional_investors": "机构投资者",
    "trading_investors": "参与交易的投资者",
    "indebted_investors": "有负债的投资者",
    "average_maintenance_ratio": "平均维持担保比例",
}
