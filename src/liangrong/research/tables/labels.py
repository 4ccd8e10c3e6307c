"""What columns and measures are called: ours, in Chinese, or in tushare's pinyin.

The names of stored columns come from the standard tables; only the columns of answers are written here.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, TypeAlias

from liangrong.accounts.measures import ACCOUNT_MEASURES, EVENTS_ZH
from liangrong.core.errors import Lang
from liangrong.core.units import Unit
from liangrong.market.tables import TABLES

__all__ = ["STATES", "Labels", "heading", "renamed", "unit_of", "word"]

Labels: TypeAlias = Literal["tushare", "zh"]

_ANSWER_COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "date": ("日期", "date"),
    "scope": ("范围", "scope"),
    "measure": ("指标", "measure"),
    "value": ("数值", "value"),
    "unit": ("单位", "unit"),
    "derived": ("推算", "derived"),
    "quality": ("质量", "quality"),
    "dataset": ("数据表", "dataset"),
    "place": ("对象", "place"),
    "file": ("文件", "file"),
    "path": ("路径", "path"),
    "layout": ("识别为", "recognised as"),
    "check": ("检查", "check"),
    "severity": ("程度", "severity"),
    "column": ("列", "column"),
    "observed": ("实际", "observed"),
    "expected": ("应为", "expected"),
    "note": ("说明", "note"),
    "status": ("状态", "status"),
    "state": ("状态", "state"),
    "detail": ("说明", "detail"),
    "reason": ("原因", "reason"),
    "hint": ("建议", "what to do"),
    "item": ("项目", "item"),
    "section": ("部分", "section"),
    "change": ("变化", "change"),
    "since": ("起点", "since"),
    "from": ("起", "from"),
    "to": ("止", "to"),
    "first_day": ("首日", "first day"),
    "last_day": ("末日", "last day"),
    "start": ("起", "start"),
    "end": ("止", "end"),
    "sessions": ("交易日数", "sessions"),
    "days": ("天数", "days"),
    "rows": ("行数", "rows"),
    "stored": ("已存", "stored"),
    "added": ("新增", "added"),
    "known": ("已有", "known already"),
    "quarantined": ("隔离", "quarantined"),
    "repaired": ("修复", "repaired"),
    "missing": ("缺", "missing"),
    "covered": ("已覆盖", "covered"),
    "not_published": ("尚未公布", "not published yet"),
    "failed": ("失败", "failed"),
    "threshold": ("关口", "threshold"),
    "basis": ("口径", "basis"),
    "previous_record": ("此前纪录", "previous record"),
    "streak": ("连续", "streak"),
    "first": ("首日", "first"),
    "answer": ("结论", "answer"),
    "source": ("来源", "source"),
    "known_at": ("可知时刻", "known at"),
    "formula": ("算式", "formula"),
    "previous_date": ("前一已知日", "previous session"),
    "previous_value": ("前值", "previous value"),
    "previous_high": ("此前最高", "previous high"),
    "previous_high_date": ("此前最高日", "previous high on"),
    "is_record": ("新高", "record"),
    "records_in_window": ("区间新高数", "records in the window"),
    "last_record_date": ("最近新高日", "last record on"),
    "sessions_since_last_record": ("距今交易日", "sessions since"),
    "high": ("历史最高", "high"),
    "high_date": ("最高日", "high on"),
    "to_high": ("距最高", "from high"),
    "holes": ("缺口", "holes"),
    "bound": ("缺口上限", "bound of the holes"),
    "bound_basis": ("上限口径", "basis of the bound"),
    "sessions_missing": ("其间缺日", "sessions missing between"),
    "part": ("部分", "part"),
    "level": ("水平", "level"),
    "previous_level": ("前值", "previous level"),
    "share": ("占比", "share"),
    "table": ("数据表", "table"),
    "revised": ("修订", "revised"),
    "recognised_as": ("识别为", "recognised as"),
    "non_trading": ("非交易日", "not a session"),
    "not_asked": ("未询问", "not asked"),
    "via": ("途径", "via"),
    "last": ("末日", "last"),
    "missing_days": ("缺日", "missing days"),
    "securities": ("证券数", "securities"),
    "detail_sum": ("明细合计", "sum of the detail"),
    "compared_with": ("对照", "compared with"),
    "difference": ("差", "difference"),
    "ratio": ("差异率", "relative"),
    "parameter": ("参数", "parameter"),
    "key": ("分项", "key"),
    "keys": ("分项", "keys"),
    "venue": ("交易所", "exchange"),
    "venues": ("交易所", "exchanges"),
    "on": ("当日", "on"),
    "opened_on": ("开立日", "opened on"),
    "authority": ("规定者", "authority"),
    "confidence": ("把握", "confidence"),
    "old_value": ("原值", "old value"),
    "provision": ("规定", "provision"),
    "reach": ("适用与展期", "reach"),
    "kind": ("事项", "what"),
    "text": ("说明", "why"),
    "last_change": ("最近变更", "last change"),
    "pack": ("规则包", "pack"),
    "parameters": ("涉及参数", "parameters"),
    "largest_difference": ("单只最大差", "largest of one security"),
    "account": ("账户", "account"),
    "investor": ("投资者", "investor"),
    "order": ("委托", "order"),
    "security": ("证券", "security"),
    "price": ("价格", "price"),
    "max_amount": ("最大金额", "largest amount"),
    "max_quantity": ("最大数量", "largest quantity"),
    "order_amount": ("委托金额", "amount of the order"),
    "margin_ratio": ("保证金比例", "margin ratio"),
    "binding": ("约束项", "what binds"),
    "rule": ("约束", "rule"),
    "citation": ("依据", "citation"),
    "line": ("线", "line"),
    "line_level": ("线的水平", "level of the line"),
    "price_move": ("价格变动", "move of prices"),
    "beyond": ("已低于该线", "already below"),
    "reachable": ("可达", "can be reached"),
    "target": ("目标", "target"),
    "title": ("名称", "what"),
    "amount": ("金额", "amount"),
    "at_most": ("账户内最多", "account has"),
    "possible": ("可行", "cures alone"),
    "step": ("步骤", "step"),
    "contract_id": ("合约", "contract"),
    "quantity": ("数量", "quantity"),
    "costs": ("费用", "costs"),
    "unmet": ("仍缺", "still lacking"),
    "event": ("事件", "event"),
    "paid_in": ("转入", "paid in"),
    "feasible": ("可能", "possible"),
    "least": ("最小", "least"),
    "most": ("最大", "most"),
    "least_excluded": ("不含最小", "least excluded"),
    "most_excluded": ("不含最大", "most excluded"),
    "standard_deviations": ("标准差数", "standard deviations"),
    "probability": ("正态概率", "normal probability"),
    "case": ("情形", "case"),
    "largest_financing_buy": ("最大融资买入", "largest margin purchase"),
    "withdrawable_cash": ("可提取现金", "cash that may be withdrawn"),
    "account_line": ("账户状态", "state of the account"),
    "strategy": ("策略", "strategy"),
    "end_equity": ("期末净资产", "equity at the end"),
    "total_return": ("总收益", "total return"),
    "annual_return": ("年化收益", "return per year"),
    "volatility": ("年化波动", "volatility per year"),
    "max_drawdown": ("最大回撤", "largest drawdown"),
    "sharpe": ("夏普比率", "Sharpe ratio"),
    "sortino": ("索提诺比率", "Sortino ratio"),
    "calmar": ("卡玛比率", "Calmar ratio"),
    "value_at_risk": ("日 VaR 5%", "daily VaR 5 %"),
    "expected_shortfall": ("最差 5% 均值", "mean of the worst 5 %"),
    "interest": ("利息", "interest"),
    "calls": ("追保次数", "calls"),
    "forced_sales": ("强平委托数", "forced sales"),
    "sessions_warned": ("低于警戒线日数", "closes below warning"),
    "sessions_called": ("追保或强平日数", "closes called or forced"),
    "worst_ratio": ("最低维持担保比例", "lowest maintenance ratio"),
    "debt_left": ("穿仓负债", "debt left"),
    "quantity_forced": ("强平股数", "shares sold by force"),
    "ending": ("结局", "ending"),
    "share_low": ("区间下限", "interval from"),
    "share_high": ("区间上限", "to"),
    "hits": ("发生路径数", "paths it happened on"),
    "paths": ("路径数", "paths"),
}

STATES: Final[dict[str, str]] = {
    "added": "新增", "known": "已有", "partly": "部分", "quarantined": "隔离", "unrecognised": "未识别", "nothing": "无内容", "skipped": "跳过",
    "ok": "正常", "warning": "警告", "error": "错误", "info": "提示", "repaired": "已修复", "suspect": "存疑", "incomplete": "不全",
    "bounded": "有界", "complete": "完整", "covered": "已覆盖", "not_published": "尚未公布", "non_trading": "非交易日", "failed": "失败",
    "no_debt": "无负债", "withdrawable": "高于提取线", "normal": "正常", "call": "追保", "immediate": "即时平仓",
    "warning_line": "警戒线", "call_line": "追保线", "immediate_line": "即时平仓线",
    "general": "普通投资者", "private_fund": "私募证券投资基金",
    "withdrawal": "提取",
    "lost": "亏损达线", "indebted": "穿仓",
    **EVENTS_ZH, "before": "之前", "after": "之后", "change": "变化",
    "warned": "警戒", "called": "已追保", "cured": "已解除", "forced": "强制平仓", "closed": "已了结",
    "withdrawal_line": "提取线", "equity": "净资产为零", "available_margin": "保证金可用余额为零", "market": "全部价格",
    "total": "合计", "financing": "融资", "short": "融券", "sync": "同步", "import": "导入",
}  # fmt: skip
"""Words in the cells of answers, for Chinese readers; JSON and CSV keep ours."""

_OF_COLUMN: Final = {("zone", "warning"): "警戒"}
"""Words that mean something else in one column."""


def word(column: str, value: str) -> str:
    """A word in a cell, for a Chinese reader; what is no word of ours stays as it is."""
    return _OF_COLUMN.get((column, value)) or STATES.get(value, value)


@cache
def _stored() -> dict[str, tuple[str, str, Unit | None]]:
    """Column name to (Chinese name, tushare name, unit), from every standard table."""
    found: dict[str, tuple[str, str, Unit | None]] = {}
    for table in TABLES.values():
        for column in table.columns:
            found.setdefault(column.name, (column.zh, column.tushare, column.unit))
    return found


def unit_of(name: str) -> Unit | None:
    """The base unit of a stored column, ``None`` for anything else."""
    found = _stored().get(name)
    return found[2] if found else None


def heading(name: str, lang: Lang) -> str:
    """A column's heading for a person."""
    known = _ANSWER_COLUMNS.get(name)
    if known:
        return known[0 if lang == "zh" else 1]
    if name in ACCOUNT_MEASURES:
        return ACCOUNT_MEASURES[name].zh if lang == "zh" else ACCOUNT_MEASURES[name].en
    if lang == "zh" and name in _stored():
        return _stored()[name][0]
    return name.replace("_", " ")


def renamed(name: str, labels: Labels | None) -> str:
    """A column or measure under the names asked for with ``--labels``; ours where the other vocabulary has none."""
    if labels is None:
        return name
    if labels == "zh":
        return heading(name, "zh") if name in _stored() or name in _ANSWER_COLUMNS else name
    pinyin = {"date": "trade_date", "scope": "exchange_id"}
    return pinyin.get(name) or _stored().get(name, ("", "", None))[1] or name
