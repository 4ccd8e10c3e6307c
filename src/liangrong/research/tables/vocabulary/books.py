"""Columns and words of books: what they hold, how they were made, what they are worth."""

from __future__ import annotations

from typing import Final

from liangrong.core.units import Unit
from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "origin": Heading("由来", "origin", Shown.WORD, words={"synthetic": "合成", "broker": "券商导出"}),
    "form": Heading("存放形式", "form", Shown.WORD, words={"work": "工作（内存映射）", "archive": "归档（Parquet）"}),
    "partitions": Heading("分区数", "partitions"),
    "problem": Heading("问题", "problem", Shown.PROSE),
    "free_value": Heading("自有证券市值", "value of own securities"),
    "short_value": Heading("融券证券市值", "value of what is owed short"),
    "principal": Heading("融资本金", "financing principal"),
    "proceeds": Heading("融券卖出所得", "short proceeds"),
    "called_free_value": Heading("被追保者自有证券市值", "own securities of called accounts"),
    "called_financed_value": Heading("被追保者融资买入证券市值", "financed securities of called accounts"),
    "called_principal": Heading("被追保者融资本金", "principal of called accounts"),
    "quantile": Heading("分位", "quantile"),
    "maintenance_ratio_by_debt": Heading("维持担保比例（按负债加权）", "maintenance ratio, by debt"),
    "largest_accounts": Heading("负债最大的账户占比", "largest accounts, share"),
    "share_of_debt": Heading("占负债", "share of debt"),
    "share_of_assets": Heading("占资产", "share of assets"),
    "contracts": Heading("合约数", "contracts"),
    "first_opened_on": Heading("最早开立", "first opened"),
    "last_opened_on": Heading("最晚开立", "last opened"),
    "months": Heading("账龄（月）", "age in months"),
    "wanted": Heading("目标值", "aimed at", Shown.OF_ROW),
    "achieved": Heading("实现值", "achieved", Shown.OF_ROW),
    "error": Heading("误差", "error", Shown.OF_ROW, signed=True),
    "accounts_with_debt": Heading("有负债户数", "accounts in debt"),
    "accounts_short": Heading("有融券户数", "accounts that are short"),
    "accounts_called": Heading("被追保户数", "accounts called"),
    "positions": Heading("持仓笔数", "positions"),
    "shorts": Heading("融券合约数", "short contracts"),
    "charges": Heading("利息及费用", "interest and charges"),
    "indebted_assets": Heading("有负债账户的资产", "assets of accounts in debt"),
    "maintenance_ratio_with_debt": Heading("有负债账户的维持担保比例", "maintenance ratio of accounts in debt", unit=Unit.RATIO),
    "account_id": Heading("账户", "account"),
    "row": Heading("行", "row"),
    "field": Heading("字段", "field"),
    "count": Heading("数量", "count"),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {}
