"""What the daily report says, in which order."""

from __future__ import annotations

from typing import Final

from liangrong.research.reports.outline import Card, Chapter, Column, Figures, First, Item, Items, Outline, Picture, Say, Table

__all__ = ["OUTLINE"]

_TOTAL: Final = ("融资融券余额", "Total balance")
_FINANCING: Final = ("融资余额", "Financing balance")
_SHORT: Final = ("融券余额", "Short balance")
_DAY: Final = ("日期", "date")

_HEADLINE: Final = Chapter(
    ("概要", "Summary"),
    (
        Figures((
            Card(_TOTAL, "total", ("较上日 {total.change:+}", "{total.change:+} on the day")),
            Card(_FINANCING, "financing", ("较上日 {financing.change:+}", "{financing.change:+} on the day")),
            Card(_SHORT, "short", ("较上日 {short.change:+}", "{short.change:+} on the day")),
            Card(("平均维持担保比例", "Average maintenance ratio"), "maintenance", ("{maintenance:date}", "{maintenance:date}")),
        )),
        First((
            Say((("截至 {as_of}，市场融资融券余额{:is} {total}，较上一交易日 {total.change:+}（{total.change_ratio:+}），"
                 "其中融资余额变化 {financing.change:+}，融券余额变化 {short.change:+}。"),
                 ("On {as_of} the market's margin-trading balance {:is} {total}, {total.change:+} ({total.change_ratio:+}) "
                 "on the previous session; financing contributed {financing.change:+} and the short balance {short.change:+}.")), "lead"),
            Say(("截至 {as_of}，市场融资融券余额{:is} {total}。",
                 "On {as_of} the market's margin-trading balance {:is} {total}."), "lead"),
        )),
        First((
            Say(("{:so}这是有记录以来的新高，连续 {total.streak} 个交易日创新高。",
                 "That is a record high{:so}, the latest in a run of {total.streak}."), when=("total.record", True)),
            Say(("{:so}未创新高：{total.peak:date} 的峰值为 {total.peak}，此后变动 {total.drawdown:+}。",
                 "It is no record{:so}: the peak was {total.peak} on {total.peak:date}, and the balance has moved {total.drawdown:+} since."),
                when=("total.record", False)),
            Say(("{:so}这是 {total.record_since:since} 以来的最高值；更早的历史不全，不能说“有记录以来”。",
                 "That is the highest since {total.record_since:since}{:so}; the earlier history is not whole, so nothing is said of 'ever'."),
                when=("total.record_since", True)),
            Say(("{:so}它不是 {total.record_since:since} 以来的最高值；更早的历史不全，不能说“有记录以来”。",
                 "It is not the highest since {total.record_since:since}{:so}; the earlier history is not whole, so nothing is said of 'ever'."),
                when=("total.record_since", False)),
        )),
        Say(("{:so}相对 {reference_peak:date} 的上一轮峰值 {reference_peak}：{reference_peak.distance:+}（{reference_peak.distance_ratio:+}）。",
             ("Against the earlier peak of {reference_peak} on {reference_peak:date}: {reference_peak.distance:+} "
             "({reference_peak.distance_ratio:+}){:so}."))),
        Say(("{:so}{threshold.passed_on} 首次达到 {threshold.passed}；距上方的 {threshold.next} 还差 {threshold.gap}。",
             "It first reached {threshold.passed} on {threshold.passed_on} and is {threshold.gap} short of {threshold.next}{:so}.")),
        Say(("融资买入额{:is} {buys}，占成交额 {buys.share}，在近 {buys.percentile:years} 年中处于 {buys.percentile} 分位。",
             ("Financing buys: the sum {:is} {buys}, {buys.share} of turnover, at or above {buys.percentile} of the sessions of the "
             "last {buys.percentile:years} years."))),
        Say(("平均维持担保比例{:is} {maintenance}（{maintenance:date}），在近 {maintenance.percentile:years} 年中处于 {maintenance.percentile} 分位。",
             ("The average maintenance ratio {:is} {maintenance} ({maintenance:date}), at or above {maintenance.percentile} of the sessions "
             "of the last {maintenance.percentile:years} years."))),
    ),
)  # fmt: skip
_LEVELS: Final = Chapter(
    ("余额与变化", "Balances and changes"),
    (
        Picture(
            "balance", ("两融余额与历史新高", "Balance and record highs"),
            ("虚线为 {reference_peak:date} 的峰值 {reference_peak}；底部短线为创新高的交易日；竖线为政策事件，见下表。断线处没有数据。",
             ("Dashed: the peak of {reference_peak} on {reference_peak:date}. Ticks at the bottom: sessions with a record high. "
             "Dotted lines: policy events, listed below. Where the line breaks there are no data.")),
            Table("series.balance", _DAY, (Column("margin_trading_balance", _TOTAL),)),
            ("底部短线为创新高的交易日；断线处没有数据。", "Ticks at the bottom: sessions with a record high. Where the line breaks there are no data."),
            Table("events", ("编号", "no."), (Column("date", _DAY, text=True), Column("title", ("事件", "event"), text=True))),
            ("图中竖线标出的政策事件", "Policy events, marked by lines in the chart"),
        ),
        Items((
            Item(_TOTAL, "total"),
            Item(("较上一交易日", "Day change"), "total.change", signed=True),
            Item(("变化率", "Day change, %"), "total.change_ratio", signed=True),
            Item(_FINANCING, "financing"),
            Item(("融资余额较上一交易日", "Financing balance, day change"), "financing.change", signed=True),
            Item(_SHORT, "short"),
            Item(("融券余额较上一交易日", "Short balance, day change"), "short.change", signed=True),
            Item(("历史峰值", "Peak of the total balance"), "total.peak"),
            Item(("距峰值", "From that peak"), "total.drawdown", signed=True),
        )),
        Picture(
            "split", ("融资余额与融券余额", "Financing and short balances"),
            ("两图刻度不同：融券余额远小于融资余额。", "The two scales differ: the short balance is a small part of the financing balance."),
            Table("series.split", _DAY, (Column("financing_balance", _FINANCING), Column("short_balance", _SHORT))),
        ),
    ),
)  # fmt: skip
_PEAKS: Final = Chapter(
    ("峰值与关口", "Peaks and thresholds"),
    (
        Items((
            Item(("{reference_peak:year} 年峰值", "Peak of {reference_peak:year}"), "reference_peak"),
            Item(("余额减该峰值", "Balance minus that peak"), "reference_peak.distance", signed=True),
            Item(("余额相对该峰值", "Balance against that peak"), "reference_peak.distance_ratio", signed=True),
            Item(("首次超过该峰值", "First above that peak"), "reference_peak.first_above"),
            Item(("已站上的整数关口", "Highest round threshold at or below"), "threshold.passed"),
            Item(("首次达到该关口", "First reached"), "threshold.passed_on"),
            Item(("上方下一个关口", "Next threshold above"), "threshold.next"),
            Item(("距该关口", "Still to go"), "threshold.gap"),
        )),
    ),
)  # fmt: skip
_GROWTH: Final = Chapter(
    ("增长", "Growth"),
    (
        Table("growth", ("区间", "window"), (
            Column("total", ("两融余额", "total"), signed=True), Column("gain", ("变化额", "change"), signed=True),
            Column("financing", ("融资余额", "financing"), signed=True), Column("financing_gain", ("融资变化额", "financing, change"), signed=True),
        )),
    ),
)  # fmt: skip
_ACTIVITY: Final = Chapter(
    ("融资交易活跃度", "Margin buying against turnover"),
    (
        Items((
            Item(("融资买入额", "Financing buys"), "buys"),
            Item(("市场成交额（中证全指）", "Market turnover (CSI All Share)"), "turnover"),
            Item(("融资买入额占成交额", "Financing buys / turnover"), "buys.share"),
            Item(("在 {buys.percentile:years} 年中的分位", "Percentile in {buys.percentile:years} years"), "buys.percentile"),
        )),
        Picture(
            "activity", ("融资买入额占成交额比", "Financing buys as a share of turnover"),
            ("近 {buys.percentile:years} 年。分母为中证全指成交额；虚线为中位数，色带为常见区间。",
             ("The last {buys.percentile:years} years. The denominator is the turnover of the CSI All Share index. Dashed: the median; "
             "the band is the usual range.")),
            Table("series.activity", _DAY, (Column("financing_buy_to_turnover", ("融资买入额占成交额", "Financing buys / turnover")),)),
        ),
    ),
)  # fmt: skip
_SHORT_SIDE: Final = Chapter(
    _SHORT,
    (
        Items((
            Item(("融券余额占两融余额", "Short balance / total balance"), "short.share"),
            Item(("融券余量", "Short quantity"), "short_quantity"),
            Item(("当日融券卖出量", "Sold short on the day"), "short_sales"),
            Item(("当日融券净卖出量", "Net short sales on the day"), "short_sales.net", signed=True),
        )),
    ),
)  # fmt: skip
_SAFETY: Final = Chapter(
    ("担保水平与相对市值", "Collateral, and the balance against market value"),
    (
        Items((
            Item(("平均维持担保比例", "Average maintenance ratio"), "maintenance"),
            Item(("在 {maintenance.percentile:years} 年中的分位", "Percentile in {maintenance.percentile:years} years"), "maintenance.percentile"),
            Item(("两融余额占流通市值", "Total balance / float cap"), "float_ratio"),
            Item(("融资余额占流通市值", "Financing balance / float cap"), "financing_float_ratio"),
            Item(("两融余额占自由流通市值", "Total balance / free-float cap"), "free_float_ratio"),
        )),
        Picture(
            "maintenance", ("平均维持担保比例", "Average maintenance ratio"),
            ("近 {maintenance.percentile:years} 年，账户统计口径，按公布值。虚线为中位数，色带为常见区间。",
             ("The last {maintenance.percentile:years} years, on the account-statistics basis, as published. Dashed: the median; the band "
             "is the usual range.")),
            Table("series.maintenance", _DAY, (Column("average_maintenance_ratio", ("平均维持担保比例", "Average maintenance ratio")),)),
        ),
    ),
)  # fmt: skip
_HISTORY: Final = Chapter(
    ("数据的完整程度", "How whole the data are"),
    (
        Items((
            Item(("有完整余额的交易日", "Sessions with a complete balance"), "sessions"),
            Item(("历史中缺失的交易日", "Sessions missing from the history"), "gaps"),
            Item(("其中校验存疑的交易日", "Of these, sessions with a suspect figure"), "suspect"),
        )),
    ),
)  # fmt: skip
_EXCHANGES: Final = Chapter(
    ("分交易所", "By exchange"),
    (
        Items(tuple(
            Item((zh + what[0], en + what[1]), f"{name}{suffix}", signed=suffix == ".change")
            for name, zh, en in (("SSE", "上交所", "SSE"), ("SZSE", "深交所", "SZSE"), ("BSE", "北交所", "BSE"))
            for suffix, what in (("", ("余额", " balance")), (".share", ("占比", ", share")), (".change", ("较上一交易日", ", day change")))
        )),
    ),
)  # fmt: skip

OUTLINE: Final = Outline(
    name=("两融杠杆日报", "Daily leverage report of China's margin trading"),
    title=("两融杠杆日报", "Daily leverage report of China's margin trading"),
    subtitle=("截至 {as_of} 收盘 · 全市场", "As of the close of {as_of} · the whole market"),
    chapters=(_HEADLINE, _LEVELS, _EXCHANGES, _PEAKS, _GROWTH, _ACTIVITY, _SHORT_SIDE, _SAFETY, _HISTORY),
)
