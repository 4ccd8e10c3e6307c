"""Columns and words of events, reactions and what preceded a move."""

from __future__ import annotations

from typing import Final

from liangrong.core.units import Unit
from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

_FACTS: Final = {
    "financing_record": "融资余额创已知新高",
    "financing_record_year": "融资余额创一年新高",
    "financing_surge_week": "融资余额 5 日激增",
    "financing_surge_month": "融资余额 20 日激增",
    "financing_buys_surge": "融资买入占比激增",
    "financing_closed": "融资买入被暂停",
    "short_vanished": "融券余量几近清零",
    "short_halved": "融券余量 5 日减半",
    "short_sales_stopped": "融券卖出中断",
    "short_closed": "融券通道关闭",
    "conversion_ratio_changed": "折算率调整",
    "any": "任一事实",
}

HEADINGS: Final[dict[str, Heading]] = {
    "window_sessions": Heading("窗口", "window", Shown.ONCE, unit=Unit.SESSION),
    "mean_before": Heading("事前均值", "mean before", digits=3),
    "mean_after": Heading("事后均值", "mean after", digits=3),
    "effect_points": Heading("差异", "effect", unit=Unit.PERCENTAGE_POINT, signed=True, digits=3),
    "effect_low_points": Heading("95% 下限", "95 % from", unit=Unit.PERCENTAGE_POINT, signed=True, digits=3),
    "effect_high_points": Heading("95% 上限", "to", unit=Unit.PERCENTAGE_POINT, signed=True, digits=3),
    "placebo_p_value": Heading("安慰剂 p 值", "placebo p", Shown.PURE, digits=3),
    "n_before": Heading("事前日数", "sessions before", Shown.HIDDEN),
    "n_after": Heading("事后日数", "sessions after", Shown.HIDDEN),
    "n_placebo": Heading("安慰剂数", "placebos", Shown.ONCE),
    "policy": Heading("政策代号", "policy", Shown.HIDDEN),
    "contaminated_by": Heading("窗口内另有", "also in the window", Shown.PROSE),
    "member": Heading("行", "row", Shown.WORD),
    "sessions_after": Heading("距突破日", "sessions after", Shown.PURE, digits=0),
    "abnormal_change": Heading("累计异常变化", "abnormal change", signed=True),
    "path_low": Heading("95% 下限", "95 % from", signed=True),
    "path_high": Heading("95% 上限", "to", signed=True),
    "bootstrap_low": Heading("自助法下限", "bootstrap from", Shown.HIDDEN),
    "bootstrap_high": Heading("自助法上限", "bootstrap to", Shown.HIDDEN),
    "placebo_low": Heading("安慰剂下限", "placebo from", signed=True),
    "placebo_high": Heading("安慰剂上限", "placebo to", signed=True),
    "n_events": Heading("次数", "n"),
    "direction": Heading("异动", "move", Shown.WORD | Shown.ONCE),
    "fact_side": Heading("侧", "side", Shown.WORD),
    "fact": Heading("事实", "fact", Shown.WORD, words=_FACTS),
    "n_moves": Heading("异动数", "moves"),
    "n_with_fact": Heading("此前有该事实", "with the fact", Shown.HIDDEN),
    "share_of_moves": Heading("异动前占比", "of moves"),
    "n_controls": Heading("对照数", "controls", Shown.HIDDEN),
    "share_of_controls": Heading("对照占比", "of controls"),
    "lift": Heading("倍数", "lift", Shown.PURE, digits=2),
    "odds_ratio": Heading("优势比", "odds ratio", Shown.PURE, digits=2),
    "odds_low": Heading("95% 下限", "95 % from", Shown.PURE, digits=2),
    "odds_high": Heading("95% 上限", "to", Shown.PURE, digits=2),
    "telling_sets": Heading("有效配对组", "telling sets"),
    "return": Heading("涨跌幅", "return", Shown.ONCE, signed=True),
    "closed_at": Heading("收于", "closed at", Shown.WORD | Shown.ONCE),
    "known_on": Heading("事实截至", "facts of", Shown.ONCE),
    "reading": Heading("读数", "reading"),
    "financing_facts": Heading("此前融资侧事实", "financing facts before", Shown.WORD | Shown.PROSE, words=_FACTS),
    "short_facts": Heading("此前融券侧事实", "short facts before", Shown.WORD | Shown.PROSE, words=_FACTS),
    "facts_known": Heading("已知事实数", "facts known"),
}

WORDS: Final[dict[str, str]] = {
    "differs": "有差异",
    "within_noise": "与平日无异",
    "no_placebo": "无可比时段",
    "not_known": "不可知",
    "insufficient": "样本不足",
    "measured": "已测",
    "average": "平均",
    "event": "单次",
    "rise": "上涨",
    "fall": "下跌",
    "none": "无",
    "stood": "成立",
    "absent": "不成立",
    "more_often": "更常见",
    "less_often": "更少见",
    "no_difference": "无差别",
    "upper_limit": "涨停",
    "lower_limit": "跌停",
}
