"""Columns and words of strategies under the rules of an account."""

from __future__ import annotations

from typing import Final

from liangrong.core.units import Unit
from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "strategy": Heading("策略", "strategy"),
    "end_equity": Heading("期末净资产", "equity at the end"),
    "total_return": Heading("总收益", "total return"),
    "annual_return": Heading("年化收益", "return per year"),
    "volatility": Heading("年化波动", "volatility per year"),
    "max_drawdown": Heading("最大回撤", "largest drawdown", signed=True),
    "sharpe": Heading("夏普比率", "Sharpe ratio", Shown.PURE),
    "sortino": Heading("索提诺比率", "Sortino ratio", Shown.PURE),
    "calmar": Heading("卡玛比率", "Calmar ratio", Shown.PURE),
    "value_at_risk": Heading("日 VaR 5%", "daily VaR 5 %"),
    "expected_shortfall": Heading("最差 5% 均值", "mean of the worst 5 %"),
    "interest": Heading("利息", "interest"),
    "calls": Heading("追保次数", "calls"),
    "forced_sales": Heading("强制卖出", "forced sales"),
    "sessions_warned": Heading("低于警戒线日数", "closes below warning"),
    "sessions_called": Heading("追保或强平日数", "closes called or forced"),
    "worst_ratio": Heading("最低维持担保比例", "lowest maintenance ratio"),
    "debt_left": Heading("穿仓负债", "debt left"),
    "quantity_forced": Heading("强平股数", "shares sold by force", unit=Unit.SHARE),
    "ending": Heading("结局", "ending", Shown.WORD),
    "share_low": Heading("区间下限", "interval from"),
    "share_high": Heading("区间上限", "to"),
    "hits": Heading("发生路径数", "paths it happened on"),
    "paths": Heading("路径数", "paths"),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {
    "lost": "亏损达线",
    "indebted": "穿仓",
}
