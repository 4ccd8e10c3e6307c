"""What the structure report says, in which order."""

from __future__ import annotations

from typing import Final

from liangrong.research.reports.outline import Card, Chapter, Column, Figures, Item, Items, Outline, Picture, Say, Table

__all__ = ["OUTLINE"]

_LEVEL: Final = ("融资余额", "financing balance")
_SHARE: Final = ("占比", "share")
_NET: Final = ("当日融资净买入", "net financing on the day")
_COUNT: Final = ("证券数", "securities")
_BALANCE: Final = ("融资融券余额", "Total balance")
_THEN: Final = ("当年峰值日", "at that peak")
_NOW: Final = ("现在", "now")
_GROUPS: Final = (Column("level", _LEVEL), Column("share", _SHARE), Column("net", _NET, signed=True), Column("count", _COUNT))
_LEAGUE: Final = (Column("net", _NET, signed=True), Column("buys", ("融资买入额", "financing buys")), Column("level", _LEVEL))
_SHARES: Final = (Column("then", _THEN), Column("now", _NOW), Column("points", ("变化", "change"), signed=True))

OUTLINE: Final = Outline(
    name=("两融结构报告", "Structure of the margin-trading balance"),
    title=("两融结构报告", "Structure of the margin-trading balance"),
    subtitle=("截至 {as_of} 收盘 · 全市场", "As of the close of {as_of} · the whole market"),
    chapters=(
        Chapter(("概要", "Summary"), (
            Figures((
                Card(_BALANCE, "total"), Card(("上交所占比", "Share of SSE"), "exchanges/SSE/share"),
                Card(("深交所占比", "Share of SZSE"), "exchanges/SZSE/share"),
                Card(("前列行业合计", "Largest industries together"), "industries.top"),
            )),
            Say(("截至 {as_of}，市场融资融券余额{:is} {total}，其中上交所 {exchanges/SSE/share}，深交所 {exchanges/SZSE/share}。",
                 "On {as_of} the market's total balance {:is} {total}: {exchanges/SSE/share} on the SSE and {exchanges/SZSE/share} on the SZSE."), "lead"),
            Say((("融资余额在前 {industries.top:leaders} 个申万一级行业的合计占比{:is} {industries.top}；按集中度折算，相当于 "
                 "{industries.effective} 个等权行业。"),
                 ("The share of the {industries.top:leaders} largest Shenwan industries in the financing balance {:is} {industries.top}; by "
                 "concentration it is as if {industries.effective} industries held equal parts."))),
            Say((("{:so}与 {peak_day} 的峰值日相比，融资融券余额 {then/margin_trading_balance/times:+}，融资余额 {then/financing_balance/times:+}，"
                 "融券余额 {then/short_balance/times:+}。"),
                 ("Against the peak day {peak_day} the total balance is {then/margin_trading_balance/times:+}, the financing balance "
                 "{then/financing_balance/times:+} and the short balance {then/short_balance/times:+}{:so}."))),
        )),
        Chapter(("余额走势", "The balance over time"), (
            Picture("balance", _BALANCE, ("竖线为 {peak_day} 的峰值日；断线处没有数据。表为各年最后一个已知交易日。",
                                          ("The line marks the peak day {peak_day}; where the line breaks there are no data. The table has the "
                                          "last known session of each year.")),
                    Table("series.balance", ("日期", "date"), (Column("margin_trading_balance", _BALANCE),))),
        )),
        Chapter(("分交易所", "By exchange"), (
            Table("exchanges", ("交易所", "exchange"), (
                Column("level", _BALANCE), Column("share", _SHARE), Column("gain", ("较上一交易日", "day change"), signed=True),
            )),
        )),
        Chapter(("分板块", "By board"), (
            Table("boards", ("板块", "board"), _GROUPS),
        ), expects=("boards",)),
        Chapter(("分行业", "By industry"), (
            Picture("industries", ("各行业当日融资净买入", "Net financing of the day by industry"),
                    ("申万一级行业，成份按当日归属；基金单列。共 {industries.count} 组，表中为余额最大的各组。",
                     ("Shenwan level-one industries by membership of the day; funds stand apart. Of {industries.count} groups the table has those "
                     "with the largest balance.")),
                    Table("industries", ("行业", "industry"), _GROUPS)),
        ), expects=("industries", "industries.top")),
        Chapter(("个股两端", "Both ends of the names"), (
            Table("inflows", ("净买入最多", "most taken in"), _LEAGUE),
            Table("outflows", ("净偿还最多", "most given up"), _LEAGUE),
        ), expects=("league",)),
        Chapter(("与上一轮峰值相比", "Against the earlier peak"), (
            Items((Item(("峰值日", "Peak day"), "peak_day"),)),
            Table("then", ("指标", "measure"), (
                Column("then", _THEN), Column("now", _NOW), Column("times", ("变化", "change"), signed=True),
            )),
            Table("boards_then", ("板块占融资余额", "board, share of financing"), _SHARES),
            Table("industries_then", ("行业占融资余额", "industry, share of financing"), _SHARES),
        )),
    ),
    labels={
        "boards": ("分板块", "boards"), "industries": ("分行业", "industries"), "league": ("个股两端", "both ends of the names"),
        "boards_then": ("当年的板块结构", "boards at that peak"), "industries_then": ("当年的行业结构", "industries at that peak"),
        "industries.top": ("行业集中度", "concentration by industry"),
    },
)  # fmt: skip
