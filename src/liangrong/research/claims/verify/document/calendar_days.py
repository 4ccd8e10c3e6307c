"""Printed days held against the calendar: the weekday that stands beside them, sessions, closes and balances of days without trading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from liangrong.core.errors import BeyondCalendar
from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.verify.document.verdicts import refute, support

__all__ = ["check_named_sessions", "check_session_counts", "check_sessions_before", "check_trading_days", "check_weekdays"]

_BARE: Final = 6
"""Letters beside a day that only name its weekday."""
_NEAR: Final = timedelta(days=100)
"""A day without a year that is nearer to the day of its article is of the same year."""
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SIGNS_ZH: Final = "一二三四五六日"
_BEFORE_EN: Final = re.compile(
    r"(?<!last )(?<!next )\b(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s*(?:\(|on )?$", re.IGNORECASE
)
_BEHIND_EN: Final = re.compile(r"\s*[,(]\s*(?:a )?(mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_BEHIND_ZH: Final = re.compile(r"\s*[（(，,]?\s*(?:星期|周|礼拜)([一二三四五六日天])")
_INSIDE: Final = re.compile(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|(?<![上下本每这])(?:星期|周|礼拜)([一二三四五六日天])", re.IGNORECASE
)
_SESSIONS: Final = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:一共|总共|共|仅|只)?有?(?P<zh>\d{1,2})个交易日|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{4})? (?:had|has|counts?|counted) (?:only )?(?P<en>\d{1,2}) (?:trading (?:days|sessions)|sessions)",
    re.IGNORECASE,
)
_DAILY: Final = re.compile(
    r"收盘|收报|收于|当日|单日|成交|盘中|\b(?:closed?|closing|intraday|session|traded|trading day)\b", re.IGNORECASE
)
_STOCKS: Final = re.compile(r"_balance(?:_|$)")
_HERE: Final = re.compile(r"\.(?:SH|SZ|BJ)$")
_AS_OF: Final = re.compile(r"截至|截止|as of|as at|by|end of|月末|月底|年末|年底|季末|底", re.IGNORECASE)


_SESSION_BEFORE: Final = re.compile(
    r"(?:下一?个?|次一?个?|首个|第一个|最后一?个?|[前上]一?个?|该|本)(?:交易日|开市日)[，,]?(?:[（(]|即|是|为|也就是)?(?:即)?$"
    r"|\b(?:next|last|following|first|previous|final) (?:trading (?:day|session)|session),? ?(?:\(|on |is |was |of |being )*$"
    r"|\b(?:after|at|from|before) (?:the )?(?:market |session )?(?:close|open|closing|opening)\w*(?: bell)?(?: of (?:trading|business))?,? (?:on |of )?$",
    re.IGNORECASE,
)
_SESSION_BEHIND: Final = re.compile(
    r"^(?:当日|当天)?\s*(?:[（(][^）)\d]{1,8}[）)])?\s*(?:收市|收盘|开盘|开市|闭市|盘后|盘中|尾盘)|^(?:['’]s)? (?:market )?(?:close|open|opening|closing|session)\b",
    re.IGNORECASE,
)
"""What stands beside a day on which there must have been trading."""
_PREVIOUS: Final = re.compile(
    r"[上前]一?个?交易日[，,]?(?:收盘)?[（(]?(?:即|也就是|是|为)?$|\b(?:previous|preceding|prior|last) (?:trading (?:day|session)|session),? ?(?:\(|on |was |of |being )*$",
    re.IGNORECASE,
)
_PREVIOUS_WORD: Final = re.compile(r"[上前]一?个?交易日|\bsession\b|\btrading day\b", re.IGNORECASE)
_CLOSED_ON: Final = re.compile(r"\bclos(?:ed|ing)\b|\btraded\b|收[盘报涨跌红绿高低]", re.IGNORECASE)


def check_named_sessions(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Refute a day that is called a session, or after whose close something is to hold, where the calendar has no trading."""
    for passage in article.passages:
        for period in periods_in(article, passage):
            if not period.is_day or period.at == (-1, -1):
                continue
            start, end = period.at
            said = [
                one for one in claims_in(claims, passage) if one.start < end and start < one.end and one.nature is Nature.FACT
            ]
            beside = _SESSION_BEFORE.search(article.text[passage.start : start]) or _SESSION_BEHIND.match(
                article.text[end : passage.end]
            )
            if _INSIDE.fullmatch(period.text.strip()) and period.start.weekday() in (5, 6):
                said = [one for one in said if _CLOSED_ON.search(one.text)]
            elif (
                not beside
                or not _is_sure(article, passage, period)
                or _weekday(article, period) not in (None, period.start.weekday())
            ):
                continue
            if not said or desk.last_session(period.start) in (None, period.start):
                continue
            sign, name = _SIGNS_ZH[period.start.weekday()], _WEEKDAYS[period.start.weekday()]
            reason = Note(f"{period.start}（星期{sign}）不是交易日。", f"{period.start} ({name}) was no trading day.")
            evidence = (Evidence("calculation", f"{period.start}: no session", "calendar"),)
            yield from refute(said, "wrong_date", reason, evidence, basis="within_sentence")


