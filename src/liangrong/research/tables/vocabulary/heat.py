"""Columns and words of indicators, composites and scorecards."""

from __future__ import annotations

from typing import Final

from liangrong.core.units import Unit
from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

_SIGNALS: Final = {
    "rsi": "RSI-14",
    "macd": "MACD 柱",
    "bollinger": "布林带 %B",
    "kdj": "KDJ 的 J",
    "adx": "ADX 上升趋势",
    "distance_200": "距 200 日均线",
    "roc_20": "20 日涨幅",
    "growth_z": "余额增速 z 值",
    "month_jump": "月内增幅分位",
    "turnover_share": "融资买入占成交",
    "float_cap_share": "融资余额占流通市值",
    "record_streak": "连续新高",
    "concentration": "融资集中度",
    "maintenance": "平均维持担保比例偏低",
    "deleveraging": "余额回撤",
    "composite": "综合热度",
}
_SIGNALS_ENGLISH: Final = {
    "rsi": "RSI-14",
    "macd": "MACD histogram",
    "bollinger": "Bollinger %B",
    "kdj": "J of KDJ",
    "adx": "ADX of rising trends",
    "distance_200": "distance from the 200-day mean",
    "roc_20": "change over 20 sessions",
    "growth_z": "z of the balance's growth",
    "month_jump": "month to date among its likes",
    "turnover_share": "financing buys over turnover",
    "float_cap_share": "financing over float cap",
    "record_streak": "record streak",
    "concentration": "concentration",
    "maintenance": "low average maintenance ratio",
    "deleveraging": "deleveraging",
    "composite": "composite",
}
_COMPARISONS: Final = {
    "one_session": "一个交易日",
    "five_sessions": "5 个交易日",
    "twenty_sessions": "20 个交易日",
    "month_to_date": "月初至今对同样日数",
    "month_to_date_among_whole_months": "月初至今对整月",
    "last_whole_month": "最近整月对整月",
}

HEADINGS: Final[dict[str, Heading]] = {
    "signal": Heading("信号", "signal", Shown.WORD | Shown.ONCE, words=_SIGNALS, english=_SIGNALS_ENGLISH),
    "in_composite": Heading("计入综合", "in the composite", Shown.HIDDEN),
    "percentile": Heading("分位", "pctl", digits=0),
    "score": Heading("得分", "score", Shown.HIDDEN | Shown.PURE),
    "fires_at": Heading("发出线", "fires at", Shown.OF_ROW),
    "flag": Heading("发出", "flag"),
    "starts_episode": Heading("新一次", "starts an episode", Shown.HIDDEN),
    "outcome": Heading("其后收益", "return after", signed=True),
    "fell": Heading("其后下跌", "fell"),
    "resolved_on": Heading("可知日", "resolved on", Shown.HIDDEN),
    "name": Heading("名称", "name", Shown.ONCE),
    "definition": Heading("定义", "definition", Shown.PROSE),
    "horizon": Heading("期限", "horizon", Shown.ONCE, unit=Unit.SESSION),
    "n_days": Heading("天数", "days"),
    "n_flags": Heading("发出天数", "flagged days"),
    "n_episodes": Heading("次数", "n"),
    "n_unresolved": Heading("后果未知", "unresolved"),
    "n_spans": Heading("独立时段", "separate spans"),
    "n_hits": Heading("命中", "n_hits"),
    "hit_rate": Heading("命中率", "hit rate", digits=0),
    "hit_low": Heading("95% 下限", "95 % from", digits=0),
    "hit_high": Heading("95% 上限", "to", digits=0),
    "base_rate": Heading("基准", "base", digits=0),
    "lift_points": Heading("超出基准", "above base", unit=Unit.PERCENTAGE_POINT, signed=True, digits=1),
    "mean_outcome_after": Heading("其后平均收益", "mean return after", signed=True),
    "n_matched": Heading("有对照次数", "matched"),
    "control_hit_rate": Heading("对照", "controls", digits=0),
    "control_mean_outcome": Heading("对照平均收益", "mean return of controls", signed=True),
    "control_difference_points": Heading("较对照", "against controls", unit=Unit.PERCENTAGE_POINT, signed=True, digits=1),
    "control_p_value": Heading("较对照 p 值", "p against controls", Shown.PURE, digits=3),
    "brier": Heading("Brier 分", "Brier score", Shown.PURE),
    "brier_climatology": Heading("基准 Brier 分", "Brier score of the base rate", Shown.PURE),
    "brier_skill": Heading("Brier 技巧", "Brier skill", Shown.PURE, digits=3),
    "auc": Heading("AUC", "AUC", Shown.PURE, digits=2),
    "false_alarms_per_year": Heading("每年误报", "false alarms a year", Shown.PURE, digits=1),
    "bin_low": Heading("预报自", "forecast from", digits=0),
    "bin_high": Heading("至", "to", digits=0),
    "forecast": Heading("预报概率", "forecast", digits=1),
    "observed_rate": Heading("实际频率", "observed", digits=1),
    "climatology": Heading("当时基准", "climatology", digits=1),
    "comparison": Heading("比较", "comparison", Shown.WORD, words=_COMPARISONS),
    "n_likes": Heading("同类数", "likes"),
    "largest_of_last": Heading("近几个最大", "largest of the last"),
    "larger_on": Heading("上一次更大", "last larger"),
    "like_for_like": Heading("可比", "like for like"),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {
    "insufficient": "样本不足",
    "no_better_than_chance": "不优于随机",
    "better_than_base_rate": "优于基准频率",
}
