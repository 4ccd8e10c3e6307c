"""The days that a passage names: dates, months, windows, resolved against the article's own day; what no calendar holds is left out.

An impossible date (February 30) is no period; ``impossible_dates`` tells them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.days import Anchor, date_of, days_of, echoed, is_impossible
from liangrong.research.claims.reading.mention import Mention, Step
from liangrong.research.claims.reading.mentions import mentions
from liangrong.research.claims.reading.numerals import ordinary

__all__ = ["anchor_of", "impossible_dates", "periods_in"]

_TO: Final = re.compile(
    r"(?:\s?[（(][^）)\d]{1,9}[）)])?[”\"]?,?\s?(?:至|到|-|~|—|–|\bto\b|\bthrough\b|\buntil\b|\band\b)\s?(?:the\s|this\s)?[“\"]?",
    re.IGNORECASE,
)
_SINCE_TO: Final = re.compile(r"[”\"]?[,，]?\s?(?:至|到|to|through|until)\s?", re.IGNORECASE)
_AND: Final = re.compile(r"\s?(?:、|和|与|及|以及|或|,)\s?|\s(?:and|or)\s", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\bbetween\s(?:the\s)?$", re.IGNORECASE)
_AHEAD: Final = re.compile(
    r"预计|预期|有望|将|拟|计划|展望|未来|后续|即将|\b(?:will|expected|expects|forecasts?|projected|plans?|ahead|until|outlook|scheduled)\b",
    re.IGNORECASE,
)
_TAKES_EFFECT: Final = re.compile(
    r"起(?:正式)?(?:施行|实施|执行|生效|适用|启用|上调|下调|调整|恢复|暂停|提高|降低)|(?:施行|实施|执行|生效)(?:日|日期)|自[^，。；]{1,12}起|正式(?:施行|实施|生效)"
    r"|\b(?:takes?|taking|took|came|comes?|coming|goes|enters?|put|be)\s(?:into\s)?(?:effect|force)\b|\beffective\b|\bin\sforce\b|\bwill\b",
    re.IGNORECASE,
)
_SOON: Final = timedelta(days=92)
"""A rule is announced at most so long before it takes effect, or its year is printed."""
_GOES_ON: Final = ("；", ";")
"""Behind a part of a sentence."""
_REACH: Final = 40
_NUMBERS: Final = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "一": 1, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
}  # fmt: skip
_LENGTH_TO: Final = re.compile(
    rf"\b(?P<n>\d{{1,2}}|{'|'.join(name for name in _NUMBERS if name.isascii())})[ -](?P<unit>(?:trading )?(?:sessions?|days)|weeks?|months?|quarters?|years?)"
    r" (?:up )?(?:to|through|ending|ended|until|that ended)(?: on)?(?: the)? $",
    re.IGNORECASE,
)
_LENGTH_OF: Final = re.compile(
    rf"(?:当日|收盘)?(?:的|之前)?(?:前|最近|过去|近|连续)?(?P<n>\d{{1,2}}|[{''.join(name for name in _NUMBERS if not name.isascii())}])个?(?P<unit>交易日|周|星期|月|季度|年)(?![一二三四五六日线初末底度])"
)
_LENGTHS: Final[tuple[tuple[Step, tuple[str, ...]], ...]] = (
    ("weeks", ("week", "周", "星期")), ("months", ("month", "月")), ("quarters", ("quarter", "季")), ("years", ("year", "年")),
)  # fmt: skip
_LONG: Final = ("months", "quarters", "years")
_A_MONTH: Final = timedelta(days=31)
_UP_TO: Final = re.compile(r"(?:截至|截止|截止到|到|至)\s?$")


def periods_in(article: Article, passage: Passage) -> tuple[Period, ...]:
    """Every date or window that a passage names, in order of the text.

    A year that is not printed is the latest that does not lie behind the article's own day, or that of a date it stands in one list with;
    without a day of its own the article is taken to be written on the latest day that it prints. Such periods are not ``certain``.
    """
    anchor = anchor_of(article, passage.item)
    found = mentions(passage.text)
    plain = ordinary(passage.text)
    periods: list[Period] = []
    place = begin = 0
    known: Mention | None = None
    base: Period | None = None
    named: list[Period] = []
    while place < len(found):
        one = found[place]
        other = found[place + 1] if place + 1 < len(found) else None
        period = _window(plain, one, other, anchor) if other else None
        if period is not None and other is not None:
            periods.append(_placed(period, article, passage, one.start, other.end))
            place += 2
            known, base = None, period
            continue
        if _is_apposed(plain, one, found[place - 1] if place else None):
            place += 1
            continue
        known, begin = _inherited(plain, known, one, periods), one.start
        if one.relative in ("echo", "prior"):
            period = echoed(one, base) if base is not None else None
        else:
            period = base = (
                days_of(
                    known, _base(article, passage, one, named) or _spoken_of(plain, one, periods) or _looking(plain, one, anchor)
                )
                or base
            )
            if period is not None:
                period, begin = _reaching_back(plain, one, period)
                base = period
        if period is not None:
            periods.append(_placed(period, article, passage, begin, one.end))
            if one.relative != "session":
                named.append(period)
        place += 1
    return tuple(periods)


def impossible_dates(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text prints a date that no calendar holds.

    Examples
    --------
    >>> impossible_dates("2月30日，两融余额为2万亿元")
    ((0, 5),)
    """
    return tuple((one.start, one.end) for one in mentions(text) if is_impossible(one))


