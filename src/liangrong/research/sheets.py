"""What stands around the rows of an answer on a page: its title, what it says and does not say, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from liangrong.core.results import Note

__all__ = ["SHEETS", "Sheet"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The frame of one kind of answer.

    Parameters
    ----------
    title
        Its name.
    definition
        What the figures are, in a sentence or two: formula, population, what is not known.
    drawn_by
        ``module:function`` in ``research.charts``; the function takes the rows and keywords ``lang``, ``width`` and ``note`` (a
        watermark), and returns an altair chart, or ``None`` where there is nothing to draw.
    """

    title: Note
    definition: Note
    drawn_by: str

    def chart(self) -> Callable[..., Any]:
        """The function that draws it, imported when it is first needed."""
        module, _, name = self.drawn_by.partition(":")
        drawing: Callable[..., Any] = getattr(import_module(f"liangrong.research.charts.{module}"), name)
        return drawing


SHEETS: Final[dict[str, Sheet]] = {
    "flows": Sheet(
        Note("融资净买入", "Net financing"),
        Note("区间内融资买入额减偿还额；偿还额未公布或有误处用余额之差，并逐行标明。成份按各日归属。",
             "Financing buys minus repayments over the window; the difference of balances where repayments are unpublished or bad, marked "
             "row by row. Membership as of each day."),
        "structure:flows_chart",
    ),
    "league": Sheet(
        Note("融资净买入排行", "League table of net financing"),
        Note("按区间融资净买入额排序的两端，并数出超过门槛的个数。", "Both ends of the ranking by net financing, and how many pass a threshold."),
        "structure:league_chart",
    ),
    "growth": Sheet(
        Note("增长与分段复合", "Growth and its legs"),
        Note("分段增长按（1+a）（1+b）复合，与总增长比较：吻合、在舍入之内，或不吻合。",
             "Legs compound as (1+a)(1+b) and are set against the total: they close, close within rounding, or do not close."),
        "rotation:growth_chart",
    ),
    "rotation": Sheet(
        Note("结构与轮动", "Structure and rotation"),
        Note("各组占融资余额的比重在两个日期之间的变化，单位为百分点；集中度与领先者的进出。",
             "How shares of the financing balance moved between two days, in percentage points; concentration, leaders who came and went."),
        "rotation:rotation_chart",
    ),
    "episodes": Sheet(
        Note("历次周期对照", "Episodes side by side"),
        Note("各周期按峰值或转折对齐，水平与比率分别对照；两组差异以百分点计。",
             "Cycles aligned at their peak or turn, by level and by ratio; differences between groups in percentage points."),
        "episodes:episodes_chart",
    ),
    "heat": Sheet(
        Note("热度", "Heat"),
        Note("每个信号给出定义、读数、历史位置与此前发出后的结果；样本不足时直说。",
             "Each signal with its definition, reading, place in its history and what followed earlier flags; too few are called too few."),
        "heat:heat_chart",
    ),
    "crowding": Sheet(
        Note("个股拥挤度", "Crowded names"),
        Note("融资余额占流通市值、增长、占成交比与平仓天数；距交易所 25%/20% 暂停与恢复线的距离。",
             "Financing over float, growth, share of turnover and days to unwind; the distance to the exchanges' 25/20 % gauge."),
        "crowding:crowding_chart",
    ),
    "shorts": Sheet(
        Note("融券", "The short side"),
        Note("融券余额的走势、较年初与峰值的变化、占流通市值比，均注明基准与截至日。",
             "The short balance over time, since the start of the year and the peak, and over float; each with its base and as-of day."),
        "shorts:shorts_chart",
    ),
    "attribution": Sheet(
        Note("异动与两融", "Abnormal moves and margin facts"),
        Note("异动之前有哪些两融事实，分融资侧与融券侧，并与同期对照股票比较；先后不等于因果。",
             "Which margin facts preceded an abnormal move, financing and short side apart, against matched controls; before is not because."),
        "events:attribution_chart",
    ),
    "event-study": Sheet(
        Note("事件研究", "Event study"),
        Note("事件前后的平均累计变化、区间与安慰剂检验。", "Average cumulative change around events, with intervals and placebo tests."),
        "events:event_study_chart",
    ),
    "lead-lag": Sheet(
        Note("领先滞后", "Lead and lag"),
        Note("互相关、格兰杰检验与样本外预测，标准误经 HAC 修正，并给出白噪声的显著界。",
             "Cross-correlation, Granger tests and out-of-sample forecasts with HAC errors, beside the white-noise bounds."),
        "factors:lead_lag_chart",
    ),
    "factor": Sheet(
        Note("因子检验", "Factor lab"),
        Note("按可知时点的秩相关 IC、衰减、分组收益与成本；2024 年 7 月转融券暂停前后分列。",
             "Point-in-time rank IC, decay, quantile returns and costs; before and after the lending ban of July 2024."),
        "factors:factor_chart",
    ),
    "context": Sheet(
        Note("外资与账户", "Foreign flows and accounts"),
        Note("北向成交、账户数与平均维持担保比例，各自口径，互不合并；停止公布的如实标明。",
             "Northbound turnover, accounts and the average maintenance ratio, each on its own population; what has ended is shown as ended."),
        "context:context_chart",
    ),
}  # fmt: skip
"""Command name to what stands around its answer."""
