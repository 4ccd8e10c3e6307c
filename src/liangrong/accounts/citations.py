"""Where the formulas of the account stand. What a parameter is worth, and its source, comes from the rulebook."""

from __future__ import annotations

from typing import Final

__all__ = ["AVAILABLE_MARGIN", "CREDIT_LINE", "MAINTENANCE_RATIO", "MARKET", "SHORT_PROCEEDS"]

AVAILABLE_MARGIN: Final = "上交所融资融券交易实施细则（2019）第四十条：保证金可用余额"
MAINTENANCE_RATIO: Final = "上交所融资融券交易实施细则（2019）第四十二条：维持担保比例"
MARKET: Final = "沪深北交易所交易规则：停牌与涨跌幅限制；融资融券交易实施细则：标的证券"
SHORT_PROCEEDS: Final = "上交所融资融券交易实施细则（2019）第十七条：融券卖出所得价款的用途"
CREDIT_LINE: Final = "证券公司融资融券业务管理办法（2015）：授信额度由合同约定"
