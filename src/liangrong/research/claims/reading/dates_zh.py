"""Dates and windows printed in Chinese or in digits: 9月17日, 去年, 上周五, 近十年, 2025-09-17; found, not resolved."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from liangrong.research.claims.reading.mention import Builder, Mention, Part, Rule, Step, bare_day, session_before, to_date
from liangrong.research.claims.reading.numerals import chinese

__all__ = ["NICKNAMES", "RULES_ZH", "SINCE_ZH"]

NICKNAMES: Final = {"9·24": (2024, 9, 24)}
"""Days that the market calls by a nickname: the package of policies of 2024-09-24 (“9·24”行情). Only what every reader of the market knows
and what is one day belongs here; nicknames of stretches (杠杆牛) are dated differently by different authors and are left alone."""

SINCE_ZH: Final = re.compile(
    r"[”\"’'》]?(?:行情|政策|新政)?(?:收盘|开始|启动)?(?:以来|为(?:起点|始点|起始)|算起|起算|至今(?!年|日|天|晨|早)|迄今|以后|之后|后(?![面来续市天日期盘])|起(?![来伏点步初])|来(?=[,，、。的;；]|$))"
)

_N: Final = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_Y: Final = (
    r"(?:(?P<y>(?<!\d)(?:19|20)\d{2})年|(?P<y2>(?<![\d.])[0-3]\d)年(?=\d{1,2}月|[初末底上下第一二三四全Q])"
    r"|(?P<yz>二[〇零一二三四五六七八九]{3})年|(?P<yo>今年|去年|前年(?!度)|明年|后年|上年度?|本年度?))的?"
)
_DAY_END: Final = r"(?:日|号)(?!均|线|涨|年|内|游|元|[A-Z]{2}|移动|相对|滚动)"
_DATE_END: Final = r"(?:日|号)(?!均|线|年内|游)"
_TO: Final = r"\s?(?:至|到|-|~|—|–)\s?"

_OFFSETS: Final = {"今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "上年度": -1, "前年": -2, "明年": 1, "后年": 2}
_WHERE: Final = {"上上": -2, "上": -1, "前": -1, "本": 0, "这": 0, "当": 0, "下": 1}
_WEEKDAYS: Final = {char: n for n, char in enumerate("一二三四五六日")} | {"天": 6}
_DAYS: Final = {
    "今日": 0,
    "今天": 0,
    "今晨": 0,
    "昨日": -1,
    "昨天": -1,
    "昨晚": -1,
    "隔夜": -1,
    "前日": -2,
    "前天": -2,
    "明日": 1,
    "明天": 1,
}
_STEPS: Final[dict[str, Step]] = {
    "年": "years", "个月": "months", "月": "months", "周": "weeks", "个星期": "weeks", "天": "days", "日": "days", "个交易日": "sessions",
    "交易日": "sessions", "个季度": "quarters", "季度": "quarters",
}  # fmt: skip
_MONTH_PARTS: Final[dict[str, Part]] = {
    "初": "early", "月初": "early", "上旬": "early", "中旬": "mid", "中": "mid", "下旬": "late", "末": "end", "底": "end", "月末": "end", "月底": "end",
}  # fmt: skip
_YEAR_PARTS: Final[dict[str, Part]] = {"初": "start", "末": "end", "底": "end", "中": "mid", "内": "to_date"}
_QUARTERS: Final[dict[str, Part]] = {"一": "q1", "二": "q2", "三": "q3", "四": "q4", "1": "q1", "2": "q2", "3": "q3", "4": "q4"}


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    found = chinese(text)
    return int(found.value) if found else 0


def _year(match: re.Match[str]) -> Mention:
    bare = Mention(*match.span())
    if match["y"]:
        return replace(bare, year=int(match["y"]))
    if match["y2"]:
        return replace(bare, year=2000 + int(match["y2"]))
    if match["yz"]:
        return replace(bare, year=_number(match["yz"]))
    return replace(bare, year_offset=_OFFSETS[match["yo"]]) if match["yo"] else bare


def _date(match: re.Match[str]) -> Mention:
    year = int(match[1])
    return Mention(*match.span(), year=year if year >= 100 else 2000 + year, month=int(match["m"]), day=int(match["d"]))


def _year_month(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), year=int(match["yy"]), month=int(match["m"]))


def _nickname(match: re.Match[str]) -> Mention:
    year, month, day = next(iter(NICKNAMES.values()))
    return Mention(*match.span(), year=year, month=month, day=day, named=True)


def _day_of_month(match: re.Match[str]) -> Mention:
    return replace(
        _year(match),
        month=_number(match["m"]),
        day=_number(match["d"]),
        last_day=_number(match["d2"] or match["d3"] or "") or None,
    )


def _months(match: re.Match[str]) -> Mention:
    return replace(_year(match), month=_number(match["m"]), last_month=_number(match["m2"]))


def _month(match: re.Match[str]) -> Mention:
    return replace(_year(match), month=_number(match["m"]), part=_MONTH_PARTS.get(match["part"] or "", ""))


def _of_year(match: re.Match[str]) -> Mention:
    found = _year(match)
    if match["q"]:
        return replace(found, part=_QUARTERS[match["q"]], at_end=bool(match["tail"]))
    if match["half"]:
        return replace(found, part="h1" if match["half"] == "上" else "h2")
    if match["report"]:
        return replace(found, part="h1")
    if match["first"]:
        return replace(found, part="first_months", count=_number(match["first"]) * (3 if match["per"] == "季度" else 1))
    if match["three"]:
        return replace(found, part="first_months", count=9)
    return replace(found, part=_YEAR_PARTS.get(match["part"] or "", ""))


def _report(match: re.Match[str]) -> Mention:
    parts: dict[str, Part] = {"中报": "h1", "半年报": "h1", "一季报": "q1", "三季报": "first_months"}
    return Mention(*match.span(), year=int(match["y"]), part=parts.get(match["report"], ""), count=9)


def _years(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), year=int(match["y"]), last_year=int(match["z"]))


def _window(match: re.Match[str]) -> Mention:
    ahead = match["way"] == "未来"
    count = {"几": 3, "数": 3}.get(match["n"]) or _number(match["n"])
    vague = match["n"] in ("几", "数")
    return Mention(*match.span(), relative="next" if ahead else "past", offset=count, step=_STEPS[match["unit"]], vague=vague)


def _weekday(match: re.Match[str]) -> Mention:
    return Mention(
        *match.span(), relative="weekday", offset=_WHERE[match["where"]] if match["where"] else -9, day=_WEEKDAYS[match["d"]]
    )


def _week(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), relative="week", offset=_WHERE[match["where"]])


def _named_month(match: re.Match[str]) -> Mention:
    part = _MONTH_PARTS.get(match["part"] or "", "")
    return Mention(*match.span(), relative="month", offset=_WHERE[match["where"]], part=part)


def _quarter(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), relative="quarter", offset=_WHERE[match["where"]])


def _relative_day(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), relative="day", offset=_DAYS[match[0]])


def _echo(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), relative="echo", offset=-_number(match["n"]), step=_STEPS[match["unit"]])


def _same(match: re.Match[str]) -> Mention:
    offset, step = _ECHOES[match[0][0]]
    return Mention(*match.span(), relative="echo", offset=offset, step=step)


def _prior(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), relative="prior", offset=-1, step=_STEPS[match["unit"]])


def _same_before(match: re.Match[str]) -> Mention:
    step: Step = "weeks" if "周" in match["of"] else "months" if "月" in match["of"] else "years"
    return Mention(*match.span(), relative="echo", offset=-2 if match["of"] == "前年" else -1, step=step)


_ECHOES: Final[dict[str, tuple[int, Step]]] = {
    "当": (0, "days"),
    "同": (0, "days"),
    "该": (0, "days"),
    "次": (1, "days"),
    "翌": (1, "days"),
}

_OF_YEAR: Final = (
    r"(?:第?(?P<q>[一二三四1-4])季(?:度|报)(?P<tail>末|底)?|Q(?P<q0>[1-4])(?!\d)|(?P<half>[上下])半年|(?P<report>中报|半年报|中期)"
    rf"|前(?P<first>{_N})个?(?P<per>月|季度)|(?P<three>三季报)|年?(?P<part>初|末|底|内|中(?!旬|报|期|国|证|信|金|银|小))|全年|年报)"
).replace(r"|Q(?P<q0>[1-4])(?!\d)", "")
_NO_YEAR: Final = r"(?:(?P<y>(?!))(?P<y2>(?!))(?P<yz>(?!))(?P<yo>(?!)))?"
_BARE_PART: Final = (
    r"(?:第?(?P<q>[一二三四])季(?:度|报)(?P<tail>末|底)?|(?P<half>[上下])半年(?!报)|(?P<report>中报|半年报)|前(?P<first>"
    + _N
    + r")个?(?P<per>月|季度)"
    r"|(?P<three>三季报)|年(?P<part>初|末|底|内))"
)

_TABLE: Final[tuple[tuple[str, Builder], ...]] = (
    (r"(?<![\d.])((?:19|20)\d{2})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d%])", _date),
    (r"(?<![\d.])([0-3]\d)(?P<s>[./-])(?P<m>[01]\d)(?P=s)(?P<d>[0-3]\d)(?![\d%])", _date),
    (r"(?<![\d.,])(20[0-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\d.,%万亿])", _date),
    (r"(?<![\d.])(?P<yy>20\d{2})[-/](?P<m>0[1-9]|1[0-2])(?![\d%.万亿倍元-])", _year_month),
    (r"(?<!\d)9[·•・‧]24(?!\d)|(?<=[“\"‘'])924(?=[”\"’'行政新])|(?<!\d)924(?=行情|政策|新政)", _nickname),
    (
        (
            rf"(?:{_Y})?(?<![\d.])(?P<m>\d{{1,2}})月(?:份)?(?P<d>\d{{1,2}})(?:{_DATE_END}(?:{_TO}(?P<d2>\d{{1,2}}){_DAY_END})?"
            rf"|{_TO}(?P<d3>\d{{1,2}}){_DAY_END})"
        ),
        _day_of_month,
    ),
    (rf"(?:{_Y})?(?<![\d.])(?P<m>\d{{1,2}})月?(?:[、和及]|{_TO})(?P<m2>\d{{1,2}})月(?:份)?(?!\d)", _months),
    (
        rf"(?:{_Y})?(?<![\d.])(?P<m>\d{{1,2}}|十[一二]?|(?<![个数几两])[一二三四五六七八九])月(?!\d)(?:份)?(?P<part>上旬|中旬|下旬|月?初|月?末|月?底|中(?!国|证|信|金|银|小))?",
        _month,
    ),
    (rf"{_Y}(?:{_OF_YEAR})", _of_year),
    (
        r"(?<![\d.])(?P<y>(?:19|20)\d{2})年?(?:-|~|—|–|至|到)(?P<z>(?:19|20)\d{2})(?:年(?!\d|第|上|下|前|[初末底中年]|[一二三四]季)|(?![\d.%万亿点年]))",
        _years,
    ),
    (_Y, _year),
    (r"年初(?:至今|以来)|今年(?:以)?来", to_date),
    (rf"{_NO_YEAR}{_BARE_PART}", _of_year),
    (
        (
            rf"(?<![附最接将逼靠])(?P<way>近|最近|过去|未来)(?:的)?(?P<n>{_N}|几|数)(?P<unit>年|个月|月(?!\d)|周|个星期|天|日|个?交易日|个?季度)"
            r"(?:时间)?(?:以来|来(?=[,，、。的]|$)|之?内|间)?"
        ),
        _window,
    ),
    (r"(?P<where>上上|上|本|这|下)(?:周|星期)(?P<d>[一二三四五六日天])", _weekday),
    (r"(?P<where>(?!))?(?<![一二三四五六七八九十每上本这下\d])(?:周|星期)(?P<d>[一二三四五六日天])(?![期线报年])", _weekday),
    (r"(?P<where>上上|上|本|这|当|下)一?个?(?:周(?![一二三四五六日天期])|星期(?![一二三四五六日天]))", _week),
    (r"(?P<where>上|本|当|下)个?月(?P<part>初|末|底|上旬|中旬|下旬)?", _named_month),
    (r"(?P<where>上|本|当|下)一?个?季度", _quarter),
    (r"(?:上|前)一?个?交易日|前一日", session_before),
    (r"当日|当天(?!然)|该日|同日|次日|翌日", _same),
    (r"(?P<of>去年|上一?年度?|前年|上个?月|上周)的?同(?:期|月|日|一?时期|季度?)", _same_before),
    (
        rf"(?<![近第每达满续\d])(?P<n>{_N})(?P<unit>年|个月|周|个星期|天|个?交易日|个?季度)(?:之)?前(?![后景期往列沿卫瞻提三五十])",
        _echo,
    ),
    (r"(?<![之目])前一?个?(?<=[一个])(?P<unit>周|个月|月|年|季度)(?![度报线末初底中\d])", _prior),
    (r"今日|今天|今晨|昨日|昨天|昨晚|前天|隔夜|明日|明天", _relative_day),
    (rf"(?<![\d.月/近前后每达满续-])(?P<d>[0-3]?\d){_DAY_END}", bare_day),
    (r"(?<![\d.])(?P<y>(?:19|20)\d{2})(?P<report>中报|半年报|一季报|三季报|年报)", _report),
)
_NEEDS: Final[dict[Builder, str]] = {
    _day_of_month: "月", _months: "月", _month: "月", _named_month: "月", _year: "[年上本]", _of_year: "[年季月报期]", _weekday: "[周星]", _week: "[周星]",
    _report: "报", bare_day: "[日号]", _echo: "前", _prior: "前",
}  # fmt: skip
RULES_ZH: Final[tuple[Rule, ...]] = tuple(
    (re.compile(pattern), build, re.compile(_NEEDS.get(build, "."))) for pattern, build in _TABLE
)
"""What a date looks like, and what is read from it; where two fit at one place the longer wins."""
