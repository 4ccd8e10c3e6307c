"""Columns and words of factors and lead-lag."""

from __future__ import annotations

from typing import Final

from liangrong.core.units import Unit
from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "x": Heading("x", "x", Shown.MEASURE | Shown.ONCE),
    "y": Heading("y", "y", Shown.MEASURE | Shown.ONCE),
    "lag": Heading("滞后", "lag", Shown.PURE),
    "usability": Heading("可用性", "usable", Shown.WORD),
    "cross_correlation": Heading("相关", "correlation", Shown.PURE, signed=True, digits=3),
    "correlation_low": Heading("95% 下限", "95 % from", Shown.PURE, digits=3),
    "correlation_high": Heading("95% 上限", "to", Shown.PURE, digits=3),
    "prewhitened_correlation": Heading("预白化相关", "prewhitened", Shown.PURE, signed=True, digits=3),
    "white_noise_band": Heading("白噪声界 ±", "white-noise band ±", Shown.PURE, digits=3),
    "family_p_value": Heading("族 p 值", "family-wise p", Shown.PURE, digits=3),
    "lead_test": Heading("检验", "test", Shown.WORD),
    "lead_direction": Heading("方向", "direction", Shown.WORD),
    "nominal_size": Heading("名义显著水平", "nominal size", Shown.ONCE, digits=0),
    "measured_size": Heading("实测显著水平", "measured size", digits=1),
    "out_of_sample_r2": Heading("样本外 R²", "out-of-sample R²", signed=True),
    "factor": Heading("因子", "factor", Shown.WORD | Shown.ONCE),
    "rank_ic": Heading("IC", "IC", signed=True),
    "cumulative_ic": Heading("累计 IC", "cumulative IC", Shown.PURE, signed=True, digits=3),
    "names": Heading("证券数", "names"),
    "mean_ic": Heading("IC 均值", "mean IC", signed=True),
    "mean_ic_low": Heading("95% 下限", "95 % from"),
    "mean_ic_high": Heading("95% 上限", "to"),
    "t_statistic": Heading("t 值", "t", Shown.PURE, digits=2),
    "hit_ratio": Heading("同号比例", "same sign", digits=0),
    "ic_ratio": Heading("ICIR", "ICIR", Shown.PURE, digits=2),
    "rank_persistence": Heading("秩自相关", "persistence of ranks", Shown.PURE, digits=2),
    "names_per_session": Heading("每日证券数", "names a session", Shown.PURE, digits=0),
    "portfolio": Heading("分组", "group", Shown.WORD),
    "mean_return": Heading("每期收益", "return per period", signed=True, digits=3),
    "mean_return_low": Heading("95% 下限", "95 % from", digits=3),
    "mean_return_high": Heading("95% 上限", "to", digits=3),
    "names_replaced": Heading("每期换手", "replaced per period", digits=0),
    "trading_cost": Heading("成本", "cost", digits=3),
    "net_return": Heading("扣除成本后", "after costs", signed=True, digits=3),
    "monotonicity": Heading("单调性", "monotonicity", Shown.PURE, signed=True, digits=2),
    "blocked_purchases": Heading("涨停未买到", "blocked at the limit"),
    "regime": Heading("时期", "regime", Shown.WORD, words={"before": "之前", "after": "之后", "difference": "之后减之前"}),
    "look_ahead_check": Heading("检查", "check", Shown.WORD),
    "cells_compared": Heading("比较数", "compared"),
    "cells_differing": Heading("有误数", "at fault"),
    "sessions_ahead": Heading("超前", "ahead", unit=Unit.SESSION),
    "explained_now": Heading("当日列解释", "explained by its own day"),
    "explained_ahead": Heading("以后列解释", "explained by later columns"),
}

WORDS: Final[dict[str, str]] = {
    "past": "不可用",
    "partly_past": "部分可用",
    "usable": "可用",
    "leads": "x 领先 y",
    "follows": "y 领先 x",
    "joint_lead": "联合检验（最大统计量）",
    "joint_lead_usable": "联合检验（滞后 2 起）",
    "granger": "格兰杰（HAC Wald）",
    "out_of_sample": "样本外预测（Clark-West）",
    "found": "显著",
    "not_found": "不显著",
    "spread": "最高减最低",
    "short_change": "Δ融券余量",
    "short_balance_change": "Δ融券余额",
    "financing_change": "Δ融资余额",
    "buys_to_balance": "融资买入额/融资余额",
    "recomputed": "截至当日重算",
    "known_at": "可知时刻",
    "resembles_later_columns": "是否更像以后的列",
    "night_before_entry": "买入前一夜",
    "clear": "通过",
    "tripped": "前视",
    "not_checked": "未检查",
}
