"""Every sentence and label of the brief, in Chinese and English, with places for findings and never a number."""

from __future__ import annotations

from typing import Final, TypeAlias

from liangrong.core.errors import Lang
from liangrong.market.priority import SIMULATED, SOURCES

__all__ = ["LABELS", "SENTENCES", "TITLES", "label", "sentence", "source_name", "title"]

Pair: TypeAlias = tuple[str, str]

TITLES: Final[dict[str, Pair]] = {
    "brief": ("两融杠杆简报", "China margin-trading leverage brief"),
    "subtitle": ("截至 {as_of} 收盘 · 全市场", "As of the close of {as_of} · the whole market"),
    "headline": ("概要", "Summary"),
    "levels": ("余额与变化", "Balances and changes"),
    "exchanges": ("分交易所", "By exchange"),
    "milestones": ("峰值与关口", "Peaks and thresholds"),
    "growth": ("增长", "Growth"),
    "activity": ("融资交易活跃度", "Margin buying against turnover"),
    "short": ("融券", "Short side"),
    "safety": ("担保水平", "Collateral"),
    "size": ("相对市值", "Against market value"),
    "narration": ("叙述（由模型撰写，数字已逐一核对）", "Narration (written by a model; every figure checked)"),
    "data": ("数据说明与未知", "Data notes and what is not known"),
    "evidence": ("每个数字的依据", "The evidence behind each number"),
    "watermark": ("模拟数据，不是市场事实", "Synthetic data, not market fact"),
    "synthetic_book": ("合成账簿", "A synthetic book"),
    "watermark_book": ("合成账簿，不是真实账户", "Synthetic book, no real accounts"),
    "chart.balance": ("两融余额与历史新高", "Balance and record highs"),
    "chart.split": ("融资余额与融券余额", "Financing and short balances"),
    "chart.activity": ("融资买入额占成交额比", "Financing buys as a share of turnover"),
    "chart.maintenance": ("平均维持担保比例", "Average maintenance ratio"),
    "events": ("图中竖线标出的政策事件", "Policy events, marked by lines in the chart"),
}