def check_sessions_before(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Refute a day called the previous session that is the session before no day of the text, nor of the text itself."""
    for passage in article.passages:
        if not _PREVIOUS_WORD.search(passage.text) or (written := article.day(passage.item)) is None:
            continue
        for period in periods_in(article, passage):
            before = article.text[passage.start : max(passage.start, period.at[0])]
            if not period.is_day or period.at == (-1, -1) or not _PREVIOUS.search(before):
                continue
            near = [one for one in article.passages if (one.item, one.line) == (passage.item, passage.line)]
            days = {
                written,
                *(
                    one.end
                    for other in near
                    for one in periods_in(article, other)
                    if one.is_day and _is_sure(article, other, one)
                ),
            }
            sessions = {desk.last_session(day - timedelta(days=1)) for day in days if day > period.start}
            if None in sessions or period.start in sessions or not _is_sure(article, passage, period) or period.start >= written:
                continue
            right = desk.last_session(written - timedelta(days=1))
            reason = Note(f"{written}的上一交易日是{right}。", f"The session before {written} was {right}.")
            said = [one for one in claims_in(claims, passage) if one.start < period.at[1] and period.at[0] < one.end]
            said = [one for one in said if one.figure is None and one.nature is Nature.FACT]
            evidence = (Evidence("calculation", f"previous session({written}) = {right}", "calendar"),)
            yield from refute(said, "wrong_date", reason, evidence, corrected=f"{right}")


def check_weekdays(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on days that are printed with their weekday."""
    for passage in article.passages:
        for period in periods_in(article, passage):
            named = _weekday(article, period)
            if named is None or not period.is_day or not _is_sure(article, passage, period):
                continue
            start, end = period.at
            said = [
                one
                for one in claims_in(claims, passage)
                if one.start < end and start < one.end and one.figure is None and one.aspect in (Aspect.DATE, Aspect.STATEMENT)
            ]
            right = _WEEKDAYS[period.start.weekday()]
            sign = _SIGNS_ZH[period.start.weekday()]
            evidence = (Evidence("calculation", f"{period.start} = {right}", "calendar"),)
            if named == period.start.weekday():
                reason = Note(f"{period.start}是星期{sign}。", f"{period.start} is a {right}.")
                bare = [one for one in said if one.aspect is Aspect.DATE or one.end - one.start <= end - start + _BARE]
                yield from support(bare, reason, evidence, basis="within_sentence")
            else:
                reason = Note(
                    f"{period.start}是星期{sign}，不是所写的那一天。",
                    f"{period.start} is a {right}, not the weekday that is printed.",
                )
                yield from refute(
                    said, "wrong_date", reason, evidence, basis="within_sentence", corrected=f"{period.start} {right}"
                )


def check_trading_days(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Refute balances and closes of the mainland's market that are dated on a day without trading; the last day of a month is a habit, not a date."""
    for one in claims:
        period = one.period
        if (
            one.figure is None
            or period is None
            or not period.is_day
            or not period.certain
            or period.at == (-1, -1)
            or _weekday(article, period) not in (None, period.start.weekday())
            or not one.scope
            or one.nature is not Nature.FACT
        ):
            continue
        if one.aspect not in (Aspect.LEVEL, Aspect.CROSSING, Aspect.RECORD, Aspect.CHANGE, Aspect.SHARE) or not (
            _STOCKS.search(one.metric) or _DAILY.search(one.text) or (one.metric == "daily_return" and _HERE.search(one.scope))
        ):
            continue
        day = period.start
        if (day + timedelta(days=1)).month != day.month or _AS_OF.search(period.text):
            continue
        last = desk.last_session(day)
        if last is None or last == day:
            continue
        reason = Note(
            f"{day}（星期{_SIGNS_ZH[day.weekday()]}）不是交易日，当天没有余额或收盘数字；前一个交易日是{last}。",
            f"{day} ({_WEEKDAYS[day.weekday()]}) was no trading day and has no balance or close of its own; the session before it was {last}.",
        )
        yield from refute(
            [one],
            "wrong_date",
            reason,
            (Evidence("calculation", f"{day}: no session", "calendar"),),
            basis="within_sentence",
            corrected=last.isoformat(),
        )


def check_session_counts(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Rule on how many sessions a named month has."""
    for passage in article.passages:
        for match in _SESSIONS.finditer(passage.text):
            start = passage.start + match.start()
            month = next(
                (one for one in periods_in(article, passage) if one.at[0] <= start + 2 and start <= one.at[1] and _is_month(one)),
                None,
            )
            counted = _sessions(desk, month) if month else None
            if month is None or counted is None:
                continue
            stated = int(match["zh"] or match["en"])
            said = [one for one in claims_in(claims, passage) if one.figure is not None and one.figure.kind is Kind.DURATION]
            said = [one for one in said if one.figure and start <= one.figure.start < passage.start + match.end()]
            reason = Note(f"{month.start:%Y-%m}有{counted}个交易日。", f"{month.start:%Y-%m} has {counted} sessions.")
            evidence = (Evidence("calculation", f"{month.start}..{month.end}: {counted}", "calendar"),)
            if counted == stated:
                yield from support(said, reason, evidence, basis="within_sentence")
            else:
                yield from refute(said, "count_mismatch", reason, evidence, basis="within_sentence", corrected=str(counted))


def _is_sure(article: Article, passage: Passage, period: Period) -> bool:
    """Whether the year of a day is printed, or that of the dated article the day lies near."""
    written = article.day(passage.item)
    named = re.search(r"\d", article.text[slice(*period.at)]) is not None
    return period.certain or (named and written is not None and abs(written - period.start) <= _NEAR)


def _is_month(period: Period) -> bool:
    return period.start.day == 1 and (period.end + timedelta(days=1)).day == 1 and period.start.month == period.end.month


def _sessions(desk: Desk, month: Period) -> int | None:
    try:
        return len(desk.calendar.between(month.start, month.end))
    except BeyondCalendar:
        return None


def _weekday(article: Article, period: Period) -> int | None:
    """The weekday printed beside a day, Monday being 0; ``None`` where there is none, or the day was read off it."""
    if period.at == (-1, -1):
        return None
    start, end = period.at
    inside, before, behind = article.text[start:end], article.text[max(0, start - 16) : start], article.text[end : end + 16]
    for pattern, text in ((_BEHIND_ZH, behind), (_BEHIND_EN, behind)):
        if match := pattern.match(text):
            return _number(match[1])
    if match := _BEFORE_EN.search(before) or _INSIDE.search(inside):
        return _number(next(value for value in match.groups() if value))
    return None


def _number(word: str) -> int:
    if word in "一二三四五六日天":
        return 6 if word == "天" else _SIGNS_ZH.index(word)
    return next(place for place, name in enumerate(_WEEKDAYS) if name.lower().startswith(word.lower()[:3]))