def anchor_of(article: Article, item: int) -> Anchor | None:
    """The day that relative dates of an item are counted from; ``None`` where the article prints no date at all."""
    known = article.day(item)
    if known is not None:
        return Anchor(known, is_known=True)
    part = article.items[item] if item < len(article.items) else None
    latest = _latest(article.text[part.start : part.end] if part else article.text) or _latest(article.text)
    return Anchor(latest, is_known=False) if latest else None


_FULL: Final = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:年|-|/|\.)(\d{1,2})(?:月|-|/|\.)(\d{1,2})(?!\d)"
    r"|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s(\d{1,2}),?\s((?:19|20)\d{2})(?!\d)"
)
_YEAR_MONTH: Final = re.compile(r"(?<!\d)(20\d{2})年(\d{1,2})月")
_YEAR: Final = re.compile(r"(?<![\d.,])(20\d{2})(?![\d.,]\d|\d|%)")
_NAMES: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"


@lru_cache(maxsize=64)
def _latest(text: str) -> date | None:
    """The latest whole date that a text prints, else the last day of its latest month or year that is not only looked forward to."""
    plain = ordinary(text)
    days = [
        day
        for match in _FULL.finditer(plain)
        if (
            day := date_of(
                int(match[1] or match[6]),
                int(match[2]) if match[2] else _NAMES.index(match[4]) // 3 + 1,
                int(match[3] or match[5]),
            )
        )
    ]
    past = [day for day in days if day.year < 2100]
    if past:
        return max(past)
    months = [day for match in _YEAR_MONTH.finditer(plain) if (day := date_of(int(match[1]), int(match[2]), 28))]
    if months:
        return max(months)
    years = [
        int(match[1])
        for match in _YEAR.finditer(plain)
        if not _AHEAD.search(plain[max(0, match.start() - _REACH) : match.start()])
    ]
    return date(max(years), 12, 31) if years else None


def _placed(period: Period, article: Article, passage: Passage, start: int, end: int) -> Period:
    at = (passage.start + start, passage.start + end)
    return replace(period, text=article.text[at[0] : at[1]], at=at)


def _looking(text: str, one: Mention, anchor: Anchor | None) -> Anchor | None:
    """The anchor, allowing days ahead of it where the words before the date look forward, or where a rule is to take effect on it."""
    if anchor is None:
        return None
    if _AHEAD.search(text[max(0, one.start - _REACH) : one.start]):
        return replace(anchor, ahead=True)
    if one.year is None and one.month is not None and one.day is not None and _TAKES_EFFECT.search(_clause(text, one)):
        return replace(anchor, ahead=_is_soon(one, anchor.day))
    return anchor


def _clause(text: str, one: Mention) -> str:
    """What stands around a date, up to the next stops."""
    low = max(text.rfind(stop, 0, one.start) for stop in "。；;") + 1
    high = min((found for stop in "。；;" if (found := text.find(stop, one.end)) >= 0), default=len(text))
    return text[max(low, one.start - 3 * _REACH) : min(high, one.end + 3 * _REACH)]


def _is_soon(one: Mention, day: date) -> bool:
    """Whether the day comes within a quarter of the article's."""
    if one.month is None or one.day is None:
        return False
    found = date_of(day.year, one.month, one.day)
    if found is not None and found < day:
        found = date_of(day.year + 1, one.month, one.day)
    return found is not None and day < found <= day + _SOON


