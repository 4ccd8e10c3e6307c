"""What a deep report says, in which order: the chapters of a research note, each of them a table of findings or a reason."""

from __future__ import annotations

from typing import Final

from liangrong.research.reports.outline import (
    Card,
    Chapter,
    Column,
    Each,
    Figures,
    First,
    Item,
    Items,
    Outline,
    Picture,
    Say,
    Table,
)

__all__ = ["OUTLINE"]

_VALUE: Final = ("数值", "value")
_DAY: Final = ("日期", "date")
_SHARE: Final = ("占比", "share")

_CORE: Final = Chapter(("核心观点", "Core view"), (
    Figures((
        Card(("{subject}", "{subject}"), "level", ("较上日 {windows/day/gain:+}", "{windows/day/gain:+} on the day")),
        Card(("年初至今", "Year to date"), "windows/ytd/ratio"),
        Card(("较历史峰值", "Against the peak"), "from_peak", ("{peak:date}", "{peak:date}")),
        Card(("占两融余额", "Share of the total"), "share"),
    )),
    First((
        Say(("截至 {as_of}，{subject}{:is} {level}，较上一交易日 {windows/day/gain:+}（{windows/day/ratio:+}），年初以来 {windows/ytd/ratio:+}。",
             ("On {as_of} the {subject} {:is} {level}, {windows/day/gain:+} ({windows/day/ratio:+}) on the session before and "
             "{windows/ytd/ratio:+} since the year began.")), "lead"),
        Say(("截至 {as_of}，{subject}{:is} {level}。", "On {as_of} the {subject} {:is} {level}."), "lead"),
    )),
    First((
        Say(("{:so}这是有记录以来的新高。", "That is a record high{:so}."), when=("record", True)),
        Say(("{:so}它距 {peak:date} 的峰值 {peak} 为 {from_peak:+}。", "It stands {from_peak:+} from the peak of {peak} on {peak:date}{:so}."),
            when=("record", False)),
    )),
    Say(("{:so}在近 {percentile:years} 年中处于 {percentile} 分位。",
         "That is at or above {percentile} of the sessions of the last {percentile:years} years{:so}.")),
    Say(("它占两融余额{:is} {share}。", "Its share of the total balance {:is} {share}.")),
))  # fmt: skip
_DRIVERS: Final = Chapter(("核心驱动力", "Drivers"), (
    Say(("年初以来余量变化{:is} {quantity.ytd:+}，其余的 {price_effect:+} 来自股价与证券构成。",
         ("Since the year began the change of the quantity {:is} {quantity.ytd:+}; prices and the mix of securities make the other "
         "{price_effect:+}."))),
    Table("exchanges", ("交易所", "exchange"), (
        Column("level", ("余额", "balance")), Column("gain", ("年初以来变化", "change this year"), signed=True),
        Column("part", ("占市场变化", "share of the change")),
    )),
    Table("rules", ("现行规则", "rule in force"), (
        Column("value", _VALUE), Column("since", ("起于", "since"), text=True), Column("citation", ("出处", "source"), text=True),
    )),
))  # fmt: skip
_TIMELINE: Final = Chapter(("核心事件时间轴", "Timeline"), (
    Say(("列出最近 {timeline.count} 项与之相关的法令，各附实施前一日的余额与其后 {timeline.after} 个交易日的变动；先后不等于因果。",
         ("The last {timeline.count} decrees that concern it, each with the balance on the session before and its move over {timeline.after} "
         "sessions; after is not because."))),
    Table("timeline", ("编号", "no."), (
        Column("date", _DAY, text=True), Column("title", ("事件", "event"), text=True), Column("before", ("实施前", "before")),
        Column("after", ("其后变动", "move after"), signed=True),
    )),
))  # fmt: skip
_TREND: Final = Chapter(("趋势", "Trend"), (
    Picture("trend", ("{subject}", "{subject}"),
            ("竖线为时间轴中编号的事件；断线处没有数据。表为各年最后一个已知交易日。",
             ("Lines are the numbered events of the timeline; where the line breaks there are no data. The table has the last known session "
             "of each year.")),
            Table("series.trend", _DAY, (
                Column("short_balance", ("融券余额", "short balance")), Column("financing_balance", ("融资余额", "financing balance")),
                Column("margin_trading_balance", ("融资融券余额", "total balance")),
            ))),
))  # fmt: skip
_KEY: Final = Chapter(("关键数据速览", "Key figures"), (
    Table("windows", ("区间", "window"), (
        Column("start", ("起点", "from"), text=True), Column("gain", ("变化额", "change"), signed=True),
        Column("ratio", ("变化率", "change, %"), signed=True),
    )),
    Items((
        Item(("历史峰值", "Peak"), "peak"), Item(("较峰值", "Against the peak"), "from_peak", signed=True),
        Item(("在 {percentile:years} 年中的分位", "Percentile in {percentile:years} years"), "percentile"),
        Item(("占两融余额", "Share of the total balance"), "share"), Item(("占流通市值", "Over the float cap"), "over_float"),
        Item(("余量", "Quantity"), "quantity"), Item(("当日融资买入额", "Financing buys of the day"), "buys"),
        Item(("平均维持担保比例", "Average maintenance ratio"), "maintenance"),
    )),
))  # fmt: skip
_GAP: Final = Chapter(("预期差：通行说法与检验", "Expectation gap: what is said, and a test"), (
    Table("tests", ("通行说法", "what is said"), (
        Column("test", ("检验", "test"), text=True), Column("reading", ("读数", "reading")), Column("threshold", ("阈值", "threshold")),
        Column("verdict", ("结论", "verdict"), text=True),
    )),
))  # fmt: skip
_RISKS: Final = Chapter(("风险与挑战", "Risks"), (
    Say(("集中：前 {industries.top:leaders} 个行业合计{:is} {industries.top}，前 {names.top:leaders} 只股票合计 {names.top}。",
         ("Concentration: the share of the {industries.top:leaders} largest industries {:is} {industries.top}, that of the "
         "{names.top:leaders} largest stocks {names.top}."))),
    Say(("对冲工具：当日有基差的股指期货合约{:is} {futures} 个。", "Hedges: the number of index futures with a basis on the day {:is} {futures}.")),
    Say(("数据：自 {history.first} 起共 {history.sessions} 个交易日，其中校验存疑的{:is} {history.suspect} 个。",
         "Data: of {history.sessions} sessions since {history.first}, the number with a suspect figure {:is} {history.suspect}.")),
), expects=("industries.top", "names.top"))  # fmt: skip
_CONFLICTS: Final = Chapter(("信息交叉验证", "Cross-checks"), (
    Table("conflicts", ("明细与汇总", "detail against totals"), (
        Column("detail", ("明细合计", "sum of detail")), Column("total", ("交易所汇总", "exchange total")),
        Column("difference", ("差额", "difference"), signed=True), Column("ratio", ("差额占比", "difference, %"), signed=True),
    )),
    Table("checks", ("应当成立的关系", "what should hold"), (
        Column("count", ("触发次数", "times")), Column("last", ("最近一次", "last"), text=True),
    )),
    Say(("{:so}汇总数据没有触发任何校验。", "No check of the totals fired{:so}."), when=("checks.none", True)),
))  # fmt: skip
_CONCLUSIONS: Final = Chapter(("综合结论", "Conclusions"), (
    Each("tests", ("“{claim}”：{verdict}。{test}，读数{:is} {reading}，阈值 {threshold}。",
                   '"{claim}": {verdict}. Test: {test}. The reading {:is} {reading}, the threshold is {threshold}.'), kind="text"),
    Say(("本报告有 {gaps} 个问题没有数据可答，均写明原因，未作推断。",
         "Questions of this report without data: {gaps}. Each gives its reason, and nothing is inferred.")),
))  # fmt: skip
_WATCH: Final = Chapter(("跟踪指标与触发", "Watch list"), (
    Table("watch", ("指标与触发条件", "reading and trigger"), (
        Column("value", ("现值", "now")), Column("trigger", ("触发值", "trigger")), Column("distance", ("距触发", "to trigger"), signed=True),
        Column("date", _DAY, text=True), Column("state", ("状态", "state"), text=True),
    )),
))  # fmt: skip
_PORTRAIT: Final = Chapter(("个股画像", "Portrait of the names"), (
    Say(("余额最高的 {portrait.count} 只股票合计占全部股票的比重{:is} {portrait.share}。",
         "The {portrait.count} stocks with the most of it: their share of all stocks' balance {:is} {portrait.share}.")),
    Say(("流通市值的中位数{:is} {portrait.size}。", "Their median float cap {:is} {portrait.size}.")),
    Table("portrait", ("其中的行业", "industry among them"), (Column("count", ("只数", "stocks")), Column("level", ("余额", "balance")))),
    Picture("industries", ("各行业余额", "The balance by industry"), ("全部股票，取余额最大的行业。", "All stocks; the largest industries."),
            Table("industries", ("行业", "industry"), (Column("level", ("余额", "balance")), Column("share", _SHARE)))),
), expects=("portrait.valuation", "industries"))  # fmt: skip
_NAMES: Final = Chapter(("高余额个股", "The names with the most"), (
    Table("names", ("股票", "stock"), (
        Column("industry", ("行业", "industry"), text=True), Column("level", ("余额", "balance")), Column("over_float", ("占流通市值", "over float cap")),
    )),
))  # fmt: skip
_MOVES: Final = Chapter(("异动归因", "Moves and the facts before them"), (
    Say(("{:so}前一交易日已知的两融事实共 {moves.known} 个，其中成立 {moves.stood} 个；先于异动不等于导致异动。",
         "Margin facts of the session before that are known: {moves.known}; that stood: {moves.stood}{:so}. Before is not because.")),
    Table("moves", ("股票", "stock"), (
        Column("return", ("涨跌幅", "return"), signed=True), Column("sigma", ("标准差倍数", "deviations"), signed=True),
        Column("known", ("已知事实数", "facts known")), Column("stood", ("成立", "stood")), Column("facts", ("事实", "facts"), text=True),
    )),
), expects=("moves.facts",))  # fmt: skip

OUTLINE: Final = Outline(
    name=("深度研究报告", "Deep report"),
    title=("{subject}深度研究报告", "Deep report: {subject}"),
    subtitle=("截至 {as_of} 收盘 · 全市场", "As of the close of {as_of} · the whole market"),
    chapters=(_CORE, _DRIVERS, _TIMELINE, _TREND, _KEY, _GAP, _RISKS, _CONFLICTS, _CONCLUSIONS, _WATCH, _PORTRAIT, _NAMES, _MOVES),
    labels={
        "names": ("个股名单", "the list of names"), "portrait": ("画像", "the portrait"), "industries": ("行业分布", "the industries"),
        "portrait.valuation": ("估值", "valuations"), "portrait.size": ("规模", "sizes"), "moves.facts": ("归因", "attribution"),
        "moves": ("异动", "moves"), "conflicts": ("明细与汇总", "detail against totals"), "futures": ("股指期货", "index futures"),
        "industries.top": ("行业集中度", "concentration by industry"), "names.top": ("个股集中度", "concentration by stock"),
    },
)  # fmt: skip