LABELS: Final[dict[str, Pair]] = {
    "item": ("项目", "item"),
    "value": ("数值", "value"),
    "level": ("余额", "balance"),
    "date": ("日期", "date"),
    "change": ("较上一交易日", "day change"),
    "change_ratio": ("变化率", "change, %"),
    "contribution": ("占总变化", "share of change"),
    "record": ("历史新高", "record high"),
    "streak": ("连续新高", "in a row"),
    "drawdown": ("距峰值", "from peak"),
    "peak": ("历史峰值", "peak"),
    "peak_date": ("峰值日期", "peak on"),
    "share": ("占比", "share"),
    "exchange": ("交易所", "exchange"),
    "window": ("区间", "window"),
    "from": ("起点", "from"),
    "total_growth": ("两融余额", "total"),
    "financing_growth": ("融资余额", "financing"),
    "gain": ("变化额", "change"),
    "short.change": ("融券余额较上一交易日", "Short balance, day change"),
    "short.contribution": ("融券余额占总变化", "Short balance, share of change"),
    "formula": ("算式", "formula"),
    "source": ("来源", "source"),
    "grade": ("性质", "kind"),
    "finding": ("数字", "figure"),
    "percentile": ("分位", "percentile"),
    "event": ("事件", "event"),
    "number": ("编号", "no."),
    "total": ("融资融券余额", "Total balance"),
    "financing": ("融资余额", "Financing balance"),
    "short": ("融券余额", "Short balance"),
    "SSE": ("上交所", "SSE"),
    "SZSE": ("深交所", "SZSE"),
    "BSE": ("北交所", "BSE"),
    "reference_peak": ("{reference_peak:year} 年峰值", "Peak of {reference_peak:year}"),
    "reference_peak.distance": ("余额减该峰值", "Balance minus that peak"),
    "reference_peak.distance_ratio": ("余额相对该峰值", "Balance against that peak"),
    "reference_peak.first_above": ("首次超过该峰值", "First above that peak"),
    "threshold.passed": ("已站上的整数关口", "Highest round threshold at or below"),
    "threshold.passed_on": ("首次达到该关口", "First reached"),
    "threshold.next": ("上方下一个关口", "Next threshold above"),
    "threshold.gap": ("距该关口", "Still to go"),
    "growth": ("近 {growth:sessions} 日", "{growth:sessions} sessions"),
    "growth.ytd": ("年初至今", "Year to date"),
    "buys": ("融资买入额", "Financing buys"),
    "turnover": ("市场成交额（中证全指）", "Market turnover (CSI All Share)"),
    "buys.share": ("融资买入额占成交额", "Financing buys / turnover"),
    "buys.percentile": ("在 {buys.percentile:years} 年中的分位", "Percentile in {buys.percentile:years} years"),
    "short.share": ("融券余额占两融余额", "Short balance / total balance"),
    "short_quantity": ("融券余量", "Short quantity"),
    "short_sales": ("当日融券卖出量", "Sold short on the day"),
    "short_sales.net": ("当日融券净卖出量", "Net short sales on the day"),
    "maintenance": ("平均维持担保比例", "Average maintenance ratio"),
    "maintenance.percentile": (
        "在 {maintenance.percentile:years} 年中的分位",
        "Percentile in {maintenance.percentile:years} years",
    ),
    "float_ratio": ("两融余额占流通市值", "Total balance / float cap"),
    "financing_float_ratio": ("融资余额占流通市值", "Financing balance / float cap"),
    "free_float_ratio": ("两融余额占自由流通市值", "Total balance / free-float cap"),
    "sessions": ("有完整余额的交易日", "Sessions with a complete balance"),
    "suspect": ("其中校验存疑的交易日", "Of these, sessions with a suspect figure"),
    "gaps": ("历史中缺失的交易日", "Sessions missing from the history"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "level": (
        ("截至 {as_of}，市场融资融券余额 {total}，较上一交易日 {total.change:+}（{total.change_ratio:+}），"
        "其中融资余额变化 {financing.change:+}，融券余额变化 {short.change:+}。"),
        ("On {as_of} the market's margin-trading balance stood at {total}, {total.change:+} ({total.change_ratio:+}) "
        "on the previous session; financing contributed {financing.change:+} and the short balance {short.change:+}."),
    ),
    "level_only": ("截至 {as_of}，市场融资融券余额 {total}。", "On {as_of} the market's margin-trading balance stood at {total}."),
    "record": ("这是有记录以来的新高，已连续 {total.streak} 个交易日创新高。", "That is a record high, the latest of {total.streak} in a row."),
    "no_record": (
        "未创新高：{total.peak:date} 的峰值为 {total.peak}，此后回撤 {total.drawdown:+}。",
        "It is no record: the peak was {total.peak} on {total.peak:date}, and the drawdown is {total.drawdown:+}.",
    ),
    "record_since": (
        "这是 {total.record_since:since} 以来的最高值；更早的历史不全，不能说“有记录以来”。",
        "That is the highest since {total.record_since:since}; the earlier history is not whole, so nothing is said of 'ever'.",
    ),
    "no_record_since": (
        "它不是 {total.record_since:since} 以来的最高值；更早的历史不全，不能说“有记录以来”。",
        "It is not the highest since {total.record_since:since}; the earlier history is not whole, so nothing is said of 'ever'.",
    ),
    "record_unknown": ("是否历史新高：未知。", "Whether it is a record is not known."),
    "reference": (
        "相对 {reference_peak:date} 的上一轮峰值 {reference_peak}：{reference_peak.distance:+}（{reference_peak.distance_ratio:+}）。",
        ("Against the earlier peak of {reference_peak} on {reference_peak:date}: "
        "{reference_peak.distance:+} ({reference_peak.distance_ratio:+})."),
    ),
    "threshold": (
        "{threshold.passed_on} 首次达到 {threshold.passed}；距上方的 {threshold.next} 还差 {threshold.gap}。",
        "It first reached {threshold.passed} on {threshold.passed_on} and is {threshold.gap} short of {threshold.next}.",
    ),
    "activity": (
        "融资买入额 {buys}，占成交额 {buys.share}，在近 {buys.percentile:years} 年中处于 {buys.percentile} 分位。",
        "Financing buys came to {buys}, {buys.share} of turnover: at or above {buys.percentile} of the sessions of the last {buys.percentile:years} years.",
    ),
    "maintenance": (
        "平均维持担保比例 {maintenance}（{maintenance:date}），在近 {maintenance.percentile:years} 年中处于 {maintenance.percentile} 分位。",
        ("The average maintenance ratio was {maintenance} ({maintenance:date}): "
        "at or above {maintenance.percentile} of the sessions of the last {maintenance.percentile:years} years."),
    ),
    "card.change": ("较上日 {total.change:+}", "{total.change:+} on the day"),
    "card.financing": ("较上日 {financing.change:+}", "{financing.change:+} on the day"),
    "card.activity": ("近 {buys.percentile:years} 年分位 {buys.percentile}", "{buys.percentile:years}-year percentile {buys.percentile}"),
    "card.maintenance": ("{maintenance:date}，近 {maintenance.percentile:years} 年分位 {maintenance.percentile}",
                         "{maintenance:date}, {maintenance.percentile:years}-year percentile {maintenance.percentile}"),
    "card.maintenance_day": ("{maintenance:date}", "{maintenance:date}"),
    "chart.balance": (
        "虚线为 {reference_peak:date} 的峰值 {reference_peak}；底部短线为创新高的交易日；竖线为政策事件，见下表。断线处没有数据。",
        ("Dashed: the peak of {reference_peak} on {reference_peak:date}. Ticks at the bottom: sessions with a record high. "
        "Dotted lines: policy events, listed below. Where the line breaks there are no data."),
    ),
    "chart.balance_plain": ("底部短线为创新高的交易日；断线处没有数据。",
                            "Ticks at the bottom: sessions with a record high. Where the line breaks there are no data."),
    "chart.split": ("两图刻度不同：融券余额远小于融资余额。", "The two scales differ: the short balance is a small part of the financing balance."),
    "chart.activity": ("近 {buys.percentile:years} 年。分母为中证全指成交额；虚线为中位数，色带为常见区间。",
                       "The last {buys.percentile:years} years. The denominator is the turnover of the CSI All Share index. Dashed: the median; the band is the usual range."),
    "chart.maintenance": ("近 {maintenance.percentile:years} 年，账户统计口径，按公布值。虚线为中位数，色带为常见区间。",
                          "The last {maintenance.percentile:years} years, on the account-statistics basis, as published. Dashed: the median; the band is the usual range."),
    "unknown": ("{item}：{reason}", "{item}: {reason}"),
    "known_at": ("数据以 {known_at} 所知为准。", "As known at {known_at}."),
    "sources": ("来源：{sources}。", "Sources: {sources}."),
}  # fmt: skip


def title(key: str, lang: Lang) -> str:
    """A heading."""
    return TITLES[key][0 if lang == "zh" else 1]


def label(key: str, lang: Lang) -> str:
    """A label; it may have places for findings."""
    return LABELS[key][0 if lang == "zh" else 1]


def sentence(key: str, lang: Lang) -> str:
    """A sentence with places for findings."""
    return SENTENCES[key][0 if lang == "zh" else 1]


_NO_PUBLISHERS: Final[dict[str, Pair]] = {
    "rulebook": ("规则库", "the rulebook"),
    "file:changes": ("涨跌幅文件", "a file of daily changes"),
    "given": ("所给数字", "figures given"),
    "articles": ("文章", "articles"),
    "synthetic": ("合成行情", "synthetic prices"),
    "quotes": ("行情", "quotes"),
}
"""What answers are drawn from that nobody has published as data."""


def source_name(source: str, lang: Lang) -> str:
    """Who a source is, for a person.

    Examples
    --------
    >>> source_name("sse", "zh"), source_name("simulated:sse", "en")
    ('上海证券交易所', 'simulated Shanghai Stock Exchange')
    """
    bare = source.removeprefix(SIMULATED)
    name = (SOURCES.get(bare) or _NO_PUBLISHERS.get(bare, (bare, bare)))[0 if lang == "zh" else 1]
    if source == bare:
        return name
    return f"模拟的{name}" if lang == "zh" else f"simulated {name}"
