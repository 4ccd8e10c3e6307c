"""Columns and words of accounts, and of stories about them."""

from __future__ import annotations

from typing import Final

from liangrong.accounts.measures import EVENTS_ZH
from liangrong.core.units import Unit
from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "account": Heading("账户", "account", Shown.ONCE),
    "investor": Heading("投资者", "investor", Shown.WORD | Shown.ONCE),
    "order": Heading("委托", "order", Shown.WORD),
    "max_amount": Heading("最大金额", "largest amount"),
    "max_quantity": Heading("最大数量", "largest quantity", unit=Unit.SHARE),
    "order_amount": Heading("委托金额", "amount of the order"),
    "margin_ratio": Heading("保证金比例", "margin ratio"),
    "binding": Heading("约束项", "what binds", Shown.HIDDEN),
    "rule": Heading("约束", "rule", Shown.PROSE),
    "line": Heading("线", "line", Shown.WORD),
    "line_level": Heading("线的水平", "level of the line"),
    "price_move": Heading("价格变动", "move of prices"),
    "beyond": Heading("已低于该线", "already below"),
    "reachable": Heading("可达", "can be reached"),
    "target": Heading("目标", "target"),
    "at_most": Heading("账户内最多", "account has"),
    "possible": Heading("可行", "cures alone"),
    "step": Heading("步骤", "step", Shown.WORD),
    "contract_id": Heading("合约", "contract"),
    "costs": Heading("费用", "costs"),
    "unmet": Heading("仍缺", "still lacking"),
    "event": Heading("事件", "event", Shown.WORD),
    "paid_in": Heading("转入", "paid in"),
    "feasible": Heading("可能", "possible", Shown.ONCE),
    "least": Heading("最小", "least", Shown.OF_ROW),
    "most": Heading("最大", "most", Shown.OF_ROW),
    "least_excluded": Heading("不含最小", "least excluded"),
    "most_excluded": Heading("不含最大", "most excluded"),
    "standard_deviations": Heading("标准差数", "standard deviations", Shown.PURE, digits=2),
    "probability": Heading("正态概率", "normal probability"),
    "case": Heading("情形", "case", Shown.WORD),
    "largest_financing_buy": Heading("最大融资买入", "largest margin purchase"),
    "withdrawable_cash": Heading("可提取现金", "cash that may be withdrawn"),
    "account_line": Heading("账户状态", "state of the account", Shown.WORD),
    "zone": Heading("所处区间", "zone", Shown.WORD, words={"warning": "警戒", "all": "全部"}),
    "withdrawal_line": Heading("提取线", "withdrawal line", Shown.HIDDEN),
    "warning_line": Heading("警戒线", "warning line", Shown.HIDDEN),
    "call_line": Heading("追保线", "call line", Shown.HIDDEN),
    "immediate_line": Heading("即时平仓线", "immediate line", Shown.HIDDEN),
    "way": Heading("方式", "way", Shown.HIDDEN),
    "story_quantity": Heading("所述数量", "quantity of the story", Shown.HIDDEN),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {
    **EVENTS_ZH,
    "no_debt": "无负债",
    "withdrawable": "高于提取线",
    "normal": "正常",
    "call": "追保",
    "immediate": "即时平仓",
    "warning_line": "警戒线",
    "call_line": "追保线",
    "immediate_line": "即时平仓线",
    "general": "普通投资者",
    "private_fund": "私募证券投资基金",
    "withdrawal": "提取",
    "warned": "警戒",
    "called": "已追保",
    "cured": "已解除",
    "forced": "强制平仓",
    "closed": "已了结",
    "withdrawal_line": "提取线",
    "equity": "净资产为零",
    "available_margin": "保证金可用余额为零",
}