def _base(article: Article, passage: Passage, one: Mention, named: Sequence[Period]) -> Anchor | None:
    """The prior session is that before the last day named in the passage, or in the parts of its sentence before it."""
    if one.relative != "session":
        return None
    day = next((period.start for period in reversed(named) if period.is_day), None)
    if day is not None:
        return Anchor(day)
    before = article.passages[passage.number - 1] if passage.number else None
    if before is None or before.item != passage.item or not before.text.rstrip().endswith(_GOES_ON):
        return None
    told = [mention for mention in mentions(before.text) if mention.relative != "session"]
    if not told:
        return _base(article, before, one, ())
    days = [period for mention in told if (period := days_of(mention, anchor_of(article, passage.item))) and period.is_day]
    return Anchor(days[-1].start) if days else None


def _is_apposed(text: str, one: Mention, before: Mention | None) -> bool:
    """Whether 这一周 only repeats the window right before it: 8月4日至8日这一周."""
    if before is None or one.relative not in ("week", "month", "quarter") or one.offset or text[one.start] != "这":
        return False
    return not text[before.end : one.start].strip(" 的（(")


def _spoken_of(text: str, one: Mention, periods: list[Period]) -> Anchor | None:
    """当月, 当周 and 当季 are those of the days named last, where the passage names any."""
    if one.relative not in ("week", "month", "quarter") or one.offset or text[one.start] != "当" or not periods:
        return None
    return Anchor(periods[-1].end)


def _reaching_back(text: str, one: Mention, period: Period) -> tuple[Period, int]:
    """A window told by its length and its last day or month, and where it is printed from: the five sessions to August 28, 截至8月28日的五个交易日."""
    before = text[max(0, one.start - _REACH) : one.start]
    told = _LENGTH_TO.search(before)
    begin = one.start - len(before) + told.start() if told else one.start
    if told is None and _UP_TO.search(text[max(0, one.start - 4) : one.start]):
        told = _LENGTH_OF.match(text, one.end)
    unit: Step = next((step for step, words in _LENGTHS if told and told["unit"].lower().startswith(words)), "sessions")
    if told is None or not (period.is_day or (unit in _LONG and period.end - period.start <= _A_MONTH)):
        return period, one.start
    number = _NUMBERS.get(told["n"].lower()) or (int(told["n"]) if told["n"].isdecimal() else 0)
    window = days_of(Mention(0, 0, relative="past", offset=number, step=unit), Anchor(period.end)) if number else None
    if window is None:
        return period, one.start
    start = window.start + timedelta(days=1) if unit == "weeks" else window.start
    return replace(period, start=start, certain=False), begin


def _inherited(text: str, before: Mention | None, one: Mention, periods: list[Period]) -> Mention:
    """The year and month of the date before, where both stand in one list: 2025年10月9日、13日."""
    if before is None or not periods or one.relative or one.year is not None or one.year_offset is not None:
        return one
    if not _AND.fullmatch(text[before.end : one.start]):
        return one
    if one.month is not None and (before.year is not None or before.year_offset is not None):
        return replace(one, year=periods[-1].end.year, inherited=True)
    if one.day is not None and one.month is None and before.month is not None and before.day is not None:
        return replace(one, year=periods[-1].end.year, month=periods[-1].end.month, inherited=True)
    return one


def _window(text: str, one: Mention, other: Mention, anchor: Anchor | None) -> Period | None:
    """One period out of two dates with 至 between them; the second inherits year and month, the first its year where only the second has one."""
    between = text[one.end : other.start]
    if (
        one.relative
        or other.relative
        or (one.since and not _SINCE_TO.fullmatch(between))
        or len(between) > 16
        or not _TO.fullmatch(between)
    ):
        return None
    if between.strip().lower() == "and" and not _BETWEEN.search(text[max(0, one.start - 12) : one.start]):
        return None
    if one.year is None and one.year_offset is None and other.year is not None:
        one = replace(one, year=other.year, inherited=True)
    first = days_of(replace(one, since=False), _looking(text, one, anchor))
    if first is None:
        return None
    if other.year is None and other.year_offset is None and "this" not in between:
        month = other.month if other.month is not None or other.part else first.start.month
        other = replace(other, year=first.start.year, month=month, inherited=True)
        last = days_of(other, anchor)
        if last is not None and last.end < first.start:
            last = days_of(replace(other, year=first.start.year + 1), anchor)
    else:
        last = days_of(other, anchor)
    if last is None or last.end < first.start:
        return None
    return Period(first.start, last.end, certain=first.certain and (last.certain or one.year is not None))
