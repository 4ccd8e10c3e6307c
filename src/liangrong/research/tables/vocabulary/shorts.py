"""Columns and words of the short side."""

from __future__ import annotations

from typing import Final

from liangrong.core.units import Unit
from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

HEADINGS: Final[dict[str, Heading]] = {
    "card": Heading("项目", "figure", Shown.WORD),
    "value_low": Heading("舍入下限", "at least"),
    "value_high": Heading("舍入上限", "at most"),
    "base_date": Heading("基准日", "base date"),
    "base_value": Heading("基准值", "base"),
    "quantity_change": Heading("余量变化", "change of quantity", signed=True),
    "mark": Heading("标号", "mark"),
    "decree": Heading("政策", "decree", Shown.HIDDEN),
    "decree_date": Heading("施行日", "in force from", Shown.HIDDEN),
    "balance_change": Heading("余额变动", "change of balance", signed=True),
    "balance_change_ratio": Heading("余额较首日", "balance against the first day", signed=True),
    "quantity_change_ratio": Heading("余量较首日", "quantity against the first day", signed=True),
    "short_to_float_cap": Heading("占流通市值", "of float", digits=4),
    "days_to_cover": Heading("回补天数", "days to cover", Shown.PURE, digits=3),
    "quantity_change_5": Heading("余量5日变化", "quantity, 5 sessions", signed=True),
    "quantity_change_20": Heading("余量20日变化", "quantity, 20 sessions", signed=True),
    "sorted_by": Heading("排序", "sorted by", Shown.WORD | Shown.ONCE),
    "rank": Heading("名次", "rank"),
    "industry": Heading("行业", "industry", Shown.WORD),
    "largest": Heading("最大者", "largest"),
    "share_of_largest": Heading("最大者占比", "share of the largest"),
    "hhi": Heading("行业集中度HHI", "HHI of industries", Shown.HIDDEN),
    "top_5_share": Heading("前五行业占比", "share of five industries", Shown.HIDDEN),
    "top_5_stocks_share": Heading("前五股票占比", "share of five stocks", Shown.HIDDEN),
    "short_event": Heading("事件", "event", Shown.WORD),
    "previous_quantity": Heading("前日余量", "quantity before", unit=Unit.SHARE),
    "mean_quantity": Heading("此前均值", "mean before", unit=Unit.SHARE),
    "returned_quantity": Heading("偿还量", "returned", unit=Unit.SHARE),
    "returned_share": Heading("偿还占比", "share returned"),
    "placebos": Heading("对照数", "placebos"),
    "statistic": Heading("统计量", "statistic", Shown.PURE, digits=2),
    "short_fall": Heading("余量降幅", "fall of shorts"),
    "abnormal_sigmas": Heading("超额收益（倍标准差）", "abnormal return (deviations)", Shown.PURE, digits=1),
    "covering_sigmas": Heading("回补（倍标准差）", "covering (deviations)", Shown.PURE, digits=1),
    "window_return": Heading("区间收益", "return", signed=True),
    "typical_days_to_cover": Heading("中位回补天数", "median days to cover", Shown.PURE, digits=3),
    "meets_conditions": Heading("合乎条件", "meets the conditions"),
    "limit_up_sessions": Heading("涨停日数", "limit-up closes"),
    "sealed_sessions": Heading("一字涨停日数", "sealed at the limit"),
    "history": Heading("历史日数", "sessions of history"),
    "product": Heading("品种", "product"),
    "index_id": Heading("标的指数", "index"),
    "futures_price": Heading("期货价", "futures price", unit=Unit.POINT),
    "index_close": Heading("指数收盘", "index close", unit=Unit.POINT),
    "futures_basis": Heading("基差", "basis", unit=Unit.POINT, signed=True),
    "basis_ratio": Heading("基差率", "basis / index", signed=True),
    "annual_basis": Heading("年化基差率", "basis per year", signed=True),
    "expiry": Heading("最后交易日", "last trading day"),
    "days_to_expiry": Heading("距到期日数", "days to expiry"),
    "product_open_interest": Heading("品种持仓量", "open interest of the product"),
}

WORDS: Final[dict[str, str]] = {
    "year_to_date": "较上年末",
    "against_peak": "较历史最高",
    "against_known_peak": "较已知最高",
    "of_float": "占流通市值",
    "month": "月末",
    "part_of_history": "部分历史",
    "short_to_float_cap": "融券余额占流通市值",
    "short_balance": "融券余额",
    "vanished": "归零",
    "cover_day": "回补日",
    "squeeze": "逼空",
    "conditions_only": "合乎条件，不异常",
    "unusual_only": "异常，不合条件",
    "ordinary": "平常",
    "index_not_known": "指数未知",
    "price_not_known": "价格未知",
    "expiry_not_known": "到期日未知",
}
